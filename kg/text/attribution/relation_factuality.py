"""How a text holds a relation, given how it holds the clause that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import STATED
from kg.text.attribution.attitudes import listed
from kg.text.lexicon.tables import words
from kg.text.model import Judgement
from kg.text.temporal.narrative import STORY

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Factuality
    from kg.text.model import RelationMention

__all__ = ["held", "is_ahead", "weighed"]

_DENIED: dict[Factuality, Factuality] = {"asserted": "negated", "reported": "negated", "negated": "asserted"}
_ATTITUDES = frozenset({"supports", "opposes", "seeks", "asked", "accused"})
"""Relations that somebody enters into by saying so."""
_AHEAD = STORY | {"tookPlaceOn", "tookPlaceIn", "createdOn", "metWith", "competesWith", "signed", "provides"}
"""Relations that are planned where they have a time to come."""
_POSTS = frozenset({"holdsRole", "leads", "worksFor", "memberOf"})
_HAPPENING = frozenset({"organized", "tookPlaceIn", "tookPlaceOn"})


def weighed(predicate: str, lemma: str, judgement: Judgement, *, past: bool) -> Judgement:
    """How a relation is held whose clause is judged so, where the verb tells more than that.

    Who may resign from a post still holds it; an event that somebody plans has not yet been held.
    """
    if predicate in _POSTS and judgement.factuality not in STATED and lemma in words("verbs", "quitting"):
        return Judgement("asserted", judgement.source)
    if predicate in _HAPPENING and judgement.factuality in STATED and not past and listed(lemma, "planned", "objects"):
        return Judgement("planned", judgement.source)
    return judgement


def held(mention: RelationMention, judged: Factuality, *, ahead: bool, own: bool) -> Factuality:
    """How a relation is held whose clause is judged so: "the summit in Oslo tomorrow" is planned.

    `ahead` tells that it has a time to come, `own` that its subject is who says it: who says what he himself wishes,
    asks or thinks has thereby done so ("said he hoped for a deal").
    """
    factuality = _DENIED.get(judged, judged) if mention.negated else judged
    if factuality == "reported" and own and mention.predicate in _ATTITUDES:
        return "asserted"
    if factuality in STATED and ahead and mention.predicate in _AHEAD:
        return "planned"
    return factuality


def is_ahead(time: str | None, today: date | None) -> bool:
    """Whether a time begins after the article's day."""
    if today is None or not time or "W" in time or not time[:4].isdigit():
        return False
    begins = time.split("/")[0]
    return begins > today.isoformat()[: len(begins)]
