"""A browser for the page: Debian's Chromium, driven by Playwright; without it these tests are skipped."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")  # while it runs, no other test can start an event loop
def browser() -> Iterator[Browser]:
    path = os.environ.get("KG_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium, or set KG_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def seed_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the article that comes with the project, made as `kg build` makes it."""
    path = tmp_path_factory.mktemp("seed") / "graph.html"
    kg.build(Path(__file__).parents[2] / "seeds").view().save(path)
    return path


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file in a new window; whatever it asks for besides, or complains of, fails the test at its end."""
    asked: list[str] = []
    opened_files: list[str] = []
    complaints: list[str] = []
    windows: list[BrowserContext] = []

    def opened(path: Path, hash_: str = "", **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        windows.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        opened_files.append(path.as_uri())
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("body[data-ready=yes]")
        return page

    yield opened
    for context in windows:
        context.close()
    assert [url for url in asked if url not in opened_files] == [], "the page asked for something outside itself"
    assert complaints == []
