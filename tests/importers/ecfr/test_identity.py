"""Who is who: when two rows speak of one entity."""

from __future__ import annotations

from pathlib import Path

from kg.importers.ecfr.identity import Register
from kg.importers.ecfr.readings import Readings
from kg.importers.ecfr.rows import ReadRow, read_rows
from kg.importers.ecfr.table import read_table
from kg.importers.ecfr.vocabulary import load_vocabulary
from tests.importers.ecfr.small import row, write


def _register(home: Path, *rows: str) -> tuple[Register, list[ReadRow]]:
    vocabulary = load_vocabulary(home / "graph/entities")
    read = read_rows(read_table(write(home, *rows)), vocabulary, Readings({}))
    return Register(read, vocabulary), read


def test_the_same_name_elsewhere_is_another_entity(home: Path) -> None:
    """Two rows of different destinations with one name and no reference are two entities, told apart by destination."""
    register, rows = _register(
        home, row("BELARUS", "Eleron, Minsk, Belarus."), row("RUSSIA", "Eleron, Moscow, Russia.")
    )
    assert [register.of(each).curie for each in rows] == ["id:eleron-belarus", "id:eleron-russia"]


def test_a_reference_makes_one_entity(home: Path) -> None:
    """Two rows of one name are one entity when one of them refers to the other's destination."""
    register, rows = _register(
        home,
        row("BELARUS", "Eleron, Minsk, Belarus. (See alternate address under Russia)."),
        row("RUSSIA", "Eleron, Moscow, Russia."),
    )
    assert {register.of(each).curie for each in rows} == {"id:eleron"}
    assert register.referred(rows[0], "id:destination-russia") is rows[1]


def test_address_entries(home: Path) -> None:
    """An entry that is only an address is an entity of its own class, told apart by destination."""
    register, rows = _register(home, row("TURKEY", "Address 01, No. 52, Istanbul, Turkey."))
    entity = register.of(rows[0])
    assert (entity.curie, entity.kind) == ("id:listed-address-01-turkey", "kg:ListedAddress")
