"""Requests to the server that the user names, several at a time, and their replies, kept as they come.

A thread of its own runs the connections, so that this works wherever it is called from, a notebook's loop too, and
Ctrl-C ends it at once. What is busy or broken for a while (429, 5xx, no answer) is tried again, later each time; what
will never work (a wrong key, an unknown model) ends all. The key is cut out of whatever a server says before anything
else sees it.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from kg.errors import InputError, LanguageModelError
from kg.llm.kept import REPLIES, KeptReplies
from kg.llm.messages import LARGEST, ReplyError, reply_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import httpx

    from kg.llm.kept import Reply
    from kg.llm.model import LanguageModel, Request

KEY: Final = "KG_LLM_KEY"
"""The environment variable that holds the key to a service."""
_TRIES: Final = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0
"""Seconds before a request is tried again: doubled each time, or as the server says, up to a minute."""
_GONE: Final = 3
"""After this many requests in a row that no server took, nothing more is sent."""
_FATAL: Final = {401: "refuses the key", 403: "refuses the key", 404: "knows no such model or address"}
_MALFORMED: Final = frozenset({400, 422})
_BUSY: Final = frozenset({408, 409, 425, 429})
_OPTIONAL: Final = ("temperature", "response_format", "max_tokens")
"""Parts of a request that some servers and models do not accept, and that it can do without."""
_POLL: Final = 0.05
_SHORTEST_KEY: Final = 8
"""A shorter key is no secret but a word that local servers want, and may stand in a reply by chance."""


class _RetryError(Exception):
    """An attempt worth repeating: after `wait` seconds, None for longer each time, and at the most `tries` in all."""

    def __init__(self, why: str, *, wait: float | None = None, tries: int = _TRIES) -> None:
        super().__init__(why)
        self.wait = wait
        self.tries = tries


@dataclass(slots=True)
class Client:
    """Sends requests to the server of an LLM in one run; `key` is that to the service.

    `sent` counts them and `kept` the replies, `tokens` are those used, `failures` says of requests why they failed.
    """

    llm: LanguageModel
    key: str | None = field(default=None, repr=False)
    tokens: int = 0
    sent: int = 0
    kept: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    _gone: str = ""
    """Why nothing more is sent."""
    _in_a_row: int = 0
    _without: set[str] = field(default_factory=set)

    @property
    def _url(self) -> str:
        return self.llm.url or ""

    def send(self, requests: Sequence[tuple[Request, str]], *, stopped: Callable[[], bool] = lambda: False) -> int:
        """Send requests, each with the id of its document, and keep the replies; return the number kept.

        `stopped` is polled: once it returns true, nothing more is sent or waited for.

        Raises:
            LanguageModelError: the server refuses all requests, and none was answered before.
        """
        interrupted = threading.Event()
        with ThreadPoolExecutor(1, "kg-llm") as thread:
            sending = self._send_all(requests, lambda: interrupted.is_set() or stopped())
            done = thread.submit(asyncio.run, sending)
            try:
                while not done.done():
                    wait([done], _POLL)
            finally:
                interrupted.set()
            return done.result()

    async def _send_all(self, requests: Sequence[tuple[Request, str]], stopped: Callable[[], bool]) -> int:
        import httpx

        headers = {"User-Agent": "kg", "Accept-Encoding": "identity", "Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        queue, before = list(reversed(requests)), self.kept
        with KeptReplies(self.llm.replies or Path(REPLIES), write=True) as kept:
            async with httpx.AsyncClient(
                headers=headers,
                timeout=httpx.Timeout(self.llm.timeout, connect=min(10.0, self.llm.timeout)),
                verify=ssl.create_default_context(),  # the system's certificates, and not those of a package
                follow_redirects=False,  # where the key would go, too
                trust_env=False,
            ) as connection:
                number = min(self.llm.concurrency, len(queue))
                working = {asyncio.create_task(self._work(connection, kept, queue)) for _ in range(number)}
                try:
                    while working and not stopped():
                        done, working = await asyncio.wait(working, timeout=_POLL)
                        for each in done:
                            each.result()
                finally:
                    for each in working:
                        each.cancel()
                    await asyncio.gather(*working, return_exceptions=True)
        return self.kept - before

    async def _work(self, connection: httpx.AsyncClient, kept: KeptReplies, queue: list[tuple[Request, str]]) -> None:
        """Send requests from a queue until it is empty."""
        answered = False
        while queue:
            request, document = queue.pop()
            if self._gone:
                self.failures[request.key] = self._gone
                continue
            cost = request.tokens_in + request.tokens_out
            if self.llm.budget is not None and self.tokens + cost > self.llm.budget:
                self.failures[request.key] = "the budget is used up"
                continue
            self.tokens += cost  # until the server says what it was: others count on it meanwhile
            found = await self._reply(connection, request)
            used = (0, 0) if isinstance(found, str) else (found.tokens_in, found.tokens_out)
            if None not in used:
                self.tokens += sum(each or 0 for each in used) - cost
            self.sent += 1
            kept.note(request, document, shown(self._url), found if isinstance(found, str) else "kept")
            if not isinstance(found, str):
                kept.put(request.key, request.model, found)
                self.failures.pop(request.key, None)
                self.kept += 1
                answered = True
                continue
            self.failures[request.key] = found
            if found == self._gone and self._in_a_row < _GONE and not answered:
                raise LanguageModelError(f"{shown(self._url)}: {found}")

    async def _reply(self, connection: httpx.AsyncClient, request: Request) -> Reply | str:
        """Return the reply to a request, or why there is none after all tries."""
        for attempt in range(1, _TRIES + 1):
            try:
                return reply_of(request.task, await self._attempt(connection, request))
            except ReplyError as error:
                failure = _RetryError(str(error), tries=2)  # a second time it may be another
            except _RetryError as error:
                failure = error
            except LanguageModelError as error:
                return str(error)
            if attempt >= failure.tries or self._gone:
                break
            delay = _FIRST_WAIT * 2 ** (attempt - 1) if failure.wait is None else failure.wait
            await asyncio.sleep(min(delay, _LONGEST_WAIT) * (1 + random.random() / 10))  # noqa: S311 (no secret)
        return str(failure)

    async def _attempt(self, connection: httpx.AsyncClient, request: Request) -> Any:
        """Return the JSON of a server's answer; _RetryError or LanguageModelError if there is none."""
        import httpx

        try:
            status, headers, body = await self._post(connection, request)
        except (httpx.TimeoutException, TimeoutError) as error:
            raise _RetryError(f"no answer within {self.llm.timeout:g} seconds") from error
        except httpx.ConnectError as error:
            self._in_a_row += 1
            self._gone = "no server answers there" if self._in_a_row >= _GONE else self._gone
            raise _RetryError("no server answers there") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _RetryError(f"the connection broke off ({self._line(str(error)) or type(error).__name__})") from error
        self._in_a_row = 0
        try:
            found = json.loads(body)
        except (ValueError, RecursionError) as error:
            if status == 200:
                raise ReplyError("the answer is not JSON") from error
            found = None
        if status == 200:
            return found
        match found:
            case {"error": {"message": str(said)}} | {"error": str(said)} | {"message": str(said)}:
                raise self._refusal(status, headers, body, self._line(said))
        raise self._refusal(status, headers, body, self._line(body))

    def _refusal(self, status: int, headers: httpx.Headers, body: str, said: str) -> _RetryError | LanguageModelError:
        """Return what an answer other than 200 means."""
        if status in _FATAL:
            self._gone = f"the server {_FATAL[status]} ({status}: {said})"
            return LanguageModelError(self._gone)
        if status in _MALFORMED:
            named = [name for name in _OPTIONAL if name in body and name not in self._without]
            self._without.update(named)  # for all requests from now on
            if named:
                return _RetryError(f"the server does not accept the request ({said})", wait=0.0)
        if status in _BUSY or status >= 500:
            return _RetryError(f"the server is busy or broken ({status})", wait=_retry_after(headers))
        return LanguageModelError(f"the server answers {status}: {said}")

    async def _post(self, connection: httpx.AsyncClient, request: Request) -> tuple[int, httpx.Headers, str]:
        content = {name: value for name, value in request.content.items() if name not in self._without}
        data = json.dumps(content, ensure_ascii=False).encode()
        found = bytearray()
        async with (
            asyncio.timeout(self.llm.timeout),
            connection.stream("POST", address_of(self._url), content=data) as answer,
        ):
            async for part in answer.aiter_bytes():
                found += part
                if len(found) > 4 * LARGEST:
                    raise _RetryError("the answer is too long")
            return answer.status_code, answer.headers, self._redacted(found.decode("utf-8", "replace"))

    def _redacted(self, text: str) -> str:
        """Return a text without the key, however JSON writes it."""
        key = self.key or ""
        if len(key) >= _SHORTEST_KEY:
            quoted = json.dumps(key)[1:-1]
            for written in (quoted.replace("/", "\\/"), quoted, key):
                text = text.replace(written, "[key]")
        return text

    def _line(self, said: str) -> str:
        """Return what a server said in one short line."""
        line = " ".join("".join(char if char.isprintable() else " " for char in self._redacted(said)).split())
        return line[:200]


def address_of(url: str) -> str:
    """Return the address of chat completions for the one that the user gives; InputError if it is none.

    >>> address_of("http://localhost:11434/v1"), address_of("https://example.org/v1/chat/completions?version=2")
    ('http://localhost:11434/v1/chat/completions', 'https://example.org/v1/chat/completions?version=2')
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise InputError(f"--llm {shown(url)}: leave user and password out of the address: {KEY} holds the key")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"--llm {url}: not an address: write it as http://localhost:11434/v1")
    path = parts.path.rstrip("/")
    path = path if path.endswith("/chat/completions") else f"{path}/chat/completions"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def shown(url: str) -> str:
    """Return an address for messages: without user, password and parameters, which may be secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def key_of_environment() -> str | None:
    """Return the key to a service, None if there is none; InputError if it cannot stand in a request."""
    key = os.environ.get(KEY, "").strip()
    if key and not (key.isascii() and key.isprintable()):
        raise InputError(f"{KEY}: holds characters that no key has")
    return key or None


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds that a server wants kg to wait, None if it does not say."""
    given = str(headers.get("Retry-After", ""))
    try:
        if given.isascii() and given.isdigit():
            return float(given)
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time()) if given else None
    except (ValueError, OverflowError):
        return None
