"""Disputes: claims that contradict each other, put together, each with who says it and how far it is borne out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import evidence, network
from kg.tables import Iri

if TYPE_CHECKING:
    from kg.evidence import Evidence
    from kg.store import Store

_PAIRS = """
SELECT DISTINCT ?claim ?against WHERE {
  ?claim kg:contradicts ?against .
}
ORDER BY ?claim ?against
"""
_NAMES = ("rdf:subject", "rdf:object")


@dataclass(frozen=True)
class Dispute:
    """Claims of which each contradicts at least one of the others; the best borne out stand first."""

    sides: tuple[Evidence, ...]

    @property
    def subject(self) -> str:
        """What most of the claims are about, by its label."""
        labels = [each.facts["rdf:subject"] for each in self.sides]
        return max(labels, key=labels.count)

    def against(self, side: Evidence) -> list[int]:
        """Return the numbers, from 1, of the sides that contradict a side."""
        opposed = {claim.iri for claim, _ in side.against}
        return [number for number, each in enumerate(self.sides, start=1) if each.iri in opposed]

    def names(self, entity: Iri) -> bool:
        """Tell whether a side is about an entity or names it."""
        return any(entity in side.facts.iris(name) for side in self.sides for name in _NAMES)

    def data(self) -> dict[str, Any]:
        """Return the dispute as plain data, for JSON."""
        return {"subject": self.subject, "sides": [each.data() for each in self.sides]}


def disputes(store: Store, entity: Iri | None = None) -> list[Dispute]:
    """Return the disputes of a graph, or those about an entity, by what they are about.

    Contradictions that share a claim are one dispute.
    """
    rows = store.select(_PAIRS).rows
    pairs = [(one, other) for one, other in rows if isinstance(one, Iri) and isinstance(other, Iri)]
    every = {each.iri: each for each in evidence.of(store, sorted({claim for pair in pairs for claim in pair}))}
    found = [
        Dispute(tuple(sorted((every[Iri(claim)] for claim in members), key=_place)))
        for members in network.components(pairs)
    ]
    return sorted((each for each in found if entity is None or each.names(entity)), key=lambda each: each.subject)


def _place(side: Evidence) -> tuple[str, str]:
    """Return where a side stands among others: by its grade, then by alphabet."""
    return (side.facts.plain("kg:credibility"), side.iri)
