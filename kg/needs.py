"""What a solution of a query rests on, and the fewest claims that meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg import claims, spans, terms
from kg.tables import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.store import Store
    from kg.tables import Term, Triple

_PARTS = tuple(Iri(terms.RDF + name) for name in ("subject", "predicate", "object"))
_PREDICATE = _PARTS[1]
_SAYING = "SELECT ?claim ?s ?p ?o { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
_SAID = """
SELECT ?thing ?property ?value {
  ?thing ?property ?value
  FILTER (?property IN (
    kg:statedIn, kg:status, kg:modality, kg:credibility, kg:saidBy, kg:validFrom, kg:validUntil, kg:statedOn,
    kg:reliability, dcterms:publisher, dcterms:issued
  ))
}
"""


class Need(NamedTuple):
    """What one solution rests on: all of it has to be met.

    :param claims: the claims whose own triples were matched.
    :param edges: the edges that were matched, each of which some claim has to carry.
    :param either: needs of which one has to be met, and this for each tuple of them.
    """

    claims: frozenset[Iri] = frozenset()
    edges: frozenset[Triple] = frozenset()
    either: tuple[tuple[Need, ...], ...] = ()


NOTHING = Need()


def both(needs: Sequence[Need]) -> Need:
    """Return what several needs come to when all of them have to be met."""
    some = [each for each in needs if each is not NOTHING]
    if len(some) == 1:
        return some[0]
    return Need(
        frozenset().union(*(each.claims for each in some)),
        frozenset().union(*(each.edges for each in some)),
        tuple(dict.fromkeys(one for each in some for one in each.either)),
    )


def one_of(needs: Sequence[Need]) -> Need:
    """Return what several needs come to when one of them has to be met."""
    unique = tuple(dict.fromkeys(needs))
    return unique[0] if len(unique) == 1 else Need(either=(unique,))


class Carriers:
    """Which claims say each edge, looked up once, and for many edges at once.

    :param store: the graph; its policy says which claims count.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._matching = store.matching
        self._carrying: dict[Term, bool] = {}
        self._edges: dict[Triple, tuple[Iri, ...]] = {}

    def carries(self, predicate: Term | None) -> bool:
        """Tell whether claims say anything with a predicate."""
        if predicate is None:
            return False
        if predicate not in self._carrying:
            self._carrying[predicate] = next(self._matching(None, _PREDICATE, predicate), None) is not None
        return self._carrying[predicate]

    def need(self, triple: Triple) -> Need:
        """Return what one triple of the graph rests on."""
        subject, predicate, _ = triple
        if isinstance(subject, Iri) and subject.startswith(terms.CLAIM):
            return Need(frozenset([subject]))
        return Need(edges=frozenset([triple])) if self.carries(predicate) else NOTHING

    def somewhere(self, term: Term) -> Need:
        """Return what it rests on that the graph has a term at all."""
        ends = (None, term) if isinstance(term, Literal) else (term, None), (None, term)
        needs = []
        for subject, value in dict.fromkeys(ends):
            for triple in self._matching(subject, None, value):
                needs.append(self.need(triple))
                if needs[-1] == NOTHING or not (needs[-1].claims or self.of(triple)):
                    return NOTHING
        return one_of(needs)

    def of(self, edge: Triple) -> tuple[Iri, ...]:
        """Return the claims that carry an edge and count, the best first; none for what is no edge."""
        if edge not in self._edges:
            self.load([edge])
        return self._edges[edge]

    def load_all(self, needs: Iterable[Need]) -> None:
        """Look up the claims behind every edge that some needs name."""
        waiting = list(needs)
        edges: set[Triple] = set()
        while waiting:
            need = waiting.pop()
            edges |= need.edges
            waiting += [one for each in need.either for one in each]
        self.load(edges)

    def load(self, edges: Iterable[Triple]) -> None:
        """Look up the claims that carry some edges."""
        new = {each for each in edges if each not in self._edges}
        subjects = list(dict.fromkeys(each[0] for each in new))
        rows = self._store.select(_SAYING, {"s": subjects}).rows if subjects else []
        said: dict[Triple, list[Iri]] = {each: [] for each in new}
        for claim, *edge in rows:
            if isinstance(claim, Iri) and (key := tuple(edge)) in said:
                said[key].append(claim)
        ranks = self._ranks(said)
        for each, found in said.items():
            self._edges[each] = tuple(sorted((claim for claim in found if claim in ranks), key=lambda one: ranks[one]))

    def _ranks(self, said: Mapping[Triple, Sequence[Iri]]) -> dict[Iri, tuple[str, str, int, str]]:
        """Return those of the claims that say some edges that count, each with its grades, the better before."""
        wanted = [claim for found in said.values() for claim in found]
        if not wanted:
            return {}
        blocks = self._said_of(wanted)
        for edge, found in said.items():
            blocks += [(claim, name, part) for claim in found for name, part in zip(_PARTS, edge, strict=True)]
        sources = [each[2] for each in blocks if each[1] == terms.KG + "statedIn"]
        triples = blocks + self._said_of(list(dict.fromkeys(sources)))
        every = claims.read_claims(spans.over(triples))
        counting = (each for each in every if self._store.policy.counts(each))
        return {Iri(each.iri): (each.status, each.reliability, each.credibility, each.iri) for each in counting}

    def _said_of(self, things: Sequence[Term]) -> list[Triple]:
        """Return what the graph says of things, as far as it matters to a policy."""
        rows = self._store.select(_SAID, {"thing": list(things)}).rows
        return [(s, p, o) for s, p, o in rows if s is not None and p is not None and o is not None]

    def any_of(self, need: Need) -> set[Iri]:
        """Return every claim that could help to meet a need."""
        found = set(need.claims)
        found.update(claim for edge in need.edges for claim in self.of(edge))
        found.update(claim for each in need.either for one in each for claim in self.any_of(one))
        return found

    # --- the fewest claims ----------------------------------------------------------------------

    def smallest(self, needs: Sequence[Need]) -> tuple[Iri, ...]:
        """Return claims that meet one of some needs, none of which can be left out."""
        if not needs:
            return ()
        best = min((self._met(each, frozenset()) for each in needs), key=lambda each: (len(each), sorted(each)))
        kept = self._forced(needs[0]) if len(needs) == 1 else frozenset()
        for claim in sorted(best - kept, reverse=True):
            rest = best - {claim}
            if any(self._meets(rest, each) for each in needs):
                best = rest
        return tuple(sorted(best))

    def _met(self, need: Need, chosen: frozenset[Iri]) -> frozenset[Iri]:
        """Return some claims and with them what meets a need: what is there already, or else the best there is."""
        chosen |= need.claims
        for each in sorted(need.either, key=len):
            if not any(self._meets(chosen, one) for one in each):
                chosen = min((self._met(one, chosen) for one in each), key=lambda found: (len(found), sorted(found)))
        for edge in sorted(need.edges, key=lambda edge: (len(self.of(edge)), str(edge))):
            carriers = self.of(edge)
            if carriers and chosen.isdisjoint(carriers):
                chosen |= {carriers[0]}
        return chosen

    def _meets(self, chosen: frozenset[Iri], need: Need) -> bool:
        """Tell whether some claims meet a need."""
        return (
            need.claims <= chosen
            and all(not (carriers := self.of(edge)) or not chosen.isdisjoint(carriers) for edge in need.edges)
            and all(any(self._meets(chosen, one) for one in each) for each in need.either)
        )

    def _forced(self, need: Need) -> frozenset[Iri]:
        """Return the claims without which a need cannot be met in any way."""
        single = (self.of(edge) for edge in need.edges)
        return need.claims | frozenset(each[0] for each in single if len(each) == 1)


def counted(needs: Iterable[Need]) -> int:
    """Return how many claims and edges some needs name."""
    return sum(len(each.claims) + len(each.edges) for each in needs)
