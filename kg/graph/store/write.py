"""What was found in documents, and other triples, written to a graph in memory or in a directory."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import StoreError
from kg.graph.rdf.dataset import named_graph
from kg.graph.rdf.iris import INFERRED
from kg.graph.rdf.statements import GRAPH_HASH, graph_lines, triples
from kg.graph.rdf.terms import ntriple, to_rdflib
from kg.graph.store.directory import change_store, make_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.rdf.terms import Triple
    from kg.graph.store.loading import StoreWriter
    from kg.model import Extraction

__all__ = ["Written", "write_directory", "write_graph", "write_memory"]

_GRAPH_HASH = ox.NamedNode(GRAPH_HASH)
_INFERRED = ox.NamedNode(INFERRED)


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of the documents that a write met, by what became of their named graphs."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    _graphs: set[str] = field(default_factory=set, repr=False, compare=False)

    def refuse_twice(self, iri: str, extraction: Extraction) -> None:
        """Note the named graph that a document goes into; StoreError where another document of this write has it."""
        if iri in self._graphs:
            raise StoreError(f"two documents have the id {extraction.document.id!r}: rename one of their files")
        self._graphs.add(iri)

    def note(self, extraction: Extraction, *, before: bool, same: bool) -> None:
        """Put a document into its list: `before`: the graph had it already; `same`: with the same triples."""
        kind = self.unchanged if same else self.changed if before else self.added
        kind.append(extraction.document.id)


def write_memory(dataset: Dataset, extractions: Iterable[Extraction]) -> Written:
    """Put what was found in each document into its named graph, in place of what was there.

    Raises:
        StoreError: two documents have the same id.
    """
    written = Written()
    for extraction in extractions:
        iri, found = triples(extraction)
        written.refuse_twice(iri, extraction)
        graph = dataset.graph(URIRef(iri))
        before = set(graph)
        after = {(URIRef(s), URIRef(p), to_rdflib(item)) for s, p, item in found}
        written.note(extraction, before=bool(before), same=before == after)
        if before != after:
            graph.remove((None, None, None))
            dataset.addN((*triple, graph) for triple in after)
            dataset.graph(URIRef(INFERRED)).remove((None, None, None))  # it may follow no longer
    return written


def write_directory(directory: Path, extractions: Iterable[Extraction]) -> Written:
    """Put what was found in each document into its named graph in `directory`, in place of what was there.

    The directory is made if need be. All documents are published together at the end, and none of them if the
    extractions or this process fail before.

    Raises:
        StoreError: the directory is not a graph's or cannot be written, another process is writing it, or two
            documents have the same id.
    """
    written = Written()

    def add(before: ox.Store, copy: Callable[[], StoreWriter]) -> None:
        for extraction in extractions:
            found = graph_lines(extraction)
            written.refuse_twice(found.iri, extraction)
            graph = ox.NamedNode(found.iri)
            old = before.contains_named_graph(graph)
            same = old and ox.Quad(graph, _GRAPH_HASH, ox.Literal(found.digest), graph) in before
            written.note(extraction, before=old, same=same)
            if same:
                continue
            if old:
                copy().remove(graph, named_graph(before, graph).difference(found.lines))
            copy().add(found.iri, found.lines)
        if (written.added or written.changed) and before.contains_named_graph(_INFERRED):
            copy().remove(_INFERRED, named_graph(before, _INFERRED))  # it may follow no longer

    new = make_directory(directory)
    try:
        change_store(directory, add)
    except BaseException:
        if new:
            shutil.rmtree(directory, ignore_errors=True)
        raise
    return written


def write_graph(directory: Path, iri: str, found: list[Triple]) -> None:
    """Put triples that are of no one document into the named graph `iri`, in place of what was there.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    graph, lines = ox.NamedNode(iri), sorted({ntriple(triple) for triple in found})

    def replace(before: ox.Store, copy: Callable[[], StoreWriter]) -> None:
        old = named_graph(before, graph) if before.contains_named_graph(graph) else set()
        if old == set(lines):
            return
        if old:
            copy().remove(graph, old.difference(lines))
        copy().add(iri, lines)

    change_store(directory, replace)
