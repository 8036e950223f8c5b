"""The files that the page is made of: its template, its styles and scripts, and vis-network's.

The explorer of `kg.serve` draws with the same engine, and takes from the page the files of `SHARED`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SHARED = ("colours.css", "elements.js")
"""The files that page and explorer share: their colours, and the script that makes elements."""

_SCRIPTS = (
    "elements.js",
    "dom.js",
    "data.js",
    "panels/dates.js",
    "state.js",
    "panels/facts.js",
    "drawing/layout.js",
    "drawing/arrange.js",
    "drawing/look.js",
    "drawing/scope.js",
    "drawing/graph.js",
    "drawing/pointer.js",
    "drawing/labels.js",
    "panels/facets.js",
    "panels/trail.js",
    "panels/find.js",
    "panels/search.js",
    "panels/story.js",
    "panels/claims.js",
    "panels/front.js",
    "panels/articles.js",
    "panels/article.js",
    "panels/details.js",
    "panels/listing.js",
    "drawing/world.js",
    "panels/map.js",
    "panels/timeline.js",
    "main.js",
)
"""Our scripts, in the order in which they run; each adds its functions to the one object `kg`."""
_BOOT = "boot.js"
"""Runs them when it has unpacked the page's data."""


@cache
def engine() -> str:
    """The engine's script."""
    return _asset("vendor/vis-network.js")


@cache
def scripts() -> tuple[str, ...]:
    """The page's scripts: the engine, what makes elements, the parts, which wait for the data, and what runs them."""
    first, *parts = map(_asset, _SCRIPTS)
    return engine(), first, *map(_waiting, parts), _asset(_BOOT)


def _waiting(script: str) -> str:
    return f"(kg.parts ??= []).push(() => {{\n{script}}});\n"


@cache
def style() -> str:
    """The page's style sheet."""
    return _asset("colours.css") + _asset("page.css")


@cache
def template() -> str:
    """The page's HTML, for Jinja to fill."""
    return _asset("page.html")


def shared(name: str) -> bytes:
    """A file of `SHARED`."""
    return _asset(name).encode()


def _asset(name: str) -> str:
    return files("kg.views").joinpath("assets", name).read_text(encoding="utf-8")
