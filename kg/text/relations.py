"""Relation mentions: what a rule reads off a clause or a noun phrase, before factuality, source and time are known."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PROPOSED", "UNNAMED", "RelationMention"]

PROPOSED = "model.pair"
"""The rule id of what the model alone finds (`kg.text.ranking`)."""

UNNAMED = -1
"""The subject of a relation mention whose agent the text does not name."""


@dataclass(frozen=True, slots=True)
class RelationMention:
    """One relation between two phrases, or a phrase and a value, as a rule found it.

    `subject` and `object` are places in `Referents.phrases` (`UNNAMED` for an agent that is not named); where the
    object is a date or words, `object` is -1 and `value` holds it, with `kind` "date" or "text". `anchor` is the token
    of the predicate (verb, noun of a nominal clause, title, preposition); `clause` the clause it stands in, -1 where
    the noun phrase alone says it. `tokens` are the first and the last token + 1 of the words that say it. `negated`
    tells that the words themselves deny the relation ("boycotted the summit"); `fallback` that the relation is only
    assumed, for want of a rule that says more about the two phrases.
    """

    subject: int
    predicate: str
    object: int
    rule: str
    anchor: int
    tokens: tuple[int, int]
    clause: int = -1
    value: str = ""
    kind: str = "entity"
    qualifiers: tuple[tuple[str, int | str], ...] = ()
    confidence: float = 1.0
    negated: bool = False
    fallback: bool = False
