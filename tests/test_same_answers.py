"""The same answers everywhere: the library on the real graph, as a flat file and as quads, here and on a server."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg import build, queries, remote, store
from kg.tables import Rows
from tests import oxigraph_server

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = queries.names(ROOT)
Engines = dict[str, store.Store]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph as files."""
    return build.build(ROOT, tmp_path_factory.mktemp("same") / "bundle").folder


def loaded(file: Path, *, union: bool) -> store.Store:
    """A store in memory that holds a file as it is, with its graph names."""
    engine = ox.Store()
    engine.bulk_load(path=str(file))
    return store.Embedded(engine, union=union)


@pytest.fixture(scope="module")
def engines(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Every other place where the same graph is."""
    served = tmp_path_factory.mktemp("served")
    flat, quads = bundle / "graph.nt", bundle / "graph.nq"
    with contextlib.ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"):
            patch.delenv(name, raising=False)
        start = oxigraph_server.serving
        yield {
            "the flat file": loaded(flat, union=False),
            "the quads": loaded(quads, union=True),
            "the flat file on a server": remote.Remote(stack.enter_context(start(flat, served / "flat"))),
            "the quads on a server": remote.Remote(
                stack.enter_context(start(quads, served / "quads", "--union-default-graph"))
            ),
        }


@pytest.fixture(scope="module")
def graph() -> store.Store:
    """The graph as 'kg ask' asks it."""
    return store.open_store(ROOT)


@pytest.mark.parametrize("name", LIBRARY)
def test_every_place_gives_the_same_rows(graph: store.Store, engines: Engines, name: str) -> None:
    """A question with its defaults and examples has the same rows in the same order, wherever the graph is."""
    question = queries.question(name, ROOT)
    text = question.open({each.name for each in question.parameters if each.preset is not None})
    expected = graph.select(text)
    assert {place: engine.select(text) == expected for place, engine in engines.items()} == dict.fromkeys(engines, True)


def test_a_server_is_asked_from_python(engines: Engines) -> None:
    """What asks the shipped graph asks a server too: questions, entities, claims and triples."""
    far_store = engines["the flat file on a server"]
    assert isinstance(far_store, remote.Remote)
    near, far = kg.open(), kg.open(far_store.address)
    assert far.ask("entity-list/by-destination", timeout=60).table == near.ask("entity-list/by-destination").table
    assert far.entity("SMIC") == near.entity("SMIC")
    assert far.show("us-bis").data() == near.show("us-bis").data()
    assert [each.iri for each in far.why("SMIC", "listedOn", "us-entity-list")]
    described = [graph.query("DESCRIBE ?it { ?it a ?any }", it=near.entity("us-bis")) for graph in (near, far)]
    assert set(described[0]) == set(described[1])  # type: ignore[arg-type] # both are triples
    assert len(far) == len(near)
    assert isinstance(far_store.query("SELECT * { ?s a kg:Agency }"), Rows)
