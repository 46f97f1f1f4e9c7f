"""The terms and the formats of the engine: its terms as ours and back, its answers, and triples in every format of RDF.

Together with :mod:`kg.store`, which stands above it, this is the door to pyoxigraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import cells, terms
from kg.errors import Problem, ProblemsFound, RemoteTrouble, StoreTrouble, WrongFile
from kg.tables import LANG_STRING, Blank, Iri, Literal, Rows, Term, Triple, ntriples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats of RDF that triples are written in."""


def answered(answer: object, star: tuple[str, ...]) -> Rows | bool | list[Triple]:
    """Return an answer of the engine in our own terms; ``star`` is the order of columns for ``SELECT *``."""
    if isinstance(answer, ox.QuerySolutions):
        names = [each.value for each in answer.variables]
        if not names:
            return Rows((), [() for _ in answer])
        every = cells.rows((answer.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode())
        order = sorted(range(len(names)), key=lambda at: (*star, names[at]).index(names[at])) if star else []
        if order == list(range(len(order))):
            return Rows(tuple(names), every)
        return Rows(tuple(names[at] for at in order), [tuple(row[at] for at in order) for row in every])
    if isinstance(answer, ox.QueryTriples):
        unique = dict.fromkeys(answer)
        return [(term(each.subject), term(each.predicate), term(each.object)) for each in unique]
    return bool(answer)


def term(found: object) -> Term:
    """Return a term of the engine as ours."""
    if isinstance(found, ox.NamedNode):
        return Iri(found.value)
    if isinstance(found, ox.Literal):
        language = found.language
        return Literal(found.value, LANG_STRING if language else found.datatype.value, language or "")
    if isinstance(found, ox.BlankNode):
        return Blank(found.value)
    raise StoreTrouble("The graph holds a triple term, which RDF 1.1 does not know")


def given(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a term of ours as the engine's."""
    if isinstance(term, Iri):
        return ox.NamedNode(term)
    if isinstance(term, Blank):
        return ox.BlankNode(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def quad(triple: Triple) -> ox.Quad:
    """Return a triple of ours as the engine keeps it."""
    subject, predicate, value = (given(each) for each in triple)
    return ox.Quad(subject, predicate, value)  # type: ignore[arg-type]  # check makes sure of it: no literal is a subject


def written(triples: Iterable[Triple], form: str) -> str:
    """Return triples in one of the :data:`FORMATS`, with the prefixes of the house, the same text each time."""
    lines = ntriples(list(triples))
    if form == "ntriples":
        return lines
    parsed = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    text = (ox.serialize(parsed, format=FORMATS[form], prefixes=_prefixes(form)) or b"").decode()
    if form not in {"turtle", "trig"}:
        return text
    *head, rest = text.split("\n", len(terms.PREFIXES))
    return "\n".join([*sorted(head), rest])


def _prefixes(form: str) -> dict[str, str] | None:
    """Return the prefixes that a format has a place for."""
    return None if form == "nquads" else terms.PREFIXES


def canonical(document: bytes) -> list[str]:
    """Return whole lines of N-Triples, as another tool wrote them, the way that :func:`lines` writes them.

    :raises StoreTrouble: when they do not parse.
    """
    try:
        parsed = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
        return (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
    except SyntaxError as error:
        raise StoreTrouble(f"What should be N-Triples does not parse: {error.msg}") from None


def build(folder: Path, file: Path) -> None:
    """Build the store of an RDF file in an empty folder; graph names are dropped.

    :raises WrongFile: when its name does not end as that of a format of RDF does.
    :raises ProblemsFound: when it does not parse.
    """
    form = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None:
        raise WrongFile(f"{file} is no file of RDF: its name ends in none of .nt, .nq, .ttl, .trig, .rdf and .jsonld")
    made = ox.Store(str(folder))
    try:
        read = ox.parse(path=str(file), format=form)
        made.bulk_extend(ox.Quad(each.subject, each.predicate, each.object) for each in read)
    except SyntaxError as error:
        raise unparsed(file, error) from None
    made.flush()
    made.optimize()


def unparsed(file: Path, error: SyntaxError) -> ProblemsFound:
    """Return our own error for a file that does not parse."""
    sentence = re.sub(r"^Parser error.*?(?:: )", "", str(error.msg), count=1)
    problem = Problem(file, error.lineno or 0, "", "turtle-syntax", sentence)
    return ProblemsFound(str(problem), [problem])


def read(text: str, media_type: str, place: str) -> list[Triple]:
    """Return the triples of a text that came from elsewhere, each once.

    :raises RemoteTrouble: when it is of no format of RDF, or does not parse.
    """
    found = dict.fromkeys(each.triple for each in _parsed(text.encode(), media_type, place))
    return [(term(each.subject), term(each.predicate), term(each.object)) for each in found]


def gathered(documents: Iterable[tuple[bytes, str, str]]) -> ox.Store:
    """Return a store in memory of documents that came from elsewhere, each with its media type and its place.

    :raises RemoteTrouble: when one is of no format of RDF, or does not parse.
    """
    found = ox.Store()
    for each in documents:
        found.bulk_extend(_parsed(*each))
    return found


def _parsed(document: bytes, media_type: str, place: str) -> Iterator[ox.Quad]:
    """Yield the triples of a document that came from elsewhere."""
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise RemoteTrouble(f"{place} answers with {media_type or 'a text of no type'}, where triples were asked for")
    try:
        yield from ox.parse(document, format=form)
    except (SyntaxError, ValueError):
        raise RemoteTrouble(f"{place} answers with triples that do not parse: ask again") from None


def lines(file: Path, text: str | None = None) -> list[str]:
    """Return the triples of a Turtle file, or of a text for it, as lines of N-Triples, in their order.

    :raises ProblemsFound: when it does not parse.
    """
    try:
        parsed = ox.parse(file.read_bytes() if text is None else text, format=ox.RdfFormat.TURTLE)
        return (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
    except SyntaxError as error:
        raise unparsed(file, error) from None


def turtle(document: str) -> str:
    """Return N-Triples as Turtle with the prefixes of the house, the same text each time."""
    parsed = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES) or b""
    *head, rest = written.decode().split("\n", len(terms.PREFIXES))
    return "\n".join([*sorted(head), rest])
