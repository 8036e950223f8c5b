"""Briefs to hand on, as HTML or Word documents: every line with its sentence and its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.dates import covered_days
from kg.display.html import escaped
from kg.display.text import counted, plain
from kg.errors import MissingPackageError
from kg.model import STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.display.html import Html
    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import DocumentRecord, EntityRecord
    from kg.graph.stories.model import Brief

__all__ = ["Cited", "Handout", "Section", "docx_of", "entity_handout", "story_handout"]

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em;color:#222;background:#fff}"
    "h1{line-height:1.2}h2{margin-top:1.6em;font-size:1.2em}blockquote{margin:.2em 0 .2em 1em}"
    "p{margin:.9em 0 0}.where{color:#666;font-size:.85em;margin:0 0 0 1.2em;overflow-wrap:anywhere}"
)
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
"""The characters that XML, and so DOCX, cannot hold."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A line, the words of a text that say so, and where they stand; `quote` and `where` may be empty."""

    line: str
    quote: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The cited lines under one heading."""

    heading: str
    items: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A brief as it is read: its title, a few lines of what it is about, and sections with cited lines."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]

    def to_html(self) -> str:
        """The brief as one HTML document, which asks for nothing: what texts say is text there."""
        body = [f"<h1>{escaped(self.title)}</h1>", *(f"<p>{escaped(line)}</p>" for line in self.lead)]
        for section in self.sections:
            body.append(f"<h2>{escaped(section.heading)}</h2>")
            body += map(_item_html, section.items)
        head = f'<meta charset="utf-8"><title>{escaped(self.title)}</title><style>{_STYLE}</style>'
        top = f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>'
        return "\n".join((top, *body, "</body></html>\n"))

    def _repr_html_(self) -> str:
        parts = [f"<h3>{escaped(self.title)}</h3>", *(f"<div>{escaped(line)}</div>" for line in self.lead)]
        for section in self.sections:
            parts += [f"<h4>{escaped(section.heading)}</h4>", *map(_item_html, section.items)]
        return "".join(parts)


def _item_html(item: Cited) -> str:
    parts: list[Html | str] = [f"<p>{escaped(item.line)}</p>"]
    if item.quote:
        parts.append(f"<blockquote>“{escaped(item.quote)}”</blockquote>")
    if item.where:
        parts.append(f'<p class="where">{escaped(item.where)}</p>')
    return "".join(parts)


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
        item = Cited(f"{fact.subject} {fact.relation} {fact.object} ({fact.factuality_words()})", *_evidence(fact))
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


def docx_of(brief: Handout) -> bytes:
    """A brief as a Word document, the same bytes for the same brief.

    Raises:
        MissingPackageError: python-docx is not installed.
    """
    try:
        from docx import Document  # an extra
    except ImportError as error:
        raise MissingPackageError("python-docx is not installed: pip install 'newskg[read]'") from error
    document = Document()
    document.add_heading(_xml(brief.title), 0)
    for line in brief.lead:
        document.add_paragraph(_xml(line))
    for section in brief.sections:
        document.add_heading(_xml(section.heading), 1)
        for item in section.items:
            document.add_paragraph(_xml(item.line), style="List Bullet")
            if item.quote:
                document.add_paragraph(_xml(f"“{item.quote}”"), style="Quote")
            if item.where:
                document.add_paragraph(_xml(item.where), style="Caption")
    written = BytesIO()
    document.save(written)
    return _undated(written)


def _undated(written: BytesIO) -> bytes:
    """An archive without the times at which its files were written."""
    fresh = BytesIO()
    with ZipFile(written) as given, ZipFile(fresh, "w") as archive:
        for each in given.infolist():
            archive.writestr(ZipInfo(each.filename), given.read(each), ZIP_DEFLATED)
    return fresh.getvalue()


def _xml(text: str) -> str:
    return plain(text).translate(_NOT_XML)
