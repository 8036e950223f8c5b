from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from kg.errors import LimitError
from kg.graph.query.files import read_queries
from kg.serve.app import make_app
from kg.serve.pool import BusyError, Pool
from kg.serve.responses import questions
from kg.serve.settings import ANSWER_BYTES, Settings

if TYPE_CHECKING:
    from conftest import Reply


class Answers:
    """A pool that answers from a table, and keeps what it was asked."""

    def __init__(self, **answers: dict[str, Any] | Exception) -> None:
        self.answers = {"store": {"store": "1"}, **answers}
        self.clients: list[str] = []
        self.requests: list[tuple[dict[str, Any], bytes]] = []

    async def ask(self, request: dict[str, Any], body: bytes = b"", client: str = "") -> tuple[dict[str, Any], BytesIO]:
        self.clients.append(client)
        self.requests.append((request, body))
        answer = self.answers.get(request["task"], {"media": "text/csv"})
        if isinstance(answer, Exception):
            raise answer
        return dict(answer), BytesIO(request["task"].encode())

    def tasks(self) -> list[str]:
        return [request["task"] for request, _ in self.requests]


def app(pool: Answers, **options: Any) -> Any:
    return make_app(Settings(Path("graph"), **options), cast("Pool", pool))


def test_a_query_is_handed_to_the_pool_with_its_limits(call: Callable[..., Reply]) -> None:
    pool = Answers(query={"media": "text/csv", "cut": True})
    path = "/sparql?query=ASK%7B%7D&default-graph-uri=http://a"
    reply = call(app(pool, max_rows=7, timeout=2.0), path, headers={"accept": "text/csv"})
    assert (reply.status, reply.body, reply.headers["kg-cut"]) == (200, b"query", "7")
    ((request, body),) = pool.requests
    assert body == b"ASK{}"
    assert request == {
        "task": "query",
        "default": ("http://a",),
        "named": (),
        "rows": "csv",
        "graph": None,
        "max_rows": 7,
        "max_bytes": ANSWER_BYTES,
        "seconds": 2.0,
        "base": "http://localhost/sparql",
    }


@pytest.mark.parametrize(
    ("path", "task"),
    [
        ("/sparql", "service"),
        ("/describe?iri=http://a", "describe"),
        ("/page", "page"),
        ("/api/queries/who-leads", "named"),
        ("/api/terms", "terms"),
        ("/api/names?q=mar", "names"),
        ("/api/stories?since=2022", "stories"),
        ("/api/ask?q=Who", "ask"),
    ],
)
def test_each_route_asks_for_one_task(call: Callable[..., Reply], path: str, task: str) -> None:
    pool = Answers()
    assert call(app(pool), path).body == task.encode()
    assert pool.tasks()[-1] == task


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/explorer/nothing.js", 404),
        ("/explorer/..%2Fapp.py", 404),
        ("/api/queries/nothing", 404),
        ("/describe", 400),
        ("/describe?iri=a&iri=b", 400),
        ("/api/names?q=a&limit=-1", 400),
        ("/api/stories?until=2022", 400),
        ("/api/ask?question=Who", 400),
        ("/sparql?query=ASK", 503),
        ("/api/terms", 500),
    ],
)
def test_an_error_has_its_status(call: Callable[..., Reply], path: str, status: int) -> None:
    pool = Answers(query=BusyError("many wait", 2), terms={"error": "a worker's defect", "kind": "TypeError"})
    served = app(pool)
    if status == 500:
        with pytest.raises(RuntimeError, match="defect"):  # as a traceback for stderr, after the response
            call(served, path)
    else:
        assert call(served, path).status == status


class Slow(Answers):
    """A pool that takes some turns of the loop to write the page, and fails the first time."""

    tried = 0

    async def ask(self, request: dict[str, Any], body: bytes = b"", client: str = "") -> tuple[dict[str, Any], BytesIO]:
        if request["task"] == "page":
            self.tried += 1
            await asyncio.sleep(0.2)
            if self.tried == 1:
                raise LimitError("too large")
        return await super().ask(request, body, client)


