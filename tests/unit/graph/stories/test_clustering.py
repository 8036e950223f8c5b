from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.stories.clustering import clusters
from kg.graph.stories.similarity import Pair

PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] < ends[1]),
    st.sampled_from([0.1, 0.3, 0.5]),
).map(lambda found: [Pair(*ends, likeness) for ends, likeness in sorted(found.items())])


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], [[0], [1], [2], [3]]),
        ([(0, 1, 0.5)], [[0, 1], [2], [3]]),
        ([(0, 1, 0.2)], [[0], [1], [2], [3]]),
        # a chain: the third is like the second alone, on average too little
        ([(0, 1, 0.5), (1, 2, 0.4)], [[0, 1], [2], [3]]),
        ([(0, 1, 0.5), (1, 2, 0.4), (0, 2, 0.3)], [[0, 1, 2], [3]]),
        ([(0, 1, 0.5), (2, 3, 0.5)], [[0, 1], [2, 3]]),
    ],
)
def test_what_is_alike_on_average_is_one_story(pairs: list[tuple[int, int, float]], found: list[list[int]]) -> None:
    assert clusters(4, [Pair(*pair) for pair in pairs], 0.27) == found


@given(PAIRS)
def test_each_article_is_in_one_cluster_whatever_the_order_of_pairs(pairs: list[Pair]) -> None:
    found = clusters(8, pairs, 0.27)
    assert sorted(place for members in found for place in members) == list(range(8))
    assert clusters(8, reversed(pairs), 0.27) == found
