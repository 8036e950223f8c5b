"""The client against real servers on this machine: recorded replies, slow, broken, cut off, malformed, busy ones."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from llm_server import NOTHING, completion, raw, saying, serving

from kg.errors import InputError, LanguageModelError
from kg.llm import client
from kg.llm.client import Client, address_of, key_of_environment
from kg.llm.kept import KeptReplies
from kg.llm.model import LanguageModel, Request

GOOD = saying(NOTHING)


def request(text: str = "a", model: str = "m") -> Request:
    content = {
        "model": model,
        "messages": [{"role": "user", "content": text}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "facts", "schema": {}}},
        "temperature": 0,
    }
    return Request(json.dumps(content))


def sender_to(folder: Path, url: str, *, key: str | None = None, **options: Any) -> Client:
    """Return what sends to a server and keeps replies in a folder."""
    return Client(LanguageModel("m", url, replies=folder / "r.sqlite", **options), key)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_FIRST_WAIT", 0.01)


def slow(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    time.sleep(1)


def dropped(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.close_connection = True
    handler.connection.close()


def endless(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.close_connection = True
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(1_000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.01)


def cut(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(completion("{}")[:40])
    handler.close_connection = True


@pytest.mark.parametrize(
    ("answers", "kept", "why"),
    [
        ((GOOD,), 1, ""),
        ((raw(429, b"{}", Retry_After="0"), GOOD), 1, ""),
        ((raw(500, b"oops"), raw(503, b""), GOOD), 1, ""),
        ((raw(500, b"oops"),), 0, "busy or broken (500)"),
        ((dropped, GOOD), 1, ""),
        ((cut, cut, GOOD), 1, ""),
        ((slow, GOOD), 1, ""),
        ((slow,), 0, "no answer within 0.2 seconds"),
        ((endless,), 0, "no answer within 0.2 seconds"),
        ((raw(200, b"no gzip", Content_Encoding="gzip"),), 0, "the connection broke off"),
        ((raw(200, b"<html>"), GOOD), 1, ""),
        ((raw(200, b"<html>"),), 0, "the answer is not JSON"),
        ((raw(200, b"{}"),), 0, "the answer has no message"),
        ((raw(200, completion("I would rather talk.")),), 0, "the reply is not JSON"),
        ((raw(200, completion('{"facts": 1}')),), 0, "no list of facts"),
        ((raw(200, completion('{"facts": [', "length")),), 0, "cut off"),
        ((raw(200, completion('```json\n{"facts": []}\n```')),), 1, ""),
        ((raw(200, b"[" * 2_000_000),), 0, "the answer is too long"),
        ((raw(400, b'{"error": {"message": "temperature is not supported"}}'), GOOD), 1, ""),
        ((raw(400, b'{"error": {"message": "too many words"}}'),), 0, "400: too many words"),
        ((raw(302, b"", Location="http://127.0.0.1:9/"),), 0, "answers 302"),
    ],
)
def test_what_becomes_of_a_request(tmp_path: Path, answers: Any, kept: int, why: str) -> None:
    with serving(*answers) as served:
        sender = sender_to(tmp_path, served.url, timeout=0.2)
        assert sender.send([(request(), "a")]) == kept
    assert why in "".join(sender.failures.values())
    assert "\n" not in "".join(sender.failures.values())
    assert bool(sender.failures) == (not kept)
    with KeptReplies(tmp_path / "r.sqlite") as replies:
        assert (replies.get(request().key) is not None) == bool(kept)
        (sent,) = replies.sent()
        assert sent.document == "a"
        assert (sent.outcome == "kept") == bool(kept)


def test_a_part_that_a_server_does_not_take_is_left_out_from_then_on(tmp_path: Path) -> None:
    refusal = raw(400, b'{"error": {"message": "Unsupported value: temperature"}}')
    with serving(refusal, GOOD) as served:
        sender = sender_to(tmp_path, served.url, concurrency=1)
        assert sender.send([(request("a"), "a"), (request("b"), "b")]) == 2
    assert ["temperature" in body for body in served.bodies] == [True, False, False]


@pytest.mark.parametrize(("status", "says"), [(401, "refuses the key"), (404, "knows no such model")])
def test_what_never_works_ends_all(tmp_path: Path, status: int, says: str) -> None:
    with serving(raw(status, b'{"error": {"message": "no"}}')) as served:
        sender = sender_to(tmp_path, served.url, concurrency=1, key="secret-key")
        with pytest.raises(LanguageModelError, match=says) as raised:
            sender.send([(request(str(number)), "a") for number in range(9)])
    assert len(served.bodies) == 1
    assert "secret" not in str(raised.value)


def test_where_no_server_is_nothing_more_is_tried(tmp_path: Path) -> None:
    sender = sender_to(tmp_path, "http://127.0.0.1:9/v1", concurrency=1)
    assert sender.send([(request(str(number)), "a") for number in range(50)]) == 0
    assert len(sender.failures) == 50
    assert sender.sent < 5


def test_the_key_is_sent_and_kept_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.KEY, "secret-key\n")
    with serving(GOOD) as served:
        sender = sender_to(tmp_path, f"{served.url}?word=hidden", key=key_of_environment())
        sender.send([(request(), "a")])
    assert served.headers[0]["Authorization"] == "Bearer secret-key"
    kept = (tmp_path / "r.sqlite").read_bytes()
    assert b"secret-key" not in kept
    assert b"hidden" not in kept
    assert "secret-key" not in repr(sender)
    monkeypatch.setenv(client.KEY, "a\nb")
    with pytest.raises(InputError, match="KG_LLM_KEY"):
        key_of_environment()


@pytest.mark.parametrize(
    "answer",
    [
        raw(401, b'{"error": {"message": "wrong key sk/secret-key"}}'),
        raw(400, b'{"error": "sk\\/secret-key is not allowed"}'),
        raw(500, b"sk/secret-key"),
        raw(200, completion('{"facts": [], "entities": [{"name": "sk/secret-key", "class": "Person"}]}')),
    ],
)
def test_a_server_that_repeats_the_key_is_not_repeated(
    tmp_path: Path, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(answer) as served:
        sender = sender_to(tmp_path, served.url, key="sk/secret-key")
        said = ""
        try:
            sender.send([(request(), "a")])
        except LanguageModelError as error:
            said = str(error)
    assert "secret" not in f"{said}{sender.failures}{caplog.text}"
    assert b"secret" not in (tmp_path / "r.sqlite").read_bytes()


def test_a_budget_is_not_exceeded_and_what_is_left_can_be_asked_later(tmp_path: Path) -> None:
    asked = [(request(str(number)), "a") for number in range(20)]
    with serving(GOOD) as served:
        sender = sender_to(tmp_path, served.url, budget=550)
        kept = sender.send(asked)
        assert 0 < kept < 20
        assert sender.tokens <= 550
        assert set(sender.failures.values()) == {"the budget is used up"}
        again = sender_to(tmp_path, served.url)
        left = [each for each in asked if each[0].key in sender.failures]
        assert again.send(left) == 20 - kept


def test_as_many_are_sent_at_a_time_as_asked(tmp_path: Path) -> None:
    busy, most, lock = 0, 0, threading.Lock()

    def answer(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.05)
        with lock:
            busy -= 1
        GOOD(handler, body)

    with serving(answer) as served:
        sender_to(tmp_path, served.url, concurrency=3).send([(request(str(number)), "a") for number in range(9)])
    assert most == 3


def test_who_stops_keeps_what_was_answered(tmp_path: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        time.sleep(0.01 if body["messages"][0]["content"] == "0" else 5)
        GOOD(handler, body)

    started = time.monotonic()
    with serving(answer) as served:
        sender = sender_to(tmp_path, served.url, concurrency=2)
        sender.send(
            [(request(str(number)), "a") for number in range(4)], stopped=lambda: time.monotonic() - started > 0.5
        )
        assert time.monotonic() - started < 4.5
    with KeptReplies(tmp_path / "r.sqlite") as replies:
        assert [replies.get(request(str(number)).key) is not None for number in range(4)] == [True, False, False, False]


@pytest.mark.parametrize("url", ["localhost:11434/v1", "file:///etc/passwd", "http://", "ftp://example.org"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="not an address"):
        address_of(url)


def test_a_password_in_an_address_is_refused_and_not_told() -> None:
    with pytest.raises(InputError, match="KG_LLM_KEY") as raised:
        address_of("http://user:hidden@example.org/v1")
    assert "hidden" not in str(raised.value)
