"""Reading the rows of an answer from the engine's own text, SPARQL 1.1 TSV.

A term that the engine hands over one by one costs more than its text does, and an answer says the same few things over
and over: each text is read once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import StoreTrouble
from kg.tables import LANG_STRING, STRING, Blank, Iri, Literal
from kg.terms import XSD

if TYPE_CHECKING:
    from kg.tables import Term

    Row = tuple[Term | None, ...]

_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_new = tuple.__new__  # the fields of a literal are in its order already
_INTEGER = re.compile(r"[+-]?[0-9]+")


def rows(text: str) -> list[Row]:
    """Return the rows of an answer in TSV, whose first line has the names of the columns."""
    read = _Cells().__getitem__
    _, *lines = text.split("\n")
    return [tuple(map(read, line.split("\t"))) for line in lines[:-1]]


class _Cells(dict[str, "Term | None"]):
    """The terms of an answer, each made once."""

    def __missing__(self, cell: str) -> Term | None:
        """Read a cell; an empty one says nothing. The commonest come first."""
        made: Term | None
        first = cell[:1]
        if first == "<":
            made = Iri(cell[1:-1]) if cell[1] != "<" else _refused()
        elif first == '"':
            made = _new(Literal, (cell[1:-1], STRING, "")) if cell[-1] == '"' and "\\" not in cell else _literal(cell)
        elif cell:
            made = Blank(cell[2:]) if cell.startswith("_:") else _bare(cell)
        else:
            made = None
        self[cell] = made
        return made


def _refused() -> Iri:
    """Refuse what RDF 1.1 does not know."""
    raise StoreTrouble("The graph holds a triple term, which RDF 1.1 does not know")


def _literal(cell: str) -> Literal:
    """Return a literal in quotes."""
    quoted, _, tail = cell.rpartition('"')
    value = quoted[1:]
    if "\\" in value:
        value = _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), value)
    if not tail:
        return Literal(value)
    return _new(Literal, (value, LANG_STRING, tail[1:]) if tail[0] == "@" else (value, tail[3:-1], ""))


def _bare(cell: str) -> Literal:
    """Return a truth value or a number that is written without quotes."""
    if cell in {"true", "false"}:
        return Literal(cell, XSD + "boolean")
    if _INTEGER.fullmatch(cell):
        return Literal(cell, XSD + "integer")
    return Literal(cell, XSD + ("double" if "e" in cell.casefold() else "decimal"))
