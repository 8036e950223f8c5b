"""Building a graph: read the documents, write what they say, and infer what follows from it."""

from __future__ import annotations

import logging
import signal
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.api.documents import infer_from
from kg.api.graph import Graph, Report, is_address
from kg.api.graph import open as open_graph
from kg.api.llm import asker_of
from kg.api.reading import DEFAULTS, Notes, NotRead, no_documents, read_each, records_folder, workers_for
from kg.errors import InputError, ReadError, StoreError
from kg.graph.projection.identifiers import identifiers
from kg.records.codec import document_hash
from kg.records.database import Records

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

    from kg.api.llm import Asker
    from kg.api.reading import Paths, Progress, ReadOptions, Sources
    from kg.links.model import Gazetteer
    from kg.model import Document, Extraction
    from kg.ontologies.model import OwnRules
    from kg.pipeline import Extractor
    from kg.read import Reading
    from kg.records.parquet import Folder
    from kg.verdicts.screening import Screened

_log = logging.getLogger(__name__)
_BATCH_SECONDS = 5.0
"""What is read is kept at least so often: the most that a crash loses."""


def build(  # noqa: PLR0913 (each is an option of its own)
    sources: Sources = (),
    *,
    out: str | os.PathLike[str] | None = None,
    options: ReadOptions = DEFAULTS,
    infer: bool = False,
    gazetteers: Paths | None = None,
    prune: bool = False,
    from_records: str | os.PathLike[str] | None = None,
    store: str | None = None,
    graph_store: str | None = None,
    progress: Progress | None = None,
    on_failure: Callable[[NotRead], None] | None = None,
    **changes: Any,
) -> Graph:
    """Read sources into a graph: in memory, or in the directory `out`, whose other documents stay.

    `sources` is one or several of: the path of a file or folder, an address (http://…), "-" for standard input, a text,
    a dictionary; or a data frame of pandas or Polars, or any iterable of dictionaries, an article each. A string is a
    text if it has several lines, is a sentence or is long, and no file has its name. Dictionaries and rows have the
    keys that a table's columns have (text, title, url, date, publisher, author, id …); their values are never opened or
    fetched. A document with an id, or an address, replaces the one that was read by that before.

    `options` says how they are read; its fields may be given by name instead (`date=`, `rules=` …): `changes`.

    `infer` adds what follows from the facts, in a named graph of its own. `gazetteers` are files of entities to link
    to (`kg.graph.gazetteers`), in place of those that the directory was built with; an empty list forgets them. `prune`
    removes the documents whose files are gone from the folders named. `from_records` is a folder that
    `kg.api.extract_to` wrote, or its address, to use in place of `sources`.

    `store` is the address for queries of a SPARQL server (http://…) that gets the directory's graph as well, and
    `graph_store` that of its Graph Store Protocol, if it is another.

    `progress` hands on the documents as they are read, as a progress bar does; `on_failure` is called with each file
    that is skipped (without it, these are logged). The graph's `report` says what became of the documents. Ctrl-C
    keeps what was read by then, and raises KeyboardInterrupt with how much that is.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model is not installed.
        RuleError: a rule is malformed, or its examples fail.
        StoreError: the graph cannot be written or reached, or `out` is not a graph's.
        DecisionError: people's decisions about its entities are malformed, or contradict one another.
        InputError: a gazetteer or the ontology cannot be read.
        LanguageModelError: the server of the LLM refuses to work.
    """
    options = replace(options, **changes)
    if is_address(out) or (store is not None and out is None):
        raise InputError("a server takes the graph of a directory: give the directory as out, the address as store")
    listed = _listed(gazetteers)
    taken = None if from_records is None else records_folder(from_records)
    reading = options.documents(sources, english=_english(out)) if taken is None else no_documents()
    asker = asker_of(options.llm, None if out is None else Path(out))
    extractor = options.extractor(asker.llm if asker else None)
    recorder = _Recorder(extractor, workers_for(reading.expected, options.workers), Notes(on_failure), progress, asker)
    published = inferred = unfit = 0
    if out is None:
        from kg.graph.store.write import project_memory

        with Records() as records:
            recorder.record(reading, records) if taken is None else recorder.take(taken, records)
            if recorder.interrupted:
                raise KeyboardInterrupt
            _keep(records, listed, extractor.own)
            dataset, names = project_memory(records), identifiers(records.documents())
        if infer:
            inferred = infer_from(dataset)
    else:
        from kg.entities.archive import unfit_entries
        from kg.graph.store.directory import decisions_file, writing_directory
        from kg.graph.store.write import project_directory, project_memory
        from kg.resolve.decisions import read_decisions

        directory = Path(out)
        read_decisions(decisions_file(directory))  # raises before anything is read
        with writing_directory(directory) as records:
            recorder.record(reading, records, prune=prune) if taken is None else recorder.take(taken, records)
            _keep(records, listed, extractor.own)
            project_directory(directory, records)
            names = identifiers(records.documents())
            unfit = len(unfit_entries(directory, records))
        if recorder.interrupted:
            read = len(recorder.added) + len(recorder.changed) + len(recorder.unchanged)
            of_all = "" if reading.total is None else f" of {reading.total:,}"
            done = f"{read:,}{of_all} documents are in the graph"
            raise KeyboardInterrupt(f"stopped; {done}: the same command goes on from there")
        if not directory.exists():  # nothing was read, and so nothing kept
            dataset = project_memory(Records())
        else:
            if infer:
                inferred = infer_from(directory)
            dataset = open_graph(directory).dataset
            if store is not None:
                from kg.graph.store.remote import publish  # what speaks HTTP is loaded where an address is named

                published = publish(directory, store, graph_store)
    added, changed, unchanged = (
        tuple(names[each] for each in dict.fromkeys(hashes) if each in names)
        for hashes in (recorder.added, recorder.changed, recorder.unchanged)
    )
    report = Report(
        added=added,
        changed=changed,
        unchanged=unchanged,
        removed=tuple(recorder.removed),
        inferred=inferred,
        published=published,
        ignored=reading.ignored,
        not_read=tuple(recorder.notes.not_read),
        remarks=tuple(reading.remarks),
        unfit=unfit,
        reread=recorder.reread,
        asked=asker.outcome if asker else None,
    )
    return Graph(dataset, report, None if out is None else Path(out))


