"""How questions, which never say ``GRAPH``, see the named graphs of a store: all of them at once, or a copy in one.

A store that shows all its graphs at once costs nothing more. Where it shows graphs of other people as well, or shows a
triple twice, the answers would not be ours; then everything is copied inside the store into one graph more.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import holdings
from kg.errors import Misuse, RemoteTrouble
from kg.servers.kinds import PLAIN
from kg.tables import shown
from kg.terms import SD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.holdings import Entry
    from kg.servers.endpoint import Endpoint
    from kg.servers.kinds import View

WISHES = ("auto", "union", "flat")
_ENTRIES = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s a <{SD}NamedGraph> }}"
_ANYTHING = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
_AT_ONCE = 40


def check(endpoint: Endpoint, entries: Mapping[str, Entry]) -> dict[str, int]:
    """Return how many triples each graph of a store has, having made sure that ours are complete.

    :raises RemoteTrouble: when one is not.
    """
    found = holdings.counts(endpoint)
    for graph, entry in entries.items():
        if found.get(graph, 0) != entry.triples:
            raise RemoteTrouble(
                f"The store holds {found.get(graph, 0):,} of the {entry.triples:,} triples of {graph}: "
                "load with --replace, and if that does not help, see whether it keeps every triple"
            )
    return found


def foreign(endpoint: Endpoint, entries: Mapping[str, Entry], found: Mapping[str, int]) -> list[str]:
    """Return the graphs of a store that are neither ours nor its own."""
    own = (holdings.FLAT, holdings.LOADING, *endpoint.kind.system)
    return [each for each in found if each not in entries and each != holdings.MANIFEST and not each.startswith(own)]


def union(endpoint: Endpoint, entries: Mapping[str, Entry], *, exact: bool) -> View | None:
    """Return the way in which questions see all graphs at once, if there is one.

    A way is known by its showing the manifest. (To count all triples through it would take Fuseki longer than to load
    a quarter of them; and as each triple of ours lies in one graph, there is nothing to be counted twice.)

    :param exact: whether questions may see nothing besides, so that nothing may lie outside of all named graphs.
    """
    for view in (PLAIN, *endpoint.kind.views):
        try:
            seen = int(shown(endpoint.select(_ENTRIES, view).rows[0][0]))
        except RemoteTrouble:
            continue
        if seen == len(entries):
            aside = view and exact and endpoint.kind.merges_default and endpoint.select(_ANYTHING).rows
            return None if aside else view
    return None


def flat(endpoint: Endpoint, entries: Mapping[str, Entry], found: Mapping[str, int]) -> str:
    """Return the name of the graph that holds a copy of all of ours, made now if it is not there."""
    whole = hashlib.sha256("\n".join(f"{graph} {each.digest}" for graph, each in sorted(entries.items())).encode())
    name = holdings.FLAT + whole.hexdigest()[:16]
    wanted = sum(each.triples for each in entries.values())
    if found.get(name) != wanted:
        endpoint.update(f"DROP SILENT GRAPH <{name}>")
        graphs = sorted(entries)
        for start in range(0, len(graphs), _AT_ONCE):
            steps = (f"ADD GRAPH <{each}> TO GRAPH <{name}>" for each in graphs[start : start + _AT_ONCE])
            endpoint.update(" ;\n".join(steps))
    return name


def choose(endpoint: Endpoint, entries: Mapping[str, Entry], found: Mapping[str, int], wish: str) -> View:
    """Return how questions see the graphs, and prepare it.

    :param wish: ``union`` or ``flat``, or ``auto`` for the cheapest way that gives our rows and no others.
    :raises Misuse: when the store does not have what is wished for.
    """
    view = None
    if wish == "union" or (wish == "auto" and not foreign(endpoint, entries, found)):
        view = union(endpoint, entries, exact=wish == "auto")
    if view is None and wish == "union":
        raise Misuse("That store does not show all its graphs at once: load with --view flat")
    return (("default-graph-uri", flat(endpoint, entries, found)),) if view is None else view


def said(view: View) -> str:
    """Return the sentence on how questions see the graphs."""
    if not view:
        return "Questions see all graphs of the store, as it shows them by itself."
    name, value = view[0]
    if value.startswith(holdings.FLAT):
        return f"Questions see a copy of all graphs in one, with default-graph-uri={value}; it takes the room again."
    return (
        f"Questions see all graphs of the store, with {name}={value}."
        if value
        else (f"Questions see all graphs of the store, with {name}.")
    )
