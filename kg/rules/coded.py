"""The rules that are read by code: what each takes, for people who want to know what found a fact.

The tables of words are `kg.rules.load`'s. These have no words of their own, but the same examples and counter-examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg import ontology
from kg.errors import RuleError
from kg.rules.load import parse_table
from kg.rules.rule import Example, Find

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CodedRule", "load_coded_rules"]

_FILE: Final = "coded.toml"
_KEYS: Final = frozenset({"id", "module", "says", "examples", "not"})


@dataclass(frozen=True, slots=True)
class CodedRule:
    """A rule that the code of `module` reads; `says` is what it finds."""

    id: str
    module: str
    says: str
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]


@lru_cache(maxsize=4)
def load_coded_rules(language: str = "en") -> tuple[CodedRule, ...]:
    """The rules of a language that are read by code, in the file's order; `RuleError` where one is not in form."""
    content, _ = parse_table(resources.files("kg.rules").joinpath(language, _FILE).read_text("utf-8"), _FILE)
    return tuple(_rule(table) for table in content["rule"])


def _rule(table: Mapping[str, Any]) -> CodedRule:
    name = f"{_FILE}: rule {table.get('id')!r}"
    if table.keys() != _KEYS:
        raise RuleError(f"{name}: has the keys {', '.join(sorted(table))} instead of {', '.join(sorted(_KEYS))}")
    return CodedRule(
        id=table["id"],
        module=table["module"],
        says=table["says"],
        examples=tuple(
            Example(each["text"], tuple(_find(name, line) for line in each["finds"])) for each in table["examples"]
        ),
        counterexamples=tuple(Example(text) for text in table["not"]),
    )


def _find(name: str, line: str) -> Find:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not (parts[1] in ontology.RELATIONS or parts[1].startswith("p/")):
        raise RuleError(f"{name}: {line!r} is not of the form 'subject | relation | object'")
    return Find(*parts)
