"""The library on a million triples: our own layer, pyoxigraph alone, an Oxigraph server on loopback, and rdflib."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks import engines
from tests.benchmarks.engines import Asked

LIBRARY = engines.library()
CAP = float(os.environ.get("KG_BENCH_CAP", "25"))
"""Seconds that rdflib may take for a question."""

_SPENT = 1.0
every_question = pytest.mark.parametrize("name", LIBRARY)


def rounds(ask: Callable[[Asked], int], asked: Asked) -> int:
    """How often to ask: for about a second, at least three times and at most fifty."""
    start = time.perf_counter()
    ask(asked)
    return max(3, min(50, int(_SPENT / (time.perf_counter() - start))))


@every_question
def test_the_layer_beside_the_engine(
    benchmark: BenchmarkFixture, layer: engines.Layer, raw: engines.Raw, name: str
) -> None:
    """Our layer finds as many rows as the engine alone; both are timed by turns, so that both have the same weather."""
    asked = LIBRARY[name]
    turns = rounds(layer.rows, asked)
    alone: list[float] = []
    found: list[int] = []

    def engine_first() -> None:
        start = time.perf_counter()
        found.append(raw.rows(asked))
        alone.append(time.perf_counter() - start)

    count = benchmark.pedantic(layer.rows, args=(asked,), setup=engine_first, rounds=turns, iterations=1)
    assert set(found) == {count}
    benchmark.extra_info.update(engine="kg", question=name, rows=count, alone=min(alone))


@every_question
def test_the_server(
    benchmark: BenchmarkFixture, oxigraph_server: engines.Server, layer: engines.Layer, name: str
) -> None:
    """The server finds as many rows."""
    asked = LIBRARY[name]
    turns = rounds(oxigraph_server.rows, asked)
    count = benchmark.pedantic(oxigraph_server.rows, args=(asked,), rounds=turns, iterations=1)
    assert count == layer.rows(asked)
    benchmark.extra_info.update(engine="oxigraph", question=name, rows=count)


@every_question
def test_other_stores(
    benchmark: BenchmarkFixture, other_store: tuple[str, engines.Server], layer: engines.Layer, name: str
) -> None:
    """Other makers' stores are asked as well: what they refuse, answer otherwise or do not end in time is noted."""
    engine, server = other_store
    asked = LIBRARY[name]
    benchmark.extra_info.update(engine=engine, question=name, rows=None)

    def ask() -> None:
        start = time.perf_counter()
        try:
            benchmark.extra_info["rows"] = server.rows(asked)
        except (engines.TooLong, engines.Refused) as error:
            ended = time.perf_counter() - start > engines.PATIENCE
            benchmark.extra_info["capped" if ended else "refused"] = str(error)

    ask()
    benchmark.pedantic(ask, rounds=1 if "capped" in benchmark.extra_info else 5, iterations=1)
    benchmark.extra_info["same"] = benchmark.extra_info["rows"] == layer.rows(asked)


@every_question
def test_rdflib(benchmark: BenchmarkFixture, rdflib_graph: engines.Rdflib, name: str) -> None:
    """Rdflib is asked once, and ended when it takes too long."""
    asked = LIBRARY[name]
    benchmark.extra_info.update(engine="rdflib", question=name, rows=None)

    def ask() -> None:
        try:
            with engines.bounded(CAP):
                benchmark.extra_info["rows"] = rdflib_graph.rows(asked)
        except engines.TooLong:
            benchmark.extra_info["capped"] = CAP

    benchmark.pedantic(ask, rounds=1, iterations=1)
