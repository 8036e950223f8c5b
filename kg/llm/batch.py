"""Requests and replies as the batch files of the common services: a JSON object a line, by the key of the request.

A file of requests is what a service takes for its slower and cheaper queue; what it gives back is a file of replies,
which needs neither a key nor the network here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.llm.client import reply_of
from kg.llm.replies import ReplyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.llm.kept import KeptReplies, Reply
    from kg.llm.model import Request

__all__ = ["Taken", "request_line", "take_replies"]

_PATH: Final = "/v1/chat/completions"
_KEY: Final = 64


@dataclass(slots=True)
class Taken:
    """What became of the lines of a file: `kept` replies, those `known` before, and the lines that hold none."""

    kept: int = 0
    known: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def request_line(request: Request) -> str:
    """A request as a line of a batch file, without the line's end."""
    row = {"custom_id": request.key, "method": "POST", "url": _PATH, "body": request.content}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def take_replies(lines: Iterable[str], kept: KeptReplies) -> Taken:
    """Keep the replies of a batch file; a line that holds none is noted with its number and why."""
    taken = Taken()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            key, model, reply = _row(line)
        except ReplyError as error:
            taken.wrong.append((number, str(error)))
            continue
        if kept.put(key, model, reply):
            taken.kept += 1
        else:
            taken.known += 1
    return taken


def _row(line: str) -> tuple[str, str, Reply]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReplyError("is no JSON") from error
    match row:
        case {"custom_id": str(key), "response": {"status_code": 200, "body": dict(body)}}:
            pass
        case {"custom_id": str(), "response": {"status_code": int(status)}}:
            raise ReplyError(f"the service answered {status}")
        case {"custom_id": str(), "error": error} if error:
            raise ReplyError("the service gives an error")
        case _:
            raise ReplyError("is no line of a batch's replies (custom_id, response)")
    if len(key) != _KEY or not all(char in "0123456789abcdef" for char in key):
        raise ReplyError("its custom_id is none that kg llm requests writes")
    return key, str(body.get("model", "")), reply_of(None, body)
