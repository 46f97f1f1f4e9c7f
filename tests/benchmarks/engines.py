"""The engines that the benchmarks compare: each answers a question of the library and says how many rows it found."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import rdflib

from kg import queries, terms
from kg.queries import Question
from kg.store import Embedded
from kg.tables import Term
from tests.stores import servers

_GRAPHS = {"fuseki": "/ds/data?default", "virtuoso": "/sparql-graph-crud-auth?graph-uri=urn:all"}
_ASKED = {"fuseki": "/ds/query", "virtuoso": "/sparql"}
_LOGIN = ("dba", "dba")


@dataclass(frozen=True)
class Asked:
    """A question with its presets: what the layer is given, and the text that any other engine is given."""

    question: Question
    text: str
    values: dict[str, list[Term]]


def library() -> dict[str, Asked]:
    """Return every question of the library, asked with its defaults and examples."""
    found = {}
    for each in queries.questions():
        values = {one.name: [one.term(one.preset)] for one in each.parameters if one.preset is not None}
        found[each.name] = Asked(each, each.open(values), values)
    return found


def load(dump: Path, folder: Path) -> None:
    """Load N-Triples into a new store on disk."""
    shutil.rmtree(folder, ignore_errors=True)
    engine = ox.Store(str(folder))
    engine.bulk_load(path=str(dump), format=ox.RdfFormat.N_TRIPLES)
    engine.flush()
    engine.optimize()


class Layer:
    """Our own layer: what ``kg ask`` calls."""

    def __init__(self, folder: Path) -> None:
        self.store = Embedded(ox.Store.read_only(str(folder)))

    def rows(self, asked: Asked) -> int:
        """Answer a question."""
        return len(self.store.select(asked.text, asked.values).rows)


class Raw:
    """pyoxigraph alone: the rows as it gives them, terms and all."""

    def __init__(self, layer: Layer) -> None:
        self._engine = layer.store._engine

    def rows(self, asked: Asked) -> int:
        """Answer a question."""
        answer = self._engine.query(asked.text)
        return len([tuple(row) for row in answer])  # type: ignore[union-attr]  # every question is a SELECT


class Rdflib:
    """rdflib with its store in memory."""

    def __init__(self, dump: Path) -> None:
        self._graph = rdflib.Graph()
        self._graph.parse(dump, format="nt")

    def rows(self, asked: Asked) -> int:
        """Answer a question."""
        return len(list(self._graph.query(asked.text, initNs=terms.PREFIXES)))


class TooLong(Exception):
    """A question took longer than it may."""


class Refused(Exception):
    """A server did not answer a question, whatever the reason."""


class Server:
    """A server on loopback, over one connection that stays open, its answer read as JSON."""

    def __init__(self, port: int, path: str = "/query", patience: float = 600) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        self._path = path
        self._prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in terms.PREFIXES.items())

    def rows(self, asked: Asked) -> int:
        """Answer a question."""
        body = urlencode({"query": asked.text if "PREFIX" in asked.text else self._prefixes + asked.text})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json",
        }
        try:
            answer = self._asked(body, headers)
        except TimeoutError:
            self._connection.close()
            raise TooLong from None
        except (http.client.HTTPException, OSError):  # the server closes what has been idle, as while rdflib was asked
            self._connection.close()
            answer = self._asked(body, headers)
        data = answer.read()
        if answer.status != http.client.OK:
            raise Refused(data[:200])
        return len(json.loads(data)["results"]["bindings"])

    def _asked(self, body: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Send a question; return what comes back."""
        self._connection.request("POST", self._path, body, headers)
        return self._connection.getresponse()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextlib.contextmanager
def server(folder: Path) -> Iterator[Server]:
    """Run an Oxigraph server on a store, on a port of loopback that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        found = Server(port)
        yield found
        found.close()
    finally:
        process.terminate()
        process.wait()


OTHERS = [name for name in ("fuseki", "virtuoso") if not servers.MISSING[name]]
"""The other makers' stores that are on this machine; ``make stores`` installs them."""

PATIENCE = 10
"""Seconds that another maker's store may take for a question."""

_PIECE = 20_000


@contextlib.contextmanager
def other(name: str, dump: Path, seconds: int) -> Iterator[Server]:
    """Run another maker's store on a graph, in a folder of its own, which ends a question after so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = getattr(servers, name)(Path(folder), seconds=seconds)
        try:
            path, login = _GRAPHS[name], httpx.DigestAuth(*_LOGIN)
            with (
                dump.open("rb") as lines,
                httpx.Client(base_url=f"http://127.0.0.1:{store.port}", auth=login) as client,
            ):
                while piece := b"".join(itertools.islice(lines, _PIECE)):
                    sent = client.post(path, content=piece, headers={"Content-Type": "text/plain"}, timeout=600)
                    sent.raise_for_status()
            found = Server(store.port, _ASKED[name], seconds + 5)
            yield found
            found.close()
        finally:
            store.kill()


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """End what is done within after so many seconds; it must be Python's own work."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
