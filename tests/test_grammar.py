"""The grammar of SPARQL, against the engine and the queries of the house."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import grammar, sparql
from kg.errors import KgError

ROOT = Path(__file__).resolve().parents[1]

RIGHT = (
    "SELECT DISTINCT ?s (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 1) ORDER BY DESC(?n) ?s",
    "ASK { ?s a <x:y> , <x:z> ; <x:p> 1, -2.5, +3e4, true, 'x'@en, 'y'^^<x:d> . }",
    "CONSTRUCT { ?s <x:p> [ <x:q> ( 1 2 ) ] } WHERE { ?s (<x:a>|^<x:b>)+/<x:c>* ?o } LIMIT 3 OFFSET 1",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE ?s <x:y> { ?s ?p ?o }",
    "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } UNION { ?s !(<x:a>|^<x:b>) ?o } OPTIONAL {} MINUS { ?s ?t 1 } }",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) (<x:y> 'z') } VALUES ?c { 1 } BIND(IF(?a IN (1, 2), ?a + 1, ?a -1) AS ?d) }",
    "SELECT * { FILTER NOT EXISTS { ?s ?p ?o } FILTER(!BOUND(?s) || REGEX(STR(?p), '^x', 'i') && ?o NOT IN (1)) }",
    "SELECT (GROUP_CONCAT(DISTINCT ?s ; SEPARATOR = ', ') AS ?a) { FILTER(<x:f>(?s) = 1 || EXISTS { ?s ?p 1 }) }",
    "BASE <http://x/> PREFIX : <y#> SELECT * { :a :b [] . [] :c () . ( 1 ) :d 2 } VALUES ?z { 1 }",
)


@pytest.mark.parametrize("query", RIGHT)
def test_the_grammar_takes_what_the_engine_takes(query: str) -> None:
    """All of SPARQL 1.1 is in the grammar."""
    ox.Store().query(query) if "<x:f>(" not in query else None
    assert grammar.furthest(sparql.tokens(query)) is None


@pytest.mark.parametrize("path", sorted((ROOT / "queries").rglob("*.rq")), ids=lambda path: path.stem)
def test_the_grammar_takes_the_library(path: Path) -> None:
    """Each query of the house is in the grammar."""
    assert grammar.furthest(sparql.tokens(path.read_text("utf-8"))) is None


@given(st.sampled_from(RIGHT), st.data())
def test_a_fault_is_not_placed_before_it_was_made(query: str, data: st.DataObject) -> None:
    """When a word is taken out or put twice, the place that is named is not before that word."""
    tokens = sparql.tokens(query)
    at = data.draw(st.integers(0, len(tokens) - 1))
    changed = data.draw(
        st.sampled_from([tokens[:at] + tokens[at + 1 :], tokens[:at] + tokens[at : at + 1] + tokens[at:]])
    )
    found = grammar.furthest(changed)
    if found is not None:
        assert found[0] >= at


@given(st.sampled_from(RIGHT), st.data())
def test_the_engine_takes_nothing_that_the_grammar_refuses(query: str, data: st.DataObject) -> None:
    """A query of SPARQL 1.1 words that the engine takes is in the grammar."""
    tokens = sparql.tokens(query)
    at = data.draw(st.integers(0, len(tokens) - 1))
    changed = " ".join(each.text for each in tokens[:at] + tokens[at + 1 :])
    try:
        ox.Store().query(changed)
    except (SyntaxError, RuntimeError):
        return
    try:
        assert grammar.furthest(sparql.guard(changed)) is None
    except KgError:
        return


def test_what_is_missing_at_the_end_is_said() -> None:
    """When words are missing, the place is the end of the query."""
    tokens = sparql.tokens("SELECT * WHERE")
    assert grammar.furthest(tokens) == (len(tokens), "'{'")
