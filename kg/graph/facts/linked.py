"""Links read back: what the entities of a graph are in gazetteers, and where they lie."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rdflib.namespace import OWL

from kg.graph.facts.records import LinkRecord, PointRecord
from kg.graph.rdf.dataset import read_pairs
from kg.namespaces import GN, KG, WGS84

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Dataset, URIRef

__all__ = ["read_links", "read_points"]


def read_links(dataset: Dataset) -> Mapping[str, tuple[LinkRecord, ...]]:
    """The links of each entity that has any, by its IRI, the surest first."""
    target, confidence = _column(dataset, KG.linkTarget), _column(dataset, KG.linkConfidence)
    reason, gazetteer = _column(dataset, KG.linkReason), _column(dataset, KG.gazetteer)
    same = {(entity, iri) for entity, iri, _ in read_pairs(dataset, OWL.sameAs)}
    found: dict[str, list[LinkRecord]] = defaultdict(list)
    for entity, link, _ in read_pairs(dataset, KG.link):
        if link in target:
            found[entity].append(
                LinkRecord(
                    target=target[link],
                    confidence=float(confidence.get(link, 0)),
                    reason=reason.get(link, ""),
                    gazetteer=gazetteer.get(link, ""),
                    sure=(entity, target[link]) in same,
                )
            )
    return {
        entity: tuple(sorted(links, key=lambda link: (-link.confidence, link.target)))
        for entity, links in found.items()
    }


def read_points(dataset: Dataset) -> Mapping[str, PointRecord]:
    """Where each entity lies that has coordinates, by its IRI."""
    longitude, country = _column(dataset, WGS84.long), _column(dataset, GN.countryCode)
    population = _column(dataset, GN.population)
    return {
        entity: PointRecord(
            float(latitude),
            float(longitude[entity]),
            country.get(entity),
            int(population[entity]) if entity in population else None,
        )
        for entity, latitude in _column(dataset, WGS84.lat).items()
        if entity in longitude
    }


def _column(dataset: Dataset, predicate: URIRef) -> Mapping[str, str]:
    """The value of a property, the first of several, of each that has it."""
    found: dict[str, str] = {}
    for iri, value, _ in read_pairs(dataset, predicate):
        if iri not in found or value < found[iri]:
            found[iri] = value
    return found
