"""The copy of a graph elsewhere under a policy: made once per content, and never of a part."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import copies, elsewhere, layout, load, policies
from kg.claims import Policy
from kg.errors import Misuse, RemoteTrouble
from kg.servers import endpoint
from kg.terms import KG, SOURCE
from tests import example
from tests.stores.proxy import Proxy
from tests.stores.servers import Server

pytestmark = pytest.mark.needs_store("oxigraph")
CLAIMS = "SELECT ?claim { ?claim kg:statedIn ?source }"
DAY = policies.load("official-only", as_of="2025-02-01")


def filled(url: str, checkout: Path) -> None:
    """Bring a store to hold a checkout."""
    with contextlib.closing(endpoint.connect(url)) as place:
        load.load(place, layout.of(checkout), load.Wishes())


@pytest.fixture
def seen(oxigraph: Server, checkout: Path) -> Iterator[Proxy]:
    """A server that holds the checkout, and what it is asked for."""
    filled(oxigraph.url, checkout)
    with Proxy(oxigraph.port) as proxy:
        yield proxy


def counted(url: str, policy: Policy = DAY) -> tuple[int, tuple[str, ...]]:
    """How many claims the copy of a store under a policy has, and what it says."""
    far, held = elsewhere.opened(url)
    copy = copies.under(far, held, policy)()
    assert copy.content == held.truth
    return len(copy.select(CLAIMS).rows), copy.notes


def test_a_copy_is_made_once(seen: Proxy) -> None:
    """The second question under the same policy asks the store for no more than its manifest."""
    first = counted(seen.url)
    assert first[0] == 2
    assert any("as of 2025-02-01" in each for each in first[1])
    before = len(seen.seen)
    assert counted(seen.url) == first
    assert len(seen.seen) - before == 2
    assert counted(seen.url, policies.load(known_by="1990-01-01"))[0] == 0


def test_a_copy_follows_the_store(seen: Proxy, checkout: Path) -> None:
    """When what is loaded has changed, so has the copy."""
    assert counted(seen.url)[0] == 2
    example.edit(example.source_file(checkout), "kg:modality kg:official", "kg:modality kg:rumour")
    filled(seen.url, checkout)
    assert counted(seen.url)[0] == 1


def test_a_part_is_not_taken_for_the_whole(seen: Proxy, oxigraph: Server) -> None:
    """A store that lacks a triple which its manifest counts is not copied."""
    with contextlib.closing(endpoint.connect(oxigraph.url)) as place:
        place.update(f"DELETE WHERE {{ GRAPH <{SOURCE}{example.SOURCE}> {{ ?s <{KG}locator> ?o }} }}")
    with pytest.raises(RemoteTrouble, match=r"gave [\d,]+ of the [\d,]+ triples that it says it has"):
        counted(seen.url)


def test_a_policy_that_names_a_stranger_is_refused(seen: Proxy) -> None:
    """A slip in the name of a source is misuse there as it is here."""
    with pytest.raises(Misuse, match="names the source"):
        counted(seen.url, Policy(sources=frozenset({SOURCE + "us/nobody"})))
