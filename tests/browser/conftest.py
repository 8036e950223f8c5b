"""A browser for the page: Debian's Chromium, driven by Playwright; without it these tests are skipped."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bench_page import generated

import kg
from kg.views.page import render_page

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

SIZE = {"width": 1280, "height": 800}

RESET = """() => {
    history.replaceState(null, "", "#");
    dispatchEvent(new PopStateEvent("popstate"));
    kg.fit(false);
    document.activeElement.blur();
    document.getElementById("find").value = "";
    document.body.classList.remove("filtering");
    kg.pane("read");
}"""
"""Puts a page back to its first state."""


def outside(url: str, opened: list[str]) -> bool:
    """Whether a page asks for something besides itself: the worker that lays out is made of the page's own words."""
    return not url.startswith("blob:") and url.partition("#")[0] not in opened


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


@pytest.fixture(scope="session")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 10,000 entities."""
    path = tmp_path_factory.mktemp("large") / "graph.html"
    path.write_text(render_page(generated(10_000, 30_000)), "utf-8")
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
        page.on("request", lambda request: asked.append(request.url))
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
    assert [url for url in asked if outside(url, opened_files)] == [], "the page asked for something outside itself"
    assert complaints == []


@pytest.fixture(scope="module", params=["seed", "large"])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The seed article's page or the large one, opened once for a module, and what it asked for or complained of."""
    path: Path = request.getfixturevalue(f"{request.param}_page")
    context = browser.new_context(viewport=SIZE, color_scheme="light")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    noise: list[str] = []
    own = path.as_uri()
    page.on("request", lambda request: noise.append(request.url) if outside(request.url, [own]) else None)
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(own)
    page.wait_for_selector("body[data-ready=yes]")
    yield page, noise
    context.close()


@pytest.fixture
def page(window: tuple[Page, list[str]]) -> Iterator[Page]:
    """That page in its first state; what it asked for or complained of fails the test at its end."""
    page, noise = window
    page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # a plain dict
    page.mouse.move(2, 2)
    page.evaluate(RESET)
    yield page
    assert noise == [], "requests and messages of the page"
