"""``kg verify``."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from tests import example
from tests.commands.conftest import Kg


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder with a copy of the source."""
    (tmp_path / "copies").mkdir()
    shutil.copy(example.COPY, tmp_path / "copies")
    return tmp_path / "copies"


def test_all_verified(kg: Kg, copies: Path) -> None:
    """When every claim is verified there is one line with the counts."""
    done = kg("verify", "--sources", copies)
    assert done.returncode == 0
    assert done.stdout == (
        "2 claims with an anchor: 2 verified, 0 changed, 0 not found, 0 no copy; 0 claims have no anchor\n"
    )


def test_a_changed_copy_lists_the_claim(kg: Kg, copies: Path) -> None:
    """A changed word leaves with 1 and lists the claim with its locator."""
    example.edit(copies / "rule.txt", "(BIS)", "(BXA)")
    done = kg("verify", "--sources", copies)
    assert done.returncode == 1
    assert "changed" in done.stdout
    assert "second paragraph" in done.stdout


def test_the_list_can_be_read_by_tools(kg: Kg, copies: Path) -> None:
    """In CSV there is a header and one row per claim that is not verified; the counts go to standard error."""
    (copies / "rule.txt").unlink()
    done = kg("verify", "--sources", copies, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.returncode == 1
    assert [row["state"] for row in rows] == ["no copy", "no copy"]
    assert "0 verified" in done.stderr


def test_a_folder_that_is_not_there_is_misuse(kg: Kg) -> None:
    """The folder of copies has to be there."""
    assert kg("verify", "--sources", "nowhere").returncode == 2
