"""The first step of the model: how likely each relation is for each pair of phrases of a document.

By the perceptron alone (`perceptron`), or by the mean of its scores and a transformer's (`encoder`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.text.ranking.classes import likely_classes, listed_classes
from kg.text.ranking.pairs import LEAST, RELATIONS, find_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.text.model import Parse, Reading
    from kg.text.ranking.attention import SentenceAttention
    from kg.text.ranking.pairs import Pair, Pairs
    from kg.text.ranking.perceptron import Perceptron

    type Floats = NDArray[np.float32]

__all__ = ["GOOD", "SHARE", "PairEncoder", "Scorer", "Scores"]

SHARE = 0.65
"""What the transformer's score of a pair counts beside the perceptron's."""
GOOD = -1.7
"""The least score (log-odds) of a pair that is worth judging."""


class PairEncoder(Protocol):
    """A transformer that scores pairs."""

    def of_pairs(self, pairs: Pairs, parse: Parse) -> tuple[Floats, Floats]:
        """The log-odds of each of `RELATIONS` for each pair, and of each of `CLASSES` for each phrase.

        Not a number where it can't tell.
        """


@dataclass(frozen=True, slots=True)
class Scores:
    """Pairs that are worth a look, and the log-odds of each of `RELATIONS`, a row a pair; `LEAST` for what can't be.

    `classes` has a row for each referent: how likely it is of each of `CLASSES`.
    """

    pairs: tuple[Pair, ...]
    scores: Floats
    classes: Floats


class Scorer:
    """The networks that score pairs."""

    def __init__(
        self, attention: SentenceAttention, perceptron: Perceptron, encoder: PairEncoder | None = None
    ) -> None:
        self._attention = attention
        self._perceptron = perceptron
        self._encoder = encoder

    def score(self, reading: Reading) -> Scores:
        """The pairs that have a good score or that a rule joins.

        None where the parse is not of the language model that the networks were trained on.
        """
        parse = reading.parse
        if parse.vectors is None or parse.vectors.model != self._perceptron.model or not reading.referents.phrases:
            return Scores((), np.zeros((0, len(RELATIONS)), np.float32), listed_classes(reading.referents))
        pairs = find_pairs(parse, reading.referents)
        attended = self._attention.of(pairs, parse.vectors)
        scores, class_scores = self._perceptron.of_pairs(pairs, parse.vectors, attended)
        if self._encoder is not None:
            read, seen = self._encoder.of_pairs(pairs, parse)
            encoded = ~np.isnan(read)
            np.multiply(scores, np.float32(1 - SHARE), out=scores, where=encoded)
            np.add(scores, np.multiply(read, np.float32(SHARE), out=read), out=scores, where=encoded)
            class_scores = np.where(np.isnan(seen), class_scores, (class_scores + seen) / 2)
        scores[~pairs.possible()] = LEAST
        size = len(reading.referents.phrases)
        subjects, objects = pairs.ends()
        joined = [mention.subject * size + mention.object for mention in reading.relations if mention.object >= 0]
        kept = np.flatnonzero((scores > GOOD).any(axis=1) | np.isin(subjects * size + objects, joined))
        classes = likely_classes(reading.referents, pairs, class_scores)
        return Scores(tuple(pairs.at(row) for row in kept.tolist()), scores[kept], classes)
