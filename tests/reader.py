"""A reader of a picture's page in a real browser, who hears all that the browser complains of and every request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog

from kg import draw, pictures
from kg.choices import Wanted
from kg.store import Store
from kg.tables import Iri

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
SUPPLIES, DENIES = "A supplier — supplies → A firm", "A supplier — listed on → A firm"
"""Edges of the small graph, in words."""


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

    def opened(self) -> float:
        """How many milliseconds the page took to open."""
        return float(self.page.evaluate("performance.getEntriesByType('navigation')[0].duration"))

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
