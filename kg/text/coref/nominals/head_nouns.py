"""What a noun can mean that the text has spoken of: its synonyms, the classes of named entities, the heads of names."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.text.lexicon.name_classes import completed_words
from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["classes_of_names", "head_of_name", "heads_of_name", "synonyms"]


@lru_cache(maxsize=1 << 14)
def synonyms(noun: str) -> frozenset[str]:
    """The synonyms of a noun and more general words, by which a text takes it up again.

    >>> "vessel" in synonyms("ferry"), synonyms("zzyzx")
    (True, frozenset())
    """
    return frozenset(word for source in table("words/coref/synonyms").values() for word in source.get(noun, "").split())


@cache
def classes_of_names() -> Mapping[str, frozenset[str]]:
    """The classes of the named entities that a noun may take up ("the agency"), by the noun."""
    name = "words/coref/nominals"
    return {noun: words(name, "classes", noun) for noun in table(name)["classes"]}


def head_of_name(name: tuple[str, ...]) -> str:
    """The word of a name that says what it is: the one before "of" or "for", else the last.

    >>> head_of_name(("bureau", "of", "fisheries")), head_of_name(("palm", "hotel"))
    ('bureau', 'hotel')
    """
    return next(completed_words(name), name[-1])


def heads_of_name(name: tuple[str, ...], *, akin: bool) -> set[str]:
    """The words of a name that may say what it is: "bureau" and "tavel" of "Bureau of Tavel".

    The first does so only for a noun for something akin: "the state" is no "State Emergency Service".
    """
    return {name[-1], *completed_words(name), *(name[:1] if akin else ())}
