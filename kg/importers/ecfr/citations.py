"""The last column of the list: citations of the Federal Register.

The first of a row added the entry, the later ones amended it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.importers.ecfr.parts import NotUnderstood, Span
from kg.importers.ecfr.table import Cell

_CITATION = re.compile(
    r"(?P<volume>\d{2,3}) FR(?: FR)? (?P<page>\d{3,6})(?: preview citation details)?[.,]?\s+"
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2}|\d{4})(?!\d)"
)
_CENTURY = 100
_FIRST_YEAR = 97
"""The list began in 1997, so two-digit years from 97 on are of the twentieth century."""
_REMARKS = ("FR FR", "preview citation details")
_FIRST_VOLUME_YEAR = 1935
"""Volume 1 of the Federal Register is of 1936."""


@dataclass(frozen=True)
class Citation:
    """One citation of the Federal Register.

    :param span: its words in the cell.
    :param published: the date printed with it.
    :param ordinal: 1 for the first of the row, which added the entry.
    """

    span: Span
    volume: int
    page: int
    published: date
    ordinal: int

    @property
    def text(self) -> str:
        """The citation in its usual form, e.g. ``89 FR 96836``."""
        return f"{self.volume} FR {self.page}"

    @property
    def oddities(self) -> list[str]:
        """What is odd about how the citation is printed."""
        found = [f"'{each}' stands in it" for each in _REMARKS if each in self.span.text]
        if self.published.year != self.volume + _FIRST_VOLUME_YEAR:
            found.append(
                f"volume {self.volume} is of {self.volume + _FIRST_VOLUME_YEAR}, the date is of {self.published.year}"
            )
        return found


def read_citations(cell: Cell) -> list[Citation]:
    """Read a citation cell.

    :raises NotUnderstood: when anything but citations and punctuation stands in it.
    """
    found = []
    for ordinal, match in enumerate(_CITATION.finditer(cell.text), start=1):
        span = Span(match.start(), match.end(), match.group())
        found.append(Citation(span, int(match["volume"]), int(match["page"]), _date(match), ordinal))
    rest = _CITATION.sub("", cell.text).strip(" .,")
    if rest:
        message = f"words that are no citation: {rest}"
        raise NotUnderstood(message)
    return found


def _date(match: re.Match[str]) -> date:
    """Return the date of a citation; a year of two digits is of 1997 to 2096."""
    year = int(match["year"])
    if year < _CENTURY:
        year += 1900 if year >= _FIRST_YEAR else 2000
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError as error:
        message = f"no date of the calendar: {match.group()}"
        raise NotUnderstood(message) from error
