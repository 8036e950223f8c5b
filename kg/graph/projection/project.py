"""From the records to a store: documents that changed go out and in, then what they touch is made anew.

The store holds one graph. What a document alone says goes out with it, found by what names the document. Where nothing
of it changed but which entities its own are, since other documents came or went, its triples are made as they were and
as they are, and the difference is written.

Of the aggregates only those are looked at that a document which came or went speaks of: an entity where one of its
mentions did, a fact where one of its statements did or where one of its ends changed its class. What comes out is a
function of the records alone: any order, any increments give the same triples.

An entity's links to gazetteers are compared where it was touched, and all where the gazetteers are others. The class
tree and the user's ontology are always compared: they are small.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.errors import StoreError
from kg.graph.projection.affected import Affected, Supports
from kg.graph.projection.identifiers import identifiers
from kg.graph.rdf.aggregates import entity_triples, fact_triples, link_triples
from kg.graph.rdf.dataset import Target, record_hashes, written
from kg.graph.rdf.document import Ends, Shown, document_graph, record_hash
from kg.graph.rdf.homes import HERE, document_quads, entity_quads, line, link_quads, ontology_quads
from kg.graph.rdf.terms import Value, named_node, ntriple, predicate_iri
from kg.links.linking import linked
from kg.namespaces import KG
from kg.ontologies.model import NO_ONTOLOGY, OwnOntology
from kg.ontology import AGENT_CLASSES, CLASSES
from kg.records.duplicates import standings
from kg.resolve.identity import identify, identity_by_digest, keys_of_rows
from kg.resolve.resolution import VERSION, resolve
from kg.resources import code_hash, ontology_hash
from kg.spelling import clean, normalise
from kg.verdicts.replay import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.records.database import Records
    from kg.records.sources import StoredDocument
    from kg.records.tables import EntityRow
    from kg.resolve.model import Decisions

_SETTING: Final = "ontology"


class Changes(NamedTuple):
    """Quads that a store should lose, and triples, as N-Triples without full stops, that it should get."""

    gone: list[ox.Quad]
    come: list[str]


def changes_beside(
    records: Records, store: ox.Store, naming: Naming, entities: Sequence[str] | None = None
) -> dict[str, Changes]:
    """Return how the links, of all entities or of some, and the ontology of a store differ from the records.

    The changes are by the names of the graphs.

    Raises:
        StoreError: a record is damaged.
    """
    some = None if entities is None else [each.removeprefix(naming.space("entity")) for each in entities]
    links = {
        ntriple(triple)
        for identity, found in linked(records, some)
        for triple in link_triples(naming.entity(identity.key), found, naming)
    }
    classes = list(_ontology_triples(kept_ontology(records)))
    if not records.is_empty():
        classes += _class_tree()
    wanted = {
        naming.graph("links"): (link_quads(store, entities), links),
        naming.graph("ontology"): (ontology_quads(store), set(map(ntriple, classes))),
    }
    found = {}
    for name, (quads, lines) in wanted.items():
        old = {line(quad): quad for quad in quads}
        if old.keys() != lines:
            found[name] = Changes([old[each] for each in old.keys() - lines], sorted(lines - old.keys()))
    return found


def keep_ontology(records: Records, ontology: OwnOntology) -> None:
    """Keep the classes and relations of an ontology in the records, over those of an earlier one.

    Those that the earlier one alone has stay, since facts may have been read with it.
    """
    records.set(_SETTING, ontology.over(kept_ontology(records)).to_json())


def kept_ontology(records: Records) -> OwnOntology:
    """Return the classes and relations that the records keep; none if no ontology was ever given."""
    kept = records.setting(_SETTING)
    return NO_ONTOLOGY if kept is None else OwnOntology.from_json(kept)


def _class_tree() -> Iterator[Triple]:
    for name, above in {*CLASSES.items(), ("Agent", "Entity"), *((name, "Agent") for name in AGENT_CLASSES)}:
        if above is not None:
            yield predicate_iri(name), str(RDFS.subClassOf), predicate_iri(above)


def _ontology_triples(ontology: OwnOntology) -> Iterator[Triple]:
    for cls in ontology.classes.values():
        yield cls.iri, str(RDF.type), str(OWL.Class)
        yield from _described(cls.iri, cls.label, cls.definition)
        for above in (*cls.parents, *map(predicate_iri, cls.kinds)):
            yield cls.iri, str(RDFS.subClassOf), above
    for relation in ontology.relations.values():
        yield relation.iri, str(RDF.type), str(RDF.Property)
        yield from _described(relation.iri, relation.label, relation.definition)
        general = KG.relatedTo if relation.kind == "entity" else KG.relatedToValue
        for above in (str(general), *map(predicate_iri, (*relation.above, *relation.same))):
            yield relation.iri, str(RDFS.subPropertyOf), above
        for predicate, classes in ((RDFS.domain, relation.domain), (RDFS.range, relation.range)):
            if len(classes) == 1:
                yield relation.iri, str(predicate), classes[0]


def _described(iri: str, label: str, definition: str) -> Iterator[Triple]:
    yield iri, str(RDFS.label), Value(clean(label))
    if definition:
        yield iri, str(SKOS.definition), Value(clean(definition))


type Watch = Callable[[list[StoredDocument]], Iterable[StoredDocument]]
"""Hands on the documents that are written, for who shows how far it is."""


_TYPE, _LABEL = named_node(RDF.type), named_node(RDFS.label)
_REPLACED_BY = named_node(DCTERMS.isReplacedBy)
_SUBJECT, _PREDICATE, _OBJECT = named_node(RDF.subject), named_node(RDF.predicate), named_node(RDF.object)
_FACT, _PARTICIPANT, _CLASS = named_node(KG.fact), named_node(KG.Participant), named_node(KG["class"])
_UNKNOWN = str(KG.Unknown)
_CLASS_NAMES = {predicate_iri(cls): cls for cls in CLASSES}
_LINES = 50_000
"""The lines of facts or entities that are handed over at once."""
_WRITTEN_BY, _LINKED_BY = "projected by", "linked by"
_UNNAMED = "~"
"""The beginning of the class of a participant, where the classes of facts' ends are noted."""


