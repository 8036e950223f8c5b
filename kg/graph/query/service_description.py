"""What an endpoint says of itself: its SPARQL service description, and the VoID description of its graph.

Sources: SPARQL 1.1 Service Description (W3C, 2013), Describing Linked Datasets with the VoID Vocabulary (W3C, 2011).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF, VOID, XSD

from kg.namespaces import KG, SD
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.rdf.naming import Naming

__all__ = ["service_description", "void_description"]

_FORMATS = "http://www.w3.org/ns/formats/"
_MEDIA = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_GRAPHS = 1_000
"""How many named graphs are listed; VoID has the number of all documents."""

_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"
_DOCUMENTS = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{KG.text}> ?t }}"
_BY_CLASS = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_BY_PROPERTY = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"


def service_description(store: ox.Store, endpoint: str) -> Iterator[ox.Triple]:
    """The description of the service at `endpoint`, whose default graph is all documents at once."""
    service, dataset, default = ox.NamedNode(endpoint), _node(endpoint, "dataset"), _node(endpoint, "default")
    yield _link(service, str(RDF.type), f"{SD}Service")
    yield _link(service, f"{SD}endpoint", endpoint)
    yield _link(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query")
    for name in _MEDIA:
        yield _link(service, f"{SD}resultFormat", _FORMATS + name)
    yield _link(service, f"{SD}feature", f"{SD}UnionDefaultGraph")
    yield _link(service, f"{SD}defaultDataset", dataset.value)
    yield _link(dataset, str(RDF.type), f"{SD}Dataset")
    yield _link(dataset, f"{SD}defaultGraph", default.value)
    yield _link(default, str(RDF.type), f"{SD}Graph")
    yield _count(default, VOID.triples, _number(store, _TRIPLES))
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    for name in names[:_GRAPHS]:
        graph = _node(endpoint, f"graph-{name.rpartition('/')[2]}")
        yield _link(dataset, f"{SD}namedGraph", graph.value)
        yield _link(graph, str(RDF.type), f"{SD}NamedGraph")
        yield _link(graph, f"{SD}name", name)


def void_description(store: ox.Store, dataset: str, endpoint: str, naming: Naming) -> Iterator[ox.Triple]:
    """The counts of the whole graph, by class and by property; `dataset` is the IRI that stands for it."""
    node = ox.NamedNode(dataset)
    entities = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{naming.entities}> {{ ?s a ?c }} }}"
    yield _link(node, str(RDF.type), str(VOID.Dataset))
    yield ox.Triple(node, ox.NamedNode(str(DCTERMS.title)), ox.Literal("A graph of news texts, made by kg"))
    yield _link(node, str(VOID.sparqlEndpoint), endpoint)
    yield _link(node, str(VOID.uriSpace), naming.entity_space)
    for vocabulary in sorted(set(prefixes().values())):
        if vocabulary.endswith("#") or "purl.org" in vocabulary:
            yield _link(node, str(VOID.vocabulary), vocabulary)
    classes, properties = _numbers(store, _BY_CLASS), _numbers(store, _BY_PROPERTY)
    yield _count(node, VOID.triples, sum(properties.values()))
    yield _count(node, VOID.entities, _number(store, entities))
    yield _count(node, VOID.documents, _number(store, _DOCUMENTS))
    yield _count(node, VOID.classes, len(classes))
    yield _count(node, VOID.properties, len(properties))
    yield _count(node, VOID.distinctSubjects, _number(store, _SUBJECTS))
    yield _count(node, VOID.distinctObjects, _number(store, _OBJECTS))
    for number, (name, count) in enumerate(classes.items()):
        part = _node(dataset, f"class-{number}")
        yield _link(node, str(VOID.classPartition), part.value)
        yield _link(part, str(VOID["class"]), name)
        yield _count(part, VOID.entities, count)
    for number, (name, count) in enumerate(properties.items()):
        part = _node(dataset, f"property-{number}")
        yield _link(node, str(VOID.propertyPartition), part.value)
        yield _link(part, str(VOID.property), name)
        yield _count(part, VOID.triples, count)


def _node(base: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base.partition('#')[0]}#{name}")


def _link(subject: ox.NamedNode, predicate: str, item: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(item))


def _count(subject: ox.NamedNode, predicate: str, number: int) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(str(predicate)), ox.Literal(str(number), datatype=ox.NamedNode(XSD.integer)))


def _number(store: ox.Store, query: str) -> int:
    return sum(_numbers(store, query).values())


def _numbers(store: ox.Store, query: str) -> dict[str, int]:
    """The number that a query counts for each group; of a query without groups, under ""."""
    found = {}
    for row in cast("ox.QuerySolutions", store.query(query, use_default_graph_as_union=True)):
        values = [each.value for each in row if isinstance(each, ox.NamedNode | ox.Literal)]
        if values:
            found["".join(values[:-1])] = int(values[-1])
    return found
