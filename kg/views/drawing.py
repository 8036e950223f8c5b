"""The drawing of a graph: a pyvis Network with a place, a shape and a size for each entity, computed beforehand.

There is one edge for each pair of entities, whatever the number of statements between them. Colours are the page's own,
since they follow its theme.
"""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Any

from pyvis.edge import Edge
from pyvis.network import Network

from kg.views.layout import place
from kg.views.measures import pair_weights
from kg.views.palette import class_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from kg.graph.facts.records import StatementRecord

__all__ = ["CORE", "draw"]

CORE = 300
"""How many of the most central entities the page shows when it is opened."""

_EVEN = {"square": 0.86, "dot": 0.95, "triangle": 1.05, "triangleDown": 1.05, "star": 1.15}
"""Shapes of one size in vis-network look unlike large: what makes them even."""


def draw(
    network: nx.MultiDiGraph, rank: Mapping[str, float], group: Mapping[str, int], statements: Sequence[StatementRecord]
) -> dict[str, Any]:
    """The Network's nodes and edges: entities numbered by their `rank`, each edge with the places of its statements.

    These are the places in `statements`; `group` is the community of each entity, which lie together.
    """
    nodes = list(network)
    order = sorted(range(len(nodes)), key=lambda index: (-rank[nodes[index]], nodes[index]))
    number = {nodes[index]: position for position, index in enumerate(order)}
    positions = place(pair_weights(network), order, [group[node] for node in nodes], CORE)
    highest = max(rank.values(), default=1.0)
    drawing = Network(directed=True)
    for index in order:
        iri = nodes[index]
        x, y = positions[index]
        style = class_style(network.nodes[iri]["cls"])
        size = round((4.5 + 12 * sqrt(rank[iri] / highest)) * _EVEN.get(style.shape, 1.0), 1)
        drawing.add_node(number[iri], label=" ", shape=style.shape, size=size, x=x, y=y)
    joined: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for position, each in enumerate(statements):
        if not each.literal and each.subject in number and each.object in number and each.subject != each.object:
            a, b = sorted((number[each.subject], number[each.object]))
            joined[a, b].append(position)
    for (a, b), members in sorted(joined.items()):
        # Network.add_edge looks both ends up in a list, which is quadratic; this is what it does besides.
        drawing.edges.append(Edge(a, b, directed=True, facts=members).options)
    for node in drawing.nodes:
        del node["label"], node["color"]
    for edge in drawing.edges:
        del edge["arrows"]
    return {"nodes": drawing.nodes, "edges": drawing.edges}
