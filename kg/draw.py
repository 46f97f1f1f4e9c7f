"""Pictures: an entity and its surroundings as one HTML page that works offline. The only door to pyvis.

The page asks for nothing: pyvis is told to write its script into the page, and what it still fetches from elsewhere is
taken out. Labels are third-party text; they reach the page as JSON and are shown as text.
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from kg import network, terms
from kg.store import Store
from kg.tables import Iri, shown

if TYPE_CHECKING:
    import networkx as nx

NEIGHBOURS = """
SELECT ?claim ?subject ?predicate ?object WHERE {
  { ?claim rdf:subject ?entity } UNION { ?claim rdf:object ?entity }
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:statedIn ?source .
  FILTER (isIRI(?object))
}
ORDER BY ?subject ?predicate ?object ?claim
"""
BETWEEN = """
SELECT ?claim ?subject ?predicate ?object WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:statedIn ?source .
}
ORDER BY ?subject ?predicate ?object ?claim
"""
NODES = """
SELECT ?node ?label ?class ?kind WHERE {
  ?node rdfs:label ?label ; a ?class .
  OPTIONAL { ?class rdfs:label ?kind }
}
ORDER BY ?node ?label ?class
"""
CLAIMS = """
SELECT ?claim ?sentence ?speaker ?title ?url ?locator ?stated ?modality ?status WHERE {
  ?claim kg:statedIn ?source ; kg:saidBy ?by ; kg:locator ?locator ; kg:statedOn ?stated ; kg:modality ?m .
  ?claim kg:status ?s .
  ?source dcterms:title ?title . ?by rdfs:label ?speaker . ?m rdfs:label ?modality . ?s rdfs:label ?status .
  OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?claim kg:sentence ?sentence }
}
ORDER BY ?claim
"""
COLOURS = {
    "party": "#2f6db3",
    "listed address": "#7a5195",
    "address": "#8d99a6",
    "notice": "#d1702b",
    "control list": "#b3262f",
    "destination": "#3c8d5a",
    "firm": "#2f6db3",
    "person": "#4d9de0",
    "organisation": "#1f4e79",
    "agency": "#7b3f00",
    "corporate group": "#6a8caf",
    "product": "#00897b",
    "process node": "#5e9732",
    "market": "#a0522d",
    "quantity": "#9e9e9e",
    "act": "#c75b12",
    "topic": "#b0a08a",
}
_OTHER = "#5b5b5b"
_FETCHED = re.compile(
    r"<!-- <link[^\n]*\n[^\n]*-->|<link\b[^>]*/>|<script\s+src=[^>]*></script>|<center>\s*<h1>\s*</h1>\s*</center>|"
    r"//# sourceMappingURL=[\w.-]+",
)
"""What pyvis still fetches from elsewhere when it is told to write everything into the page."""
_DISPUTED = "#b3262f"
_UNSURE = frozenset({"estimate", "forecast", "plan", "opinion", "rumour"})
_SPREAD = 900
_SHOWN = 40


@dataclass(frozen=True)
class Picture:
    """A page, and what is on it.

    :param html: the page.
    :param nodes: how many entities it shows.
    :param edges: how many edges it shows.
    :param left_out: how many entities were left out because there were more than asked for.
    """

    html: str
    nodes: int
    edges: int
    left_out: int


def picture(store: Store, entities: list[Iri], depth: int = 1, most: int = 300) -> Picture:
    """Return the picture of entities and what is within some steps of them.

    :param depth: how many steps to go from the entities.
    :param most: how many entities to show at the most; the nearest and best connected are kept.
    """
    links, left_out = _surroundings(store, entities, depth, most)
    found = network.network(links)
    found.add_nodes_from(str(each) for each in entities)
    details = _details(store, [Iri(link.claim) for link in links])
    html = _page(store, found, [str(each) for each in entities], details)
    return Picture(html, found.number_of_nodes(), found.number_of_edges(), left_out)


def _surroundings(store: Store, entities: list[Iri], depth: int, most: int) -> tuple[list[network.Link], int]:
    """Return the claims around entities, and how many entities were left out."""
    kept: dict[str, None] = dict.fromkeys(str(each) for each in entities)
    left_out, edge = 0, [Iri(each) for each in kept]
    for _ in range(depth):
        reached: Counter[str] = Counter()
        for link in _links(store, NEIGHBOURS, {"entity": edge}) if edge else []:
            reached.update({each for each in (link.subject, link.object) if each not in kept})
        ranked = [each for each, _ in reached.most_common()]
        room = max(most - len(kept), 0)
        left_out += len(ranked[room:])
        kept |= dict.fromkeys(ranked[:room])
        edge = [Iri(each) for each in ranked[:room]]
    nodes = [Iri(each) for each in kept]
    return _links(store, BETWEEN, {"subject": nodes, "object": nodes}), left_out


def _links(store: Store, query: str, values: dict[str, list[Iri]]) -> list[network.Link]:
    """Return the claims that a query finds, as links."""
    rows = store.select(query, values).rows
    return [network.Link(str(one), str(how), str(other), str(claim)) for claim, one, how, other in rows]


def _details(store: Store, claims: list[Iri]) -> dict[str, dict[str, str]]:
    """Return what the panel says of each claim."""
    if not claims:
        return {}
    rows = store.select(CLAIMS, {"claim": claims})
    return {str(row[0]): dict(zip(rows.columns[1:], map(shown, row[1:]), strict=True)) for row in rows.rows}


def _named(store: Store, nodes: list[str]) -> dict[str, tuple[str, str]]:
    """Return the label of each node and that of its class."""
    rows = store.select(NODES, {"node": [Iri(each) for each in nodes]}).rows
    found = {
        str(node): (shown(label), shown(kind) or str(class_).rpartition("#")[2])
        for node, label, class_, kind in reversed(rows)
    }
    return {node: found.get(node, (terms.shorten(node), "")) for node in nodes}


def _page(store: Store, found: nx.MultiDiGraph[str], centre: list[str], details: dict[str, dict[str, str]]) -> str:
    """Return the page of a network."""
    named, places, canvas = _named(store, list(found)), network.layout(found), _canvas()
    for node in found:
        canvas.add_node(node, **_node(*named[node], places[node], centre=node in centre))
    for subject, object_, predicate, data in found.edges(keys=True, data=True):
        name = named.get(predicate, (predicate.rpartition("#")[2], ""))[0]
        look = _look([details[each] for each in data["claims"] if each in details])
        canvas.add_edge(
            subject, object_, title=name, width=len(data["claims"]), claims=data["claims"], predicate=name, **look
        )
    return _offline(canvas.generate_html(), details, Counter(kind for _, kind in named.values()))


def _look(claims: list[dict[str, str]]) -> dict[str, Any]:
    """Return how an edge looks beyond its width: red where a claim is disputed, dashed where none states a fact."""
    look: dict[str, Any] = {"dashes": True} if claims and all(each["modality"] in _UNSURE for each in claims) else {}
    return look | ({"color": _DISPUTED} if any(each["status"] == "disputed" for each in claims) else {})


def _node(text: str, kind: str, place: tuple[float, float], *, centre: bool) -> dict[str, Any]:
    """Return what pyvis is told of a node: a short label, the whole one for the panel, colour by class, its place."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    x, y = (each * _SPREAD for each in place)
    colour, size = COLOURS.get(kind, _OTHER), 26 if centre else 12
    return {"label": short, "title": text, "kind": kind, "color": colour, "size": size, "x": x, "y": y}


def _canvas() -> Any:  # noqa: ANN401 - pyvis publishes no types
    """Return an empty pyvis network: directed, since undirected ones drop parallel edges; places are ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # IPython, which pyvis imports, warns of its own future
        from pyvis.network import Network  # noqa: PLC0415 - IPython comes with it and is slow
    canvas = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    canvas.toggle_physics(status=False)
    return canvas


def _offline(html: str, details: dict[str, dict[str, str]], kinds: Counter[str]) -> str:
    """Return the page without anything that would be fetched, with the panel and its data."""
    panel = resources.files("kg").joinpath("templates/panel.html").read_text(encoding="utf-8")
    legend = [
        {"kind": each or "other", "count": kinds[each], "colour": COLOURS.get(each, _OTHER)} for each in sorted(kinds)
    ]
    panel = panel.replace("%CLAIMS%", _json(details)).replace("%LEGEND%", _json(legend))
    own = _FETCHED.sub("", html).replace("<head>", '<head><meta charset="utf-8"><title>Entities and claims</title>', 1)
    before, end, after = own.rpartition("</body>")
    return before + panel + end + after


def _json(value: object) -> str:
    """Return JSON that may stand inside a script element."""
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
