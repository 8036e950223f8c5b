"""The one view of `ontology/`: classes, relations, qualifiers and prefixes, and what each term is called and means.

Plain data, read from `kg.ttl` when this module is imported, which takes some milliseconds, and without rdflib.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

import pyoxigraph as ox

from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Mapping

type RelationKind = Literal["entity", "date", "text", "claim"]
"""The kind of a relation's objects: an entity, an ISO 8601 date or interval, words, or a claim (`said` alone)."""

type Scope = Literal["always", "at a time", "one country"]
"""When a relation has a single value: always, at any one time, or as a rule if it is a country."""

type Duration = Literal["for a time", "for good"]
"""How long a relation that is no event holds."""

type TermKind = Literal["class", "relation", "property", "individual"]
"""A relation joins entities, or an entity and a value, and stands as a direct triple; other properties describe."""

NAMESPACE: Final = "https://w3id.org/kg/ontology#"
"""The namespace of the ontology's terms."""

UNKNOWN_IRI: Final = f"{NAMESPACE}Unknown"
"""The one individual for an agent that a text does not name."""

SURE_IF_GRAVE: Final = 0.65
"""The least confidence at which a grave fact answers or stands on a card: from here on nine of ten are right."""

QUALIFIERS: Final = ("roleAt", "item", "count", "charge", "penalty", "amount", "means", "to", "start", "end")
"""The qualifiers that a statement may have beside subject, predicate and object."""

_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_OWL, _SKOS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#"
_SHACL, _STRING = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2001/XMLSchema#string"
_TYPE, _LABEL = f"{_RDF}type", f"{_RDFS}label"
_SUBCLASS, _SUBPROPERTY = f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf"
_KINDS: Mapping[str, TermKind] = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "property",
    f"{_OWL}DatatypeProperty": "property",
    f"{_OWL}AnnotationProperty": "property",
    f"{_OWL}NamedIndividual": "individual",
}
_UNDECLARED = (
    *(_TYPE, f"{_RDF}subject", f"{_RDF}predicate", f"{_RDF}object"),
    *(_LABEL, _SUBPROPERTY),
)
"""Properties that every graph uses and the ontology need not declare."""


def _read(file: str) -> Mapping[str, Mapping[str, list[str]]]:
    """The triples of a file of the ontology by subject and predicate: IRIs, blank nodes (`_:…`) and words."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(path=ontology_file(file), format=ox.RdfFormat.TURTLE):
        if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
            found[_text(triple.subject)][triple.predicate.value].append(_text(triple.object))
    return found


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value


_TRIPLES: Final = _read("kg.ttl")

NAMES: Final = tuple(iri.removeprefix(NAMESPACE) for iri in _TRIPLES if iri.startswith(NAMESPACE))
"""The names of all terms of the ontology, without prefix, as the file has them."""


def _values(node: str, predicate: str) -> list[str]:
    return _TRIPLES.get(node, {}).get(predicate, [])


def _members(expression: str) -> tuple[str, ...]:
    """The names of the classes of a class expression: of a class itself, or of a union's members."""
    unions = _values(expression, f"{_OWL}unionOf")
    if not unions:
        return (expression.removeprefix(NAMESPACE),)
    found, at = [], unions[0]
    while at != f"{_RDF}nil":
        found += _values(at, f"{_RDF}first")
        (at,) = _values(at, f"{_RDF}rest")
    return tuple(iri.removeprefix(NAMESPACE) for iri in found)


def _of_term(name: str, predicate: str) -> list[str]:
    """The values that a term of the ontology has under `predicate`."""
    return _values(NAMESPACE + name, predicate)


def _parents(name: str, predicate: str) -> tuple[str, ...]:
    """The names of the classes or properties of the ontology right above a term."""
    return tuple(iri.removeprefix(NAMESPACE) for iri in _of_term(name, predicate) if iri.startswith(NAMESPACE))


def _is_below(name: str, tops: frozenset[str], predicate: str) -> bool:
    return name in tops or any(_is_below(parent, tops, predicate) for parent in _parents(name, predicate))


AGENT_CLASSES: Final = _members(_of_term("Agent", f"{_OWL}equivalentClass")[0])
"""The classes whose union is `Agent`, which stands in domains and ranges only."""

