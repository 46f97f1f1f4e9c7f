"""An answer asked again over nothing but some claims: the test of its evidence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg import claims, spans, store, terms
from kg.tables import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from kg.bindings import Bindings
    from kg.store import Embedded
    from kg.tables import Rows, Triple

_CLAIM = f"<{terms.CLAIM}".encode()
_PARTS = [f"<{terms.RDF}{name}>".encode() for name in ("subject", "predicate", "object")]


class Replay:
    """A graph without its claims: ontology, entities, and what is said of sources; claims are put back as wanted."""

    def __init__(self, graph: Embedded) -> None:
        self._graph = graph
        lines = graph.ntriples().split(b"\n")
        said = [each for each in lines if each.startswith(_CLAIM)]
        edges = _edges(said)
        self._bench = store.Workbench(
            b"\n".join([each for each in lines if not each.startswith(_CLAIM) and each not in edges])
        )

    def again(self, query: str, chosen: Iterable[Iri], bindings: Bindings | None = None) -> Rows | bool | list[Triple]:
        """Return what a query answers over some claims and the edges that follow from them."""
        blocks = [list(self._graph.matching(each, None, None)) for each in dict.fromkeys(chosen)]
        triples = [triple for block in blocks for triple in block]
        sources = {each[2] for each in triples if each[1] == terms.KG + "statedIn"}
        headers = [each for one in sources for each in self._graph.matching(one, None, None)]
        triples += claims.derive(claims.read_claims(spans.over(triples + headers)), self._graph.policy)
        self._bench.put(triples)
        try:
            return self._bench.query(query, bindings)
        finally:
            self._bench.take(triples)


def _edges(said: Iterable[bytes]) -> set[bytes]:
    """Return the triples that claims say, as lines of N-Triples."""
    parts: dict[bytes, dict[bytes, bytes]] = defaultdict(dict)
    for each in said:
        claim, predicate, value = each.split(b" ", 2)
        if predicate in _PARTS:
            parts[claim][predicate] = value.removesuffix(b" .")
    whole = (each for each in parts.values() if len(each) == len(_PARTS))
    return {b" ".join([*(each[name] for name in _PARTS), b"."]) for each in whole}


def least(holds: Callable[[Sequence[Iri]], bool], enough: Collection[Iri]) -> list[Iri]:
    """Return claims of which none can be left out, for something to hold that holds with all of them.

    :param holds: tells whether it holds over some claims.
    :param enough: claims over which it holds.
    """
    left = sorted(enough)
    size = max(len(left) // 2, 1)
    while left:
        before, at = len(left), 0
        while at < len(left):
            without = left[:at] + left[at + size :]
            if holds(without):
                left = without
            else:
                at += size
        if size == 1 and len(left) == before:  # where less can mean more, one that went may make another needless
            break
        size = max(size // 2, 1)
    return left
