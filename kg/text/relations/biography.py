"""When and where people were born and died, by the brackets after their names; at which schools they studied.

The forms of brackets are those of reference works and obituaries: "X (born 2 May 1950 in Oslo)", "X (b. 1950)",
"X (2 May 1900 – 3 June 1980)". A school may stand far from the verb: "earned a master's degree in law from X".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import word_lists
from kg.text.model import RelationMention
from kg.text.syntax.dependencies import child, own_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Referents, Time

__all__ = ["find_lifespans", "find_schooling"]

_LONGEST: Final = 30
"""How many tokens the brackets may hold."""
_ADULT: Final = 18
"""How many years lie between two dates at least; a shorter span is rather a term of office."""
_REACH: Final = 18
"""How many tokens may lie between the word for studying and the school."""

_DASH: Final = re.compile(r"\s*[-–—]\s*")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LISTS: Final = word_lists("words/relations/biography")
_CLIMBED: Final = ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep")
"""The labels by which a verb without a subject of its own shares that of the verb above it."""


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


def find_schooling(parse: Parse, referents: Referents) -> tuple[RelationMention, ...]:
    """The schools at which people are said to have studied, in the order of the text."""
    found: list[RelationMention] = []
    for school, phrase in enumerate(referents.phrases):
        if phrase.kind != "name" or referents.referent_of[school] < 0:
            continue
        before = phrase.start - 1 - (parse.lowers[phrase.start - 1] == "the")
        is_school = referents.cls(school) == "EducationalOrganization"
        if not is_school or before < 1 or parse.lowers[before] not in _LISTS["prepositions"]:
            continue
        anchor = _studying(parse, before)
        for person in _students(parse, referents, anchor) if anchor >= 0 else ():
            here = referents.phrases[person]
            span = min(here.start, anchor), max(phrase.end, here.end)
            found.append(RelationMention(person, "educatedAt", school, "educatedAt.far", anchor, span, confidence=0.8))
    return tuple(found)


def _studying(parse: Parse, preposition: int) -> int:
    """The word for studying, or for what is studied, that a preposition before a school belongs to; -1 for none."""
    first = parse.sentences[parse.sentence_of[preposition]][0]
    for token in range(preposition - 1, max(first, preposition - _REACH) - 1, -1):
        lemma, pos = parse.lemmas[token].lower(), parse.pos[token]
        if pos == "VERB" and lemma in _LISTS["verbs"]:
            return token if parse.lowers[preposition] != "of" else -1
        if pos in ("NOUN", "PROPN") and lemma in _LISTS["students"]:
            return token if parse.lowers[preposition] != "to" else -1
        if lemma in _LISTS["degrees"] and pos in ("NOUN", "PROPN", "ADJ"):
            return token if parse.lowers[preposition] in ("at", "from") else -1
        if parse.tags[token] in ("VBD", "VBZ", "VBP") or parse.lowers[token] in _LISTS["breaking"]:
            return -1
    return -1


def _students(parse: Parse, referents: Referents, anchor: int) -> Iterator[int]:
    """The persons who study: the subject of the verb, the holder of the degree, the one called a student."""
    lemma = parse.lemmas[anchor].lower()
    if parse.pos[anchor] == "VERB":
        tokens = _subjects(parse, anchor)
    elif lemma in _LISTS["students"]:
        tokens = [anchor]
    elif (verb := _governing_verb(parse, anchor)) >= 0 and parse.lemmas[verb].lower() in _LISTS["taking"]:
        tokens = _subjects(parse, verb)
    else:  # "his degree from X"
        owner = child(parse, anchor, "poss")
        place = referents.phrase_at[owner] if owner >= 0 else -1
        if _is_person(referents, place):
            yield place
        return
    for token in tokens:
        place = referents.phrase_at[token]
        if _is_person(referents, place) and referents.phrases[place].head == token:
            yield place


def _governing_verb(parse: Parse, token: int) -> int:
    for _ in range(6):
        if parse.heads[token] == token:
            return -1
        token = parse.heads[token]
        if parse.pos[token] == "VERB" or parse.lemmas[token] == "have":
            return token
    return -1


def _subjects(parse: Parse, verb: int) -> list[int]:
    """The subjects of a verb, else of the one above it; a participle's noun."""
    if child(parse, verb, "neg") >= 0:
        return []
    for _ in range(5):
        if found := own_subjects(parse, verb):
            return found
        if parse.deps[verb] in ("acl", "relcl"):
            return [parse.heads[verb]]
        if parse.deps[verb] not in _CLIMBED:
            return []
        verb = parse.heads[verb]
    return []
