"""Nothing on the drawing lies on anything else, and the central entities have their names, at every width and zoom.

What is written is taken from the canvas itself, call by call, and the signs' boxes from the engine: neither comes from
the code that chooses the places.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from driven import DRAWN, collisions, settled
from invented import generated

from kg.views.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

CENTRAL = 8
WIDTHS = ((390, 844), (1440, 900), (2560, 1440))
ZOOMS = (1, 1.5, 2.2, 3.4, 0.7)


def central_in_sight(drawn: dict[str, Any]) -> list[int]:
    width, height = drawn["size"]
    middles = [(number, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for number, box in drawn["signs"]]
    return [number for number, x, y in middles if 0 < x < width and 0 < y < height][:CENTRAL]


@pytest.fixture(scope="module")
def dense_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dense") / "graph.html"
    path.write_text(render_page(generated(2_000, 5_000)), "utf-8")
    return path


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", ["seed", "dense"])
def test_nothing_lies_on_anything_and_what_is_central_is_named(
    name: str, size: tuple[int, int], request: pytest.FixtureRequest, open_page: Callable[..., Page]
) -> None:
    path: Path = request.getfixturevalue(f"{name}_page")
    page = open_page(path, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    if size[0] < 760:
        page.evaluate("kg.pane('graph')")
    settled(page)
    for zoom in ZOOMS:
        page.evaluate("zoom => { kg.fit(false); kg.zoom(zoom) }", zoom)
        drawn = page.evaluate(DRAWN)
        assert collisions(drawn) == {"text on text": [], "text on sign": [], "sign on sign": []}, f"zoom {zoom}"
        central = central_in_sight(drawn)  # of forty few are in sight from near
        assert len(central) == CENTRAL or zoom > 1
        assert len(drawn["texts"]) >= max(1, len(central))
        assert set(central) <= set(drawn["named"]), f"zoom {zoom}"
    page.evaluate("kg.fit(false); kg.select({ entity: 2 })")
    settled(page)
    drawn = page.evaluate(DRAWN)
    assert collisions(drawn) == {"text on text": [], "text on sign": [], "sign on sign": []}, "with one selected"


def test_on_paper_the_whole_drawing_is_seen(seed_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(seed_page, viewport={"width": 800, "height": 1100})
    for media in ("print", "screen"):
        page.emulate_media(media=media)  # type: ignore[arg-type]  # one of two words
        page.wait_for_timeout(300)
        drawn = page.evaluate(DRAWN)
        width, height = drawn["size"]
        outside = [sign for sign, box in drawn["signs"] if min(box) < 0 or box[2] > width or box[3] > height]
        assert outside == [], media
        assert collisions(drawn) == {"text on text": [], "text on sign": [], "sign on sign": []}, media


def test_the_measure_sees_what_it_is_for(seed_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(seed_page, alone=True)
    page.evaluate(
        """() => kg.network.on("afterDrawing", (context) => {
            const { x, y } = kg.network.canvasToDOM(kg.network.getPosition(0));
            context.save();
            context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
            for (const line of ["over", "under"]) context.fillText(line, x, y);
            context.restore();
        })"""
    )
    found = collisions(page.evaluate(DRAWN))
    assert ("over", "under") in found["text on text"]
    assert ("over", 0) in found["text on sign"]
