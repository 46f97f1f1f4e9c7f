"""What the tests on real stores share: the stores themselves, a small graph to load, and the command line's doors."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import layout
from kg.servers import endpoint
from kg.servers.endpoint import Endpoint
from tests import example
from tests.stores import servers
from tests.stores.servers import Server

Connect = Callable[..., Endpoint]
USERS = "urn:users:graph"
TRIPLE = '<urn:users:thing> <urn:users:says> "mine"'


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all these tests: what lies in it is named by its content."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache for tests, and no login of the person who runs them."""
    monkeypatch.setenv("KG_CACHE", str(cache_folder))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of Oxigraph for all tests that leave it running."""
    server = servers.oxigraph(tmp_path_factory.mktemp("oxigraph"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def fuseki_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of Fuseki."""
    server = servers.fuseki(tmp_path_factory.mktemp("fuseki"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of Virtuoso."""
    server = servers.virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield server
    server.kill()


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.needs_store(name)) for name in ("oxigraph", "fuseki", "virtuoso")]
)
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Each store in turn, empty, with the login that it wants."""
    found: Server = request.getfixturevalue(f"{request.param}_server")
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    empty(found)
    return found


@pytest.fixture(scope="session")
def oxigraph_in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of Oxigraph that does not wait for the disk, for tests that load many times."""
    server = servers.oxigraph(tmp_path_factory.mktemp("memory"), on_disk=False)
    yield server
    server.kill()


@pytest.fixture
def oxigraph(oxigraph_in_memory: Server) -> Server:
    """Oxigraph's server, empty."""
    empty(oxigraph_in_memory)
    return oxigraph_in_memory


def empty(server: Server) -> None:
    """Take everything out of a store that is not its own."""
    with contextlib.closing(endpoint.connect(server.url)) as place:
        rows = place.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
        for (graph,) in rows:
            if not str(graph).startswith(place.kind.system or "-"):
                place.update(f"DROP SILENT GRAPH <{graph}>")
        if place.kind.name != "virtuoso":
            place.update("CLEAR DEFAULT")


@pytest.fixture
def place(server: Server) -> Iterator[Endpoint]:
    """Each store in turn, connected."""
    with contextlib.closing(endpoint.connect(server.url)) as found:
        yield found


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    """A way to connect that waits little between tries, and closes what it opened."""
    opened: list[Endpoint] = []

    def run(url: str, silence: float = 30.0, pauses: tuple[float, ...] = (0.05,) * 6, kind: str = "auto") -> Endpoint:
        monkeypatch.setattr("kg.servers.door.PAUSES", pauses)
        opened.append(endpoint.connect(url, kind, silence))
        return opened[-1]

    yield run
    for each in opened:
        each.close()


@pytest.fixture
def small(tmp_path: Path) -> layout.Layout:
    """Two graphs that travel alone, and three that travel together."""
    from tests.stores.small import SIZES, SOURCE, lines  # noqa: PLC0415 - it rests on what stands here

    return made(tmp_path / "made", {SOURCE + name: lines(name, size) for name, size in SIZES.items()})


@pytest.fixture
def store(oxigraph: Server) -> Server:
    """Oxigraph's server with a graph of somebody else in it."""
    with contextlib.closing(endpoint.connect(oxigraph.url)) as place:
        place.update(f"INSERT DATA {{ GRAPH <{USERS}> {{ {TRIPLE} }} }}")
    return oxigraph


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the ontology, the entities and one source."""
    return example.checkout(tmp_path / "checkout")


@pytest.fixture
def graphs(checkout: Path) -> layout.Layout:
    """The graphs of that checkout."""
    return layout.of(checkout)


def made(folder: Path, graphs: dict[str, list[str]]) -> layout.Layout:
    """Graphs of lines of N-Triples, to load."""
    folder.mkdir()
    parts = [layout.write(folder, f"{at}.nt.gz", name, lines)[0] for at, (name, lines) in enumerate(graphs.items())]
    return layout.Layout(folder, "a truth", {each.graph: each for each in parts})


def everything(place: Endpoint) -> dict[str, int]:
    """How many triples each graph of a store has, without its own."""
    rows = place.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    return {str(g): int(n.value) for g, n in rows if not str(g).startswith(place.kind.system or "-")}  # type: ignore[union-attr]  # a count is a literal
