"""Scores of pairs by a small transformer that reads the whole sentence.

Each sentence is encoded once (by the lower six layers of MPNet, Song et al. 2020, "MPNet: Masked and Permuted
Pre-training for Language Understanding", trained further by `python -m kg.training SHARED --teacher T`), and a light
head scores every pair of its phrases from the vectors of their first, last and head words, the word where they join,
their classes and their distance. What is learned is data that comes with the package: `encoder.onnx` and `head.onnx`,
run by ONNX Runtime, and `tokenizer.json`. Nothing is fetched.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.text.model import UNNAMED
from kg.text.ranking.pairs import CLASSES, RELATIONS
from kg.weights.files import TRANSFORMER_FILES, read_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from kg.text.model import Parse
    from kg.text.ranking.pairs import Pairs

    type Floats = NDArray[np.float32]
    type Numbers = NDArray[np.int64]

__all__ = ["FILES", "LONGEST", "Encoder", "Pieces", "find_pieces", "load_encoder", "padded"]

_FOLDER = "transformer/"
FILES = tuple(name.removeprefix(_FOLDER) for name in TRANSFORMER_FILES)
"""The names of the files of an encoder."""

LONGEST = 256
"""The most word pieces of a sentence that is scored; of a longer one nothing is."""
_BATCH = 1_000
"""The most word pieces, padding included, that are encoded at once."""
_WORDS = 5_000
"""How many words of a text are held as vectors at once."""
_PAIRS = 4_000
"""How many pairs are scored at once."""


class Pieces:
    """The word pieces of a sentence, and the place of each word's first piece."""

    __slots__ = ("first", "ids")

    def __init__(self, ids: Sequence[int], first: Sequence[int]) -> None:
        self.ids = ids
        self.first = first


def find_pieces(tokenizer: Any, words: Sequence[str]) -> Pieces | None:
    """The word pieces of a sentence's words, None where they are too many."""
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

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """Load the files that `read` gives by their names."""
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = 1  # sums do not depend on how many processors there are
        options.enable_mem_pattern = False  # plans for each size of batch take memory and gain nothing
        options.enable_cpu_mem_arena = False  # it would keep the most that any batch took, and gains nothing
        self._transformer, self._head = (
            InferenceSession(read(name), options, providers=["CPUExecutionProvider"]) for name in FILES[:2]
        )
        self._size = self._transformer.get_outputs()[0].shape[-1]
        self.tokenizer = Tokenizer.from_str(read(FILES[2]).decode("utf-8"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def of_pairs(self, pairs: Pairs, parse: Parse) -> tuple[Floats, Floats]:
        """The log-odds of each of `RELATIONS` for each pair, and of each of `CLASSES` for each phrase of one.

        Not a number in long sentences.
        """
        scores = np.full((len(pairs), len(RELATIONS)), np.nan, np.float32)
        class_scores = np.full((len(pairs.phrases), len(CLASSES)), np.nan, np.float32)
        numbers = np.array(parse.sentence_of, np.int64)[pairs.anchors]
        known = self._known(numbers, parse)
        order = np.argsort(numbers, kind="stable")
        order = order[np.isin(numbers[order], list(known))]
        numbers = numbers[order]
        for some, first, words in self._encoded(known, parse):
            every = order[slice(*np.searchsorted(numbers, (some[0], some[-1] + 1)))]
            for start in range(0, len(every), _PAIRS):
                rows = every[start : start + _PAIRS]
                phrases, scores[rows], classes = self._scored(pairs, rows, words, first)
                class_scores[phrases] = classes
        return scores, class_scores

    def of_words(self, pairs: Pairs, parse: Parse) -> Floats:
        """The vector of each word of a text; nought in sentences that have no phrase and in long ones."""
        found = np.zeros((len(parse), self._size), np.float32)
        known = self._known(np.array(parse.sentence_of, np.int64)[pairs.heads], parse)
        for _, first, words in self._encoded(known, parse):
            found[first : first + len(words)] = words
        return found

    def _encoded(self, known: Mapping[int, Pieces], parse: Parse) -> Iterator[tuple[list[int], int, Floats]]:
        """Sentences in groups, the first token of each group, and the vectors of its words."""
        for some in _near(list(known), parse):
            first, last = parse.sentences[some[0]][0], parse.sentences[some[-1]][1]
            yield some, first, self._words({number: known[number] for number in some}, parse, first, last)

    def _known(self, sentences: Numbers, parse: Parse) -> dict[int, Pieces]:
        """The pieces of the sentences that have not too many."""
        known = {}
        for number in sorted(set(sentences.tolist())):
            pieces = find_pieces(self.tokenizer, parse.words[slice(*parse.sentences[number])])
            if pieces is not None:
                known[number] = pieces
        return known

    def _scored(self, pairs: Pairs, rows: Numbers, words: Floats, begin: int) -> tuple[Numbers, Floats, Floats]:
        """The phrases of some pairs, the pairs' scores and the phrases' classes.

        From the vectors of the words of their sentences, which begin at a token.
        """
        ends = np.concatenate([pairs.subjects[rows], pairs.objects[rows]])
        phrases, places = np.unique(ends[ends != UNNAMED], return_inverse=True)
        local = np.full(len(ends), UNNAMED)
        local[ends != UNNAMED] = places
        one, two = np.split(local, 2)
        spans = np.stack([column[phrases] for column in (pairs.firsts, pairs.lasts, pairs.heads)], 1)
        scores, class_scores = self._head.run(
            None,
            {
                "words": words,
                "spans": np.clip(spans - begin, 0, len(words) - 1),
                "classes": pairs.classes[phrases],
                "kinds": pairs.kinds[phrases],
                "pairs": np.stack([one, two, pairs.anchors[rows] - begin, pairs.distances[rows]], 1),
            },
        )
        return phrases, scores, class_scores

    def _words(self, known: Mapping[int, Pieces], parse: Parse, first: int, last: int) -> Floats:
        """The vectors of the words from a token to another, zero where they are not of these sentences.

        Sentences of like length are encoded together.
        """
        words = np.zeros((last - first, self._size), np.float32)
        order = sorted(known, key=lambda number: (len(known[number].ids), number))
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and len(known[order[stop]].ids) * (stop + 1 - start) <= _BATCH:
                stop += 1
            batch = order[start:stop]
            ids, mask = padded([known[number] for number in batch])
            (hidden,) = self._transformer.run(None, {"ids": ids, "mask": mask})
            for row, number in enumerate(batch):
                begin, end = parse.sentences[number]
                words[begin - first : end - first] = hidden[row][known[number].first]
            start = stop
        return words


def _near(sentences: Sequence[int], parse: Parse) -> Iterator[list[int]]:
    """Sentences in groups that follow each other and have some thousand words, so that memory is bounded."""
    group: list[int] = []
    for number in sentences:
        if group and parse.sentences[number][1] - parse.sentences[group[0]][0] > _WORDS:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder that comes with the package, loaded once."""
    return Encoder(lambda name: read_weights(_FOLDER + name))
