"""The notices: what is known of Federal Register documents, and what the copy of the list says of them."""

import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse
from rdflib import RDF, RDFS, Graph, Literal, Namespace, Node

from kg import terms

ROOT = Path(__file__).resolve().parents[1]
COPY = "ecfr-title-15-part-744-2026-07-23.xml"
KG = Namespace(terms.KG)
ID = Namespace(terms.ID)
RULE, TWIN = ID["fr-2024-28267"], ID["fr-2024-28270"]
RULE_PAGES = {(89, 96836), (89, 96837)}
MISPRINTED_VOLUME = ID["fr-83-61541"]
"""One row prints volume 83 for 84, and nobody has tied the citation to a document."""
MISPRINTED_DAY = ID["fr-2021-00995"]
"""The one row that cites it prints the day on which it took effect."""

KNOWN_BY_NUMBER = {ID[f"fr-2026-{number}"] for number in ("06851", "14132", "17230", "17231")}
"""What was collected on later rules names these documents by their numbers only."""
LATER = ID["fr-2025-16735"]
"""The withdrawal of Validated End-Users of September 2025 gave them 120 days."""

CITATION = re.compile(
    r"(\d\d) FR (?:FR )?(\d+?)(?: preview citation details)?[.,]?\s*"
    r"(1[0-2]|0?[1-9])/(\d\d?)/(?:20)?(\d\d)(?!\d(?!\d FR))"
)
"""Volume, page, month, day and year; some rows print page and month, or year and volume, with nothing in between."""


Row = tuple[str, str, list[tuple[int, int, date]]]
"""Heading, footnotes and citations of a row of the copy."""


@pytest.fixture(scope="module")
def described() -> Graph:
    """The notices that people described."""
    return Graph().parse(ROOT / "graph" / "entities" / "notices.ttl")


@pytest.fixture(scope="module")
def graph(described: Graph) -> Graph:
    """These, what sources say of them, and the citations of the list that nobody has tied to a document."""
    found = Graph() + described
    found.parse(ROOT / "graph" / "imported" / "us" / "ecfr" / "entity-list" / "notices.ttl")
    for file in (ROOT / "graph" / "sources").rglob("*.ttl"):
        found.parse(file)
    return found


def claims(graph: Graph, notice: Node, predicate: str) -> list[Node]:
    """The claims that count, of those that say something of a notice."""
    said = [each for each in graph.subjects(RDF.subject, notice) if graph.value(each, RDF.predicate) == KG[predicate]]
    return [each for each in said if graph.value(each, KG.status) in {KG.accepted, KG.disputed}]


def values(graph: Graph, notice: Node, predicate: str) -> set[str]:
    """What these claims say, each value once."""
    return {str(graph.value(each, RDF.object)) for each in claims(graph, notice, predicate)}


def numbers(graph: Graph, notice: Node, predicate: str) -> list[int]:
    """The whole numbers that the graph gives of a notice."""
    return sorted(each.toPython() for each in graph.objects(notice, KG[predicate]) if isinstance(each, Literal))


def pages(graph: Graph) -> list[tuple[int, int]]:
    """Volume and page by which the list cites notices, once for each notice."""
    every = graph.subjects(RDF.type, KG.Notice)
    return [(numbers(graph, each, "volume")[0], page) for each in every for page in numbers(graph, each, "citedPage")]


def notices(graph: Graph) -> list[Node]:
    """All notices."""
    return list(graph.subjects(RDF.type, KG.Notice))


def test_every_notice_has_a_label_and_a_day_of_publication(graph: Graph) -> None:
    """Each notice is called one thing, and a claim that counts says when it was published, but for four."""
    assert [each for each in notices(graph) if len(list(graph.objects(each, RDFS.label))) != 1] == []
    assert {each for each in notices(graph) if not claims(graph, each, "publishedOn")} == KNOWN_BY_NUMBER


def test_a_notice_is_named_after_its_number(described: Graph) -> None:
    """The IRI of a notice is made of its document number, or of its volume and a page where nobody gives the number."""
    for each in notices(described):
        number = described.value(each, KG.documentNumber)
        volume, first = numbers(described, each, "volume")[0], numbers(described, each, "startPage")
        places = {f"{volume}-{page}" for page in first or numbers(described, each, "citedPage")}
        assert str(each).removeprefix(terms.ID + "fr-") in ({str(number).lower()} if number else places)


def test_a_label_is_the_citation_of_the_first_page(described: Graph) -> None:
    """A notice whose first page is known goes by it, another by its number, or by a page that the list cites."""
    for each in notices(described):
        volume, first = numbers(described, each, "volume")[0], numbers(described, each, "startPage")
        label = str(described.value(each, RDFS.label))
        assert label == f"{volume} FR {first[0]}" if first else label in others(described, each)


