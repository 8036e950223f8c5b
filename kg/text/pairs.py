"""Pairs of phrases in one sentence that some rule joins, and what can be seen of each pair.

What is seen are combinations such as "this path, with this lemma where it turns". They are hashed into a fixed number
of places (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"), so that no table of them is
needed; each word once, and combinations by arithmetic on its number.
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

_LONGEST = 5
"""The most steps between two phrases in the tree of a sentence."""
_NEAR = 4
"""The most words between two phrases that are looked at one by one."""
_X, _Y, _KIND = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
"""Odd numbers without pattern (those of xxHash), by which combinations are spread over the places."""
_LEFT, _TURN, _ITSELF = 1, 2, 3
"""Numbers for what is no word: the subject first; the object first, or the turn of a path; a meeting in an argument."""


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


def _mix(number: int, other: int) -> int:
    return (number * _X + other) & 0xFFFFFFFF


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
    """The pairs that some rule joins, in its order, sorted by the places of their heads.

    `relations` are what the rules found.
    """
    seer = _Seer(parse, referents, clauses, relations)
    heads = [phrase.head for phrase in referents.phrases]
    joined = {
        (mention.subject, mention.object) for mention in relations if mention.subject >= 0 and mention.object >= 0
    }
    for subject, obj in sorted(joined, key=lambda pair: (heads[pair[1]], pair[1], heads[pair[0]], pair[0])):
        if min(referents.referent_of[subject], referents.referent_of[obj]) >= 0:
            pair = seer.pair(subject, obj)
            if pair is not None:
                yield pair


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
        self._numbers: dict[str, int] = {}
        self._label_of: dict[int, int] = {}
        self._word_of: dict[int, int] = {}

    def pair(self, subject: int, obj: int) -> Pair | None:
        """An ordered pair of phrases, None where no relation may join them or they stand far apart."""
        referents = self._referents
        if referents.referent_of[subject] == referents.referent_of[obj]:
            return None
        if not takers(self._classes[subject], self._classes[obj]):
            return None
        heads = referents.phrases[subject].head, referents.phrases[obj].head
        forth = heads[0] <= heads[1]
        found = self._path(*(heads if forth else heads[::-1]))
        if found is None:
            return None
        above, below, anchor = found
        return self._pair(subject, obj, _Way(above, below, anchor, "<") if forth else _Way(below, above, anchor, ">"))

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

    def _number(self, text: str) -> int:
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = crc32(text.encode())
        return number

    def _label(self, token: int) -> int:
        """A number for the dependency of a token, and for the word where it is a preposition or the like."""
        label = self._label_of.get(token)
        if label is None:
            parse = self._parse
            word = parse.lowers[token] if parse.pos[token] in ("ADP", "SCONJ") else ""
            label = self._label_of[token] = self._number(f"{parse.deps[token]} {word}")
        return label

    def _word(self, phrase: int) -> int:
        """A number for the lemma of a description or a role, and for the kind of any other phrase."""
        word = self._word_of.get(phrase)
        if word is None:
            seen = self._referents.phrases[phrase]
            described = seen.kind == "nominal" or self._classes[phrase] == "Role"
            word = self._word_of[phrase] = self._number(self._parse.lemmas[seen.head] if described else seen.kind)
        return word

    def _pair(self, subject: int, obj: int, way: _Way) -> Pair:
        parse, number = self._parse, self._number
        above, below, anchor, order = way
        phrases = self._referents.phrases
        one, two = phrases[subject], phrases[obj]
        a, b = one.head, two.head
        ca, cb = number(self._classes[subject]), number(self._classes[obj])
        both = _mix(ca, cb)
        path = _LEFT
        for token in above:
            path = _mix(path, self._label(token))
        path = _mix(path, _TURN)
        for token in below:
            path = _mix(path, self._label(token))
        lemma = number(parse.lemmas[anchor]) if anchor not in (a, b) else _ITSELF
        la, lb = self._word(subject), self._word(obj)
        first = _LEFT if order == "<" else _TURN
        seen = [
            (0, both, 0),
            (1, path, 0),
            (2, path, lemma),
            (3, path, both),
            (4, path, ca),
            (5, path, cb),
            (6, lemma, first),
            (7, lemma, both),
            (8, la, cb),
            (9, lb, ca),
            (10, la, lb),
            (11, first, min(abs(a - b), 12)),
            (12, len(above), len(below)),
            (13, _mix(number(one.kind), number(two.kind)), both),
        ]
        if one.start <= two.start and two.end <= one.end:
            seen.append((14, both, la))
        elif two.start <= one.start and one.end <= two.end:
            seen.append((15, both, lb))
        else:
            low, high = (one.end, two.start) if a < b else (two.end, one.start)
            if high - low <= _NEAR:
                between = first
                for token in range(low, high):
                    between = _mix(between, number(parse.lowers[token]))
                seen += [(16, between, 0), (17, between, both)]
        for token in (*above[1:], *below[1:]):
            word = number(parse.lemmas[token])
            seen += [(18, word, 0), (19, word, both)]
        mine, theirs = self._roles.get(a), self._roles.get(b)
        if mine and theirs:
            for place in mine.keys() & theirs.keys():
                roles = _mix(number(mine[place]), number(theirs[place]))
                word = number(self._clauses[place].lemma)
                seen += [(20, word, roles), (21, roles, both), (22, word, both)]
        seen += [(23, number(rule), 0) for rule in self._rules.get((subject, obj), ())]
        seen += [(24, number(rule), 0) for rule in self._rules.get((obj, subject), ())]
        features = tuple([(x * _X + y * _Y + kind * _KIND >> 13) % PLACES for kind, x, y in seen])
        classes = self._classes[subject], self._classes[obj]
        return Pair(subject, obj, classes, features, anchor, len(above) + len(below))
