"""The things that shapes cannot tell apart: each difference between things is judged once, and not each thing.

A shape looks at a few predicates of a thing, and often only at the kind of their objects (:mod:`kg.looks`). Things that
give it the same to look at are one case of it: either all of them have the shape, or none has. The claims that have the
same modality and no other are one case of the shape that asks for a modality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import looks, things
from kg.looks import Depth

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping

    from kg.looks import Look
    from kg.things import Thing

    Case = tuple[str, Hashable]
    """A shape, by its IRI, and what it sees."""

    _Plan = tuple[list[Case], list[tuple[str, list[tuple[str, Depth]]]]]


class Cases:
    """The cases of shapes.

    :param known: what each shape looks at, by its IRI.
    :param targets: the classes whose things have each shape, or none for one that asks queries, which find any thing.
    :param classes: the classes of things. Here, and in ``targets``, IRIs are written as objects are.
    """

    def __init__(
        self, known: Mapping[str, Look], targets: Mapping[str, set[str]], classes: Mapping[str, list[str]]
    ) -> None:
        self._known, self._targets, self._classes = known, targets, classes
        self._plans: dict[tuple[tuple[str, ...], frozenset[str]], _Plan] = {}
        self._kinds: dict[str, str] = {}

    def of(self, thing: Thing) -> Iterator[Case]:
        """Yield the cases that a thing is one of, one for each shape that it may have."""
        classes, predicates = tuple(thing.get(things.TYPE, ())), frozenset(thing)
        plan = self._plans.get((classes, predicates))
        if plan is None:
            plan = self._plans[classes, predicates] = self._plan(classes, thing)
        cases, shapes = plan
        yield from cases
        for shape, look in shapes:
            yield shape, tuple([self._seen(thing, predicate, depth) for predicate, depth in look])

    def _plan(self, classes: Collection[str], thing: Thing) -> _Plan:
        """Return the cases that all things of the same classes and predicates are of, and what to look at in each."""
        cases: list[Case] = []
        shapes: list[tuple[str, list[tuple[str, Depth]]]] = []
        for shape, look in self._known.items():
            if self._targets[shape] and self._targets[shape].isdisjoint(classes):
                continue
            if any(predicate in thing and depth != Depth.THERE for predicate, depth in look.at.items()):
                shapes.append((shape, list(look.at.items())))
            else:
                seen = [self._seen(thing, predicate, depth) for predicate, depth in look.at.items()]
                cases.append((shape, tuple(seen)))
        return cases, shapes

    def _seen(self, thing: Thing, predicate: str, depth: Depth) -> Hashable:
        """Return what a look at a predicate of a thing shows."""
        values = thing.get(predicate)
        if predicate == looks.PREDICATES:
            return frozenset(thing)
        if values is None or depth == Depth.THERE:
            return values is not None
        if depth == Depth.WHICH:
            return tuple(sorted(values))
        if len(values) == 1:
            return self._kind(values[0])
        return tuple(sorted([self._kind(each) if each[0] == "<" else each for each in values]))

    def _kind(self, value: str) -> str:
        """Return the kind of an object: the classes of a thing, the language of a text; any other is its own kind.

        Texts of one language are one kind only where each stands alone: two that differ may be one to pySHACL, when
        their tags are written in other letters.
        """
        kind = self._kinds.get(value)
        if kind is None:
            tail = value.rpartition('"')[2] if value[0] == '"' else ""
            kind = tail if tail.startswith("@") else value
            if value[0] == "<":
                kind = " ".join(["<", *sorted(self._classes.get(value, []))])
            self._kinds[value] = kind
        return kind
