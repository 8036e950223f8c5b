"""Places by where they lie: within a wider one ("Varna, Bulgaria"), near another ("a village 30 miles north of Varna").

The parser loses many such pairs, or attaches a distance now to a verb and now to a noun; the order of words says more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.nouns import EVENTS, ORGANIZATIONS, PLACES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.model import RelationMention
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.text.model import Phrase
    from kg.text.relations.matching import RuleMatcher

__all__ = ["find_near", "find_within"]

_LISTS: Final = word_lists("words/relations/places")
_CLOSING: Final = words("words/function_words", "marks", "dashes") | {":", "("}
_LYING: Final = PLACES | ORGANIZATIONS | EVENTS | {c for c in ontology.CLASSES if ontology.is_a(c, "Product")}
_FAR: Final = re.compile(r"[\d,]*[1-9]\d\d")
"""A number of miles that is too great to call a place near."""
_WIDTH: Final = {"City": 1, "Facility": 0, "MilitaryBase": 0, "Region": 2, "Country": 3}


def find_within(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """Each place or organization with the wider place that is named after it and a comma."""
    parse, phrases = matcher.parse, matcher.referents.phrases
    names = {phrase.start: place for place, phrase in reversed(list(enumerate(phrases))) if phrase.kind == "name"}
    for place, phrase in enumerate(phrases):
        pairs = list(_attached(matcher, phrase.head, names))
        if phrase.kind == "name" and parse.lowers[phrase.end : phrase.end + 1] == (",",):
            pairs += _following(matcher, place, names)
        for inner, outer in pairs:
            span, anchor = matcher.referents.extent(inner, outer), phrases[outer].head
            yield RelationMention(inner, "locatedIn", outer, "locatedIn.comma", anchor, span, confidence=0.85)


def _attached(matcher: RuleMatcher, head: int, names: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """A place and the wider one as the parser joins them."""
    parse, phrases = matcher.parse, matcher.referents.phrases
    joined = parse.dependents(head, "appos", "npadvmod", "conj")
    for inner in matcher.fitting([head], PLACES | ORGANIZATIONS) if joined else ():
        for node in joined:
            for outer in matcher.fitting([node], PLACES):
                start = phrases[outer].start
                after_comma = start == phrases[inner].end + 1 and parse.lowers[start - 1] == ","
                if not after_comma or phrases[outer].kind != "name" or matcher.coreferent(inner, outer):
                    continue
                narrow, wide = (_WIDTH.get(matcher.cls(p), 0) for p in (inner, outer))
                wider = narrow < wide or (narrow == wide == 1 and _is_province(matcher, phrases[outer]))
                if wider and not _ends_list(matcher, phrases[inner], phrases[outer], names):
                    yield inner, outer


def _following(matcher: RuleMatcher, inner: int, names: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """A place and the wider one by the order of the names alone; not within a list of places."""
    parse, phrases, of = matcher.parse, matcher.referents.phrases, matcher.referents.referent_of
    here = phrases[inner]
    outer = names.get(here.end + 1, -1)
    if outer < 0 or of[outer] < 0 or of[inner] < 0 or matcher.coreferent(inner, outer):
        return
    there, wide = phrases[outer], matcher.cls(outer)
    narrow = "City" if _opens_dateline(matcher, here, there) else matcher.cls(inner)
    if not (ontology.is_a(narrow, "Place") and wide in _WIDTH and _WIDTH.get(narrow, 0) < _WIDTH[wide]):
        return
    after = parse.lowers[there.end : there.end + 2]
    following = names.get(there.end + 1 + (after[1:] == ("and",)), -1) if after[:1] in ((",",), ("and",)) else -1
    listed = following >= 0 and matcher.cls(following) == wide
    if not listed and not _ends_list(matcher, here, there, names):
        yield inner, outer


def _is_province(matcher: RuleMatcher, phrase: Phrase) -> bool:
    """Whether the name of a city is that of a province as well: "New York"."""
    text, places = matcher.parse.words_of(phrase.start, phrase.end), load_places()
    return text in places.provinces or text in places.abbreviated


def _ends_list(matcher: RuleMatcher, inner: Phrase, outer: Phrase, names: Mapping[int, int]) -> bool:
    """Whether a list of places ends after two of them: "Varna, Burgas, Dobrich and North Shumla were …"."""
    parse, following = matcher.parse, names.get(outer.end + 1, -1)
    if following < 0 or parse.lowers[outer.end] != "and" or parse.lowers[inner.start - 1 : inner.start] != (",",):
        return False
    end = matcher.referents.phrases[following].end
    return parse.pos[inner.start - 2] == "PROPN" and parse.lowers[end : end + 1] != (",",)


def _opens_dateline(matcher: RuleMatcher, inner: Phrase, outer: Phrase) -> bool:
    """Whether two names are the places of a dateline, the first in capitals: "VARNA, Bulgaria (AP) - …"."""
    parse = matcher.parse
    block = bisect_left(parse.blocks, (inner.start, 0))
    opens = block < len(parse.blocks) and parse.blocks[block][0] == inner.start
    closed = any(word in _CLOSING for word in parse.words[outer.end : outer.end + 1])
    return opens and closed and all(word.isupper() for word in parse.words[inner.start : inner.end])


def find_near(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """Each phrase that a distance or a direction places near the one after "of", "from" or "off"."""
    parse, referents = matcher.parse, matcher.referents
    starting: dict[int, list[int]] = {}
    for place, phrase in enumerate(referents.phrases):
        if referents.referent_of[place] >= 0:
            starting.setdefault(phrase.start, []).append(place)
    for token in range(2, len(parse) - 1):
        before = _before_distance(matcher, token) if parse.lowers[token] in ("of", "from", "off") else -1
        if before < 0:
            continue
        there = next((p for p in starting.get(token + 1, ()) if matcher.fits(p, PLACES)), -1)
        for here in _lying(matcher, before) if there >= 0 else ():
            if not matcher.coreferent(here, there) and matcher.takes("near", here, there):
                span = min(referents.phrases[here].start, before), referents.phrases[there].end
                yield RelationMention(here, "near", there, "near.distance", token, span, confidence=0.75)


def _before_distance(matcher: RuleMatcher, preposition: int) -> int:
    """The last token before a distance or a direction that ends with a preposition; -1 where there is none."""
    parse = matcher.parse
    first, token = parse.sentences[parse.sentence_of[preposition]][0], preposition - 1
    if parse.lowers[token] in _LISTS["directions"]:
        token -= 1
    if parse.words[token] == ")":  # "10 kilometres (6 miles) west of"
        while token > first and parse.words[token] != "(":
            token -= 1
        token -= 1
    if parse.lowers[token] in _LISTS["lengths"]:
        token -= 1
        if _FAR.fullmatch(parse.words[token]) and parse.lowers[token + 1] in _LISTS["long"]:
            return -1
        while token > first and (parse.pos[token] == "NUM" or parse.lowers[token] in _LISTS["about"]):
            token -= 1
    return token if first <= token < preposition - 1 else -1


def _lying(matcher: RuleMatcher, token: int) -> Iterator[int]:
    """What ends at a token, a comma aside, or is the subject of the verb there."""
    parse = matcher.parse
    if parse.pos[token] in ("VERB", "AUX"):
        clause = matcher.clause_at.get(token)
        if clause is not None and lemma_of(parse, token) in _LISTS["lying"]:
            yield from matcher.fitting(clause.heads("object" if clause.passive else "subject"), _LYING)
        return
    comma = parse.words[token] == ","
    last = token - comma
    place = matcher.phrase(last)
    ends = place >= 0 and matcher.referents.phrases[place].end == last + 1
    if ends and matcher.fits(place, PLACES if comma else _LYING):
        yield place
