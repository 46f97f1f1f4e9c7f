"""The graphs that the benchmarks ask, each made once and kept in ``build/benchmarks`` for the next run."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks import engines, scaled

ROOT = Path(__file__).resolve().parents[2]
MADE = Path(os.environ.get("KG_BENCH_FOLDER", ROOT / "build" / "benchmarks"))
MILLION = 1_000_000


def dump(size: int) -> Path:
    """The graph of a size as N-Triples, written when it is not there."""
    file = MADE / f"{size}.nt"
    if not file.exists():
        MADE.mkdir(parents=True, exist_ok=True)
        making = file.with_suffix(".part")
        scaled.write(making, size)
        making.rename(file)
    return file


def stored(size: int) -> Path:
    """The graph of a size as a store on disk."""
    folder = MADE / f"{size}.store"
    if not folder.exists():
        making = folder.with_suffix(".part")
        engines.load(dump(size), making)
        making.rename(folder)
    return folder
