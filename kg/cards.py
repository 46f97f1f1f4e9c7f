"""What a picture says of its entities, claims and sources: read in few queries, for hundreds of them at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg import begins, plain, terms
from kg.tables import Iri, Literal, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.store import Store
    from kg.tables import Term

_ORDER = terms.PREDICATE_ORDER
QUALIFIERS = (*_ORDER[_ORDER.index("kg:productKind") : _ORDER.index("kg:ordinal")], "kg:row", "kg:continues")
"""What qualifies a claim, in the order in which it is told."""
_ASKED = ("kg:sentence", "kg:saidBy", "kg:locator", "kg:credibility", "kg:validFrom", "kg:validUntil", "kg:statedOn")
_NOT_ASKED = {"kg:nameKind", "kg:addressText"}
_FACTS = """
SELECT ?claim ?property ?value WHERE { ?claim ?property ?value FILTER (?property IN (PROPERTIES)) }
"""
_AGAINST = "SELECT ?claim ?other WHERE { ?claim kg:contradicts ?other }"
_OPPOSED = _FACTS.replace("PROPERTIES", "kg:statedIn, kg:sentence")
_TITLES = "SELECT ?source ?title WHERE { ?source dcterms:title ?title } ORDER BY DESC(?title)"
_LABELS = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label } ORDER BY ?thing ?label"
_CLASSES = "SELECT ?thing ?class WHERE { ?thing a ?class } ORDER BY ?thing ?class"
_TEXTS = """
SELECT ?thing ?predicate ?value ?kind ?source ?claim WHERE {
  ?claim rdf:subject ?thing ; rdf:predicate ?predicate ; rdf:object ?value .
  FILTER (isLiteral(?value))
  ?claim kg:statedIn ?source ; kg:status ?status .
  FILTER (?status IN (kg:accepted, kg:disputed))
  OPTIONAL { ?claim kg:nameKind ?kind }
}
"""
_OWN = """
SELECT ?thing ?property ?value WHERE {
  VALUES ?property { skos:altLabel skos:notation kg:documentNumber kg:heading skos:definition dcterms:title }
  ?thing ?property ?value .
}
ORDER BY ?thing ?property ?value
"""
_SOURCES = """
SELECT ?source ?title ?issued ?reliability ?url ?publisher WHERE {
  ?source dcterms:title ?title ; dcterms:issued ?issued ; kg:reliability ?reliability .
  OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?source dcterms:publisher ?publisher }
}
ORDER BY ?source ?title
"""


class Text(NamedTuple):
    """A text that a claim gives to an entity: a name, an identifier, a day."""

    predicate: str
    text: str
    language: str
    kind: str
    source: str


@dataclass
class Card:
    """What is known of an entity apart from its edges."""

    label: str
    kind: str = ""
    texts: list[Text] = field(default_factory=list)
    own: list[tuple[str, str]] = field(default_factory=list)


class Against(NamedTuple):
    """A claim that contradicts another: its IRI, what it says, and the title of its source."""

    claim: str
    says: str
    title: str


@dataclass
class Told:
    """What a claim tells beyond its edge; what is missing is not there.

    :param opens: the first day on which it is known to hold, whether it says so itself or not.
    """

    facts: dict[str, str]
    opens: str = ""
    against: list[Against] = field(default_factory=list)


class Document(NamedTuple):
    """A source as a picture shows it."""

    title: str
    issued: str
    reliability: str
    url: str
    publisher: str


def _chosen(store: Store, query: str, **things: Iterable[str]) -> list[tuple[Term | None, ...]]:
    """Return the rows of a query for some things, and none for no things."""
    values = {name: [Iri(each) for each in given] for name, given in things.items()}
    return store.select(query, values).rows if all(values.values()) else []


def labels(store: Store, things: Iterable[str]) -> dict[str, str]:
    """Return the label of each thing, or its CURIE where it has none."""
    wanted = list(dict.fromkeys(each for each in things if each))
    found = {str(one): plain.line(shown(label)) for one, label in reversed(_chosen(store, _LABELS, thing=wanted))}
    return {each: found.get(each) or plain.curie(each) for each in wanted}


def kinds(store: Store, things: Iterable[str]) -> dict[str, str]:
    """Return the class of each thing, as an IRI; of several the first."""
    rows = _chosen(store, _CLASSES, thing=list(things))
    return {str(thing): str(class_) for thing, class_ in reversed(rows) if isinstance(class_, Iri)}


def cards(store: Store, entities: Sequence[str]) -> dict[str, Card]:
    """Return a card for each entity."""
    named, classes = labels(store, entities), kinds(store, entities)
    found = {each: Card(named[each], classes.get(each, "")) for each in entities}
    for thing, predicate, value, kind, source, _ in sorted(_chosen(store, _TEXTS, thing=entities), key=_in_order):
        if isinstance(value, Literal):
            text = Text(str(predicate), plain.line(value.value), value.language, str(kind or ""), str(source))
            found[str(thing)].texts.append(text)
    for thing, name, value in _chosen(store, _OWN, thing=entities):
        found[str(thing)].own.append((terms.shorten(str(name)), plain.line(shown(value))))
    return found


def _in_order(row: tuple[Term | None, ...]) -> list[str]:
    """Return by what a text stands among others: its entity, its predicate, itself, and last its claim.

    The engine would look each of them up again for every comparison.
    """
    thing, predicate, value, *_, claim = map(shown, row)
    return [thing, predicate, value, claim]


def told(store: Store, claims: Sequence[str]) -> dict[str, Told]:
    """Return what claims tell beyond their edges, with labels in place of IRIs."""
    names = [*_ASKED, *(each for each in QUALIFIERS if each not in _NOT_ASKED)]
    rows = _chosen(store, _FACTS.replace("PROPERTIES", ", ".join(names)), claim=claims)
    spoken = labels(store, [value for _, _, value in rows if isinstance(value, Iri)])
    facts: dict[str, dict[str, list[str]]] = {each: defaultdict(list) for each in claims}
    for claim, name, value in rows:
        text = spoken[value] if isinstance(value, Iri) else plain.line(shown(value))
        facts[str(claim)][terms.shorten(str(name))].append(text)
    opening = begins.of(store, claims)
    found = {
        each: Told({name: ", ".join(sorted(texts)) for name, texts in of.items()}, opening.get(each, ""))
        for each, of in facts.items()
    }
    for each, others in _against(store, found).items():
        found[each].against.extend(others)
    return found


def _against(store: Store, claims: Mapping[str, Told]) -> dict[str, list[Against]]:
    """Return what contradicts claims, whichever of the two says so."""
    pairs = [(str(one), str(other)) for one, other in store.select(_AGAINST).rows]
    opposed = sorted({pair for one, other in pairs for pair in ((one, other), (other, one)) if pair[0] in claims})
    rows = _chosen(store, _OPPOSED, claim=dict.fromkeys(other for _, other in opposed))
    stated = {str(claim): value for claim, _, value in rows if isinstance(value, Iri)}
    sentences = {str(claim): plain.line(value.value) for claim, _, value in rows if isinstance(value, Literal)}
    titles = {str(source): title for source, title in _chosen(store, _TITLES, source=sorted(set(stated.values())))}
    found: dict[str, list[Against]] = defaultdict(list)
    for claim, other in opposed:
        title = plain.line(shown(titles.get(str(stated.get(other)))))
        found[claim].append(Against(other, sentences.get(other) or plain.curie(other), title))
    return found


def documents(store: Store, sources: Iterable[str]) -> dict[str, Document]:
    """Return what is known of sources."""
    rows = _chosen(store, _SOURCES, source=list(dict.fromkeys(sources)))
    named = labels(store, [str(each) for row in rows for each in (row[3], row[5]) if each])
    found: dict[str, Document] = {}
    for source, title, issued, reliability, url, publisher in rows:
        address = str(url) if isinstance(url, Iri) else plain.line(shown(url))
        texts = plain.line(shown(title)), plain.line(shown(issued)), named[str(reliability)]
        found.setdefault(str(source), Document(*texts, address, named.get(str(publisher), "")))
    return found
