"""What a network learns from: the annotation of a text, and what a larger network says of it.

A teacher's probabilities tell more of a pair than yes and no (Hinton et al. 2015, "Distilling the Knowledge in a Neural
Network"), also where it is a network of the same kind (Furlanello et al. 2018, "Born-Again Neural Networks").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kg.text.ranking.pairs import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.text.ranking.scoring import PairReader
    from kg.training.examples import Example

__all__ = ["TAUGHT", "Lesson", "lesson_of", "with_doubts", "without_doubts"]

TAUGHT = 0.5
"""What agreeing with the teacher counts, the rest is agreeing with the annotation."""
_LIKELY = 0.3
"""From which probability on what a hasty annotation lacks may be true all the same."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example, and how likely the teacher finds each relation of each pair, and each class of each phrase.

    In half precision; all classes of a phrase are nought where the teacher says nothing of it.
    """

    example: Example
    taught: NDArray[np.float16]
    told: NDArray[np.float16]


def lesson_of(example: Example, teacher: PairReader | None) -> Lesson:
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


def with_doubts(lesson: Lesson) -> Lesson:
    """A lesson of an annotation that lacks some of what is true: what the teacher finds likely is no counterexample.

    It is unlabelled, not false (Bekker and Davis 2020, "Learning from positive and unlabeled data: a survey").
    """
    example = lesson.example
    known = example.known & (example.stated | (lesson.taught <= _LIKELY))
    return replace(lesson, example=replace(example, known=known))


def without_doubts(lesson: Lesson) -> Lesson:
    """A lesson of a thorough annotation: what it states no teacher weakens."""
    return replace(lesson, taught=np.where(lesson.example.stated, np.float16(1), lesson.taught))
