"""Where the entities of a picture lie."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.arrangement import APART, places

THINGS = [str(each) for each in range(12)]


@given(st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS)), max_size=30), st.sampled_from(THINGS))
def test_each_thing_has_its_own_place_the_same_each_time(pairs: list[tuple[str, str]], centre: str) -> None:
    """Every thing has a place, no two share one, and the same things lie in the same way twice."""
    found = places(THINGS, pairs, [centre])
    assert list(found) == THINGS
    assert len(set(found.values())) == len(THINGS)
    assert found == places(THINGS, pairs, [centre])


def test_neighbours_of_a_star_do_not_overlap() -> None:
    """Three hundred neighbours of one entity lie apart from each other and around it."""
    leaves = [str(each) for each in range(300)]
    found = places(["hub", *leaves], [("hub", each) for each in leaves], ["hub"])
    around = sorted(found[each] for each in leaves)
    assert all(one != other for one, other in pairwise(around))
    assert abs(found["hub"][0]) + abs(found["hub"][1]) < APART


def test_nothing_has_no_place() -> None:
    """No things, no places."""
    assert places([], [], []) == {}
