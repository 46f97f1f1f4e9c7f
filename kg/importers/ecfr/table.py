"""The table of the Entity List as the eCFR serves it: XML in, rows of cells out.

The form is that of 15 CFR Part 744, Supplement No. 4, from the eCFR versioner API: one table of five columns.
This module knows the form and nothing of what the words mean. It refuses any other form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kg.errors import ImportRefused, WrongFile
from kg.terms import nfc

SUPPLEMENT = "Supplement No. 4 to Part 744"
COLUMNS = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
_MARKED_COLUMN = 2
_INLINE = {"E", "I", "sup", "sub", "br", "strong"}
_GAP = "\u2060"  # stands before a superscript, so that a numerator does not run into the number before it
AND = "&&&"
"""What an italic "and" is in :attr:`Cell.shadow`: the list sets the word that joins addresses in italics."""


@dataclass(frozen=True)
class Cell:
    """A cell of the table, in three strings of equal length.

    :param text: the normalised text: NFC, white space and line breaks collapsed to one space.
    :param lines: the same with a line break where the cell has one.
    :param shadow: the lines with each italic "and" as ``&&&``.
    """

    text: str
    lines: str
    shadow: str

    def part(self, start: int, end: int) -> Cell:
        """Return the cell between two positions."""
        return Cell(self.text[start:end], self.lines[start:end], self.shadow[start:end])


@dataclass(frozen=True)
class Row:
    """A row of the table.

    :param number: 1-based over all rows of the table.
    :param heading: the destination heading in force, as printed.
    """

    number: int
    heading: str
    entity: Cell
    requirement: Cell
    policy: Cell
    citations: Cell

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The normalised texts of the five cells."""
        return (self.heading, self.entity.text, self.requirement.text, self.policy.text, self.citations.text)

    @property
    def segment(self) -> str:
        """The normalised text of the row: its cells joined by ``' | '``."""
        return " | ".join(self.cells)

    def offset(self, column: int) -> int:
        """Return where a column (0 to 4) begins in the segment."""
        return sum(len(each) + len(" | ") for each in self.cells[:column])


@dataclass(frozen=True)
class Table:
    """The rows of the list with the notes below them.

    :param rows: all rows of five cells, in the order of the document.
    :param notes: the footnotes below the table, normalised.
    :param prose: what else the supplement says, normalised: its introduction and its notes, one text per element.
    :param sha256: the digest of the file's bytes, in hexadecimal.
    """

    rows: list[Row]
    notes: list[str]
    prose: list[str]
    sha256: str


def read_table(path: Path) -> Table:
    """Read the Entity List from a file.

    :raises WrongFile: when the file is not there, not XML, not Part 744, or holds declarations that could expand.
    :raises ImportRefused: when the table has not the form that is known.
    """
    root, digest = read_xml(path)
    return _table(_supplement(root, path), digest)


