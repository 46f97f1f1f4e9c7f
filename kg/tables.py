"""Rows of terms, and how they are shown: table, CSV, TSV, JSON, Markdown.

A cell is an :class:`Iri`, a :class:`Blank`, a :class:`Literal`, or ``None`` where the row says nothing.
Tables and Markdown are for eyes and show IRIs in their short form; CSV, TSV and JSON are for tools and follow the
formats of SPARQL 1.1 results.
"""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.terms import RDF, XSD, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STRING = XSD + "string"
LANG_STRING = RDF + "langString"
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))
_PLAIN_NUMBERS = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GAP = "   "
_NARROWEST = 8
_WIDTHS = {"W": 2, "F": 2}
_UNSHOWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Iri(str):
    """An IRI, in full."""

    __slots__ = ()


class Blank(str):
    """The label of a blank node; the graph has none, but a query may make some."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal: its text, the IRI of its datatype, and its language tag or nothing."""

    value: str
    datatype: str = STRING
    language: str = ""


Term = Iri | Blank | Literal
Triple = tuple[Term, Term, Term]


@dataclass(frozen=True)
class Rows:
    """The answer of a SELECT.

    :param columns: the names of the variables, without the question mark, in the order of the query.
    :param rows: one tuple per solution, as long as ``columns``.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


def render(rows: Rows, form: str, width: int | None = None) -> str:
    """Return rows in one of the :data:`FORMATS`.

    :param width: how many columns of characters a table may take; without it, as many as it needs.
    """
    return to_table(rows, width) if form == "table" else FORMATS[form](rows)


def shown(term: Term | None) -> str:
    """Return a term as a person reads it: a CURIE or IRI, or the text of a literal.

    >>> shown(Iri("https://w3id.org/chip-controls/id/us-bis"))
    'id:us-bis'
    """
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, Iri):
        return shorten(term)
    return "" if term is None else f"_:{term}"


def to_table(rows: Rows, width: int | None = None) -> str:
    """Return rows as a table of characters; nothing is cut, long cells go on in the next line.

    Characters that would steer the terminal are shown as U+FFFD. (A thousand rows take rich, which can do this too, a
    quarter of a second, as long as a whole question may take.)
    """
    columns = [_visible([name, *map(shown, cells)]) for name, cells in zip(rows.columns, _columns(rows), strict=True)]
    numeric = [all(map(_is_number, cells)) for cells in _columns(rows)]
    widths = _fitted([max(map(_widest, column)) for column in columns], width)
    each = zip(columns, widths, numeric, strict=True)
    boxes = [_boxed(column, size, right=right) for column, size, right in each]
    head, *body = [_lines(cells, widths) for cells in zip(*boxes, strict=True)] or [[]]
    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    return "".join(f"{line}\n" for line in [*head, rule, *itertools.chain.from_iterable(body)])


def _columns(rows: Rows) -> list[list[Term | None]]:
    """Return the cells of each column."""
    return [[row[at] for row in rows.rows] for at in range(len(rows.columns))]


def _visible(column: list[str]) -> list[str]:
    """Return cells without characters that would steer the terminal."""
    return column if "".join(column).isprintable() else [_UNSHOWN.sub("\ufffd", cell) for cell in column]


def _widest(text: str) -> int:
    """Return the width of the widest line of a text."""
    return max(map(_width, text.split("\n"))) if "\n" in text else _width(text)


def _width(text: str) -> int:
    """Return how many columns a text takes in a terminal: Chinese characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_WIDTHS.get(unicodedata.east_asian_width(each), 1) for each in text if not unicodedata.combining(each))


def _fitted(widths: list[int], width: int | None) -> list[int]:
    """Return widths that fit a terminal: the widest columns give way first, to the same width."""
    room = (width or sum(widths) + len(_GAP) * len(widths)) - len(_GAP) * (len(widths) - 1)
    share = max(room, 0)
    for count, each in enumerate(sorted(widths)):
        share = room // (len(widths) - count)
        if each > share:
            break
        room -= each
    else:
        return widths
    return [min(each, max(share, _NARROWEST)) for each in widths]


def _boxed(column: list[str], width: int, *, right: bool) -> list[list[str]]:
    """Return the lines of each cell of a column, all as wide as the column."""
    pad = str.rjust if right else str.ljust
    if (whole := "".join(column)).isascii() and whole.isprintable() and max(map(len, column)) <= width:
        return [[pad(cell, width)] for cell in column]
    return [[pad(line, width - _width(line) + len(line)) for line in _folded(cell, width)] for cell in column]


def _lines(cells: Sequence[list[str]], widths: list[int]) -> list[str]:
    """Return the lines of a row."""
    if all(len(cell) == 1 for cell in cells):
        return [_GAP.join([cell[0] for cell in cells]).rstrip()]
    high = max(map(len, cells))
    filled = [cell + [" " * width] * (high - len(cell)) for cell, width in zip(cells, widths, strict=True)]
    return [_GAP.join(parts).rstrip() for parts in zip(*filled, strict=True)]


