"""What a shape looks at: which predicates of a thing, and whether at the objects themselves or only at their kind.

It is known of the constraints named here. A shape that has another one, or a path of several steps, may look at
anything. So may a query, unless it is a star: it asks for triples of ``$this`` and of ``?value``, those of a thing that
it finds, and for no others.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from rdflib import RDF, SH, URIRef
from rdflib.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

_SILENT = {RDF.type, SH.message, SH.path, SH.targetClass}
_KIND = {SH["class"], SH.datatype, SH.languageIn, SH.maxCount, SH.minCount, SH.nodeKind, SH.uniqueLang}
_VALUE = {SH.hasValue, SH["in"], SH.maxExclusive, SH.maxInclusive, SH.maxLength, SH.minExclusive, SH.minInclusive}
_VALUE |= {SH.minLength, SH.pattern, SH.flags}
_OTHER = {SH.disjoint, SH.equals, SH.lessThan, SH.lessThanOrEquals}
_LISTS = {SH["and"], SH["or"], SH.xone}
_LOGIC = {SH["not"], *_LISTS}

_TRIPLE = r"[?$](?:this|value)\s+<[^<>\s]+>\s+(?:<[^<>\s]+>|[?$]\w+)\s*\.?\s*"
_STAR = re.compile(
    rf"\s*SELECT\s+[?$]this\s+[?$]value\s+WHERE\s*{{\s*(?:{_TRIPLE})+"
    rf"(?:FILTER\s+NOT\s+EXISTS\s*{{\s*(?:{_TRIPLE})+}}\s*)*}}\s*"
)
_PART = re.compile(r"[?$](this|value)\s+<([^<>\s]+)>\s+(?:<[^<>\s]+>|[?$](\w+))")

PREDICATES, ITSELF = "predicates", "itself"
"""What stands for a look at the predicates themselves, as a closed shape has it, and for one at the thing itself."""


class Depth(IntEnum):
    """How deep a look goes: whether there is an object, how many there are of which kind, or which they are."""

    THERE = 0
    KIND = 1
    WHICH = 2


@dataclass(frozen=True)
class Look:
    """What a shape looks at.

    :param at: the predicates of the thing that has the shape or not, and how deep.
    :param queries: whether it asks queries: then any thing may be found by them.
    """

    at: dict[str, Depth] = field(default_factory=dict)
    queries: bool = False

    def add(self, predicate: str, depth: Depth) -> None:
        """Look at a predicate too, so deep at least."""
        self.at[predicate] = max(depth, self.at.get(predicate, depth))


def of(shapes: Graph, shape: Node) -> Look | None:
    """Return what a shape looks at, or nothing where that is not known."""
    asked = set(shapes.predicates(shape)) - _SILENT
    look = Look(queries=SH.sparql in asked)
    if not set(shapes.objects(shape, RDF.type)) <= {SH.NodeShape, SH.PropertyShape}:
        return None
    if (shape, SH.path, None) in shapes:
        known = _property(look, shapes, shape, asked)
    elif look.queries:
        known = asked <= {SH.sparql, SH.targetNode} and all(
            _query(look, str(shapes.value(each, SH.select))) for each in shapes.objects(shape, SH.sparql)
        )
    else:
        known = _node(look, shapes, shape, asked)
    return look if known else None


def _property(look: Look, shapes: Graph, shape: Node, asked: set[Node]) -> bool:
    """Add what a shape of a property looks at; tell whether that is known."""
    (path, *more), value = shapes.objects(shape, SH.path), Look()
    if more or not isinstance(path, URIRef) or not asked <= _KIND | _VALUE | _OTHER | _LOGIC:
        return False
    if not _parts(value, shapes, shape, _LOGIC) or not set(value.at) <= {ITSELF}:
        return False
    look.add(str(path), Depth.WHICH if asked & (_VALUE | _OTHER) else value.at.get(ITSELF, Depth.KIND))
    for each in (other for one in asked & _OTHER for other in shapes.objects(shape, one)):
        look.add(str(each), Depth.WHICH)
    return True


def _node(look: Look, shapes: Graph, shape: Node, asked: set[Node]) -> bool:
    """Add what a shape of a node looks at; tell whether that is known."""
    if SH.closed in asked:
        look.add(PREDICATES, Depth.WHICH)
    if asked & (_KIND | _VALUE):
        look.add(ITSELF, Depth.WHICH if asked & _VALUE else Depth.KIND)
    known = _KIND | _VALUE | _LOGIC | {SH.closed, SH.ignoredProperties, SH.property}
    return asked <= known and _parts(look, shapes, shape, {SH.property, *_LOGIC})


def _parts(look: Look, shapes: Graph, shape: Node, kinds: Iterable[Node]) -> bool:
    """Add what the parts of a shape look at; tell whether that is known."""
    said = [(kind, each) for kind in kinds for each in shapes.objects(shape, kind)]
    for part in (one for kind, each in said for one in (Collection(shapes, each) if kind in _LISTS else [each])):
        found = of(shapes, part)
        if found is None or found.queries:
            return False
        for predicate, depth in found.at.items():
            look.add(predicate, depth)
    return True


def _query(look: Look, query: str) -> bool:
    """Add what a query looks at; tell whether it is a star."""
    triples = _PART.findall(query)
    if not _STAR.fullmatch(query) or "value" in (each for _, _, each in triples):
        return False
    if not any(subject == "value" for subject, _, _ in _PART.findall(query.partition("FILTER")[0])):
        return False
    times = Counter(re.findall(r"[?$](\w+)", query))
    for subject, predicate, variable in triples:
        if subject == "value":
            look.add(predicate, Depth.THERE if times[variable] == 1 else Depth.WHICH)
    return True
