"""Whom a definite nominal for a person takes up: "the former minister", "the 34-year-old Slovak", "the banker"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import WINDOW
from kg.text.coref.nominals.head_nouns import synonyms
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_places, load_titles

if TYPE_CHECKING:
    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["PersonFinder"]

_LISTS: Final = word_lists("words/coref/nominals")
_ORDINAL: Final = _LISTS["ordinal"]
_RULERS: Final = _LISTS["rulers"]
_APART: Final = _LISTS["not_in_office"]
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_NEAR, _NEAR_SENTENCES = 60, 3
_FOR_SUBJECT, _MOST = 2, 8
"""How many mentions it counts to be a subject, and how many mentions count at most."""

_AGES: Final = range(10, 111)
_TEENS: Final = range(13, 20)
_TEENAGERS: Final = frozenset({"teenager", "teen"})
_GENERIC: Final = _LISTS["generic"]


class PersonFinder:
    """Finds the persons that nominals mean among those of whom the text has spoken."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self.parse = parse
        self.clusters = clusters
        self.titles = load_titles()
        self.epithets = _LISTS["epithets"]
        self.demonyms = load_places().demonyms

    def find(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """A named person whom the text has called by this noun, or the only one whom it can mean; -1 for none."""
        gender = self.titles.gender.get(lemma, "")
        age = self._age_in(phrase)
        ages = range(age, age + 1) if age else _TEENS if lemma in _TEENAGERS else range(0)
        found = self._of_age(ages, gender) if ages else -1
        called = self._called(lemma, gender) if found < 0 else -1
        if called >= 0 and not (age and self._ages(called) - {age}):
            found = called
        if found >= 0 or modifiers & _ORDINAL:
            return found
        nations = self._nations(phrase)
        if nations is None:
            return -1
        known = lemma in self.titles.sports or lemma in self.epithets or gender
        return self._salient(phrase, lemma, gender, nations, ages) if known or nations or age else -1

    def _called(self, lemma: str, gender: str) -> int:
        """The last person whom the text has called by a noun."""
        clusters = self.clusters
        for other in reversed(clusters.recent[-WINDOW:]):
            cluster = clusters.of[other]
            if clusters.cls[cluster] != "Person" or clusters.plural[cluster]:
                continue
            if lemma in clusters.nouns[cluster] and (not gender or clusters.gender[cluster] in ("", gender)):
                return cluster
        return -1

    def _age_in(self, phrase: Phrase) -> int:
        """The age that a phrase tells: "the 34-year-old Slovak"; 0 for none."""
        words = self.parse.lowers[phrase.start : phrase.head + 1]
        for token, word in enumerate(words[:-1]):
            if word.isdigit() and int(word) in _AGES and "year" in words[token + 1 : token + 3]:
                return int(word)
            number, _, rest = word.partition("-")
            if rest.startswith("year") and number.isdigit():
                return int(number)
        return 0

    def _of_age(self, ages: range, gender: str) -> int:
        """The person whose age the text has told to be in `ages`, -1 where it is nobody's or several persons'."""
        fitting = {
            cluster
            for cluster in dict.fromkeys(self.clusters.of[other] for other in self.clusters.recent)
            if self.clusters.cls[cluster] == "Person"
            and not self._ages(cluster).isdisjoint(ages)
            and self.clusters.gender[cluster] in ("", gender or self.clusters.gender[cluster])
        }
        return fitting.pop() if len(fitting) == 1 else -1

    def _ages(self, cluster: int) -> set[int]:
        """The ages that stand beside the names of a person: "Ann Lee, 34,", "34-year-old Ann Lee"."""
        parse, found = self.parse, set()
        for place in self.clusters.members[cluster]:
            phrase = self.clusters.phrases[place]
            if phrase.kind == "pronoun":
                continue
            for token in range(phrase.end, min(phrase.end + 3, len(parse))):
                if parse.words[token] not in (",", "(", "aged"):
                    if parse.words[token].isdigit() and token > phrase.end and int(parse.words[token]) in _AGES:
                        found.add(int(parse.words[token]))
                    break
            before = parse.lowers[max(0, phrase.start - 6) : phrase.end]
            found |= {
                int(word)
                for at, word in enumerate(before[:-2])
                if word.isdigit() and int(word) in _AGES and "year" in before[at + 1 : at + 3]
            }
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

    def _salient(self, phrase: Phrase, lemma: str, gender: str, nations: frozenset[str], ages: range) -> int:
        """The named person of whom the sentences before speak most and last."""
        clusters, parse = self.clusters, self.parse
        sentence = parse.sentence_of[phrase.head]
        if nations and not self._is_epithet(lemma, gender):
            return self._ruler(lemma, nations)  # "the German minister" need not have been named
        best, weight = -1, 0
        for other in reversed(clusters.recent[-_NEAR:]):
            before, cluster = clusters.phrases[other], clusters.of[other]
            back = sentence - parse.sentence_of[before.head]
            if back > _NEAR_SENTENCES:
                break
            fits = clusters.cls[cluster] == "Person" and clusters.named[cluster] and not clusters.plural[cluster]
            if not fits or not back or clusters.gender[cluster] not in ("", gender or clusters.gender[cluster]):
                continue
            subject = parse.deps[before.head] in _SUBJECTS
            score = min(clusters.count[cluster], _MOST) + _FOR_SUBJECT * subject - back
            if score > weight and not self._is_other(cluster, lemma, nations, ages):
                best, weight = cluster, score
        return best

    def _ruler(self, lemma: str, nations: frozenset[str]) -> int:
        """Whom "the Danish leader" means: the one named as one who leads that country; -1 for none."""
        clusters = self.clusters
        countries = {country for demonym, country in self.demonyms.items() if demonym.lower() in nations}
        if lemma not in _LISTS["leaders"]:
            return -1
        found = {
            clusters.of[other]
            for other in clusters.recent[-WINDOW:]
            if clusters.cls[clusters.of[other]] == "Person"
            and clusters.named[clusters.of[other]]
            and self._rules(clusters.phrases[other], countries)
        }
        return found.pop() if len(found) == 1 else -1

    def _rules(self, phrase: Phrase, countries: set[str]) -> bool:
        """Whether the words of a mention say that somebody leads a country: "Danish President X", "king of Denmark"."""
        parse = self.parse
        if phrase.kind == "pronoun":
            return False
        start = max(0, phrase.start - 4) if phrase.kind == "name" else phrase.start
        end = phrase.start if phrase.kind == "name" else phrase.head + 1
        told = _RULERS & {*parse.lowers[start:end]} and not _APART & {*parse.lowers[start:end]}
        if phrase.kind == "nominal" and parse.lowers[end : end + 1] == ("of",):
            end += 2
        return bool(told) and any(self.demonyms.get(word, word) in countries for word in parse.words[start:end])

    def _is_epithet(self, lemma: str, gender: str) -> bool:
        """Whether a noun tells what anybody may be, not the holder of a post: "novelist", not "minister"."""
        if lemma in _GENERIC or gender or lemma in self.epithets or lemma in self.titles.sports:
            return True
        of_nation = lemma.capitalize() in self.demonyms
        return of_nation or (lemma in self.titles.occupations and lemma not in self.titles.posts | self.titles.leads)

    def _is_other(self, cluster: int, lemma: str, nations: frozenset[str], ages: range) -> bool:
        """Whether the text has said of a person what the nominal cannot mean: another nation, age or occupation."""
        nouns = self.clusters.nouns[cluster]
        told = {noun for noun in nouns if noun.capitalize() in self.demonyms}
        if (told and nations - {""} and not told & nations) or (ages and self._ages(cluster) - {*ages}):
            return True
        if ages or lemma in _GENERIC or lemma.capitalize() in self.demonyms:
            return False  # what anybody may be called who holds a post
        return bool(nouns & self.titles.posts) and not nouns & synonyms(lemma)
