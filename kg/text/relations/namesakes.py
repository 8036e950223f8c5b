"""What names say by their first words: where an event takes place ("the Varna Film Festival"), who makes a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import EVENTS
from kg.text.model import RelationMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.text.relations.matching import RuleMatcher

__all__ = ["find_namesakes"]

_PLACES: Final = ("City", "Region", "Country")
_EVENTS: Final = EVENTS - {"Conflict"}
_MAKERS: Final = ("Company", "MediaOrganization")


def find_namesakes(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """Each named event with the place in its name that the text names elsewhere, each product with its maker."""
    names = [
        place
        for place, phrase in enumerate(matcher.referents.phrases)
        if phrase.kind == "name" and matcher.referents.referent_of[place] >= 0
    ]
    yield from _events(matcher, names)
    yield from _products(matcher, names)


def _products(matcher: RuleMatcher, names: list[int]) -> Iterator[RelationMention]:
    """The makers whose names open those of their products: "Google Chrome"."""
    phrases, of = matcher.referents.phrases, matcher.referents.referent_of
    for here in names:
        phrase = phrases[here]
        for maker in range(here + 1, len(phrases)) if matcher.cls(here) == "Product" else ():
            if phrases[maker].start != phrase.start:
                break
            if matcher.cls(maker) in _MAKERS and of[maker] >= 0:
                span = phrase.start, phrase.end
                yield RelationMention(maker, "created", here, "created.namesake", phrase.head, span, confidence=0.65)


def _events(matcher: RuleMatcher, names: list[int]) -> Iterator[RelationMention]:
    """The places whose names open or end those of events, each pair once."""
    parse, phrases, of = matcher.parse, matcher.referents.phrases, matcher.referents.referent_of
    places: dict[tuple[str, ...], int] = {}
    for name in names:
        if matcher.cls(name) in _PLACES:
            places.setdefault(parse.lowers[phrases[name].start : phrases[name].end], name)
    seen: set[tuple[int, int]] = set()
    for here in names if places else ():
        there = _place_in(matcher, here, places) if matcher.cls(here) in _EVENTS else -1
        pair = of[here], of[there]
        if there >= 0 and pair not in seen and pair[0] != pair[1]:
            seen.add(pair)
            span, head = (phrases[here].start, phrases[here].end), phrases[here].head
            yield RelationMention(here, "tookPlaceIn", there, "tookPlaceIn.namesake", head, span, confidence=0.65)


def _place_in(matcher: RuleMatcher, here: int, places: Mapping[tuple[str, ...], int]) -> int:
    """The place whose name opens another name or ends it after "of" or "in"; -1 for none."""
    phrase, lowers = matcher.referents.phrases[here], matcher.parse.lowers
    for size in range(min(3, phrase.end - phrase.start - 1), 0, -1):
        if (place := places.get(lowers[phrase.start : phrase.start + size], -1)) >= 0:
            return place
        last = phrase.end - size
        if lowers[last - 1] in ("of", "in") and (place := places.get(lowers[last : phrase.end], -1)) >= 0:
            return place
    return -1
