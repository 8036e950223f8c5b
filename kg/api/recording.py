"""Reading documents into the records: what is known already is skipped, what is read is kept batch by batch."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.reading import read_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.api.reading import Notes, Progress
    from kg.model import Document
    from kg.pipeline import Way
    from kg.read import Reading
    from kg.records.database import Records

__all__ = ["Recorder"]

_BATCH_SECONDS = 5.0
"""What is read is kept at least so often: the most that a crash loses."""


@dataclass(slots=True)
class Recorder:
    """Reads documents into records, in a way, and notes the ids of what was added, changed, unchanged and removed."""

    way: Way
    workers: int
    notes: Notes
    progress: Progress | None = None
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    interrupted: bool = False

    def record(self, reading: Reading, records: Records, *, prune: bool = False) -> None:
        """Read all documents that the records do not hold just so, and commit batch by batch.

        With `prune`, the files of the folders named that are gone go out of the records. Ctrl-C ends the reading; what
        was read by then is kept, and `interrupted` is set.
        """
        try:
            self._read(reading, records)
        except KeyboardInterrupt:
            self.interrupted = True
        if prune and not self.interrupted:
            gone = [source for source in records.sources() if reading.covers(source) and not Path(source).exists()]
            self.removed += records.remove(gone)
        records.commit()
        if not self.interrupted:
            self.notes.unreadable(reading)

    def _read(self, reading: Reading, records: Records) -> None:
        kept = time.monotonic()
        for document, result in read_each(self._unknown(reading, records), self.way, self.workers):
            if isinstance(result, Exception):
                self.notes.defect(document, result)
                continue
            (self.changed if records.put(document, result) else self.added).append(document.id)
            if time.monotonic() - kept > _BATCH_SECONDS:
                records.commit()
                kept = time.monotonic()

    def _unknown(self, reading: Reading, records: Records) -> Iterator[Document]:
        """The documents that must be read; of the others their source is noted."""
        made_by = self.way.made_by()
        documents = reading.documents
        for document in documents if self.progress is None else self.progress(documents, reading.total):
            if records.is_known(document, made_by):
                self.unchanged.append(document.id)
            elif records.has_extraction(document, made_by):
                (self.changed if records.put(document) else self.added).append(document.id)
            else:
                yield document
