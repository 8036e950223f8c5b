"""The network, its exports, and the part of a graph around an entity."""

import json
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.facts.records import GraphContents, InferenceRecord
from kg.ontology import UNKNOWN_IRI
from kg.views.network import EntityNode, FactEdge, around, build_network, graphml


def test_entities_are_nodes_and_facts_between_them_edges(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    assert network.number_of_nodes() == len(sample_contents.entities)
    assert network.number_of_edges() == 8, "neither kg:Unknown's two facts nor the date"
    assert UNKNOWN_IRI not in network
    mara = next(node for node, label in network.nodes(data="label") if label == "Mara Lindqvist")
    assert network.nodes[mara]["cls"] == "Person"
    assert network.nodes[mara]["mentions"] == 3
    assert network.nodes[mara]["documents"] == (sample_contents.documents[0].iri,)


def test_an_edge_carries_its_statement(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    fact = next(fact for fact in sample_contents.statements if fact.factuality == "reported")
    edge = network.edges[fact.subject, fact.object, fact.iri]
    assert edge["quote"] == fact.quote
    assert (edge["predicate"], edge["time"], edge["confidence"]) == ("signed", "2021-03-04", 0.8)
    assert (edge["source"], edge["source_label"]) == (fact.source, "Harbour Authority")
    assert (edge["statement"], edge["fact"]) == (fact.iri, fact.fact)


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
    sample_contents: GraphContents, filters: dict[str, set[str]], edges: int
) -> None:
    network = build_network(sample_contents, **filters)
    assert network.number_of_edges() == edges
    assert network.number_of_nodes() == len(sample_contents.entities)


def test_the_order_of_the_records_makes_no_difference(sample_contents: GraphContents) -> None:
    turned = replace(
        sample_contents,
        entities=tuple(reversed(sample_contents.entities)),
        statements=tuple(reversed(sample_contents.statements)),
    )
    assert graphml(build_network(turned)) == graphml(build_network(sample_contents))


def test_what_is_inferred_is_told_apart_and_switched_on(sample_contents: GraphContents) -> None:
    one, other, *_ = (fact for fact in sample_contents.statements if not fact.literal and fact.subject != UNKNOWN_IRI)
    first = InferenceRecord("urn:i1", one.subject, "relatedTo", other.object, "test.first", (one.fact, other.fact))
    second = InferenceRecord("urn:i2", other.object, "near", one.subject, "test.second", ("urn:i1",))
    lost = InferenceRecord("urn:i3", "urn:nowhere", "near", one.subject, "test.lost", (one.fact,))
    contents = replace(sample_contents, inferences=(first, second, lost))
    assert graphml(build_network(contents)) == graphml(build_network(sample_contents))
    network = build_network(contents, inferred=True)
    found = {key: edge for *_, key, edge in network.edges(keys=True, data=True) if edge["factuality"] == "inferred"}
    assert set(found) == {"urn:i1", "urn:i2"}
    assert found["urn:i1"]["premises"] == (one.fact, other.fact)
    assert found["urn:i2"]["confidence"] == 0.8, "what the premises' premises have"
    assert build_network(contents, relations={"near"}, inferred=True).number_of_edges() == 1


def test_attributes_are_those_that_are_declared(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    assert {tuple(node) for _, node in network.nodes(data=True)} == {tuple(EntityNode.__annotations__)}
    assert {tuple(edge) for *_, edge in network.edges(data=True)} == {tuple(FactEdge.__annotations__)}


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("label", str, "signed"),
        ("weight", float, 0.8),
        ("support", int, 7),
        ("factuality", str, "reported"),
        ("time", str, "2021-03-04"),
        ("published", str, "2021-03-05"),
    ],
)
def test_a_tool_sees_what_an_edge_says(sample_contents: GraphContents, name: str, kind: type, value: object) -> None:
    contents = replace(
        sample_contents,
        facts=tuple(replace(fact, statements=7) for fact in sample_contents.facts),
        documents=tuple(replace(document, published="2021-03-05T08:00:00") for document in sample_contents.documents),
    )
    again = nx.parse_graphml(graphml(build_network(contents)), force_multigraph=True)
    edge = next(edge for *_, edge in again.edges(data=True) if edge["factuality"] == "reported")
    assert type(edge[name]) is kind
    assert edge[name] == value
    mara = next(node for _, node in again.nodes(data=True) if node["label"] == "Mara Lindqvist")
    assert (mara["type"], mara["cls"]) == ("person", "Person")


