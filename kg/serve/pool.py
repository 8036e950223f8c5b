"""The pool of workers: which request is answered next, by which process, and which has to make room.

What a query will cost is not known before it has run. So each gets one of the few workers that are there for short
requests. One that has had its worker for longer than a short one takes gives it up as soon as others wait: it goes on
beside them, at a low priority, where fewer than `LONG_RUNS` do so; else it is ended, waits, and is run anew. So twenty
queries that hang take two processes, and short ones wait for none of them. Of those who wait, the next is one of the
client for whom the fewest requests are running.

Processes hold memory, and the files of a store that is gone: when another store is published, or nobody has asked for a
while, all that are idle are ended, and one is started in their place.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import LimitError, StoreError
from kg.graph.store.directory import publication
from kg.serve.settings import (
    LONG_QUEUE,
    LONG_QUEUE_SECONDS,
    LONG_RUNS,
    QUEUE,
    QUEUE_SECONDS,
    ROOM_SECONDS,
    UNUSED_SECONDS,
    VARIABLE_SECONDS,
    WATCH_SECONDS,
    WORKERS,
)
from kg.serve.workers import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.serve.settings import Settings
    from kg.serve.workers import Reply

_VARIABLE = re.compile(rb"[?$]\w+")
_PATH = re.compile(rb"[\w>)][*+]")
"""A property path of any length; or arithmetic, which does no harm here."""


class BusyError(Exception):
    """The server is busy: the reason, and the seconds after which to try again."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = max(1, math.ceil(seconds))


@dataclass(eq=False, slots=True)
class _Job:
    """A request that a worker is at; `long` where it goes on beside the short ones, `ended` where it made room.

    What `stays` keeps its worker whatever it takes: it is never ended to be run anew.
    """

    client: str
    worker: Worker
    stays: bool = False
    long: bool = False
    ended: bool = False


class _Turn[T](NamedTuple):
    """A client's place in a queue: its time is when it came, or later, and its future what it waits for."""

    client: str
    time: float
    future: asyncio.Future[T]


