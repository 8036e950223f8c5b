"""Annotated texts as the user writes them: JSON Lines with triples in words, or a JSON file with entities and facts.

A line of JSON Lines is a text with its facts, each a list of subject, relation and object in the text's words:

    {"text": "Jaws was directed by Steven Spielberg.", "facts": [["Jaws", "director", "Steven Spielberg"]]}

`id` and `date` may stand beside. A JSON file holds one text with `entities` (`id`, `name`, `class`, `aliases`) and
`facts` (`s`, `p`, `o` by ids; `core`, `group` and others where they are known).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 (`date` is a field)
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LINES: Final = frozenset({".jsonl", ".ndjson"})
_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of the annotation; `cls` and `other` are its class and others that hold too, none where not given."""

    id: str
    names: tuple[str, ...]
    cls: str = ""
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact by its entities' ids, its object else a date or words.

    What is not `core` counts as right where it is found, and as no miss where it is not; facts of one `group` are
    wordings of one.
    """

    subject: str
    relation: str
    object: str
    core: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class GoldText:
    """An annotated text, by where it stands; `whole` says that all its entities and relations of kg's are annotated."""

    id: str
    text: str
    entities: tuple[GoldEntity, ...]
    facts: tuple[GoldFact, ...]
    date: Date | None = None
    whole: bool = field(default=False)


def read_gold(paths: Iterable[Path]) -> list[GoldText]:
    """The annotated texts in files (.jsonl, .json) and in folders of them, in order.

    Raises:
        InputError: a file cannot be read or is not in form; the message names the line and what is wrong.
    """
    found: list[GoldText] = []
    for path in paths:
        files = (
            sorted(each for each in path.iterdir() if each.suffix in {*_LINES, ".json"}) if path.is_dir() else [path]
        )
        if not files:
            raise InputError(f"{path}: no .jsonl or .json file there")
        for file in files:
            found += _file(file)
    if not found:
        raise InputError("name at least one annotated text")
    return found


def _file(path: Path) -> list[GoldText]:
    try:
        content = path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8") from error
    if path.suffix not in _LINES:
        return [_text(_json(content, str(path)), str(path), path.stem)]
    rows = [(number, line) for number, line in enumerate(content.splitlines(), 1) if line.strip()]
    return [
        _text(_json(line, f"{path}:{number}"), f"{path}:{number}", f"{path.stem}#{number}") for number, line in rows
    ]


def _json(text: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is not JSON: {' '.join(str(error).split())}") from error
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("text"), str)
        or not isinstance(value.get("facts"), list)
    ):
        raise InputError(f"{where}: expected an object with text and a list of facts")
    return value


def _text(value: dict[str, Any], where: str, name: str) -> GoldText:
    day = value.get("date")
    try:
        date = Date.fromisoformat(day) if isinstance(day, str) and len(day) == len("2025-01-01") else None
    except ValueError:
        date = None
    given = value.get("id")
    name = given if isinstance(given, str) and given else name
    if isinstance(value.get("entities"), list):
        entities = tuple(_entity(each, where) for each in value["entities"])
        facts = tuple(_fact(each, where) for each in value["facts"])
        return GoldText(name, value["text"], entities, facts, date, whole=True)
    triples = [_triple(each, where) for each in value["facts"]]
    words = dict.fromkeys(end for subject, _, item in triples for end in (subject, item))
    ends = tuple(GoldEntity(each, (each,)) for each in words)
    return GoldText(name, value["text"], ends, tuple(GoldFact(*triple) for triple in triples), date)


def _entity(value: Any, where: str) -> GoldEntity:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str) or not isinstance(value.get("name"), str):
        raise InputError(f"{where}: an entity needs id and name: {str(value)[:80]!r}")
    aliases = [each for each in value.get("aliases") or [] if isinstance(each, str)]
    other = [each for each in value.get("classAlt") or [] if isinstance(each, str)]
    return GoldEntity(value["id"], (value["name"], *aliases), str(value.get("class") or ""), tuple(other))


def _fact(value: Any, where: str) -> GoldFact:
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("s", "p", "o")):
        raise InputError(f"{where}: a fact needs s, p and o: {str(value)[:80]!r}")
    return GoldFact(value["s"], value["p"], value["o"], bool(value.get("core", True)), str(value.get("group") or ""))


def _triple(value: Any, where: str) -> tuple[str, str, str]:
    ends = [value.get(key) for key in ("subject", "relation", "object")] if isinstance(value, dict) else value
    if not isinstance(ends, list) or len(ends) != 3 or not all(isinstance(each, str) and each.strip() for each in ends):
        raise InputError(f"{where}: a fact needs subject, relation and object, all as text: {str(value)[:80]!r}")
    return ends[0], ends[1], ends[2]
