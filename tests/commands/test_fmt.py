"""``kg fmt``."""

from pathlib import Path

from tests import example
from tests.commands.conftest import Kg


def test_a_file_is_put_into_house_form(kg: Kg, source: Path, checkout: Path) -> None:
    """An untidy file is rewritten and named; a tidy one is left alone in silence."""
    tidy = source.read_text("utf-8")
    example.edit(source, "\n    kg:status kg:accepted ;", " kg:status   kg:accepted;")
    done = kg("fmt", source.relative_to(checkout))
    assert (done.returncode, done.stdout) == (0, f"formatted: graph/sources/{example.SOURCE}.ttl\n")
    assert source.read_text("utf-8") == tidy
    assert kg("fmt", source).stdout == ""


def test_without_a_file_everything_is_formatted(kg: Kg, source: Path) -> None:
    """The whole checkout is in house form but for what was touched."""
    example.edit(source, "    kg:status", "kg:status")
    assert kg("fmt").stdout.splitlines() == [f"formatted: graph/sources/{example.SOURCE}.ttl"]


def test_checking_changes_nothing(kg: Kg, source: Path) -> None:
    """--check says which files are not in house form and leaves with 1."""
    example.edit(source, "    kg:status", "kg:status")
    untidy = source.read_text("utf-8")
    done = kg("fmt", "--check")
    assert done.returncode == 1
    assert done.stdout == f"not in house form: graph/sources/{example.SOURCE}.ttl\n"
    assert source.read_text("utf-8") == untidy


def test_a_comment_is_not_lost(kg: Kg, source: Path) -> None:
    """A file with a comment is left as it is, and the line of the comment is said."""
    example.edit(source, "    kg:status kg:accepted", "    # who says so?\n    kg:status kg:accepted")
    before = source.read_text("utf-8")
    done = kg("fmt", source)
    assert done.returncode == 1
    assert ":37: no-comments: the comment would be lost" in done.stderr
    assert source.read_text("utf-8") == before
