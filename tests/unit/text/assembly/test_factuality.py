"""The factuality of relations, given that of their clauses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.text.assembly import begins_after, relation_factuality, relation_judgement
from kg.text.model import Judgement, RelationMention

if TYPE_CHECKING:
    from kg.model import Factuality

MONDAY = date(2025, 9, 22)


@pytest.mark.parametrize(
    ("predicate", "lemma", "factuality", "past", "expected"),
    [
        ("holdsRole", "resign", "planned", False, "asserted"),
        ("holdsRole", "serve", "planned", False, "planned"),
        ("holdsRole", "resign", "asserted", False, "asserted"),
        ("organized", "plan", "asserted", False, "planned"),
        ("organized", "plan", "asserted", True, "asserted"),
        ("organized", "host", "asserted", False, "asserted"),
        ("organized", "plan", "negated", False, "negated"),
    ],
)
def test_the_verb_says_more_than_the_judgement_of_its_clause(
    predicate: str, lemma: str, factuality: Factuality, past: bool, expected: str
) -> None:
    found = relation_judgement(predicate, lemma, Judgement(factuality, 3), past=past)
    assert (found.factuality, found.source) == (expected, 3)


@pytest.mark.parametrize(
    ("predicate", "judged", "marks", "expected"),
    [
        ("visited", "asserted", set(), "asserted"),
        ("visited", "asserted", {"future"}, "planned"),
        ("visited", "negated", {"future"}, "negated"),
        ("holdsRole", "asserted", {"future"}, "asserted"),
        ("visited", "asserted", {"negated"}, "negated"),
        ("visited", "negated", {"negated"}, "asserted"),
        ("seeks", "reported", {"own"}, "asserted"),
        ("seeks", "reported", set(), "reported"),
        ("visited", "reported", {"own"}, "reported"),
    ],
)
def test_time_and_speaker(predicate: str, judged: Factuality, marks: set[str], expected: str) -> None:
    mention = RelationMention(0, predicate, 1, "test", 0, (0, 1), negated="negated" in marks)
    assert relation_factuality(mention, judged, future="future" in marks, own="own" in marks) == expected


@pytest.mark.parametrize(
    ("time", "after"),
    [
        ("2025-09-23", True),
        ("2025-09-22", False),
        ("2025-09", False),
        ("2025-10", True),
        ("2026", True),
        ("2026/..", True),
        ("../2026", False),
        ("2025-W39", False),
        ("2025-W40", True),
        ("2026-W01", True),
        ("", False),
        (None, False),
    ],
)
def test_a_time_after_the_articles_day(time: str | None, after: bool) -> None:
    assert begins_after(time, MONDAY) is after
    assert not begins_after(time, None)
