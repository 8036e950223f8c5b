"""Well-known names of several words, whole, whatever the language model made of them: "Doctors Without Borders"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.words import load_places, load_titles, load_words
from kg.text.ner.boundaries import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Parse

__all__ = ["is_title", "make_whole"]

_PIECES = re.compile(r"(?<=[^\W\d_])(-)(?=[^\W\d_])|('s?)$|\s+")


@cache
def _known() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tokens of the well-known names of several words, the longest first, by the first of them."""
    places = load_places()
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in (*load_words().names, *places.countries, *places.regions, *places.cities):
        pieces = tuple(piece for piece in _PIECES.split(name) if piece and not piece.isspace())
        for tokens in (pieces, tuple(name.split())):  # "Co-operation" is one token, "al-Qaeda" three
            if len(tokens) > 1 and name[0].isalnum():
                found.setdefault(tokens[0], set()).add(tokens)
    return {first: tuple(sorted(names, key=lambda n: (-len(n), n))) for first, names in found.items()}


def is_title(words: Sequence[str]) -> bool:
    """Whether words in lower case are a title or a whole post.

    >>> is_title(["colonel"]), is_title(["governor", "-", "general"]), is_title(["oslo"])
    (True, True, False)
    """
    titles = load_titles()
    if len(words) == 1:
        return words[0] in titles.before or words[0] in titles.civil
    post = "_".join(words).replace("_-_", "-")
    return any(post in posts for posts in (titles.posts, titles.leads, titles.members))


def make_whole(parse: Parse, guesses: Sequence[Candidate]) -> list[Candidate]:
    """The guesses with those that are pieces of a well-known name replaced by the name."""
    found = list(_find(parse))
    if not found:
        return list(guesses)
    inside = [_Inside(start, end, []) for start, end in found]
    at = {token: row for row in inside for token in range(row.start, row.end)}
    for guess in guesses:
        for row in {id(r): r for token in range(guess.start, guess.end) if (r := at.get(token))}.values():
            row.guesses.append(guess)
    gone: set[int] = set()
    kept: list[Candidate] = []
    for row in inside:
        if any(guess.start < row.start or guess.end > row.end for guess in row.guesses):
            continue  # a longer name, or one that another goes through
        if any((guess.start, guess.end) == (row.start, row.end) for guess in row.guesses):
            continue
        gone.update(id(guess) for guess in row.guesses)
        labels = [guess.label for guess in row.guesses if guess.label != "PERSON"]
        person = load_words().names.get(" ".join(parse.words[row.start : row.end])) == "Person"
        kept.append(Candidate(row.start, row.end, "PERSON" if person else labels[-1] if labels else ""))
    return sorted([*(g for g in guesses if id(g) not in gone), *kept], key=lambda c: c.start)


class _Inside:
    """A well-known name at tokens [start, end), and the guesses that touch it."""

    def __init__(self, start: int, end: int, guesses: list[Candidate]) -> None:
        self.start = start
        self.end = end
        self.guesses = guesses


def _find(parse: Parse) -> Iterable[tuple[int, int]]:
    """The places of the well-known names, from the left, none over another."""
    known, words, token = _known(), parse.words, 0
    while token < len(words):
        if words[token] not in known:
            token += 1
            continue
        match = next((n for n in known[words[token]] if words[token : token + len(n)] == n), ())
        if match and parse.sentence_of[token] == parse.sentence_of[token + len(match) - 1]:
            yield token, token + len(match)
        token += len(match) or 1
