"""The kinds of stores: where each takes queries, updates and graphs, and what it can do.

What is said here of Oxigraph, Fuseki and Virtuoso was tried on real ones; of the others it is what their manuals say.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import Misuse
from kg.terms import KG

View = tuple[tuple[str, str], ...]
"""What is added to a query so that it sees named graphs without saying ``GRAPH``: parameters of the protocol."""

PLAIN: View = ()


@dataclass(frozen=True)
class Kind:
    """What a kind of store can do.

    :param paths: where queries, updates and graphs go, behind the address that people name.
    :param whole: a graph that is put there replaces the old one in one step, or not at all.
    :param gzip: an upload may be compressed.
    :param views: ways in which a query sees all named graphs, where the store does not show them by itself.
    :param merges_default: these ways show what lies outside of all named graphs as well.
    :param media: as what an upload of N-Triples is taken, and ``head`` a line that has to stand above it.
    :param system: beginnings of the names of the store's own graphs.
    :param secured: the same paths for those who log in, where they differ.
    """

    name: str
    paths: tuple[str, str, str]
    whole: bool = True
    gzip: bool = False
    media: str = "application/n-triples"
    head: bytes = b""
    views: tuple[View, ...] = ()
    merges_default: bool = False
    system: tuple[str, ...] = ()
    secured: tuple[str, str, str] | None = None


KINDS = {
    each.name: each
    for each in (
        Kind(
            "fuseki",
            ("/query", "/update", "/data"),
            gzip=True,
            views=((("default-graph-uri", "urn:x-arq:UnionGraph"),),),
        ),
        Kind(
            "oxigraph",
            ("/query", "/update", "/store"),
            gzip=True,
            merges_default=True,
            views=((("union-default-graph", ""),),),
        ),
        Kind(
            "virtuoso",
            ("/sparql", "/sparql", "/sparql-graph-crud"),
            secured=("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
            whole=False,
            media="text/turtle",  # Virtuoso guesses, and takes what begins with a long line for plain text
            head=f"@prefix kg: <{KG}> .\n".encode(),
            system=(
                "http://www.openlinksw.com/",
                "http://localhost:",
                "http://www.w3.org/ns/ldp#",
                "http://www.w3.org/2002/07/owl#",
                "urn:activitystreams-owl:map",
                "urn:core:services:sparql",
                "virtrdf-label",
            ),
        ),
        Kind("graphdb", ("", "/statements", "/rdf-graphs/service")),
        Kind("rdf4j", ("", "/statements", "/rdf-graphs/service")),
        Kind("qlever", ("", "", ""), whole=False),
        Kind("neptune", ("/sparql", "/sparql", "/sparql/gsp/"), whole=False),
        Kind(
            "stardog",
            ("/query", "/update", ""),
            gzip=True,
            views=((("default-graph-uri", "tag:stardog:api:context:all"),),),
        ),
    )
}

_SIGNS = (
    ("server", "oxigraph", "oxigraph"),
    ("server", "virtuoso", "virtuoso"),
    ("server", "graphdb", "graphdb"),
    ("server", "fuseki", "fuseki"),
    ("server", "stardog", "stardog"),
)


@dataclass(frozen=True)
class Address:
    """Where a store takes queries, updates and graphs."""

    base: str
    query: str
    update: str
    graphs: str


def base(url: str, kind: Kind | None = None) -> str:
    """Return the address of a store without what people may have copied behind it.

    :raises Misuse: when it is no address of the web.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Misuse(f"'{url}' is not the address of a store: it begins with http:// or https:// and has no ? or #")
    clean = url.rstrip("/")
    known = {path.rstrip("/") for each in ([kind] if kind else KINDS.values()) for path in _paths(each) if path}
    if kind is None or kind.name == "fuseki":
        known.add("/sparql")
    for path in sorted(known, key=len, reverse=True):
        if clean.endswith(path):
            return clean.removesuffix(path)
    return clean


def _paths(kind: Kind) -> tuple[str, ...]:
    """Return every path of a kind."""
    return (*kind.paths, *(kind.secured or ()))


def address(url: str, kind: Kind, *, login: bool) -> Address:
    """Return where a store of a kind takes queries, updates and graphs."""
    place = base(url, kind)
    paths = kind.secured if login and kind.secured else kind.paths
    return Address(place, *(place + path for path in paths))


def recognised(url: str, headers: dict[str, str]) -> Kind | None:
    """Return the kind that a store shows itself to be in the head of an answer, or that its address shows."""
    for header, word, name in _SIGNS:
        if word in headers.get(header, "").casefold():
            return KINDS[name]
    if "fuseki-request-id" in headers:
        return KINDS["fuseki"]
    if any(name.startswith("sd-") for name in headers):
        return KINDS["stardog"]
    if "/repositories/" in urlsplit(url).path:
        return KINDS["rdf4j"]
    return KINDS["neptune"] if ".neptune." in (urlsplit(url).hostname or "") else None
