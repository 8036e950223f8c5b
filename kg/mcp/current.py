"""The graph of a directory as it is now, whatever was written since it was opened."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from kg import api
from kg.errors import NotFoundError
from kg.graph.facts.names import NameIndex, entities_called
from kg.graph.rdf.dataset import inner_store
from kg.graph.store.directory import current_store

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph

__all__ = ["CurrentGraph", "Opened"]

_NEAR = 5
"""How many names are offered where none is meant."""


class Opened(NamedTuple):
    """A graph as it was published under a name, with the names in it."""

    name: str | None
    graph: Graph
    names: NameIndex

    def require(self, name: str) -> None:
        """NotFoundError with the nearest names, where nothing in the graph is called so."""
        if entities_called(self.graph.dataset, name):
            return
        near = " or ".join(f"{each.label} ({each.cls})" for each in self.names.suggest(name, _NEAR))
        raise NotFoundError(f"nothing in the graph is called {name!r}{f': do you mean {near}?' if near else ''}")


class CurrentGraph:
    """A graph directory that is opened again when another graph is published in it; safe to use from threads."""

    def __init__(self, directory: Path) -> None:
        """Open it for the first time; StoreError where there is no graph."""
        self.directory = directory
        self._lock = Lock()
        self._opened = self._open()

    def get(self) -> Opened:
        """Return the graph as it is published now; StoreError if it is gone."""
        with self._lock:
            if current_store(self.directory) != self._opened.name:
                self._opened = self._open()
            return self._opened

    def _open(self) -> Opened:
        name = current_store(self.directory)
        graph = api.open(self.directory)
        return Opened(name, graph, NameIndex(inner_store(graph.dataset)))
