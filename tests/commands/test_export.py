"""``kg export``."""

from pathlib import Path

from tests.commands.conftest import Kg


def test_an_export_is_written_where_one_says(kg: Kg, tmp_path: Path) -> None:
    """The folder is made, and it is said where the commands stand."""
    done = kg("export", "--for", "qlever", "--output", tmp_path / "out")
    assert done.returncode == 0
    assert "LOAD.md says how qlever loads them" in done.stdout
    assert (tmp_path / "out" / "SHA256SUMS").is_file()


def test_another_folder_is_not_replaced(kg: Kg, checkout: Path) -> None:
    """A folder that is no export is misuse."""
    done = kg("export", "--for", "qlever", "-o", checkout / "graph")
    assert done.returncode == 2
    assert "something else than an export" in done.stderr
