"""From files to what they say: extractions and open triples, one at a time, and what could not be read."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date as Date  # noqa: N812 (`date` is the field's name)

    from kg.api.llm import Asked
    from kg.llm.model import LanguageModel, Request
    from kg.model import Document, Extraction
    from kg.ontologies.model import OwnRules
    from kg.pipeline import Extractor
    from kg.read import Reading, Remark, Web
    from kg.records.parquet import Folder, Packed, Partition
    from kg.rules.rule_set import RuleSet
    from kg.text.openie.triples import OpenTriple

type Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""One file or folder, or several."""

type Sources = Paths | Mapping[str, object] | Iterable[Mapping[str, object]] | Table
"""What is read: paths, addresses and texts, dictionaries with a text and its metadata, a data frame."""


class Table(Protocol):
    """A data frame of pandas or Polars."""

    @property
    def columns(self) -> Iterable[str]:
        """The names of its columns."""


class Progress(Protocol):
    """Hands on items as they come, of `total` in all (None if unknown), as a progress bar does."""

    def __call__[T](self, items: Iterable[T], total: int | None, /) -> Iterable[T]:
        """The same items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How documents are read.

    `date`, `publisher` and `language` are those of documents that give none. Other languages than English are read
    with an LLM alone, by default as they are detected. `format` is the input format, if it cannot be
    detected: a suffix ("csv") or a service ("newsapi"); `columns` are the names of a table's columns by field
    ({"text": "body"}); `web` bounds the requests to addresses that are named (`kg.Web`).

    `model` names an installed spaCy pipeline to use in place of the default one. `rules` is a TOML file, or a folder of
    them, with relation rules to use beside those that come with kg, and `ontology` a file with classes and relations of
    your own (`docs/ontology.md`). `llm` is an LLM that proposes and checks facts; it is sent the text (`docs/llm.md`).

    `workers` is the number of processes that read, by default one a processor if there are many documents.
    """

    date: Date | None = None
    publisher: str | None = None
    language: str | None = None
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    web: Web | None = None
    model: str | None = None
    rules: str | os.PathLike[str] | RuleSet | None = None
    ontology: str | os.PathLike[str] | OwnRules | None = None
    llm: LanguageModel | None = None
    workers: int | None = None

    def documents(self, sources: Sources, *, english: frozenset[str] = frozenset()) -> Reading:
        """Find the documents of `sources`, to be iterated once; see `kg.api.extract` for the errors.

        `english` are the hashes of texts that are known to be in English: judging it would take most of the time.
        """
        from kg.llm.model import reads_any
        from kg.read import ANY, Options, Web, language_tag, read_sources, sources_of

        any_language = reads_any(self.llm)
        tag = language_tag(self.language)
        if self.language is not None and tag is None:
            raise InputError(f"language {self.language!r}: is none that is known: write a code such as de")
        if tag is not None and not tag.startswith("en") and not any_language:
            raise InputError(f"language {self.language!r}: only an LLM reads it: name one, with the effort read")
        return read_sources(
            sources_of(sources),
            date=self.date,
            publisher=self.publisher,
            language=tag or (ANY if any_language else None),
            options=Options(self.format, tuple(self.columns.items()), self.web or Web()),
            english=english,
        )

    def extractor(self, llm: LanguageModel | None = None) -> Extractor:
        """Load the rules and the ontology, and return what reads by them.

        Raises:
            InputError: the ontology cannot be read.
            ModelError: the model is not installed.
            RuleError: a rule is malformed, or its examples fail.
        """
        from kg.pipeline import Extractor

        rules, own = self.rules, self.ontology
        if isinstance(rules, (str, os.PathLike)):
            from kg.rule_examples import checked_rules

            rules = checked_rules(Path(rules), model=self.model)
        if isinstance(own, (str, os.PathLike)):
            own = own_ontology(own, model=self.model)
        return Extractor(self.model, rules, llm=llm, own=own)


DEFAULTS = ReadOptions()
"""How documents are read by default."""


def own_ontology(path: str | os.PathLike[str], *, model: str | None = None) -> OwnRules:
    """Return the ontology in a file in RDF (.ttl, .owl …), with the rules made from it.

    Raises:
        InputError: the file has an unsupported type, cannot be read, or declares no class and no relation.
        ModelError: the model is not installed.
    """
    from kg.graph.ontologies import ONTOLOGY_FORMATS, read_ontology

    named = Path(path)
    if named.suffix.lower() not in ONTOLOGY_FORMATS:
        raise InputError(f"{named}: unsupported ontology format; supported: {', '.join(sorted(ONTOLOGY_FORMATS))}")
    ontology = read_ontology(named)
    from kg.ontologies.learning import make_rules  # loads the pipeline

    return make_rules(ontology, model=model)


_log = logging.getLogger(__name__)
_MANY = 40
"""So many documents are worth processes of their own, each of which loads the model.

Then this one never does, whose memory is for the graph once they have ended.
"""


