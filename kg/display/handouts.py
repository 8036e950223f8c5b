"""Briefs to hand on: what a story or an entity is, each statement with its words and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.display.html import escaped

if TYPE_CHECKING:
    from kg.display.html import Html

__all__ = ["Cited", "Handout", "Section"]

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em;color:#222;background:#fff}"
    "h1{line-height:1.2}h2{margin-top:1.6em;font-size:1.2em}blockquote{margin:.2em 0 .2em 1em}"
    "p{margin:.9em 0 0}.where{color:#666;font-size:.85em;margin:0 0 0 1.2em;overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A line, the words of a text that say so, and where they stand; `quote` and `where` may be empty."""

    line: str
    quote: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

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
