from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.views.measures import communities, importance, measure
from kg.views.network import build_network

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

    from kg.graph.facts.records import GraphContents


@pytest.fixture
def network(sample_contents: GraphContents) -> nx.MultiDiGraph:
    return build_network(sample_contents)


def iri_of(network: nx.MultiDiGraph, label: str) -> str:
    return next(node for node, each in network.nodes(data="label") if each == label)


def test_importance_is_a_share_of_one_and_highest_in_the_middle(network: nx.MultiDiGraph) -> None:
    rank = importance(network)
    assert sum(rank.values()) == pytest.approx(1)
    assert max(rank, key=lambda node: rank[node]) == iri_of(network, "Mara Lindqvist")  # a country ties less


def test_a_fact_of_no_confidence_still_joins(make_contents: Callable[..., GraphContents]) -> None:
    contents = make_contents({"A": "Person", "B": "Person"}, [("A met B.", "A", "metWith", "B", "asserted")])
    network = build_network(contents)
    for *_, edge in network.edges(data=True):
        edge["confidence"] = 0.0
    assert all(value == pytest.approx(0.5) for value in importance(network).values())


def test_empty_network() -> None:
    import networkx as nx

    assert importance(nx.MultiDiGraph()) == {}
    figures = measure(nx.MultiDiGraph())
    assert (figures.entities, figures.facts, figures.components, figures.communities) == (0, 0, (), ())


def test_figures(network: nx.MultiDiGraph) -> None:
    figures = measure(network, central=2)
    assert (figures.entities, figures.facts, figures.pairs) == (7, 8, 7)
    assert figures.components == (5, 2)
    assert [each.label for each in figures.central] == ["Mara Lindqvist", "Tolvia"]
    assert figures.central[0].facts == 3
    assert dict(figures.relations)["signed"] == 2
    assert sorted(node for group in figures.communities for node in group) == sorted(network)


def test_a_fact_counts_once_whoever_states_it(make_contents: Callable[..., GraphContents]) -> None:
    rows = [
        ("A met B.", "A", "metWith", "B", "asserted"),
        ("A did meet B.", "A", "metWith", "B", "reported"),
        ("B leads A.", "B", "leads", "A", "asserted"),
    ]
    network = build_network(make_contents({"A": "Person", "B": "Person"}, rows))
    figures = measure(network)
    assert (network.number_of_edges(), figures.facts, figures.pairs) == (3, 2, 1)
    assert [each.facts for each in figures.central] == [2, 2]
    assert dict(figures.relations) == {"metWith": 1, "leads": 1}


def test_communities_do_not_cross_components(network: nx.MultiDiGraph) -> None:
    apart = {iri_of(network, "Kestrel Lines"), iri_of(network, "Bright Cup")}
    assert apart in [set(group) for group in communities(network)]


SCRIPT = """
import networkx as nx
from kg.views.measures import measure
graph = nx.MultiDiGraph()
for node in range(60):
    graph.add_node(f"n{node:02}", label=str(node), cls="Person", mentions=node % 5)
for node in range(60):
    for step in (1, 7, 20):
        edge = {"factuality": "asserted", "confidence": 0.5, "predicate": "metWith", "fact": f"{node}-{step}"}
        graph.add_edge(f"n{node:02}", f"n{(node * step + 3) % 60:02}", key=f"{node}-{step}", **edge)
print(measure(graph))
"""


def test_figures_are_the_same_whatever_the_hash_seed() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
