"""What networkx is asked: paths, cuts, communities, who is most connected."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg import network

NODES = st.sampled_from("abcdefgh")
STRENGTHS = st.dictionaries(st.tuples(NODES, NODES), st.integers(0, 3), max_size=20)
LADDER = {("a", "b"): 0, ("b", "z"): 0, ("a", "c"): 2, ("c", "d"): 2, ("d", "z"): 2}


def test_the_shortest_path_and_the_strongest_one() -> None:
    """The shortest path may have a weak step; the strongest one goes round it."""
    assert network.shortest(LADDER, "a", "z", 6, 3) == ([["a", "b", "z"]], 1)
    assert network.strongest(LADDER, "a", "z", 6, 3) == ([["a", "c", "d", "z"]], 1)


def test_a_path_may_not_be_longer_than_asked() -> None:
    """Where the strongest path is too long, the strongest of the short ones is found."""
    assert network.strongest(LADDER, "a", "z", 2, 3) == ([["a", "b", "z"]], 1)
    assert network.shortest(LADDER, "a", "z", 1, 3) == ([], 0)


def test_of_equal_paths_the_less_common_one_comes_first() -> None:
    """Of paths of the same length and strength, the one through a node with fewer neighbours comes first."""
    pairs = {("a", "hub"): 1, ("hub", "z"): 1, ("a", "b"): 1, ("b", "z"): 1, ("hub", "x"): 1, ("hub", "y"): 1}
    assert network.shortest(pairs, "a", "z", 4, 1) == ([["a", "b", "z"]], 2)


@given(STRENGTHS, NODES, NODES)
def test_a_path_leads_from_one_end_to_the_other(pairs: dict[tuple[str, str], int], one: str, other: str) -> None:
    """Every path begins and ends as asked, and each of its steps is joined; the strongest is never the weaker one."""
    short, _ = network.shortest(pairs, one, other, 8, 5)
    strong, _ = network.strongest(pairs, one, other, 8, 5)
    assert bool(short) == bool(strong)
    for path in [*short, *strong]:
        assert (path[0], path[-1]) == (one, other)
        assert all((a, b) in pairs or (b, a) in pairs for a, b in pairwise(path))
    if short:
        assert network.weakest(pairs, strong[0]) >= network.weakest(pairs, short[0])
        assert len(strong[0]) >= len(short[0])


def test_what_separates_two() -> None:
    """The fewest nodes that hold two others together; nothing for neighbours, none where nothing joins them."""
    assert network.cut(LADDER, "a", "d") == ["c", "z"] or network.cut(LADDER, "a", "d") == ["b", "c"]
    assert network.cut(LADDER, "a", "b") is None
    assert network.cut(LADDER, "a", "nobody") == []


def test_communities() -> None:
    """Two triangles with one bridge are two communities, the same each time, best connected first."""
    pairs = {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1, ("x", "y"): 1, ("y", "z"): 1, ("x", "z"): 1, ("c", "x"): 1}
    assert network.communities(pairs) == [["c", "a", "b"], ["x", "y", "z"]]


def test_who_is_most_connected() -> None:
    """Neighbours are counted whatever the direction; ranks add up to a thousand."""
    found = network.connected([("a", "b"), ("c", "b"), ("b", "a"), ("d", "b")])
    assert found[0][:2] == ("b", 3)
    assert round(sum(rank for _, _, rank in found)) == 1000


def test_components() -> None:
    """What pairs connect stands together."""
    assert sorted(map(sorted, network.components([("a", "b"), ("b", "c"), ("x", "y")]))) == [
        ["a", "b", "c"],
        ["x", "y"],
    ]
