"""A graph on a server is asked there, and read as a whole only where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import harbour, in_memory
from local_endpoint import URL
from rdflib import BNode, Literal, URIRef, Variable

from kg.errors import QueryError, StoreError
from kg.graph.facts.lookup import entities_called
from kg.graph.facts.reader import read_records
from kg.graph.query.execution import query
from kg.graph.store import publish, remote

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_endpoint import LocalEndpoint


def test_a_publication_that_was_cut_short_is_an_error(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    endpoint = server(store)
    publish.write_remote(URL, [harbour()])
    endpoint.update(f"INSERT DATA {{ GRAPH <{remote.CONTROL}> {{ <http://run> <{remote.PUBLISHING}> true }} }}")
    with pytest.raises(StoreError, match="what was last written there is incomplete"):
        remote.open_remote(URL)


def test_a_name_is_looked_up_without_reading_the_whole_graph(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    endpoint = server(store)
    publish.write_remote(URL, [harbour()])
    dataset = remote.open_remote(URL)
    assert entities_called(dataset, "MARTA ODUYA") == entities_called(in_memory(harbour()), "Marta Oduya") != []
    assert len(query(dataset, 'SELECT ?e { ?e rdfs:label "Norland" }')) == 1
    assert not [text for text in endpoint.asked if "LIMIT" in text], "a copy is read in pages"
    assert read_records(dataset) == read_records(in_memory(harbour()))
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
