"""How well stories are found: `python tests/bench/bench_stories.py GRAPH [ARTICLES]`.

GRAPH is a graph directory built of `shared/crossdoc/ecbplus.jsonl` (`kg build ecbplus.jsonl --out GRAPH --no-page`),
whose documents' ids say of what each tells: a topic's number, and of which of its two events (`ecb`, `ecbplus`).
Prints, for the events and for the topics, pairwise and B-cubed precision, recall and F1 (Bagga and Baldwin 1998), at
the threshold that kg uses and beside it, and the processor time that so many generated articles take (10,000).
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import api
from kg.graph.facts.records import DocumentRecord
from kg.graph.stories.articles import Article, articles_of
from kg.graph.stories.clustering import JOINED, clusters
from kg.graph.stories.finding import find_stories
from kg.graph.stories.similarity import similar_pairs, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_ID = re.compile(r"(\d+)_\d+(ecb|ecbplus)$")


class Scores(NamedTuple):
    """Precision, recall and F1, each from 0 to 1, of pairs and of B-cubed."""

    pairwise: tuple[float, float, float]
    b_cubed: tuple[float, float, float]

    def __str__(self) -> str:
        pairwise, b_cubed = (" ".join(f"{each:.3f}" for each in found) for found in self)
        return f"pairwise {pairwise}   B-cubed {b_cubed}"


def scores(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Scores:
    """How well clusters agree with those that are right, each given by a label for each document."""
    own, right, both = Counter(found), Counter(gold), Counter(zip(found, gold, strict=True))

    def pairs(sizes: Counter[Hashable]) -> float:
        return sum(size * (size - 1) / 2 for size in sizes.values())

    precision = pairs(both) / pairs(own) if pairs(own) else 1.0  # type: ignore[arg-type]  # a pair is hashable
    recall = pairs(both) / pairs(right) if pairs(right) else 1.0  # type: ignore[arg-type]
    strict = sum(size**2 / own[label] for (label, _), size in both.items()) / len(found)
    whole = sum(size**2 / right[label] for (_, label), size in both.items()) / len(found)
    return Scores((precision, recall, _f1(precision, recall)), (strict, whole, _f1(strict, whole)))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def generated(number: int) -> tuple[list[DocumentRecord], dict[str, Counter[str]]]:
    """Articles of 400 words by Zipf's law, five a story, which share a tenth of their words and most entities."""
    chance = random.Random(1)  # noqa: S311 (no secret: the same articles each time)
    vocabulary = [f"{chance.choice('bcdfgklmnprst')}{'aeiou'[n % 5]}{_letters(n)}" for n in range(60_000)]
    weights = list(accumulate(1 / (place + 10) for place in range(len(vocabulary))))
    documents, mentions = [], {}
    for place in range(number):
        own = random.Random(place // 5)  # noqa: S311
        words = own.choices(vocabulary, cum_weights=weights, k=40) + chance.choices(
            vocabulary, cum_weights=weights, k=360
        )
        iri = f"https://example.org/{place}"
        documents.append(DocumentRecord(iri, str(place), " ".join(words), date=f"2025-{place // 5 % 12 + 1:02}-10"))
        entities = [f"e{own.randrange(number)}" for _ in range(12)] + [
            f"e{chance.randrange(number)}" for _ in range(12)
        ]
        mentions[iri] = Counter(entities)
    return documents, mentions


def _letters(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 20)
        digits += "bcdfghjklmnpqrstvwxz"[digit]
    return digits or "b"


def main() -> None:
    contents = api.open(Path(sys.argv[1])).contents
    articles = articles_of(contents.documents, contents.entities)
    start = time.process_time()
    voices = [article for article in articles if article.iri == article.voice]
    pairs = list(similar_pairs(voices, [words(article.document.text) for article in voices]))
    names = [_ID.search(article.document.id) for article in articles]
    events = [(found[1], found[2]) if found else article.iri for found, article in zip(names, articles, strict=True)]
    topics = [found[1] if found else article.iri for found, article in zip(names, articles, strict=True)]
    print(f"{len(articles)} articles, {len(voices)} voices, {len(set(events))} events, {len(set(topics))} topics")  # noqa: T201 (a bench prints)
    for joined in sorted({JOINED, 0.2, 0.23, 0.25, 0.29, 0.32}):
        grouped = clusters(len(voices), pairs, joined)
        label = {voices[place].iri: number for number, places in enumerate(grouped) for place in places}
        found = [label[article.voice] for article in articles]
        mark = " (kg's)" if joined == JOINED else ""
        print(f"{joined:.2f} events {scores(found, events)}{mark}\n     topics {scores(found, topics)}")  # noqa: T201
    print(f"{time.process_time() - start:.1f} s of a processor")  # noqa: T201
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    documents, mentions = generated(number)
    made = [Article(document, document.iri, mentions[document.iri]) for document in documents]
    start = time.process_time()
    stories = find_stories(made, ())
    seconds = time.process_time() - start
    print(f"{number:,} generated articles: {len(stories):,} stories in {seconds:.1f} s of a processor")  # noqa: T201


if __name__ == "__main__":
    main()
