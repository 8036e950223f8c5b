"""Documents of a graph directory: listed and removed; the directory checked, rebuilt and recovered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.reading import DEFAULTS
from kg.errors import DecisionError, InputError, NotFoundError, StoreError
from kg.graph.projection.identifiers import identifiers
from kg.graph.rdf.naming import Naming
from kg.records.codec import document_hash
from kg.records.sources import as_source, document_of
from kg.spelling import path_in, storable_path

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from rdflib import Dataset

    from kg.api.reading import ReadOptions
    from kg.graph.facts.records import DocumentRecord
    from kg.graph.projection.project import Watch
    from kg.model import Document, Moment
    from kg.records.database import Records
    from kg.records.sources import StoredDocument

_OFFERED = 3
"""Similar names that a message offers for an unknown one, at most."""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of a graph: its short id, its metadata, and where its text was found.

    `date` is the day from which its relative dates are counted; see `kg.model.Document` for the others. `paths` are the
    sources as they were named, `words` those of the text between white space. `copy_of` is the id of the document whose
    text it prints again, `replaced_by` that of the later version at its address, and `replaces` those of the earlier.
    """

    id: str
    date: date | None
    title: str | None
    words: int
    paths: tuple[str, ...]
    sources: tuple[str, ...]
    urls: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    retrieved: Moment | None = None
    language: str | None = None
    copy_of: str | None = None
    replaced_by: str | None = None
    replaces: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


def documents(text: str | None = None, *, graph: str | os.PathLike[str] = "graph") -> list[DocumentEntry]:
    """Return the documents of a graph directory by their ids; with `text`, those that it names or is found in.

    It means one by id, path, source or address; else all whose id, title, publishers, authors, addresses, sources or
    words have it in them, in any case.

    Raises:
        StoreError: there is no graph.
        NotFoundError: no document has it.
    """
    from kg.graph.store.directory import read_directory

    with read_directory(Path(graph)) as records:
        stored = list(records.documents())
        names = identifiers(stored)
        if text is None:
            wanted: Iterable[StoredDocument] = stored
        else:
            wanted = [each for each in stored if _source_named(each, names[each.hash], text) is not None]
            wanted = wanted or [each for each in stored if _has(records, each, names[each.hash], text.casefold())]
            if not wanted:
                raise NotFoundError(_unknown([text], stored, names))
        beside = _Beside(stored, records)
        return sorted((_entry(records, each, beside) for each in wanted), key=lambda entry: entry.id)


def remove(
    names: str | Iterable[str],
    *,
    graph: str | os.PathLike[str] = "graph",
    then: Callable[[list[DocumentEntry]], None] | None = None,
) -> list[DocumentEntry]:
    """Remove documents from a graph directory, each named by its id, its path or its source, and return them.

    If a text was found in several places, a path or source removes this one, and the id all of them. Records and graph
    change in one step. `then` gets what was removed; if it fails, or the process ends, the same call again returns the
    same, with ids and sources alone.

    Raises:
        StoreError: there is no graph, or it cannot be written, or another process is writing it.
        NotFoundError: a name is that of no document; then all stay.
    """
    from kg.graph.store.directory import UnderWay, current_store, done, result_of, writing_directory
    from kg.graph.store.write import project_directory

    directory = Path(graph)
    names = [names] if isinstance(names, str) else list(names)
    command = ("remove", *names)
    current_store(directory)  # raises where there is no graph
    with writing_directory(directory) as records:
        before = result_of(records, command)
        if before is None:
            entries = _removed(records, names)
            result = tuple((each.id, each.paths, each.sources) for each in entries)
            project_directory(directory, records, under_way=UnderWay(command, result))
        else:
            entries = [
                DocumentEntry(given, None, None, 0, tuple(paths), tuple(sources)) for given, paths, sources in before
            ]
        if then is not None:
            then(entries)
        done(records)
    return entries


def _removed(records: Records, names: list[str]) -> list[DocumentEntry]:
    """Remove documents from the records, to be committed, and return them in the order of their ids."""
    stored = list(records.documents())
    ids = identifiers(stored)
    gone: dict[str, dict[str, str]] = {}
    unknown = []
    for name in names:
        found = {each.hash: _source_named(each, ids[each.hash], name) for each in stored}
        if not any(found.values()):
            unknown.append(name)
        for given, sources in found.items():
            gone.setdefault(given, {}).update(sources or {})
    if unknown:
        raise NotFoundError(_unknown(unknown, stored, ids))
    beside = _Beside(stored, records)
    entries = [_entry(records, each, beside, only=gone[each.hash]) for each in stored if gone.get(each.hash)]
    for given, sources in gone.items():
        records.remove(sources, document=given)
    return sorted(entries, key=lambda entry: entry.id)


