"""A graph as parts that fit into memory: some documents, facts or entities at a time, with what they refer to.

A part is read by the one reader (`kg.graph.facts.reader`), from a small store into which its nodes were copied. What is
kept for the whole graph are the IRIs of its nodes, in order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from kg.graph.facts.reader import read_contents
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, inner_store
from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.homes import document_quads
from kg.namespaces import GN, KG, WGS84
from kg.ontology import CLASSES, QUALIFIERS
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rdflib import Dataset

    from kg.graph.facts.records import EntityRecord, GraphContents

__all__ = ["Met", "Parts", "Watch"]

type Watch = Callable[[list[str]], Iterable[str]]
"""Hands on the IRIs of what is read, for who shows how far it is."""

_DOCUMENTS, _NODES, _SAID = 50, 5_000, 200
"""The size of a part in documents, in facts or entities, and in facts with their statements."""


def _node(iri: object) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


_TYPE, _LABEL, _DOCUMENT, _MENTIONED = map(_node, (RDF.type, RDFS.label, KG.document, KG.mentionSpans))
_IDENTIFIER, _FACT, _SUBJECT, _OBJECT = map(_node, (DCTERMS.identifier, KG.fact, RDF.subject, RDF.object))
_PREDICATE, _TEXT, _MADE, _LINK = map(_node, (RDF.predicate, KG.text, PROV.wasGeneratedBy, KG.link))
_SUB_PROPERTY, _NAME_KEY = _node(RDFS.subPropertyOf), _node(KG.nameKey)
_MEANT = {_SUBJECT, _OBJECT, _node(KG.source), _node(KG.to)} | {_node(KG[name]) for name in QUALIFIERS}
"""The properties whose values are entities."""
_EVIDENCE = {_DOCUMENT, _node(KG.sentence)}
"""The properties of a statement whose values are its document and its sentence."""
_OF_OTHERS = {_node(KG.said), _node(DCTERMS.replaces)}
"""The properties by which a document says something of what has a place of its own."""
_ONCE = (_FACT, _DOCUMENT, _node(KG.factuality))
"""The properties of a statement by which the support of a fact is known that one document states."""
_SEVERAL, _PUBLISHED = _node(KG.documents), (_node(DCTERMS.date), _node(DCTERMS.publisher))
_NAMED = (_TYPE, _LABEL, _node(SKOS.altLabel))
_PLACED = (_node(OWL.sameAs), _node(WGS84.lat), _node(WGS84.long), _node(GN.countryCode), _node(GN.population))
_CLASSES = {_node(KG[name]) for name in CLASSES}


class Met(NamedTuple):
    """An entity, the IRIs of the documents that mention it in the order of their ids, and how often they do."""

    entity: EntityRecord
    documents: tuple[str, ...]
    mentions: int


class Parts:
    """A graph that is read part by part, unless `unnamed` without what has a participant ("two men") as an end.

    Each method gives the same, in the same order, whatever the store's order. Facts are not weighed: that takes all.
    """

    def __init__(self, dataset: Dataset, watch: Watch = iter, *, unnamed: bool = False) -> None:
        self.store = inner_store(dataset)
        self.watch = watch
        self.unnamed = unnamed

    def documents(self, *, linked: bool = False) -> Iterator[GraphContents]:
        """The documents in the order of their ids, each with its statements, claims, and the mentions in it.

        The entities of a part are those that it refers to, with their mentions in its documents alone; if `linked`,
        with their links and where they lie.
        """
        for iris in batched(self.watch(self.document_order()), _DOCUMENTS):
            part = _Part(self.store, linked=linked)
            for iri in iris:
                part.take_document(_node(iri))
            yield self._read(part)

    def facts(self) -> Iterator[GraphContents]:
        """The facts in the order of their IRIs, with the entities that are their ends, and no documents."""
        for iris in batched(self.watch(self._fact_order()), _NODES):
            part = _Part(self.store)
            for iri in iris:
                part.take_fact(_node(iri))
            yield self._read(part)

    def said_facts(self) -> Iterator[GraphContents]:
        """The facts in the order of their IRIs, with their ends, their statements, and the documents of these."""
        for iris in batched(self.watch(self._fact_order()), _SAID):
            part = _Part(self.store)
            for iri in iris:
                part.take_fact(_node(iri), said=True)
            yield self._read(part)

    def refers_to(self, iri: str) -> bool:
        """Return whether a fact has this as an end."""
        ends = (self.store.quads_for_pattern(None, end, _node(iri)) for end in (_SUBJECT, _OBJECT))
        return any(next(iter(found), None) is not None for found in ends)

    def called(self, name: str, document: str = "") -> list[str]:
        """The IRIs of the entities that have a name, in any case and without accents, sorted.

        With the first digits of a document's hash, those that it mentions.
        """
        key = ox.Literal(fold(name))
        found = {quad.subject for quad in self.store.quads_for_pattern(None, _NAME_KEY, key)}
        iris = sorted(each.value for each in found if isinstance(each, ox.NamedNode))
        return [
            iri
            for iri in iris
            if not document or any(home.rpartition("/")[2].startswith(document) for home in self._homes(iri))
        ]

    def stated_values(self, entity: str, relation: str) -> list[str]:
        """The dates and words that documents state under a relation of an entity, sorted."""
        return sorted(_values(self.store, _node(entity), _node(KG[relation])))

    def entities(self) -> Iterator[Met]:
        """The entities in the order of their IRIs."""
        places = {iri: place for place, iri in enumerate(self.document_order())}
        found = {quad.subject for cls in _CLASSES for quad in self.store.quads_for_pattern(None, _TYPE, cls)}
        for iris in batched(self.watch(sorted(each.value for each in found if isinstance(each, ox.NamedNode))), _NODES):
            part = _Part(self.store, linked=True)
            for iri in iris:
                part.take_entity(_node(iri))
            for entity in sorted(self._read(part).entities, key=lambda each: each.iri):
                yield self._met(entity, places)

    def _read(self, part: _Part) -> GraphContents:
        return part.read().with_participants() if self.unnamed else part.read().named()

    def _fact_order(self) -> list[str]:
        found = {quad.subject for quad in self.store.quads_for_pattern(None, _PREDICATE, None)}
        return sorted(each.value for each in found if isinstance(each, ox.NamedNode))

    def document_order(self) -> list[str]:
        """The IRIs of the documents, in the order of their ids."""
        found: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(None, _TEXT, None):
            if isinstance(quad.subject, ox.NamedNode):
                found[quad.subject.value] = min(_values(self.store, quad.subject, _IDENTIFIER), default="")
        return sorted(found, key=lambda iri: (found[iri], iri))

    def _met(self, entity: EntityRecord, places: dict[str, int]) -> Met:
        homes = self._homes(entity.iri)
        return Met(entity, tuple(sorted(homes.keys() & places.keys(), key=places.__getitem__)), sum(homes.values()))

    def _homes(self, entity: str) -> Mapping[str, int]:
        """Return the number of mentions of an entity by document."""
        return self._mentioned.get(entity, {})

    @cached_property
    def _mentioned(self) -> dict[str, Counter[str]]:
        """The number of mentions of each entity by document."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for quad in self.store.quads_for_pattern(None, _MENTIONED, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                for entity, _, _ in read_mentions(quad.object.value):
                    found[entity][quad.subject.value] += 1
        return found