def is_made_anew(records: Records) -> bool:
    """Return whether the store of records was written by other code: then it is made anew, as a whole."""
    return records.setting(_WRITTEN_BY) != _code()


def _code() -> str:
    return f"{code_hash('graph/rdf', 'graph/projection', 'spelling.py')}{ontology_hash()}"


@dataclass(frozen=True, slots=True)
class Projected:
    """The changes of a projection: the ids of documents that came, and how many went.

    `linked` is true where it changed links, or the user's ontology, alone.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: int = 0
    linked: bool = False

    @property
    def anything(self) -> bool:
        """True if the store is another than it was."""
        return bool(self.added or self.changed or self.removed or self.linked)


def project(  # noqa: PLR0913 (each comes from somewhere else)
    records: Records,
    before: ox.Store,
    take: Callable[[], Target],
    naming: Naming,
    *,
    decisions: Decisions | None = None,
    watch: Watch = iter,
) -> Projected:
    """Bring a store to what the records and people's decisions say.

    What the entities of documents are is resolved anew where that changed, and kept in the records. `take` gives the
    copy of `before` to write, and is not called for nothing.

    Raises:
        StoreError: a record is damaged.
        ValueError: a record is inconsistent.
    """
    assigned_before = records.identities.assigned()
    earlier = resolve(records, decisions)
    records.set(_WRITTEN_BY, _code())
    documents = list(records.documents())
    names, standing = identifiers(documents), standings(documents, records)
    verdicts = Verdicts(decisions)
    assigned = states(records, documents, verdicts)
    wanted = {
        naming.document(each.hash): record_hash(each, names[each.hash], assigned[each.hash], standing[each.hash])
        for each in documents
    }
    there = record_hashes(before)
    by = json.dumps([records.setting(VERSION), *records.links.digests()])
    linked_anew = not there or records.setting(_LINKED_BY) != by
    records.set(_LINKED_BY, by)
    new = [each for each in documents if there.get(iri := naming.document(each.hash)) != wanted[iri]]
    moved = {}  # of these what the records say is as it was, and only which entities their own are is another
    for each in new:  # a state is a hash of its entities, and then of verdicts
        given = assigned_before.get(each.hash, "")
        was = given + assigned[each.hash][len(given) :]
        if there.get(naming.document(each.hash)) == record_hash(each, names[each.hash], was, standing[each.hash]):
            moved[each.hash] = was
    gone = {iri for iri, digest in there.items() if wanted.get(iri) != digest} - set(map(naming.document, moved))
    if not gone and not new:
        return Projected(linked=_write_beside(records, before, take, naming, None if linked_anew else []))
    found = Projected(removed=len(set(there) - set(wanted)))
    with Affected() as affected:
        target = take()
        supports = Supports(before, naming, standing, gone)
        if before.contains_named_graph(named_node(naming.graph("inferred"))):  # what followed may follow no longer
            target.remove_graph(naming.graph("inferred"))
        writer = _Writer(records, before, target, naming, affected, supports, verdicts)
        for iri in sorted(gone):
            writer.take_out(iri)
        for each in watch(new):
            (found.changed if naming.document(each.hash) in there else found.added).append(names[each.hash])
            named = records.identities.named(each.hash)
            shown = Shown(names[each.hash], named, assigned[each.hash], standing[each.hash])
            if each.hash in moved:
                others = earlier.identities[each.hash]
                were = shown._replace(named={**shown.named, **others}, assigned=moved[each.hash])
                writer.move(each, were, shown, others)
            else:
                writer.put_in(each, shown)
        affected.note_entities((naming.space("entity") + digest, "") for digest in sorted(earlier.led))
        writer.write_entities()
        writer.write_facts()
        _write_beside(records, before, take, naming, None if linked_anew else affected.iris())
    return found


def states(records: Records, documents: Iterable[StoredDocument], verdicts: Verdicts) -> defaultdict[str, str]:
    """Return a hash of what the entities of each document are, and of the verdicts on what it says."""
    found = defaultdict(str, records.identities.assigned())
    if verdicts.facts or verdicts.calibration:
        for each in documents:
            found[each.hash] += verdicts.digest(records.text(each)[0])
    return found


def _write_beside(
    records: Records, before: ox.Store, take: Callable[[], Target], naming: Naming, entities: Sequence[str] | None
) -> bool:
    """Bring the links, of all or some entities, and the ontology to what the records say; whether any was another."""
    changes = changes_beside(records, before, naming, entities)
    for gone, come in changes.values():
        target = take()
        target.remove(gone)
        target.add(come)
        target.settle()
    return bool(changes)


class _Writer:
    """The steps of `project`."""

    def __init__(  # noqa: PLR0913, PLR0917 (all that the steps share)
        self,
        records: Records,
        before: ox.Store,
        target: Target,
        naming: Naming,
        affected: Affected,
        supports: Supports,
        verdicts: Verdicts,
    ) -> None:
        self.supports, self.verdicts = supports, verdicts
        self.records, self.before, self.target, self.naming, self.affected = records, before, target, naming, affected
        self.first = next(iter(before.quads_for_pattern(None, None, None, None)), None) is None
        self.own = kept_ontology(records)
        self.gone: list[str] = []
        self.lines: list[str] = []
        self.class_before = lru_cache(maxsize=1 << 16)(self._class_before)

    def take_out(self, iri: str) -> None:
        """Remove what a document alone says, and note what it speaks of."""
        quads = document_quads(self.before, iri, HERE)
        facts = {}
        terms: set[str | Value] = set()
        for quad in quads:
            terms.add(_value(quad.object))
            if quad.predicate == _FACT and isinstance(quad.object, ox.NamedNode):
                ends = facts[_iri(quad.object)] = self._ends(_iri(quad.object))
                terms |= {ends.subject, ends.item}
        participants = {_iri(quad.subject) for quad in quads if quad.object == _PARTICIPANT}
        entities = (each for each in terms if isinstance(each, str) and each.startswith(self.naming.space("entity")))
        touched = sorted(set(entities) - participants)
        self.affected.note_entities((each, normalise(self._label(each))) for each in touched)
        self.affected.note_facts(sorted(facts.items()))
        self.target.remove(quads)

    def put_in(self, stored: StoredDocument, shown: Shown) -> None:
        """Write a document's triples, and note what it speaks of."""
        extraction = self.verdicts.revised(self.records.extraction(stored))
        graph = document_graph(stored, extraction, shown, self.naming, self.target.add)
        self.affected.note_entities(graph.entities.items())
        self.affected.note_classes((iri, _UNNAMED + cls) for iri, cls in graph.participants.items())
        self.affected.note_said(graph.iri, ((iri, ends, graph.said[iri]) for iri, ends in graph.facts.items()))
        self.supports.note_day(graph.iri, graph.day.isoformat() if graph.day else "")

    def move(self, stored: StoredDocument, before: Shown, shown: Shown, names: Iterable[str]) -> None:
        """Write the triples of a document that are others since its entities of some names are, and note these."""
        extraction = self.verdicts.revised(self.records.extraction(stored))
        old, new = (document_graph(stored, extraction, each, self.naming) for each in (before, shown))
        self._exchange(old.lines, new.lines)
        entities, facts = old.entities | new.entities, old.facts | new.facts
        space = self.naming.space("entity")
        moved = {space + each.named[name] for name in names for each in (before, shown)}
        self.affected.note_entities((iri, entities[iri]) for iri in sorted(moved & entities.keys()))
        said = ((iri, ends, new.said.get(iri)) for iri, ends in facts.items() if old.said.get(iri) != new.said.get(iri))
        self.affected.note_said(new.iri, said)

    def write_entities(self) -> None:
        """Write the entities that were touched, and note the facts of those whose class is another now."""
        self._note_former()
        for name in self.affected.names():
            now = self._unnamed(name)
            classes = []
            for iri in self.affected.entities(name):
                old = self._described(iri)
                new = now.get(iri) or self._named(iri)
                self._exchange(map(line, old), map(ntriple, new))
                cls = self._class_in_triples(new)
                classes.append((iri, cls or ""))
                if old and self._class_in(old) != cls:
                    self._note_facts_of(iri)
            self.affected.note_classes(classes)

    def _note_former(self) -> None:
        """Note the IRIs that lead to touched entities, or led there before."""
        found: set[str] = set()
        identities = self.records.identities
        for iri in self.affected.iris():
            if not self.first:
                quads = self.before.quads_for_pattern(None, _REPLACED_BY, named_node(iri), None)
                found.update(_iri(quad.subject) for quad in quads)
            found.update(self.naming.space("entity") + former for former in identities.former(self._digest(iri)))
        self.affected.note_entities((iri, "") for iri in sorted(found))

    def _digest(self, iri: str) -> str:
        return iri.removeprefix(self.naming.space("entity"))

    def _named(self, iri: str) -> list[Triple]:
        """Return the triples of an entity that is named, or of what it became; none where it is gone."""
        identity = identity_by_digest(self.records, self._digest(iri))
        if identity is not None:
            return entity_triples(iri, identity, self.naming)
        successor = self.records.identities.successor(self._digest(iri))
        later = self.naming.space("entity") + (successor or "")
        shown = successor is not None and (self.affected.holds(later) or bool(self._quads(later)))
        return [(iri, _REPLACED_BY.value, later)] if shown else []

    def write_facts(self) -> None:
        """Write the facts that were touched, and forget the labels of predicates that no fact has any more."""
        unused: set[str] = set()
        for iri, ends, said, subject, item in self.affected.facts():
            support = self.supports.of(iri, ends.predicate, said)
            now: list[Triple] = []
            if support is not None:
                other = ends.item if isinstance(ends.item, str) else ""
                classes = [self._class_now(ends.subject, subject), self._class_now(other, item)]
                named = not any(cls and cls.startswith(_UNNAMED) for cls in classes)
                first, second = (cls and cls.removeprefix(_UNNAMED) for cls in classes)
                now = fact_triples(iri, ends, support, first, second, self.own, named=named)
            old = self._quads(iri)
            if old:
                old += self._quads(ends.subject, ends.predicate, ends.item)
            self._exchange(map(line, old), map(ntriple, now))
            if support is None:
                unused.add(ends.predicate)
        self._hand_over()
        self.target.settle()
        for predicate in sorted(unused):
            self._forget_predicate(predicate)

    def _unnamed(self, name: str) -> dict[str, list[Triple]]:
        """Return the triples of each entity that is only described, or a kind, by its IRI."""
        rows = list(self.records.unnamed_entities(name))
        by_key: dict[str, list[EntityRow]] = defaultdict(list)
        keys = {}
        for key, row in zip(keys_of_rows(rows), rows, strict=True):
            iri = self.naming.entity(key)
            keys[iri] = key
            by_key[iri].append(row)
        return {iri: entity_triples(iri, identify(keys[iri], some), self.naming) for iri, some in by_key.items()}

    def _note_facts_of(self, entity: str) -> None:
        for predicate in (_SUBJECT, _OBJECT):
            quads = self.before.quads_for_pattern(None, predicate, named_node(entity), None)
            self.affected.note_facts((fact, self._ends(fact)) for fact in sorted(map(_iri, (q.subject for q in quads))))

    def _forget_predicate(self, predicate: str) -> None:
        used = self.target.store.quads_for_pattern(None, _PREDICATE, named_node(predicate), None)
        if next(iter(used), None) is None:
            self.target.remove(self._quads(predicate))

    def _exchange(self, old: Iterable[str], new: Iterable[str]) -> None:
        """Take triples out of the store and put others in, but for those that stay."""
        gone, come = set(old), set(new)
        self.gone += gone - come
        self.lines += sorted(come - gone)
        if len(self.gone) + len(self.lines) > _LINES:
            self._hand_over()

    def _hand_over(self) -> None:
        if self.gone:
            self.target.remove(ox.parse(written(self.gone), ox.RdfFormat.N_QUADS, lenient=True))
        self.target.add(self.lines)
        self.gone, self.lines = [], []

    def _quads(self, subject: str, predicate: str | None = None, item: str | Value | None = None) -> list[ox.Quad]:
        """Return the quads of a subject, with one predicate and object where they are given."""
        if self.first:
            return []
        wanted = None if predicate is None else named_node(predicate)
        return list(self.before.quads_for_pattern(named_node(subject), wanted, _term(item), HERE))

    def _described(self, entity: str) -> list[ox.Quad]:
        """Return the triples that `entity_triples` made of an entity."""
        return [] if self.first else entity_quads(self.before, entity)

    def _label(self, entity: str) -> str:
        quads = self.before.quads_for_pattern(named_node(entity), _LABEL, None, None)
        return next((_text(quad.object) for quad in quads), "")

    def _ends(self, fact: str) -> Ends:
        found = {quad.predicate: quad.object for quad in self._quads(fact)}
        return Ends(_iri(found[_SUBJECT]), _iri(found[_PREDICATE]), _value(found[_OBJECT]))

    def _class_now(self, entity: str, noted: str | None) -> str | None:
        """Return the class of a fact's end: as it was written now, else as it stood before."""
        return self.class_before(entity) if noted is None else noted or None

    def _class_before(self, entity: str) -> str | None:
        if not entity or entity == _UNKNOWN or self.first:
            return None
        quads = list(self.before.quads_for_pattern(named_node(entity), None, None, None))
        cls = self._class_in(quads)
        return _UNNAMED + cls if cls and any(quad.object == _PARTICIPANT for quad in quads) else cls

    @staticmethod
    def _class_in(quads: Iterable[ox.Quad]) -> str | None:
        """Return the class of an entity, which kg:class names, or of a participant, which has no other type."""
        found = {quad.predicate: quad.object for quad in quads if quad.object != _PARTICIPANT}
        cls = found.get(_CLASS, found.get(_TYPE))
        return _CLASS_NAMES.get(cls.value) if isinstance(cls, ox.NamedNode) else None

    @staticmethod
    def _class_in_triples(triples: Iterable[Triple]) -> str | None:
        return next((_CLASS_NAMES.get(str(item)) for _, predicate, item in triples if predicate == _CLASS.value), None)


