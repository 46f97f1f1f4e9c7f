"""How graphs travel to a store on the network: each as a whole, and entered into the manifest when it is there.

Small graphs go together in one update, which also enters them into the manifest. A large one is put in its place by
one request. Where a store does not do that in one step, or takes no upload of that size, the graph comes in pieces to
another place and is copied to its own when it is complete.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import holdings, turns
from kg.errors import RemoteTrouble
from kg.holdings import Entry
from kg.servers.door import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.layout import Layout, Part
    from kg.servers.endpoint import Endpoint
    from kg.servers.kinds import Kind

SMALL = 256_000
"""Bytes up to which a graph travels with others."""

_TOGETHER = 1_000_000
_ENTERED = 20
_LARGE = 5_000_000
_PIECES = (32_000_000, 4_000_000, 500_000, 60_000)
_TOO_LARGE = 413


@dataclass(frozen=True)
class Sender:
    """Sends graphs to a store.

    :param holder: under which name the lock is held.
    :param present: the graphs that are there already, perhaps with other content.
    :param tick: is told of each byte of N-Triples that has arrived.
    """

    endpoint: Endpoint
    layout: Layout
    holder: str
    present: frozenset[str]
    tick: Callable[[int], None]

    def send(self, parts: Iterable[Part]) -> None:
        """Send graphs; the small ones first, so that a break loses little."""
        ordered = sorted(parts, key=lambda part: part.size)
        together = [each for each in ordered if self.endpoint.kind.whole and self._is_small(each)]
        gone = {each.graph for each in together}
        apart = [each for each in ordered if each.graph not in gone]
        for batch in _batches(together):
            self._together(batch)
        for start in range(0, len(apart), _ENTERED):
            self._apart(apart[start : start + _ENTERED])

    def _is_small(self, part: Part) -> bool:
        """Tell whether a graph can stand in an update: small, and without escapes that SPARQL would read first."""
        return part.size <= SMALL and not any(b"\\u" in piece.lower() for piece in self.layout.pieces(part))

    def _together(self, parts: list[Part]) -> None:
        """Replace several graphs and enter them into the manifest, in one step."""
        steps = []
        for each in parts:
            triples = b"".join(self.layout.pieces(each)).decode()
            steps += [f"DROP SILENT GRAPH <{each.graph}>", f"INSERT DATA {{ GRAPH <{each.graph}> {{\n{triples}}} }}"]
        self.endpoint.update(" ;\n".join([*steps, *_entering(parts, self.holder)]))
        self.tick(sum(each.size for each in parts))

    def _apart(self, parts: list[Part]) -> None:
        """Replace graphs, each in one request, and then enter them.

        They go one after the other: of several changes at once Virtuoso gives some up, or answers nothing any more.
        """
        if (size := sum(each.size for each in parts)) > _LARGE:
            self.endpoint.update(holdings.beaten(self.holder, turns.sign(size)))
        for each in parts:
            self._replace(each)
        self.endpoint.update(" ;\n".join(_entering(parts, self.holder)))

    def _replace(self, part: Part) -> None:
        """Replace one graph."""
        if not self.endpoint.kind.whole and part.graph in self.present:
            self._in_pieces(part)
            return
        try:
            self.endpoint.put(part.graph, self._body(part))
        except RemoteTrouble as error:
            self._clean(part)
            if error.status != _TOO_LARGE:
                raise
            self._in_pieces(part)
        else:
            self.tick(part.size)

    def _clean(self, part: Part) -> None:
        """Take away half a graph where the store would leave it."""
        if not self.endpoint.kind.whole:
            with contextlib.suppress(RemoteTrouble):
                self.endpoint.update(f"DROP SILENT GRAPH <{part.graph}>")

    def _in_pieces(self, part: Part) -> None:
        """Bring a graph to another place piece by piece, and copy it to its own when it is complete."""
        place = holdings.LOADING + hashlib.sha256(part.graph.encode()).hexdigest()[:16]
        for size in _PIECES:
            try:
                self.endpoint.update(f"DROP SILENT GRAPH <{place}>")
                for piece in _cut(self.layout.pieces(part), size):
                    self.endpoint.post(place, _plain(piece, self.endpoint.kind))
                break
            except RemoteTrouble as error:
                if error.status != _TOO_LARGE or size == _PIECES[-1]:
                    raise
        self.endpoint.update(f"COPY GRAPH <{place}> TO <{part.graph}>")
        self.endpoint.update(f"DROP SILENT GRAPH <{place}>")
        self.tick(part.size)

    def _body(self, part: Part) -> Body:
        """Return a graph as the store takes it."""
        kind = self.endpoint.kind
        if kind.gzip:
            return Body(lambda: self.layout.pieces(part, packed=True), part.packed, kind.media, "gzip")
        size = len(kind.head) + part.size
        return Body(lambda: itertools.chain([kind.head], self.layout.pieces(part)), size, kind.media)


def _plain(piece: bytes, kind: Kind) -> Body:
    """Return a piece as it is sent."""
    return Body(lambda: iter([kind.head, piece]), len(kind.head) + len(piece), kind.media)


def _entering(parts: Iterable[Part], holder: str) -> list[str]:
    """Return the steps that enter graphs into the manifest in the place of older entries."""
    entries = {each.graph: Entry(each.triples, each.digest) for each in parts}
    return [holdings.forgotten(entries), holdings.entered(entries, holder)]


def _batches(parts: list[Part]) -> Iterator[list[Part]]:
    """Yield graphs in batches of a bounded size."""
    batch: list[Part] = []
    size = 0
    for each in parts:
        if batch and size + each.size > _TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each.size
    if batch:
        yield batch


def _cut(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield pieces of whole lines, of about a size."""
    held = bytearray()
    for each in pieces:
        held += each
        while len(held) >= size and (end := held.rfind(b"\n", 0, size) + 1 or held.find(b"\n") + 1):
            yield bytes(held[:end])
            del held[:end]
    if held:
        yield bytes(held)
