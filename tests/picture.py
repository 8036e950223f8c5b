"""Take the README's picture of the page, in Chromium.

uv run python tests/picture.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import kg

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/page.png"


def main() -> None:
    from playwright.sync_api import sync_playwright

    graph = kg.build(ROOT / "seeds", date=date(2025, 9, 22))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page_file = graph.view(focus="Taliban").save(Path(folder) / "graph.html")
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        window = chromium.new_page(viewport={"width": 1280, "height": 800})
        window.goto(page_file.as_uri())
        window.wait_for_selector("body[data-ready=yes]")
        window.wait_for_timeout(500)
        window.screenshot(path=str(PICTURE))
        chromium.close()
    sys.stdout.write(f"wrote {PICTURE}\n")


if __name__ == "__main__":
    main()
