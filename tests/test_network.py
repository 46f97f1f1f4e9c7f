"""The network of claims."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.network import Link, network

LINKS = st.lists(
    st.builds(Link, st.sampled_from("abc"), st.sampled_from("pq"), st.sampled_from("abc"), st.text("xyz", min_size=1))
)


@given(LINKS)
def test_no_claim_is_lost(links: list[Link]) -> None:
    """Each subject, predicate and object is one edge, and every claim is on exactly its edge."""
    found = network(links)
    edges = {(one, how, other): set(data["claims"]) for one, other, how, data in found.edges(keys=True, data=True)}
    wanted = {(each.subject, each.predicate, each.object) for each in links}
    assert set(edges) == wanted
    assert all(link.claim in edges[link.subject, link.predicate, link.object] for link in links)
    assert sum(map(len, edges.values())) == len(set(links))
