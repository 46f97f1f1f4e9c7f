"""The page of a picture in a real browser: what a reader sees and does, and what the page must never do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from kg import draw, pictures, scenes
from kg.choices import Wanted
from kg.store import Store
from kg.store import open_store as opened
from kg.tables import Iri
from kg.terms import ID
from tests.browser import browser
from tests.small import HOSTILE, A, graph, large
from tests.small import SUPPLIES as SUPPLY

ROOT = Path(__file__).resolve().parents[1]
ARTEFACTS = ROOT / "build" / "pictures"
PROBE = """
() => { window.probe = {
  number: (label) => Model.nodes.findIndex((node) => node.label === label),
  edge: (words) => Model.edges.find((edge) => Panel.sentence(edge) === words),
  at: (place) => {
    const point = Page.network.canvasToDOM(place), box = document.getElementById("canvas").getBoundingClientRect();
    return [box.x + point.x, box.y + point.y];
  },
  node: (label) => probe.at(Page.network.getPositions()[probe.number(label)]),
  middle: (words) => probe.at(Page.network.body.edges[probe.edge(words).at].edgeType.getPoint(0.5)),
  off: (label) => {
    const view = Page.network.getViewPosition(), place = Page.network.getPositions()[probe.number(label)];
    return Math.hypot(view.x - place.x, view.y - place.y);
  },
  nodes: () => Page.drawn.nodes.get().map((node) => node.label).sort(),
  edges: () => Page.drawn.edges.get().map((edge) => Panel.sentence(Model.edges[edge.id])).sort(),
  look: (words) => {
    const edge = Page.drawn.edges.get(probe.edge(words).at);
    const dashed = Boolean(edge.dashes), bend = JSON.stringify(edge.smooth);
    return { width: edge.width, colour: edge.color.color, dashed, bend };
  },
}; }
"""
LISTED, FORECAST = "A firm — listed on → The list", "A supplier — supplies → The list"
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
OPENS, FREEZES = 3_000, 1_000
"""How many milliseconds a large page may take to open, and a frame while it is dragged."""
SUPPLIES, DENIES = "A supplier — supplies → A firm", "A supplier — listed on → A firm"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with browser() as found:
        yield found


class Reader:
    """A reader with a page open, who hears everything that the browser complains of and every request it makes."""

    def __init__(self, chromium: Browser, file: Path, **how: str) -> None:
        """Open the page."""
        options: dict[str, Any] = {"reduced_motion": "reduce", "locale": "en-GB"} | how
        self.context = chromium.new_context(viewport={"width": 1440, "height": 900}, **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self.interrupted)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        self.page.evaluate(PROBE)

    def interrupted(self, dialog: Dialog) -> None:
        """Note that a dialog came up: nothing on the page may open one."""
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def probe(self, call: str, *arguments: str) -> Any:  # noqa: ANN401 - whatever the page answers
        """What the page answers to a question of ours."""
        return self.page.evaluate(f"(given) => probe.{call}(...given)", arguments)

    def click(self, label: str, times: int = 1) -> None:
        """Click on an entity, once or twice."""
        self.page.mouse.click(*self.probe("node", label), click_count=times)

    def shown(self) -> list[str]:
        """The labels of the entities that are seen."""
        return list(self.probe("nodes"))

    def edges(self) -> list[str]:
        """The edges that are seen, in words."""
        return list(self.probe("edges"))


def saved(folder: Path, store: Store, *entities: Iri, most: int = 300) -> Path:
    """The page of entities, in a file."""
    picture = pictures.of_entities(store, list(entities), 1, most, Wanted())
    file = folder / "page.html"
    file.write_bytes(draw.page(picture).encode())
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the small graph."""
    return saved(tmp_path_factory.mktemp("page"), graph(), A)


@pytest.fixture
def reader(chromium: Browser, file: Path) -> Iterator[Reader]:
    """A reader of the page of the small graph; at the end nothing was complained of and nothing was asked for."""
    found = Reader(chromium, file)
    yield found
    assert found.complaints == []
    assert found.requests == [file.as_uri()]
    found.context.close()


@pytest.fixture
def page(reader: Reader) -> Page:
    """The page that the reader has open."""
    return reader.page


def test_the_page_opens_with_a_legend_and_counts(reader: Reader) -> None:
    """It says how many entities and edges there are, and counts the kinds in its legend."""
    expect(reader.page.locator("#size")).to_have_text("3 entities, 4 edges · 1 more at a double click")
    assert reader.page.locator("#classes li").all_inner_texts() == ["firm\n2", "control list\n1"]