def _folded(text: str, width: int) -> list[str]:
    """Return the lines of a cell, broken at spaces where there are some."""
    lines = []
    for part in text.split("\n"):
        rest = part
        while _width(rest) > width:
            end = next(end for end in range(min(len(rest), width), 0, -1) if _width(rest[:end]) <= width or end == 1)
            space = rest.rfind(" ", 1, end + 1)
            end = space if space > 0 else end
            lines.append(rest[:end])
            rest = rest[end:].removeprefix(" ")
        lines.append(rest)
    return lines


def _is_number(term: Term | None) -> bool:
    """Tell whether a cell is a number or empty."""
    return term is None or (isinstance(term, Literal) and term.datatype in _NUMBERS)


def to_csv(rows: Rows) -> str:
    r"""Return rows as CSV (RFC 4180, lines end in CR LF): the text of literals, IRIs in full.

    Cells are what the graph says, to the character. A spreadsheet that takes text beginning with ``=``, ``+``, ``-`` or
    ``@`` for a formula must be told to import the columns as text; nothing is put before them here.

    >>> to_csv(Rows(("name",), [(Literal('Say "no", Ltd.'),)]))
    'name\r\n"Say ""no"", Ltd."\r\n'
    """
    import csv  # noqa: PLC0415 - a table does not need it

    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(rows.columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows.rows)
    return stream.getvalue()


def _plain(term: Term | None) -> str:
    """Return a term as SPARQL's CSV has it."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    return f"_:{term}" if isinstance(term, Blank) else str(term)


def to_tsv(rows: Rows) -> str:
    """Return rows as SPARQL 1.1 TSV: every term as Turtle writes it, tabs and line ends escaped."""
    head = "\t".join(f"?{column}" for column in rows.columns)
    return "".join(f"{line}\n" for line in [head, *("\t".join(map(_tsv, row)) for row in rows.rows)])


def _tsv(term: Term | None) -> str:
    """Return a term as SPARQL's TSV has it: plain numbers are bare."""
    if term is None:
        return ""
    if isinstance(term, Literal) and term.datatype in _PLAIN_NUMBERS:
        return term.value if _PLAIN_NUMBERS[term.datatype].fullmatch(term.value) else ntriples_term(term)
    return ntriples_term(term)


def ntriples_term(term: Term) -> str:
    """Return a term as N-Triples has it.

    >>> ntriples_term(Literal("say", language="en", datatype=LANG_STRING))
    '"say"@en'
    """
    if isinstance(term, Iri):
        return f"<{term}>"
    if isinstance(term, Blank):
        return f"_:{term}"
    body = _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04X}", term.value.translate(_ESCAPES))
    if term.language:
        return f'"{body}"@{term.language}'
    return f'"{body}"' if term.datatype == STRING else f'"{body}"^^<{term.datatype}>'


def ntriples(triples: list[Triple]) -> str:
    """Return triples as N-Triples, sorted."""
    return "".join(sorted(f"{' '.join(map(ntriples_term, triple))} .\n" for triple in triples))


def to_json(rows: Rows) -> str:
    """Return rows as SPARQL 1.1 Query Results JSON."""
    import json  # noqa: PLC0415 - a table does not need it

    pairs = (zip(rows.columns, row, strict=True) for row in rows.rows)
    named = [{name: _json(cell) for name, cell in row if cell is not None} for row in pairs]
    answer = {"head": {"vars": list(rows.columns)}, "results": {"bindings": named}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _json(term: Term) -> dict[str, str]:
    """Return a term as SPARQL's JSON has it."""
    if isinstance(term, Literal):
        tag = {"xml:lang": term.language} if term.language else {}
        kind = {} if term.language or term.datatype == STRING else {"datatype": term.datatype}
        return {"type": "literal", "value": term.value, **tag, **kind}
    return {"type": "uri" if isinstance(term, Iri) else "bnode", "value": str(term)}


def to_markdown(rows: Rows) -> str:
    """Return rows as a Markdown table; what would mean something to Markdown in a cell is escaped."""
    lines = [rows.columns, ["---"] * len(rows.columns), *([_markdown(cell) for cell in row] for row in rows.rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown(term: Term | None) -> str:
    """Return a cell for Markdown, on one line."""
    escaped = re.sub(r"[\\|`*_\[\]<>~]", lambda match: f"\\{match.group()}", _UNSHOWN.sub(" ", shown(term)))
    return escaped.replace("\n", "<br>")


FORMATS: dict[str, Callable[[Rows], str]] = {
    "table": to_table,
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
    "markdown": to_markdown,
}
"""The formats in which rows can be shown."""
