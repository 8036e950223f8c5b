"""What the tests of the page's features share, beside the fixtures."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    type Box = tuple[float, float, float, float]

DRAWN = """() => {
    const { prototype } = CanvasRenderingContext2D;
    const { fillText } = prototype;
    const texts = [];
    prototype.fillText = function (text, x, y) {
        const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right, actualBoundingBoxAscent: up,
            actualBoundingBoxDescent: down } = this.measureText(text);
        texts.push([text, [x - left, y - up, x + right, y + down]]);
        return fillText.call(this, text, x, y);
    };
    kg.network.redraw();
    prototype.fillText = fillText;
    const lit = kg.lit();
    const signs = kg.shown().entities.filter((number) => !lit || lit.entities.has(number)).map((number) => {
        const { left, top, right, bottom } = kg.network.getBoundingBox(number);
        const [a, b] = [[left, top], [right, bottom]].map(([x, y]) => kg.network.canvasToDOM({ x, y }));
        return [number, [a.x, a.y, b.x, b.y]];
    });
    const { clientWidth, clientHeight } = document.getElementById("graph");
    return { texts, signs, named: kg.names().map(({ number }) => number), size: [clientWidth, clientHeight] };
}"""


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share more than half a pixel each way."""
    return one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5 and one[1] < other[3] - 0.5 and other[1] < one[3] - 0.5


def collisions(drawn: dict[str, Any]) -> dict[str, list[tuple[Any, Any]]]:
    def met(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        return [(one[0], other[0]) for one, other in pairs if meet(one[1], other[1])]

    texts, signs = drawn["texts"], drawn["signs"]
    return {
        "text on text": met(combinations(texts, 2)),
        "text on sign": met((text, sign) for text in texts for sign in signs),
        "sign on sign": met(combinations(signs, 2)),
    }


def in_sight(page: Page, found: Locator) -> bool:
    """Whether an element stands on the screen without scrolling."""
    box = found.bounding_box()
    size = page.viewport_size
    return bool(box and size and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def large(page: Page) -> bool:
    """Whether it is the page of 10,000 entities."""
    return bool(page.evaluate("kg.data.entities.length >= 10000"))


def reload(page: Page) -> None:
    """Open the page again, at the address it has."""
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")


def settled(page: Page) -> None:
    """Wait until what was chosen is laid out, drawn and at rest."""
    page.wait_for_selector("body[data-arranged=yes]")
    page.wait_for_function(
        """() => {
            const { x, y } = kg.network.getViewPosition();
            const here = `${x} ${y} ${kg.network.getScale()}`;
            const still = kg.seen === here;
            kg.seen = here;
            return still;
        }""",
        polling=120,
    )


@contextmanager
def served(graph: Path, *options: str) -> Iterator[str]:
    """The address of `kg serve` on a graph, which is stopped at the end."""
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(graph), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", line := server.stdout.readline())
        assert found, line
        yield found[0]
        server.terminate()
