"""A user's own ontology in RDF, OWL, SHACL and SKOS, as far as kg reads them, and a proposal for one as Turtle."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SDO, SH, SKOS, XSD

from kg.errors import InputError
from kg.links.model import is_iri
from kg.ontologies.model import OwnClass, OwnExample, OwnOntology, OwnRelation, read_example
from kg.ontology import CLASSES, NAMESPACE, RELATIONS, terms
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from kg.ontologies.model import OwnKind
    from kg.ontologies.suggesting import Proposal

ONTOLOGY_FORMATS: Final = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".owl": "xml",
    ".xml": "xml",
    ".jsonld": "json-ld",
}
"""The formats by the ends of files' names."""
_LARGEST: Final = 20_000_000
"""Bytes of a file: one that is larger is no ontology of this kind."""
_RESERVED: Final = (NAMESPACE, *map(str, (RDF, RDFS, OWL, SH, XSD, SKOS)))
"""The namespaces whose terms no ontology may declare anew."""
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
_LABELS: Final = (SKOS.prefLabel, RDFS.label, SH.name)
_OTHERS: Final = (SKOS.altLabel, SKOS.hiddenLabel)
_DEFINITIONS: Final = (SKOS.definition, RDFS.comment, SH.description)
_EQUAL_CLASS: Final = (OWL.equivalentClass, SKOS.exactMatch)
_EQUAL: Final = (OWL.equivalentProperty, SKOS.exactMatch)
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_|-")
_DATES: Final = frozenset(
    {XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth, XSD.dateTimeStamp, SDO.Date, SDO.DateTime}
)


