"""Requests sent to the server that the user names, several at a time, and their replies kept as they come.

A thread of its own runs the connections, so that this works wherever it is called from, a notebook's loop too, and
Ctrl-C ends it at once. What is busy or broken for a while (429, 5xx, no answer) is tried again, later each time; what
says that it will never work (a wrong key, an unknown model) ends all.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import ssl
import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from kg.errors import InputError, LanguageModelError
from kg.llm.kept import KeptReplies, Reply
from kg.llm.replies import LARGEST, ReplyError, check_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import httpx

    from kg.llm.model import Request, Task

__all__ = ["KEY", "Client", "Server", "address_of", "key_of_environment", "reply_of", "shown"]

KEY: Final = "KG_LLM_KEY"
"""The environment variable that holds the key to a service."""
_TRIES: Final = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0
"""Seconds before a request is tried again: doubled each time, or what the server asks for, up to a minute."""
_GONE: Final = 3
"""After so many requests in a row that no server took, it is gone, and nothing more is sent."""
_LARGEST_ANSWER: Final = 4 * LARGEST
_FATAL: Final = {401: "refuses the key", 403: "refuses the key", 404: "knows no such model or address"}
_MALFORMED: Final = frozenset({400, 422})
_BUSY: Final = frozenset({408, 409, 425, 429})
_OPTIONAL: Final = ("temperature", "response_format", "max_tokens")
"""Parts of a request that some servers and models do not take, and that it can do without."""
_POLL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Server:
    """Where to send requests, and how: `timeout` in seconds for one answer, `budget` in tokens for all, None: any."""

    url: str
    concurrency: int = 4
    timeout: float = 300.0
    budget: int | None = None
    key: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Client:
    """Sends requests to one server in one run.

    `sent` counts them and `kept` the replies, `tokens` are those used, `failures` says of requests why they failed.
    """

    server: Server
    replies: Path
    tokens: int = 0
    sent: int = 0
    kept: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    _gone: str = ""
    _refused: str = ""
    _in_a_row: int = 0
    _without: set[str] = field(default_factory=set)

    def send(self, requests: Sequence[tuple[Request, str]], *, stopped: Callable[[], bool] = lambda: False) -> int:
        """Send requests, each with the id of its document, and keep the replies; how many were kept.

        `stopped` is asked now and then: once it says so, nothing more is sent or waited for.

        Raises:
            LanguageModelError: the server refuses all requests, and none was answered before.
        """
        kept: list[int] = []
        failed: list[BaseException] = []
        loop = asyncio.new_event_loop()
        task: list[asyncio.Task[int]] = []

        def run() -> None:
            asyncio.set_event_loop(loop)
            task.append(loop.create_task(self._send_all(requests)))
            try:
                kept.append(loop.run_until_complete(task[0]))
            except asyncio.CancelledError:
                kept.append(0)
            except BaseException as error:  # noqa: BLE001 (raised again where it was asked for)
                failed.append(error)
            finally:
                loop.run_until_complete(loop.shutdown_asyncgens())
                loop.close()

        thread = threading.Thread(target=run, name="kg-llm", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(_POLL)
                if stopped() and task:
                    loop.call_soon_threadsafe(task[0].cancel)
                    thread.join()
        except BaseException:
            if task and not loop.is_closed():
                loop.call_soon_threadsafe(task[0].cancel)
            thread.join()
            raise
        if failed:
            raise failed[0]
        return kept[0]

    async def _send_all(self, requests: Sequence[tuple[Request, str]]) -> int:
        import httpx

        headers = {"User-Agent": "kg", "Accept-Encoding": "identity"}
        if self.server.key:
            headers["Authorization"] = f"Bearer {self.server.key}"
        queue = list(reversed(requests))
        with KeptReplies(self.replies, write=True) as kept:
            async with httpx.AsyncClient(
                headers=headers,
                timeout=httpx.Timeout(self.server.timeout, connect=min(10.0, self.server.timeout)),
                verify=ssl.create_default_context(),  # the system's certificates, and not those of a package
                follow_redirects=False,  # where the key would go, too
                trust_env=False,
            ) as connection:
                done = await asyncio.gather(
                    *(self._work(connection, kept, queue) for _ in range(min(self.server.concurrency, len(queue))))
                )
        return sum(done)

    async def _work(self, connection: httpx.AsyncClient, kept: KeptReplies, queue: list[tuple[Request, str]]) -> int:
        """Send requests from a queue until it is empty; how many replies were kept."""
        number = 0
        while queue:
            request, document = queue.pop()
            if self._gone:
                self.failures[request.key] = self._gone
                continue
            cost = request.tokens_in + request.tokens_out
            if self.server.budget is not None and self.tokens + cost > self.server.budget:
                self.failures[request.key] = "the budget is used up"
                continue
            self.tokens += cost  # until the server says what it was: others count on it meanwhile
            reply, outcome = await self._ask(connection, request)
            used = (reply.tokens_in, reply.tokens_out) if reply else (0, 0)
            if reply is None or None not in used:
                self.tokens += sum(each or 0 for each in used) - cost
            kept.note(request, document, shown(self.server.url), outcome)
            self.sent += 1
            if reply is None:
                self.failures[request.key] = outcome
                if self._refused and not number:
                    raise LanguageModelError(f"{shown(self.server.url)}: {self._refused}")
                continue
            kept.put(request.key, request.model, reply)
            self.failures.pop(request.key, None)
            number += 1
            self.kept += 1
        return number

    async def _ask(self, connection: httpx.AsyncClient, request: Request) -> tuple[Reply | None, str]:
        """The reply to a request, and "kept"; None and why where there is none after all tries."""
        found = _Attempt("")
        for attempt in range(_TRIES):
            found = await self._attempt(connection, request)
            if found.reply is not None or not found.again or (found.once and attempt):
                break
            if attempt + 1 < _TRIES:
                wait = min(found.wait or _FIRST_WAIT * 2**attempt, _LONGEST_WAIT) if not found.now else 0.0
                await asyncio.sleep(wait * (1 + random.random() / 10))  # noqa: S311 (no secret)
        return found.reply, found.outcome

    async def _attempt(self, connection: httpx.AsyncClient, request: Request) -> _Attempt:
        """What comes of sending a request once."""
        import httpx

        try:
            status, headers, body = await self._post(connection, request)
        except (httpx.TimeoutException, TimeoutError):
            return _Attempt(f"no answer within {self.server.timeout:g} seconds", again=True)
        except httpx.ConnectError:
            self._in_a_row += 1
            self._gone = "no server answers there" if self._in_a_row >= _GONE else self._gone
            return _Attempt("no server answers there", again=not self._gone)
        except (httpx.HTTPError, httpx.InvalidURL, _AnswerError) as error:
            return _Attempt(f"the connection broke off ({_line(error)})", again=True)
        self._in_a_row = 0
        if status == 200:
            try:
                return _Attempt("kept", _read(request, body))
            except ReplyError as error:
                return _Attempt(str(error), again=True, once=True)  # a second time it may be another
        return self._failure(status, headers, body)

    def _failure(self, status: int, headers: httpx.Headers, body: bytes) -> _Attempt:
        """What an answer other than 200 means."""
        if status in _FATAL:
            self._refused = self._gone = f"the server {_FATAL[status]} ({status}: {_said(body)})"
            return _Attempt(self._refused)
        if status in _MALFORMED and self._do_without(body):
            return _Attempt(f"the server does not take the request ({_said(body)})", again=True, now=True)
        if status in _BUSY or status >= 500:
            return _Attempt(f"the server is busy or broken ({status})", again=True, wait=_asked_wait(headers))
        return _Attempt(f"the server answers {status}: {_said(body)}")

    async def _post(self, connection: httpx.AsyncClient, request: Request) -> tuple[int, httpx.Headers, bytes]:
        content = {name: value for name, value in request.content.items() if name not in self._without}
        data = json.dumps(content, ensure_ascii=False).encode()
        found = bytearray()
        async with (
            asyncio.timeout(self.server.timeout),
            connection.stream(
                "POST", address_of(self.server.url), content=data, headers={"Content-Type": "application/json"}
            ) as answer,
        ):
            async for part in answer.aiter_bytes():
                found += part
                if len(found) > _LARGEST_ANSWER:
                    raise _AnswerError("the answer is too long")
            return answer.status_code, answer.headers, bytes(found)

    def _do_without(self, body: bytes) -> bool:
        """Whether a refusal names a part of the request that is then left out of all."""
        said = body.decode("utf-8", "replace")
        named = [name for name in _OPTIONAL if name in said and name not in self._without]
        self._without.update(named)
        return bool(named)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What came of sending a request once, and whether and when it is worth being sent again: `wait` in seconds."""

    outcome: str
    reply: Reply | None = None
    again: bool = False
    once: bool = False
    now: bool = False
    wait: float | None = None


