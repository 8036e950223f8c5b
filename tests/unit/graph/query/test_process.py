"""A process that answers is ended when it is over its limits, and whoever asked it is told why."""

import ctypes
import io
import os
import signal
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, LimitError, NotFoundError
from kg.graph.query import process
from kg.graph.query.process import AnsweringProcess, EndedError, Message, Request, Send, next_message, pack

MEMORY = 128 << 20


def answer(request: Request, body: bytes, send: Send) -> None:
    assert not body
    match request["do"]:
        case "count":
            for number in range(request["to"]):
                send({"number": number}, b"x" * number)
        case "refuse":
            raise NotFoundError("nothing is called so")
        case "hang":
            time.sleep(60)
        case "fill":
            held = [bytearray(1 << 20) for _ in range(4_096)]
            send({"held": len(held)}, b"")
        case "crash":
            ctypes.string_at(0)
        case "defect":
            raise ZeroDivisionError
        case "shut":
            os._exit(0)


def ask(asked: AnsweringProcess, seconds: float = 20, **request: object) -> list[Message]:
    return list(asked.ask(request, seconds=seconds, memory=MEMORY))


def test_requests_are_answered_one_after_another() -> None:
    asked = AnsweringProcess(answer)
    for to in (0, 3, 2_000):
        assert ask(asked, do="count", to=to) == [({"number": number}, b"x" * number) for number in range(to)]
    with pytest.raises(NotFoundError, match="nothing is called so"):
        ask(asked, do="refuse")
    assert ask(asked, do="count", to=1)
    assert asked.usable
    asked.end()
    assert not asked.usable


@pytest.mark.parametrize(
    ("do", "seconds", "reason"),
    [
        ("hang", 0.2, "longer than 0.2 seconds"),
        ("fill", 20, "more than 128 MB"),
        ("crash", 20, "nested too deeply or too long for the engine"),
    ],
)
def test_one_that_is_over_its_limits_is_ended(do: str, seconds: float, reason: str) -> None:
    asked = AnsweringProcess(answer)
    with pytest.raises(LimitError, match=reason):
        ask(asked, seconds, do=do)
    assert not asked.usable


def test_a_defect_in_it_is_no_limit() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        ask(AnsweringProcess(answer), do="defect")


def test_who_stops_reading_ends_it() -> None:
    asked = AnsweringProcess(answer)
    messages = asked.ask({"do": "count", "to": 10_000}, seconds=20, memory=MEMORY)
    next(messages)
    messages.close()
    assert not asked.usable


def test_one_that_nobody_asks_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_IDLE_SECONDS", 0.1)
    asked = AnsweringProcess(answer)
    assert ask(asked, do="count", to=1)
    time.sleep(0.5)
    with pytest.raises(EndedError):
        ask(asked, do="count", to=1)
    with pytest.raises(EndedError):
        ask(AnsweringProcess(answer), do="shut")


def test_a_fork_of_who_started_it_leaves_it_alone() -> None:
    asked = AnsweringProcess(answer)
    fork = os.fork()
    if not fork:
        usable = asked.usable
        asked.end()
        os._exit(int(usable))
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert ask(asked, do="count", to=1)


def test_what_the_caller_does_with_signals_is_not_its_own() -> None:
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    try:
        with pytest.raises(LimitError, match="longer than"):
            ask(AnsweringProcess(answer), 0.2, do="hang")
    finally:
        signal.signal(signal.SIGALRM, before)


def test_where_no_process_can_be_started_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", fork)
    with pytest.raises(KgError, match="no process can be started to answer: Resource temporarily unavailable"):
        AnsweringProcess(answer)


@given(st.dictionaries(st.text(), st.text() | st.integers()), st.binary())
def test_messages_are_read_as_they_were_written(head: dict[str, str | int], body: bytes) -> None:
    stream = io.BytesIO(pack(head, body) + pack({}))
    assert [next_message(stream), next_message(stream), next_message(stream)] == [(head, body), ({}, b""), None]
