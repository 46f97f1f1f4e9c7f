"""Delivery: an answer reaches its place whole, and what is said beside it stands where it belongs."""

from pathlib import Path

import pytest

from kg import delivery


@pytest.mark.parametrize("form", ["table", "markdown", "text"])
def test_readers_find_the_notes_below(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """In formats for people the notes are part of the answer."""
    delivery.deliver("rows\n", ["1 row."], form, None)
    said = capsys.readouterr()
    assert said.out == f"rows\n\n{'- ' if form == 'markdown' else ''}1 row.\n"
    assert said.err == ""


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "turtle", "ntriples"])
def test_tools_find_nothing_but_data(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """In formats for tools the notes go to standard error."""
    delivery.deliver("rows\n", ["1 row."], form, None)
    assert capsys.readouterr() == ("rows\n", "1 row.\n")


def test_notes_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """A title of a source can steer neither a terminal nor Markdown."""
    delivery.deliver("", ["As of \x1b[2J\n*today* [x](y)"], "markdown", None)
    assert capsys.readouterr().out == "\n- As of \ufffd\\[2J \\*today\\* \\[x\\](y)\n"


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was in the file before is gone, and nothing else is in the folder."""
    target = tmp_path / "new" / "rows.csv"
    delivery.deliver("a\r\nlong first answer\r\n", [], "csv", target)
    delivery.deliver("a\r\n", [], "csv", target)
    assert target.read_bytes() == b"a\r\n"
    assert list(target.parent.iterdir()) == [target]
    assert capsys.readouterr().out == ""


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """A device stays a device."""
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    delivery.deliver("rows\n", [], "csv", link)
    assert link.is_symlink()
    assert link.is_char_device()


def test_a_table_in_a_pipe_is_as_wide_as_it_likes(tmp_path: Path) -> None:
    """Only a terminal has a width."""
    assert delivery.width(None) is None
    assert delivery.width(tmp_path / "table.txt") is None
