"""Whether a fact keeps to the domain and range of its relation, in words that say where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ontologies.model import NO_ONTOLOGY
from kg.ontology import RELATIONS, shorten

if TYPE_CHECKING:
    from kg.graph.rdf.document import Ends
    from kg.ontologies.model import OwnOntology
    from kg.ontology import Relation

__all__ = ["broken_reason"]


def broken_reason(
    relation: str, ends: Ends, subject: str | None, item: str | None, own: OwnOntology = NO_ONTOLOGY
) -> str | None:
    """Why a fact cannot stand as a direct triple, or None; `own` is the user's own ontology.

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
            names = _either(tuple(own.labels.get(each, shorten(each)) for each in classes))
            return f"{relation.label} takes {names} as its {end}, not {cls}"
    return None


def _subject_reason(info: Relation, cls: str | None) -> str | None:
    if (cls is None and info.takes_unknown_subject) or (cls is not None and info.takes_subject(cls)):
        return None
    return f"{info.name} takes {_either(info.domain)} as its subject, not {cls or 'an unnamed agent'}"


def _object_reason(info: Relation, ends: Ends, cls: str | None) -> str | None:
    if info.kind != ends.kind:
        return f"{info.name} takes {_KINDS[info.kind]} as its object, not {_KINDS[ends.kind]}"
    if info.kind != "entity" or (cls is not None and info.takes_object(cls)):
        return None
    if cls is None and not {"Agent", "Entity"}.isdisjoint(info.range):
        return None
    return f"{info.name} takes {_either(info.range)} as its object, not {cls or 'an unnamed agent'}"


def _pair_reason(info: Relation, ends: Ends, subject: str | None, item: str | None) -> str | None:
    if subject is None or item is None:
        return None
    if ends.subject == ends.item and (info.symmetric or info.transitive):
        return f"{info.name} does not link a thing to itself"
    if not info.takes(subject, item):
        return f"{info.name} does not link {subject} to {item}"
    return None


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(names)


_KINDS = {"entity": "an entity", "date": "a date", "text": "words", "claim": "a claim"}
