"""What the tests of pages share: the browser, the page of the small graph, and a reader of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import browser
from tests.reader import Reader, saved
from tests.small import A, graph


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
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
