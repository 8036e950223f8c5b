"""A question as a statement, read by the stages that read news: its names, times, and what nothing accounts for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.ask.wording import DAY
from kg.dates import covered_days
from kg.errors import QuestionError
from kg.model import Document
from kg.pipeline import read_parse
from kg.text.lexicon.tables import words
from kg.text.model import Name
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from kg.ask.model import Called
    from kg.ask.wording import Wording
    from kg.text.model import Parse, Reading

__all__ = ["accounted", "asked_tokens", "called_tokens", "days_of", "left_of", "named_tokens", "read_statement"]

_CONTENT: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM"})
_FILLERS: Final = words("words/questions", "fillers")


def read_statement(wording: Wording, called: tuple[Called, ...], cls: str) -> Reading:
    """The statement as the stages read it, its stand-in of a class."""
    document, parse = Document("question", wording.text), _parsed(wording.text, wording.base)
    known = [Name(*tokens, called[place].classes[0]) for tokens, place in called_tokens(parse, wording)]
    if wording.asked is not None and (tokens := _tokens(parse, *wording.asked)):
        known.append(Name(*tokens, cls))
    return read_parse(parse, document, known=sorted(known))


@lru_cache(maxsize=64)
def _parsed(text: str, base: int) -> Parse:
    """The parse of a statement, which is read with many classes; the verb at `base` is its own lemma."""
    parse = load_parser().parse(Document("question", text))
    lemmas = (
        parse.lowers[token] if begin == base and parse.pos[token] == "VERB" else parse.lemmas[token]
        for token, begin in enumerate(parse.begins)
    )
    return replace(parse, lemmas=tuple(lemmas))


def called_tokens(parse: Parse, wording: Wording) -> list[tuple[tuple[int, int], int]]:
    """The tokens of each name of the graph, with its place in what was called."""
    found = [(_tokens(parse, begin, end), place) for begin, end, place in wording.moved]
    return [(tokens, place) for tokens, place in found if tokens]


def _tokens(parse: Parse, begin: int, end: int) -> tuple[int, int] | None:
    inside = [t for t in range(len(parse)) if parse.begins[t] < end and parse.ends[t] > begin]
    return (inside[0], inside[-1] + 1) if inside else None


def _within(parse: Parse, token: int, span: tuple[int, int]) -> bool:
    return parse.begins[token] < span[1] and parse.ends[token] > span[0]


def _times_of(reading: Reading) -> list[tuple[int, int]]:
    """The tokens of times, which every question accounts for."""
    return [(time.start, time.end) for time in reading.times if time.value]


def asked_tokens(reading: Reading, wording: Wording) -> set[int]:
    """The tokens of the stand-in."""
    return {t for t in range(len(reading.parse)) if wording.asked and _within(reading.parse, t, wording.asked)}


def accounted(reading: Reading, wording: Wording) -> set[int]:
    """The tokens of times and of the stand-in, for which every question accounts."""
    return {token for start, end in _times_of(reading) for token in range(start, end)} | asked_tokens(reading, wording)


def named_tokens(reading: Reading, wording: Wording) -> set[int]:
    """The tokens of the names of the graph."""
    return {token for (start, end), _ in called_tokens(reading.parse, wording) for token in range(start, end)}


def left_of(reading: Reading, used: set[int]) -> tuple[str, ...]:
    """The content words that nothing accounts for, in order: the sentences that answer must have them."""
    parse, found = reading.parse, []
    for token in range(len(parse)):
        plain = parse.lowers[token]
        if token in used or parse.pos[token] not in _CONTENT or plain in _FILLERS or not plain.isalnum():
            continue
        found.append(plain if parse.pos[token] == "PROPN" else parse.lemmas[token].lower())
    return tuple(dict.fromkeys(found))


def days_of(reading: Reading) -> tuple[str, str] | None:
    """The first and the last day of the times that the statement names.

    QuestionError where one is relative, for which a question has no day to count from.
    """
    spans = []
    for time in reading.times:
        words_ = reading.parse.words_of(time.start, time.end)
        if words_ in DAY or not time.value:
            if not time.value:
                raise QuestionError(f"there is no telling which day {words_!r} is: write a date, a month or a year")
            continue
        if days := covered_days(time.value):
            spans.append(days)
    if not spans:
        return None
    first, last = max(days[0] for days in spans), min(days[1] for days in spans)
    if first > last:
        raise QuestionError("the times that the question names exclude one another")
    return first.isoformat(), last.isoformat()
