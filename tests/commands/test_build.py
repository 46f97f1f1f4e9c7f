"""``kg build``."""

import contextlib
import json
import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

from tests.commands.conftest import Kg


def test_the_bundle_is_written_where_one_says(kg: Kg, tmp_path: Path) -> None:
    """The folder is made, and its counts are said."""
    done = kg("build", "--output", tmp_path / "out" / "bundle")
    assert done.returncode == 0
    assert "2 claims, 2 edges" in done.stdout
    assert done.stderr == ""
    assert json.loads((tmp_path / "out" / "bundle" / "manifest.json").read_text())["counts"]["claims"] == 2


def test_by_default_the_folder_is_called_build(kg: Kg, checkout: Path) -> None:
    """Without an option the bundle goes to the folder build."""
    assert kg("build").returncode == 0
    assert (checkout / "build" / "graph.nt").is_file()


def _read(terminal: int, seen: list[bytes]) -> None:
    """Read a terminal until nobody writes to it any more."""
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 100_000):
            seen.append(piece)


def test_a_terminal_sees_how_far_it_is(root: Path, checkout: Path, tmp_path: Path) -> None:
    """On a terminal long work shows a bar; the tests above show that a pipe sees nothing."""
    master, slave = pty.openpty()
    seen: list[bytes] = []
    reader = threading.Thread(target=_read, args=(master, seen))
    reader.start()  # a terminal that nobody reads is full after four kilobytes, and whoever writes to it waits
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "--root", checkout, "build"],
        env={**os.environ, "KG_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(root), "TERM": "xterm"},
        cwd=checkout,
        stdout=subprocess.DEVNULL,
        stderr=slave,
        check=False,
    )
    os.close(slave)
    reader.join()
    assert done.returncode == 0
    assert b"Building the store" in b"".join(seen)


def test_another_folder_is_not_replaced(kg: Kg, checkout: Path) -> None:
    """A folder that is no bundle is misuse."""
    done = kg("build", "-o", checkout / "graph")
    assert done.returncode == 2
    assert "something else than a bundle" in done.stderr


def test_a_broken_file_stops_it(kg: Kg, source: Path, checkout: Path) -> None:
    """A file that does not parse is named with its line, and nothing is written."""
    source.write_text("@prefix id: <http://x/> .\nid:a id:b .\n")
    done = kg("build")
    assert done.returncode == 1
    assert f"{source}:2: turtle-syntax" in done.stderr
    assert not (checkout / "build").exists()
