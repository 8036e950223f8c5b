"""Training the network of `kg.text.perceptron` on annotated articles. Needs the group `train` (PyTorch)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from kg.text.pairs import CLASSES, DISTANCES, KINDS, LABELS, PLACES, RELATIONS, STEPS
from kg.text.relations import UNNAMED
from kg.training.descent import descend
from kg.training.examples import example_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kg.text.parse import Vectors
    from kg.training.examples import Article, Example, Passage

    type Arrays = dict[str, NDArray[Any]]
    type Batch = dict[str, torch.Tensor]

__all__ = ["PerceptronTrainer"]

EPOCHS = 8
WORD, WIDTH, HALF = 128, 192, 64
"""The sizes of the hidden layers of a word and of a pair, and of what is multiplied of two phrases."""
RATE = 3e-3
CLASS_SHARE = 0.15
"""What telling the classes of phrases counts beside telling relations."""
_DOUBT = 0.03
"""How much of a class's probability is spread over the others: two annotators often differ."""
_PAIRS = 700
"""About how many pairs a step learns from."""


class Net(nn.Module):
    """The network as it is trained; `kg.text.perceptron` computes the same."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.head, self.governor, self.anchor = (nn.Linear(size, WORD) for _ in range(3))
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
        words = [relu(layer(drop(batch[name]))) for layer, name in ((self.head, "head"), (self.governor, "governor"))]
        kinds = [self.cls(batch["cls"]), self.kind(batch["kind"]), self.label(batch["label"])]
        phrases = drop(torch.cat([*words, *kinds], 1))
        mixed = torch.cat([self.mix(phrases), self.unnamed[None]])
        one, two, left, right = mixed.split([WIDTH, WIDTH, HALF, HALF], 1)
        subject = torch.where(batch["subject"] < 0, len(mixed) - 1, batch["subject"])
        hidden = one[subject] + two[batch["object"]] + self.product(left[subject] * right[batch["object"]])
        hidden = hidden + self.meeting(drop(relu(self.anchor(drop(batch["anchor"])))))[batch["meeting"]]
        hidden = hidden + self.distance(batch["distance"]) + self.steps(batch["steps"])
        hidden = hidden + drop(self.seen(batch["seen"]))
        return self.out(drop(relu(hidden))), self.told(phrases)

    def arrays(self) -> Arrays:
        """What is learned, as `kg.text.perceptron` reads it."""
        kinds = (nn.Embedding, nn.EmbeddingBag)
        tables = {f"{name}.weight": name for name, part in self.named_children() if isinstance(part, kinds)}
        return {tables.get(name, name): value.numpy().astype(np.float16) for name, value in self.state_dict().items()}


class PerceptronTrainer:
    """Trains networks on articles and on passages that are always given."""

    def __init__(self, passages: Sequence[Passage], tell: Callable[[str], None]) -> None:
        found = [example_of(passage) for passage in passages]
        self._passages = [example for example in found if example.stated.any()]  # the others teach nothing new
        self._known: dict[str, Example] = {}
        self._tell = tell

    def fit(self, articles: Sequence[Article]) -> Arrays:
        """The arrays of a network that has seen these articles and no others."""
        examples = [e for article in articles if len((e := self._example(article)).pairs)] + self._passages
        torch.manual_seed(0)
        vectors = vectors_of(examples[0])
        net = Net(vectors.of(np.zeros(1, np.int64)).shape[1])
        descend(
            net,
            torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.1),
            lambda chance: _batches(examples, chance),
            lambda some: _loss(net, some),
            epochs=EPOCHS,
            warming=0.05,
            tell=self._tell,
        )
        return {"model": np.array(vectors.model)} | net.arrays()

    def _example(self, article: Article) -> Example:
        if article.name not in self._known:
            self._known[article.name] = example_of(article)
        return self._known[article.name]


def vectors_of(example: Example) -> Vectors:
    """The vectors of an example's text; `ValueError` where the language model has none."""
    vectors = example.reading.parse.vectors
    if vectors is None:
        raise ValueError("the language model has no vectors to train on")
    return vectors


def _loss(net: Net, examples: Sequence[Example]) -> torch.Tensor:
    batch = _batch(examples)
    relations, classes = net(batch)
    each = nn.functional.binary_cross_entropy_with_logits(relations, batch["stated"], reduction="none")
    loss = (each * batch["known"]).sum() / len(each)
    right = batch["right"] >= 0
    if right.any():
        told = nn.functional.cross_entropy(classes[right], batch["right"][right], label_smoothing=_DOUBT)
        loss = loss + CLASS_SHARE * told
    return loss


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    order = list(examples)
    chance.shuffle(order)
    batches: list[list[Example]] = [[]]
    size = 0
    for example in order:
        if size >= _PAIRS:
            batches.append([])
            size = 0
        batches[-1].append(example)
        size += len(example.pairs)
    return batches


def _batch(examples: Sequence[Example]) -> Batch:
    columns: dict[str, list[NDArray[Any]]] = defaultdict(list)
    phrases = tokens = 0
    for example in examples:
        pairs, vectors = example.pairs, vectors_of(example)
        anchors, meeting = np.unique(pairs.anchors, return_inverse=True)
        for name, column in (
            ("head", vectors.of(pairs.heads)),
            ("governor", vectors.of(pairs.governors)),
            ("anchor", vectors.of(anchors)),
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
        ):
            columns[name].append(column)
        phrases += len(pairs.heads)
        tokens += len(anchors)
    return {name: torch.from_numpy(np.concatenate(parts)) for name, parts in columns.items()}
