"""The tour of `tests/browser/touring.py` over a graph directory:
`PYTHONPATH=tests:tests/browser python tests/bench/tour_page.py GRAPH FOLDER [WIDTH …]`.

In each window (390, 1440 and 2560 pixels wide, or those named) and each theme, every choice that the page offers is
made; what must hold is checked, and a picture of it is written into FOLDER. Prints the seconds of processor time of
each choice, and what axe finds.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from driven import settled
from playwright.sync_api import sync_playwright
from touring import serious, tour

import kg

SIZES = {390: 844, 1440: 900, 2560: 1440}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SEARCHED = """() => {
    const field = document.getElementById("find");
    field.value = "police officer";
    const start = performance.now();
    field.dispatchEvent(new Event("input"));
    return performance.now() - start;
}"""


def main() -> None:
    """Make the tour."""
    graph, folder, *widths = sys.argv[1:]
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    path = target / "graph.html"
    kg.open(Path(graph)).view().save(path)
    print(f"{path.stat().st_size / 1e6:.1f} MB")  # noqa: T201 (a bench prints)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for width in map(int, widths or SIZES):
            for scheme in ("light", "dark"):
                context = chromium.new_context(
                    viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme, reduced_motion="reduce"
                )
                page = context.new_page()
                page.set_default_timeout(120_000)
                noise: list[str] = []
                page.on("console", lambda message, noise=noise: noise.append(message.text))
                page.on("pageerror", lambda error, noise=noise: noise.append(str(error)))
                page.on(
                    "request",
                    lambda request, noise=noise: (
                        noise.append(request.url)
                        if not request.url.startswith(("blob:", path.resolve().as_uri()))
                        else None
                    ),
                )
                page.goto(path.resolve().as_uri())
                page.wait_for_selector("body[data-ready=yes]")
                spent = []
                for name, seconds in tour(page):
                    spent.append(f"{name} {seconds:.2f}")
                    page.screenshot(path=target / f"{width}-{scheme}-{name}.png")
                    if width < 1000:
                        page.evaluate("kg.pane('read')")
                        page.screenshot(path=target / f"{width}-{scheme}-{name}-read.png")
                page.evaluate("kg.whole()")
                settled(page)
                found = [each["id"] for each in serious(page)]
                searched = page.evaluate(SEARCHED)
                print(width, scheme, *spent, f"search {searched:.0f} ms", "axe:", *found, "noise:", *noise)  # noqa: T201
                context.close()
        chromium.close()


if __name__ == "__main__":
    main()
