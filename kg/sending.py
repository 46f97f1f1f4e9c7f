"""How graphs travel to a store on the network: each as a whole, and entered into the manifest when it is there.

Graphs that are new to a store travel together as N-Quads, where it takes them: each upload is a change of its own, and
a change costs Fuseki more than a thousand triples do. Otherwise small graphs go together in one update, which replaces
them and enters them into the manifest, and a large one is put in its place by one request. Where a store does not do
that in one step, or takes no upload of that size, the graph comes in pieces to another place and is copied to its own
when it is complete.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import holdings, turns
from kg.errors import RemoteTrouble
from kg.holdings import Entry
from kg.servers.door import Body
from kg.servers.endpoint import N_QUADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.layout import Layout, Part
    from kg.servers.endpoint import Endpoint
    from kg.servers.kinds import Kind

SMALL = 256_000
"""Bytes up to which a graph travels with others."""

SHEET = 20_000_000
"""Bytes up to which new graphs travel with others as N-Quads."""

_TOGETHER = 1_000_000
_LINES = 1 << 18
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
        every = sorted(parts, key=lambda part: part.size)
        for batch in _batches([each for each in every if self._is_new(each)], SHEET):
            self._as_quads(batch)
        ordered = [each for each in every if not self._is_new(each)]
        together = [each for each in ordered if self.endpoint.kind.whole and self._is_small(each)]
        gone = {each.graph for each in together}
        apart = [each for each in ordered if each.graph not in gone]
        for batch in _batches(together, _TOGETHER):
            self._together(batch)
        for start in range(0, len(apart), _ENTERED):
            self._apart(apart[start : start + _ENTERED])

    def _is_new(self, part: Part) -> bool:
        """Tell whether a graph can travel as N-Quads, which add to what is there."""
        return self.endpoint.kind.quads and part.size <= SHEET and part.graph not in self.present

    def _as_quads(self, parts: list[Part]) -> None:
        """Bring several new graphs in one upload; then enter them."""
        self._show(parts)
        try:
            self.endpoint.add(self._quads(parts))
        except RemoteTrouble as error:
            if error.status != _TOO_LARGE:
                raise
            self._fewer(parts)
            return
        self.endpoint.update(" ;\n".join(_entering(parts, self.holder)))
        self.tick(sum(each.size for each in parts))

    def _fewer(self, parts: list[Part]) -> None:
        """Bring new graphs in two uploads, where one was too large; a single one goes by itself."""
        if (half := len(parts) // 2) == 0:
            self._apart(parts)
            return
        self._as_quads(parts[:half])
        self._as_quads(parts[half:])

    def _quads(self, parts: list[Part]) -> Body:
        """Return graphs as compressed quads; no more than one batch is held."""
        packed = io.BytesIO()
        with gzip.open(packed, "wb", compresslevel=1) as stream:
            for part in parts:
                end = f" <{part.graph}> .\n".encode()
                for lines in _cut(self.layout.pieces(part), _LINES):
                    stream.write(lines.replace(b" .\n", end))
        content = packed.getvalue()
        return Body(lambda: iter([content]), len(content), N_QUADS, "gzip")

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
        """Replace graphs, each in one request, over several connections where they help; then enter them."""
        self._show(parts)
        with ThreadPoolExecutor(self.endpoint.kind.connections) as pool:
            for _ in pool.map(self._replace, parts):
                pass
        self.endpoint.update(" ;\n".join(_entering(parts, self.holder)))

    def _show(self, parts: list[Part]) -> None:
        """Give a sign of life that asks for patience, where graphs are so large that the next may be long in coming."""
        if (size := sum(each.size for each in parts)) > _LARGE:
            self.endpoint.update(holdings.beaten(self.holder, turns.sign(size)))

    def _replace(self, part: Part) -> None:
        """Replace one graph."""
        if not self.endpoint.kind.whole and part.graph in self.present:
            self._in_pieces(part)
            return
        try:
            self._place(part)
        except RemoteTrouble as error:
            self._clean(part)
            if error.status != _TOO_LARGE:
                raise
            self._in_pieces(part)
        else:
            self.tick(part.size)

    def _place(self, part: Part) -> None:
        """Put a graph in its place; where it is known to be new, adding is as good, and Virtuoso does it faster."""
        is_new = not self.endpoint.kind.whole and part.graph not in self.present
        (self.endpoint.post if is_new else self.endpoint.put)(part.graph, self._body(part))

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


def _batches(parts: list[Part], limit: int) -> Iterator[list[Part]]:
    """Yield graphs in batches of a bounded size."""
    batch: list[Part] = []
    size = 0
    for each in parts:
        if batch and size + each.size > limit:
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