def others(graph: Graph, notice: Node) -> set[str]:
    """What a notice may be called whose first page nobody gives: by its number, or by a page that the list cites."""
    number, (volume, *_) = graph.value(notice, KG.documentNumber), numbers(graph, notice, "volume")
    by_page = {f"{volume} FR {page}" for page in numbers(graph, notice, "citedPage")}
    return {f"Federal Register document {number}"} if number else by_page


def test_no_cited_page_belongs_to_two_notices(graph: Graph) -> None:
    """A citation leads to one notice."""
    assert [page for page, times in Counter(pages(graph)).items() if times > 1] == []


def test_a_cited_page_lies_within_its_notice(graph: Graph) -> None:
    """No page that the list cites lies before the first page of its notice or after the last."""
    for each in notices(graph):
        cited = numbers(graph, each, "citedPage")
        bounds = numbers(graph, each, "startPage") + cited + numbers(graph, each, "endPage")
        assert bounds == sorted(bounds), each


def test_every_volume_fits_its_year(graph: Graph) -> None:
    """Volume 1 of the Federal Register is of 1936; one citation is misprinted."""
    odd = set()
    for each in set(notices(graph)) - KNOWN_BY_NUMBER:
        years = {date.fromisoformat(day).year for day in values(graph, each, "publishedOn")}
        odd |= {each} if years != {numbers(graph, each, "volume")[0] + 1935} else set()
    assert odd == {MISPRINTED_VOLUME}


def test_no_notice_takes_effect_on_two_days(graph: Graph) -> None:
    """The sources agree on when a notice takes effect: on its day or in the fortnight before, but for one."""
    for each in notices(graph):
        days = values(graph, each, "effectiveOn")
        assert len(days) <= 1, each
        for day in days:
            published = max(values(graph, each, "publishedOn"))
            delay = (date.fromisoformat(day) - date.fromisoformat(published)).days
            assert delay == 120 if each == LATER else -14 <= delay <= 0, each


def test_days_of_publication_that_differ_contradict_each_other(graph: Graph) -> None:
    """Where a claim gives another day than the list, counting or not, it names the claim that it contradicts."""
    for each in notices(graph):
        said = [one for one in graph.subjects(RDF.subject, each) if (one, RDF.predicate, KG.publishedOn) in graph]
        listed = {graph.value(one, RDF.object) for one in said if "/us-entity-list/" in str(one)}
        for one in said:
            if "/us-entity-list/" not in str(one) and listed and graph.value(one, RDF.object) not in listed:
                against = {graph.value(other, RDF.object) for other in graph.objects(one, KG.contradicts)}
                assert listed <= against, one


def test_only_one_notice_was_published_on_two_days(graph: Graph) -> None:
    """Claims that count agree on the day of publication, but for the day that one row misprints."""
    assert {each for each in notices(graph) if len(values(graph, each, "publishedOn")) > 1} == {MISPRINTED_DAY}
    assert values(graph, MISPRINTED_DAY, "publishedOn") == {"2021-01-14", "2021-01-15"}


def test_only_an_authority_speaks_officially_of_a_notice(graph: Graph) -> None:
    """Of a notice only an agency speaks officially, and it does so but where somebody else reports it."""
    agencies = set(Graph().parse(ROOT / "graph" / "entities" / "agencies.ttl").subjects(RDF.type, KG.Agency))
    for each in notices(graph):
        for claim in graph.subjects(RDF.subject, each):
            if graph.value(claim, KG.modality) == KG.official:
                assert graph.value(claim, KG.saidBy) in agencies, claim


def test_the_rule_of_december_2024(graph: Graph) -> None:
    """Published on 5 December 2024, in effect since 2 December, with compliance with Footnote 5 from 31 December on."""
    assert str(graph.value(RULE, KG.documentNumber)) == "2024-28267"
    assert str(graph.value(RULE, RDFS.label)) == "89 FR 96830"
    assert values(graph, RULE, "publishedOn") == {"2024-12-05"}
    assert values(graph, RULE, "effectiveOn") == {"2024-12-02"}
    assert values(graph, RULE, "complianceDate") == {"2024-12-31"}
    assert values(graph, RULE, "addsCount") == {"140"}
    assert values(graph, RULE, "amendsCount") == {"14"}
    assert numbers(graph, RULE, "citedPage") == [96836, 96837]


def test_its_twin_is_cited_by_no_row(graph: Graph) -> None:
    """The other rule of that day is known, with the same days; it ends on the page on which this one begins."""
    assert values(graph, TWIN, "publishedOn") == {"2024-12-05"}
    assert values(graph, TWIN, "effectiveOn") == {"2024-12-02"}
    assert values(graph, TWIN, "complianceDate") == {"2024-12-31"}
    assert numbers(graph, TWIN, "endPage") == numbers(graph, RULE, "startPage")
    assert not numbers(graph, TWIN, "citedPage")