CLASSES: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        name: next((parent for parent in _parents(name, _SUBCLASS) if parent != "Agent"), None)
        for name in NAMES
        if name not in {"Agent", "Participant"} and _is_below(name, frozenset({"Entity"}), _SUBCLASS)
    }
)
"""Each class of entity and its super-class; `Entity` has none."""


@cache
def ancestors(cls: str) -> frozenset[str]:
    """`cls` itself and all its super-classes, `Agent` among them where it applies; KeyError for an unknown class.

    >>> sorted(ancestors("MilitaryBase"))
    ['Entity', 'Facility', 'MilitaryBase', 'Place']
    >>> "Agent" in ancestors("Country")
    True
    """
    if cls == "Agent":
        return frozenset({"Agent", "Entity"})
    found: set[str] = set()
    at: str | None = cls
    while at is not None:
        found.add(at)
        at = CLASSES[at]
    if not found.isdisjoint(AGENT_CLASSES):
        found.add("Agent")
    return frozenset(found)


def is_a(cls: str, ancestor: str) -> bool:
    """Return whether `cls` is `ancestor` or lies below it; False for a class that the ontology lacks.

    >>> is_a("ArmedGroup", "Agent"), is_a("City", "Agent"), is_a("Work", "Product")
    (True, False, True)
    """
    return (cls in CLASSES or cls == "Agent") and ancestor in ancestors(cls)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the ontology.

    `domain` and `range` are classes of which one suffices; `range` is empty where the object is a date or a text,
    and `("Claim",)` for `said`. `parents` are the relations that it is a kind of. `ranges_by_domain` says which
    objects each class of subject takes, where that differs among the domain's classes (`partOf`, `locatedIn`).
    `functional` says when a subject has one object, and `inverse_functional` when an object has one subject; None:
    never. `inverse_label` is how it reads from its object ("is led by"). A false fact of one that is `grave` can harm a
    person. `lasting` says how long it holds, None of an event.
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    kind: RelationKind
    symmetric: bool
    transitive: bool
    parents: tuple[str, ...]
    ranges_by_domain: tuple[tuple[str, tuple[str, ...]], ...]
    functional: Scope | None
    inverse_functional: Scope | None
    inverse_label: str
    grave: bool
    lasting: Duration | None

    @property
    def takes_unknown_subject(self) -> bool:
        """Whether the subject may be `kg:Unknown`, the agent that a text does not name."""
        return "Agent" in self.domain or "Entity" in self.domain

    def takes_subject(self, cls: str) -> bool:
        """Whether an entity of class `cls` may be the subject."""
        return any(is_a(cls, wanted) for wanted in self.domain)

    def takes_object(self, cls: str) -> bool:
        """Whether an entity of class `cls` may be the object; False where the object is no entity."""
        return any(is_a(cls, wanted) for wanted in self.range)

    def takes(self, subject_cls: str, object_cls: str) -> bool:
        """Whether entities of these two classes may stand in this relation.

        >>> RELATIONS["partOf"].takes("Military", "Country"), RELATIONS["partOf"].takes("Event", "Country")
        (True, False)
        """
        if not (self.takes_subject(subject_cls) and self.takes_object(object_cls)):
            return False
        pairs = [wanted for domain, wanted in self.ranges_by_domain if is_a(subject_cls, domain)]
        return not pairs or any(is_a(object_cls, cls) for wanted in pairs for cls in wanted)


