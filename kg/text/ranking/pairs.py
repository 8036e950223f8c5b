"""Pairs of phrases that may be related, with what can be seen of each: as columns, so that a text is seen at once.

A pair is two phrases of one sentence, or one phrase whose agent the text does not name. Of how the sentence joins them
the way from each up to the token where they meet counts: its dependencies, its prepositions and the lemma where it
turns. Combinations of these are hashed into a fixed number of places (Weinberger et al. 2009, "Feature hashing for
large scale multitask learning").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from kg import ontology
from kg.text.model import UNNAMED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.text.model import Parse, Referents

    type Numbers = NDArray[np.int64]

__all__ = [
    "CLASSES",
    "CLASS_AT",
    "DISTANCES",
    "FAR",
    "KINDS",
    "KIND_AT",
    "LABELS",
    "LEAST",
    "NEAR",
    "PLACES",
    "RELATIONS",
    "RELATION_AT",
    "RUN",
    "STEPS",
    "Pair",
    "Pairs",
    "Reach",
    "find_pairs",
]

CLASSES: Final = tuple(ontology.CLASSES)
KINDS: Final = ("name", "nominal", "pronoun", "demonym")
CLASS_AT: Final = {name: place for place, name in enumerate(CLASSES)}
KIND_AT: Final = {name: place for place, name in enumerate(KINDS)}
RELATIONS: Final = tuple(
    name for name, info in ontology.RELATIONS.items() if info.kind == "entity" and name not in ("relatedTo", "said")
)
"""The relations that are scored, in the order of the columns of scores."""
RELATION_AT: Final = {name: place for place, name in enumerate(RELATIONS)}
PLACES: Final = 2**13
"""How many places combinations are hashed into."""
LABELS: Final = 2**7
"""How many places the ways in which phrases depend on their governors are hashed into."""
DISTANCES: Final = 23
"""In how many steps the distance between two heads is given: eleven each way, and none."""
STEPS: Final = 8
"""One more than the most steps from a phrase up to the token where it meets the other."""
RUN: Final = 150
"""The most tokens that are read together: a longer sentence is cut."""
LEAST: Final = -20.0
"""The score (log-odds) of what can't be."""

_WINDOW = 24
"""How many phrases of a sentence further on a phrase is paired with: what bounds the pairs of an endless sentence."""
_EDGES = np.array([1, 2, 3, 4, 5, 6, 7, 10, 15, 25])
"""Distances at which a step begins."""
_X, _Y, _Z = np.uint64(0x9E3779B1), np.uint64(0x85EBCA77), np.uint64(0xC2B2AE3D)
"""Odd numbers without pattern (those of xxHash), by which combinations are spread over the places."""
_MASK = np.uint64(0xFFFFFFFF)
_ITSELF = np.uint64(3)
"""Stands for the lemma where one phrase is on the way up from the other."""
_BRIEF = 2
"""How many steps up are seen of a phrase whose agent is not named."""
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
class Reach:
    """How far apart two phrases may be: steps in the tree of their sentence, tokens between their heads."""

    steps: int
    tokens: int


NEAR: Final = Reach(5, 20)
"""What is looked at in reading: of farther pairs few say something, and what is found among them is wrong too often."""
FAR: Final = Reach(8, 36)
"""What the transformer learns from."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordered pair of phrases (places in `Referents.phrases`; the subject `UNNAMED` for an agent not named).

    `anchor` is the token where the ways from the phrases to the root meet, `steps` how far that is from both.
    """

    subject: int
    object: int
    anchor: int
    steps: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """The phrases of a document that refer to something, and their ordered pairs.

    `phrases` are places in `Referents.phrases`; `firsts`, `lasts` and `heads` (tokens), `governors` (the next token up
    that is no preposition), `classes`, `kinds` and `labels` are columns of theirs. `subjects` and `objects` are places
    in these columns (the subject `UNNAMED` for an agent not named), `anchors` tokens, `steps` a code below `STEPS`
    squared (up from the subject, up from the object), `distances` one below `DISTANCES`; `seen` has a row of places
    below `PLACES` for each pair. Of the text, `attachments` gives for each token in which of `LABELS` ways it depends
    on its governor, and `runs` has a row for each sentence with a phrase: the half-open range of its tokens, `RUN` at
    most.
    """

    phrases: Numbers
    firsts: Numbers
    lasts: Numbers
    heads: Numbers
    governors: Numbers
    classes: Numbers
    kinds: Numbers
    labels: Numbers
    subjects: Numbers
    objects: Numbers
    anchors: Numbers
    steps: Numbers
    distances: Numbers
    seen: Numbers
    attachments: Numbers
    runs: Numbers

    def __len__(self) -> int:
        """The number of pairs."""
        return len(self.subjects)

    def ends(self) -> tuple[Numbers, Numbers]:
        """The two phrases of each pair as places in `Referents.phrases`."""
        if not len(self):
            return self.subjects, self.objects
        return np.where(self.subjects == UNNAMED, UNNAMED, self.phrases[self.subjects]), self.phrases[self.objects]

    def looked_at(self) -> NDArray[np.bool_]:
        """The tokens that networks look at: heads of phrases, their governors, and where two phrases meet."""
        looked = np.zeros(len(self.attachments), bool)
        for column in (self.heads, self.governors, self.anchors):
            looked[column] = True
        return looked

    def possible(self) -> NDArray[np.bool_]:
        """Which of `RELATIONS` may hold of each pair, a row a pair: where the agent is not named not all.

        Classes rule nothing out: they are less sure than what a sentence says (`kg.text.ranking.classes`).
        """
        possible: NDArray[np.bool_] = (self.subjects != UNNAMED)[:, None] | _agentless()
        return possible

    def at(self, row: int) -> Pair:
        """One of the pairs."""
        subject, steps = int(self.subjects[row]), int(self.steps[row])
        return Pair(
            int(self.phrases[subject]) if subject != UNNAMED else UNNAMED,
            int(self.phrases[self.objects[row]]),
            int(self.anchors[row]),
            steps // STEPS + steps % STEPS,
        )


