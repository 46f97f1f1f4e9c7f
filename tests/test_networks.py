"""The network, whole or in part, and what can be read off it."""

from __future__ import annotations

import pytest

from kg import exports, networks, store
from kg.choices import Wanted
from kg.tables import shown
from kg.terms import KG
from tests.small import A, B, C, D, graph

GRAPH = graph()


def test_a_part_of_the_network() -> None:
    """What is within some steps of an entity, and nothing that is only carried."""
    assert networks.scene(GRAPH, ["id:d"], 1, Wanted(), []).shown == {C, D}
    assert networks.scene(GRAPH, ["id:d"], 2, Wanted(), []).shown == {A, B, C, D}


def test_without_a_class() -> None:
    """Entities of a class can be left out, except those that were asked for."""
    assert networks.scene(GRAPH, [], 1, Wanted(), [KG + "ControlList"]).shown == {A, C, D}
    assert networks.scene(GRAPH, ["id:b"], 1, Wanted(), [KG + "ControlList"]).shown == {A, B, C}


def test_who_is_most_connected() -> None:
    """The supplier has three neighbours, more than anybody else."""
    rows = networks.connected(GRAPH, networks.scene(GRAPH, [], 1, Wanted(), []), 2)
    assert [shown(each) for each in rows.rows[0][:3]] == ["A supplier", "firm", "3"]
    assert len(rows.rows) == 2


@pytest.mark.parametrize("form", exports.FORMATS)
def test_a_graph_without_edges(form: str) -> None:
    """A graph without a single edge is an empty network in every format, and empty tables."""
    empty = store.of([])
    picture = networks.picture(empty, [], 1, Wanted(), [])
    assert exports.graph(picture).number_of_nodes() == 0
    assert exports.FORMATS[form](exports.graph(picture))
    scene = networks.scene(empty, [], 1, Wanted(), [])
    assert not networks.connected(empty, scene, 5).rows
    assert not networks.communities(empty, scene, 5).rows


def test_who_belongs_together() -> None:
    """A community is named by its best connected members and counted."""
    rows = networks.communities(GRAPH, networks.scene(GRAPH, [], 1, Wanted(), []), 5)
    assert sum(int(shown(row[1])) for row in rows.rows) == 4
    assert "A supplier" in shown(rows.rows[0][2]) + shown(rows.rows[-1][2])
