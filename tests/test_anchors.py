"""Words found again in copies that have changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import anchors
from kg.anchors import Anchor, State
from kg.errors import WrongFile

ROWS = [
    "China | Alpha Technology Co., Ltd., a.k.a., AT. 12 First Road, Beijing | All items | Denial | 89 FR 1",
    "China | Beta Semiconductor Company, a.k.a., BS. 34 Second Road, Shanghai | All items | Denial | 89 FR 2",
    "China | Gamma Instruments Group, a.k.a., GI. 56 Third Road, Shenzhen | All items | Denial | 89 FR 3",
    "Japan | Delta Optics K.K., a.k.a., DO. 78 Fourth Road, Tokyo | All items | Denial | 89 FR 4",
]
WORDS = {
    0: ["Alpha Technology Co., Ltd.", "AT.", "12 First Road, Beijing", "89 FR 1"],
    1: ["Beta Semiconductor Company", "BS.", "34 Second Road, Shanghai", "89 FR 2"],
    2: ["Gamma Instruments Group", "GI.", "56 Third Road, Shenzhen", "89 FR 3"],
    3: ["Delta Optics K.K.", "DO.", "78 Fourth Road, Tokyo", "89 FR 4"],
}


def anchored() -> dict[str, Anchor]:
    """The anchors of all rows and of the words in them."""
    found: dict[str, Anchor] = {}
    for number, row in enumerate(ROWS):
        found[row] = Anchor(number + 1, 0, len(row), anchors.digest(row))
        for words in WORDS[number]:
            start = row.index(words)
            found[words] = Anchor(number + 1, start, start + len(words), anchors.digest(words))
    return found


def not_verified(rows: list[str]) -> dict[str, State]:
    """What is not verified in other rows, by its words."""
    states = anchors.compare(anchored().values(), rows, same=False)
    return {words: states[anchor] for words, anchor in anchored().items() if states[anchor] is not State.VERIFIED}


def test_the_same_copy_is_verified() -> None:
    """In the copy itself all words stand where they stood."""
    assert set(anchors.compare(anchored().values(), ROWS, same=True).values()) == {State.VERIFIED}


@pytest.mark.parametrize("at", range(5))
def test_an_inserted_row_loses_nothing(at: int) -> None:
    """Whatever row is put between the others, all words are found."""
    assert (
        not_verified([*ROWS[:at], "China | Nobody Knows Ltd. 9 Ninth Road, Wuhan | All | Denial | 90 FR 9", *ROWS[at:]])
        == {}
    )


@pytest.mark.parametrize("at", range(4))
def test_a_row_that_is_gone_is_not_found(at: int) -> None:
    """Of a row that was taken out nothing is found, and all else is."""
    lost = not_verified(ROWS[:at] + ROWS[at + 1 :])
    assert set(lost.values()) == {State.NOT_FOUND}
    assert set(lost) == {ROWS[at], *WORDS[at]}


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda row: row.replace("Semiconductor", "Semicolon"), ["Beta Semiconductor Company"]),
        (lambda row: row.replace("34 Second Road, ", ""), ["34 Second Road, Shanghai"]),
        (lambda row: row.replace("BS.", "XX."), ["BS."]),
        (lambda row: row.replace("89 FR 2", "89 FR 3"), ["89 FR 2"]),
        (lambda row: "China | Added words. " + row[8:], []),
        (lambda row: row.replace("China", "People's Republic of China").replace("89 FR 2", "89 FR 22, 90 FR 1"), []),
        (lambda _row: "China | Something else altogether, with the rest of the row gone | - | - | -", WORDS[1]),
    ],
    ids=["a word", "shortened", "an alias", "a citation", "longer", "in two places", "replaced"],
)
def test_a_changed_row_says_what_changed(change: Callable[[str], str], changed: list[str]) -> None:
    """The words that changed are changed, those that merely moved are verified, and no other row suffers."""
    lost = not_verified([ROWS[0], change(ROWS[1]), *ROWS[2:]])
    assert lost == dict.fromkeys([ROWS[1], *changed], State.CHANGED)


def test_a_short_word_is_not_taken_from_elsewhere() -> None:
    """An alias that was taken out is not verified by the same letters in another word."""
    row = ROWS[3].replace("a.k.a., DO.", "a.k.a., XY.").replace("Optics", "OpticsDO.")
    assert not_verified([*ROWS[:3], row])["DO."] is State.CHANGED


def test_rows_in_another_order_are_verified() -> None:
    """The order of rows says nothing."""
    assert not_verified(ROWS[::-1]) == {}


def test_an_empty_copy_has_nothing() -> None:
    """Where there is no text, nothing is found."""
    assert set(not_verified([]).values()) == {State.NOT_FOUND}


def test_plain_text_is_cut_into_paragraphs(tmp_path: Path) -> None:
    """Empty lines part paragraphs, white space is one space, letters are in NFC."""
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffOne\r\n  two\r\n\r\n \r\nCafe\u0301\n\n".encode())
    assert anchors.plain_text(file) == ["One two", "Caf\u00e9"]


def test_texts_of_json_are_its_string_values(tmp_path: Path) -> None:
    """Values are in the order of the document, keys and numbers left out, empty ones too; a repeated key keeps both."""
    file = tmp_path / "a.json"
    file.write_bytes(
        '\ufeff{"b": "One\\n  two", "a": [3, "", " ", {"c": "Cafe\\u0301"}], "n": null, "b": "three"}'.encode()
    )
    assert anchors.json_texts(file) == ["One two", "Caf\u00e9", "three"]
    file.write_text('"alone"')
    assert anchors.json_texts(file) == ["alone"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a": "b"', r"a\.json:1:10: not JSON, or cut off"),
        (b"", r"a\.json:1:1: not JSON"),
        (b'"\xff"', "not JSON in UTF-8"),
        (b'"\\ud800"', "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON in UTF-8"),
        (b"1" * 5_000, "not JSON in UTF-8"),
    ],
    ids=["cut off", "empty", "not UTF-8", "half a character", "too deep", "too long a number"],
)
def test_what_is_no_json_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """A file that is not JSON in UTF-8 is refused with its name and the place."""
    file = tmp_path / "a.json"
    file.write_bytes(data)
    with pytest.raises(WrongFile, match=words):
        anchors.json_texts(file)


@pytest.mark.needs_copy("ccl_selected_eccns_2026-07-23.json")
def test_texts_of_the_entries_of_the_commerce_control_list(copies: Path) -> None:
    """The copy that claims are read from has so many texts, and the number of the first entry is where it is."""
    texts = anchors.json_texts(copies / "ccl_selected_eccns_2026-07-23.json")
    assert len(texts) == 1866
    assert texts.index("3A090") == 5


def test_words_are_found_by_place() -> None:
    """Words have an anchor for each place where they stand."""
    assert anchors.find("road,  Shanghai".replace("r", "R"), ROWS) == [
        Anchor(2, 58, 72, anchors.digest("Road, Shanghai"))
    ]
    assert len(anchors.find("All items", ROWS)) == 4
    assert anchors.find(" ", ROWS) == []


rows = st.lists(st.text(alphabet="ab |", min_size=1, max_size=30), max_size=8)


@given(rows, rows, st.data())
def test_verified_words_stand_in_the_copy(old: list[str], new: list[str], data: st.DataObject) -> None:
    """Whatever was changed, what is called verified stands in the copy."""
    spans: dict[Anchor, str] = {}
    for number, row in enumerate(old, start=1):
        start = data.draw(st.integers(0, len(row) - 1))
        end = data.draw(st.integers(start + 1, len(row)))
        for first, last in ((0, len(row)), (start, end)):
            spans[Anchor(number, first, last, anchors.digest(row[first:last]))] = row[first:last]
    states = anchors.compare(spans, new, same=False)
    assert set(states) == set(spans)
    for anchor, words in spans.items():
        if states[anchor] is State.VERIFIED:
            assert any(words in row for row in new)
