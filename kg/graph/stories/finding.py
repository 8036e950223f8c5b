"""The stories of a graph: what they are called, when, who and where, and which of them come first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from hashlib import sha256
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.stories.clustering import Article, clusters, similar_pairs, words
from kg.graph.stories.model import Stories, Story
from kg.ontology import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.facts.records import DocumentRecord, EntityRecord, GraphContents

_NAMED = 8
"""The most people and organizations, and the most places, that a story names."""
_SENTENCES = 4
"""So many first sentences of an article that has no headline may stand for one."""
_SHORTEST, _LONGEST = 20, 160
"""The fewest and the most characters of such a sentence."""
_LINE_END = re.compile(r"(?<=\w\w[.!?])[\"'”’)]*\s+|\n+")


class _Headline(NamedTuple):
    """The words, the IRI of the document that they are of, and whether they are the first of its text."""

    words: str
    document: str
    is_first: bool = False


def stories_of(contents: GraphContents) -> Stories:
    """The stories of a graph, the most important first."""
    return find_stories(articles_of(contents.documents, contents.entities), contents.entities)


def find_stories(articles: Sequence[Article], entities: Iterable[EntityRecord]) -> Stories:
    """The stories that two articles or more tell, the most important first: a function of the set of articles.

    A story of which all articles print one text is none: it is one article in several papers.
    """
    by_voice: defaultdict[str, list[DocumentRecord]] = defaultdict(list)
    for article in articles:
        by_voice[article.voice].append(article.document)
    own = (each for each in articles if each.document.iri == each.voice)
    voices = sorted(own, key=lambda each: _day_order(each.document))
    texts = [words(each.document.text) for each in voices]
    grouped = clusters(len(voices), similar_pairs(voices, texts))
    known = {entity.iri: entity for entity in entities}
    documents = Counter(iri for article in articles for iri in article.mentions)
    rarity = _word_rarity(texts)
    found = []
    for places in grouped:
        if len(places) > 1:
            told = [voices[place] for place in places]
            members = sorted((each for article in told for each in by_voice[article.voice]), key=_day_order)
            who, where = _participants(told, known, documents, len(articles))
            days = [each.day for each in members if each.day]
            headline = _headline_of(told, [texts[place] for place in places], rarity)
            found.append(
                Story(
                    id=f"story-{sha256(members[0].iri.encode()).hexdigest()[:8]}",
                    headline=headline.words,
                    headline_document=headline.document,
                    documents=tuple(members),
                    voices=tuple(each.voice for each in told),
                    first=min(days, default=None),
                    last=max(days, default=None),
                    who=tuple(who),
                    where=tuple(where),
                )
            )
    return Stories(tuple(sorted(found, key=_importance)))


def _importance(story: Story) -> tuple[float, float, float, str, str]:
    latest = "".join(chr(0x10FFFF - ord(character)) for character in story.last or "")
    return -len(story.voices), -len(story.publishers), -len(story.documents), latest or "\U0010ffff", story.id


def _participants(
    told: Sequence[Article], entities: Mapping[str, EntityRecord], documents: Mapping[str, int], number: int
) -> tuple[list[EntityRecord], list[EntityRecord]]:
    """Return people and places of a story: what most of its voices mention, and few other articles."""
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


def _headline_of(story: Sequence[Article], texts: Iterable[Counter[str]], rarity: Mapping[str, float]) -> _Headline:
    """The headline of a story: the most central of its articles' own, else of their first lines, else sentences.

    A first line is one that ends as headlines do, without a full stop. `texts` are the words of each
    article, `rarity` what each word weighs. Of equals, the first article's is taken.
    """
    about: Counter[str] = Counter()
    for text in texts:
        about.update(text.keys())
    weights = {word: rarity.get(word, 0.0) * log(1 + number) for word, number in about.items() if number > 1}
    titled = [_Headline(" ".join(each.document.title.split()), each.voice) for each in story if each.document.title]
    sentences = [] if titled else [found for each in story for found in _sentences(each)]
    lines = [each for each in sentences if each.words[-1].isalnum() and each.is_first]
    fallback = _Headline(story[0].document.heading, story[0].voice)
    return max(titled or lines or sentences, key=lambda each: _centrality(each.words, weights), default=fallback)


def _centrality(sentence: str, weights: Mapping[str, float]) -> float:
    """Return the weight of a sentence's words that all articles share, for its length."""
    own = sorted(words(sentence))
    return sum(weights.get(word, 0.0) for word in own) / sqrt(len(own) + 4)


def _sentences(article: Article) -> Iterator[_Headline]:
    found = (" ".join(each.split()) for each in _LINE_END.split(article.document.text[: _LONGEST * _SENTENCES]))
    for place, each in enumerate([each for each in found if _SHORTEST <= len(each) <= _LONGEST][:_SENTENCES]):
        yield _Headline(each, article.voice, is_first=place == 0)


def _word_rarity(texts: Sequence[Counter[str]]) -> dict[str, float]:
    number: Counter[str] = Counter()
    for text in texts:
        number.update(text.keys())
    return {word: log((len(texts) + 1) / times) for word, times in number.items() if times > 1}


def articles_of(documents: Iterable[DocumentRecord], entities: Iterable[EntityRecord]) -> list[Article]:
    """The documents as articles, in the order of their days, those without a day last."""
    mentions: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        for mention in entity.mentions:
            mentions[mention.document][entity.iri] += 1
    known = {document.iri: document for document in documents}
    ordered = sorted(known.values(), key=_day_order)
    return [Article(each, _voice(each, known), mentions.get(each.iri, {})) for each in ordered]


def _day_order(document: DocumentRecord) -> tuple[str, str, str]:
    """The order of days: of one day, that of the ids; what has no day comes last."""
    return document.day or "9999", document.id, document.iri


def _voice(document: DocumentRecord, known: Mapping[str, DocumentRecord]) -> str:
    seen = {document.iri}
    while True:
        other = known.get(document.copy_of or "") or known.get(document.replaced_by or "")
        if other is None or other.iri in seen:
            return document.iri
        seen.add(other.iri)
        document = other
