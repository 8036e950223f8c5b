from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.records import UNKNOWN_IRI
from kg.views.network import build_network, graphml, write_graphml

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.records import Records


def test_entities_are_nodes_and_facts_between_them_edges(sample_records: Records) -> None:
    network = build_network(sample_records)
    assert network.number_of_nodes() == len(sample_records.entities)
    assert network.number_of_edges() == 8, "neither kg:Unknown's two facts nor the date"
    assert UNKNOWN_IRI not in network
    mara = next(node for node, label in network.nodes(data="label") if label == "Mara Lindqvist")
    assert network.nodes[mara]["cls"] == "Person"
    assert network.nodes[mara]["mentions"] == 3
    assert network.nodes[mara]["documents"] == (sample_records.documents[0].iri,)


def test_an_edge_carries_its_statement(sample_records: Records) -> None:
    network = build_network(sample_records)
    fact = next(fact for fact in sample_records.statements if fact.factuality == "reported")
    edge = network.edges[fact.subject, fact.object, fact.iri]
    assert edge["quote"] == fact.quote
    assert (edge["predicate"], edge["time"], edge["confidence"]) == ("signed", "2021-03-04", 0.8)
    assert (edge["source"], edge["source_label"]) == (fact.source, "Harbour Authority")
    assert edge["statement"] == fact.iri


@pytest.mark.parametrize(
    ("filters", "edges"),
    [
        ({"relations": {"signed"}}, 2),
        ({"factuality": {"asserted"}}, 4),
        ({"relations": {"signed"}, "factuality": {"negated"}}, 1),
        ({"relations": set()}, 0),
    ],
)
def test_filters_keep_the_facts_that_have_one_of_the_values(
    sample_records: Records, filters: dict[str, set[str]], edges: int
) -> None:
    network = build_network(sample_records, **filters)
    assert network.number_of_edges() == edges
    assert network.number_of_nodes() == len(sample_records.entities)


def test_the_order_of_the_records_makes_no_difference(sample_records: Records) -> None:
    turned = replace(
        sample_records,
        entities=tuple(reversed(sample_records.entities)),
        statements=tuple(reversed(sample_records.statements)),
    )
    assert graphml(build_network(turned)) == graphml(build_network(sample_records))


def test_graphml_round_trip(sample_records: Records, tmp_path: Path) -> None:
    network = build_network(sample_records)
    path = tmp_path / "graph.graphml"
    write_graphml(network, path)
    again = nx.read_graphml(path, force_multigraph=True)
    assert list(again) == list(network)
    assert list(again.edges(keys=True)) == list(network.edges(keys=True))
    for subject, object_, key, edge in network.edges(keys=True, data=True):
        assert again.edges[subject, object_, key] == {name: value for name, value in edge.items() if value is not None}
    node = next(iter(network))
    assert type(again.nodes[node]["mentions"]) is int
    assert again.nodes[node]["documents"].startswith('["https://')


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_name_survives_graphml(name: str) -> None:
    network = nx.MultiDiGraph()
    network.add_node("a", label=name, aliases=(name, "b"), mentions=1)
    label = nx.parse_graphml(graphml(network), force_multigraph=True).nodes["a"].get("label", "")
    allowed = [char for char in name.replace("\r\n", "\n") if _in_xml(char)]
    assert (label or "") == "".join(allowed)


def _in_xml(char: str) -> bool:
    code = ord(char)
    return char in "\t\n" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
