"""Organs of states and units of bodies, as their words tell: "the Saudi Interior Ministry", "the navy's squadron"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS
from kg.text.model import RelationMention
from kg.text.titles.organizations import STATE_ORGANS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Phrase
    from kg.text.titles.organizations import Bodies

__all__ = ["find_parts"]


_BREAKS = frozenset({"-", "–", "—", ",", "(", "yard"})
"""What parts a country from an organ that is not its own: "GENEVA, Switzerland - The army", "Scotland Yard"."""


def find_parts(bodies: Bodies) -> Iterator[RelationMention]:
    """What noun phrases for bodies say them to be part of, in the order of the text."""
    units = word_lists("words/phrases")["units"]
    for place, phrase in enumerate(bodies.phrases):
        if phrase.cls in STATE_ORGANS:
            yield from _organ(bodies, place, phrase)
        is_unit = phrase.kind == "nominal" and bodies.parse.lemmas[phrase.head].lower() in units
        if is_unit and phrase.cls in ORGANIZATIONS:
            yield from _unit(bodies, place, phrase)


def _unit(bodies: Bodies, place: int, phrase: Phrase) -> Iterator[RelationMention]:
    """A unit with the body whose own it is: "the navy's rescue squadron"."""
    for child in bodies.parse.children[phrase.head]:
        at = bodies.referents.phrase_at[child] if bodies.parse.deps[child] == "poss" else -1
        if at >= 0 and bodies.referents.referent_of[at] >= 0 and bodies.cls(at) in ORGANIZATIONS:
            yield _part(bodies, place, at, "roles.unit")


def _organ(bodies: Bodies, place: int, phrase: Phrase) -> Iterator[RelationMention]:
    """An organ of state with its state before it."""
    for other in range(place + 1, min(place + 4, len(bodies.phrases))):
        inner = bodies.phrases[other]
        if inner.start >= phrase.end:
            return
        referent = bodies.referents.referent_of[other]
        inside = inner.start >= phrase.start and inner.end <= phrase.head and referent >= 0
        between = set(bodies.parse.lowers[inner.end : phrase.head + 1])
        inside = inside and not _BREAKS & between and (phrase.kind == "name" or "and" not in between)
        if inside and bodies.cls(other) == "Country" and referent != bodies.referents.referent_of[place]:
            yield _part(bodies, place, other, "roles.organ")
            return


def _part(bodies: Bodies, part: int, whole: int, rule: str) -> RelationMention:
    both = [bodies.phrases[part], bodies.phrases[whole]]
    tokens = min(p.start for p in both), max(p.end for p in both)
    return RelationMention(part, "partOf", whole, rule, both[0].head, tokens)
