"""HTML in a field (a feed's content, a column of a table, an e-mail) as text: its words, a paragraph for each block."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import override

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|blockquote|img|figure|table|tr|td|section|article|sup|sub|u"
    r"|font|small|iframe|script|style|center|hr|q|cite)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|d[dlt]|div|fieldset|footer|h[1-6r]|header|li|main|[ou]l|p|pre|section|table"
    "|tbody|t[dhr]|thead"
)
_UNREAD = re.compile(
    "audio|button|figure|form|head|iframe|noscript|object|script|select|style|svg|template|textarea|video"
)
"""Elements without words of the article: code, controls, pictures with their captions."""
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_HIDDEN = re.compile(r"display:\s*none")


class _Words(HTMLParser):
    """Gathers the words of a fragment, a paragraph for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[str]] = [[]]
        self._unread: list[str] = []
        """The open elements from an unread one on."""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unread or _UNREAD.fullmatch(tag) or (attrs and _is_unread(tag, dict(attrs))):
            if _VOID.fullmatch(tag) is None:
                self._unread.append(tag)
        elif _BLOCKS.fullmatch(tag):
            self.paragraphs.append([])
        elif tag == "br":
            self.paragraphs[-1].append("\n")

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._unread and _UNREAD.fullmatch(tag) is None:
            self.handle_starttag(tag, [])

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            while self._unread.pop() != tag:
                pass
        elif not self._unread and _BLOCKS.fullmatch(tag):
            self.paragraphs.append([])

    @override
    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.paragraphs[-1].append(" ".join(re.split(r"\s+", data)))


def _is_unread(tag: str, attributes: dict[str, str | None]) -> bool:
    cited = tag == "blockquote" and attributes.get("type") == "cite"
    quoted = "gmail_quote" in (attributes.get("class") or "")
    return cited or quoted or _HIDDEN.search(attributes.get("style") or "") is not None


def visible_text(markup: str) -> str:
    r"""Return the visible words of HTML, in paragraphs.

    >>> visible_text("<div>Closed.<br>From now on.</div><div style='display:none'>x</div>")
    'Closed.\nFrom now on.'
    """
    words = _Words()
    words.feed(markup)
    words.close()
    lines = ("\n".join(" ".join(line.split()) for line in "".join(each).split("\n")) for each in words.paragraphs)
    return "\n\n".join(filter(None, (line.strip("\n") for line in lines)))


def plain_text(text: str) -> str:
    r"""Return the words of a field that may be HTML; one without a tag of HTML is text as it is.

    >>> plain_text("<p>Fire in <b>Oslo</b> &amp; Bergen</p><p>Two died.</p>"), plain_text("if a < b, c > d")
    ('Fire in Oslo & Bergen\n\nTwo died.', 'if a < b, c > d')
    """
    return text if _MARKUP.search(text) is None else visible_text(text)


def plain_line(text: str) -> str:
    """Return the words of a title that may be HTML, escaped once or twice, on one line.

    >>> plain_line("Fire in &lt;b&gt;Oslo&lt;/b&gt; &amp;amp; Bergen")
    'Fire in Oslo & Bergen'
    """
    return " ".join(plain_text(unescape(unescape(plain_text(text)))).split())
