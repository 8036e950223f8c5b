from __future__ import annotations

from typing import TYPE_CHECKING

from kg.views.drawing import draw
from kg.views.measures import importance
from kg.views.network import build_network
from kg.views.payload import page_payload

if TYPE_CHECKING:
    from kg.graph.facts.records import GraphContents


def test_parallel_facts_are_one_edge(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    label = {number: entity["label"] for number, entity in enumerate(payload["entities"])}
    edges = {frozenset((label[edge["from"]], label[edge["to"]])): edge for edge in payload["drawing"]["edges"]}
    assert len(edges) == len(payload["drawing"]["edges"])
    assert len(edges[frozenset(("Mara Lindqvist", "Tolvia"))]["facts"]) == 2


def test_an_entity_has_the_shape_of_its_class(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    rank = importance(network)
    nodes = draw(network, rank, sample_contents.statements)["nodes"]
    assert [node["id"] for node in nodes] == list(range(len(network)))
    assert all(node.keys() == {"id", "shape"} for node in nodes)
    shapes = {
        network.nodes[iri]["cls"]: node["shape"]
        for iri, node in zip(sorted(rank, key=lambda each: (-rank[each], each)), nodes, strict=True)
    }
    assert (shapes["Person"], shapes["Country"], shapes["Company"]) == ("dot", "diamond", "square")


def test_an_edge_joins_two_entities_and_names_its_facts(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    facts = sample_contents.statements
    drawing = draw(network, importance(network), facts)
    drawn = sorted(place for edge in drawing["edges"] for place in edge["facts"])
    assert drawn == [place for place, fact in enumerate(facts) if fact.subject in network and fact.object in network]
    assert all(edge["from"] < edge["to"] for edge in drawing["edges"])
