"""The workers: processes that answer one request at a time, with the graph's store open to read.

Each is a sandbox (`kg.graph.query.process`), forked from a process that has the imports. One whose request is over its
time or takes too much memory ends, and the pool starts another; it also replaces those that are `spent`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import socket
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from kg.errors import KgError, StoreError
from kg.graph.query.process import LENGTHS, OvertimeError, answer_requests, be_silent, pack, raised, too_large
from kg.serve.settings import KILL_SECONDS, NICE, PIECE_BYTES, SHORT_SECONDS, SLOW_SECONDS, SPOOL_BYTES, START_SECONDS

if TYPE_CHECKING:
    from kg.forks import Forks
    from kg.graph.query.process import Request, Send
    from kg.serve.settings import Settings

type Body = IO[bytes]
"""The body of an answer, in memory or on the disk."""
type Reply = tuple[dict[str, Any], Body]
"""The head and the body of an answer, as the server holds it."""


class _Spool(SpooledTemporaryFile[bytes]):
    """Bytes in memory or, if they are many, on the disk, which are gone with the last reference to this object."""

    def __del__(self) -> None:
        self.close()


async def receive(stream: asyncio.StreamReader) -> Reply:
    """Read the messages that answer a request, a large body to the disk: clients may be slow to read it.

    Raises:
        asyncio.IncompleteReadError: the stream ends before the answer does.
        SpoolError: the disk takes no more.
    """
    found: dict[str, Any] = {}
    body: Body = _Spool(SPOOL_BYTES)
    while "end" not in found:
        head_size, size = LENGTHS.unpack(await stream.readexactly(LENGTHS.size))
        found |= json.loads(await stream.readexactly(head_size))
        while size:
            piece = await stream.readexactly(min(size, PIECE_BYTES))
            try:
                body.write(piece)
            except OSError as error:
                folder = tempfile.gettempdir()
                raise SpoolError(f"there is no room for the answer in {folder}: {error.strerror}") from error
            size -= len(piece)
    return found, body


class SpoolError(Exception):
    """The disk takes no more of an answer."""


class Worker:
    """One process that runs `_work`, and the connection to it."""

    def __init__(self, pid: int, memory: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.slow = False
        self._pid, self._memory = pid, memory
        self.begin = 0.0
        """When the request under way was sent."""
        self._spent = self._waited = 0.0
        self._reader = reader
        self._writer = writer

    @classmethod
    async def started(cls, settings: Settings) -> Worker:
        """Return a new worker that has the graph open; StoreError where none can be started."""
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=ours)
        try:
            async with asyncio.timeout(START_SECONDS):
                await asyncio.to_thread(_fork, theirs, settings)
                head, _ = await receive(reader)
        except BaseException as error:
            writer.close()  # which ends the process too
            if isinstance(error, (OSError, EOFError)):
                raise StoreError(f"{settings.graph}: no process can be started to answer for it") from error
            raise
        if "error" in head:
            writer.close()
            raise raised(head)
        return cls(head["pid"], settings.max_memory << 20, reader, writer)

    @property
    def alive(self) -> bool:
        """True if the process is still there."""
        return not self._reader.at_eof()

    async def ask(self, request: dict[str, Any], body: bytes) -> Reply:
        """Return the answer to one request; LimitError if it ends the worker, SpoolError if the disk is full."""
        begin = self.begin = time.monotonic()
        self._spent, self._waited = _processor(self._pid)
        slow = asyncio.create_task(self._lower_if_slow()) if not request.get("stays") else None
        try:
            async with asyncio.timeout(request["seconds"] + KILL_SECONDS):
                self._writer.write(pack({**request, "memory": self._memory}, body))
                await self._writer.drain()
                return await receive(self._reader)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            if time.monotonic() - begin >= request["seconds"]:
                raise OvertimeError("the query took too long and was stopped") from error
            raise too_large(self._memory) from error
        finally:
            if slow is not None:
                slow.cancel()

    def is_long(self) -> bool:
        """Return whether the request under way has taken longer than a short one, by the processor or the clock."""
        return _processor(self._pid)[0] - self._spent >= SHORT_SECONDS or self._seconds() >= SLOW_SECONDS

    def _seconds(self) -> float:
        """Return the time of the request under way, without that in which others had the processor."""
        return time.monotonic() - self.begin - (_processor(self._pid)[1] - self._waited)

    async def _lower_if_slow(self) -> None:
        """Lower the priority once the request under way is slow."""
        while (left := SLOW_SECONDS - self._seconds()) > 0:
            await asyncio.sleep(left)
        self.lower_priority()

    def lower_priority(self) -> None:
        """Lower the priority of the process for good: only the system's administrator may raise it again."""
        self.slow = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, NICE)

    def kill(self) -> None:
        """Kill the process; the fork server waits for it."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._writer.close()


def _processor(pid: int) -> tuple[float, float]:
    """Return the seconds for which a process had a processor, and waited for one; 0 if the system does not say."""
    try:
        ran, waited, _ = Path(f"/proc/{pid}/schedstat").read_text("ascii").split()
    except (OSError, ValueError):
        return 0.0, 0.0
    return int(ran) / 1e9, int(waited) / 1e9


@cache
def forks() -> Forks:
    """Return the server from which workers are forked."""
    from kg.forks import Forks  # late: Windows has none

    return Forks([__name__, "kg.serve.tasks"])


def _fork(connection: socket.socket, settings: Settings) -> None:
    """Start a worker and hand it the connection; blocks until the fork server has imported what it should."""
    with connection:
        forks().Process(target=work, args=(connection, settings.graph), daemon=True).start()


def work(connection: socket.socket, directory: Path) -> None:
    """Run a worker: answer the requests that come through a connection until it is closed.

    The first message sent has the process id, or the error if the graph cannot be opened.
    """
    gc.freeze()  # so that no collection goes through what is shared with the fork server, and copies it
    be_silent()
    from kg.serve.tasks import TASKS, State  # late: the server itself does without

    state = State(directory)
    try:
        state.store()
    except KgError as error:
        connection.sendall(pack({"end": True, "error": str(error), "kind": type(error).__name__}))
        return
    connection.sendall(pack({"end": True, "pid": os.getpid()}))

    def answer(request: Request, body: bytes, send: Send) -> None:
        state.send = lambda piece: send({}, piece)
        send(*TASKS[request["task"]](state, request, body))

    answer_requests(connection, answer)
