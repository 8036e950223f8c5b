"""A store while it is being built, with threads that load it."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

__all__ = ["StoreWriter"]

_BATCH = 64_000_000
"""Characters of N-Quads that are loaded at once: what a bulk load holds in memory, some ten times over."""
_THREADS = 2
_WORTH = 0.5
"""How many characters must be loaded for each byte of a store for it to be reordered, which takes time by its size."""


class StoreWriter:
    """A store that is being built: named graphs go out of it and into it, and what goes in is loaded by threads."""

    def __init__(self, before: ox.Store | None, building: Path) -> None:
        if before is not None:
            before.backup(str(building))
        self.building = building
        self.store = ox.Store(str(building))
        self.threads = ThreadPoolExecutor(_THREADS, "load")  # Oxigraph loads without holding Python's lock
        self.loading: deque[Future[None]] = deque()
        self.batch: list[str] = []
        self.size = 0
        self.loaded = 0

    def add(self, iri: str, lines: list[str]) -> None:
        """Put lines into the named graph `iri` and into the default graph."""
        end = f" <{iri}> .\n"
        for line in lines:
            self.batch += (line, end, line, " .\n")
        self.size += 2 * sum(map(len, lines))
        if self.size > _BATCH:
            self._hand_over()

    def remove(self, graph: ox.NamedNode, gone: set[str]) -> None:
        """Empty a named graph; its triples that are `gone` leave the default graph, unless another graph has them."""
        self._wait(0)  # what a thread is loading may be half there
        self.store.remove_graph(graph)
        for triple in ox.parse("".join(f"{line} .\n" for line in gone), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, item = triple.subject, triple.predicate, triple.object
            quads = self.store.quads_for_pattern(subject, predicate, item, None)
            if all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
                self.store.remove(ox.Quad(subject, predicate, item))

    def finish(self) -> None:
        """See all of it on the disk, in an order that is quick to read, if what is new is worth the reordering."""
        self._hand_over()
        self._wait(0)
        self.store.flush()
        if self.loaded > _WORTH * _bytes(self.building):
            self.store.optimize()

    def close(self) -> None:
        """End the threads and close the store."""
        self.threads.shutdown(cancel_futures=True)
        del self.store  # Oxigraph has no other way

    def _hand_over(self) -> None:
        if self.batch:
            self._wait(_THREADS)  # a batch more than there are threads, so that none is idle
            self.loading.append(self.threads.submit(_load, self.store, self.batch))
            self.loaded += self.size
            self.batch, self.size = [], 0

    def _wait(self, left: int) -> None:
        while len(self.loading) > left:
            self.loading.popleft().result()


def _bytes(directory: Path) -> int:
    total = 0
    for path in directory.iterdir():
        with suppress(FileNotFoundError):  # RocksDB tidies up behind itself
            total += path.stat().st_size
    return total


def _load(store: ox.Store, batch: list[str]) -> None:
    store.bulk_load("".join(batch).encode(), ox.RdfFormat.N_QUADS, lenient=True)
