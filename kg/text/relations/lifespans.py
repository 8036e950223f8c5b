"""When and where people were born and died, by the brackets after their names.

The forms are those of reference works and obituaries: "X (born 2 May 1950 in Oslo)", "X (b. 1950)", "X (2 May 1900 –
3 June 1980)".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import ontology
from kg.text.model import RelationMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Referents, Time

__all__ = ["find_lifespans"]

_LONGEST = 30
"""How many tokens the brackets may hold."""

_ADULT = 18
"""How many years lie between two dates at least; a shorter span is rather a term of office."""

_BORN = frozenset({"born", "b.", "b"})
_DIED = frozenset({"died", "d.", "d"})
_DASH = re.compile(r"\s*[-–—]\s*")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def find_lifespans(parse: Parse, referents: Referents, times: Sequence[Time]) -> tuple[RelationMention, ...]:
    """Births and deaths given in brackets after the names of people, in the order of the text."""
    found: list[RelationMention] = []
    for place, phrase in enumerate(referents.phrases):
        opening = phrase.end
        if phrase.kind != "name" or opening >= len(parse) or parse.words[opening] != "(":
            continue
        referent = referents.referent_of[place]
        if referent < 0 or referents.referents[referent].cls != "Person":
            continue
        limit = min(len(parse), opening + _LONGEST)
        closing = next((token for token in range(opening + 1, limit) if parse.words[token] == ")"), -1)
        if closing > opening + 1:
            found += _inside(parse, referents, times, (place, opening + 1, closing))
    return tuple(found)


def _inside(
    parse: Parse, referents: Referents, times: Sequence[Time], where: tuple[int, int, int]
) -> Iterator[RelationMention]:
    person, start, end = where
    dates = [time for time in times if start <= time.start and time.end <= end and time.value]
    born = next((token for token in range(start, end) if parse.lowers[token] in _BORN), -1)
    died = next((token for token in range(start, end) if parse.lowers[token] in _DIED), -1)
    if born < 0 and died < 0:
        yield from _span(parse, dates, where)
        return
    for word, predicate in ((born, "bornOn"), (died, "diedOn")):
        stop = died if word == born and died > born else end
        date = next((time for time in dates if word >= 0 and word < time.start < stop and "/" not in time.value), None)
        if date is not None:
            yield _dated(person, predicate, date.value, (word, start, end))
    if born >= 0:
        yield from _birthplaces(parse, referents, where, (born, died if died > born else end))


def _span(parse: Parse, dates: Sequence[Time], where: tuple[int, int, int]) -> Iterator[RelationMention]:
    """A first and a last date that fill the brackets."""
    person, start, end = where
    if not dates or dates[0].start != start or dates[-1].end != end:
        return
    if len(dates) == 1:
        first, _, last = dates[0].value.partition("/")
    elif len(dates) == 2 and _DASH.fullmatch(parse.text[parse.ends[dates[0].end - 1] : parse.begins[dates[1].start]]):
        first, last = dates[0].value, dates[1].value
    else:
        return
    if not _DATE.fullmatch(first) or not _DATE.fullmatch(last) or int(last[:4]) - int(first[:4]) < _ADULT:
        return
    yield _dated(person, "bornOn", first, (start, start, end))
    yield _dated(person, "diedOn", last, (end - 1, start, end))


def _dated(person: int, predicate: str, date: str, at: tuple[int, int, int]) -> RelationMention:
    anchor, start, end = at
    rule = f"{predicate}.brackets"
    return RelationMention(person, predicate, -1, rule, anchor, (start, end), value=date, kind="date", confidence=0.9)


def _birthplaces(
    parse: Parse, referents: Referents, where: tuple[int, int, int], span: tuple[int, int]
) -> Iterator[RelationMention]:
    """The place named after "born", after "in" or a comma."""
    person, start, end = where
    for token in range(span[0] + 1, span[1]):
        at = referents.phrase_at[token]
        if at < 0 or referents.phrases[at].start != token or referents.referent_of[at] < 0:
            continue
        cls = referents.referents[referents.referent_of[at]].cls
        if ontology.is_a(cls, "Place") and parse.lowers[token - 1] in ("in", "at", ","):
            yield RelationMention(person, "bornIn", at, "bornIn.brackets", span[0], (start, end), confidence=0.9)
            return
