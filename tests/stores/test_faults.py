"""What goes wrong on the way to a store: nothing is lost, no graph is half there, and a second load completes."""

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import compare, holdings, load, turns
from kg.errors import Misuse, RemoteTrouble
from kg.layout import Layout
from kg.remote import endpoint
from kg.remote.endpoint import Endpoint
from kg.terms import SOURCE
from tests.conftest import ROOT
from tests.stores import proxy, servers
from tests.stores.conftest import TRIPLE, USERS, Connect, everything, made
from tests.stores.proxy import Proxy
from tests.stores.servers import Server

pytestmark = pytest.mark.needs_store("oxigraph")
PLAIN = load.Wishes()
Trouble = Callable[[str, str], "int | bytes | None"]


@pytest.fixture
def graphs(tmp_path: Path) -> Layout:
    """Two graphs that travel alone, and three that travel together."""
    return made(tmp_path / "made", {SOURCE + name: lines(name, size) for name, size in SIZES.items()})


SIZES = {"large": 4_000, "larger": 5_000, "one": 3, "two": 4, "three": 5}


def lines(name: str, number: int) -> list[str]:
    """Triples of a graph."""
    return [f'<urn:{name}:{at}> <urn:says> "this is the triple {at} of {name}" .' for at in range(number)]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server of Oxigraph that a test may kill, with a graph of somebody else in it."""
    (tmp_path / "server").mkdir()
    server = servers.oxigraph(tmp_path / "server")
    with contextlib.closing(endpoint.connect(server.url)) as place:
        place.update(f"INSERT DATA {{ GRAPH <{USERS}> {{ {TRIPLE} }} }}")
    yield server
    server.kill()


def is_whole(url: str, graphs: Layout) -> bool:
    """Whether each graph is there as a whole or not at all, each that the manifest names is there, and others' is."""
    with contextlib.closing(endpoint.connect(url)) as place:
        found = everything(place)
        entries = holdings.read(place).entries
    whole = all(found.get(graph, 0) in {0, part.triples} for graph, part in graphs.parts.items())
    return whole and all(found.get(graph) == entry.triples for graph, entry in entries.items()) and found[USERS] == 1


def completes(url: str, graphs: Layout) -> bool:
    """Whether a second load brings everything there."""
    with contextlib.closing(endpoint.connect(url)) as place:
        load.load(place, graphs, PLAIN)
        found = compare.Compared()
        compare.graphs(place, graphs, found)
        return bool(found) and found.triples == sum(SIZES.values()) and everything(place)[USERS] == 1


@pytest.fixture
def store(oxigraph: Server) -> Server:
    """Oxigraph's server with a graph of somebody else in it."""
    with contextlib.closing(endpoint.connect(oxigraph.url)) as place:
        place.update(f"INSERT DATA {{ GRAPH <{USERS}> {{ {TRIPLE} }} }}")
    return oxigraph


def once(number: int, trouble: "int | bytes") -> Trouble:
    """Trouble with one request only, counted from 0."""
    count = itertools.count()
    return lambda _method, _path: trouble if next(count) == number else None


@pytest.mark.parametrize("after", [0, 40_000])
def test_a_broken_connection_is_taken_up_again(store: Server, graphs: Layout, connect: Connect, after: int) -> None:
    """Whichever request is broken off, and wherever in it, the load goes on and completes."""
    with Proxy(store.port) as way:
        load.load(connect(way.url), graphs, PLAIN)
        requests = len(way.seen)
    for number in range(1, requests):
        with contextlib.closing(endpoint.connect(store.url)) as place:
            load.unload(place)
        with Proxy(store.port) as way:
            place = connect(way.url)
            way.trouble = once(number - 1, after)
            load.load(place, graphs, PLAIN)
    assert is_whole(store.url, graphs)
    assert completes(store.url, graphs)


