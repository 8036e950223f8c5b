"""Fitting the two steps of the model, each on predictions for texts that the step before it has not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from kg import vocabulary
from kg.text.pairs import PLACES, takers
from kg.text.ranking import Ranker, candidates
from kg.text.relations import PROPOSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kg.text.pairs import Pair
    from kg.text.ranking import Candidate
    from kg.text.relations import RelationMention
    from kg.training.examples import Article, Passage

__all__ = ["as_arrays", "fit", "judge_out_of_fold"]

FOLDS = 6
_FEWEST = 3
"""The fewest examples of a relation, and the fewest pairs of a feature, to learn from."""
_KEPT = 30_000
"""How many features are kept: those with the greatest weights."""
_LEAST_WEIGHT = 0.03
_PRIOR = 7
"""How many findings of average quality a record starts with."""

type Arrays = dict[str, NDArray[Any]]


def fold_of(topic: str) -> int:
    """The part of the articles that a topic belongs to."""
    return sum(topic.encode()) * 7 % FOLDS


def fit(articles: Sequence[Article], passages: Sequence[Passage], least: tuple[float, float]) -> Arrays:
    """The arrays of a model trained on everything given."""
    judged = _cross_scored(articles, passages)
    arrays = _fit_pairs(articles, passages)
    arrays |= _fit_trees([(a, c) for a, found in zip(articles, judged, strict=True) for c in found])
    return arrays | {"least": np.array(least)}


def judge_out_of_fold(
    articles: Sequence[Article], passages: Sequence[Passage]
) -> list[list[tuple[RelationMention, float]]]:
    """Each article's findings with the probabilities of a model whose steps have not seen the article's topic."""
    judged = _cross_scored(articles, passages)
    found: list[list[tuple[RelationMention, float]]] = [[] for _ in articles]
    for fold in sorted({fold_of(a.topic) for a in articles}):
        rows = [(a, c) for a, some in zip(articles, judged, strict=True) for c in some if fold_of(a.topic) != fold]
        ranker = Ranker(_no_pairs() | _fit_trees(rows))
        for place, article in enumerate(articles):
            if fold_of(article.topic) == fold and judged[place]:
                probabilities = ranker.probabilities(judged[place])
                found[place] = [(c.mention, float(p)) for c, p in zip(judged[place], probabilities, strict=True)]
    return found


def _judged(ranker: Ranker, article: Article) -> list[Candidate]:
    return candidates(article.reading, article.pairs, ranker.scores(article.pairs), ranker.relations)


def _cross_scored(articles: Sequence[Article], passages: Sequence[Passage]) -> list[list[Candidate]]:
    """Each article's candidates, scored by a first step that has not seen the article's topic."""
    found: list[list[Candidate]] = [[] for _ in articles]
    for fold in sorted({fold_of(a.topic) for a in articles}):
        arrays = _fit_pairs([a for a in articles if fold_of(a.topic) != fold], passages)
        ranker = Ranker(arrays | _no_trees())
        for place, article in enumerate(articles):
            if fold_of(article.topic) == fold:
                found[place] = _judged(ranker, article)
    return found


def _fit_pairs(articles: Sequence[Article], passages: Sequence[Passage]) -> Arrays:
    """One logistic regression for each relation, over the pairs whose classes it takes."""
    pairs: list[Pair] = [pair for a in articles for pair in a.pairs]
    stated = [names for a in articles for names in a.stated]
    unsure = [names for a in articles for names in a.elsewhere]
    everything = frozenset(vocabulary.RELATIONS)
    for passage in passages:
        pairs += passage.pairs
        stated += passage.stated
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


def _no_pairs() -> Arrays:
    """A first step that says nothing, for a model of the second alone."""
    none = np.zeros(0, np.int64)
    names = ("places", "rows", "columns", "values", "bias")
    return {"relations": np.array([], str), "least": np.zeros(2), **dict.fromkeys(names, none)}


def _no_trees() -> Arrays:
    """A second step that says nothing, for a model of the first alone."""
    zero = np.zeros(1)
    names = ("feature", "threshold", "left", "right", "value", "roots", "start", "depth")
    return {
        "keys": np.array(["rule", "pair"]),
        "records": np.zeros(2),
        "least": np.zeros(2),
        **{f"tree_{name}": zero for name in names},
    }


def _fit_trees(judged: Sequence[tuple[Article, Candidate]]) -> Arrays:
    """The records of rules and relations, and the trees that weigh them with all else that is known."""
    rows = [candidate for _, candidate in judged]
    truth = [article.is_right(candidate.mention) for article, candidate in judged]
    folds = [fold_of(article.topic) for article, _ in judged]
    table: list[tuple[float, ...]] = [()] * len(rows)
    for fold in sorted(set(folds)):
        others = [place for place, other in enumerate(folds) if other != fold]
        records = _records((rows[place], truth[place]) for place in others)
        for place in (place for place, other in enumerate(folds) if other == fold):
            base = records["pair" if rows[place].mention.rule == PROPOSED else "rule"]
            table[place] = rows[place].numbers + tuple(records.get(key, base) for key in rows[place].keys)
    model = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=30, l2_regularization=3, random_state=0
    ).fit(np.array(table), truth)
    records = _records(zip(rows, truth, strict=True))
    names = sorted(records)
    return {"keys": np.array(names), "records": np.array([records[name] for name in names]), **as_arrays(model)}


def _records(judged: Iterable[tuple[Candidate, bool]]) -> dict[str, float]:
    """How often findings under each key were right, smoothed towards the average of rules or of pairs."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    kind_of: dict[str, str] = {}
    for candidate, right in judged:
        kind = "pair" if candidate.mention.rule == PROPOSED else "rule"
        for key in (kind, *candidate.keys):
            counts[key][0] += right
            counts[key][1] += 1
            kind_of[key] = kind
    base = {kind: counts[kind][0] / max(1, counts[kind][1]) for kind in ("rule", "pair")}
    smoothed = {
        key: (right + _PRIOR * base[kind_of[key]]) / (every + _PRIOR)
        for key, (right, every) in counts.items()
        if key in kind_of
    }
    return smoothed | base


def as_arrays(model: HistGradientBoostingClassifier) -> Arrays:
    """The trees as flat arrays in which a leaf leads to itself."""
    columns: dict[str, list[NDArray[Any]]] = defaultdict(list)
    roots, begin, depth = [], 0, 0
    for (predictor,) in model._predictors:  # noqa: SLF001 - scikit-learn offers no other way to its trees
        nodes = predictor.nodes
        here = begin + np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        columns["feature"].append(np.where(leaf, 0, nodes["feature_idx"]))
        columns["threshold"].append(np.where(leaf, np.inf, nodes["num_threshold"]))
        columns["left"].append(np.where(leaf, here, begin + nodes["left"].astype(np.int64)))
        columns["right"].append(np.where(leaf, here, begin + nodes["right"].astype(np.int64)))
        columns["value"].append(np.where(leaf, nodes["value"], 0.0))
        depth = max(depth, int(nodes["depth"].max()))
        roots.append(begin)
        begin += len(nodes)
    arrays = {f"tree_{name}": np.concatenate(parts) for name, parts in columns.items()}
    start = np.ravel(model._baseline_prediction)  # noqa: SLF001 - likewise
    return arrays | {"tree_roots": np.array(roots), "tree_start": start, "tree_depth": np.array([depth])}
