"""What an import read, counted, and everything that was odd, mended or left out, with its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.errors import ImportRefused
from kg.importers.ecfr.ledger import Ledger
from kg.importers.ecfr.rows import ReadRow

COMMAND = "kg import ecfr FILE.xml"
_LABELS = {
    "kg:Listing": "listings: rows of the list",
    "continuing": "of these, rows that continue the entry above them",
    "kg:Inclusion": "inclusions: entities named inside the entry of another",
    "kg:Party": "entities",
    "kg:ListedAddress": "entities that are only an address",
    "kg:Naming": "names",
    "official-name": "of these, official names",
    "alias": "of these, aliases",
    "former-name": "of these, former names",
    "short-name": "of these, short names",
    "kg:Locating": "addresses of entities",
    "kg:Address": "different addresses",
    "kg:Amending": "citations of the Federal Register",
    "additions": "of these, additions",
    "amendments": "of these, amendments",
    "kg:Notice": "notices cited",
    "kg:CrossReference": "cross references to another destination",
    "kg:Claim": "relations between entities",
    "by hand": "cells read by a person",
}


@dataclass
class Report:
    """The account of an import.

    :param counts: how many of each thing there are, by the keys of the table of counts.
    :param remarks: per row, what is odd about it.
    :param prose: the texts around the table, each with what became of it.
    :param remainders: per row, words that are neither name nor address nor reference.
    """

    counts: Counter[str]
    rows: list[ReadRow]
    remarks: dict[int, list[str]] = field(default_factory=dict)
    remainders: dict[int, list[str]] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    prose: list[tuple[str, str]] = field(default_factory=list)

    def markdown(self) -> str:
        """Return the report as a page."""
        return "\n".join(
            [
                *self._counts(),
                *self._section("Remarks", self.remarks),
                *self._section("Remainders", self.remainders),
                *self._dates(),
                *self._prose(),
                *self._readings(),
                "",
            ]
        )

    def _counts(self) -> Iterator[str]:
        yield from ("# Import report", "", f"Made by `{COMMAND}`; do not edit.", "", "| what | count |", "|---|---:|")
        yield from (f"| {label} | {self.counts[key]} |" for key, label in _LABELS.items())

    def _section(self, title: str, notes: dict[int, list[str]]) -> Iterator[str]:
        yield from ("", f"## {title}", "", _INTRODUCTIONS[title], "")
        yield from (f"- {self._place(number)}: {note}" for number, those in sorted(notes.items()) for note in those)

    def _dates(self) -> Iterator[str]:
        yield from ("", "## Citations printed with more than one date", "")
        yield from (f"- {each}" for each in self.dates)

    def _prose(self) -> Iterator[str]:
        yield from (
            "",
            "## Around the table",
            "",
            "What the supplement says beside its rows, and what became of it.",
            "",
        )
        yield from (f"- {text[:100].rstrip()}…: {became}" for text, became in self.prose)

    def _readings(self) -> Iterator[str]:
        yield from (
            "",
            "## Cells read by a person",
            "",
            "The rules do not understand these cells; `graph/readings/us-entity-list.toml` says what they hold.",
            "",
        )
        yield from (f"- {self._place(each.row.number)}" for each in self.rows if each.entry.by_hand)

    def _place(self, number: int) -> str:
        row = self.rows[number - 1]
        return f"row {number}, {row.destination.label}, {row.row.entity.text[:60]}".rstrip(" ,.")


_INTRODUCTIONS = {
    "Remarks": "What is odd about a row, and what was mended or left out.",
    "Remainders": "Words of a cell that are neither name nor address nor cross reference: no claim carries them.",
}


def account(rows: list[ReadRow], ledger: Ledger, prose: list[tuple[str, str]]) -> Report:
    """Return the account of an import that has been written."""
    counts = Counter(ledger.counts)
    counts["continuing"] = sum(1 for each in rows if each.continues)
    counts["by hand"] = sum(1 for each in rows if each.entry.by_hand)
    remarks = {each.row.number: [*each.remarks, *ledger.remarks.get(each.row.number, [])] for each in rows}
    remainders = {
        each.row.number: [span.text for span in each.entry.remainder] for each in rows if each.entry.remainder
    }
    dates = [
        f"{volume} FR {page}: " + ", ".join(f"{day} ({times} times)" for day, times in sorted(printed.items()))
        for (volume, page), printed in sorted(ledger.notices.items())
        if len(printed) > 1
    ]
    return Report(counts, rows, {number: notes for number, notes in remarks.items() if notes}, remainders, dates, prose)


def refuse_shrinking(counts: Counter[str], floor: dict[str, int]) -> None:
    """Refuse an import that has fewer of something than its floor.

    :raises ImportRefused: with what has shrunk.
    """
    unknown = sorted(set(floor) - set(_LABELS))
    short = [
        f"{_LABELS[key]}: {counts[key]} instead of at least {least}"
        for key, least in floor.items()
        if key in _LABELS and counts[key] < least
    ]
    if unknown or short:
        found = "; ".join(short) or f"unknown keys {unknown}"
        advice = "if the source really is shorter, lower [floor] in graph/readings/us-entity-list.toml"
        message = f"the list has shrunk below its floor ({found}): {advice}"
        raise ImportRefused(message)
