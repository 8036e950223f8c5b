"""A graph as RDF for other stores: without named graphs, in RDF 1.2, as JSON-LD.

Nodes are written in the order of their IRIs, each as a whole. The named graphs of JSON-LD say in which document a
triple is stated; every statement names its document too, so that the union of all says as much.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.graph.rdf.homes import with_homes
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
    """All triples as N-Triples, which is Turtle too."""
    for described in _union(parts):
        yield "".join(f"{described.node} {predicate} {item} .\n" for predicate, item in described.said)


def rdf_1_2(parts: Parts) -> Iterator[str]:
    """All triples as N-Triples of RDF 1.2: what a fact or a statement states is a triple term.

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
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad, home in with_homes(parts.store):
        graphs[home].append(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(home)))
    yield "["
    for place, iri in enumerate(parts.watch(sorted(graphs))):
        text = (ox.serialize(sorted(graphs[iri], key=str), format=ox.RdfFormat.JSON_LD) or b"").decode()
        yield f"{',' if place else ''}\n{text.strip()[1:-1]}"
    yield "\n]\n"


def _union(parts: Parts) -> Iterator[_Described]:
    """Yield the nodes of a graph in the order of their IRIs."""
    nodes = {str(quad.subject): quad.subject for quad in parts.store}
    for name in parts.watch(sorted(nodes)):
        node = nodes[name]
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield _Described(node, _sorted(parts.store.quads_for_pattern(node, None, None, None)))


def _sorted(quads: Any) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    return sorted({(quad.predicate, quad.object) for quad in quads}, key=lambda pair: (str(pair[0]), str(pair[1])))
