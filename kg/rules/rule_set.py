"""The relation rules that a text is read with: those that come with kg, and a user's own beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.errors import NotFoundError, RuleError
from kg.rules.load import load_coded_rules, load_rules, parse_rules
from kg.rules.rule import CodedRule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.rules.rule import Construction, Rule

_LONGEST = 1_000_000
"""Bytes of a rule file: one that is larger is none."""


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Rules to read with. `own` are the ids of the user's, `own_hash` is their files' hash, "" without any."""

    rules: tuple[Rule, ...]
    own: frozenset[str] = frozenset()
    own_hash: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _by_word(self) -> Mapping[tuple[Construction, str], tuple[Rule, ...]]:
        index: dict[tuple[Construction, str], list[Rule]] = {}
        for rule in self.rules:
            for word in rule.words:
                index.setdefault((rule.construction, word), []).append(rule)
        return {key: tuple(rules) for key, rules in index.items()}

    def rules_for(self, construction: Construction, word: str, *, every: bool = True) -> tuple[Rule, ...]:
        """The rules that read a word as this construction, followed, with `every`, by those for every word."""
        found = self._by_word.get((construction, word), ())
        return found + self._by_word.get((construction, "*"), ()) if every else found

    @cached_property
    def _roles(self) -> frozenset[str]:
        return frozenset(role for rule in self.rules for needed in rule.needs for role in needed)

    @cached_property
    def _for_any(self) -> dict[tuple[Construction, frozenset[str], bool], tuple[Rule, ...]]:
        return {}

    def rules_for_clause(
        self, construction: Construction, word: str, roles: frozenset[str], *, passive: bool, every: bool = True
    ) -> tuple[Rule, ...]:
        """As `rules_for`, without the rules that find none in a clause of this voice with these roles."""
        roles &= self._roles
        found = tuple(r for r in self.rules_for(construction, word, every=False) if r.may_apply(roles, passive=passive))
        if not every:
            return found
        key = construction, roles, passive
        others = self._for_any.get(key)
        if others is None:
            rules = self._by_word.get((construction, "*"), ())
            others = self._for_any[key] = tuple(r for r in rules if r.may_apply(roles, passive=passive))
        return found + others


@cache
def shipped_rules() -> RuleSet:
    """The rules that come with kg."""
    return RuleSet(load_rules())


def own_rules(path: Path) -> RuleSet:
    """The rules that come with kg, and those of the TOML file or of the folder of TOML files at `path`.

    They are in the form of `kg.rules.load`, and their ids are new. The hash is the first 16 hex digits of the SHA-256
    of the files' names and contents.

    Raises:
        RuleError: `path` cannot be read or holds no rule, or a table is not in form.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    total = hashlib.sha256()
    rules: list[Rule] = []
    for file in files:
        content = _read(file)
        total.update(f"{file.name}\0{len(content)}\0".encode(errors="surrogateescape"))
        total.update(content)
        try:
            rules += parse_rules(content.decode("utf-8"), str(file))
        except UnicodeDecodeError as error:
            raise RuleError(f"{file}: is not UTF-8") from error
    if not rules:
        raise RuleError(f"{path}: holds no rule: write [[rule]] tables into a .toml file there")
    shipped = shipped_rules()
    for place, rule in enumerate(rules):
        if rule.id in shipped.by_id or rule.id in {other.id for other in rules[:place]}:
            raise RuleError(f"{path}: rule {rule.id!r} stands twice, here or among kg's own; give each its own id")
    own = frozenset(rule.id for rule in rules)
    return RuleSet((*shipped.rules, *rules), own, total.hexdigest()[:16])


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LONGEST + 1)
    except OSError as error:
        raise RuleError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > _LONGEST:
        raise RuleError(f"{file}: is too large for a rule file")
    return content


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
