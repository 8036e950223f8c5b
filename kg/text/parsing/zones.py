"""The parts of a text that are no prose of the report: its writer, its day, what was changed, thanks and buttons.

A site or an agency puts these around a report, as lines of their own or before the first words of a paragraph; which
they are is told by their form (`words/parsing/zones.toml`) and, for those whose form prose may have too, by standing
near the beginning or the end. A caption is prose, and so is a headline, which has a name here because it titles a
document that has no other title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from kg.model import Span, Stated
from kg.text.lexicon.tables import any_of, filled, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

type ZoneKind = Literal["headline", "byline", "publication", "date", "dateline", "credit", "update"]
"""What a part is: "publication" and "date", a line that is nothing else, say when it was published, "update" that it
was changed."""

UNREAD: Final[frozenset[ZoneKind]] = frozenset({"byline", "publication", "credit", "update"})
"""The kinds that are not read."""
APART: Final[frozenset[ZoneKind]] = frozenset({"date", "dateline"})
"""The kinds that are read apart from what follows: a dateline names places, a date nothing."""

_TABLE = "words/parsing/zones"
_HEAD, _TAIL = 8, 5
"""How many lines from the beginning and from the end lines are tried whose form prose may have too."""
_OPENING = 4
"""In so many lines a date or a byline may stand before the words of a paragraph."""
_REACH = 250
"""How far into such a paragraph a label with a date may stand, in code points."""
_LONGEST_LINE = 320
_HEADLINE_WORDS = range(2, 26)

_LINE = re.compile(r"\S[^\n\r\u2028\u2029]*")
_GAP = re.compile(r"[\s|•·–—-]*")
_PROSE = re.compile(r"[\"'“‘(\[]{0,2}[A-Z0-9]")
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_AFTER_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*\s+$")
_BRACKETED = re.compile(r"\(([^()]+)\)")
_PAPER = re.compile(r"the\s+\S", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;]\s*|\s+(?:and|AND)\s+|\s*&\s*")


@dataclass(frozen=True, slots=True, order=True)
class Zone:
    """A part of a text of one kind."""

    span: Span
    kind: ZoneKind


def find_zones(text: str) -> list[Zone]:
    r"""The zones of a text in order; what is in none is prose.

    >>> text = "Mill burns down\nBy Ada Marlow, Reuters\nPublished: May 3, 2012 A fire destroyed the old mill."
    >>> [(zone.kind, zone.span.slice(text)) for zone in find_zones(text)]
    [('headline', 'Mill burns down'), ('byline', 'By Ada Marlow, Reuters'), ('publication', 'Published: May 3, 2012')]
    """
    lines = [Span(m.start(), m.start() + len(m[0].rstrip())) for m in _LINE.finditer(text)]
    found: list[Zone] = []
    for place, line in enumerate(lines):
        near = place < _HEAD or place >= len(lines) - _TAIL
        kind = _kind_of(text, line, near=near)
        if kind is not None:
            found.append(Zone(line, kind))
        elif place < _OPENING:
            found += _before_prose(text, line)
        else:
            found += _dateline(text, line.begin, line)
        if kind is None:
            buttons = _pattern("buttons").finditer(text, line.begin, line.end)
            found += (Zone(Span(match.start(), match.end()), "credit") for match in buttons)
    headline = _headline(text, lines, found)
    return sorted([*found, *([Zone(headline, "headline")] if headline else [])])


def read_zones(text: str, zones: Sequence[Zone]) -> Stated:
    r"""What the zones of a text state of it: headline, authors, and the agency that it comes from.

    >>> text = "Mill burns down\nBY ADA MARLOW AND IGOR HORAK, Associated Press Writers\nA fire destroyed the old mill."
    >>> read_zones(text, find_zones(text))
    Stated(title='Mill burns down', publisher='Associated Press', authors=('ADA MARLOW', 'IGOR HORAK'))
    """
    title = next((zone.span.slice(text) for zone in zones if zone.kind == "headline"), None)
    authors: dict[str, None] = {}
    agency: str | None = None
    agencies = words(_TABLE, "agencies")
    for zone in zones:
        line = zone.span.slice(text)
        if zone.kind == "dateline" and (named := _BRACKETED.search(line)) and named[1].lower() in agencies:
            agency = agency or named[1]
        match = _byline(line) if zone.kind == "byline" else None
        if match is not None:
            names = [" ".join(name.split()) for name in _SEVERAL.split(match.groupdict().get("names") or "") if name]
            houses = [_house(name) for name in names]
            authors.update(
                (name, None)
                for name, house in zip(names, houses, strict=True)
                if not house and not _pattern("staff_line").fullmatch(name)
            )
            agency = agency or match.groupdict().get("agency") or next(filter(None, houses), None)
    return Stated(title=title and " ".join(title.split()), publisher=agency, authors=tuple(authors))


def _house(name: str) -> str | None:
    """The agency or paper that a part of a byline names, None for a person."""
    match = _pattern("agency_line").fullmatch(name)
    if match and not match["names"]:
        return match["agency"]
    return name if _PAPER.match(name) else None


def _kind_of(text: str, line: Span, *, near: bool) -> ZoneKind | None:
    """What a whole line is, None where it is prose or has prose in it."""
    if line.end - line.begin > _LONGEST_LINE:
        return None
    content = line.slice(text)
    for name, kind in (("note", "update"), ("update", "update"), ("contribution", "credit"), ("credit", "credit")):
        if _pattern(name).fullmatch(content):
            return kind  # type: ignore[return-value]  # the kinds stand beside
    if not near:
        return None
    if any(_pattern(name).fullmatch(content) for name in ("credit_line", "rights", "picture")):
        return "credit"
    if _byline(content) or _pattern("staff_line").fullmatch(content):
        return "byline"
    return None


def _byline(line: str) -> re.Match[str] | None:
    patterns = ("byline", "agency_line", "byline_before")
    return next(filter(None, (_pattern(name).fullmatch(line) for name in patterns)), None)


def _before_prose(text: str, line: Span) -> Iterator[Zone]:
    """The zones that open a line, one after the other, and a label with a date a little way in."""
    at = line.begin
    while at < line.end and (zone := _opening(text, at, line)) is not None:
        yield zone
        gap = _GAP.match(text, zone.span.end, line.end)
        at = gap.end() if gap else zone.span.end
    yield from _dateline(text, at, line)
    yield from _inside(text, at, line)


def _opening(text: str, at: int, line: Span) -> Zone | None:
    kinds: tuple[tuple[str, ZoneKind], ...] = (
        ("labelled", "publication"),
        ("dated", "publication"),
        ("byline_before", "byline"),
        ("update", "update"),
    )
    for name, kind in kinds:
        match = _pattern(name).match(text, at, line.end)
        if match and _ends_before_prose(text, match.end(), line):
            alone = name == "dated" and Span(at, match.end()) == line
            return Zone(Span(at, match.end()), "date" if alone else kind)
    match = _pattern("byline").match(text, at, line.end)  # a date may follow, but no prose
    if match and _pattern("dated").match(text, _GAP.match(text, match.end(), line.end).end(), line.end):  # type: ignore[union-attr]  # what may be empty matches
        return Zone(Span(at, match.end()), "byline")
    return None


def _ends_before_prose(text: str, end: int, line: Span) -> bool:
    gap = _GAP.match(text, end, line.end)
    begin = gap.end() if gap else end
    return begin >= line.end or (begin > end and bool(_PROSE.match(text, begin, line.end)))


def _inside(text: str, at: int, line: Span) -> Iterator[Zone]:
    """A label with a date after a line of introduction, or a date between two sentences."""
    reach = min(line.end, at + _REACH)
    for name in ("labelled", "dated"):
        for match in _pattern(name).finditer(text, at + 1, reach):
            labelled = name == "labelled" and match[0][0].isupper()
            if not labelled and not _AFTER_SENTENCE.search(text[max(at, match.start() - 6) : match.start()]):
                continue
            if _pattern("dated").search(match[0]) and _ends_before_prose(text, match.end(), line):
                yield Zone(Span(match.start(), match.end()), "publication")
                return


def _dateline(text: str, at: int, line: Span) -> Iterator[Zone]:
    match = _pattern("dateline").match(text, at, line.end)
    if match:
        yield Zone(Span(at, at + len(match[0].rstrip())), "dateline")


def _headline(text: str, lines: Sequence[Span], zones: Sequence[Zone]) -> Span | None:
    """The first line, where it is no sentence and prose follows it."""
    taken = [zone.span for zone in zones]
    prose = [line for line in lines[:_HEAD] if not any(span.overlaps(line) for span in taken)]
    if not prose or prose[0].end >= lines[-1].end:
        return None
    before = [line for line in lines if line.end <= prose[0].begin]
    content = prose[0].slice(text)
    others = all(any(span == line for span in taken) for line in before)
    is_line = len(content.split()) in _HEADLINE_WORDS and not _ENDS_SENTENCE.search(content)
    return prose[0] if others and is_line and content[:1].isupper() | (content[:1] in "\"'“‘") else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(filled(table(_TABLE)["patterns"][name], _pieces()), re.IGNORECASE)


@cache
def _pieces() -> Mapping[str, str]:
    rows = table(_TABLE)
    own = ("agencies", "picture_agencies", "roles", "credits", "services")
    lists = {name: any_of(rows[name]) for name in own} | {"particles": any_of(rows["particles"].split())}
    calendar = {name: any_of(some) for name, some in table("words/temporal/calendar").items()}
    return {**calendar, **lists, **rows["pieces"]}
