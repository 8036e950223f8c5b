"""Where documents come from, with what is known of them there, and the rows in which that is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kg.model import NOTHING_STATED, Stated
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Document, Moment

__all__ = ["Source", "StoredDocument", "as_source", "as_stated", "row_of", "source_of", "stated_column"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was found, and what is known of it there; see `kg.model.Document`.

    `source` is by what it is known again, `path` how it is shown; it is `current` unless the source gave a later
    version since.
    """

    source: str
    path: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    retrieved: Moment | None = None
    language: str | None = None
    current: bool = True


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its sources, in their order.

    `hash` is that of text and day, `made` the key of what read it. `stated` is what its text gives of it, which holds
    where no source does. `replaced_by` is the hash of the version that took its place where it was published, None for
    one that stands.
    """

    hash: str
    made: str
    found_at: tuple[Source, ...]
    day: date | None = None
    stated: Stated = NOTHING_STATED
    replaced_by: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """By what it is known again, at each source."""
        return tuple(each.source for each in self.found_at)

    @property
    def paths(self) -> tuple[str, ...]:
        """How each source is shown."""
        return tuple(each.path for each in self.found_at)

    @property
    def title(self) -> str | None:
        """The title that the first source with one gives it, else the headline in its text."""
        return next((each.title for each in self.found_at if each.title), self.stated.title)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where it was published, each address once."""
        return tuple(dict.fromkeys(each.url for each in self.found_at if each.url))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published it, each once: the same text may stand in several papers."""
        given = tuple(dict.fromkeys(each.publisher for each in self.found_at if each.publisher))
        return given or ((self.stated.publisher,) if self.stated.publisher else ())

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors that the first source with any names."""
        return next((each.authors for each in self.found_at if each.authors), self.stated.authors)

    @property
    def published(self) -> Moment | None:
        """When the first source with a date says that it was published."""
        return next((each.published for each in self.found_at if each.published), None)

    @property
    def modified(self) -> Moment | None:
        """When the first source that tells says that it was last changed."""
        return next((each.modified for each in self.found_at if each.modified), None)

    @property
    def retrieved(self) -> Moment | None:
        """When the first source that tells was read."""
        return next((each.retrieved for each in self.found_at if each.retrieved), None)

    @property
    def language(self) -> str | None:
        """The language that the first source with one gives."""
        return next((each.language for each in self.found_at if each.language), None)


def source_of(document: Document) -> str:
    """By what a document is known again."""
    return clean(document.source or document.path or document.id)


def row_of(document: Document, given: str) -> tuple[str | None, ...]:
    """The row of a document's source but for its address's key and whether it is current.

    `given` is the document's hash.
    """
    named = (document.path or document.id, document.title, document.url, document.publisher)
    authors = json.dumps([clean(author) for author in document.authors], ensure_ascii=False)
    moments = (document.published, document.modified, document.retrieved)
    return (
        source_of(document), given, *(each and clean(each) for each in named), authors,
        *(each.isoformat() if each else None for each in moments), document.language and clean(document.language),
    )  # fmt: skip


def as_source(row: Sequence[Any]) -> Source:
    """A source from its row, in the order of the table's columns."""
    source, _, path, title, url, publisher, authors, published, modified, retrieved, language, _, current = row
    return Source(
        source,
        path,
        title,
        url,
        publisher,
        tuple(json.loads(authors)),
        _moment(published),
        _moment(modified),
        _moment(retrieved),
        language,
        bool(current),
    )


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def stated_column(stated: Stated) -> str:
    """What a text states of itself, as it is kept."""
    values = (stated.title, stated.publisher, stated.authors)
    return clean(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def as_stated(column: str) -> Stated:
    """What a text states of itself, from how it is kept."""
    title, publisher, authors = json.loads(column)
    return Stated(title, publisher, tuple(authors))
