"""Articles that tell one story: the similarity of pairs, and the clusters of similar articles.

How alike two articles are: the rare words and the rare entities that they share, the less the further apart in time.

An article is two vectors of unit length: its words (three letters or more, folded to lower case) and the entities that
it mentions, each weighed by how often it has it and how rare it is among all articles (tf-idf; Salton and Buckley
1988). Two articles are as alike as the mean of the two cosines. What one article alone has is left out, but for one
word and one entity that each article is held to have: else two that share one name and no other would be as one. Days
count only where both are known. `docs/research` has what else was tried.

Articles that tell one story: average linkage (Sokal and Michener 1958) over the pairs that are alike.

Two clusters are as alike as their articles are on average, pairs that are not alike counting as 0; the most alike are
joined as long as they are alike enough. So a chain of articles, each a little like the next, is not one story.

What is joined depends on the articles and not on their order, and articles that nothing links to others are left as
they are: a new article changes the stories that it is like, and those that are like these.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.facts.records import DocumentRecord

LEAST = 0.1
"""Pairs that are less alike count as not alike at all."""
JOINED = 0.27
"""Clusters that are alike so much on average are one story; `docs/research` says how good that is."""

_MOST = 300
"""The number of an article's heaviest words, and of its entities, that are kept."""
_ENTITY_SHARE = 0.5
"""The share of the entities in the similarity; the words are the rest."""
_SAME_DAYS = 2
"""So many days apart, two articles may be of one day's news."""
_HALF_LIFE = 30
"""So many days more make two articles half as alike."""
_COMMON, _FEW, _MANY = 0.2, 50, 500
"""A word that more than this share of articles have is ignored, unless these are few; of many it always is."""
_WORD = re.compile(r"[^\W\d_]{3,}")


type Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Article:
    """A document as clustering reads it.

    `mentions` are how often it mentions each entity, by IRI. `voice` is the IRI of the document whose words it prints:
    its own, the original's where it is a copy, the later one's where there is a later version.
    """

    document: DocumentRecord
    voice: str
    mentions: Mapping[str, int] = field(default_factory=dict)


class Pair(NamedTuple):
    """The similarity of two articles, from 0 to 1, by their positions, the lesser first."""

    first: int
    second: int
    likeness: float


def words(text: str) -> Counter[str]:
    """Return the counts of a text's words of three letters or more, in lower case."""
    return Counter(_WORD.findall(text.lower()))


def similar_pairs(articles: Sequence[Article], texts: Sequence[Counter[str]]) -> Iterator[Pair]:
    """The pairs of articles that are alike by `LEAST` or more, in the order of the second's and the first's place.

    `texts` are the articles' `words`.
    """
    if len(articles) < 2:
        return
    vectors = _joined(
        _weighed(texts, 1 - _ENTITY_SHARE),
        _weighed([each.mentions for each in articles], _ENTITY_SHARE),
    )
    days = np.array([_day_number(each.document.day) for each in articles])
    for second, likeness in enumerate(vectors.products()):
        nearer = likeness * _nearness(days[: second + 1], days[second])
        for first in np.flatnonzero(nearer[:second] >= LEAST).tolist():
            yield Pair(first, second, round(float(nearer[first]), 6))


def _nearness(days: Numbers, day: float) -> Numbers:
    """Return the factor of similarity to articles of some days: 1 where a day is not known."""
    apart = np.nan_to_num(np.abs(days - day))
    left: Numbers = np.exp2(-np.maximum(apart - _SAME_DAYS, 0) / _HALF_LIFE)
    return left


def _day_number(day: str | None) -> float:
    try:
        return float(date.fromisoformat(day[: len("2024-03-02")]).toordinal()) if day else np.nan
    except ValueError:  # a month or a year
        return np.nan