def test_a_notice_that_no_row_cites_has_a_number(graph: Graph) -> None:
    """What the list does not cite is known by its document number."""
    uncited = [each for each in notices(graph) if not numbers(graph, each, "citedPage")]
    assert TWIN in uncited
    assert [each for each in uncited if graph.value(each, KG.documentNumber) is None] == []


@cache
def printed(copy: Path) -> list[Row]:
    """Heading, footnotes and citations of each row of the copy that is not reserved, read without the importer."""
    found, heading = [], ""
    supplement = next(each for each in parse(copy).iter("DIV9") if each.get("N", "").startswith("Supplement No. 4"))
    for row in supplement.iter("TR"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag == "TD"]
        if len(cells) == 5:
            heading = cells[0] or heading
            # One row has its two middle columns and its citation run together, so the last two are read as one.
            said = CITATION.findall(cells[3] + " " + cells[4])
            marks = " ".join(mark.text or "" for mark in row.iter("sup"))
            found.append((heading, marks, [cited(*map(int, each)) for each in said]))
    return found


def cited(volume: int, page: int, month: int, day: int, year: int) -> tuple[int, int, date]:
    """A citation with its day; two-digit years from 97 on are of the twentieth century."""
    return volume, page, date(year + (1900 if year >= 97 else 2000), month, day)


@pytest.mark.needs_copy(COPY)
def test_every_citation_of_the_list_leads_to_a_notice(described: Graph, graph: Graph, copies: Path) -> None:
    """The cited pages are those of the copy, no more and no less, and most are tied to a document."""
    of_copy = {(volume, page) for _, _, said in printed(copies / COPY) for volume, page, _ in said}
    assert set(pages(described)) - of_copy == set()
    assert set(pages(graph)) == of_copy
    assert len(set(pages(described))) >= 115


@pytest.mark.needs_copy(COPY)
def test_every_row_but_those_that_continue_another_cites_a_notice(copies: Path) -> None:
    """Four rows of the copy continue another and cite nothing."""
    assert sum(not said for _, _, said in printed(copies / COPY)) == 4


@pytest.mark.needs_copy(COPY)
def test_days_of_publication_are_those_of_the_copy(graph: Graph, copies: Path) -> None:
    """The day that most rows print beside a citation is that of the claims, those of other sources among them."""
    days: dict[tuple[int, int], Counter[date]] = defaultdict(Counter)
    for _, _, said in printed(copies / COPY):
        for volume, page, day in said:
            days[volume, page][day] += 1
    for each in set(notices(graph)) - {MISPRINTED_DAY}:
        if not numbers(graph, each, "citedPage"):
            continue
        volume = numbers(graph, each, "volume")[0]
        most = {days[volume, page].most_common(1)[0][0] for page in numbers(graph, each, "citedPage")}
        assert values(graph, each, "publishedOn") == set(map(str, most)), each


@pytest.mark.needs_copy(COPY)
def test_the_counts_of_the_rule_are_those_of_the_copy(graph: Graph, copies: Path) -> None:
    """What sources count of the rule of December 2024 is counted in the copy once more; one article is wrong."""
    rows = [each for each in printed(copies / COPY) if RULE_PAGES & {one[:2] for one in each[2]}]
    added = [each for each in rows if each[2][0][:2] in RULE_PAGES]
    amended = [each for each in rows if each not in added]
    china, five = [[sum(test(each) for each in some) for some in (added, amended)] for test in (is_china, has_five)]
    assert (len(added), len(amended), china, five) == (140, 14, [136, 14], [9, 7])
    assert {each[0].split(",")[0] for each in added} == {"CHINA", "JAPAN", "SINGAPORE", "SOUTH KOREA"}
    found: dict[str, set[int]] = defaultdict(set)
    for claim in set(graph.subjects(RDF.type, KG.Counting)) & set(graph.subjects(RDF.subject, RULE)):
        found[str(graph.value(claim, RDF.predicate)).removeprefix(terms.KG)] |= set(numbers(graph, claim, "count"))
    assert found == {
        "addsUnder": {1, 2, 136, 140},
        "amendsUnder": {14},
        "addsWithFootnote": {9},
        "amendsWithFootnote": {7},
        "givesFootnote": {16},
    }


def is_china(row: Row) -> bool:
    """Whether a row stands under China."""
    return row[0].startswith("CHINA")


def has_five(row: Row) -> bool:
    """Whether a row carries Footnote 5."""
    return "5" in row[1].split()
