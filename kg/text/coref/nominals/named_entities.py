"""Which named entity a text means by a noun for its kind: "the company", "the airbase", "the browser"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import only
from kg.text.coref.nominals.head_nouns import classes_of_names, head_of_name
from kg.text.lexicon.nouns import NOUN_CLASSES, PLACES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["EntityFinder"]

_DISTINCT: Final = words("words/coref/nominals", "distinct_organizations")
_SUBNATIONAL: Final = words("words/coref/nominals", "subnational")
_FIRMS: Final = words("words/nouns/organizations", "companies")
_PRODUCTS_AND_WORKS: Final = words("words/nouns/beside_names", "products") | words("words/nouns/beside_names", "works")
_NEAR: Final = 30
_NEAR_SENTENCES: Final = 2
"""How many mentions and sentences back a product or work may lie that a noun for its kind takes up."""


class EntityFinder:
    """Finds the named entities that nominals take up, persons aside, among those of which the text has spoken."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self.parse = parse
        self.clusters = clusters

    def find(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """The cluster of the named entity that the text most likely means by a noun, -1 for none."""
        firm = lemma in _FIRMS and phrase.cls != "GovernmentAgency"  # "the central bank" is none
        classes = frozenset({"Company"}) if firm else classes_of_names().get(lemma)
        if lemma == "capital" and not modifiers & _SUBNATIONAL:
            return self._capital(phrase)
        if not classes or len(modifiers) > 1:
            return -1 if modifiers else self._product_or_work(phrase, lemma)
        found = self._most_salient(phrase, lemma, classes, modifiers)
        if found < 0 and (firm or lemma in ("club", "team")) and not modifiers:
            found = self._most_salient(phrase, lemma, ("Organization",), modifiers)
        return found

    def only_armed_group(self) -> int:
        """The one armed group that the text has named, which "the rebels" are; -1 for none or several."""
        clusters = self.clusters
        recent = clusters.candidates()
        return only(c for m, c, _ in recent if clusters.phrases[m].kind == "name" and clusters.cls[c] == "ArmedGroup")

    def _capital(self, phrase: Phrase) -> int:
        """The last city named that is a capital, of the country that a phrase tells if it does."""
        clusters, places = self.clusters, load_places()
        before = self.parse.words_of(phrase.start, phrase.head).split()
        nations = {places.demonyms.get(word, word) for word in before if word[0].isupper() and word != "The"}
        for other, cluster, _ in clusters.candidates(phrase.head):
            if clusters.phrases[other].kind == "name" and clusters.cls[cluster] == "City":
                country = places.capitals.get(clusters.words(other), "")
                if country and (not nations or country in nations):
                    return cluster
        return -1

    def _most_salient(self, phrase: Phrase, lemma: str, classes: Collection[str], modifiers: frozenset[str]) -> int:
        """The most salient named cluster of some classes, -1 for none."""
        clusters = self.clusters
        best, most = -1, 0.0
        for other, cluster, back in clusters.candidates(phrase.head):
            before = clusters.phrases[other]
            called = before.kind == "name" or (before.kind == "demonym" and lemma in ("country", "nation"))
            if not called or clusters.cls[cluster] not in classes or self._is_other(before, lemma):
                continue
            if self.parse.lowers[before.end - 1] in ("exchange", "market") and lemma != "exchange":
                continue
            salience = self._salience(before, cluster, back)
            if best < 0 or salience > most:
                best, most = cluster, salience
            if modifiers:  # "the Danish team": the nearest, of which the modifier may be news
                break
        return best

    def _salience(self, name: Phrase, cluster: int, back: int) -> float:
        """How likely a text's "the company" takes up a name: one spoken of often, as a subject, a little before."""
        subject = self.parse.deps[name.head] in ("nsubj", "nsubjpass")
        return min(self.clusters.count[cluster], 6) * 0.4 + 0.8 * subject - 0.5 * min(back, 6)

    def _product_or_work(self, phrase: Phrase, lemma: str) -> int:
        """The only product or work named a little before of which the text has not said that it is something else."""
        clusters = self.clusters
        if phrase.cls not in ("Product", "Work") or lemma not in _PRODUCTS_AND_WORKS:
            return -1
        return only(
            cluster
            for other, cluster, back in clusters.candidates(phrase.head, _NEAR, _NEAR_SENTENCES)
            if back and clusters.phrases[other].kind == "name" and clusters.cls[cluster] == phrase.cls
            if clusters.nouns[cluster] <= {lemma}
        )

    def _is_other(self, name: Phrase, lemma: str) -> bool:
        """Whether a name itself says that it is something else: "Saint Mary Hospital" is no hotel."""
        lowers = self.parse.lowers[name.start : name.end]
        last = lowers[-1]
        if lemma in _DISTINCT:
            return head_of_name(lowers) in _DISTINCT - {lemma}
        if self.clusters.cls[self.clusters.cluster_at(name.head)] not in PLACES:
            return False
        plain = lemma not in ("location", "facility", "site") and last in NOUN_CLASSES and len(lowers) > 1
        return plain and lemma not in last and NOUN_CLASSES[last] != NOUN_CLASSES.get(lemma)
