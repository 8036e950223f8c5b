"""The workers: who is free takes the next request, and who is over its limits is ended and replaced.

A request waits a short while for a free worker, and only so many wait; else the pool is busy and says so. So queries
that hang hold as many workers as there are, until their time is over, and nothing else.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
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
_WAIT = 2.0
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
    """One process of `kg.serve.worker`."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, settings: Settings) -> Worker:
        """A worker that has the graph open; StoreError where it cannot be opened."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.serve.worker",
            str(settings.graph),
            str(settings.max_memory << 20),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=None if os.environ.get("KG_DEBUG") else asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the server alone
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START):
                head, _ = await wire.receive(worker._out)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await worker.end()
            raise StoreError(f"{settings.graph}: no process could be started to answer for it") from error
        if "error" in head:
            await worker.end()
            raise StoreError(head["error"])
        return worker

    @property
    def _out(self) -> asyncio.StreamReader:
        if self._process.stdout is None:
            raise TypeError("a worker without output")
        return self._process.stdout

    async def ask(self, request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer to one request; LimitError where it ends the worker."""
        try:
            async with asyncio.timeout(request["seconds"] + _GRACE):
                if self._process.stdin is not None:
                    self._process.stdin.write(wire.pack(request, body))
                    await self._process.stdin.drain()
                return await wire.receive(self._out)
        except TimeoutError as error:
            raise LimitError(time=True) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise LimitError(time=await self._process.wait() == -signal.SIGALRM) from error

    async def end(self) -> None:
        """Kill the process and wait for its end."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Pool:
    """The workers of one server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers; StoreError where the graph cannot be opened."""
        started = await asyncio.gather(*(Worker.start(self._settings) for _ in range(WORKERS)), return_exceptions=True)
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
        await asyncio.gather(*(worker.end() for worker in self._all))

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
        if head.get("spent"):
            self._replace(worker)
        else:
            self._give(worker)
        return head, answer

    async def _take(self) -> Worker:
        if self._free:
            return self._free.popleft()
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
        await worker.end()
        self._all.discard(worker)
        while True:
            try:
                fresh = await Worker.start(self._settings)
            except (StoreError, OSError):  # the graph is gone, or the machine is full: either may pass
                await asyncio.sleep(1)
            else:
                break
        self._all.add(fresh)
        self._give(fresh)
