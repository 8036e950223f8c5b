"""What an endpoint says of itself and of its graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graph_examples import harbour, in_memory

from kg.graph.export import embedded_copy
from kg.graph.query.service_description import service_description, void_description
from kg.graph.rdf.dataset import inner_store
from kg.graph.rdf.iris import document_iri
from kg.namespaces import SD

ENDPOINT = "http://127.0.0.1:8000/sparql"
VOID = "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = inner_store(embedded_copy(in_memory(harbour(), harbour("", "two"))))
    assert found is not None
    return found


def said(triples: list[ox.Triple], predicate: str) -> list[str]:
    return [triple.object.value for triple in triples if triple.predicate.value == predicate]  # type: ignore[union-attr]


@pytest.mark.parametrize("update", [False, True])
def test_a_service_names_its_languages_and_graphs(store: ox.Store, update: bool) -> None:
    found = list(service_description(store, ENDPOINT, update=update))
    languages = {iri.rpartition("#")[2] for iri in said(found, f"{SD}supportedLanguage")}
    assert languages == {"SPARQL11Query", *(["SPARQL11Update"] if update else [])}
    assert set(said(found, f"{SD}name")) == {document_iri("harbour"), document_iri("two")}
    assert said(found, f"{SD}endpoint") == [ENDPOINT]


def test_a_graphs_figures_are_those_of_the_merged_graph(store: ox.Store) -> None:
    found = list(void_description(store, f"{ENDPOINT}#graph", ENDPOINT))
    triples = [int(number) for number in said(found, f"{VOID}triples")]
    merged = len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    assert max(triples) == merged
    assert sum(triples) == 2 * merged, "the figures of the properties add up to that of the graph"
    assert said(found, f"{VOID}documents") == ["2"]
    assert f"{VOID}Dataset" in said(found, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
