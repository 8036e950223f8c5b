"""A small graph of two articles, written by the store's own writer, on which shapes and queries are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ontology_articles import echo, herald, treaty, visit
from rdflib import Dataset, Graph, URIRef

from kg.graph.rdf.statements import triples
from kg.graph.rdf.terms import to_rdflib
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Extraction


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return Graph().parse(ontology_file("kg.ttl"))


@pytest.fixture(scope="session")
def alignments() -> Graph:
    return Graph().parse(ontology_file("alignments.ttl"))


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return Graph().parse(ontology_file("shapes.ttl"))


def written(extractions: Iterable[Extraction]) -> Iterator[tuple[str, tuple[Any, Any, Any]]]:
    """Every triple of some articles with its named graph."""
    for extraction in extractions:
        name, rows = triples(extraction)
        for subject, predicate, item in rows:
            yield name, (to_rdflib(subject), to_rdflib(predicate), to_rdflib(item))


@pytest.fixture(params=["default", "Oxigraph"])
def articles(request: pytest.FixtureRequest) -> Dataset:
    """Both articles, each in its own named graph, on either store."""
    return graph_of(request.param, (treaty(), visit()))


@pytest.fixture(params=["default", "Oxigraph"], scope="session")
def graphs(request: pytest.FixtureRequest) -> dict[str, Dataset]:
    """The two articles, and two others on one event, which do not agree, on either store."""
    return {
        "articles": graph_of(request.param, (treaty(), visit())),
        "reports": graph_of(request.param, (herald(), echo())),
    }


def graph_of(store: str, extractions: Iterable[Extraction]) -> Dataset:
    dataset = Dataset(store=store, default_union=True)
    for name, triple in written(extractions):
        dataset.graph(URIRef(name)).add(triple)
    return dataset


@pytest.fixture
def data() -> Graph:
    """The triples of both articles in one graph."""
    graph = Graph()
    for _, triple in written((treaty(), visit())):
        graph.add(triple)
    return graph
