"""What a server withstands: queries that hang, that take all memory, clients that go away, workers that die."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from conftest import Reply, Server

HANG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
ORDINARY = "SELECT ?label { ?who kg:leads ?what . ?who rdfs:label ?label }"
DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(31))
GREEDY = f"SELECT (STRLEN(?x31) AS ?n) {{ BIND('words' AS ?x0) {DOUBLED} }}"
WORKERS = 4
LIMIT = 3.0
PATIENCE = 5.0


@pytest.fixture(scope="module")
def patient(graph: Path, serving: Callable[..., AbstractContextManager[Server]]) -> Iterator[Server]:
    """A server that lets a query hang for long."""
    with serving(graph, "--timeout", str(PATIENCE), "--max-memory", "256") as running:
        yield running


def timed(ask: Callable[[], Reply]) -> tuple[Reply, float]:
    begin = time.monotonic()
    reply = ask()
    return reply, time.monotonic() - begin


def workers_of(server: Server) -> list[int]:
    """The process ids of a server's workers, which the fork server has forked."""
    return children(fork_server_of(server))


def fork_server_of(server: Server) -> int:
    """The process id of the process from which a server's workers are forked."""
    (found,) = (pid for pid in children(server.process.pid) if "forkserver" in command_of(pid))
    return found


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # each thread's
    return [int(child) for each in lists for child in each.read_text("ascii").split()]


def command_of(pid: int) -> str:
    """The command line of a process; "" where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    except OSError:
        return ""


def test_a_runaway_query_is_ended_while_twenty_others_a_second_are_answered(server: Server) -> None:
    assert server.query(ORDINARY).status == 200
    with ThreadPoolExecutor(16) as threads:
        begin = time.monotonic()
        runaway = threads.submit(timed, lambda: server.query(HANG))
        others = []
        for number in range(int((LIMIT + 1) * 20)):
            time.sleep(max(0.0, begin + number / 20 - time.monotonic()))
            others.append(threads.submit(timed, lambda: server.query(ORDINARY)))
        reply, took = runaway.result()
    assert reply.status == 504
    assert "took too long" in reply.text
    assert LIMIT - 0.1 <= took < LIMIT + 1
    answers = [each.result() for each in others]
    assert {answer.status for answer, _ in answers} == {200}
    assert {answer.rows()[0]["label"] for answer, _ in answers} == {"Marta Oduya"}
    assert statistics.median(seconds for _, seconds in answers) < 0.5


def test_a_query_that_nobody_waits_for_is_stopped(patient: Server) -> None:
    sockets = []
    for _ in range(WORKERS):
        connection = socket.create_connection(("127.0.0.1", patient.port))
        connection.sendall(f"GET /sparql?query={quote(HANG)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        sockets.append(connection)
    time.sleep(0.5)
    for connection in sockets:
        connection.close()
    reply, took = timed(lambda: patient.query(ORDINARY))
    assert reply.status == 200
    assert took < PATIENCE - 2


def test_a_query_that_takes_all_memory_is_ended(patient: Server) -> None:
    reply = patient.query(GREEDY)
    assert reply.status == 507
    assert "memory" in reply.text
    assert patient.query(ORDINARY).status == 200


def test_many_queries_fit_into_little_memory(patient: Server) -> None:
    """Each worker answers more than ten times: what it holds from one to the next never makes a small query fail."""
    facts = "SELECT ?s ?label ?words { ?statement rdf:subject ?s ; kg:quote ?words . ?s rdfs:label ?label }"
    with ThreadPoolExecutor(WORKERS) as threads:
        answers = list(threads.map(lambda _: patient.query(facts), range(12 * WORKERS)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_the_fork_server_is_replaced_when_it_is_needed(
    server: Server, wait_until: Callable[[Callable[[], bool], float], bool]
) -> None:
    os.kill(fork_server_of(server), signal.SIGKILL)
    assert server.query(GREEDY).status in {504, 507}  # whose worker must be replaced
    assert wait_until(lambda: server.query(ORDINARY).status == 200, 10)  # 503 while a busy machine starts it
    assert [server.query(ORDINARY).status for _ in range(2 * WORKERS)] == [200] * 2 * WORKERS


def test_all_processes_end_with_a_server_that_is_killed(
    graph: Path,
    serving: Callable[..., AbstractContextManager[Server]],
    wait_until: Callable[[Callable[[], bool], float], bool],
) -> None:
    with serving(graph, "--timeout", "1") as server:
        others = [*children(server.process.pid), *workers_of(server)]
        assert len(others) > 2
        with ThreadPoolExecutor(1) as threads:
            hanging = threads.submit(server.query, HANG)
            time.sleep(0.3)
            server.process.kill()
            with pytest.raises(OSError, match=r".*"):
                hanging.result()
        assert wait_until(lambda: not any(map(command_of, others)), 5)