def read_ontology(path: Path) -> OwnOntology:
    """The ontology in a file of RDF, whose format the end of its name tells (`ONTOLOGY_FORMATS`).

    Raises:
        InputError: the file cannot be read, is not in its format, or declares no class and no relation.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST:
        raise InputError(f"{path}: larger than {_LARGEST // 1_000_000} MB")
    graph, form = Graph(), ONTOLOGY_FORMATS[path.suffix.lower()]
    try:
        if form == "json-ld":  # rdflib would fetch a context from wherever it is said to be
            triples = (quad.triple for quad in ox.parse(content, format=ox.RdfFormat.JSON_LD))
            graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
        else:
            graph.parse(data=content, format=form)
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        if "LoadDocumentCallback" in why:
            why = "its context is elsewhere, and nothing is fetched: write the context into the file"
        raise InputError(f"{path}: invalid {form}: {why[:200]}") from error
    found = _Reader(graph, str(path)).ontology()
    if not found.classes and not found.relations:
        raise InputError(f"{path}: declares no class and no relation: owl:Class, owl:ObjectProperty, sh:NodeShape …")
    return OwnOntology(found.classes, found.relations, hashlib.sha256(content).hexdigest()[:16])


class _Reader:
    """Reads the ontology of one graph."""

    def __init__(self, graph: Graph, name: str) -> None:
        self.graph, self.name = graph, name

    def ontology(self) -> OwnOntology:
        """The classes and relations that are declared, in the order of their IRIs."""
        classes = self._declared(OWL.Class, RDFS.Class) | {
            str(cls) for cls in self.graph.objects(None, SH.targetClass) if isinstance(cls, URIRef)
        }
        relations = self._declared(*_PROPERTIES) | {
            str(path)
            for shape in self._property_shapes()
            for path in self.graph.objects(shape, SH.path)
            if isinstance(path, URIRef) and path not in (RDF.type, *_LABELS)
        }
        own, joined = self._own(classes), self._own(relations)
        return OwnOntology({iri: self._class(iri) for iri in own}, {iri: self._relation(iri) for iri in joined})

    def _own(self, iris: set[str]) -> list[str]:
        """Those of the terms that are neither kg's nor of the languages in which ontologies are written.

        Raises:
            InputError: one is no http or https address.
        """
        found = sorted(iri for iri in iris if not iri.startswith(_RESERVED) and iri not in _used())
        for iri in found:
            if not is_iri(iri):
                raise InputError(f"{self.name}: {iri!r} must be an http or https address")
        return found

    def _declared(self, *kinds: URIRef) -> set[str]:
        found = {each for kind in kinds for each in self.graph.subjects(RDF.type, kind)}
        return {str(each) for each in found if isinstance(each, URIRef)}

    def _property_shapes(self) -> list[Node]:
        return sorted(
            {*self.graph.objects(None, SH.property), *self.graph.subjects(RDF.type, SH.PropertyShape)}, key=str
        )

    def _class(self, iri: str) -> OwnClass:
        node = URIRef(iri)
        parents = self._classes(self.graph.objects(node, RDFS.subClassOf))
        equal = self._classes(each for predicate in _EQUAL_CLASS for each in self.graph.objects(node, predicate))
        above = [name for each in (*equal, *parents) for name in _kg_classes(each)]
        shapes = [node, *self.graph.subjects(SH.targetClass, node)]
        return OwnClass(
            iri=iri,
            label=self._label(iri, shapes),
            names=self._names(iri, shapes),
            definition=self._words(shapes, _DEFINITIONS),
            parents=tuple(each for each in (*equal, *parents) if not each.startswith(NAMESPACE)),
            kinds=tuple(dict.fromkeys(above)),
        )

    def _relation(self, iri: str) -> OwnRelation:
        node = URIRef(iri)
        shapes: list[Node] = [node, *(s for s in self._property_shapes() if (s, SH.path, node) in self.graph)]
        domain = list(self.graph.objects(node, RDFS.domain))
        ranges = list(self.graph.objects(node, RDFS.range))
        for shape in shapes[1:]:
            owners = list(self.graph.subjects(SH.property, shape))
            domain += [cls for owner in owners for cls in (*self.graph.objects(owner, SH.targetClass), owner)]
            ranges += [*self.graph.objects(shape, SH["class"]), *self.graph.objects(shape, SH.datatype)]
        equal = [str(each) for predicate in _EQUAL for each in self.graph.objects(node, predicate)]
        equal += [str(each) for each in self.graph.subjects(OWL.equivalentProperty, node)]
        inverse = [*self.graph.objects(node, OWL.inverseOf), *self.graph.subjects(OWL.inverseOf, node)]
        above = self.graph.objects(node, RDFS.subPropertyOf)
        return OwnRelation(
            iri=iri,
            label=self._label(iri, shapes),
            names=self._names(iri, shapes),
            definition=self._words(shapes, _DEFINITIONS),
            domain=self._known(self._classes(domain)),
            range=self._known(self._classes(ranges)),
            kind=self._kind(node, ranges),
            same=_kg_relations(equal),
            inverse=_kg_relations(map(str, inverse)),
            above=_kg_relations(map(str, above)),
            examples=self._examples(iri, shapes),
        )

    def _kind(self, node: URIRef, ranges: list[Node]) -> OwnKind:
        if any(each in _DATES for each in ranges):
            return "date"
        literal = (node, RDF.type, OWL.DatatypeProperty) in self.graph
        return "text" if literal or any(str(each).startswith(str(XSD)) for each in ranges) else "entity"

    def _classes(self, expressions: Iterable[Node]) -> tuple[str, ...]:
        """The IRIs of classes, of a union all its members."""
        found: set[str] = set()
        for each in expressions:
            unions = [*self.graph.objects(each, OWL.unionOf), *self.graph.objects(each, SH["or"])]
            members = [member for union in unions for member in Collection(self.graph, union)] or [each]
            found.update(str(member) for member in members if isinstance(member, URIRef))
        return tuple(sorted(each for each in found if each not in (str(OWL.Thing), str(RDFS.Resource))))

    def _known(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Of some classes those that are declared here, and kg's own for others that these are aligned with."""
        found = []
        for iri in classes:
            if (URIRef(iri), RDF.type, None) in self.graph or (None, SH.targetClass, URIRef(iri)) in self.graph:
                found.append(iri)
            else:
                found += [f"{NAMESPACE}{name}" for name in _kg_classes(iri)]
        return tuple(dict.fromkeys(found))

    def _texts(self, nodes: Iterable[Node], predicates: Iterable[URIRef]) -> list[str]:
        """The words under some predicates, in English or in no language, in order."""
        found: list[str] = []
        for predicate in predicates:
            for node in nodes:
                some = [
                    each
                    for each in self.graph.objects(node, predicate)
                    if (getattr(each, "language", None) or "en")[:2] == "en"
                ]
                found += sorted(" ".join(str(each).split()) for each in some)
        return [each for each in dict.fromkeys(found) if each]

    def _words(self, nodes: Iterable[Node], predicates: Iterable[URIRef]) -> str:
        return next(iter(self._texts(nodes, predicates)), "")

    def _label(self, iri: str, nodes: Iterable[Node]) -> str:
        return self._words(nodes, _LABELS) or " ".join(_CAPITAL.sub(" ", _local(iri)).lower().split()) or iri

    def _names(self, iri: str, nodes: list[Node]) -> tuple[str, ...]:
        names = [self._label(iri, nodes), *self._texts(nodes, (*_LABELS, *_OTHERS))]
        return tuple(dict.fromkeys(name.lower() for name in names))

    def _examples(self, iri: str, nodes: Iterable[Node]) -> tuple[OwnExample, ...]:
        found = []
        for text in self._texts(nodes, (SKOS.example,)):
            try:
                found.append(read_example(text))
            except ValueError as error:
                raise InputError(f"{self.name}: the example {text!r} of {_local(iri)} has {error}") from error
        return tuple(found)


