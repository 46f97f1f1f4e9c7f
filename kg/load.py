"""Loading the graph into a store on the network, and taking it out again."""

from __future__ import annotations

import fnmatch
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import holdings, layout, progress, turns, views
from kg.errors import Misuse
from kg.holdings import Entry
from kg.sending import Sender
from kg.terms import GRAPH, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.holdings import Holdings
    from kg.layout import Layout, Part
    from kg.servers.endpoint import Endpoint
    from kg.servers.kinds import View

_AT_ONCE = 20
_ALWAYS = (GRAPH + "ontology", GRAPH + "entities", layout.SHARED)


@dataclass(frozen=True)
class Wishes:
    """What the user wants of a load.

    :param sources: patterns of the only sources to load; without any, all.
    :param replace: send every graph, also those that are there.
    :param view: one of :data:`kg.views.WISHES`.
    """

    sources: Sequence[str] = ()
    replace: bool = False
    view: str = "auto"


@dataclass(frozen=True)
class Plan:
    """What is to be done.

    :param send: the graphs to send.
    :param drop: the graphs that were loaded once and belong to the graph no longer.
    :param same: how many graphs are there and stay.
    """

    send: list[Part]
    drop: list[str]
    same: int

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return bool(self.send or self.drop)

    @property
    def triples(self) -> int:
        """How many triples are to be sent."""
        return sum(each.triples for each in self.send)


@dataclass(frozen=True)
class Loaded:
    """What was done, and how questions see the graphs now; nothing is known of that before a first load."""

    plan: Plan
    view: View | None


def chosen(parts: Iterable[str], patterns: Sequence[str]) -> set[str]:
    """Return the sources that patterns name: paths such as ``us/bis/*``, CURIEs or IRIs.

    :raises Misuse: when a pattern names none.
    """
    found: set[str] = set()
    for each in patterns:
        wanted = SOURCE + each.removeprefix("source:").removeprefix(SOURCE)
        matching = {graph for graph in parts if fnmatch.fnmatchcase(graph, wanted)}
        if not matching:
            raise Misuse(f"'{each}' names no source of the graph: write a path such as us/bis/* or us/ecfr/*")
        found |= matching
    return found


def planned(everything: Layout, held: Holdings, wishes: Wishes, folder: Path) -> Plan:
    """Return what is to be done to bring a store to what is wished for.

    :param folder: where a graph is written that is not sent as a whole.
    """
    wanted = dict(everything.parts)
    if wishes.sources:
        names = chosen(wanted, wishes.sources)
        there = names | (held.entries.keys() & wanted.keys())
        wanted = {graph: part for graph, part in wanted.items() if graph in names or graph in _ALWAYS}
        wanted |= _shared(everything, there, folder)
    entries = {graph: Entry(part.triples, part.digest) for graph, part in wanted.items()}
    send = [part for graph, part in wanted.items() if wishes.replace or held.entries.get(graph) != entries[graph]]
    gone = held.entries.keys() - everything.parts.keys()
    return Plan(send, [] if wishes.sources else sorted(gone), len(wanted) - len(send))


def _shared(everything: Layout, there: set[str], folder: Path) -> dict[str, Part]:
    """Return the graph of the shared triples, with those that belong to a source which is there."""
    if layout.SHARED not in everything.parts:
        return {}
    lines = [line for line, graphs in everything.common().items() if not there.isdisjoint(graphs)]
    part, _ = layout.write(folder, "shared.nt.gz", layout.SHARED, lines)
    return {layout.SHARED: replace(part, file=str(folder / part.file))}


def load(endpoint: Endpoint, everything: Layout, wishes: Wishes, *, dry: bool = False) -> Loaded:
    """Bring a store to hold the graph, sending what it does not hold yet.

    :param dry: only say what would be done.
    :raises RemoteTrouble: when the store is out of reach or refuses; every graph there is whole, old or new.
    """
    with tempfile.TemporaryDirectory() as scratch:
        held = holdings.read(endpoint)
        plan = planned(everything, held, wishes, Path(scratch))
        if dry or (not plan and held.view is not None and _suits(held.view, wishes.view)):
            return Loaded(plan, held.view)
        with turns.turn(endpoint, _wait) as holder:
            held = holdings.read(endpoint)
            plan = planned(everything, held, wishes, Path(scratch))
            with progress.bar("Loading", sum(each.size for each in plan.send)) as tick:
                Sender(endpoint, everything, holder, _present(endpoint, plan), tick).send(plan.send)
            _drop(endpoint, plan.drop)
            return Loaded(plan, _settled(endpoint, everything, wishes, holder))


def _settled(endpoint: Endpoint, everything: Layout, wishes: Wishes, holder: str) -> View:
    """Make sure that all has arrived, choose how questions see it, and clear what is left over."""
    turns.check(endpoint, holder)
    entries = holdings.read(endpoint).entries
    found = views.check(endpoint, entries)
    view = views.choose(endpoint, entries, found, wishes.view)
    endpoint.update(holdings.seen(view, "" if wishes.sources else everything.truth, holder))
    kept = {value for _, value in view}
    _clear(
        endpoint, [each for each in found if each.startswith((holdings.FLAT, holdings.LOADING)) and each not in kept]
    )
    return view


def _suits(view: View, wish: str) -> bool:
    """Tell whether questions see the graphs in the way that is wished for."""
    is_flat = any(value.startswith(holdings.FLAT) for _, value in view)
    return wish == "auto" or is_flat is (wish == "flat")


def _present(endpoint: Endpoint, plan: Plan) -> frozenset[str]:
    """Return the graphs that a store has, if it makes a difference to how they are replaced."""
    return frozenset() if endpoint.kind.whole or not plan.send else frozenset(holdings.counts(endpoint))


def _wait() -> None:
    """Say that somebody else is loading."""
    progress.note("Another load is at work on that store; waiting for it ...")


def _drop(endpoint: Endpoint, graphs: Sequence[str], tick: Callable[[int], None] = lambda _step: None) -> None:
    """Take graphs out of a store and out of its manifest."""
    for start in range(0, len(graphs), _AT_ONCE):
        batch = graphs[start : start + _AT_ONCE]
        steps = [f"DROP SILENT GRAPH <{each}>" for each in batch]
        endpoint.update(" ;\n".join([*steps, holdings.forgotten(batch)]))
        tick(len(batch))


def _clear(endpoint: Endpoint, graphs: Sequence[str]) -> None:
    """Take graphs out of a store that its manifest does not name."""
    if graphs:
        endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{each}>" for each in graphs))


def unload(endpoint: Endpoint, *, dry: bool = False) -> dict[str, int]:
    """Take out of a store what was loaded into it, and nothing else; return the graphs and their triples.

    :raises RemoteTrouble: when the store is out of reach or refuses; the rest goes when it is done again.
    """
    held = holdings.read(endpoint)
    graphs = {graph: entry.triples for graph, entry in held.entries.items()}
    if dry or not (graphs or held.view is not None or held.holders):
        return graphs
    with turns.turn(endpoint, _wait) as holder:
        held = holdings.read(endpoint)
        with progress.bar("Unloading", len(held.entries)) as tick:
            _drop(endpoint, sorted(held.entries), tick)
        left = [each for each in holdings.counts(endpoint) if each.startswith((holdings.FLAT, holdings.LOADING))]
        turns.check(endpoint, holder)
        _clear(endpoint, [*left, holdings.MANIFEST])
    return {graph: entry.triples for graph, entry in held.entries.items()}
