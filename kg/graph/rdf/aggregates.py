"""Triples that are of no one document: facts with their support in the whole graph, entities, and links.

A fact is kept aside where the classes of its ends are not those that its relation takes, or where it can harm a person
and no statement of it is sure; it is kept, with the reason, but its direct triple is not stated.
Nor is that of a fact which no document asserts or reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.rdf.terms import DATE, DECIMAL, INTEGER, Value, predicate_iri, predicate_name
from kg.links.model import is_iri
from kg.namespaces import GN, KG, WGS84
from kg.ontologies.model import NO_ONTOLOGY
from kg.ontology import RELATIONS, ancestors, is_own, labels, shorten
from kg.spelling import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib import URIRef

    from kg.graph.rdf.document import Ends
    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.links.model import Link
    from kg.ontologies.model import OwnOntology
    from kg.ontology import Relation
    from kg.resolve.model import Identity

UNSURE: Final = "it can harm a person, and no statement of it is sure enough"
"""Why a grave fact that is stated has no direct triple."""


@dataclass(frozen=True, slots=True)
class Support:
    """The support of a fact in the whole graph.

    `statements` assert or report it, in `documents` of `publishers` (of those that are known), the first and last of
    which (of those whose day is known) were published on `first` and `last` (ISO 8601, "" where none is known);
    `denials` are the statements that deny it. Copies of one text count as one document of one publisher, with the
    statements of that which has most; `copies` are the others. `sure` counts the statements, of copies too, that may
    vouch for the direct triple (`kg.graph.rdf.document.least_sure`): of a fact that is not grave all of them.
    """

    statements: int = 0
    documents: int = 0
    publishers: int = 0
    copies: int = 0
    first: str = ""
    last: str = ""
    denials: int = 0
    sure: int = 0


def fact_triples(  # noqa: PLR0913, PLR0917 (all that a fact's triples are made from)
    iri: str,
    ends: Ends,
    support: Support,
    subject: str | None,
    item: str | None,
    own: OwnOntology = NO_ONTOLOGY,
    *,
    named: bool = True,
) -> list[Triple]:
    """Return a fact's triples, with how its predicate reads, and the direct one where it is stated and not broken.

    `subject` and `item` are the classes of its ends; None for an agent that is not named and for a value. `own` is the
    user's ontology, which has the labels of its relations in triples of its own. Where an end is a participant, not
    `named`, a text's own verb has no direct triple: "two men" and "a house" are in no other document.
    """
    found: list[Triple] = [
        (iri, str(RDF.subject), ends.subject),
        (iri, str(RDF.predicate), ends.predicate),
        (iri, str(RDF.object), ends.item),
    ]
    found += [(iri, str(predicate), value) for predicate, value in _support_values(support)]
    name = predicate_name(ends.predicate)
    reason = broken_reason(name, ends, subject, item, own)
    if not reason and support.statements and not support.sure:
        reason = UNSURE
    if reason:
        found.append((iri, str(KG.broken), Value(clean(reason))))
    elif support.statements and (named or not name.startswith("p/")):
        found.append((ends.subject, ends.predicate, ends.item))
    if is_own(name):
        return found
    found.append((ends.predicate, str(RDFS.label), Value(clean(_reads(name)))))
    if name.startswith("p/"):
        general = KG.relatedTo if ends.kind == "entity" else KG.relatedToValue
        found.append((ends.predicate, str(RDFS.subPropertyOf), str(general)))
    return found


def _support_values(support: Support) -> Iterator[tuple[URIRef, Value]]:
    """Yield the support of a fact where it is more than that of one statement, which names its document.

    Nine of ten facts are said once, and their support would be a fifth of the graph.
    """
    several = support.documents + support.copies > 1
    numbers = (
        (KG.statements, support.statements, support.statements > 1),
        (KG.documents, support.documents, several),
        (KG.publishers, support.publishers, several and bool(support.publishers)),
        (KG.copies, support.copies, bool(support.copies)),
        (KG.denials, support.denials, bool(support.denials)),
    )
    yield from ((predicate, Value(str(number), INTEGER)) for predicate, number, given in numbers if given)
    if several and support.first:
        yield KG.firstPublished, Value(support.first, DATE)
        yield KG.lastPublished, Value(support.last, DATE)


def _reads(name: str) -> str:
    """Return the label of a predicate: the ontology's ("met with"), or a text's own verb."""
    return name[2:].replace("_", " ") if name.startswith("p/") else labels().get(name, name)


def entity_triples(iri: str, identity: Identity, naming: Naming) -> list[Triple]:
    """Return an entity's triples: its class, those above it, its name, its other names, and all as they are searched.

    What no document names is of one document alone.
    """
    names = [clean(name) for name in (identity.name, *identity.aliases)]
    return [
        (iri, str(KG["class"]), predicate_iri(identity.cls)),
        *((iri, str(RDF.type), predicate_iri(each)) for each in sorted(ancestors(identity.cls))),
        (iri, str(RDFS.label), Value(names[0])),
        *((iri, str(SKOS.altLabel), Value(name)) for name in dict.fromkeys(names[1:]) if name != names[0]),
        *((iri, str(KG.nameKey), Value(key)) for key in dict.fromkeys(map(fold, names)) if key),
        *((iri, str(KG.describedIn), naming.document(each)) for each in (identity.key.described_in,) if each),
    ]


def broken_reason(
    relation: str, ends: Ends, subject: str | None, item: str | None, own: OwnOntology = NO_ONTOLOGY
) -> str | None:
    """Return why a fact cannot stand as a direct triple, or None; `own` is the user's own ontology.

    `subject` and `item` are the classes of its ends; None for an agent that is not named and for a value.
    """
    info = RELATIONS.get(relation)
    if info is None:
        return _own_reason(own, relation, subject, item)
    return _subject_reason(info, subject) or _object_reason(info, ends, item) or _pair_reason(info, ends, subject, item)


def _own_reason(own: OwnOntology, iri: str, subject: str | None, item: str | None) -> str | None:
    relation = own.relations.get(iri)
    for end, cls, classes in (
        ("subject", subject, relation.domain if relation else ()),
        ("object", item, relation.range if relation else ()),
    ):
        if relation is not None and cls is not None and not own.takes(classes, cls):
            names = " or ".join(own.labels.get(each, shorten(each)) for each in classes)
            return f"{relation.label} takes {names} as its {end}, not {cls}"
    return None


def _subject_reason(info: Relation, cls: str | None) -> str | None:
    if (cls is None and info.takes_unknown_subject) or (cls is not None and info.takes_subject(cls)):
        return None
    return f"{info.name} takes {' or '.join(info.domain)} as its subject, not {cls or 'an unnamed agent'}"


def _object_reason(info: Relation, ends: Ends, cls: str | None) -> str | None:
    if info.kind != ends.kind:
        return f"{info.name} takes {_KINDS[info.kind]} as its object, not {_KINDS[ends.kind]}"
    if info.kind != "entity" or (cls is not None and info.takes_object(cls)):
        return None
    if cls is None and not {"Agent", "Entity"}.isdisjoint(info.range):
        return None
    return f"{info.name} takes {' or '.join(info.range)} as its object, not {cls or 'an unnamed agent'}"


def _pair_reason(info: Relation, ends: Ends, subject: str | None, item: str | None) -> str | None:
    if subject is None or item is None:
        return None
    if ends.subject == ends.item and (info.symmetric or info.transitive):
        return f"{info.name} does not link a thing to itself"
    if not info.takes(subject, item):
        return f"{info.name} does not link {subject} to {item}"
    return None


_KINDS = {"entity": "an entity", "date": "a date", "text": "words", "claim": "a claim"}


def link_triples(entity: str, links: Sequence[Link], naming: Naming) -> Iterator[Triple]:
    """Yield the triples of an entity's links; it lies where the first of them does that knows.

    A sure link says that the entity is the same (owl:sameAs), another that it comes close (skos:closeMatch).
    """
    for link in links:
        target = _target(link, naming)
        iri = naming.node("link", (entity, target))
        yield entity, str(KG.link), iri
        yield iri, str(KG.linkTarget), target
        yield iri, str(KG.linkConfidence), _decimal(link.confidence, 4)
        yield iri, str(KG.linkReason), Value(clean(link.reason))
        yield iri, str(KG.gazetteer), Value(clean(link.source))
        for same in dict.fromkeys((target, *link.same)):
            yield entity, str(OWL.sameAs if link.sure else SKOS.closeMatch), same
    point = next((link.point for link in links if link.point is not None), None)
    if point is not None:
        yield entity, str(WGS84.lat), _decimal(point.latitude, 5)
        yield entity, str(WGS84.long), _decimal(point.longitude, 5)
        if point.country:
            yield entity, str(GN.countryCode), Value(point.country)
        if point.population:
            yield entity, str(GN.population), Value(str(point.population), INTEGER)


def _target(link: Link, naming: Naming) -> str:
    """Return the entry's own IRI, or one under the graph's base where it has none."""
    if is_iri(link.entry):
        return link.entry
    return naming.space("entry") + "/".join(quote(part, safe="") for part in (link.source, link.entry))


def _decimal(number: float, places: int) -> Value:
    """Return a number as xsd:decimal in the form of XSD 1.1, in which Oxigraph too keeps it."""
    text = f"{number:.{places}f}".rstrip("0").rstrip(".")
    return Value("0" if text == "-0" else text, DECIMAL)
