"""Documents, entities, facts and paths of a graph as sequences, as text and HTML tables, and for pandas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self, overload

from kg.display.html import Html, escaped, faint, html_table
from kg.display.spreadsheet import csv_text
from kg.display.text import brief, counted, text_table
from kg.errors import MissingPackageError
from kg.graph.facts.explain import Explanation
from kg.graph.facts.records import DocumentRecord, EntityRecord
from kg.graph.rdf.terms import predicate_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types

DOCUMENT_COLUMNS = (
    "id", "title", "publisher", "authors", "published", "modified", "retrieved", "date", "language", "url", "sources",
    "copy_of", "replaced_by", "document_iri",
)  # fmt: skip
"""The columns of the documents' table; what there may be several of is joined by "; "."""
ENTITY_COLUMNS = ("label", "class", "aliases", "mentions", "documents", "links", "iri")
"""The columns of the entities' table; what there may be several of is joined by "; "."""

FACT_COLUMNS = (
    "subject", "relation", "object", "factuality", "source", "time", "confidence", "quote", "document",
    "title", "publisher", "published", "url",
    "begin", "end", "qualifiers", "rule", "kept_aside", "statement_iri", "subject_iri", "predicate_iri",
    "object_iri", "source_iri", "document_iri", "doubt",
)  # fmt: skip
"""The columns of the table of facts.

`relation` is a relation's name ("locatedIn") or an open predicate ("p/cut_off"); `begin` and `end` are the quote's
offsets in the document's text. A fact that is inferred has the factuality "inferred", and no quote. `doubt` says what
in the archive speaks against a fact.
"""

_LISTED_DOCUMENTS = ("id", "published", "publisher", "title")
_LISTED_ENTITIES = ("entity", "class", "aliases", "mentions", "documents")
_SHOWN = 20
"""The number of rows that a notebook shows."""
_NAME = 40


@dataclass(frozen=True, repr=False)
class Listing[T](Sequence[T]):
    """An immutable sequence; a slice of it is one too."""

    items: tuple[T, ...]

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> T | Self:
        return type(self)(self.items[index]) if isinstance(index, slice) else self.items[index]

    def _note(self, noun: str) -> str:
        count = counted(len(self), noun)
        return count if len(self) <= _SHOWN else f"the first {_SHOWN} of {count}"


class Table[T](Listing[T]):
    """A listing that is a table too: its `columns`, and one row or more an item."""

    columns: ClassVar[Sequence[str]]

    def rows(self) -> Iterable[Sequence[str | int | float | None]]:
        """Return the rows of the table."""
        raise NotImplementedError

    def _cells(self) -> list[list[str]]:
        return [["" if cell is None else str(cell) for cell in row] for row in self.rows()]

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame with the `columns`; MissingPackageError if pandas is missing."""
        return data_frame(self.columns, self.rows())

    def to_csv(self, *, raw: bool = False) -> str:
        """Return the table as CSV, guarded for spreadsheets (`kg.display.spreadsheet`) unless `raw`."""
        return csv_text(self.columns, self.rows(), raw=raw)


class Documents(Table[DocumentRecord]):
    """Documents in the order of their ids."""

    columns = DOCUMENT_COLUMNS

    def __repr__(self) -> str:
        return text_table(_LISTED_DOCUMENTS, self._listed()) if self else "no documents"

    def _repr_html_(self) -> str:
        return html_table(_LISTED_DOCUMENTS, self._listed()[:_SHOWN], note=self._note("document"))

    def _listed(self) -> list[tuple[str, ...]]:
        return [(each.id, each.day or "", ", ".join(each.publishers), each.title or "") for each in self]

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Yield a row for each document."""
        for each in self:
            given = {
                "publisher": "; ".join(each.publishers) or None,
                "authors": "; ".join(each.authors) or None,
                "url": "; ".join(each.urls) or None,
                "sources": "; ".join(each.sources),
                "document_iri": each.iri,
            }
            yield row_of(DOCUMENT_COLUMNS, each, given)


