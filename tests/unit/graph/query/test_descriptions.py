"""What an endpoint says of itself and of its graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graph_examples import graph_of, harbour

from kg.graph.query.answers import service_description, void_description
from kg.graph.rdf.dataset import inner_store
from kg.graph.rdf.naming import DEFAULT, Naming
from kg.namespaces import SD

ENDPOINT = "http://127.0.0.1:8000/sparql"
VOID = "http://rdfs.org/ns/void#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = inner_store(graph_of(harbour(), harbour("", "two")))
    assert found is not None
    return found


def said(triples: list[ox.Triple], predicate: str) -> list[str]:
    return [triple.object.value for triple in triples if triple.predicate.value == predicate]  # type: ignore[union-attr]


def test_a_service_names_its_languages_and_graphs(store: ox.Store) -> None:
    found = list(service_description(store, ENDPOINT))
    languages = {iri.rpartition("#")[2] for iri in said(found, f"{SD}supportedLanguage")}
    assert languages == {"SPARQL11Query"}
    names = set(said(found, f"{SD}name"))
    assert names > {DEFAULT.facts, DEFAULT.entities}
    assert sum(name.startswith(DEFAULT.document_space) for name in names) == 2
    assert len(names) == 4
    assert said(found, f"{SD}endpoint") == [ENDPOINT]


def test_a_graphs_figures_are_those_of_all_its_graphs(store: ox.Store) -> None:
    found = list(void_description(store, f"{ENDPOINT}#graph", ENDPOINT, DEFAULT))
    triples = [int(number) for number in said(found, f"{VOID}triples")]
    assert max(triples) == len(store)
    assert sum(triples) == 2 * len(store), "the figures of the properties add up to that of the graph"
    assert said(found, f"{VOID}documents") == ["2"]
    labelled = store.quads_for_pattern(None, ox.NamedNode(LABEL), None, ox.NamedNode(DEFAULT.entities))
    assert str(len(list(labelled))) in said(found, f"{VOID}entities")
    assert f"{VOID}Dataset" in said(found, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def test_a_graph_of_another_base_says_so(store: ox.Store) -> None:
    found = list(void_description(store, f"{ENDPOINT}#graph", ENDPOINT, Naming("https://example.org/")))
    assert said(found, f"{VOID}uriSpace") == ["https://example.org/entity/"]
