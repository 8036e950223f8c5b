"""Triples that no graph of ours has: of its nodes and properties, and with values of every wrong kind."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kg.graph.store.directory import StoreWriter, change_store, writing_directory
from kg.namespaces import KG, OA

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NODES = (ox.NamedNode("http://x.example/s"), ox.NamedNode("http://x.example/o"), ox.BlankNode("b"))
_LITERALS = (
    *(
        ox.Literal(text)
        for text in ("", "words", "7", "=1+1", "\x01\x0b", "2025-13-45", "</script>", "nan", "x" * 3_000)
    ),
    ox.Literal("words", language="en"),
    *(
        ox.Literal(text, datatype=ox.NamedNode(_XSD + kind))
        for text in ("-1", "0", "5", "99999999999999999999999", "soon", "1e999", "NaN", "٣", "9999-12-31", "true")
        for kind in ("integer", "decimal", "double", "date", "boolean")
    ),
)
_OWN = {KG[name] for name in ("start", "end", "documents", "statements", "premise", "describedIn", "recordHash")}
_PREDICATES = {*map(str, _OWN), str(OA.start)}


def strays(store: ox.Store) -> SearchStrategy[list[ox.Quad]]:
    """Some triples about the nodes of a store, by its own properties, in a graph of its own or in another."""
    quads = list(store)
    nodes = sorted({quad.subject for quad in quads} | {quad.object for quad in quads}, key=str)
    subjects = [node for node in nodes if isinstance(node, ox.NamedNode)]
    predicates = sorted({quad.predicate for quad in quads} | {ox.NamedNode(iri) for iri in _PREDICATES}, key=str)
    graphs = sorted({quad.graph_name for quad in quads}, key=str)
    return st.lists(
        st.builds(
            ox.Quad,
            st.sampled_from(_NODES) | st.sampled_from(subjects),
            st.sampled_from(predicates),
            st.sampled_from(_NODES) | st.sampled_from(_LITERALS) | st.sampled_from(nodes),
            st.just(ox.NamedNode("http://x.example/g")) | st.sampled_from(graphs),
        ),
        min_size=1,
        max_size=12,
    )


def put_strays(directory: Path, quads: Iterable[ox.Quad]) -> None:
    """Put triples into the graph of a directory, with nobody to look at them first."""

    def change(_before: ox.Store, copy: Callable[[], StoreWriter]) -> None:
        copy().store.extend(quads)

    with writing_directory(directory) as records:
        change_store(directory, records, change)
