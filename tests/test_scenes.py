"""What a picture is of: which entities and which claims."""

from __future__ import annotations

import datetime as dt

import pytest

from kg import choices, scenes, store, terms
from kg.choices import Wanted
from kg.errors import Misuse
from kg.scenes import Scene
from kg.store import Store
from kg.tables import Iri
from tests.small import LISTED, SUPPLIES, A, B, C, D, graph

GRAPH = graph()


def around(
    *entities: Iri, depth: int = 1, most: int = 300, wanted: Wanted | None = None, asked: Store = GRAPH
) -> Scene:
    """The surroundings of entities in the small graph."""
    return scenes.around(asked, entities, depth, most, wanted or Wanted())


def numbers(scene: Scene) -> list[str]:
    """The numbers of the claims of a scene."""
    return sorted(each.claim.rpartition("/c")[2] for each in scene.said)


def test_neighbours_are_shown_and_theirs_are_carried() -> None:
    """One step shows the neighbours; what is one step further is carried unseen, with its claims."""
    scene = around(A)
    assert scene.shown == {A, B, C}
    assert scene.rings == {A: 0, B: 1, C: 1, D: 2}
    assert numbers(scene) == ["1", "2", "3", "4", "5", "6"]


def test_a_retracted_claim_makes_no_edge() -> None:
    """What its own speaker took back is not in the picture."""
    assert "8" not in numbers(around(A, D))


def test_what_does_not_fit_is_counted() -> None:
    """When fewer entities are asked for than there are, the least connected ones are left out and counted."""
    scene = around(A, most=2)
    assert scene.shown == {A, B}
    assert scene.left_out == 1


def test_an_entity_without_neighbours_stands_alone() -> None:
    """An entity without edges is a scene of itself."""
    scene = around(Iri(LISTED))
    assert scene.shown == {LISTED}
    assert not scene.said
    assert scene.left_out == 0


def test_only_some_relations() -> None:
    """Only claims with the predicates that are named count, on the way and between."""
    assert numbers(around(A, wanted=Wanted(predicates=(SUPPLIES,)))) == ["3", "5", "6"]


def test_only_some_sources() -> None:
    """Only claims of the sources that are named count."""
    assert numbers(around(A, wanted=choices.wanted(GRAPH, sources=["us/bis/two"]))) == ["2"]


@pytest.mark.parametrize(("day", "found"), [("2019-12-31", "23456"), ("2022-12-31", "123456"), ("2023-01-01", "12456")])
def test_as_of_a_day(day: str, found: str) -> None:
    """Only claims that hold on the day count; both ends of a claim's time belong to it."""
    assert "".join(numbers(around(A, wanted=Wanted(as_of=dt.date.fromisoformat(day))))) == found


def test_the_whole_graph() -> None:
    """The whole has every entity with an edge and every claim that makes one."""
    scene = scenes.whole(GRAPH, Wanted())
    assert scene.shown == {A, B, C, D}
    assert numbers(scene) == ["1", "2", "3", "4", "5", "6"]


def test_a_query_is_drawn_with_the_claims_behind_it() -> None:
    """The triples of a CONSTRUCT bring every claim that says so, and no other edge of their ends."""
    answer = GRAPH.query(
        "CONSTRUCT { ?s kg:listedOn ?o } WHERE { ?c rdf:subject ?s ; rdf:predicate kg:listedOn ; rdf:object ?o }"
    )
    assert numbers(scenes.answered(GRAPH, answer, Wanted())) == ["1", "2", "4"]


def test_a_select_with_three_columns_is_drawn() -> None:
    """A SELECT of subject, predicate and object is drawn; a triple that nobody claims has no claim."""
    values = "VALUES (?subject ?predicate ?object) { (id:a kg:listedOn id:b) (id:a kg:near id:c) }"
    answer = GRAPH.query(f"SELECT ?object ?subject ?predicate WHERE {{ {values} }}")
    said = scenes.answered(GRAPH, answer, Wanted()).said
    assert [each.claim.rpartition("/c")[2] for each in said] == ["1", "2", ""]


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "SELECT ?subject WHERE { ?subject ?p ?o }"])
def test_another_query_is_refused(query: str) -> None:
    """What is no triples cannot be drawn, and the error says what can."""
    with pytest.raises(Misuse, match="CONSTRUCT"):
        scenes.answered(GRAPH, GRAPH.query(query), Wanted())


def test_nobody_is_listed_before_the_day_that_the_row_cites() -> None:
    """ACM Research (Shanghai) was added on 5 December 2024: as of the day before, no edge has it on the Entity List."""
    graph, party = store.open_store(), Iri(terms.ID + "acm-research-shanghai")
    listed = Iri(terms.KG + "listedOn")
    for day, there in ((dt.date(2024, 12, 4), False), (dt.date(2024, 12, 5), True)):
        scene = scenes.around(graph, [party], 1, 300, Wanted(as_of=day))
        assert any(each.subject == party and each.predicate == listed for each in scene.said) is there
