from __future__ import annotations

import asyncio
import os
import signal
import socket

import pytest
from starlette.responses import PlainTextResponse

from kg.serve import http
from kg.serve.http import serve_http
from kg.serve.responses import data_response
from kg.serve.settings import HEADER_BYTES


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
            app = data_response(b"a" * 50_000_000, "text/plain")
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
