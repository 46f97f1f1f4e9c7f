"""What the tests of the importer share: the committed claims of the list, loaded once, and the small list."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest


@pytest.fixture(scope="session")
def imported(root: Path) -> ox.Store:
    """The committed claims of the list and the entities they speak of."""
    store = ox.Store()
    for file in sorted((root / "graph/imported/us/ecfr/entity-list").glob("*.ttl")) + sorted(
        (root / "graph/entities").glob("*.ttl"),
    ):
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture
def home(tmp_path: Path, root: Path) -> Path:
    """A home of the graph with its entities only, into which a test may import."""
    shutil.copytree(root / "graph/entities", tmp_path / "graph/entities")
    return tmp_path
