"""Pairs of phrases that may be related, as columns, so that a text is scored at once.

A pair is two phrases of one sentence, or one phrase whose agent the text does not name. They meet in their lowest
common governor in the dependency tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.text.lexicon.tables import words
from kg.text.model import UNNAMED
from kg.text.ranking.labels import KIND_AT, RELATIONS, class_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.text.model import Parse, Referents

    type Numbers = NDArray[np.int64]

DISTANCES: Final = 23
"""In how many steps the distance between two heads is given: eleven each way, and none."""
STEPS: Final = 8
"""One more than the most steps from a phrase up to the token where it meets the other."""
LEAST: Final = -20.0
"""The score (log-odds) of what can't be."""

_WINDOW = 24
"""How many phrases of a sentence further on a phrase is paired with: what bounds the pairs of an endless sentence."""
_EDGES = np.array([1, 2, 3, 4, 5, 6, 7, 10, 15, 25])
"""Distances at which a step begins."""
_AGENTLESS = words("relation_kinds", "agentless")
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

    `phrases` are places in `Referents.phrases`; `firsts`, `lasts` and `heads` (tokens), `classes` and `kinds` are
    columns of theirs. `subjects` and `objects` are places in these columns (the subject `UNNAMED` for an agent not
    named), `anchors` the tokens where both meet, `steps` how far that is from both, `distances` a code below
    `DISTANCES`.
    """

    phrases: Numbers
    firsts: Numbers
    lasts: Numbers
    heads: Numbers
    classes: Numbers
    kinds: Numbers
    subjects: Numbers
    objects: Numbers
    anchors: Numbers
    steps: Numbers
    distances: Numbers

    def __len__(self) -> int:
        """The number of pairs."""
        return len(self.subjects)

    def ends(self) -> tuple[Numbers, Numbers]:
        """The two phrases of each pair as places in `Referents.phrases`."""
        if not len(self):
            return self.subjects, self.objects
        return np.where(self.subjects == UNNAMED, UNNAMED, self.phrases[self.subjects]), self.phrases[self.objects]

    def possible(self) -> NDArray[np.bool_]:
        """Which of `RELATIONS` may hold of each pair, a row a pair: where the agent is not named not all.

        Classes rule nothing out: they are less sure than what a sentence says (`kg.text.ranking.classes`).
        """
        possible: NDArray[np.bool_] = (self.subjects != UNNAMED)[:, None] | _agentless()
        return possible

    def at(self, row: int) -> Pair:
        """One of the pairs."""
        subject = int(self.subjects[row])
        return Pair(
            int(self.phrases[subject]) if subject != UNNAMED else UNNAMED,
            int(self.phrases[self.objects[row]]),
            int(self.anchors[row]),
            int(self.steps[row]),
        )


@cache
def _agentless() -> NDArray[np.bool_]:
    return np.array([name in _AGENTLESS for name in RELATIONS])


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
            [class_number(name) for name in names],
        )
    )
    tree = np.array(parse.heads, np.int64)
    above = tree[heads]
    relaying = np.array([pos in ("ADP", "SCONJ") for pos in parse.pos], bool)
    governors = np.where(relaying[above], tree[above], above)
    near = _near(np.array(parse.sentence_of, np.int64)[heads], meant[places], heads, reach.tokens)
    one, two, anchor, steps = _joined(_ancestors(tree, heads), *near, reach.steps)
    alone = np.arange(len(places))
    subjects = np.concatenate([one, np.full(len(alone), UNNAMED)])
    objects = np.concatenate([two, alone])
    far = np.where(subjects == UNNAMED, 0, heads[objects] - heads[subjects]) if len(subjects) else subjects
    return Pairs(
        phrases=places,
        firsts=firsts,
        lasts=lasts,
        heads=heads,
        classes=classes,
        kinds=kinds,
        subjects=subjects,
        objects=objects,
        anchors=np.concatenate([anchor, governors[alone]]),
        steps=np.concatenate([steps, np.full(len(alone), STEPS - 1)]),
        distances=DISTANCES // 2 + np.sign(far) * np.searchsorted(_EDGES, np.abs(far), side="right"),
    )


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


def _ancestors(tree: Numbers, heads: Numbers) -> Numbers:
    """The tokens from each of some up the tree, `STEPS` in a row, -1 above a root."""
    nodes, over = [heads], np.zeros(len(heads), bool)
    for _ in range(STEPS - 1):
        node = np.maximum(nodes[-1], 0)
        over = over | (tree[node] == node)
        nodes.append(np.where(over, -1, tree[node]))
    return np.stack(nodes, 1)


def _joined(ancestors: Numbers, one: Numbers, two: Numbers, most: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The pairs that meet within so many steps: both phrases, the token where they do, and the steps to it."""
    first, second = ancestors[one], ancestors[two]
    equal = (first[:, :, None] == second[:, None, :]) & (first >= 0)[:, :, None]
    flat = equal.reshape(len(one), STEPS**2)
    above, below = np.divmod(flat.argmax(axis=1), STEPS)
    met = np.flatnonzero(flat.any(axis=1) & (above + below <= most))
    return one[met], two[met], first[met, above[met]], above[met] + below[met]
