"""Stories and entities as briefs to hand on: every line with its sentence and its article, nothing left out unsaid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.dates import covered_days
from kg.display.facts import factuality_words
from kg.display.handouts import Cited, Handout, Section
from kg.display.text import counted
from kg.model import STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import DocumentRecord, EntityRecord
    from kg.graph.stories.model import Brief

__all__ = ["entity_handout", "story_handout"]


def story_handout(brief: Brief) -> Handout:
    """A story: when, who, where, its main facts with their support, what is disputed, its articles."""
    story = brief.story
    known = {document.iri: document for document in story.documents}
    ids = {document.id: document for document in story.documents}
    days = " to ".join(dict.fromkeys(filter(None, (story.first, story.last))))
    lead = [", ".join(filter(None, (days, counted(len(story.documents), "article"), "; ".join(story.publishers))))]
    for name, entities in (("Who", story.who), ("Where", story.where)):
        if entities:
            lead.append(f"{name}: {', '.join(each.label for each in entities)}")
    facts = tuple(
        Cited(
            f"{each.subject} {each.relation} {each.object} ({counted(each.voices, 'voice')})",
            _line(each.said.quote),
            _where(known[each.said.document]),
        )
        for each in brief.facts
    )
    disputed = tuple(
        Cited(
            f"{conflict.title}: {account.value}" + (f", according to {account.source}" if account.source else ""),
            _line(account.quote),
            _where(ids[account.document]) if account.document in ids else account.document,
        )
        for conflict in brief.disputed
        for account in conflict.accounts
    )
    articles = tuple(Cited(_where(document)) for document in story.documents)
    sections = (("Main facts", facts), ("What is disputed", disputed), ("Articles", articles))
    return Handout(story.headline, tuple(lead), tuple(_sections(sections)))


def entity_handout(entity: EntityRecord, facts: Sequence[Explanation]) -> Handout:
    """An entity: what it is, and all facts about it, those with a time first in its order, each with its sentence."""
    lead = [f"{entity.cls}, in {counted(len(entity.documents), 'document')}"]
    if entity.aliases:
        lead.append(f"Also called: {', '.join(entity.aliases)}")
    lead += entity.linked()
    stated, dated, other = [], [], []
    for fact in facts:
        item = Cited(f"{fact.subject} {fact.relation} {fact.object} ({factuality_words(fact)})", *_evidence(fact))
        if fact.factuality not in STATED:
            other.append(item)
        elif fact.time:
            dated.append((fact.time, item))
        else:
            stated.append(item)
    timeline = tuple(Cited(f"{time}: {item.line}", item.quote, item.where) for time, item in sorted(dated, key=_days))
    sections = (
        ("In order of time", timeline),
        ("What is stated", tuple(stated)),
        ("Planned, hypothetical, denied or inferred", tuple(other)),
    )
    return Handout(entity.label, tuple(lead), tuple(_sections(sections)))


def _days(dated: tuple[str, Cited]) -> tuple[date, date]:
    """The days that a time covers; what is no time comes last."""
    return covered_days(dated[0]) or (date.max, date.max)


def _evidence(fact: Explanation) -> tuple[str, str]:
    if fact.premises:
        return "", f"follows by the rule {fact.rule or ''}"
    return _line(fact.sentence), fact.origin


def _sections(named: Iterable[tuple[str, tuple[Cited, ...]]]) -> Iterator[Section]:
    return (Section(heading, items) for heading, items in named if items)


def _where(document: DocumentRecord) -> str:
    return ", ".join(dict.fromkeys((document.cited, document.id, *document.urls)))


def _line(text: str) -> str:
    return " ".join(text.split())
