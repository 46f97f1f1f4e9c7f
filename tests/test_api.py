"""What ``import kg`` offers."""

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import BadParameter
from tests import example

ROOT = Path(__file__).resolve().parents[1]


def test_importing_the_package_imports_nothing() -> None:
    """``import kg`` costs nothing: what it offers is imported when it is used."""
    watch = "import sys, kg; assert not [name for name in sys.modules if name.startswith('kg.')]"
    assert subprocess.run([sys.executable, "-c", watch], check=False, cwd=ROOT).returncode == 0


def test_all_that_is_offered_is_there() -> None:
    """Every name of the package is found, and no other."""
    assert [getattr(kg, name).__name__ for name in kg.__all__] == kg.__all__
    assert dir(kg) == kg.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018 - reading it is what is tested


def test_the_graph_is_asked() -> None:
    """The graph of the checkout answers questions of the library and queries of one's own."""
    graph = kg.Graph(ROOT)
    assert len(graph) > 500_000
    assert "entity-list/who-was-added" in {each.name for each in graph.questions()}
    answer = graph.ask("entity-list/by-destination", limit=3)
    assert len(answer.rows.rows) == 3
    bureau = graph.entity("us-bis")
    rows = graph.query("SELECT ?label { ?it rdfs:label ?label }", it=bureau)
    assert isinstance(rows, kg.Rows)
    assert rows.columns == ("label",)
    with pytest.raises(BadParameter):
        graph.ask("entity-list/by-destination", colour="red")


def test_an_edge_has_its_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claims behind an edge are found by the names of its parts."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    graph = kg.Graph(example.checkout(tmp_path / "checkout"))
    claims = graph.why("us-bis", "name", "BIS")
    assert [each.iri.rpartition("/")[2] for each in claims] == ["us-bis-name-bis"]
