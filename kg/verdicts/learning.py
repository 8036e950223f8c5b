"""What verdicts teach about an archive: how often its facts are right, and how far to trust their confidence.

Nothing is learned by the reader: a calibration is a line among the decisions, which every build replays and anybody can
undo. It is Platt's: log odds times a slope plus a shift, held near "as it is" where verdicts are few.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.entities.editing import added
from kg.errors import InputError
from kg.graph.store.directory import read_directory
from kg.resolve.decisions import Entry
from kg.resolve.model import CalibrationDecision, Decisions
from kg.verdicts.judging import Statements
from kg.verdicts.replay import Verdicts, calibrated

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

LEAST = 20
"""The fewest verdicts that a calibration is fitted on."""
_BINS = 10
_STEPS = 50
_PRIOR = 2.0
"""How many verdicts it takes to outweigh "as it is"."""
_FOLDS = 5
_TINY, _FAR = 1e-9, 30.0
_AS_IS = np.array([1.0, 0.0])
"""The slope and shift that change nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact with a verdict: its relation, the rule that read it, the confidence that it was read with, if it holds."""

    relation: str
    rule: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many facts of a kind have a verdict, and how many of them are right."""

    name: str
    facts: int
    right: int

    @property
    def precision(self) -> float:
        """The share that is right."""
        return self.right / self.facts


@dataclass(frozen=True, slots=True)
class Measured:
    """The precision of an archive by its verdicts, and the error of its confidence.

    `error` is that of the confidence that facts were read with, `now` with the calibration that holds; `would` what
    that of a new calibration is, on verdicts that it was not fitted on; None where they are too few.
    """

    total: Share
    relations: tuple[Share, ...]
    rules: tuple[Share, ...]
    bins: tuple[Share, ...]
    error: float
    now: float
    would: float | None


def judged_facts(graph: str | os.PathLike[str]) -> tuple[list[Judged], CalibrationDecision | None]:
    """Return the facts of a directory that have a verdict, and the calibration that holds."""
    found = []
    with read_directory(Path(graph)) as records:
        where = Statements(Path(graph), records)
        plain = Verdicts(Decisions(facts=where.verdicts.facts))
        for stored in where.documents.values():
            if not where.verdicts.in_text(records.text(stored)[0]) or stored.replaced_by is not None:
                continue
            read = records.extraction(stored)
            for fact, held in zip(read.facts, plain.revised(read).facts, strict=False):
                if held.judged is not None:
                    found.append(Judged(fact.predicate, fact.rule, fact.confidence, held.judged.verdict == "right"))
        return found, where.verdicts.calibration


def measured(graph: str | os.PathLike[str] = "graph") -> Measured:
    """Measure an archive by people's verdicts; InputError if there are none."""
    facts, held = judged_facts(graph)
    if not facts:
        raise InputError("no verdict fits: give some with kg review")
    pairs = [(each.confidence, each.right) for each in facts]
    now = [(calibrated(c, held), right) for c, right in pairs] if held else pairs
    would = calibration_error(_unseen(pairs)) if len(pairs) >= LEAST else None
    tenths = [(f"{int(each.confidence * _BINS) / _BINS:.1f}", each) for each in facts]
    return Measured(
        total=_share("all", facts),
        relations=_shares((each.relation, each) for each in facts),
        rules=_shares((each.rule, each) for each in facts),
        bins=tuple(sorted(_shares(tenths), key=lambda share: share.name)),
        error=calibration_error(pairs),
        now=calibration_error(now),
        would=would,
    )


def _share(name: str, facts: Sequence[Judged]) -> Share:
    return Share(name, len(facts), sum(each.right for each in facts))


def _shares(named: Iterable[tuple[str, Judged]]) -> tuple[Share, ...]:
    by_name: defaultdict[str, list[Judged]] = defaultdict(list)
    for name, each in named:
        by_name[name].append(each)
    found = [_share(name, some) for name, some in by_name.items()]
    return tuple(sorted(found, key=lambda share: (-share.facts, share.name)))


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error: how far confidence is from the share that is right, over ten bins.

    >>> calibration_error([(0.9, True), (0.9, False)])
    0.4
    """
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in pairs:
        bins[min(int(confidence * _BINS), _BINS - 1)].append((confidence, right))
    off = sum(abs(sum(c for c, _ in some) - sum(right for _, right in some)) for some in bins.values())
    return round(off / len(pairs), 4)


def fitted(pairs: Sequence[tuple[float, bool]]) -> CalibrationDecision:
    """Return the calibration that fits facts best: Newton's method on the log loss, its steps halved where too long."""
    odds = np.array([(log(max(c, _TINY) / max(1 - c, _TINY)), 1.0) for c, _ in pairs])
    right = np.array([float(right) for _, right in pairs])

    def loss(held: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, (1 - 2 * right) * (odds @ held)).sum() + _PRIOR / 2 * ((held - _AS_IS) ** 2).sum())

    held = _AS_IS
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(odds @ held, -_FAR, _FAR)))
        curvature = (odds.T * (chances * (1 - chances))) @ odds + _PRIOR * np.eye(2)
        step = np.linalg.solve(curvature, odds.T @ (chances - right) + _PRIOR * (held - _AS_IS))
        while loss(held - step) > loss(held) and abs(step).sum() > _TINY:
            step = step / 2
        held = held - step
    slope, shift = held.tolist()
    return CalibrationDecision(round(min(max(slope, 0.01), 20.0), 4), round(min(max(shift, -20.0), 20.0), 4))


def _unseen(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, bool]]:
    """Return facts with the confidence that a calibration fitted on the others gives them."""
    found = []
    for fold in range(_FOLDS):
        others = [pair for at, pair in enumerate(pairs) if at % _FOLDS != fold]
        held = fitted(others)
        found += [(calibrated(c, held), right) for c, right in pairs[fold::_FOLDS]]
    return found


def recalibrate(graph: str | os.PathLike[str] = "graph", *, who: str = "") -> tuple[Entry, ...]:
    """Correct the confidence of all facts by the verdicts, and return the new line; InputError if they are too few."""
    facts, _ = judged_facts(graph)
    if len(facts) < LEAST:
        raise InputError(f"{len(facts)} facts have a verdict: a calibration needs {LEAST}")
    held = fitted([(each.confidence, each.right) for each in facts])
    why = f"fitted on {len(facts)} verdicts"
    return added(graph, ("recalibrate", str(held), who), lambda _, when: [Entry(held, when, who, why)])
