"""What a query costs: its time, its size, and what its patterns match."""

from pathlib import Path

import pytest

import kg
from kg import explain, queries, store, terms
from kg.errors import Misuse, QuerySyntax
from kg.tables import Iri, Literal

ROOT = Path(__file__).resolve().parents[1]
A, B, C = (Iri(terms.ID + each) for each in "abc")
OWNS, NAME = Iri(terms.KG + "ownedBy"), Iri(terms.RDFS + "label")
SMALL = store.of([(A, OWNS, B), (B, OWNS, C), (C, NAME, Literal('say "c"'))])


def patterns(query: str, **values: Iri) -> dict[str, int]:
    """What each pattern of a query matches."""
    return dict(explain.explain(SMALL, query, values).patterns)


def test_each_pattern_is_counted_alone() -> None:
    """A pattern counts what it matches, whatever it is joined with; one that stands twice is shown once."""
    found = explain.explain(
        SMALL, "SELECT * { ?a kg:ownedBy ?b . ?b kg:ownedBy ?c . ?c rdfs:label ?d . ?a kg:ownedBy ?b }"
    )
    assert found.patterns == (
        ("?a kg:ownedBy ?b", 2),
        ("?b kg:ownedBy ?c", 2),
        ("?c rdfs:label ?d", 1),
    )
    assert (found.size, found.what) == (1, "row")
    assert found.notes[0].startswith("1 row in ")
    assert found.table.columns == ("pattern", "matches")
    assert found.table.rows[2] == (Literal("?c rdfs:label ?d"), Literal("1", terms.XSD + "integer"))


def test_patterns_are_found_wherever_they_are() -> None:
    """In options, unions, filters and subqueries, and as paths."""
    query = """
    SELECT * {
      { SELECT ?a { ?a kg:ownedBy* id:c } } UNION { id:b kg:ownedBy ?a }
      OPTIONAL { ?a kg:ownedBy/rdfs:label ?name }
      FILTER NOT EXISTS { ?a rdfs:label 'say "c"' }
      MINUS { [] rdfs:label ?a }
    }
    """
    assert patterns(query) == {
        "?a kg:ownedBy* id:c": 3,
        "id:b kg:ownedBy ?a": 1,
        "?a kg:ownedBy ?_1": 2,
        "?_1 rdfs:label ?name": 1,
        "?a rdfs:label 'say \"c\"'": 1,
        "?_2 rdfs:label ?a": 1,
    }


def test_every_form_is_explained() -> None:
    """ASK, CONSTRUCT and DESCRIBE have patterns too."""
    said = {
        "ASK { ?a kg:ownedBy ?b }": "1 answer in",
        "CONSTRUCT { ?b kg:ownedBy ?a } WHERE { ?a kg:ownedBy ?b }": "2 triples in",
        "DESCRIBE ?a { ?a kg:ownedBy ?b }": "2 triples in",
    }
    for query, start in said.items():
        found = explain.explain(SMALL, query)
        assert found.patterns == (("?a kg:ownedBy ?b", 2),)
        assert found.notes[0].startswith(start)


def test_prefixes_of_your_own_are_known() -> None:
    """A pattern is counted under the names that the query declares, and what it makes is no pattern."""
    own = "PREFIX my: <https://w3id.org/chip-controls/ontology#> "
    assert patterns(f"{own} CONSTRUCT {{ ?b my:owns ?_1 }} WHERE {{ ?_1 my:ownedBy/^my:ownedBy ?b }}") == {
        "?_1 my:ownedBy ?_2": 2,
        "?b my:ownedBy ?_2": 2,
    }


def test_values_are_terms() -> None:
    """A query with values for its variables is explained with them."""
    assert patterns("SELECT * { ?a kg:ownedBy ?b }", a=A) == {"?a kg:ownedBy ?b": 2}


def test_a_query_that_is_wrong_is_not_explained() -> None:
    """What the engine does not take has a syntax error; what goes beyond SPARQL 1.1 is said."""
    with pytest.raises(QuerySyntax):
        explain.explain(SMALL, "SELECT * { ?a }")
    with pytest.raises(Misuse, match="cannot be explained"):
        explain.explain(SMALL, "SELECT (SUM(?b) AS ?b) { ?a kg:ownedBy ?b . FILTER(?b = <<( ?a ?a ?a )>>) }")


def test_the_library_is_explained() -> None:
    """Every question of the library has patterns."""
    for question in queries.questions(ROOT):
        assert explain.explain(SMALL, question.text).patterns, question.name


def test_a_graph_explains() -> None:
    """Python has it too, in bounded time."""
    found = kg.open().explain("SELECT * { ?it a kg:Agency }", timeout=60)
    assert found.patterns[0][1] == found.size > 5
