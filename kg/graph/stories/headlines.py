"""What a story is called: the headline, or the sentence, of one of its articles that has most of what they all have."""

from __future__ import annotations

import re
from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.stories.similarity import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.stories.articles import Article

__all__ = ["Headline", "headline_of", "word_rarity"]

_SENTENCES = 4
"""So many first sentences of an article that has no headline may stand for one."""
_SHORTEST, _LONGEST = 20, 160
"""How many characters a sentence has that may."""
_LINE_END = re.compile(r"(?<=\w\w[.!?])[\"'”’)]*\s+|\n+")


class Headline(NamedTuple):
    """The words, the IRI of the document that they are of, and whether they are the first of its text."""

    words: str
    document: str
    is_first: bool = False


def headline_of(story: Sequence[Article], texts: Iterable[Counter[str]], rarity: Mapping[str, float]) -> Headline:
    """The headline of a story: the most central of its articles' own, else of their first lines, else sentences.

    A first line is one that ends as headlines do, without a full stop. `texts` are the words of each
    article, `rarity` what each word weighs. Of equals, the first article's is taken.
    """
    about: Counter[str] = Counter()
    for text in texts:
        about.update(text.keys())
    weights = {word: rarity.get(word, 0.0) * log(1 + number) for word, number in about.items() if number > 1}
    titled = [Headline(" ".join(each.document.title.split()), each.iri) for each in story if each.document.title]
    sentences = [] if titled else [found for each in story for found in _sentences(each)]
    lines = [each for each in sentences if each.words[-1].isalnum() and each.is_first]
    fallback = Headline(story[0].headline, story[0].iri)
    return max(titled or lines or sentences, key=lambda each: _centrality(each.words, weights), default=fallback)


def _centrality(sentence: str, weights: Mapping[str, float]) -> float:
    """How much of what all articles are about a sentence has, for its length."""
    own = sorted(words(sentence))
    return sum(weights.get(word, 0.0) for word in own) / sqrt(len(own) + 4)


def _sentences(article: Article) -> Iterator[Headline]:
    """The first lines and sentences of an article that could be its headline."""
    found = (" ".join(each.split()) for each in _LINE_END.split(article.document.text[: _LONGEST * _SENTENCES]))
    for place, each in enumerate([each for each in found if _SHORTEST <= len(each) <= _LONGEST][:_SENTENCES]):
        yield Headline(each, article.iri, is_first=place == 0)


def word_rarity(texts: Sequence[Counter[str]]) -> dict[str, float]:
    """What each word weighs that two texts have: the rarer, the more."""
    number: Counter[str] = Counter()
    for text in texts:
        number.update(text.keys())
    return {word: log((len(texts) + 1) / times) for word, times in number.items() if times > 1}
