"""What files say of things, whatever their prefixes: of each thing its predicates, and their objects in full.

An IRI is written in angle brackets, a literal as Turtle writes it, with the IRI of its datatype in full. What several
files say of one thing is put together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Literal, URIRef

from kg import terms
from kg.tokens import BARE, unescaped
from kg.turtle import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rdflib.term import Node

    Thing = dict[str, list[str]]

TYPE = terms.RDF + "type"

_TYPED = re.compile(r"^(\S+)\n    a (\S+) ;$", re.MULTILINE)
_PREFIX = re.compile(r"^@prefix (\S*): <([^>]*)> \.$", re.MULTILINE)


def said(documents: Iterable[Document]) -> dict[str, Thing]:
    """Return the things that documents describe, by IRI."""
    things: dict[str, Thing] = {}
    for document in documents:
        seen: dict[tuple[str, str], tuple[str, str]] = {}
        for block in document.blocks:
            thing = things.setdefault(document.iri(block.subject), {})
            for pair in block.pairs:
                if pair not in seen:
                    seen[pair] = (_predicate(pair[0], document), _object(pair[1], document))
                predicate, value = seen[pair]
                values = thing.setdefault(predicate, [])
                if value not in values:
                    values.append(value)
    return things


def _predicate(token: str, document: Document) -> str:
    """Return the IRI of a predicate; ``a`` needs no prefix."""
    return TYPE if token == "rdf:type" else document.iri(token)  # noqa: S105 - a token of Turtle is no secret


def _object(token: str, document: Document) -> str:
    """Return an object in full."""
    if token.startswith('"'):
        quoted, _, tail = token.rpartition('"')
        return f'{quoted}"^^<{document.iri(tail[2:])}>' if tail.startswith("^^") else token
    return token if ":" not in token and _bare(token) else f"<{document.iri(token)}>"


def _bare(token: str) -> str:
    """Return the datatype of a number or a truth value that is written without quotes, and of nothing else."""
    return next((name for name, form in BARE.items() if form.fullmatch(token)), "")


def classes(things: Mapping[str, Thing], others: Iterable[Path]) -> dict[str, list[str]]:
    """Return the classes of things, and of what they point to as other files describe it; IRIs in angle brackets.

    The other files, which are in house form, are not read as a whole.
    """
    found = {f"<{iri}>": thing[TYPE] for iri, thing in things.items() if TYPE in thing}
    house = (f"<{terms.BASE}", f"<{terms.UNIT}")
    wanted = {
        each for thing in things.values() for values in thing.values() for each in values if each.startswith(house)
    }
    wanted.difference_update(found)
    for file in others:
        for iri, what in _typed(file):
            if f"<{iri}>" in wanted:
                found.setdefault(f"<{iri}>", []).append(f"<{what}>")
    return found


def _typed(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the subjects of a file in house form, each with its class, without reading all of it."""
    text = file.read_text("utf-8")
    document = Document(dict(_PREFIX.findall(text)), [], [])
    return ((document.iri(subject), document.iri(what)) for subject, what in _TYPED.findall(text))


def graph(things: Mapping[str, Thing], known: Mapping[str, list[str]]) -> Graph:
    """Return the graph of things, with the classes of what they point to."""
    whole = Graph()
    term = _Terms()
    for iri, thing in things.items():
        for predicate, values in thing.items():
            for value in values:
                whole.store.add((term[f"<{iri}>"], term[f"<{predicate}>"], term[value]), whole)
                for what in known.get(value, ()):
                    whole.store.add((term[value], RDF.type, term[what]), whole)
    return whole


class _Terms(dict[str, "Node"]):
    """The terms of RDF, each made once."""

    def __missing__(self, written: str) -> Node:
        """Make the term of an object as it is written in full."""
        self[written] = made = _term(written)
        return made


def _term(written: str) -> Node:
    """Return the term of RDF that an object is."""
    if written.startswith("<"):
        return URIRef(written[1:-1])
    if not written.startswith('"'):
        return Literal(written, datatype=URIRef(_bare(written)))
    quoted, _, tail = written.rpartition('"')
    datatype = URIRef(tail[3:-1]) if tail.startswith("^^") else None
    return Literal(unescaped(quoted[1:]), lang=tail[1:] if tail.startswith("@") else None, datatype=datatype)
