"""Ways between two entities, with their claims."""

from __future__ import annotations

import datetime as dt

import pytest

from kg import choices, routes
from kg.choices import Wanted
from kg.errors import Misuse
from kg.routes import Routes
from kg.tables import Iri
from tests.small import SUPPLIES, A, B, C, D, graph

GRAPH = graph()


def between(one: Iri, other: Iri, *avoided: str, wanted: Wanted | None = None) -> Routes:
    """The ways between two entities of the small graph."""
    scene = routes.searched(GRAPH, (one, other), wanted or Wanted(), choices.classes(GRAPH, avoided))
    return routes.routes(scene, (one, other), 4, 3)


def test_a_way_has_every_edge_of_its_steps() -> None:
    """A step shows all edges between its ends, whatever their direction, each with all its claims."""
    (route,) = between(D, A).shortest
    assert route.stops == [D, C, A]
    assert [len(step.edges) for step in route.steps] == [1, 2]


def test_a_disputed_step_is_weak_and_a_way_round_is_stronger() -> None:
    """A step that is disputed counts for nothing; the strongest way avoids it where it can."""
    found = between(C, A)
    assert found.shortest[0].stops == [C, A]
    assert found.shortest[0].strength == 0
    assert [each.stops for each in found.strongest] == [[C, A]]
    assert [step.strength for step in between(D, B).shortest[0].steps] == [1, 0]


def test_two_sources_make_a_step_of_two() -> None:
    """The strength of a step is the number of its sources."""
    assert between(A, B).shortest[0].strength == 2


def test_a_class_can_be_avoided() -> None:
    """Entities of a class that is avoided are no stops, but may be ends."""
    assert between(A, B, "control list").shortest
    assert not between(D, B, "firm").shortest


def test_ways_as_of_a_day() -> None:
    """A claim that is over does not lead anywhere."""
    only = Wanted(predicates=(SUPPLIES,), as_of=dt.date(2023, 1, 1))
    assert not between(D, A, wanted=only).shortest


def test_the_same_entity_twice_is_refused() -> None:
    """A way needs two ends."""
    with pytest.raises(Misuse, match="two different"):
        between(A, A)


def test_what_separates_two() -> None:
    """Without the supplier, nothing would connect the far one and the firm."""
    scene = routes.searched(GRAPH, (D, A), Wanted(), [])
    assert routes.cut(scene, (D, A)) == [C]


def test_ways_are_drawn() -> None:
    """The picture of ways has their stops and the edges of their steps, and nothing else."""
    picture = routes.picture(GRAPH, between(D, A), Wanted())
    assert set(picture.shown) == {A, C, D}
    assert len(picture.shown_edges) == 3
    assert picture.asked == (D, A)
