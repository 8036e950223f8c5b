"""Well-known names of several words, whole, whatever the language model made of them: "Doctors Without Borders"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.names import KNOWN_NAMES
from kg.text.lexicon.places import load_places
from kg.text.ner.records import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse

__all__ = ["complete_known_names"]

_PIECES = re.compile(r"(?<=[^\W\d_])(-)(?=[^\W\d_])|('s?)$|\s+")


def complete_known_names(parse: Parse, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """The spans in order, those that are pieces of a well-known name replaced by the name."""
    at = {token: span for span in spans for token in range(span.start, span.end)}
    gone: set[int] = set()
    kept: list[NameSpan] = []
    for start, end in _find(parse):
        touching = {id(at[token]): at[token] for token in range(start, end) if token in at}
        if any(span.start < start or span.end > end for span in touching.values()):
            continue  # a longer name, or one that another goes through
        if any((span.start, span.end) == (start, end) for span in touching.values()):
            continue
        gone |= touching.keys()
        labels = [span.label for span in touching.values() if span.label != "PERSON"]
        person = KNOWN_NAMES.get(" ".join(parse.words[start:end])) == "Person"
        kept.append(NameSpan(start, end, "PERSON" if person else labels[-1] if labels else ""))
    return sorted([*(span for span in spans if id(span) not in gone), *kept], key=lambda span: span.start)


def _find(parse: Parse) -> Iterator[tuple[int, int]]:
    """The token ranges of the well-known names, from the left, none over another."""
    known, words, token = _known_names(), parse.words, 0
    while token < len(words):
        names = known.get(words[token], ())
        match = next((name for name in names if words[token : token + len(name)] == name), ())
        if match and parse.sentence_of[token] == parse.sentence_of[token + len(match) - 1]:
            yield token, token + len(match)
        token += len(match) or 1


@cache
def _known_names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tokens of the well-known names of several words, the longest first, by the first of them."""
    places = load_places()
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in (*KNOWN_NAMES, *places.countries, *places.regions, *places.cities):
        pieces = tuple(piece for piece in _PIECES.split(name) if piece and not piece.isspace())
        for tokens in (pieces, tuple(name.split())):  # "Co-operation" is one token, "al-Qaeda" three
            if len(tokens) > 1 and name[0].isalnum():
                found.setdefault(tokens[0], set()).add(tokens)
    return {first: tuple(sorted(names, key=lambda name: (-len(name), name))) for first, names in found.items()}
