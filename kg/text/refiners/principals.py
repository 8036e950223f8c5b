"""Adds whom a signature binds: the minister signs the treaty, his country is party to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from kg import ontology

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse, Referents, RelationMention

__all__ = ["bind_principals"]

_SERVING: Final = ("leads", "worksFor")
_BINDING: Final = ("signed", "partyTo")


def bind_principals(
    parse: Parse, referents: Referents, mentions: Sequence[RelationMention]
) -> tuple[RelationMention, ...]:
    """The mentions, those to agreements said of persons who act for an organization or a country passed on to it.

    The principal is the one that the same sentence names with the person's post. The person stays who signed; between
    the principals of those who sign one agreement there is one.
    """
    agents = _Agents(parse, referents, mentions)
    if not agents.serving or not any(mention.predicate in _BINDING for mention in mentions):
        return tuple(mentions)
    kept: list[RelationMention] = []
    parties: dict[tuple[int, int], dict[int, RelationMention]] = {}  # by the agreement, the parties' referents
    for mention in mentions:
        bound = agents.bound(mention)
        if bound is not None:
            others = parties.setdefault((mention.anchor, mention.object), {})
            others.setdefault(referents.referent_of[bound.subject], bound)
        if (bound is None or mention.predicate == "signed") and not agents.agree_for_others(mention):
            kept.append(mention)
    for others in parties.values():
        kept += others.values()
        kept += (
            replace(first, object=second.subject, predicate="agreedWith", rule="agreedWith.delegate")
            for first, second in combinations(others.values(), 2)
        )
    return tuple(kept)


class _Agents:
    """The persons of a document who serve an organization or a country in the sentence that names it."""

    def __init__(self, parse: Parse, referents: Referents, mentions: Sequence[RelationMention]) -> None:
        self._parse = parse
        self._referents = referents
        self.serving: dict[tuple[int, int], int] = {}
        for relation in _SERVING:
            for mention in mentions:
                if mention.predicate == relation and mention.subject >= 0 and mention.object >= 0:
                    self.serving.setdefault(self._key(mention.subject, mention), mention.object)

    def bound(self, mention: RelationMention) -> RelationMention | None:
        """What a signature, or a person's part in an agreement, says of the person's principal."""
        if mention.predicate not in _BINDING or not self._is(mention.object, "Agreement"):
            return None
        principal = self._principal(mention.subject, mention)
        if principal < 0:
            return None
        return replace(mention, subject=principal, predicate="partyTo", rule="partyTo.delegate", qualifiers=())

    def agree_for_others(self, mention: RelationMention) -> bool:
        """Whether two persons agree, each for a principal."""
        ends = (mention.subject, mention.object)
        return mention.predicate == "agreedWith" and all(self._principal(end, mention) >= 0 for end in ends)

    def _principal(self, phrase: int, mention: RelationMention) -> int:
        return self.serving.get(self._key(phrase, mention), -1) if self._is(phrase, "Person") else -1

    def _key(self, phrase: int, mention: RelationMention) -> tuple[int, int]:
        return self._referents.referent_of[phrase], self._parse.sentence_of[mention.anchor]

    def _is(self, phrase: int, cls: str) -> bool:
        return phrase >= 0 and ontology.is_a(self._referents.cls(phrase), cls)
