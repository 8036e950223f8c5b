"""Training the network of `kg.text.perceptron` on annotated articles, and on what a larger one says of them.

The larger network teaches by its probabilities, which tell more of a pair than yes and no (Hinton et al. 2015,
"Distilling the Knowledge in a Neural Network"). Needs the group `train` (PyTorch).
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import cpu_count, get_context
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from kg.text.attention import HEADS, classes_at
from kg.text.pairs import CLASSES, DISTANCES, KINDS, LABELS, PLACES, RELATIONS, RUN, STEPS
from kg.text.relations import UNNAMED
from kg.training.descent import descend, disagreement
from kg.training.examples import example_of
from kg.training.lessons import TAUGHT, lesson_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kg.text.parse import Vectors
    from kg.text.scoring import PairEncoder
    from kg.training.examples import Article, Example, Passage
    from kg.training.lessons import Lesson

    type Arrays = dict[str, NDArray[Any]]
    type Batch = dict[str, torch.Tensor]

__all__ = ["PerceptronTrainer"]

EPOCHS = 8
SEEN, WORD, WIDTH, HALF = 128, 192, 320, 96
"""The sizes of what a sentence adds to a word, of the hidden layers of a word and of a pair, and of what is multiplied
of two phrases."""
RATE = 2e-3
_DOUBT = 0.03
"""How much of a class's probability is spread over the others: two annotators often differ."""
_PAIRS = 700
"""About how many pairs a step learns from."""


class Attention(nn.Module):
    """A layer of self-attention over the words of sentences; `kg.text.attention` computes the same."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.word, self.label = nn.Linear(size, SEEN), nn.Embedding(LABELS, SEEN)
        self.cls, self.place = nn.Embedding(len(CLASSES) + 1, SEEN), nn.Embedding(RUN, SEEN)
        for table in (self.label, self.cls, self.place):
            nn.init.normal_(table.weight, std=0.02)
        self.layer = nn.TransformerEncoderLayer(SEEN, HEADS, 2 * SEEN, 0.15, batch_first=True, norm_first=True)
        self.norm, self.dropout = nn.LayerNorm(SEEN), nn.Dropout(0.25)

    def forward(self, batch: Batch) -> torch.Tensor:
        """A row for each word that `runs` names."""
        runs = batch["runs"]  # a row a sentence: places of words, -1 for padding
        words = self.word(self.dropout(batch["word"])) + self.label(batch["hang"]) + self.cls(batch["headed"])
        words = words + self.place(batch["place"])
        real = runs >= 0
        read = self.norm(self.layer(words[runs.clamp(min=0)], src_key_padding_mask=~real))
        found = torch.zeros_like(words)
        found[runs[real]] = read[real]
        return found


class Net(nn.Module):
    """The network as it is trained; `kg.text.perceptron` computes the same."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.attention = Attention(size)
        self.head, self.governor, self.anchor = (nn.Linear(size + SEEN, WORD) for _ in range(3))
        self.cls, self.kind, self.label = (
            nn.Embedding(len(CLASSES), 32),
            nn.Embedding(len(KINDS), 8),
            nn.Embedding(LABELS, 24),
        )
        self.mix, self.told = nn.Linear(2 * WORD + 64, 2 * WIDTH + 2 * HALF), nn.Linear(2 * WORD + 64, len(CLASSES))
        self.unnamed = nn.Parameter(torch.zeros(2 * WIDTH + 2 * HALF))
        self.product, self.meeting = nn.Linear(HALF, WIDTH, bias=False), nn.Linear(WORD, WIDTH, bias=False)
        self.distance, self.steps = nn.Embedding(DISTANCES, WIDTH), nn.Embedding(STEPS**2, WIDTH)
        self.seen, self.out = nn.EmbeddingBag(PLACES, WIDTH, mode="sum"), nn.Linear(WIDTH, len(RELATIONS))
        self.dropout = nn.Dropout(0.25)
        for table in (self.distance, self.steps, self.seen):
            nn.init.normal_(table.weight, std=0.02)
        nn.init.constant_(self.out.bias, -4.0)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """The log-odds of each relation for each pair, and of each class for each phrase."""
        drop, relu = self.dropout, nn.functional.relu
        seen = torch.cat([batch["word"], self.attention(batch)], 1)
        words = [
            relu(layer(drop(seen[batch[name]]))) for layer, name in ((self.head, "head"), (self.governor, "governor"))
        ]
        kinds = [self.cls(batch["cls"]), self.kind(batch["kind"]), self.label(batch["label"])]
        phrases = drop(torch.cat([*words, *kinds], 1))
        mixed = torch.cat([self.mix(phrases), self.unnamed[None]])
        one, two, left, right = mixed.split([WIDTH, WIDTH, HALF, HALF], 1)
        subject = torch.where(batch["subject"] < 0, len(mixed) - 1, batch["subject"])
        hidden = one[subject] + two[batch["object"]] + self.product(left[subject] * right[batch["object"]])
        hidden = hidden + self.meeting(drop(relu(self.anchor(drop(seen[batch["anchor"]])))))[batch["meeting"]]
        hidden = hidden + self.distance(batch["distance"]) + self.steps(batch["steps"])
        hidden = hidden + drop(self.seen(batch["seen"]))
        return self.out(drop(relu(hidden))), self.told(phrases)

    def arrays(self) -> Arrays:
        """What is learned, as `kg.text.perceptron` reads it."""
        kinds = (nn.Embedding, nn.EmbeddingBag)
        tables = {f"{name}.weight": name for name, part in self.named_children() if isinstance(part, kinds)}
        return {tables.get(name, name): value.numpy().astype(np.float16) for name, value in self.state_dict().items()}