def test_pieces_are_taken_up_again(
    store: Server, graphs: Layout, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only small uploads are taken a graph comes in pieces, and each piece in turn may be broken off."""
    monkeypatch.setattr("kg.sending._PIECES", (300_000, 120_000))
    refused = proxy.answer(413)

    def trouble(method: str, path: str, counts: "itertools.count[int]", broken: int) -> "int | bytes | None":
        if method == "PUT":
            return refused
        return 30_000 if method == "POST" and "loading" in path and next(counts) == broken else None

    for broken in range(5):
        with contextlib.closing(endpoint.connect(store.url)) as place:
            load.unload(place)
        with Proxy(store.port) as way:
            counts = itertools.count()
            way.trouble = lambda method, path, counts=counts, broken=broken: trouble(method, path, counts, broken)  # type: ignore[misc]  # mypy cannot tell the type of a lambda with defaults
            load.load(connect(way.url), graphs, PLAIN)
            assert next(counts) >= 2
    assert completes(store.url, graphs)
    with contextlib.closing(endpoint.connect(store.url)) as place:
        assert not [each for each in everything(place) if each.startswith(holdings.LOADING)]


REFUSALS = {
    401: "KG_STORE_USER and KG_STORE_PASSWORD",
    403: "let it write there",
    413: "takes no upload of this size",
    429: "too busy",
    500: "status 500: the disk is on fire",
    503: "too busy",
    507: "has no room left",
}


@pytest.mark.parametrize("status", REFUSALS)
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_refusal_is_said(store: Server, graphs: Layout, connect: Connect, status: int, method: str) -> None:
    """A store that begins to refuse in the middle is quoted in one sentence, and a later load completes."""
    with Proxy(store.port) as way:
        place = connect(way.url, pauses=(0.0, 0.0))
        refused = proxy.answer(status, "the disk\n is <b>on</b> fire")
        count = itertools.count()
        way.trouble = lambda sent, path: (
            refused if sent == method and "query" not in path and (method == "PUT" or next(count) > 1) else None
        )
        if (status, method) == (413, "PUT"):
            load.load(place, graphs, PLAIN)
        else:
            with pytest.raises(RemoteTrouble, match=REFUSALS[status]) as caught:
                load.load(place, graphs, PLAIN)
            assert len(str(caught.value).splitlines()) == 1
    assert is_whole(store.url, graphs)
    assert completes(store.url, graphs)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_store_is_waited_for(store: Server, graphs: Layout, connect: Connect, status: int) -> None:
    """A store that asks to come back later is come back to, after as long as it wishes."""
    with Proxy(store.port) as way:
        place = connect(way.url, pauses=(0.0,))
        way.trouble = once(4, proxy.answer(status, "", "text/plain", "Retry-After: 1"))
        started = time.monotonic()
        load.load(place, graphs, PLAIN)
        assert time.monotonic() - started >= 1
    assert completes(store.url, graphs)


def test_a_server_that_dies_and_comes_back(own: Server, graphs: Layout, connect: Connect) -> None:
    """A server that is killed in the middle of an upload and started again is waited for; the load completes."""
    killed = threading.Event()

    def trouble(method: str, _path: str) -> None:
        if method == "PUT" and not killed.is_set():
            killed.set()
            own.kill()
            threading.Timer(0.5, own.start).start()

    with Proxy(own.port) as way:
        place = connect(way.url, pauses=(0.2,) * 40)
        way.trouble = trouble
        load.load(place, graphs, PLAIN)
    assert killed.is_set()
    assert completes(own.url, graphs)


def test_a_server_that_dies_for_good(own: Server, graphs: Layout, connect: Connect) -> None:
    """When it does not come back the load says so; started again later, all graphs are whole and a load completes."""

    def trouble(method: str, _path: str) -> None:
        if method == "PUT":
            own.kill()

    with Proxy(own.port) as way:
        place = connect(way.url, pauses=(0.05,))
        way.trouble = trouble
        with pytest.raises(RemoteTrouble, match="goes on where this stopped"):
            load.load(place, graphs, PLAIN)
    own.start()
    assert is_whole(own.url, graphs)
    assert completes(own.url, graphs)


def test_a_server_that_says_nothing(connect: Connect) -> None:
    """A server that takes the connection and hangs is given up after the time that was asked for."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(RemoteTrouble, match=r"said nothing for 0\.5 s"):
            connect(f"http://127.0.0.1:{silent.getsockname()[1]}", silence=0.5)
        assert time.monotonic() - started < 5


def test_nobody_listens(connect: Connect) -> None:
    """An address where nothing runs is said at once."""
    with pytest.raises(RemoteTrouble, match="cannot be reached"):
        connect(f"http://127.0.0.1:{servers.free_port()}")


@pytest.mark.parametrize("kind", ["auto", "fuseki"])
def test_a_web_page_is_no_store(store: Server, graphs: Layout, connect: Connect, kind: str) -> None:
    """A wrong address that answers everything with a page for people is refused in one sentence."""
    page = proxy.answer(200, "<html><body>Welcome</body></html>", "text/html; charset=utf-8")
    with Proxy(store.port, lambda _method, _path: page) as way, pytest.raises(RemoteTrouble, match="with a web page"):
        load.load(connect(way.url, kind=kind), graphs, PLAIN)


def test_another_host_is_not_gone_to(store: Server, graphs: Layout, connect: Connect) -> None:
    """A store that leads to another host gets nothing sent there; within one host it is followed."""
    for there, good in (("http://elsewhere.invalid/query", False), (f"{store.url}/query", True)):
        moved = proxy.answer(307, "", "text/plain", f"Location: {there}")
        with Proxy(store.port) as way:
            place = connect(way.url, kind="oxigraph")
            way.trouble = lambda _method, path, moved=moved: moved if path == "/query" else None  # type: ignore[misc]  # mypy cannot tell the type of a lambda with defaults
            if good:
                load.load(place, graphs, PLAIN)
            else:
                with pytest.raises(RemoteTrouble, match=r"leads to http://elsewhere\.invalid/query"):
                    load.load(place, graphs, PLAIN)


def test_two_loads_at_once(store: Server, tmp_path: Path) -> None:
    """Two loads from two machines take turns, and both end well."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, store.url],
            env={**os.environ, "KG_CACHE": str(tmp_path / f"cache-{number}"), "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
        )
        for number in range(2)
    ]
    outputs = [each.communicate(timeout=60)[1].decode() for each in processes]
    assert [each.returncode for each in processes] == [0, 0], outputs


LOADER = """
import sys
from pathlib import Path
from kg import load
from kg.remote import endpoint
from tests.stores.conftest import made
from tests.stores.test_faults import SIZES, SOURCE, lines
import os
folder = Path(os.environ["KG_CACHE"] + "-made")
graphs = made(folder, {SOURCE + name: lines(name, size) for name, size in SIZES.items()})
load.load(endpoint.connect(sys.argv[1]), graphs, load.Wishes(replace=True))
"""


def test_the_dead_are_not_waited_for(
    store: Server, graphs: Layout, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that another machine left is taken over when it gives no sign of life."""
    place = connect(store.url)
    place.update(holdings.taken("somebody-else", "abc 1"))
    monkeypatch.setattr(turns, "_LOOK", 0.1)
    started = time.monotonic()
    load.load(place, graphs, PLAIN)
    assert 1 < time.monotonic() - started < 20
    assert holdings.read(place).holders == ()


def test_who_was_taken_for_dead_stops(store: Server, graphs: Layout, connect: Connect) -> None:
    """A load whose turn somebody else took enters nothing into the manifest and says so."""
    place = connect(store.url)

    def steal(holder: str, _size: int) -> None:
        if holdings.read(place).holders == (holder,):
            place.update(holdings.taken("thief", "abc 1", (holder,)))

    with turns.turn(place, lambda: None) as holder:
        steal(holder, 0)
        place.update(holdings.entered({SOURCE + "one": holdings.Entry(1, "x")}, holder))
        with pytest.raises(turns.TurnLost, match="took over"):
            turns.check(place, holder)
    assert holdings.read(place).entries == {}
    place.update(holdings.released("thief"))
    load.load(place, graphs, PLAIN)
    assert completes(store.url, graphs)


def test_a_full_disk(own: Server, graphs: Layout, connect: Connect) -> None:
    """A server whose disk is full is quoted, what was there stays, and a load completes when there is room again."""
    roomy = own.command
    own.kill()
    own.command = ["bash", "-c", f"trap '' XFSZ; ulimit -f 900; exec {' '.join(roomy)}"]
    own.start()
    with pytest.raises(RemoteTrouble):
        load.load(connect(own.url, pauses=(0.0,)), graphs, PLAIN)
    own.kill()
    own.command = roomy
    own.start()
    assert is_whole(own.url, graphs)
    assert completes(own.url, graphs)


@pytest.mark.parametrize("url", ["ftp://x/", "http://u:secret@127.0.0.1/", "localhost:7878", "http://x/?query=1"])
def test_an_address_that_is_none(connect: Connect, url: str) -> None:
    """What is no address, or holds a password, is refused before anything is sent, and the password is not repeated."""
    with pytest.raises(Misuse) as caught:
        connect(url)
    assert "secret" not in str(caught.value)


def test_an_endpoint_is_told_from_its_answers(place: Endpoint) -> None:
    """Each store shows of which kind it is."""
    assert place.kind.name in {"oxigraph", "fuseki", "virtuoso"}
