"""What lies near a place by a distance or a direction: "a village 30 miles north of Varna", "Varna, east of Burgas".

The parser hangs such words now on the verb and now on a noun; their order tells more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import ontology
from kg.text.lexicon.tables import word_lists
from kg.text.model import RelationMention
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.relations.matching import Reader

__all__ = ["find_near"]

_PLACES = frozenset(c for c in ontology.CLASSES if ontology.is_a(c, "Place"))
_LYING = frozenset(
    c for c in ontology.CLASSES for top in ("Place", "Product", "Organization", "Event") if ontology.is_a(c, top)
)


_FAR = re.compile(r"[\d,]*[1-9]\d\d")
"""A number of miles that is too great to call a place near."""


def find_near(reader: Reader) -> Iterator[RelationMention]:
    """Each phrase that a distance or a direction places near the one after "of", "from" or "off"."""
    parse, phrases = reader.parse, reader.referents.phrases
    starting: dict[int, list[int]] | None = None
    for token in range(2, len(parse) - 1):
        if parse.lowers[token] not in ("of", "from", "off"):
            continue
        before = _before(reader, token)
        if before < 0:
            continue
        if starting is None:
            starting = _by_start(reader)
        there = next((p for p in starting.get(token + 1, ()) if reader.fits(p, _PLACES)), -1)
        if there < 0:
            continue
        for here in _lying(reader, before):
            if not reader.same(here, there) and reader.takes("near", here, there):
                span = min(phrases[here].start, before), phrases[there].end
                yield RelationMention(here, "near", there, "near.distance", token, span, confidence=0.75)


def _by_start(reader: Reader) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, phrase in enumerate(reader.referents.phrases):
        if reader.referents.referent_of[place] >= 0:
            found.setdefault(phrase.start, []).append(place)
    return found


def _before(reader: Reader, preposition: int) -> int:
    """The last token before a distance or a direction that ends with a preposition; -1 where there is none."""
    parse, lists = reader.parse, word_lists("words/nearness")
    first, token = parse.sentences[parse.sentence_of[preposition]][0], preposition - 1
    if parse.lowers[token] in lists["directions"]:
        token -= 1
    if parse.words[token] == ")":  # "10 kilometres (6 miles) west of"
        while token > first and parse.words[token] != "(":
            token -= 1
        token -= 1
    if parse.lowers[token] in lists["lengths"]:
        token -= 1
        if _FAR.fullmatch(parse.words[token]) and parse.lowers[token + 1] in lists["long"]:
            return -1
        while token > first and (parse.pos[token] == "NUM" or parse.lowers[token] in lists["about"]):
            token -= 1
    return token if first <= token < preposition - 1 else -1


def _lying(reader: Reader, token: int) -> Iterator[int]:
    """What ends at a token, a comma aside, or is the subject of the verb there."""
    parse, phrases = reader.parse, reader.referents.phrases
    if parse.pos[token] in ("VERB", "AUX"):
        clause = reader.clause_at.get(token)
        if clause is not None and lemma_of(parse, token) in word_lists("words/nearness")["lying"]:
            yield from reader.fitting(clause.heads("object" if clause.passive else "subject"), _LYING)
        return
    comma = parse.words[token] == ","
    last = token - 1 if comma else token
    place = reader.phrase(last)
    if place >= 0 and phrases[place].end == last + 1 and reader.fits(place, _PLACES if comma else _LYING):
        yield place