def test_the_page_is_written_once_and_who_asks_before_is_told_so(
    exchange: Callable[..., Awaitable[Reply]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.app.PAGE_WAIT_SECONDS", 0.05)
    pool = Slow()
    served = app(pool)

    async def asked() -> list[Reply]:
        replies = []
        for pause in (0.0, 0.3, 0.3, 0.0, 0.3, 0.0):
            replies.append(await exchange(served, "/page", "GET", {"host": "localhost"}, b""))
            await asyncio.sleep(pause)
        return replies

    waiting, _, failed, *others = asyncio.run(asked())
    assert (waiting.status, waiting.headers["retry-after"]) == (202, "2")
    assert "is being written" in waiting.text
    assert "script-src 'self'" in waiting.headers["content-security-policy"]
    assert (failed.status, "--max-memory" in failed.text) == (507, True)
    assert [each.status for each in others] == [202, 202, 200]
    assert others[-1].body == b"page"
    assert pool.tried == 2


def test_each_named_query_is_in_one_group() -> None:
    listed = questions()
    assert len({each["name"] for each in listed}) == len(listed)
    assert {each["name"] for each in listed} == set(read_queries("answer"))
    assert "Other questions" not in {each["group"] for each in listed}, "kg/serve/questions.toml lacks one"


def test_what_is_made_of_the_whole_graph_is_kept_until_the_graph_changes(call: Callable[..., Reply]) -> None:
    pool = Answers()
    served = app(pool)
    for _ in range(3):
        call(served, "/api/terms")
    assert pool.tasks().count("terms") == 1
    pool.answers["store"] = {"store": "2"}
    call(served, "/api/terms")
    assert pool.tasks().count("terms") == 2


def test_the_explorer_is_served_with_its_files(call: Callable[..., Reply]) -> None:
    served = app(Answers())
    assert "<title>kg explorer</title>" in call(served, "/").text
    for name, media in (("main.js", "javascript"), ("vendor/codemirror.css", "css"), ("colours.css", "css")):
        reply = call(served, f"/explorer/{name}")
        assert (reply.status, media in reply.headers["content-type"]) == (200, True)
    assert "vis" in call(served, "/explorer/vendor/vis-network.js").text


def test_the_explorer_learns_the_limits_and_the_questions(call: Callable[..., Reply]) -> None:
    about = json.loads(call(app(Answers(), max_rows=5), "/api/about").body)
    assert (about["graph"], about["rows"], about["seconds"], about["decisions"]) == ("graph", 5, 10.0, False)
    queries = json.loads(call(app(Answers()), "/api/queries").body)["queries"]
    assert {"name", "title", "answers", "group", "parameters", "query"} == set(queries[0])
    assert {"name", "type", "optional", "says", "example"} == set(queries[0]["parameters"][0])


def test_a_browser_at_the_endpoint_is_sent_to_the_explorer(call: Callable[..., Reply]) -> None:
    reply = call(app(Answers()), "/sparql", headers={"accept": "text/html"})
    assert (reply.status, reply.headers["location"]) == (303, "/")


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("options", "headers", "status"),
    [
        ({}, JSON, 403),
        ({"allow_decisions": True}, JSON, 200),
        ({"allow_decisions": True}, {}, 415),
        ({"allow_decisions": True}, {"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"allow_decisions": True}, {**JSON, "origin": "http://evil.example"}, 403),
        ({"allow_decisions": True}, {**JSON, "sec-fetch-site": "cross-site"}, 403),
        ({"allow_decisions": True, "cors": "*"}, {**JSON, "origin": "http://evil.example"}, 403),
        ({"allow_decisions": True}, {**JSON, "origin": "http://localhost"}, 200),
        ({"allow_decisions": True, "cors": "http://notes.example"}, {**JSON, "origin": "http://notes.example"}, 200),
    ],
)
def test_a_decision_comes_as_json_from_this_servers_own_page(
    call: Callable[..., Reply], options: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    pool = Answers(note={"media": "application/json"})
    reply = call(app(pool, **options), "/api/decisions/note", "POST", headers, b"{}")
    assert reply.status == status
    assert pool.tasks() == (["note"] if status == 200 else [])


def test_a_review_is_for_who_may_write(call: Callable[..., Reply]) -> None:
    pool = Answers(review={"media": "application/json"})
    assert call(app(pool), "/api/review").status == 403
    assert call(app(pool, allow_decisions=True), "/api/review").body == b"review"
    assert call(app(pool, allow_decisions=True), "/api/decisions/forget", "POST", JSON, b"{}").status == 404
    assert call(app(pool, allow_decisions=True), "/api/decisions/note").status == 405
