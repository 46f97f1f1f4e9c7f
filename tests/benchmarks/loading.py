"""How fast a million quads are loaded, beside plain uploads of the same by curl; run it by hand.

``python -m tests.benchmarks.loading oxigraph`` makes 200 graphs of 5,000 triples, starts the store anew for each
upload, and says seconds, rates and memory. Then nothing is changed, and then one graph of the 200. With ``whole`` after
the name of the store it loads the graph of this project in the place of those.

Virtuoso takes no quads: there one plain upload brings all triples into one graph. So it is measured as well what curl
takes for the same graphs, one upload after the other.
"""

import contextlib
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from kg import layout, load
from kg.layout import Layout
from kg.servers import endpoint
from kg.terms import SOURCE
from tests.conftest import ROOT
from tests.stores import servers
from tests.stores.conftest import made
from tests.stores.servers import Server

GRAPHS, TRIPLES = 200, 5_000
PATIENCE = 200
STORES: dict[str, Callable[[Path], Server]] = {
    "oxigraph": servers.oxigraph,
    "fuseki": servers.fuseki,
    "virtuoso": servers.virtuoso,
}


def lines(graph: int, changed: str = "") -> list[str]:
    """Triples of a graph, of about the size that those of the real graph have."""
    base = "https://w3id.org/chip-controls"
    claim = f"<{base}/claim/us/bis/2026-01-01-source-{graph:04}/claim"
    verbs = [f"<{base}/ontology#predicate{at}>" for at in range(20)]
    return [
        f'{claim}-{at // 20:05}> {verbs[at % 20]} "the value {at % 977} of predicate {at % 20}{changed}"@en .'
        for at in range(TRIPLES)
    ]


def plain(server: Server, graphs: Layout, folder: Path) -> float:
    """Seconds for one upload of everything by curl, as the store takes it."""
    file = folder / "all"
    quads = not server.environment
    with file.open("w", encoding="utf-8") as stream:
        for part in graphs.parts.values():
            stream.writelines(f"{each[:-1]}<{part.graph}> .\n" if quads else f"{each}\n" for each in graphs.lines(part))
    graph = "" if quads else "?graph=urn:plain"
    return _curl(server, "application/n-quads" if quads else "text/turtle", f'upload-file = "{file}"', graph)


def apart(server: Server, graphs: Layout, folder: Path) -> float:
    """Seconds for one upload by curl for each graph."""
    lines = []
    for number, part in enumerate(graphs.parts.values()):
        file = folder / f"{number}.nt"
        file.write_bytes(b"".join(graphs.pieces(part)))
        lines.append(f'upload-file = "{file}"\nurl = "WHERE?graph={quote(part.graph, safe="")}"')
    return _curl(server, "text/turtle", "\n".join(lines))


def _curl(server: Server, media: str, uploads: str, graph: str | None = None) -> float:
    """Seconds that curl takes for uploads; infinite when the store has not taken them after a while."""
    with contextlib.closing(endpoint.connect(server.url)) as place:
        where = place.address.graphs
    login = ["--digest", "--user", "dba:dba"] if server.environment else []
    settings = uploads.replace("WHERE", where) if graph is None else f'{uploads}\nurl = "{where}{graph}"'
    command = ["curl", "-sf", *login, "-X", "POST", "-H", f"Content-Type: {media}", "--config", "-"]
    started = time.monotonic()
    try:
        subprocess.run(command, check=True, capture_output=True, input=settings.encode(), timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return math.inf
    return time.monotonic() - started


@contextlib.contextmanager
def running(name: str) -> Iterator[Server]:
    """A store that is new."""
    with tempfile.TemporaryDirectory() as folder:
        server = STORES[name](Path(folder))
        os.environ |= server.environment
        try:
            yield server
        finally:
            server.kill()


def timed(url: str, graphs: Layout) -> tuple[float, int]:
    """Seconds for a load, and how many graphs it sent."""
    started = time.monotonic()
    with contextlib.closing(endpoint.connect(url)) as place:
        done = load.load(place, graphs, load.Wishes())
    return time.monotonic() - started, len(done.plan.send)


def made_up(folder: Path) -> Layout:
    """200 graphs, a million triples."""
    names = [f"{SOURCE}us/bis/2026-01-01-source-{at:04}" for at in range(GRAPHS)]
    return made(folder, {each: lines(at) for at, each in enumerate(names)})


def main(name: str, what: str = "") -> None:
    """Measure a store and say what came out."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["KG_CACHE"] = scratch
        folder = Path(scratch)
        graphs = layout.of(ROOT) if what == "whole" else made_up(folder / "made")
        with running(name) as server:
            upload = plain(server, graphs, folder)
        with running(name) as server:
            each = 0.0 if not server.environment else apart(server, graphs, folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with running(name) as server:
            first, _ = timed(server.url, graphs)
            again, sent = timed(server.url, graphs)
            other = next(graph for graph, part in graphs.parts.items() if 2_000 < part.triples < 10_000)
            part, _ = layout.write(graphs.folder, "changed.nt.gz", other, lines(7, " changed"))
            one, changed = timed(server.url, Layout(graphs.folder, "another", {**graphs.parts, other: part}))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
        total = sum(part.triples for part in graphs.parts.values())
        rates = f"{total:,} quads: plain upload {upload:.1f} s, load {first:.1f} s ({total / first:,.0f}/s)"
        share = f"{upload / first:.2f} of the plain rate, memory grew by {grown:.0f} MB"
        share += f"; curl with one upload for each graph {each:.1f} s ({each / first:.2f})" if each else ""
        later = f"nothing changed: {again:.2f} s, {sent} graphs sent; one changed: {one:.2f} s, {changed} graph sent"
        sys.stdout.write(f"{name}: {rates}, {share}; {later}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
