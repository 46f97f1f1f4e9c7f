"""The questions of the library as triples, so that any client can ask the graph what it can be asked.

They are in the vocabulary in which the SIB publishes its examples, ``sh:SPARQLExecutable``, with what that lacks: what
a question takes, what its columns mean, and what its answer cannot tell.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kg import queries, terms
from kg.tables import LANG_STRING, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.parameters import Parameter
    from kg.queries import Question
    from kg.tables import Term, Triple

ENDPOINT = terms.BASE + "sparql"
"""The endpoint that the questions are for: this graph, wherever somebody serves it."""

_PREFIXES = terms.BASE + "ontology/questions"
_EXECUTABLE = ("SPARQLExecutable", "SPARQLSelectExecutable")


def triples(root: Path) -> list[Triple]:
    """Return the library as triples.

    :raises WrongFile: when a question is not understood.
    """
    every = queries.questions(root)
    return [*(_declarations() if every else []), *(triple for each in every for triple in _question(each))]


def _declarations() -> Iterator[Triple]:
    """Yield the prefixes that questions can use without declaring them."""
    for name, namespace in terms.PREFIXES.items():
        yield from _said(
            Iri(f"{terms.QUERY}prefix/{name}"),
            ("rdf:type", Iri(terms.SH + "PrefixDeclaration")),
            ("sh:prefix", Literal(name)),
            ("sh:namespace", Literal(namespace, terms.XSD + "anyURI")),
        )
        yield Iri(_PREFIXES), Iri(terms.SH + "declare"), Iri(f"{terms.QUERY}prefix/{name}")


def _question(question: Question) -> Iterator[Triple]:
    """Yield what a question is."""
    iri = Iri(terms.QUERY + question.name)
    yield from _said(
        iri,
        *(("rdf:type", Iri(terms.SH + each)) for each in _EXECUTABLE),
        ("rdfs:comment", _english(question.sentence)),
        ("dcterms:description", _english(question.description)),
        ("sh:select", Literal(question.text)),
        ("sh:prefixes", Iri(_PREFIXES)),
        ("schema:target", Iri(ENDPOINT)),
        ("kg:lacks", _english(question.lacks)),
        *(("schema:keywords", Literal(tag)) for tag in question.tags),
        *([("kg:restsOn", Iri(question.rests_on))] if question.rests_on else []),
    )
    for place, parameter in enumerate(question.parameters, start=1):
        yield iri, Iri(terms.KG + "parameter"), Iri(f"{iri}/parameter/{parameter.name}")
        yield from _parameter(Iri(f"{iri}/parameter/{parameter.name}"), parameter, place)
    for place, (name, meaning) in enumerate(question.columns.items(), start=1):
        column = Iri(f"{iri}/column/{name}")
        yield iri, Iri(terms.KG + "column"), column
        yield from _said(column, ("rdf:type", Iri(terms.KG + "Column")), *_part(name, place, meaning))


def _parameter(iri: Iri, parameter: Parameter, place: int) -> Iterator[Triple]:
    """Yield what a parameter is."""
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    yield from _said(
        iri,
        ("rdf:type", Iri(terms.KG + "Parameter")),
        *_part(parameter.name, place, parameter.meaning),
        ("kg:parameterType", Literal(parameter.kind)),
        ("kg:required", _literal(parameter.required)),
        *([("kg:preset", Literal(parameter.preset))] if parameter.preset is not None else []),
        *((f"kg:{name}", _literal(bound)) for name, bound in bounds.items() if bound is not None),
        *([("kg:ofClass", Iri(parameter.of))] if parameter.of else []),
        *([("kg:keptAsText", _literal(True))] if parameter.as_text else []),  # noqa: FBT003 - the truth itself
    )
    for number, (text, stands_for) in enumerate(parameter.choices.items(), start=1):
        choice = Iri(f"{iri}/choice/{terms.slug(text)}")
        yield iri, Iri(terms.KG + "choice"), choice
        yield from _said(
            choice,
            ("rdf:type", Iri(terms.KG + "Choice")),
            ("kg:chosenAs", Literal(text)),
            ("kg:place", _literal(number)),
            ("kg:standsFor", stands_for),
        )


def _part(name: str, place: int, meaning: str) -> list[tuple[str, Term]]:
    """Return what a parameter or a column says: its variable, its place, and what it means."""
    return [("kg:variable", Literal(name)), ("kg:place", _literal(place)), ("dcterms:description", _english(meaning))]


def _said(subject: Iri, *pairs: tuple[str, Term]) -> Iterator[Triple]:
    """Yield what is said of a thing."""
    for predicate, value in pairs:
        yield subject, Iri(terms.expand(predicate)), value


def _english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(terms.nfc(text), LANG_STRING, "en")


def _literal(value: bool | int | dt.date) -> Literal:  # noqa: FBT001 - a truth is one of the values
    """Return a truth, a number or a day as a literal."""
    if isinstance(value, bool):
        return Literal(str(value).lower(), terms.XSD + "boolean")
    return Literal(str(value), terms.XSD + ("date" if isinstance(value, dt.date) else "integer"))
