"""Births and deaths in brackets after the names of people, in the formats of reference works and obituaries.

"X (born 2 May 1950 in Oslo)", "X (b. 1950)", "X (2 May 1900 – 3 June 1980)".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import word_lists
from kg.text.model import RelationMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Referents, Time

__all__ = ["find_lifespans"]

_LONGEST: Final = 30
"""How many tokens the brackets may hold."""
_ADULT: Final = 18
"""How many years lie between two dates at least; a shorter span is rather a term of office."""

_DASH: Final = re.compile(r"\s*[-–—]\s*")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LISTS: Final = word_lists("words/relations/biography")


def find_lifespans(parse: Parse, referents: Referents, times: Sequence[Time]) -> tuple[RelationMention, ...]:
    """Births and deaths given in brackets after the names of people, in the order of the text."""
    found: list[RelationMention] = []
    for place, phrase in enumerate(referents.phrases):
        opening = phrase.end
        named = phrase.kind == "name" and opening < len(parse) and parse.words[opening] == "("
        if named and _is_person(referents, place):
            limit = min(len(parse), opening + _LONGEST)
            closing = next((token for token in range(opening + 1, limit) if parse.words[token] == ")"), -1)
            if closing > opening + 1:
                found += _in_brackets(parse, referents, times, (place, opening + 1, closing))
    return tuple(found)


def _is_person(referents: Referents, place: int) -> bool:
    return place >= 0 and referents.referent_of[place] >= 0 and referents.cls(place) == "Person"


def _in_brackets(
    parse: Parse, referents: Referents, times: Sequence[Time], where: tuple[int, int, int]
) -> Iterator[RelationMention]:
    """What stands between the brackets, the second and third of `where`, of a person's phrase, the first."""
    person, start, end = where
    dates = [time for time in times if start <= time.start and time.end <= end and time.value]
    born = next((token for token in range(start, end) if parse.lowers[token] in _LISTS["born"]), -1)
    died = next((token for token in range(start, end) if parse.lowers[token] in _LISTS["died"]), -1)
    if born < 0 and died < 0:
        yield from _span(parse, dates, where)
        return
    after_birth = died if died > born else end
    for word, predicate, stop in ((born, "bornOn", after_birth), (died, "diedOn", end)):
        date = next((time for time in dates if word >= 0 and word < time.start < stop and "/" not in time.value), None)
        if date is not None:
            yield _dated(where, predicate, date.value, word)
    for token in range(born + 1, after_birth) if born >= 0 else ():
        at = referents.starting(token)
        if at >= 0 and ontology.is_a(referents.cls(at), "Place") and parse.lowers[token - 1] in ("in", "at", ","):
            yield RelationMention(person, "bornIn", at, "bornIn.brackets", born, (start, end), confidence=0.9)
            return


def _span(parse: Parse, dates: Sequence[Time], where: tuple[int, int, int]) -> Iterator[RelationMention]:
    """A first and a last date that fill the brackets."""
    _, start, end = where
    if not dates or dates[0].start != start or dates[-1].end != end:
        return
    if len(dates) == 1:
        first, _, last = dates[0].value.partition("/")
    elif len(dates) == 2 and _DASH.fullmatch(parse.text[parse.ends[dates[0].end - 1] : parse.begins[dates[1].start]]):
        first, last = dates[0].value, dates[1].value
    else:
        return
    if _DATE.fullmatch(first) and _DATE.fullmatch(last) and int(last[:4]) - int(first[:4]) >= _ADULT:
        yield _dated(where, "bornOn", first, start)
        yield _dated(where, "diedOn", last, end - 1)


def _dated(where: tuple[int, int, int], predicate: str, date: str, anchor: int) -> RelationMention:
    rule = f"{predicate}.brackets"
    return RelationMention(where[0], predicate, -1, rule, anchor, where[1:], value=date, kind="date", confidence=0.9)
