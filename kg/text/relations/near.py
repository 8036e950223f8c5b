"""Verbs that mean nearly the same as one that a user's rules read: "helmed" where they say "directed".

The vectors are those of words without context, which the reader has of each (`Parse.vectors`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.text.relations.finding import clause_relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ontologies.model import OwnRules
    from kg.text.model import Clause, Parse, RelationMention
    from kg.text.relations.matching import RuleMatcher

__all__ = ["LEAST", "near_relations"]

LEAST: Final = 0.75
"""The cosine from which on two verbs mean nearly the same."""
_TOGETHER: Final = "co"
"""What stands before a verb, with a hyphen, that several do together: "co-produced it with Marlow"."""
_CONFIDENCE: Final = 0.45
"""How sure is what such a verb says."""


def near_relations(matcher: RuleMatcher, own: OwnRules, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What the rules for the verb that means most nearly the same find, where those for a clause's own find nothing."""
    together, _, rest = clause.lemma.rpartition("-")
    if together == _TOGETHER and own.rules.rules_for("verb", rest, every=False):
        also = tuple(replace(a, role="subject") if a.preposition == "with" else a for a in clause.arguments)
        yield from clause_relations(matcher, replace(clause, lemma=rest, arguments=also), place)
        return
    word = _nearest(matcher.parse, own, clause)
    for mention in clause_relations(matcher, replace(clause, lemma=word), place) if word else ():
        if own.rules.by_id[mention.rule].construction == "verb":
            yield replace(mention, rule=f"{mention.rule}.near", confidence=_CONFIDENCE)


def _nearest(parse: Parse, own: OwnRules, clause: Clause) -> str:
    """The verb of the rules that means most nearly what a clause's does, "" where none comes near."""
    vectors = parse.vectors
    plain = clause.head == clause.verb and "_" not in clause.lemma and parse.pos[clause.head] == "VERB"
    if vectors is None or not own.verbs or not plain:
        return ""
    (mine,) = vectors.meanings.of(vectors.rows[[clause.head]])
    length = float(np.linalg.norm(mine))
    if not length:
        return ""
    likeness = own.vectors @ (mine / length)
    likeness[[verb == clause.lemma for verb in own.verbs]] = 0  # whose rules were tried
    best = int(np.argmax(likeness))
    return own.verbs[best] if likeness[best] >= LEAST else ""