def screen(
    sources: Sources, *, graph: str | os.PathLike[str] = "graph", options: ReadOptions = DEFAULTS
) -> list[Screened]:
    """Return what texts say that contradicts a graph directory, is new, or is known there, with sentences of both.

    They are read into a copy that is thrown away: nothing of them is kept.

    Raises:
        ReadError: a file cannot be read.
        StoreError: there is no graph.
    """
    from kg.verdicts.screening import copied, screened

    found = options.documents(sources)
    texts: list[dict[str, object]] = [
        {"id": f"screened-{number}", "text": each.text, "title": each.title, "date": each.date}
        for number, each in enumerate(found.documents, 1)
    ]
    if found.failures:
        raise ReadError(f"{found.failures[0].path}: {found.failures[0].reason}")
    with TemporaryDirectory(prefix="kg-") as folder:
        built = build(texts, out=copied(Path(graph), Path(folder) / "graph"), options=options)
        added = (*built.report.added, *built.report.changed, *built.report.unchanged)
        return screened(built.contents, built.conflicts(), added)


def _english(out: str | os.PathLike[str] | None) -> frozenset[str]:
    """Return the hashes of the documents in English of a directory, if it is there."""
    from kg.graph.store.directory import has_records, read_directory

    if out is not None and has_records(Path(out)):
        with suppress(StoreError), read_directory(Path(out)) as records:  # what is wrong is said where it is written
            return records.english()
    return frozenset()


def _listed(gazetteers: Paths | None) -> list[Gazetteer] | None:
    """Read the gazetteers, if any are named."""
    if gazetteers is None:
        return None
    from kg.graph.gazetteers import read_gazetteers

    return read_gazetteers(gazetteers)


def _keep(records: Records, gazetteers: list[Gazetteer] | None, own: OwnRules | None) -> None:
    """Keep gazetteers and an ontology for later builds, if any are named."""
    if own is not None:
        from kg.graph.projection.project import keep_ontology

        keep_ontology(records, own.ontology)
        records.commit()
    if gazetteers is not None:
        from kg.links.linking import keep_gazetteers  # late: NumPy

        keep_gazetteers(records, gazetteers)
        records.commit()


@dataclass(slots=True)
class _Recorder:
    """Reads documents into records and notes what became of them.

    `added`, `changed` and `unchanged` are the hashes of documents, `removed` the paths of those that are gone; `reread`
    counts the documents that another version of kg, or another reader, had read.
    """

    extractor: Extractor
    workers: int
    notes: Notes
    progress: Progress | None = None
    asker: Asker | None = None
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    reread: int = 0
    removed: list[str] = field(default_factory=list)
    interrupted: bool = False
    _keeping: bool = False
    _seen: set[str] = field(default_factory=set)

    def record(self, reading: Reading, records: Records, *, prune: bool = False) -> None:
        """Read all documents that the records do not hold just so, and commit batch by batch.

        With `prune`, what is gone from the folders named goes out of the records. Ctrl-C ends the reading once
        what is being read is kept, a second one at once; `interrupted` is set.
        """
        results = read_each(self._unknown(reading, records), self.extractor, self.workers)
        if self.asker is not None:
            results = self.asker.consulted(results, self.extractor, stopped=lambda: self.interrupted)
        self._keep_each(results, records)
        if prune and not self.interrupted:
            gone = reading.gone(records.sources(), self._seen)
            paths = dict(pair for each in records.documents() for pair in zip(each.sources, each.paths, strict=True))
            self.removed += [paths[source] for source in records.remove(sorted(gone))]
        records.commit()
        if not self.interrupted:
            self.notes.unreadable(reading)

    def take(self, folder: Folder, records: Records) -> None:
        """Take over all documents of a folder of Parquet, as `record`; what is known so is skipped.

        Raises:
            ReadError: a file is damaged.
        """
        self._keep_each(self._taken(folder, records), records)
        records.commit()

    def _taken(self, folder: Folder, records: Records) -> Iterator[tuple[Document, Extraction | str]]:
        found = folder.read()
        for document, result in found if self.progress is None else self.progress(found, None):
            if self.interrupted:
                return
            if not isinstance(result, str) and records.is_known(document, result.made_by):
                self.unchanged.append(document_hash(document.text, document.date))
            else:
                yield document, result

    def _keep_each(self, results: Iterable[tuple[Document, Extraction | Exception | str]], records: Records) -> None:
        kept = time.monotonic()
        try:
            with self._interruptible():
                for document, result in results:
                    if isinstance(result, str):
                        self.notes.leave_out(NotRead(document.path or document.id, result, RuntimeError(result)))
                    elif isinstance(result, Exception):
                        self.notes.defect(document, result)
                    else:
                        self._keep(records, document, result)
                    if time.monotonic() - kept > _BATCH_SECONDS:
                        records.commit()
                        kept = time.monotonic()
        except KeyboardInterrupt:
            self.interrupted = True

    def _unknown(self, reading: Reading, records: Records) -> Iterator[Document]:
        """Yield the documents to read; of the others only their source is noted."""
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
                self.reread += records.holds(document)
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