class _Queue[T]:
    """Clients that wait for something, `size` at most at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._turns: list[_Turn[T]] = []

    def __len__(self) -> int:
        return len(self._turns)

    def join(self, client: str, later: float = 0.0) -> asyncio.Future[T]:
        """Return a future for a client, as if it had come so many seconds `later`.

        Raises:
            BusyError: the queue is full, and no other client waits for more. One that does loses its last place.
        """
        self._turns = [turn for turn in self._turns if not turn.future.done()]  # one whose time is over leaves later
        if len(self._turns) >= self._size:
            waiting = Counter(turn.client for turn in self._turns)
            (most, count), *_ = waiting.most_common(1)
            if count <= waiting[client] + 1:
                raise BusyError(f"{len(self._turns)} requests wait already", QUEUE_SECONDS)
            last = max((turn for turn in self._turns if turn.client == most), key=lambda turn: turn.time)
            last.future.set_exception(BusyError(f"{count} requests of yours wait already", QUEUE_SECONDS))
            self._leave(last)
        loop = asyncio.get_running_loop()
        turn = _Turn(client, loop.time() + later, loop.create_future())
        self._turns.append(turn)
        turn.future.add_done_callback(lambda _: self._leave(turn))
        return turn.future

    def _leave(self, turn: _Turn[T]) -> None:
        with suppress(ValueError):
            self._turns.remove(turn)

    def serve(self, what: T, running: Counter[str]) -> bool:
        """Give it to the next client: of those with the fewest requests `running`, the first that came."""
        self._turns = [turn for turn in self._turns if not turn.future.done()]
        if not self._turns:
            return False
        chosen = min(self._turns, key=lambda turn: (running[turn.client], turn.time))
        chosen.future.set_result(what)
        self._leave(chosen)
        return True


def _later(request: dict[str, Any], body: bytes) -> float:
    """Return the seconds for which a request lets others go first: a query that joins much has many variables."""
    if request["task"] != "query":
        return 0.0
    return VARIABLE_SECONDS * (len(set(_VARIABLE.findall(body))) + len(_PATH.findall(body)))


class Pool:
    """The workers of one server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.on_change: Callable[[], None] = lambda: None
        """Called when another store is published."""
        self._free: list[Worker] = []
        self._all: set[Worker] = set()
        self._short: _Queue[Worker] = _Queue(QUEUE)
        self._long: _Queue[None] = _Queue(LONG_QUEUE)
        self._running: set[_Job] = set()
        self._starting = 0
        self._long_runs = 0
        self._room: asyncio.TimerHandle | None = None
        self._used = math.inf
        """When the last request was answered; infinity while none has been since workers were ended."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Start the workers; StoreError where the graph cannot be opened."""
        store = await asyncio.to_thread(publication, self._settings.graph)
        starting = [Worker.started(self._settings) for _ in range(WORKERS)]
        started = await asyncio.gather(*starting, return_exceptions=True)
        for each in started:
            if isinstance(each, Worker):
                self._add(each)
        for failure in started:
            if isinstance(failure, BaseException):
                await self.stop()
                raise failure
        self._watching = asyncio.create_task(self._watch(store))

    async def stop(self) -> None:
        """End all workers, those too that are being started."""
        self._stopping = True
        if self._watching is not None:
            self._watching.cancel()
        await asyncio.gather(*self._tasks)
        for worker in self._all:
            worker.kill()

    async def ask(self, request: dict[str, Any], body: bytes = b"", client: str = "") -> Reply:
        """Return the answer to a request of a client, whose `seconds` are its time limit.

        One that `stays` is the server's own: it makes no room for others, and its worker keeps what it has made.

        Raises:
            BusyError: no worker became free in time.
            LimitError: the request took too much time or memory.
            SpoolError: there is no room on the disk for the answer.
        """
        self._used = math.inf
        worker = await self._short_worker(client, _later(request, body))
        job = _Job(client, worker, stays=request.get("stays", False))
        try:
            return await self._run(job, request, body)
        except LimitError:
            if not job.ended:
                raise
        await self._long_turn(client)
        try:
            worker = await Worker.started(self._settings)
        except BaseException as error:
            self._end_long_run()
            if isinstance(error, StoreError | OSError):
                raise BusyError("no process can be started", QUEUE_SECONDS) from error
            raise
        self._all.add(worker)
        worker.lower_priority()
        return await self._run(_Job(client, worker, long=True), request, body)

    async def _run(self, job: _Job, request: dict[str, Any], body: bytes) -> Reply:
        self._running.add(job)
        reusable = False
        try:
            head, answer = await job.worker.ask(request, body)
            reusable = not (job.worker.slow or head.get("spent"))
        finally:  # a cancelled request too leaves a worker that is busy
            self._running.discard(job)
            self._used = time.monotonic()
            if job.long:
                self._end(job.worker)
                self._end_long_run()
            elif job.ended:
                pass
            elif reusable:
                self._release(job.worker)
            else:
                self._end(job.worker)
                self._start_worker()
        return head, answer

    async def _short_worker(self, client: str, later: float) -> Worker:
        """Return a worker for a request that may be short, and in the queue lets others go first."""
        while self._free:
            worker = self._free.pop()  # the one that was asked last, which has most at hand
            if worker.alive:
                return worker
            self._end(worker)
        turn = self._short.join(client, later)
        if self._short_processes() < WORKERS:
            self._start_worker()
        self._make_room()
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                return await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled() and turn.exception() is None:  # one became free at that moment
                self._release(turn.result())
            if isinstance(error, TimeoutError):
                raise BusyError("all workers are busy", QUEUE_SECONDS) from error
            raise

    async def _long_turn(self, client: str) -> None:
        """Wait until a request may take long."""
        if self._long_runs < LONG_RUNS:
            self._long_runs += 1
            return
        seconds = self._settings.timeout
        turn = self._long.join(client)
        try:
            async with asyncio.timeout(max(LONG_QUEUE_SECONDS, seconds)):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._end_long_run()
            if isinstance(error, TimeoutError):
                waiting = f"{len(self._long)} other queries that take long run or wait"
                raise BusyError(waiting, seconds * (len(self._long) + 1) / LONG_RUNS) from error
            raise

    def _end_long_run(self) -> None:
        running = Counter(job.client for job in self._running if job.long)
        if self._long_runs > LONG_RUNS or not self._long.serve(None, running):
            self._long_runs -= 1

    def _short_processes(self) -> int:
        return len(self._all) + self._starting - sum(job.long for job in self._running)

    def _make_room(self) -> None:
        """Take workers from requests that turn out to be long, and give them to waiting ones, until none wait."""
        if self._room is not None:
            self._room.cancel()
            self._room = None
        wanted = len(self._short) - self._starting
        if not len(self._short) or self._stopping:
            return
        movable = [job for job in self._running if not (job.long or job.ended or job.stays)]
        long = [job for job in movable if job.worker.is_long()]
        long.sort(key=lambda job: job.worker.begin)
        for _ in range(min(wanted, len(long))):
            job = long.pop(0 if self._long_runs < LONG_RUNS else -1)  # what is ended is what has least to lose
            if self._long_runs < LONG_RUNS:
                self._long_runs += 1
                job.long = True
                job.worker.lower_priority()
            else:
                job.ended = True
                self._end(job.worker)
            self._start_worker()
        self._room = asyncio.get_running_loop().call_later(ROOM_SECONDS, self._make_room)

    def _add(self, worker: Worker) -> None:
        self._all.add(worker)
        self._release(worker)

    def _release(self, worker: Worker) -> None:
        if not self._short.serve(worker, Counter(job.client for job in self._running)):
            self._free.append(worker)

    def _end(self, worker: Worker) -> None:
        worker.kill()
        self._all.discard(worker)

    def _start_worker(self) -> None:
        """Start a worker for short requests."""
        self._starting += 1
        task = asyncio.get_running_loop().create_task(self._started())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _started(self) -> None:
        try:
            while not self._stopping:
                try:
                    worker = await Worker.started(self._settings)
                except (StoreError, OSError):  # the graph is gone or the memory is full: either may pass
                    await asyncio.sleep(1)
                else:
                    self._add(worker)
                    return
        finally:
            self._starting -= 1

    async def _watch(self, store: tuple[int, int] | None) -> None:
        """End idle workers when another store is published, and when no requests come any more."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            published = await asyncio.to_thread(publication, self._settings.graph)
            changed, store = published != store, published
            if changed:
                self.on_change()
            if changed or time.monotonic() - self._used > UNUSED_SECONDS:
                self._used = math.inf
                self._renew()

    def _renew(self) -> None:
        """End the workers that are idle, and start one."""
        while self._free:
            self._end(self._free.pop())
        if self._short_processes() == 0:
            self._start_worker()
