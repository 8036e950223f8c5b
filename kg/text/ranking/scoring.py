"""The first step of the model: how likely each relation is for each pair of phrases of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.text.ranking.classes import likely_classes, listed_classes
from kg.text.ranking.labels import RELATIONS
from kg.text.ranking.pairs import LEAST, find_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.text.model import Parse, Reading
    from kg.text.ranking.pairs import Pair, Pairs

    type Floats = NDArray[np.float32]

GOOD = -1.7
"""The least score (log-odds) of a pair that is worth judging."""


class PairReader(Protocol):
    """A network that scores pairs."""

    def of_pairs(self, pairs: Pairs, parse: Parse) -> tuple[Floats, Floats]:
        """The log-odds of each of `RELATIONS` for each pair, and of each of `KNOWN_CLASSES` for each phrase.

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
    """Scores the pairs of documents by a network."""

    def __init__(self, reader: PairReader) -> None:
        self._reader = reader

    def score(self, reading: Reading) -> Scores:
        """Return the pairs that have a good score or that a rule joins."""
        parse = reading.parse
        if not reading.referents.phrases:
            return Scores((), np.zeros((0, len(RELATIONS)), np.float32), listed_classes(reading.referents))
        pairs = find_pairs(parse, reading.referents)
        read, class_scores = self._reader.of_pairs(pairs, parse)
        scores = np.where(pairs.possible() & ~np.isnan(read), read, np.float32(LEAST))
        size = len(reading.referents.phrases)
        subjects, objects = pairs.ends()
        joined = [mention.subject * size + mention.object for mention in reading.relations if mention.object >= 0]
        kept = np.flatnonzero((scores > GOOD).any(axis=1) | np.isin(subjects * size + objects, joined))
        classes = likely_classes(reading.referents, pairs, class_scores)
        return Scores(tuple(pairs.at(row) for row in kept.tolist()), scores[kept], classes)
