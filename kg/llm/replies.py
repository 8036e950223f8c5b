"""Replies, validated and bounded: a model's words are text of a stranger, of which only what is well-formed is kept.

A reply that is not JSON of the format requested is none; a malformed row of it is left out and counted. Requests and
replies also come as the batch files of the common services, a JSON object a line by the key of the request: a file of
requests goes into a service's slower and cheaper queue, and the file of replies needs neither a key nor the network.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from kg import ontology
from kg.dates import covered_days
from kg.llm.kept import Reply
from kg.llm.model import HOLDS, NamedEntity, Proposal, Verdict
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.llm.kept import KeptReplies
    from kg.llm.model import Request, Task
    from kg.model import Factuality

__all__ = [
    "LARGEST",
    "Facts",
    "ReplyError",
    "Taken",
    "read_facts",
    "read_verdicts",
    "reply_of",
    "request_line",
    "take_replies",
]

LARGEST: Final = 400_000
"""The most characters of a reply."""
_ROWS: Final = 1_000
"""The most rows of a list that are read."""
_WIDEST: Final = 300
"""The most characters of a value."""
_ALSO: Final = 20
"""The most other wordings of an entity."""
_KEY: Final = re.compile(r"[0-9a-f]{64}")


class ReplyError(ValueError):
    """A reply that is not in the format requested."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reply to a passage says; `malformed` counts malformed rows."""

    entities: tuple[NamedEntity, ...]
    proposals: tuple[Proposal, ...]
    malformed: int = 0


def reply_of(task: Task | None, answer: Any) -> Reply:
    """Return the reply in the JSON of a chat completion; ReplyError if it is none, cut off, or malformed.

    Without a task it may be the reply to any.
    """
    match answer:
        case {"choices": [{"message": {"content": str(content)}, **choice}, *_]}:
            pass
        case _:
            raise ReplyError("the answer has no message")
    if choice.get("finish_reason") == "length":
        raise ReplyError("the reply was cut off at its greatest length")
    if task is None:
        task = "check" if "verdicts" in _parsed(content) else "read"
    _rows(content, "verdicts" if task == "check" else "facts")
    usage = answer.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(content, *(_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens")))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def read_facts(content: str) -> Facts:
    """Return what a reply to a passage says; ReplyError if it is malformed."""
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
    """Return the verdicts of a reply, the first for each number; ReplyError if it is malformed."""
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
    if text.startswith("```"):  # as some models write JSON uninvited
        text = text.partition("\n")[2].rpartition("```")[0]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReplyError("the reply is not JSON") from error
    if not isinstance(found, dict):
        raise ReplyError("the reply is not a JSON object")
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
    sentence, factuality = row.get("n"), row.get("f", "asserted")
    subject, relation, obj = (_text(row, key) for key in ("s", "r", "o"))
    if not (isinstance(sentence, int) and not isinstance(sentence, bool) and subject and relation and obj):
        return None
    if factuality not in FACTUALITIES:
        return None
    time = _text(row, "t")
    return Proposal(
        sentence=sentence,
        subject=subject,
        subject_words=_text(row, "sw"),
        relation=relation,
        relation_words=_text(row, "rw"),
        object=obj,
        object_words=_text(row, "ow"),
        factuality=cast("Factuality", factuality),
        source=_text(row, "by"),
        time=time if time and covered_days(time) else "",
        qualifiers=tuple(_qualifiers(row.get("q"))),
    )


def _qualifiers(given: object) -> list[tuple[str, str]]:
    found = []
    for each in given[: len(ontology.QUALIFIERS)] if isinstance(given, list) else []:
        name, sign, value = _text({"": each}, "").partition("=")
        if sign and name.strip() in ontology.QUALIFIERS and value.strip():
            found.append((name.strip(), value.strip()))
    return found


@dataclass(slots=True)
class Taken:
    """The lines of a batch file: `kept` replies, those `known` before, and the lines without one, with the reason."""

    kept: int = 0
    known: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def request_line(request: Request) -> str:
    """Return a request as a line of a batch file, without the line's end."""
    row = {"custom_id": request.key, "method": "POST", "url": "/v1/chat/completions", "body": request.content}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def take_replies(lines: Iterable[str], kept: KeptReplies) -> Taken:
    """Keep the replies of a batch file; a line that holds none is noted with its number and the reason."""
    taken = Taken()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            key, model, reply = _batch_row(line)
        except ReplyError as error:
            taken.wrong.append((number, str(error)))
        else:
            new = kept.put(key, model, reply)
            taken.kept, taken.known = taken.kept + new, taken.known + (not new)
    return taken


def _batch_row(line: str) -> tuple[str, str, Reply]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReplyError("not JSON") from error
    match row:
        case {"custom_id": str(key), "response": {"status_code": 200, "body": dict(body)}} if _KEY.fullmatch(key):
            return key, str(body.get("model", "")), reply_of(None, body)
        case {"custom_id": str(), "response": {"status_code": 200}}:
            raise ReplyError("its custom_id is none that kg llm requests writes")
        case {"custom_id": str(), "response": {"status_code": int(status)}}:
            raise ReplyError(f"the service answered {status}")
        case {"custom_id": str(), "error": error} if error:
            raise ReplyError("the service gives an error")
    raise ReplyError("not a line of a batch's replies (custom_id, response)")
