"""The rules that find facts: those that come with kg, a user's own, tried on their examples, and an ontology's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, NotFoundError

if TYPE_CHECKING:
    import os

    from kg.ontologies.model import OwnRules
    from kg.rules.rule import CodedRule, Rule
    from kg.rules.rule_set import RuleSet

__all__ = ["AnyRule", "known_rules", "own_ontology", "own_rules", "reads", "relations_of"]

type AnyRule = Rule | CodedRule
"""A rule of the tables, or one that is read by code."""


def own_rules(path: str | os.PathLike[str], *, model: str | None = None) -> RuleSet:
    """Kg's rules and those of a TOML file, or of a folder of them, whose examples have been tried.

    Raises:
        RuleError: a rule is not in form, or does not do what its examples say.
    """
    from kg.rule_examples import checked_rules

    return checked_rules(Path(path), model=model)


def own_ontology(path: str | os.PathLike[str], *, model: str | None = None) -> OwnRules:
    """Return the ontology in a file in RDF (.ttl, .owl …), with the rules made from it.

    Raises:
        InputError: the file has an unsupported type, cannot be read, or declares no class and no relation.
        ModelError: the model is not installed.
    """
    from kg.graph.ontologies import ONTOLOGY_FORMATS, read_ontology

    named = Path(path)
    if named.suffix.lower() not in ONTOLOGY_FORMATS:
        raise InputError(f"{named}: unsupported ontology format; supported: {', '.join(sorted(ONTOLOGY_FORMATS))}")
    ontology = read_ontology(named)
    from kg.ontologies.learning import make_rules  # loads the pipeline

    return make_rules(ontology, model=model)


def known_rules(rules: RuleSet | None = None, *, relation: str | None = None, name: str | None = None) -> list[AnyRule]:
    """The rules of a set (those that come with kg), then those that are read by code.

    `relation` keeps those that find it, `name` the one that has this id.

    Raises:
        NotFoundError: no rule finds such a relation, or is called so.
    """
    from kg.rules.load import load_coded_rules
    from kg.rules.rule_set import shipped_rules

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
    """The relations that a rule finds in its examples, sorted."""
    return sorted({find.relation for example in rule.examples for find in example.finds})


def reads(rule: AnyRule, *, most: int = 6) -> str:
    """What a rule reads, in one line: its construction and the first words, or, of one in code, what it says itself."""
    from kg.rules.rule import CodedRule

    if isinstance(rule, CodedRule):
        return rule.says
    words = [word.replace("_", " ") for word in rule.words if word != "*"]
    more = f", and {len(words) - most} more" if len(words) > most else ""
    return f"{rule.construction}: {', '.join(words[:most]) or 'any'}{more}"
