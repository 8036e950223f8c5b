"""A server under attack."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attacks import DRIBBLES, LARGE, ask, beside_runaways, crowd, dribbled, memory_of, people, unread
from graph_examples import directory_of, harbour

from kg.graph.store.write import write_graph

if TYPE_CHECKING:
    from conftest import Server

READERS = 20


@pytest.fixture(scope="module")
def attacked(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., AbstractContextManager[Server]]
) -> Iterator[Server]:
    """A server with the limits that it has by itself."""
    graph = tmp_path_factory.mktemp("attacked") / "graph"
    directory_of(graph, harbour(), harbour("Early news.", "second"))
    with serving(graph) as running:
        yield running


def test_eight_clients_are_answered_beside_twenty_runaway_queries(attacked: Server) -> None:
    """All of them come from one address."""
    asked, runaways = beside_runaways(attacked.port, runaways=20, clients=8, seconds=5)
    assert asked.statuses.keys() == {200}
    assert asked.statuses[200] > 100
    assert asked.p95 < 1.5  # other tests may run beside this one
    assert set(runaways) <= {0, 503, 504}


def test_a_crowd_from_ten_addresses_is_answered_or_asked_to_come_back(attacked: Server) -> None:
    asked, wrong = crowd(attacked.port, clients=40, addresses=10, seconds=5)
    assert wrong == []
    assert asked.statuses[200] > 40
    assert asked.p95 < 8  # other tests may run beside this one


def test_a_graph_that_was_moved_is_told_as_such(
    graph: Path, tmp_path: Path, serving: Callable[..., AbstractContextManager[Server]]
) -> None:
    own = tmp_path / "graph"
    shutil.copytree(graph, own)
    with serving(own) as server:
        assert server.query("ASK {}").json["boolean"] is True
        own.rename(tmp_path / "elsewhere")
        for path in ("/sparql?query=ASK%7B%7D", "/api/search?q=news", "/api/ask?q=Who+leads+Port+Salo%3F"):
            reply = server.send("GET", path)
            assert (reply.status, path) == (503, path), reply.body
            assert b"holds no graph" in reply.body
        (tmp_path / "elsewhere").rename(own)
        assert server.query("ASK {}").json["boolean"] is True


def test_nested_json_is_refused_in_a_line(writable: Server) -> None:
    for body in ("[" * 100_000, '{"a":' * 50_000, "[" * 5_000 + "]" * 5_000, '"\\ud800"'):
        reply = writable.send("POST", "/api/decisions/note", {"Content-Type": "application/json"}, body)
        assert reply.status == 400, reply.body[:200]
        assert len(reply.body.splitlines()) == 1


def test_answers_that_nobody_reads_are_not_kept_in_memory(attacked: Server) -> None:
    with unread(attacked.port, READERS):
        assert memory_of(attacked.process.pid) < 200
        assert ask(attacked.port, "ASK {}")[0] == 200
    whole = attacked.query(LARGE, "text/csv")
    assert len(whole.body) > 30_000_000
    assert len(set(whole.body.split())) == 2


def test_dribbled_connections_are_ended(attacked: Server) -> None:
    with ThreadPoolExecutor(len(DRIBBLES)) as threads:
        ended = threads.map(lambda first: dribbled(attacked.port, first), DRIBBLES.values())
        times = dict(zip(DRIBBLES, ended, strict=True))
    assert {name: seconds for name, seconds in times.items() if seconds >= 20} == {}


def test_an_idle_server_lets_go_of_a_graph_that_was_replaced(
    attacked: Server, wait_until: Callable[[Callable[[], bool], float], bool]
) -> None:
    write_graph(attacked.graph, "http://g/", people(8_000))
    assert {attacked.send("GET", "/api/names?q=name").status for _ in range(8)} == {200}  # of whom there is an index
    write_graph(attacked.graph, "http://g/", [])
    before = memory_of(attacked.process.pid)
    assert wait_until(lambda: memory_of(attacked.process.pid) < 150, 20), before