class _AnswerError(Exception):
    """An answer that is too long."""


def address_of(url: str) -> str:
    """Where chat completions are asked for, by the address that the user gives; InputError where it is none.

    >>> address_of("http://localhost:11434/v1"), address_of("https://example.org/v1/chat/completions?version=2")
    ('http://localhost:11434/v1/chat/completions', 'https://example.org/v1/chat/completions?version=2')
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise InputError(f"--llm {shown(url)}: no user or password stands in the address: {KEY} holds the key")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"--llm {url}: is no address: write it as http://localhost:11434/v1")
    path = parts.path.rstrip("/")
    path = path if path.endswith("/chat/completions") else f"{path}/chat/completions"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def shown(url: str) -> str:
    """An address as messages name it: without user, password and parameters, which may be secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def key_of_environment() -> str | None:
    """The key to a service, None where there is none; InputError where it cannot stand in a request."""
    key = os.environ.get(KEY, "").strip()
    if key and not (key.isascii() and key.isprintable()):
        raise InputError(f"{KEY}: holds characters that no key has")
    return key or None


def _read(request: Request, body: bytes) -> Reply:
    """The reply in an answer; ReplyError where it is none, or cut off."""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReplyError("the answer is no JSON") from error
    return reply_of(request.task, found)


def reply_of(task: Task | None, answer: Any) -> Reply:
    """The reply in the JSON of a chat completion; ReplyError where it is none, cut off, or not in form.

    Without a task it may be the reply to any.
    """
    match answer:
        case {"choices": [{"message": {"content": str(content)}, **choice}, *_]}:
            pass
        case _:
            raise ReplyError("the answer has no message")
    if choice.get("finish_reason") == "length":
        raise ReplyError("the reply was cut off at its greatest length")
    check_reply(task, content)
    usage = answer.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(content, *(_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens")))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def _asked_wait(headers: httpx.Headers) -> float | None:
    """The seconds that a server asks to wait, None where it does not, or says it in no form."""
    given = str(headers.get("Retry-After", ""))
    try:
        if given.isascii() and given.isdigit():
            return float(given)
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time()) if given else None
    except (ValueError, OverflowError):
        return None


def _said(body: bytes) -> str:
    """A server's own words on what went wrong, in one short line."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return _line(body.decode("utf-8", "replace"))
    match found:
        case {"error": {"message": str(message)}} | {"error": str(message)} | {"message": str(message)}:
            return _line(message)
    return _line(body.decode("utf-8", "replace"))


def _line(said: object) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in str(said)).split())
    return text[:200] or type(said).__name__
