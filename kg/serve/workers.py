"""The workers: processes that answer one request at a time, with the graph's store open to read.

Each is a sandbox (`kg.graph.query.process`), forked from a process that has the imports. One whose request is over its
time or takes too much memory ends, and the pool starts another; it also replaces those that are `spent`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import math
import multiprocessing
import os
import signal
import socket
import tempfile
import time
import weakref
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, StoreError
from kg.graph.query.process import LENGTHS, OvertimeError, answer_requests, be_silent, pack, raised, too_large
from kg.serve.settings import KILL_SECONDS, NICE, PIECE_BYTES, SHORT_SECONDS, SLOW_SECONDS, SPOOL_BYTES, START_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.query.process import Request, Send
    from kg.serve.settings import Settings

__all__ = ["PRELOADED", "Body", "Reply", "Spool", "SpoolError", "Worker", "receive", "start_fork_server", "work"]

PRELOADED = [__name__, "kg.serve.tasks"]
"""What the fork server imports once for all workers."""

type Body = bytes | Spool
"""The body of an answer, in memory or on the disk."""
type Reply = tuple[dict[str, Any], Body]
"""The head and the body of an answer, as the server holds it."""


class Spool:
    """Bytes in a file without a name, which is gone with the last reference to this object.

    SpoolError where there is no room for them.
    """

    def __init__(self) -> None:
        with _room(), tempfile.TemporaryFile() as file:
            self._file = os.dup(file.fileno())
        self._close = weakref.finalize(self, os.close, self._file)
        self.size = 0

    def __len__(self) -> int:
        return self.size

    def append(self, piece: bytes) -> None:
        """Write a piece at the end; SpoolError where the disk is full."""
        written = 0
        with _room():
            while written < len(piece):
                written += os.write(self._file, piece[written:])
        self.size += len(piece)

    def read(self, begin: int, size: int) -> bytes:
        """Return at most so many bytes from an offset on."""
        return os.pread(self._file, size, begin)


@contextmanager
def _room() -> Iterator[None]:
    """SpoolError, which says where there is no room, instead of OSError."""
    try:
        yield
    except OSError as error:
        folder = tempfile.gettempdir()
        raise SpoolError(f"there is no room for the answer in {folder}: {error.strerror}") from error


async def receive(stream: asyncio.StreamReader) -> Reply:
    """Read the messages that answer a request, a large body to the disk: clients may be slow to read it.

    Raises:
        asyncio.IncompleteReadError: the stream ends before the answer does.
        SpoolError: the disk takes no more.
    """
    found: dict[str, Any] = {}
    body: Body = b""
    while "end" not in found:
        head_size, size = LENGTHS.unpack(await stream.readexactly(LENGTHS.size))
        found |= json.loads(await stream.readexactly(head_size))
        if isinstance(body, bytes) and len(body) + size <= SPOOL_BYTES:
            body += await stream.readexactly(size)
            continue
        if isinstance(body, bytes):
            spool = Spool()
            spool.append(body)
            body = spool
        while size:
            piece = await stream.readexactly(min(size, PIECE_BYTES))
            body.append(piece)
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
        self._ticks = 0
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
        self._ticks = _ticks(self._pid)
        seconds = math.inf if request.get("stays") else SLOW_SECONDS
        lower = asyncio.get_running_loop().call_later(seconds, self.lower_priority)
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
            lower.cancel()

    def is_long(self) -> bool:
        """Return whether the request under way has taken longer than a short one, by the processor or the clock."""
        spent = (_ticks(self._pid) - self._ticks) / os.sysconf("SC_CLK_TCK")
        return spent >= SHORT_SECONDS or time.monotonic() - self.begin >= SLOW_SECONDS

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


def _ticks(pid: int) -> int:
    """Return the processor time of a process in the system's ticks (proc(5)); 0 if the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def start_fork_server() -> None:
    """Start the process that workers are forked from, unless it runs, and do not wait until it has its imports.

    Ctrl-C is for the server alone: the fork server and its workers inherit that the signal is blocked.
    """
    multiprocessing.set_forkserver_preload(PRELOADED)
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _fork(connection: socket.socket, settings: Settings) -> None:
    """Start a worker and hand it the connection; blocks until the fork server has imported what it should."""
    with connection:
        start_fork_server()
        arguments = (connection, settings.graph)
        multiprocessing.get_context("forkserver").Process(target=work, args=arguments, daemon=True).start()


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
