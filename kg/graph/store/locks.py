"""Locks on a graph directory: one process writes it, and a store that a reader has open is not removed.

RocksDB opens a store's files as it comes to need them, so a reader whose store was removed would fail in the middle.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from errno import ENOENT
from typing import TYPE_CHECKING

from kg.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows: nothing is kept apart there
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MARKER", "ReadLock", "publication", "remove_unread", "write_lock"]

MARKER = "kg-graph.json"
"""The file that names the store which is published."""


def publication(directory: Path) -> tuple[int, int] | None:
    """Return the marker's number and time, which change when another store is published; None without a marker."""
    try:
        found = (directory / MARKER).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


class ReadLock:
    """A shared lock that keeps a store's directory from being removed, until it is dropped or its process ends."""

    def __init__(self, store: Path) -> None:
        """Lock a store; OSError where it is gone or is being removed."""
        self._file = -1
        if fcntl is not None:
            self._file = os.open(store, os.O_RDONLY)
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def __del__(self) -> None:
        """Unlock it."""
        if self._file >= 0:
            os.close(self._file)


def remove_unread(store: Path) -> None:
    """Remove a store's directory, unless a reader has locked it: then a later write does."""
    if fcntl is None:
        shutil.rmtree(store, ignore_errors=True)
        return
    with suppress(FileNotFoundError):
        file = os.open(store, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            shutil.rmtree(store, ignore_errors=True)
        finally:
            os.close(file)


@contextmanager
def write_lock(directory: Path, lock: Path) -> Iterator[None]:
    """Be the one process that writes `directory`; StoreError where another is.

    Raises:
        FileNotFoundError: the directory is not there, or was removed while this process waited.
    """
    with lock.open("a") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreError(f"{directory}: another process is writing it: try again when it is done") from error
            if not _is_at(file.fileno(), lock):  # whoever held it removed the directory with it
                raise FileNotFoundError(ENOENT, "was removed by another process", str(lock))
        yield


def _is_at(file: int, path: Path) -> bool:
    """Return whether an open file is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
