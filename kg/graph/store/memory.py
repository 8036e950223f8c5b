"""Graphs in memory: an Oxigraph store that is written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.projection.project import project
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on
from kg.graph.rdf.naming import BASE, Naming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Dataset

    from kg.records.database import Records

__all__ = ["MemoryWriter", "project_memory"]


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


def project_memory(records: Records) -> Dataset:
    """A graph in memory that holds what the records say; StoreError where a record is damaged."""
    store = ox.Store()
    project(records, ox.Store(), lambda: MemoryWriter(store), Naming(records.setting("base") or BASE))
    return dataset_on(EmbeddedStore(store), union=True)
