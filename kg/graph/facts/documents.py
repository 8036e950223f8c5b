"""A graph's documents and its entities as sequences and as tables, and what a document goes by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, overload

from kg.display.documents import documents_html, documents_table
from kg.display.graphs import entities_html, entities_table
from kg.graph.facts.frames import data_frame
from kg.graph.facts.records import DocumentRecord, EntityRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types

__all__ = ["DOCUMENT_COLUMNS", "ENTITY_COLUMNS", "Documents", "Entities", "heading"]

DOCUMENT_COLUMNS = (
    "id", "title", "publisher", "authors", "published", "modified", "retrieved", "date", "language", "url", "sources",
    "copy_of", "replaced_by", "document_iri",
)  # fmt: skip
"""The columns of the documents' table; what there may be several of is joined by "; "."""
ENTITY_COLUMNS = ("label", "class", "aliases", "mentions", "documents", "links", "iri")
"""The columns of the entities' table; what there may be several of is joined by "; "."""

_HEADING = 90
"""The longest heading that is made of a sentence, in characters."""
_SENTENCE_END = re.compile(r"(?<=\w\w)[.!?]+(?=\s|$)")


@dataclass(frozen=True, repr=False)
class Documents(Sequence[DocumentRecord]):
    """Documents in the order of their ids."""

    records: tuple[DocumentRecord, ...]

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, index: int) -> DocumentRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Documents: ...
    def __getitem__(self, index: int | slice) -> DocumentRecord | Documents:
        return Documents(self.records[index]) if isinstance(index, slice) else self.records[index]

    def __repr__(self) -> str:
        return documents_table(self)

    def _repr_html_(self) -> str:
        return documents_html(self)

    def to_pandas(self) -> pd.DataFrame:
        """The documents as a data frame of `DOCUMENT_COLUMNS`; MissingPackageError where pandas is missing."""
        return data_frame(DOCUMENT_COLUMNS, self._rows())

    def _rows(self) -> Iterator[tuple[str | None, ...]]:
        for each in self.records:
            yield (
                each.id,
                each.title,
                "; ".join(each.publishers) or None,
                "; ".join(each.authors) or None,
                each.published,
                each.modified,
                each.retrieved,
                each.date,
                each.language,
                "; ".join(each.urls) or None,
                "; ".join(each.sources),
                each.copy_of,
                each.replaced_by,
                each.iri,
            )


@dataclass(frozen=True, repr=False)
class Entities(Sequence[EntityRecord]):
    """Entities in the order of their labels, or, of those that a name may mean, those in most documents first."""

    records: tuple[EntityRecord, ...]

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, index: int) -> EntityRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Entities: ...
    def __getitem__(self, index: int | slice) -> EntityRecord | Entities:
        return Entities(self.records[index]) if isinstance(index, slice) else self.records[index]

    def __repr__(self) -> str:
        return entities_table(self)

    def _repr_html_(self) -> str:
        return entities_html(self)

    def to_pandas(self) -> pd.DataFrame:
        """The entities as a data frame of `ENTITY_COLUMNS`; MissingPackageError where pandas is missing."""
        rows = (
            (
                each.label,
                each.cls,
                "; ".join(each.aliases) or None,
                len(each.mentions),
                len(each.documents),
                "; ".join(link.target for link in each.links) or None,
                each.iri,
            )
            for each in self.records
        )
        return data_frame(ENTITY_COLUMNS, rows)


def heading(document: DocumentRecord) -> str:
    """What a document goes by: its title, or the beginning of its first sentence, or its id where it has no words.

    >>> from kg.graph.facts.records import DocumentRecord
    >>> heading(DocumentRecord("https://example.org/1", "t-1", "The Esk ferry sank. Nobody was hurt."))
    'The Esk ferry sank'
    """
    if document.title:
        return document.title
    line = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    sentence = _SENTENCE_END.split(line, maxsplit=1)[0]
    return (
        shorten(sentence, _HEADING, placeholder="…")
        if " " in sentence[:_HEADING]
        else sentence[:_HEADING] or document.id
    )
