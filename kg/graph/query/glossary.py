"""The terms that a query may use, each with its label and what it means, read from the ontology and from a graph."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.rdf.iris import predicate_name
from kg.graph.rdf.ontology import shorten
from kg.namespaces import KG
from kg.ontology import RELATIONS
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Term", "TermKind", "open_predicates", "vocabulary"]

type TermKind = Literal["class", "relation", "property", "individual"]
"""A relation joins entities, or an entity and a value, and stands as a direct triple; other properties describe."""

_KINDS: Mapping[str, TermKind] = {
    str(OWL.Class): "class",
    str(OWL.ObjectProperty): "property",
    str(OWL.DatatypeProperty): "property",
    str(OWL.AnnotationProperty): "property",
    str(OWL.NamedIndividual): "individual",
}
_PLAIN = (RDF.type, RDF.subject, RDF.predicate, RDF.object, RDFS.label, RDFS.subPropertyOf)
"""Properties that every graph uses and the ontology need not declare."""


class Term(NamedTuple):
    """A term: its IRI, its prefixed name, what it is a kind of, and the classes that a relation may join."""

    iri: str
    name: str
    kind: TermKind
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()


@cache
def vocabulary() -> tuple[Term, ...]:
    """The ontology's terms and those of other vocabularies that it uses, in the order of their names."""
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(path=ontology_file("kg.ttl"), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values[triple.subject.value][triple.predicate.value].append(triple.object.value)
    found = [_term(str(iri), {}, "property") for iri in _PLAIN]
    for iri, described in values.items():
        kinds = [_KINDS[name] for name in described[str(RDF.type)] if name in _KINDS]
        if kinds:
            found.append(_term(iri, described, kinds[0]))
    return tuple(sorted(found, key=lambda term: (term.name.lower(), term.name)))


def open_predicates(store: ox.Store) -> tuple[Term, ...]:
    """The predicates that are a text's own verbs ("p:cut_off"), in the order of their names."""
    found = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(str(RDFS.subPropertyOf)), None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode):
            iri = quad.subject.value
            labels = store.quads_for_pattern(quad.subject, ox.NamedNode(str(RDFS.label)), None, ox.DefaultGraph())
            label = min((each.object.value for each in labels if isinstance(each.object, ox.Literal)), default="")
            found.append(Term(iri, shorten(iri), "relation", label, ""))
    return tuple(sorted(set(found)))


def _term(iri: str, described: Mapping[str, list[str]], kind: TermKind) -> Term:
    name = predicate_name(iri) if iri.startswith(str(KG.Entity).removesuffix("Entity")) else ""
    relation = RELATIONS.get(name)
    labels = described.get(str(RDFS.label), [""])
    comment = " ".join(described.get(str(SKOS.definition), []) + described.get(str(RDFS.comment), []))
    domain: tuple[str, ...] = ()
    range_: tuple[str, ...] = ()
    if relation is not None:
        kind, domain, range_ = "relation", relation.domain, relation.range
    above = described.get(str(RDFS.subClassOf), []) + described.get(str(RDFS.subPropertyOf), [])
    parents = tuple(shorten(parent) for parent in above)
    return Term(iri, shorten(iri), kind, labels[0], comment, parents, domain, range_)
