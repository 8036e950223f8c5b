"""Measures of a network: how strongly facts tie entities, the best paths, central entities and communities.

A tie is as strong as what is said of it: articles that say so count, each once, what is asserted or reported for more
than what is planned or denied, and what two did together for more than where they are. It says little where it leads
through what very many have to do with: a post, a country, a kind of people, an entity with hundreds of neighbours.
Centrality, communities, the page's drawing and paths all rest on these figures. Every figure is the same on every run:
nodes are numbered in the order of their IRIs, and what is random is seeded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, pairwise
from math import log1p, log2, sqrt
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from kg.display.html import html_table
from kg.display.text import by_number, counted, text_table
from kg.model import STATED
from kg.ontology import is_a

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEAST = 0.01
"""The least confidence of a fact: it ties its entities, however unsure it is."""
_NOT_SO: Final[Mapping[str, float]] = {"planned": 0.5, "hypothetical": 0.4, "negated": 0.2, "inferred": 0.6}
"""The weight of a statement relative to one that asserts or reports."""
_STATES: Final = frozenset({
    "locatedIn", "near", "citizenOf", "bornIn", "livesIn", "hasOccupation", "holdsRole", "about", "partOf", "relatedTo",
})  # fmt: skip
"""Relations that tell what or where something is; a text's own verbs count like them."""
_STATE = 0.4
"""The weight of a statement of a state, or of an open verb, relative to one of what two did."""
_SHARED: Final[Mapping[str, float]] = {
    "Role": 0.1,
    "Topic": 0.3,
    "Country": 0.3,
    "People": 0.4,
    "Place": 0.5,
    "MediaOrganization": 0.5,
}
"""The weight of a path through an entity of a class: of several classes above its own, the least."""
_FEW = 8
"""The number of neighbours beyond which a path through an entity weighs less."""
_FAR = 4.0
"""A path that costs so many times as much as the best one is not shown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: from an entity to the next along a statement, with its direction or against it."""

    start: str
    end: str
    statement: str
    predicate: str
    factuality: str
    forward: bool
    quote: str


def pair_weights(network: nx.MultiDiGraph) -> dict[tuple[int, int], float]:
    """Each pair of entities that a fact joins, as sorted places in `list(network)`, with the weight of their tie.

    It grows with the articles that say so, further ones adding less and less, and is less for what very many share.
    """
    place = {node: index for index, node in enumerate(network)}
    support = _support(network)
    passing = through(network, support)
    found = {}
    for (one, other), weight in support.items():
        a, b = sorted((place[one], place[other]))
        found[a, b] = log1p(weight) * sqrt(passing[one] * passing[other])
    return dict(sorted(found.items()))


def through(network: nx.MultiDiGraph, support: Mapping[tuple[str, str], float] | None = None) -> dict[str, float]:
    """Return the weight of a path through each entity, from 0 to 1: little for posts, countries and hubs."""
    neighbours: dict[str, int] = dict.fromkeys(network, 0)
    for one, other in support if support is not None else _support(network):
        neighbours[one] += 1
        neighbours[other] += 1
    return {
        node: _share(network.nodes[node]["cls"]) / (1 + log2(max(1.0, count / _FEW)))
        for node, count in neighbours.items()
    }


@dataclass(frozen=True, slots=True)
class Ties:
    """The entities that facts join, in order, with the weight of a path through each, and that of each tie.

    A tie is the places of its ends in `entities` with the weight of what articles say of the two.
    """

    entities: tuple[str, ...]
    passing: tuple[float, ...]
    ties: tuple[tuple[int, int, float], ...]


def ties_of(network: nx.MultiDiGraph) -> Ties:
    """Return the ties of a network, which are all that its paths are found by."""
    support = _support(network)
    passing = through(network, support)
    entities = sorted({end for pair in support for end in pair})
    place = {entity: number for number, entity in enumerate(entities)}
    ties = tuple((place[one], place[other], weight) for (one, other), weight in support.items())
    return Ties(tuple(entities), tuple(passing[entity] for entity in entities), ties)


