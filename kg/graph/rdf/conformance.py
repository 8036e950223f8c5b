"""Whether a fact keeps to the domain and range of its relation, in words that say where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.dates import is_date
from kg.model import UNKNOWN
from kg.ontology import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Fact
    from kg.ontology import Relation

__all__ = ["broken_reason"]


def broken_reason(fact: Fact, classes: Mapping[str, str]) -> str | None:
    """Why the fact cannot stand as a direct triple, or None; `classes` are the entities' classes by id."""
    info = RELATIONS.get(fact.predicate)
    subject = None if fact.subject == UNKNOWN else classes[fact.subject]
    item = None if fact.kind != "entity" or fact.object == UNKNOWN else classes[fact.object]
    if fact.time is not None and not is_date(fact.time):
        return f"time {fact.time!r} is no ISO 8601 date"
    if info is None:
        return None
    return _subject_reason(info, subject) or _object_reason(info, fact, item) or _pair_reason(info, fact, subject, item)


def _subject_reason(info: Relation, cls: str | None) -> str | None:
    if (cls is None and info.takes_unknown_subject) or (cls is not None and info.takes_subject(cls)):
        return None
    return f"{info.name} takes {_either(info.domain)} as its subject, not {cls or 'an unnamed agent'}"


def _object_reason(info: Relation, fact: Fact, cls: str | None) -> str | None:
    if info.kind != fact.kind:
        return f"{info.name} takes {_KINDS[info.kind]} as its object, not {_KINDS[fact.kind]}"
    if info.kind == "date" and not is_date(fact.object):
        return f"{fact.object!r} is no ISO 8601 date"
    if info.kind != "entity" or (cls is not None and info.takes_object(cls)):
        return None
    if cls is None and not {"Agent", "Entity"}.isdisjoint(info.range):
        return None
    return f"{info.name} takes {_either(info.range)} as its object, not {cls or 'an unnamed agent'}"


def _pair_reason(info: Relation, fact: Fact, subject: str | None, item: str | None) -> str | None:
    if subject is None or item is None:
        return None
    if fact.subject == fact.object and (info.symmetric or info.transitive):
        return f"{info.name} does not link a thing to itself"
    if not info.takes(subject, item):
        return f"{info.name} does not link {subject} to {item}"
    return None


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(names)


_KINDS = {"entity": "an entity", "date": "a date", "text": "words", "claim": "a claim"}
