"""Addresses of the web to inputs: what is at a named one, and what its feed or sitemap leads to.

One address after the other is requested, each once, within bounds of number, size, time and redirects, as its host's
robots.txt (RFC 9309) allows and as slowly as it wants.

A page that is fetched from inside a company's or a cloud's network can name what only that network can reach: its
routers, the metadata service of the machine. So every host is resolved here and its addresses are checked. Over HTTP
the connection is made to a checked address: a name that resolves otherwise the next time gains nothing.
"""

from __future__ import annotations

import re
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BufferedReader
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast, override
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore
from protego import Protego

from kg.errors import ReadError
from kg.read.metadata import web_address
from kg.read.model import Failure, Input, Link, Metadata
from kg.resources import VERSION

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    from kg.read.model import Options

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
        self._deadline = _Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=create_ssl_context(trust_env=False),
            max_connections=4,
            network_backend=_GuardedBackend(self._deadline, allow_private=options.web.allow_private),
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
        try:
            answer = self._get(f"{host}/robots.txt", _MOST_ROBOTS, robots=False)
        except ReadError as error:
            return str(error)
        with answer.content as stream:
            content = stream.read() if answer.status < 300 else b""
        if answer.status >= 500:
            return f"the server answers {answer.status}"
        return Protego.parse(content.decode("utf-8", "replace"))


_EMBEDDING = IPv6Network("64:ff9b::/96"), IPv6Network("::/96")
"""Networks of IPv6 whose last 32 bits are an address of IPv4: translated (NAT64), compatible."""
_OF_THE_HOST = frozenset({"168.63.129.16"})
"""Global by number, but a cloud's own: Azure's platform service."""
_WITHOUT_HOST = frozenset(
    {"abfs", "abfss", "adl", "az", "data", "file", "gcs", "gdrive", "gs", "hf", "local", "memory", "oci", "oss", "r2"}
) | {"s3", "s3a", "tos"}
"""Schemes of fsspec whose addresses name a bucket or a path, and not a host."""


def is_public(address: str) -> bool:
    """Return whether an IP address is the internet's: not private, loopback, link-local, reserved or multicast.

    An IPv6 address that stands for one of IPv4 is judged by that.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1"), is_public("fec0::1")
    (True, False, False, False)
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if (inner := _inner(found)) is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved and str(found) not in _OF_THE_HOST


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that one of IPv6 stands for: mapped, or reached by a translator or a tunnel."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if int(address) > 1 and any(address in network for network in _EMBEDDING):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo is not None else None


def require_public(address: str, *, allow_private: bool) -> None:
    """Refuse the address of a file elsewhere (ftp://…, s3://…) if its host is in a private network: ReadError."""
    if "::" in address:  # which fsspec takes for one inside another, be it of IPv6
        raise ReadError(f"{address}: addresses inside one another (::) are not read")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ReadError(f"{address}: not an address") from error
    if host and not allow_private and parts.scheme not in _WITHOUT_HOST:
        _allowed(host, port, allow_private=False)


def _allowed(host: str, port: int | None, *, allow_private: bool) -> list[str]:
    """Return the addresses of a host that may be opened; ReadError if it has none."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(f"no such host: {host}") from error
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    allowed = [address for address in addresses if allow_private or is_public(address)]
    if not allowed:
        raise ReadError(f"{host} is {addresses[0]}, an address of a private network: --allow-private reads it")
    return allowed


class _Deadline:
    """The end of a request: of connecting, sending and every byte of the answer."""

    def __init__(self) -> None:
        self._end = 0.0

    def start(self, seconds: float) -> None:
        """Begin a request that has this many seconds."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; httpcore.ReadTimeout if none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


class _GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses alone, and lets nothing take longer than the deadline."""

    def __init__(self, deadline: _Deadline, *, allow_private: bool) -> None:
        self._sockets = httpcore.SyncBackend()
        self._deadline = deadline
        self._allow_private = allow_private

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in _allowed(host, port, allow_private=self._allow_private):
            try:
                stream = self._sockets.connect_tcp(address, port, self._deadline.left(), local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = error
            else:
                return _GuardedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address")


class _GuardedStream(httpcore.NetworkStream):
    """A connection of which no step takes longer than the deadline, however slowly the bytes come."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    @override
    def close(self) -> None:
        self._stream.close()

    @override
    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _GuardedStream(stream, self._deadline)

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
