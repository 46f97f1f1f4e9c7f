"""Asking a question of the library: its parameters read, its rows found, and what an honest answer says beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import names
from kg.errors import BadParameter
from kg.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.parameters import Parameter
    from kg.queries import Question
    from kg.store import Store
    from kg.tables import Term


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
        *store.searched(question.rests_on),
        f"Not held: {question.lacks} This is not legal advice.",
    ]


def sizes(store: Store, shown: int, total: int, what: str = "row") -> list[str]:
    """Return what an honest answer says beside the rows or triples of a query that is no question of the library."""
    return [_count(shown, total, what), *store.notes, *store.searched()]


def _count(shown: int, total: int, what: str = "row") -> str:
    """Return the sentence on how many rows there are."""
    if total == 0:
        return "Nothing was found. That clears nobody: it only means that what was searched does not say so."
    if shown < total:
        return f"Truncated: the first {shown:,} of {total:,} {what}s."
    return f"{total:,} {what}{'s' * (total != 1)}."
