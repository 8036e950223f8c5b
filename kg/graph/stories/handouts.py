"""Briefs to hand on, as HTML or Word documents: every line with its sentence and its article."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.display.html import escaped
from kg.display.text import counted, plain
from kg.errors import MissingPackageError
from kg.graph.stories.model import Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.display.html import Html
    from kg.graph.conflicts import Conflict
    from kg.graph.facts.value import Told
    from kg.graph.stories.model import Amount, Brief, Happening

_STYLE = (
    ":root{color-scheme:light dark}@media print{:root{color-scheme:light}}"
    "body{font:16px/1.5 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em;overflow-wrap:anywhere;"
    "background:Canvas;color:CanvasText}"
    "h1{line-height:1.2}h2{margin-top:1.6em;font-size:1.2em}blockquote{margin:.2em 0 .2em 1em}"
    "p{margin:.9em 0 0}.where{color:light-dark(#595959,#b0b0b0);font-size:.85em;margin:0 0 0 1.2em}"
)
_LINES, _FACTS, _ARTICLES, _ALIASES = 5, 3, 12, 8
"""The lines of standing facts and disputes, the facts on a line, the articles and the names of a page or two."""


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
        body = self._body("h1", "p", "h2")
        phone = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        head = f'<meta charset="utf-8">{phone}<title>{escaped(self.title)}</title><style>{_STYLE}</style>'
        top = f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body><main>'
        return "\n".join((top, *body, "</main></body></html>\n"))

    def _repr_html_(self) -> str:
        return "".join(self._body("h3", "div", "h4"))

    def _body(self, title: str, line: str, heading: str) -> list[str]:
        """Return the elements of the brief, its lines in elements of these names."""
        found = [_element(title, self.title), *(_element(line, each) for each in self.lead)]
        for section in self.sections:
            found += [_element(heading, section.heading), *map(_item_html, section.items)]
        return found


def _element(name: str, text: str) -> str:
    return f"<{name}>{escaped(text)}</{name}>"


def _item_html(item: Cited) -> str:
    parts: list[Html | str] = [f"<p>{escaped(item.line)}</p>"]
    if item.quote:
        parts.append(f"<blockquote>“{escaped(item.quote)}”</blockquote>")
    if item.where:
        parts.append(f'<p class="where">{escaped(item.where)}</p>')
    return "".join(parts)


def handout_of(brief: Brief, *, everything: bool = False) -> Handout:
    """Return a brief as it is read: in a page or two, or, with `everything`, with all that it holds.

    First the sentence that tells it best; then its events in order of time, each in the words of an article; standing
    facts, a line for each subject; what is disputed; and the articles.
    """
    about, documents = brief.about, brief.documents
    days = sorted(document.day for document in documents if document.day)
    count = counted(len(documents), "article")
    if isinstance(about, Story):
        title = about.headline
        lead = [", ".join(filter(None, (_span(days), count, "; ".join(about.publishers))))]
        lead += [
            f"{name}: {', '.join(each.label for each in entities)}"
            for name, entities in (("Who", about.who), ("Where", about.where))
            if entities
        ]
    else:
        title = about.label
        lead = [", ".join(filter(None, (f"{about.cls}, named in {count}", _span(days))))]
        names = [alias for alias in about.aliases if everything or alias != alias.lower()]
        lead += [f"Also called: {', '.join(names[: None if everything else _ALIASES])}"] if names else []
        lead += about.linked()
    if brief.sentence is not None:
        lead.insert(0, brief.sentence.text)
    lead += [_numbers(each) for each in brief.amounts]
    sections = (
        ("What happened", tuple(map(_happened, brief.timeline))),
        ("Background", tuple(_standing(brief.standing, None if everything else _LINES))),
        ("What is disputed", tuple(_disputes(brief.disputed[: None if everything else _LINES]))),
        ("Articles", tuple(_articles(brief, None if everything else _ARTICLES))),
    )
    return Handout(title, tuple(lead), tuple(Section(heading, items) for heading, items in sections if items))


def _articles(brief: Brief, most: int | None) -> Iterator[Cited]:
    documents = brief.documents
    if most is not None and len(documents) > most:
        cited = {sentence.document.iri for _, sentence, _ in brief.timeline}
        chosen = {each.iri for each in sorted(documents, key=lambda each: each.iri not in cited)[:most]}
        documents = tuple(each for each in documents if each.iri in chosen)
    for each in documents:
        yield Cited(", ".join(dict.fromkeys((each.cited, each.id, *each.urls))))
    if left := len(brief.documents) - len(documents):
        yield Cited(f"and {counted(left, 'more article')}")


def _span(days: Sequence[str]) -> str:
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def _numbers(amount: Amount) -> str:
    return f"{'Articles differ' if len(amount.numbers) > 1 else 'Articles agree'} – {amount}"


def _happened(happening: Happening) -> Cited:
    day, sentence, told = happening
    support = f" ({counted(told.voices, 'article')})" if told.voices > 1 else ""
    return Cited(f"{f'{day}: ' if day else ''}{sentence.text}{support}", "", sentence.document.cited)


def _standing(standing: Iterable[Told], most: int | None) -> Iterator[Cited]:
    by_subject: dict[str, list[str]] = {}
    for told in standing:
        support = f" ({counted(told.voices, 'article')})" if told.voices > 1 else ""
        by_subject.setdefault(told.subject, []).append(f"{told.relation} {told.object}{support}")
    for subject, facts in islice(by_subject.items(), most):
        yield Cited(f"{subject} {'; '.join(facts[: None if most is None else _FACTS])}")


def _disputes(conflicts: Iterable[Conflict]) -> Iterator[Cited]:
    for conflict in conflicts:
        for account in conflict.accounts:
            by = f", according to {account.source}" if account.source else ""
            yield Cited(f"{conflict.title}: {account.value}{by}", " ".join(account.quote.split()), account.document)


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
    document.core_properties.title, document.core_properties.author = plain(brief.title), "kg"
    document.add_heading(plain(brief.title), 0)
    for line in brief.lead:
        document.add_paragraph(plain(line))
    for section in brief.sections:
        document.add_heading(plain(section.heading), 1)
        for item in section.items:
            document.add_paragraph(plain(item.line), style="List Bullet")
            if item.quote:
                document.add_paragraph(plain(f"“{item.quote}”"), style="Quote")
            if item.where:
                document.add_paragraph(plain(item.where), style="Caption")
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
