"""Replies, validated and bounded: what a model says is text of a stranger, and is taken as far as it is in form.

A reply that is no JSON of the form asked for is none; a row of it that is not in form is left out and counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from kg import ontology
from kg.dates import covered_days
from kg.llm.model import HOLDS, NamedEntity, Proposal, Verdict
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from kg.llm.model import Task
    from kg.model import Factuality

__all__ = ["LARGEST", "Facts", "ReplyError", "check_reply", "read_facts", "read_verdicts"]

LARGEST: Final = 400_000
"""The most characters of a reply."""
_ROWS: Final = 1_000
"""The most rows of a list that are read."""
_WIDEST: Final = 300
"""The most characters of a value."""
_ALSO: Final = 20
"""The most other wordings of an entity."""


class ReplyError(ValueError):
    """A reply that is not in the form asked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reply to a passage says; `malformed` counts the rows that are not in form."""

    entities: tuple[NamedEntity, ...]
    proposals: tuple[Proposal, ...]
    malformed: int = 0


def check_reply(task: Task | None, content: str) -> None:
    """Raise ReplyError where a reply to a task, None for any, is not in form."""
    if task is None:
        task = "check" if "verdicts" in _parsed(content) else "read"
    _rows(content, "verdicts" if task == "check" else "facts")


def read_facts(content: str) -> Facts:
    """What a reply to a passage says; ReplyError where it is not in form."""
    rows = _rows(content, "facts")
    named = _parsed(content).get("entities")
    entities = [_entity(row) for row in named[:_ROWS]] if isinstance(named, list) else []
    proposals = [_proposal(row) for row in rows]
    return Facts(
        tuple(each for each in entities if each is not None),
        tuple(each for each in proposals if each is not None),
        entities.count(None) + proposals.count(None),
    )


def read_verdicts(content: str) -> tuple[Verdict, ...]:
    """The verdicts of a reply, the first for each number; ReplyError where it is not in form."""
    found: dict[int, Verdict] = {}
    for row in _rows(content, "verdicts"):
        match row:
            case {"fact": int(fact), "holds": str(holds)} if not isinstance(fact, bool) and holds in HOLDS:
                found.setdefault(fact, Verdict(fact, holds, _text(row, "words")))
    return tuple(found.values())


def _parsed(content: str) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise ReplyError(f"a reply of {len(content):,} characters is too long")
    text = content.strip()
    if text.startswith("```"):  # as some models write JSON though none asked them to
        text = text.partition("\n")[2].rpartition("```")[0]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReplyError("the reply is no JSON") from error
    if not isinstance(found, dict):
        raise ReplyError("the reply is no JSON object")
    return found


def _rows(content: str, name: str) -> list[Any]:
    rows = _parsed(content).get(name)
    if not isinstance(rows, list):
        raise ReplyError(f"the reply has no list of {name}")
    return rows[:_ROWS]


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key, "")
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= _WIDEST else ""


def _entity(row: object) -> NamedEntity | None:
    if not isinstance(row, dict):
        return None
    name, cls = _text(row, "name"), _text(row, "class")
    also = row.get("also", [])
    others = [_text({"": each}, "") for each in also[:_ALSO]] if isinstance(also, list) else []
    return NamedEntity(name, cls if cls in ontology.CLASSES else "", tuple(filter(None, others))) if name else None


def _proposal(row: object) -> Proposal | None:
    if not isinstance(row, dict):
        return None
    sentence, factuality = row.get("sentence"), row.get("factuality", "asserted")
    subject, relation, obj = (_text(row, key) for key in ("subject", "relation", "object"))
    if not (isinstance(sentence, int) and not isinstance(sentence, bool) and subject and relation and obj):
        return None
    if factuality not in FACTUALITIES:
        return None
    time = _text(row, "time")
    return Proposal(
        sentence=sentence,
        subject=subject,
        subject_words=_text(row, "subject_words"),
        relation=relation,
        object=obj,
        object_words=_text(row, "object_words"),
        factuality=cast("Factuality", factuality),
        source=_text(row, "source"),
        time=time if time and covered_days(time) else "",
        qualifiers=tuple(_qualifiers(row.get("qualifiers"))),
    )


def _qualifiers(given: object) -> list[tuple[str, str]]:
    found = []
    for each in given[: len(ontology.QUALIFIERS)] if isinstance(given, list) else []:
        name, sign, value = _text({"": each}, "").partition("=")
        if sign and name.strip() in ontology.QUALIFIERS and value.strip():
            found.append((name.strip(), value.strip()))
    return found
