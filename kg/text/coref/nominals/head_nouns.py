"""What a noun can mean that the text has spoken of: its synonyms, the classes of named entities, the heads of names."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["classes_of_names", "synonyms"]


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
