"""What the tests of commands share: a checkout of their own, and the command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import example

Kg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the ontology, the entities, and one source with two claims."""
    return example.checkout(tmp_path / "checkout")


@pytest.fixture
def source(checkout: Path) -> Path:
    """The file of the one source."""
    return example.source_file(checkout)


@pytest.fixture
def kg(root: Path, checkout: Path, tmp_path: Path) -> Kg:
    """The command line, run in a process of its own on that checkout, as a person would."""

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run kg; a traceback is a failure whatever the test is about."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", "from kg.cli import main; main()", "--root", checkout, *arguments],
            env={**os.environ, "KG_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(root)},
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "a defect of kg" not in done.stderr
        return done

    return run