def _restrictions() -> Mapping[str, list[tuple[str, tuple[str, ...]]]]:
    """By relation: the classes whose members take only certain objects of it, and the classes of those objects."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name in NAMES:
        for above in _of_term(name, _SUBCLASS):
            for relation in _values(above, f"{_OWL}onProperty"):
                objects = _members(_values(above, f"{_OWL}allValuesFrom")[0])
                found[relation.removeprefix(NAMESPACE)].append((name, objects))
    return found


_RESTRICTIONS: Final = _restrictions()


def _relation(name: str) -> Relation:
    types, (target,) = _of_term(name, _TYPE), _of_term(name, f"{_RDFS}range")
    literal = f"{_OWL}DatatypeProperty" in types
    classes = () if literal else _members(target)
    kind: RelationKind = "entity"
    if literal:
        kind = "text" if target == _STRING else "date"
    elif classes == ("Claim",):
        kind = "claim"
    return Relation(
        name=name,
        domain=_members(_of_term(name, f"{_RDFS}domain")[0]),
        range=classes,
        kind=kind,
        symmetric=f"{_OWL}SymmetricProperty" in types,
        transitive=f"{_OWL}TransitiveProperty" in types,
        parents=_parents(name, _SUBPROPERTY),
        ranges_by_domain=tuple(sorted(_RESTRICTIONS.get(name, ()))),
        functional=_scope(name, "functional"),
        inverse_functional=_scope(name, "inverseFunctional"),
        inverse_label=next(iter(_of_term(name, f"{NAMESPACE}inverseLabel")), ""),
        grave=_of_term(name, f"{NAMESPACE}grave") == ["true"],
        lasting=cast("Duration | None", next(iter(_of_term(name, f"{NAMESPACE}lasting")), None)),
    )


def _scope(name: str, annotation: str) -> Scope | None:
    return cast("Scope | None", next(iter(_of_term(name, NAMESPACE + annotation)), None))


RELATIONS: Final[Mapping[str, Relation]] = MappingProxyType(
    {
        name: _relation(name)
        for name in NAMES
        if name != "relatedToValue" and _is_below(name, frozenset({"relatedTo", "relatedToValue"}), _SUBPROPERTY)
    }
)
"""Each relation of the ontology by its name, without prefix."""


def is_relation(name: str) -> bool:
    """Return whether `name` is a relation of the ontology or an open predicate ("p/cut_off").

    >>> is_relation("locatedIn"), is_relation("p/cut_off"), is_relation("foundIn"), is_relation("p/")
    (True, True, False, False)
    """
    return name in RELATIONS or (name.startswith("p/") and len(name) > 2)


def is_own(name: str) -> bool:
    """Return whether `name` is a relation of a user's own ontology, which is known by its IRI.

    >>> is_own("https://example.org/film#director"), is_own("locatedIn"), is_own("p/be:of")
    (True, False, False)
    """
    return ":" in name and not name.startswith("p/")


@cache
def prefixes() -> Mapping[str, str]:
    """The namespaces that every query and export may use, by prefix."""
    found = _read("prefixes.ttl").values()
    declared = [node for node in found if f"{_SHACL}prefix" in node]
    return MappingProxyType({node[f"{_SHACL}prefix"][0]: node[f"{_SHACL}namespace"][0] for node in declared})


def shorten(iri: str) -> str:
    """An IRI with its prefix, where it has one and the rest is a plain name; else the IRI.

    >>> shorten("https://w3id.org/kg/ontology#locatedIn")
    'kg:locatedIn'
    """
    for prefix, space in prefixes().items():
        if iri.startswith(space):
            name = iri[len(space) :]
            if name.replace("_", "").isalnum():
                return f"{prefix}:{name}"
    return iri


@cache
def labels() -> Mapping[str, str]:
    """Return the label of each term of the ontology ("is located in"), by its name."""
    found = {name: _of_term(name, _LABEL) for name in NAMES}
    return MappingProxyType({name: words[-1] for name, words in found.items() if words})


class Term(NamedTuple):
    """A term that a query may use: its IRI, its prefixed name, what it is a kind of, which classes a relation joins."""

    iri: str
    name: str
    kind: TermKind
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()


@cache
def terms() -> tuple[Term, ...]:
    """The ontology's terms and those of other vocabularies that it uses, in the order of their names."""
    found = [Term(iri, shorten(iri), "property", "", "") for iri in _UNDECLARED]
    for iri in _TRIPLES:
        kinds = [_KINDS[name] for name in _values(iri, _TYPE) if name in _KINDS]
        if kinds and not iri.startswith("_:"):
            found.append(_term(iri, kinds[0]))
    return tuple(sorted(found, key=lambda term: (term.name.lower(), term.name)))


def _term(iri: str, kind: TermKind) -> Term:
    relation = RELATIONS.get(iri.removeprefix(NAMESPACE))
    above = [*_values(iri, _SUBCLASS), *_values(iri, _SUBPROPERTY)]
    return Term(
        iri=iri,
        name=shorten(iri),
        kind="relation" if relation else kind,
        label=next(iter(_values(iri, _LABEL)), ""),
        comment=" ".join([*_values(iri, f"{_SKOS}definition"), *_values(iri, f"{_RDFS}comment")]),
        parents=tuple(shorten(parent) for parent in above if not parent.startswith("_:")),
        domain=relation.domain if relation else (),
        range=relation.range if relation else (),
    )
