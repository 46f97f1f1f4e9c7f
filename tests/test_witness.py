"""Walks along property paths, against the engine."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import patterns, store, terms
from kg.patterns import Choice, Inverse, Link, Others, Path, Repeat, Sequence
from kg.tables import Iri, Literal, Triple
from kg.witness import Walker

NODES = [Iri(terms.ID + name) for name in "abcd"]
NAMES = {name: Iri(terms.KG + name.removeprefix("kg:")) for name in ("kg:supplies", "kg:listedOn")}

links = st.sampled_from([Link(name) for name in NAMES])
others = st.builds(
    lambda forward, backward: Others(tuple(forward), tuple(backward), (bool(forward), bool(backward))),
    st.sets(st.sampled_from(list(NAMES)), max_size=1),
    st.sets(st.sampled_from(list(NAMES)), max_size=1),
).filter(lambda found: any(found.both))


def longer(inner: st.SearchStrategy[Path]) -> st.SearchStrategy[Path]:
    """Paths made of shorter ones."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.builds(Inverse, inner),
        st.builds(Sequence, pairs),
        st.builds(Choice, pairs),
        st.builds(Repeat, inner, st.just(0), st.booleans()),
        st.builds(Repeat, inner, st.just(1), st.just(value=False)),
    )


paths = st.recursive(st.one_of(links, others), longer, max_leaves=4)
edges = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(list(NAMES.values())), st.sampled_from(NODES)), max_size=6
)


@settings(deadline=None)
@given(edges, paths, st.sampled_from(NODES), st.sampled_from(NODES))
def test_a_way_is_found_where_the_engine_finds_one(triples: list[Triple], path: Path, start: Iri, end: Iri) -> None:
    """There is a way along a path exactly where the engine says so, and the triples on it alone are enough for it."""
    known: list[Triple] = [(each, Iri(terms.RDFS + "label"), Literal(each[-1])) for each in NODES]
    query = f"ASK {{ {terms.shorten(start)} {patterns.written(path)} {terms.shorten(end)} }}"
    graph = store.of([*triples, *known])
    ways = Walker(graph.matching, NAMES).ways(path, start, end)
    assert bool(ways) == graph.ask(query)
    for way in ways:
        assert store.of([*way, *known]).ask(query)


def test_the_shortest_of_endless_ways_is_found() -> None:
    """In a ring with a shortcut the way takes the shortcut."""
    supplies = NAMES["kg:supplies"]
    ring: list[Triple] = [(NODES[at], supplies, NODES[(at + 1) % 4]) for at in range(4)]
    shortcut: Triple = (NODES[0], supplies, NODES[3])
    graph = store.of([*ring, shortcut])
    assert Walker(graph.matching, NAMES).ways(Repeat(Link("kg:supplies"), 1, once=False), NODES[0], NODES[3]) == [
        (shortcut,)
    ]
