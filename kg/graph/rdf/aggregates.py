"""What several documents say of the same: facts with how they stand in the whole graph, and entities.

A fact is broken where the classes of its ends are not those that its relation takes; it is kept, with the reason, but
its direct triple is not stated. Nor is that of a fact which no document asserts or reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib.namespace import RDF, RDFS, SKOS

from kg.graph.rdf.conformance import broken_reason
from kg.graph.rdf.iris import predicate_iri, predicate_name
from kg.graph.rdf.terms import DATE, INTEGER, Value
from kg.namespaces import KG
from kg.ontologies.model import NO_ONTOLOGY
from kg.ontology import is_own, labels
from kg.spelling import clean, fold

if TYPE_CHECKING:
    from kg.graph.rdf.document import Ends
    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.ontologies.model import OwnOntology
    from kg.resolve.model import Identity

__all__ = ["Support", "entity_triples", "fact_triples"]


@dataclass(frozen=True, slots=True)
class Support:
    """How a fact stands in the whole graph.

    `statements` assert or report it, in `documents` of `publishers` (of those that are known), the first and last of
    which (of those whose day is known) were published on `first` and `last` (ISO 8601, "" where none is known);
    `denials` are the statements that deny it. Copies of one text count as one document of one publisher, with the
    statements of that which has most; `copies` are the others.
    """

    statements: int = 0
    documents: int = 0
    publishers: int = 0
    copies: int = 0
    first: str = ""
    last: str = ""
    denials: int = 0


def fact_triples(  # noqa: PLR0913, PLR0917 (all that a fact's triples are made from)
    iri: str, ends: Ends, support: Support, subject: str | None, item: str | None, own: OwnOntology = NO_ONTOLOGY
) -> list[Triple]:
    """A fact's triples, with how its predicate reads, and the direct one where it is stated and not broken.

    `subject` and `item` are the classes of its ends; None for an agent that is not named and for a value. `own` is the
    user's ontology, which has the labels of its relations in a graph of its own.
    """
    found: list[Triple] = [
        (iri, str(RDF.type), str(KG.Fact)),
        (iri, str(RDF.subject), ends.subject),
        (iri, str(RDF.predicate), ends.predicate),
        (iri, str(RDF.object), ends.item),
        (iri, str(KG.statements), Value(str(support.statements), INTEGER)),
        (iri, str(KG.documents), Value(str(support.documents), INTEGER)),
    ]
    if support.first:
        found.append((iri, str(KG.firstPublished), Value(support.first, DATE)))
        found.append((iri, str(KG.lastPublished), Value(support.last, DATE)))
    for predicate, number in ((KG.publishers, support.publishers), (KG.copies, support.copies)):
        if number:
            found.append((iri, str(predicate), Value(str(number), INTEGER)))
    if support.denials:
        found.append((iri, str(KG.denials), Value(str(support.denials), INTEGER)))
    name = predicate_name(ends.predicate)
    reason = broken_reason(name, ends, subject, item, own)
    if reason:
        found.append((iri, str(KG.broken), Value(clean(reason))))
    elif support.statements:
        found.append((ends.subject, ends.predicate, ends.item))
    if is_own(name):
        return found
    found.append((ends.predicate, str(RDFS.label), Value(clean(_reads(name)))))
    if name.startswith("p/"):
        general = KG.relatedTo if ends.kind == "entity" else KG.relatedToValue
        found.append((ends.predicate, str(RDFS.subPropertyOf), str(general)))
    return found


def _reads(name: str) -> str:
    """How a predicate reads: the ontology's label ("met with"), or a text's own verb."""
    return name[2:].replace("_", " ") if name.startswith("p/") else labels().get(name, name)


def entity_triples(iri: str, identity: Identity, naming: Naming) -> list[Triple]:
    """An entity's triples: its class, its name, its other names, and all of them as they are searched.

    What no document names is of one document alone.
    """
    names = [clean(name) for name in (identity.name, *identity.aliases)]
    return [
        (iri, str(RDF.type), predicate_iri(identity.cls)),
        (iri, str(RDFS.label), Value(names[0])),
        *((iri, str(SKOS.altLabel), Value(name)) for name in dict.fromkeys(names[1:]) if name != names[0]),
        *((iri, str(KG.nameKey), Value(key)) for key in dict.fromkeys(map(fold, names)) if key),
        *((iri, str(KG.describedIn), naming.document(each)) for each in (identity.key.described_in,) if each),
    ]
