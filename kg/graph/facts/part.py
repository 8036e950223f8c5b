"""A part of a graph: nodes that are taken out of it, each once, with what they refer to, and read as all of it is.

What is said of one entity, or in some documents, is found by the indexes of the store, whatever the size of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from kg.collector import collector_off
from kg.graph.facts.columns import Columns
from kg.graph.facts.names import called, most_told
from kg.graph.facts.reader import contents_in
from kg.graph.rdf.dataset import BLANK, has_named, inner_store, read_pairs
from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.homes import document_quads
from kg.graph.rdf.terms import named_node, predicate_iri
from kg.namespaces import GN, KG, OA, WGS84
from kg.ontology import QUALIFIERS, RELATIONS
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib import Dataset, URIRef

    from kg.graph.facts.records import EntityRecord, GraphContents

    type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


_TYPE, _LABEL, _DOCUMENT, _MENTIONS = map(named_node, (RDF.type, RDFS.label, KG.document, KG.mentions))
_FACT, _SUBJECT, _PREDICATE, _OBJECT = map(named_node, (KG.fact, RDF.subject, RDF.predicate, RDF.object))
_SOURCE, _MADE, _LINK, _PREMISE = map(named_node, (KG.source, PROV.wasGeneratedBy, KG.link, KG.premise))
_SENTENCE, _QUOTE, _START = map(named_node, (KG.sentence, KG.quote, OA.start))
_PLACES, _NAME_KEY = named_node(KG.mentionSpans), named_node(KG.nameKey)
_SUB_PROPERTY, _CLASS = named_node(RDFS.subPropertyOf), named_node(OWL.Class)
_INFERRED = named_node(KG.inferredSubject), named_node(KG.inferredObject)
_MEANT = {_SUBJECT, _OBJECT, _SOURCE, *_INFERRED, named_node(KG.to)} | {named_node(KG[name]) for name in QUALIFIERS}
"""The properties whose values are entities."""
_EVIDENCE = {_DOCUMENT, _SENTENCE}
"""The properties of a statement or claim whose values are its document and its sentence."""
_OF_OTHERS = {named_node(KG.said), named_node(DCTERMS.replaces)}
"""The properties by which a document says something of what has a place of its own."""
_ONCE = (_FACT, _DOCUMENT, named_node(KG.factuality))
"""The properties of a statement by which the support of a fact is known that one document states."""
_SEVERAL, _PUBLISHED = named_node(KG.documents), (named_node(DCTERMS.date), named_node(DCTERMS.publisher))
_NAMED = (_TYPE, _LABEL, named_node(SKOS.altLabel))
_PLACED = (
    named_node(OWL.sameAs),
    named_node(WGS84.lat),
    named_node(WGS84.long),
    named_node(GN.countryCode),
    named_node(GN.population),
)
_ONE_VALUE = {
    named_node(predicate_iri(name)) for name, relation in RELATIONS.items() if relation.functional is not None
}
"""The predicates of facts that others may speak against (`kg.graph.facts.weighing`)."""
_LIES_IN, _STEPS = named_node(KG.locatedIn), 3


def _terms(terms: Iterable[Term]) -> str:
    return " ".join(str(each) for each in terms if isinstance(each, ox.NamedNode))


@collector_off()
def contents_about(
    dataset: Dataset, entities: Iterable[str], others: Iterable[str] = (), *, said: bool = True
) -> GraphContents:
    """Return entities, by their IRIs, with their mentions, documents and links; if `said`, with all that concerns them.

    That is what is said of them and by them, and what follows, weighed as in the whole. Of other entities, `others`
    among them, there are the names and classes alone.
    """
    part = Part(inner_store(dataset))
    nodes = list(map(named_node, entities))
    for entity in nodes:
        part.take_mentioned(entity)
    for entity in nodes if said else ():
        part.take_said_of(entity)
    for iri in others:
        part.take_entity(named_node(iri))
    part.take_rivals()
    return part.read(weighed=True)


def entities_named(dataset: Dataset, name: str) -> tuple[EntityRecord, ...]:
    """Return the entities that a name may mean, those in most documents first, without mentions and links."""
    part = Part(inner_store(dataset))
    return most_told(
        replace(each, documents=tuple(document.value for document in part.subjects(_MENTIONS, named_node(each.iri))))
        for each in called(dataset, name, named=True)
    )


@collector_off()
def contents_between(dataset: Dataset, pairs: Iterable[tuple[str, str]]) -> GraphContents:
    """Return what is said of pairs of entities, weighed as in the whole."""
    part = Part(inner_store(dataset))
    part.take_between((named_node(one), named_node(other)) for pair in pairs for one, other in (pair, pair[::-1]))
    part.take_rivals()
    return part.read(weighed=True)


@collector_off()
def contents_of_documents(
    dataset: Dataset, documents: Iterable[str], doubts: Mapping[str, str] | None = None
) -> GraphContents:
    """Return documents with all that they say, their facts without confidence.

    `doubts` gives the doubts of facts, by their IRIs, as they are in the whole.
    """
    part = Part(inner_store(dataset))
    for document in documents:
        part.take_document(named_node(document))
    contents = part.read()
    return replace(contents, facts=tuple(replace(each, doubt=(doubts or {}).get(each.iri)) for each in contents.facts))


@collector_off()
def contents_telling(dataset: Dataset, entity: str) -> GraphContents:
    """Return an entity with its documents, what is said of it, weighed as in the whole, and in sentences that name it.

    That is all that its brief is made from.
    """
    part, node = Part(inner_store(dataset)), named_node(entity)
    part.take_mentioned(node)
    part.take_facts_of(node)
    part.take_sentences()
    part.take_rivals()
    return part.read(weighed=True)


def documents_in(dataset: Dataset) -> list[str]:
    """Return the IRIs of all documents, in no order."""
    return [document for document, _, _ in read_pairs(dataset, DCTERMS.identifier)]


def mentioning(dataset: Dataset, names: Iterable[str]) -> list[str]:
    """Return the IRIs of documents that mention an entity of one of some names (see `fold`), the newest first."""
    part = Part(inner_store(dataset))
    entities = {entity for name in names for entity in part.called(name)}
    found = {document.value for entity in entities for document in part.subjects(_MENTIONS, entity)}
    days = {document: day for document, day, _ in read_pairs(dataset, DCTERMS.date) if document in found}
    return sorted(found, key=lambda document: (days.get(document, ""), document), reverse=True)


def texts(dataset: Dataset) -> Iterator[str]:
    """Yield the text of each document."""
    return (text for _, text, literal in read_pairs(dataset, KG.text) if literal)


def statements_about(dataset: Dataset, name: str, statements: Iterable[str]) -> set[str]:
    """Return those of some statements of whose ends one has a name for its label or an alias."""
    part = Part(inner_store(dataset))
    called: set[Term] = set(part.called(name))
    return {
        each
        for each in statements
        for fact in part.objects(named_node(each), _FACT)
        if isinstance(fact, ox.NamedNode)
        if not called.isdisjoint(end for predicate in (_SUBJECT, _OBJECT) for end in part.objects(fact, predicate))
    }


class Part:
    """Nodes of a store, each taken once; if `linked`, entities with their links and where they lie."""

    def __init__(self, store: ox.Store, *, linked: bool = False) -> None:
        self.store, self.linked = store, linked
        self.taken: set[object] = set()
        self.said: set[ox.NamedNode] = set()
        """The facts that were taken with all their statements."""
        self.quads: list[ox.Quad] = []
        self.mentions: list[tuple[str, str]] = []
        """Documents, each with the places of an entity in it, where not all of its places are wanted."""

    def take_document(self, document: ox.NamedNode) -> None:
        """Take a document, all that is of it, and what that refers to."""
        quads = document_quads(self.store, document.value)
        own = (quad.subject for quad in quads if quad.predicate not in _OF_OTHERS)
        self.taken.update(each for each in own if isinstance(each, ox.NamedNode))
        self.quads.extend(quads)
        self._follow(quads)

    def take_fact(self, fact: ox.NamedNode, *, said: bool = False) -> None:
        """Take a fact with its ends and how its predicate reads; if `said`, with the statements of it."""
        quads = self.take(fact)
        self._follow(quads)
        if said and fact not in self.said:
            self.said.add(fact)
            for statement in self.subjects(_FACT, fact):
                self._take_evidence(statement)
        elif not said and quads and next(iter(self.store.quads_for_pattern(fact, _SEVERAL, None)), None) is None:
            self._take_support(fact)

    def _take_evidence(self, said: ox.NamedNode) -> None:
        """Take a statement or a claim, with its document and its sentence."""
        quads = self.take(said)
        self._follow(quads)
        for each in quads:
            if each.predicate in _EVIDENCE and isinstance(each.object, ox.NamedNode):
                self.take(each.object)

    def _take_support(self, fact: ox.NamedNode) -> None:
        """Take the day and the publishers of the one document that states a fact."""
        for statement in self.subjects(_FACT, fact):
            if statement in self.taken:
                continue
            for predicate in _ONCE:
                for each in self.store.quads_for_pattern(statement, predicate, None):
                    self.quads.append(each)
                    if isinstance(each.object, ox.NamedNode) and predicate == _DOCUMENT:
                        for known in _PUBLISHED:
                            self.quads.extend(self.store.quads_for_pattern(each.object, known, None))

    def take_between(self, pairs: Iterable[tuple[Term, Term]]) -> None:
        """Take the facts with these subjects and objects, and all their statements."""
        ends = " ".join(f"({_terms(pair)})" for pair in pairs)
        for (fact,) in self._rows(
            f"SELECT DISTINCT ?fact {{ VALUES (?subject ?object) {{ {ends} }} "
            f"?fact {_SUBJECT} ?subject ; {_OBJECT} ?object }}"
        ):
            self.take_fact(fact, said=True)

    def take_entity(self, entity: ox.NamedNode, *, linked: bool = False) -> None:
        """Take what an entity is called and of which class it is; where it lies and its links, if they are wanted."""
        if entity in self.taken:
            return
        self.taken.add(entity)
        linked = linked or self.linked
        for predicate in (*_NAMED, *(_PLACED if linked else ())):
            self.quads.extend(self.store.quads_for_pattern(entity, predicate, None))
        for link in self.store.quads_for_pattern(entity, _LINK, None) if linked else ():
            self.quads.append(link)
            if isinstance(link.object, ox.NamedNode):
                self.take(link.object)

    def take_mentioned(self, entity: ox.NamedNode) -> None:
        """Take an entity with its own mentions, and the documents of these."""
        self.take_entity(entity, linked=True)
        start = f"{entity.value} "
        for document in self.subjects(_MENTIONS, entity):
            self.take(document)
            for quad in self.store.quads_for_pattern(document, _PLACES, None):
                lines = quad.object.value.split("\n") if isinstance(quad.object, ox.Literal) else ()
                self.mentions += [(document.value, line) for line in lines if line.startswith(start)]

    def take_sentences(self) -> None:
        """Take the statements in whose sentences the entities that were taken with their mentions are mentioned."""
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for document, line in self.mentions:
            places[document] += ((begin, end) for _, begin, end in read_mentions(line))
        for document, mentions in places.items():
            for sentence, start, quote in self._solutions(
                f"SELECT DISTINCT ?sentence ?begin ?quote {{ ?statement {_DOCUMENT} {named_node(document)} ; "
                f"{_SENTENCE} ?sentence . ?sentence {_START} ?begin ; {_QUOTE} ?quote }}"
            ):
                if not (isinstance(start, ox.Literal) and isinstance(quote, ox.Literal) and start.value.isdecimal()):
                    continue
                first, last = int(start.value), int(start.value) + len(quote.value)
                if any(first <= begin and end <= last for begin, end in mentions):
                    self.take(sentence)
                    for statement in self.subjects(_SENTENCE, sentence):
                        for quad in self.take(statement):
                            if quad.predicate == _FACT and isinstance(quad.object, ox.NamedNode):
                                self._follow(self.take(quad.object))  # its support tells nothing of the entity

    def take_facts_of(self, entity: ox.NamedNode) -> None:
        """Take all facts that have an entity as an end, with their statements."""
        for end in (_SUBJECT, _OBJECT):
            for fact in self.subjects(end, entity):
                self.take_fact(fact, said=True)

    def take_said_of(self, entity: ox.NamedNode) -> None:
        """Take all facts, statements, claims and inferences that have an entity as an end or a source."""
        self.take_facts_of(entity)
        for said in self.subjects(_SOURCE, entity):
            self._take_evidence(said)
            for quad in self.store.quads_for_pattern(said, _FACT, None):
                if isinstance(quad.object, ox.NamedNode):
                    self.take_fact(quad.object, said=True)
        for end in _INFERRED:
            for inference in self.subjects(end, entity):
                self._take_inference(inference)

    def _take_inference(self, inference: ox.NamedNode) -> None:
        quads = self.take(inference)
        self._follow(quads)
        for quad in quads:
            if quad.predicate == _PREMISE and isinstance(quad.object, ox.NamedNode):
                if next(iter(self.store.quads_for_pattern(quad.object, _SUBJECT, None)), None) is None:
                    self._take_inference(quad.object)
                else:
                    self.take_fact(quad.object, said=True)

    def take_rivals(self) -> None:
        """Take what can speak against the facts taken: other values of the same, and what lies in what."""
        facts = (quad.subject for quad in self.quads if quad.predicate == _PREDICATE and quad.object in _ONE_VALUE)
        subjects = {each for fact in self.said.intersection(facts) for each in self.objects(fact, _SUBJECT)}
        rivals: defaultdict[tuple[Term, Term], list[ox.NamedNode]] = defaultdict(list)
        for fact, subject, predicate in self._facts_of(subjects, _ONE_VALUE):
            rivals[subject, predicate].append(fact)
        places: set[Term] = set()
        for fact in (fact for values in rivals.values() if len(values) > 1 for fact in values):
            self.take_fact(fact, said=True)
            places.update(self.objects(fact, _OBJECT))
        done: set[Term] = set()
        for _ in range(_STEPS):
            done |= places
            lying = [fact for fact, _, _ in self._facts_of(places, (_LIES_IN,))]
            for fact in lying:
                self.take_fact(fact)
            places = {each for fact in lying for each in self.objects(fact, _OBJECT)} - done

    def _facts_of(self, subjects: Iterable[Term], predicates: Iterable[Term]) -> Iterator[tuple[ox.NamedNode, ...]]:
        """Yield the facts of some subjects with some predicates, with these."""
        wanted = ", ".join(str(each) for each in predicates)
        return self._rows(
            f"SELECT ?fact ?subject ?predicate {{ VALUES ?subject {{ {_terms(subjects)} }} ?fact {_SUBJECT} ?subject ; "
            f"{_PREDICATE} ?predicate FILTER(?predicate IN ({wanted})) }}"
        )

    def _rows(self, query: str) -> Iterator[tuple[ox.NamedNode, ...]]:
        """Yield the rows of a query, those of IRIs."""
        for row in self._solutions(query):
            if all(isinstance(each, ox.NamedNode) for each in row):
                yield row

    def _solutions(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query: the store joins several times as fast as this process."""
        found = self.store.query(query, use_default_graph_as_union=has_named(self.store))
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - of a SELECT
        return map(tuple, found)

    def take(self, node: ox.NamedNode) -> list[ox.Quad]:
        """Take all that is said of a node, but for the places of what a document mentions; it."""
        if node in self.taken:
            return []
        self.taken.add(node)
        found = [quad for quad in self.store.quads_for_pattern(node, None, None) if quad.predicate != _PLACES]
        self.quads.extend(found)
        return found

    def _follow(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            item = quad.object
            if quad.predicate == _PLACES and isinstance(item, ox.Literal):
                for entity in {entity for entity, _, _ in read_mentions(item.value)}:
                    self.take_entity(named_node(entity))
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

    def called(self, name: str) -> list[ox.NamedNode]:
        """Return the entities that have a name for their label or an alias, by `fold`."""
        return self.subjects(_NAME_KEY, ox.Literal(fold(name)))

    def subjects(self, predicate: ox.NamedNode, item: Term) -> list[ox.NamedNode]:
        """Return the IRIs of what has a value under a property."""
        found = (quad.subject for quad in self.store.quads_for_pattern(None, predicate, item, None))
        return [each for each in found if isinstance(each, ox.NamedNode)]

    def objects(self, node: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[Term]:
        """Yield the values of a node under a property."""
        return (quad.object for quad in self.store.quads_for_pattern(node, predicate, None))

    def read(self, *, weighed: bool = False) -> GraphContents:
        """Return what was taken as records; unless `weighed`, facts have no confidence and no doubt."""
        for quad in self.store.quads_for_pattern(None, _TYPE, _CLASS):
            if isinstance(quad.subject, ox.NamedNode):
                self.take(quad.subject)
        found: defaultdict[str, dict[tuple[str, str, bool], None]] = defaultdict(dict)
        for quad in self.quads:
            subject, item = quad.subject, quad.object
            if not isinstance(subject, ox.Triple) and not isinstance(item, ox.Triple):
                node = subject.value if isinstance(subject, ox.NamedNode) else BLANK + subject.value
                value = BLANK + item.value if isinstance(item, ox.BlankNode) else item.value
                found[quad.predicate.value][node, value, isinstance(item, ox.Literal)] = None
        places: defaultdict[str, list[str]] = defaultdict(list)
        for document, line in self.mentions:
            places[document].append(line)
        found[_PLACES.value] |= {(document, "\n".join(lines), True): None for document, lines in places.items()}
        by_item: defaultdict[tuple[str, str], list[tuple[str, str, bool]]] = defaultdict(list)
        for predicate in (_TYPE.value, str(OWL.sameAs)):
            for triple in found[predicate]:
                by_item[predicate, triple[1]].append(triple)

        def pairs(predicate: URIRef, item: URIRef | None) -> Iterable[tuple[str, str, bool]]:
            return found[str(predicate)] if item is None else by_item[str(predicate), str(item)]

        return contents_in(Columns(pairs), weighed=weighed)
