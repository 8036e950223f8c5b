"""Making the list of `kg.text.parsing.vectors`: what a trained transformer says of words that stand alone.

Each word is encoded by itself (its pieces' vectors, averaged, in the middle layer and the last), and of all these
numbers the principal components are kept, in eight bits (Bommasani et al. 2020, "Interpreting pretrained contextualized
representations via reductions to static embeddings"). Needs the groups `train` and `encoder`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from kg.text.parsing.vectors import fallback_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from torch import nn

    from kg.text.model import Parse

    type Floats = NDArray[np.float32]

__all__ = ["counted", "list_meanings"]

SIZE = 256
"""How many numbers tell a word."""
_MIDDLE = 0.7
"""What the middle layer counts beside the last."""
_SPREAD = 0.36
"""The standard deviation of the numbers of a word: about that of other collections of word vectors."""
_LIKE = 8
"""Of how many words with the same ending an average is worth keeping."""
_COMMON = 20
"""The most that a word counts for the components, however often it occurs."""
_WORDS = 256
"""How many words are encoded together."""


def counted(parses: Iterable[Parse], tokenizer: Tokenizer) -> Counter[str]:
    """The words (in lower case) that texts have twice, and how often; and those that a tokenizer knows whole."""
    counts = Counter(word for parse in parses for word in parse.lowers)
    known = {piece for piece in tokenizer.get_vocab() if piece.isalnum()}
    return Counter({word: counts[word] for word in known.union(counts) if counts[word] > 1 or word in known})


def list_meanings(counts: Counter[str], transformer: nn.Module, tokenizer: Tokenizer) -> dict[str, NDArray[Any]]:
    """The arrays of a list of these words."""
    words = sorted(word for word in counts if "\n" not in word)
    often = np.sqrt(np.array([counts[word] for word in words], np.float32) + 1).clip(max=_COMMON)
    layers = [_even(layer, often) for layer in _encoded(words, transformer, tokenizer)]
    numbers = np.hstack([_MIDDLE * layers[0], layers[1]])
    _, parts = np.linalg.eigh((numbers * often[:, None]).T @ numbers / often.sum())
    vectors = numbers @ parts[:, ::-1][:, :SIZE]
    vectors *= _SPREAD / vectors.std()
    like = _alike(words, vectors)
    vectors = np.vstack([vectors, *like.values()])
    step = np.abs(vectors).max() / 127
    return {
        "words": np.frombuffer("\n".join([*words, *like]).encode(), np.uint8),
        "vectors": np.rint(vectors / step).astype(np.int8),
        "step": np.array(step, np.float32),
    }


def _encoded(words: Sequence[str], transformer: nn.Module, tokenizer: Tokenizer) -> tuple[Floats, Floats]:
    """Of each word alone what the middle layer says, and the last."""
    pieces = [tokenizer.encode([word], is_pretokenized=True) for word in words]
    found: tuple[list[Floats], list[Floats]] = [], []
    order = sorted(range(len(words)), key=lambda place: len(pieces[place].ids))
    transformer.eval()
    for start in range(0, len(order), _WORDS):
        some = [pieces[place] for place in order[start : start + _WORDS]]
        ids, mask, inner = (torch.full((len(some), len(some[-1].ids)), value) for value in (1, 0, 0))
        for row, piece in enumerate(some):
            size = len(piece.ids)
            ids[row, :size], mask[row, :size] = torch.tensor(piece.ids), 1
            inner[row, :size] = 1 - torch.tensor(piece.special_tokens_mask)  # without the marks at both ends
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = transformer(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        for layer, rows in zip(found, (hidden[len(hidden) // 2], hidden[-1]), strict=True):
            summed = (rows.float() * inner[..., None]).sum(1)
            layer.append((summed / inner.sum(1, keepdim=True).clamp(min=1)).numpy())
    back = np.argsort(order)
    return np.concatenate(found[0])[back], np.concatenate(found[1])[back]


def _even(rows: Floats, often: Floats) -> Floats:
    """Rows around their mean, of one length on average."""
    around = rows - np.average(rows, axis=0, weights=often)
    even: Floats = around / np.sqrt(np.average(np.square(around).sum(1), weights=often))
    return even


def _alike(words: Sequence[str], vectors: Floats) -> dict[str, Floats]:
    """Averages of numbers of one form and of words with one ending, for what the list lacks."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, word in enumerate(words):
        for key in fallback_keys(word):
            rows[key].append(row)
    return {key: vectors[some].mean(0, keepdims=True) for key, some in sorted(rows.items()) if len(some) >= _LIKE}
