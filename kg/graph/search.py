"""Articles found by words: ranked full text over the records, each with its best lines.

In: a graph's directory, or its dataset where it has none; words. Out: `Found`, the articles that fit best first.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from kg.display.html import Html, card, escaped, faint
from kg.display.text import brief, counted
from kg.errors import InputError
from kg.graph.facts.tables import Table
from kg.graph.query.execution import rows_of
from kg.graph.store.directory import naming_of, read_directory
from kg.records.search import has_phrases, search_texts, snippet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib import Dataset

LONGEST = 500
"""The most characters of what is searched for."""
_MOST = 1_000
_ABOUT = """SELECT ?article ?document ?title ?publisher ?published ?text {
  VALUES ?article { %s }
  ?article dcterms:identifier ?document ; kg:text ?text .
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:date ?published }
}"""
_TEXTS = """SELECT ?article (SAMPLE(?title) AS ?headline) (SAMPLE(?words) AS ?text) {
  ?article a kg:Document ; kg:text ?words . OPTIONAL { ?article dcterms:title ?title }
} GROUP BY ?article"""


@dataclass(frozen=True, slots=True)
class Article:
    """An article that is found: its id, headline, publisher and day, its lines that have the words, and its IRI."""

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    snippet: str
    score: float
    article: str

    @property
    def cited(self) -> str:
        """The headline, publisher, day and id: "Harbour reopens · The Herald · 2025-09-22 · herald"."""
        return " · ".join(filter(None, (self.title, self.publisher, self.published, self.document)))


ARTICLE_COLUMNS = tuple(each.name for each in fields(Article))


class Articles(Table[Article]):
    """Articles that are found, those that fit best first."""

    columns = ARTICLE_COLUMNS

    def __repr__(self) -> str:
        return "\n".join(self.lines()) if self else "no articles"

    def lines(self) -> Iterator[str]:
        """Yield two lines for each: its headline, publisher, day and id, and where the words stand."""
        for each in self:
            yield each.cited
            yield f"    {brief(each.snippet, 300)}"

    def rows(self) -> list[tuple[Any, ...]]:
        """Return a row for each, in the order of `ARTICLE_COLUMNS`."""
        return [tuple(asdict(each).values()) for each in self]

    def to_json(self) -> str:
        """Return the articles as a JSON array of objects."""
        return json.dumps([asdict(each) for each in self], ensure_ascii=False, indent=1) + "\n"

    def _repr_html_(self) -> Html:
        cards = [card(Html(f"<b>{escaped(each.cited)}</b> "), Html(escaped(each.snippet))) for each in self[:20]]
        return Html("".join([*cards, faint(counted(len(self), "article"))]))


def search_articles(  # noqa: PLR0913 (each is a filter of its own)
    dataset: Dataset,
    directory: Path | None,
    words: str,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
) -> Articles:
    """Return the articles that have all the words, else any of them, in headline, text or names.

    What stands in quotation marks is there word for word; `since` and `until` are a day, month or year. InputError
    where there is no word, or too many.
    """
    if not any(map(str.isalnum, words)) or len(words) > LONGEST:
        raise InputError(f"search for words, {LONGEST} characters at most")
    if directory is not None:
        naming = naming_of(directory)
        with closing(read_directory(directory)) as records:
            scores = {naming.document(hit.document): hit.score for hit in records.search(words)[:_MOST]}
    else:
        texts = ((str(row[0]), row[1], row[2], None) for row in rows_of(dataset, _TEXTS))
        scores = {hit.document: hit.score for hit in search_texts(texts, words)[:_MOST]}
    rows = rows_of(dataset, _ABOUT % " ".join(f"<{iri}>" for iri in scores)) if scores else ()
    found: dict[str, Article] = {}
    for row in rows:
        day = str(row.published) if row.published else ""
        late = since is not None and day[: len(since)] < since
        early = until is not None and (not day or day[: len(until)] > until)
        if late or early or not has_phrases(f"{row.title or ''} {row.text}", words):
            continue
        shown = snippet(row.text, words)
        score = round(scores[row.article], 3)
        found[row.article] = Article(
            str(row.document), row.title, row.publisher, day or None, shown, score, row.article
        )
    ordered = sorted(found.values(), key=lambda each: (-each.score, each.document))
    return Articles(tuple(ordered[:limit]))
