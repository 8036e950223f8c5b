"""The named graphs beside documents, facts and entities: links to gazetteers, and the user's own ontology.

Each is made anew from the records and written if it differs. There are few triples in them: all are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.rdf.aggregates import link_triples
from kg.graph.rdf.dataset import named_graph
from kg.graph.rdf.terms import Value, ntriple, predicate_iri
from kg.links.linking import linked
from kg.namespaces import KG
from kg.ontologies.model import NO_ONTOLOGY, OwnOntology
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.records.database import Records

__all__ = ["changes_beside", "keep_ontology", "kept_ontology"]

_SETTING: Final = "ontology"


class GraphChanges(NamedTuple):
    """Quads that a graph should lose, and triples, as N-Triples without full stops, that it should get."""

    gone: list[ox.Quad]
    come: list[str]


def changes_beside(records: Records, store: ox.Store, naming: Naming) -> dict[str, GraphChanges]:
    """Return how the graphs of links and of the user's ontology differ from the records, by their IRIs.

    Raises:
        StoreError: a record is damaged.
    """
    links = (link_triples(naming.entity(identity.key), found, naming) for identity, found in linked(records))
    wanted = {
        naming.links: {ntriple(triple) for triples in links for triple in triples},
        naming.ontology: set(map(ntriple, _ontology_triples(kept_ontology(records)))),
    }
    found = {}
    for iri, lines in wanted.items():
        graph = ox.NamedNode(iri)
        old = named_graph(store, graph) if store.contains_named_graph(graph) else set()
        if old != lines:
            quads = store.quads_for_pattern(None, None, None, graph) if old - lines else ()
            gone = [quad for quad in quads if f"{quad.subject} {quad.predicate} {quad.object}" not in lines]
            found[iri] = GraphChanges(gone, sorted(lines - old))
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
