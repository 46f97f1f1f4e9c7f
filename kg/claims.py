"""Sources, claims, the policy that says which claims count, and the edges that follow.

No edge without a claim: the plain triples of the graph are what :func:`derive` makes of the claims that count.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import spans
from kg.terms import DCTERMS, KG, RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.tables import Term, Triple

    Pairs = Callable[[str], Iterable[tuple[Term, Term]]]

STATUSES = ("accepted", "disputed", "superseded", "retracted", "derived")
MODALITIES = ("official", "reported", "estimate", "forecast", "plan", "opinion", "rumour")
RELIABILITIES = ("a", "b", "c", "d", "e", "f")
_LAST_GRADE = 6
_SAID = ("status", "modality", "credibility", "reliability", "saidBy")


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
    """One speaker saying one thing once, in one source.

    :param issued: the day on which the source was published.
    :param row: the listing whose row makes the claim; a listing is its own.
    :param row_from: the first day that the row leaves open (:mod:`kg.spans`).
    """

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
    credibility: int = 6
    publisher: str = ""
    speaker: str = ""
    issued: dt.date | None = None
    row: str = ""
    row_from: dt.date | None = None

    @property
    def begins(self) -> dt.date | None:
        """The first day on which the claim holds: as it says itself, or else as what else is known bounds it.

        The row of a list bounds it; and of what is to end, though nobody says when it began, it is known that it held
        when it was said. What had ended when it was said is not bounded so.
        """
        ahead = self.valid_until is not None and self.said is not None and self.said <= self.valid_until
        return self.valid_from or self.row_from or (self.said if ahead else None)

    @property
    def said(self) -> dt.date | None:
        """The day on which the claim was said, or else that on which its source was published."""
        return self.stated_on or self.issued

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
    :param credibility: the last grade of credibility, 1 (confirmed) to 6 (cannot be judged).
    :param sources: the only sources that count, by IRI; ``None`` for all of them.
    :param without: sources that do not count.
    :param publishers: the only publishers whose sources count; ``None`` for all of them.
    :param without_publishers: publishers whose sources do not count.
    :param speakers: the only speakers whose claims count; ``None`` for all of them.
    :param without_speakers: speakers whose claims do not count.
    :param as_of: the day, in the world or in law, on which a claim must hold; both ends of its time belong to it.
        Without a day, a claim that has been given an end does not count: whether it is over depends on the day.
    :param known_by: the day by which a claim must have been said, or its source published where it has no day.
    :param strict: whether a claim that does not count is not in the graph at all; otherwise only the clocks keep claims
        out, and one of another status or modality is there without an edge, as in the graph that nobody has narrowed.
    :param name: what people call the policy.
    :param sentence: what it leaves out, in words.
    """

    statuses: frozenset[str] = frozenset({"accepted", "disputed"})
    modalities: frozenset[str] = frozenset({"official", "reported"})
    reliability: str = "f"
    sources: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    as_of: dt.date | None = None
    known_by: dt.date | None = None
    credibility: int = 6
    publishers: frozenset[str] | None = None
    without_publishers: frozenset[str] = frozenset()
    speakers: frozenset[str] | None = None
    without_speakers: frozenset[str] = frozenset()
    strict: bool = False
    name: str = field(default="", compare=False)
    sentence: str = field(default="", compare=False)

    def counts(self, claim: Claim) -> bool:
        """Tell whether a claim counts, and so makes its edge."""
        return not self.bar(claim)

    def left_out(self, claim: Claim) -> str:
        """Return the first reason for which a claim is not in the graph that is asked under this policy, or nothing."""
        return self.bar(claim) if self.strict else self._clock(claim, open_end=True)

    def bar(self, claim: Claim) -> str:
        """Return the first reason for which a claim does not count, or nothing."""
        judged = (
            ("status", claim.status in self.statuses),
            ("modality", claim.modality in self.modalities),
            ("reliability", claim.reliability <= self.reliability),
            ("credibility", claim.credibility <= self.credibility),
            ("source", _among(claim.source, self.sources, self.without)),
            ("publisher", _among(claim.publisher, self.publishers, self.without_publishers)),
            ("speaker", _among(claim.speaker, self.speakers, self.without_speakers)),
        )
        return next((name for name, passed in judged if not passed), "") or self._clock(claim)

    def _clock(self, claim: Claim, *, open_end: bool = False) -> str:
        """Return the clock that keeps a claim out, or nothing.

        :param open_end: whether a claim that has an end may stay when no day was asked for.
        """
        if self.as_of is None and claim.valid_until is not None and not open_end:
            return "end"
        if self.as_of is not None and claim.begins is not None and claim.begins > self.as_of:
            return "before"
        if self.as_of is not None and claim.valid_until is not None and claim.valid_until < self.as_of:
            return "over"
        if self.known_by is not None and (claim.said is None or claim.said > self.known_by):
            return "later"
        return ""

    def __str__(self) -> str:
        """Return the policy in words, the same words for the same policy and no others."""
        parts = [
            f"statuses {', '.join(sorted(self.statuses))}",
            f"modalities {', '.join(sorted(self.modalities))}",
            f"reliability {self.reliability} or better",
            f"credibility {self.credibility} or better" if self.credibility != _LAST_GRADE else "",
            "every source" if self.sources is None else f"sources {', '.join(sorted(self.sources))}",
            f"without {', '.join(sorted(self.without))}" if self.without else "",
            *_named("publishers", self.publishers, self.without_publishers),
            *_named("speakers", self.speakers, self.without_speakers),
            f"as of {self.as_of}" if self.as_of else "no end given",
            f"known by {self.known_by}" if self.known_by else "",
            "and no other claims" if self.strict else "",
        ]
        return "; ".join(part for part in parts if part)


