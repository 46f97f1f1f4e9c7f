"""A picture before it is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import pictures
from kg.choices import Wanted
from kg.errors import Misuse
from kg.pictures import edges_of
from kg.scenes import Said
from tests.small import A, B, C, graph

ENDS, VERBS = st.sampled_from("abc"), st.sampled_from("pq")
SAID = st.lists(
    st.builds(Said, st.text("xyz", min_size=1), ENDS, VERBS, ENDS, st.just("s"), st.just("m"), st.just("t")),
    unique=True,
)


@given(SAID)
def test_no_claim_is_lost(said: list[Said]) -> None:
    """Each subject, predicate and object is one edge, and every claim is on exactly its edge."""
    found = {(each.subject, each.predicate, each.object): each.said for each in edges_of(said)}
    assert set(found) == {each[1:4] for each in said}
    assert sorted(one for every in found.values() for one in every) == sorted(said)
    assert all(one[1:4] == triple for triple, every in found.items() for one in every)


def test_a_query_is_a_picture() -> None:
    """What a CONSTRUCT finds is drawn; with room for fewer, the best connected stay and the others are counted."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER (isIRI(?o)) }"
    assert len(pictures.of_query(graph(), query, "All", Wanted()).shown) == 4
    fewer = pictures.of_query(graph(), query, "All", Wanted(), most=3)
    assert set(fewer.shown) == {A, B, C}
    assert fewer.scene.left_out == 1


def test_a_query_that_finds_nothing_is_no_empty_picture() -> None:
    """A query without triples between entities is an error that says so."""
    with pytest.raises(Misuse, match="nothing to draw"):
        pictures.of_query(graph(), "CONSTRUCT { ?s kg:name ?o } WHERE { ?s kg:nobody ?o }", "Nothing", Wanted())


def test_notes_say_what_was_looked_at() -> None:
    """A picture of only some relations says so."""
    notes = pictures.of_entities(graph(), [A], 1, 300, Wanted(predicates=(A,))).notes
    assert notes[0].endswith("Looked at: only 1 relation.")
