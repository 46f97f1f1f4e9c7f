"""An evidence pack: the answer with its claims, for readers, for machines and for those who cite."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import footnotes, pack, proof, store
from kg.errors import Misuse
from kg.tables import Rows

ROOT = Path(__file__).resolve().parents[1]
DATA = [
    ROOT / "tests" / "queries" / "small-list.ttl",
    ROOT / "tests" / "queries" / "small-world.ttl",
    *(file for file in sorted((ROOT / "ontology").glob("*.ttl")) if not file.stem.endswith("-shapes")),
]
QUERY = "SELECT ?s ?name { ?s kg:listedOn ?list . ?s kg:locatedAt ?where . ?where rdfs:label ?name }"


@pytest.fixture(scope="module")
def graph() -> store.Embedded:
    """The small list and the small world."""
    return store.of_files(DATA)


@pytest.fixture(scope="module")
def found(graph: store.Embedded) -> tuple[Rows, proof.Proof]:
    """An answer and its proof."""
    rows = graph.select(QUERY)
    return rows, proof.prove(graph, QUERY, rows)


@pytest.fixture(scope="module")
def made(graph: store.Embedded, found: tuple[Rows, proof.Proof]) -> pack.Pack:
    """Its evidence pack, under a title that Markdown and LaTeX would take for more than a text."""
    return pack.pack(graph, "Who sits *where*? `x` {y}", QUERY, *found, notes=["As of today."], graph="abc")


def test_the_pack_for_machines_is_json_ld_with_every_claim(made: pack.Pack) -> None:
    """A reader of JSON-LD finds the claims of each row and who says each, as RDF."""
    read = list(ox.parse(made.written("json-ld"), format=ox.RdfFormat.JSON_LD))

    def ends(name: str, *, subject: bool) -> set[str]:
        found = (each for each in read if each.predicate.value == name)
        return {getattr(each.subject if subject else each.object, "value", "") for each in found}

    assert ends("http://www.w3.org/ns/prov#wasDerivedFrom", subject=False) == set(made.proof.claims)
    assert ends("https://w3id.org/chip-controls/ontology#saidBy", subject=True) == set(made.proof.claims)


def test_the_pack_for_readers_has_every_claim_and_the_query(made: pack.Pack) -> None:
    """Rows refer to claims by number, each claim stands below, and so does the query, ready to be pasted anywhere."""
    text = made.written("markdown")
    assert all(f"{at}. " in text for at in range(1, len(made.claims) + 1))
    assert "Who sits \\*where\\*? \\`x\\`" in text
    assert text.count("PREFIX kg: <https://w3id.org/chip-controls/ontology#>") == 1
    assert QUERY in text


def test_sources_are_cited_once(made: pack.Pack) -> None:
    """Each source is one entry of CSL-JSON and of BibTeX, under the same key, with title and day."""
    items = json.loads(made.written("csl-json"))
    assert len(items) == len(made.sources) == made.written("bibtex").count("\n}\n")
    for each in items:
        assert each["title"]
        assert len(each["issued"]["date-parts"][0]) == 3
        assert f"{{{each['id']},\n" in made.written("bibtex")


def test_latex_finds_nothing_to_run_in_an_entry() -> None:
    """What LaTeX would take for a command or a group is escaped."""
    assert pack._latex(r"\input{x} 5% & #1 $a_b^c$ ~") == (
        r"\textbackslash{}input\{x\} 5\% \& \#1 \$a\_b\textasciicircum{}c\$ \textasciitilde{}"
    )


def test_the_name_of_the_file_says_the_format(tmp_path: Path) -> None:
    """Four endings are known, and another is refused with a sentence that names them."""
    assert pack.form_of(tmp_path / "x.JSONLD") == "json-ld"
    with pytest.raises(Misuse, match=r"\.md, \.jsonld, \.bib or \.json"):
        pack.form_of(tmp_path / "x.pdf")


def test_another_format_is_refused(made: pack.Pack) -> None:
    """The sentence names the formats that there are."""
    with pytest.raises(Misuse, match="markdown, json-ld, csl-json, bibtex"):
        made.written("pdf")


def test_the_column_of_evidence_does_not_hide_another(found: tuple[Rows, proof.Proof]) -> None:
    """A query that has a column of that name keeps it, and the numbers go into one beside it."""
    rows, proved = found
    named = Rows(("s", "evidence"), rows.rows)
    assert footnotes.numbered(named, proved).columns == ("s", "evidence", "evidence_2")


def test_numbers_lead_to_claims(found: tuple[Rows, proof.Proof], graph: store.Embedded) -> None:
    """The numbers beside a row are those of its claims in what is told below, and tools get their IRIs."""
    rows, proved = found
    told = footnotes.notes(graph, proved)
    for row, claims in zip(footnotes.named(rows, proved).rows, proved.rows, strict=True):
        assert str(row[-1].value if row[-1] else "").split() == list(claims)  # type: ignore[union-attr]  # a literal
    assert [line.partition(" ")[0] for line in told] == [f"[{at}]" for at in range(1, len(proved.claims) + 1)]
