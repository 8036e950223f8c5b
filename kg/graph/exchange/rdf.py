"""A graph as RDF for other stores: without named graphs, in RDF 1.2, as JSON-LD.

Nodes are written in the order of their graphs and IRIs, each as a whole. Named graphs say in which document a triple is
stated; every statement names its document too, so that the union of all says as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.exchange.parts import Parts

__all__ = ["json_ld", "n_triples", "rdf_1_2"]

_SUBJECT, _PREDICATE, _OBJECT, _REIFIES = (
    ox.NamedNode(str(each)) for each in (RDF.subject, RDF.predicate, RDF.object, f"{RDF}reifies")
)
_FACT = ox.NamedNode(str(KG.fact))


class _Described(NamedTuple):
    """A node with what is said of it, sorted."""

    node: ox.NamedNode | ox.BlankNode
    said: list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


def n_triples(parts: Parts) -> Iterator[str]:
    """The union of all named graphs, each triple once, as N-Triples, which is Turtle too."""
    for described in _union(parts):
        yield "".join(f"{described.node} {predicate} {item} .\n" for predicate, item in described.said)


def rdf_1_2(parts: Parts) -> Iterator[str]:
    """The union of all named graphs as N-Triples of RDF 1.2: what a fact or a statement states is a triple term.

    `rdf:reifies` takes the place of a fact's `rdf:subject`, `rdf:predicate` and `rdf:object`; statements have it too.
    """
    store = parts.store
    for node, said in _union(parts):
        kept = [pair for pair in said if pair[0] not in {_SUBJECT, _PREDICATE, _OBJECT}]
        stated = _stated(said)
        facts = [item for predicate, item in said if predicate == _FACT and isinstance(item, ox.NamedNode)]
        if stated is None and facts:
            stated = _stated([(quad.predicate, quad.object) for quad in store.quads_for_pattern(facts[0], None, None)])
        if stated is None:
            kept = said
        else:
            kept.append((_REIFIES, stated))
        yield "".join(f"{node} {predicate} {_term(item)} .\n" for predicate, item in kept)


def _term(item: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(item, ox.Triple):
        return f"<<( {item.subject} {item.predicate} {_term(item.object)} )>>"
    return str(item)


def _stated(said: list[tuple[ox.NamedNode, Any]]) -> ox.Triple | None:
    """The triple that a fact's subject, predicate and object are; None where one is missing."""
    found = dict(reversed(said))
    subject, predicate, item = found.get(_SUBJECT), found.get(_PREDICATE), found.get(_OBJECT)
    if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and item is not None:
        return ox.Triple(subject, predicate, item)
    return None


def json_ld(parts: Parts) -> Iterator[str]:
    """The named graphs as expanded JSON-LD, one named graph at a time."""
    store = parts.store
    yield "["
    for place, iri in enumerate(parts.watch([each.value for each in _graphs(store)])):
        quads = sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(iri)), key=str)
        text = (ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"").decode()
        yield f"{',' if place else ''}\n{text.strip()[1:-1]}"
    yield "\n]\n"


def _graphs(store: ox.Store) -> list[ox.NamedNode]:
    return sorted(
        (each for each in store.named_graphs() if isinstance(each, ox.NamedNode)), key=lambda each: each.value
    )


def _union(parts: Parts) -> Iterator[_Described]:
    """The nodes of all named graphs, each once, where the first graph that says something of it has its place."""
    store = parts.store
    for iri in parts.watch([each.value for each in _graphs(store)]):
        graph = ox.NamedNode(iri)
        found = {quad.subject for quad in store.quads_for_pattern(None, None, None, graph)}
        for node in sorted(found, key=str):
            if not isinstance(node, ox.NamedNode | ox.BlankNode):
                continue
            quads = list(store.quads_for_pattern(node, None, None, None))
            if min(str(quad.graph_name) for quad in quads) == str(graph):
                yield _Described(node, _sorted(quads))


def _sorted(quads: Any) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    return sorted({(quad.predicate, quad.object) for quad in quads}, key=lambda pair: (str(pair[0]), str(pair[1])))