def _local(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


@cache
def _used() -> frozenset[str]:
    """The terms of other vocabularies that every graph uses for something of its own."""
    return frozenset(term.iri for term in terms())


@cache
def _aligned() -> dict[str, tuple[str, ...]]:
    """Kg's terms by those of other vocabularies that they are aligned with."""
    graph = Graph()
    graph.parse(ontology_file("alignments.ttl"), format="turtle")
    near = (SKOS.exactMatch, SKOS.closeMatch, OWL.equivalentClass, OWL.equivalentProperty)
    found: dict[str, list[str]] = {}
    for subject, predicate, item in graph:
        exact = predicate in near or predicate in (RDFS.subClassOf, RDFS.subPropertyOf)
        if exact and str(subject).startswith(NAMESPACE):
            found.setdefault(str(item), []).append(str(subject).removeprefix(NAMESPACE))
    return {iri: tuple(sorted(names)) for iri, names in found.items()}


def _candidates(iri: str) -> tuple[str, ...]:
    plain = iri.replace("http://schema.org/", "https://schema.org/")
    return (iri.removeprefix(NAMESPACE),) if iri.startswith(NAMESPACE) else _aligned().get(plain, ())


def _kg_classes(iri: str) -> tuple[str, ...]:
    """The classes of kg's that an IRI names or is aligned with."""
    return tuple(name for name in _candidates(iri) if name in CLASSES or name == "Agent")


def _kg_relations(iris: Iterable[str]) -> tuple[str, ...]:
    found = [name for iri in sorted(iris) for name in _candidates(iri) if name in RELATIONS]
    return tuple(dict.fromkeys(found))


def write_proposal(proposal: Proposal, base: str) -> str:
    """A proposal as a Turtle file to edit, which `read_ontology` reads; `base` is the namespace of its terms.

    Counts stand as comments of the terms, sentences as their examples.
    """
    graph = Graph()
    space = Namespace(base)
    graph.bind("", space)
    graph.bind("kg", NAMESPACE)
    graph.bind("skos", SKOS)
    for cls in proposal.classes:
        iri = space[_camel(cls.noun, first=True)]
        graph.add((iri, RDF.type, OWL.Class))
        graph.add((iri, RDFS.label, Literal(cls.noun)))
        if cls.above:
            graph.add((iri, RDFS.subClassOf, URIRef(NAMESPACE + cls.above)))
        called = f"{cls.count} entities are called so: {', '.join(cls.examples)}"
        graph.add((iri, RDFS.comment, Literal(called)))
    for relation in proposal.relations:
        iri = space[_camel(relation.words)]
        graph.add((iri, RDF.type, OWL.ObjectProperty))
        graph.add((iri, RDFS.label, Literal(relation.words)))
        for predicate, name in ((RDFS.domain, relation.domain), (RDFS.range, relation.range)):
            if name:
                graph.add((iri, predicate, URIRef(NAMESPACE + name)))
        counts = f"{relation.count} sentences in {relation.documents} documents"
        graph.add((iri, RDFS.comment, Literal(counts)))
        for example in relation.examples:
            graph.add((iri, SKOS.example, Literal(example)))
    return str(graph.serialize(format="turtle"))


def _camel(words: str, *, first: bool = False) -> str:
    """Words as the name of a term: "star in" is "starIn"; what an address cannot hold is left out."""
    parts = [part for part in re.split(r"[^\w]+", words) if part] or ["term"]
    name = "".join(part if not number else part[:1].upper() + part[1:] for number, part in enumerate(parts))
    return name[:1].upper() + name[1:] if first else name