class _Vectors(NamedTuple):
    """Sparse vectors, one after the other: where each begins, its features and their weights."""

    starts: Numbers
    features: Numbers
    weights: Numbers

    def products(self) -> Iterator[Numbers]:
        """The products of each vector with those before it and itself."""
        number = len(self.starts) - 1
        owners = np.repeat(np.arange(number), np.diff(self.starts))
        order = np.argsort(self.features, kind="stable")  # by feature, then by vector
        by_feature, weights = owners[order], self.weights[order]
        firsts = np.searchsorted(self.features[order], np.arange(int(self.features.max(initial=-1)) + 2))
        filled = firsts[:-1].copy()
        for place in range(number):
            own = slice(self.starts[place], self.starts[place + 1])
            features, mine = self.features[own], self.weights[own]
            filled[features] += 1
            begins, ends = firsts[features], filled[features]
            at = _ranges(begins, ends)
            yield np.bincount(by_feature[at], weights[at] * np.repeat(mine, ends - begins), minlength=place + 1)


def _ranges(begins: Numbers, ends: Numbers) -> Numbers:
    """The numbers from each begin to its end, one range after the other."""
    lengths = ends - begins
    shifts: Numbers = np.repeat(begins - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return shifts + np.arange(int(lengths.sum()))


def _weighed(counts: Sequence[Mapping[str, int]], share: float) -> _Vectors:
    """The heaviest features of each article, as vectors whose squares sum to less than `share`."""
    number = len(counts)
    numbers: dict[str, int] = {}
    features = [np.array([numbers.setdefault(key, len(numbers)) for key in each], dtype=np.int64) for each in counts]
    documents = np.bincount(np.concatenate(features), minlength=len(numbers))
    rarity = np.log((number + 1) / np.maximum(documents, 1))
    rarity[(documents < 2) | (documents > min(max(_FEW, _COMMON * number), _MANY))] = 0
    kept, weights = [], []
    for each, own in zip(counts, features, strict=True):
        weight = (1 + np.log(np.fromiter(each.values(), np.float64, len(own)))) * rarity[own]
        heaviest = np.lexsort((own, -weight))[:_MOST]
        heaviest = heaviest[weight[heaviest] > 0]
        unshared = np.log(number + 1)
        length = np.sqrt(np.square(weight[heaviest]).sum() + unshared**2)
        kept.append(own[heaviest])
        weights.append(weight[heaviest] * (np.sqrt(share) / length))
    starts = np.concatenate(([0], np.cumsum(list(map(len, kept)))))
    return _Vectors(starts, np.concatenate(kept), np.concatenate(weights))


def _joined(first: _Vectors, second: _Vectors) -> _Vectors:
    """The vectors of one kind and of another as one, the features of the second after those of the first."""
    after = int(first.features.max(initial=-1)) + 1
    features, weights = [], []
    for place in range(len(first.starts) - 1):
        for vectors, base in ((first, 0), (second, after)):
            own = slice(vectors.starts[place], vectors.starts[place + 1])
            features.append(vectors.features[own] + base)
            weights.append(vectors.weights[own])
    return _Vectors(first.starts + second.starts, np.concatenate(features), np.concatenate(weights))


def clusters(number: int, pairs: Iterable[Pair], joined: float = JOINED) -> list[list[int]]:
    """The places of the articles of each story, 0 to `number` - 1, in order of their first; most have one article.

    Of pairs of clusters that are equally alike, the one with the lowest places is joined first.
    """
    members = [[place] for place in range(number)]
    near: list[dict[int, float]] = [{} for _ in range(number)]
    waiting = []
    for first, second, likeness in pairs:
        near[first][second] = near[second][first] = likeness
        if likeness >= joined:
            waiting.append((-likeness, first, second))
    heapify(waiting)
    while waiting:
        likeness, first, second = heappop(waiting)
        if second not in near[first] or _mean(near, members, first, second) != -likeness:
            continue  # one of the two was joined to another since
        members[first] += members[second]
        members[second] = []
        del near[first][second]
        for other, sum_ in near[second].items():
            if other == first:
                continue
            del near[other][second]
            near[first][other] = near[other][first] = near[first].get(other, 0.0) + sum_
        near[second] = {}
        for other in near[first]:
            low, high = min(first, other), max(first, other)
            mean = _mean(near, members, low, high)
            if mean >= joined:
                heappush(waiting, (-mean, low, high))
    return [sorted(each) for each in members if each]


def _mean(near: list[dict[int, float]], members: list[list[int]], first: int, second: int) -> float:
    return near[first][second] / (len(members[first]) * len(members[second]))
