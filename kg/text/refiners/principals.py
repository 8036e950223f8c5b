"""Whom a signature binds: the minister signs the treaty, his country is party to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from kg import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Referents, RelationMention

__all__ = ["bind_principals"]

_SERVING: Final = ("leads", "worksFor")
_BINDING: Final = frozenset({"signed", "partyTo"})


def bind_principals(
    parse: Parse, referents: Referents, relations: Sequence[RelationMention]
) -> tuple[RelationMention, ...]:
    """The relations, those to agreements said of persons who act for a body or a country passed on to it.

    The principal is the one that the same sentence names with the person's post. The person stays who signed; between
    the principals of those who sign one agreement there is one.
    """
    agents = _Agents(parse, referents, relations)
    if not agents.serving or _BINDING.isdisjoint(mention.predicate for mention in relations):
        return tuple(relations)
    kept: list[RelationMention] = []
    parties: dict[tuple[int, int], list[RelationMention]] = {}
    for mention in relations:
        bound = agents.bound(mention)
        if bound is not None:
            others = parties.setdefault((mention.anchor, mention.object), [])
            if all(not agents.same(bound.subject, other.subject) for other in others):
                others.append(bound)
        if bound is None or mention.predicate == "signed":
            kept += () if agents.settle(mention) else (mention,)
    for bodies in parties.values():
        kept += [*bodies, *_between(bodies)]
    return tuple(kept)


def _between(bodies: Sequence[RelationMention]) -> Iterator[RelationMention]:
    for first, second in combinations(bodies, 2):
        yield replace(first, object=second.subject, predicate="agreedWith", rule="agreedWith.delegate")


class _Agents:
    """The persons of a document who serve a body or a country in the sentence that names it."""

    def __init__(self, parse: Parse, referents: Referents, relations: Sequence[RelationMention]) -> None:
        self._parse = parse
        self._referents = referents
        self.serving: dict[tuple[int, int], int] = {}
        for relation in _SERVING:
            for mention in relations:
                if mention.predicate == relation and mention.subject >= 0 and mention.object >= 0:
                    key = referents.referent_of[mention.subject], parse.sentence_of[mention.anchor]
                    self.serving.setdefault(key, mention.object)

    def same(self, first: int, second: int) -> bool:
        """Whether two phrases refer to one thing."""
        return self._referents.referent_of[first] == self._referents.referent_of[second]

    def bound(self, mention: RelationMention) -> RelationMention | None:
        """What a signature, or a person's part in an agreement, says of the person's principal."""
        if mention.predicate not in _BINDING or not self._is(mention.object, "Agreement"):
            return None
        body = self._principal(mention.subject, mention)
        if body < 0:
            return None
        return replace(mention, subject=body, predicate="partyTo", rule="partyTo.delegate", qualifiers=())

    def settle(self, mention: RelationMention) -> bool:
        """Whether two persons agree for others."""
        ends = (mention.subject, mention.object)
        return mention.predicate == "agreedWith" and all(self._principal(end, mention) >= 0 for end in ends)

    def _principal(self, phrase: int, mention: RelationMention) -> int:
        if not self._is(phrase, "Person"):
            return -1
        return self.serving.get((self._referents.referent_of[phrase], self._parse.sentence_of[mention.anchor]), -1)

    def _is(self, phrase: int, cls: str) -> bool:
        if phrase < 0:
            return False
        return ontology.is_a(self._referents.referents[self._referents.referent_of[phrase]].cls, cls)
