"""Which entity a text means by a noun for its kind: "the company", "the airbase", "the browser"; synonyms of nouns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import Clusters, best, only
from kg.text.lexicon.name_classes import completed_words
from kg.text.lexicon.nouns import NOUN_CLASSES, PLACES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from kg.text.model import Phrase

__all__ = ["CLASSES_OF_NAMES", "entity_meant", "head_of_name", "only_armed_group", "synonyms"]

_TABLE: Final = "words/coref/nominals"
CLASSES_OF_NAMES: Final = {noun: words(_TABLE, "classes", noun) for noun in table(_TABLE)["classes"]}
"""The classes of the named entities that a noun may refer to ("the agency"), by the noun."""

_DISTINCT: Final = words(_TABLE, "distinct_organizations")
_SUBNATIONAL: Final = words(_TABLE, "subnational")
_FIRMS: Final = words("words/nouns/organizations", "companies")
_MADE: Final = words("words/nouns/beside_names", "products") | words("words/nouns/beside_names", "works")
_NEAR: Final = 30
_NEAR_SENTENCES: Final = 2
"""How many mentions and sentences back a product or work may lie to which a noun for its kind refers."""


@lru_cache(maxsize=1 << 14)
def synonyms(noun: str) -> frozenset[str]:
    """The synonyms of a noun and more general words, by which a text refers to it again.

    >>> "vessel" in synonyms("ferry"), synonyms("zzyzx")
    (True, frozenset())
    """
    return frozenset(word for source in table("words/coref/synonyms").values() for word in source.get(noun, "").split())


def head_of_name(name: tuple[str, ...]) -> str:
    """The word of a name that says what it is: the one before "of" or "for", else the last.

    >>> head_of_name(("bureau", "of", "fisheries")), head_of_name(("palm", "hotel"))
    ('bureau', 'hotel')
    """
    return next(completed_words(name), name[-1])


def entity_meant(clusters: Clusters, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
    """The cluster of the named entity that the text most likely means by a noun, -1 for none."""
    firm = lemma in _FIRMS and phrase.cls != "GovernmentAgency"  # "the central bank" is none
    classes = frozenset({"Company"}) if firm else CLASSES_OF_NAMES.get(lemma)
    if lemma == "capital" and not modifiers & _SUBNATIONAL:
        return _capital(clusters, phrase)
    if not classes or len(modifiers) > 1:
        return -1 if modifiers else _product_or_work(clusters, phrase, lemma)
    named = [
        (min(clusters.count[cluster], 6) * 0.4 + 0.8 * clusters.is_subject(other) - 0.5 * min(back, 6), cluster)
        for other, cluster, back in clusters.candidates(phrase.head)
        if clusters.cls[cluster] in classes | {"Organization"} and _may_be_called(clusters, other, lemma)
    ]  # the most salient is spoken of often, as a subject, a little before
    found = [scored for scored in named if clusters.cls[scored[1]] in classes]
    if modifiers:  # "the Danish team": the nearest, of which the modifier may be news
        return best(found[:1])
    return best(named if not found and (firm or lemma in ("club", "team")) else found)


def only_armed_group(clusters: Clusters) -> int:
    """The one armed group that the text has named, which "the rebels" are; -1 for none or several."""
    groups = (c for m, c, _ in clusters.candidates() if clusters.phrases[m].kind == "name")
    return only((cluster for cluster in groups if clusters.cls[cluster] == "ArmedGroup"), -1)


def _capital(clusters: Clusters, phrase: Phrase) -> int:
    """The last city named that is a capital, of the country that a phrase names, if it does."""
    places = load_places()
    before = clusters.parse.words_of(phrase.start, phrase.head).split()
    nations = {places.demonyms.get(word, word) for word in before if word[0].isupper() and word != "The"}
    cities = ((m, c) for m, c, _ in clusters.candidates() if clusters.cls[c] == "City")
    named = ((clusters.words(m), c) for m, c in cities if clusters.phrases[m].kind == "name")
    capitals = ((places.capitals[name], c) for name, c in named if name in places.capitals)
    return next((cluster for country, cluster in capitals if not nations or country in nations), -1)


def _product_or_work(clusters: Clusters, phrase: Phrase, lemma: str) -> int:
    """The only product or work named a little before of which the text has not said that it is something else."""
    if phrase.cls not in ("Product", "Work") or lemma not in _MADE:
        return -1
    named = (
        cluster
        for other, cluster, back in clusters.candidates(phrase.head, _NEAR, _NEAR_SENTENCES)
        if back and clusters.phrases[other].kind == "name" and clusters.cls[cluster] == phrase.cls
    )
    return only((cluster for cluster in named if clusters.nouns[cluster] <= {lemma}), -1)


def _may_be_called(clusters: Clusters, name: int, lemma: str) -> bool:
    """Whether a noun may call what a name stands for, by the name's own words: "Saint Mary Hospital" is no hotel."""
    phrase = clusters.phrases[name]
    words_of_name = clusters.parse.lowers[phrase.start : phrase.end]
    last = words_of_name[-1]
    if phrase.kind != "name" and not (phrase.kind == "demonym" and lemma in ("country", "nation")):
        return False
    if last in ("exchange", "market") and lemma != "exchange":
        return False
    if lemma in _DISTINCT:
        return head_of_name(words_of_name) not in _DISTINCT - {lemma}
    if clusters.cls[clusters.cluster_at(phrase.head)] not in PLACES or lemma in ("location", "facility", "site"):
        return True
    plain = last not in NOUN_CLASSES or len(words_of_name) == 1
    return plain or lemma in last or NOUN_CLASSES[last] == NOUN_CLASSES.get(lemma)
