"""Graphs in memory, on rdflib's own store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.graph.rdf.iris import INFERRED
from kg.graph.rdf.statements import triples
from kg.graph.rdf.terms import to_rdflib
from kg.graph.store.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Dataset

    from kg.model import Extraction

__all__ = ["write_memory"]


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
