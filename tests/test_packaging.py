"""What is published: the wheel, its version, its command."""

import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRUTH = ("ontology", "graph", "queries")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of the checkout, built as ``make wheel`` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.mark.parametrize("folder", TRUTH)
def test_the_wheel_holds_the_truth(wheel: zipfile.ZipFile, folder: str) -> None:
    """Every data file of the checkout is in the wheel, byte for byte, under kg/data."""
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".ttl", ".rq"}]
    assert files
    for path in files:
        assert wheel.read(f"kg/data/{path.relative_to(ROOT).as_posix()}") == path.read_bytes()


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """The wheel has one package, its metadata and no tests."""
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"kg", f"chip_controls_kg-{metadata.version('chip-controls-kg')}.dist-info"}
    assert not [name for name in wheel.namelist() if "tests" in Path(name).parts or Path(name).name.startswith("test_")]
    assert {"kg/__init__.py", "kg/policies.toml", "kg/py.typed"} <= set(wheel.namelist())


def test_the_wheel_holds_the_files_of_the_page(wheel: zipfile.ZipFile) -> None:
    """The scripts, the style and the frame of a picture's page travel with the package, byte for byte."""
    files = sorted((ROOT / "kg" / "page").iterdir())
    assert {path.suffix for path in files} == {".css", ".html", ".js"}
    for path in files:
        assert wheel.read(f"kg/page/{path.name}") == path.read_bytes()


def test_the_wheel_carries_both_licences(wheel: zipfile.ZipFile) -> None:
    """The licence of the code and the licence of the data travel with the wheel."""
    names = {Path(name).name for name in wheel.namelist() if "/licenses/" in name}
    assert names == {"LICENSE", "LICENSE-DATA"}


def test_the_wheel_is_small(wheel: zipfile.ZipFile) -> None:
    """The wheel stays under 12 MB."""
    assert sum(info.compress_size for info in wheel.infolist()) < 12_000_000


def test_the_command_exists() -> None:
    """The distribution brings the command kg, and it can be loaded."""
    (script,) = metadata.entry_points(group="console_scripts", name="kg")
    assert script.value == "kg.cli:main"
    assert callable(script.load())


def test_the_changelog_tells_of_this_version() -> None:
    """The newest heading of the changelog is the version that is installed."""
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == metadata.version("chip-controls-kg")


def test_every_dependency_has_a_lower_bound() -> None:
    """What is needed at run time says from which version on."""
    needed = [line for line in metadata.requires("chip-controls-kg") or () if "extra ==" not in line]
    assert needed
    assert all(">=" in line for line in needed)