class Entities(Table[EntityRecord]):
    """Entities in the order of their labels, or, of those that a name may mean, those in most documents first."""

    columns = ENTITY_COLUMNS

    def __repr__(self) -> str:
        return text_table(_LISTED_ENTITIES, self._listed()) if self else "no entities"

    def _repr_html_(self) -> str:
        rows = self._listed()[:_SHOWN]
        return html_table(_LISTED_ENTITIES, rows, numbers=_LISTED_ENTITIES[-2:], note=self._note("entity"))

    def _listed(self) -> list[tuple[str, ...]]:
        return [
            (each.label, each.cls, ", ".join(each.aliases), f"{len(each.mentions):,}", f"{len(each.documents):,}")
            for each in self
        ]

    def rows(self) -> Iterator[tuple[str | int | None, ...]]:
        """Yield a row for each entity."""
        for each in self:
            aliases, links = "; ".join(each.aliases), "; ".join(link.target for link in each.links)
            counts = len(each.mentions), len(each.documents)
            yield each.label, each.cls, aliases or None, *counts, links or None, each.iri


class Facts(Table[Explanation]):
    """Facts in the order of their documents' ids and their places in the text, what is inferred at the end."""

    columns = FACT_COLUMNS

    def __repr__(self) -> str:
        rows = [(fact.subject, fact.relation, fact.object, fact.factuality) for fact in self]
        return text_table(("subject", "relation", "object", "factuality"), rows) if rows else "no facts"

    def _repr_html_(self) -> str:
        rows = [
            (
                fact.subject,
                fact.relation,
                fact.object,
                fact.factuality_words(lambda name: brief(name, _NAME)),
                fact.sentence_html() if fact.sentence else Html(f"<i>follows by {escaped(fact.rule or '')}</i>"),
                fact.document,
            )
            for fact in self[:_SHOWN]
        ]
        columns = ("subject", "relation", "object", "factuality", "sentence", "document")
        return html_table(columns, rows, note=self._note("fact"))

    def rows(self) -> Iterator[tuple[str | int | float | None, ...]]:
        """Yield a row for each fact."""
        return fact_rows(self)


class Paths(Listing[Facts]):
    """Paths from one entity to another, each as its facts, the path that says most first."""

    def __repr__(self) -> str:
        return "\n\n".join(f"{_title(number, path)}\n{path!r}" for number, path in enumerate(self, 1)) or "no path"

    def _repr_html_(self) -> str:
        shown = (
            faint(_title(number, path)) + "".join(fact._repr_html_() for fact in path)
            for number, path in enumerate(self, 1)
        )
        return Html("".join(shown)) or faint("no path")


def _title(number: int, path: Facts) -> str:
    return f"Path {number}: {counted(len(path), 'step')}"


def fact_rows(facts: Iterable[Explanation]) -> Iterator[tuple[str | int | float | None, ...]]:
    """Yield the rows of the table of facts, with the columns `FACT_COLUMNS`."""
    for fact in facts:
        given = {
            "relation": fact.predicate,
            "qualifiers": "; ".join(f"{name}={value}" for name, value in fact.qualifiers),
            "kept_aside": fact.broken,
            "statement_iri": fact.iri,
            "predicate_iri": predicate_iri(fact.predicate),
            "document_iri": fact.document_iri or None,
        }
        own = {} if fact.document_iri else dict.fromkeys(("quote", "document", "begin", "end"))
        yield row_of(FACT_COLUMNS, fact, given | own)


def row_of(columns: Iterable[str], each: object, given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return a row of what is given by the names of columns, and of the fields that a record has by the others."""
    return tuple([given[name] if name in given else getattr(each, name) for name in columns])


def data_frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows as a data frame: a decimal number is a float there, and a missing value None or NaN.

    Raises:
        MissingPackageError: pandas is not installed.
    """
    try:
        import pandas as pd  # an extra, slow to import
    except ImportError as error:
        raise MissingPackageError("pandas is not installed: pip install 'newskg[pandas]'") from error
    values = [tuple(float(value) if isinstance(value, Decimal) else value for value in row) for row in rows]
    return pd.DataFrame(values, columns=list(columns))
