"""Reading holds one article, however much there is to read: what tests/bench/bench_streams.py prints, in small."""

from __future__ import annotations

import sys

import pytest
from bench_streams import FORMS, read_files, read_stream

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory as it goes")


def test_memory_does_not_grow_with_the_files_that_are_read() -> None:
    total, found, held, _ = read_files(5 * len(FORMS))
    assert found == total > 200
    assert held[-1] < held[0] + 20


def test_memory_does_not_grow_with_the_length_of_a_stream() -> None:
    found, held, _ = read_stream(60_000_000)
    assert found > 100
    assert held[-1] < held[0] + 20
