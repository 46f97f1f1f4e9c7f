"""Readings by people: bound to the text they read, and to its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ImportRefused
from kg.importers.ecfr.entry import leftover
from kg.importers.ecfr.readings import key_of, load_readings
from kg.importers.ecfr.table import Cell

TEXT = "Rosneft Trade Limited, f.k.a., TNK Trade Limited. Elenion Building 5, Nicosia 1066, Cyprus."
CELL = Cell(TEXT, TEXT, TEXT)
READING = f"""
[[reading]]
cell = "{key_of(TEXT)}"
begins = "Rosneft"
why = "A full stop stands between name and address."
names = [["official-name", "Rosneft Trade Limited"], ["former-name", "TNK Trade Limited"]]
addresses = ["Elenion Building 5, Nicosia 1066, Cyprus"]
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "readings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_reading_gives_the_entry(tmp_path: Path) -> None:
    """A reading gives names and addresses with their places in the cell, and leaves nothing over."""
    entry = load_readings(_file(tmp_path, READING)).read(CELL)
    assert entry is not None
    assert [(each.kind, TEXT[each.span.start : each.span.end]) for each in entry.names] == [
        ("official-name", "Rosneft Trade Limited"),
        ("former-name", "TNK Trade Limited"),
    ]
    assert leftover(CELL, entry) == []


def test_a_changed_cell_has_no_reading(tmp_path: Path) -> None:
    """When one letter of the cell changes, the reading no longer applies."""
    changed = TEXT.replace("1066", "1067")
    assert load_readings(_file(tmp_path, READING)).read(Cell(changed, changed, changed)) is None


def test_words_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """A reading cannot put words into a cell."""
    with pytest.raises(ImportRefused, match="names 'TNK Trading', which the cell does not hold"):
        load_readings(_file(tmp_path, READING.replace("TNK Trade Limited", "TNK Trading"))).read(CELL)


def test_a_meant_name(tmp_path: Path) -> None:
    """A misprinted name may be given as it is meant; its place is that of the printed words."""
    text = READING.replace('"TNK Trade Limited"', '"TNK Trade Limited", "TNK-Trade Limited"')
    entry = load_readings(_file(tmp_path, text)).read(CELL)
    assert entry is not None
    assert (entry.names[1].text, entry.names[1].span.text) == ("TNK-Trade Limited", "TNK Trade Limited")


@pytest.mark.parametrize("text", [READING + 'note = "?"', READING + READING, "reading = ["])
def test_readings_that_are_not_understood_are_refused(tmp_path: Path, text: str) -> None:
    """Unknown keys, two readings of one cell and broken TOML are refused."""
    with pytest.raises(ImportRefused):
        load_readings(_file(tmp_path, text))
