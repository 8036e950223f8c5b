"""One process that answers requests (`kg.serve.worker`), as the server sees it: started, asked, slowed down, killed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import time
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.graph.query.process import pack
from kg.serve.settings import KILL_SECONDS, NICE, SHORT_SECONDS, SLOW_SECONDS, START_SECONDS
from kg.serve.worker import PRELOADED, receive, work

if TYPE_CHECKING:
    from kg.graph.query.process import Message
    from kg.serve.settings import Settings

__all__ = ["LimitError", "Worker", "start_fork_server"]


class LimitError(Exception):
    """A worker was ended by its time limit (`time`), or by its memory limit or a defect."""

    def __init__(self, *, time: bool) -> None:
        super().__init__("time" if time else "memory")
        self.time = time


class Worker:
    """One process that runs `kg.serve.worker.work`, and the connection to it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.slow = False
        self._pid = pid
        self.begin = 0.0
        """When the request under way was sent."""
        self._ticks = 0
        self._reader = reader
        self._writer = writer

    @classmethod
    async def started(cls, settings: Settings) -> Worker:
        """A new worker that has the graph open; StoreError where none can be started."""
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
            raise StoreError(head["error"])
        return cls(head["pid"], reader, writer)

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return not self._reader.at_eof()

    async def ask(self, request: dict[str, Any], body: bytes) -> Message:
        """The answer to one request; LimitError where it ends the worker."""
        begin = self.begin = time.monotonic()
        self._ticks = _ticks(self._pid)
        lower = asyncio.get_running_loop().call_later(SLOW_SECONDS, self.lower_priority)
        try:
            async with asyncio.timeout(request["seconds"] + KILL_SECONDS):
                self._writer.write(pack(request, body))
                await self._writer.drain()
                return await receive(self._reader)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            raise LimitError(time=time.monotonic() - begin >= request["seconds"]) from error
        finally:
            lower.cancel()

    def is_long(self) -> bool:
        """Whether the request under way has had the processor, or the clock, for longer than a short one takes."""
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
    """The processor time that a process has taken, in the system's ticks; 0 where the system does not say (proc(5))."""
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
        arguments = (connection, settings.graph, settings.max_memory << 20)
        multiprocessing.get_context("forkserver").Process(target=work, args=arguments, daemon=True).start()
