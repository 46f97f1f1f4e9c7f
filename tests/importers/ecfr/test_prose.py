"""The running text of the eCFR: what is read around the tables, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ImportRefused, WrongFile
from kg.importers.ecfr.prose import texts
from kg.importers.ecfr.table import read_table
from tests.importers.ecfr.small import document, row

SECTION = """<DIV8 N="744.1" TYPE="SECTION"><HEAD>§ 744.1   General\n provisions.</HEAD>
<P>(a) <I>Scope.</I> Cafe\u0301s<SU>1</SU>,<br/>and  more.</P><P> </P>
<NOTE><HED>Note 1:</HED><P>A note.</P></NOTE>
<EDNOTE><HED>Editorial Note:</HED><PSPACE>Another.</PSPACE></EDNOTE>
<EXTRACT><FP-1>A flush paragraph.</FP-1></EXTRACT>
<FTNT><P>The foot.</P></FTNT><SCOL2><LI>Bolivia</LI><LI>Chile</LI></SCOL2><CITA TYPE="N">[63 FR 1]</CITA></DIV8>"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "part.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_headings_and_paragraphs_are_segments(tmp_path: Path) -> None:
    """Each heading and paragraph is one text, in the order of the document; white space is one space, in NFC."""
    assert texts(_file(tmp_path, SECTION)) == [
        "§ 744.1 General provisions.",
        "(a) Scope. Caf\u00e9s1, and more.",
        "Note 1:",
        "A note.",
        "Editorial Note:",
        "Another.",
        "A flush paragraph.",
        "The foot.",
        "Bolivia",
        "Chile",
        "[63 FR 1]",
    ]


def test_rows_of_tables_are_left_out(tmp_path: Path) -> None:
    """Of a table nothing is read but what stands around its rows, be it in a paragraph."""
    around = document(row("JAPAN", "A, Tokyo.")).replace("<DIV>", "<HEAD>Supplement</HEAD><DIV>")
    assert texts(_file(tmp_path, around)) == ["Supplement"]
    inside = "<P>Before <TABLE><TR><TD>cell</TD></TR></TABLE>after</P>"
    assert texts(_file(tmp_path, inside)) == ["Before after"]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("no markup at all", WrongFile, "not well-formed XML"),
        (SECTION[:-3], WrongFile, "cut off"),
        ('<!DOCTYPE x [<!ENTITY a "aa">]><P>&a;</P>', WrongFile, "declares a document type or entities"),
        ("<html><p>A page</p></html>", ImportRefused, "'A page' stands in an element <p>"),
        ("<DIV8><P>Known</P> unknown</DIV8>", ImportRefused, "'unknown' stands in an element <DIV8>"),
    ],
)
def test_other_forms_are_refused(tmp_path: Path, text: str, error: type[Exception], words: str) -> None:
    """A file that is not the XML of the eCFR is refused with a sentence that names what was found."""
    with pytest.raises(error, match=words):
        texts(_file(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused with its name."""
    with pytest.raises(WrongFile, match=r"nowhere\.xml cannot be read"):
        texts(tmp_path / "nowhere.xml")


@pytest.mark.needs_copy("ecfr-title-15-part-744-2026-07-23.xml")
def test_the_part_is_read_with_all_that_stands_around_its_tables(copies: Path) -> None:
    """Every section and supplement of Part 744 has its heading, and the words around the list are all there."""
    path = copies / "ecfr-title-15-part-744-2026-07-23.xml"
    found = texts(path)
    assert len(found) == 496
    assert sum(each.startswith(("§ 744.", "§§ 744.")) for each in found) == 21
    assert sum(each.startswith("Supplement No. ") for each in found) == 8
    assert all(any(text.startswith(each) for each in found) for text in read_table(path).prose)
