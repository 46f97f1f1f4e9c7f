"""Opening a large store, what a process needs that asks it, and what a policy costs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kg import policies, store
from tests.benchmarks.made import MILLION, ROOT, stored

LARGE = int(os.environ.get("KG_BENCH_LARGE", "0"))
"""The size of the large graph, which takes minutes and gigabytes to make; without it, these are done on a million."""

_ASK = """
import resource, sys, time
import pyoxigraph as ox
from pathlib import Path
from tests.benchmarks import engines
start = time.perf_counter()
layer = engines.Layer(Path(sys.argv[1]))
opened = time.perf_counter() - start
slowest, name = 0.0, ""
for each in engines.library().values():
    start = time.perf_counter()
    layer.rows(each)
    slowest, name = max((slowest, name), (time.perf_counter() - start, each.question.name))
print(opened, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(layer.store), slowest, name)
"""


@pytest.mark.parametrize("size", sorted({MILLION, LARGE or MILLION}))
def test_opening_and_memory(benchmark: BenchmarkFixture, size: int) -> None:
    """A process opens the store, asks the whole library once, and says how long opening took and how large it grew."""
    folder = stored(size)
    seen: list[list[str]] = []

    def ask() -> None:
        done = subprocess.run(
            [sys.executable, "-c", _ASK, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        seen.append(done.stdout.split())

    benchmark.pedantic(ask, rounds=2, iterations=1)
    opened = min(float(each[0]) for each in seen)
    memory = max(float(each[1]) for each in seen)
    slowest = min((float(each[3]), each[4]) for each in seen)
    benchmark.extra_info.update(
        engine="opening", size=int(seen[0][2]), opened=opened, memory=memory, slowest=slowest[0], question=slowest[1]
    )


@pytest.mark.parametrize("name", ["none", "as of 2024-12-05"])
def test_opening_under_a_policy(benchmark: BenchmarkFixture, name: str) -> None:
    """Opening the real graph from a warm cache, as it is and as of a day."""
    policy = policies.load(as_of=None if name == "none" else "2024-12-05")
    store.open_store(ROOT, policy)
    benchmark.pedantic(lambda: store.open_store(ROOT, policy), rounds=20, iterations=1)
    benchmark.extra_info.update(engine="policy", question=name)
