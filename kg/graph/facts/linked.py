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

    from kg.graph.facts.columns import Columns

__all__ = ["read_links", "read_points"]


def read_links(read: Columns) -> Mapping[str, tuple[LinkRecord, ...]]:
    """The links of each entity that has any, by its IRI, the surest first."""
    target, confidence = read.iris(KG.linkTarget), read.shares(KG.linkConfidence)
    reason, gazetteer = read.words(KG.linkReason), read.words(KG.gazetteer)
    same = {(entity, iri) for entity, iri, _ in read_pairs(read.dataset, OWL.sameAs)}
    found: dict[str, list[LinkRecord]] = defaultdict(list)
    for entity, links in read.links(KG.link).items():
        for link in links:
            if link in target:
                found[entity].append(
                    LinkRecord(
                        target=target[link],
                        confidence=confidence.get(link, 0.0),
                        reason=reason.get(link, ""),
                        gazetteer=gazetteer.get(link, ""),
                        sure=(entity, target[link]) in same,
                    )
                )
            else:
                read.leave_out(link, "has no kg:linkTarget")
    return {
        entity: tuple(sorted(links, key=lambda link: (-link.confidence, link.target)))
        for entity, links in found.items()
    }


def read_points(read: Columns) -> Mapping[str, PointRecord]:
    """Where each entity lies that has coordinates, by its IRI."""
    latitude, longitude = read.degrees(WGS84.lat, 90), read.degrees(WGS84.long, 180)
    country, population = read.words(GN.countryCode), read.numbers(GN.population)
    return {
        entity: PointRecord(latitude[entity], longitude[entity], country.get(entity), population.get(entity))
        for entity in latitude
        if entity in longitude
    }
