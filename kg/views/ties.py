"""How strongly facts tie two entities together, and the ways from one to another along the strongest ties.

A tie is as strong as what is said of it: articles that say so count, each once, what is asserted or reported for more
than what is planned or denied, and what two did together for more than where they are. It says little where it leads
through what very many have to do with: a post, a country, a kind of people, an entity with hundreds of neighbours.
Centrality, communities, the page's drawing and paths all rest on these figures.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from math import log1p, log2, sqrt
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from kg.model import STATED
from kg.ontology import is_a

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Step", "best_paths", "pair_weights", "through"]

_LEAST = 0.01
"""The least confidence of a fact: it ties its entities, however unsure it is."""
_NOT_SO: Final[Mapping[str, float]] = {"planned": 0.5, "hypothetical": 0.4, "negated": 0.2, "inferred": 0.6}
"""What a statement counts for beside one that asserts or reports."""
_STATES: Final = frozenset(
    {
        "locatedIn",
        "near",
        "citizenOf",
        "bornIn",
        "livesIn",
        "hasOccupation",
        "holdsRole",
        "about",
        "partOf",
        "relatedTo",
    }
)
"""Relations that tell what or where something is; a text's own verbs count like them."""
_STATE = 0.4
"""What a statement of a state, or of an open verb, counts for beside one of what two did."""
_SHARED: Final[Mapping[str, float]] = {
    "Role": 0.1,
    "Topic": 0.3,
    "Country": 0.3,
    "People": 0.4,
    "Place": 0.5,
    "MediaOrganization": 0.5,
}
"""How much a way through an entity of a class says: of several classes above its own, the least."""
_FEW = 8
"""How many neighbours an entity may have before a way through it says less."""
_FAR = 4.0
"""A way that costs so many times as much as the best one is none worth showing."""


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
    """How much a way through each entity says, from 0 to 1: little for posts, countries, kinds of people, and hubs."""
    neighbours: dict[str, int] = dict.fromkeys(network, 0)
    for one, other in support if support is not None else _support(network):
        neighbours[one] += 1
        neighbours[other] += 1
    return {
        node: _share(network.nodes[node]["cls"]) / (1 + log2(max(1.0, count / _FEW)))
        for node, count in neighbours.items()
    }


def best_paths(network: nx.MultiDiGraph, start: str, end: str, *, limit: int = 3) -> list[tuple[Step, ...]]:
    """The ways from one entity to another that say most, at most `limit`, the best first; none where nothing does.

    A step costs the less the more articles say so, and what lies between costs the more the more it has to do with
    (`through`): three steps by way of a meeting come before two by way of a country. Facts are walked in both
    directions. Of several statements between two a step is one of the vocabulary's relations that holds, and the
    surest. Raises KeyError for an IRI that is no node.
    """
    for node in (start, end):
        if node not in network:
            raise KeyError(node)
    if start == end:
        return []
    support = _support(network)
    passing = through(network, support)
    between = {node: (1 / share - 1) / 2 for node, share in passing.items()}
    graph = nx.Graph()
    for (one, other), weight in sorted(support.items()):
        graph.add_edge(one, other, cost=1 / log1p(weight) + between[one] + between[other])
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    walks = list(islice(nx.shortest_simple_paths(graph, start, end, weight="cost"), limit))
    costs = [nx.path_weight(graph, walk, "cost") for walk in walks]
    return [tuple(_steps(network, walk)) for walk, cost in zip(walks, costs, strict=True) if cost <= _FAR * min(costs)]


def _support(network: nx.MultiDiGraph) -> dict[tuple[str, str], float]:
    """What is said of each pair, in the order of their IRIs: the best statement of each article, summed."""
    best: defaultdict[tuple[str, str], dict[str | None, float]] = defaultdict(dict)
    for subject, object_, fact in network.edges(data=True):
        if subject == object_:
            continue
        pair = (subject, object_) if subject < object_ else (object_, subject)
        document = fact.get("document")
        best[pair][document] = max(best[pair].get(document, 0.0), _counts(fact))
    return {pair: sum(said.values()) for pair, said in sorted(best.items())}


def _counts(fact: Mapping[str, Any]) -> float:
    """What a statement counts for, from 0 to 1."""
    held = 1.0 if fact["factuality"] in STATED else _NOT_SO.get(fact["factuality"], 0.5)
    predicate = fact["predicate"]
    says = _STATE if predicate.startswith("p/") or predicate in _STATES else 1.0
    return held * says * max(float(fact["confidence"]), _LEAST)


@cache
def _share(cls: str) -> float:
    return min((share for above, share in _SHARED.items() if is_a(cls, above)), default=1.0)


def _steps(network: nx.MultiDiGraph, walk: list[str]) -> Iterator[Step]:
    for here, there in pairwise(walk):
        found = [
            (not forward, *_preference(key, fact), forward, key, fact)
            for subject, object_, forward in ((here, there, True), (there, here, False))
            for key, fact in (network.get_edge_data(subject, object_) or {}).items()
        ]
        *_, forward, key, fact = min(found, key=lambda each: (each[1:4], each[0]))
        yield Step(here, there, key, fact["predicate"], fact["factuality"], forward, fact["quote"])


def _preference(key: str, fact: Mapping[str, Any]) -> tuple[float, float, str]:
    """The order in which statements are taken for a step: what counts for most, then the surest."""
    return -_counts(fact), -fact["confidence"], key
