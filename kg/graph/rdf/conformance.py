"""Whether a fact keeps to the domain and range of its relation, in words that say where it does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import UNKNOWN
from kg.ontology import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Fact
    from kg.ontology import Relation

__all__ = ["broken_reason", "is_date"]

_POINT = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-W(?:0[1-9]|[1-4]\d|5[0-3]))?"
_DATE = re.compile(rf"{_POINT}|(?:{_POINT}|\.\.)?/(?:{_POINT}|\.\.)?", re.ASCII)


def is_date(text: str) -> bool:
    """Whether `text` is an ISO 8601 day, month, year, week or interval.

    >>> is_date("2025-W38"), is_date("2021/.."), is_date("last week")
    (True, True, False)
    """
    return text != "/" and _DATE.fullmatch(text) is not None


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
