"""Readings by people: what a cell holds where the rules do not understand it.

A reading is data (``graph/readings/us-entity-list.toml``), bound to the digest of the cell's normalised text. When the
text changes, the reading no longer applies and the importer asks for a new one. A reading names the words of the cell,
never others: what it names must stand there, and what it leaves out must be connecting words.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import ImportRefused
from kg.importers.ecfr.parts import Entry, Member, Name, Reference, Span
from kg.importers.ecfr.table import Cell

_KEYS = {
    "cell",
    "begins",
    "why",
    "names",
    "addresses",
    "references",
    "listed_as",
    "members",
    "parent",
    "shared",
    "remainder",
}
_MEMBER_KEYS = {"relation", "of", "names", "addresses"}


@dataclass
class Readings:
    """All readings of a list by the key of their cells.

    :param prose: the keys of the texts around the table that somebody has read, each with what became of it.
    :param floor: what an import must not fall below, by the keys of the report's counts.
    """

    entries: dict[str, dict[str, Any]]
    prose: dict[str, str] = field(default_factory=dict)
    floor: dict[str, int] = field(default_factory=dict)

    def account(self, texts: list[str]) -> list[tuple[str, str]]:
        """Return what became of each text around the table: the text and a sentence.

        :raises ImportRefused: when nobody has read one of them yet, or it has changed since.
        """
        for text in texts:
            if key_of(text) not in self.prose:
                message = (
                    "the supplement says something around its table that nobody has read: add a [[prose]] with "
                    f'text = "{key_of(text)}" to graph/readings/us-entity-list.toml for: {text[:200]}'
                )
                raise ImportRefused(message)
        return [(text, self.prose[key_of(text)]) for text in texts]

    def read(self, cell: Cell) -> Entry | None:
        """Return the entry of a cell, or ``None`` when nobody has read it.

        :raises ImportRefused: when the reading names words that the cell does not hold.
        """
        key = key_of(cell.text)
        if key not in self.entries:
            return None
        return _Finder(cell, key).entry(self.entries[key])


def key_of(text: str) -> str:
    """Return the key of a cell: the first 16 hexadecimal digits of the SHA-256 of its normalised text."""
    return sha256(text.encode()).hexdigest()[:16]


def load_readings(path: Path) -> Readings:
    """Load the readings of a file.

    :raises ImportRefused: when the file is no TOML or holds keys that are not known.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: the readings are not TOML ({error}): mend the file"
        raise ImportRefused(message) from error
    entries: dict[str, dict[str, Any]] = {}
    for each in document.get("reading", []):
        unknown = set(each) - _KEYS | {key for member in each.get("members", []) for key in set(member) - _MEMBER_KEYS}
        if unknown or each["cell"] in entries:
            begins = each.get("begins", "")
            message = f"{path}: the reading of '{begins}' has unknown keys {sorted(unknown)} or stands there twice"
            raise ImportRefused(message)
        entries[each["cell"]] = each
    prose = {each["text"]: each["became"] for each in document.get("prose", [])}
    return Readings(entries, prose, document.get("floor", {}))


class _Finder:
    """Finds the words of a reading in its cell, in their order and without overlap."""

    def __init__(self, cell: Cell, key: str) -> None:
        self.text = cell.text
        self.key = key
        self.taken: list[Span] = []

    def entry(self, reading: dict[str, Any]) -> Entry:
        """Return the entry that a reading describes."""
        parent = self._spans([reading["parent"]])[0] if reading.get("parent") else None
        entry = Entry(
            self._names(reading["names"], 0), parent=parent, shared=reading.get("shared", False), by_hand=True
        )
        last = max((each.end for each in self.taken), default=0)
        entry.references = self._references(reading.get("references", []), reading.get("listed_as", ""))
        entry.members = self._members(reading.get("members", []), last)
        entry.addresses = self._spans(reading.get("addresses", []), 0 if entry.members else last)
        entry.remainder = self._spans(reading.get("remainder", []))
        return entry

    def _names(self, pairs: list[list[Any]], start: int) -> list[Name]:
        spans = self._spans([pair[1] for pair in pairs], start)
        return [Name(span, *(pair[0], *pair[2:])) for span, pair in zip(spans, pairs, strict=True)]

    def _members(self, members: list[dict[str, Any]], start: int) -> list[Member]:
        found = []
        for each in members:
            names = self._names(each["names"], start)
            start = max(name.span.end for name in names)
            addresses = self._spans(each.get("addresses", []), start)
            start = max([start, *(address.end for address in addresses)])
            found.append(Member(each["relation"], names, addresses, each.get("of", "")))
        return found

    def _references(self, places: list[str], listed_as: str) -> list[Reference]:
        if not places:
            return []
        start = max(self.text.lower().rfind("see "), 0)
        spans = self._spans(places, start)
        whole = Span(spans[0].start, spans[-1].end, self.text[spans[0].start : spans[-1].end])
        return [Reference(whole, tuple(places), listed_as)]

    def _spans(self, texts: list[str], start: int = 0) -> list[Span]:
        found = []
        for text in texts:
            span = self._span(text, start)
            self.taken.append(span)
            start = span.end
            found.append(span)
        return found

    def _span(self, text: str, start: int) -> Span:
        for match in re.finditer(rf"(?:(?<!\w)|(?<=\band)){re.escape(text)}(?!\w)", self.text[start:]):
            span = Span(start + match.start(), start + match.end(), text)
            if all(span.end <= each.start or each.end <= span.start for each in self.taken):
                return span
        message = f"the reading {self.key} names '{text}', which the cell does not hold there: '{self.text[:80]}…'"
        raise ImportRefused(message)
