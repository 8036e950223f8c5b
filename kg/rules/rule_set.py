"""The relation rules that a text is read with: those that come with kg, and a user's own beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.errors import RuleError
from kg.rules.load import load_rules, parse_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.rules.rule import Construction, Rule

__all__ = ["RuleSet", "own_rules", "shipped_rules"]

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
        """The roles that some rule asks for."""
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
