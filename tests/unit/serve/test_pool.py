from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import StoreError
from kg.serve import pool as pools
from kg.serve.pool import BusyError, LimitError, Pool
from kg.serve.settings import WORKERS, Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HANG = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
STORE: dict[str, Any] = {"task": "store", "seconds": 10.0}
QUERY: dict[str, Any] = {
    "task": "query",
    "base": "http://localhost/sparql",
    "default": [],
    "named": [],
    "rows": "csv",
    "graph": None,
    "max_rows": 10,
    "max_bytes": 1 << 20,
}


@asynccontextmanager
async def started(graph: Path) -> AsyncIterator[Pool]:
    pool = Pool(Settings(graph))
    await pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


def workers() -> list[int]:
    """The process ids of the workers, which the fork server of this process has forked."""
    return [pid for child in children(os.getpid()) for pid in children(child)]


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text("ascii").split()]


def test_requests_are_answered_side_by_side(graph: Path) -> None:
    async def ask() -> None:
        async with started(graph) as pool:
            answers = await asyncio.gather(*(pool.ask(STORE) for _ in range(5 * WORKERS)))
            assert len({head["store"] for head, _ in answers}) == 1

    asyncio.run(ask())


def test_a_request_over_its_time_ends_its_worker_and_no_other(graph: Path) -> None:
    async def ask() -> None:
        async with started(graph) as pool:
            hanging = [asyncio.create_task(pool.ask({**QUERY, "seconds": 0.3}, HANG)) for _ in range(WORKERS - 1)]
            assert (await pool.ask(STORE))[0]["store"]
            for error in await asyncio.gather(*hanging, return_exceptions=True):
                assert isinstance(error, LimitError)
                assert error.time
            assert len(await asyncio.gather(*(pool.ask(STORE) for _ in range(WORKERS)))) == WORKERS

    asyncio.run(ask())


def test_workers_that_die_are_replaced(graph: Path) -> None:
    async def ask() -> None:
        async with started(graph) as pool:
            for worker in workers():
                os.kill(worker, signal.SIGKILL)
            await asyncio.sleep(0.1)
            answers = await asyncio.gather(*(pool.ask(STORE) for _ in range(WORKERS)))
            assert len(answers) == WORKERS

    asyncio.run(ask())


def test_a_request_that_finds_no_free_worker_is_refused_in_time(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "QUEUE_SECONDS", 0.2)
    monkeypatch.setattr(pools, "QUEUE", 1)

    async def ask() -> None:
        async with started(graph) as pool:
            hanging = [asyncio.create_task(pool.ask({**QUERY, "seconds": 1.5}, HANG)) for _ in range(WORKERS)]
            await asyncio.sleep(0.1)
            waiting = asyncio.create_task(pool.ask(STORE))
            await asyncio.sleep(0)
            with pytest.raises(BusyError):  # at once: the queue is full
                await asyncio.wait_for(pool.ask(STORE), 0.1)
            with pytest.raises(BusyError):
                await waiting
            await asyncio.gather(*hanging, return_exceptions=True)

    asyncio.run(ask())


def test_a_directory_without_a_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph"):
        asyncio.run(Pool(Settings(tmp_path / "none")).start())
