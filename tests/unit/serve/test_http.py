"""The server's address, its limits of connections, the check of hosts and the headers."""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.responses import PlainTextResponse, Response

from kg.cli import share
from kg.errors import InputError, StoreError
from kg.serve import http
from kg.serve.http import SecurityMiddleware, host_names, is_loopback, serve_http
from kg.serve.responses import DataResponse
from kg.serve.server import _shown, serve
from kg.serve.settings import HEADER_BYTES, Settings

if TYPE_CHECKING:
    from conftest import Reply


def served(request: bytes, *, log: bool = False) -> bytes:
    """What a server answers to some bytes before it is ended by a signal."""

    async def exchange() -> bytes:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            started = asyncio.Event()
            app = PlainTextResponse("hello")
            serving = asyncio.create_task(serve_http(app, listening, started.set, log=log))
            await started.wait()
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(request)
            answer = await reader.read()
            writer.close()
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
            return answer

    return asyncio.run(exchange())


@pytest.mark.parametrize("log", [False, True])
def test_a_request_is_answered_and_a_signal_ends_the_server(capfd: pytest.CaptureFixture[str], log: bool) -> None:
    answer = served(b"GET /path HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", log=log)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"hello")
    assert b"\r\nserver:" not in answer
    assert ('"GET /path HTTP/1.1" 200' in capfd.readouterr().err) is log


def test_a_head_that_is_too_large_is_refused() -> None:
    assert served(b"GET / HTTP/1.1\r\nhost: " + b"a" * (HEADER_BYTES + 1)).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("request_", "answers"),
    [(b"GET / HTTP/1.1\r\n", 0), (b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\nGET / HTTP/1.1\r\n", 1)],
)
def test_a_connection_without_a_whole_head_is_closed(
    monkeypatch: pytest.MonkeyPatch, request_: bytes, answers: int
) -> None:
    monkeypatch.setattr(http, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(http, "WATCH_SECONDS", 0.05)
    assert served(request_).count(b"HTTP/1.1 200") == answers


def test_a_connection_beyond_the_limit_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http._Protocol, "client_connections", 0)  # noqa: SLF001 (the class that uvicorn makes)
    answer = served(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after: 5" in answer
    assert answer.endswith(b"0 connections of yours are open: try again in 5 s\n")


def test_an_answer_that_nobody_reads_ends_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "WRITE_SECONDS", 0.2)
    monkeypatch.setattr(http, "WATCH_SECONDS", 0.05)

    async def exchange() -> bool:
        with socket.socket() as listening, socket.socket() as client:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            started = asyncio.Event()
            app = DataResponse(BytesIO(b"a" * 50_000_000), "text/plain")
            serving = asyncio.create_task(serve_http(app, listening, started.set, log=False))
            await started.wait()
            client.setblocking(False)
            await asyncio.get_running_loop().sock_connect(client, listening.getsockname())
            client.send(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
            await asyncio.sleep(1)
            received = 0
            try:
                while piece := await asyncio.wait_for(asyncio.get_running_loop().sock_recv(client, 1 << 20), 5):
                    received += len(piece)
            except ConnectionError:
                pass
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
            return received < 50_000_000

    assert asyncio.run(exchange())


@pytest.mark.parametrize(
    ("listening", "host", "own"),
    [
        ("127.0.0.1", "localhost:8765", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "[::1]:80", True),
        ("127.0.0.1", "192.168.1.7:80", False),
        ("127.0.0.1", "localhost.evil.example", False),
        ("127.0.0.1", "", False),
        ("::1", "localhost", True),
        ("0.0.0.0", "192.168.1.7:80", True),  # noqa: S104 (as a user may choose)
        ("0.0.0.0", "evil.example", False),  # noqa: S104
        ("0.0.0.0", socket.gethostname(), True),  # noqa: S104
        ("graphs.example", "graphs.example:8765", True),
        ("graphs.example", "evil.example", False),
    ],
)
def test_only_the_servers_own_host_names_are_answered(
    call: Callable[..., Reply], listening: str, host: str, own: bool
) -> None:
    app = SecurityMiddleware(Response(), host=listening, cors=None)
    assert call(app, "/", headers={"host": host}).status == (200 if own else 421)


@pytest.mark.parametrize(
    ("media_type", "cors", "policy", "others"),
    [
        ("text/html", None, "default-src 'none'; script-src 'self'", ["SAMEORIGIN", "same-origin"]),
        ("text/turtle", None, "default-src 'none'; frame-ancestors 'none'; sandbox", ["DENY", "same-origin"]),
        ("text/turtle", "*", "default-src 'none'; frame-ancestors 'none'; sandbox", ["DENY", "cross-origin"]),
    ],
)
def test_a_response_gets_security_headers(
    call: Callable[..., Reply], media_type: str, cors: str | None, policy: str, others: list[str]
) -> None:
    app = SecurityMiddleware(Response(media_type=media_type), host="localhost", cors=cors)
    headers = call(app, "/").headers
    assert headers["content-security-policy"].startswith(policy)
    assert [headers["x-frame-options"], headers["cross-origin-resource-policy"]] == others
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["cache-control"] == "no-cache"


def test_a_policy_that_a_route_sets_stays(call: Callable[..., Reply]) -> None:
    own = Response(media_type="text/html", headers={"content-security-policy": "sandbox"})
    assert (
        call(SecurityMiddleware(own, host="localhost", cors=None), "/").headers["content-security-policy"] == "sandbox"
    )


def test_a_server_on_this_machine_alone_has_no_other_names() -> None:
    assert (is_loopback("127.0.0.2"), is_loopback("localhost"), is_loopback("10.0.0.1")) == (True, True, False)
    assert host_names("127.0.0.1") == {"localhost", "127.0.0.1"}
    assert socket.gethostname().lower() in host_names("10.0.0.1")


def test_an_address_that_cannot_be_listened_on_is_an_error(tmp_path: Path) -> None:
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} is in use"):
            serve(Settings(tmp_path, port=port), said.append)
    with pytest.raises(InputError, match=r"cannot listen on no\.such\.host\.invalid"):
        serve(Settings(tmp_path, host="no.such.host.invalid"), said.append)
    assert not said


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:9/"),
        ("::1", "http://[::1]:9/"),
        ("0.0.0.0", "http://127.0.0.1:9/"),  # noqa: S104 (shown, not listened on)
        ("::", "http://[::1]:9/"),
        ("fe80::1%eth0", "http://[fe80::1%eth0]:9/"),
    ],
)
def test_the_address_that_is_shown_can_be_opened(host: str, address: str) -> None:
    shown, others = _shown(host, 9)
    assert shown == address
    assert ("others reach port 9" in others) is (host in {"0.0.0.0", "::"})  # noqa: S104 (shown, not listened on)


@pytest.mark.parametrize("host", ["", "http://localhost", "127.0.0.1:8000", "no.such.host.invalid"])
def test_what_is_no_address_is_named_with_what_is(tmp_path: Path, host: str) -> None:
    with pytest.raises(InputError, match=r"cannot listen on .*name an address of this machine"):
        serve(Settings(tmp_path, host=host, port=0), print)


def test_a_directory_without_a_graph_is_an_error(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(StoreError, match="holds no graph"):
        serve(Settings(tmp_path / "none", port=0), said.append)
    assert not said


def test_the_defaults_are_those_of_the_command() -> None:
    options = inspect.signature(share.serve).parameters
    for each in fields(Settings):
        if each.name not in {"graph", "log"}:
            assert options[each.name].default == each.default, each.name
    assert options["requests"].default is Settings.__dataclass_fields__["log"].default
