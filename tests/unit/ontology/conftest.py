"""Small graphs of two articles each, projected from records, on which shapes and queries are tried."""

import pytest
from ontology_articles import bulletin, echo, gazette, herald, later, ledger, mail, treaty, visit, voyage
from rdflib import XSD, Dataset, Graph, Literal
from rdflib.term import Node

from kg.graph.store.write import project_memory
from kg.graph.validate import shapes as shapes_text
from kg.model import Extraction
from kg.records.database import Records
from kg.resources import ontology_file


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return Graph(bind_namespaces="none").parse(ontology_file("kg.ttl"))


@pytest.fixture(scope="session")
def alignments() -> Graph:
    return Graph().parse(ontology_file("alignments.ttl"))


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return Graph().parse(data=shapes_text(), format="turtle")


def plain(term: Node) -> Node:
    """A term without the datatype xsd:string, which one store writes and the other leaves out."""
    return Literal(str(term)) if isinstance(term, Literal) and term.datatype == XSD.string else term


def graph_of(store: str, *extractions: Extraction) -> Dataset:
    """A graph of what was found in documents, in Oxigraph or, as `default`, in rdflib's own store."""
    with Records() as records:
        for extraction in extractions:
            records.put(extraction.document, extraction)
        projected = project_memory(records)
    if store == "Oxigraph":
        return projected
    copy = Dataset(default_union=True)
    for subject, predicate, item, graph in projected.quads():
        copy.graph(graph).add((subject, predicate, plain(item)))
    return copy


@pytest.fixture(scope="session")
def articles() -> Dataset:
    """The two articles, in Oxigraph."""
    return graph_of("Oxigraph", treaty(), visit())


@pytest.fixture(params=["default", "Oxigraph"], scope="session")
def graphs(request: pytest.FixtureRequest) -> dict[str, Dataset]:
    """The two articles, two others that do not agree, three on one yard, one with places, and two
    of one publisher, on either store."""
    return {
        "articles": graph_of(request.param, treaty(), visit()),
        "reports": graph_of(request.param, herald(), echo()),
        "accounts": graph_of(request.param, gazette(), mail(), later()),
        "places": graph_of(request.param, voyage()),
        "ledgers": graph_of(request.param, ledger(), bulletin()),
    }


@pytest.fixture(scope="session")
def triples() -> list[tuple[Node, Node, Node]]:
    """The triples of both articles."""
    return [(s, p, plain(item)) for s, p, item, _ in graph_of("Oxigraph", treaty(), visit()).quads()]


@pytest.fixture
def data(triples: list[tuple[Node, Node, Node]]) -> Graph:
    """These triples in a graph of their own."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph
