import asyncio
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest
from worker_requests import HANG, QUERY

from kg.graph.query.process import pack
from kg.serve.settings import SPOOL_BYTES
from kg.serve.workers import SpoolError, forks, receive, work


async def whole(stream: asyncio.StreamReader) -> tuple[dict[str, Any], bytes]:
    """The head and the body of an answer."""
    head, body = await receive(stream)
    with body:
        body.seek(0)
        return head, body.read()


class Client:
    """The server's end of a connection to a worker."""

    def __init__(self, connection: socket.socket, memory: int) -> None:
        self.connection, self.memory = connection, memory

    def next(self) -> tuple[dict[str, Any], bytes] | None:
        """The next message; None where the worker has ended."""

        async def read() -> tuple[dict[str, Any], bytes]:
            reader, writer = await asyncio.open_connection(sock=self.connection.dup())
            try:
                return await whole(reader)
            finally:
                writer.close()

        try:
            return asyncio.run(read())
        except asyncio.IncompleteReadError:
            return None

    def ask(self, body: bytes, **fields: object) -> tuple[dict[str, Any], bytes] | None:
        self.connection.setblocking(True)  # which asyncio has changed
        self.connection.sendall(pack({**QUERY, "seconds": 10.0, "memory": self.memory, **fields}, body))
        return self.next()


@contextmanager
def worker(directory: Path, megabytes: int = 512) -> Iterator[tuple[Client, ForkServerProcess]]:
    ours, theirs = socket.socketpair()
    process = forks().Process(target=work, args=(theirs, directory))
    with ours:
        process.start()
        theirs.close()
        yield Client(ours, megabytes << 20), process
    process.join(20)
    process.close()


def test_a_worker_answers_until_its_connection_is_closed(graph: Path) -> None:
    with worker(graph) as (client, process):
        assert client.next() == ({"end": True, "pid": process.pid}, b"")
        for _ in range(2):
            assert client.ask(b"SELECT (1 AS ?n) {}") == (
                {"media": "text/csv", "cut": False, "guarded": 0, "most": 10, "end": True, "spent": False},
                b"n\r\n1\r\n",
            )
        large = client.ask(b"SELECT (CONCAT('%s', '') AS ?n) {}" % (b"x" * 900_000))
        assert large is not None
        assert len(large[1]) > 900_000
        client.connection.close()
        process.join(20)
        assert process.exitcode == 0


@pytest.mark.parametrize(
    ("fields", "body", "kind"),
    [
        ({}, b"nonsense", "QueryError"),
        ({}, b"SELECT * { SERVICE <http://a> { ?s ?p ?o } }", "RefusedError"),
        ({"task": "describe", "iri": "http://nothing.example/"}, b"", "NotFoundError"),
        ({"max_rows": "many"}, b"SELECT * { ?s ?p ?o }", "TypeError"),
    ],
)
def test_an_error_is_an_answer(graph: Path, fields: dict[str, object], body: bytes, kind: str) -> None:
    with worker(graph) as (client, _):
        client.next()
        answer = client.ask(body, **fields)
        assert answer is not None
        assert answer[0]["kind"] == kind
        assert "\n" not in answer[0]["error"]


def test_the_alarm_ends_a_worker_whose_request_takes_too_long(graph: Path) -> None:
    with worker(graph) as (client, process):
        client.next()
        assert client.ask(HANG, seconds=0.2) is None
        process.join(20)
        assert process.exitcode == -signal.SIGALRM


def test_the_memory_limit_ends_a_worker(graph: Path) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(31))
    with worker(graph, 256) as (client, process):
        client.next()
        assert client.ask(f"SELECT (STRLEN(?x31) AS ?n) {{ BIND('words' AS ?x0) {doubled} }}".encode()) is None
        process.join(20)
        assert process.exitcode not in {0, -signal.SIGALRM}


def test_a_worker_that_cannot_open_the_graph_says_why(tmp_path: Path) -> None:
    with worker(tmp_path / "none") as (client, _):
        message = client.next()
        assert message is not None
        assert message[0]["kind"] == "StoreError"
        assert "holds no graph" in message[0]["error"]
        assert client.next() is None


END = {"end": True}


def received(*messages: bytes) -> tuple[dict[str, object], bytes]:
    """The head and the body of what messages say."""

    async def read() -> tuple[dict[str, object], bytes]:
        stream = asyncio.StreamReader()
        for message in messages:
            stream.feed_data(message)
        stream.feed_eof()
        return await whole(stream)

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("messages", "body"),
    [
        ([pack({"media": "a"}, b"small"), pack(END)], b"small"),
        ([pack({"media": "a"}, b"x" * (SPOOL_BYTES + 1)), pack(END)], b"x" * (SPOOL_BYTES + 1)),
        ([pack({}, b"one,"), pack({}, b""), pack({"media": "a"}, b"end"), pack(END)], b"one,end"),
        ([pack({"media": "a"}), pack(END)], b""),
    ],
)
def test_an_answer_comes_whole(messages: list[bytes], body: bytes) -> None:
    assert received(*messages) == ({"media": "a", "end": True}, body)


def test_an_answer_that_breaks_off_is_an_error() -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        received(pack({}, b"one"))


def test_a_folder_without_room_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(SpoolError, match=r"no room for the answer in .*gone"):
        received(pack({}, b"x" * (SPOOL_BYTES + 1)))
