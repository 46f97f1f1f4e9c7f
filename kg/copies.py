"""The copy of a graph elsewhere on this machine: only the claims that a policy counts are in it.

A policy, or a day, leaves claims out, and with them the edges that only they carry. A store elsewhere holds all of them
and is never written to; so its graph is fetched, and put under the policy here. What the manifest of the store says of
its graphs tells whether a copy that was made before is still right; a store without one is fetched anew each time.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import assembly, cache, engine, exchange, paths, progress, selection, store
from kg.errors import RemoteTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from kg.claims import Policy
    from kg.holdings import Holdings
    from kg.remote import Remote
    from kg.store import Embedded, Store

_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <NAME> { ?s ?p ?o } }"
_KEEP, _REST = 6, 60.0


def under(far: Remote, held: Holdings, policy: Policy) -> Callable[[], Store]:
    """Return what opens the copy of a graph elsewhere under a policy.

    :param held: what the manifest of its store says.
    :raises RemoteTrouble: when it cannot be fetched as a whole.
    :raises Misuse: when the policy names what the graph does not know.
    """
    if not held.entries:
        made, notes = assembly.of_copy(_fetched(far, held), policy)
        found = store.Embedded(made, notes=notes, policy=policy)
        return lambda: _from(found, far)

    def make(folder: Path) -> None:
        assembly.copied(_fetched(far, held), policy, folder)

    what = [f"{graph} {each.digest}" for graph, each in sorted(held.entries.items())]
    key = hashlib.sha256("\n".join([assembly.FORMAT, selection.FORMAT, str(policy), far.address, *what]).encode())
    where = paths.cache() / "copies"
    folder = cache.kept(where, key.hexdigest()[:32], make, _wait, keep=_KEEP, rest=_REST)
    return lambda: _from(store.open_made(folder, policy), far)


def _from(copy: Embedded, far: Remote) -> Embedded:
    """Return a copy that says what the store it was made from says of itself."""
    copy.content, copy.notes = far.content, (*copy.notes, *far.notes)
    return copy


def _fetched(far: Remote, held: Holdings) -> ox.Store:
    """Return all triples of a graph elsewhere, graph by graph where its store says which there are.

    :raises RemoteTrouble: when they are not all there.
    """
    found = engine.gathered(_documents(far, held))
    wanted = sum(each.triples for each in held.entries.values())
    if held.entries and len(found) != wanted:
        of = f"{len(found):,} of the {wanted:,} triples that it says it has"
        raise RemoteTrouble(f"{exchange.place(far.address)} gave {of}: see with 'kg compare'")
    return found


def _documents(far: Remote, held: Holdings) -> Iterator[tuple[bytes, str, str]]:
    """Yield what is to be fetched, each with its media type and its place."""
    queries = [_GRAPH.replace("NAME", each) for each in sorted(held.entries)]
    with progress.bar("Copying the graph (once per policy)", len(queries) or 1) as tick:
        for each in queries or [_WHOLE]:
            reply = far.reply("CONSTRUCT", each, far.view if not queries else ())
            reply.check()
            yield reply.body, reply.kind, reply.place
            tick(1)


def _wait() -> None:
    """Say that another process is making it."""
    progress.note("Another process is copying the graph; waiting for it ...")
