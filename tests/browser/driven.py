"""What the tests of the page's features share, beside the fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

__all__ = ["in_sight", "large", "reload"]


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
