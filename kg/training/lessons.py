"""What a network learns from: the annotation of a text, and what a larger network says of it.

A teacher's probabilities tell more of a pair than yes and no (Hinton et al. 2015, "Distilling the Knowledge in a Neural
Network").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.text.ranking.pairs import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.text.ranking.scoring import PairEncoder
    from kg.training.examples import Example

__all__ = ["TAUGHT", "Lesson", "lesson_of"]

TAUGHT = 0.5
"""What agreeing with the teacher counts, the rest is agreeing with the annotation."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example, and how likely the teacher finds each relation of each pair, and each class of each phrase.

    In half precision; all classes of a phrase are nought where the teacher says nothing of it.
    """

    example: Example
    taught: NDArray[np.float16]
    told: NDArray[np.float16]


def lesson_of(example: Example, teacher: PairEncoder | None) -> Lesson:
    """An example with what a teacher says of it; where it says nothing, and of what can't be, the annotation counts."""
    if teacher is None:
        told = np.zeros((len(example.pairs.phrases), len(CLASSES)), np.float16)
        return Lesson(example, example.stated.astype(np.float16), told)
    odds, classes = teacher.of_pairs(example.pairs, example.reading.parse)
    silent = np.isnan(odds) | ~example.pairs.possible()
    taught = np.where(silent, example.stated, 1 / (1 + np.exp(-odds)))
    likely = np.exp(classes - classes.max(axis=1, keepdims=True, initial=-np.inf))
    told = np.nan_to_num(likely / likely.sum(axis=1, keepdims=True))
    return Lesson(example, taught.astype(np.float16), told.astype(np.float16))
