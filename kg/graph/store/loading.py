"""A store while it is being built: what is written is loaded in a thread, as it comes."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

__all__ = ["StoreWriter"]

_WORTH = 0.5
"""How many characters must be loaded for each byte of a store for it to be reordered, which takes time by its size."""
_PIPES = Path("/dev/fd").exists()
"""Whether a pipe can be read by name, as Unix lets it."""


class StoreWriter:
    """A store that is being built: triples go out of it and into it.

    All that is added between two calls of `settle` is one load, which Oxigraph sorts by itself in batches of a million:
    what it loads at once lies as it should. Smaller loads would have to be put in order afterwards, which takes as long
    again and half as much room more. A `kg.graph.projection.project.Target`.
    """

    def __init__(self, before: ox.Store | None, building: Path) -> None:
        self.new = before is None
        if before is not None:
            before.backup(str(building))
        self.building = building
        self.store = ox.Store(str(building))
        self.thread = ThreadPoolExecutor(1, "load")  # Oxigraph loads without holding Python's lock
        self.loading: Future[None] | None = None
        self.into: IO[bytes] | None = None
        self.loaded = 0

    def add(self, lines: list[str], graph: str | None = None) -> None:
        """Put triples, as N-Triples without full stops, into the store, or a named graph of it."""
        if not lines:
            return
        end = " .\n" if graph is None else f" <{graph}> .\n"
        part = f"{end.join(lines)}{end}".encode()
        self.loaded += len(part)
        into = self.into or self._begin()
        try:
            into.write(part)
        except BrokenPipeError:  # the load failed: its own error says why
            self.settle()
            raise

    def remove_graph(self, graph: str) -> None:
        """Empty a named graph."""
        self.settle()
        self.store.remove_graph(ox.NamedNode(graph))

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads that were in the store before."""
        self.settle()  # what the thread is loading may be half there
        for quad in quads:
            self.store.remove(quad)

    def settle(self) -> None:
        """See that all that was added is in the store."""
        into, loading, self.into, self.loading = self.into, self.loading, None, None
        if into is not None:
            if loading is None:
                into.seek(0)
                with into:
                    self.store.bulk_load(into, ox.RdfFormat.N_QUADS, lenient=True)
                return
            with suppress(BrokenPipeError):
                into.close()
            loading.result()

    def finish(self) -> None:
        """See all of it on the disk, in an order that is quick to read, if what is new is worth the reordering."""
        self.settle()
        self.store.flush()
        if not self.new and self.loaded > _WORTH * _bytes(self.building):
            self.store.optimize()

    def close(self) -> None:
        """End the thread and close the store."""
        if self.into is not None:
            with suppress(OSError):
                self.into.close()
        self.thread.shutdown()
        with suppress(AttributeError):
            del self.store  # Oxigraph has no other way

    def _begin(self) -> IO[bytes]:
        """Return what is written to for a load: a pipe to the thread that loads, or a file where there are none."""
        if not _PIPES:
            self.into = TemporaryFile()  # noqa: SIM115 - closed by `settle`
        else:
            end, begin = os.pipe()
            self.into = os.fdopen(begin, "wb")
            self.loading = self.thread.submit(_load, self.store, end)
        return self.into


def _bytes(directory: Path) -> int:
    total = 0
    for path in directory.iterdir():
        with suppress(FileNotFoundError):  # RocksDB tidies up behind itself
            total += path.stat().st_size
    return total


def _load(store: ox.Store, end: int) -> None:
    try:
        _bulk_load(store, end)
    finally:
        os.close(end)  # so that who writes is not kept waiting


def _bulk_load(store: ox.Store, end: int) -> None:
    store.bulk_load(path=f"/dev/fd/{end}", format=ox.RdfFormat.N_QUADS, lenient=True)
