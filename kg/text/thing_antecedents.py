"""Which named thing a text means by a noun for its kind: "the company", "the airbase", "the browser"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.classes import PLACES
from kg.text.clusters import WINDOW
from kg.text.words import load_hypernyms, load_lists, load_words

if TYPE_CHECKING:
    from kg.text.clusters import Clusters
    from kg.text.parse import Parse
    from kg.text.phrases import Phrase

__all__ = ["ThingFinder"]

_NEAR, _NEAR_SENTENCES = 30, 2


class ThingFinder:
    """Finds the things that nominals mean among those which the text has named."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self.parse = parse
        self.clusters = clusters
        self.nouns = load_words().nouns
        self.hypernyms = load_hypernyms()
        self.firms = load_lists("phrases")["firms"]
        self.things, self.works = load_lists("names")["products"], load_lists("names")["works"]

    def find(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """A named thing that the text most likely means by a noun, -1 for none."""
        firm = lemma in self.firms and phrase.cls != "GovernmentAgency"  # "the central bank" is none
        allowed = frozenset({"Company"}) if firm else self.hypernyms.get(lemma)
        if not allowed or len(modifiers) > 1:
            return -1 if modifiers else self._thing(phrase, lemma)
        found = self._salient(phrase, lemma, allowed, modifiers)
        if found < 0 and (firm or lemma in ("club", "team")) and not modifiers:
            found = self._salient(phrase, lemma, frozenset({"Organization"}), modifiers)
        return found

    def _salient(self, phrase: Phrase, lemma: str, allowed: frozenset[str], modifiers: frozenset[str]) -> int:
        """The named cluster of some classes that a text most likely means by a noun, -1 for none."""
        clusters, sentence = self.clusters, self.parse.sentence_of[phrase.head]
        best, most = -1, 0.0
        for other in reversed(clusters.recent[-WINDOW:]):
            before = clusters.phrases[other]
            cluster = clusters.of[other]
            if before.kind != "name" or clusters.cls[cluster] not in allowed or self._is_other(before, lemma):
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
        if self.clusters.cls[self.clusters.of[self.clusters.phrase_at[name.head]]] not in PLACES:
            return False
        last = self.parse.lowers[name.end - 1]
        return (
            lemma not in ("location", "facility", "site")
            and last in self.nouns
            and last != lemma
            and name.end - name.start > 1
            and lemma not in last
            and self.nouns[last] != self.nouns.get(lemma)
        )
