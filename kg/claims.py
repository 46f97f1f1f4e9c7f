"""Sources, claims, the policy that says which claims count, and the edges that follow.

No edge without a claim: the plain triples of the graph are what :func:`derive` makes of the claims that count.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.terms import DCTERMS, KG, RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.tables import Term, Triple

    Pairs = Callable[[str], Iterable[tuple[Term, Term]]]

STATUSES = ("accepted", "disputed", "superseded", "retracted", "derived")
MODALITIES = ("official", "reported", "estimate", "forecast", "plan", "opinion", "rumour")
RELIABILITIES = ("a", "b", "c", "d", "e", "f")


@dataclass(frozen=True)
class Source:
    """A document that says things."""

    iri: str
    title: str = ""
    publisher: str = ""
    issued: dt.date | None = None
    reliability: str = "f"
    sha256: str = ""
    normalisation: str = ""
    copy_name: str = ""


@dataclass(frozen=True)
class Claim:
    """One speaker saying one thing once, in one source."""

    iri: str
    subject: Term
    predicate: Term
    object: Term
    source: str
    status: str
    modality: str
    reliability: str = "f"
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    stated_on: dt.date | None = None

    @property
    def edge(self) -> Triple:
        """The plain triple that follows when the claim counts."""
        return (self.subject, self.predicate, self.object)


@dataclass(frozen=True)
class Policy:
    """Which claims count.

    :param statuses: the statuses that count.
    :param modalities: the modalities that count.
    :param reliability: the least reliability of a source, ``a`` (completely reliable) to ``f`` (cannot be judged).
    :param sources: the only sources that count, by IRI; ``None`` for all of them.
    :param without: sources that do not count.
    :param as_of: the day, in the world or in law, on which a claim must hold; both ends of its time belong to it.
        Without a day, a claim that has been given an end does not count: whether it is over depends on the day.
    :param known_by: the day by which a claim must have been said.
    """

    statuses: frozenset[str] = frozenset({"accepted", "disputed"})
    modalities: frozenset[str] = frozenset({"official", "reported"})
    reliability: str = "f"
    sources: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    as_of: dt.date | None = None
    known_by: dt.date | None = None

    def counts(self, claim: Claim) -> bool:
        """Tell whether a claim counts."""
        return (
            claim.status in self.statuses
            and claim.modality in self.modalities
            and claim.reliability <= self.reliability
            and (self.sources is None or claim.source in self.sources)
            and claim.source not in self.without
            and self._holds(claim)
            and self._known(claim)
        )

    def __str__(self) -> str:
        """Return the policy in words, the same words for the same policy."""
        parts = [
            f"statuses {', '.join(sorted(self.statuses))}",
            f"modalities {', '.join(sorted(self.modalities))}",
            f"reliability {self.reliability} or better",
            "every source" if self.sources is None else f"sources {', '.join(sorted(self.sources))}",
            f"without {', '.join(sorted(self.without))}" if self.without else "",
            f"as of {self.as_of}" if self.as_of else "no end given",
            f"known by {self.known_by}" if self.known_by else "",
        ]
        return "; ".join(part for part in parts if part)

    def _holds(self, claim: Claim) -> bool:
        """Tell whether a claim holds on the day of the policy."""
        if self.as_of is None:
            return claim.valid_until is None
        begun = claim.valid_from is None or claim.valid_from <= self.as_of
        return begun and (claim.valid_until is None or self.as_of <= claim.valid_until)

    def _known(self, claim: Claim) -> bool:
        """Tell whether a claim had been said by the day of the policy; one without a date had not."""
        return self.known_by is None or (claim.stated_on is not None and claim.stated_on <= self.known_by)


DEFAULT = Policy()
"""What "the graph" means when nobody says otherwise.

