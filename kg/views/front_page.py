"""What the front page is made of: the stories, the period, who publishes, who and what matters most, what is new.

All by number, as the rest of the page's data: of documents, entities, facts' support and conflicts.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from kg.ontology import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import DocumentRecord, EntityRecord
    from kg.graph.stories.model import Brief, Stories

__all__ = ["FrontPage", "Since", "StoryRow", "front_page", "story_rows"]

_LISTED = 12
"""How many people, organizations and places that matter most are named."""
_NEW_DAYS = 7
"""The front page tells what is new in so many days, to the last that there is."""


class StoryRow(TypedDict):
    """A story: see `kg.graph.stories.model.Story`.

    `of` is the document that the headline is of. A row of `facts` is the number of a fact's support, and how many
    statements and voices of the story assert or report it; `disputed` are numbers of conflicts.
    """

    id: str
    headline: str
    of: int
    documents: list[int]
    voices: int
    publishers: list[str]
    who: list[int]
    where: list[int]
    facts: list[tuple[int, int, int]]
    disputed: list[int]
    first: NotRequired[str]
    last: NotRequired[str]


class Since(TypedDict):
    """What is new since a day: documents published then or later, their stories, and facts that none states before."""

    day: str
    documents: list[int]
    stories: list[int]
    facts: list[int]


class FrontPage(TypedDict):
    """The head of the front page.

    `period` is from the first to the last day of a document, None where none has a day; `publishers` have their number
    of documents, most first; people, organizations and places are entities by importance.
    """

    title: str
    documents: int
    period: tuple[str, str] | None
    publishers: list[tuple[str, int]]
    people: list[int]
    organizations: list[int]
    places: list[int]
    since: Since | None


def front_page(
    title: str,
    documents: Sequence[DocumentRecord],
    stories: Stories,
    support: Sequence[Mapping[str, Any]],
    entities: Iterable[EntityRecord],
) -> FrontPage:
    """The head of the front page of these documents; `entities` and the rows of `support` are in the page's order."""
    days = sorted(document.day for document in documents if document.day)
    publishers = Counter(publisher for document in documents for publisher in document.publishers)
    kinds: dict[str, list[int]] = {"Person": [], "Organization": [], "Place": []}
    for number, entity in enumerate(entities):
        kind = next((kind for kind in kinds if kind in ancestors(entity.cls)), None)
        if kind and len(kinds[kind]) < _LISTED and entity.label != entity.label.lower():
            kinds[kind].append(number)
    return FrontPage(
        title=title,
        documents=len(documents),
        period=(days[0], days[-1]) if days else None,
        publishers=sorted(publishers.items(), key=lambda each: (-each[1], each[0])),
        people=kinds["Person"],
        organizations=kinds["Organization"],
        places=kinds["Place"],
        since=_since(days[-1], documents, stories, support) if days else None,
    )


def _since(
    last: str, documents: Sequence[DocumentRecord], stories: Stories, support: Sequence[Mapping[str, Any]]
) -> Since | None:
    """What is new in the days to the last."""
    try:
        day = (date.fromisoformat(last) - timedelta(days=_NEW_DAYS - 1)).isoformat()
    except (ValueError, OverflowError):  # a month or a year
        day = last
    return Since(
        day=day,
        documents=[number for number, document in enumerate(documents) if document.day and document.day >= day],
        stories=[number for number, story in enumerate(stories) if story.last and story.last >= day],
        facts=[number for number, row in enumerate(support) if row.get("first", "") >= day],
    )


def story_rows(
    told: Iterable[Brief],
    documents: Mapping[str, int],
    entities: Mapping[str, int],
    support: Mapping[str, int],
    conflicts: Mapping[Conflict, int],
) -> list[StoryRow]:
    """The stories in their order, by the numbers of what they are made of."""
    rows = []
    for brief in told:
        story = brief.story
        row = StoryRow(
            id=story.id,
            headline=story.headline,
            of=documents[story.headline_document],
            documents=[documents[document.iri] for document in story.documents],
            voices=len(story.voices),
            publishers=list(story.publishers),
            who=[entities[entity.iri] for entity in story.who if entity.iri in entities],
            where=[entities[entity.iri] for entity in story.where if entity.iri in entities],
            facts=[(support[each.fact.iri], each.statements, each.voices) for each in brief.facts],
            disputed=[conflicts[each] for each in brief.disputed if each in conflicts],
        )
        if story.first and story.last:
            row["first"], row["last"] = story.first, story.last
        rows.append(row)
    return rows
