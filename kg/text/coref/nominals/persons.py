"""Whom a definite nominal for a person takes up: "the former minister", "the 34-year-old Slovak", "the banker"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import only
from kg.text.coref.nominals.head_nouns import synonyms
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import GENDER, HEADS, OCCUPATIONS, POSTS, TEAM_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["PersonFinder"]

_words = partial(words, "words/coref/nominals")
_ORDINAL: Final = _words("ordinal")
_RULERS: Final = _words("rulers")
_LEADERS: Final = _words("leaders")
_NOT_IN_OFFICE: Final = _words("not_in_office")
_GENERIC: Final = _words("generic")
_EPITHETS: Final = _words("epithets")
_NEAR: Final = 60
_NEAR_SENTENCES: Final = 3
"""How many mentions and sentences back a person may lie whom the text has not called so before."""

_FOR_SUBJECT: Final = 2
_MOST: Final = 8
"""How many mentions it counts to be a subject, and how many mentions count at most."""

_AGES: Final = range(10, 111)
_TEENS: Final = range(13, 20)


class PersonFinder:
    """Finds the persons that nominals mean among those of whom the text has spoken."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self.parse = parse
        self.clusters = clusters
        self.demonyms = load_places().demonyms

    def find(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """A named person whom the text has called by this noun, or the only one whom it can mean; -1 for none."""
        gender = GENDER.get(lemma, "")
        age = next(_ages_in(self.parse.lowers[phrase.start : phrase.head + 1]), 0)
        ages = range(age, age + 1) if age else _TEENS if lemma in ("teenager", "teen") else range(0)
        found = self._of_age(ages, gender) if ages else -1
        called = self._called(lemma, gender) if found < 0 else -1
        if called >= 0 and not (age and self._ages(called) - {age}):
            found = called
        if found >= 0 or modifiers & _ORDINAL:
            return found
        nations = self._nations(phrase)
        if nations is None:
            return -1
        if nations and not self._is_epithet(lemma, gender):
            return self._ruler(lemma, nations)  # "the German minister" need not have been named
        known = lemma in TEAM_POSTS or lemma in _EPITHETS or gender
        return self._most_salient(phrase, lemma, gender, nations, ages) if known or nations or age else -1

    def _called(self, lemma: str, gender: str) -> int:
        """The last person whom the text has called by a noun."""
        clusters = self.clusters
        for _, cluster, _ in clusters.candidates():
            is_person = clusters.cls[cluster] == "Person" and not clusters.plural[cluster]
            if is_person and lemma in clusters.nouns[cluster] and clusters.may_be(cluster, gender):
                return cluster
        return -1

    def _of_age(self, ages: range, gender: str) -> int:
        """The person whose age the text has told to be in `ages`, -1 where it is nobody's or several persons'."""
        clusters = self.clusters
        persons = {c for c in (clusters.of[mention] for mention in clusters.recent) if clusters.cls[c] == "Person"}
        return only(c for c in persons if not self._ages(c).isdisjoint(ages) and clusters.may_be(c, gender))

    def _ages(self, cluster: int) -> set[int]:
        """The ages that stand beside the names of a person: "Ann Lee, 34,", "34-year-old Ann Lee"."""
        parse, found = self.parse, set[int]()
        for mention in self.clusters.members[cluster]:
            phrase = self.clusters.phrases[mention]
            if phrase.kind == "pronoun":
                continue
            after = parse.words[phrase.end : phrase.end + 3]
            behind = next((at for at, word in enumerate(after) if word not in (",", "(", "aged")), 0)
            if behind and after[behind].isdigit() and int(after[behind]) in _AGES:
                found.add(int(after[behind]))
            found.update(_ages_in(parse.lowers[max(0, phrase.start - 6) : phrase.end]))
        return found

    def _nations(self, phrase: Phrase) -> frozenset[str] | None:
        """The nations and towns that a phrase says somebody to be of; None where it names something else."""
        clusters, found = self.clusters, set()
        token = phrase.start
        while token < phrase.head + (self.parse.words[phrase.head] in self.demonyms):
            word = self.parse.words[token]
            if word[0].isupper() and token > phrase.start:
                at = clusters.phrase_at[token]
                name = clusters.phrases[at] if at >= 0 else None
                if word in self.demonyms:
                    found.add(word.lower())
                elif name is None or name.kind != "name" or name.cls != "City":
                    return None
                else:
                    token = name.end - 1
                    found.add("")
            token += 1
        return frozenset(found)

    def _most_salient(self, phrase: Phrase, lemma: str, gender: str, nations: frozenset[str], ages: range) -> int:
        """The named person of whom the sentences before speak most and last."""
        clusters = self.clusters
        best, weight = -1, 0
        for other, cluster, back in clusters.candidates(phrase.head, _NEAR, _NEAR_SENTENCES):
            fits = clusters.cls[cluster] == "Person" and clusters.named[cluster] and not clusters.plural[cluster]
            if not fits or not back or not clusters.may_be(cluster, gender):
                continue
            subject = self.parse.deps[clusters.phrases[other].head] in ("nsubj", "nsubjpass")
            score = min(clusters.count[cluster], _MOST) + _FOR_SUBJECT * subject - back
            if score > weight and not self._is_other(cluster, lemma, nations, ages):
                best, weight = cluster, score
        return best

    def _ruler(self, lemma: str, nations: frozenset[str]) -> int:
        """Whom "the Danish leader" means: the one named as one who leads that country; -1 for none."""
        clusters = self.clusters
        if lemma not in _LEADERS:
            return -1
        countries = {country for demonym, country in self.demonyms.items() if demonym.lower() in nations}
        return only(
            cluster
            for other, cluster, _ in clusters.candidates()
            if clusters.cls[cluster] == "Person" and clusters.named[cluster]
            if self._is_ruler(clusters.phrases[other], countries)
        )

    def _is_ruler(self, phrase: Phrase, countries: set[str]) -> bool:
        """Whether the words of a mention say that somebody leads a country: "Danish President X", "king of Denmark"."""
        parse = self.parse
        if phrase.kind == "pronoun":
            return False
        start = max(0, phrase.start - 4) if phrase.kind == "name" else phrase.start
        end = phrase.start if phrase.kind == "name" else phrase.head + 1
        said = set(parse.lowers[start:end])
        if phrase.kind == "nominal" and parse.lowers[end : end + 1] == ("of",):
            end += 2
        in_office = not said.isdisjoint(_RULERS) and said.isdisjoint(_NOT_IN_OFFICE)
        return in_office and any(self.demonyms.get(word, word) in countries for word in parse.words[start:end])

    def _is_epithet(self, lemma: str, gender: str) -> bool:
        """Whether a noun tells what anybody may be, not the holder of a post: "novelist", not "minister"."""
        if lemma in _GENERIC or gender or lemma in _EPITHETS or lemma in TEAM_POSTS:
            return True
        of_nation = lemma.capitalize() in self.demonyms
        return of_nation or (lemma in OCCUPATIONS and lemma not in POSTS | HEADS)

    def _is_other(self, cluster: int, lemma: str, nations: frozenset[str], ages: range) -> bool:
        """Whether the text has said of a person what the nominal cannot mean: another nation, age or occupation."""
        nouns = self.clusters.nouns[cluster]
        said = {noun for noun in nouns if noun.capitalize() in self.demonyms}
        if (said and nations - {""} and not said & nations) or (ages and self._ages(cluster) - {*ages}):
            return True
        if ages or lemma in _GENERIC or lemma.capitalize() in self.demonyms:
            return False  # what anybody may be called who holds a post
        return bool(nouns & POSTS) and not nouns & synonyms(lemma)


def _ages_in(lowers: Sequence[str]) -> Iterator[int]:
    """The ages that words tell, in order: "the 34-year-old Slovak"."""
    for at, word in enumerate(lowers[:-1]):
        if word.isdigit() and int(word) in _AGES and "year" in lowers[at + 1 : at + 3]:
            yield int(word)
