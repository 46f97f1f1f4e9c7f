"""What stands in the folder of the list when an import cannot finish: the old edition, whole."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.importers.ecfr import FOLDER, import_list
from kg.importers.ecfr.folder import replace_folder
from tests.importers.ecfr.small import row, write

COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]


def _files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.fixture
def edition(home: Path) -> Path:
    """A home whose graph holds a small list already, and a longer copy to import over it."""
    for name in ("ontology", "queries"):
        (home / name).mkdir()
    import_list(write(home, row("JAPAN", "A, Tokyo.")), home)
    return write(home, *(row("JAPAN", f"Firm {number}, Tokyo.") for number in range(3000)), name="long-2026-08-01.xml")


def test_a_full_disk_leaves_the_old_list(edition: Path, home: Path) -> None:
    """When a file cannot be written any further, the import says so with exit code 1 and the old list is as it was."""
    before = _files(home / FOLDER)
    run = subprocess.run(
        [*COMMAND, "--root", str(home), "import", "ecfr", str(edition)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000)),
    )
    assert (run.returncode, "Traceback" in run.stderr) == (1, False)
    assert "File too large" in run.stderr
    assert _files(home / FOLDER) == before
    assert [each.name for each in (home / FOLDER).parent.iterdir()] == [FOLDER.name]


def test_an_interrupt_leaves_a_whole_list(edition: Path, home: Path) -> None:
    """Interrupted at any moment, an import leaves the old list or the new one, and nothing beside it."""
    before = _files(home / FOLDER)
    process = subprocess.Popen(
        [*COMMAND, "--root", str(home), "import", "ecfr", str(edition)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(200):  # until the new files are being written, or at the latest after two seconds
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            if len(list((home / FOLDER).parent.iterdir())) > 1:
                break
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode in {0, 130}
    assert "Traceback" not in said
    assert _files(home / FOLDER) == before or len(_files(home / FOLDER)["japan.ttl"]) > 100_000
    assert [each.name for each in (home / FOLDER).parent.iterdir()] == [FOLDER.name]


def test_a_folder_that_was_set_aside_is_put_back(tmp_path: Path) -> None:
    """If the machine stopped between setting the old folder aside and putting the new one in place, nothing is lost."""
    (tmp_path / ".list.old").mkdir()
    (tmp_path / ".list.old" / "a.ttl").write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        replace_folder(tmp_path / "list", {"a.ttl": None})  # type: ignore[dict-item]  # a document that cannot be written
    assert _files(tmp_path / "list") == {"a.ttl": b"old"}


def test_what_was_left_half_written_is_cleared(tmp_path: Path) -> None:
    """A folder that an earlier import left half written is cleared by the next one."""
    (tmp_path / ".list.x1y2").mkdir()
    replace_folder(tmp_path / "list", {"a.ttl": "new"})
    assert [each.name for each in tmp_path.iterdir()] == ["list"]
