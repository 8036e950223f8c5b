"""Fitting the first step of the default model: logistic regressions over what can be seen of a pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg import vocabulary
from kg.text.pairs import PLACES, takers
from kg.text.regression import Regression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.text.pairs import Pair
    from kg.training.examples import Article, Passage

    type Arrays = dict[str, NDArray[Any]]

__all__ = ["RegressionTrainer", "fit_pairs"]

_FEWEST = 3
"""The fewest examples of a relation, and the fewest pairs of a feature, to learn from."""
_KEPT = 30_000
"""How many features are kept: those with the greatest weights."""
_LEAST_WEIGHT = 0.03


class RegressionTrainer:
    """Trains the regressions on articles and on passages that are always given."""

    folds = 6

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    def train(self, articles: Sequence[Article]) -> Regression:
        """A first step that has seen these articles and no others."""
        return Regression(fit_pairs(articles, self._passages))


def fit_pairs(articles: Sequence[Article], passages: Sequence[Passage]) -> Arrays:
    """One logistic regression for each relation, over the pairs whose classes it takes."""
    pairs: list[Pair] = [pair for a in articles for pair in a.pairs]
    sentence_of = [a.reading.parse.sentence_of[pair.anchor] for a in articles for pair in a.pairs]
    found = [
        a.stated(p.subject, p.object, n)
        for (a, p), n in zip(((a, p) for a in articles for p in a.pairs), sentence_of, strict=True)
    ]
    stated, unsure = [here for here, _ in found], [there for _, there in found]
    everything = frozenset(vocabulary.RELATIONS)
    for passage in passages:
        pairs += passage.pairs
        stated += [passage.stated(pair.subject, pair.object) for pair in passage.pairs]
        unsure += [everything - passage.checked] * len(passage.pairs)
    seen = Counter(feature for pair in pairs for feature in pair.features)
    places = np.array(sorted(feature for feature, count in seen.items() if count >= _FEWEST), np.int64)
    matrix = _matrix(pairs, places)
    by_classes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        by_classes[pair.classes].append(row)
    examples = Counter(name for names in stated for name in names)
    relations = sorted(name for name, count in examples.items() if count >= _FEWEST)
    weights = np.zeros((len(places), len(relations)), np.float32)
    bias = np.full(len(relations), -10.0, np.float32)
    for column, name in enumerate(relations):
        rows = [r for classes, some in by_classes.items() if name in takers(*classes) for r in some]
        rows = [r for r in sorted(rows) if name in stated[r] or name not in unsure[r]]
        truth = np.array([name in stated[r] for r in rows])
        if truth.sum() < _FEWEST or truth.all():
            continue
        model = LogisticRegression(solver="liblinear", C=1.0, max_iter=100, random_state=0).fit(matrix[rows], truth)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    strength = np.abs(weights).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:_KEPT])
    weights = weights[kept]
    some_rows, columns = np.nonzero(np.abs(weights) >= _LEAST_WEIGHT)
    return {
        "relations": np.array(relations),
        "places": places[kept].astype(np.int32),
        "rows": some_rows.astype(np.int32),
        "columns": columns.astype(np.int16),
        "values": weights[some_rows, columns].astype(np.float16),
        "bias": bias,
    }


def _matrix(pairs: Sequence[Pair], places: NDArray[np.int64]) -> csr_matrix:
    column = np.full(PLACES, -1, np.int64)
    column[places] = np.arange(len(places))
    features = [column[list(pair.features)] for pair in pairs]
    features = [some[some >= 0] for some in features]
    ends = np.cumsum([0, *map(len, features)])
    indices = np.concatenate(features)
    return csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(pairs), len(places)))
