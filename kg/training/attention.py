"""Training the layers of `kg.text.ranking.attention`: they learn what a large transformer sees in each word.

All numbers of its last layer are foretold, whatever they mean (Jiao et al. 2020, "TinyBERT: Distilling BERT for natural
language understanding"), so a text teaches far more than its annotation does. Needs the groups `train` (PyTorch) and
`encoder`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from kg.text.ranking.attention import HEADS, classes_at
from kg.text.ranking.pairs import CLASSES, LABELS, RUN, find_pairs
from kg.training.descent import descend, drawn
from kg.training.examples import vectors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from kg.text.model import Vectors
    from kg.text.ranking.encoder import Encoder
    from kg.text.ranking.pairs import Pairs
    from kg.training.examples import Article, Passage

    type Arrays = dict[str, NDArray[Any]]
    type Batch = dict[str, torch.Tensor]

__all__ = ["fit_attention"]

EPOCHS = 26
SIZE, LAYERS = 256, 4
"""How many numbers tell a word, and how many layers."""
RATE = 1.5e-3
_DROPPED = 0.1
_WORDS = 2_000
"""About how many words a step learns from."""


class Attention(nn.Module):
    """The layers as they are trained; `kg.text.ranking.attention` computes the same."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.word, self.label = nn.Linear(size, SIZE), nn.Embedding(LABELS, SIZE)
        self.cls, self.place = nn.Embedding(len(CLASSES) + 1, SIZE), nn.Embedding(RUN, SIZE)
        for table in (self.label, self.cls, self.place):
            nn.init.normal_(table.weight, std=0.02)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(SIZE, HEADS, 2 * SIZE, _DROPPED, batch_first=True, norm_first=True)
            for _ in range(LAYERS)
        )
        self.norm, self.dropout = nn.LayerNorm(SIZE), nn.Dropout(_DROPPED)

    def forward(self, batch: Batch) -> torch.Tensor:
        """A row for each word that `runs` names."""
        runs = batch["runs"]  # a row a sentence: places of words, -1 for padding
        words = self.word(self.dropout(batch["word"])) + self.label(batch["hang"]) + self.cls(batch["headed"])
        words = words + self.place(batch["place"])
        real = runs >= 0
        read = words[runs.clamp(min=0)]
        for layer in self.layers:
            read = layer(read, src_key_padding_mask=~real)
        found = torch.zeros_like(words)
        found[runs[real]] = self.norm(read.float())[real]
        return found

    def arrays(self) -> Arrays:
        """What is learned, as `kg.text.ranking.attention` reads it."""
        return {name: value.numpy().astype(np.float16) for name, value in self.state_dict().items()}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the sentences that have phrases: what is known of each, and what the transformer sees there.

    A row of `runs` is a sentence, a range of these words.
    """

    word: NDArray[np.float32]
    hang: NDArray[np.int64]
    headed: NDArray[np.int64]
    seen: NDArray[np.float16]
    runs: NDArray[np.int64]


def fit_attention(texts: Iterable[Article | Passage], encoder: Encoder, tell: Callable[[str], None]) -> Arrays:
    """The arrays of layers that have learned what an encoder sees in these texts."""
    torch.manual_seed(0)
    lessons = []
    for text in texts:
        parse = text.reading.parse
        pairs = find_pairs(parse, text.reading.referents)
        if len(pairs):
            lessons.append(_words_of(pairs, vectors_of(text.reading), encoder.of_words(pairs, parse)))
    seen = np.concatenate([lesson.seen for lesson in lessons])
    spread = np.float32(seen.var(axis=0, dtype=np.float64).sum())
    net = Attention(lessons[0].word.shape[1])
    foretell = nn.Linear(SIZE, seen.shape[1])
    nn.init.constant_(foretell.weight, 0)
    foretell.bias.data = torch.from_numpy(seen.mean(axis=0, dtype=np.float64).astype(np.float32))

    def loss_of(some: Sequence[_Words]) -> torch.Tensor:
        batch = _batch(some)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = net(batch)
        known = batch["seen"].any(dim=1)
        loss: torch.Tensor = (foretell(found[known]) - batch["seen"][known]).square().sum(dim=1).mean() / spread
        return loss

    descend(
        net,
        torch.optim.AdamW([*net.parameters(), *foretell.parameters()], lr=RATE, weight_decay=0.1),
        lambda chance: drawn(lessons, chance, lambda lesson: len(lesson.word), _WORDS),
        loss_of,
        epochs=EPOCHS,
        warming=0.05,
        tell=lambda line: tell(f"attention, {line}"),
    )
    return net.arrays()


def _words_of(pairs: Pairs, vectors: Vectors, seen: NDArray[np.float32]) -> _Words:
    tokens = _tokens_of(pairs)
    ends = np.cumsum(pairs.runs[:, 1] - pairs.runs[:, 0])
    return _Words(
        word=vectors.of(tokens),
        hang=pairs.attachments[tokens],
        headed=classes_at(pairs)[tokens],
        seen=seen[tokens].astype(np.float16),
        runs=np.stack([np.concatenate([[0], ends[:-1]]), ends], 1),
    )


def _tokens_of(pairs: Pairs) -> NDArray[np.int64]:
    """The tokens of the sentences that have phrases."""
    return np.concatenate([np.arange(*run) for run in pairs.runs.tolist()])


def _batch(lessons: Sequence[_Words]) -> Batch:
    begins = np.cumsum([0, *(len(lesson.word) for lesson in lessons)]).tolist()
    every = [begin + lesson.runs for begin, lesson in zip(begins[:-1], lessons, strict=True)]
    runs = [torch.arange(start, end) for start, end in np.concatenate(every).tolist()]
    columns = {
        "word": np.concatenate([lesson.word for lesson in lessons]),
        "hang": np.concatenate([lesson.hang for lesson in lessons]),
        "headed": np.concatenate([lesson.headed for lesson in lessons]),
        "place": np.concatenate([np.arange(end - start) for start, end in np.concatenate(every).tolist()]),
        "seen": np.concatenate([lesson.seen for lesson in lessons]).astype(np.float32),
    }
    batch = {name: torch.from_numpy(column) for name, column in columns.items()}
    return batch | {"runs": nn.utils.rnn.pad_sequence(runs, batch_first=True, padding_value=-1)}
