"""An answer asked again over nothing but some claims: the test of its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import claims, store, terms
from kg.tables import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from kg.bindings import Bindings
    from kg.claims import Policy
    from kg.store import Store
    from kg.tables import Rows, Triple


class Replay:
    """A graph without its claims: ontology, entities, and what is said of sources; claims are put back as wanted."""

    def __init__(self, graph: Store, policy: Policy = claims.DEFAULT) -> None:
        self._graph, self._policy = graph, policy
        self._claims = {Iri(each.iri): each for each in claims.read_claims(graph.pairs)}
        self._bench = store.Workbench(graph, terms.CLAIM)
        self._bench.take(claims.derive(self._claims.values(), policy))

    @property
    def claims(self) -> list[Iri]:
        """Every claim of the graph."""
        return sorted(self._claims)

    def again(self, query: str, chosen: Iterable[Iri], bindings: Bindings | None = None) -> Rows | bool | list[Triple]:
        """Return what a query answers over some claims and the edges that follow from them."""
        wanted = list(dict.fromkeys(chosen))
        triples = [triple for each in wanted for triple in self._graph.matching(each, None, None)]
        said = [self._claims[each] for each in wanted if each in self._claims]
        triples += claims.derive(said, self._policy)
        self._bench.put(triples)
        try:
            return self._bench.query(query, bindings)
        finally:
            self._bench.take(triples)


def least(holds: Callable[[Sequence[Iri]], bool], enough: Collection[Iri]) -> list[Iri]:
    """Return claims of which none can be left out, for something to hold that holds with all of them.

    :param holds: tells whether it holds over some claims.
    :param enough: claims over which it holds.
    """
    left = sorted(enough)
    size = max(len(left) // 2, 1)
    while left:
        at = 0
        while at < len(left):
            without = left[:at] + left[at + size :]
            if holds(without):
                left = without
            else:
                at += size
        if size == 1:
            break
        size = max(size // 2, 1)
    return left
