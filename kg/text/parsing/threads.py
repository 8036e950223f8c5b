"""Sums on one thread: small products gain nothing by more, and no result depends on how many processors there are."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["one_thread"]


@cache
def _libraries() -> ThreadpoolController:
    """The libraries of linear algebra that this process has loaded; found once, since looking takes long."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Products of matrices within this are computed on one thread."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield
