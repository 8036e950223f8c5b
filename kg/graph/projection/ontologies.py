"""The named graph of the user's own ontology: the classes and relations that the graph was read with.

The records keep them as one setting. Those of an ontology before stay, since facts may have been read with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.projection.links import changes_of, link_changes
from kg.graph.rdf.iris import predicate_iri
from kg.graph.rdf.terms import Value, ntriple
from kg.namespaces import KG
from kg.ontologies.model import NO_ONTOLOGY, OwnOntology
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.graph.projection.links import GraphChanges
    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.records.database import Records

__all__ = ["changes_beside", "keep_ontology", "kept_ontology", "term_changes"]

_SETTING: Final = "ontology"


def keep_ontology(records: Records, ontology: OwnOntology) -> None:
    """Keep the classes and relations of an ontology in the records, over those of one before."""
    records.set(_SETTING, ontology.over(kept_ontology(records)).to_json())


def kept_ontology(records: Records) -> OwnOntology:
    """The classes and relations that the records keep; none where no ontology was ever given."""
    kept = records.setting(_SETTING)
    return NO_ONTOLOGY if kept is None else OwnOntology.from_json(kept)


def term_changes(records: Records, store: ox.Store, naming: Naming) -> GraphChanges:
    """What a store's graph of the user's ontology has otherwise than the records say."""
    return changes_of(store, naming.ontology, set(map(ntriple, _triples(kept_ontology(records)))))


def changes_beside(records: Records, store: ox.Store, naming: Naming) -> dict[str, GraphChanges]:
    """What of the graphs beside documents, facts and entities is otherwise than the records say, by their IRIs."""
    every = {naming.links: link_changes, naming.ontology: term_changes}
    found = {graph: changes(records, store, naming) for graph, changes in every.items()}
    return {graph: changes for graph, changes in found.items() if any(changes)}


def _triples(ontology: OwnOntology) -> Iterator[Triple]:
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
