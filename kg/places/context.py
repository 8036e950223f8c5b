"""The place names of a document, with what the text says of where each lies."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.ontology import is_a

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Entity, Extraction
    from kg.places.gazetteer import Candidate, Gazetteer

__all__ = ["PlaceName", "names_of"]

_BETWEEN: Final = re.compile(r"\s*,\s*|\s*\(|,? in (?:the )?")
"""What stands between a place and what it lies in: "Paris, Texas", "Paris (Texas)", "Paris in Texas"."""
_LIES_IN: Final = frozenset({"locatedIn", "partOf"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """An entity of a document that may be a place of the gazetteer.

    `inside` are the ids of the entities that the text says it lies in, by a fact or by standing before it ("Paris,
    Texas"); `candidates` is never empty.
    """

    entity: str
    cls: str
    candidates: tuple[Candidate, ...]
    inside: frozenset[str]


def names_of(extraction: Extraction, gazetteer: Gazetteer) -> list[PlaceName]:
    """The entities that are called as a place of the gazetteer is, in their order.

    Only what a document names and holds to be a place is asked for: names of people and of organizations are those of
    places far too often.
    """
    places = {each.id: each for each in extraction.entities if is_a(each.cls, "Place") and each.times_named}
    inside: dict[str, set[str]] = defaultdict(set)
    for fact in extraction.facts:
        if fact.predicate in _LIES_IN and fact.subject in places and fact.object in places:
            inside[fact.subject].add(fact.object)
    for one, other in _adjacent(extraction, places):
        inside[one].add(other)
    found = [
        PlaceName(each.id, each.cls, _candidates(each, gazetteer), frozenset(inside[each.id]))
        for each in places.values()
    ]
    return [name for name in found if name.candidates]


def _adjacent(extraction: Extraction, places: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """The pairs of places of which the second is named right after the first."""
    text = extraction.document.text
    mentions = sorted(
        (mention.span.begin, mention.span.end, each.id)
        for each in places.values()
        for mention in each.mentions
        if mention.kind == "name"
    )
    for (_, end, one), (begin, _, other) in pairwise(mentions):
        if one != other and end <= begin and _BETWEEN.fullmatch(text, end, begin):
            yield one, other


def _candidates(entity: Entity, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What the first of an entity's names which the gazetteer has may mean."""
    for name in (entity.name, *(alias for alias in entity.aliases if alias[:1].isupper())):
        found = gazetteer.lookup(name)
        if found:
            return found
    return ()
