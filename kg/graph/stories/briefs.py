"""Briefs: what the articles of a story, or all that name an entity, tell, by news value (`kg.graph.facts.value`)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.graph.facts.value import NewsValue, stems
from kg.graph.stories.model import MAIN, Amount, Brief, Happening
from kg.model import STATED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import DocumentRecord, EntityRecord, GraphContents, StatementRecord
    from kg.graph.facts.value import Salience, Sentence, Told
    from kg.graph.stories.model import Story

TIMELINE = 10
"""The events of a brief's timeline, unless others are asked for."""
_SAME = 0.4
"""Two sentences that share more of their words than this tell one event."""
_NUMBERS = 3
"""The most numbers of one thing that a brief gives."""
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_COUNTED = re.compile(r"\d[\d,.]*\s+(?:\w+\s+){0,2}?(\w{3,}s|people)\b")


def briefs(
    stories: Collection[Story],
    contents: GraphContents,
    conflicts: Iterable[Conflict] = (),
    value: NewsValue | None = None,
    *,
    most: int | None = TIMELINE,
) -> Iterator[Brief]:
    """Yield the brief of each of some stories of a graph, in their order; `conflicts` are the graph's.

    The timeline holds so many events at `most`, None for all. `contents` may be what their documents say alone, where
    `value` is of these.
    """
    value = value or NewsValue(contents)
    disputed = disputes({document.id: each.id for each in stories for document in each.documents}, conflicts)
    for story in stories:
        said = [each for document in story.documents for each in value.by_document[document.iri]]
        told = value.told(_stated(said), [document.iri for document in story.documents], story.voices)
        salience = value.salience(story.voices)
        sentence = value.best_sentence(told, salience, among=story.voices)
        parts = _timeline(told, value, salience, most), *_parted(told, value)
        yield Brief(story, story.documents, sentence, *parts, disputed.get(story.id, ()))


def disputes(homes: Mapping[str, str], conflicts: Iterable[Conflict]) -> dict[str, tuple[Conflict, ...]]:
    """Return the conflicts within each story, by its id, if it has any; `homes` has the story of each document's id."""
    found: defaultdict[str, list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        within: defaultdict[str, set[str]] = defaultdict(set)
        for account in conflict.accounts:
            if account.document in homes:
                within[homes[account.document]].add(account.value)
        for name, values in within.items():
            if len(values) > 1:
                found[name].append(conflict)
    return {name: tuple(each) for name, each in found.items()}


def entity_brief(
    contents: GraphContents,
    entity: EntityRecord,
    conflicts: Iterable[Conflict] = (),
    value: NewsValue | None = None,
    *,
    most: int | None = TIMELINE,
) -> Brief:
    """Return the brief of an entity; `conflicts` are the graph's."""
    value = value or NewsValue(contents)
    documents = sorted(
        (value.documents[iri] for iri in entity.documents if iri in value.documents),
        key=lambda each: (each.day or "9999", each.id, each.iri),
    )
    own, told, voices = _told_of(entity, documents, value)
    salience = value.salience(voices)
    sentence = value.best_sentence(told, salience, among=voices, of=entity)
    statements = {each.iri for each in own}
    disputed = [
        each
        for each in conflicts
        if each.iri == entity.iri or any(account.statement in statements for account in each.accounts)
    ]
    parts = _timeline(told, value, salience, most), *_parted(told, value)
    return Brief(entity, tuple(documents), sentence, *parts, tuple(disputed))


def entity_sentence(entity: EntityRecord, documents: Collection[DocumentRecord], value: NewsValue) -> Sentence | None:
    """Return the sentence that tells best of an entity, of documents that name it."""
    _, told, voices = _told_of(entity, documents, value)
    return value.best_sentence(told, value.salience(voices), among=voices, of=entity)


def _told_of(
    entity: EntityRecord, documents: Collection[DocumentRecord], value: NewsValue
) -> tuple[list[StatementRecord], list[Told], list[str]]:
    """Return an entity's statements in documents, what they tell, and the documents (IRIs) that are no copies."""
    named = {each.iri: each for each in documents}
    own = [each for iri in named for each in value.by_document[iri] if entity.iri in {each.subject, each.object}]
    voices = [iri for iri, each in named.items() if each.copy_of not in named and each.replaced_by not in named]
    return own, value.told(_stated(own), named, voices) if own else [], voices


def _stated(said: Iterable[StatementRecord]) -> list[StatementRecord]:
    return [each for each in said if each.factuality in STATED or each.factuality == "planned"]


def _timeline(told: Iterable[Told], value: NewsValue, salience: Salience, most: int | None) -> tuple[Happening, ...]:
    """Return the weightiest events, at `most`, in order of time, each with its best sentence, and that once."""
    chosen: dict[frozenset[str], Happening] = {}
    for each in told:
        if each.is_background or len(chosen) == most:
            continue
        sentence = value.best_sentence([each], salience) or value.sentence_of(each.said)
        here = next((said for said in each.statements if said.begin == sentence.begin and said.time), each.said)
        words = frozenset(stems(sentence.text))
        if not any(len(words & other) > _SAME * len(words | other) for other in chosen):
            chosen[words] = Happening(here.time or sentence.document.day, sentence, each)
    order = sorted(
        chosen.values(), key=lambda each: (each.day or "9999", each.sentence.document.id, each.sentence.begin)
    )
    return tuple(order)


def _parted(told: Sequence[Told], value: NewsValue) -> tuple[tuple[Told, ...], tuple[Told, ...], tuple[Amount, ...]]:
    events = tuple(each for each in told if not each.is_background)
    standing = tuple(each for each in told if each.is_background and value.is_named(each.fact.subject))
    return events, standing, tuple(_amounts(events[:MAIN]))


def _amounts(events: Iterable[Told]) -> Iterator[Amount]:
    """Yield what two articles or more count in the ends of these events."""
    given: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for told in events:
        for said in told.statements:
            for found in _COUNTED.finditer(said.quote):
                number = _NUMBER.match(found[0])
                if number:
                    given[found[1].lower()][number[0]].add(said.document)
    for of, numbers in given.items():
        counts = Counter({number: len(documents) for number, documents in numbers.items()})
        most = tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))[:_NUMBERS]
        if most[0][1] > 1:
            yield Amount(of, most)
