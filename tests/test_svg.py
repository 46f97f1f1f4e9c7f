"""Pictures as images: well-formed, complete, with everything that others wrote as text."""

from __future__ import annotations

import re
import sys

import pytest
from defusedxml.ElementTree import fromstring

from kg import pictures, svg
from kg.choices import Wanted
from kg.errors import Misuse
from kg.pictures import Picture
from kg.tables import Iri
from tests.small import HOSTILE, A, graph

SVG = "{http://www.w3.org/2000/svg}"


def picture(label: str = "A firm", *entities: Iri) -> Picture:
    """The picture of the firm and what is around it."""
    return pictures.of_entities(graph(label), list(entities or [A]), 1, 300, Wanted())


def texts(drawing: str) -> list[str]:
    """Every text that is written in an image."""
    return [each.text or "" for each in fromstring(drawing).iter(f"{SVG}text")]


def test_an_image_has_what_the_picture_shows() -> None:
    """Names, the legend with counts, relations and what it rests on are there; what is only carried is not."""
    found = texts(svg.svg(picture()))
    assert {"A firm", "The list", "A supplier", "firm (2)", "control list (1)", "listed on", "disputed"} <= set(found)
    assert "Far away" not in found
    assert "It rests on 5 claims of 2 sources, issued from 2026-07-23 to 2026-07-23." in found


def test_every_edge_is_there() -> None:
    """Each edge is a line of its own, disputed ones red, those that state no fact dashed."""
    drawing = svg.svg(picture())
    tips = [each.text for each in fromstring(drawing).iter(f"{SVG}title")]
    assert "A firm — listed on → The list: 2" in tips
    assert len([each for each in tips if "→" in (each or "")]) == 4
    assert len(set(re.findall(r'<path d="(M[^"]*Q[^"]*)"', drawing))) == 4
    assert 'stroke="#d62839"' in drawing
    assert 'stroke-dasharray="7 5"' in drawing


def test_hostile_text_is_text() -> None:
    """Markup in a name is written, not drawn; what is no character of XML is replaced."""
    drawing = svg.svg(picture(HOSTILE + "\x0c\x00"))
    assert "<img" not in drawing
    assert "<script" not in drawing
    assert any("<img" in each for each in texts(drawing))


def test_nothing_is_fetched_or_run() -> None:
    """An image has no link, no script, no style and no image in it."""
    tags = {each.tag.removeprefix(SVG) for each in fromstring(svg.svg(picture(HOSTILE))).iter()}
    assert tags <= {"svg", "title", "rect", "g", "path", "polygon", "text", "circle"}


def test_one_entity_alone() -> None:
    """An entity without edges is an image, too."""
    alone = picture("A firm", Iri("https://w3id.org/chip-controls/id/speaker"))
    assert "Speaker A firm" in texts(svg.svg(alone))


def test_a_png_is_made_without_a_browser() -> None:
    """The SVG becomes a PNG with more than one colour in it, Chinese names among them."""
    made = svg.png(svg.svg(picture("芯片公司")))
    assert made.startswith(b"\x89PNG")
    assert len(made) > 10_000


def test_a_png_without_resvg_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed what a PNG needs is told how."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(Misuse, match="pip install"):
        svg.png("<svg/>")
