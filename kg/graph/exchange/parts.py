"""A graph as parts that fit into memory: some documents, facts or entities at a time, with what they refer to.

A part is read by the one reader (`kg.graph.facts.part`). What is kept for the whole graph are the IRIs of its nodes, in
order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF

from kg.graph.facts.part import Part
from kg.graph.facts.reader import read_contents
from kg.graph.rdf.dataset import inner_store
from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.terms import named_node
from kg.namespaces import KG
from kg.ontology import CLASSES
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rdflib import Dataset

    from kg.graph.facts.records import EntityRecord, GraphContents

type Watch = Callable[[list[str]], Iterable[str]]
"""Hands on the IRIs of what is read, for who shows how far it is."""

_DOCUMENTS, _NODES, _SAID = 50, 5_000, 200
"""The size of a part in documents, in facts or entities, and in facts with their statements."""


_TYPE, _TEXT, _IDENTIFIER, _NAME_KEY = map(named_node, (RDF.type, KG.text, DCTERMS.identifier, KG.nameKey))
_SUBJECT, _PREDICATE, _OBJECT, _MENTIONED = map(named_node, (RDF.subject, RDF.predicate, RDF.object, KG.mentionSpans))
_CLASSES = {named_node(KG[name]) for name in CLASSES}


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
        self.dataset, self.store = dataset, inner_store(dataset)
        self.watch = watch
        self.unnamed = unnamed

    def contents(self) -> GraphContents:
        """The whole graph at once."""
        return self._shown(read_contents(self.dataset))

    def documents(self, *, linked: bool = False) -> Iterator[GraphContents]:
        """The documents in the order of their ids, each with its statements, claims, and the mentions in it.

        The entities of a part are those that it refers to, with their mentions in its documents alone; if `linked`,
        with their links and where they lie.
        """
        for iris in batched(self.watch(self.document_order()), _DOCUMENTS):
            part = Part(self.store, linked=linked)
            for iri in iris:
                part.take_document(named_node(iri))
            yield self._shown(part.read())

    def facts(self, *, said: bool = False) -> Iterator[GraphContents]:
        """The facts in the order of their IRIs, with their ends; if `said`, with statements and their documents."""
        for iris in batched(self.watch(self._fact_order()), _SAID if said else _NODES):
            part = Part(self.store)
            for iri in iris:
                part.take_fact(named_node(iri), said=said)
            yield self._shown(part.read())

    def refers_to(self, iri: str) -> bool:
        """Return whether a fact has this as an end."""
        ends = (self.store.quads_for_pattern(None, end, named_node(iri)) for end in (_SUBJECT, _OBJECT))
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
            if not document or any(home.rpartition("/")[2].startswith(document) for home in self._mentioned[iri])
        ]

    def stated_values(self, entity: str, relation: str) -> list[str]:
        """The dates and words that documents state under a relation of an entity, sorted."""
        return sorted(_values(self.store, named_node(entity), named_node(KG[relation])))

    def entities(self) -> Iterator[Met]:
        """The entities in the order of their IRIs."""
        places = {iri: place for place, iri in enumerate(self.document_order())}
        found = {quad.subject for cls in _CLASSES for quad in self.store.quads_for_pattern(None, _TYPE, cls)}
        for iris in batched(self.watch(sorted(each.value for each in found if isinstance(each, ox.NamedNode))), _NODES):
            part = Part(self.store, linked=True)
            for iri in iris:
                part.take_entity(named_node(iri))
            for entity in sorted(self._shown(part.read()).entities, key=lambda each: each.iri):
                homes = self._mentioned[entity.iri]
                known = sorted(homes.keys() & places.keys(), key=places.__getitem__)
                yield Met(entity, tuple(known), homes.total())

    def _shown(self, contents: GraphContents) -> GraphContents:
        return contents.with_participants() if self.unnamed else contents.named()

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

    @cached_property
    def _mentioned(self) -> defaultdict[str, Counter[str]]:
        """The number of mentions of each entity by document."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for quad in self.store.quads_for_pattern(None, _MENTIONED, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                for entity, _, _ in read_mentions(quad.object.value):
                    found[entity][quad.subject.value] += 1
        return found


def _values(store: ox.Store, node: ox.NamedNode | ox.BlankNode | ox.Triple, predicate: ox.NamedNode) -> list[str]:
    """The texts and IRIs that a node has under a property."""
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    return [item.value for item in found if isinstance(item, ox.NamedNode | ox.Literal)]
