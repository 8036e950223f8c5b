"""Word lists of the clause layer and of factuality: tables under `kg/rules/en`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from kg.resources import rule_files

__all__ = ["table", "words"]


@cache
def table(name: str, language: str = "en") -> dict[str, Any]:
    """The rule file `name` ("verbs") of a language as a dictionary; FileNotFoundError where there is none."""
    for path in rule_files(language):
        if path.stem == name:
            return tomllib.loads(path.read_text("utf-8"))
    raise FileNotFoundError(f"no rule table {name!r} for language {language!r}")


@cache
def words(name: str, section: str, key: str = "words") -> frozenset[str]:
    """One word list of a rule file: `words("verbs", "copulas")`.

    >>> "become" in words("verbs", "copulas")
    True
    """
    return frozenset(table(name)[section][key])
