"""The rules that find facts, chosen and described for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.rules.load import load_coded_rules
from kg.rules.rule import CodedRule
from kg.rules.rule_set import shipped_rules

if TYPE_CHECKING:
    from kg.rules.rule import Rule
    from kg.rules.rule_set import RuleSet

__all__ = ["AnyRule", "known_rules", "reads", "relations_of"]

type AnyRule = Rule | CodedRule
"""A rule of the tables, or one that is read by code."""


def known_rules(rules: RuleSet | None = None, *, relation: str | None = None, name: str | None = None) -> list[AnyRule]:
    """Return the rules of a set (by default those that come with kg), then those that are read by code.

    `relation` keeps those that find it, `name` the one that has this id.

    Raises:
        NotFoundError: no rule finds such a relation, or is called so.
    """
    known: list[AnyRule] = [*(rules or shipped_rules()).rules, *load_coded_rules()]
    if relation is not None:
        known = [rule for rule in known if relation in relations_of(rule)]
        if not known:
            raise NotFoundError(f"no rule finds {relation!r}: kg rules lists them all")
    if name is not None:
        known = [rule for rule in known if rule.id == name]
        if not known:
            raise NotFoundError(f"no rule is called {name!r}: kg rules lists them all")
    return known


def relations_of(rule: AnyRule) -> list[str]:
    """Return the relations that a rule finds in its examples, sorted."""
    return sorted({find.relation for example in rule.examples for find in example.finds})


def reads(rule: AnyRule, *, most: int = 6) -> str:
    """Describe a rule in one line: its construction and first words, or a coded rule's own description."""
    if isinstance(rule, CodedRule):
        return rule.says
    words = [word.replace("_", " ") for word in rule.words if word != "*"]
    more = f", and {len(words) - most} more" if len(words) > most else ""
    return f"{rule.construction}: {', '.join(words[:most]) or 'any'}{more}"
