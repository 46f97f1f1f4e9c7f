"""A store on the network: asked, changed, and given whole graphs, by the protocols of SPARQL 1.1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from kg.errors import BadParameter, Misuse, RemoteTrouble
from kg.servers import kinds, login
from kg.servers.door import Body, Door
from kg.tables import LANG_STRING, STRING, Blank, Iri, Literal, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from kg.servers.kinds import Kind, View
    from kg.tables import Term

N_TRIPLES = "application/n-triples"
_RESULTS = "application/sparql-results+json"
_FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"
_WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_NOBODY = "ASK {}"


class Endpoint:
    """A store on the network, of a kind that is known.

    :param kind: what it can do.
    :param address: where it takes what.
    """

    def __init__(self, door: Door, kind: Kind, address: kinds.Address) -> None:
        self._door = door
        self.kind = kind
        self.address = address

    def close(self) -> None:
        """Close every connection."""
        self._door.close()

    def select(self, query: str, view: View = kinds.PLAIN) -> Rows:
        """Return the rows of a SELECT.

        :param view: what makes the query see named graphs without saying ``GRAPH``.
        :raises RemoteTrouble: when the store is out of reach, refuses, or answers what is not SPARQL.
        """
        body = _whole(urlencode([("query", query), *view]).encode(), _FORM)
        reply = self._door.send("POST", self.address.query, {"Accept": _RESULTS}, body)
        _check_page(self.address.query, reply.type)
        try:
            return _rows(json.loads(reply.body))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RemoteTrouble(f"{self.address.query} answers what is no result of SPARQL: is it a store?") from None

    def update(self, text: str) -> None:
        """Change what the store holds; the request may be sent twice, so doing it twice must be as doing it once."""
        if self.kind.name == "virtuoso":
            body = _whole(urlencode({"update": text}).encode(), _FORM)
        else:
            body = _whole(text.encode(), f"{_UPDATE}; charset=utf-8")
        self._door.send("POST", self.address.update, {}, body)

    def put(self, graph: str, body: Body) -> None:
        """Replace a graph by another."""
        self._door.send("PUT", self._graph(graph), {}, body)

    def post(self, graph: str, body: Body) -> None:
        """Add triples to a graph."""
        self._door.send("POST", self._graph(graph), {}, body)

    def pieces(self, graph: str) -> AbstractContextManager[Iterator[bytes]]:
        """Give the triples of a graph as N-Triples, piece by piece."""
        return self._door.pieces(self._graph(graph), {"Accept": N_TRIPLES})

    def _graph(self, graph: str) -> str:
        """Return the address of a graph."""
        return f"{self.address.graphs}?graph={quote(graph, safe='')}"


def connect(url: str, name: str = "auto", silence: float | None = None) -> Endpoint:
    """Return the store at an address.

    :param name: its kind; ``auto`` asks the store.
    :raises Misuse: when the address is none, or the kind cannot be told.
    :raises RemoteTrouble: when the store cannot be reached.
    """
    if name not in {"auto", *kinds.KINDS}:
        raise Misuse(f"'{name}' is no kind of store: the kinds are auto, {', '.join(sorted(kinds.KINDS))}")
    who = login.find(url)
    base = kinds.base(url, kinds.KINDS.get(name))
    door = Door(who, silence, safe=base.startswith("https:"))
    try:
        kind = kinds.KINDS[name] if name != "auto" else _recognised(door, base)
    except BaseException:
        door.close()
        raise
    return Endpoint(door, kind, kinds.address(base, kind, login=bool(who)))


def _recognised(door: Door, base: str) -> Kind:
    """Return the kind that a store shows itself to be."""
    asked = f"{base}?{urlencode({'query': _NOBODY})}"
    reply = door.send("GET", asked, {"Accept": _RESULTS}, accepted=frozenset({400, 401, 404, 405, 406}))
    kind = kinds.recognised(base, reply.headers)
    if kind is None:
        _check_page(base, reply.type)
        names = ", ".join(sorted(kinds.KINDS))
        raise Misuse(f"{base} does not show of which kind it is: say --store with one of {names}")
    return kind


def _whole(content: bytes, media: str) -> Body:
    """Return a body that is at hand as a whole."""
    return Body(lambda: iter([content]), len(content), media)


def _check_page(url: str, media: str) -> None:
    """Refuse a page for people where an answer was asked for."""
    if media in _WEB_PAGES:
        raise RemoteTrouble(f"{url} answers with a web page, as no store does: name the address of the store itself")


def _rows(answer: dict[str, Any]) -> Rows:
    """Return the rows of an answer in the JSON of SPARQL."""
    columns = tuple(answer["head"]["vars"])
    rows = answer["results"]["bindings"]
    return Rows(columns, [tuple(_term(row[name]) if name in row else None for name in columns) for row in rows])


def _term(cell: dict[str, str]) -> Term:
    """Return a term of an answer."""
    match cell["type"]:
        case "uri":
            return Iri(cell["value"])
        case "bnode":
            return Blank(cell["value"])
        case "literal" | "typed-literal":
            language = cell.get("xml:lang", "")
            return Literal(cell["value"], LANG_STRING if language else cell.get("datatype", STRING), language)
        case other:
            raise BadParameter(f"A term of the kind '{other}' is none of RDF 1.1")