class _Part:
    """A small store into which nodes of a large one are copied, each once."""

    def __init__(self, store: ox.Store, *, linked: bool = False) -> None:
        self.store, self.linked = store, linked
        self.taken: set[ox.NamedNode] = set()
        self.quads: list[ox.Quad] = []

    def take_document(self, document: ox.NamedNode) -> None:
        """Copy a document, all that is of it, and what that refers to."""
        quads = document_quads(self.store, document.value)
        own = (quad.subject for quad in quads if quad.predicate not in _OF_OTHERS)
        self.taken.update(each for each in own if isinstance(each, ox.NamedNode))
        self.quads.extend(quads)
        self._follow(quads)

    def take_fact(self, fact: ox.NamedNode, *, said: bool = False) -> None:
        """Copy a fact with its ends and how its predicate reads; if `said`, with the statements of it."""
        self._follow(self.take(fact))
        if not said and next(iter(self.store.quads_for_pattern(fact, _SEVERAL, None)), None) is None:
            self._take_support(fact)
        for quad in self.store.quads_for_pattern(None, _FACT, fact) if said else ():
            statement = self.take(quad.subject)
            self._follow(statement)
            for each in statement:
                if each.predicate in _EVIDENCE and isinstance(each.object, ox.NamedNode):
                    self.take(each.object)

    def _take_support(self, fact: ox.NamedNode) -> None:
        """Copy the day and the publishers of the one document that states a fact."""
        for quad in self.store.quads_for_pattern(None, _FACT, fact):
            if quad.subject in self.taken:
                continue
            for predicate in _ONCE:
                for each in self.store.quads_for_pattern(quad.subject, predicate, None):
                    self.quads.append(each)
                    if isinstance(each.object, ox.NamedNode) and predicate == _DOCUMENT:
                        for known in _PUBLISHED:
                            self.quads.extend(self.store.quads_for_pattern(each.object, known, None))

    def take_entity(self, entity: ox.NamedNode) -> None:
        """Copy what an entity is called and of which class it is; where it lies and its links, if they are wanted."""
        if entity in self.taken:
            return
        self.taken.add(entity)
        for predicate in (*_NAMED, *(_PLACED if self.linked else ())):
            self.quads.extend(self.store.quads_for_pattern(entity, predicate, None))
        for link in self.store.quads_for_pattern(entity, _LINK, None) if self.linked else ():
            self.quads.append(link)
            if isinstance(link.object, ox.NamedNode):
                self.take(link.object)

    def take(self, node: ox.NamedNode | ox.BlankNode | ox.Triple) -> list[ox.Quad]:
        """Copy all that is said of a node, but for the places of what a document mentions; it."""
        if not isinstance(node, ox.NamedNode) or node in self.taken:
            return []
        self.taken.add(node)
        found = [quad for quad in self.store.quads_for_pattern(node, None, None) if quad.predicate != _MENTIONED]
        self.quads.extend(found)
        return found

    def _follow(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            item = quad.object
            if quad.predicate == _MENTIONED and isinstance(item, ox.Literal):
                for entity in {entity for entity, _, _ in read_mentions(item.value)}:
                    self.take_entity(_node(entity))
            if not isinstance(item, ox.NamedNode):
                continue
            if quad.predicate in _MEANT:
                self.take_entity(item)
            elif quad.predicate == _FACT:
                self.take_fact(item)
            elif quad.predicate == _MADE:
                self.take(item)
            elif quad.predicate == _PREDICATE and item not in self.taken:
                self.taken.add(item)
                for said in (_LABEL, _SUB_PROPERTY):
                    self.quads.extend(self.store.quads_for_pattern(item, said, None))

    def read(self) -> GraphContents:
        """Return the copied nodes as records."""
        small = ox.Store()
        small.extend(self.quads)
        return read_contents(dataset_on(EmbeddedStore(small), union=True), weighed=False)


def _values(store: ox.Store, node: ox.NamedNode | ox.BlankNode | ox.Triple, predicate: ox.NamedNode) -> list[str]:
    """The texts and IRIs that a node has under a property."""
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    return [item.value for item in found if isinstance(item, ox.NamedNode | ox.Literal)]
