"""What is wanted of the graph, as people say it."""

from __future__ import annotations

import pytest

from kg import choices
from kg.errors import KgError, Misuse
from kg.terms import KG
from tests.small import LISTED, SOURCE, SUPPLIES, graph

GRAPH = graph()


@pytest.mark.parametrize("text", ["listedOn", "kg:listedOn", "listed on", "LISTED ON"])
def test_a_relation_is_named_as_one_likes(text: str) -> None:
    """By its name, its CURIE, or the label that pictures show."""
    assert choices.wanted(GRAPH, [text]).predicates == (LISTED,)


def test_several_between_commas() -> None:
    """Several relations or sources may stand in one text or in several, each counted once."""
    assert choices.wanted(GRAPH, ["listed on, supplies", "supplies"]).predicates == (LISTED, SUPPLIES)


def test_an_unknown_relation_is_refused() -> None:
    """A relation that no claim uses is an error that lists those there are."""
    with pytest.raises(KgError, match="kg:listedOn"):
        choices.wanted(GRAPH, ["eats"])


def test_sources_are_named_by_the_beginning_of_their_path() -> None:
    """A path, a CURIE and a folder of sources are understood; what is near is offered for one that is not there."""
    assert choices.wanted(GRAPH, sources=["source:us/bis/one"]).sources == (SOURCE,)
    assert len(choices.wanted(GRAPH, sources=["us/bis"]).sources) == 2
    with pytest.raises(Misuse, match="Near to it: source:us/bis/one"):
        choices.wanted(GRAPH, sources=["us/b"])


@pytest.mark.parametrize("text", ["control list", "kg:ControlList", "ControlList"])
def test_a_class_is_named_as_one_likes(text: str) -> None:
    """By its label, its CURIE or its local name."""
    assert choices.classes(GRAPH, [text]) == [KG + "ControlList"]


def test_an_unknown_class_is_refused() -> None:
    """A class that no entity is of is an error that lists those there are."""
    with pytest.raises(Misuse, match="control list, firm"):
        choices.classes(GRAPH, ["dragon"])
