"""A store while it is being built, with threads that load it.

`python loading.py STORE` is the process that puts a large store in order, so nothing of kg is imported here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

__all__ = ["StoreWriter", "main"]

_BATCH = 10_000_000
"""Characters of N-Quads that are loaded at once: few enough to be sorted in the processor's caches."""
_THREADS = 2
_WORTH = 0.5
"""How many characters must be loaded for each byte of a store for it to be reordered, which takes time by its size."""
_LARGE = 12
"""So many batches make a load large: RocksDB's own reordering then waits until all is loaded."""


class StoreWriter:
    """A store that is being built: named graphs go out of it and into it, and what goes in is loaded by threads.

    A `kg.graph.projection.project.Target`.
    """

    def __init__(self, before: ox.Store | None, building: Path) -> None:
        self.new = before is None
        if before is not None:
            before.backup(str(building))
        self.building = building
        self.store = ox.Store(str(building))
        self.threads = ThreadPoolExecutor(_THREADS, "load")  # Oxigraph loads without holding Python's lock
        self.loading: deque[Future[None]] = deque()
        self.named: list[str] = []
        self.size = 0
        self.loaded = 0
        self.batches = 0
        self.deferred = False

    def add(self, iri: str, lines: list[str]) -> None:
        """Put triples, as N-Triples without full stops, into the named graph `iri`."""
        if not lines:
            return
        end = f" <{iri}> .\n"
        named = end.join(lines)
        self.named += (named, end)
        self.size += len(named)
        if self.size > _BATCH:
            self._hand_over()

    def remove_graph(self, iri: str) -> None:
        """Empty a named graph."""
        self.settle()
        self.store.remove_graph(ox.NamedNode(iri))

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads that were in the store before."""
        self._wait(0)  # what a thread is loading may be half there
        for quad in quads:
            self.store.remove(quad)

    def settle(self) -> None:
        """See that all that was added is in the store."""
        self._hand_over()
        self._wait(0)

    def finish(self) -> None:
        """See all of it on the disk, in an order that is quick to read, if what is new is worth the reordering."""
        self.settle()
        if self.deferred:
            # All is in files already. To flush would be to wait for the threads that have to wait.
            self.close()  # one process at a time has a store open
            _put_into_order(self.building)
            return
        self.store.flush()
        if self.loaded > _WORTH * _bytes(self.building):
            self.store.optimize()

    def close(self) -> None:
        """End the threads and close the store."""
        self.threads.shutdown(cancel_futures=True)
        if self.deferred:  # closing waits for what a thread is sorting
            _schedule("SCHED_OTHER")
        with suppress(AttributeError):
            del self.store  # Oxigraph has no other way

    def _hand_over(self) -> None:
        if not self.named:
            return
        self.batches += 1
        if self.new and self.batches == _LARGE:
            self.deferred = bool(sys.executable) and _schedule("SCHED_IDLE")
        self._wait(_THREADS)  # a batch more than there are threads, so that none is idle
        self.loading.append(self.threads.submit(_load, self.store, self.named))
        self.loaded += self.size
        self.named, self.size = [], 0

    def _wait(self, left: int) -> None:
        while len(self.loading) > left:
            self.loading.popleft().result()


def _bytes(directory: Path) -> int:
    total = 0
    for path in directory.iterdir():
        with suppress(FileNotFoundError):  # RocksDB tidies up behind itself
            total += path.stat().st_size
    return total


def _load(store: ox.Store, part: list[str]) -> None:
    store.bulk_load("".join(part).encode(), ox.RdfFormat.N_QUADS, lenient=True)


def _schedule(policy: str) -> bool:
    """Give RocksDB's sorting threads a policy of Linux's scheduler; whether any has it now.

    While a store is loaded they sort the same entries again and again, the more often the larger it is, unless they get
    what processor time nobody else wants (SCHED_IDLE). Only root may take them out of that policy again, so that what
    must be sorted in the end is sorted by another process.
    """
    threads = Path("/proc/self/task")
    if not hasattr(os, policy) or not threads.is_dir():
        return False
    given = False
    for thread in threads.iterdir():
        with suppress(OSError):  # Oxigraph's loading starts and ends others meanwhile
            if (thread / "comm").read_text(encoding="utf-8").startswith("rocksdb:low"):
                os.sched_setscheduler(int(thread.name), getattr(os, policy), os.sched_param(0))
                given = True
    return given


def _put_into_order(building: Path) -> None:
    """Sort a store in a process of its own, which ends when this one does."""
    command = [sys.executable, "-P", __file__, str(building)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603 (our own file)
        failed = process.wait()
    if failed:  # where Python finds its packages in another way than here
        ox.Store(str(building)).optimize()


def main(store: str) -> None:
    """Sort the store at this path, unless standard input ends first: a writer that waits for it is then gone."""
    threading.Thread(target=_end_with_the_writer, daemon=True).start()
    ox.Store(store).optimize()


def _end_with_the_writer() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
