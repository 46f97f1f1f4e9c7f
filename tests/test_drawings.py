"""Pictures, networks and paths from Python."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg import drawings
from kg.choices import Wanted
from tests.small import HOSTILE, graph

GRAPH = graph()


@pytest.mark.parametrize(("name", "begins"), [("a.html", b"<!DOCTYPE"), ("a.svg", b"<svg"), ("a.PNG", b"\x89PNG")])
def test_a_drawing_is_saved_by_the_ending_of_the_file(tmp_path: Path, name: str, begins: bytes) -> None:
    """The file is a page or an image as its ending says."""
    made = drawings.drawing(GRAPH, ["A firm"], Wanted()).save(tmp_path / name)
    assert made.read_bytes().startswith(begins)


def test_a_notebook_shows_it_in_a_frame_of_its_own() -> None:
    """The page stands in a sandboxed frame, so that nothing in it reaches the notebook; hostile names stay data."""
    drawing = drawings.drawing(graph(HOSTILE), ["id:a"], Wanted())
    shown = drawing._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts allow-popups" srcdoc="&lt;!DOCTYPE html&gt;')
    assert shown.count("<") == 2
    assert drawing.html in unescape(shown)
    assert len(repr(drawing)) < 300


def test_the_graph_from_python(root: Path) -> None:
    """The graph gives pictures, networks and paths by the names of entities."""
    found = kg.Graph(root)
    picture = found.draw("Kirin 9020", predicates=["madeOnProcess"], as_of="2026-11-24").picture
    assert {picture.cards[each].label for each in picture.shown} >= {"Kirin 9020", "7 nm", "5 nm"}
    network = found.network("Kirin 9020", predicates=["madeOnProcess"])
    assert isinstance(network, nx.MultiDiGraph)
    assert all(data["claims"] for _, _, data in network.edges(data=True))
    paths = found.path("Kirin 9020", "SMIC", avoid=["topic"])
    assert paths.found.shortest[0].stops[0].endswith("kirin-9020")
    assert paths._repr_html_().startswith("<iframe")
    answer = found.draw_query(
        "CONSTRUCT { ?a ?p ?b } WHERE { ?c a kg:Supply ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b }"
    )
    assert answer.picture.shown
