"""A few small graphs to load many times, and what must hold of a store whatever went wrong."""

import contextlib

from kg import compare, holdings, load
from kg.layout import Layout
from kg.servers import endpoint
from kg.terms import SOURCE
from tests.stores.conftest import USERS, everything

__all__ = ["SIZES", "SOURCE", "completes", "is_whole", "lines"]

PLAIN = load.Wishes()
SIZES = {"large": 4_000, "larger": 5_000, "one": 3, "two": 4, "three": 5}


def lines(name: str, number: int) -> list[str]:
    """Triples of a graph."""
    return [f'<urn:{name}:{at}> <urn:says> "this is the triple {at} of {name}" .' for at in range(number)]


def is_whole(url: str, graphs: Layout) -> bool:
    """Whether each graph is there as a whole or not at all, each that the manifest names is there, and others' is."""
    with contextlib.closing(endpoint.connect(url)) as place:
        found = everything(place)
        entries = holdings.read(place).entries
    whole = all(found.get(graph, 0) in {0, part.triples} for graph, part in graphs.parts.items())
    return whole and all(found.get(graph) == entry.triples for graph, entry in entries.items()) and found[USERS] == 1


def completes(url: str, graphs: Layout) -> bool:
    """Whether a second load brings everything there."""
    with contextlib.closing(endpoint.connect(url)) as place:
        load.load(place, graphs, PLAIN)
        found = compare.Compared()
        compare.graphs(place, graphs, found)
        return bool(found) and found.triples == sum(SIZES.values()) and everything(place)[USERS] == 1
