"""Common nouns: their singular and the class of the entity that each names; groups of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.ontology import CLASSES, is_a
from kg.text.lexicon.tables import word_labels, words

if TYPE_CHECKING:
    from collections.abc import Mapping


def _classes_below(top: str) -> frozenset[str]:
    return frozenset(cls for cls in CLASSES if is_a(cls, top))


ORGANIZATIONS: Final = _classes_below("Organization")
PLACES: Final = _classes_below("Place")
EVENTS: Final = _classes_below("Event")

NOUN_CLASSES: Final[Mapping[str, str]] = {**word_labels("words/nouns/wordnet"), **word_labels("words/nouns/news")}
"""The class of each noun, in lower case; of two words joined by "_" as well."""

_PERSON_ENDINGS: Final = tuple(words("words/nouns/endings", "persons"))


def singular(word: str) -> str:
    """The singular of a noun in lower case by its ending alone.

    >>> singular("businessmen"), singular("deputies"), singular("guides"), singular("boss")
    ('businessman', 'deputy', 'guide', 'boss')
    """
    if word.endswith("men"):
        return f"{word[:-3]}man"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def class_of_noun(lemma: str, before: str = "", *, plural: bool = False) -> str:
    """The class that a noun with the word `before` it suggests; persons in the plural are People.

    >>> class_of_noun("conference", "press"), class_of_noun("official", plural=True), class_of_noun("idea")
    ('PressConference', 'People', 'Topic')
    """
    cls = NOUN_CLASSES.get(f"{before}_{lemma}") if before else None
    cls = cls or NOUN_CLASSES.get(lemma) or _by_parts(lemma)
    return "People" if cls == "Person" and plural else cls


def _by_parts(lemma: str) -> str:
    """The class of a noun that is in no list, from its last part: "ex-minister", "policymaker"."""
    if "-" in lemma:
        return NOUN_CLASSES.get(lemma.rsplit("-", 1)[1], "Topic")
    return "Person" if len(lemma) > 5 and lemma.endswith(_PERSON_ENDINGS) else "Topic"


def class_group(cls: str) -> str:
    """The broad kind of a class: Person, People, organization, place, event, else the class itself.

    >>> class_group("Company"), class_group("City"), class_group("Attack"), class_group("Law")
    ('organization', 'place', 'event', 'Law')
    """
    if cls in ORGANIZATIONS:
        return "organization"
    if cls in PLACES:
        return "place"
    return "event" if cls in EVENTS else cls
