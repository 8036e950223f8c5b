"""The drawing engine: the vis-network file that pyvis ships."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["engine"]

_FILE = "lib/vis-9.1.2/vis-network.min.js"
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S+\s*$")


@cache
def engine() -> str:
    """The engine's script; without the address of its map, which is not shipped: developer tools would ask for it."""
    return _SOURCE_MAP.sub("\n", files("pyvis").joinpath(_FILE).read_text(encoding="utf-8"))
