"""The rules by which an entity cell is read, each on a cell of its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.importers.ecfr.entry import leftover, read_entry
from kg.importers.ecfr.parts import Entry, NotUnderstood
from kg.importers.ecfr.table import AND, Cell


def _cell(lines: str) -> Cell:
    """A cell whose joining words are italic where they are written ``&``."""
    return Cell(lines.replace("\n", " ").replace("&", "and"), lines.replace("&", "and"), lines.replace("&", AND))


def _read(lines: str) -> Entry:
    entry = read_entry(_cell(lines))
    assert leftover(_cell(lines), entry) == []
    return entry


def _names(entry: Entry) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in entry.names]


def test_a_name_and_an_address() -> None:
    """Without aliases the name ends at the first comma."""
    entry = _read("Lizhi Technology, Room 0248, Shanghai, China.")
    assert _names(entry) == [("official-name", "Lizhi Technology")]
    assert [each.text for each in entry.addresses] == ["Room 0248, Shanghai, China"]


@pytest.mark.parametrize("form", ["Co., Ltd.", "Inc.", "LLC", "Pte. Ltd.", "Co., Ltd. (Hong Kong)", "OAO", "Sdn. Bhd."])
def test_a_legal_form_belongs_to_the_name(form: str) -> None:
    """A comma before a legal form does not end the name."""
    entry = _read(f"Lizhi, {form}, Room 0248, Shanghai, China.")
    assert _names(entry) == [("official-name", f"Lizhi, {form}")]


def test_a_list_of_aliases() -> None:
    """Each line of the list is an alias, without the list's punctuation but with the point of an abbreviation."""
    entry = _read(
        "ACM, a.k.a., the following three aliases:\n—Shengmei;\n—Shengmei Co., Ltd.; &\n—ACMSH.\n"
        "Building 4, China; & Wuxi, China.",
    )
    assert _names(entry)[1:] == [("alias", "Shengmei"), ("alias", "Shengmei Co., Ltd."), ("alias", "ACMSH")]
    assert [each.text for each in entry.addresses] == ["Building 4, China", "Wuxi, China"]


def test_an_acronym_is_a_short_name() -> None:
    """An acronym in parentheses after a name is a short name; a place or a legal form is part of the name."""
    assert _names(_read("Semiconductor Corporation (SMIC), No. 18, China."))[1:] == [("short-name", "SMIC")]
    assert _names(_read("Jadeshine Engineering (HK), No. 18, China.")) == [
        ("official-name", "Jadeshine Engineering (HK)")
    ]
    assert _names(_read("ACM Research (Shanghai), No. 18, China.")) == [("official-name", "ACM Research (Shanghai)")]


def test_cross_references() -> None:
    """A cross reference names places, with or without an article and parentheses."""
    entry = _read("Majid, No. 1, Iran. (See alternate addresses under U.A.E., China, & the United Kingdom).")
    assert entry.references[0].places == ("U.A.E.", "China", "United Kingdom")
    assert [each.text for each in entry.addresses] == ["No. 1, Iran"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("A, a.k.a., the following two aliases:\n—B.\nNo. 1, China.", "1 aliases where the text says two"),
        ("Sergei, a.k.a., Sergey, 38, Princes Court.", "not a list of lines"),
        ("A, known as:\n—B.\nNo. 1, China.", "without the words that introduce"),
        ("A, a.k.a., the following one alias:\n—B, 26 General Belov St.", "more than a name"),
        ("A, No. 1, Beijing, China; Room 2, Wuxi, China.", "two addresses or one"),
        ("A, No. 1, Beijing, China and Room 2, Wuxi, China.", "two addresses or one"),
        ("A (a subordinate institute of B), No. 1, China.", "more than a name"),
    ],
)
def test_doubt_is_refused(lines: str, why: str) -> None:
    """What the rules cannot read without doubt is left to a person."""
    with pytest.raises(NotUnderstood, match=why):
        read_entry(_cell(lines))


WORDS = st.text("abcdefghij ", min_size=3, max_size=20).map(str.strip).filter(lambda each: len(each) > 2)


@given(
    name=WORDS,
    aliases=st.lists(WORDS, min_size=1, max_size=9, unique=True),
    places=st.lists(WORDS, min_size=1, max_size=4),
)
def test_what_is_written_is_read(name: str, aliases: list[str], places: list[str]) -> None:
    """For any names and addresses in the form of the list, reading gives them back, in order, with their places."""
    number = "one two three four five six seven eight nine".split()[len(aliases) - 1]
    listed = [f"X{each}" for each in aliases]
    lines = f"N{name}, a.k.a., the following {number} aliases:\n—" + ";\n—".join(listed) + ".\n"
    cell = _cell(lines + "; & ".join(f"No. 1 {each}" for each in places) + ".")
    entry = read_entry(cell)
    assert [text for _, text in _names(entry)] == [f"N{name}", *listed]
    assert [each.text for each in entry.addresses] == [f"No. 1 {each}" for each in places]
    assert all(cell.text[each.start : each.end] == each.text for each in entry.spans())