def read_xml(path: Path) -> tuple[Element, str]:
    """Return the root element of a file of the eCFR, and the digest of the file's bytes.

    :raises WrongFile: when the file is not there, not XML, or holds declarations that could expand.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}): give the XML file of the part, such as 15 CFR Part 744"
        raise WrongFile(message) from error
    try:
        return fromstring(data, forbid_dtd=True), sha256(data).hexdigest()
    except ParseError as error:
        line, column = error.position
        message = f"{path}:{line}:{column + 1}: not well-formed XML, or cut off: fetch the file again"
        raise WrongFile(message) from error
    except DefusedXmlException as error:
        message = (
            f"{path}: the XML declares a document type or entities, which the eCFR never does: fetch the file again"
        )
        raise WrongFile(message) from error


def _supplement(root: Element, path: Path) -> Element:
    """Return the element of the supplement."""
    if root.get("N") != "744" or root.get("TYPE") != "PART":
        found = root.get("N") or root.tag
        message = (
            f"{path}: this is not 15 CFR Part 744 (found {root.tag} '{found}'): give the XML of title 15, part 744"
        )
        raise WrongFile(message)
    for each in root.iter("DIV9"):
        if each.get("N") == SUPPLEMENT:
            return each
    message = f"{path}: Part 744 without its {SUPPLEMENT}: the copy is incomplete, fetch the file again"
    raise ImportRefused(message)


def _table(supplement: Element, digest: str) -> Table:
    """Return the table of the supplement, refusing any row that has not the known form."""
    tables = list(supplement.iter("TABLE"))
    if len(tables) != 1:
        message = (
            f"{SUPPLEMENT} holds {len(tables)} tables instead of one: the form has changed, teach it to the importer"
        )
        raise ImportRefused(message)
    rows: list[Row] = []
    notes: list[str] = []
    heading = ""
    for element in tables[0].iter("TR"):
        cells = [_cell(each, marks=number == _MARKED_COLUMN) for number, each in enumerate(element)]
        kinds = {each.tag for each in element}
        if kinds == {"TH"}:
            _known_columns(cells)
        elif len(cells) == 1:
            notes.append(cells[0].text)
        elif kinds == {"TD"} and len(cells) == len(COLUMNS):
            heading = cells[0].text or heading
            rows.append(Row(len(rows) + 1, heading, *cells[1:]))
        else:
            found = f"a row of {len(cells)} cells instead of {len(COLUMNS)}"
            message = f"after row {len(rows)} stands {found}: the form has changed, teach it to the importer"
            raise ImportRefused(message)
    return Table(rows, notes, _prose(supplement), digest)


def _prose(supplement: Element) -> list[str]:
    """Return the texts of the supplement around its table, but for its heading and white space."""
    around = (each for each in supplement if each.tag != "HEAD" and each.find(".//TABLE") is None)
    return [text for each in around if (text := " ".join(nfc("".join(each.itertext())).split()))]


def _known_columns(cells: list[Cell]) -> None:
    """Refuse a table whose columns are not the five known ones."""
    found = tuple(each.text for each in cells)
    if found != COLUMNS:
        message = f"the columns are {found} instead of {COLUMNS}: the form has changed, teach it to the importer"
        raise ImportRefused(message)


def _cell(element: Element, *, marks: bool) -> Cell:
    """Return the cell of an element; with marks, superscripts are footnote marks."""
    lines: list[str] = []
    shadow: list[str] = []
    for text, shape in _pieces(element, marks=marks):
        for character, double in zip(text, shape, strict=True):
            _append(character, double, lines, shadow)
    flat = "".join(lines).rstrip()
    return Cell(flat.replace("\n", " "), flat, "".join(shadow)[: len(flat)])


def _append(character: str, double: str, lines: list[str], shadow: list[str]) -> None:
    """Append a character, so that a run of white space becomes one space, or one line feed if it holds a line break."""
    if character == _GAP:
        if lines and lines[-1].isdigit():
            _append(" ", " ", lines, shadow)
    elif not character.isspace():
        lines.append(character)
        shadow.append(double)
    elif lines and not lines[-1].isspace():
        lines.append("\n" if character == "\n" else " ")
        shadow.append(lines[-1])
    elif lines and character == "\n":
        lines[-1] = shadow[-1] = "\n"


def _pieces(element: Element, *, marks: bool) -> Iterator[tuple[str, str]]:
    """Yield the text of an element piece by piece, each with its shadow; a line break is a line feed."""
    yield _plain(element.text)
    for child in element:
        if child.tag not in _INLINE:
            message = f"a cell holds an element <{child.tag}>, which the importer does not know: the form has changed"
            raise ImportRefused(message)
        inner = "".join(piece for piece, _ in _pieces(child, marks=marks))
        if child.tag == "br":
            yield ("\n", "\n")
        elif child.tag == "sup":
            raised = _marked(inner) if marks else (_GAP if inner[:1].isdigit() else "") + inner
            yield (raised, raised)
        elif child.tag == "E" and child.get("T") == "03":
            yield (inner, inner.replace("and", AND) if inner.strip(" ,;") == "and" else inner)
        else:
            yield (inner, inner)
        yield _plain(child.tail)


def _plain(text: str | None) -> tuple[str, str]:
    """Return running text; a line feed of the XML is white space like any other, no line break."""
    plain = nfc(text or "").replace("\n", " ")
    return (plain, plain)


def _marked(inner: str) -> str:
    """Return a superscript as a footnote mark: its digits in brackets, anything else in its place.

    >>> _marked(",3")
    ',[3]'
    """
    digits = "".join(each for each in inner if each.isdigit())
    return inner.replace(digits, f"[{digits}]", 1) if digits else inner
