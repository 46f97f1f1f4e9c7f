"""Asking a question of the library: its parameters read, its rows found, and what an honest answer says beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import names, plain, terms
from kg.errors import BadParameter
from kg.tables import Iri, Rows, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.bindings import Bindings
    from kg.parameters import Parameter
    from kg.queries import Question
    from kg.store import Store
    from kg.tables import Term

_PER_SOURCE = "SELECT ?source (COUNT(?claim) AS ?claims) WHERE { ?claim kg:statedIn ?source } GROUP BY ?source"
_OF_CLASS = """
SELECT ?source (COUNT(?claim) AS ?claims) WHERE {
  ?claim a ?class ; kg:statedIn ?source .
}
GROUP BY ?source
"""
_SET_ASIDE = """
SELECT ?source ?class (COUNT(?claim) AS ?claims) WHERE {
  VALUES ?status { kg:superseded kg:retracted kg:derived }
  ?claim kg:status ?status ; kg:statedIn ?source ; a ?class .
}
GROUP BY ?source ?class
"""
_SOURCES = """
SELECT ?source ?title ?issued ?retrieved WHERE {
  ?source dcterms:title ?title ; dcterms:issued ?issued .
  OPTIONAL { ?source kg:retrievedOn ?retrieved }
}
ORDER BY DESC(?issued) ?title
"""
_SHOWN_SOURCES = 3


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    :param rows: the rows, no more than were asked for.
    :param total: how many rows there are in all.
    :param notes: what an honest answer says beside its rows: how it was read, as of when, what was searched, what is
        not held.
    :param query: the query as it was asked, and ``values`` what its parameters were given.
    """

    question: Question
    rows: Rows
    total: int
    notes: tuple[str, ...]
    query: str
    values: Mapping[str, Sequence[Term]]


def answer(store: Store, question: Question, given: Mapping[str, str], limit: int | None = None) -> Answer:
    """Ask a question.

    :param given: the parameters as texts, by name.
    :param limit: how many rows to return at most; the notes say when there are more.
    :raises BadParameter: when a parameter is missing, unknown or ill-typed.
    :raises UnknownEntity: when a parameter names an entity that the graph does not know.
    """
    values, readings = read(store, question, given)
    query = question.open(values)
    every = store.select(query, values)
    rows = Rows(every.columns, every.rows[:limit])
    said = (*readings, *notes(store, question, len(rows.rows), len(every.rows)))
    return Answer(question, rows, len(every.rows), said, query, values)


def read(store: Store, question: Question, given: Mapping[str, str]) -> tuple[dict[str, list[Term]], list[str]]:
    """Return the terms that the given texts stand for, by parameter, and sentences on how they were read."""
    for name in given:
        question.parameter(name)
    values: dict[str, list[Term]] = {}
    readings: list[str] = []
    for parameter in question.parameters:
        text = given.get(parameter.name, None if parameter.required else parameter.preset)
        if text is None and parameter.required:
            raise BadParameter(f"{question.name} needs {parameter.option}: {parameter.wanted()}. {parameter.meaning}")
        if text is not None:
            values[parameter.name], reading = _terms(store, parameter, text)
            readings += [reading] if reading else []
    return values, readings


def _terms(store: Store, parameter: Parameter, text: str) -> tuple[list[Term], str]:
    """Return the terms that a text stands for: several only for a day on which several notices were published."""
    clean = parameter.clean(text)
    if parameter.kind == "entity":
        return [names.entity(store, clean, parameter.of)], ""
    if parameter.kind == "class":
        return [names.ontology_class(store, clean, parameter.of)], ""
    if parameter.kind == "notice":
        found, reading = names.notices(store, clean)
        return list(found), reading
    return [parameter.term(clean)], ""


def notes(store: Store, question: Question, shown: int, total: int) -> list[str]:
    """Return what an honest answer says beside its rows."""
    return [
        _count(shown, total),
        *store.notes,
        *coverage(store, question.rests_on),
        f"Not held: {question.lacks} This is not legal advice.",
    ]


def sizes(store: Store, shown: int, total: int, what: str = "row") -> list[str]:
    """Return what an honest answer says beside the rows or triples of a query that is no question of the library."""
    return [_count(shown, total, what), *store.notes, *coverage(store)]


def _count(shown: int, total: int, what: str = "row") -> str:
    """Return the sentence on how many rows there are."""
    if total == 0:
        return "Nothing was found. That clears nobody: it only means that what was searched does not say so."
    if shown < total:
        return f"Truncated: the first {shown:,} of {total:,} {what}s."
    return f"{total:,} {what}{'s' * (total != 1)}."


def coverage(store: Store, rests_on: str | None = None) -> list[str]:
    """Return the dates of the sources that were searched, and last what was searched.

    :param rests_on: the only class of claims that matters.
    """
    claims = _searched(store, rests_on)
    rows = store.select(_SOURCES, {"source": list(claims)}).rows if claims else []
    if not rows:
        return ["Searched: nothing, for the graph holds no source for it."]
    found = rows if rests_on else sorted(rows, key=lambda row: -claims[row[0]] if isinstance(row[0], Iri) else 0)
    most = _SHOWN_SOURCES if rests_on else 1
    dates = [f"As of {_when(row)}" for row in found[:most]]
    kind = f" of the kind {terms.shorten(rests_on)}" if rests_on else ""
    sources = f"{len(found):,} source{'s' * (len(found) != 1)}"
    return [*dates, *_others(found[most:]), f"Searched: {sum(claims.values()):,} claims{kind} in {sources}."]


def _searched(store: Store, rests_on: str | None) -> dict[Iri, int]:
    """Return how many claims of a class, or of all, each source makes, leaving out those that do not count."""
    counted = _counted(store, _OF_CLASS, {"class": Iri(rests_on)}) if rests_on else _counted(store, _PER_SOURCE)
    found = Counter({source: number for source, _, number in counted})
    for source, kind, number in _counted(store, _SET_ASIDE):
        found[source] -= number * (rests_on in {None, kind})
    return dict(+found)


def _counted(store: Store, query: str, bindings: Bindings | None = None) -> list[tuple[Iri, Term | None, int]]:
    """Return source, class if there is one, and number of each row."""
    rows = store.select(query, bindings).rows
    return [(row[0], row[-2], int(shown(row[-1]))) for row in rows if isinstance(row[0], Iri)]


def _others(rows: Sequence[tuple[Term | None, ...]]) -> list[str]:
    """Return a sentence on the sources that are not named."""
    if not rows:
        return []
    days = sorted(shown(row[2]) for row in rows)
    return [f"And {len(rows):,} more source{'s' * (len(rows) != 1)}, issued from {days[0]} to {days[-1]}."]


def _when(row: tuple[Term | None, ...]) -> str:
    """Return the date and title of a source, and when it was read."""
    _, title, issued, retrieved = (plain.line(shown(each)) for each in row)
    return f"{issued}: {title}" + (f" (read on {retrieved})." if retrieved else ".")
