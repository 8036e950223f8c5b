"""The tools with which an assistant queries a graph, each answered by `kg.api`.

A method's docstring and the descriptions of its arguments are what the assistant reads. Every row about a fact has the
id of its article, the article's publisher and day, and the words that say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from kg import api
from kg.errors import InputError, NotFoundError
from kg.graph.conflicts import COLUMNS
from kg.graph.facts.names import entities_called
from kg.graph.query.execution import bounded_query, bounded_query_named
from kg.graph.query.files import QueryParameter, read_queries
from kg.graph.search import ARTICLE_COLUMNS
from kg.graph.stories.model import COLUMNS as STORY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.api import Graph
    from kg.api.graph import CurrentGraph
    from kg.graph.asking.answers import Answer
    from kg.graph.query.execution import Rows

MOST_ROWS = 50
"""How many rows a page has at most."""
MOST_CHARACTERS = 600
"""How many characters of a cell are given; a longer one ends in "…" and says where the whole is by its document."""

type Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Page:
    """Some rows of an answer.

    `total` counts the rows of the whole answer; `next_offset` is where the next page begins, None on the last. `more`
    says that the question has further answers, which a larger `limit` among its values gives.
    """

    rows: list[dict[str, Cell]]
    total: int
    next_offset: int | None = None
    more: bool = False


@dataclass(frozen=True)
class Question:
    """A question that comes with kg: its name, what it answers, and its parameters with what each means."""

    name: str
    answers: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class ArticleText:
    """A part of an article: `text` begins at code point `offset` of `length`; `next_offset` is None at its end."""

    document: str
    text: str
    offset: int
    length: int
    next_offset: int | None


@dataclass(frozen=True)
class EnglishAnswer:
    """The answer to a question in plain English.

    `understood` are the relations that were looked for, `verdict` what is said to a question for yes or no. A row is an
    answer with the best of its sentences; `total` counts the answers. `remarks` say what to know of the names and words
    of the question, and why there is no answer where there is none; `query` is the SPARQL that was asked.
    """

    understood: list[str]
    verdict: str | None
    rows: list[dict[str, Cell]]
    total: int
    remarks: list[str]
    query: str


def english_answer(answer: Answer, limit: int) -> EnglishAnswer:
    """Return an answer with so many of its rows."""
    rows: list[dict[str, Cell]] = []
    for each in answer.found[: min(limit, MOST_ROWS)]:
        best = each.evidence[0]
        row = {"answer": each.value, "class": each.cls, "factuality": each.factuality, "documents": each.documents}
        row |= {"fact": best.fact, "quote": best.quote, "source": best.source, "time": best.time}
        row |= {"document": best.document, "publisher": best.publisher, "published": best.published}
        row |= {"statement": best.statement, "iri": each.iri}
        rows.append(_row(row, row.values()))
    return EnglishAnswer(
        list(answer.understood), answer.verdict, rows, len(answer.found), list(answer.remarks), answer.query
    )


def page_of(rows: Sequence[dict[str, Cell]], offset: int, limit: int, *, more: bool = False) -> Page:
    """Return the page of so many rows from `offset`; it is empty past the end."""
    end = offset + min(limit, MOST_ROWS)
    return Page(list(rows[offset:end]), len(rows), end if end < len(rows) else None, more)


def as_dicts(rows: Rows) -> list[dict[str, Cell]]:
    """Return an answer's rows by column, without unbound cells."""
    return [_row(rows.columns, row) for row in rows]


def _row(columns: Iterable[str], row: Iterable[object]) -> dict[str, Cell]:
    return {name: _cell(value) for name, value in zip(columns, row, strict=True) if value is not None}


def _cell(value: object) -> Cell:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


_NEAR = 5
"""How many names are offered where none is meant."""


