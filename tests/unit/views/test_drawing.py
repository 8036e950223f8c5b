from __future__ import annotations

from typing import TYPE_CHECKING

from kg.views.drawing import draw
from kg.views.measures import communities, importance
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


def test_an_entity_has_its_place_its_shape_and_the_size_of_its_importance(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    rank = importance(network)
    group = {iri: number for number, members in enumerate(communities(network)) for iri in members}
    drawing = draw(network, rank, group, sample_contents.statements)
    nodes = drawing["nodes"]
    assert [node["id"] for node in nodes] == list(range(len(network)))
    assert all(node.keys() == {"id", "shape", "size", "x", "y"} for node in nodes)
    assert len({(node["x"], node["y"]) for node in nodes}) == len(nodes)
    shapes = {
        network.nodes[iri]["cls"]: node["shape"]
        for iri, node in zip(sorted(rank, key=lambda each: (-rank[each], each)), nodes, strict=True)
    }
    assert (shapes["Person"], shapes["Country"], shapes["Company"]) == ("dot", "diamond", "square")
    dots = [node["size"] for node in nodes if node["shape"] == "diamond"]
    assert dots == sorted(dots, reverse=True)


def test_an_edge_joins_two_entities_and_names_its_facts(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    facts = sample_contents.statements
    drawing = draw(network, importance(network), dict.fromkeys(network, 0), facts)
    drawn = sorted(place for edge in drawing["edges"] for place in edge["facts"])
    assert drawn == [place for place, fact in enumerate(facts) if fact.subject in network and fact.object in network]
    assert all(edge["from"] < edge["to"] for edge in drawing["edges"])