def best_walks(ties: Ties, start: str, end: str, *, limit: int = 3) -> list[list[str]]:
    """Return the paths between two entities that say most, at most `limit`, the best first, each as its entities.

    A step costs the less the more articles say so, and what lies between costs the more the more it has to do with
    (`through`): three steps through a meeting come before two through a country. Facts are walked in both directions.
    """
    if start == end or start not in ties.entities or end not in ties.entities:
        return []
    between = [(1 / share - 1) / 2 for share in ties.passing]
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        ((one, other, 1 / log1p(weight) + between[one] + between[other]) for one, other, weight in ties.ties), "cost"
    )
    ends = ties.entities.index(start), ties.entities.index(end)
    if not nx.has_path(graph, *ends):
        return []
    walks = list(islice(nx.shortest_simple_paths(graph, *ends, weight="cost"), limit))
    costs = [nx.path_weight(graph, walk, "cost") for walk in walks]
    return [
        [ties.entities[place] for place in walk]
        for walk, cost in zip(walks, costs, strict=True)
        if cost <= _FAR * min(costs)
    ]


def steps_of(network: nx.MultiDiGraph, walk: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps of a path: of several statements between two, one of a relation that holds, and the surest."""
    steps = []
    for here, there in pairwise(walk):
        found = [
            (not forward, *_preference(key, fact), forward, key, fact)
            for subject, object_, forward in ((here, there, True), (there, here, False))
            for key, fact in (network.get_edge_data(subject, object_) or {}).items()
        ]
        *_, forward, key, fact = min(found, key=lambda each: (each[1:4], each[0]))
        steps.append(Step(here, there, key, fact["predicate"], fact["factuality"], forward, fact["quote"]))
    return tuple(steps)


def best_paths(network: nx.MultiDiGraph, start: str, end: str, *, limit: int = 3) -> list[tuple[Step, ...]]:
    """Return the paths of `best_walks` with their steps; KeyError for an IRI that is no node."""
    for node in (start, end):
        if node not in network:
            raise KeyError(node)
    return [steps_of(network, walk) for walk in best_walks(ties_of(network), start, end, limit=limit)]


def _support(network: nx.MultiDiGraph) -> dict[tuple[str, str], float]:
    """Return the weight of each pair, in the order of their IRIs: the best statement of each article, summed."""
    best: defaultdict[tuple[str, str], dict[str | None, float]] = defaultdict(dict)
    for subject, object_, fact in network.edges(data=True):
        if subject == object_:
            continue
        pair = (subject, object_) if subject < object_ else (object_, subject)
        document = fact.get("document")
        best[pair][document] = max(best[pair].get(document, 0.0), _counts(fact))
    return {pair: sum(said.values()) for pair, said in sorted(best.items())}


def _counts(fact: Mapping[str, Any]) -> float:
    held = 1.0 if fact["factuality"] in STATED else _NOT_SO.get(fact["factuality"], 0.5)
    predicate = fact["predicate"]
    says = _STATE if predicate.startswith("p/") or predicate in _STATES else 1.0
    return held * says * max(float(fact["confidence"]), _LEAST)


@cache
def _share(cls: str) -> float:
    return min((share for above, share in _SHARED.items() if is_a(cls, above)), default=1.0)


def _preference(key: str, fact: Mapping[str, Any]) -> tuple[float, float, str]:
    return -_counts(fact), -fact["confidence"], key


if TYPE_CHECKING:
    type Pairs = Mapping[tuple[int, int], float]


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
    """Return the centrality of each entity: PageRank (Brin and Page 1998) over undirected pairs, from the mentions.

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
        classes=tuple(by_number(Counter(data["cls"] for _, data in network.nodes(data=True)))),
        relations=tuple(by_number(Counter(predicate_of.values()))),
        components=tuple(sorted((len(part) for part in nx.weakly_connected_components(network)), reverse=True)),
        central=tuple(
            Central(
                node, network.nodes[node]["label"], network.nodes[node]["cls"], rank[node], _facts_of(network, node)
            )
            for node in by_rank[:central]
        ),
        communities=tuple(groups),
    )


def _facts_of(network: nx.MultiDiGraph, node: str) -> int:
    edges = chain(network.out_edges(node, data="fact"), network.in_edges(node, data="fact"))
    return len({fact for *_, fact in edges})