def _iri(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        raise TypeError(f"{term} is no IRI")
    return term.value


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _value(term: object) -> str | Value:
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        return Value(term.value, "" if datatype.endswith("#string") else datatype)
    return _iri(term)


def _term(item: str | Value | None) -> ox.NamedNode | ox.Literal | None:
    if item is None:
        return None
    if isinstance(item, str):
        return named_node(item)
    return ox.Literal(item.text, datatype=named_node(item.datatype)) if item.datatype else ox.Literal(item.text)


_REBUILD = "kg rebuild makes the graph anew from the records"


def differences(records: Records, store: ox.Store, naming: Naming, decisions: Decisions | None = None) -> list[str]:
    """Return the differences between a store and the records, a line each with what to do.

    Each document is compared by the hash of its record and by the number of its triples, facts and entities by
    how many the documents speak of. All that is in the store is read once, which finds damage on the disk.
    """
    try:
        return _compare(records, store, naming, Verdicts(decisions))
    except (OSError, RuntimeError) as error:  # what Oxigraph raises for a damaged store
        return [f"the store cannot be read to its end ({' '.join(str(error).split())}): {_REBUILD}"]
    except (StoreError, ValueError) as error:
        return [str(error)]


def _compare(records: Records, store: ox.Store, naming: Naming, verdicts: Verdicts) -> list[str]:
    found = []
    documents = list(records.documents())
    names, standing = identifiers(documents), standings(documents, records)
    there = record_hashes(store)
    assigned = states(records, documents, verdicts)
    facts: set[str] = set()
    entities: set[str] = set()
    for stored in documents:
        name = names[stored.hash]
        held = there.pop(naming.document(stored.hash), None)
        if held is None:
            found.append(f"{name}: its record is not in the graph: {_REBUILD}")
            continue
        if held != record_hash(stored, name, assigned[stored.hash], standing[stored.hash]):
            found.append(f"{name}: its triples are those of another record: {_REBUILD}")
            continue
        shown = Shown(name, records.identities.named(stored.hash), assigned[stored.hash], standing[stored.hash])
        wanted = document_graph(stored, verdicts.revised(records.extraction(stored)), shown, naming)
        facts.update(wanted.facts)
        entities.update(wanted.entities)
        lines = set(map(line, document_quads(store, wanted.iri, HERE)))
        if len(lines) != len(set(wanted.lines)):
            found.append(f"{name}: the graph has {len(lines)} of its {len(wanted.lines)} triples: {_REBUILD}")
    found += [f"<{iri}>: is in the graph and has no record: {_REBUILD}" for iri in sorted(there)]
    if not found:
        found += _aggregates(store, facts, entities)
        beside = changes_beside(records, store, naming)
        if naming.graph("links") in beside:
            found.append(f"the graph has other links than its entities: {_REBUILD}")
        if naming.graph("ontology") in beside:
            found.append(f"the graph has another class tree than the ontology and its records: {_REBUILD}")
    return found


def _aggregates(store: ox.Store, facts: set[str], entities: set[str]) -> list[str]:
    held = {"facts": (_subjects(store, _SUBJECT), facts), "entities": (_subjects(store, _CLASS), entities)}
    return [
        f"the graph has {len(there)} {name}, and the documents speak of {len(wanted)}: {_REBUILD}"
        for name, (there, wanted) in held.items()
        if there != wanted
    ]


def _subjects(store: ox.Store, predicate: ox.NamedNode) -> set[str]:
    found = (quad.subject for quad in store.quads_for_pattern(None, predicate, None, None))
    return {each.value for each in found if isinstance(each, ox.NamedNode)}