def test_a_click_on_an_edge_shows_its_claims(reader: Reader) -> None:
    """The panel tells of each claim what, who, in what, where, when, how, and names the claims of the edge."""
    reader.page.mouse.click(*reader.probe("middle", LISTED))
    expect(reader.page.locator("#told h2")).to_have_text("A firm — listed on → The list")
    articles = reader.page.locator("#told article")
    expect(articles).to_have_count(2)
    text = articles.first.inner_text()
    for said in ("Sentence A firm", "Speaker A firm", "Title A firm", "A firm", "2026-07-23", "official", "2020-01-01"):
        assert said in text


def test_a_click_on_an_entity_shows_its_card(reader: Reader) -> None:
    """The card has the names, also the Chinese one, the listings and every edge; an edge on it can be chosen."""
    reader.click("A firm")
    told = reader.page.locator("#told")
    expect(told.locator("h2")).to_have_text("A firm")
    for said in ("芯片公司", "Listings", "Edges (3)", "kg show id:a"):
        expect(told).to_contain_text(said)
    told.locator("ul.edges button").first.click()
    expect(told.locator("article").first).to_be_visible()


def test_small_pictures_move_and_can_be_stilled(chromium: Browser, file: Path) -> None:
    """A small picture finds its shape by itself, unless the reader or the system asks for less motion."""
    reader = Reader(chromium, file, reduced_motion="no-preference")
    moving = "Page.network.physics.physicsEnabled"
    assert reader.page.evaluate(moving)
    reader.page.locator("#moving").click()
    assert not reader.page.evaluate(moving)
    assert reader.complaints == []
    reader.context.close()


def test_a_double_click_opens_neighbours(reader: Reader) -> None:
    """What the page carries beyond the picture appears at a double click, with its edges."""
    assert "Far away" not in reader.shown()
    reader.click("A supplier", times=2)
    assert "Far away" in reader.shown()
    assert "Far away — supplies → A supplier" in reader.edges()


def test_the_search_finds_and_centres(reader: Reader) -> None:
    """A Chinese name finds the entity, the picture moves to it and its card opens."""
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("芯片")
    expect(reader.page.locator("#found li").first).to_contain_text("芯片公司")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#told h2")).to_have_text("A firm")
    assert reader.probe("off", "A firm") < 2


def test_the_search_opens_what_is_not_shown_yet(reader: Reader) -> None:
    """An entity that the page only carries is found, too, and then shown."""
    reader.page.locator("#search").fill("faraway")
    expect(reader.page.locator("#found li").first).to_contain_text("not shown yet")
    reader.page.keyboard.press("Enter")
    assert "Far away" in reader.shown()


def test_a_name_that_is_not_there_clears_nobody(page: Page) -> None:
    """A search without a result says so, and that it proves nothing."""
    page.locator("#search").fill("Nobody Ltd.")
    expect(page.locator("#found")).to_contain_text("clears nobody")


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        ("#classes li:has-text('control list')", LISTED),
        ("#predicates li:has-text('supplies')", SUPPLIES),
        ("#modalities li:has-text('forecast')", FORECAST),
    ],
)
def test_a_filter_takes_away_and_gives_back(reader: Reader, box: str, gone: str) -> None:
    """A kind, a relation or a way of saying can be left out; what hangs on it goes, and comes back."""
    before = reader.edges()
    assert gone in before
    reader.page.locator(f"{box} input").click()
    assert gone not in reader.edges()
    reader.page.locator("#reset").click()
    assert reader.edges() == before


def test_a_filter_of_sources_leaves_the_other_claims(reader: Reader) -> None:
    """An edge with claims of two sources stays when one source is left out, thinner, with one claim."""
    reader.page.locator("summary", has_text="Sources").click()
    before = reader.probe("look", LISTED)["width"]
    reader.page.locator("#sources input").last.click()
    assert reader.probe("look", LISTED)["width"] < before


def test_the_slider_goes_back_in_time(reader: Reader) -> None:
    """At an early day only what had been said by then is left."""
    reader.page.locator("#day").fill("0")
    expect(reader.page.locator("#day-text")).to_have_text("2024-01-01")
    assert reader.edges() == [LISTED]
    reader.page.locator("#clock").select_option("holds")
    reader.page.locator("#day").fill("0")
    assert SUPPLIES in reader.edges()


