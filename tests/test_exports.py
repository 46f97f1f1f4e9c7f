"""The network for other tools: every format has everything, and hostile names stay text."""

from __future__ import annotations

import csv
import io
import json

import networkx as nx
import pytest

from kg import exports, pictures, scenes
from kg.choices import Wanted
from kg.pictures import Picture
from tests.small import HOSTILE, LISTED, A, B, C, graph

NASTY = HOSTILE + "\x0b\ufffe"


def whole(label: str = "A firm") -> Picture:
    """The whole of the small graph."""
    store = graph(label)
    return pictures.of_scene(store, scenes.whole(store, Wanted()), "All", [], Wanted())


def test_the_edges_of_the_graph_know_their_claims() -> None:
    """The network is a directed one with parallel edges; each edge has its claims with source, speaker and day."""
    found = exports.graph(whole())
    assert isinstance(found, nx.MultiDiGraph)
    claims = found.edges[A, B, LISTED]["claims"]
    assert [each["stated_on"] for each in claims] == ["2026-07-23", "2024-01-01"]
    assert {each["source_title"] for each in claims} == {"Title A firm"}
    assert found.number_of_edges(C, A) == 2
    assert found.nodes[A]["names"] == ["芯片公司"]


@pytest.mark.parametrize("label", ["A firm", NASTY])
def test_graphml_is_read_back(label: str) -> None:
    """What networkx reads from the GraphML has every entity, every edge and every claim."""
    found = exports.graph(whole(label))
    again = nx.parse_graphml(exports.as_graphml(found), force_multigraph=True)
    assert set(again) == set(found)
    assert again.number_of_edges() == found.number_of_edges() == 5
    said = [each for _, _, data in again.edges(data=True) for each in data["claim"].split(" | ")]
    assert len(said) == 6
    assert any(data["disputed"] for _, _, data in again.edges(data=True))
    assert again.nodes[A]["label"].startswith(label[:20])


@pytest.mark.parametrize("label", ["A firm", NASTY])
def test_gexf_is_read_back(label: str) -> None:
    """What networkx reads from the GEXF has every entity and every edge, and the text is the same each time."""
    found = exports.graph(whole(label))
    text = exports.as_gexf(found)
    again = nx.read_gexf(io.BytesIO(text.encode()))
    assert set(again) == set(found)
    assert again.number_of_edges() == found.number_of_edges()
    assert text == exports.as_gexf(found)


def test_csv_has_a_row_for_each_claim() -> None:
    """Parallel claims are rows of their own, each with its source and place."""
    rows = list(csv.DictReader(io.StringIO(exports.as_csv(exports.graph(whole())))))
    assert len(rows) == 6
    assert len({row["claim"] for row in rows}) == 6
    assert {row["subject_label"] for row in rows if row["object"] == B} == {"A firm", "A supplier"}


def test_json_has_the_claims_in_full() -> None:
    """Each edge lists its claims, and a claim names what contradicts it."""
    data = json.loads(exports.as_json(exports.graph(whole(HOSTILE))))
    claims = [claim for edge in data["edges"] for claim in edge["claims"]]
    assert len(claims) == 6
    assert any(each["contradicted_by"] for each in claims)
    assert any(each["label"].startswith("<img") for each in data["nodes"])


def test_dot_quotes_what_it_is_given() -> None:
    """A quotation mark or a backslash in a name does not end the text of a label."""
    text = exports.as_dot(exports.graph(whole('Say "no"\\')))
    assert 'label="Say \\"no\\"\\\\"' in text
    assert text.count("->") == 5
    assert "style=dashed" in text
