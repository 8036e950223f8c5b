from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.facts.records import DocumentRecord
from kg.graph.stories.articles import Article
from kg.graph.stories.similarity import LEAST, Pair, similar_pairs, words


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
