"""The browser that pages are tested in: Playwright's own Chromium if it is there, else the system's.

``python tests/browser.py`` makes sure that there is one, and a font with Chinese characters for the screenshots, as far
as this machine lets it; it says what to do where it cannot.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
WANTED = "The tests of pages need Chromium: run 'playwright install chromium', or install your system's chromium"
PACKAGES = ("chromium", "fonts-wqy-zenhei")


def executable(playwright: Playwright) -> Path | None:
    """The browser to use, or nothing where there is none."""
    own = Path(playwright.chromium.executable_path)
    found = next((path for name in SYSTEM if (path := shutil.which(name))), None)
    return own if own.exists() else Path(found) if found else None


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser, closed afterwards."""
    with sync_playwright() as playwright:
        path = executable(playwright)
        assert path, WANTED
        sandbox = os.name == "posix" and os.geteuid() != 0  # Chromium refuses its sandbox to root
        found = playwright.chromium.launch(executable_path=path, chromium_sandbox=sandbox)
        yield found
        found.close()


def install() -> bool:
    """Make sure of a browser; return whether there is one."""
    with sync_playwright() as playwright:
        if executable(playwright):
            return True
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    with sync_playwright() as playwright:
        if executable(playwright):
            return True
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "-qq", "update"], check=False, capture_output=True)
        command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *PACKAGES]
        subprocess.run(command, check=False, capture_output=True)
    with sync_playwright() as playwright:
        return executable(playwright) is not None


if __name__ == "__main__" and not install():
    sys.stderr.write(f"{WANTED}. Everything else works without it.\n")