def check(graph: str | os.PathLike[str] = "graph") -> list[str]:
    """Return what is wrong in a graph directory, a line each, with what to do. Nothing is changed.

    Raises:
        StoreError: there is no graph.
    """
    from kg.graph.projection.project import differences
    from kg.graph.rdf.dataset import inner_store
    from kg.graph.store.directory import (
        current_store,
        decisions_file,
        has_records,
        naming_of,
        open_directory,
        read_directory,
    )
    from kg.resolve.decisions import read_decisions
    from kg.resolve.resolution import replays

    directory = Path(graph)
    if not has_records(directory):
        current_store(directory)  # raises where there is no graph at all
    try:
        with read_directory(directory) as records:
            found = records.damage()
            store = inner_store(open_directory(directory))
            decisions = read_decisions(decisions_file(directory))
            if store is not None and not found:
                found = differences(records, store, naming_of(directory), decisions)
            if not replays(records, decisions):
                found.append(f"{decisions_file(directory)}: was changed since: kg rebuild makes the graph agree")
    except (StoreError, DecisionError) as error:
        found = [str(error)]
    return found


def rebuild(
    graph: str | os.PathLike[str] = "graph",
    *,
    reread: bool = False,
    options: ReadOptions = DEFAULTS,
    watch: Watch = iter,
) -> int:
    """Rebuild a directory's graph from its records, to the same bytes, and return the number of its documents.

    Records of an earlier version are brought up to this one, with what people decided. With `reread`, all documents are
    read again from the texts in the records, by the `options`; else only those of which
    the records hold nothing that this version can read. What an LLM found comes back with `kg build --llm`. What
    followed from facts is inferred again. `watch` hands on the documents as they are written.

    Raises:
        StoreError: there are no records, one is damaged, or another process is writing the directory.
    """
    from kg.graph.store.directory import repairing_directory
    from kg.graph.store.write import rebuild_directory

    directory = Path(graph)
    with repairing_directory(directory) as records:
        _read_again(records, options, every=reread)
        inferred = rebuild_directory(directory, records, watch)
        number = sum(1 for _ in records.documents())
    if inferred:
        infer_from(directory)
    return number


def _read_again(records: Records, options: ReadOptions, *, every: bool) -> None:
    """Read documents of records again from their texts: all, or those that no reader of this format has read."""
    from kg.api.reading import read_each, workers_for
    from kg.records.database import UNREAD

    stored = {each.hash: each for each in records.documents() if every or each.made == UNREAD}
    if not stored:
        return
    documents = (replace(records.document(each), id=each.hash) for each in stored.values())
    for document, found in read_each(documents, options.extractor(), workers_for(len(stored), options.workers)):
        if isinstance(found, Exception):
            raise StoreError(f"{document.path}: cannot be read again: {type(found).__name__}: {found}") from found
        records.reread(stored[document.id], found)


def _damage(directory: Path) -> list[str]:
    """Return what is wrong with the records of a directory; StoreError if there is no graph, or of another version."""
    from kg.graph.store.directory import current_store, read_directory

    current_store(directory)
    try:
        with read_directory(directory) as records:
            return records.damage()
    except StoreError as error:
        if "version of kg" in str(error):
            raise
        return [str(error)]


@dataclass(frozen=True, slots=True)
class Recovered:
    """The result of `recover`: documents whose records are whole, those read again from the graph, those lost."""

    kept: int
    reread: int
    lost: tuple[str, ...]


def recover(graph: str | os.PathLike[str] = "graph") -> Recovered:
    """Restore the records of a graph directory if they are damaged, missing or not those of its graph.

    What can be read of them stays; of the other documents the graph holds the texts, with what their sources gave, and
    they are read again. The file that was there is kept beside the new one. Gazetteers and an ontology of the user's
    own are named again in the next build.

    Raises:
        InputError: the records are whole.
        StoreError: there is no graph, or it cannot be read or written.
    """
    from kg.api.reading import read_each, workers_for
    from kg.graph.facts.reader import read_contents
    from kg.graph.store.directory import open_directory, records_file, replacing_records
    from kg.records.salvage import readable

    directory = Path(graph)
    if not _damage(directory):
        if check(directory):  # the process that recovered them ended before the graph agreed
            return Recovered(rebuild(directory), 0, ())
        raise InputError(f"{directory}: its records are whole: there is nothing to recover")
    try:
        known = list(read_contents(open_directory(directory)).documents)
    except StoreError:  # a damaged store: what the records hold is all there is
        known = []
    with replacing_records(directory) as records:
        kept: set[str] = set()
        for document, extraction in readable(records_file(directory)):
            records.put(document, extraction)
            kept.add(document_hash(document.text, document.date))
        base = next((each.iri[: each.iri.rindex("/") + 1] for each in known), None)  # "…document/"
        if base is not None and records.setting("base") is None and base != Naming.of(records).space("document"):
            records.set("base", base.removesuffix("document/"))
        naming = Naming.of(records)
        there = {naming.document(given) for given in kept}
        again = [each for each in known if each.iri not in there]
        documents = {each.iri: _documents_of(each, naming) for each in again}
        lost = [f"{each.id}: its text in the graph was changed" for each in again if not documents[each.iri]]
        every = [document for some in documents.values() for document in some]
        for document, found in read_each(every, DEFAULTS.extractor(), workers_for(len(every), None)):
            if isinstance(found, Exception):
                lost.append(f"{document.path}: cannot be read: {type(found).__name__}: {found}")
            else:
                records.put(document, found)
    rebuild(directory)
    return Recovered(len(kept), len(again) - len(lost), tuple(lost))


