"""The drawing of a graph: a pyvis Network with a shape for each entity, and one edge for each pair of entities.

There is one edge whatever the number of statements between the two. Where things lie, how large they are and their
colours are the page's own, since they follow what is chosen and its theme.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pyvis.edge import Edge
from pyvis.node import Node

from kg.views.palette import class_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from kg.graph.facts.records import StatementRecord

__all__ = ["CORE", "draw"]

CORE = 300
"""How many of the most central entities the page lays out by forces, and shows at most until more are asked for."""


def draw(network: nx.MultiDiGraph, rank: Mapping[str, float], statements: Sequence[StatementRecord]) -> dict[str, Any]:
    """The Network's nodes and edges: entities numbered by their `rank`, each edge with the places of its statements.

    These are the places in `statements`.
    """
    number = {iri: place for place, iri in enumerate(sorted(network, key=lambda iri: (-rank[iri], iri)))}
    # What pyvis's Network would hold: its add_node and add_edge look through lists of all that there is.
    nodes = [Node(place, class_style(network.nodes[iri]["cls"]).shape, None).options for iri, place in number.items()]
    edges = [Edge(a, b, facts=members).options for (a, b), members in sorted(_joined(number, statements).items())]
    for node in nodes:
        del node["label"]
    return {"nodes": nodes, "edges": edges}


def _joined(number: Mapping[str, int], statements: Sequence[StatementRecord]) -> dict[tuple[int, int], list[int]]:
    """The pairs of entities that statements join, the lower number first, each with the places of these statements.

    A statement of an entity about itself joins no pair, and neither does one whose object is a text or a date, or one
    of whose ends is not drawn (`kg:Unknown`).
    """
    joined: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for position, each in enumerate(statements):
        if not each.literal and each.subject in number and each.object in number and each.subject != each.object:
            a, b = sorted((number[each.subject], number[each.object]))
            joined[a, b].append(position)
    return joined
