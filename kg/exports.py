"""The network for other tools: as networkx's graph, and as GraphML, GEXF, JSON, CSV and DOT, with all attributes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from kg import figures, network, plain, styles, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.network import Network
    from kg.pictures import Edge, Picture
    from kg.scenes import Said

_FACTS = {
    "sentence": "kg:sentence",
    "said_by": "kg:saidBy",
    "locator": "kg:locator",
    "credibility": "kg:credibility",
    "stated_on": "kg:statedOn",
    "valid_from": "kg:validFrom",
    "valid_until": "kg:validUntil",
}
_COLUMNS = (
    "subject", "subject_label", "predicate", "relation", "object", "object_label", "claim", "said_by", "source",
    "source_title", "source_issued", "source_url", "reliability", "locator", "stated_on", "modality", "credibility",
    "status", "sentence", "figure", "valid_from", "valid_until",
)  # fmt: skip


def graph(picture: Picture) -> Network:
    """Return the network of what a picture shows; each edge has ``claims``, a list with all that is known of each."""
    edges = [(each.subject, each.object, each.predicate, _edge(picture, each)) for each in picture.shown_edges]
    return network.attributed(picture.title, {each: _node(picture, each) for each in picture.shown}, edges)


def _node(picture: Picture, iri: str) -> dict[str, Any]:
    """Return the attributes of an entity."""
    card = picture.cards[iri]
    name = terms.KG + "name"
    return {
        "label": card.label,
        "kind": picture.names.get(card.kind, ""),
        "class": card.kind,
        "names": list(dict.fromkeys(each.text for each in card.texts if each.predicate == name)),
        "texts": {
            picture.names.get(each.predicate, each.predicate): each.text
            for each in card.texts
            if each.predicate != name
        },
        "colour": styles.of(card.kind).colour,
    }


def _edge(picture: Picture, edge: Edge) -> dict[str, Any]:
    """Return the attributes of an edge."""
    claims = [_claim(picture, each) for each in edge.said]
    said = sorted(each["stated_on"] for each in claims if each["stated_on"])
    return {
        "relation": picture.names.get(edge.predicate, edge.predicate),
        "predicate": edge.predicate,
        "claims": claims,
        "weight": max(len(claims), 1),
        "sources": len({each["source"] for each in claims}),
        "disputed": edge.disputed,
        "fact": not edge.dashed,
        "first_stated": said[0] if said else "",
        "last_stated": said[-1] if said else "",
    }


def _claim(picture: Picture, said: Said) -> dict[str, Any]:
    """Return what is known of a claim."""
    facts, document = picture.told[said.claim].facts, picture.documents.get(said.source)
    found = {name: facts.get(curie, "") for name, curie in _FACTS.items()}
    return found | {
        "claim": said.claim,
        "source": said.source,
        "source_title": document.title if document else "",
        "source_issued": document.issued if document else "",
        "source_url": document.url if document else "",
        "reliability": document.reliability if document else "",
        "modality": picture.names.get(said.modality, said.modality),
        "status": plain.words(plain.curie(said.status)),
        "figure": figures.words(figures.Silent(facts)),
        "contradicted_by": [each.claim for each in picture.told[said.claim].against],
    }


def flat(found: Network) -> Network:
    """Return a network with attributes that every tool reads: lists become texts, and what is no character of XML goes.

    The claims of an edge become columns of texts, several divided by a bar, in the order of the claims.
    """
    nodes = {node: _flattened(data) for node, data in found.nodes(data=True)}
    edges = []
    for number, (one, other, key, data) in enumerate(
        sorted(found.edges(keys=True, data=True), key=lambda edge: edge[:3])
    ):
        columns = {
            name: " | ".join(str(each[name]) for each in data["claims"])
            for name in ("claim", "said_by", "source", "source_title", "modality", "status", "stated_on", "sentence")
        }
        own = _flattened({name: value for name, value in data.items() if name != "claims"})
        edges.append(
            (one, other, f"{number} {key}", own | _flattened(columns) | {"label": plain.xml(data["relation"])})
        )
    return network.attributed(plain.xml(str(found.graph.get("name", ""))), nodes, edges)


def _flattened(data: Mapping[str, Any]) -> dict[str, str | float | bool]:
    """Return attributes as texts, numbers and truth values."""
    joined = {
        name: " | ".join(f"{key}: {each}" for key, each in value.items())
        if isinstance(value, dict)
        else " | ".join(map(str, value))
        if isinstance(value, list)
        else value
        for name, value in data.items()
    }
    return {name: plain.xml(value) if isinstance(value, str) else value for name, value in joined.items()}


def as_graphml(found: Network) -> str:
    """Return a network as GraphML, for yEd, Cytoscape, Gephi, igraph."""
    return network.graphml(flat(found))


def as_gexf(found: Network) -> str:
    """Return a network as GEXF, for Gephi."""
    return network.gexf(flat(found))


def as_json(found: Network) -> str:
    """Return a network as JSON: nodes, and edges with their claims in full."""
    data = {
        "name": found.graph.get("name", ""),
        "nodes": [{"id": node, **data} for node, data in found.nodes(data=True)],
        "edges": [{"source": one, "target": other, **data} for one, other, data in found.edges(data=True)],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_csv(found: Network) -> str:
    """Return a network as CSV: one row for each claim, so that none vanishes; an edge without claims has one row."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    for one, other, data in found.edges(data=True):
        ends = {"subject": one, "subject_label": found.nodes[one]["label"], "object": other}
        ends |= {"object_label": found.nodes[other]["label"], "predicate": data["predicate"]}
        writer.writerows({**ends, "relation": data["relation"], **claim} for claim in data["claims"] or [{}])
    return stream.getvalue()


def as_dot(found: Network) -> str:
    """Return a network in the language of Graphviz: disputed edges red, those that state no fact dashed."""
    nodes = [
        f"  {_quoted(node)} [label={_quoted(data['label'])}, tooltip={_quoted(data['kind'])}, "
        f"fillcolor={_quoted(data['colour'])}];"
        for node, data in found.nodes(data=True)
    ]
    edges = [
        f"  {_quoted(one)} -> {_quoted(other)} [label={_quoted(data['relation'])}, penwidth="
        f"{styles.width(len(data['claims']))}{', color=' + _quoted(styles.DISPUTED) if data['disputed'] else ''}"
        f"{'' if data['fact'] else ', style=dashed'}, comment={_quoted(' '.join(c['claim'] for c in data['claims']))}];"
        for one, other, data in found.edges(data=True)
    ]
    head = [f"digraph {_quoted(str(found.graph.get('name', '')))} {{", "  node [style=filled, shape=box];"]
    return "\n".join([*head, *nodes, *edges, "}"]) + "\n"


def _quoted(text: str) -> str:
    """Return a text as DOT has it, in quotes; a backslash would mean something to it, and so would a null."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\x00", "\ufffd")
    return f'"{escaped}"'


FORMATS: dict[str, Callable[[Network], str]] = {
    "graphml": as_graphml,
    "gexf": as_gexf,
    "json": as_json,
    "csv": as_csv,
    "dot": as_dot,
}
"""The formats in which the network can be written."""