def shown(attributes: dict[str, Any]) -> dict[str, Any]:
    """What a file keeps of attributes: no None, of a tuple its JSON, of text what XML can hold."""
    kept = {name: value for name, value in attributes.items() if value is not None}
    return {
        name: in_xml(json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value)
        for name, value in kept.items()
    }


def in_xml(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return "".join(char for char in value.replace("\r\n", "\n") if _in_xml(char))


@st.composite
def networks(draw: st.DrawFn) -> nx.MultiDiGraph:
    """Networks with hostile names, whose attributes have one type each, as those of `build_network` do."""
    network = nx.MultiDiGraph()
    kinds = [str, int, float, tuple]
    for number in range(draw(st.integers(1, 4))):
        network.add_node(
            f"n{number}", label=draw(hostile), **dict(zip("abcd", (draw(of(kind)) for kind in kinds), strict=True))
        )
    for number in range(draw(st.integers(0, 5))):
        ends = (draw(st.sampled_from(sorted(network))) for _ in range(2))
        network.add_edge(*ends, key=f"k{number}", **dict(zip("pqrs", (draw(of(kind)) for kind in kinds), strict=True)))
    return network


hostile = st.text(st.characters(codec=None), max_size=20)


def of(kind: type) -> st.SearchStrategy[Any]:
    made: dict[type, st.SearchStrategy[Any]] = {
        str: st.one_of(st.none(), hostile.filter(lambda text: in_xml(text) != "")),
        int: st.one_of(st.none(), st.integers(0, 2**31 - 1)),
        float: st.floats(0, 1),
        tuple: st.lists(hostile, max_size=3).map(tuple),
    }
    return made[kind]


@given(networks())
def test_any_network_survives_graphml(network: nx.MultiDiGraph) -> None:
    again = nx.parse_graphml(graphml(network), force_multigraph=True)
    assert {key: again.edges[s, o, key] for s, o, key in again.edges(keys=True)} == {
        key: shown(edge) for *_, key, edge in network.edges(keys=True, data=True)
    }
    for node, attributes in network.nodes(data=True):
        label = again.nodes[node].get("label") or ""
        assert {**again.nodes[node], "label": label} == shown(attributes)


def _in_xml(char: str) -> bool:
    code = ord(char)
    return char in "\t\n" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


@pytest.mark.parametrize(
    ("centre", "hops", "labels"),
    [
        ("Kestrel Lines", 3, {"Kestrel Lines", "Bright Cup"}),
        ("Oslind Treaty", 1, {"Oslind Treaty", "Mara Lindqvist", "Tolvia", "Harbour Authority"}),
        ("Port Esker", 1, {"Port Esker", "Tolvia", "Harbour Authority"}),
    ],
)
def test_around(sample_contents: GraphContents, centre: str, hops: int, labels: set[str]) -> None:
    iri = next(entity.iri for entity in sample_contents.entities if entity.label == centre)
    part = around(sample_contents, iri, hops=hops)
    assert {entity.label for entity in part.entities} == labels
    known = {entity.iri for entity in part.entities}
    assert all(fact.literal or {fact.subject, fact.object} & known for fact in part.statements)
    assert {fact.iri for fact in part.facts} == {statement.fact for statement in part.statements}
    assert [document.iri for document in part.documents] == [sample_contents.documents[0].iri]


def test_what_befell_the_centre_by_nobody_named_is_kept_and_leads_nowhere(sample_contents: GraphContents) -> None:
    iri = next(entity.iri for entity in sample_contents.entities if entity.label == "Port Esker")
    kept = [fact.quote for fact in around(sample_contents, iri, hops=1).statements]
    assert "Port Esker was attacked." in kept
    assert "Mara Lindqvist leads Tolvia." not in kept


def test_an_entity_with_no_facts_stands_alone(sample_contents: GraphContents) -> None:
    part = around(sample_contents, "https://w3id.org/kg/entity/none")
    assert (part.entities, part.statements, part.claims, part.documents) == ((), (), (), ())
