"""Entities of a graph by name, by the keys that its writer left there and not by reading all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from kg.graph.facts.names import choose
from kg.graph.rdf.dataset import EmbeddedStore, read_pairs
from kg.namespaces import KG
from kg.ontology import CLASSES, NAMESPACE
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rdflib import Dataset

__all__ = ["entities_called"]

_CLASSES = frozenset(NAMESPACE + name for name in CLASSES)


class _Entity(NamedTuple):
    iri: str
    label: str
    aliases: tuple[str, ...]


def entities_called(dataset: Dataset, name: str) -> list[str]:
    """The IRIs of the entities that `name` may mean, sorted: those that `kg.graph.facts.names.choose` chooses of all.

    Only where nothing is called so is every name of the graph looked at, for the one label that has all the words.
    """
    wanted = fold(name)
    called = _subjects(dataset, RDFS.label, name) | (_subjects(dataset, KG.nameKey, wanted) if wanted else set())
    found = choose(_entities(dataset, called), name)
    if not found and wanted:
        found = choose(_entities(dataset, _subjects_with(dataset, KG.nameKey, set(wanted.split()))), name)
    return sorted(entity.iri for entity in found)


def _entities(dataset: Dataset, iris: Iterable[str]) -> Iterator[_Entity]:
    for iri in iris:
        if _values(dataset, iri, RDF.type) & _CLASSES:
            labels = _values(dataset, iri, RDFS.label)
            label = min(labels, default="")
            yield _Entity(iri, label, tuple((labels | _values(dataset, iri, SKOS.altLabel)) - {label}))


def _subjects(dataset: Dataset, predicate: URIRef, words: str) -> set[str]:
    """The IRIs of what has exactly these words under `predicate`, by index."""
    return {iri for iri, _ in _pairs(dataset, None, predicate, words)}


def _values(dataset: Dataset, iri: str, predicate: URIRef) -> set[str]:
    """The values that an IRI has under `predicate`, by index."""
    return {value for _, value in _pairs(dataset, iri, predicate, None)}


def _pairs(dataset: Dataset, iri: str | None, predicate: URIRef, words: str | None) -> Iterator[tuple[str, str]]:
    """Subject, if that is an IRI, and object of each triple that matches; a server is asked, and not read whole."""
    if isinstance(dataset.store, EmbeddedStore):  # rdflib's terms would take several times as long
        pattern = ox.NamedNode(iri) if iri else None, ox.NamedNode(predicate), ox.Literal(words) if words else None
        for quad in dataset.store.inner.quads_for_pattern(*pattern, None):
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                yield quad.subject.value, quad.object.value
        return
    wanted = URIRef(iri) if iri else None, predicate, Literal(words) if words else None
    for (node, _, term), _ in dataset.store.triples(wanted, context=None):
        if isinstance(node, URIRef):
            yield str(node), str(term)


def _subjects_with(dataset: Dataset, predicate: URIRef, words: Collection[str]) -> set[str]:
    """The IRIs of what has all these words, whatever others, under `predicate`: each value is looked at."""
    pairs: Iterable[tuple[str, str]]
    if isinstance(dataset.store, EmbeddedStore):  # which is three times as fast as handing each value to Python
        tests = " && ".join(f"CONTAINS(?value, {ox.Literal(word)})" for word in words)
        text = f"SELECT ?node ?value WHERE {{ ?node <{predicate}> ?value FILTER({tests}) }}"
        found = dataset.store.inner.query(text, use_default_graph_as_union=True)
        pairs = ((row[0].value, row[1].value) for row in found)  # type: ignore[union-attr]  # a SELECT has rows
    else:
        pairs = ((iri, value) for iri, value, _ in read_pairs(dataset, predicate))
    return {iri for iri, value in pairs if set(words) <= set(value.split())}