Accepted and disputed claims count: a dispute is shown, not settled by silence, and who asks for the claims of an edge
sees both sides. Superseded and retracted ones do not, since their own speaker no longer says so, and derived ones do
not, since no source says so. Official and reported statements count: somebody vouches for the thing itself. Estimates,
forecasts, plans, opinions and rumours are about what may be; they are there to be asked for, and never become an edge
unasked. Every reliability counts, because a bar would hide the only source there is; an answer shows the reliability
instead.
"""


def counting(claims: Iterable[Claim], policy: Policy = DEFAULT) -> Iterator[Claim]:
    """Yield the claims that count."""
    return filter(policy.counts, claims)


def derive(claims: Iterable[Claim], policy: Policy = DEFAULT) -> Iterator[Triple]:
    """Yield the edges that follow from claims, each once."""
    seen: set[Triple] = set()
    for claim in counting(claims, policy):
        if claim.edge not in seen:
            seen.add(claim.edge)
            yield claim.edge


def read_claims(pairs: Pairs) -> Iterator[Claim]:
    """Yield the claims of a graph.

    :param pairs: gives subject and object of every triple with the predicate of that IRI.
    """
    objects, predicates = dict(pairs(RDF + "object")), dict(pairs(RDF + "predicate"))
    sources, statuses = dict(pairs(KG + "statedIn")), dict(pairs(KG + "status"))
    modalities, reliabilities = dict(pairs(KG + "modality")), dict(pairs(KG + "reliability"))
    begins, ends, said = (_dates(pairs, name) for name in ("validFrom", "validUntil", "statedOn"))
    for claim, subject in pairs(RDF + "subject"):
        if claim not in sources or claim not in objects or claim not in predicates:
            continue
        yield Claim(
            str(claim),
            subject,
            predicates[claim],
            objects[claim],
            str(sources[claim]),
            _local(statuses.get(claim)),
            _local(modalities.get(claim)),
            _local(reliabilities.get(sources[claim])).removeprefix("reliability-") or "f",
            begins.get(claim),
            ends.get(claim),
            said.get(claim),
        )


def claim(
    iri: Term, edge: Triple, source: Term | None, marks: Sequence[Term | None], days: Sequence[Term | None]
) -> Claim:
    """Return one claim from what the graph says of it.

    :param marks: its status, its modality, and the reliability of its source.
    :param days: the day on which what it says begins to hold, the last on which it holds, and the day it was said on.
    """
    status, modality, reliability = (_local(each) for each in marks)
    begun, ended, said = (None if each is None else dt.date.fromisoformat(_text(each)) for each in days)
    grade = reliability.removeprefix("reliability-") or "f"
    place = _text(source) if source is not None else ""
    return Claim(str(iri), *edge, place, status, modality, grade, begun, ended, said)


def read_sources(pairs: Pairs) -> Iterator[Source]:
    """Yield the sources of a graph; what ``pairs`` gives is as for :func:`read_claims`."""
    texts = {
        name: {source: _text(value) for source, value in pairs(iri)}
        for name, iri in (
            ("title", DCTERMS + "title"),
            ("publisher", DCTERMS + "publisher"),
            ("sha256", KG + "sha256"),
            ("normalisation", KG + "normalisation"),
            ("copyName", KG + "copyName"),
        )
    }
    issued = _dates(pairs, DCTERMS + "issued")
    for source, reliability in sorted(pairs(KG + "reliability")):
        yield Source(
            str(source),
            texts["title"].get(source, ""),
            texts["publisher"].get(source, ""),
            issued.get(source),
            _local(reliability).removeprefix("reliability-"),
            texts["sha256"].get(source, ""),
            texts["normalisation"].get(source, ""),
            texts["copyName"].get(source, ""),
        )


def _text(term: Term) -> str:
    """Return the text of a literal, or the IRI."""
    return term if isinstance(term, str) else term.value


def _local(term: Term | None) -> str:
    """Return the local name of a term of the ontology."""
    return _text(term).removeprefix(KG) if term is not None else ""


def _dates(pairs: Pairs, name: str) -> dict[Term, dt.date]:
    """Return the dates that a predicate gives to subjects, leaving out what is no date."""
    found: dict[Term, dt.date] = {}
    for subject, value in pairs(name if ":" in name else KG + name):
        try:
            found[subject] = dt.date.fromisoformat(_text(value))
        except ValueError:
            continue
    return found
