"""Entities by the names that people type: by the keys that the writer left, not by reading the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib.namespace import RDFS

from kg.graph.names import fold
from kg.graph.reader import read_pairs, read_subjects, read_values
from kg.vocab import KG

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["labels_meant"]


def labels_meant(dataset: Dataset, name: str) -> list[str]:
    """The labels of the entities that `name` may mean, sorted; none, if nothing is called so.

    Those whose label it is in any case, without accents and punctuation, else those whose alias it is, else the one
    entity whose label has all its words: for this last resort every name of the graph is looked at.
    """
    wanted = fold(name)
    labels = {iri: _label(dataset, iri) for iri in read_subjects(dataset, KG.nameKey, wanted)} if wanted else {}
    if labels:
        return sorted({label for label in labels.values() if fold(label) == wanted} or set(labels.values()))
    words = set(wanted.split())
    partly = {iri for iri, key, _ in read_pairs(dataset, KG.nameKey) if words and words <= set(key.split())}
    found = [label for label in (_label(dataset, iri) for iri in partly) if words <= set(fold(label).split())]
    return found if len(found) == 1 else []


def _label(dataset: Dataset, iri: str) -> str:
    return min(read_values(dataset, iri, RDFS.label), default="")
