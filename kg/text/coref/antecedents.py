"""The antecedent of a nominal by what was learned: how likely each cluster before it is what it refers to.

A logistic regression over what a reader might weigh: the same head or a word of like meaning, modifiers already said,
class, number, how near. `kg/weights/antecedents.toml` has a weight for each feature, the intercept and the least
probability; `python -m kg.training.antecedents` makes it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, sqrt
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np

from kg.errors import ModelError
from kg.text.lexicon.nouns import class_group
from kg.text.lexicon.tables import table, word_lists, words
from kg.text.lexicon.titles import GENDER
from kg.text.syntax.dependencies import child
from kg.weights.files import read_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

FEATURES: Final[Mapping[str, str]] = {
    "the": "it opens with the article",
    "this": "it opens with another word for what is known",
    "indefinite": "it opens with a word for something new, or a number",
    "another": "it says that it is another one",
    "owned": "it says whose it is",
    "restricted": "words behind its head say which one is meant",
    "modifiers": "how many words before its head do",
    "same_head": "a noun phrase of the cluster has its head",
    "synonym": "one has a synonym of its head",
    "kind_of_name": "its head may call a name of the cluster's class",
    "kinds_of_names": "its head calls names of some classes",
    "modifiers_said": "the cluster's mentions have all its modifiers",
    "modifiers_strange": "they have none of them",
    "other_modifiers": "those with its head have other modifiers",
    "same_class": "both have the same class",
    "same_group": "both have classes of one kind",
    "other_number": "one is of many",
    "other_gender": "its head is for the other gender",
    "owner_itself": "the cluster is its owner",
    "people_meant": "it is of people",
    "person": "it is of a person",
    "place": "it is of a place",
    "event": "it is of an event",
    "unclassed": "it is of no known class",
    "named": "the cluster has a name",
    "described": "the cluster has nouns",
    "many": "the cluster is of many",
    "person_before": "the cluster is a person",
    "people_before": "the cluster is people",
    "place_before": "the cluster is a place",
    "event_before": "the cluster is an event",
    "mentions": "how many mentions the cluster has",
    "mentions_between": "how many other clusters were mentioned since",
    "sentences_between": "how many sentences ago it was mentioned",
    "same_sentence": "both stand in one sentence",
    "same_verb": "both depend on one word",
    "overlapping": "one mention lies in the other",
    "headline": "the headline mentions the cluster",
    "like_noun": "how like the meanings of their nouns are",
    "like_name": "how like its head is to a word of the cluster's names",
}
"""What is weighed of a noun phrase and a cluster, in the order of the weights, and what it says."""

_TABLE: Final = "words/coref/nominals"
CLASSES_OF_NAMES: Final = {noun: words(_TABLE, "classes", noun) for noun in table(_TABLE)["classes"]}
"""The classes of the named entities that a noun may refer to ("the agency"), by the noun."""
_FILE: Final = "antecedents.toml"
_WORDS: Final = word_lists("words/coref/nominals")
_FARTHEST: Final = 12
"""Mentions, between two or of a cluster, that count at most."""
_FARTHEST_SENTENCES: Final = 8
_MODIFIERS: Final = 4


@lru_cache(maxsize=1 << 14)
def synonyms(noun: str) -> frozenset[str]:
    """The synonyms of a noun and more general words, by which a text refers to it again.

    >>> "vessel" in synonyms("ferry"), synonyms("zzyzx")
    (True, frozenset())
    """
    return frozenset(word for source in table("words/coref/synonyms").values() for word in source.get(noun, "").split())


class Candidate(NamedTuple):
    """A cluster to which a nominal may refer, its mentions so far, and the value of each of `FEATURES`."""

    cluster: int
    members: tuple[int, ...]
    values: tuple[float, ...]


class Chooser(Protocol):
    """What decides to which of some clusters a nominal refers."""

    def choose(self, mention: int, candidates: Sequence[Candidate]) -> int:
        """The cluster that a mention refers to, -1 for something new."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of `FEATURES`, and from which probability on a nominal refers to the likeliest cluster."""

    weights: tuple[float, ...]
    intercept: float
    least: float

    def choose(self, _: int, candidates: Sequence[Candidate]) -> int:
        """The likeliest cluster, the nearest of several, -1 where none is likely."""
        scored = [(self.probability(candidate.values), candidate.cluster) for candidate in candidates]
        likely, cluster = max(scored, key=itemgetter(0), default=(0.0, -1))
        return cluster if likely >= self.least else -1

    def probability(self, values: tuple[float, ...]) -> float:
        """How probable it is that a nominal refers to a cluster with these values."""
        total = self.intercept
        for weight, value in zip(self.weights, values, strict=True):
            if value:
                total += weight * value
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))


