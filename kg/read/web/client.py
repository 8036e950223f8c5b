"""One address after the other is asked for, within bounds of size, time and redirects."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from kg.errors import ReadError
from kg.read.metadata import web_address
from kg.read.web.addresses import Deadline, GuardedBackend
from kg.resources import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.read.model import Web

__all__ = ["AGENT", "Client", "Response", "canonical"]

AGENT = "kg"
"""What robots.txt may call us."""
_WHO = f"{AGENT}/{VERSION} (reads news into a knowledge graph for one person, who named the address)"
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"
)
_IN_MEMORY = 1_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server sent: `url` is where it was at last, `status` its code, `content` its bytes, to be closed."""

    url: str
    status: int
    media_type: str | None
    charset: str | None
    content: IO[bytes]
    retrieved: datetime


def canonical(address: str) -> str:
    """An address as it is asked for: host in lower case and in ASCII, no fragment.

    Raises:
        ReadError: it is none of http or https, or names a user or a password.

    >>> canonical("HTTPS://Example.ORG#top")
    'https://example.org/'
    """
    parts = urlsplit(address.strip()) if web_address(address) else None
    if parts is None or not parts.hostname:
        raise ReadError("no address of http or https that can be asked")
    try:
        host = parts.hostname.encode("ascii" if parts.hostname.isascii() else "idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (UnicodeError, ValueError) as error:
        raise ReadError("no address of http or https that can be asked") from error
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme.lower(), f"{host}{port}", parts.path or "/", parts.query, ""))


class Client:
    """Asks for addresses, one at a time; to be closed."""

    def __init__(self, web: Web) -> None:
        from httpx import create_ssl_context

        self._web = web
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=create_ssl_context(trust_env=False),
            max_connections=4,
            network_backend=GuardedBackend(self._deadline, allow_private=web.allow_private),
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def get(self, address: str, may: Callable[[str], None], *, most: int | None = None) -> Response:
        """What is at an address or where that redirects to; `may` is asked before each step, and raises where not.

        Raises:
            ReadError: there is no answer, or one that is too large, too slow or goes round in circles.
        """
        self._deadline.start(self._web.timeout)
        seen: set[str] = set()
        url = canonical(address)
        while url not in seen:
            if len(seen) > self._web.redirects:
                raise ReadError(f"more than {self._web.redirects} redirects")
            may(url)
            self._deadline.start(self._web.timeout)
            seen.add(url)
            found = self._ask(url, most or self._web.size)
            if isinstance(found, Response):
                return found
            url = canonical(urljoin(url, found))
        raise ReadError("redirects that lead back to where they began")

    def _ask(self, url: str, most: int) -> Response | str:
        """One answer, or where it redirects to."""
        try:
            with self._pool.stream("GET", _encoded(url), headers=_HEADERS) as answer:
                headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                if answer.status in {301, 302, 303, 307, 308} and headers.get("location"):
                    return headers["location"]
                return self._received(url, answer, headers, most)
        except httpcore.TimeoutException as error:
            raise ReadError(f"no whole answer within {self._web.timeout:g} seconds") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise ReadError(f"no answer ({error or type(error).__name__})") from error

    def _received(self, url: str, answer: httpcore.Response, headers: dict[str, str], most: int) -> Response:
        if headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
            raise ReadError(f"an answer packed in a way that was not asked for ({headers['content-encoding']})")
        content = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever gets the answer closes it
        with ExitStack() as unless_whole:
            unless_whole.callback(content.close)
            for chunk in answer.iter_stream():
                content.write(chunk)
                if content.tell() > most:
                    raise ReadError(f"an answer of more than {most / 1_000_000:g} MB: --max-size takes more")
            unless_whole.pop_all()
        content.seek(0)
        kind = headers.get("content-type", "")
        charset = _CHARSET.search(kind)
        return Response(
            url,
            answer.status,
            kind.partition(";")[0].strip().lower() or None,
            charset[1] if charset else None,
            cast("IO[bytes]", content),
            datetime.now(UTC).replace(microsecond=0),
        )


_HEADERS = [
    ("User-Agent", _WHO),
    ("Accept", _ACCEPT),
    ("Accept-Encoding", "identity"),
    ("Accept-Language", "en, *;q=0.5"),
]


def _encoded(url: str) -> str:
    """An address whose path has no character but those of ASCII."""
    from httpx import URL, InvalidURL

    try:
        return str(URL(url))
    except InvalidURL as error:
        raise ReadError("no address of http or https that can be asked") from error
