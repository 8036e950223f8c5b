"""The class of each referent, settled between what a network predicts and what its relations require.

Lists give the class of a noun whatever it means there: "tour" may be an event, a programme or a work. So relations are
found without regard to classes, and of the classes that a referent may have it gets the one that agrees best with all
that is said of it; what is said that does not fit the classes of both in the end is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np

from kg import ontology
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.nouns import NOUN_CLASSES
from kg.text.lexicon.places import is_nation
from kg.text.model import UNNAMED
from kg.text.ranking.labels import CLASS_AT, CLASSES, KIND_AT, KNOWN_CLASSES, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.text.model import Referent, Referents, RelationMention
    from kg.text.ranking.pairs import Pairs

    type Floats = NDArray[np.float32]

_LIKELY: Final = 0.05
"""The least probability of a class that is considered."""
_SURE: Final = 0.98
"""How sure at most a relation is of its arguments' classes."""
_TRUST: Final = 1.4
"""The prior (log-odds) of the class that lists and rules give."""


def listed_classes(referents: Referents) -> Floats:
    """How likely each referent is of each of `CLASSES`, as far as lists and rules say: a row of nought and one."""
    found = np.zeros((len(referents.referents), len(CLASSES)), np.float32)
    for place, referent in enumerate(referents.referents):
        found[place, CLASS_AT.get(referent.cls, CLASS_AT["Topic"])] = 1
    return found


def likely_classes(referents: Referents, pairs: Pairs, class_scores: Floats) -> Floats:
    """Return how likely each referent is of each of `CLASSES`.

    `class_scores` are the log-odds of `KNOWN_CLASSES` for each phrase of `pairs`, no numbers where nothing is known; of
    several phrases the mean counts. A post stays a post, nothing else becomes one, what only pronouns stand for is what
    is said of it, and what lists give a class that the network does not know keeps it.
    """
    found = listed_classes(referents)
    rows = np.flatnonzero((pairs.kinds != KIND_AT["pronoun"]) & ~np.isnan(class_scores).any(axis=1))
    meant = np.array(referents.referent_of, np.int64)[pairs.phrases[rows]]
    sums, count = np.zeros((len(found), len(KNOWN_CLASSES)), np.float32), np.zeros(len(found), np.float32)
    odds = class_scores[rows] - class_scores[rows].max(axis=1, keepdims=True, initial=-np.inf)
    np.add.at(sums, meant, odds - np.log(np.exp(odds).sum(axis=1, keepdims=True)))
    np.add.at(count, meant, np.float32(1))
    fixed = found[:, [CLASS_AT["Role"], *range(len(KNOWN_CLASSES), len(CLASSES))]].any(axis=1)
    open_ = np.flatnonzero((count > 0) & ~fixed)
    likely = np.exp(sums[open_] / count[open_, None])
    likely[:, CLASS_AT["Role"]] = 0
    found[open_, : len(KNOWN_CLASSES)] = likely / likely.sum(axis=1, keepdims=True)
    return found


@cache
def _subjects() -> Floats:
    infos = [ontology.RELATIONS[name] for name in RELATIONS]
    return np.array([[info.takes_subject(cls) for info in infos] for cls in CLASSES], np.float32)


@cache
def _objects() -> Floats:
    infos = [ontology.RELATIONS[name] for name in RELATIONS]
    return np.array([[info.takes_object(cls) for info in infos] for cls in CLASSES], np.float32)


def fits(classes: Floats) -> tuple[Floats, Floats]:
    """How likely each referent may be the subject, and the object, of each of `RELATIONS`: a row a referent."""
    return classes @ _subjects(), classes @ _objects()


