"""The last column: citations of the Federal Register."""

from __future__ import annotations

from datetime import date

import pytest

from kg.importers.ecfr.citations import read_citations
from kg.importers.ecfr.parts import NotUnderstood
from kg.importers.ecfr.table import Cell


def _cell(text: str) -> Cell:
    return Cell(text, text, text)


@pytest.mark.parametrize(
    "text",
    [
        "85 FR 83420, 12/22/20. 89 FR 96836, 12/5/24.",
        "85 FR 83420 12/22/2020 89 FR 96836. 12/05/24",
        "85 FR 83420, 12/22/20, 89 FR FR 96836 preview citation details, 12/5/2024. .",
    ],
)
def test_ways_of_printing(text: str) -> None:
    """However it is punctuated, the first citation is ordinal 1 and dates are those of the calendar."""
    found = read_citations(_cell(text))
    assert [(each.text, each.published, each.ordinal) for each in found] == [
        ("85 FR 83420", date(2020, 12, 22), 1),
        ("89 FR 96836", date(2024, 12, 5), 2),
    ]


def test_centuries() -> None:
    """A year of two digits is of 1997 to 2096: the list began in 1997."""
    assert [each.published.year for each in read_citations(_cell("62 FR 35334, 6/30/97. 65 FR 14444, 3/17/00."))] == [
        1997,
        2000,
    ]


def test_oddities() -> None:
    """A volume that does not fit its year and stray words are told."""
    assert read_citations(_cell("83 FR 61541, 11/13/19."))[0].oddities == ["volume 83 is of 2018, the date is of 2019"]
    assert read_citations(_cell("88 FR FR 12158, 2/27/23."))[0].oddities == ["'FR FR' stands in it"]


@pytest.mark.parametrize("text", ["89 FR 96836, 12/5/24. See note.", "89 FR 96836, 13/5/24.", "FR 96836, 12/5/24."])
def test_anything_else_is_refused(text: str) -> None:
    """Words that are no citation and dates that are none are refused, not passed over."""
    with pytest.raises(NotUnderstood):
        read_citations(_cell(text))
