"""Graphs in memory: an Oxigraph store that is written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MemoryWriter"]


class MemoryWriter:
    """A store in memory while it is written; a `kg.graph.projection.project.Target`."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def add(self, iri: str, lines: list[str]) -> None:
        """Put triples, as N-Triples without full stops, into the named graph `iri`."""
        end = f" <{iri}> .\n"
        self.store.bulk_load((end.join(lines) + end).encode(), ox.RdfFormat.N_QUADS, lenient=True)

    def remove_graph(self, iri: str) -> None:
        """Empty a named graph."""
        self.store.remove_graph(ox.NamedNode(iri))

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads."""
        for quad in quads:
            self.store.remove(quad)

    def settle(self) -> None:
        """See that all that was added is in the store, as it is already."""
