"""The second step of the model: trees over scores for texts that the first step has not seen. Needs scikit-learn."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import compress
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from kg.rules.rule_set import shipped_rules
from kg.text.model import PROPOSED
from kg.text.ranking.candidates import candidates
from kg.text.ranking.choice import choose
from kg.text.ranking.classes import settle
from kg.text.ranking.ranker import Probabilities, least_probabilities
from kg.text.ranking.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kg.text.model import Referents
    from kg.text.ranking.candidates import Candidate
    from kg.text.ranking.scoring import Scorer
    from kg.training.examples import Article

LEAST = (0.18, 0.44, 0.5, 0.7)
"""The least probability of a rule's finding and of the model's own, then those of facts that can harm a person.

Up to the first each relation that silver2 has often is found at all. From the second on what the model adds is more
often right than not where annotation is thorough (silver2, gold2). Of grave facts below the others half are wrong.
"""
FOLDS = 6
"""In how many parts articles are divided to judge the second step."""
_TOPICS = 3
"""In how many topics a word stands at least that counts as saying a relation."""
_SAYING = 0.5
"""The least weight of a word that is kept."""
_READ = 1.0
"""The least weight of a word by which a rule reads the relation."""
_PRIOR = 7
"""How many findings of average quality a record starts with."""

type Arrays = dict[str, NDArray[Any]]
type Key = tuple[str, str, str]
"""A fact in the annotation's terms."""


@dataclass(frozen=True, slots=True)
class Case:
    """An annotated article as the second step sees it.

    `keys` has each candidate in the annotation's terms, `stated` what the annotation states; an entry of `core` are the
    ways in which a core fact may be stated. A row of `classes` says how likely a referent is of each class,
    `sentence_of` gives the sentence of each token, `words` what may say each candidate.
    """

    name: str
    topic: str
    candidates: list[Candidate]
    keys: list[Key]
    referents: Referents
    classes: NDArray[np.float32]
    sentence_of: Sequence[int]
    words: list[frozenset[str]]
    stated: frozenset[Key]
    core: list[frozenset[Key]]

    @property
    def right(self) -> list[bool]:
        """Whether the annotation has what each candidate says."""
        return [key in self.stated for key in self.keys]


class Figures(NamedTuple):
    """How many findings there are and how many are right; how many core facts there are and how many are found."""

    said: int = 0
    right: int = 0
    core: int = 0
    found: int = 0

    def __add__(self, other: object) -> Figures:
        """Return the sum of both, figure by figure."""
        return Figures(*map(sum, zip(self, other, strict=True))) if isinstance(other, Figures) else NotImplemented

    @property
    def precision(self) -> float:
        """The share of the findings that is right."""
        return self.right / max(1, self.said)

    @property
    def recall(self) -> float:
        """The share of the core facts that is found."""
        return self.found / max(1, self.core)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def case_of(article: Article, scorer: Scorer) -> Case:
    """Return an article with its candidates."""
    scores = scorer.score(article.reading)
    found = candidates(article.reading, scores)
    return Case(
        name=article.name,
        topic=article.topic,
        candidates=found,
        keys=[article.key(candidate.mention) for candidate in found],
        referents=article.reading.referents,
        classes=scores.classes,
        sentence_of=article.reading.parse.sentence_of,
        words=[frozenset(words_of(article.reading, candidate.mention)) for candidate in found],
        stated=article.stated_keys,
        core=article.core(),
    )


def figures_of(
    cases: Sequence[Case], judged: Sequence[Sequence[float]], least: tuple[float, float, float, float] = LEAST
) -> Figures:
    """Count what articles' graphs hold at these least probabilities for what rules and what the model finds."""
    total, least_of = Figures(), least_probabilities(*least)
    for case, probabilities in zip(cases, judged, strict=True):
        likely = [
            (candidate.mention, key, sure)
            for candidate, key, sure in zip(case.candidates, case.keys, probabilities, strict=True)
            if sure >= least_of(candidate.mention, case.referents)
        ]
        referents, fit = settle(case.referents, case.classes, [(mention, sure) for mention, _, sure in likely])
        likely = list(compress(likely, fit))
        chosen = choose([(mention, sure) for mention, _, sure in likely], referents, case.sentence_of)
        said = {key for _, key, _ in compress(likely, chosen)}
        right = said & case.stated
        total += Figures(len(said), len(right), len(case.core), sum(bool(ways & right) for ways in case.core))
    return total


def _fold_of(topic: str, seed: int) -> int:
    """Return the part of the articles that a topic belongs to."""
    return (sum(topic.encode()) * 7 if seed == 0 else crc32(f"{seed} {topic}".encode())) % FOLDS


def judge_out_of_fold(cases: Sequence[Case], seed: int = 0) -> list[list[float]]:
    """Return the probabilities of each article's candidates by trees fitted on other topics."""
    found: list[list[float]] = [[] for _ in cases]
    folds = [_fold_of(case.topic, seed) for case in cases]
    for fold in sorted(set(folds)):
        judge = Probabilities(fit_trees([case for case, its in zip(cases, folds, strict=True) if its != fold], seed))
        for place, its in enumerate(folds):
            if its == fold:
                found[place] = judge.of(cases[place].candidates)
    return found


def fit_trees(cases: Sequence[Case], seed: int = 0) -> Arrays:
    """Return the records of rules and relations, and the trees that weigh them with all else that is known."""
    rows = [candidate for case in cases for candidate in case.candidates]
    truth = [right for case in cases for right in case.right]
    folds = [_fold_of(case.topic, seed) for case in cases for _ in case.candidates]
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
        **learn_words(cases),
        **as_arrays(model),
    }


def learn_words(cases: Sequence[Case]) -> Arrays:
    """Return how much oftener each word of several topics stands where a relation is stated than elsewhere.

    Those by which rules read a relation are among them.
    """
    topics: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    stated, every, of_relation, pairs = Counter[tuple[str, str]](), Counter[str](), Counter[str](), 0
    for case in cases:
        seen: set[tuple[int, int]] = set()
        for candidate, right, words in zip(case.candidates, case.right, case.words, strict=True):
            mention = candidate.mention
            if (mention.subject, mention.object) not in seen:
                seen.add((mention.subject, mention.object))
                pairs += 1
                every.update(words)
            if right:
                of_relation[mention.predicate] += 1
                for word in words:
                    stated[mention.predicate, word] += 1
                    topics[mention.predicate, word].add(case.topic)
    weights = {
        f"{name} {word}": log(count / of_relation[name] * pairs / every[word])
        for (name, word), count in sorted(stated.items())
        if len(topics[name, word]) >= _TOPICS
    }
    kept = {key: weight for key, weight in weights.items() if weight >= _SAYING}
    for rule in shipped_rules().rules:
        kept |= {key: max(_READ, kept.get(key, 0.0)) for word in rule.words if (key := f"{rule.relation} {word}")}
    return {"words": np.array(list(kept)), "word_weights": np.array(list(kept.values()))}


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
