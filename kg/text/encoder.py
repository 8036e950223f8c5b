"""Scores of pairs by a small transformer that reads the whole sentence: the extra `kg[accurate]`.

Each sentence is encoded once (MiniLM, Wang et al. 2020, "MiniLM: Deep Self-Attention Distillation"; six layers of 384,
trained further by `python -m kg.training --accurate`), and a light head scores every pair of its phrases from the
vectors of their first, last and head words, the word where they join, their classes and their distance. What is learned
is data that comes with the package: `encoder.onnx` and `head.onnx`, run by ONNX Runtime, and `tokenizer.json`. Nothing
is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import ModelError
from kg.text.pairs import Pair
from kg.text.relations import UNNAMED
from kg.text.sentences import CLASSES, RELATIONS, find_sentences, taken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable
    from typing import Any

    from numpy.typing import NDArray

    from kg.text.facts import Reading
    from kg.text.parse import Parse
    from kg.text.phrases import Referents
    from kg.text.sentences import Sentence

    type Floats = NDArray[np.float32]

__all__ = ["FILES", "LONGEST", "Encoder", "Pieces", "encoder_files", "find_pieces", "load_encoder", "padded"]

FILES = ("encoder.onnx", "head.onnx", "tokenizer.json")
LONGEST = 256
"""The most word pieces of a sentence that is scored; of a longer one nothing is."""
_BATCH = 3_000
"""The most word pieces, padding included, that are encoded at once."""
_PAIRS = 4_000
"""How many pairs are scored at once."""
_NONE = -20.0


class Pieces:
    """The word pieces of a sentence, and the place of each word's first piece."""

    __slots__ = ("first", "ids")

    def __init__(self, ids: Sequence[int], first: Sequence[int]) -> None:
        self.ids = ids
        self.first = first


def find_pieces(tokenizer: Any, parse: Parse, sentence: Sentence) -> Pieces | None:
    """A sentence's word pieces, None where they are too many."""
    words = parse.words[sentence.start : sentence.end]
    encoded = tokenizer.encode(words, is_pretokenized=True)
    if len(encoded.ids) > LONGEST:
        return None
    first = [-1] * len(words)
    for place, word in enumerate(encoded.word_ids):
        if word is not None and first[word] < 0:
            first[word] = place
    for word, place in enumerate(first):
        if place < 0:  # a word that leaves no piece, such as a control character
            first[word] = first[word - 1] if word else 1
    return Pieces(encoded.ids, first)


def padded(sentences: Sequence[Pieces]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The word pieces of sentences, a row each, and which of them are real."""
    ids = np.zeros((len(sentences), max(len(pieces.ids) for pieces in sentences)), np.int64)
    mask = np.zeros_like(ids)
    for row, pieces in enumerate(sentences):
        ids[row, : len(pieces.ids)], mask[row, : len(pieces.ids)] = pieces.ids, 1
    return ids, mask


class Encoder:
    """The trained transformer with its head."""

    relations = RELATIONS

    def __init__(self, folder: Traversable) -> None:
        """Load the files of a folder; `ModelError` where the packages of the extra are not installed."""
        try:
            from onnxruntime import InferenceSession, SessionOptions
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ModelError(f"--accurate needs the package {error.name}: pip install 'kg[accurate]'") from error
        options = SessionOptions()
        options.intra_op_num_threads = 1  # sums do not depend on how many processors there are
        self._transformer, self._head = (
            InferenceSession(folder.joinpath(name).read_bytes(), options, providers=["CPUExecutionProvider"])
            for name in FILES[:2]
        )
        self.tokenizer = Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def score(self, reading: Reading) -> tuple[list[Pair], Floats]:
        """Every pair of phrases in a sentence that some relation may join, and the log-odds of each of `relations`.

        -20 where the classes rule a relation out.
        """
        parse, referents = reading.parse, reading.referents
        known = [(s, p) for s in find_sentences(parse, referents) if (p := find_pieces(self.tokenizer, parse, s))]
        if not known:
            return [], np.zeros((0, len(RELATIONS)), np.float32)
        hidden = self._encoded([pieces for _, pieces in known])
        words = [vectors[pieces.first] for (_, pieces), vectors in zip(known, hidden, strict=True)]
        sentences = [sentence for sentence, _ in known]
        pairs = [pair for sentence in sentences for pair in _pairs(sentence)]
        return pairs, self._scored(_joined(referents, sentences), np.concatenate(words))

    def _scored(self, joined: Joined, words: Floats) -> Floats:
        scores = np.empty((len(joined.pairs), len(RELATIONS)), np.float32)
        seen = {"words": words, "spans": joined.spans, "classes": joined.classes, "kinds": joined.kinds}
        for start in range(0, len(scores), _PAIRS):
            rows = slice(start, start + _PAIRS)
            one, two = joined.pairs[rows, :2].T
            (found,) = self._head.run(None, seen | {"pairs": joined.pairs[rows]})
            may = taken(np.where(one < 0, len(CLASSES), joined.classes[one]), joined.classes[two])
            scores[rows] = np.where(may, found, np.float32(_NONE))
        return scores

    def _encoded(self, sentences: Sequence[Pieces]) -> list[Floats]:
        """The vectors of each sentence's pieces; sentences of like length are encoded together."""
        encoded: list[Floats] = [np.zeros((0, 0), np.float32)] * len(sentences)
        order = sorted(range(len(sentences)), key=lambda place: (len(sentences[place].ids), place))
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and len(sentences[order[end]].ids) * (end + 1 - start) <= _BATCH:
                end += 1
            batch = order[start:end]
            ids, mask = padded([sentences[place] for place in batch])
            (hidden,) = self._transformer.run(None, {"ids": ids, "mask": mask})
            for row, place in enumerate(batch):
                encoded[place] = hidden[row]
            start = end
        return encoded


def _joined(referents: Referents, sentences: Sequence[Sentence]) -> Joined:
    spans, pairs, words, phrases = [], [], 0, 0
    for sentence in sentences:
        found = [referents.phrases[place] for place in sentence.phrases]
        spans.append(np.array([(p.start, p.end - 1, p.head) for p in found]) - sentence.start + words)
        rows = sentence.pairs.copy()
        rows[:, :2] += np.where(rows[:, :2] >= 0, phrases, 0)
        rows[:, 2] += words - sentence.start
        pairs.append(rows)
        words += sentence.end - sentence.start
        phrases += len(found)
    return Joined(
        np.concatenate(spans),
        np.concatenate([sentence.classes for sentence in sentences]),
        np.concatenate([sentence.kinds for sentence in sentences]),
        np.concatenate(pairs),
    )


def _pairs(sentence: Sentence) -> list[Pair]:
    phrases, names = sentence.phrases, [CLASSES[cls] for cls in sentence.classes.tolist()]
    return [
        Pair(
            subject=phrases[one] if one >= 0 else UNNAMED,
            object=phrases[two],
            classes=(names[one] if one >= 0 else "", names[two]),
            features=(),
            anchor=anchor,
            steps=abs(one - two),
        )
        for one, two, anchor, _ in sentence.pairs.tolist()
    ]


@dataclass(frozen=True, slots=True)
class Joined:
    """The phrases and pairs of several sentences, whose words and phrases are numbered through."""

    spans: NDArray[np.int64]
    classes: NDArray[np.int64]
    kinds: NDArray[np.int64]
    pairs: NDArray[np.int64]


def encoder_files() -> Traversable:
    """The folder of the files that come with the package."""
    return resources.files("kg.text").joinpath("accurate")


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder that comes with the package."""
    return Encoder(encoder_files())
