"""The guard of the network: the addresses that may be opened are the internet's, unless the user says otherwise.

A page that is fetched from inside a company's or a cloud's network can name what only that network can reach: its
routers, the metadata service of the machine. So every host is resolved here and its addresses are checked. Over HTTP
the connection is made to a checked address: a name that resolves otherwise the next time gains nothing.
"""

from __future__ import annotations

import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any, override
from urllib.parse import urlsplit

import httpcore

from kg.errors import ReadError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

__all__ = ["Deadline", "GuardedBackend", "is_public", "require_public"]

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


class Deadline:
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


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses alone, and lets nothing take longer than the deadline."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
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

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
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
