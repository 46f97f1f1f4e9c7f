"""How fast a million quads are loaded, beside one plain upload of the same by curl; run it by hand.

``python -m tests.benchmarks.loading oxigraph`` makes 200 graphs of 5,000 triples, starts the store anew for each of the
two, and says seconds, rates and memory. Then nothing is changed, and then one graph of the 200.
"""

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg import layout, load
from kg.layout import Layout
from kg.servers import endpoint
from kg.terms import SOURCE
from tests.stores import servers
from tests.stores.conftest import made
from tests.stores.servers import Server

GRAPHS, TRIPLES = 200, 5_000
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
    kind = endpoint.connect(server.url)
    where = kind.address.graphs if quads else f"{kind.address.graphs}?graph=urn:plain"
    media = "application/n-quads" if quads else "text/turtle"
    login = ["--digest", "--user", "dba:dba"] if server.environment else []
    command = ["curl", "-sf", *login, "-X", "POST", "-H", f"Content-Type: {media}", "-T", str(file), where]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
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


def main(name: str) -> None:
    """Measure a store and say what came out."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["KG_CACHE"] = scratch
        folder = Path(scratch)
        names = [f"{SOURCE}us/bis/2026-01-01-source-{at:04}" for at in range(GRAPHS)]
        graphs = made(folder / "made", {each: lines(at) for at, each in enumerate(names)})
        with running(name) as server:
            upload = plain(server, graphs, folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with running(name) as server:
            first, _ = timed(server.url, graphs)
            again, sent = timed(server.url, graphs)
            part, _ = layout.write(folder / "made", "changed.nt.gz", names[7], lines(7, " changed"))
            one, changed = timed(server.url, Layout(folder / "made", "another", {**graphs.parts, names[7]: part}))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
        total = GRAPHS * TRIPLES
        rates = f"plain upload {upload:.1f} s ({total / upload:,.0f}/s), load {first:.1f} s ({total / first:,.0f}/s)"
        share = f"{upload / first:.2f} of the plain rate, memory grew by {grown:.0f} MB"
        later = f"nothing changed: {again:.2f} s, {sent} graphs sent; one changed: {one:.2f} s, {changed} graph sent"
        sys.stdout.write(f"{name}: {rates}, {share}; {later}\n")


if __name__ == "__main__":
    main(sys.argv[1])
