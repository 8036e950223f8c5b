"""Markdown to text: the marks go, the words stay, one block a paragraph.

The text that comes out is the document's text: offsets count in it, not in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.metadata import moment
from kg.read.model import Article, Metadata
from kg.read.text import MAX_LINE, clean, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from kg.read.model import Input, Remark

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_-]+):[ \t]*(.*?)[ \t]*")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t]*")
_FIELDS = {
    name: field
    for field, names_ in {
        "title": "title headline",
        "published": "date published",
        "modified": "modified updated lastmod",
        "authors": "author authors byline",
        "publisher": "publisher source site",
        "url": "url link canonical",
        "language": "language lang",
    }.items()
    for name in names_.split()
}
"""The fields of front matter by their names."""
_BLANK = re.compile(r"\n[ \t]*\n")
_SPACES = re.compile(r" {2,}")


def read_markdown(source: Input) -> Iterator[Article | Remark]:
    """A Markdown text as an article."""
    text, remarks = decoded(source, source.content())
    yield from remarks
    yield parse_markdown(clean(text))


def parse_markdown(source: str) -> Article:
    r"""The words of a CommonMark text with tables, without its marks.

    Paragraphs, headings, list items and table rows become paragraphs of their own. A link keeps its words, an image
    that stands alone its description; code blocks and HTML are left out. Front matter between two lines of "---" gives
    title, date, modified, author or authors (a line, or a list), publisher, url and language, or what they are often
    called instead (`_FIELDS`); else the title is a first-level heading that opens the text.

    Raises:
        ReadError: a block without a blank line is longer than `MAX_LINE`.

    >>> parse_markdown("# Talks in *Doha*\n\nThe [envoy](http://example.org) left\non Monday.").text
    'Talks in Doha\n\nThe envoy left on Monday.'
    """
    from markdown_it import MarkdownIt  # only Markdown needs the parser: start-up

    fields: Mapping[str, list[str]] = {}
    if front := _FRONT_MATTER.match(source):
        fields = _fields(front[1])
        source = source[front.end() :]
    if max(map(len, _BLANK.split(source))) > MAX_LINE:
        raise ReadError(f"a block of more than {MAX_LINE:,} characters: break it into paragraphs")
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    blocks = [block for block in _blocks(tokens) if block]
    opens_with_title = bool(tokens) and tokens[0].tag == "h1"
    given = {name: values[0] for name, values in fields.items() if values}
    return Article(
        "\n\n".join(blocks),
        Metadata(
            title=given.get("title") or (blocks[0] if opens_with_title and blocks else None),
            url=given.get("url"),
            publisher=given.get("publisher"),
            authors=tuple(fields.get("authors", ())),
            published=moment(given.get("published")),
            modified=moment(given.get("modified")),
            language=given.get("language"),
        ),
    )


def _fields(front: str) -> dict[str, list[str]]:
    """The values of front matter's fields; of several that give the same, the first."""
    found: dict[str, list[str]] = {}
    values: list[str] | None = None
    for line in front.split("\n"):
        if given := _FIELD.fullmatch(line):
            name = _FIELDS.get(given[1].lower())
            values = None if name is None or name in found else found.setdefault(name, [])
            if values is not None:
                inside = given[2][1:-1].split(",") if given[2][:1] == "[" and given[2][-1:] == "]" else [given[2]]
                values += filter(None, map(_unquoted, inside))
        elif values is not None and (item := _ITEM.fullmatch(line)):
            values += filter(None, [_unquoted(item[1])])
    return found


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


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
