"""The stories of a graph: what they are called, when, who and where, and which of them come first."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from math import log
from typing import TYPE_CHECKING

from kg.graph.facts.selection import read_day
from kg.graph.stories.articles import articles_of, day_order
from kg.graph.stories.clustering import clusters
from kg.graph.stories.headlines import headline_of, word_rarity
from kg.graph.stories.model import Stories, Story
from kg.graph.stories.similarity import similar_pairs, words
from kg.ontology import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kg.graph.facts.records import EntityRecord, GraphContents
    from kg.graph.stories.articles import Article

__all__ = ["find_stories", "stories_of"]

_NAMED = 8
"""How many people and organizations, and how many places, a story names."""


def stories_of(contents: GraphContents, *, since: str | date | None = None) -> Stories:
    """The stories of a graph, the most important first, or those with an article of the day `since` or later.

    Raises:
        QueryError: `since` is no day, month or year.
    """
    first = None if since is None else read_day("since", since)[0].isoformat()
    found = find_stories(articles_of(contents.documents, contents.entities), contents.entities)
    return found if first is None else found.since(first)


def find_stories(articles: Sequence[Article], entities: Iterable[EntityRecord]) -> Stories:
    """The stories that two articles or more tell, the most important first: a function of the set of articles.

    A story of which all articles print one text is none: it is one article in several papers.
    """
    by_voice: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_voice[article.voice].append(article)
    voices = sorted((each for each in articles if each.iri == each.voice), key=lambda each: day_order(each.document))
    texts = [words(each.document.text) for each in voices]
    grouped = clusters(len(voices), similar_pairs(voices, texts))
    known = {entity.iri: entity for entity in entities}
    documents = Counter(iri for article in articles for iri in article.mentions)
    rarity = word_rarity(texts)
    found = []
    for places in grouped:
        if len(places) > 1:
            told = [voices[place] for place in places]
            members = sorted(
                (each for voice in told for each in by_voice[voice.iri]), key=lambda each: day_order(each.document)
            )
            who, where = _participants(told, known, documents, len(articles))
            days = [each.day for each in members if each.day]
            headline = headline_of(told, [texts[place] for place in places], rarity)
            found.append(
                Story(
                    id=f"story-{sha256(members[0].iri.encode()).hexdigest()[:8]}",
                    headline=headline.words,
                    headline_document=headline.document,
                    documents=tuple(each.document for each in members),
                    voices=tuple(each.iri for each in told),
                    first=min(days, default=None),
                    last=max(days, default=None),
                    who=tuple(who),
                    where=tuple(where),
                )
            )
    return Stories(tuple(sorted(found, key=_importance)))


def _importance(story: Story) -> tuple[float, float, float, str, str]:
    """The order of stories: most voices, then most publishers and articles, then the latest."""
    latest = "".join(chr(0x10FFFF - ord(character)) for character in story.last or "")
    return -len(story.voices), -len(story.publishers), -len(story.documents), latest or "\U0010ffff", story.id


def _participants(
    told: Sequence[Article], entities: Mapping[str, EntityRecord], documents: Mapping[str, int], number: int
) -> tuple[list[EntityRecord], list[EntityRecord]]:
    """Who and where a story is about: what is mentioned in most of its voices, and in few articles besides."""
    mentioned: Counter[str] = Counter()
    voices: Counter[str] = Counter()
    for article in told:
        mentioned.update(article.mentions)
        voices.update(article.mentions.keys())

    def weight(iri: str) -> float:
        return voices[iri] / len(told) * log(1 + mentioned[iri]) * log((number + 2) / (documents[iri] + 0.5))

    who: list[EntityRecord] = []
    where: list[EntityRecord] = []
    for iri in sorted(voices, key=lambda iri: (-weight(iri), iri)):
        entity = entities.get(iri)
        if entity is None or voices[iri] < 2 or entity.label == entity.label.lower():
            continue
        kinds = ancestors(entity.cls)
        if "Place" in kinds:
            where.append(entity)
        elif "Person" in kinds or "Organization" in kinds:
            who.append(entity)
    return who[:_NAMED], where[:_NAMED]
