"""A graph on a server is asked there, and read as a whole only where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import graph_of, harbour
from local_endpoint import URL
from rdflib import BNode, Literal, URIRef, Variable

from kg.errors import QueryError, StoreError
from kg.graph.facts.lookup import entities_called
from kg.graph.facts.reader import read_contents
from kg.graph.query.execution import query
from kg.graph.rdf.dataset import inner_store
from kg.graph.store import publish, remote
from kg.namespaces import CONTROL, PUBLISHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_endpoint import LocalEndpoint
    from rdflib import Dataset


def store_of(dataset: Dataset) -> ox.Store:
    store = inner_store(dataset)
    assert store is not None
    return store


def test_a_publication_that_was_cut_short_is_an_error(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    endpoint = server(store)
    publish.publish(URL, store_of(graph_of(harbour())), "mine")
    endpoint.update(f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <http://run> <{PUBLISHING}> true }} }}")
    with pytest.raises(StoreError, match="what was last written there is incomplete"):
        remote.open_remote(URL)


def test_a_graph_of_no_document_is_empty_whatever_else_the_server_has(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    server(store)
    store.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.NamedNode("http://c")))
    assert len(query(remote.open_remote(URL), "SELECT * { ?s ?p ?o }")) == 1
    publish.publish(URL, ox.Store(), "mine")
    assert len(query(remote.open_remote(URL), "SELECT * { ?s ?p ?o }")) == 0
    assert not read_contents(remote.open_remote(URL)).documents


def test_a_name_is_looked_up_without_reading_the_whole_graph(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    endpoint = server(store)
    publish.publish(URL, store_of(graph_of(harbour())), "mine")
    dataset = remote.open_remote(URL)
    assert entities_called(dataset, "MARTA ODUYA") == entities_called(graph_of(harbour()), "Marta Oduya") != []
    assert len(query(dataset, 'SELECT ?e { ?e rdfs:label "Norland" }')) == 1
    assert not [text for text in endpoint.asked if "LIMIT" in text], "a copy is read in pages"
    assert read_contents(dataset) == read_contents(graph_of(harbour()))
    assert [text for text in endpoint.asked if "LIMIT" in text]


def test_prefixes_are_declared_in_the_first_line_where_they_are_used() -> None:
    spaces = {"kg": "http://kg#", "rdfs": "http://rdfs#"}
    text = "PREFIX rdfs: <http://own#>\nSELECT * { ?s kg:a rdfs:b }"
    assert remote._with_prefixes(text, spaces) == f"PREFIX kg: <http://kg#> {text}"  # noqa: SLF001 (what goes out)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (URIRef("http://a"), "<http://a>"),
        (Literal('"\n'), r'"\"\n"'),
        (Literal("mot", lang="fr"), '"mot"@fr'),
        (Variable("x"), "?x"),
    ],
)
def test_a_term_goes_out_as_sparql_writes_it(term: URIRef | Literal | Variable, text: str) -> None:
    assert remote._to_sparql(term) == text  # noqa: SLF001


def test_a_blank_node_cannot_be_asked_for() -> None:
    with pytest.raises(QueryError, match="a blank node cannot be asked for"):
        remote._to_sparql(BNode())  # noqa: SLF001
