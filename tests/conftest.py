"""What all tests share: where things are, and the rule on tests that read a copy of a source.

A clone has no copies of the sources; they lie beside it, in ``../shared/sources``, where there are any. A test that
reads one says so with ``@pytest.mark.needs_copy("file name")``. It is skipped where the copy is missing, except where
copies are required (``CI=true`` or ``KG_REQUIRE_COPIES=1``): there the missing copy, like any other skip, is a failure.

In the same way a test says ``@pytest.mark.needs_store("fuseki")`` when it needs a real store. Oxigraph is always there;
the others are skipped where they are not installed, except where they are required (``KG_REQUIRE_STORES=1``).
"""

import os
import shutil
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import pytest

from kg import cli
from tests.stores import servers

Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).resolve().parents[1]
COPIES = ROOT.parent / "shared" / "sources"


def copies_are_required() -> bool:
    """Whether a missing copy is an error here."""
    return os.environ.get("CI") == "true" or os.environ.get("KG_REQUIRE_COPIES") == "1"


def missing_copies(item: pytest.Item) -> list[Path]:
    """The copies that a test says it reads and that are not there."""
    names = [str(name) for mark in item.iter_markers("needs_copy") for name in mark.args or (".",)]
    return [COPIES / name for name in names if not (COPIES / name).exists()]


def stores_are_required() -> bool:
    """Whether a missing store is an error here."""
    return os.environ.get("KG_REQUIRE_STORES") == "1"


def missing_stores(item: pytest.Item) -> list[str]:
    """The stores that a test needs and that are not installed."""
    names = [str(name) for mark in item.iter_markers("needs_store") for name in mark.args]
    return [name for name in names if servers.MISSING[name]]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose copy or store is missing, or fail it where they are required."""
    for store in missing_stores(item):
        sentence = f"needs the store {store}, which is not installed: 'make stores' installs it"
        if stores_are_required() or store == "oxigraph":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    for copy in missing_copies(item):
        sentence = f"needs the copy {copy}, which is not there"
        if copies_are_required():
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where copies are required, or where the test reads no copy."""
    report = yield
    allowed = item.get_closest_marker("needs_copy") and not copies_are_required()
    allowed = allowed or (item.get_closest_marker("needs_store") and not stores_are_required())
    if report.skipped and not hasattr(report, "wasxfail") and not allowed:
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped, but only tests marked needs_copy or needs_store may be, and none in CI"
        )
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def copies() -> Path:
    """The folder with copies of sources; use it only in tests marked ``needs_copy``."""
    return COPIES


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of truth that holds the small list and the questions of the library."""
    made = tmp_path_factory.mktemp("small")
    (made / "ontology").mkdir()
    (made / "graph").mkdir()
    shutil.copy(ROOT / "tests" / "queries" / "small-list.ttl", made / "graph")
    shutil.copytree(ROOT / "queries", made / "queries")
    return made


@pytest.fixture
def run_on(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], Run]:
    """Run the command line on a checkout; return exit code, output and what was said on standard error."""

    def call(root: Path, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["--root", str(root), *arguments])
        said = capsys.readouterr()
        return int(str(left.value.code)), said.out, said.err

    return lambda root: partial(call, root)


@pytest.fixture
def run(small: Path, run_on: Callable[[Path], Run], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line on the small list, with a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(small / "cache"))
    return run_on(small)
