"""The class of a name that only its relations tell: who is arrested is a person, what is headquartered a body."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.rules.rule_set import shipped_rules
from kg.text.model import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rules.rule_set import RuleSet
    from kg.text.model import Referents, RelationMention

__all__ = ["UNTYPED", "infer_classes", "may_be", "vote_classes"]

UNTYPED: Final = frozenset({"", "Topic"})
"""The classes of what nothing has told the class of."""

_KINDS: Final = ("Person", "Organization")


def may_be(classes: frozenset[str]) -> bool:
    """Whether a name of unknown class may be of one of `classes`: a person or a body."""
    return not classes.isdisjoint(_KINDS)


def vote_classes(
    referents: Referents, mentions: Iterable[RelationMention], rules: RuleSet | None = None
) -> dict[int, str]:
    """The class that the relations of each untyped name agree on, by its place in `referents`; ties decide nothing."""
    votes: dict[int, Counter[str]] = {}
    for mention in mentions:
        for phrase, classes in _arguments(mention, rules or shipped_rules()):
            referent = referents.referent_of[phrase]
            told = [kind for kind in _KINDS if kind in classes]
            if referent >= 0 and len(told) == 1 and _is_untyped(referents, referent):
                votes.setdefault(referent, Counter())[told[0]] += 1
    found = {}
    for referent, counts in votes.items():
        ranked = counts.most_common(2)
        if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
            found[referent] = ranked[0][0]
    return found


def infer_classes(referents: Referents, mentions: Iterable[RelationMention], rules: RuleSet | None = None) -> Referents:
    """The referents with the classes that their relations tell."""
    found = vote_classes(referents, mentions, rules)
    if not found:
        return referents
    typed = (
        replace(referent, cls=found.get(place, referent.cls)) for place, referent in enumerate(referents.referents)
    )
    return replace(referents, referents=tuple(typed))


def _arguments(mention: RelationMention, rules: RuleSet) -> Iterator[tuple[int, frozenset[str]]]:
    rule = rules.by_id.get(mention.rule)
    if rule is None:
        return
    if mention.subject != UNNAMED:
        yield mention.subject, rule.subject_classes
    if mention.object >= 0:
        yield mention.object, rule.object_classes


def _is_untyped(referents: Referents, referent: int) -> bool:
    row = referents.referents[referent]
    return row.cls in UNTYPED and any(referents.phrases[p].kind == "name" for p in row.phrases)
