"""Entities by what people type, over labels and aliases alone: an index that stays small on a large graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.graph.facts.records import EntityRecord
from kg.namespaces import KG
from kg.ontology import CLASSES
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NameIndex", "Suggestion"]

_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_ALIAS = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
_MENTIONED = ox.NamedNode(str(KG.mentionedIn))


class Suggestion(NamedTuple):
    """An entity that a beginning of a name may mean, and the alias that has it where the label does not."""

    iri: str
    label: str
    cls: str
    documents: int
    alias: str | None


class NameIndex:
    """The names of a store's entities."""

    def __init__(self, store: ox.Store) -> None:
        classes = {
            subject: name for name in CLASSES for subject, _ in _pairs(store, _RDF_TYPE, ox.NamedNode(str(KG[name])))
        }
        labels: dict[str, str] = {}
        aliases: dict[str, set[str]] = defaultdict(set)
        for iri, label in _pairs(store, _LABEL):
            if iri in classes:
                aliases[iri].add(label)
                labels[iri] = min(label, labels.get(iri, label))
        for iri, alias in _pairs(store, _ALIAS):
            if iri in labels:
                aliases[iri].add(alias)
        documents = Counter(iri for iri, _ in _pairs(store, _MENTIONED))
        self._entities = [
            EntityRecord(iri, label, classes[iri], tuple(sorted(aliases[iri] - {label})))
            for iri, label in labels.items()
        ]
        self._entities.sort(key=lambda entity: (-documents[entity.iri], entity.label, entity.iri))
        self._documents = documents
        self._folded = [
            (entity, [(fold(name), name) for name in (entity.label, *entity.aliases)]) for entity in self._entities
        ]

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """At most `limit` entities a name of which begins with what is typed, then those with a word that does.

        Within each, those in most documents come first.
        """
        wanted = fold(typed)
        if not wanted:
            return []
        first: list[Suggestion] = []
        later: list[Suggestion] = []
        for entity, names in self._folded:
            place = min(_places(wanted, names), default=None)
            if place is None:
                continue
            inner, alias = place
            found = Suggestion(
                entity.iri, entity.label, entity.cls, self._documents[entity.iri], names[alias][1] if alias else None
            )
            (later if inner else first).append(found)
            if len(first) == limit:
                break
        return (first + later)[:limit]


def _places(wanted: str, names: Iterable[tuple[str, str]]) -> Iterator[tuple[bool, int]]:
    """Of each name that has the words: whether they stand inside it, and which name it is."""
    for place, (key, _) in enumerate(names):
        if key.startswith(wanted):
            yield False, place
        elif f" {wanted}" in key:
            yield True, place


def _pairs(store: ox.Store, predicate: ox.NamedNode, item: ox.NamedNode | None = None) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, item, ox.DefaultGraph()):
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            yield quad.subject.value, quad.object.value
