"""The pool of workers: a free one takes the next request; one that is over its limits is killed and replaced.

A request waits a short while for a free worker, and only so many wait; else the pool is busy. So queries that hang
occupy as many workers as there are, until their time is over, and nothing else.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import time
from collections import deque
from contextlib import suppress
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.serve.settings import KILL_SECONDS, NICE, QUEUE, QUEUE_SECONDS, SLOW_SECONDS, START_SECONDS, WORKERS
from kg.serve.worker import PRELOADED, pack, receive, work

if TYPE_CHECKING:
    from kg.serve.settings import Settings
    from kg.serve.tasks import Message

__all__ = ["BusyError", "LimitError", "Pool", "start_fork_server"]


class BusyError(Exception):
    """All workers are busy, and stay so: ask again later."""


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
        begin = time.monotonic()
        lower = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._lower_priority)
        try:
            async with asyncio.timeout(request["seconds"] + KILL_SECONDS):
                self._writer.write(pack(request, body))
                await self._writer.drain()
                return await receive(self._reader)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            raise LimitError(time=time.monotonic() - begin >= request["seconds"]) from error
        finally:
            lower.cancel()

    def _lower_priority(self) -> None:
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


class Pool:
    """The workers of one server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: deque[Worker] = deque()
        self._queue: deque[asyncio.Future[Worker]] = deque()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Start the workers; StoreError where the graph cannot be opened."""
        starting = [Worker.started(self._settings) for _ in range(WORKERS)]
        started = await asyncio.gather(*starting, return_exceptions=True)
        self._all.update(worker for worker in started if isinstance(worker, Worker))
        self._free.extend(self._all)
        for failure in started:
            if isinstance(failure, BaseException):
                await self.stop()
                raise failure

    async def stop(self) -> None:
        """End all workers, those too that are being started."""
        self._stopping = True
        await asyncio.gather(*self._tasks)
        for worker in self._all:
            worker.kill()

    async def ask(self, request: dict[str, Any], body: bytes = b"") -> Message:
        """The answer to a request, whose `seconds` are its time limit.

        Raises:
            BusyError: no worker became free in time.
            LimitError: the request took too much time or memory.
        """
        worker = await self._acquire()
        try:
            head, answer = await worker.ask(request, body)
        except BaseException:  # a cancelled request too leaves a worker that is busy
            self._replace(worker)
            raise
        if worker.slow or head.get("spent"):
            self._replace(worker)
        else:
            self._release(worker)
        return head, answer

    async def _acquire(self) -> Worker:
        while self._free:
            worker = self._free.popleft()
            if worker.alive:
                return worker
            self._replace(worker)
        if len(self._queue) >= QUEUE:
            raise BusyError
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                return await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # a worker became free at the same moment
                self._release(turn.result())
            if isinstance(error, TimeoutError):
                raise BusyError from error
            raise
        finally:
            with suppress(ValueError):
                self._queue.remove(turn)

    def _release(self, worker: Worker) -> None:
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    def _replace(self, worker: Worker) -> None:
        task = asyncio.get_running_loop().create_task(self._restart(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _restart(self, worker: Worker) -> None:
        worker.kill()
        self._all.discard(worker)
        while not self._stopping:
            try:
                fresh = await Worker.started(self._settings)
            except (StoreError, OSError):  # the graph is gone or the memory is full: either may pass
                await asyncio.sleep(1)
            else:
                self._all.add(fresh)
                self._release(fresh)
                return
