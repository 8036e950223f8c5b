"""The one loader of the words under `kg/rules/en`: each table is read, checked and frozen once.

A list of words is a string, split at white space, or an array where an entry holds a space. A table is named by its
path: "verbs", "words/names".
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from kg.errors import RuleError
from kg.resources import rules_dir

__all__ = ["table", "word_lists", "words"]


@cache
def table(name: str) -> Mapping[str, Any]:
    """The table of that name as TOML values; `RuleError` where there is none or it is no TOML."""
    path = rules_dir("en") / f"{name}.toml"
    try:
        return MappingProxyType(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise RuleError(f"no table {name!r} in {path.parent}") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: {error}") from error


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """One list of a table, by the keys that lead to it; of a section, its list "words".

    `RuleError` where there is none, where it is empty, or where a word stands in it twice.

    >>> "become" in words("verbs", "copulas")
    True
    """
    found: Any = table(name)
    try:
        for key in keys:
            found = found[key]
        if isinstance(found, Mapping):
            found = found["words"]
    except KeyError as error:
        raise RuleError(f"{name}.toml has no list {'.'.join(keys)}") from error
    return _checked(found, f"{name}.toml, {'.'.join(keys)}")


@cache
def word_lists(name: str) -> Mapping[str, frozenset[str]]:
    """The lists at the top of a table, by their keys; `RuleError` as for `words`."""
    return MappingProxyType(
        {key: words(name, key) for key, value in table(name).items() if not isinstance(value, Mapping)}
    )


def _checked(value: str | list[str], where: str) -> frozenset[str]:
    found = value.split() if isinstance(value, str) else value
    if not found:
        raise RuleError(f"{where}: no word")
    word, count = Counter(found).most_common(1)[0]
    if count > 1:
        raise RuleError(f"{where}: {word!r} stands there {count} times")
    return frozenset(found)
