"""Adds the wider place named after a place: who was "born in Varna, Bulgaria" was born in Bulgaria as well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.places import load_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Referents, RelationMention

__all__ = ["add_wider_places"]

_INHERITED: Final = ("bornIn", "diedIn", "livesIn", "headquarteredIn")
"""Relations to a place that hold of every place around it and are asked for by country as often as by town."""

_WIDTH: Final = {"City": 1, "Region": 2, "Country": 3}
_MOST: Final = 3
"""How many places may follow one another: "Elm Park, Varna, Bulgaria"."""


def add_wider_places(
    parse: Parse, referents: Referents, mentions: Sequence[RelationMention]
) -> tuple[RelationMention, ...]:
    """The mentions and, after them, those to the wider places that follow the place of one, each after a comma."""
    starting = {phrase.start: place for place, phrase in reversed(list(enumerate(referents.phrases)))}
    known = {(mention.subject, mention.predicate, mention.object) for mention in mentions}
    found = list(mentions)
    for mention in mentions:
        if mention.predicate not in _INHERITED or mention.object < 0:
            continue
        for wider in _wider(parse, referents, starting, mention.object):
            if (mention.subject, mention.predicate, wider) not in known:
                known.add((mention.subject, mention.predicate, wider))
                tokens = mention.tokens[0], max(mention.tokens[1], referents.phrases[wider].end)
                rule = f"{mention.predicate}.wider"
                found.append(replace(mention, object=wider, rule=rule, tokens=tokens, qualifiers=()))
    return tuple(found)


def _wider(parse: Parse, referents: Referents, starting: dict[int, int], place: int) -> Iterator[int]:
    """The phrases for ever wider places that follow a phrase for a place."""
    for _ in range(_MOST):
        comma = referents.phrases[place].end
        following = -1
        if comma + 1 < len(parse) and parse.words[comma] in (",", "in"):
            following = starting.get(comma + 1 + (parse.lowers[comma + 1] == "the"), -1)
        if following < 0 or referents.phrases[following].kind != "name" or referents.referent_of[following] < 0:
            return
        inner, outer = (_width(parse, referents, p) for p in (place, following))
        if inner < 0 or outer < max(inner, 1) or (inner == outer and not _closes(parse, referents, following, inner)):
            return
        yield following
        place = following


def _width(parse: Parse, referents: Referents, place: int) -> int:
    """How wide a place is, -1 for what is none; of two places of one name the state is meant after a comma."""
    phrase, cls = referents.phrases[place], referents.cls(place)
    if not ontology.is_a(cls, "Place"):
        return -1
    width = _WIDTH.get(cls, 0)
    before = parse.words[phrase.start - 1] if phrase.start else ""
    if width == 1 and before == "," and " ".join(parse.words[phrase.start : phrase.end]) in load_places().regions:
        return 2
    return width


def _closes(parse: Parse, referents: Referents, place: int, width: int) -> bool:
    """Whether a town after a town is its parish or city and no next item: "Elm Park, Varna", "Lima, Oslo and Rome"."""
    if width != 1:
        return False
    end = referents.phrases[place].end
    if end + 1 < len(parse) and parse.words[end] == ",":
        following = referents.phrase_at[end + 1]
        return following < 0 or _width(parse, referents, following) > width
    return end == len(parse) or parse.lowers[end] not in ("and", "or", "&", "as")
