"""Pairs, lines and locks of a dataset."""

import pyoxigraph as ox
from graph_examples import graph_of, harbour
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS

from kg.graph.exchange.writers import embedded_copy
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, inner_store, named_graph, read_pairs
from kg.graph.rdf.naming import DEFAULT
from kg.namespaces import KG


def test_literals_are_distinguished_from_iris() -> None:
    dataset = graph_of()
    graph = dataset.graph(URIRef("http://g"))
    graph.add((URIRef("http://a"), RDFS.label, Literal("words")))
    graph.add((URIRef("http://a"), RDFS.label, URIRef("http://b")))
    assert sorted(read_pairs(dataset, RDFS.label)) == [
        ("http://a", "http://b", False), ("http://a", "words", True),
    ]  # fmt: skip


def test_the_default_graph_of_memory_is_all_documents() -> None:
    dataset = graph_of(harbour(), harbour("", "two"))
    assert len(list(read_pairs(dataset, RDF.type, KG.Document))) == 2
    assert dataset.default_union
    assert dict(dataset.namespaces())["kg"] == URIRef(str(KG))


def test_a_graph_is_read_as_lines() -> None:
    store = inner_store(embedded_copy(graph_of(harbour())))
    assert named_graph(store, ox.NamedNode(DEFAULT.graph("entities"))) == set()
    lines = named_graph(store, ox.DefaultGraph())
    assert lines
    assert all(line.startswith("<https://w3id.org/kg/") and not line.endswith(".") for line in lines)


def test_an_embedded_store_keeps_its_lock() -> None:
    kept = object()
    dataset = dataset_on(EmbeddedStore(ox.Store(), kept))
    assert isinstance(dataset.store, EmbeddedStore)
    assert dataset.store.lock is kept