def _class_of(classes: Numbers, subjects: Numbers) -> Numbers:
    """The class of each subject, `len(CLASSES)` for one not named."""
    return np.where(subjects == UNNAMED, len(CLASSES), classes[subjects]) if len(subjects) else subjects


@cache
def _agentless() -> NDArray[np.bool_]:
    return np.array([name in _AGENTLESS for name in RELATIONS])


def _mix(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return ((one * _X) ^ (other * _Y)) & _MASK


def find_pairs(parse: Parse, referents: Referents, reach: Reach = NEAR) -> Pairs:
    """The pairs of a document, those of phrases within reach first and those with an agent not named last."""
    meant = np.array(referents.referent_of, np.int64)
    places = np.flatnonzero(meant >= 0)
    phrases = [referents.phrases[place] for place in places.tolist()]
    names = [
        referents.referents[r].cls or phrase.cls for phrase, r in zip(phrases, meant[places].tolist(), strict=True)
    ]
    heads, firsts, lasts, kinds, classes = (
        np.array(column, np.int64)
        for column in (
            [phrase.head for phrase in phrases],
            [phrase.start for phrase in phrases],
            [phrase.end - 1 for phrase in phrases],
            [KIND_AT[phrase.kind] for phrase in phrases],
            [CLASS_AT.get(name, CLASS_AT["Topic"]) for name in names],
        )
    )
    tree, hashed = np.array(parse.heads, np.int64), _hashed(parse)
    attachments = (hashed % np.uint64(LABELS)).astype(np.int64)
    above = tree[heads]
    relaying = np.array([pos in ("ADP", "SCONJ") for pos in parse.pos], bool)
    governors = np.where(relaying[above], tree[above], above)
    ways = _Ways(tree, hashed, heads)
    near = _near(np.array(parse.sentence_of, np.int64)[heads], meant[places], heads, reach.tokens)
    joined = ways.join(*near, reach.steps)
    alone = np.arange(len(places))
    subjects = np.concatenate([joined.one, np.full(len(alone), UNNAMED)])
    objects = np.concatenate([joined.two, alone])
    anchors = np.concatenate([joined.anchor, governors[alone]])
    up = np.concatenate([joined.above, np.full(len(alone), STEPS - 1)])
    down = np.concatenate([joined.below, np.zeros(len(alone), np.int64)])
    far = np.where(subjects == UNNAMED, 0, heads[objects] - heads[subjects]) if len(subjects) else subjects
    return Pairs(
        phrases=places,
        firsts=firsts,
        lasts=lasts,
        heads=heads,
        governors=governors,
        classes=classes,
        kinds=kinds,
        labels=attachments[heads],
        subjects=subjects,
        objects=objects,
        anchors=anchors,
        steps=up * STEPS + down,
        distances=DISTANCES // 2 + np.sign(far) * np.searchsorted(_EDGES, np.abs(far), side="right"),
        seen=_seen(
            lemmas=np.where((subjects == UNNAMED) | ((up > 0) & (down > 0)), _lemmas(parse, anchors), _ITSELF),
            path=np.concatenate([joined.path, ways.hashes[alone, _BRIEF]]),
            classes=_class_of(classes, subjects) * (len(CLASSES) + 1) + classes[objects],
            ahead=far > 0,
        ),
        attachments=attachments,
        runs=_runs(parse, heads),
    )


def _runs(parse: Parse, heads: Numbers) -> Numbers:
    """The ranges of tokens of the sentences that these tokens stand in."""
    sentences = (parse.sentences[number] for number in sorted({parse.sentence_of[head] for head in heads.tolist()}))
    cut = [(place, min(place + RUN, end)) for start, end in sentences for place in range(start, end, RUN)]
    return np.array(cut, np.int64).reshape(-1, 2)


def _hashed(parse: Parse) -> NDArray[np.uint64]:
    """A number for the dependency of each token, and for the word where it is a preposition or the like."""
    known: dict[str, int] = {}
    keys = [
        f"{dep} {low}" if pos in ("ADP", "SCONJ") else dep
        for dep, pos, low in zip(parse.deps, parse.pos, parse.lowers, strict=True)
    ]
    for key in set(keys):
        known[key] = crc32(key.encode())
    return np.array([known[key] for key in keys], np.uint64)


def _near(sentences: Numbers, meant: Numbers, heads: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """The ordered pairs of phrases in one sentence, `most` tokens apart, that refer to different entities."""
    size, found = len(sentences), []
    for step in range(1, min(_WINDOW, size - 1) + 1):
        here = np.flatnonzero((sentences[step:] == sentences[:-step]) & (meant[step:] != meant[:-step]))
        if not len(here) and step > 1 and not (sentences[step:] == sentences[:-step]).any():
            break
        found += [(here, here + step), (here + step, here)]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    one, two = (np.concatenate(parts) for parts in zip(*found, strict=True))
    may = np.abs(heads[one] - heads[two]) <= most
    return one[may], two[may]


@dataclass(frozen=True, slots=True)
class _Joined:
    """The pairs that meet: where, how many steps up from each, and a number for the path."""

    one: Numbers
    two: Numbers
    anchor: Numbers
    above: Numbers
    below: Numbers
    path: NDArray[np.uint64]


class _Ways:
    """The ways from the heads of phrases up the tree: the tokens on them, and a number for what is passed."""

    def __init__(self, tree: Numbers, hashed: NDArray[np.uint64], heads: Numbers) -> None:
        nodes, hashes, over = [heads], [np.ones(len(heads), np.uint64)], np.zeros(len(heads), bool)
        for _ in range(STEPS - 1):
            node = nodes[-1]
            over = over | (tree[np.maximum(node, 0)] == node)
            hashes.append(np.where(over, hashes[-1], _mix(hashes[-1], hashed[np.maximum(node, 0)])))
            nodes.append(np.where(over, -1, tree[np.maximum(node, 0)]))
        self.nodes, self.hashes = np.stack(nodes, 1), np.stack(hashes, 1)

    def join(self, one: Numbers, two: Numbers, most: int) -> _Joined:
        """Where each pair of phrases meets that is `most` steps apart."""
        first, second = self.nodes[one], self.nodes[two]
        equal = (first[:, :, None] == second[:, None, :]) & (first >= 0)[:, :, None]
        flat = equal.reshape(len(one), STEPS**2)
        above, below = np.divmod(flat.argmax(axis=1), STEPS)
        met = np.flatnonzero(flat.any(axis=1) & (above + below <= most))
        above, below = above[met], below[met]
        path = self.hashes[one[met], above] * _Y + self.hashes[two[met], below] * _Z
        path += (self.nodes[one[met], 0] < self.nodes[two[met], 0]).astype(np.uint64)
        return _Joined(one[met], two[met], first[met, above], above, below, path & _MASK)


def _lemmas(parse: Parse, tokens: Numbers) -> NDArray[np.uint64]:
    """A number for the lemma of each token."""
    some, rows = np.unique(tokens, return_inverse=True)
    return np.array([crc32(parse.lemmas[token].encode()) for token in some.tolist()], np.uint64)[rows]


def _seen(lemmas: NDArray[np.uint64], path: NDArray[np.uint64], classes: Numbers, ahead: NDArray[np.bool_]) -> Numbers:
    """The places of the combinations that are seen of each pair."""
    first, both = ahead.astype(np.uint64), classes.astype(np.uint64)
    columns = (
        path,
        _mix(path, lemmas),
        lemmas * np.uint64(2) + first,
        _mix(path, both),
        _mix(_mix(lemmas, first), both),
    )
    places = [
        (_mix(column, np.full_like(column, kind)) >> np.uint64(9)) % np.uint64(PLACES)
        for kind, column in enumerate(columns, 1)
    ]
    return np.stack(places, 1).astype(np.int64)
