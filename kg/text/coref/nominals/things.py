"""Which named thing a text means by a noun for its kind: "the company", "the airbase", "the browser"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.coref.clusters import WINDOW
from kg.text.coref.nominals.head_nouns import classes_of_names
from kg.text.lexicon.name_classes import completed_words
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import PLACES
from kg.text.lexicon.words import load_places, load_words

if TYPE_CHECKING:
    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["ThingFinder"]

_BODIES = word_lists("words/coref/nominals")["distinct_organizations"]
_WITHIN = frozenset({"state", "provincial", "regional", "county"})
"""Words of capitals that are no country's."""

_COUNTRIES = frozenset({"country", "nation"})
_NEAR, _NEAR_SENTENCES = 30, 2


class ThingFinder:
    """Finds the things that nominals mean among those which the text has named."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self.parse = parse
        self.clusters = clusters
        self.nouns = load_words().nouns
        self.firms = word_lists("words/nouns/organizations")["companies"]
        self.things, self.works = (
            word_lists("words/nouns/beside_names")["products"],
            word_lists("words/nouns/beside_names")["works"],
        )

    def find(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """A named thing that the text most likely means by a noun, -1 for none."""
        firm = lemma in self.firms and phrase.cls != "GovernmentAgency"  # "the central bank" is none
        allowed = frozenset({"Company"}) if firm else classes_of_names().get(lemma)
        if lemma == "capital" and not modifiers & _WITHIN:
            return self._capital(phrase)
        if not allowed or len(modifiers) > 1:
            return -1 if modifiers else self._thing(phrase, lemma)
        found = self._salient(phrase, lemma, allowed, modifiers)
        if found < 0 and (firm or lemma in ("club", "team")) and not modifiers:
            found = self._salient(phrase, lemma, frozenset({"Organization"}), modifiers)
        return found

    def _capital(self, phrase: Phrase) -> int:
        """The last city named that is a capital, of the country that a phrase tells if it does."""
        clusters, parse, places = self.clusters, self.parse, load_places()
        before = parse.words_of(phrase.start, phrase.head).split()
        nations = {places.demonyms.get(word, word) for word in before if word[0].isupper() and word != "The"}
        for other in reversed(clusters.recent[-WINDOW:]):
            name = clusters.phrases[other]
            country = places.capitals.get(clusters.text(other), "") if name.kind == "name" else ""
            if country and clusters.cls[clusters.of[other]] == "City" and (not nations or country in nations):
                return clusters.of[other]
        return -1

    def armed(self) -> int:
        """The one armed group that the text has named, which "the rebels" are; -1 for none or several."""
        clusters = self.clusters
        named = {
            clusters.of[other]
            for other in clusters.recent[-WINDOW:]
            if clusters.phrases[other].kind == "name" and clusters.cls[clusters.of[other]] == "ArmedGroup"
        }
        return named.pop() if len(named) == 1 else -1

    def _salient(self, phrase: Phrase, lemma: str, allowed: frozenset[str], modifiers: frozenset[str]) -> int:
        """The named cluster of some classes that a text most likely means by a noun, -1 for none."""
        clusters, sentence = self.clusters, self.parse.sentence_of[phrase.head]
        best, most = -1, 0.0
        for other in reversed(clusters.recent[-WINDOW:]):
            before = clusters.phrases[other]
            cluster = clusters.of[other]
            called = before.kind == "name" or (before.kind == "demonym" and lemma in _COUNTRIES)
            if not called or clusters.cls[cluster] not in allowed or self._is_other(before, lemma):
                continue
            if self.parse.lowers[before.end - 1] in ("exchange", "market") and lemma != "exchange":
                continue
            salience = self._salience(before, cluster, sentence)
            if best < 0 or salience > most:
                best, most = cluster, salience
            if modifiers:  # "the Danish team": the nearest, of which the modifier may be news
                break
        return best

    def _salience(self, name: Phrase, cluster: int, sentence: int) -> float:
        """How likely a text's "the company" takes up a name: one spoken of often, as a subject, a little before."""
        parse = self.parse
        subject = parse.deps[name.head] in ("nsubj", "nsubjpass")
        back = sentence - parse.sentence_of[name.head]
        return min(self.clusters.count[cluster], 6) * 0.4 + 0.8 * subject - 0.5 * min(back, 6)

    def _thing(self, phrase: Phrase, lemma: str) -> int:
        """The product or work named a little before of which the text has not said that it is something else."""
        clusters, parse = self.clusters, self.parse
        if phrase.cls not in ("Product", "Work") or not (lemma in self.things or lemma in self.works):
            return -1
        sentence, found = parse.sentence_of[phrase.head], -1
        for other in reversed(clusters.recent[-_NEAR:]):
            before, cluster = clusters.phrases[other], clusters.of[other]
            back = sentence - parse.sentence_of[before.head]
            if back > _NEAR_SENTENCES:
                break
            fits = before.kind == "name" and clusters.cls[cluster] == phrase.cls and back
            if fits and not clusters.nouns[cluster] - {lemma} and found not in (-1, cluster):
                return -1  # two that it may be
            if fits and not clusters.nouns[cluster] - {lemma}:
                found = cluster
        return found

    def _is_other(self, name: Phrase, lemma: str) -> bool:
        """Whether a name itself says that it is something else: "Saint Mary Hospital" is no hotel."""
        last = self.parse.lowers[name.end - 1]
        if lemma in _BODIES:
            words = self.parse.lowers[name.start : name.end]
            return next(completed_words(words), last) in _BODIES - {lemma}
        if self.clusters.cls[self.clusters.of[self.clusters.phrase_at[name.head]]] not in PLACES:
            return False
        return (
            lemma not in ("location", "facility", "site")
            and last in self.nouns
            and last != lemma
            and name.end - name.start > 1
            and lemma not in last
            and self.nouns[last] != self.nouns.get(lemma)
        )
