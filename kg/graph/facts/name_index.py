"""Entities by what people type, over labels and aliases alone: an index that stays small on a large graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.graph.facts.names import choose
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
_REFERS_TO = ox.NamedNode(str(KG.refersTo))


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
        mentioned = {(quad.object, quad.graph_name) for quad in store.quads_for_pattern(None, _REFERS_TO, None, None)}
        documents = Counter(entity.value for entity, _ in mentioned if isinstance(entity, ox.NamedNode))
        self._entities = [
            EntityRecord(iri, label, classes[iri], tuple(sorted(aliases[iri] - {label})))
            for iri, label in labels.items()
        ]
        self._entities.sort(key=lambda entity: (-documents[entity.iri], entity.label, entity.iri))
        self._documents = documents
        self._folded = {name: fold(name) for entity in self._entities for name in (entity.label, *entity.aliases)}

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """At most `limit` entities that may be meant.

        First come those that `kg.graph.facts.names.choose` chooses, then those a name of which begins with what is
        typed, then those with a word that does; within each, those in most documents.
        """
        wanted = fold(typed)
        chosen = choose(self._entities, typed, self._folded.__getitem__)
        found = {entity.iri: self._suggestion(entity, wanted) for entity in chosen}
        inside: list[EntityRecord] = []
        for entity in self._entities if wanted else ():
            if len(found) >= limit:
                break
            place = _place(wanted, [self._folded[name] for name in (entity.label, *entity.aliases)])
            if place == 0:
                found.setdefault(entity.iri, self._suggestion(entity, wanted))
            elif place is not None:
                inside.append(entity)
        for entity in inside:
            found.setdefault(entity.iri, self._suggestion(entity, wanted))
        return list(found.values())[:limit]

    def _suggestion(self, entity: EntityRecord, wanted: str) -> Suggestion:
        """An entity as it is offered, with the alias that fits best where none of the label does."""
        names = (entity.label, *entity.aliases)
        places = [_place(wanted, [self._folded[name]]) for name in names]
        best = min((place for place in places if place is not None), default=None)
        alias = None if best is None or places[0] == best else names[places.index(best)]
        return Suggestion(entity.iri, entity.label, entity.cls, self._documents[entity.iri], alias)


def _place(wanted: str, keys: Iterable[str]) -> int | None:
    """0 where one of the names begins with the words, 1 where one has them inside, None elsewhere."""
    inside = None
    for key in keys:
        if key.startswith(wanted):
            return 0
        if f" {wanted}" in key:
            inside = 1
    return inside


def _pairs(store: ox.Store, predicate: ox.NamedNode, item: ox.NamedNode | None = None) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, item, None):
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            yield quad.subject.value, quad.object.value
