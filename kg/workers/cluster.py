"""Documents read by Ray, on this machine or on a cluster, in their order, as `kg.workers.processes` does.

The one that asks reads the files and writes the records; what works gets texts and gives back what was found in them,
so it needs no file system, only the same kg. Each worker is an actor that loads the model once. One that is ended takes
nothing along: what it was reading is handed to another. A document that ends one after the other is told as failed.

Without an address Ray is started here, listens to 127.0.0.1 alone and is ended with the reading; it reports nothing to
anybody.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import tempfile
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, KgError, MissingPackageError
from kg.pipeline import attempt, load
from kg.records.parquet import pack
from kg.workers.processes import batches_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Document
    from kg.pipeline import Extractor
    from kg.records.parquet import Packed

_BATCH = 40_000
"""How many code points of text a worker is handed at once, at least: some seconds of work."""
_AHEAD = 8
"""How many batches a worker are read ahead of the one that is next to be handed on."""
_ENDS = 2
"""So often may workers end over the same documents before these are handed out in halves."""
_TRIES = 8
"""So many workers may end one after the other, for each that there is, before the work is given up."""
_PATIENCE = 10
"""How many seconds a cluster may take to answer."""
_STORE = 100_000_000
"""The bytes that a Ray of our own keeps what is handed about in."""


SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is reported
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # under `uv run` workers would each make the environment anew, from a copy
}
"""What Ray reads of the environment when it is imported."""
LOCAL = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # its nodes are 127.0.0.1, and listen to that alone
    "RAY_worker_niceness": "0",  # what reads is what was asked for, and makes way for nothing else
}
"""And where it is started on this machine alone."""


class _Worker:
    """Reads documents in a process of Ray's, with a pipeline that it loads once."""

    def __init__(self, extractor: Extractor, made_by: tuple[tuple[str, str], ...]) -> None:
        self._extractor, self._made_by = extractor, made_by

    def read(self, documents: list[Document]) -> list[Packed | str] | KgError:
        """Return what was found in each document, or the defect that was met; an error if none can be read here."""
        try:
            if self._extractor.made_by() != self._made_by:
                return InputError("a worker has another version of kg or of its model: install the same everywhere")
            load(self._extractor)
            return [pack(attempt(document, self._extractor)) for document in documents]
        except KgError as error:
            return error


@dataclass(slots=True)
class _Batch:
    """Documents that are handed out together, and what was found in them so far."""

    documents: list[Document]
    found: list[Packed | str | None]


@dataclass(slots=True)
class _Task:
    """A part of a batch, and how many workers have ended over it."""

    batch: _Batch
    start: int
    end: int
    ended: int = 0

    def again(self) -> list[_Task]:
        """Return the tasks that replace one over which a worker ended; none if it is given up."""
        if self.ended + 1 < _ENDS:
            return [_Task(self.batch, self.start, self.end, self.ended + 1)]
        if self.end - self.start == 1:
            self.batch.found[self.start] = "each worker that read it was ended: too little memory?"
            return []
        middle = (self.start + self.end) // 2
        return [_Task(self.batch, *part, _ENDS - 1) for part in ((self.start, middle), (middle, self.end))]


def read_on_ray(
    documents: Iterable[Document], extractor: Extractor, workers: int | None = None, address: str | None = None
) -> Iterator[tuple[Document, Packed | str]]:
    """Each document with what was found in it, or with the defect that was met, in the documents' order.

    `address` is that of a cluster, None for a Ray of our own. `workers` is how many read; None: one a processor.

    Raises:
        MissingPackageError: Ray is not installed.
        KgError: the cluster cannot be reached, or its workers cannot read.
    """
    made_by = extractor.made_by()  # a model that is not there is told before anything starts
    batches = (_Batch(some, [None] * len(some)) for some in batches_of(documents, _BATCH))
    first = next(batches, None)
    if first is None:
        return
    with _connected(workers, address) as ray:
        number = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        yield from _Pool(ray, extractor, made_by, number).read(chain([first], batches))


