"""The kinds of stores: where each takes what, and how it is recognised."""

import pytest

from kg.errors import Misuse
from kg.servers import endpoint, kinds

PLACES = {
    "fuseki": ("http://h:3030/ds", "/query", "/update", "/data"),
    "oxigraph": ("http://h:7878", "/query", "/update", "/store"),
    "virtuoso": ("http://h:8890", "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
    "graphdb": ("http://h:7200/repositories/x", "", "/statements", "/rdf-graphs/service"),
    "neptune": ("https://h:8182", "/sparql", "/sparql", "/sparql/gsp/"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_kind_has_its_places(name: str) -> None:
    """Each kind takes queries, updates and graphs where its manual says, however much of the address was copied."""
    base, *paths = PLACES[name]
    for copied in (base, base + "/", base + paths[0]):
        found = kinds.address(copied, kinds.KINDS[name], login=True)
        assert [found.query, found.update, found.graphs] == [base + path for path in paths]


@pytest.mark.parametrize(
    ("url", "headers", "name"),
    [
        ("http://h/", {"server": "Oxigraph/0.5.13"}, "oxigraph"),
        ("http://h/", {"server": "Virtuoso/07.20.3229 (Linux)"}, "virtuoso"),
        ("http://h/ds", {"fuseki-request-id": "3"}, "fuseki"),
        ("http://h/db", {"sd-transaction-id": "3"}, "stardog"),
        ("http://h/repositories/x", {}, "rdf4j"),
        ("https://db.neptune.example:8182", {}, "neptune"),
    ],
)
def test_a_kind_is_recognised(url: str, headers: dict[str, str], name: str) -> None:
    """A store is told by the head of its answers, or by its address."""
    assert kinds.recognised(url, headers) == kinds.KINDS[name]


def test_what_is_not_known_is_not_guessed() -> None:
    """A server that shows nothing is of no kind, and a kind that is none is refused before anything is sent."""
    assert kinds.recognised("http://h/", {"server": "nginx"}) is None
    with pytest.raises(Misuse, match="'mysql' is no kind of store"):
        endpoint.connect("http://h/", "mysql")
