"""Memory: the garbage collector put off, and what is free given back.

The collector would look through millions of records again and again while they are made.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_off() -> Iterator[None]:
    """A context, or a decorator, in which no cycles are collected; what nothing refers to is still freed at once."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back() -> None:
    """Give freed memory back to the system; the C library would keep it for this process."""
    import ctypes  # late: start-up

    with suppress(AttributeError, OSError, TypeError):  # glibc alone can
        ctypes.CDLL(None).malloc_trim(0)