@dataclass(frozen=True, slots=True)
class NotRead:
    """A skipped file and the reason in one line; `error` is the defect of kg, None if the file is at fault."""

    path: str
    reason: str
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Extractions:
    """Extractions as documents are read: to be iterated once.

    `total` is how many there are at most, None where that is not known, and `ignored` counts the files of another kind
    than kg reads. Complete at the end: `not_read`,
    those that were left out, `remarks`, on what was read with a proviso, and `asked`, what became of asking a language
    model, if one was named.
    """

    found: Iterator[Extraction]
    total: int | None
    ignored: int
    not_read: list[NotRead] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    asked: Asked | None = None

    def __iter__(self) -> Iterator[Extraction]:
        return self.found

    def lines(self) -> Iterator[str]:
        """Each as one line of JSON, in the form that `kg.schema` publishes."""
        from kg.schema import to_line

        return map(to_line, self.found)


@dataclass(frozen=True, slots=True)
class Kept:
    """The contents of a folder of records, of the paths that were named.

    `partitions` are its files, `documents` what is in them, failed ones among these; `read` counts those that were read
    now. `removed` counts the files that held what is no longer so, `ignored` those of another kind than kg reads.
    """

    partitions: int
    documents: int
    read: int
    removed: int
    ignored: int
    not_read: tuple[NotRead, ...]
    remarks: tuple[Remark, ...]


class Notes:
    """The files that are skipped; each is reported, or logged."""

    def __init__(self, on_failure: Callable[[NotRead], None] | None) -> None:
        self.not_read: list[NotRead] = []
        self._tell = on_failure or _log_failure

    def leave_out(self, failure: NotRead) -> None:
        """Note a file."""
        self.not_read.append(failure)
        self._tell(failure)

    def defect(self, document: Document, error: Exception) -> None:
        """Note a document in which a defect of kg was met."""
        self.leave_out(NotRead(document.path or document.id, f"{type(error).__name__}: {error}", error))

    def unreadable(self, reading: Reading) -> None:
        """Note the files of folders that could not be read, once all were tried."""
        for failure in reading.failures:
            self.leave_out(NotRead(failure.path, failure.reason))


def no_documents() -> Reading:
    """Return a reading of nothing."""
    from kg.read import Reading

    return Reading(iter(()), [], [], 0, 0, 0)


def records_folder(path: str | os.PathLike[str]) -> Folder:
    """Return a folder that `extract_to` wrote; ReadError if it holds no records."""
    from kg.records.parquet import Folder

    folder = Folder(str(path))
    folder.require_records()
    return folder


def read_each(
    documents: Iterable[Document], extractor: Extractor, workers: int
) -> Iterator[tuple[Document, Extraction | Exception]]:
    """Each document with what it says, or with the defect that was met in it; see `workers_for`."""
    from kg import pipeline
    from kg.workers import processes

    if extractor.remark:
        _log.warning("%s", extractor.remark)
    return (
        processes.read_in_workers(documents, extractor, workers)
        if workers
        else pipeline.read_each(documents, extractor)
    )


def workers_for(expected: int, workers: int | None) -> int:
    """Return how many processes read so many documents: as many as asked, else one a processor if there are many.

    None (0) where this one does, since they are few.
    """
    if workers in {None, 1} and expected < _MANY:
        return 0
    # A container may give a process fewer processors than there are; of the systems, Linux alone tells.
    return workers or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def extract(
    sources: Sources,
    *,
    options: ReadOptions = DEFAULTS,
    progress: Progress | None = None,
    on_failure: Callable[[NotRead], None] | None = None,
    **changes: Any,
) -> Extractions:
    """Return what the sources say, one document after the other; see `kg.api.build` for `sources` and `changes`.

    `on_failure` is called with each file that is skipped; without it, these are logged.

    Raises:
        InputError: a source has an unsupported type, or the ontology cannot be read.
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model is not installed; raised when the first document is read.
        RuleError: a rule is malformed, or its examples fail.
        LanguageModelError: the server of the LLM refuses to work.
    """
    from kg.api.llm import asker_of

    options = replace(options, **changes)
    reading = options.documents(sources)
    asker = asker_of(options.llm)
    extractor = options.extractor(asker.llm if asker else None)
    notes = Notes(on_failure)

    def read() -> Iterator[Extraction]:
        found = read_each(reading.documents, extractor, workers_for(reading.expected, options.workers))
        found = asker.consulted(found, extractor) if asker else found
        for document, result in found if progress is None else progress(found, reading.total):
            if isinstance(result, Exception):
                notes.defect(document, result)
            else:
                yield result
        notes.unreadable(reading)

    return Extractions(
        read(), reading.total, reading.ignored, notes.not_read, reading.remarks, asker.outcome if asker else None
    )


def extract_to(  # noqa: PLR0913 (each is an option of its own)
    paths: Paths,
    out: str | os.PathLike[str],
    *,
    options: ReadOptions = DEFAULTS,
    ray: bool = False,
    address: str | None = None,
    progress: Progress | None = None,
    on_failure: Callable[[NotRead], None] | None = None,
    **changes: Any,
) -> Kept:
    """Write what files and folders say to a folder of Parquet files, which `kg.api.build` reads as `from_records`.

    Partitions that are there are not read again; see `kg.records.parquet`. With `ray`, Ray reads, on the cluster at
    `address` or on this machine. Ctrl-C keeps the partitions that are finished. See `kg.api.build` for `changes`.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model is not installed.
        RuleError: a rule is malformed, or its examples fail.
        StoreError: the folder cannot be written.
        MissingPackageError: what writes Parquet, or Ray, is not installed.
        KgError: the cluster cannot be reached, or its workers cannot read.
    """
    from kg.records.parquet import Folder, cut, pack, scope_of

    folder = Folder(str(out))
    if ray:
        from kg.workers.cluster import require_ray

        require_ray()
    options = replace(options, **changes)
    reading, extractor, notes = options.documents(paths), options.extractor(), Notes(on_failure)
    there = set(folder.names())
    named = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    scope = scope_of(str(path) if "://" in str(path) else str(Path(path).absolute()) for path in named)
    sizes: dict[str, int] = {}
    waiting: deque[tuple[str, Partition]] = deque()

    def unread() -> Iterator[Document]:
        documents = reading.documents if progress is None else progress(reading.documents, reading.total)
        for partition in cut(documents, extractor.made_by()):
            name = f"{scope}-{partition.name}.parquet"
            sizes[name] = len(partition.documents)
            if name not in there or not folder.is_finished(name):
                waiting.append((name, partition))
                yield from partition.documents

    read = 0
    found: list[Packed | str] = []
    if ray:
        from kg.workers.cluster import read_on_ray

        results = read_on_ray(unread(), extractor, options.workers, address)
    else:
        read_now = read_each(unread(), extractor, workers_for(reading.expected, options.workers))
        results = ((document, pack(result)) for document, result in read_now)
    try:
        for document, result in results:
            found.append(result)
            if isinstance(result, str):
                notes.leave_out(NotRead(document.path or document.id, result, RuntimeError(result)))
            name, partition = waiting[0]
            if len(found) == len(partition.documents):
                folder.write(name, partition.documents, found)
                read, found = read + len(found), []
                waiting.popleft()
    except KeyboardInterrupt:
        done = len(sizes) - len(waiting)
        raise KeyboardInterrupt(f"stopped; {done:,} partitions are finished: the same command goes on there") from None
    notes.unreadable(reading)
    stale = [name for name in sorted(there) if name.startswith(scope) and name not in sizes]
    folder.remove(stale if not reading.failures else ())
    return Kept(
        partitions=len(sizes),
        documents=sum(sizes.values()),
        read=read,
        removed=0 if reading.failures else len(stale),
        ignored=reading.ignored,
        not_read=tuple(notes.not_read),
        remarks=tuple(reading.remarks),
    )


def llm_requests(
    paths: Paths,
    options: ReadOptions,
    *,
    graph: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Document, Request]]:
    """Return the requests about files and folders that no reply is kept for, each with its document; nothing is sent.

    `options.llm` names the LLM. Those that check what passages state come once there are replies to these.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        InputError: the kept replies, or the ontology, cannot be read.
    """
    from kg.api.llm import asker_of, unanswered
    from kg.llm.model import Request

    asker = asker_of(options.llm, None if graph is None else Path(graph))
    if asker is None:
        return
    reading = options.documents(paths)
    found = read_each(reading.documents, options.extractor(asker.llm), 1)
    seen: set[str] = set()
    for document, result in found if progress is None else progress(found, reading.total):
        for request in map(Request, unanswered(result)):
            if request.key not in seen:
                seen.add(request.key)
                yield document, request


def _log_failure(failure: NotRead) -> None:
    level = logging.ERROR if failure.error else logging.WARNING
    _log.log(level, "not read: %s: %s", failure.path, failure.reason, exc_info=failure.error)


def open_triples(
    path: str | os.PathLike[str], *, model: str | None = None, progress: Progress | None = None
) -> Iterator[tuple[str, OpenTriple]]:
    """Each sentence of a file that has one a line, with each of its open triples; tabs in it are spaces.

    Raises:
        ReadError: the file cannot be read.
        ModelError: the model is not installed.
    """
    from kg.read import read_lines

    lines = read_lines(Path(path))
    from kg.text.openie.triples import read_sentence
    from kg.text.parsing.parser import load_parser

    parser = load_parser(model)
    for line in lines if progress is None else progress(lines, len(lines)):
        sentence = line.replace("\t", " ")  # a tab separates the columns of what is written
        for triple in read_sentence(parser, sentence):
            yield sentence, triple
