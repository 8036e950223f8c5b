"""Where people studied, however far from the verb the school is named: "earned a master's degree in law from X"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.model import RelationMention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse, Referents

__all__ = ["find_schooling"]

_REACH: Final = 18
"""How many tokens may lie between the word for studying and the school."""

_LISTS: Final = word_lists("words/schooling")
_VERBS: Final = _LISTS["verbs"]
_STUDENTS: Final = _LISTS["students"]
_DEGREES: Final = _LISTS["degrees"]
_TAKING: Final = _LISTS["taking"]
_PREPOSITIONS: Final = frozenset({"at", "from", "of", "in", "to"})
_CLIMBED: Final = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})


def find_schooling(parse: Parse, referents: Referents) -> tuple[RelationMention, ...]:
    """The schools at which people are said to have studied, in the order of the text."""
    found: list[RelationMention] = []
    for school, phrase in enumerate(referents.phrases):
        referent = referents.referent_of[school]
        if referent < 0 or referents.referents[referent].cls != "EducationalOrganization" or phrase.kind != "name":
            continue
        before = phrase.start - 1 - (parse.lowers[phrase.start - 1] == "the")
        if before < 1 or parse.lowers[before] not in _PREPOSITIONS:
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
        if pos == "VERB" and lemma in _VERBS:
            return token if parse.lowers[preposition] != "of" else -1
        if pos in ("NOUN", "PROPN") and lemma in _STUDENTS:
            return token if parse.lowers[preposition] != "to" else -1
        if lemma in _DEGREES and pos in ("NOUN", "PROPN", "ADJ"):
            return token if parse.lowers[preposition] in ("at", "from") else -1
        if parse.tags[token] in _FINITE or parse.lowers[token] in (";", "where", "who", "which", "that", "before"):
            return -1
    return -1


def _students(parse: Parse, referents: Referents, anchor: int) -> Iterator[int]:
    """The persons who study: the subject of the verb, the holder of the degree, the one called a student."""
    lemma = parse.lemmas[anchor].lower()
    verb = anchor
    if parse.pos[anchor] != "VERB":
        if lemma in _STUDENTS:
            place = referents.phrase_at[anchor]
            if place >= 0 and referents.phrases[place].head == anchor and _is_person(referents, place):
                yield place
            return
        owner = next((child for child in parse.children[anchor] if parse.deps[child] == "poss"), -1)
        verb = _governing_verb(parse, anchor)
        if verb < 0 or parse.lemmas[verb].lower() not in _TAKING:
            place = referents.phrase_at[owner] if owner >= 0 else -1
            if place >= 0 and _is_person(referents, place):
                yield place
            return
    for subject in _subjects(parse, verb):
        place = referents.phrase_at[subject]
        if place >= 0 and referents.phrases[place].head == subject and _is_person(referents, place):
            yield place


def _is_person(referents: Referents, place: int) -> bool:
    referent = referents.referent_of[place]
    return referent >= 0 and referents.referents[referent].cls == "Person"


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
    if any(parse.deps[child] == "neg" for child in parse.children[verb]):
        return []
    for _ in range(5):
        found = [child for child in parse.children[verb] if parse.deps[child] in ("nsubj", "nsubjpass")]
        if found:
            return found
        if parse.deps[verb] in ("acl", "relcl"):
            return [parse.heads[verb]]
        if parse.deps[verb] not in _CLIMBED and parse.deps[verb] != "prep":
            return []
        verb = parse.heads[verb]
    return []
