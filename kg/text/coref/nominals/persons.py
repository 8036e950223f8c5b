"""Whom a definite nominal for a person refers to: "the former minister", "the 34-year-old Slovak", "the banker"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import Clusters, best, only
from kg.text.coref.nominals.kinds import synonyms
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.titles import GENDER, HEADS, OCCUPATIONS, POSTS, TEAM_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Phrase

__all__ = ["person_meant"]

_WORDS: Final = word_lists("words/coref/nominals")
_NEAR: Final = 60
_NEAR_SENTENCES: Final = 3
"""How many mentions and sentences back a person may lie whom the text has not called so before."""

_FOR_SUBJECT: Final = 2
_MOST: Final = 8
"""How many mentions it counts to be a subject, and how many mentions count at most."""

_AGES: Final = range(10, 111)
_TEENS: Final = range(13, 20)


def person_meant(clusters: Clusters, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
    """The cluster of a person whom the text has called by this noun, or the only one whom it can mean; -1 for none."""
    gender = GENDER.get(lemma, "")
    age = next(_ages_in(clusters.parse.lowers[phrase.start : phrase.head + 1]), 0)
    ages = range(age, age + 1) if age else _TEENS if lemma in ("teenager", "teen") else range(0)
    found = _of_age(clusters, ages, gender) if ages else -1
    persons = (c for _, c, _ in clusters.candidates() if clusters.cls[c] == "Person" and clusters.may_be(c, gender))
    called = next((c for c in persons if lemma in clusters.nouns[c] and not clusters.plural[c]), -1)
    if found < 0 <= called and not (age and _ages_of(clusters, called) - {age}):
        found = called
    nations = None if modifiers & _WORDS["ordinal"] else _nations(clusters, phrase)
    if found >= 0 or nations is None:
        return found
    epithet = gender or lemma in TEAM_POSTS or lemma in _WORDS["epithets"]
    common = lemma in OCCUPATIONS and lemma not in POSTS | HEADS
    if nations and not (epithet or common or _is_generic(lemma)):
        return -1  # "the German minister" need not have been named
    if not epithet and not nations and not age:
        return -1
    return best(
        (score, cluster)
        for other, cluster, back in clusters.candidates(phrase.head, _NEAR, _NEAR_SENTENCES)
        if clusters.cls[cluster] == "Person" and clusters.named[cluster] and not clusters.plural[cluster]
        if back and clusters.may_be(cluster, gender)
        if (score := min(clusters.count[cluster], _MOST) + _FOR_SUBJECT * clusters.is_subject(other) - back) > 0
        if not _is_other(clusters, cluster, lemma, nations, ages)
    )


def _is_generic(lemma: str) -> bool:
    """Whether a noun may call anybody, whatever post he holds: "man", "native", "Slovak"."""
    return lemma in _WORDS["generic"] or lemma.capitalize() in load_places().demonyms


def _of_age(clusters: Clusters, ages: range, gender: str) -> int:
    """The person whose age the text has said to be in `ages`, -1 where it is nobody's or several persons'."""
    persons = {c for c in (clusters.of[mention] for mention in clusters.recent) if clusters.cls[c] == "Person"}
    persons = {c for c in persons if clusters.may_be(c, gender)}
    return only((c for c in persons if not _ages_of(clusters, c).isdisjoint(ages)), -1)


def _ages_of(clusters: Clusters, cluster: int) -> set[int]:
    """The ages that stand beside the names of a person: "Ann Lee, 34,", "34-year-old Ann Lee"."""
    parse, found = clusters.parse, set[int]()
    for phrase in clusters.phrases_of(cluster):
        if phrase.kind != "pronoun":
            after = parse.words[phrase.end : phrase.end + 3]
            behind = next((at for at, word in enumerate(after) if word not in (",", "(", "aged")), 0)
            if behind and after[behind].isdecimal() and int(after[behind]) in _AGES:
                found.add(int(after[behind]))
            found.update(_ages_in(parse.lowers[max(0, phrase.start - 6) : phrase.end]))
    return found


def _ages_in(lowers: Sequence[str]) -> Iterator[int]:
    """The ages that words give, in order: "the 34-year-old Slovak"."""
    for at, word in enumerate(lowers[:-1]):
        if word.isdecimal() and int(word) in _AGES and "year" in lowers[at + 1 : at + 3]:
            yield int(word)


def _nations(clusters: Clusters, phrase: Phrase) -> frozenset[str] | None:
    """The nations in lower case that a phrase says somebody to be of, "" for a town; None for any other name in it."""
    parse, demonyms, found = clusters.parse, load_places().demonyms, set()
    token = phrase.start
    while token < phrase.head + (parse.words[phrase.head] in demonyms):
        word = parse.words[token]
        if word[0].isupper() and token > phrase.start:
            name = clusters.phrases[clusters.phrase_at[token]]
            if word in demonyms:
                found.add(word.lower())
            elif clusters.phrase_at[token] < 0 or name.kind != "name" or name.cls != "City":
                return None
            else:
                token = name.end - 1
                found.add("")
        token += 1
    return frozenset(found)


def _is_other(clusters: Clusters, cluster: int, lemma: str, nations: frozenset[str], ages: range) -> bool:
    """Whether the text has said of a person what the nominal cannot mean: another nation, age or occupation."""
    nouns = clusters.nouns[cluster]
    said = {noun for noun in nouns if noun.capitalize() in load_places().demonyms}
    if said and nations - {""} and not said & nations:
        return True
    if ages:
        return bool(_ages_of(clusters, cluster) - {*ages})
    return not _is_generic(lemma) and bool(nouns & POSTS) and not nouns & synonyms(lemma)
