"""The table as the eCFR serves it: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ImportRefused, WrongFile
from kg.importers.ecfr.table import read_table
from tests.importers.ecfr.small import HEAD, document, row, write


def _file(folder: Path, text: str) -> Path:
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_and_headings(tmp_path: Path) -> None:
    """A row without a heading stands under the heading above it; footnotes are kept apart."""
    text = document(
        row("JAPAN", "A, Tokyo."), row(" ", "B, Osaka."), '<TR><TD colspan="5"><sup>5</sup> A note.</TD></TR>'
    )
    table = read_table(_file(tmp_path, text))
    assert [(each.number, each.heading, each.entity.text) for each in table.rows] == [
        (1, "JAPAN", "A, Tokyo."),
        (2, "JAPAN", "B, Osaka."),
    ]
    assert table.notes == ["5 A note."]


def test_white_space_breaks_and_joints(tmp_path: Path) -> None:
    """Runs of white space become one space, a br one line break, and an italic "and" is told from a plain one."""
    cell = read_table(write(tmp_path, row("JAPAN", 'A  and\n B;<br/> <br/>\n C <E T="03">and</E> D'))).rows[0].entity
    assert cell.text == "A and B; C and D"
    assert cell.lines == "A and B;\nC and D"
    assert cell.shadow == "A and B;\nC &&& D"


def test_superscripts(tmp_path: Path) -> None:
    """A superscript is a footnote mark in the requirement and a numerator or an ending elsewhere."""
    text = row("JAPAN", "A, 1<sup>1</sup>⁄<sub>2</sub> Miles, 3<sup>rd</sup> Floor", "(§ 734.9(g)<sup>,3</sup> 746.8)")
    read = read_table(write(tmp_path, text)).rows[0]
    assert read.entity.text == "A, 1 1⁄2 Miles, 3rd Floor"
    assert read.requirement.text == "(§ 734.9(g),[3] 746.8)"


def test_segment_offsets(tmp_path: Path) -> None:
    """The offset of a column is where its text begins in the segment."""
    read = read_table(write(tmp_path, row("JAPAN", "A, Tokyo."))).rows[0]
    assert read.segment == "JAPAN | A, Tokyo. | " + " | ".join(read.cells[2:])
    assert all(read.segment[read.offset(column) :].startswith(text) for column, text in enumerate(read.cells))


BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<DIV5 N="744" TYPE="PART">&b;</DIV5>"""


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("no markup at all", WrongFile, "not well-formed XML"),
        (document(row("JAPAN", "A, Tokyo."))[:-30], WrongFile, "cut off"),
        (BOMB, WrongFile, "declares a document type or entities"),
        ("<html/>", WrongFile, "not 15 CFR Part 744"),
        (document(part="774"), WrongFile, "found DIV5 '774'"),
        (document(supplement="Supplement No. 5 to Part 744"), ImportRefused, "without its Supplement No. 4"),
        (document(head=HEAD.replace("Country", "State")), ImportRefused, "'State'"),
        (document(head=HEAD.replace("</TR>", "<TH>Note</TH></TR>")), ImportRefused, "'Note'"),
        (document("<TR><TD>JAPAN</TD><TD>A, Tokyo.</TD></TR>"), ImportRefused, "a row of 2 cells instead of 5"),
        (document(row("JAPAN", "A <blink>B</blink>")), ImportRefused, "element <blink>"),
        (document().replace("<TABLE>", "<TABLE></TABLE><TABLE>"), ImportRefused, "2 tables instead of one"),
    ],
)
def test_other_forms_are_refused(tmp_path: Path, text: str, error: type[Exception], words: str) -> None:
    """A file of any other form is refused with a sentence that names what was found."""
    with pytest.raises(error, match=words):
        read_table(_file(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused with its name."""
    with pytest.raises(WrongFile, match=r"nowhere\.xml cannot be read"):
        read_table(tmp_path / "nowhere.xml")
