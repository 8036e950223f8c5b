"""Whether what an update puts in keeps to the ontology's shapes; what does not is refused, with the reason.

Only the nodes that get a triple are looked at, and only what they break that they did not break before. What an update
takes out may leave something that is not whole: readers leave that out, and the next build makes it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF, SH

from kg.errors import QueryError
from kg.graph.shacl import results
from kg.ontology import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["refuse_broken"]

type _Node = ox.NamedNode | ox.BlankNode

_TYPE, _PREDICATE = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDF.predicate))


def refuse_broken(before: ox.Store, after: ox.Store, nodes: set[_Node]) -> None:
    """Return if none of the nodes breaks a shape in `after` that it did not break in `before`.

    Raises:
        QueryError: one does; the message has the shape's own words.
    """
    names = {node.value for node in nodes}
    found = [each for each in results(_around(after, nodes)) if each.node in names]
    known = {each.node for each in results(_around(before, nodes))} if found else set()
    for each in found:
        if each.severity == str(SH.Violation) and each.node not in known:
            at = f" ({each.path})" if each.path else ""
            raise QueryError(f"the update is refused: {shorten(each.node)}{at}: {each.message}")


def _around(store: ox.Store, nodes: Iterable[_Node]) -> list[ox.Quad]:
    """All that the shapes look at for some nodes: their triples, what points to them, and that of these nodes' values.

    Of what is two steps away only the class is needed.
    """
    own = [quad for node in nodes for quad in store.quads_for_pattern(node, None, None, None)]
    into = [
        quad
        for node in nodes
        for quad in store.quads_for_pattern(None, None, node, None)
        if quad.predicate not in {_TYPE, _PREDICATE}
    ]
    near = {quad.object for quad in own} | {quad.subject for quad in into}
    found = own + into
    for node in near - set(nodes):
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            found += store.quads_for_pattern(node, None, None, None)
    for far in {quad.object for quad in found} - near - set(nodes):
        if isinstance(far, ox.NamedNode | ox.BlankNode):
            found += store.quads_for_pattern(far, _TYPE, None, None)
    return found
