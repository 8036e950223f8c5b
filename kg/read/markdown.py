"""Markdown to text: the marks go, the words stay, one block a paragraph.

The text that comes out is the document's text: offsets count in it, not in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.text import MAX_LINE, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

__all__ = ["Page", "read_markdown"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_SPACES = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True)
class Page:
    """What a Markdown file holds: its text, and the title and date that it gives of itself."""

    text: str
    title: str | None
    date: date | None


def read_markdown(source: str) -> Page:
    r"""The words of a CommonMark text with tables, without its marks.

    Paragraphs, headings, list items and table rows become paragraphs of their own. A link keeps its words, an image
    that stands alone its description; code blocks and HTML are left out. `title` and `date` come from front matter,
    else the title from a first-level heading that opens the text.

    Raises:
        ReadError: a block without a blank line is longer than `MAX_LINE`.

    >>> read_markdown("# Talks in *Doha*\n\nThe [envoy](http://example.org) left\non Monday.").text
    'Talks in Doha\n\nThe envoy left on Monday.'
    """
    from markdown_it import MarkdownIt  # only Markdown needs the parser: start-up

    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(source):
        fields = {name: value.strip("\"'") for name, value in _FIELD.findall(front[1])}
        source = source[front.end() :]
    if max(map(len, _BLANK.split(source))) > MAX_LINE:
        raise ReadError(f"a block of more than {MAX_LINE:,} characters: break it into paragraphs")
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    blocks = [block for block in _blocks(tokens) if block]
    opens_with_title = bool(tokens) and tokens[0].tag == "h1"
    title = fields.get("title") or (blocks[0] if opens_with_title and blocks else None)
    return Page(
        text=clean("\n\n".join(blocks)),  # once more: an entity such as &#x202e; is a character now
        title=clean(title) if title else None,
        date=_iso_date(fields.get("date", "")),
    )


def _blocks(tokens: list[Token]) -> Iterator[str]:
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield "; ".join(filter(None, cells))
            cells = None
        elif token.type == "inline":
            words = _words(token.children or [])
            if cells is None:
                yield words
            else:
                cells.append(words)


def _words(inline: list[Token]) -> str:
    alone = len(inline) == 1
    pieces = []
    for token in inline:
        if token.type in {"text", "code_inline"} or (token.type == "image" and alone):
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
    return _SPACES.sub(" ", "".join(pieces)).strip()


def _iso_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
