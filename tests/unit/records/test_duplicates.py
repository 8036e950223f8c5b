"""Copies of one text found among documents, whatever was cut and in whatever order they come."""

import random
from itertools import combinations

import pytest
from agency_copies import copies_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records.codec import fingerprint
from kg.records.duplicates import copies_in
from kg.training.news import read_news


def story(seed: int, sentences: int = 40) -> str:
    """A text of invented words, a dozen a sentence."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    words = ["".join(chance.choices("abcdefghiklmnoprstuv", k=6)) for _ in range(400)]
    return " ".join(" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(sentences))


def found(*texts: str, days: tuple[str, ...] = ()) -> dict[str, str]:
    known = days or ("",) * len(texts)
    return copies_in(
        (str(place), day, fingerprint(text)) for place, (text, day) in enumerate(zip(texts, known, strict=True))
    )


def test_cut_and_reordered_texts_are_copies_and_others_are_not() -> None:
    whole, other = story(1), story(2)
    cut = "Another headline\n\n" + " ".join(whole.split()[:160])
    turned = "\n".join(reversed(whole.split(". ")))
    assert found(whole, other, cut, turned) == {"2": "0", "3": "0"}


def test_the_original_is_the_one_that_was_published_first() -> None:
    whole = story(1)
    cut = " ".join(whole.split()[:200])
    assert found(whole, cut, days=("2024-03-02", "2024-03-01")) == {"0": "1"}
    assert found(whole, cut, days=("", "2024-03-01")) == {"0": "1"}
    assert found(whole, cut) == {"1": "0"}


def test_a_survey_of_many_stories_is_none_of_them() -> None:
    stories = [story(seed) for seed in range(8)]
    assert found("\n\n".join(stories), *stories) == {}


def test_what_a_site_puts_around_its_articles_makes_no_copies() -> None:
    around = story(99, sentences=6)
    assert found(*(f"{story(seed, sentences=8)} {around}" for seed in range(70))) == {}


@pytest.mark.parametrize("text", ["", "Mill burns down.", "A mill burnt down in the night and nobody was hurt."])
def test_what_is_too_short_to_tell_is_no_copy(text: str) -> None:
    assert found(text, text + " ") == {}


@given(st.permutations(range(9)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_documents_does_not_matter(order: list[int]) -> None:
    texts = [copy for seed in (1, 2, 3) for copy in copies_of(story(seed), 3, seed)]
    rows = [(str(place), "", fingerprint(texts[place])) for place in order]
    assert copies_in(rows) == copies_in(sorted(rows))


def test_agency_copies_are_found() -> None:
    stories = [gold["text"] for gold in read_news() if len(gold["text"].split()) >= 100][:150]
    texts = {(str(n), str(k)): text for n, told in enumerate(stories) for k, text in enumerate(copies_of(told, 6, 1))}
    originals = copies_in(("/".join(key), "", fingerprint(text)) for key, text in texts.items())
    joined = {
        (one, other)
        for one, other in combinations(texts, 2)
        if originals.get("/".join(one), "/".join(one)) == originals.get("/".join(other), "/".join(other))
    }
    wanted = {(one, other) for one, other in combinations(texts, 2) if one[0] == other[0]}
    right = len(joined & wanted)
    assert len(wanted) > 2_000
    assert right / len(joined) >= 0.98
    assert right / len(wanted) >= 0.90
