"""The triples of an answer in Python."""

import pytest
import rdflib

from kg import engine, terms
from kg.errors import Misuse
from kg.tables import LANG_STRING, Blank, Iri, Literal, Triple
from kg.triples import Triples

ROWS: list[Triple] = [
    (Iri(terms.ID + "a"), Iri(terms.KG + "name"), Literal('say "no"', LANG_STRING, "en")),
    (Iri(terms.ID + "a"), Iri(terms.KG + "count"), Literal("7", terms.XSD + "integer")),
    (Blank("b"), Iri(terms.KG + "count"), Literal("plain")),
]
FOUND = Triples(ROWS, ["3 triples."], total=4)
NAMES = {"jsonld": "json-ld", "nquads": "nquads", "ntriples": "nt", "rdfxml": "xml", "trig": "trig", "turtle": "turtle"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself
@pytest.mark.parametrize("form", engine.FORMATS)
def test_every_format_says_the_same(form: str) -> None:
    """What is written in a format is read back by rdflib as the same triples, and is written the same again."""
    text = FOUND.serialize(form)
    assert text == FOUND.serialize(form)
    read = (rdflib.Dataset(default_union=True) if form in {"nquads", "trig"} else rdflib.Graph()).parse(
        data=text, format=NAMES[form]
    )
    assert {str(value) for value in read.objects()} == {'say "no"', "7", "plain"}


def test_a_format_of_rows_is_refused() -> None:
    """Triples are not written as a table."""
    with pytest.raises(Misuse, match="'csv' is no format for triples: use one of turtle"):
        FOUND.serialize("csv")


def test_rdflib_takes_the_triples() -> None:
    """A graph of rdflib holds the same triples, their texts as they were."""
    graph = FOUND.to_rdflib()
    assert len(graph) == 3
    assert (rdflib.URIRef(terms.ID + "a"), None, rdflib.Literal('say "no"', lang="en")) in graph
    assert "7" in {str(each) for each in graph.objects()}


def test_triples_are_counted() -> None:
    """How many are held and how many there are is told."""
    assert (len(FOUND), FOUND.total, FOUND.truncated, ROWS[0] in FOUND) == (3, 4, True, True)
    assert list(FOUND) == ROWS
    assert repr(FOUND) == "<3 of 4 triples>"
    assert str(FOUND) == FOUND.serialize("turtle")
