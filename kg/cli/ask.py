"""The commands that ask a graph: query, view, explain, path, stats, validate, export."""

from collections.abc import Callable

__all__ = ["EXAMPLES"]

EXAMPLES: dict[Callable[..., None], str] = {}
