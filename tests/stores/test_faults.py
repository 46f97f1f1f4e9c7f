"""What goes wrong on the way to a store: nothing is lost, no graph is half there, and a second load completes."""

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import holdings, load
from kg.errors import Misuse, RemoteTrouble
from kg.layout import Layout
from kg.servers import endpoint
from kg.servers.endpoint import Endpoint
from tests.stores import proxy, servers
from tests.stores.conftest import TRIPLE, USERS, Connect, everything
from tests.stores.proxy import Proxy
from tests.stores.servers import Server
from tests.stores.small import completes, is_whole

pytestmark = pytest.mark.needs_store("oxigraph")
PLAIN = load.Wishes()
Trouble = Callable[[str, str], "int | bytes | None"]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server of Oxigraph that a test may kill, with a graph of somebody else in it."""
    (tmp_path / "server").mkdir()
    server = servers.oxigraph(tmp_path / "server")
    with contextlib.closing(endpoint.connect(server.url)) as place:
        place.update(f"INSERT DATA {{ GRAPH <{USERS}> {{ {TRIPLE} }} }}")
    yield server
    server.kill()


def once(number: int, trouble: "int | bytes") -> Trouble:
    """Trouble with one request only, counted from 0."""
    count = itertools.count()
    return lambda _method, _path: trouble if next(count) == number else None


@pytest.mark.parametrize("after", [0, 40_000])
def test_a_broken_connection_is_taken_up_again(store: Server, small: Layout, connect: Connect, after: int) -> None:
    """Whichever request is broken off, and wherever in it, the load goes on and completes."""
    with Proxy(store.port) as way:
        load.load(connect(way.url), small, PLAIN)
        requests = len(way.seen)
    for number in range(1, requests):
        with contextlib.closing(endpoint.connect(store.url)) as place:
            load.unload(place)
        with Proxy(store.port) as way:
            place = connect(way.url)
            way.trouble = once(number - 1, after)
            load.load(place, small, PLAIN)
    assert is_whole(store.url, small)
    assert completes(store.url, small)


def test_pieces_are_taken_up_again(
    store: Server, small: Layout, connect: Connect, monkeypatch: pytest.MonkeyPatch
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
            load.load(connect(way.url), small, PLAIN)
            assert next(counts) >= 2
    assert completes(store.url, small)
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
def test_a_refusal_is_said(store: Server, small: Layout, connect: Connect, status: int, method: str) -> None:
    """A store that begins to refuse in the middle is quoted in one sentence, and a later load completes."""
    with Proxy(store.port) as way:
        place = connect(way.url, pauses=(0.0, 0.0))
        refused = proxy.answer(status, "the disk\n is <b>on</b> fire")
        count = itertools.count()
        way.trouble = lambda sent, path: (
            refused if sent == method and "query" not in path and (method == "PUT" or next(count) > 1) else None
        )
        if (status, method) == (413, "PUT"):
            load.load(place, small, PLAIN)
        else:
            with pytest.raises(RemoteTrouble, match=REFUSALS[status]) as caught:
                load.load(place, small, PLAIN)
            assert len(str(caught.value).splitlines()) == 1
    assert is_whole(store.url, small)
    assert completes(store.url, small)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_store_is_waited_for(store: Server, small: Layout, connect: Connect, status: int) -> None:
    """A store that asks to come back later is come back to, after as long as it wishes."""
    with Proxy(store.port) as way:
        place = connect(way.url, pauses=(0.0,))
        way.trouble = once(4, proxy.answer(status, "", "text/plain", "Retry-After: 1"))
        started = time.monotonic()
        load.load(place, small, PLAIN)
        assert time.monotonic() - started >= 1
    assert completes(store.url, small)


def test_a_change_that_gave_way_is_made_again(store: Server, small: Layout, connect: Connect) -> None:
    """What a store gave up because it waited for another change, as Virtuoso says it, is asked for again."""
    said = "Error 40001 SR172: Transaction deadlocked"
    with Proxy(store.port) as way:
        place = connect(way.url, pauses=(0.0,))
        way.trouble = once(4, proxy.answer(500, said, "text/plain"))
        load.load(place, small, PLAIN)
    assert completes(store.url, small)


def test_a_server_that_dies_and_comes_back(own: Server, small: Layout, connect: Connect) -> None:
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
        load.load(place, small, PLAIN)
    assert killed.is_set()
    assert completes(own.url, small)


def test_a_server_that_dies_for_good(own: Server, small: Layout, connect: Connect) -> None:
    """When it does not come back the load says so; started again later, all graphs are whole and a load completes."""

    def trouble(method: str, _path: str) -> None:
        if method == "PUT":
            own.kill()

    with Proxy(own.port) as way:
        place = connect(way.url, pauses=(0.05,))
        way.trouble = trouble
        with pytest.raises(RemoteTrouble, match="goes on where this stopped"):
            load.load(place, small, PLAIN)
    own.start()
    assert is_whole(own.url, small)
    assert completes(own.url, small)


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
def test_a_web_page_is_no_store(store: Server, small: Layout, connect: Connect, kind: str) -> None:
    """A wrong address that answers everything with a page for people is refused in one sentence."""
    page = proxy.answer(200, "<html><body>Welcome</body></html>", "text/html; charset=utf-8")
    with Proxy(store.port, lambda _method, _path: page) as way, pytest.raises(RemoteTrouble, match="with a web page"):
        load.load(connect(way.url, kind=kind), small, PLAIN)


def test_another_host_is_not_gone_to(store: Server, small: Layout, connect: Connect) -> None:
    """A store that leads to another host gets nothing sent there; within one host it is followed."""
    for there, good in (("http://elsewhere.invalid/query", False), (f"{store.url}/query", True)):
        moved = proxy.answer(307, "", "text/plain", f"Location: {there}")
        with Proxy(store.port) as way:
            place = connect(way.url, kind="oxigraph")
            way.trouble = lambda _method, path, moved=moved: moved if path == "/query" else None  # type: ignore[misc]  # mypy cannot tell the type of a lambda with defaults
            if good:
                load.load(place, small, PLAIN)
            else:
                with pytest.raises(RemoteTrouble, match=r"leads to http://elsewhere\.invalid/query"):
                    load.load(place, small, PLAIN)


def test_a_full_disk(own: Server, small: Layout, connect: Connect) -> None:
    """A server whose disk is full is quoted, what was there stays, and a load completes when there is room again."""
    roomy = own.command
    own.kill()
    own.command = ["bash", "-c", f"trap '' XFSZ; ulimit -f 900; exec {' '.join(roomy)}"]
    own.start()
    with pytest.raises(RemoteTrouble):
        load.load(connect(own.url, pauses=(0.0,)), small, PLAIN)
    own.kill()
    own.command = roomy
    own.start()
    assert is_whole(own.url, small)
    assert completes(own.url, small)


@pytest.mark.parametrize("url", ["ftp://x/", "http://u:secret@127.0.0.1/", "localhost:7878", "http://x/?query=1"])
def test_an_address_that_is_none(connect: Connect, url: str) -> None:
    """What is no address, or holds a password, is refused before anything is sent, and the password is not repeated."""
    with pytest.raises(Misuse) as caught:
        connect(url)
    assert "secret" not in str(caught.value)


def test_an_endpoint_is_told_from_its_answers(place: Endpoint) -> None:
    """Each store shows of which kind it is."""
    assert place.kind.name in {"oxigraph", "fuseki", "virtuoso"}
