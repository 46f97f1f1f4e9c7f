"""The library in the graph: any client can ask what can be asked, and how."""

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SH

from kg import build, engine, library, paths, queries, shapes, store, terms, turtle
from kg.errors import WrongFile
from kg.tables import Iri, Literal, shown
from tests import example

ROOT = Path(__file__).resolve().parents[1]
QUESTION = terms.QUERY + "entity-list/which-carry-footnote"


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The library as triples."""
    return rdflib.Graph().parse(data=engine.written(library.triples(ROOT), "ntriples"), format="nt")


def test_every_question_is_there(graph: rdflib.Graph) -> None:
    """Each question is an executable of SHACL with its sentence and its query, as its file has them."""
    found = {str(each) for each in graph.subjects(RDF.type, SH.SPARQLSelectExecutable)}
    assert found == {terms.QUERY + name for name in queries.names(ROOT)}
    for question in queries.questions(ROOT):
        iri = rdflib.URIRef(terms.QUERY + question.name)
        assert (iri, RDF.type, SH.SPARQLExecutable) in graph
        assert str(graph.value(iri, RDFS.comment)) == question.sentence
        assert str(graph.value(iri, SH.select)) == question.text


def test_nothing_is_a_blank_node(graph: rdflib.Graph) -> None:
    """Any store takes the library."""
    assert [each for triple in graph for each in triple if isinstance(each, rdflib.BNode)] == []


def test_the_library_has_its_shapes() -> None:
    """What is made from the questions breaks no rule of the ontology."""
    said = [each for each in library.triples(ROOT) if each[0] != terms.BASE + "ontology/questions"]
    lines: dict[str, list[str]] = {}
    for subject, predicate, value in said:
        verb = "a" if predicate == terms.RDF + "type" else f"<{predicate}>"
        lines.setdefault(str(subject), []).append(f"    {verb} {engine.given(value)} ;")
    text = "".join(f"\n<{subject}>\n" + "\n".join(pairs) + "\n.\n" for subject, pairs in lines.items())
    document = turtle.read(text, Path("library.ttl"))
    assert len(document.blocks) == len(lines) > 300
    assert [str(each) for each in shapes.validate(ROOT, {Path("library.ttl"): document})] == []


def test_a_parameter_is_described() -> None:
    """Type, bounds, preset and meaning of a parameter are triples."""
    said = {
        terms.shorten(str(predicate)): shown(value)
        for subject, predicate, value in library.triples(ROOT)
        if subject == f"{QUESTION}/parameter/number"
    }
    assert said == {
        "rdf:type": "kg:Parameter",
        "kg:variable": "number",
        "kg:place": "1",
        "dcterms:description": queries.question("entity-list/which-carry-footnote", ROOT).parameters[0].meaning,
        "kg:parameterType": "integer",
        "kg:required": "true",
        "kg:preset": "5",
        "kg:minimum": "1",
        "kg:keptAsText": "true",
    }


def test_a_choice_stands_for_a_term() -> None:
    """A client can tell which term a choice stands for."""
    choice = Iri(f"{terms.QUERY}entity-list/under-review-policy/parameter/outcome/choice/case-by-case")
    assert (choice, Iri(terms.KG + "standsFor"), Iri(terms.KG + "case-by-case")) in library.triples(ROOT)
    assert (choice, Iri(terms.KG + "chosenAs"), Literal("case-by-case")) in library.triples(ROOT)


def checkout(tmp_path: Path, text: str) -> Path:
    """A small folder of truth with one question."""
    made = example.checkout(tmp_path / "checkout")
    (made / "queries" / "topic").mkdir()
    (made / "queries" / "topic" / "slug.rq").write_text(text, "utf-8")
    return made


TEXT = (ROOT / "queries" / "saying" / "coverage.rq").read_text("utf-8")


def test_store_and_bundle_hold_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store, the flat file and the quads hold the questions, the quads in a graph of their own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    made = checkout(tmp_path, TEXT)
    expected = set(library.triples(made))
    assert expected <= set(store.open_store(made))
    folder = build.build(made, tmp_path / "bundle").folder
    line = f"<{terms.QUERY}topic/slug> <{terms.RDF}type> <{terms.SH}SPARQLExecutable>"
    assert f"\n{line} .\n" in (folder / "graph.nt").read_text("utf-8")
    assert f"\n{line} <{terms.GRAPH}queries> .\n" in (folder / "graph.nq").read_text("utf-8")
    assert "sh:SPARQLExecutable" in (folder / "queries.ttl").read_text("utf-8")


def test_a_question_that_changes_changes_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is made of the questions too."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    made = checkout(tmp_path, TEXT)
    before = store.built(made)
    (file,) = paths.question_files(made)
    example.edit(file, "as of when?", "since when?")
    assert store.built(made) != before
    assert store.open_store(made).ask('ASK { ?q rdfs:comment "What does the graph hold, and since when?"@en }')


def test_a_question_that_is_not_understood_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store is built of a library that is not understood."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    with pytest.raises(WrongFile, match=r"topic/slug\.rq: the front matter is not understood"):
        store.built(checkout(tmp_path, TEXT.replace("#+ lacks", "#+ lack")))
