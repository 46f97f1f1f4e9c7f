"""Rows read from the engine's text are the rows that the engine gives term by term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import cells, engine, store, terms
from kg.errors import StoreTrouble
from kg.tables import LANG_STRING, Blank, Iri, Literal, Term
from kg.terms import XSD

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
numbers = st.sampled_from(
    ["1", "042", "-7", "+5", "1.5", ".5", "5.", "1e0", "1E-7", "INF", "NaN", "true", "false", "0", "x", ""]
)
datatypes = st.sampled_from(
    [XSD + name for name in ("string", "integer", "int", "decimal", "double", "float", "boolean", "date")]
)
some_terms = st.one_of(
    texts.map(Literal),
    st.builds(Literal, numbers, datatypes, st.just("")),
    st.builds(Literal, texts, st.just(LANG_STRING), st.sampled_from(["en", "zh-hans", "de"])),
    st.builds(lambda name: Iri(f"https://example.org/{name}"), st.text("abcäöü漢-_.~", max_size=8)),
    st.builds(lambda name: Blank(f"b{name}"), st.integers(0, 9)),
)
SUBJECT = Iri("https://example.org/s")
ALL = "SELECT ?s ?o ?none { ?s ?p ?o }"


@given(st.lists(some_terms, max_size=8))
def test_rows_are_those_of_the_engine(values: list[Term]) -> None:
    """Whatever a term holds, quotes, tabs, line ends, numbers, the row is the one that the engine gives."""
    graph = store.of((SUBJECT, Iri("https://example.org/p"), each) for each in values)
    by_term = [
        tuple(None if each is None else engine.term(each) for each in row)
        for row in graph._engine.query(ALL, prefixes=terms.PREFIXES)  # type: ignore[union-attr]  # a SELECT has rows
    ]
    assert graph.select(ALL).rows == by_term


def test_a_row_can_say_nothing() -> None:
    """A row without a value, or without a column, is a row."""
    graph = store.of([])
    assert graph.select("SELECT ?x { VALUES ?x { UNDEF 1 UNDEF } }").rows == [
        (None,),
        (Literal("1", XSD + "integer"),),
        (None,),
    ]
    assert graph.select("SELECT * { }").rows == [()]
    assert graph.select("SELECT ?x { FILTER (false) }").rows == []


def test_a_triple_term_is_refused() -> None:
    """What RDF 1.1 does not know is said and not shown."""
    with pytest.raises(StoreTrouble, match="triple term"):
        store.of([]).select("SELECT (TRIPLE(<x:a>, <x:b>, 1) AS ?t) {}")


def test_a_term_is_made_once() -> None:
    """The same text in two rows is the same term, which saves time and room."""
    one, other = cells.rows("?x\n<https://example.org/a>\n<https://example.org/a>\n")
    assert one[0] is other[0]
