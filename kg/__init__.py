"""kg turns news text into a knowledge graph that people can query, see and trust.

>>> import kg
>>> graph = kg.build("seeds/")                 # doctest: +SKIP
>>> graph.explain("Taliban", "governs")        # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg import resources

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from kg.api import Graph, ReadOptions, build, check, extract, open, rebuild  # noqa: A004 (read as kg.open)
    from kg.errors import KgError
    from kg.model import Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
    from kg.read import Web

__version__ = resources.VERSION

__all__ = [
    "Claim",
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Fact",
    "Graph",
    "KgError",
    "Mention",
    "ReadOptions",
    "Span",
    "Web",
    "__version__",
    "build",
    "check",
    "extract",
    "open",
    "rebuild",
]

_API = ("Graph", "ReadOptions", "build", "check", "extract", "open", "rebuild")
_HOMES = {**dict.fromkeys(_API, "kg.api"), "KgError": "kg.errors", "Web": "kg.read"}
"""The modules of the names that are not in `kg.model`; they are imported when first used."""


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make `%load_ext kg` add `%%sparql` and `%kg` to a notebook."""
    from kg.magics import load

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Make `%unload_ext kg` take them away."""
    from kg.magics import unload

    unload(shell)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "kg.model")), name)


def __dir__() -> list[str]:
    return __all__
