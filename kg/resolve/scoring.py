"""How probable it is that two profiles are one entity: a logistic regression, whose weights can be read.

`kg/weights/resolution.toml` has a weight for each feature, the intercept and the thresholds; `python -m
kg.training.resolution` makes it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import TYPE_CHECKING

from kg.errors import ModelError
from kg.resolve.features import LABELS, compare, details
from kg.resolve.model import Reason
from kg.weights.files import read_weights

if TYPE_CHECKING:
    from kg.resolve.features import Pair
    from kg.resolve.profiles import Profile

__all__ = ["Scorer", "load_scorer", "reasons"]

_FILE = "resolution.toml"


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights in the order of the features, and from which probability on two are one, or worth a person's look."""

    weights: tuple[float, ...]
    intercept: float
    join: float
    review: float

    def score(self, pair: Pair) -> float:
        """The probability that the two of a pair are one."""
        total = self.intercept
        for weight, value in zip(self.weights, pair.values, strict=True):
            if value:
                total += weight * value
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))

    def __call__(self, one: Profile, other: Profile) -> float:
        """The probability that two profiles are one entity."""
        return self.score(compare(one, other))


@cache
def load_scorer() -> Scorer:
    """The scorer that comes with kg; ModelError where its file is missing or is another."""
    table = tomllib.loads(read_weights(_FILE).decode())
    if list(table["weights"]) != list(LABELS):
        raise ModelError(f"the trained file {_FILE} is not for these features: install kg again")
    return Scorer(tuple(table["weights"].values()), table["intercept"], table["join"], table["review"])


def reasons(scorer: Scorer, one: Profile, other: Profile) -> tuple[Reason, ...]:
    """What the score of two profiles is made of, what contributes most first; what contributes nothing is left out."""
    words = details(one, other)
    found = [
        Reason(name, value, weight * value, words.get(name, ""))
        for name, weight, value in zip(LABELS, scorer.weights, compare(one, other).values, strict=True)
        if value and weight
    ]
    return tuple(sorted(found, key=lambda reason: (-abs(reason.contribution), reason.feature)))
