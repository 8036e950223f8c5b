"""Names that every reader knows, first names, and what words of a name say of its class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import table, word_labels, words

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN_NAMES: Final = word_labels("words/names/organizations")
"""The class of each well-known name of an organization, a place, a product, a work or a person, as it is written."""

WORDNET_NAMES: Final = word_labels("words/names/gazetteer")
"""The same of the names in WordNet."""

OPENINGS: Final = word_labels("words/names/openings")
"""The class that the first word of a longer name says it has, in lower case."""

ENDINGS: Final = word_labels("words/names/endings")
"""The class that the last word of a longer name says it has, in lower case."""

SURNAMES: Final = words("words/names/parts", "surnames")
"""Nouns that are also common surnames, in lower case."""

PARTIES: Final[Mapping[str, str]] = {
    word.replace("_", " "): party
    for party, listed in table("words/parties")["names"].items()
    for word in listed.split()
}
"""The name of a party by each word that stands for it, its members or what is its own, all in lower case."""


FIRST_NAMES: Final[Mapping[str, str]] = {
    word.lower(): gender.removeprefix("either")
    for name in ("words/names/first_names_world", "words/names/first_names")
    for gender in ("either", "male", "female")
    for word in words(name, gender)
}
"""Each first name, in lower case, with "male", "female", or "" where both bear it."""
