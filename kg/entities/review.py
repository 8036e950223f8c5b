"""A review: doubtful merges and near misses with their sentences, and the verdicts of a person on them.

A verdict is written down at once, so that nothing is lost when a review ends; the graph is updated at its end. A case
with a verdict is not shown again, so a review continues where the last one stopped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from kg.entities.archive import Referring, archive_of, reason_words
from kg.entities.editing import apply, note, take_back
from kg.resolve.clustering import Constraints
from kg.resolve.decisions import Entry, pair_of
from kg.spelling import clean, normalise

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    from kg.entities.archive import Archive
    from kg.model import Extraction
    from kg.resolve.model import Decisions, Join, Reference, Resolution, Verdict

VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")
"""The verdicts on a case."""

_SENTENCES = 2
"""Sentences shown of each side."""
_EXCERPT = 12
"""Words of an excerpt: fifty cases are to take a person ten minutes."""
_REASON = 70
"""Characters of the weightiest reason that are shown at a glance."""


_DOUBT = 0.5
_SURE = 0.999
"""A merge that is more probable needs no look."""


@dataclass(frozen=True, slots=True)
class Case:
    """Two entities of documents, for a person to decide whether they are one.

    `joined` says whether they are one now; `depends` is how many entities of documents would change sides, at least.
    """

    left: Reference
    right: Reference
    score: float
    joined: bool
    depends: int
    join: Join

    @property
    def value(self) -> float:
        """Doubt times how much depends on it; of two of one name, who reads them doubts at least by half."""
        doubt = 1 - abs(2 * self.score - 1)
        return max(doubt, _DOUBT if self.left.name == self.right.name else 0.0) * self.depends


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a document, with the place of the entity's name in them, and the document's id and day."""

    text: str
    begin: int
    end: int
    document: str
    date: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """The words before the name, the name, and the words after it."""
        return self.text[: self.begin], self.text[self.begin : self.end], self.text[self.end :]

    @property
    def excerpt(self) -> tuple[str, str, str]:
        """The same for the words nearest to the name, few enough for a glance."""
        before, named, after = self.parts
        first, last = before.split(), after.split()
        room = max(_EXCERPT - len(named.split()), _EXCERPT // 2)
        left = min(len(first), max(room // 2, room - len(last)))
        right = min(len(last), room - left)
        lead = " ".join(first[len(first) - left :])
        tail = " ".join(last[:right])
        return (
            ("… " if left < len(first) else "") + lead + (" " if lead and before[-1:].isspace() else ""),
            named,
            (" " if tail and after[:1].isspace() else "") + tail + (" …" if right < len(last) else ""),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a case: its name in a document, the entity that it belongs to now, and its sentences."""

    name: str
    entity: str
    cls: str
    documents: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """A case as it is shown.

    `joined` says whether the two are one now, `score` how probable that is, and `reasons` why, each with what it adds
    to the odds. `pair` are the references of a verdict.
    """

    left: Side
    right: Side
    joined: bool
    score: float
    value: float
    reasons: tuple[tuple[str, float], ...]
    pair: tuple[Reference, Reference]
    spelt: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def reason(self) -> str:
        """The weightiest reason, cut."""
        weightiest = max(self.reasons, key=lambda reason: abs(reason[1]), default=("", 0.0))
        return shorten(weightiest[0], _REASON, placeholder=" …")

    def entry(self, verdict: Verdict, *, when: str = "", who: str = "", why: str = "") -> Entry:
        """Return a verdict on the case as a line."""
        return Entry(pair_of(*self.pair, verdict), when, who, why, spelt=self.spelt)


@dataclass
class Review:
    """The cases of a graph directory, most valuable first, of `total` in all, and the verdicts of one session."""

    graph: Path
    cases: tuple[ReviewCase, ...]
    total: int
    decided: int = 0

    def decide(self, case: ReviewCase, verdict: Verdict, *, why: str = "", who: str = "") -> None:
        """Write a verdict down.

        Raises:
            DecisionError: it contradicts what was decided before.
            StoreError: the directory cannot be written, or another process is writing it.
        """
        note(self.graph, [case.entry(verdict, who=who, why=why)])
        self.decided += 1

    def back(self, case: ReviewCase) -> None:
        """Undo the verdict on a case; errors as for `decide`."""
        take_back(self.graph, {case.entry(verdict).id for verdict in VERDICTS})
        self.decided -= 1

    def apply(self) -> None:
        """Make the graph agree with the verdicts; errors as for `decide`."""
        if self.decided:
            apply(self.graph)


def open_review(graph: str | os.PathLike[str] = "graph", *, limit: int | None = None) -> Review:
    """Return the `limit` most valuable cases that nobody has decided; see `kg.api.Graph.review`."""
    with archive_of(graph) as archive:
        found = review_cases(archive.resolution, archive.decisions)
        sides = _Sides(archive)
        return Review(Path(graph), tuple(sides.shown(case) for case in found[:limit]), len(found))


def review_data(review: Review) -> list[dict[str, object]]:
    """Return the cases as JSON values: `lines` are the decision of each verdict, `parts` a sentence in three."""
    return [
        {
            "left": _side_data(case.left),
            "right": _side_data(case.right),
            "joined": case.joined,
            "score": round(case.score, 3),
            "reason": case.reason,
            "reasons": [[words, round(weight, 2)] for words, weight in case.reasons],
            "lines": {verdict: case.entry(verdict).fields for verdict in VERDICTS},
        }
        for case in review.cases
    ]


def _side_data(side: Side) -> dict[str, object]:
    return {
        "name": side.name,
        "entity": side.entity,
        "class": side.cls,
        "documents": side.documents,
        "sentences": [
            {"excerpt": each.excerpt, "parts": each.parts, "document": each.document, "date": each.date}
            for each in side.sentences
        ],
    }


def review_cases(resolution: Resolution, decisions: Decisions) -> list[Case]:
    """Return the cases that nobody has decided, most valuable first; the same resolution gives the same order."""
    referring = Referring(resolution)
    decided = Constraints(decisions)
    found = []
    for identity in resolution.identities:
        members = Counter(member.name for member in identity.members)
        for join in identity.joins:
            if not join.decided and join.score < _SURE and not decided.speaks_of(join.left, join.right):
                depends = min(members[join.left.name], members[join.right.name])
                found.append(Case(join.left, join.right, join.score, joined=True, depends=depends, join=join))
    for join in resolution.near_misses:
        keys = [referring.key_of.get(side) for side in (join.left, join.right)]
        if None not in keys and keys[0] != keys[1] and not decided.speaks_of(join.left, join.right):
            depends = min(len(referring.identities[key].members) for key in keys if key is not None)
            found.append(Case(join.left, join.right, join.score, joined=False, depends=depends, join=join))
    return sorted(found, key=lambda case: (-case.value, case.left, case.right))


class _Sides:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.extraction: Callable[[str], Extraction] = lru_cache(maxsize=64)(self._extraction)

    def shown(self, case: Case) -> ReviewCase:
        pair = self.archive.referring.to_pair(case.left, case.right)
        return ReviewCase(
            left=self._side(case.left),
            right=self._side(case.right),
            joined=case.joined,
            score=case.score,
            value=case.value,
            reasons=reason_words(case.join),
            pair=pair,
            spelt=self.archive.referring.spelt(*pair),
        )

    def _side(self, member: Reference) -> Side:
        identity = self.archive.referring.identities[self.archive.referring.key_of[member]]
        others = sorted(each for each in identity.members if each.name == member.name and each != member)
        shown = [member, *others][:_SENTENCES]
        names = [self._name(each) for each in shown]
        return Side(
            name=names[0],
            entity=identity.name,
            cls=identity.cls,
            documents=len({each.document for each in identity.members if each.name == member.name}),
            sentences=tuple(sentence for each in shown for sentence in self._sentences(each)),
        )

    def _name(self, member: Reference) -> str:
        return next(
            (clean(each.name) for each in self.extraction(member.document).entities if _is(each.name, member)),
            member.name,
        )

    def _sentences(self, member: Reference) -> list[Sentence]:
        """Return the sentence in which a document first names an entity."""
        extraction = self.extraction(member.document)
        stored = self.archive.documents[member.document]
        mentions = [m for each in extraction.entities if _is(each.name, member) for m in each.mentions]
        mentions.sort(key=lambda mention: (mention.kind != "name", mention.span))
        for mention in mentions[:1]:
            for sentence in extraction.sentences:
                if sentence.covers(mention.span):
                    text = clean(sentence.slice(extraction.document.text))
                    begin, end = mention.span.begin - sentence.begin, mention.span.end - sentence.begin
                    day = stored.day.isoformat() if stored.day else ""
                    return [Sentence(text, begin, end, self.archive.ids[member.document], day)]
        return []

    def _extraction(self, document: str) -> Extraction:
        return self.archive.records.extraction(self.archive.documents[document])


def _is(name: str, member: Reference) -> bool:
    return normalise(clean(name)) == member.name
