"""Replies as they are kept, in an SQLite file: by the hash of request and model, with what was sent, where and when.

    replies  a reply by the key of its request (`kg.llm.model.Request.key`): the first stays, so that a text is read in
             the same way again. What was counted by the server stands beside it
    sent     each attempt to send a request: to which server, when, about which document, and what became of it
    bodies   the requests that were sent, word for word

Nothing of what a graph says depends on the last two, which are for the user to look up what left the machine. No key to
a service is in any of them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.llm.model import Request

REPLIES: Final = "replies.sqlite"
"""The default name of the file."""
_APPLICATION: Final = 0x6B67_6C6C
_SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION};
CREATE TABLE replies (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, content TEXT NOT NULL, tokens_in INTEGER, tokens_out INTEGER
) WITHOUT ROWID;
CREATE TABLE bodies (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sent (
    key TEXT NOT NULL, document TEXT NOT NULL, url TEXT NOT NULL, time TEXT NOT NULL, outcome TEXT NOT NULL
);
"""


class Reply(NamedTuple):
    """A model's reply; the tokens are those that the server counted, None if it did not."""

    content: str
    tokens_in: int | None = None
    tokens_out: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An attempt to send a request: `outcome` is "kept", or why there was no reply to keep."""

    key: str
    document: str
    url: str
    time: str
    outcome: str
    model: str
    task: str
    body: str
    content: str | None
    tokens_in: int | None
    tokens_out: int | None


class KeptReplies:
    """An open file of replies. What is put is on the disk at once."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        """Open a file, and make it where it is to be written.

        Raises:
            InputError: it cannot be opened, or is not such a file.
        """
        self._path = path
        try:
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
            mode = "rwc" if write else "ro"
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{path}: the kept replies cannot be opened: {error}") from error
        try:
            self._prepare(write=write)
        except sqlite3.Error as error:
            self._database.close()
            raise InputError(f"{path}: the kept replies cannot be opened: {error}") from error

    def _prepare(self, *, write: bool) -> None:
        application, tables = self._database.execute(
            "SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)"
        ).fetchone()
        if write and (application, tables) == (0, 0):
            self._database.executescript(f"BEGIN;{_SCHEMA}COMMIT;")  # a process may end between two tables
        elif application != _APPLICATION:
            self._database.close()
            raise InputError(f"{self._path}: holds no replies of kg: name another file")

    def __enter__(self) -> Self:
        """Be closed at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def get(self, key: str) -> str | None:
        """The reply to a request, None where none is kept."""
        row = self._database.execute("SELECT content FROM replies WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]

    def put(self, key: str, model: str, reply: Reply) -> bool:
        """Keep a reply, unless one is kept for the request already; whether it was kept."""
        done = self._database.execute(
            "INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?)",
            (key, model, reply.content, reply.tokens_in, reply.tokens_out),
        )
        self._database.commit()
        return done.rowcount == 1

    def note(self, request: Request, document: str, url: str, outcome: str) -> None:
        """Note that a request was sent, and what became of it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._database.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (request.key, request.body))
        self._database.execute("INSERT INTO sent VALUES (?, ?, ?, ?, ?)", (request.key, document, url, now, outcome))
        self._database.commit()

    def sent(self) -> Iterator[Sent]:
        """Yield what was sent, in the order of time."""
        from kg.llm.model import Request

        rows = self._database.execute(
            "SELECT sent.key, document, url, time, outcome, body, content, tokens_in, tokens_out FROM sent"
            " JOIN bodies USING (key) LEFT JOIN replies USING (key) ORDER BY sent.rowid"
        )
        for key, document, url, time, outcome, body, content, tokens_in, tokens_out in rows:
            request = Request(body)
            said = content, tokens_in, tokens_out
            yield Sent(key, document, url, time, outcome, request.model, request.task, body, *said)


def kept_reply(path: Path | None) -> Callable[[str], str | None]:
    """Return a function from a request's key to the reply that a file keeps; None if there is no such file yet."""

    def reply(key: str) -> str | None:
        if path is None or not path.exists():
            return None
        with KeptReplies(path) as kept:
            return kept.get(key)

    return reply
