"""The library over a federation: the named graphs lie on three servers of Oxigraph, and Comunica asks them as one."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import answers, elsewhere, holdings, layout, load, names, queries, remote, store
from kg.errors import RemoteTrouble
from kg.remote import Remote
from kg.servers import endpoint
from kg.store import Store
from kg.tables import Rows, Term
from kg.terms import ID
from tests import part
from tests.stores import servers

pytestmark = pytest.mark.needs_store("oxigraph", "comunica")
LIBRARY = queries.names(part.ROOT)
SHARDS = 3
PATIENCE = 240.0
UNANSWERED = {
    "entity-list/listing-of": "had not ended after 180 s: an OPTIONAL that brings VALUES of its own",
    "entity-list/which-carry-footnote": "had not ended after 240 s: an OPTIONAL that brings VALUES of its own",
    "network/hang-on-one-supplier": "took 41 s for no row, and had not ended after 54 s: a grouped query inside it",
}
"""The questions that Comunica 5.4.1 does not come to an end with in time, and what was seen of each."""

SOON = 10.0
"""Seconds after which such a question is left."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real part of the graph."""
    return part.sliver(tmp_path_factory.mktemp("sliver") / "checkout")


@pytest.fixture(scope="module")
def shards(checkout: Path, tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Iterator[list[str]]:
    """The endpoints of three servers, each with a third of the graphs; each graph lies on one of them."""
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as stack:
        patch.setenv("KG_CACHE", str(cache_folder))
        whole = layout.of(checkout)
        every = sorted(whole.parts)
        found = []
        for at in range(SHARDS):
            server = servers.oxigraph(tmp_path_factory.mktemp("shard"), "--union-default-graph", on_disk=False)
            stack.callback(server.kill)
            mine = {name: whole.parts[name] for name in every[at::SHARDS]}
            with contextlib.closing(endpoint.connect(server.url)) as place:
                load.load(place, layout.Layout(whole.folder, whole.truth, mine), load.Wishes())
            found.append(f"{server.url}/query")
        yield found


@pytest.fixture(scope="module")
def federation(shards: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One federation for all questions that it answers."""
    server = servers.comunica(tmp_path_factory.mktemp("comunica"), *shards)
    yield server.url
    server.kill()


@pytest.fixture
def graph(checkout: Path) -> Store:
    """The same part on this machine."""
    return store.open_store(checkout)


def ordered(rows: Rows) -> list[list[tuple[str, Term | None]]]:
    """Rows in an order of their own: of rows that differ in a name by capitals only, either may come first."""
    return sorted((list(zip(rows.columns, row, strict=True)) for row in rows.rows), key=str)


def text(name: str, root: Path) -> str:
    """A question with its defaults and examples."""
    question = queries.question(name, root)
    return question.open({each.name for each in question.parameters if each.preset is not None})


def test_each_shard_holds_a_part(shards: list[str], graph: Store) -> None:
    """No server could answer alone, and together they hold each triple once, besides their manifests."""
    sizes = [len(remote.Remote(each)) for each in shards]
    assert all(0 < size < len(graph) for size in sizes)
    manifests = 0
    for each in shards:
        with contextlib.closing(endpoint.connect(each)) as place:
            manifests += len(place.select(holdings.ALL).rows)
    assert sum(sizes) - manifests == len(graph)


@pytest.mark.parametrize("name", [each for each in LIBRARY if each not in UNANSWERED])
def test_a_federation_gives_the_same_rows(federation: str, graph: Store, checkout: Path, name: str) -> None:
    """A question with its defaults and examples has the same rows as on this machine."""
    found = remote.Remote(federation, timeout=PATIENCE).select(text(name, checkout))
    assert ordered(found) == ordered(graph.select(text(name, checkout)))


@pytest.mark.parametrize("name", UNANSWERED)
def test_what_it_cannot_answer_is_left(shards: list[str], checkout: Path, name: str, tmp_path: Path) -> None:
    """These are not answered in time; when one is, take it out of the list."""
    server = servers.comunica(tmp_path, *shards)
    try:
        far: Remote = remote.Remote(server.url, timeout=SOON)
        with pytest.raises(RemoteTrouble, match="did not answer within"):
            far.select(text(name, checkout))
    finally:
        server.kill()


def test_a_federation_is_opened_as_any_endpoint(federation: str, graph: Store, checkout: Path) -> None:
    """The manifests of its servers are read as one; names are found, and an answer says what the graph here says."""
    far = elsewhere.opened(federation, seconds=PATIENCE)[0]
    assert names.entity(far, "Huawei Technologies Co., Ltd.") == ID + "huawei-technologies-co-ltd"
    question = queries.question("entity-list/who-was-added", checkout)
    here, there = (answers.answer(each, question, {"notice": "2024-28267"}) for each in (graph, far))
    assert here.total == 1
    assert (there.notes, there.total) == (here.notes, here.total)
