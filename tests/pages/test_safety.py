"""What a page must never do: run what others wrote, fetch anything, reach what is around it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from kg import drawings
from kg.choices import Wanted
from tests.reader import Reader, saved
from tests.small import HOSTILE, A, graph


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


def test_a_notebook_shows_the_page_inline(chromium: Browser, tmp_path: Path) -> None:
    """In the frame that a notebook shows, the page runs with its policy, and reaches nothing around it."""
    drawing = drawings.drawing(graph(HOSTILE), ["id:a"], Wanted())
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><title>Notebook</title>{drawing._repr_html_()}", "utf-8")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    inside = page.frame_locator("iframe")
    expect(inside.locator("#size")).to_contain_text("3 entities, 4 edges")
    expect(inside.locator("#told h2")).to_contain_text("<img src=x")
    assert complaints == []
    page.close()
