"""The running text of a copy from the eCFR: its headings and paragraphs, which ``kg:ecfr-text`` anchors point into.

Rows of tables are left out: :mod:`kg.importers.ecfr.table` reads those of the Entity List.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from kg.errors import ImportRefused
from kg.importers.ecfr.table import read_xml
from kg.terms import nfc

_BLOCKS = frozenset(
    "HEAD HED HD1 HD2 HD3 HD4 P P-1 P-2 P-3 FP FP-1 FP-2 FP1 FP1-2 FP2 FP2-2 FP2-3 FP-DASH FRP PSPACE LI CITA".split()
)
_ROW = "TR"


def texts(path: Path) -> list[str]:
    """Return the text of every heading and paragraph outside of the rows of tables, in the order of the document.

    White space and line breaks are collapsed to one space; elements without text are left out.

    :raises WrongFile: when the file is not there, not XML, or holds declarations that could expand.
    :raises ImportRefused: when words stand outside of what is known as a heading or a paragraph.
    """
    root, _ = read_xml(path)
    return [text for each in _blocks(root, path) if (text := " ".join(nfc("".join(_words(each))).split()))]


def _blocks(element: Element, path: Path) -> Iterator[Element]:
    """Yield the headings and paragraphs in an element, itself among them, refusing words outside of any."""
    if element.tag == _ROW:
        return
    if element.tag in _BLOCKS:
        yield element
        return
    between = "".join([element.text or "", *(each.tail or "" for each in element)])
    if between.strip():
        message = (
            f"{path}: '{' '.join(between.split())[:40]}' stands in an element <{element.tag}>, which is not known as a "
            "heading or a paragraph: the form has changed, teach it to the importer"
        )
        raise ImportRefused(message)
    for each in element:
        yield from _blocks(each, path)


def _words(element: Element) -> Iterator[str]:
    """Yield the text of an element piece by piece, without rows of tables; a line break is white space."""
    yield element.text or ""
    for each in element:
        if each.tag != _ROW:
            yield " " if each.tag == "br" else ""
            yield from _words(each)
        yield each.tail or ""


__all__ = ["texts"]