class PerceptronTrainer:
    """Trains networks on articles and on passages that are always given, as a teacher reads them too."""

    def __init__(self, passages: Sequence[Passage], teacher: PairEncoder, tell: Callable[[str], None]) -> None:
        self._teacher = teacher
        found = [example_of(passage) for passage in passages]
        # the others teach nothing new
        self._passages = [lesson_of(example, teacher) for example in found if example.stated.any()]
        self._known: dict[str, Lesson] = {}
        self._tell = tell

    def fit_each(self, parts: Sequence[Sequence[Article]]) -> list[Arrays]:
        """Of each part the arrays of a network that has seen its articles and no others.

        Small products gain little by threads, so each processor trains a network of its own.
        """
        lessons = [[known for article in part if len((known := self._lesson(article)).example.pairs)] for part in parts]
        _PARTS[:] = [part + self._passages for part in lessons]
        torch.set_num_threads(1)
        with ProcessPoolExecutor(min(cpu_count(), len(parts)), mp_context=get_context("fork")) as pool:
            return list(pool.map(partial(_fit, tell=self._tell), range(len(parts))))

    def _lesson(self, article: Article) -> Lesson:
        if article.name not in self._known:
            self._known[article.name] = lesson_of(example_of(article), self._teacher)
        return self._known[article.name]


_PARTS: list[list[Lesson]] = []
"""The lessons of each network to be trained: too large to send, processes find them here when they fork."""


def _fit(part: int, tell: Callable[[str], None]) -> Arrays:
    lessons = _PARTS[part]
    torch.manual_seed(0)
    vectors = vectors_of(lessons[0].example)
    net = Net(vectors.of(np.zeros(1, np.int64)).shape[1])
    descend(
        net,
        torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.1),
        lambda chance: _batches(lessons, chance),
        lambda some: _loss(net, some),
        epochs=EPOCHS,
        warming=0.05,
        tell=lambda line: tell(f"network {part + 1} of {len(_PARTS)}, {line}"),
    )
    return {"model": np.array(vectors.model)} | net.arrays()


def vectors_of(example: Example) -> Vectors:
    """The vectors of an example's text; `ValueError` where the language model has none."""
    vectors = example.reading.parse.vectors
    if vectors is None:
        raise ValueError("the language model has no vectors to train on")
    return vectors


def _loss(net: Net, lessons: Sequence[Lesson]) -> torch.Tensor:
    batch = _batch(lessons)
    relations, classes = net(batch)
    return disagreement(relations, classes, batch, TAUGHT, _DOUBT)


def _batches(lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
    order = list(lessons)
    chance.shuffle(order)
    batches: list[list[Lesson]] = [[]]
    size = 0
    for lesson in order:
        if size >= _PAIRS:
            batches.append([])
            size = 0
        batches[-1].append(lesson)
        size += len(lesson.example.pairs)
    return batches


def _batch(lessons: Sequence[Lesson]) -> Batch:
    columns: dict[str, list[NDArray[Any]]] = defaultdict(list)
    phrases = tokens = words = 0
    runs: list[torch.Tensor] = []
    for lesson in lessons:
        example = lesson.example
        pairs, vectors = example.pairs, vectors_of(example)
        anchors, meeting = np.unique(pairs.anchors, return_inverse=True)
        read = np.concatenate([np.arange(*run) for run in pairs.runs.tolist()])
        place = np.zeros(len(pairs.hangs), np.int64)  # of each token among the words that are read
        place[read] = words + np.arange(len(read))
        for name, column in (
            ("word", vectors.of(read)),
            ("hang", pairs.hangs[read]),
            ("headed", classes_at(pairs)[read]),
            ("place", np.concatenate([np.arange(end - start) for start, end in pairs.runs.tolist()])),
            ("head", place[pairs.heads]),
            ("governor", place[pairs.governors]),
            ("anchor", place[anchors]),
            ("cls", pairs.classes),
            ("kind", pairs.kinds),
            ("label", pairs.labels),
            ("right", example.right),
            ("subject", np.where(pairs.subjects == UNNAMED, UNNAMED, pairs.subjects + phrases)),
            ("object", pairs.objects + phrases),
            ("meeting", meeting + tokens),
            ("distance", pairs.distances),
            ("steps", pairs.steps),
            ("seen", pairs.seen),
            ("stated", example.stated.astype(np.float32)),
            ("known", example.known.astype(np.float32)),
            ("taught", lesson.taught.astype(np.float32)),
            ("told", lesson.told.astype(np.float32)),
        ):
            columns[name].append(column)
        runs += [torch.from_numpy(place[start:end]) for start, end in pairs.runs.tolist()]
        phrases += len(pairs.heads)
        tokens += len(anchors)
        words += len(read)
    batch = {name: torch.from_numpy(np.concatenate(parts)) for name, parts in columns.items()}
    return batch | {"runs": nn.utils.rnn.pad_sequence(runs, batch_first=True, padding_value=-1)}
