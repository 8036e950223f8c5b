"""Statements as event data: who did what to whom, where and when, with the codes of CAMEO and PLOVER.

Which relations are events, and which codes they get, is a table (`events.toml`). An actor is one that can act, or
whom the text does not name. Where and when are what the text says; when nothing is said of it, nothing is guessed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kg.dates import covered_days
from kg.ontology import UNKNOWN_IRI, is_a

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kg.graph.facts.records import DocumentRecord, EntityRecord, FactRecord, StatementRecord

__all__ = ["EventCode", "bounded", "event_code", "event_row"]

_ROOT = 2
"""The number of digits of a CAMEO code that name its root."""


@dataclass(frozen=True, slots=True)
class EventCode:
    """The codes of a relation that is an event: CAMEO's, and PLOVER's type, "" where its table has none.

    `target` is the class that the object has, "" for any.
    """

    relation: str
    cameo: str
    plover: str
    target: str = ""

    @property
    def root(self) -> str:
        """CAMEO's root: "04" of "042"."""
        return self.cameo[:_ROOT]


@cache
def _codes() -> Mapping[str, tuple[EventCode, ...]]:
    table = tomllib.loads(resources.files(__package__).joinpath("events.toml").read_text("utf-8"))
    found: dict[str, tuple[EventCode, ...]] = {}
    for row in table["event"]:
        found[row["relation"]] = (*found.get(row["relation"], ()), EventCode(**row))
    return found


def event_code(relation: str, target: str = "") -> EventCode | None:
    """Return the codes of a relation whose object has the class `target`; None if it is no event.

    >>> event_code("captured", "City").cameo, event_code("captured", "Person").root, event_code("locatedIn")
    ('192', '17', None)
    """
    codes = _codes().get(relation, ())
    return next((code for code in codes if not code.target or (target and is_a(target, code.target))), None)


def event_row(
    said: StatementRecord,
    fact: FactRecord,
    document: DocumentRecord,
    entities: Mapping[str, EntityRecord],
    labels: Mapping[str, str],
) -> tuple[object, ...] | None:
    """A statement as a row of the table of events; None where it states none."""
    actor, target = entities.get(said.subject), entities.get(said.object)
    code = event_code(said.predicate, target.cls if target else "")
    if code is None or not (said.subject == UNKNOWN_IRI or (actor is not None and is_a(actor.cls, "Agent"))):
        return None
    place = target if target is not None and is_a(target.cls, "Place") else None
    point = place.point if place else None
    days = covered_days(said.time) if said.time else None
    published = covered_days(document.day) if document.day else None
    return (
        said.iri,
        said.fact,
        labels.get(said.subject, said.subject),
        actor.cls if actor else None,
        said.predicate,
        said.object if said.literal else labels.get(said.object, said.object),
        target.cls if target else None,
        code.root,
        code.cameo,
        code.plover or None,
        place.label if place else None,
        point.latitude if point else None,
        point.longitude if point else None,
        point.country if point else None,
        bounded(days, 0),
        bounded(days, 1),
        said.factuality,
        labels.get(said.source, said.source) if said.source else None,
        said.confidence,
        fact.documents,
        fact.publishers,
        document.text[said.begin : said.end],
        document.id,
        "; ".join(document.publishers) or None,
        bounded(published, 0),
        next(iter(document.urls), None),
        said.subject,
        None if said.literal else said.object,
        place.iri if place else None,
        said.document,
    )


def bounded(days: tuple[date, date] | None, end: int) -> date | None:
    """The first day of a time or, with `end` 1, its last; None where that end is open or not known."""
    if days is None or days[end] in {type(days[end]).min, type(days[end]).max}:
        return None
    return days[end]