@cache
def load_chooser() -> Chooser:
    """The chooser that comes with kg; ModelError where its file is missing or is another."""
    table = tomllib.loads(read_weights(_FILE).decode())
    if list(table["weights"]) != list(FEATURES):
        raise ModelError(f"the trained file {_FILE} is not for these features: install kg again")
    return Weighed(tuple(table["weights"].values()), table["intercept"], table["least"])


class Likeness:
    """Finds the clusters to which the nominals of one text may refer, and what speaks for each."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self._parse = parse
        self._clusters = clusters
        self._vectors: dict[int, NDArray[np.float32]] = {}

    def candidates(
        self, mention: int, modifiers: frozenset[str], *, restricted: bool, said: dict[int, frozenset[str]]
    ) -> list[Candidate]:
        """The clusters that a nominal may refer to, the nearest first.

        `modifiers` are the words before its head that say which one is meant, and `said` those of the nominals before
        it; `restricted` is whether words behind the head do.
        """
        parse, phrase = self._parse, self._clusters.phrases[mention]
        lemma, opening = self._clusters.head_lemma(mention), parse.lowers[phrase.start]
        owned = parse.tags[phrase.start] == "PRP$" or child(parse, phrase.head, "poss") >= 0
        group = class_group(phrase.cls)
        definite, indefinite = opening in _WORDS["definite"], opening in _WORDS["indefinite"]
        indefinite = indefinite or parse.tags[phrase.start] == "CD"
        another = not _WORDS["apart"].isdisjoint((opening, *modifiers)) or opening == "another"
        of_nominal = (
            opening == "the",
            definite and opening != "the",
            indefinite,
            another,
            owned,
            restricted,
            min(len(modifiers), _MODIFIERS),
        )
        of_class = (group == "People", group == "Person", group == "place", group == "event", group == "Topic")
        new = indefinite or not (definite or owned or group not in ("Person", "People"))
        found = []
        for cluster, between, other, back in self._possible(phrase, lemma, group):
            pair = self._of_pair(phrase, lemma, cluster, modifiers, said)
            headline = self._clusters.phrases[self._clusters.members[cluster][0]].head < self._clusters.headline_end
            if new and not headline:
                continue  # "a man" is a headline's, if anybody's
            values = (
                *of_nominal,
                *pair,
                *of_class,
                *self._of_cluster(cluster),
                *self._of_way(mention, other, between, back),
                headline,
                *self._meaning(phrase, cluster),
            )
            found.append(Candidate(cluster, tuple(self._clusters.members[cluster]), tuple(map(float, values))))
        return found

    def _possible(self, phrase: Phrase, lemma: str, group: str) -> Iterator[tuple[int, int, int, int]]:
        """Clusters with a word or a class of the nominal, each with the mentions between, its last and sentences."""
        clusters, parse = self._clusters, self._parse
        places: dict[int, tuple[int, int, int]] = {}
        given: set[int] = set()
        kinds, likes = CLASSES_OF_NAMES.get(lemma, frozenset()), synonyms(lemma)
        for other, cluster, back in clusters.candidates(phrase.head):
            if cluster in given or clusters.cls[cluster] == "Role":
                continue
            between, last, sentences = places.setdefault(cluster, (len(places), other, back))
            before, cls = clusters.phrases[other], clusters.cls[cluster]
            noun = parse.lemmas[before.head].lower() if before.kind == "nominal" else ""
            akin = noun == lemma or noun in likes
            named = before.kind == "name" and lemma in (parse.lowers[before.end - 1], parse.lowers[before.head])
            if akin or named or cls in kinds or (group != "Topic" and class_group(cls) == group):
                given.add(cluster)
                yield cluster, min(between, _FARTHEST), last, sentences

    def _of_pair(
        self, phrase: Phrase, lemma: str, cluster: int, modifiers: frozenset[str], said: dict[int, frozenset[str]]
    ) -> tuple[float, ...]:
        clusters, parse = self._clusters, self._parse
        members = clusters.members[cluster]
        nominals = [m for m in members if clusters.phrases[m].kind == "nominal"]
        heads = {parse.lemmas[clusters.phrases[m].head].lower() for m in nominals}
        like_headed = [m for m in nominals if parse.lemmas[clusters.phrases[m].head].lower() == lemma]
        known = {w for m in members for w in parse.lowers[clusters.phrases[m].start : clusters.phrases[m].end]}
        theirs = [words for m in like_headed if (words := said.get(m, frozenset()))]
        owner, cls = clusters.owner(phrase.head), clusters.cls[cluster]
        gender = GENDER.get(lemma, "")
        return (
            bool(like_headed),
            any(head in synonyms(lemma) or lemma in synonyms(head) for head in heads),
            cls in CLASSES_OF_NAMES.get(lemma, ()),
            lemma in CLASSES_OF_NAMES,
            bool(modifiers) and modifiers <= known,
            bool(modifiers) and not modifiers & known,
            bool(modifiers and theirs)
            and len(theirs) == len(like_headed)
            and all(not words & modifiers for words in theirs),
            phrase.cls == cls,
            class_group(phrase.cls) == class_group(cls),
            phrase.plural != clusters.plural[cluster],
            not clusters.may_be(cluster, gender),
            owner >= 0 and owner == cluster,
        )

    def _of_cluster(self, cluster: int) -> tuple[float, ...]:
        clusters = self._clusters
        group = class_group(clusters.cls[cluster])
        return (
            clusters.named[cluster],
            bool(clusters.nouns[cluster]),
            clusters.plural[cluster],
            group == "Person",
            group == "People",
            group == "place",
            group == "event",
            min(clusters.count[cluster], _FARTHEST),
        )

    def _of_way(self, mention: int, other: int, between: int, back: int) -> tuple[float, ...]:
        """What lies between a nominal and the last mention of a cluster."""
        clusters, parse = self._clusters, self._parse
        phrase, before = clusters.phrases[mention], clusters.phrases[other]
        members = clusters.members[clusters.of[other]]
        inside = any(phrase.start <= clusters.phrases[m].head < phrase.end for m in members)
        return (
            between,
            min(back, _FARTHEST_SENTENCES),
            back == 0,
            back == 0 and parse.heads[phrase.head] == parse.heads[before.head],
            inside or before.start <= phrase.head < before.end,
        )

    def _meaning(self, phrase: Phrase, cluster: int) -> tuple[float, float]:
        """How like the meaning of a head is to those of the nouns and of the names of a cluster, at most (cosine)."""
        if self._parse.vectors is None:
            return 0.0, 0.0
        mine = self._vector(phrase.head)
        noun = name = 0.0
        for before in self._clusters.phrases_of(cluster):
            if before.kind == "nominal":
                noun = max(noun, float(mine @ self._vector(before.head)))
            elif before.kind != "pronoun":
                name = max(name, *(float(mine @ self._vector(token)) for token in (before.head, before.end - 1)))
        return round(noun, 4), round(name, 4)

    def _vector(self, token: int) -> NDArray[np.float32]:
        """The meaning of the word at a token, of length 1 or none."""
        found = self._vectors.get(token)
        vectors = self._parse.vectors
        if found is None and vectors is not None:
            found = vectors.meanings.of(vectors.rows[token : token + 1])[0]
            length = sqrt(float(found @ found))
            found = self._vectors[token] = found / np.float32(length or 1.0)
        return found if found is not None else np.zeros(1, np.float32)
