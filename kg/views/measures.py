"""Figures of a network: which entities are central and which belong together, by the weights of `kg.views.ties`.

Every figure is the same on every run: nodes are numbered in the order of their IRIs, and what is random is seeded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from math import log1p
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.display.html import html_table
from kg.display.text import counted, text_table
from kg.views.ties import pair_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    type Pairs = Mapping[tuple[int, int], float]

__all__ = ["Central", "NetworkStats", "communities", "importance", "measure"]

_CENTRAL_COLUMNS = ("entity", "class", "importance", "facts")
_LOUVAIN_LIMIT = 1000
"""Above this number of entities communities come from label propagation, which is linear in the facts."""


@dataclass(frozen=True, slots=True)
class Central:
    """An entity with its importance, a share of 1, and the number of facts it takes part in, whoever states them."""

    iri: str
    label: str
    cls: str
    importance: float
    facts: int


@dataclass(frozen=True, slots=True, repr=False)
class NetworkStats:
    """A network's figures; a fact counts once, however many statements make it.

    `components` are the sizes of the weakly connected components, largest first; `central` the most important
    entities; `communities` the IRIs of each community, largest community first, the most important entity first.
    """

    entities: int
    facts: int
    pairs: int
    classes: tuple[tuple[str, int], ...]
    relations: tuple[tuple[str, int], ...]
    components: tuple[int, ...]
    central: tuple[Central, ...]
    communities: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        return f"{self._figures()}\n{text_table(_CENTRAL_COLUMNS, self._rows())}"

    def _repr_html_(self) -> str:
        return html_table(_CENTRAL_COLUMNS, self._rows(), numbers=_CENTRAL_COLUMNS[-2:], note=self._figures())

    def _figures(self) -> str:
        held = [counted(self.entities, "entity"), f"{counted(self.facts, 'fact')} between them"]
        parts = [counted(len(self.components), "component"), f"{len(self.communities):,} communities"]
        return f"Network: {', '.join(held + parts)}"

    def _rows(self) -> list[tuple[str, ...]]:
        return [(each.label, each.cls, f"{each.importance:.3f}", f"{each.facts:,}") for each in self.central]


def importance(network: nx.MultiDiGraph, pairs: Pairs | None = None) -> dict[str, float]:
    """How central each entity is: PageRank (Brin and Page 1998) over undirected pairs, started from the mentions.

    The values sum to 1 in a network that is not empty. `pairs` are the network's `pair_weights`, where they are known.
    networkx computes the same with SciPy, which kg does not need.
    """
    nodes = list(network)
    if not nodes:
        return {}
    pairs = pair_weights(network) if pairs is None else pairs
    ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    weights = np.array(list(pairs.values()), dtype=np.float64)
    start, end = np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])
    weight = np.concatenate([weights, weights])
    total = np.bincount(start, weights=weight, minlength=len(nodes))
    share = weight / total[start]
    base = np.array([1.0 + log1p(network.nodes[node]["mentions"]) for node in nodes])
    base /= base.sum()
    rank = base.copy()
    for _ in range(60):
        lost = rank[total == 0].sum()
        rank = 0.15 * base + 0.85 * (np.bincount(end, weights=rank[start] * share, minlength=len(nodes)) + lost * base)
    return {node: round(float(value), 9) for node, value in zip(nodes, rank, strict=True)}


def communities(network: nx.MultiDiGraph, pairs: Pairs | None = None) -> list[list[str]]:
    """Groups of entities that facts join closely, the largest first: Louvain (Blondel et al. 2008), with a seed.

    `pairs` are the network's `pair_weights`, where they are known.
    """
    nodes = list(network)
    pairs = pair_weights(network) if pairs is None else pairs
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in pairs.items())
    if len(nodes) <= _LOUVAIN_LIMIT:
        found = nx.community.louvain_communities(graph, seed=0)
    else:
        found = nx.community.fast_label_propagation_communities(graph, weight="weight", seed=0)
    ordered = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))
    return [[nodes[index] for index in members] for members in ordered]


def measure(network: nx.MultiDiGraph, *, central: int = 10) -> NetworkStats:
    """The figures of `network`, with the `central` most important entities."""
    pairs = pair_weights(network)
    rank = importance(network, pairs)
    by_rank = sorted(network, key=lambda node: (-rank[node], node))
    predicate_of = {data["fact"]: data["predicate"] for *_, data in network.edges(data=True)}
    groups = [tuple(sorted(group, key=lambda node: (-rank[node], node))) for group in communities(network, pairs)]
    return NetworkStats(
        entities=network.number_of_nodes(),
        facts=len(predicate_of),
        pairs=len(pairs),
        classes=_counted([data["cls"] for _, data in network.nodes(data=True)]),
        relations=_counted(predicate_of.values()),
        components=tuple(sorted((len(part) for part in nx.weakly_connected_components(network)), reverse=True)),
        central=tuple(
            Central(
                node, network.nodes[node]["label"], network.nodes[node]["cls"], rank[node], _facts_of(network, node)
            )
            for node in by_rank[:central]
        ),
        communities=tuple(groups),
    )


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _facts_of(network: nx.MultiDiGraph, node: str) -> int:
    edges = chain(network.out_edges(node, data="fact"), network.in_edges(node, data="fact"))
    return len({fact for *_, fact in edges})
