"""Finding an edge by what people call its subject, its predicate and its object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import names, plain, terms
from kg.errors import AmbiguousEntity, KgError, UnknownEntity
from kg.tables import Iri, Literal

if TYPE_CHECKING:
    from kg.store import Store
    from kg.tables import Term

_OBJECTS = """
SELECT DISTINCT ?object WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:statedIn ?source
}
ORDER BY ?object
"""
_LISTED = 12


class NoClaim(KgError):
    """No claim of the graph says that."""


def find(store: Store, subject: str, predicate: str, value: str) -> tuple[Iri, Iri, Term]:
    """Return the edge that three texts mean; the object is looked for among what claims say of the subject.

    :raises UnknownEntity: when no entity has the name that was given for the subject.
    :raises NoClaim: when no claim says anything like it; the message tells what claims say.
    """
    found = names.entity(store, subject)
    verb = names.predicate(store, predicate)
    rows = store.select(_OBJECTS, {"subject": found, "predicate": verb}).rows
    objects = [row[0] for row in rows if row[0] is not None]
    labels = {
        each: names.label(store, each) if isinstance(each, Iri) else plain.line(_written(each)) for each in objects
    }
    matching = [each for each in objects if _means(value, each, labels[each])] or _notices(store, value, objects)
    exact = [each for each in matching if value in {labels[each], _written(each)}] or matching
    if not exact:
        said = _unsaid(f"{names.label(store, found)} {plain.curie(verb)}", value, sorted(labels.values()))
        raise NoClaim(" ".join([said, *store.notes]))
    if len(exact) > 1:
        listed = "\n".join(f"  {plain.curie(_written(each))}  {labels[each]}" for each in exact)
        raise AmbiguousEntity(f"'{plain.line(value)}' can be several things: say which.\n{listed}")
    return found, verb, exact[0]


def _means(wanted: str, value: Term, label: str) -> bool:
    """Tell whether a text means an object: by its IRI, CURIE, slug, name or words."""
    if isinstance(value, Iri) and wanted in {value, plain.curie(value), value.removeprefix(terms.ID)}:
        return True
    return terms.fold(wanted) == terms.fold(label) and bool(terms.fold(wanted))


def _notices(store: Store, wanted: str, objects: list[Term]) -> list[Term]:
    """Return those objects that are the notice a text means."""
    try:
        found, _ = names.notices(store, wanted)
    except UnknownEntity:
        return []
    return [each for each in objects if each in found]


def _unsaid(what: str, value: str, labels: list[str]) -> str:
    """Return the sentence about an edge that nobody claims."""
    if not labels:
        return f"No claim of the graph says of {what} anything at all. That proves nothing about the world."
    more = f" and {len(labels) - _LISTED} more" if len(labels) > _LISTED else ""
    return f"No claim says {what} '{plain.line(value)}'. What claims say: {'; '.join(labels[:_LISTED])}{more}."


def _written(value: Term) -> str:
    """Return the IRI, or the text of a literal."""
    return value.value if isinstance(value, Literal) else str(value)
