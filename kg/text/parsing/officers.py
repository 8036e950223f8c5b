"""Persons whose names run on from the body of their post: "the envoy for Sudan Lars Moe", "leader of Acme Tom Hale".

The language model takes both for one name, or hangs the body on the person. Here the body completes the preposition
again, the person stands in apposition to the post, and no name holds them both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES, class_of_known, class_of_noun
from kg.text.lexicon.words import load_titles, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Columns", "part_officers"]

_PREPOSITIONS: Final = frozenset({"for", "of", "to", "with", "at", "from", "in"})
_BODIES: Final = frozenset({"ORG", "GPE", "FAC", "LOC"})
_OPENING_PLACES: Final = word_lists("words/parsing/repairs")["opening_places"]
_GIVEN: Final = 3
"""The most words of a person's name that runs on from a body."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a parse under construction; `names` are the model's, in order."""

    words: list[str]
    lemmas: tuple[str, ...]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    names: list[tuple[int, int, str]]


def part_officers(columns: Columns) -> None:
    """Part the body of a post from the person named behind it, in place."""
    for last, (body, person, post) in _glued(columns).items():
        _hang(columns, body, person, last, post)
        _part(columns, person, last + 1)
    _name_apposed(columns)
    for start, end, _ in tuple(columns.names):
        person = _apposed(columns, start, end)
        if person >= 0:
            _part(columns, person, end)


def _glued(columns: Columns) -> dict[int, tuple[int, int, int]]:
    """By its last token, each person glued to a body: the first tokens of both, and the post."""
    found = {}
    for last, dep in enumerate(columns.deps):
        before = columns.heads[last]
        if dep != "pobj" or columns.words[before] not in _PREPOSITIONS or not _is_post(columns, columns.heads[before]):
            continue
        body = before + 1 + (columns.words[before + 1] == "the")
        if body < last and all(word[0].isupper() for word in columns.words[body : last + 1]):
            person = next(_persons(columns, body, last), -1)
            if person >= 0:
                found[last] = body, person, columns.heads[before]
    return found


def _is_post(columns: Columns, token: int) -> bool:
    """Whether a word is what somebody may be for a body, no word for kin."""
    titles, lemma = load_titles(), columns.lemmas[token].lower()
    if lemma in titles.kin or lemma in titles.no_post:
        return False
    return class_of_noun(lemma) == "Person" or lemma in titles.posts or lemma in titles.leads


def _persons(columns: Columns, body: int, last: int) -> Iterator[int]:
    """Where, behind a body's first token, the name of a person may start that ends with a token."""
    words = columns.words
    if words[last].lower() in load_words().suffixes:
        return
    label = _label(columns, body, last)
    for first in range(max(body + 1, last - _GIVEN + 1), last):
        if _is_title(words[first - 1]) or _is_title(words[first]) or words[first - 1].lower() in _OPENING_PLACES:
            continue
        if _is_apart(columns, body, first, last) or _is_told(words[body:first], words[first], label):
            yield first


def _is_apart(columns: Columns, body: int, first: int, last: int) -> bool:
    """Whether the model parts the person from the body, or takes the body for a country and the person for nothing."""
    if not _is_named(columns, first, last + 1):
        return class_of_known(" ".join(columns.words[body:first])) == "Country"
    apart = any((first, last + 1, "PERSON") == name for name in columns.names)
    return apart and any(body <= end <= first and label in _BODIES for _, end, label in columns.names)


def _label(columns: Columns, body: int, last: int) -> str:
    """What the model takes all for."""
    labels = (label for start, end, label in columns.names if body - 1 <= start <= body and end == last + 1)
    return next(labels, "")


def _is_told(body: list[str], following: str, label: str) -> bool:
    """Whether words are those of a body and no person's, before a word that may be a person's first name."""
    given, suffixes = load_words().gender, load_words().suffixes
    if label not in ("PERSON", "ORG") or any(word.lower() in given for word in body):
        return False
    named = following.lower() in given
    if class_of_known(" ".join(body)) in ORGANIZATIONS | PLACES and (named or label == "PERSON"):
        return True
    return named and (len(body) == 1 or suffixes.get(body[-1].lower()) in ORGANIZATIONS)


def _is_title(word: str) -> bool:
    titles, lower = load_titles(), word.lower()
    return lower in titles.before or lower in titles.civil or lower in titles.posts or lower in titles.occupations


def _hang(columns: Columns, body: int, person: int, last: int, post: int) -> None:
    heads, deps = columns.heads, columns.deps
    before, own = heads[last], person - 1
    for token in range(before + 1, last):
        inside = body <= heads[token] < person if token < person else person <= heads[token] < last
        if not inside:
            heads[token] = own if token < person else last
    heads[own], deps[own] = before, "pobj"
    heads[last], deps[last] = post, "appos"


def _apposed(columns: Columns, start: int, end: int) -> int:
    """Where, in a name of the model, the person begins whom the parser hangs on the post, not on the body."""
    heads, deps = columns.heads, columns.deps
    if deps[end - 1] != "appos" or heads[end - 1] >= start or not _is_post(columns, heads[end - 1]):
        return -1
    for token in range(start, end - 1):
        if deps[token] == "pobj" and heads[heads[token]] == heads[end - 1]:
            return token + 1
    return -1


def _is_named(columns: Columns, start: int, end: int) -> bool:
    """Whether the model takes any of some words for a name or a part of one."""
    return any(first < end and start < last for first, last, _ in columns.names)


def _name_apposed(columns: Columns) -> None:
    """Name the persons between commas behind a post that the model overlooks: "the group's spokesman, Akbar Noor,"."""
    words, heads, deps = columns.words, columns.heads, columns.deps
    for last, dep in enumerate(deps[:-1]):
        if (
            dep != "appos"
            or words[last + 1] != ","
            or columns.tags[last] != "NNP"
            or not _is_post(columns, heads[last])
        ):
            continue
        first = last
        while heads[first - 1] == last and columns.tags[first - 1] == "NNP" and deps[first - 1] == "compound":
            first -= 1
        if first < last and words[first - 1] == "," and not _is_named(columns, first, last + 1):
            columns.names.append((first, last + 1, "PERSON"))
    columns.names.sort()


def _part(columns: Columns, person: int, end: int) -> None:
    """Part the name of the model that holds a body and a person."""
    for place, (start, stop, _) in enumerate(columns.names):
        if start < person < stop:
            body = [word for word in columns.words[start:person] if word != "the"]
            known = class_of_known(" ".join(body)) in PLACES
            columns.names[place : place + 1] = [(start, person, "GPE" if known else "ORG"), (person, stop, "PERSON")]
            return
    if not _is_named(columns, person, end):
        columns.names.append((person, end, "PERSON"))
        columns.names.sort()
