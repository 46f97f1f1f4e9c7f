"""The claims behind an edge or about an entity: who says it, where, when, on what terms, and what speaks against it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import facts, plain, terms
from kg.claims import counting, read_claims
from kg.facts import Facts
from kg.spans import over
from kg.tables import Iri, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.store import Store
    from kg.tables import Term

_ABOUT = """
SELECT DISTINCT ?claim WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:statedIn ?source
}
ORDER BY ?claim
"""
_AMENDINGS = """
SELECT ?listing ?how ?citation ?date ?notice ?claim WHERE {
  ?claim a kg:Amending ; kg:listing ?listing ; rdf:predicate ?how ; rdf:object ?notice ;
    kg:citation ?citation ; kg:citedDate ?date ; kg:ordinal ?ordinal
}
ORDER BY ?listing ?ordinal
"""
_AGAINST = """
SELECT DISTINCT ?claim ?other WHERE {
  { ?claim kg:contradicts ?other } UNION { ?other kg:contradicts ?claim }
}
ORDER BY ?claim ?other
"""
_OWN = {
    "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "kg:statedIn", "kg:saidBy", "kg:locator", "kg:anchor",
    "kg:modality", "kg:credibility", "kg:status", "kg:validFrom", "kg:validUntil", "kg:statedOn", "kg:recordedOn",
    "kg:contradicts", "kg:agreesWith",
}  # fmt: skip
"""What every claim says of itself; everything else qualifies what it says."""

_OURSELVES = terms.ID + "this-project"
"""Who publishes what the makers of the graph say: what they say they say on the day on which they write it down."""


_SOURCE = {
    "title": "dcterms:title",
    "issued": "dcterms:issued",
    "reliability": "kg:reliability",
}
_SAID = {
    "locator": "kg:locator",
    "modality": "kg:modality",
    "credibility": "kg:credibility",
    "status": "kg:status",
    "valid_from": "kg:validFrom",
    "valid_until": "kg:validUntil",
    "stated_on": "kg:statedOn",
    "recorded_on": "kg:recordedOn",
}
_ANCHOR = {"segment": "kg:segment", "start": "oa:start", "end": "oa:end", "sha256": "kg:sha256"}


class Amendment(NamedTuple):
    """A notice that added or amended a listing, as the row cites it."""

    how: str
    citation: str
    date: str
    notice: Iri
    claim: Iri


@dataclass(frozen=True)
class Evidence:
    """One claim with everything that is needed to judge it.

    :param facts: what the claim says of itself and of its matter.
    :param source: what the graph says of the source.
    :param anchor: where in the copy of the source the words stand, if it was read from a copy.
    :param against: the claims that contradict it, each with its source's title.
    :param amendments: for a listing, the notices that its row cites.
    :param counts: whether it counts under the policy that is asked, and so makes its edge.
    """

    facts: Facts
    source: Facts
    anchor: Facts | None
    against: tuple[tuple[Facts, str], ...]
    amendments: tuple[Amendment, ...]
    counts: bool

    @property
    def iri(self) -> Iri:
        """The claim."""
        return self.facts.iri

    @property
    def kind(self) -> str:
        """The class of the claim, as a CURIE."""
        kinds = [terms.shorten(each) for each in self.facts.iris("rdf:type")]
        return next((each for each in kinds if each != "kg:Claim"), "kg:Claim")

    @property
    def stands(self) -> bool:
        """Whether its speaker stands by it still; what this graph computed itself has nobody who does."""
        return self.facts.iris("kg:status")[:1] in ([Iri(terms.KG + "accepted")], [Iri(terms.KG + "disputed")])

    @property
    def said_on(self) -> str:
        """The day on which it was said, or that none was seen: then the source bears the day on which it was read."""
        day, read = self.facts["kg:statedOn"], self.source["kg:retrievedOn"]
        undated = day == read == self.source["dcterms:issued"] and self.source.plain("dcterms:publisher") != _OURSELVES
        return f"a day that was not seen (read on {read})" if undated else day

    def qualifiers(self) -> list[tuple[str, str]]:
        """Return what qualifies the claim: the name of each property in words, and its text."""
        found = [(plain.words(name), self.facts[name]) for name in self.facts.values if name not in _OWN]
        return found + [(each.how, f"{each.citation} of {each.date}") for each in self.amendments]

    def data(self) -> dict[str, Any]:
        """Return the claim as plain data, for JSON."""
        facts, source = self.facts, self.source
        return {
            "claim": self.iri,
            "kind": self.kind,
            **{name: facts.plain(f"rdf:{name}") for name in ("subject", "predicate", "object")},
            "said_by": facts["kg:saidBy"],
            "source": {
                "iri": source.iri,
                **{name: source[curie] for name, curie in _SOURCE.items()},
                "url": source.plain("schema:url"),
            },
            **{name: facts[curie] for name, curie in _SAID.items() if facts[curie]},
            "counts": self.counts,
            "qualifiers": {plain.words(name): facts[name] for name in facts.values if name not in _OWN},
            "notices": [each._asdict() for each in self.amendments],
            "contradicted_by": [
                {"claim": each.iri, "says": content(each), "object": each.plain("rdf:object"), "source": title}
                for each, title in self.against
            ],
            "anchor": {name: self.anchor[curie] for name, curie in _ANCHOR.items()} if self.anchor else None,
        }


def content(claim: Facts) -> str:
    """Return what a claim says: our sentence, or else its object in words."""
    return claim["kg:sentence"] or claim["rdf:object"]


def behind(
    store: Store,
    subject: Term | None = None,
    predicate: Term | None = None,
    value: Term | None = None,
) -> list[Evidence]:
    """Return the claims that say an edge; what is left out may be anything."""
    return of(store, claims(store, subject, predicate, value))


def claims(
    store: Store,
    subject: Term | None = None,
    predicate: Term | None = None,
    value: Term | None = None,
) -> list[Iri]:
    """Return the IRIs of the claims that say an edge; what is left out may be anything."""
    given = {"subject": subject, "predicate": predicate, "object": value}
    rows = store.select(_ABOUT, {name: term for name, term in given.items() if term is not None}).rows
    return [row[0] for row in rows if isinstance(row[0], Iri)]


def _place(claim: Evidence) -> tuple[int, str]:
    """Return where a claim stands among others: listings by their row, then by alphabet."""
    return (int(claim.facts["kg:row"] or 0), claim.iri)


def of(store: Store, wanted: Sequence[Iri]) -> list[Evidence]:
    """Return claims with their sources, anchors, contradictions and citations, listings in the order of their rows."""
    found = facts.of(store, wanted)
    opposed = _opposed(store, wanted)
    against = facts.of(store, [each for others in opposed.values() for each in others])
    sources = facts.of(store, _led_to([*found.values(), *against.values()], "kg:statedIn"))
    anchors = facts.of(store, _led_to(found.values(), "kg:anchor"))
    amendments = _amendments(store, [each for each in wanted if "kg:row" in found[each].values])
    counted = _counting(store, [*found.values(), *sources.values()])
    every = [
        Evidence(
            facts=each,
            source=_first(each, "kg:statedIn", sources) or Facts(Iri(""), {}),
            anchor=_first(each, "kg:anchor", anchors),
            against=tuple((against[other], _title(against[other], sources)) for other in opposed.get(each.iri, ())),
            amendments=tuple(amendments.get(each.iri, ())),
            counts=each.iri in counted,
        )
        for each in found.values()
    ]
    return sorted(every, key=_place)


def _counting(store: Store, said: Iterable[Facts]) -> set[str]:
    """Return the claims that count under the policy of a store, from what it says of them and of their sources."""
    every = read_claims(over(triple for each in said for triple in each.triples()))
    return {each.iri for each in counting(every, store.policy)}


def _led_to(things: Iterable[Facts], name: str) -> list[Iri]:
    """Return every IRI that a property of some things leads to."""
    return [iri for each in things for iri in each.iris(name)]


def _first(claim: Facts, name: str, table: Mapping[Iri, Facts]) -> Facts | None:
    """Return the first thing that a property leads to."""
    return next((table[each] for each in claim.iris(name)), None)


def _title(claim: Facts, sources: Mapping[Iri, Facts]) -> str:
    """Return the title of the source of a claim."""
    return next((sources[each]["dcterms:title"] for each in claim.iris("kg:statedIn")), "")


def _opposed(store: Store, wanted: Sequence[Iri]) -> dict[Iri, list[Iri]]:
    """Return the claims that contradict each claim, whichever of the two says so."""
    found: dict[Iri, list[Iri]] = defaultdict(list)
    for claim, other in store.select(_AGAINST, {"claim": list(wanted)}).rows if wanted else []:
        if isinstance(claim, Iri) and isinstance(other, Iri):
            found[claim].append(other)
    return found


def _amendments(store: Store, listings: list[Iri]) -> dict[Iri, list[Amendment]]:
    """Return the citations of each listing, in the order of its row."""
    found: dict[Iri, list[Amendment]] = defaultdict(list)
    rows = store.select(_AMENDINGS, {"listing": listings}).rows if listings else []
    for listing, how, citation, date, notice, claim in rows:
        if isinstance(listing, Iri) and isinstance(notice, Iri) and isinstance(claim, Iri):
            texts = (plain.words(shown(how)), plain.line(shown(citation)), plain.line(shown(date)))
            found[listing].append(Amendment(*texts, notice, claim))
    return found
