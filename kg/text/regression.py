"""Scores of pairs by a logistic regression for each relation, over what can be seen of a pair (`kg.text.pairs`)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from kg.text.pairs import find_pairs, takers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.text.facts import Reading
    from kg.text.pairs import Pair

    type Floats = NDArray[np.float32]

__all__ = ["Regression"]

_CHUNK = 1_000
_NONE = -20.0


class Regression:
    """The trained regressions. `relations` are those that are scored, in the order of the columns of scores."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take the model's arrays, as `kg.training` writes them."""
        self.relations: tuple[str, ...] = tuple(str(name) for name in arrays["relations"])
        self._places = arrays["places"].astype(np.int64)
        weights = np.zeros((len(self._places) + 1, len(self.relations)), np.float32)
        weights[arrays["rows"], arrays["columns"]] = arrays["values"].astype(np.float32)
        self._weights = weights  # its last row, all zeros, stands for every feature that is not in the model
        self._bias = arrays["bias"].astype(np.float32)
        self._allowed: dict[tuple[str, str], NDArray[np.bool_]] = {}

    def score(self, reading: Reading) -> tuple[list[Pair], Floats]:
        """The pairs that a rule joins, and their scores."""
        pairs = list(find_pairs(reading.parse, reading.referents, reading.clauses, reading.relations))
        return pairs, self.scores(pairs)

    def scores(self, pairs: Sequence[Pair]) -> Floats:
        """The log-odds of each relation for each pair; -20 where the classes rule it out."""
        scores = np.full((len(pairs), len(self.relations)), _NONE, np.float32)
        for start in range(0, len(pairs), _CHUNK):
            chunk = pairs[start : start + _CHUNK]
            sizes = [len(pair.features) for pair in chunk]
            seen = np.fromiter(chain.from_iterable(pair.features for pair in chunk), np.int64, sum(sizes))
            begins = np.cumsum([0, *sizes[:-1]])
            rows = np.searchsorted(self._places, seen)
            rows[rows == len(self._places)] = 0
            rows = np.where(self._places[rows] == seen, rows, len(self._places))
            totals = np.add.reduceat(self._weights[rows], begins, axis=0) + self._bias
            allowed = np.stack([self._takes(pair.classes) for pair in chunk])
            scores[start : start + len(chunk)] = np.where(allowed, totals, _NONE)
        return scores

    def _takes(self, classes: tuple[str, str]) -> NDArray[np.bool_]:
        allowed = self._allowed.get(classes)
        if allowed is None:
            taken = takers(*classes)
            allowed = self._allowed[classes] = np.array([name in taken for name in self.relations])
        return allowed