def require_ray() -> None:
    """Refuse to go on where Ray is not installed: MissingPackageError."""
    if find_spec("ray") is None:
        raise MissingPackageError("Ray is not installed: pip install 'newskg[ray]'")


class _Pool:
    """Workers, and what they are at."""

    def __init__(self, ray: Any, extractor: Extractor, made_by: tuple[tuple[str, str], ...], number: int) -> None:
        self._ray, self._number = ray, number
        self._worker = ray.remote(num_cpus=1, max_restarts=0)(_Worker)
        self._start = (ray.put(extractor), made_by)
        self._idle = [self._started() for _ in range(number)]
        self._busy: dict[Any, tuple[Any, _Task]] = {}
        self._waiting: deque[_Task] = deque()
        self._ended = 0
        """The number of workers that ended since one returned something."""

    def _started(self) -> Any:
        return self._worker.remote(*self._start)

    def read(self, batches: Iterator[_Batch]) -> Iterator[tuple[Document, Packed | str]]:
        """Yield the documents of batches with what was found in them, in order."""
        out: deque[_Batch] = deque()
        more = True
        while more or out:
            while more and len(out) < self._number * _AHEAD:
                batch = next(batches, None)
                more = batch is not None
                if batch is not None:
                    out.append(batch)
                    self._waiting.append(_Task(batch, 0, len(batch.documents)))
            self._hand_out()
            if self._busy:
                self._await_one()
            while out and None not in out[0].found:
                batch = out.popleft()
                for document, found in zip(batch.documents, batch.found, strict=True):
                    assert found is not None  # noqa: S101 - the condition above, for the type checker
                    yield document, found

    def _hand_out(self) -> None:
        while self._idle and self._waiting:
            worker, task = self._idle.pop(), self._waiting.popleft()
            self._busy[worker.read.remote(task.batch.documents[task.start : task.end])] = (worker, task)

    def _await_one(self) -> None:
        """Take what the first worker that is done gives back."""
        from ray.exceptions import RayActorError, RayError

        (done, *_), _ = self._ray.wait(list(self._busy))
        worker, task = self._busy.pop(done)
        try:
            found = self._ray.get(done)
        except RayActorError as error:
            self._ended += 1
            if error.actor_init_failed or self._ended > _TRIES * self._number:
                raise KgError(f"the workers of Ray cannot read, one after the other ends: {_reason(error)}") from error
            self._waiting.extendleft(reversed(task.again()))
            self._idle.append(self._started())
            return
        except RayError as error:
            raise KgError(f"Ray failed: {_reason(error)}") from error
        if isinstance(found, KgError):
            raise found
        task.batch.found[task.start : task.end] = found
        self._idle.append(worker)
        self._ended = 0


@contextmanager
def _connected(workers: int | None, address: str | None) -> Iterator[Any]:
    """Ray, connected to a cluster or started here; as it was before at the end."""
    require_ray()
    if address is not None:
        _require_reachable(address)
    os.environ.update(SETTINGS if address else SETTINGS | LOCAL)
    import ray

    scratch = None
    started: dict[str, Any] = {"address": address}
    if address is None:
        short = Path("/tmp")  # noqa: S108 - a socket's path has at most 107 characters, which TMPDIR may exceed
        scratch = tempfile.mkdtemp(prefix="kg-ray-", dir=short if short.is_dir() else None)
        own = {"num_cpus": workers, "include_dashboard": False, "object_store_memory": _STORE, "_temp_dir": scratch}
        started = {"address": "local", **own}
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **started)
        yield ray
    except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
        if ray.is_initialized():
            raise
        where = f"{address}: no Ray cluster can be reached" if address else "Ray cannot be started"
        raise KgError(f"{where}: {_reason(error)}") from error
    finally:
        ray.shutdown()
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _require_reachable(address: str) -> None:
    """Refuse an address at which nobody answers, for which Ray would wait for minutes: InputError."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection((host, int(port)), _PATIENCE).close()
    except (OSError, ValueError) as error:
        raise InputError(f"{address}: no Ray cluster can be reached (HOST:PORT): {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Return the last line of an error that is not empty."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
