"""How sure a finding is, and what else a pair may say: a small model over pairs of phrases, trained on annotated news.

Two steps. First each relation gets a score for each pair (`kg.text.ranking.scoring`). Then one ensemble of small
decision trees judges every finding of a rule, and every pair with a good score, by that score, the rule's record and
the arguments, and gives the probability that the fact is right. The model is data, read without pickle: a transformer
and `transformer/ranking.npz`; `python -m kg.training` makes them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Final

import numpy as np

from kg import ontology
from kg.text.model import PROPOSED
from kg.text.ranking.candidates import candidates, is_one_to_one
from kg.text.ranking.choice import choose
from kg.text.ranking.classes import settle
from kg.text.ranking.encoder import load_encoder
from kg.text.ranking.labels import JUDGED, check_labels
from kg.text.ranking.scoring import Scorer
from kg.text.ranking.wording import Wording
from kg.weights.files import load_arrays, one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.text.model import Reading, Referents, RelationMention
    from kg.text.ranking.candidates import Candidate

_UNSAID: Final = 0.6
"""The most confidence of a grave fact that no word of its sentence says."""


class Ranker:
    """The trained model."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], scorer: Scorer) -> None:
        """Take the arrays of the second step, as `kg.training` writes them, and the first step."""
        self._scorer = scorer
        self._probabilities = Probabilities(arrays)
        self._wording = Wording(arrays)
        self._least = least_probabilities(*arrays["least"].astype(float).tolist())

    @one_thread()
    def rank(self, reading: Reading, own: Sequence[RelationMention] = ()) -> Reading:
        """Return a reading whose relation mentions have probabilities: doubtful ones left out, the model's own added.

        Its referents have the classes that agree best with what is said of them. What the model does not judge keeps
        the confidence of its rule: open predicates, descriptions, relations that it does not know, and `own`, findings
        of a user's rules, which are added.
        """
        scored = self._scorer.score(reading)
        judged = candidates(reading, scored)
        likely = [
            (candidate.mention, probability)
            for candidate, probability in zip(judged, self._probabilities.of(judged), strict=True)
            if probability >= self._least(candidate.mention, reading.referents)
        ]
        others = [mention for mention in reading.relations if mention.predicate not in JUDGED]
        given = [(mention, 1.0) for mention in (*others, *own) if _has_classes(mention)]
        referents, fit = settle(reading.referents, scored.classes, [*likely, *given])
        fitting = list(compress(likely, fit))
        chosen = choose(fitting, referents, reading.parse.sentence_of)
        found = [self._found(reading, mention, sure) for mention, sure in compress(fitting, chosen)]
        return replace(reading, referents=referents, relations=(*others, *found, *own))

    def _found(self, reading: Reading, mention: RelationMention, sure: float) -> RelationMention:
        """The finding with its probability, and with the word that says it where no rule has read one.

        A grave fact that no word says is doubtful, however likely it looks.
        """
        at = self._wording.of(reading, mention) if mention.rule == PROPOSED else None
        if at == -1 and ontology.RELATIONS[mention.predicate].grave:
            sure = min(sure, _UNSAID)
        return replace(mention, confidence=sure, stated_at=at)


def least_probabilities(
    rule: float, pair: float, grave_rule: float, grave_pair: float
) -> Callable[[RelationMention, Referents], float]:
    """Return what gives the least probability of a finding that is kept.

    That of rules' findings and of the model's own, then those of facts that can harm a person or say who heads a
    country.
    """

    def least(mention: RelationMention, referents: Referents) -> float:
        if ontology.RELATIONS[mention.predicate].grave or is_one_to_one(mention, referents):
            return grave_pair if mention.rule == PROPOSED else grave_rule
        return pair if mention.rule == PROPOSED else rule

    return least


def _has_classes(mention: RelationMention) -> bool:
    """Whether a finding says something of the classes of its arguments: a relation below the topmost."""
    relation = ontology.RELATIONS.get(mention.predicate)
    return relation is not None and relation.kind in ("entity", "date") and bool(relation.parents)


class Probabilities:
    """The second step: the records of rules and relations, and the trees that weigh them with all else."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._records = dict(zip(map(str, arrays["keys"]), arrays["records"].astype(float).tolist(), strict=True))
        self._trees = Trees(arrays)

    def of(self, judged: Sequence[Candidate]) -> list[float]:
        """Return how likely each candidate is right."""
        if not judged:
            return []
        rows = [candidate.numbers + self._recorded(candidate) for candidate in judged]
        found: list[float] = self._trees.probabilities(np.array(rows, np.float64)).tolist()
        return found

    def _recorded(self, candidate: Candidate) -> tuple[float, ...]:
        base = self._records["rule" if candidate.mention.rule != PROPOSED else "pair"]
        return tuple([self._records.get(key, base) for key in candidate.keys])


class Trees:
    """Gradient-boosted decision trees (Friedman 2001), evaluated for all rows at once."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._feature = arrays["tree_feature"].astype(np.int64)
        self._threshold = arrays["tree_threshold"].astype(np.float64)
        self._next = np.stack([arrays["tree_right"], arrays["tree_left"]], 1).astype(np.int64).ravel()
        self._value = arrays["tree_value"].astype(np.float64)
        self._roots = arrays["tree_roots"].astype(np.int64)
        self._start = float(arrays["tree_start"][0])
        self._depth = int(arrays["tree_depth"][0])

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each row is right."""
        at = np.broadcast_to(self._roots, (len(rows), len(self._roots)))
        flat, begins = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        for _ in range(self._depth):  # a leaf leads to itself
            left = flat.take(begins + self._feature.take(at)) <= self._threshold.take(at)
            at = self._next.take(2 * at + left)
        probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-self._start - self._value.take(at).sum(axis=1)))
        return probabilities


@cache
def load_ranker() -> Ranker:
    """Return the model that comes with the package, loaded once; `ModelError` where it does not fit the ontology."""
    check_labels()
    return Ranker(load_arrays("transformer/ranking.npz"), Scorer(load_encoder()))
