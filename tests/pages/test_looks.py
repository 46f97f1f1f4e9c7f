"""What a page looks like: signs of edges, Chinese names, dark mode, paper, large pictures; screenshots to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kg import draw, pictures, scenes
from kg.choices import Wanted
from kg.store import open_store
from kg.tables import Iri
from kg.terms import ID
from tests.reader import DENIES, FORECAST, LISTED, SUPPLIES, Reader, saved
from tests.small import SUPPLIES as SUPPLY
from tests.small import graph, large

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "build" / "pictures"
FRAMES = """
() => {
  window.frames = [];
  let last = performance.now();
  const next = (now) => { frames.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}
"""
COLOURS = """
() => {
  const canvas = document.querySelector("#canvas canvas"), found = new Set();
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  for (let at = 0; at < pixels.length; at += 4) found.add(`${pixels[at]} ${pixels[at + 1]} ${pixels[at + 2]}`);
  return found.size;
}
"""
OPENS, FREEZES, TRIES = 3_000, 1_000, 3
"""How many milliseconds a large page may take to open, and a frame of a drag; a busy machine may try again."""


def test_small_pictures_move_and_can_be_stilled(chromium: Browser, file: Path) -> None:
    """A small picture finds its shape by itself, unless the reader or the system asks for less motion."""
    reader = Reader(chromium, file, reduced_motion="no-preference")
    moving = "Page.network.physics.physicsEnabled"
    assert reader.page.evaluate(moving)
    reader.page.locator("#moving").click()
    assert not reader.page.evaluate(moving)
    assert reader.complaints == []
    reader.context.close()


def test_edges_show_what_they_are_worth(reader: Reader) -> None:
    """More claims make an edge wider, a dispute makes it red, and a forecast alone makes it dashed."""
    listed, supplies, forecast = (reader.probe("look", each) for each in (LISTED, SUPPLIES, FORECAST))
    assert listed["width"] > forecast["width"]
    assert (supplies["colour"], supplies["dashed"]) == ("#d62839", False)
    assert forecast["dashed"]


def test_parallel_edges_bend_apart(reader: Reader) -> None:
    """Two relations between the same two entities are two lines that do not lie on each other."""
    assert {SUPPLIES, DENIES} <= set(reader.edges())
    assert reader.probe("look", SUPPLIES)["bend"] != reader.probe("look", DENIES)["bend"]


def test_names_in_chinese(reader: Reader) -> None:
    """Labels change to Chinese names where the graph knows them."""
    reader.page.locator("#language").select_option("zh")
    assert reader.shown() == ["A supplier", "The list", "芯片公司"]


def test_a_chinese_reader_gets_chinese_names(chromium: Browser, file: Path) -> None:
    """A browser that is set to Chinese shows Chinese names from the start."""
    reader = Reader(chromium, file, locale="zh-CN")
    assert "芯片公司" in reader.shown()
    reader.context.close()


def test_dark_mode_and_print(chromium: Browser, file: Path) -> None:
    """The picture takes the colours that the reader's system prefers; on paper the table stands, the filters do not."""
    reader = Reader(chromium, file, color_scheme="dark")
    page = reader.page
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 27)"
    assert page.evaluate("Page.drawn.nodes.get()[0].font.color") == "#e3e9ef"
    page.emulate_media(media="print")
    expect(page.locator("#table")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
    assert reader.complaints == []
    reader.context.close()


def test_an_entity_without_neighbours_is_a_page(chromium: Browser, tmp_path: Path) -> None:
    """A picture of one entity without edges opens and says so."""
    reader = Reader(chromium, saved(tmp_path, graph(), Iri("https://w3id.org/chip-controls/id/speaker")))
    expect(reader.page.locator("#size")).to_have_text("1 entity, 0 edges")
    reader.page.locator("#tab-table").click()
    expect(reader.page.locator("#caption")).to_contain_text("no edge")
    assert reader.complaints == []
    reader.context.close()


def test_a_picture_of_two_thousand_entities_opens_and_drags(chromium: Browser, tmp_path: Path) -> None:
    """Two thousand entities and six thousand edges open in under three seconds, lie still, and follow the mouse."""
    store = large(2000, 6000)
    picture = pictures.of_scene(store, scenes.whole(store, Wanted(predicates=(SUPPLY,))), "Many", [], Wanted())
    assert len(picture.shown) > 2000
    assert len(picture.shown_edges) > 6000
    file = tmp_path / "page.html"
    file.write_bytes(draw.page(picture).encode())
    reader = Reader(chromium, file)
    took = [reader.opened()]
    while min(took) >= OPENS and len(took) < TRIES:
        reader.page.reload()
        took.append(reader.opened())
    assert min(took) < OPENS
    assert reader.page.evaluate("Page.network.physics.physicsEnabled") is False
    reader.page.evaluate(FRAMES)
    mouse = reader.page.mouse
    mouse.move(500, 300)
    mouse.down()
    mouse.move(700, 420, steps=40)
    mouse.up()
    assert max(reader.page.evaluate("frames")) < FREEZES
    assert reader.complaints == []
    reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screenshot_is_kept(chromium: Browser, tmp_path: Path, scheme: str) -> None:
    """The picture of Huawei is kept as an image for people to look at, and there is something on it."""
    graph_ = open_store(ROOT)
    file = saved(tmp_path, graph_, Iri(ID + "huawei-technologies-co-ltd"))
    reader = Reader(chromium, file, color_scheme=scheme)
    colours = reader.page.evaluate(COLOURS)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    reader.page.screenshot(path=ARTEFACTS / f"huawei-{scheme}.png")
    assert colours > 20
    assert (reader.complaints, reader.requests) == ([], [file.as_uri()])
    reader.context.close()
