"""From a document's text to the blocks that are parsed one by one: paragraphs, headlines, captions.

A block is parsed by itself, so that memory stays small and cost linear, and no sentence runs from a headline into
the paragraph below it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Span
from kg.text.parsing.zones import APART, UNREAD, find_zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MAX_BLOCK", "find_blocks", "plain"]

MAX_BLOCK = 4_000
"""The longest block, in code points; a longer paragraph is cut at the end of a sentence or, failing that, a space."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_EDITORIAL = re.compile(r"(?<=[^\s(])\s(\()([^()]{1,60})(\))")
_LINE_END = re.compile("[\n\r\u2028\u2029]")
_BETWEEN = " \t|•·–—"
"""What stands between a zone and the words beside it."""
# one code point for one, so that offsets stay: what an English parser knows best
_PLAIN = str.maketrans("“”„‘’‛\u00a0\t\n\r\u2028\u2029", "\"\"\"'''      ")

_WHO = re.compile(r"\bWHO\b")


def plain(text: str) -> str:
    r"""`text` as the parser reads it, of the same length: straight quotation marks, plain spaces.

    The World Health Organization's short name becomes one that is no pronoun too.

    Brackets around an editor's insertion within a quotation ('gave it to (the group) for nothing') become spaces.

    >>> plain("“We’re here”")
    '"We\'re here"'
    """
    text = text.translate(_PLAIN)
    if "WHO" in text and not text.isupper():
        text = _WHO.sub("IMF", text)  # which it takes for a pronoun
    if "(" in text and '"' in text:
        pieces = text.split('"')
        for place in range(1, len(pieces) - (len(pieces) % 2 == 0), 2):  # what stands between two marks
            pieces[place] = _EDITORIAL.sub(lambda match: f"  {match[2]} ", pieces[place])
        text = '"'.join(pieces)
    return text


def find_blocks(text: str) -> list[Span]:
    r"""The blocks of `text`, in order, without the white space around them and without what is no prose (`zones`).

    A line that stands twice in a row (a caption and its copy with a credit, say) counts once: the longer one stays.
    A line that continues in lower case, or one of a text wrapped at a fixed width, is joined with the next.

    >>> [span.slice("A headline\n\nOne line.\nTwo.") for span in find_blocks("A headline\n\nOne line.\nTwo.")]
    ['A headline', 'One line.', 'Two.']
    """
    whole_lines = [Span(m.start(), m.end()) for m in re.finditer(r"\S[^\n\r\u2028\u2029]*", text)]
    zones = find_zones(text)
    left_out = [zone.span for zone in zones if zone.kind in UNREAD]
    apart = [zone.span for zone in zones if zone.kind in APART]
    lines = list(_cut_at(text, whole_lines, left_out, apart))
    wrapped = _is_wrapped(text, lines)
    joined: list[Span] = []
    for line in lines:
        beside = joined and not {joined[-1], line}.intersection(apart)
        if beside and _continues(text, joined[-1], line, wrapped=wrapped):
            joined[-1] = Span(joined[-1].begin, line.end)
        else:
            joined.append(line)
    trimmed = [Span(s.begin, s.begin + len(s.slice(text).rstrip())) for s in joined]
    return [part for block in _once(text, trimmed) for part in _cut(text, block)]


def _cut_at(text: str, lines: Sequence[Span], left_out: Sequence[Span], apart: Sequence[Span]) -> Iterator[Span]:
    """The lines without what is left out, cut before and behind what stands apart.

    Each piece is without the white space around it.
    """
    spans = sorted([*left_out, *apart])
    for line in lines:
        at = line.begin
        for span in (*(each for each in spans if line.covers(each)), Span(line.end, line.end)):
            piece = Span(at, max(at, span.begin)).slice(text)
            words = piece.strip(_BETWEEN)
            if words:
                begin = at + piece.index(words)
                yield Span(begin, begin + len(words))
            if span in apart:
                yield span
            at = span.end


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether the text was broken at a fixed width: most lines are about as long as the longest, few end a sentence."""
    if len(lines) < 4:
        return False
    widths = [line.end - line.begin for line in lines]
    widest = max(widths)
    full = [line for line, width in zip(lines, widths, strict=True) if width >= widest - 20]
    if widest > 120 or widest < 40 or len(full) < len(lines) / 2:
        return False
    return sum(not _ENDS_SENTENCE.search(line.slice(text).rstrip()) for line in full) > len(full) / 2


def _continues(text: str, before: Span, line: Span, *, wrapped: bool) -> bool:
    gap = text[before.end : line.begin]
    if not _LINE_END.search(gap):  # a zone stood between them
        return False
    if gap.count("\n") > 1 or _ENDS_SENTENCE.search(before.slice(text).rstrip()):
        return wrapped and gap.count("\n") == 1
    return wrapped or text[line.begin].islower()


def _once(text: str, blocks: list[Span]) -> list[Span]:
    """The blocks without one that only repeats the start of its neighbour, or is repeated by it."""
    kept: list[Span] = []
    for block in blocks:
        if kept:
            words, before = block.slice(text), kept[-1].slice(text)
            if len(before) > 20 and words.startswith(before):
                kept[-1] = block
                continue
            if len(words) > 20 and before.startswith(words):
                continue
        kept.append(block)
    return kept


def _cut(text: str, block: Span) -> list[Span]:
    parts: list[Span] = []
    begin = block.begin
    while block.end - begin > MAX_BLOCK:
        window = text[begin : begin + MAX_BLOCK]
        ends = [m.end() for m in _SENTENCE_END.finditer(window)]
        width = ends[-1] if ends else window.rfind(" ") + 1 or MAX_BLOCK
        parts.append(Span(begin, begin + len(text[begin : begin + width].rstrip()) or begin + width))
        begin += width
    return [*parts, Span(begin, block.end)]
