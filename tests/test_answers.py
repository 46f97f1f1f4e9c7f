"""Answers: honest beside their rows, and right over the real list."""

import re
from collections import Counter
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse

from kg import answers, queries, searched, store, terms
from kg.errors import BadParameter
from kg.tables import Iri, Literal, shown

ROOT = Path(__file__).resolve().parents[1]
LIST = "ecfr-title-15-part-744-2026-07-23.xml"
CITATION = re.compile(r"\d+ FR \d+(?:,\d{3}(?!\d))*")


@pytest.fixture(scope="module")
def small() -> store.Store:
    """The small list, with its edges."""
    return store.of_files([ROOT / "tests" / "queries" / "small-list.ttl"])


@pytest.fixture(scope="module")
def real() -> store.Store:
    """The graph as it is published."""
    return store.open_store(ROOT)


def column(graph: store.Store, name: str, of: str, **given: str) -> list[str]:
    """One column of the answer to a question about the Entity List."""
    found = answers.answer(graph, queries.question(f"entity-list/{name}", ROOT), given).rows
    at = found.columns.index(of)
    return [shown(row[at]) for row in found.rows]


def test_a_limit_cuts_rows_and_says_so(small: store.Store) -> None:
    """The answer knows how many rows there are in all."""
    found = answers.answer(small, queries.question("entity-list/notices", ROOT), {}, 1)
    assert (len(found.rows.rows), found.total) == (1, 3)
    assert found.notes[0] == "Truncated: the first 1 of 3 rows."


def test_what_does_not_count_was_not_searched(small: store.Store) -> None:
    """Superseded claims and the sources that only they come from are not counted as searched."""
    assert small.searched(terms.KG + "Listing") == [
        "As of 2025-01-31: The small list, edition of 31 January 2025 (read on 2025-02-01).",
        "Searched: 6 claims of the kind kg:Listing in 1 source.",
    ]


def test_without_a_class_all_claims_were_searched(small: store.Store) -> None:
    """The source with the most claims is named, the others are counted."""
    assert answers.sizes(small, 2, 2, "triple") == [
        "2 triples.",
        "As of 2025-01-31: The small list, edition of 31 January 2025 (read on 2025-02-01).",
        "And 2 more sources, issued from 2024-01-31 to 2024-12-05.",
        "Searched: 44 claims in 3 sources.",
    ]


@pytest.mark.parametrize("kind", ["Listing", "Naming", "Amending", "Claim", "Inclusion", "Nothing"])
def test_claims_are_counted_as_a_join_would(small: store.Store, kind: str) -> None:
    """What was searched is counted by a short cut, and is what the long way gives."""
    join = """
    SELECT ?source (COUNT(?claim) AS ?claims) WHERE {
      ?claim a ?class ; kg:statedIn ?source ; kg:status ?status .
      FILTER (?status IN (kg:accepted, kg:disputed))
    }
    GROUP BY ?source
    """
    rows = small.select(join, {"class": Iri(terms.KG + kind)}).rows
    assert searched.counted(small.select, terms.KG + kind) == {source: int(shown(number)) for source, number in rows}


def test_what_was_searched_is_remembered_as_it_is(real: store.Store) -> None:
    """A store that was built says of every class of claims what the long way gives."""
    found = real.select("SELECT DISTINCT ?class { ?claim kg:statedIn ?source ; a ?class }").rows
    kinds = [None, terms.KG + "Nothing", *(str(row[0]) for row in found)]
    assert len(kinds) > 10
    for kind in kinds:
        assert list(real.searched(kind)) == searched.sentences(real.select, kind)


def test_an_empty_graph_says_that_it_is_empty() -> None:
    """Where nothing was searched, the answer says so."""
    assert answers.sizes(store.of([]), 0, 0)[0].startswith("Nothing was found. That clears nobody")
    assert store.of([]).searched() == ["Searched: nothing, for the graph holds no source for it."]


def test_a_default_is_used_and_told_from_a_requirement(small: store.Store) -> None:
    """A default fills in for what was not given; an example does not."""
    question = queries.question("entity-list/who-bears-name", ROOT)
    values, _ = answers.read(small, question, {"name": "x"})
    assert values["match"] == [Literal("contains")]
    with pytest.raises(BadParameter, match="needs --name: a text"):
        answers.read(small, question, {})
    with pytest.raises(BadParameter, match="no parameter --nmae"):
        answers.read(small, question, {"nmae": "x"})