type Name = Annotated[
    str, Field(min_length=1, max_length=500, description="A name or alias, as find_entities gives it")
]
type Offset = Annotated[int, Field(ge=0, le=1_000_000, description="First row")]
type Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows")]
type Day = Annotated[str, Field(max_length=10, description="A year, month or day: 2025, 2025-09 or 2025-09-13")]
type Relation = Annotated[str, Field(max_length=100, description="The name of a relation, such as metWith")]
type Object = Annotated[str, Field(max_length=500, description="A name, a date or words")]
type Words = Annotated[str, Field(max_length=200, description="Words of the headline or the text")]
type Document = Annotated[str, Field(min_length=1, max_length=1000, description="An article's id, as rows give it")]
type Place = Annotated[int, Field(ge=0, description="First character")]
type Length = Annotated[int, Field(ge=1, le=20_000, description="Most characters")]
type StoryName = Annotated[
    str, Field(min_length=1, max_length=500, description="Its id, as stories lists it, or words of its headline")
]
type QuestionName = Annotated[str, Field(max_length=100, description="Its name, as questions lists it")]
type English = Annotated[str, Field(min_length=1, max_length=500, description="A question in plain English")]
type Draft = Annotated[str, Field(min_length=1, max_length=50_000, description="A text, such as a draft")]
type Values = Annotated[
    dict[str, Annotated[str, Field(max_length=1000)]],
    Field(max_length=20, description="A value for each of its parameters, by their names"),
]
type Query = Annotated[str, Field(min_length=1, max_length=20_000, description="SPARQL 1.1 that only reads")]

_SECONDS = 10.0
"""The time that an answer may take, as at the endpoint of `kg serve`."""
_DOCUMENT = QueryParameter("document", "text", optional=False, says="an article's id")


