"""Sentences as the encoder reads them: the phrases in them, and every pair of phrases that may be related."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kg import vocabulary
from kg.text.pairs import takers
from kg.text.relations import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kg.text.parse import Parse
    from kg.text.phrases import Referents

    type Numbers = NDArray[np.int64]

__all__ = ["CLASSES", "DISTANCES", "KINDS", "RELATIONS", "Sentence", "find_sentences", "taken"]

CLASSES = tuple(vocabulary.CLASSES)
KINDS = ("name", "nominal", "pronoun", "demonym")
RELATIONS = tuple(
    name for name, info in vocabulary.RELATIONS.items() if info.kind == "entity" and name not in ("relatedTo", "said")
)
"""The relations that are scored, in the order of the columns of scores."""
DISTANCES = 23
"""How many steps the distance between two heads is told in: eleven each way, and none."""

_EDGES = (7, 10, 15, 25)
"""Distances at which a wider step begins."""
_AGENTLESS = frozenset(
    [
        "accused",
        "acquired",
        "affected",
        "appointed",
        "asked",
        "attacked",
        "captured",
        "causes",
        "convicted",
        "created",
        "dismissed",
        "elected",
        "founded",
        "injured",
        "killed",
        "opposes",
        "organized",
        "owns",
        "provides",
        "released",
        "sanctioned",
        "seeks",
        "signed",
        "supports",
        "uses",
    ]
)
"""The relations whose agent a text may leave unnamed."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its phrases and pairs.

    `start` and `end` are tokens. `phrases` are places in `Referents.phrases`, `classes` and `kinds` theirs in
    `CLASSES` and `KINDS`. Each row of `pairs` is one ordered pair: the subject and the object as places in `phrases`
    (the subject `UNNAMED` for an agent that is not named), the token where the two join, and the step of the distance
    between their heads.
    """

    start: int
    end: int
    phrases: Sequence[int]
    classes: Numbers
    kinds: Numbers
    pairs: Numbers


def find_sentences(parse: Parse, referents: Referents) -> Iterator[Sentence]:
    """The sentences that have a pair which some relation may join, in order."""
    inside: dict[int, list[int]] = defaultdict(list)
    for place, phrase in enumerate(referents.phrases):
        if referents.referent_of[place] >= 0:
            inside[parse.sentence_of[phrase.head]].append(place)
    for number, (start, end) in enumerate(parse.sentences):
        phrases = [p for p in inside[number] if start <= referents.phrases[p].start and referents.phrases[p].end <= end]
        if phrases and (sentence := _sentence(parse, referents, start, end, phrases)):
            yield sentence


def _sentence(parse: Parse, referents: Referents, start: int, end: int, places: list[int]) -> Sentence | None:
    phrases = [referents.phrases[place] for place in places]
    whom = np.array([referents.referent_of[place] for place in places])
    names = [referents.referents[r].cls or phrase.cls for phrase, r in zip(phrases, whom.tolist(), strict=True)]
    classes = np.array([_CLASS.get(name, 0) for name in names])
    one, two = np.divmod(np.arange(len(classes) ** 2), len(classes))
    joined = (taken(classes[one], classes[two]).any(axis=1) & (whom[one] != whom[two])).reshape(len(classes), -1)
    ways = [_way(parse, phrase.head) for phrase in phrases]
    rows = [
        (one, two, _meeting(ways[one], ways[two]), step(phrases[two].head - phrases[one].head))
        for one, two in np.argwhere(joined).tolist()
    ]
    alone = np.flatnonzero(taken(np.full(len(classes), len(CLASSES)), classes).any(axis=1)).tolist()
    rows += [(UNNAMED, two, phrases[two].head, step(0)) for two in alone]
    if not rows:
        return None
    kinds = np.array([KINDS.index(phrase.kind) for phrase in phrases])
    return Sentence(start, end, places, classes, kinds, np.array(rows))


_CLASS = {name: place for place, name in enumerate(CLASSES)}


def taken(subjects: Numbers, objects: Numbers) -> NDArray[np.bool_]:
    """Which of `RELATIONS` may hold between classes, a row a pair; the subject `len(CLASSES)` is one not named."""
    codes, rows = np.unique(subjects * len(CLASSES) + objects, return_inverse=True)
    if not len(codes):
        return np.zeros((0, len(RELATIONS)), bool)
    return np.stack([_taken(*divmod(code, len(CLASSES))) for code in codes.tolist()])[rows]


@cache
def _taken(subject: int, obj: int) -> NDArray[np.bool_]:
    if subject == len(CLASSES):
        may = takers("People", CLASSES[obj]) & _AGENTLESS
    else:
        may = takers(CLASSES[subject], CLASSES[obj])
    return np.array([name in may for name in RELATIONS])


def step(distance: int) -> int:
    """The step of a distance in tokens, from 0 to `DISTANCES`.

    >>> step(-30), step(-1), step(0), step(3), step(12), step(100)
    (1, 10, 11, 14, 19, 21)
    """
    far = abs(distance)
    size = far if far < _EDGES[0] else _EDGES[0] + sum(far >= edge for edge in _EDGES[1:])
    return DISTANCES // 2 + (size if distance > 0 else -size)


def _way(parse: Parse, token: int) -> list[int]:
    """A token and all that govern it."""
    way = [token]
    while parse.heads[way[-1]] != way[-1]:
        way.append(parse.heads[way[-1]])
    return way


def _meeting(one: Sequence[int], two: Sequence[int]) -> int:
    """The first token that two ways to the root share, else where the second ends."""
    above = frozenset(one)
    return next((token for token in two if token in above), two[-1])
