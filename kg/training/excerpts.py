"""What the encoder learns from: the windows of annotated texts with their pairs, and batches of them.

Needs the group `train` (PyTorch).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from kg.text.model import UNNAMED
from kg.text.ranking.encoder import WINDOW, find_windows, padded

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from kg.text.ranking.encoder import Window
    from kg.training.examples import Example

__all__ = ["Batch", "Excerpt", "batch_of", "batched", "excerpts_of"]

_PIECES = 1_400
"""The most word pieces of a batch, padding included."""

type Batch = dict[str, torch.Tensor]


@dataclass(slots=True)
class Excerpt:
    """A window of a text with its phrases and pairs, numbered from its first token and phrase on, and what is known.

    `spans` are the first, last and head word of each phrase; `right` the place in `CLASSES` of the class that the
    annotation gives it, -1 for none. A row of `pairs` is subject, object, anchor and step of the distance.
    """

    window: Window
    spans: NDArray[np.int64]
    classes: NDArray[np.int64]
    kinds: NDArray[np.int64]
    right: NDArray[np.int64]
    pairs: NDArray[np.int64]
    stated: NDArray[np.bool_]
    known: NDArray[np.bool_]


def excerpts_of(example: Example, tokenizer: Tokenizer, most: int = WINDOW) -> Iterator[Excerpt]:
    """The windows of a text that have pairs; those of several sentences have `most` word pieces."""
    parse, pairs = example.reading.parse, example.pairs
    spans = np.stack([pairs.firsts, pairs.lasts, pairs.heads], 1)
    for window in find_windows(tokenizer, parse, most):
        start, end = window.start, window.end
        rows = np.flatnonzero((pairs.anchors >= start) & (pairs.anchors < end))
        phrases = np.flatnonzero((pairs.heads >= start) & (pairs.heads < end))
        if not len(rows):
            continue
        local = np.full(len(pairs.heads) + 1, UNNAMED)  # the last place is that of an agent not named
        local[phrases] = np.arange(len(phrases))
        columns = (local[pairs.subjects], local[pairs.objects], pairs.anchors - start, pairs.distances)
        yield Excerpt(
            window=window,
            spans=np.clip(spans[phrases] - start, 0, end - start - 1),
            classes=pairs.classes[phrases],
            kinds=pairs.kinds[phrases],
            right=example.right[phrases],
            pairs=np.stack([column[rows] for column in columns], 1),
            stated=example.stated[rows],
            known=example.known[rows],
        )


def batched(examples: Sequence[Excerpt], chance: random.Random) -> list[list[Excerpt]]:
    """Examples of like length together, in an order of chance."""
    order = sorted(examples, key=lambda example: len(example.window.ids) + 12 * chance.random())
    batches: list[list[Excerpt]] = [[]]
    widest = 0
    for example in order:
        widest = max(widest, len(example.window.ids))
        if batches[-1] and widest * (len(batches[-1]) + 1) > _PIECES:
            batches.append([])
            widest = len(example.window.ids)
        batches[-1].append(example)
    chance.shuffle(batches)
    return batches


def batch_of(examples: Sequence[Excerpt]) -> Batch:
    """The columns of excerpts together, by the names that the network takes them by."""
    ids, mask = padded([example.window for example in examples])
    spans, pairs, phrases = [], [], 0
    for row, example in enumerate(examples):
        place = np.array(example.window.first) + row * ids.shape[1]
        spans.append(place[example.spans])
        rows = example.pairs.copy()
        rows[:, :2] += np.where(rows[:, :2] == UNNAMED, 0, phrases)
        rows[:, 2] = place[rows[:, 2]]
        pairs.append(rows)
        phrases += len(example.spans)
    columns = {
        "ids": ids,
        "mask": mask,
        "spans": np.concatenate(spans),
        "pairs": np.concatenate(pairs),
        "classes": np.concatenate([example.classes for example in examples]),
        "kinds": np.concatenate([example.kinds for example in examples]),
        "right": np.concatenate([example.right for example in examples]),
        "known": np.concatenate([example.known for example in examples]).astype(np.float32),
        "stated": np.concatenate([example.stated for example in examples]).astype(np.float32),
    }
    return {name: torch.from_numpy(column) for name, column in columns.items()}
