"""Articles that tell one story: average linkage (Sokal and Michener 1958) over the pairs that are alike.

Two clusters are as alike as their articles are on average, pairs that are not alike counting as 0; the most alike are
joined as long as they are alike enough. So a chain of articles, each a little like the next, is not one story.

What is joined depends on the articles and not on their order, and articles that nothing links to others are left as
they are: a new article changes the stories that it is like, and those that are like these.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.stories.similarity import Pair

__all__ = ["JOINED", "clusters"]

JOINED = 0.27
"""Clusters that are alike so much on average are one story; `tests/bench/bench_stories.py` says how good that is."""


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
    """How alike two clusters are: the sum over their pairs, by the number of pairs."""
    return near[first][second] / (len(members[first]) * len(members[second]))
