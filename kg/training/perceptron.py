"""Training the network of `kg.text.ranking.perceptron` on annotated articles, and on what another says of them.

The other network teaches by its probabilities, which tell more of a pair than yes and no (`kg.training.lessons`).
Needs the group `train` (PyTorch).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from kg.text.model import UNNAMED
from kg.text.ranking.pairs import CLASSES, DISTANCES, KINDS, LABELS, PLACES, RELATIONS, STEPS
from kg.training.descent import descend, disagreement, drawn
from kg.training.examples import example_of, vectors_of
from kg.training.lessons import TAUGHT, lesson_of, with_doubts, without_doubts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kg.text.ranking.attention import SentenceAttention
    from kg.text.ranking.scoring import PairReader
    from kg.training.examples import Article, Example, Passage
    from kg.training.lessons import Lesson

    type Arrays = dict[str, NDArray[Any]]
    type Batch = dict[str, torch.Tensor]

__all__ = ["PerceptronTrainer"]

EPOCHS = 8
WORD, WIDTH, HALF = 192, 320, 96
"""The sizes of the hidden layers of a word and of a pair, and of what is multiplied of two phrases."""
RATE = 2.4e-3
_DOUBT = 0.03
"""How much of a class's probability is spread over the others: two annotators often differ."""
_PAIRS = 1_000
"""About how many pairs a step learns from."""


class Net(nn.Module):
    """The network as it is trained; `kg.text.ranking.perceptron` computes the same."""

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
        """What is learned, as `kg.text.ranking.perceptron` reads it."""
        kinds = (nn.Embedding, nn.EmbeddingBag)
        tables = {f"{name}.weight": name for name, part in self.named_children() if isinstance(part, kinds)}
        return {tables.get(name, name): value.numpy().astype(np.float16) for name, value in self.state_dict().items()}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text to learn from, and what its sentences add to the vectors of its words: a row for each token."""

    lesson: Lesson
    attended: NDArray[np.float16]

    def numbers(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        """What is known of some tokens."""
        vectors = vectors_of(self.lesson.example.reading)
        return np.hstack([vectors.of(tokens), self.attended[tokens].astype(np.float32)])


class PerceptronTrainer:
    """Trains networks on articles and on passages that are always given, as a teacher reads them too."""

    def __init__(
        self,
        passages: Sequence[Passage],
        attention: SentenceAttention,
        teacher: PairReader,
        tell: Callable[[str], None],
    ) -> None:
        self._attention = attention
        self._teacher = teacher
        found = [example_of(passage) for passage in passages]
        self._passages = [self._read(example) for example in found if example.stated.any()]  # others teach nothing new
        self._known: dict[str, _Text] = {}
        self._tell = tell

    def fit(self, articles: Sequence[Article], *, thorough: frozenset[str]) -> Arrays:
        """The arrays of a network that has seen these articles, of which those of these names lack little."""
        texts = [self._text(article, thorough=article.name in thorough) for article in articles]
        texts = [text for text in texts if len(text.lesson.example.pairs)] + self._passages
        torch.set_num_threads(1)  # small products gain little by threads, and sums depend on their number
        torch.manual_seed(0)
        net = Net(texts[0].numbers(np.zeros(1, np.int64)).shape[1])
        descend(
            net,
            torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.1, fused=True),
            lambda chance: drawn(texts, chance, lambda text: len(text.lesson.example.pairs), _PAIRS),
            lambda some: _loss(net, some),
            epochs=EPOCHS,
            warming=0.05,
            tell=self._tell,
        )
        return {"model": np.array(vectors_of(texts[0].lesson.example.reading).model)} | net.arrays()

    def _text(self, article: Article, *, thorough: bool) -> _Text:
        if article.name not in self._known:
            text = self._read(example_of(article))
            lesson = without_doubts(text.lesson) if thorough else with_doubts(text.lesson)
            self._known[article.name] = replace(text, lesson=lesson)
        return self._known[article.name]

    def _read(self, example: Example) -> _Text:
        attended = self._attention.of(example.pairs, vectors_of(example.reading))
        return _Text(lesson_of(example, self._teacher), attended.astype(np.float16))


def _loss(net: Net, texts: Sequence[_Text]) -> torch.Tensor:
    batch = _batch(texts)
    relations, classes = net(batch)
    return disagreement(relations, classes, batch, TAUGHT, _DOUBT)


def _batch(texts: Sequence[_Text]) -> Batch:
    columns: dict[str, list[NDArray[Any]]] = defaultdict(list)
    phrases = tokens = 0
    for text in texts:
        lesson, example = text.lesson, text.lesson.example
        pairs = example.pairs
        anchors, meeting = np.unique(pairs.anchors, return_inverse=True)
        for name, column in (
            ("head", text.numbers(pairs.heads)),
            ("governor", text.numbers(pairs.governors)),
            ("anchor", text.numbers(anchors)),
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
        phrases += len(pairs.heads)
        tokens += len(anchors)
    return {name: torch.from_numpy(np.concatenate(parts)) for name, parts in columns.items()}
