"""The engines that the benchmarks compare: each answers a question of the library and says how many rows it found."""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlencode

import pyoxigraph as ox
import rdflib

from kg import queries, terms
from kg.queries import Question
from kg.store import Embedded
from kg.tables import Term


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
        answer = self._engine.query(asked.text, prefixes=terms.PREFIXES)
        return len([tuple(row) for row in answer])  # type: ignore[union-attr]  # every question is a SELECT


class Rdflib:
    """rdflib with its store in memory."""

    def __init__(self, dump: Path) -> None:
        self._graph = rdflib.Graph()
        self._graph.parse(dump, format="nt")

    def rows(self, asked: Asked) -> int:
        """Answer a question."""
        return len(list(self._graph.query(asked.text, initNs=terms.PREFIXES)))


class Server:
    """An Oxigraph server on loopback, over one connection that stays open, its answer read as JSON."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in terms.PREFIXES.items())

    def rows(self, asked: Asked) -> int:
        """Answer a question."""
        body = urlencode({"query": asked.text if "PREFIX" in asked.text else self._prefixes + asked.text})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json",
        }
        try:
            self._connection.request("POST", "/query", body, headers)
            answer = self._connection.getresponse()
        except (http.client.HTTPException, OSError):  # the server closes what has been idle, as while rdflib was asked
            self._connection.close()
            self._connection.request("POST", "/query", body, headers)
            answer = self._connection.getresponse()
        data = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(data[:200])
        return len(json.loads(data)["results"]["bindings"])

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


class TooLong(Exception):
    """A question took longer than it may."""


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
