"""What the words of a sentence tell of one another: one layer of self-attention over what the language model sees.

The language model's own layers see four words to each side; this layer sees the sentence (Vaswani et al. 2017,
"Attention is all you need"; with the norms first, Xiong et al. 2020, "On layer normalization in the transformer
architecture"). It is a part of `kg.text.perceptron`, learned with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kg.text.pairs import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kg.text.pairs import Pairs
    from kg.text.parse import Vectors

    type Floats = NDArray[np.float32]
    type Numbers = NDArray[np.int64]

__all__ = ["ATTENTION", "HEADS", "SentenceAttention", "classes_at"]

ATTENTION: Final = "attention."
"""What the names of its arrays begin with."""
HEADS: Final = 4
"""In how many ways words attend to one another."""
_BATCH = 2_000
"""The most words, padding included, that are read at once: what bounds the memory for a long text."""
_SMALL = np.float32(1e-5)


class SentenceAttention:
    """The trained layer."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        """Take the arrays whose names begin with `ATTENTION`."""
        self._weights = {
            name.removeprefix(ATTENTION): array for name, array in weights.items() if name.startswith(ATTENTION)
        }

    def of(self, pairs: Pairs, vectors: Vectors) -> Floats:
        """A row for each token of a text; nought outside the sentences that have phrases."""
        weights = self._weights
        found = np.zeros((len(pairs.hangs), len(weights["norm.bias"])), np.float32)
        classes = classes_at(pairs)
        for runs in _batches(pairs.runs):
            places = runs[:, :1] + np.arange((runs[:, 1] - runs[:, 0]).max())
            real = places < runs[:, 1:]
            tokens = places[real]
            words = np.zeros((*places.shape, found.shape[1]), np.float32)
            words[real] = (
                vectors.of(tokens) @ weights["word.weight"].T
                + weights["word.bias"]
                + weights["label.weight"][pairs.hangs[tokens]]
                + weights["cls.weight"][classes[tokens]]
                + weights["place.weight"][np.nonzero(real)[1]]
            )
            words += self._attended(self._normed(words, "layer.norm1"), real)
            hidden = self._linear(self._normed(words, "layer.norm2"), "layer.linear1.weight", "layer.linear1.bias")
            np.maximum(hidden, 0, out=hidden)
            words += self._linear(hidden, "layer.linear2.weight", "layer.linear2.bias")
            found[tokens] = self._normed(words, "norm")[real]
        return found

    def _attended(self, words: Floats, real: NDArray[np.bool_]) -> Floats:
        """What each word takes over from those of its sentence."""
        rows, length, width = words.shape
        joined = self._linear(words, "layer.self_attn.in_proj_weight", "layer.self_attn.in_proj_bias")
        parts = joined.reshape(rows, length, 3, HEADS, width // HEADS).transpose(2, 0, 3, 1, 4)
        asked, offered, told = np.ascontiguousarray(parts)
        weight = asked @ offered.swapaxes(2, 3)
        weight /= np.float32(np.sqrt(width // HEADS))
        weight -= np.where(real, np.float32(0), np.float32(np.inf))[:, None, None, :]
        weight -= weight.max(axis=3, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(axis=3, keepdims=True)
        taken = (weight @ told).transpose(0, 2, 1, 3).reshape(rows, length, width)
        return self._linear(taken, "layer.self_attn.out_proj.weight", "layer.self_attn.out_proj.bias")

    def _linear(self, words: Floats, weight: str, bias: str) -> Floats:
        rows, length, width = words.shape
        found: Floats = words.reshape(rows * length, width) @ self._weights[weight].T
        found += self._weights[bias]
        return found.reshape(rows, length, -1)

    def _normed(self, words: Floats, name: str) -> Floats:
        middle = words - words.mean(axis=2, keepdims=True)
        middle /= np.sqrt(np.square(middle).mean(axis=2, keepdims=True) + _SMALL)
        middle *= self._weights[f"{name}.weight"]
        middle += self._weights[f"{name}.bias"]
        return middle


def classes_at(pairs: Pairs) -> Numbers:
    """The class of the phrase that each token heads, `len(CLASSES)` for one that heads none."""
    classes = np.full(len(pairs.hangs), len(CLASSES), np.int64)
    classes[pairs.heads] = pairs.classes
    return classes


def _batches(runs: Numbers) -> Iterator[Numbers]:
    """The runs of tokens, those of like length together."""
    lengths = runs[:, 1] - runs[:, 0]
    order = np.argsort(lengths, kind="stable")
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or lengths[order[end]] * (end + 1 - start) > _BATCH:
            yield runs[order[start:end]]
            start = end
