"""Entities by the names that people type: by the keys that the writer left, not by reading the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal
from rdflib.namespace import RDFS

from kg.graph.facts.reader import read_subjects, read_subjects_with, read_values
from kg.namespaces import KG
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Dataset

    from kg.graph.query.files import QueryFile

__all__ = ["labels_meant", "values_meant"]


def values_meant(dataset: Dataset, query: QueryFile, values: Mapping[str, str]) -> dict[str, str | list[str]]:
    """A query's values, with the labels that a name may mean in place of it.

    A name that is a label stands for itself. So does one by which nothing is called: it may be the words of a literal.
    """
    names = {parameter.name for parameter in query.parameters if parameter.kind == "name"}
    return {
        name: value if name not in names or _is_label(dataset, value) else labels_meant(dataset, value) or value
        for name, value in values.items()
    }


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
    partly = read_subjects_with(dataset, KG.nameKey, words) if words else set()
    found = [label for label in (_label(dataset, iri) for iri in partly) if words <= set(fold(label).split())]
    return found if len(found) == 1 else []


def _label(dataset: Dataset, iri: str) -> str:
    return min(read_values(dataset, iri, RDFS.label), default="")


def _is_label(dataset: Dataset, name: str) -> bool:
    """Whether an entity is called exactly so: then no other need be read, which in a large graph takes its time."""
    return any(True for _ in dataset.store.triples((None, RDFS.label, Literal(name)), context=None))
