"""Every table of `kg/rules/en` says where it comes from, and every list of words has a reader and each word once."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.resources import rules_dir
from kg.text.lexicon.tables import table

RULES = rules_dir()
CODE = Path(kg.__file__).parent
NAMES = sorted(str(path.relative_to(RULES).with_suffix("")) for path in RULES.rglob("*.toml"))
WORD_TABLES = [name for name in NAMES if not name.startswith("relations/") and name != "coded"]


def lists(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The lists of words below a value of a table, with the keys that lead to them."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from lists(below, (*keys, key))
    elif isinstance(value, list) and all(isinstance(row, dict) for row in value):
        for row in value:
            yield from lists(row, keys)
    elif isinstance(value, str | list):
        yield keys, value.split() if isinstance(value, str) else value


@cache
def readers() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each module the strings that its code names, and the tables of which it reads every list."""
    found = []
    for path in CODE.rglob("*.py"):
        nodes = tuple(ast.walk(ast.parse(path.read_text("utf-8"))))
        named = frozenset(
            node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        found.append((named, frozenset(name for node in nodes if (name := whole_table(node)))))
    return tuple(found)


def whole_table(node: ast.AST) -> str:
    """The table of which code asks for every list, "" for none: word_labels("words/nouns/news")."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return ""
    name = node.args[0] if len(node.args) == 1 and node.func.id in ("word_labels", "word_lists", "table") else None
    return str(name.value) if isinstance(name, ast.Constant) else ""


@pytest.mark.parametrize("name", WORD_TABLES)
def test_no_word_stands_in_a_list_twice(name: str) -> None:
    twice = {
        keys: [word for word, n in Counter(words).items() if n > 1 and isinstance(word, str)]  # 1 January is [1, 1]
        for keys, words in lists(dict(table(name)))
    }
    assert {keys: words for keys, words in twice.items() if words} == {}


@pytest.mark.parametrize("name", WORD_TABLES)
def test_every_list_of_words_has_a_reader(name: str) -> None:
    """A module names the table and the list, or the section of lists; of function words, which are asked for one by
    one, both.
    """
    modules = [(named, whole) for named, whole in readers() if name in named]
    assert modules, f"no module names {name}"
    if any(name in whole for _, whole in modules):
        return
    needed = {keys if name == "words/function_words" else keys[:1] for keys, _ in lists(dict(table(name)))} - {
        ("words",)
    }
    assert [keys for keys in sorted(needed) if not any(named.issuperset(keys) for named, _ in modules)] == []