def _documents_of(record: DocumentRecord, naming: Naming) -> list[Document]:
    """Return a graph's document as each of its sources gave it; none if its text does not match its IRI."""
    day = date.fromisoformat(record.date) if record.date else None
    days = [each for each in (None, day) if naming.document(document_hash(record.text, each)) == record.iri]
    if not days:
        return []
    urls = {path: path if path in record.urls else next(iter(record.urls), None) for path in record.sources}
    publisher, authors = next(iter(record.publishers), None), json.dumps(record.authors)
    moments = (record.published, record.modified, record.retrieved)
    rows = [
        (_source_of(path), "", path, record.title, url, publisher, authors, *moments, record.language, "", 1)
        for path, url in urls.items()
    ]
    return [document_of(as_source(row), record.text, days[0]) for row in rows]


def _source_of(path: str) -> str:
    """Return the key of a source: a file's absolute path, else the path as it is."""
    file = Path(path_in(path))
    return storable_path(str(file.absolute())) if file.exists() else path


def infer_from(graph: Dataset | Path) -> int:
    """Add what follows from the facts of a graph in memory or in a directory, and return how many facts that is."""
    from kg.graph.infer import infer, infer_directory

    return infer_directory(graph) if isinstance(graph, Path) else infer(graph)


def _source_named(stored: StoredDocument, identifier: str, name: str) -> dict[str, str] | None:
    """Return the sources, with their paths, that a name means; None if it is not this document's."""
    pairs = dict(zip(stored.sources, stored.paths, strict=True))
    if name == identifier:
        return pairs
    name, absolute = storable_path(name), storable_path(str(Path(name).absolute()))
    urls = {each.source for each in stored.found_at if each.url == name}
    return {
        source: path for source, path in pairs.items() if name in (source, path) or absolute == source or source in urls
    } or None


def _has(records: Records, stored: StoredDocument, identifier: str, text: str) -> bool:
    """Return whether a text in lower case is in the names of a document, or in its words."""
    known = (*stored.urls, *stored.publishers, *stored.authors)
    called = (identifier, stored.title or "", *stored.sources, *stored.paths, *known)
    return any(text in each.casefold() for each in called) or text in _text(records, stored)[0].casefold()


class _Beside:
    """The ids of a graph's documents, and their standings."""

    def __init__(self, stored: list[StoredDocument], records: Records) -> None:
        from kg.records.duplicates import standings

        self.ids = identifiers(stored)
        self.standing = standings(stored, records)
        self.earlier: dict[str, list[str]] = {}
        for each in stored:
            if each.replaced_by is not None:
                self.earlier.setdefault(each.replaced_by, []).append(self.ids[each.hash])


def _entry(
    records: Records, stored: StoredDocument, beside: _Beside, *, only: dict[str, str] | None = None
) -> DocumentEntry:
    text, day = _text(records, stored)
    pairs = only or dict(zip(stored.sources, stored.paths, strict=True))
    return DocumentEntry(
        id=beside.ids[stored.hash],
        date=day,
        title=stored.title,
        words=len(text.split()),
        paths=tuple(pairs.values()),
        sources=tuple(pairs),
        urls=stored.urls,
        publishers=stored.publishers,
        authors=stored.authors,
        published=stored.published,
        modified=stored.modified,
        retrieved=stored.retrieved,
        language=stored.language,
        copy_of=beside.ids.get(beside.standing[stored.hash].copy_of or ""),
        replaced_by=beside.ids.get(stored.replaced_by or ""),
        replaces=tuple(sorted(beside.earlier.get(stored.hash, ()))),
        text=text,
    )


def _text(records: Records, stored: StoredDocument) -> tuple[str, date | None]:
    """Return the text of a document and its day; nothing of a damaged record, which can still be removed."""
    try:
        return records.text(stored)
    except StoreError:
        return "", None


def _unknown(names: list[str], stored: list[StoredDocument], ids: dict[str, str]) -> str:
    known = {*ids.values(), *chain.from_iterable(each.paths for each in stored)}
    near: Iterator[str] = chain.from_iterable(get_close_matches(each, sorted(known), _OFFERED, 0.6) for each in names)
    offer = ", ".join(list(dict.fromkeys(near))[:_OFFERED])
    listed = ", ".join(repr(name) for name in names)
    return f"no document is called {listed}" + (
        f"; did you mean {offer}?" if offer else ": kg documents lists them all"
    )
