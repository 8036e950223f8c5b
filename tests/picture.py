"""Take the pictures of pages for the documentation, in Chromium, with at most 256 colours each.

They are of the seed article's page, and of the newsroom's that the browser tests make up.

uv run python tests/picture.py
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from browser.invented import newsroom
from PIL import Image

import kg
from kg.views.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    type ColorScheme = Literal["light", "dark"]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SIZES = ((390, 844), (1440, 900), (2560, 1440))
SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")
NEWSROOM: tuple[tuple[str, tuple[int, int], ColorScheme, str], ...] = (
    ("front", (1440, 900), "light", ""),
    ("when-where", (1440, 900), "light", "kg.show({ tab: 'when' })"),
    ("person", (390, 844), "dark", "kg.select({ entity: kg.data.frontPage.people[0] }); kg.pane('graph')"),
)
"""Pictures of the newsroom: a name, the window, its theme, and what is chosen."""


def few_colours(picture: Image.Image) -> Image.Image:
    """`picture` in 256 of its colours: each is the one that is worst served by those before it, the frequent first.

    Cutting the space of colours, or taking the frequent alone, would give small signs and thin lines another hue.
    """
    levels = np.asarray(picture, dtype=np.int32)
    colours, places, counts = np.unique(levels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    kept = colours[[counts.argmax()]]
    nearest = np.zeros(len(colours), dtype=np.uint8)
    away = ((colours - kept[0]) ** 2).sum(axis=1)
    while len(kept) < 256 and away.any():
        chosen = colours[(away * np.sqrt(counts)).argmax()]
        near = ((colours - chosen) ** 2).sum(axis=1)
        nearest[near < away] = len(kept)
        away = np.minimum(away, near)
        kept = np.vstack([kept, chosen])
    few = Image.frombytes("P", picture.size, nearest[places].tobytes())
    few.putpalette(kept.astype(np.uint8).tobytes())
    return few


def take(
    chromium: Browser, address: str, shown: tuple[tuple[int, int], ColorScheme], path: Path, act: str = ""
) -> None:
    """Write what a window of a size shows in a theme to `path`, after a script has made a choice."""
    (width, height), scheme = shown
    window = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    window.goto(address)
    window.wait_for_selector("body[data-ready=yes]")
    if act:
        window.evaluate(f"() => {{ {act} }}")
    window.wait_for_timeout(1500)
    window.wait_for_selector("body[data-arranged=yes]")
    picture = Image.open(io.BytesIO(window.screenshot())).convert("RGB")
    few_colours(picture).save(path, optimize=True)
    window.close()
    sys.stdout.write(f"wrote {path.relative_to(ROOT)}, {path.stat().st_size / 1e3:.0f} kB\n")


def main() -> None:
    from playwright.sync_api import sync_playwright

    graph = kg.build(ROOT / "seeds", date=date(2025, 9, 22))
    (DOCS / "screenshots").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        whole = graph.view().save(Path(folder) / "graph.html")
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        take(chromium, whole.as_uri(), ((1280, 800), "light"), DOCS / "page.png")
        for size in SIZES:
            for scheme in SCHEMES:
                take(chromium, whole.as_uri(), (size, scheme), DOCS / f"screenshots/{size[0]}-{scheme}.png")
        news = Path(folder) / "newsroom.html"
        news.write_text(render_page(newsroom(), title="A small newsroom"), "utf-8")
        for name, size, scheme, choice in NEWSROOM:
            path = DOCS / f"screenshots/{name}-{size[0]}-{scheme}.png"
            take(chromium, news.as_uri(), (size, scheme), path, choice)
        chromium.close()


if __name__ == "__main__":
    main()
