"""What the graph says of things: the values of their properties, with the text to show for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg import plain, terms
from kg.tables import Iri, Literal, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.store import Store
    from kg.tables import Term, Triple

_FACTS = """
SELECT ?thing ?property ?value ?label WHERE {
  ?thing ?property ?value .
  OPTIONAL { ?value rdfs:label ?label }
}
ORDER BY ?thing ?property ?value
"""


class Value(NamedTuple):
    """One value of a property: the term and the text to show for it."""

    term: Term
    text: str


@dataclass(frozen=True)
class Facts:
    """What the graph says of one thing, by property as a CURIE."""

    iri: Iri
    values: Mapping[str, Sequence[Value]]

    def __getitem__(self, name: str) -> str:
        """Return the text of a property, several values joined by commas, or nothing."""
        return ", ".join(each.text for each in self.values.get(name, ()))

    def iris(self, name: str) -> list[Iri]:
        """Return the IRIs that a property leads to."""
        return [each.term for each in self.values.get(name, ()) if isinstance(each.term, Iri)]

    def triples(self) -> Iterator[Triple]:
        """Yield what the graph says, as triples."""
        for name, values in self.values.items():
            yield from ((self.iri, Iri(terms.expand(name)), each.term) for each in values)

    def plain(self, name: str) -> str:
        """Return the one value of a property without its label: the IRI, or the text of a literal."""
        return next((_plain(each.term) for each in self.values.get(name, ())), "")


def of(store: Store, things: Iterable[Iri]) -> dict[Iri, Facts]:
    """Return what the graph says of things, in their order."""
    wanted = list(dict.fromkeys(things))
    found: dict[Iri, dict[str, list[Value]]] = {each: defaultdict(list) for each in wanted}
    rows = store.select(_FACTS, {"thing": wanted}).rows if wanted else []
    for thing, name, value, label in rows:
        if isinstance(thing, Iri) and isinstance(name, Iri) and value is not None:
            text = plain.line(shown(label) if label is not None else _text(value))
            values = found[thing][terms.shorten(name)]
            if not any(each.term == value for each in values):
                values.append(Value(value, text))
    return {each: Facts(each, _ordered(found[each])) for each in wanted}


def _text(value: Term) -> str:
    """Return the text of a term that has no label."""
    return value.value if isinstance(value, Literal) else plain.curie(value)


def _plain(value: Term) -> str:
    """Return the IRI, or the text of a literal."""
    return value.value if isinstance(value, Literal) else str(value)


def _ordered(values: Mapping[str, list[Value]]) -> dict[str, list[Value]]:
    """Return properties in the order of the house."""
    rank = {name: at for at, name in enumerate(terms.PREDICATE_ORDER)}
    return {name: values[name] for name in sorted(values, key=lambda name: (rank.get(name, len(rank)), name))}