def test_the_table_has_what_the_picture_has(reader: Reader) -> None:
    """Each edge of the picture is a row; a disputed one says so; its relation opens its claims."""
    reader.page.locator("#tab-table").click()
    rows = reader.page.locator("#rows tr")
    expect(rows).to_have_count(len(reader.edges()))
    disputed = rows.filter(has_text="supplies (disputed)")
    disputed.locator("button").click()
    expect(reader.page.locator("#told article.disputed")).to_contain_text("It does not supply.")


def test_a_contradiction_leads_to_the_other_claim(reader: Reader) -> None:
    """What contradicts a claim is named on it, and a click leads there."""
    reader.page.mouse.click(*reader.probe("middle", SUPPLIES))
    reader.page.locator(".against button").click()
    expect(reader.page.locator("#told h2")).to_have_text(DENIES)


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


def test_it_works_without_a_mouse(reader: Reader) -> None:
    """Keys go through entities and edges, open neighbours, lead to the table, and choose nothing again."""
    keyboard = reader.page.keyboard
    keyboard.press("n")
    expect(reader.page.locator("#told h2")).to_have_text("A firm")
    keyboard.press("n")
    keyboard.press("Enter")
    assert "Far away" in reader.shown()
    keyboard.press("e")
    expect(reader.page.locator("#told article").first).to_be_visible()
    keyboard.press("t")
    expect(reader.page.locator("#table")).to_be_visible()
    keyboard.press("Escape")
    expect(reader.page.locator("#told")).to_contain_text("Choose an edge")


def test_names_in_chinese(reader: Reader) -> None:
    """Labels change to Chinese names where the graph knows them."""
    reader.page.locator("#language").select_option("zh")
    assert reader.shown() == ["A supplier", "The list", "芯片公司"]


def test_a_chinese_reader_gets_chinese_names(chromium: Browser, file: Path) -> None:
    """A browser that is set to Chinese shows Chinese names from the start."""
    reader = Reader(chromium, file, locale="zh-CN")
    assert "芯片公司" in reader.shown()
    reader.context.close()


def test_hostile_names_are_text_everywhere(chromium: Browser, tmp_path: Path) -> None:
    """Markup in names, sentences and titles runs nowhere: page, panel, tooltip, search and table show it as text."""
    file = saved(tmp_path, graph(HOSTILE), A)
    reader = Reader(chromium, file)
    page = reader.page
    label = page.evaluate("Model.nodes.find((node) => node.centre).label")
    assert label.startswith("<img src=x onerror=alert(1)></script><script>alert(2)</script>")
    page.mouse.move(*reader.probe("node", label))
    expect(page.locator("div.vis-tooltip")).to_contain_text("<img src=x")
    reader.click(label)
    expect(page.locator("#told h2")).to_have_text(label)
    page.locator("#told ul.edges button").first.click()
    expect(page.locator("#told article").first).to_contain_text("<img src=x")
    page.locator("#tab-table").click()
    expect(page.locator("#rows")).to_contain_text("<img src=x")
    page.locator("#search").fill("img")
    expect(page.locator("#found li").first).to_contain_text("<img src=x")
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert (reader.complaints, reader.requests) == ([], [file.as_uri()])
    reader.context.close()


def test_the_policy_of_the_page_stops_what_would_fetch(chromium: Browser, file: Path) -> None:
    """Even a script in the page could neither fetch nor show an image from elsewhere: the policy forbids it."""
    reader = Reader(chromium, file)
    refused = reader.page.evaluate("fetch('https://example.org/').then(() => 'fetched', () => 'refused')")
    assert refused == "refused"
    assert any("Content Security Policy" in each for each in reader.complaints)
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
    took = reader.page.evaluate("performance.getEntriesByType('navigation')[0].duration")
    assert took < OPENS
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
    graph_ = opened(ROOT)
    file = saved(tmp_path, graph_, Iri(ID + "huawei-technologies-co-ltd"))
    reader = Reader(chromium, file, color_scheme=scheme)
    colours = reader.page.evaluate(COLOURS)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    reader.page.screenshot(path=ARTEFACTS / f"huawei-{scheme}.png")
    assert colours > 20
    assert (reader.complaints, reader.requests) == ([], [file.as_uri()])
    reader.context.close()
