import asyncio
import os
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from graph_examples import directory_of, harbour
from worker_requests import HANG, QUERY

from kg.graph.query.process import OvertimeError
from kg.serve import pool as pools
from kg.serve import workers as processes
from kg.serve.pool import BusyError, Pool, _later, _Queue
from kg.serve.settings import VARIABLE_SECONDS, WORKERS, Settings

STORE: dict[str, Any] = {"task": "store", "seconds": 10.0}


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
    server = processes.forks().server
    return children(server) if server else []


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text("ascii").split()]


def test_a_turn_whose_time_is_over_neither_keeps_a_place_nor_is_taken_one() -> None:
    async def wait() -> None:
        queue: pools._Queue[int] = pools._Queue(2)  # noqa: SLF001 (no worker is needed)
        first, last = queue.join("a"), queue.join("a")
        last.cancel()  # it leaves at the next turn of the loop
        mine = queue.join("b")
        assert queue.serve(1, Counter({"b": 0, "a": 1}))
        assert (mine.result(), first.done()) == (1, False)

    asyncio.run(wait())


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
                assert isinstance(error, OvertimeError)
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


def test_requests_that_hang_make_room_for_short_ones(graph: Path) -> None:
    async def ask() -> None:
        async with started(graph) as pool:
            hanging = [asyncio.create_task(pool.ask({**QUERY, "seconds": 30.0}, HANG)) for _ in range(3 * WORKERS)]
            for _ in range(20):
                assert (await asyncio.wait_for(pool.ask(STORE), 9.0))[0]["store"]
            assert not any(each.done() for each in hanging)
            for each in hanging:
                each.cancel()

    asyncio.run(ask())


def test_a_request_that_made_room_is_answered_later(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "LONG_RUNS", 1)
    monkeypatch.setattr(processes, "SHORT_SECONDS", 0.0)  # each is long
    body = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"

    async def ask() -> None:
        async with started(graph) as pool:
            answers = await asyncio.gather(*(pool.ask({**QUERY, "seconds": 20.0}, body) for _ in range(2 * WORKERS)))
            (answer,) = {reply.seek(0) or reply.read() for _, reply in answers}
            assert answer.startswith(b"n\r\n")

    asyncio.run(ask())


def test_who_waits_too_long_learns_when_to_ask_again(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "LONG_QUEUE_SECONDS", 0.2)
    monkeypatch.setattr(pools, "LONG_RUNS", 1)

    async def ask() -> None:
        async with started(graph) as pool:
            pool._settings = Settings(graph, timeout=0.1)  # noqa: SLF001 (how long a long query waits)
            hanging = [asyncio.create_task(pool.ask({**QUERY, "seconds": 5.0}, HANG)) for _ in range(WORKERS)]
            while not any(each.done() for each in hanging):  # as they turn out to be long, one after another
                await asyncio.sleep(0.1)
                await asyncio.gather(*(pool.ask(STORE) for _ in range(WORKERS)))
            reasons = [str(error) for error in await asyncio.gather(*hanging, return_exceptions=True)]
            assert any("queries that take long" in reason for reason in reasons)

    asyncio.run(ask())


def test_idle_workers_are_ended_when_another_store_is_published(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "WATCH_SECONDS", 0.05)
    copy = shutil.copytree(graph, tmp_path / "graph")
    changes = []

    async def ask() -> None:
        async with started(copy) as pool:
            pool.on_change = lambda: changes.append(True)
            before = set(workers())
            assert len(before) >= WORKERS  # those of an earlier test may still be ending
            await asyncio.to_thread(directory_of, copy, harbour("Another.", "another"))
            for _ in range(100):
                await asyncio.sleep(0.1)
                if len(workers()) == 1 and not before & set(workers()):
                    break
            assert not before & set(workers())
            assert len(workers()) == 1
            assert changes == [True]
            assert (await pool.ask(STORE))[0]["store"]

    asyncio.run(ask())


def test_workers_that_nobody_needs_are_ended(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(pools, "UNUSED_SECONDS", 0.3)

    async def ask() -> None:
        async with started(graph) as pool:
            await asyncio.gather(*(pool.ask(STORE) for _ in range(WORKERS)))
            for _ in range(100):
                await asyncio.sleep(0.1)
                if len(workers()) == 1:
                    break
            assert len(workers()) == 1
            answers = await asyncio.gather(*(pool.ask(STORE) for _ in range(5 * WORKERS)))
            assert len(answers) == 5 * WORKERS

    asyncio.run(ask())


def in_order(queue: _Queue[int], running: Counter[str], futures: dict[str, asyncio.Future[int]]) -> list[str]:
    """The names of futures in the order in which a queue serves them."""
    order = []
    while queue.serve(0, running):
        order += [name for name, future in futures.items() if future.done() and name not in order]
    return order


def test_next_is_a_client_for_whom_little_runs_then_who_came_first() -> None:
    async def wait() -> None:
        queue: _Queue[int] = _Queue(10)
        futures = {"a1": queue.join("a"), "a2": queue.join("a", -9.0), "b": queue.join("b"), "c": queue.join("c", 9.0)}
        assert in_order(queue, Counter(a=2, b=1), futures) == ["c", "b", "a2", "a1"]

    asyncio.run(wait())


def test_in_a_full_queue_the_client_with_most_requests_loses_one() -> None:
    async def wait() -> None:
        queue: _Queue[int] = _Queue(3)
        many = [queue.join("many") for _ in range(3)]
        queue.join("one")
        with pytest.raises(BusyError, match="3 requests of yours"):
            await many[-1]
        with pytest.raises(BusyError, match="3 requests wait"):
            queue.join("many")

    asyncio.run(wait())


@pytest.mark.parametrize(
    ("task", "body", "variables"),
    [
        ("query", HANG, 15),
        ("query", b"SELECT ?a { ?a kg:leads ?b }", 2),
        ("query", b"ASK { ?a (kg:leads|^kg:leads)* ?b }", 3),
        ("store", b"", 0),
    ],
)
def test_a_query_with_many_variables_lets_others_go_first(task: str, body: bytes, variables: int) -> None:
    assert _later({"task": task}, body) == variables * VARIABLE_SECONDS
