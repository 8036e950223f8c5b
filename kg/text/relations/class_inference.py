"""The class of a name that only its relations show: who is arrested is a person, what is founded an organization."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.rules.rule_set import shipped_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rules.rule_set import RuleSet
    from kg.text.model import Referents, RelationMention

__all__ = ["UNTYPED", "infer_classes", "may_be", "vote_classes"]

UNTYPED: Final = frozenset({"", "Topic"})
"""The classes of what no stage has found the class of."""

_KINDS: Final = ("Person", "Organization")
"""What a name of unknown class may be."""


def may_be(classes: frozenset[str]) -> bool:
    """Whether a name of unknown class may be of one of `classes`."""
    return not classes.isdisjoint(_KINDS)


def infer_classes(referents: Referents, mentions: Iterable[RelationMention], rules: RuleSet | None = None) -> Referents:
    """The referents with the classes that their relations show."""
    found = vote_classes(referents, mentions, rules)
    if not found:
        return referents
    typed = (replace(row, cls=found.get(place, row.cls)) for place, row in enumerate(referents.referents))
    return replace(referents, referents=tuple(typed))


def vote_classes(
    referents: Referents, mentions: Iterable[RelationMention], rules: RuleSet | None = None
) -> dict[int, str]:
    """The class that the relations of each untyped name agree on, by its place in `referents`; ties decide nothing."""
    by_id = (rules or shipped_rules()).by_id
    votes: dict[int, Counter[str]] = {}
    for mention in mentions:
        rule = by_id.get(mention.rule)
        ends = ((mention.subject, rule.subject_classes), (mention.object, rule.object_classes)) if rule else ()
        for phrase, classes in ends:
            referent = referents.referent_of[phrase] if phrase >= 0 else -1
            kinds = [kind for kind in _KINDS if kind in classes]
            if referent >= 0 and len(kinds) == 1 and _is_untyped(referents, referent):
                votes.setdefault(referent, Counter())[kinds[0]] += 1
    ranked = {referent: counts.most_common(2) for referent, counts in votes.items()}
    return {r: counts[0][0] for r, counts in ranked.items() if len(counts) == 1 or counts[0][1] > counts[1][1]}


def _is_untyped(referents: Referents, referent: int) -> bool:
    row = referents.referents[referent]
    return row.cls in UNTYPED and any(referents.phrases[p].kind == "name" for p in row.phrases)
