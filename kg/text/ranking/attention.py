"""Words in the context of their sentence: layers of self-attention over what the language model sees.

The language model's own layers see four words to each side; these see the sentence (Vaswani et al. 2017, "Attention is
all you need"; with the norms first, Xiong et al. 2020, "On layer normalization in the transformer architecture"). They
have learned to predict for each word what a far larger transformer sees there (`kg.training.attention`; Jiao et al.
2020, "TinyBERT: Distilling BERT for natural language understanding"). What is learned is data: arrays in
`attention.npz`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.text.ranking.pairs import CLASSES
from kg.weights.files import load_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kg.text.model import Vectors
    from kg.text.ranking.pairs import Pairs

    type Floats = NDArray[np.float32]
    type Numbers = NDArray[np.int64]

__all__ = ["HEADS", "SentenceAttention", "classes_at", "load_attention"]

HEADS: Final = 4
"""In how many ways words attend to one another in each layer."""
_BATCH = 600
"""The most words, padding included, that are read at once: what bounds the memory for a long text."""
_SMALL = np.float32(1e-5)


class SentenceAttention:
    """The trained layers."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take the arrays as `kg.training` writes them."""
        self._weights = {name: array.astype(np.float32) for name, array in arrays.items()}
        self._size = len(self._weights["norm.bias"])
        number = len({name.split(".")[1] for name in self._weights if name.startswith("layers.")})
        self._layers = [_Layer(self._weights, f"layers.{place}.") for place in range(number)]

    def of(self, pairs: Pairs, vectors: Vectors) -> Floats:
        """A row for each token of a text; nought for all but those that are looked at (`Pairs.looked_at`)."""
        weights = self._weights
        found = np.zeros((len(pairs.attachments), self._size), np.float32)
        classes, looked = classes_at(pairs), pairs.looked_at()
        for runs in _batches(pairs.runs):
            places = runs[:, :1] + np.arange((runs[:, 1] - runs[:, 0]).max())
            real = places < runs[:, 1:]
            tokens = places[real]
            words = vectors.of(tokens) @ weights["word.weight"].T
            words += weights["word.bias"]
            words += weights["label.weight"][pairs.attachments[tokens]]
            words += weights["cls.weight"][classes[tokens]]
            words += weights["place.weight"][np.nonzero(real)[1]]
            every, some = _Asking(real), _Asking(real, looked[tokens])
            for layer in self._layers[:-1]:
                layer.add_to(words, _normed(words), every)
            context = words[some.rows]
            self._layers[-1].add_to(context, _normed(words), some)
            found[tokens[some.rows]] = _normed(context) * weights["norm.weight"] + weights["norm.bias"]
        return found


class _Asking:
    """Which words of some sentences, which stand one after another, attend to the others: all, or some.

    `real` has a row a sentence, false where it has ended; `asked` likewise for the words that ask, which `rows` names.
    """

    def __init__(self, real: NDArray[np.bool_], some: NDArray[np.bool_] | None = None) -> None:
        self.real = self.asked = real
        self.rows: Numbers | slice = slice(None)
        if some is not None:
            self.rows = np.flatnonzero(some)
            counts = np.bincount(np.nonzero(real)[0][self.rows], minlength=len(real))
            self.asked = np.arange(counts.max()) < counts[:, None]


class _Layer:
    """One layer. What the norms multiply by and add, and the root of the size of a head, are parts of the matrices."""

    def __init__(self, weights: Mapping[str, Floats], name: str) -> None:
        joined, bias = weights[f"{name}self_attn.in_proj_weight"], weights[f"{name}self_attn.in_proj_bias"]
        size = len(bias) // 3
        scale = np.float32(1 / np.sqrt(size / HEADS))
        self._ask = _Linear(joined[:size] * scale, bias[:size] * scale).after(weights, f"{name}norm1")
        self._offer = _Linear(joined[size:], bias[size:]).after(weights, f"{name}norm1")
        self._take = _Linear(*(weights[f"{name}self_attn.out_proj.{part}"] for part in ("weight", "bias")))
        widen = _Linear(*(weights[f"{name}linear1.{part}"] for part in ("weight", "bias")))
        self._widen = widen.after(weights, f"{name}norm2")
        self._narrow = _Linear(*(weights[f"{name}linear2.{part}"] for part in ("weight", "bias")))

    def add_to(self, context: Floats, seen: Floats, asking: _Asking) -> None:
        """Add to the vectors of the words that ask; `seen` are those of all words, with the norm."""
        context += self._take(_attended(self._ask(seen[asking.rows]), self._offer(seen), asking))
        hidden = self._widen(_normed(context))
        context += self._narrow(np.maximum(hidden, 0, out=hidden))


class _Linear:
    """A product with a matrix, and a sum."""

    def __init__(self, weight: Floats, bias: Floats) -> None:
        self._weight = np.ascontiguousarray(weight.T)
        self._bias = bias

    def after(self, weights: Mapping[str, Floats], norm: str) -> _Linear:
        """The same of what a norm has multiplied by its own weights and added to."""
        weight = weights[f"{norm}.weight"][:, None] * self._weight
        return _Linear(weight.T, self._bias + weights[f"{norm}.bias"] @ self._weight)

    def __call__(self, rows: Floats) -> Floats:
        found: Floats = rows @ self._weight
        found += self._bias
        return found


def _attended(questions: Floats, offered: Floats, asking: _Asking) -> Floats:
    """What each word takes from those of its sentence, by its query and their keys and values."""
    real, asked = asking.real, asking.asked
    width = questions.shape[1]
    asks = np.zeros((*asked.shape, width), np.float32)
    asks[asked] = questions
    answers = np.zeros((*real.shape, 2 * width), np.float32)
    answers[real] = offered
    asks = asks.reshape(*asked.shape, HEADS, width // HEADS).transpose(0, 2, 1, 3)
    offers, values = answers.reshape(*real.shape, 2, HEADS, width // HEADS).transpose(2, 0, 3, 1, 4)
    weight = asks @ offers.swapaxes(2, 3)
    weight += np.where(real, np.float32(0), np.float32(-np.inf))[:, None, None, :]
    weight -= weight.max(axis=3, keepdims=True)
    np.exp(weight, out=weight)
    weight /= weight.sum(axis=3, keepdims=True)
    taken: Floats = (weight @ values).transpose(0, 2, 1, 3)[asked].reshape(-1, width)
    return taken


def _normed(words: Floats) -> Floats:
    middle = words - words.mean(axis=1, keepdims=True)
    middle /= np.sqrt(np.einsum("ij,ij->i", middle, middle) / np.float32(middle.shape[1]) + _SMALL)[:, None]
    return middle


def classes_at(pairs: Pairs) -> Numbers:
    """The class of the phrase that each token heads, `len(CLASSES)` for one that heads none."""
    classes = np.full(len(pairs.attachments), len(CLASSES), np.int64)
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


@cache
def load_attention() -> SentenceAttention:
    """The layers that come with the package."""
    return SentenceAttention(load_arrays("attention.npz"))
