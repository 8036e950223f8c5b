"""Fitting the second step of the model on scores for texts that the first step has not seen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from kg.text.model import PROPOSED
from kg.text.ranking.candidates import candidates
from kg.text.ranking.ranker import Probabilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kg.text.model import RelationMention
    from kg.text.ranking.candidates import Candidate
    from kg.text.ranking.scoring import Scorer
    from kg.training.examples import Article

__all__ = [
    "Findings",
    "Scored",
    "as_arrays",
    "fit_trees",
    "judge_out_of_fold",
    "score",
]

FOLDS = 6
"""In how many parts articles are taken to judge the second step."""
_PRIOR = 7
"""How many findings of average quality a record starts with."""

type Arrays = dict[str, NDArray[Any]]
type Scored = list[tuple[list[Candidate], NDArray[np.float32]]]
"""The candidates of each article, and how likely each of its referents is of each class."""
type Findings = list[tuple[RelationMention, float]]


def fold_of(topic: str, folds: int) -> int:
    """The part of the articles that a topic belongs to."""
    return sum(topic.encode()) * 7 % folds


def score(article: Article, scorer: Scorer) -> tuple[list[Candidate], NDArray[np.float32]]:
    """The candidates of an article, and how likely each of its referents is of each class."""
    scores = scorer.score(article.reading)
    return candidates(article.reading, scores), scores.classes


def judge_out_of_fold(articles: Sequence[Article], scored: Scored) -> list[Findings]:
    """What is scored of each article, with the probabilities of trees fitted on that of other topics."""
    found: list[Findings] = [[] for _ in articles]
    for fold in range(FOLDS):
        others = [place for place, a in enumerate(articles) if fold_of(a.topic, FOLDS) != fold]
        trees = fit_trees([articles[place] for place in others], [scored[place] for place in others])
        judge = Probabilities(trees)
        for place in set(range(len(articles))).difference(others):
            some, _ = scored[place]
            found[place] = judge.of(some)
    return found


def fit_trees(articles: Sequence[Article], scored: Scored) -> Arrays:
    """The records of rules and relations, and the trees that weigh them with all else that is known."""
    judged = [(article, candidate) for article, (some, _) in zip(articles, scored, strict=True) for candidate in some]
    rows = [candidate for _, candidate in judged]
    truth = [article.is_right(candidate.mention) for article, candidate in judged]
    folds = [fold_of(article.topic, FOLDS) for article, _ in judged]
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
    return {
        "keys": np.array(names),
        "records": np.array([records[name] for name in names]),
        **as_arrays(model),
    }


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
