"""What names tell by their first words: where an event takes place ("the Varna Film Festival"), who makes a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import ontology
from kg.text.model import RelationMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.text.relations.matching import Reader

__all__ = ["find_namesakes"]

_PLACES = ("City", "Region", "Country")
_EVENTS = frozenset(cls for cls in ontology.CLASSES if ontology.is_a(cls, "Event") and cls != "Conflict")


def find_namesakes(reader: Reader) -> Iterator[RelationMention]:
    """Each named event with the place in its name that the text names elsewhere, each product with its maker."""
    yield from _events(reader)
    yield from _products(reader)


def _products(reader: Reader) -> Iterator[RelationMention]:
    """The makers whose names open those of their products: "Google Chrome"."""
    phrases = reader.referents.phrases
    for here, phrase in enumerate(phrases):
        if phrase.kind != "name" or reader.cls(here) != "Product" or reader.referents.referent_of[here] < 0:
            continue
        for maker in range(here + 1, len(phrases)):
            if phrases[maker].start != phrase.start:
                break
            if reader.cls(maker) in _MAKERS and reader.referents.referent_of[maker] >= 0:
                span = phrase.start, phrase.end
                yield RelationMention(maker, "created", here, "created.namesake", phrase.head, span, confidence=0.65)


_MAKERS = frozenset({"Company", "MediaOrganization"})


def _events(reader: Reader) -> Iterator[RelationMention]:
    phrases, referent_of = reader.referents.phrases, reader.referents.referent_of
    places = _places(reader)
    seen: set[tuple[int, int]] = set()
    for here, phrase in enumerate(phrases) if places else ():
        if phrase.kind != "name" or phrase.end - phrase.start < 2 or referent_of[here] < 0:
            continue
        if reader.cls(here) not in _EVENTS:
            continue
        there = _held(reader, here, places)
        pair = referent_of[here], referent_of[there]
        if there < 0 or pair in seen or pair[0] == pair[1]:
            continue
        seen.add(pair)
        span = phrase.start, phrase.end
        yield RelationMention(here, "tookPlaceIn", there, "tookPlaceIn.namesake", phrase.head, span, confidence=0.65)


def _places(reader: Reader) -> dict[tuple[str, ...], int]:
    """The places that the text names by themselves, by their words."""
    found: dict[tuple[str, ...], int] = {}
    for place, phrase in enumerate(reader.referents.phrases):
        if phrase.kind == "name" and reader.referents.referent_of[place] >= 0 and reader.cls(place) in _PLACES:
            found.setdefault(reader.parse.lowers[phrase.start : phrase.end], place)
    return found


def _held(reader: Reader, here: int, places: Mapping[tuple[str, ...], int]) -> int:
    """The place whose name opens another name or ends it after "of" or "in"; -1 for none."""
    phrase, lowers = reader.referents.phrases[here], reader.parse.lowers
    for size in range(min(3, phrase.end - phrase.start - 1), 0, -1):
        if (place := places.get(lowers[phrase.start : phrase.start + size], -1)) >= 0:
            return place
        last = phrase.end - size
        if lowers[last - 1] in ("of", "in") and (place := places.get(lowers[last : phrase.end], -1)) >= 0:
            return place
    return -1
