"""A graph of any size has the shape of the real one."""

from collections import Counter
from pathlib import Path

import pytest

from kg import store
from kg.tables import Triple
from kg.terms import KG, RDF
from tests.benchmarks import scaled

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> store.Embedded:
    """The small list and the small world, in the place of the real graph."""
    files = [ROOT / "tests" / "queries" / name for name in ("small-list.ttl", "small-world.ttl")]
    graph = store.of_files(files)
    monkeypatch.setattr(store, "open_store", lambda _root: graph)
    return graph


def made(tmp_path: Path, size: int, seed: int = scaled.SEED) -> list[Triple]:
    """A graph of that size, read back."""
    file = tmp_path / f"{size}-{seed}.nt"
    count = scaled.write(file, size, seed)
    assert count == len(file.read_text("utf-8").splitlines())
    (tmp_path / "x.ttl").write_text(file.read_text("utf-8"))
    return list(store.of_files([tmp_path / "x.ttl"]))


def test_the_first_copy_is_the_graph(small: store.Embedded, tmp_path: Path) -> None:
    """A graph that is asked to be no larger than the real one is the real one."""
    assert set(made(tmp_path, 1)) == set(small)


def test_a_larger_graph_has_the_same_shape(small: store.Embedded, tmp_path: Path) -> None:
    """Each whole copy adds as many claims of each class and as many edges of each predicate as the graph has."""
    single, triple = list(small), made(tmp_path, 3 * len(small))
    assert len(triple) > 2 * len(single)

    def classes(graph: list[Triple]) -> Counter[str]:
        return Counter(str(value) for _, predicate, value in graph if predicate == RDF + "type")

    for name in ("Naming", "Listing", "Amending", "Party", "Source"):
        assert classes(triple)[KG + name] >= 3 * classes(single)[KG + name] > 0
    assert classes(triple)[KG + "Destination"] == classes(single)[KG + "Destination"]
    edges = [sum(predicate == KG + "name" for _, predicate, _ in graph) for graph in (single, triple)]
    assert edges[1] >= 3 * edges[0]


def test_the_same_seed_gives_the_same_graph(small: store.Embedded, tmp_path: Path) -> None:
    """Size and seed decide; another seed takes other rows for the part of a copy."""
    size = len(small) + len(small) // 3
    one, again, other = made(tmp_path, size), made(tmp_path, size), made(tmp_path, size, seed=1)
    assert set(one) == set(again) != set(other)
    assert size * 0.8 < len(one) < size * 1.2
