"""What a graph directory holds, document by document: listed, removed, checked, and made anew from the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DecisionError, NotFoundError, StoreError
from kg.graph.projection.identifiers import identifiers
from kg.spelling import storable_path

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from rdflib import Dataset

    from kg.graph.projection.project import Watch
    from kg.model import Moment
    from kg.records.database import Records
    from kg.records.sources import StoredDocument

__all__ = ["DocumentEntry", "check", "documents", "infer_from", "rebuild", "remove"]

_OFFERED = 3
"""How many names that are like a wrong one a message offers."""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of a graph: its short id, what its sources give of it, and where its text was found.

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
    """The documents of a graph directory in the order of their ids; with `text`, those that it means or is found in.

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
    """What is wrong in a graph directory, a line each, with what to do; none where it is whole. Nothing is changed.

    Raises:
        StoreError: there is no graph.
    """
    from kg.graph.projection.comparison import differences
    from kg.graph.rdf.dataset import inner_store
    from kg.graph.store.directory import decisions_file, has_records, naming_of, open_directory, read_directory
    from kg.resolve.decisions import read_decisions
    from kg.resolve.resolution import replays

    directory = Path(graph)
    if not has_records(directory):
        open_directory(directory)  # raises where there is no graph at all
        return [f"{directory}: its records are gone: keep a copy of kg export, and build it again elsewhere"]
    try:
        with read_directory(directory) as records:
            found = records.damage()
            store = inner_store(open_directory(directory))
            if store is not None and not found:
                found = differences(records, store, naming_of(directory))
            if not replays(records, read_decisions(decisions_file(directory))):
                found.append(f"{decisions_file(directory)}: was changed since: kg rebuild makes the graph agree")
    except (StoreError, DecisionError) as error:
        found = [str(error)]
    return found


def rebuild(graph: str | os.PathLike[str] = "graph", *, watch: Watch = iter) -> int:
    """Make a directory's graph anew from its records, to the same bytes; the number of its documents.

    What followed from its facts is inferred again. `watch` hands on the documents as they are written.

    Raises:
        StoreError: there are no records, one is damaged, or another process is writing the directory.
    """
    from kg.graph.store.directory import repairing_directory
    from kg.graph.store.write import rebuild_directory

    directory = Path(graph)
    with repairing_directory(directory) as records:
        inferred = rebuild_directory(directory, records, watch)
        number = sum(1 for _ in records.documents())
    if inferred:
        infer_from(directory)
    return number


def infer_from(graph: Dataset | Path) -> int:
    """Add what follows from the facts of a graph in memory or in a directory; how many facts that is."""
    from kg.graph.infer import infer, infer_directory

    return infer_directory(graph) if isinstance(graph, Path) else infer(graph)


def _source_named(stored: StoredDocument, identifier: str, name: str) -> dict[str, str] | None:
    """The sources, with their paths, that a name means; None where it is not this document's."""
    pairs = dict(zip(stored.sources, stored.paths, strict=True))
    if name == identifier:
        return pairs
    name, absolute = storable_path(name), storable_path(str(Path(name).absolute()))
    urls = {each.source for each in stored.found_at if each.url == name}
    return {
        source: path for source, path in pairs.items() if name in (source, path) or absolute == source or source in urls
    } or None


def _has(records: Records, stored: StoredDocument, identifier: str, text: str) -> bool:
    """Whether a text in lower case stands in what a document is called, or in its words."""
    known = (*stored.urls, *stored.publishers, *stored.authors)
    called = (identifier, stored.title or "", *stored.sources, *stored.paths, *known)
    return any(text in each.casefold() for each in called) or text in _text(records, stored)[0].casefold()


class _Beside:
    """The ids of a graph's documents, and how each stands beside the others."""

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
    """The text of a document and its day; none of a damaged record, which can be removed all the same."""
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
