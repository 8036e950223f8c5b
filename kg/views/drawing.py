"""The drawing of a graph, as vis-network's data: a shape for each entity, and one edge for each pair of entities.

There is one edge whatever the number of statements between the two. Where things lie, how large they are and their
colours are the page's own, since they follow what is chosen and its theme.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.views.palette import class_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from kg.graph.facts.records import StatementRecord

__all__ = ["CORE", "draw"]

CORE = 300
"""How many of the most central entities the page lays out by forces, and shows at most until more are asked for."""


def draw(network: nx.MultiDiGraph, rank: Mapping[str, float], statements: Sequence[StatementRecord]) -> dict[str, Any]:
    """Return nodes, numbered by their `rank`, and edges, each with the indices of its members of `statements`."""
    number = {iri: place for place, iri in enumerate(sorted(network, key=lambda iri: (-rank[iri], iri)))}
    joined = sorted(_joined(number, statements).items())
    return {
        "nodes": [{"id": id_, "shape": class_style(network.nodes[iri]["cls"]).shape} for iri, id_ in number.items()],
        "edges": [{"facts": members, "from": a, "to": b} for (a, b), members in joined],
    }


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
