"""Scores of pairs by a small network over what the language model itself sees.

A perceptron with one hidden layer (Rumelhart et al. 1986) for each phrase, for its governor and for the token where two
phrases meet, over the vectors that parsing leaves behind and what the sentence adds to them
(`kg.text.ranking.attention`), and one for the pair over these, the classes, the way between the phrases and its
distance. From a phrase and its governor alone it predicts the class of the phrase as well. What is learned is data:
arrays in `perceptron.npz`, made by `python -m kg.training`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kg.text.ranking.attention import load_attention
from kg.text.ranking.pairs import RELATIONS
from kg.weights.files import load_arrays

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kg.text.model import Parse, Vectors
    from kg.text.ranking.attention import SentenceAttention
    from kg.text.ranking.pairs import Pairs

    type Floats = NDArray[np.float32]

__all__ = ["Perceptron", "SmallNetworks", "load_small_networks"]

_ROWS = 4_000
"""How many pairs, phrases or words are looked at at once: what bounds the memory for a long text."""


class Perceptron:
    """The trained network."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take the arrays as `kg.training` writes them: `model` says whose vectors they were trained on."""
        self.model = str(arrays["model"])
        weights = {name: array.astype(np.float32) for name, array in arrays.items() if name != "model"}
        size = len(weights["head.bias"])
        self._known = len(weights["mix.bias"])  # as many numbers go on to pairs; what follows them predicts classes
        joined = np.concatenate([weights["mix.weight"], weights["told.weight"]]).T
        parts = np.split(joined, np.cumsum([size, size, weights["cls"].shape[1], weights["kind"].shape[1]]))
        self._mixed = dict(zip(("head", "governor", "cls", "kind", "label"), parts, strict=True))
        self._bias = np.concatenate([weights["mix.bias"], weights["told.bias"]])
        self._tables = {name: weights[name] @ self._mixed[name] for name in ("cls", "kind", "label")}
        self._weights = weights

    def of_pairs(self, pairs: Pairs, vectors: Vectors, attended: Floats) -> tuple[Floats, Floats]:
        """The log-odds of each of `RELATIONS` for each pair, and of each of `CLASSES` for each phrase.

        `attended` has a row for each token: what the sentence adds to its vectors.
        """
        weights = self._weights
        width, half = weights["product.weight"].shape
        phrases = np.empty((len(pairs.heads) + 1, len(self._bias)), np.float32)
        known, class_scores = np.split(phrases, [self._known], axis=1)
        known[-1] = weights["unnamed"]  # the last is an agent that is not named
        phrases, class_scores = phrases[:-1], class_scores[:-1]
        for start in range(0, len(phrases), _ROWS):
            rows = slice(start, start + _ROWS)
            part = phrases[rows]
            np.matmul(self._hidden("head", pairs.heads[rows], vectors, attended), self._mixed["head"], out=part)
            part += self._hidden("governor", pairs.governors[rows], vectors, attended) @ self._mixed["governor"]
            part += self._tables["cls"][pairs.classes[rows]] + self._tables["kind"][pairs.kinds[rows]]
            part += self._tables["label"][pairs.labels[rows]] + self._bias
        one, two, left, right = np.split(known, [width, 2 * width, 2 * width + half], axis=1)
        tokens, anchors = np.unique(pairs.anchors, return_inverse=True)
        meeting = self._hidden("anchor", tokens, vectors, attended) @ weights["meeting.weight"].T
        scores = np.empty((len(pairs), len(RELATIONS)), np.float32)
        for start in range(0, len(pairs), _ROWS):
            rows = slice(start, start + _ROWS)
            subject, obj = pairs.subjects[rows], pairs.objects[rows]
            hidden = (left[subject] * right[obj]) @ weights["product.weight"].T
            hidden += one[subject]
            hidden += two[obj]
            hidden += meeting[anchors[rows]]
            hidden += weights["distance"][pairs.distances[rows]]
            hidden += weights["steps"][pairs.steps[rows]]
            for column in pairs.seen[rows].T:
                hidden += weights["seen"][column]
            np.maximum(hidden, 0, out=hidden)
            scores[rows] = hidden @ weights["out.weight"].T + weights["out.bias"]
        return scores, class_scores

    def _hidden(self, name: str, tokens: NDArray[np.int64], vectors: Vectors, attended: Floats) -> Floats:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        hidden = np.empty((len(tokens), len(bias)), np.float32)
        for start in range(0, len(tokens), _ROWS):
            some = tokens[start : start + _ROWS]
            np.matmul(np.hstack([vectors.of(some), attended[some]]), weight.T, out=hidden[start : start + _ROWS])
        hidden += bias
        return np.maximum(hidden, 0, out=hidden)


class SmallNetworks:
    """The layers that see a sentence, and the perceptron that scores its pairs."""

    def __init__(self, attention: SentenceAttention, perceptron: Perceptron) -> None:
        self._attention, self._perceptron = attention, perceptron

    def of_pairs(self, pairs: Pairs, parse: Parse) -> tuple[Floats, Floats]:
        """The log-odds of each of `RELATIONS` for each pair, and of each of `CLASSES` for each phrase.

        `ValueError` where the language model has no vectors.
        """
        if parse.vectors is None:
            raise ValueError("the language model has no vectors to score pairs by")
        return self._perceptron.of_pairs(pairs, parse.vectors, self._attention.of(pairs, parse.vectors))


@cache
def load_small_networks() -> SmallNetworks:
    """The networks that come with the package."""
    return SmallNetworks(load_attention(), Perceptron(load_arrays("perceptron.npz")))
