"""Articles that are alike are one story."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.facts.records import DocumentRecord
from kg.graph.stories.clustering import LEAST, Article, Pair, clusters, similar_pairs, words


def articles(texts: list[str], days: list[str | None] | None = None) -> list[Article]:
    return [
        Article(
            DocumentRecord(f"d{n}", f"d{n}", text, date=days[n] if days else None), f"d{n}", Counter(text.split()[:1])
        )
        for n, text in enumerate(texts)
    ]


def pairs(found: list[Article]) -> list[Pair]:
    return list(similar_pairs(found, [words(each.document.text) for each in found]))


REST = [f"{letter * 4} {letter * 5}" for letter in "ghijkl"]


def test_words_are_folded_and_have_three_letters() -> None:
    assert words("The Esk's 12 DAMS, the dams of it") == {"the": 2, "esk": 1, "dams": 2}


def test_articles_that_share_rare_words_are_alike() -> None:
    found = pairs(articles(["Alva ferry sank harbour", "Alva ferry sank reef", *REST]))
    assert [(each.first, each.second) for each in found] == [(0, 1)]
    assert LEAST <= found[0].likeness < 1


@pytest.mark.parametrize(("later", "less"), [("2025-03-03", 1), ("2025-04-03", 2), ("2025-03", 1), (None, 1)])
def test_likeness_halves_in_thirty_days(later: str | None, less: float) -> None:
    texts = ["Alva ferry sank harbour", "Alva ferry sank reef", *REST]
    (before,) = pairs(articles(texts))
    (after,) = pairs(articles(texts, ["2025-03-02", later, *[None] * len(REST)]))
    assert after.likeness == pytest.approx(before.likeness / less, rel=1e-3)


@given(st.lists(st.text("ab cde", max_size=30), max_size=6))
def test_likeness_is_between_0_and_1_and_no_text_breaks_it(texts: list[str]) -> None:
    found = (
        [replace(each, mentions=Counter(each.document.text.split())) for each in articles([t or "x" for t in texts])]
        if all(t.split() for t in texts)
        else []
    )
    assert all(LEAST <= each.likeness <= 1 + 1e-6 and each.first < each.second for each in pairs(found))


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
