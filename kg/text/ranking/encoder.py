"""Scores of pairs by a small transformer that reads passages.

A text is cut into windows of several sentences. Each is encoded once (by the lower six layers of MPNet, Song et al.
2020, "MPNet: Masked and Permuted Pre-training for Language Understanding", trained further by
`python -m kg.training SHARED WHEEL --encoder`), and a light head scores every pair of its phrases from the vectors of
their first, last and head words, the word where they join, their classes and their distance. What is learned is data
that comes with the package: `encoder.onnx` and `head.onnx`, run by ONNX Runtime, and `tokenizer.json`. Nothing is
fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import ModelError
from kg.text.model import UNNAMED
from kg.text.ranking.labels import KNOWN_CLASSES, RELATIONS
from kg.weights.files import LABELS_FILE, TRANSFORMER_FILES, read_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from kg.text.model import Parse
    from kg.text.ranking.pairs import Pairs

    type Floats = NDArray[np.float32]
    type Numbers = NDArray[np.int64]

_FOLDER = "transformer/"
FILES = tuple(name.removeprefix(_FOLDER) for name in TRANSFORMER_FILES)
"""The names of the files of an encoder."""

LONGEST = 256
"""The most word pieces of a sentence that is read; of a longer one nothing is known."""
WINDOW = 170
"""The most word pieces of a window of more than one sentence."""
_BATCH = 1_000
"""The most word pieces, padding included, that are encoded at once."""
_WORDS = 5_000
"""How many words of a text are held as vectors at once."""
_PAIRS = 4_000
"""How many pairs are scored at once."""
_ENDS = 2
"""How many pieces stand around those of the words: one opens what is read, one ends it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences that are read together: the half-open range of their tokens, the word pieces that stand for them.

    `first` has the place of each token's first piece.
    """

    start: int
    end: int
    ids: list[int]
    first: list[int]


def find_windows(tokenizer: Any, parse: Parse, most: int = WINDOW) -> Iterator[Window]:
    """The windows of a text: as many sentences as have no more than `most` pieces, at least one.

    Sentences of more than `LONGEST` pieces are in none.
    """
    window: Window | None = None
    for start, end in parse.sentences:
        sentence = _sentence(tokenizer, parse, start, end)
        if window and (len(window.ids) + len(sentence.ids) - _ENDS > most or window.end != start):
            yield window
            window = None
        if len(sentence.ids) <= LONGEST:
            window = _joined(window, sentence) if window else sentence
    if window:
        yield window


def _sentence(tokenizer: Any, parse: Parse, start: int, end: int) -> Window:
    encoded = tokenizer.encode(parse.words[start:end], is_pretokenized=True)
    first = [-1] * (end - start)
    for place, word in enumerate(encoded.word_ids):
        if word is not None and first[word] < 0:
            first[word] = place
    for word, place in enumerate(first):
        if place < 0:  # a word that leaves no piece, such as a control character
            first[word] = first[word - 1] if word else 1
    return Window(start, end, encoded.ids, first)


def _joined(window: Window, sentence: Window) -> Window:
    shift = len(window.ids) - _ENDS
    first = [*window.first, *(place + shift for place in sentence.first)]
    return Window(window.start, sentence.end, [*window.ids[:-1], *sentence.ids[1:]], first)


def padded(windows: Sequence[Window]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The word pieces of windows, a row each, and which of them are real."""
    ids = np.zeros((len(windows), max(len(window.ids) for window in windows)), np.int64)
    mask = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)], mask[row, : len(window.ids)] = window.ids, 1
    return ids, mask


class Encoder:
    """The trained transformer with its head."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """Load the files that `read` gives by their names."""
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = 1  # sums do not depend on how many processors there are
        if not has_vnni():  # sums of signed weights would overflow there, silently
            options.add_session_config_entry("session.x64quantprecision", "1")
        options.enable_mem_pattern = False  # plans for each size of batch take memory and gain nothing
        options.enable_cpu_mem_arena = False  # it would keep the most that any batch took, and gains nothing
        self._transformer, self._head = (
            InferenceSession(read(name), options, providers=["CPUExecutionProvider"]) for name in FILES[:2]
        )
        self._columns, classes = (output.shape[-1] for output in self._head.get_outputs())
        if self._columns > len(RELATIONS) or classes != len(KNOWN_CLASSES):
            raise ModelError(f"{LABELS_FILE} and {FILES[1]} do not belong together: install kg again")
        self._size = self._transformer.get_outputs()[0].shape[-1]
        self.tokenizer = Tokenizer.from_str(read(FILES[2]).decode("utf-8"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def of_pairs(self, pairs: Pairs, parse: Parse) -> tuple[Floats, Floats]:
        """Return the log-odds of each of `RELATIONS` for each pair, of each of `KNOWN_CLASSES` for each phrase of one.

        Not a number in long sentences, nor for a relation whose label was appended and that it was not yet trained on.
        """
        scores = np.full((len(pairs), len(RELATIONS)), np.nan, np.float32)
        class_scores = np.full((len(pairs.phrases), len(KNOWN_CLASSES)), np.nan, np.float32)
        order = np.argsort(pairs.anchors, kind="stable")
        anchors = pairs.anchors[order]
        for some, words in self._encoded(pairs.anchors, parse):
            every = [order[slice(*np.searchsorted(anchors, (each.start, each.end)))] for each in some]
            for rows in _cut(np.concatenate(every)):
                phrases, scores[rows, : self._columns], classes = self._scored(pairs, rows, words, some[0].start)
                class_scores[phrases] = classes
        return scores, class_scores

    def _encoded(self, tokens: Numbers, parse: Parse) -> Iterator[tuple[list[Window], Floats]]:
        """The windows with one of these tokens, in groups, and the vectors of the words from the first to the last."""
        looked = np.zeros(len(parse) + 1, np.int64)
        np.add.at(looked, tokens + 1, 1)
        before = looked.cumsum()  # how many of the tokens stand before each
        windows = (w for w in find_windows(self.tokenizer, parse) if before[w.end] > before[w.start])
        for some in _near(windows):
            yield some, self._words(some)

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

    def _words(self, windows: Sequence[Window]) -> Floats:
        """The vectors of the words from the first window to the last, zero where they are in none.

        Windows of like length are encoded together.
        """
        begin = windows[0].start
        words = np.zeros((windows[-1].end - begin, self._size), np.float32)
        order = sorted(windows, key=lambda window: (len(window.ids), window.start))
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and len(order[stop].ids) * (stop + 1 - start) <= _BATCH:
                stop += 1
            batch = order[start:stop]
            ids, mask = padded(batch)
            (hidden,) = self._transformer.run(None, {"ids": ids, "mask": mask})
            for row, window in enumerate(batch):
                words[window.start - begin : window.end - begin] = hidden[row][window.first]
            start = stop
        return words


def has_vnni() -> bool:
    """Whether the processor is known to add products of eight bits in 32: those with VNNI do. Linux alone tells."""
    try:
        return bool(re.search(r"^flags\b.*\bavx(512)?_vnni\b", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE))
    except OSError:
        return False


def _near(windows: Iterable[Window]) -> Iterator[list[Window]]:
    """Windows in groups that follow each other and have some thousand words, so that memory is bounded."""
    group: list[Window] = []
    for window in windows:
        if group and window.end - group[0].start > _WORDS:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _cut(rows: Numbers) -> Iterator[Numbers]:
    """Some rows at a time, likewise."""
    for start in range(0, len(rows), _PAIRS):
        yield rows[start : start + _PAIRS]


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder that comes with the package, loaded once."""
    return Encoder(lambda name: read_weights(_FOLDER + name))