def test_a_day_with_two_notices_means_both() -> None:
    """A day is as many notices as were published on it."""
    published, kind = Iri(terms.KG + "publishedOn"), Iri(terms.RDF + "type")
    day, notices = Literal("2020-01-01", terms.XSD + "date"), [Iri(terms.ID + "fr-1"), Iri(terms.ID + "fr-2")]
    graph = store.of(
        [triple for each in notices for triple in ((each, published, day), (each, kind, Iri(terms.KG + "Notice")))]
    )
    values, _ = answers.read(graph, queries.question("entity-list/who-was-added", ROOT), {"notice": "2020-01-01"})
    assert values["notice"] == notices


def test_the_list_has_3415_rows(real: store.Store) -> None:
    """The rows of all destinations together are the rows of the source, four of which continue another."""
    assert sum(map(int, column(real, "by-destination", "listings"))) == 3415
    assert sum(map(int, column(real, "by-destination", "continuing"))) == 4
    assert len(column(real, "under-review-policy", "row")) == 3415
    assert len(column(real, "under-licence-requirement", "row")) == 3415
    assert sum(map(int, column(real, "review-policies", "listings"))) == 3415
    assert sum(map(int, column(real, "licence-requirements", "listings"))) == 3415


def test_every_row_that_continues_no_other_was_added_once(real: store.Store) -> None:
    """Additions over all years and over all notices are the rows without the four that continue another."""
    assert sum(map(int, column(real, "added-by-year", "added"))) == 3411
    assert sum(map(int, column(real, "notices", "added"))) == 3411


@pytest.mark.parametrize(
    "notice", ["2024-28267", "89 FR 96830", "89 FR 96836", "89 FR 96837", "2024-12-05", "2024-12-02"]
)
def test_the_rule_of_december_2024_added_140_rows(real: store.Store, notice: str) -> None:
    """140 additions: 136 under China, 2 under South Korea, 1 each under Japan and Singapore."""
    assert Counter(column(real, "who-was-added", "destination", notice=notice)) == {
        "China, People's Republic of": 136,
        "South Korea": 2,
        "Japan": 1,
        "Singapore": 1,
    }
    assert sum(map(int, column(real, "by-destination", "listings", notice=notice))) == 140


def test_the_rule_of_december_2024_amended_14_rows(real: store.Store) -> None:
    """14 rows were amended, no row twice."""
    assert len(set(column(real, "who-was-amended", "row", notice="2024-28267"))) == 14


def test_footnote_5_came_with_the_rule_of_december_2024(real: store.Store) -> None:
    """Footnote 5 stands on 9 of the additions and on 7 of the amended rows."""
    changes = column(real, "which-carry-footnote", "change", number="5", notice="2024-28267")
    assert Counter(changes) == {"added": 9, "amended": 7}


def printed_rows(copy: Path) -> list[tuple[str, str, str]]:
    """Heading, footnotes and citations of each row of the copy that is not reserved, read without the importer."""
    found, heading = [], ""
    supplement = next(each for each in parse(copy).iter("DIV9") if each.get("N", "").startswith("Supplement No. 4"))
    for row in supplement.iter("TR"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag == "TD"]
        marks = [" ".join(mark.text or "" for mark in cell.iter("sup")) for cell in row if cell.tag == "TD"]
        if len(cells) != 5:
            continue
        heading = cells[0] or heading
        if cells[1] and "[Reserved]" not in cells[1]:
            found.append((heading, marks[2], cells[4]))
    return found


@pytest.mark.needs_copy(LIST)
def test_the_counts_are_those_of_the_copy(real: store.Store, copies: Path) -> None:
    """Rows by destination, rows by footnote and rows by first citation are counted in the XML once more."""
    printed = printed_rows(copies / LIST)
    assert len(printed) == 3415
    by_heading = Counter(heading for heading, _, _ in printed)
    assert sorted(map(int, column(real, "by-destination", "listings"))) == sorted(by_heading.values())
    for number in "12345":
        carried = [each for each in column(real, "which-carry-footnote", "change", number=number) if each]
        assert len(carried) == sum(number in re.findall(r"\d+", marks) for _, marks, _ in printed), number
    mended = [citations.replace("FR FR", "FR").replace("231164/18", "23116, 4/18") for _, _, citations in printed]
    cited = Counter(match[0] for citations in mended if (match := CITATION.search(citations)))
    first = answers.answer(real, queries.question("entity-list/latest-changes", ROOT), {"since": "1990-01-01"}).rows
    assert Counter(shown(row[4]) for row in first.rows if shown(row[1]) == "added") == cited
