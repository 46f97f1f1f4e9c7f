"""``kg import``."""

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Kg

COPY = "ecfr-title-15-part-744-2026-07-23.xml"


def files(checkout: Path) -> dict[str, bytes]:
    """The files of the graph."""
    folder = checkout / "graph"
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize(
    "text", ["", "no xml", "<DIV5 N='745'></DIV5>", "<a><b></a>"], ids=["empty", "text", "part", "cut"]
)
def test_what_is_not_understood_writes_nothing(kg: Kg, checkout: Path, tmp_path: Path, text: str) -> None:
    """A file that is not the one wanted is refused with a sentence, and the graph stays as it was."""
    (tmp_path / COPY).write_text(text)
    before = files(checkout)
    done = kg("import", "ecfr", tmp_path / COPY)
    assert done.returncode in {1, 2}
    assert done.stderr.startswith("kg: ")
    assert len(done.stderr.splitlines()) == 1
    assert files(checkout) == before


def test_a_file_that_is_not_there_is_misuse(kg: Kg) -> None:
    """The file has to be there."""
    assert kg("import", "ecfr", "nowhere.xml").returncode == 2


@pytest.mark.needs_copy(COPY)
def test_the_list_is_imported(kg: Kg, checkout: Path, root: Path, copies: Path) -> None:
    """Importing the copy that was committed makes the files that were committed."""
    shutil.copytree(root / "graph" / "readings", checkout / "graph" / "readings")
    folder = Path("graph") / "imported" / "us" / "ecfr" / "entity-list"
    shutil.copytree(root / folder, checkout / folder)
    before = files(checkout)
    done = kg("import", "ecfr", copies / COPY)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{folder}: ")
    assert files(checkout) == before
