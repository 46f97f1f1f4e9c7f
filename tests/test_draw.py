"""The page of a picture: complete, offline, and safe against what sources write; in a browser in pages/."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from kg import draw, pictures
from kg.choices import Wanted
from kg.pictures import Picture
from kg.tables import Iri
from kg.terms import ID
from tests.small import HOSTILE, A, B, graph, large


def picture(label: str = "A firm", most: int = 300) -> Picture:
    """The picture of the firm and what is around it."""
    return pictures.of_entities(graph(label), [A], 1, most, Wanted())


def data(html: str) -> Any:  # noqa: ANN401 - the JSON of a page
    """The data of a page, as its script reads it."""
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def test_an_edge_carries_its_claims() -> None:
    """Two claims of one edge are one edge with both, each with its place, its day and its source."""
    found = data(draw.page(picture()))
    (edge,) = [each for each in found["edges"] if len(each["claims"]) == 2]
    claims = [found["claims"][each] for each in edge["claims"]]
    assert [each["locator"] for each in claims] == ["A firm", "Row 2"]
    assert [each["said"] for each in claims] == ["2026-07-23", "2024-01-01"]
    assert len({each["s"] for each in claims}) == 2


def test_contradictions_name_the_other_claim() -> None:
    """A disputed claim says what contradicts it, on both sides, by number where it is on the page."""
    claims = data(draw.page(picture()))["claims"]
    opposed = {each["sentence"]: each["against"][0] for each in claims if each["against"]}
    assert set(opposed) == {"It supplies.", "It does not supply."}
    assert claims[opposed["It supplies."]["claim"]]["sentence"] == "It does not supply."


def test_what_is_carried_is_not_placed() -> None:
    """An entity beyond the depth is carried for a double click and has no place yet."""
    nodes = {each["label"]: each for each in data(draw.page(picture()))["nodes"]}
    assert "carried" in nodes["Far away"]
    assert "x" not in nodes["Far away"]
    assert nodes["A firm"]["centre"]
    assert nodes["A firm"]["names"][0]["t"] == "芯片公司"


def test_nothing_is_fetched() -> None:
    """No element names an address to fetch from, and the policy of the page would not let it."""
    html = draw.page(picture())
    assert not re.search(r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"(?!data:)", html)
    assert "sourceMappingURL" not in html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_hostile_text_is_data() -> None:
    """Markup, the end of a script and our own placeholders in a name stand in the page as data only."""
    html = draw.page(picture(HOSTILE))
    assert "<img" not in html
    assert html.count("</script>") == 3
    assert "\u2028" not in html
    assert any(each["label"].startswith("<img src=x") for each in data(html)["nodes"])


def test_what_is_left_out_is_said() -> None:
    """A picture with fewer entities than there are says how many are missing and how to see them."""
    found = picture(most=2)
    assert [each for each in found.left if "--max 3 shows them all" in each]
    assert data(draw.page(found))["left"] == list(found.left)


def test_the_same_picture_is_the_same_page() -> None:
    """Drawing twice gives the same page, to the byte."""
    assert draw.page(picture()) == draw.page(picture())


def test_an_entity_without_neighbours() -> None:
    """An entity without edges is a page with one entity."""
    alone = pictures.of_entities(graph(), [B], 1, 1, Wanted(predicates=(A,)))
    assert (len(alone.shown), alone.shown_edges) == (1, [])
    assert data(draw.page(alone))["edges"] == []


def test_a_picture_says_as_of_when() -> None:
    """The notes of a picture count its claims and sources and give their dates."""
    assert picture().notes[0] == "It rests on 6 claims of 2 sources, issued from 2026-07-23 to 2026-07-23."


def test_three_hundred_neighbours_are_drawn_at_once() -> None:
    """An entity with three hundred neighbours is drawn in under a second, in a page of under three megabytes."""
    store = large(2200, 6000)
    started = time.process_time()
    found = pictures.of_entities(store, [Iri(ID + "firm-0")], 3, 301, Wanted())
    html = draw.page(found)
    assert time.process_time() - started < 1
    assert len(found.shown) == 301
    assert len(html.encode()) < 3_000_000
