"""Stories as records: a sequence of them, one of them, and the brief of one, with its facts and what is disputed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.display.html import html_table
from kg.display.spreadsheet import csv_text
from kg.display.text import counted, text_table
from kg.errors import NotFoundError
from kg.graph.facts.tables import Listing, data_frame
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import DocumentRecord, EntityRecord, FactRecord, StatementRecord

__all__ = ["COLUMNS", "Brief", "Stories", "Story", "StoryFact"]

COLUMNS = ("story", "headline", "first", "last", "documents", "voices", "publishers", "who", "where")
"""The columns of the table of stories; who and where are joined by "; "."""

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell one story.

    `id` rests on its first article. `headline` are words of the article `headline_document`, an IRI. `documents` are in
    the order of their days; `voices` are the IRIs of those of them that say it in their own words, copies and earlier
    versions left out. `first` and `last` are days (ISO 8601), None where no article has one. `who` and `where` are
    the people, organizations and places that it is about, the most characteristic first.
    """

    id: str
    headline: str
    headline_document: str
    documents: tuple[DocumentRecord, ...]
    voices: tuple[str, ...]
    first: str | None
    last: str | None
    who: tuple[EntityRecord, ...]
    where: tuple[EntityRecord, ...]

    @property
    def publishers(self) -> tuple[str, ...]:
        """The known publishers of its articles, by name."""
        return tuple(sorted({publisher for document in self.documents for publisher in document.publishers}))

    def as_json(self) -> dict[str, Any]:
        """The story as plain JSON values: entities by name, documents by id."""
        return {
            "id": self.id,
            "headline": self.headline,
            "first": self.first,
            "last": self.last,
            "voices": len(self.voices),
            "publishers": list(self.publishers),
            "who": [entity.label for entity in self.who],
            "where": [entity.label for entity in self.where],
            "documents": [
                {
                    "document": each.id,
                    "title": each.title,
                    "publisher": "; ".join(each.publishers) or None,
                    "published": each.day,
                    "url": next(iter(each.urls), None),
                    "copy": each.iri not in self.voices,
                }
                for each in self.documents
            ],
        }


class Stories(Listing[Story]):
    """Stories, the most important first: those with most voices, then most publishers and articles, then the latest."""

    @cached_property
    def by_document(self) -> dict[str, Story]:
        """The story of each document that is in one, by the document's IRI."""
        return {document.iri: story for story in self for document in story.documents}

    def since(self, day: str) -> Stories:
        """Those with an article of this day (ISO 8601) or later."""
        return Stories(tuple(each for each in self if each.last and each.last >= day))

    def named(self, name: str) -> Story:
        """The story with this id, or the first whose headline, who or where has these words.

        Raises:
            NotFoundError: there is none.
        """
        wanted = fold(name)
        for each in self:
            if each.id == name:
                return each
        for each in self:
            if any(wanted in fold(words) for words in (each.headline, *(e.label for e in (*each.who, *each.where)))):
                return each
        raise NotFoundError(f"no story is called {name!r}: kg stories lists them")

    def rows(self) -> Iterator[tuple[str | int | None, ...]]:
        """The rows of the table whose columns are `COLUMNS`."""
        for each in self:
            names = ("; ".join(entity.label for entity in found) for found in (each.who, each.where))
            counts = len(each.documents), len(each.voices), len(each.publishers)
            yield each.id, each.headline, each.first, each.last, *counts, *names

    def to_pandas(self) -> pd.DataFrame:
        """One row a story, with the columns `COLUMNS`; MissingPackageError where pandas is not installed."""
        return data_frame(COLUMNS, self.rows())

    def to_csv(self, *, raw: bool = False) -> str:
        """The table as CSV, guarded for spreadsheets (`kg.display.spreadsheet`) unless `raw`."""
        return csv_text(COLUMNS, self.rows(), raw=raw)

    def to_json(self) -> str:
        """The stories as a JSON array of objects (`Story.as_json`)."""
        return json.dumps([each.as_json() for each in self], ensure_ascii=False, indent=1) + "\n"

    def _cells(self) -> list[list[str]]:
        return [["" if cell is None else str(cell) for cell in row] for row in self.rows()]

    def __repr__(self) -> str:
        return text_table(COLUMNS, self._cells()) if self else "no stories"

    def _repr_html_(self) -> str:
        note = counted(len(self), "story") if len(self) <= _SHOWN else f"the first {_SHOWN} of {len(self)} stories"
        return html_table(COLUMNS, self._cells()[:_SHOWN], numbers=COLUMNS[4:7], note=note)


@dataclass(frozen=True, slots=True)
class StoryFact:
    """A fact of a story, with the statement that says it best there, and its support in the story.

    `subject`, `relation` and `object` are how it reads. `statements` assert or report it, with so many `voices`; copies
    of one text count as one.
    """

    fact: FactRecord
    said: StatementRecord
    subject: str
    relation: str
    object: str
    statements: int
    voices: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A story, its main facts, those with most voices first, and what its articles contradict one another in."""

    story: Story
    facts: tuple[StoryFact, ...]
    disputed: tuple[Conflict, ...]

    def as_json(self) -> dict[str, Any]:
        """The brief as plain JSON values: the story's (`Story.as_json`), with `facts` and `disputed`."""
        documents = {document.iri: document for document in self.story.documents}
        facts = [
            {
                "subject": each.subject,
                "relation": each.relation,
                "object": each.object,
                "statements": each.statements,
                "voices": each.voices,
                "quote": each.said.quote,
                "document": documents[each.said.document].id,
                "publisher": "; ".join(documents[each.said.document].publishers) or None,
                "published": documents[each.said.document].day,
            }
            for each in self.facts
        ]
        disputed = [
            {"title": each.title, "kind": each.kind, "accounts": [asdict(account) for account in each.accounts]}
            for each in self.disputed
        ]
        return {**self.story.as_json(), "facts": facts, "disputed": disputed}

    def to_json(self) -> str:
        """The brief as a JSON object (`as_json`)."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n"
