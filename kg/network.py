"""The graph as a network: entities and the claims between them. The only door to networkx."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True)
class Link:
    """A claim as an edge of the network: two entities, the predicate between them, and the IRI of the claim."""

    subject: str
    predicate: str
    object: str
    claim: str


def network(links: Iterable[Link]) -> nx.MultiDiGraph[str]:
    """Return the network of some claims.

    Its nodes are IRIs. Each subject, predicate and object is one edge, keyed by the predicate, whose ``claims`` are the
    IRIs of all claims that make it, so that two claims that agree are one edge with two claims and none is lost.
    """
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for link in links:
        if not found.has_edge(link.subject, link.object, link.predicate):
            found.add_edge(link.subject, link.object, link.predicate, claims=[])
        claims = found.edges[link.subject, link.object, link.predicate]["claims"]
        if link.claim not in claims:
            claims.append(link.claim)
    return found


def components(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the sets of things that pairs connect, directly or through others."""
    return list(nx.connected_components(nx.Graph(list(pairs))))
