"""Documents read by several processes: a pure map, so that neither their number nor their order changes the result.

The default models are loaded once and shared by all processes, others once by each. A process reads small batches, in
the documents' order; only as many batches are out at a time as keep every process busy. Ctrl-C is for the process that
started them.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import chain
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.forks import Forks
from kg.pipeline import attempt, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from kg.model import Document, Extraction
    from kg.pipeline import Extractor

_BATCH = 20_000
"""How many code points of text a process is handed at once, at least."""
_AHEAD = 2
"""How many batches a process has waiting."""


type _Read = tuple[Document, Extraction | Exception]


def read_in_workers(documents: Iterable[Document], extractor: Extractor, workers: int) -> Iterator[_Read]:
    """Each document with what it says, or with the defect that was met in it, in the documents' order.

    Raises:
        KgError: the model cannot be loaded, or a process was ended from outside.
    """
    batches = batches_of(documents, _BATCH)
    first = next(batches, None)
    if first is None:
        return
    extractor.made_by()  # a model that is not there is told before any process starts
    preload = ["kg.workers.preloaded"] if extractor.judged else []
    with closing(Forks(preload)) as forks, ProcessPoolExecutor(workers, forks, _start) as pool:
        forks.start()
        out: deque[tuple[list[Document], Future[list[Extraction | Exception]]]] = deque()
        try:
            for batch in chain([first], batches):
                out.append((batch, pool.submit(_read, batch, extractor)))
                if len(out) > workers * _AHEAD:
                    yield from _next(out)
            while out:
                yield from _next(out)
        except BrokenProcessPool as error:
            raise KgError("a process that reads was ended: too little memory? Use a smaller --workers") from error
        finally:
            pool.shutdown(cancel_futures=True)


def _next(out: deque[tuple[list[Document], Future[list[Extraction | Exception]]]]) -> Iterator[_Read]:
    batch, future = out.popleft()
    yield from zip(batch, future.result(), strict=True)


def batches_of(documents: Iterable[Document], least: int) -> Iterator[list[Document]]:
    """Documents in batches of at least so many code points, but for the last, in their order."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= least:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _start() -> None:
    """Leave Ctrl-C to the program; end with it, also where it is killed and can end nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(program: Any) -> None:
    program.join()
    os._exit(1)


def _read(documents: list[Document], extractor: Extractor) -> list[Extraction | Exception]:
    load(extractor)  # once; a model that is missing or damaged is told by the first batch
    return [attempt(document, extractor) for document in documents]
