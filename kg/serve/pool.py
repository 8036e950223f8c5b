"""The workers: who is free takes the next request, and who is over its limits is ended and replaced.

A request waits a short while for a free worker, and only so many wait; else the pool is busy and says so. So queries
that hang hold as many workers as there are, until their time is over, and nothing else.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.serve import wire
from kg.serve.settings import WORKERS

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from kg.serve.settings import Settings

__all__ = ["BusyError", "LimitError", "Pool"]

_GRACE = 0.5
"""Seconds after its time that a worker whose own alarm failed is killed."""
_QUICK = 1.0
_NICE = 10
"""A request that takes longer than so many seconds gives way to others by so much, and its worker is replaced then."""
_WAIT = 3.0
"""Seconds that a request waits for a free worker."""
_QUEUE = 64
"""Requests that wait at once."""
_START = 30.0
"""Seconds in which a worker must have started."""


class BusyError(Exception):
    """All workers are busy, and stay so: ask again later."""


class LimitError(Exception):
    """A worker was ended by its time limit (`time`), or died of its memory limit or of a defect."""

    def __init__(self, *, time: bool) -> None:
        super().__init__("time" if time else "memory")
        self.time = time


class Worker:
    """One process of `kg.serve.worker`, and the channel to it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.slow = False
        self._pid = pid
        self._reader = reader
        self._writer = writer

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return not self._reader.at_eof()

    async def greeted(self) -> None:
        """Wait until the worker has the graph open; StoreError where it cannot be opened."""
        try:
            async with asyncio.timeout(_START):
                head, _ = await wire.receive(self._reader)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            self.end()
            raise StoreError("a process that should answer did not start") from error
        if "error" in head:
            self.end()
            raise StoreError(head["error"])

    async def ask(self, request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer to one request; LimitError where it ends the worker."""
        begin = time.monotonic()
        later = asyncio.get_running_loop().call_later(_QUICK, self._give_way)
        try:
            async with asyncio.timeout(request["seconds"] + _GRACE):
                self._writer.write(wire.pack(request, body))
                await self._writer.drain()
                return await wire.receive(self._reader)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            raise LimitError(time=time.monotonic() - begin >= request["seconds"]) from error
        finally:
            later.cancel()

    def _give_way(self) -> None:
        """Let the system prefer other processes to this one, for good: only its administrator may take that back."""
        self.slow = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, _NICE)

    def end(self) -> None:
        """Kill the process; who is forked by the nursery need not be waited for."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._writer.close()


class Nursery:
    """The process of `kg.serve.nursery`, started when a worker is asked for and it is not there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._control: socket.socket | None = None
        self._lock = asyncio.Lock()

    async def worker(self) -> Worker:
        """A new worker; StoreError where none can be had."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                async with self._lock, asyncio.timeout(_START):
                    pid = await self._fork(theirs)
                reader, writer = await asyncio.open_connection(sock=ours)
            except BaseException as error:
                ours.close()
                if isinstance(error, (OSError, TimeoutError)):
                    raise StoreError(f"{self._settings.graph}: no process can be started to answer for it") from error
                raise
        worker = Worker(pid, reader, writer)
        await worker.greeted()
        return worker

    async def _fork(self, channel: socket.socket) -> int:
        for fresh in (False, True):
            if self._control is None or fresh:
                await self._start()
            if self._control is not None:
                with suppress(ConnectionError):
                    socket.send_fds(self._control, [b"+"], [channel.fileno()])
                    told = await asyncio.get_running_loop().sock_recv(self._control, wire.PID.size)
                    if len(told) == wire.PID.size:
                        return int(wire.PID.unpack(told)[0])
        raise ConnectionError("the nursery does not answer")

    async def _start(self) -> None:
        await self.end()
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "kg.serve.nursery",
                str(theirs.fileno()),
                str(self._settings.graph),
                str(self._settings.max_memory << 20),
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=None if os.environ.get("KG_DEBUG") else asyncio.subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches the server alone
            )

    async def end(self) -> None:
        """End the process; its workers go on."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            self._process = None


class Pool:
    """The workers of one server."""

    def __init__(self, settings: Settings) -> None:
        self._nursery = Nursery(settings)
        self._free: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers; StoreError where the graph cannot be opened."""
        started = await asyncio.gather(*(self._nursery.worker() for _ in range(WORKERS)), return_exceptions=True)
        self._all.update(worker for worker in started if isinstance(worker, Worker))
        self._free.extend(self._all)
        for failure in started:
            if isinstance(failure, BaseException):
                await self.stop()
                raise failure

    async def stop(self) -> None:
        """End all workers."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._all:
            worker.end()
        await self._nursery.end()

    async def ask(self, request: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """The answer to a request, whose `seconds` are its time limit.

        Raises:
            BusyError: no worker became free in time.
            LimitError: the request took too much time or memory.
        """
        worker = await self._take()
        try:
            head, answer = await worker.ask(request, body)
        except BaseException:  # a cancelled request too leaves a worker that is at work
            self._replace(worker)
            raise
        if worker.slow or head.get("spent"):
            self._replace(worker)
        else:
            self._give(worker)
        return head, answer

    async def _take(self) -> Worker:
        while self._free:
            worker = self._free.popleft()
            if worker.alive:
                return worker
            self._replace(worker)
        if len(self._waiting) >= _QUEUE:
            raise BusyError
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(_WAIT):
                return await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # a worker came in the same moment: hand it on
                self._give(turn.result())
            if isinstance(error, TimeoutError):
                raise BusyError from error
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(turn)

    def _give(self, worker: Worker) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    def _replace(self, worker: Worker) -> None:
        task = asyncio.get_running_loop().create_task(self._restart(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _restart(self, worker: Worker) -> None:
        worker.end()
        self._all.discard(worker)
        while True:
            try:
                fresh = await self._nursery.worker()
            except (StoreError, OSError):  # the graph is gone, or the machine is full: either may pass
                await asyncio.sleep(1)
            else:
                break
        self._all.add(fresh)
        self._give(fresh)
