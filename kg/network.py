"""The graph as a network: entities and the claims between them. The only door to networkx."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    Network = nx.MultiDiGraph[str]
    Strengths = Mapping[tuple[str, str], int]

_TRIED = 500
_SEED = 96830


def attributed(
    name: str, nodes: Mapping[str, Mapping[str, Any]], edges: Iterable[tuple[str, str, str, Mapping[str, Any]]]
) -> Network:
    """Return the network of nodes and of edges (from, to, key), each with its attributes.

    It is directed and may have several edges between two nodes, so that none hides another.
    """
    found: Network = nx.MultiDiGraph()
    found.graph["name"] = name
    for node, attributes in nodes.items():
        found.add_node(node, **attributes)
    for one, other, key, attributes in edges:
        found.add_edge(one, other, key, **attributes)
    return found


def graphml(found: Network) -> str:
    """Return a network, whose attributes are texts, numbers and truth values, as GraphML."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(nx.generate_graphml(found, named_key_ids=True)) + "\n"


def gexf(found: Network) -> str:
    """Return a network, whose attributes are texts, numbers and truth values, as GEXF 1.2, the same each time."""
    lines = (line for line in nx.generate_gexf(found) if "lastmodifieddate" not in line and "</meta>" not in line)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"


def components(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the sets of things that pairs connect, directly or through others."""
    return list(nx.connected_components(nx.Graph(list(pairs))))


def shortest(strengths: Strengths, one: str, other: str, longest: int, most: int) -> tuple[list[list[str]], int]:
    """Return the shortest paths between two nodes, whatever the direction, and how many there are (to a limit).

    Of paths of the same length those come first whose weakest step is stronger, then those through nodes with fewer
    neighbours, since being on the same long list says little.

    :param strengths: how strong the step between two nodes is, for each pair that is joined.
    :param longest: how many steps a path may have.
    """
    joined = nx.Graph(list(strengths))
    if one not in joined or other not in joined or not nx.has_path(joined, one, other):
        return [], 0
    if nx.shortest_path_length(joined, one, other) > longest:
        return [], 0
    found = list(islice(nx.all_shortest_paths(joined, one, other), _TRIED))
    found.sort(key=lambda path: (-weakest(strengths, path), sum(joined.degree(each) for each in path[1:-1]), path))
    return found[:most], len(found)


def strongest(strengths: Strengths, one: str, other: str, longest: int, most: int) -> tuple[list[list[str]], int]:
    """Return the paths whose weakest step is as strong as can be, the shortest of them; as :func:`shortest` does."""
    for level in sorted(set(strengths.values()), reverse=True):
        kept = {pair: strength for pair, strength in strengths.items() if strength >= level}
        found, total = shortest(kept, one, other, longest, most)
        if found:
            return found, total
    return [], 0


def strength(strengths: Strengths, one: str, other: str) -> int:
    """Return how strong the step between two nodes is, whichever way it is walked."""
    return max(strengths.get((one, other), 0), strengths.get((other, one), 0))


def weakest(strengths: Strengths, path: Sequence[str]) -> int:
    """Return how strong the weakest step of a path is."""
    return min((strength(strengths, *step) for step in pairwise(path)), default=0)


def cut(pairs: Iterable[tuple[str, str]], one: str, other: str) -> list[str] | None:
    """Return the fewest nodes whose loss would leave two nodes unconnected.

    That is none of them where nothing connects the two, and nothing at all where they are neighbours.
    """
    joined = nx.Graph(list(pairs))
    if one not in joined or other not in joined or not nx.has_path(joined, one, other):
        return []
    if joined.has_edge(one, other):
        return None
    whole = joined.subgraph(nx.node_connected_component(joined, one))
    return sorted(nx.minimum_node_cut(whole, one, other))


def communities(strengths: Strengths) -> list[list[str]]:
    """Return the groups of nodes that are joined more among themselves than with others (Louvain), largest first.

    The best connected members of each come first.
    """
    joined: nx.Graph[str] = nx.Graph()
    joined.add_weighted_edges_from((one, other, max(weight, 1)) for (one, other), weight in strengths.items())
    found = nx.community.louvain_communities(joined, seed=_SEED)
    groups = [sorted(each, key=lambda node: (-joined.degree(node), node)) for each in found]
    return sorted(groups, key=lambda group: (-len(group), group))


def connected(pairs: Collection[tuple[str, str]]) -> list[tuple[str, int, float]]:
    """Return nodes with the number of their neighbours and their rank, most connected first.

    The rank (PageRank, in a thousand) counts a neighbour for more that is well connected itself.
    """
    joined = nx.Graph(list(pairs))
    ranks = _ranks(joined)
    found = [(node, int(joined.degree(node)), ranks[node]) for node in joined]
    return sorted(found, key=lambda row: (-row[1], -row[2], row[0]))


def _ranks(joined: nx.Graph[str]) -> dict[str, float]:
    """Return the PageRank of each node, in a thousand; networkx's own wants SciPy."""
    size = max(len(joined), 1)
    ranks = dict.fromkeys(joined, 1 / size)
    for _ in range(60):
        ranks = {
            node: 0.15 / size + 0.85 * sum(ranks[near] / joined.degree(near) for near in joined[node])
            for node in joined
        }
    return {node: round(1000 * rank, 3) for node, rank in ranks.items()}
