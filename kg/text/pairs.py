"""Pairs of phrases in one sentence that a relation may join, and what can be seen of each pair.

What is seen is a set of words such as "path: nsubj < attack > dobj"; they are hashed into a fixed number of places
(Weinberger et al. 2009, "Feature hashing for large scale multitask learning"), so that no table of them is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from kg import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.clauses import Clause
    from kg.text.parse import Parse
    from kg.text.phrases import Referents
    from kg.text.relations import RelationMention

__all__ = ["PLACES", "Pair", "find_pairs", "takers"]

PLACES = 2**18
"""How many places features are hashed into."""

_LONGEST = 6
"""The most steps between two phrases in the tree of a sentence."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordered pair of phrases, the classes of what they refer to, what can be seen of it, and where they join.

    `features` are places below `PLACES`; `anchor` is the token where the ways from the phrases to the root meet.
    """

    subject: int
    object: int
    classes: tuple[str, str]
    features: tuple[int, ...]
    anchor: int
    steps: int


class _Way(NamedTuple):
    """The tokens from a subject up to, and without, the one where it meets the object, those from the object, and it.

    `order` is "<" where the subject stands first.
    """

    above: list[int]
    below: list[int]
    anchor: int
    order: str


@cache
def takers(subject: str, obj: str) -> frozenset[str]:
    """The relations that may hold between entities of two classes."""
    return frozenset(
        name
        for name, info in vocabulary.RELATIONS.items()
        if info.kind == "entity" and name not in ("relatedTo", "said") and info.takes(subject, obj)
    )


def find_pairs(
    parse: Parse,
    referents: Referents,
    clauses: Sequence[Clause],
    relations: Sequence[RelationMention],
) -> Iterator[Pair]:
    """The pairs of each sentence in order; `relations` are what the rules found."""
    seer = _Seer(parse, referents, clauses, relations)
    here: list[int] = []
    sentence = -1
    order = sorted(
        (place for place, referent in enumerate(referents.referent_of) if referent >= 0),
        key=lambda place: (referents.phrases[place].head, place),
    )
    for place in order:
        head = referents.phrases[place].head
        if parse.sentence_of[head] != sentence:
            sentence, here = parse.sentence_of[head], []
        for other in here:
            yield from seer.pairs(other, place)
        here.append(place)


class _Seer:
    """Describes pairs of one document."""

    def __init__(
        self,
        parse: Parse,
        referents: Referents,
        clauses: Sequence[Clause],
        relations: Sequence[RelationMention],
    ) -> None:
        self._parse = parse
        self._referents = referents
        self._clauses = clauses
        self._roles: dict[int, dict[int, str]] = {}
        for place, clause in enumerate(clauses):
            for argument in clause.arguments:
                role = f"{argument.role}:{argument.preposition}" if argument.preposition else argument.role
                self._roles.setdefault(argument.head, {})[place] = role
            self._roles.setdefault(clause.head, {}).setdefault(place, "head")
        self._rules: dict[tuple[int, int], list[str]] = {}
        for mention in relations:
            if mention.object >= 0 and mention.subject >= 0:
                names = self._rules.setdefault((mention.subject, mention.object), [])
                names += [f"{mention.predicate}/{mention.rule}", mention.predicate]
        self._classes = [
            (referents.referents[r].cls or phrase.cls) if r >= 0 else phrase.cls
            for phrase, r in zip(referents.phrases, referents.referent_of, strict=True)
        ]
        self._up: dict[int, list[int]] = {}

    def pairs(self, first: int, second: int) -> Iterator[Pair]:
        """The two ordered pairs of two phrases, `first` before `second`, that some relation may join."""
        referents = self._referents
        if referents.referent_of[first] == referents.referent_of[second]:
            return
        one, two = self._classes[first], self._classes[second]
        forth, back = takers(one, two), takers(two, one)
        if not forth and not back:
            return
        found = self._path(referents.phrases[first].head, referents.phrases[second].head)
        if found is None:
            return
        above, below, anchor = found
        if forth:
            yield self._pair(first, second, _Way(above, below, anchor, "<"))
        if back:
            yield self._pair(second, first, _Way(below, above, anchor, ">"))

    def _ancestors(self, token: int) -> list[int]:
        chain = self._up.get(token)
        if chain is None:
            heads, node, chain = self._parse.heads, token, [token]
            while heads[node] != node and len(chain) <= _LONGEST:
                node = heads[node]
                chain.append(node)
            self._up[token] = chain
        return chain

    def _path(self, first: int, second: int) -> tuple[list[int], list[int], int] | None:
        """The tokens from each head up to, and without, the one where they meet, None where that is far."""
        up = self._ancestors(first)
        down = self._ancestors(second)
        for steps, node in enumerate(up):
            if node in down:
                below = down.index(node)
                return (up[:steps], down[:below], node) if steps + below <= _LONGEST else None
        return None

    def _labels(self, tokens: list[int]) -> str:
        parse = self._parse
        return " ".join(
            f"{parse.deps[t]}_{parse.lowers[t]}" if parse.pos[t] in ("ADP", "SCONJ") else parse.deps[t] for t in tokens
        )

    def _pair(self, subject: int, obj: int, way: _Way) -> Pair:
        parse = self._parse
        above, below, anchor, order = way
        phrases = self._referents.phrases
        one, two = phrases[subject], phrases[obj]
        a, b = one.head, two.head
        ca, cb = self._classes[subject], self._classes[obj]
        both = f"{ca} {cb}"
        path = f"{self._labels(above)} < > {self._labels(below)}"
        lemma = parse.lemmas[anchor] if anchor not in (a, b) else "*"
        la = parse.lemmas[a] if one.kind == "nominal" or ca == "Role" else one.kind
        lb = parse.lemmas[b] if two.kind == "nominal" or cb == "Role" else two.kind
        names = [
            f"k {both}",
            f"p {path}",
            f"pl {path} {lemma}",
            f"pk {path} {both}",
            f"pa {path} {ca}",
            f"pb {path} {cb}",
            f"l {lemma} {order}",
            f"lk {lemma} {both}",
            f"a {la} {cb}",
            f"b {lb} {ca}",
            f"ab {la} {lb}",
            f"o {order} {min(abs(a - b), 12)}",
            f"s {len(above)} {len(below)}",
            f"n {one.kind} {two.kind} {both}",
        ]
        if one.start <= two.start and two.end <= one.end:
            names.append(f"in {both} {la}")
        elif two.start <= one.start and one.end <= two.end:
            names.append(f"out {both} {lb}")
        else:
            low, high = (one.end, two.start) if a < b else (two.end, one.start)
            if high - low <= 4:
                between = " ".join(parse.lowers[low:high])
                names += [f"w {between} {order}", f"wk {between} {order} {both}"]
        for token in (*above[1:], *below[1:]):
            names += [f"m {parse.lemmas[token]}", f"mk {parse.lemmas[token]} {both}"]
        self._add_clauses(names, a, b, both)
        names += [f"r {rule}" for rule in self._rules.get((subject, obj), ())]
        names += [f"rr {rule}" for rule in self._rules.get((obj, subject), ())]
        features = tuple(sorted({crc32(name.encode()) % PLACES for name in names}))
        return Pair(subject, obj, (ca, cb), features, anchor, len(above) + len(below))

    def _add_clauses(self, names: list[str], a: int, b: int, both: str) -> None:
        mine, theirs = self._roles.get(a), self._roles.get(b)
        if not mine or not theirs:
            return
        for place, role in mine.items():
            other = theirs.get(place)
            if other is not None:
                clause = self._clauses[place]
                roles = f"{role} {other}"
                names += [
                    f"v {clause.lemma} {roles}",
                    f"vk {roles} {both}",
                    f"vl {clause.lemma} {both}",
                ]
