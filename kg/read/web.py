"""Addresses of the web to inputs: what is at a named one, and what its feed or sitemap leads to.

One address after the other is requested, each once, within bounds of number, size, time and redirects, as its host's
robots.txt (RFC 9309) allows and as slowly as it wants.
"""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore
from protego import Protego

from kg.errors import ReadError
from kg.read.guard import Deadline, GuardedBackend
from kg.read.metadata import web_address
from kg.read.model import Failure, Input, Link, Metadata
from kg.resources import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Options

__all__ = ["Site", "canonical"]

_AGENT = "kg"
"""The name by which robots.txt may address kg."""
_HEADERS = [
    ("User-Agent", f"{_AGENT}/{VERSION} (reads news into a knowledge graph for one person, who named the address)"),
    (
        "Accept",
        "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5",
    ),
    ("Accept-Encoding", "identity"),
    ("Accept-Language", "en, *;q=0.5"),
]
_IN_MEMORY = 1_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_ROBOTS = 512_000
"""The part of a robots.txt that must be read, by the standard."""
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class _Response:
    """The answer of a server: `url` is the last address, `content` its bytes, to be closed."""

    url: str
    status: int
    content_type: str
    content: IO[bytes]


def canonical(address: str) -> str:
    """Return an address as it is requested: host in lower case and in ASCII, no fragment.

    Raises:
        ReadError: it is not an address of http or https, or it names a user or a password.

    >>> canonical("HTTPS://Example.ORG#top")
    'https://example.org/'
    """
    parts = urlsplit(address.strip()) if web_address(address) else None
    if parts is None or not parts.hostname:
        raise ReadError("not an address of http or https")
    try:
        host = parts.hostname.encode("ascii" if parts.hostname.isascii() else "idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (UnicodeError, ValueError) as error:
        raise ReadError("not an address of http or https") from error
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme.lower(), f"{host}{port}", parts.path or "/", parts.query, ""))


class Site:
    """What one named address leads to: each address once, up to a number of them."""

    def __init__(self, options: Options) -> None:
        from httpx import create_ssl_context

        self._options = options
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=create_ssl_context(trust_env=False),
            max_connections=4,
            network_backend=GuardedBackend(self._deadline, allow_private=options.web.allow_private),
        )
        self._rules: dict[str, Protego | str] = {}
        """What each host allows, or why that is not known."""
        self._last: dict[str, float] = {}
        self._seen: set[str] = set()
        self._requested = 0
        self._left_out = 0

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def read(self, address: str) -> Iterator[Input | Failure]:
        """Yield what is at an address that the user named, and last a line on what was more than they allow."""
        yield from self._at(Link(address), self._options)
        if self._left_out:
            yield Failure(
                address,
                f"leads to more than {self._options.web.pages:,} addresses: {self._left_out:,} are left out"
                " (--max-pages takes more)",
            )

    def follow(self, link: Link) -> Iterator[Input | Failure]:
        """Yield what a link leads to: one input, or why there is none; nothing if it was requested before."""
        yield from self._at(link, replace(self._options, format=None))

    def _at(self, link: Link, options: Options) -> Iterator[Input | Failure]:
        try:
            url = canonical(link.url)
            if url in self._seen:
                return
            self._seen.add(url)
            if self._requested >= self._options.web.pages:
                self._left_out += 1
                return
            self._requested += 1
            answer = self._get(url, self._options.web.size)
            with answer.content:
                yield self._input(answer, link.metadata, options)
        except ReadError as error:
            yield Failure(link.url, str(error))

    def _input(self, answer: _Response, known: Metadata, options: Options) -> Input:
        if answer.status != 200:
            raise ReadError(f"the server answers {answer.status}")
        self._seen.add(answer.url)
        charset = _CHARSET.search(answer.content_type)
        retrieved = datetime.now(UTC).replace(microsecond=0)
        return Input(
            name=unquote(PurePosixPath(urlsplit(answer.url).path).name) or "page.html",
            stream=BufferedReader(cast("BufferedReader", answer.content)),
            shown=answer.url,
            source=answer.url,
            id=answer.url,
            known=known.or_else(Metadata(url=answer.url, retrieved=retrieved)),
            media_type=answer.content_type.partition(";")[0].strip().lower() or None,
            charset=charset[1] if charset else None,
            options=options,
            follow=self.follow,
        )

    def _get(self, address: str, most: int, *, robots: bool = True) -> _Response:
        """Return what is at an address or where that redirects to; each step must be allowed by its host.

        Raises:
            ReadError: there is no answer, or one that is too large, too slow or goes round in circles.
        """
        web = self._options.web
        seen: set[str] = set()
        url = canonical(address)
        while url not in seen:
            if len(seen) > web.redirects:
                raise ReadError(f"more than {web.redirects} redirects")
            if robots:
                self._wait_until_allowed(url)
            self._deadline.start(web.timeout)
            seen.add(url)
            found = self._request(url, most)
            if isinstance(found, _Response):
                return found
            url = canonical(urljoin(url, found))
        raise ReadError("redirects that lead back to where they began")

    def _request(self, url: str, most: int) -> _Response | str:
        """Return one answer, or where it redirects to."""
        from httpx import URL, InvalidURL

        try:
            with self._pool.stream("GET", str(URL(url)), headers=_HEADERS) as answer:
                headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                if answer.status in _REDIRECTS and headers.get("location"):
                    return headers["location"]
                if headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
                    raise ReadError(f"an answer in an encoding that was not requested ({headers['content-encoding']})")
                with ExitStack() as unless_whole:
                    content = unless_whole.enter_context(SpooledTemporaryFile(_IN_MEMORY))
                    for chunk in answer.iter_stream():
                        content.write(chunk)
                        if content.tell() > most:
                            raise ReadError(f"an answer of more than {most / 1_000_000:g} MB: --max-size takes more")
                    unless_whole.pop_all()
                content.seek(0)
                return _Response(url, answer.status, headers.get("content-type", ""), cast("IO[bytes]", content))
        except InvalidURL as error:
            raise ReadError("not an address of http or https") from error
        except httpcore.TimeoutException as error:
            raise ReadError(f"no complete answer within {self._options.web.timeout:g} seconds") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise ReadError(f"no answer ({error or type(error).__name__})") from error

    def _wait_until_allowed(self, url: str) -> None:
        """Wait until a page may be requested; ReadError if its host does not allow it, or does not say."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            self._rules[host] = self._rules_of(host)
        rules = self._rules[host]
        if isinstance(rules, str):
            raise ReadError(f"{host}/robots.txt, which says what may be requested, cannot be read: {rules}")
        if not rules.can_fetch(url, _AGENT):
            raise ReadError(f"not allowed by {host}/robots.txt")
        delay = min(max(self._options.web.delay, rules.crawl_delay(_AGENT) or 0.0), _LONGEST_DELAY)
        now = time.monotonic()
        time.sleep(max(0.0, self._last.get(host, now - delay) + delay - now))
        self._last[host] = time.monotonic()

    def _rules_of(self, host: str) -> Protego | str:
        """Return the rules of a host, or why they cannot be read; without a robots.txt all is allowed."""
        try:
            answer = self._get(f"{host}/robots.txt", _MOST_ROBOTS, robots=False)
        except ReadError as error:
            return str(error)
        with answer.content as stream:
            content = stream.read() if answer.status < 300 else b""
        if answer.status >= 500:
            return f"the server answers {answer.status}"
        return Protego.parse(content.decode("utf-8", "replace"))
