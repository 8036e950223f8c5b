"""Long texts in passages, each read by itself, so that memory is bounded by a passage and not by a file.

A passage ends between two blocks. Entities that two passages name alike and give the same class are one; what a passage
only describes is its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import UNKNOWN, Claim, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.spelling import normalise
from kg.text.parsing.parser import find_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Document

LONGEST = 60_000
"""The length, in code points, from which a passage ends with the block that reaches it: some forty pages."""


def find_passages(text: str) -> list[Span]:
    """The passages of a text, which together are the whole of it; one where it is not long."""
    if len(text) <= LONGEST:
        return [Span(0, len(text))]
    ends = []
    begin = 0
    for block in find_blocks(text):
        if block.end - begin >= LONGEST:
            ends.append(block.end)
            begin = block.end
    if not ends or text[ends[-1] :].strip():
        ends.append(len(text))
    ends[-1] = len(text)
    return [Span(begin, end) for begin, end in zip([0, *ends[:-1]], ends, strict=True)]


def join_passages(document: Document, passages: Iterable[tuple[int, Extraction]]) -> Extraction:
    """The extraction of a document from those of its passages, each with the code point where the passage begins."""
    entities: list[Entity] = []
    known: dict[tuple[str, str], int] = {}
    facts: list[Fact] = []
    claims: list[Claim] = []
    sentences: list[Span] = []
    made_by: tuple[tuple[str, str], ...] = ()
    for begin, found in passages:
        made_by = found.made_by
        ids, first = {UNKNOWN: UNKNOWN}, len(entities)
        for entity in found.entities:
            ids[entity.id] = _add(entity, begin, entities, known)
        _with_owners(entities, first, ids)
        claims += (_claim(claim, begin, ids, len(facts)) for claim in found.claims)
        facts += (_fact(fact, begin, ids) for fact in found.facts)
        sentences += (_moved(span, begin) for span in found.sentences)
    return Extraction(document, tuple(entities), tuple(facts), tuple(claims), tuple(sentences), made_by)


def _add(entity: Entity, begin: int, entities: list[Entity], known: dict[tuple[str, str], int]) -> str:
    mentions = tuple(Mention(_moved(mention.span, begin), mention.kind, mention.by_llm) for mention in entity.mentions)
    key = (normalise(entity.name), entity.cls)
    if entity.times_named:
        place = known.get(key)
        if place is not None:
            before = entities[place]
            aliases = dict.fromkeys(n for n in (*before.aliases, entity.name, *entity.aliases) if n != before.name)
            entities[place] = replace(before, aliases=tuple(aliases), mentions=before.mentions + mentions)
            return before.id
        known[key] = len(entities)
    added = replace(entity, id=f"e{len(entities) + 1}", mentions=mentions)
    entities.append(added)
    return added.id


def _with_owners(entities: list[Entity], first: int, ids: dict[str, str]) -> None:
    """Give the participants from a place on the ids that their possessors have now."""
    for place in range(first, len(entities)):
        whose = entities[place].whose
        entities[place] = replace(entities[place], whose=None if whose is None else ids[whose])


def _fact(fact: Fact, begin: int, ids: dict[str, str]) -> Fact:
    evidence = fact.evidence
    subject, item, predicate = (
        None if span is None else _moved(span, begin)
        for span in (evidence.subject, evidence.object, evidence.predicate)
    )
    return replace(
        fact,
        subject=ids[fact.subject],
        object=ids[fact.object] if fact.kind == "entity" else fact.object,
        source=None if fact.source is None else ids[fact.source],
        qualifiers=tuple((name, ids.get(value, value)) for name, value in fact.qualifiers),
        evidence=Evidence(_moved(evidence.clause, begin), subject, item, predicate),
    )


def _claim(claim: Claim, begin: int, ids: dict[str, str], facts: int) -> Claim:
    return replace(
        claim,
        source=ids[claim.source],
        to=None if claim.to is None else ids[claim.to],
        span=_moved(claim.span, begin),
        facts=tuple(facts + place for place in claim.facts),
    )


def _moved(span: Span, begin: int) -> Span:
    return Span(span.begin + begin, span.end + begin)