class Tools:
    """The tools of a graph. Every method raises KgError with one line for the client."""

    def __init__(self, current: CurrentGraph) -> None:
        self._current = current

    def _called(self, *names: str | None) -> Graph:
        """Return the graph; NotFoundError with the nearest names, where nothing in it has one of those given."""
        graph = self._current.graph()
        for name in filter(None, names):
            if not entities_called(graph.dataset, name):
                others = self._current.names().suggest(name, _NEAR)
                near = " or ".join(f"{each.label} ({each.cls})" for each in others)
                meant = f": do you mean {near}?" if near else ""
                raise NotFoundError(f"nothing in the graph is called {name!r}{meant}")
        return graph

    def find_entities(self, entity: Name, limit: Limit = 10) -> Page:
        """People, organizations, places and things by name or its beginning: with class, IRI and number of articles.

        Example: {"entity": "Muttaqi"}
        """
        rows: list[dict[str, Cell]] = []
        for each in self._current.names().suggest(entity, limit):
            rows.append({"name": each.label, "class": each.cls, "documents": each.documents, "iri": each.iri})
            if each.alias:
                rows[-1]["also_called"] = each.alias
        return page_of(rows, 0, limit)

    def facts_about(self, entity: Name, offset: Offset = 0, limit: Limit = 20) -> Page:
        """Every statement in which an entity takes part, with factuality, source, time, article and words.

        Example: {"entity": "Taliban"}
        """
        return self._ask("about-entity", {"name": entity}, offset, limit)

    def facts_between(self, entity: Name, other: Name, offset: Offset = 0, limit: Limit = 20) -> Page:
        """Every statement that has one of two entities as its subject and the other as its object.

        Example: {"entity": "Keir Starmer", "other": "United Kingdom"}
        """
        return self._ask("between", {"one": entity, "other": other}, offset, limit)

    def explain(
        self,
        subject: Name,
        relation: Relation | None = None,
        object: Object | None = None,  # noqa: A002 (what RDF calls it)
        offset: Offset = 0,
        limit: Limit = 20,
    ) -> Page:
        """Where a fact comes from: the sentence and its place in the article, who says so, which rule read it.

        Example: {"subject": "Taliban", "relation": "governs", "object": "Afghanistan"}
        """
        return self._ask("where-from", {"subject": subject, "relation": relation, "object": object}, offset, limit)

    def said_by(self, entity: Name, offset: Offset = 0, limit: Limit = 20) -> Page:
        """The claims of a source, word for word, with whom they were made to and when.

        Example: {"entity": "Keir Starmer"}
        """
        return self._ask("said-by", {"name": entity}, offset, limit)

    def timeline(
        self,
        entity: Name | None = None,
        since: Day | None = None,
        until: Day | None = None,
        offset: Offset = 0,
        limit: Limit = 20,
    ) -> Page:
        """The dated facts in the order of their dates, of all or of what an entity takes part in.

        Example: {"entity": "Taliban", "since": "2021"}
        """
        return self._ask("timeline", {"name": entity, "since": since, "until": until}, offset, limit)

    def disputed(self, entity: Name | None = None, offset: Offset = 0, limit: Limit = 20) -> Page:
        """Where articles contradict one another: values, holders and numbers that differ, and what is denied.

        A row is one account; those with the same number in `conflict` differ from one another.
        Example: {}
        """
        found = self._called(entity).conflicts(entity).rows()
        return page_of([dict(zip(COLUMNS, row, strict=True)) for row in found], offset, limit)

    def stories(
        self, story: StoryName | None = None, since: Day | None = None, offset: Offset = 0, limit: Limit = 20
    ) -> Page:
        """What articles tell together, the most important first; or, of one story, its facts, disputes and articles.

        Example: {}
        """
        graph = self._current.graph()
        if story is None:
            return page_of(
                [dict(zip(STORY_COLUMNS, row, strict=True)) for row in graph.stories(since=since).rows()], offset, limit
            )
        told = graph.told_story(story)
        rows: list[dict[str, Cell]] = [{"what": "fact", **each} for each in told["facts"]]
        for each in told["disputed"]:
            rows += [{"what": "disputed", "about": each["title"], **account} for account in each["accounts"]]
        rows += [{"what": "article", **each} for each in told["documents"]]
        return page_of(rows, offset, limit)

    def articles(
        self,
        words: Words | None = None,
        since: Day | None = None,
        until: Day | None = None,
        offset: Offset = 0,
        limit: Limit = 20,
    ) -> Page:
        """The articles: those with words in headline, text or names, the best first; or all, the newest first.

        Each with id, headline, publisher and day; with words, the lines where they stand.
        Example: {"words": "airbase", "since": "2025"}
        """
        if words is None:
            return self._ask("articles", {"since": since, "until": until}, offset, limit)
        found = self._current.graph().search(words, since=since, until=until, limit=offset + limit + 1)
        rows: list[dict[str, Cell]] = [
            {name: cell for name, cell in zip(ARTICLE_COLUMNS, row, strict=True) if cell is not None}
            for row in found.rows()
        ]
        return page_of(rows, offset, limit)

    def read_article(self, document: Document, offset: Place = 0, length: Length = 4_000) -> ArticleText:
        """The text of an article, part by part.

        Example: {"document": "bagram"}
        """
        text = self.whole_article(document)
        if offset > len(text):
            raise InputError(f"the article has {len(text):,} characters: there is none at {offset:,}")
        end = min(len(text), offset + length)
        return ArticleText(document, text[offset:end], offset, len(text), end if end < len(text) else None)

    def questions(self) -> list[Question]:
        """The questions that `answer_named` answers, with their parameters.

        Example: {}
        """
        return [
            Question(
                name,
                known.says,
                {each.name: f"{each.says}{' (optional)' * each.optional}" for each in known.parameters},
            )
            for name, known in read_queries("answer").items()
        ]

    def ask(self, question: English, limit: Limit = 20) -> EnglishAnswer:
        """The answer to a question in plain English, with the sentences that say so and the SPARQL that was asked.

        Who, what, which …, where, when, how many or much, yes or no. What is not understood is refused with a reason.
        Example: {"question": "Who met Muttaqi in September 2025?"}
        """
        return english_answer(self._current.graph().ask(question, timeout=_SECONDS), limit)

    def answer_named(
        self, question: QuestionName, values: Values | None = None, offset: Offset = 0, limit: Limit = 20
    ) -> Page:
        """The answer to one of the questions that come with kg, such as who-leads or who-met-whom.

        Example: {"question": "who-leads", "values": {"name": "Taliban"}}
        """
        return self._ask(question, values or {}, offset, limit)

    def sparql(self, query: Query, offset: Offset = 0, limit: Limit = 20) -> Page:
        """The answer to a SPARQL query over all articles; the usual prefixes are declared.

        Classes and relations are in the resource kg://vocabulary.
        Example: {"query": "SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }"}
        """
        rows = self._query(query)
        if not rows and (hints := self._current.graph().hints(query)):
            raise NotFoundError("; ".join(hints))
        return page_of(as_dicts(rows), offset, limit)

    def paths(self, entity: Name, other: Name, limit: Annotated[int, Field(ge=1, le=10)] = 3) -> Page:
        """How two entities are connected: the most informative paths, step by step, each with its article and words.

        A path over a hub, such as a country or a post, comes after one over a meeting or a person.
        Example: {"entity": "Donald Trump", "other": "Amir Khan Muttaqi"}
        """
        found = self._called(entity, other).paths(entity, other, limit=limit)
        rows: list[dict[str, Cell]] = []
        for number, facts in enumerate(found, start=1):
            for step, fact in enumerate(facts, start=1):
                row: dict[str, Cell] = {"path": number, "step": step, "subject": fact.subject}
                row |= {"relation": fact.relation, "object": fact.object, "factuality": fact.factuality}
                row |= {"document": fact.document, "publisher": fact.publisher, "published": fact.published}
                row["quote"] = fact.sentence
                rows.append({name: cell for name, cell in row.items() if cell is not None})
        if not rows:
            raise NotFoundError(f"nothing that an article states connects {entity} and {other}")
        return page_of(rows, 0, MOST_ROWS)

    def screen(self, text: Draft, offset: Offset = 0, limit: Limit = 20) -> Page:
        """What a text says beside all articles: what contradicts them, what is new, what they know. Nothing is kept.

        Example: {"text": "Keir Starmer met Donald Trump in London."}
        """
        rows: list[dict[str, Cell]] = []
        for each in api.screen({"id": "text", "text": text}, graph=self._current.directory):
            row: dict[str, Cell] = {"kind": each.kind, "subject": each.said.subject, "relation": each.said.relation}
            row |= {"object": each.said.object, "factuality": each.said.factuality, "sentence": each.said.sentence}
            rows.append(row)
            if each.archive:
                rows[-1] |= {"document": each.archive[0].document, "quote": each.archive[0].sentence}
        return page_of(rows, offset, limit)

    def whole_article(self, document: str) -> str:
        """Return the text of an article by its id; not a tool, since it may be long."""
        wanted = _DOCUMENT.term(document)
        rows = self._query(f"SELECT ?text {{ ?article dcterms:identifier {wanted} ; kg:text ?text }}")
        if not rows:
            raise NotFoundError(f"no article has the id {document!r}: articles lists them")
        text: str = rows[0].text
        return text

    def _ask(self, question: str, values: Mapping[str, str | None], offset: int, limit: int) -> Page:
        """Answer a query whose names must be known in the graph."""
        given = {name: value for name, value in values.items() if value is not None}
        known = read_queries("answer").get(question)
        names = [each.name for each in known.parameters if each.kind == "name"] if known else []
        graph = self._called(*(given.get(each) for each in names if each != "object"))  # which may be a date or words
        rows = bounded_query_named(graph.dataset, question, given, timeout=_SECONDS)
        return page_of(as_dicts(rows), offset, limit, more=rows.more)

    def _query(self, text: str) -> Rows:
        return bounded_query(self._current.graph().dataset, text, timeout=_SECONDS)
