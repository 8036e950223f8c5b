from __future__ import annotations

from itertools import combinations, product
from math import dist
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views.layout import SPACING, place


def ring(first: int, count: int) -> dict[tuple[int, int], float]:
    return {(first + at, first + at + 1): 1.0 for at in range(count - 1)} | {(first, first + count - 1): 1.0}


def test_nothing_to_place() -> None:
    assert place({}, [], [], 300) == []


def test_the_same_graph_lies_the_same_way() -> None:
    pairs = ring(0, 12)
    assert place(pairs, range(12), [0] * 12, 300) == place(dict(pairs), range(12), [0] * 12, 300)


def test_communities_keep_together() -> None:
    pairs = ring(0, 10) | dict.fromkeys(combinations(range(10), 2), 1.0)
    pairs |= dict.fromkeys(combinations(range(10, 20), 2), 1.0) | {(0, 10): 1.0}
    spots = place(pairs, range(20), [0] * 10 + [1] * 10, 300)
    middles = [tuple(sum(axis) / 10 for axis in zip(*spots[at : at + 10], strict=True)) for at in (0, 10)]
    for at, spot in enumerate(spots):
        own, other = middles[at // 10], middles[1 - at // 10]
        assert dist(spot, own) < dist(spot, other)


def test_parts_that_nothing_joins_do_not_overlap() -> None:
    spots = place(ring(0, 8) | ring(8, 5), range(13), [0] * 8 + [1] * 5, 300)
    assert max(y for _, y in spots[:8]) < min(y for _, y in spots[8:])


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 60), st.data())
def test_no_two_entities_lie_on_each_other(count: int, data: st.DataObject) -> None:
    ends = st.integers(0, count - 1)
    drawn = data.draw(st.sets(st.tuples(ends, ends), max_size=90))
    pairs = {(a, b): 1.0 for a, b in sorted(drawn) if a < b}
    core = data.draw(st.integers(1, count))
    spots = place(pairs, range(count), [at % 3 for at in range(count)], core)
    least = min(dist(one, other) for one, other in combinations(spots, 2))
    assert least > SPACING * 0.25


def test_entities_outside_the_core_lie_by_their_neighbours() -> None:
    pairs = ring(0, 10) | {(3, 10): 1.0}
    spots = place(pairs, range(11), [0] * 11, 10)
    assert dist(spots[10], spots[3]) < 3 * SPACING


@pytest.mark.parametrize("seed", range(3))
def test_no_line_passes_under_an_entity(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (a graph is no secret)
    pairs = {((at - 1) // 3, at): 1.0 for at in range(1, 60)}
    pairs |= dict.fromkeys((tuple(sorted(chance.sample(range(60), 2))) for _ in range(11)), 1.0)
    spots = place(pairs, range(60), [at % 4 for at in range(60)], 300)
    passed = ((edge, each) for edge, each in product(pairs, range(60)) if each not in edge)
    least = min(off_line(spots[each], spots[a], spots[b]) for (a, b), each in passed)
    assert least > SPACING * 0.15


def off_line(spot: tuple[int, int], start: tuple[int, int], end: tuple[int, int]) -> float:
    """How far a place is from the line between two others."""
    along = complex(end[0] - start[0], end[1] - start[1])
    away = complex(spot[0] - start[0], spot[1] - start[1])
    part = min(1.0, max(0.0, (away * along.conjugate()).real / abs(along) ** 2))
    return abs(away - part * along)
