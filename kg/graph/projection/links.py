"""The named graph of links: made anew from all identities, and written where it is another than before.

A gazetteer or a document may change the link of any entity. There are few triples of each, so that all are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.graph.rdf.dataset import named_graph
from kg.graph.rdf.links import link_triples
from kg.graph.rdf.terms import ntriple
from kg.links.linking import linked

if TYPE_CHECKING:
    from kg.graph.rdf.naming import Naming
    from kg.records.database import Records

__all__ = ["GraphChanges", "changes_of", "link_changes"]


class GraphChanges(NamedTuple):
    """What a graph has too much and too little: quads, and triples as N-Triples without full stops."""

    gone: list[ox.Quad]
    come: list[str]


def link_changes(records: Records, store: ox.Store, naming: Naming) -> GraphChanges:
    """What a store's graph of links has otherwise than the records say.

    Raises:
        StoreError: a record is damaged.
    """
    lines = {
        ntriple(triple)
        for identity, links in linked(records)
        for triple in link_triples(naming.entity(identity.key), links, naming)
    }
    return changes_of(store, naming.links, lines)


def changes_of(store: ox.Store, iri: str, lines: set[str]) -> GraphChanges:
    """What a named graph has otherwise than some triples, as N-Triples without full stops."""
    graph = ox.NamedNode(iri)
    old = named_graph(store, graph) if store.contains_named_graph(graph) else set()
    gone = old - lines
    quads = store.quads_for_pattern(None, None, None, graph) if gone else ()
    return GraphChanges(
        [quad for quad in quads if f"{quad.subject} {quad.predicate} {quad.object}" in gone], sorted(lines - old)
    )
