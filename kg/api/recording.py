"""Reading documents into the records: what is known already is skipped, what is read is kept batch by batch.

Ctrl-C ends the reading: what is being read is finished and kept.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.api.reading import NotRead, read_each
from kg.records.codec import document_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from kg.api.consulting import Asker
    from kg.api.reading import Notes, Progress
    from kg.model import Document, Extraction
    from kg.pipeline import Extractor
    from kg.read import Reading
    from kg.records.database import Records
    from kg.records.parquet import Folder

__all__ = ["Recorder"]

_log = logging.getLogger(__name__)
_BATCH_SECONDS = 5.0
"""What is read is kept at least so often: the most that a crash loses."""


@dataclass(slots=True)
class Recorder:
    """Reads documents into records and notes what became of them.

    `added`, `changed` and `unchanged` are the hashes of documents, `removed` the paths of those that are gone.
    """

    extractor: Extractor
    workers: int
    notes: Notes
    progress: Progress | None = None
    asker: Asker | None = None
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    interrupted: bool = False
    _keeping: bool = False
    _seen: set[str] = field(default_factory=set)

    def record(self, reading: Reading, records: Records, *, prune: bool = False) -> None:
        """Read all documents that the records do not hold just so, and commit batch by batch.

        With `prune`, what is gone from the folders named goes out of the records. Ctrl-C ends the reading once
        what is being read is kept, a second one at once; `interrupted` is set.
        """
        try:
            with self._interruptible():
                self._read(reading, records)
        except KeyboardInterrupt:
            self.interrupted = True
        if prune and not self.interrupted:
            gone = reading.gone(records.sources(), self._seen)
            paths = dict(pair for each in records.documents() for pair in zip(each.sources, each.paths, strict=True))
            self.removed += [paths[source] for source in records.remove(sorted(gone))]
        records.commit()
        if not self.interrupted:
            self.notes.unreadable(reading)

    def take(self, folder: Folder, records: Records) -> None:
        """Take over all documents of a folder of Parquet, and commit batch by batch; what is known so is skipped.

        Raises:
            ReadError: a file is damaged.
        """
        kept = time.monotonic()
        try:
            with self._interruptible():
                found = folder.read()
                for document, result in found if self.progress is None else self.progress(found, None):
                    if self.interrupted:
                        break
                    if isinstance(result, str):
                        self.notes.leave_out(NotRead(document.path or document.id, result, RuntimeError(result)))
                    elif records.is_known(document, result.made_by):
                        self.unchanged.append(document_hash(document.text, document.date))
                    else:
                        self._keep(records, document, result)
                    if time.monotonic() - kept > _BATCH_SECONDS:
                        records.commit()
                        kept = time.monotonic()
        except KeyboardInterrupt:
            self.interrupted = True
        records.commit()

    def _read(self, reading: Reading, records: Records) -> None:
        kept = time.monotonic()
        results = read_each(self._unknown(reading, records), self.extractor, self.workers)
        if self.asker is not None:
            results = self.asker.consulted(results, self.extractor, stopped=lambda: self.interrupted)
        for document, result in results:
            if isinstance(result, Exception):
                self.notes.defect(document, result)
                continue
            self._keep(records, document, result)
            if time.monotonic() - kept > _BATCH_SECONDS:
                records.commit()
                kept = time.monotonic()

    def _unknown(self, reading: Reading, records: Records) -> Iterator[Document]:
        """The documents that must be read; of the others their source is noted."""
        made_by = self.extractor.made_by()
        documents = reading.documents
        for document in documents if self.progress is None else self.progress(documents, reading.total):
            if self.interrupted:
                return
            if document.source is not None:
                self._seen.add(document.source)
            if records.is_known(document, made_by):
                self.unchanged.append(document_hash(document.text, document.date))
            elif records.has_extraction(document, made_by):
                self._keep(records, document)
            else:
                yield document

    def _keep(self, records: Records, document: Document, found: Extraction | None = None) -> None:
        self._keeping = True
        (self.changed if records.put(document, found) else self.added).append(
            document_hash(document.text, document.date)
        )
        self._keeping = False

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Have Ctrl-C note that the reading is to end, and a second one end it: not amid a document's rows."""
        if threading.current_thread() is not threading.main_thread():  # which is the only one that Ctrl-C reaches
            yield
            return

        def stop(_signal: int, _frame: FrameType | None) -> None:
            if self.interrupted and not self._keeping:
                raise KeyboardInterrupt
            if not self.interrupted:
                _log.warning("stopping once what is being read is kept (Ctrl-C again: at once)")
            self.interrupted = True

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