def settle(
    referents: Referents, classes: Floats, findings: Sequence[tuple[RelationMention, float]]
) -> tuple[Referents, list[bool]]:
    """The referents with their classes settled, and which of the findings fit these.

    `classes` says how likely each referent is of each of `CLASSES`, the number beside a finding how likely it is right.
    """
    chosen = _options(referents, classes)
    evidence: dict[int, list[_Evidence]] = {place: [] for place, options in enumerate(chosen) if len(options) > 1}
    ends = [_ends(referents, mention) for mention, _ in findings]
    for (mention, probability), (subject, obj) in zip(findings, ends, strict=True):
        sure = min(max(probability, 0.5), _SURE)  # what is stated though it is doubtful contradicts nothing
        weight = log(sure / (1 - sure))
        if subject in evidence:
            evidence[subject].append(_Evidence(mention.predicate, obj, weight, as_subject=True))
        if obj in evidence:
            evidence[obj].append(_Evidence(mention.predicate, subject, weight, as_subject=False))
    for place, said in evidence.items():  # what is settled counts with its class, the rest with all it may have
        weights = [_weight(cls, classes[place], said, chosen) for cls in chosen[place]]
        weights[0] += _TRUST
        chosen[place] = (chosen[place][weights.index(max(weights))],)
    settled = tuple(
        replace(row, cls=cls) if cls != row.cls else row
        for row, (cls, *_) in zip(referents.referents, chosen, strict=True)
    )
    kept = [_fit(m.predicate, *(_classes(e, chosen) for e in two)) for (m, _), two in zip(findings, ends, strict=True)]
    return replace(referents, referents=settled), kept


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a finding says of the class of one of its arguments: `weight` (log-odds) for those that it can have."""

    relation: str
    other: int
    weight: float
    as_subject: bool


def _options(referents: Referents, classes: Floats) -> list[tuple[str, ...]]:
    """The classes that each referent may get, the listed one first; one of no class, and a well-known name, stay so."""
    found = [[referent.cls] for referent in referents.referents]
    sure = {row.name for row in referents.referents if row.cls and class_of_known(row.name) == row.cls}
    for place, column in np.argwhere(classes >= _LIKELY).tolist():
        row, cls = referents.referents[place], CLASSES[column]
        if found[place][0] in ("", cls) or row.name in sure:
            continue
        if cls != "Country" or _may_be_country(referents, row):
            found[place].append(cls)
    return [tuple(some) for some in found]


def _may_be_country(referents: Referents, referent: Referent) -> bool:
    """Whether a referent has no name, or that of a country: lists know these, or the name says so ("Kingdom of …")."""
    if all(referents.phrases[place].kind not in ("name", "demonym") for place in referent.phrases):
        return True
    if any(is_nation(name) or class_of_known(name) == "Country" for name in (referent.name, *referent.aliases)):
        return True
    return any(NOUN_CLASSES.get(word) == "Country" for word in referent.name.lower().split())


def _ends(referents: Referents, mention: RelationMention) -> tuple[int, int]:
    """The referents of the arguments, `UNNAMED` for none."""
    one, two = (referents.referent_of[p] if p >= 0 else UNNAMED for p in (mention.subject, mention.object))
    return one, two


def _classes(referent: int, chosen: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return chosen[referent] if referent != UNNAMED else ("",)


def _weight(cls: str, row: Floats, evidence: Sequence[_Evidence], chosen: Sequence[tuple[str, ...]]) -> float:
    """The support of a class (log-odds, up to a constant)."""
    place = CLASS_AT.get(cls, CLASS_AT["Topic"])
    weight = log(max(float(row[place]), 1e-6))
    for item in evidence:
        others = _classes(item.other, chosen)
        if _fit(item.relation, *(((cls,), others) if item.as_subject else (others, (cls,)))):
            weight += item.weight
    return weight


def _fit(relation: str, subjects: tuple[str, ...], objects: tuple[str, ...]) -> bool:
    """Whether a relation may join some of these classes; "" may be any."""
    return any(_takes(relation, one, two) for one in subjects for two in objects)


@cache
def _takes(relation: str, subject: str, obj: str) -> bool:
    info = ontology.RELATIONS[relation]
    if subject and obj:
        return info.takes(subject, obj)
    return (not subject or info.takes_subject(subject)) and (not obj or info.takes_object(obj))
