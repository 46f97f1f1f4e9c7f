"""The ways along a property path between two ends: the triples that witness it."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

from kg.patterns import Choice, Inverse, Link, Others, Repeat, Sequence
from kg.tables import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.patterns import Path
    from kg.tables import Term, Triple

    Matching = Callable[[Term | None, Term | None, Term | None], Iterator[Triple]]

Way = tuple["Term", tuple["Triple", ...]]
"""Where a walk has come to, and the triples on it."""


class Walker:
    """Walks along paths over the triples of a graph.

    :param matching: gives the triples with a subject, a predicate and an object, each of which may be left open.
    :param names: the IRI of each predicate as the query writes it.
    """

    def __init__(self, matching: Matching, names: Mapping[str, Iri]) -> None:
        self._matching = matching
        self._names = names

    def ways(self, path: Path, start: Term, end: Term) -> list[tuple[Triple, ...]]:
        """Return the triples of each way along which a path leads from one end to the other.

        Of the ways that repeat a path, it is only the shortest: there can be more of them than one can count.
        """
        found = (triples for stop, triples in self._ways(path, start, backward=False) if stop == end)
        return (
            list(itertools.islice(found, 1))
            if isinstance(path, Repeat) and not path.once
            else list(dict.fromkeys(found))
        )

    def _ways(self, path: Path, start: Term, *, backward: bool) -> Iterator[Way]:
        """Yield where a path leads from a start, with the triples on the way."""
        match path:
            case Link():
                yield from self._link(self._names[path.predicate], start, backward=backward)
            case Inverse():
                yield from self._ways(path.path, start, backward=not backward)
            case Sequence():
                yield from self._sequence(path.paths[::-1] if backward else path.paths, start, backward=backward)
            case Choice():
                for each in path.paths:
                    yield from self._ways(each, start, backward=backward)
            case Repeat():
                yield from self._repeat(path, start, backward=backward)
            case Others():
                yield from self._others(path, start, backward=backward)

    def _link(self, predicate: Iri | None, start: Term, *, backward: bool) -> Iterator[Way]:
        """Walk over one triple."""
        if backward:
            yield from ((each[0], (each,)) for each in self._matching(None, predicate, start))
        elif not isinstance(start, Literal):
            yield from ((each[2], (each,)) for each in self._matching(start, predicate, None))

    def _sequence(self, paths: tuple[Path, ...], start: Term, *, backward: bool) -> Iterator[Way]:
        """Walk one path after the other."""
        if not paths:
            yield start, ()
            return
        for middle, before in self._ways(paths[0], start, backward=backward):
            for stop, after in self._sequence(paths[1:], middle, backward=backward):
                yield stop, before + after

    def _repeat(self, path: Repeat, start: Term, *, backward: bool) -> Iterator[Way]:
        """Walk a path again and again, the shortest walks first; each end is reached once."""
        if path.least == 0:
            yield start, ()
        if path.once:
            yield from self._ways(path.path, start, backward=backward)
            return
        ties = itertools.count()
        first = self._ways(path.path, start, backward=backward)
        waiting: list[tuple[int, int, Term, tuple[Triple, ...]]] = [
            (len(triples), next(ties), stop, triples) for stop, triples in first
        ]
        heapq.heapify(waiting)
        seen: set[Term] = {start} if path.least == 0 else set()
        while waiting:
            _, _, stop, triples = heapq.heappop(waiting)
            if stop in seen:
                continue
            seen.add(stop)
            yield stop, triples
            for further, more in self._ways(path.path, stop, backward=backward):
                heapq.heappush(waiting, (len(triples) + len(more), next(ties), further, triples + more))

    def _others(self, path: Others, start: Term, *, backward: bool) -> Iterator[Way]:
        """Walk over a triple whose predicate is none of those named."""
        for at, named in enumerate((path.forward, path.backward)):
            if path.both[at]:
                refused = {self._names[each] for each in named}
                for stop, triples in self._link(None, start, backward=backward is not bool(at)):
                    if triples[0][1] not in refused:
                        yield stop, triples
