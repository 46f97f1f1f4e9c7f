"""Print what the benchmarks measured, as Markdown: ``make bench`` writes it to ``benchmarks.md``."""

from __future__ import annotations

import json
import math
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Found = dict[str, dict[str, dict[str, Any]]]

HEAD = """# Benchmarks

Made by `make bench`, in one run on one machine. Times are the best of several rounds, in milliseconds, of a warm
process; rdflib is asked once. The graph has the shape of the real one (`tests/benchmarks/scaled.py`) and {size:,}
triples. "alone" is pyoxigraph without our layer, its rows as it gives them. "oxigraph", "fuseki" and "virtuoso" are
servers on loopback, their answers read as JSON. Ratios say how many times as long as `kg` another took; `>` means that
it was ended, `≠` that it found another number of rows, "refused" that it answered with an error.

{machine}, Python {python}.

"""
ENGINES = {"oxigraph": 1, "fuseki": 1, "virtuoso": 1, "rdflib": 50}
"""The engines beside ours, and how many times as long they should take."""


def read(*paths: Path) -> Found:
    """Return what was measured, by engine and question."""
    found: Found = {}
    for each in (one for path in paths for one in json.loads(path.read_text("utf-8"))["benchmarks"]):
        info = each["extra_info"]
        key = str(info.get("size", info.get("question")))
        found.setdefault(info["engine"], {})[key] = info | {"time": each["stats"]["min"]}
    return found


def mean(values: Iterable[float]) -> float:
    """Return the geometric mean."""
    logs = [math.log(each) for each in values]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def line(name: str, found: Found) -> str:
    """Return the line of a question."""
    own = found["kg"][name]
    cells = [name, f"{own['rows']:,}", f"{own['time'] * 1e3:.2f}", f"{own['alone'] * 1e3:.2f}", over(own)]
    for engine in others(found):
        cells += cells_of(found[engine].get(name), own["time"])
    return f"| {' | '.join(cells)} |"


def others(found: Found) -> list[str]:
    """Return the engines beside ours that were measured."""
    return [engine for engine in ENGINES if engine in found]


def cells_of(other: dict[str, Any] | None, own: float) -> list[str]:
    """Return how long another engine took, and the ratio."""
    if other is None or "refused" in other:
        return ["refused" if other else "", ""]
    mark = ">" if "capped" in other else "" if other.get("same", True) else "≠"
    return [f"{mark}{other['time'] * 1e3:,.2f}", f"{mark}{other['time'] / own:,.1f}"]


def over(own: dict[str, Any]) -> str:
    """Return what our layer adds: a share of more than a millisecond, or microseconds below."""
    added = own["time"] - own["alone"]
    return f"{100 * added / own['alone']:+.1f} %" if own["alone"] >= 1e-3 else f"{added * 1e6:+.0f} µs"


def lines(found: Found) -> Iterator[str]:
    """Yield the lines of the page."""
    own = found["kg"]
    size = min(int(each) for each in found["opening"]) if "opening" in found else 0
    machine = f"{platform.machine()}, {platform.system()}"
    yield HEAD.format(size=size, machine=machine, python=platform.python_version())[:-1]
    head = ["question", "rows", "kg", "alone", "overhead", *(each for one in others(found) for each in (one, "ratio"))]
    yield f"| {' | '.join(head)} |\n|---|{'---:|' * (len(head) - 1)}"
    yield from (line(name, found) for name in sorted(own, key=lambda name: -own[name]["time"]))
    yield "\n## What was to be reached\n\n| figure | wanted | measured |\n|---|---|---|"
    yield from (f"| {figure} | {wanted} | {measured} |" for figure, wanted, measured in reached(found))


def reached(found: Found) -> Iterator[tuple[str, str, str]]:
    """Yield each figure, what was wanted, and what was measured."""
    own = found["kg"]
    long = [each["time"] / each["alone"] - 1 for each in own.values() if each["alone"] >= 1e-3]
    short = [each["time"] - each["alone"] for each in own.values() if each["alone"] < 1e-3]
    above = sum(each > 0.05 for each in long), sum(each > 50e-6 for each in short)
    yield "overhead above 1 ms, geometric mean", "at most 5 %", f"{100 * (mean(1 + each for each in long) - 1):+.1f} %"
    yield "overhead above 1 ms, questions over the bound", "0", f"{above[0]} of {len(long)}"
    yield "overhead below 1 ms, largest", "at most 50 µs", f"{max(short, default=0) * 1e6:+.0f} µs ({above[1]} over it)"
    slow = {name: each["time"] for name, each in own.items() if each["time"] > 0.2}
    worst = max(own, key=lambda name: own[name]["time"])
    yield "slowest question", "under 200 ms", f"{own[worst]['time'] * 1e3:.0f} ms ({worst}; {len(slow)} over it)"
    for engine in others(found):
        yield compared(engine, found)
    for each in found.get("opening", {}).values():
        yield f"opening {each['size']:,} triples", "under 50 ms", f"{each['opened'] * 1e3:.1f} ms"
        yield (
            f"memory of a process that asked the library of {each['size']:,}",
            "under 500 MB",
            f"{each['memory']:.0f} MB",
        )
        yield f"slowest first answer over {each['size']:,}", "", f"{each['slowest'] * 1e3:.0f} ms ({each['question']})"
    for name, each in found.get("policy", {}).items():
        yield f"opening the real graph, policy: {name}", "", f"{each['time'] * 1e3:.1f} ms"


def compared(engine: str, found: Found) -> tuple[str, str, str]:
    """Return how many times as long as ours another engine took, over what it answered with the same rows."""
    own, asked = found["kg"], found[engine]
    there = {name: each for name, each in asked.items() if "capped" in each or each.get("same", True)}
    ratios = [each["time"] / own[name]["time"] for name, each in there.items()]
    capped = sum("capped" in each for each in there.values())
    more = f", a lower bound: {capped} of {len(there)} were ended" if capped else ""
    more += f"; {len(asked) - len(there)} refused or answered otherwise are left out" if len(asked) > len(there) else ""
    return f"{engine}, geometric mean of ratios", f"at least {ENGINES[engine]}", f"{mean(ratios):.1f}{more}"


if __name__ == "__main__":
    sys.stdout.write("".join(f"{each}\n" for each in lines(read(*map(Path, sys.argv[1:])))))
