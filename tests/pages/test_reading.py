"""What a reader of a page does: choose, open, search, filter, go back in time, use the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.reader import DENIES, FORECAST, LISTED, SUPPLIES, Reader


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
    expect(reader.page.locator("#told code")).to_have_text("kg why id:a kg:listedOn id:b")
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


def test_an_address_can_name_an_entity(chromium: Browser, file: Path) -> None:
    """With an entity after the hash the page opens at its card."""
    page = chromium.new_page()
    page.goto(f"{file.as_uri()}#id:c")
    expect(page.locator("#told h2")).to_have_text("A supplier")
    page.close()


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
