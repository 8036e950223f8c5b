from __future__ import annotations

import asyncio
import os
import tempfile
from typing import TYPE_CHECKING

import pytest

from kg.graph.query.process import pack
from kg.serve.process import Spool, SpoolError, receive
from kg.serve.settings import SPOOL_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def received(*messages: bytes) -> tuple[dict[str, object], bytes, bool]:
    """The head and the body of what messages say, and whether the body was on the disk."""

    async def read() -> tuple[dict[str, object], bytes, bool]:
        stream = asyncio.StreamReader()
        for message in messages:
            stream.feed_data(message)
        stream.feed_eof()
        head, body = await receive(stream)
        spooled = isinstance(body, Spool)
        return head, body.read(0, len(body)) if isinstance(body, Spool) else body, spooled

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("messages", "body", "spooled"),
    [
        ([pack({"media": "a"}, b"small")], b"small", False),
        ([pack({"media": "a"}, b"x" * (SPOOL_BYTES + 1))], b"x" * (SPOOL_BYTES + 1), True),
        ([pack({"piece": True}, b"one,"), pack({"piece": True}, b""), pack({"media": "a"}, b"end")], b"one,end", True),
        ([pack({"media": "a"})], b"", False),
    ],
)
def test_an_answer_comes_whole(messages: list[bytes], body: bytes, spooled: bool) -> None:
    assert received(*messages) == ({"media": "a"}, body, spooled)


def test_an_answer_that_breaks_off_is_an_error() -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        received(pack({"piece": True}, b"one"))


def test_a_spool_is_gone_with_its_last_reference() -> None:
    before = os.listdir("/proc/self/fd")  # noqa: PTH208 (a folder of the system's)
    spool = Spool()
    spool.append(b"news")
    spool.append(b"paper")
    assert (len(spool), spool.read(2, 4)) == (9, b"wspa")
    del spool
    assert len(os.listdir("/proc/self/fd")) == len(before)  # noqa: PTH208


def test_a_folder_without_room_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(SpoolError, match=r"no room for the answer in .*gone"):
        Spool()
