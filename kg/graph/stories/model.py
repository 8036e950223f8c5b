"""Stories as records: a sequence of them, one of them, and the brief of one or of an entity."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.display.html import html_table
from kg.display.text import counted, text_table
from kg.errors import NotFoundError
from kg.graph.facts.tables import Table
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import DocumentRecord, EntityRecord
    from kg.graph.facts.value import Sentence, Told

COLUMNS = ("story", "headline", "first", "last", "documents", "voices", "publishers", "who", "where")
"""The columns of the table of stories; who and where are joined by "; "."""

MAIN, _FEW = 15, 3
"""The most events of a brief that come first; with fewer, standing facts fill up."""
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


class Stories(Table[Story]):
    """Stories, the most important first: those with most voices, then most publishers and articles, then the latest."""

    columns = COLUMNS

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
        names = ((each.id, each.headline, *(e.label for e in (*each.who, *each.where))) for each in self)
        return self[place_of(names, name)]

    def rows(self) -> Iterator[tuple[str | int | None, ...]]:
        """Yield a row for each story."""
        for each in self:
            names = ("; ".join(entity.label for entity in found) for found in (each.who, each.where))
            counts = len(each.documents), len(each.voices), len(each.publishers)
            yield each.id, each.headline, each.first, each.last, *counts, *names

    def to_json(self) -> str:
        """The stories as a JSON array of objects (`Story.as_json`)."""
        return json.dumps([each.as_json() for each in self], ensure_ascii=False, indent=1) + "\n"

    def __repr__(self) -> str:
        return text_table(COLUMNS, self._cells()) if self else "no stories"

    def _repr_html_(self) -> str:
        note = counted(len(self), "story") if len(self) <= _SHOWN else f"the first {_SHOWN} of {len(self)} stories"
        return html_table(COLUMNS, self._cells()[:_SHOWN], numbers=COLUMNS[4:7], note=note)


def place_of(stories: Iterable[tuple[str, ...]], name: str) -> int:
    """Return which of some stories, each its id, headline, who and where, has this id, or first has these words.

    Raises:
        NotFoundError: none does.
    """
    wanted, known = fold(name), list(stories)
    found = (place for place, (own, *_) in enumerate(known) if own == name)
    near = (place for place, (_, *words) in enumerate(known) if any(wanted in fold(each) for each in words))
    place = next(chain(found, near), None)
    if place is None:
        raise NotFoundError(f"no story is called {name!r}: kg stories lists them")
    return place


@dataclass(frozen=True, slots=True)
class Amount:
    """The numbers that articles give of one thing, each with its number of articles, the most first."""

    of: str
    numbers: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """The numbers on one line: "pirates: 23 (11 articles), 26 (1 article)"."""
        return f"{self.of}: {', '.join(f'{number} ({counted(times, "article")})' for number, times in self.numbers)}"


class Happening(NamedTuple):
    """An event with the sentence that tells it best, and its day (ISO 8601), or that of the sentence's article."""

    day: str | None
    sentence: Sentence
    told: Told


@dataclass(frozen=True, slots=True)
class Brief:
    """A story or an entity: the sentence that tells it best, its events, standing facts, numbers and disputes.

    Events and standing facts are in the order of their news value, `documents` in that of their days; `timeline` are
    the weightiest events in order of time, each sentence once.
    """

    about: Story | EntityRecord
    documents: tuple[DocumentRecord, ...]
    sentence: Sentence | None
    timeline: tuple[Happening, ...]
    events: tuple[Told, ...]
    standing: tuple[Told, ...]
    amounts: tuple[Amount, ...]
    disputed: tuple[Conflict, ...]

    @property
    def story(self) -> Story | None:
        """The story that it is of, if any."""
        return self.about if isinstance(self.about, Story) else None

    @property
    def main(self) -> tuple[Told, ...]:
        """The facts that come first: events, and standing facts where there are too few of them."""
        return (*self.events[:MAIN], *self.standing[: max(0, _FEW - len(self.events))])

    def shortened(self) -> Brief:
        """The same without what its main facts do not need: the timeline and all other facts."""
        return replace(self, timeline=(), events=self.main, standing=())

    def as_json(self) -> dict[str, Any]:
        """The brief as plain JSON values: the story's (`Story.as_json`), with its sentence, facts and disputes."""
        head = self.about.as_json() if isinstance(self.about, Story) else {"entity": self.about.label}
        return {
            **head,
            "sentence": None if self.sentence is None else self.sentence.text,
            "sentence_document": None if self.sentence is None else self.sentence.document.id,
            "timeline": [
                {"day": day, "sentence": sentence.text, "document": sentence.document.id, "voices": told.voices}
                for day, sentence, told in self.timeline
            ],
            "facts": [self._fact_json(each) for each in self.main],
            "amounts": [{"of": each.of, "numbers": dict(each.numbers)} for each in self.amounts],
            "disputed": disputed_rows(self.disputed),
        }

    def _fact_json(self, told: Told) -> dict[str, Any]:
        document = next(each for each in self.documents if each.iri == told.said.document)
        return {
            "subject": told.subject,
            "predicate": told.fact.predicate,
            "relation": told.relation,
            "object": told.object,
            "time": told.said.time,
            "statements": len(told.statements),
            "voices": told.voices,
            "quote": told.said.quote,
            "document": document.id,
            "publisher": "; ".join(document.publishers) or None,
            "published": document.day,
        }


def disputed_rows(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Return what is disputed as plain JSON values."""
    return [
        {"title": each.title, "kind": each.kind, "accounts": [asdict(account) for account in each.accounts]}
        for each in conflicts
    ]