def _among(value: str, only: frozenset[str] | None, without: frozenset[str]) -> bool:
    """Tell whether a value is one of those that count."""
    return (only is None or value in only) and value not in without


def _named(what: str, only: frozenset[str] | None, without: frozenset[str]) -> list[str]:
    """Return those that count, and those that do not, in words."""
    ins = [] if only is None else [f"{what} {', '.join(sorted(only))}"]
    return ins + ([f"without {what} {', '.join(sorted(without))}"] if without else [])


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
    sources = dict(pairs(KG + "statedIn"))
    statuses, modalities, grades, reliabilities, speakers, publishers = (
        {thing: _local(value) for thing, value in pairs(name)}
        for name in (*(KG + each for each in _SAID), DCTERMS + "publisher")
    )
    begins, ends, stated, issued = (
        _dates(pairs, name) for name in ("validFrom", "validUntil", "statedOn", DCTERMS + "issued")
    )
    rows, openings = spans.rows(pairs), spans.openings(pairs, predicates, _dates(pairs, "citedDate"))
    for claim, subject in pairs(RDF + "subject"):
        if claim not in sources or claim not in objects or claim not in predicates:
            continue
        source = sources[claim]
        yield Claim(
            str(claim),
            subject,
            predicates[claim],
            objects[claim],
            str(source),
            statuses.get(claim, ""),
            modalities.get(claim, ""),
            reliabilities.get(source, "").removeprefix("reliability-") or "f",
            begins.get(claim),
            ends.get(claim),
            stated.get(claim),
            _grade(grades.get(claim, "")),
            publishers.get(source, ""),
            speakers.get(claim, ""),
            issued.get(source),
            str(rows.get(claim, "")),
            openings.get(claim),
        )


def read_sources(pairs: Pairs) -> Iterator[Source]:
    """Yield the sources of a graph; what ``pairs`` gives is as for :func:`read_claims`."""
    names = [DCTERMS + "title", DCTERMS + "publisher", KG + "sha256", KG + "normalisation", KG + "copyName"]
    texts = [{source: _text(value) for source, value in pairs(name)} for name in names]
    issued = _dates(pairs, DCTERMS + "issued")
    for source, reliability in sorted(pairs(KG + "reliability")):
        title, publisher, *rest = (each.get(source, "") for each in texts)
        grade = _local(reliability).removeprefix("reliability-")
        yield Source(str(source), title, publisher, issued.get(source), grade, *rest)


def _text(term: Term) -> str:
    """Return the text of a literal, or the IRI."""
    return term if isinstance(term, str) else term.value


def _local(term: Term) -> str:
    """Return the local name of a term of the ontology."""
    return _text(term).removeprefix(KG)


def _grade(name: str) -> int:
    """Return the number of a grade of credibility; what is none is the last."""
    number = name.removeprefix("credibility-")
    return int(number) if number.isdecimal() else _LAST_GRADE


def _dates(pairs: Pairs, name: str) -> dict[Term, dt.date]:
    """Return the dates that a predicate gives to subjects, leaving out what is no date."""
    found: dict[Term, dt.date] = {}
    for subject, value in pairs(name if ":" in name else KG + name):
        try:
            found[subject] = dt.date.fromisoformat(_text(value))
        except ValueError:
            continue
    return found
