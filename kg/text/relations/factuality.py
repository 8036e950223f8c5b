"""The factuality of a relation, given that of its clause, and the relations that are events of a narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import STATED
from kg.text.lexicon.tables import words
from kg.text.model import Judgement

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Factuality
    from kg.text.model import RelationMention

__all__ = ["AT_EVENT", "EVENTS", "NARRATED", "begins_after", "relation_factuality", "relation_judgement"]

AT_EVENT = frozenset(
    {"participatedIn", "killed", "injured", "affected", "won", "tookPlaceIn", "organized", "partOf", "attacked"}
)
"""Relations to or of an event that hold when the event happens."""

NARRATED = frozenset(
    {
        *("killed", "injured", "captured", "released", "attacked", "affected", "defeated", "movedTo", "visited"),
        *("withdrewFrom", "convicted", "sanctioned", "asked", "uses", "diedIn"),
    }
)
"""Relations that are events of a narrative, whose time may be that of the events before them."""

EVENTS = (NARRATED | {"acquired", "dismissed", "appointed", "elected", "signed", "founded", "won", "received"}) - {
    "uses"
}
"""Relations that are events, which a text may mention again without their time, in its headline say."""

_SCHEDULED = NARRATED | {"tookPlaceOn", "tookPlaceIn", "createdOn", "metWith", "competesWith", "signed", "provides"}
"""Relations that are planned where their time is to come."""
_STANCES = frozenset({"supports", "opposes", "seeks", "asked", "accused"})
"""Relations that somebody enters into by saying so."""
_POSTS = frozenset({"holdsRole", "leads", "worksFor", "memberOf"})
_OCCURRENCES = frozenset({"organized", "tookPlaceIn", "tookPlaceOn"})
_DENIED: dict[Factuality, Factuality] = {"asserted": "negated", "reported": "negated", "negated": "asserted"}


def relation_judgement(predicate: str, lemma: str, judgement: Judgement, *, past: bool) -> Judgement:
    """The judgement of a relation, given the verb and the judgement of its clause, and whether that is in the past.

    Who may resign from a post still holds it; an event that somebody plans has not yet taken place.
    """
    if predicate in _POSTS and judgement.factuality not in STATED and lemma in words("verbs", "quitting"):
        return Judgement("asserted", judgement.source)
    planned = lemma in words("words/attitudes", "planned", "objects")
    if predicate in _OCCURRENCES and judgement.factuality in STATED and not past and planned:
        return Judgement("planned", judgement.source)
    return judgement


def relation_factuality(mention: RelationMention, judged: Factuality, *, future: bool, own: bool) -> Factuality:
    """The factuality of a relation whose clause has the factuality `judged`: "the summit in Oslo tomorrow" is planned.

    `future` tells that its time is to come, `own` that its subject is who says it: who says what he himself wishes,
    asks or thinks has thereby done so ("said he hoped for a deal").
    """
    factuality = _DENIED.get(judged, judged) if mention.negated else judged
    if factuality == "reported" and own and mention.predicate in _STANCES:
        return "asserted"
    if factuality in STATED and future and mention.predicate in _SCHEDULED:
        return "planned"
    return factuality


def begins_after(time: str | None, today: date | None) -> bool:
    """Whether a time begins after the article's day; false where either is not known."""
    if today is None or not time or "W" in time or not time[:4].isdigit():
        return False
    begins = time.split("/")[0]
    return begins > today.isoformat()[: len(begins)]
