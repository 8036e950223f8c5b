"""The triples beside those of documents, facts and entities: links to gazetteers, the class tree, the user's ontology.

They are made anew from the records and written if they differ. There are few of them: all are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.rdf.aggregates import link_triples
from kg.graph.rdf.homes import line, link_quads, ontology_quads
from kg.graph.rdf.terms import Value, ntriple, predicate_iri
from kg.links.linking import linked
from kg.namespaces import KG
from kg.ontologies.model import NO_ONTOLOGY, OwnOntology
from kg.ontology import AGENT_CLASSES, CLASSES
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.records.database import Records

__all__ = ["changes_beside", "keep_ontology", "kept_ontology"]

_SETTING: Final = "ontology"


class Changes(NamedTuple):
    """Quads that a store should lose, and triples, as N-Triples without full stops, that it should get."""

    gone: list[ox.Quad]
    come: list[str]


def changes_beside(records: Records, store: ox.Store, naming: Naming) -> dict[str, Changes]:
    """Return how the links and the ontology of a store differ from the records, by the names of their graphs.

    Raises:
        StoreError: a record is damaged.
    """
    links = (link_triples(naming.entity(identity.key), found, naming) for identity, found in linked(records))
    classes = list(_ontology_triples(kept_ontology(records)))
    if not records.is_empty():
        classes += _class_tree()
    wanted = {
        naming.links: (link_quads(store), {ntriple(triple) for triples in links for triple in triples}),
        naming.ontology: (ontology_quads(store), set(map(ntriple, classes))),
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
