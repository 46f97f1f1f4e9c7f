"""What the graph says of an entity, and which claim says it: for a person to read, or for a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import evidence, facts, figures, names, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.evidence import Evidence
    from kg.facts import Facts, Value
    from kg.store import Store
    from kg.tables import Iri

    Line = tuple[str, str, str]
    """A label, what is said, and the CURIE of the claim or nothing."""

_LABEL = 21
_CLAIM = "\n" + " " * (_LABEL + 5)
_HEAD = {"rdf:type", "rdfs:label", "skos:prefLabel", "skos:inScheme"}
_MOST = 25
_SOURCES = 3
_STATEMENTS = {"kg:official", "kg:reported"}
_GROUPED = {"kg:Naming", "kg:Listing", "kg:Inclusion", "kg:Locating", "kg:CrossReference", "kg:Amending"}


@dataclass(frozen=True)
class Portrait:
    """What the graph says of an entity.

    :param facts: what follows from claims, and what the entity is.
    :param about: the claims about it.
    :param others: the first of the claims about others that name it.
    :param total: how many of these there are in all.
    :param policy: what is to be said of the policy under which the graph is asked.
    """

    facts: Facts
    about: Sequence[Evidence]
    others: Sequence[Evidence]
    total: int
    policy: tuple[str, ...] = ()

    @property
    def iri(self) -> Iri:
        """The entity."""
        return self.facts.iri

    @property
    def label(self) -> str:
        """Its name, or its CURIE where it has none."""
        return self.facts["rdfs:label"] or plain.curie(self.iri)

    @property
    def notes(self) -> list[str]:
        """What an honest answer says beside it."""
        size = f"{len(self.about) + self.total:,} claims about it."
        more = "'kg why SUBJECT PREDICATE OBJECT' shows what is behind each."
        dates = _dates([*self.about, *self.others])
        return [f"{size} {more}", *self.policy, *dates, "This is what sources say, and not legal advice."]

    def __str__(self) -> str:
        return "\n".join([_text(self.facts, self.about, self.others, self.total), *self.notes])

    def text(self) -> str:
        """Return everything for a person to read, without the notes."""
        return _text(self.facts, self.about, self.others, self.total)

    def data(self) -> dict[str, Any]:
        """Return everything as data."""
        return {
            "iri": self.facts.iri,
            "label": self.facts["rdfs:label"],
            "types": self.facts.iris("rdf:type"),
            "facts": {name: [each.text for each in values] for name, values in _own(self.facts, self.about).items()},
            "claims": [each.data() for each in self.about],
            "claims_with_it_as_object": [each.data() for each in self.others],
            "claims_with_it_as_object_in_all": self.total,
        }


def of(store: Store, entity: str) -> Portrait:
    """Return what the graph says of the entity that a text means.

    :raises UnknownEntity: when there is none; the message offers near names.
    """
    iri = names.entity(store, entity)
    about = evidence.of(store, evidence.claims(store, iri))
    own = {claim.iri for claim in about}
    others = [each for each in evidence.claims(store, value=iri) if each not in own]
    shown = evidence.of(store, others[:_MOST])
    return Portrait(facts.of(store, [iri])[iri], about, shown, len(others), store.notes)


def _text(facts: Facts, about: Sequence[Evidence], others: Sequence[Evidence], total: int) -> str:
    """Return everything for a person to read."""
    kinds = ", ".join(plain.curie(each) for each in facts.iris("rdf:type"))
    head = (
        f"{facts['rdfs:label'] or plain.curie(facts.iri)}\n{plain.curie(facts.iri)}{f' ({kinds})' if kinds else ''}\n"
    )
    more = [("", f"and {total - len(others):,} more: kg ask saying/what-was-said-of", "")] * (total > len(others))
    sections: dict[str, list[Line]] = {
        "What it is": [(plain.words(name), facts[name], "") for name in _own(facts, about)],
        "Names": sorted((_line(each, each.facts["kg:nameKind"]) for each in _of(about, "kg:Naming")), key=_by_kind),
        "Listings": [line for each in _of(about, "kg:Listing", "kg:Inclusion") for line in _listing(each)],
        "Addresses": [_line(each, "", each.facts["kg:addressText"]) for each in _of(about, "kg:Locating")],
        "Cross references": [_line(each, "also listed under") for each in _of(about, "kg:CrossReference")],
        "Other claims": [_line(each, each.facts["rdf:predicate"]) for each in about if each.kind not in _GROUPED],
        "Claims about others that name it": [*(_named(each) for each in others), *more],
    }
    return head + "".join(_section(title, lines) for title, lines in sections.items() if lines)


def _dates(claims: Iterable[Evidence]) -> list[str]:
    """Return as of when the sources of claims speak, newest first."""
    said = {(each.source["dcterms:issued"], each.source["dcterms:title"]) for each in claims}
    return [f"As of {issued}: {title}." for issued, title in sorted(said, reverse=True)[:_SOURCES]]


def _section(title: str, lines: Iterable[Line]) -> str:
    """Return a part of the text: its title, and a line or two for each thing."""
    rows = [f"  {label:<{_LABEL}} {said}{f'{_CLAIM}{claim}' if claim else ''}\n" for label, said, claim in lines]
    return f"\n{title}\n{''.join(rows)}"


def _own(facts: Facts, about: Sequence[Evidence]) -> dict[str, Sequence[Value]]:
    """Return what the graph says of the entity itself, apart from what follows from claims."""
    claimed = {plain.curie(each.facts.plain("rdf:predicate")) for each in about}
    return {name: values for name, values in facts.values.items() if name not in claimed | _HEAD}


def _of(claims: Sequence[Evidence], *kinds: str) -> list[Evidence]:
    """Return the claims of some kinds."""
    return [each for each in claims if each.kind in kinds]


def _by_kind(line: Line) -> tuple[bool, Line]:
    """Return the place of a name among others: official ones first."""
    return (line[0] != "official name", line)


def _line(each: Evidence, label: str, said: str = "") -> Line:
    """Return a claim as a line, with its figure; one that does not count, or that is no plain statement, says so."""
    figure = figures.words(each.facts)
    marks = [] if each.stands else [each.facts["kg:status"]]
    stated = plain.curie(each.facts.plain("kg:modality")) in _STATEMENTS
    marks += [] if stated else [each.facts["kg:modality"]]
    text = (said or each.facts["rdf:object"]) + (f": {figure}" if figure else "")
    return (label, text + (f" [{', '.join(marks)}]" if marks else ""), plain.curie(each.iri))


def _listing(each: Evidence) -> list[Line]:
    """Return a row of the list, or the row of another in which the entity is named."""
    if each.kind == "kg:Inclusion":
        return [_line(each, "named in the row of", each.facts["kg:locator"])]
    first = _line(each, f"row {each.facts['kg:row']}", each.facts["kg:destination"])
    return [first, *((label, said, "") for label, said in each.qualifiers() if label not in {"row", "destination"})]


def _named(each: Evidence) -> Line:
    """Return a claim about another entity that has this one as its object."""
    return _line(each, each.facts["rdf:predicate"], f"said of {each.facts['rdf:subject']}")
