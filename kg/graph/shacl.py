"""SHACL's validator: what it says of nodes that may break a shape."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import SH

from kg.graph.rdf.cells import cell_of, node_of
from kg.graph.shapes import suspects
from kg.ontology import shorten
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["Result", "broken_nodes", "rdflib_graph", "results"]


class Result(NamedTuple):
    """What is wrong with a node: SHACL's severity as an IRI, the property or None, the shape's words, and the value."""

    severity: str
    path: str | None
    message: str
    node: str
    value: str | None


def broken_nodes(quads: Iterable[ox.Quad]) -> set[ox.NamedNode | ox.BlankNode | ox.Literal]:
    """The nodes that may break a shape of the ontology."""
    return suspects(quads, ontology_file("shapes.ttl"), ontology_file("kg.ttl"))


def results(data: Graph, nodes: Collection[ox.NamedNode | ox.BlankNode | ox.Literal]) -> list[Result]:
    """What SHACL finds at some nodes of a graph; only IRIs can be asked for by name, so with others at all nodes."""
    import pyshacl  # late: slow, and most graphs have nothing for it to look at

    shapes, ontology = Graph(), Graph()
    shapes.parse(ontology_file("shapes.ttl"), format="turtle")
    ontology.parse(ontology_file("kg.ttl"), format="turtle")
    named = [node.value for node in nodes if isinstance(node, ox.NamedNode)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyshacl calls what rdflib deprecates
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            ont_graph=ontology,
            inference="none",
            inplace=True,
            focus_nodes=named if len(named) == len(nodes) else None,
        )
    if not isinstance(report, Graph):
        raise TypeError(f"the shapes cannot be applied: {report}")
    found = []
    for result in report.objects(None, SH.result):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        found.append(
            Result(
                str(report.value(result, SH.resultSeverity)),
                shorten(str(path)) if isinstance(path, URIRef) else None,
                str(report.value(result, SH.resultMessage)),
                str(report.value(result, SH.focusNode)),
                None if value is None else str(value),
            )
        )
    return sorted(found, key=lambda each: (each.node, each.message, each.value or ""))


def rdflib_graph(quads: Iterable[ox.Quad]) -> Graph:
    """The triples of some quads."""
    graph = Graph()
    for quad in quads:
        subject, predicate, item = (node_of(cell_of(term)) for term in quad.triple)
        graph.add((subject, predicate, item))
    return graph
