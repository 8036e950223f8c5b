"""What the graph takes from the ontology's files: prefixes, and how each relation reads."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDFS, SH

from kg.graph.rdf.iris import predicate_name
from kg.namespaces import KG
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["prefixes", "relation_labels", "shorten"]


@cache
def prefixes() -> Mapping[str, str]:
    """The namespaces that every query and export may use, by prefix."""
    names, spaces = _values("prefixes.ttl", str(SH.prefix), str(SH.namespace))
    return MappingProxyType({names[node]: spaces[node] for node in names})


@cache
def relation_labels() -> Mapping[str, str]:
    """How each term of the ontology reads ("is located in"), by its name."""
    (labels,) = _values("kg.ttl", str(RDFS.label))
    start = str(KG.Entity).removesuffix("Entity")
    return MappingProxyType({predicate_name(iri): label for iri, label in labels.items() if iri.startswith(start)})


def shorten(iri: str) -> str:
    """An IRI with its prefix, where it has one and the rest is a plain name; else the IRI.

    >>> shorten("https://w3id.org/kg/ontology#locatedIn")
    'kg:locatedIn'
    """
    for prefix, space in prefixes().items():
        if iri.startswith(space):
            name = iri[len(space) :]
            if name.replace("_", "").isalnum():
                return f"{prefix}:{name}"
    return iri


def _values(file: str, *predicates: str) -> tuple[dict[str, str], ...]:
    """For each predicate, the value that each subject in an ontology file has under it."""
    found: dict[str, dict[str, str]] = {predicate: {} for predicate in predicates}
    for triple in ox.parse(path=ontology_file(file), format=ox.RdfFormat.TURTLE):
        subject, item = triple.subject, triple.object
        if (values := found.get(triple.predicate.value)) is not None and not isinstance(subject, ox.Triple):
            values[subject.value] = item.value if isinstance(item, ox.Literal) else str(item)
    return tuple(found.values())
