"""Vectors of words by themselves, without context: a table with a row for each word of a list.

A transformer that has read far more than our articles was asked for each word once, when the list was made
(`kg.training.meanings`; Bommasani et al. 2020, "Interpreting pretrained contextualized representations via reductions
to static embeddings"). A text only looks its words up. The list is data: arrays in `meanings.npz`.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.weights.files import load_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

__all__ = ["ENDINGS", "Meanings", "fallback_keys", "load_meanings"]

ENDINGS: Final = (4, 3, 2)
"""How many last letters of a word that the list lacks are looked for, in this order."""
_DIGIT = re.compile(r"\d")


class Meanings:
    """The vectors of words.

    `table` has a row a word, in steps of `step`; its last row is zero, for unknown words.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take the arrays as `kg.training.meanings` writes them."""
        words = arrays["words"].tobytes().decode("utf-8").split("\n")
        self.table: NDArray[np.int8] = np.vstack([arrays["vectors"], np.zeros_like(arrays["vectors"][:1])])
        self.step = np.float32(arrays["step"])
        self._rows = {word: row for row, word in enumerate(words)}

    def rows(self, words: Iterable[str]) -> NDArray[np.int64]:
        """Where in the table the vector of each word (in lower case) is."""
        known, unknown = self._rows, len(self.table) - 1
        found = (known[word] if word in known else self._fallback(word, unknown) for word in words)
        return np.fromiter(found, np.int64)

    def of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors in some rows."""
        return self.table[rows] * self.step

    def units(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The vectors of words as rows of length 1; of a word that the table lacks, a row of zeros."""
        known = [word if word in self._rows else "" for word in words]
        rows = [self._rows[word] if word else len(self.table) - 1 for word in known]
        found = self.of(np.array(rows, np.int64))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(lengths == 0, 1, lengths)).astype(np.float32)

    @cached_property
    def _every(self) -> NDArray[np.float32]:
        """The vector of each word of the table as a row of length 1."""
        return self.units(self._rows)

    def knows(self, word: str) -> bool:
        """Whether the table has a word."""
        return word in self._rows

    def near(self, word: str, least: float) -> list[str]:
        """The words whose cosine with a word is at least so great, the nearest first; none of what the table lacks."""
        if word not in self._rows:
            return []
        found = self._every @ self._every[self._rows[word]]
        words = list(self._rows)
        rows = sorted((-float(found[row]), words[row]) for row in np.flatnonzero(found >= least))
        return [name for _, name in rows if name != word and name.isalpha()]

    def likeness(self, one: str, other: str) -> float:
        """The cosine of what two words mean; 0 where the table lacks one."""
        first, second = self.units((one, other))
        return float(first @ second)

    def _fallback(self, word: str, unknown: int) -> int:
        """The row for a word that the table lacks: of numbers of its form, or of words with its ending."""
        return next((self._rows[key] for key in fallback_keys(word) if key in self._rows), unknown)


def fallback_keys(word: str) -> tuple[str, ...]:
    """The keys under which an unknown word is looked for: "~000" for "347", "~ists", "~sts" for "cyclists"."""
    if any(letter.isdigit() for letter in word):
        return (f"~{_DIGIT.sub('0', word)}",)
    return tuple(f"~{word[-last:]}" for last in ENDINGS if len(word) > last)


@cache
def load_meanings() -> Meanings:
    """The table that comes with the package, read once."""
    return Meanings(load_arrays("meanings.npz"))
