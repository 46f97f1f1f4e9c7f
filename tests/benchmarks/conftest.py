"""What the benchmarks share: the engines on a graph of a million triples. ``make bench`` runs them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.benchmarks import engines
from tests.benchmarks.made import MILLION, dump, stored


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask question by question, so that the engines have the same weather; rdflib, which is slow, comes last.

    The hook is given the tests of every folder: only those of the library are put in another order.
    """
    places = [at for at, item in enumerate(items) if item.path.name == "bench_library.py"]
    asked = sorted((items[at] for at in places), key=lambda item: ("rdflib" in item.name, item.name.partition("[")[2]))
    for at, item in zip(places, asked, strict=True):
        items[at] = item


@pytest.fixture(scope="session")
def layer() -> engines.Layer:
    """Our own layer on a million."""
    return engines.Layer(stored(MILLION))


@pytest.fixture(scope="session")
def raw(layer: engines.Layer) -> engines.Raw:
    """Pyoxigraph alone on the same open store."""
    return engines.Raw(layer)


@pytest.fixture(scope="session")
def rdflib_graph() -> engines.Rdflib:
    """Rdflib with a million in memory."""
    return engines.Rdflib(dump(MILLION))


@pytest.fixture(scope="session", params=engines.OTHERS)
def other_store(request: pytest.FixtureRequest) -> Iterator[tuple[str, engines.Server]]:
    """Each of the other makers' stores that are on this machine on a million, on loopback, with its name."""
    with engines.other(request.param, dump(MILLION), engines.PATIENCE) as found:
        yield request.param, found


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[engines.Server]:
    """An Oxigraph server on a million, on loopback."""
    with engines.server(stored(MILLION)) as found:
        yield found
