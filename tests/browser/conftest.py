"""A browser for the page: Debian's Chromium, driven by Playwright; without it these tests are skipped."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from invented import generated

import kg
from kg.views.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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

WINDOWS = 4
"""How many windows are kept open for the tests to come."""

RESET = """(hash) => {
    history.replaceState(null, "", hash || "#");
    dispatchEvent(new PopStateEvent("popstate"));
    kg.fit(false);
    document.activeElement.blur();
    document.getElementById("find").value = "";
    document.body.classList.remove("filtering");
    kg.pane("read");
}"""
"""Puts a page back to its first state."""


def outside(url: str, own: str) -> bool:
    """Whether a page asks for something besides itself: the worker that lays out is made of the page's own words."""
    return not url.startswith("blob:") and url.partition("#")[0] != own


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


def once(factory: pytest.TempPathFactory, name: str, page: Callable[[], str]) -> Path:
    """The file of a page that takes seconds to write: one for all processes of a run of tests."""
    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = folder / f"{name}.html"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_text(page(), "utf-8")
    return path


@pytest.fixture(scope="session")
def seed_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the article that comes with the project, made as `kg build` makes it."""
    return once(tmp_path_factory, "seed", lambda: kg.build(Path(__file__).parents[2] / "seeds").view().html)


@pytest.fixture(scope="session")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 10,000 entities."""
    return once(tmp_path_factory, "large", lambda: render_page(generated(10_000, 30_000)))


class Windows:
    """Windows of files, kept for the tests of a module: opening one costs a second, putting it back a tenth."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[str, tuple[Page, list[str]]] = {}

    def shown(self, path: Path, hash_: str, options: dict[str, Any], *, again: bool) -> tuple[Page, list[str]]:
        """A file in a window with these options, in its first state, and what it asked for or complained of.

        `again` says whether it may be a window that an earlier test had, and may be kept for later ones.
        """
        key = f"{path} {options}"
        found = self._kept.get(key) if again else None
        if found is None:
            found = self._opened(path, hash_, options)
            if again:
                self._kept[key] = found
                if len(self._kept) > WINDOWS:
                    self._kept.pop(next(iter(self._kept)))[0].context.close()
        else:
            page, _ = found
            page.set_viewport_size(options["viewport"])
            page.emulate_media(media="screen", color_scheme=options.get("color_scheme", "light"))
            page.mouse.move(2, 2)
            page.evaluate(RESET, hash_)
        return found

    def _opened(self, path: Path, hash_: str, options: dict[str, Any]) -> tuple[Page, list[str]]:
        page = self._browser.new_context(**options).new_page()
        page.set_default_timeout(60_000)
        noise: list[str] = []
        own = path.as_uri()
        page.on("request", lambda request: noise.append(request.url) if outside(request.url, own) else None)
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
        page.goto(own + hash_)
        page.wait_for_selector("body[data-ready=yes]")
        return page, noise


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def open_page(windows: Windows) -> Iterator[Callable[..., Page]]:
    """Open a file in a window; whatever it asks for besides, or complains of, fails the test at its end.

    The window may be one that an earlier test had with the same options, put back to its first state; a page that a
    test changes for good is opened with `alone`.
    """
    given: list[tuple[Page, list[str]]] = []
    own: list[Page] = []

    def opened(path: Path, hash_: str = "", *, alone: bool = False, **options: object) -> Page:
        options = {"viewport": SIZE, **options}
        found = windows.shown(path, hash_, options, again=not alone)
        given.append(found)
        if alone:
            own.append(found[0])
        return found[0]

    yield opened
    noise = [each for _, noise in given for each in noise]
    for _, heard in given:
        heard.clear()
    for page in own:
        page.context.close()
    assert noise == [], "requests and messages of the page"


@pytest.fixture(scope="module", params=["seed", "large"])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The seed article's page or the large one, opened once for a module, and what it asked for or complained of."""
    path: Path = request.getfixturevalue(f"{request.param}_page")
    allowed = ["clipboard-read", "clipboard-write"]
    options = {"viewport": SIZE, "color_scheme": "light", "permissions": allowed}
    page, noise = Windows(browser).shown(path, "", options, again=False)
    yield page, noise
    page.context.close()


@pytest.fixture
def page(window: tuple[Page, list[str]]) -> Iterator[Page]:
    """That page in its first state; what it asked for or complained of fails the test at its end."""
    page, noise = window
    page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # a plain dict
    page.mouse.move(2, 2)
    page.evaluate(RESET, "")
    yield page
    assert noise == [], "requests and messages of the page"
