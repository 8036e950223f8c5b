"""The one loader of the words under `kg/rules/en`: each table is read, checked and frozen once.

A list of words is a string, split at white space, or an array where an entry holds a space. A table is named by its
path: "coded", "words/names/parts". Each says on top where its words come from: `origin = "Written for this project."`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kg.errors import RuleError
from kg.ontology import CLASSES
from kg.resources import rules_dir
from kg.rules.load import parse_table

if TYPE_CHECKING:
    from collections.abc import Iterable

_PIECE: Final = re.compile(r"\{([a-z_]+)\}")
"""The name of a piece of a pattern, "{month}"; the braces of a repetition hold digits."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The table of that name as TOML values, without its origin.

    `RuleError` where there is none, where it is no TOML or where it has no origin.
    """
    return _parsed(name)[0]


def origin(name: str) -> str:
    """Where the words of a table come from; `RuleError` as for `table`.

    >>> origin("words/parties")
    'Written for this project.'
    """
    return _parsed(name)[1]


def _parsed(name: str) -> tuple[Mapping[str, Any], str]:
    path = rules_dir("en") / f"{name}.toml"
    try:
        content, said = parse_table(path.read_text("utf-8"), str(path))
    except FileNotFoundError:
        raise RuleError(f"no table {name!r} in {rules_dir('en')}") from None
    return MappingProxyType(content), said


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """One list of a table, by the keys that lead to it; of a section, its list "words".

    `RuleError` where there is none, where it is empty, or where a word stands in it twice.

    >>> "become" in words("words/syntax/verbs", "copulas")
    True
    """
    found = _value(name, keys)
    return _checked(found["words"] if isinstance(found, Mapping) else found, _place(name, keys))


def _value(name: str, keys: tuple[str, ...]) -> Any:
    found: Any = table(name)
    try:
        for key in keys:
            found = found[key]
    except KeyError as error:
        raise RuleError(f"{_place(name, keys)}: there is no such list") from error
    return found


def _place(name: str, keys: tuple[str, ...]) -> str:
    return f"{name}.toml, {'.'.join(keys)}" if keys else f"{name}.toml"


@cache
def word_lists(name: str) -> Mapping[str, frozenset[str]]:
    """The lists at the top of a table, by their keys; `RuleError` as for `words`."""
    return MappingProxyType(
        {key: words(name, key) for key, value in table(name).items() if not isinstance(value, Mapping)}
    )


@cache
def word_labels(name: str, *keys: str, labels: Collection[str] = CLASSES.keys()) -> Mapping[str, str]:
    """The label of each word in a table of lists by label, by the keys that lead to it.

    The labels are classes of the ontology where none are given. `RuleError` for an unknown label, or where a word
    stands under two.

    >>> word_labels("words/kinship", "gender", labels=("male", "female"))["queen"]
    'female'
    """
    found: dict[str, str] = {}
    for label, value in _value(name, keys).items():
        if label not in labels:
            raise RuleError(f"{_place(name, keys)}: {label!r} is none of its labels")
        for word in _checked(value, _place(name, (*keys, label))):
            if found.setdefault(word, label) != label:
                raise RuleError(f"{_place(name, keys)}: {word!r} is under {found[word]} and under {label}")
    return MappingProxyType(found)


def _checked(value: str | list[str], where: str) -> frozenset[str]:
    found = value.split() if isinstance(value, str) else value
    if not found:
        raise RuleError(f"{where}: no word")
    word, count = Counter(found).most_common(1)[0]
    if count > 1:
        raise RuleError(f"{where}: {word!r} stands there {count} times")
    return frozenset(found)


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first.

    >>> any_of(["mon", "monday"])
    'monday|mon'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def filled(written: str, pieces: Mapping[str, str]) -> str:
    """A regular expression with its pieces, and theirs, in place; KeyError for one that there is not.

    >>> filled("on {day}", {"day": "{number}th", "number": "[1-9]"})
    'on [1-9]th'
    """
    return _PIECE.sub(lambda piece: filled(pieces[piece[1]], pieces), written)
