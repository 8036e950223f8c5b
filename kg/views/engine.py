"""What the page and the explorer share: the vis-network file that pyvis ships, and two files of our own."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["SHARED", "engine", "shared"]

SHARED = ("colours.css", "elements.js")
"""The colours of both, and the script that makes elements in both."""

_FILE = "lib/vis-9.1.2/vis-network.min.js"
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S+\s*$")


@cache
def engine() -> str:
    """The engine's script; without the address of its map, which is not shipped: developer tools would ask for it."""
    return _SOURCE_MAP.sub("\n", files("pyvis").joinpath(_FILE).read_text(encoding="utf-8"))


def shared(name: str) -> bytes:
    """A file of `SHARED`."""
    return files("kg.views").joinpath("assets", name).read_bytes()
