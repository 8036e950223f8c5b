"""What the words of a name tell of its class together, where no single one does: "Bank of Chile", "Section 12"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.lexicon.words import load_forms, load_places, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["class_by_form", "completed_words"]

_ROMAN = frozenset("IVXL")
_STATES = frozenset({"New York", "Washington"})
"""States of the United States whose name before "State" means the state, not its university."""


def completed_words(words: tuple[str, ...]) -> Iterator[str]:
    """The words of a name that "of" or "for" completes, which say what it is.

    >>> list(completed_words(("bureau", "of", "fisheries")))
    ['bureau']
    """
    return (word for word, following in pairwise(words) if following in ("of", "for"))


def class_by_form(words: tuple[str, ...]) -> str:
    """The class that the words of a name tell together, "" where they tell none.

    >>> class_by_form(("Section", "12")), class_by_form(("Bank", "of", "Chile")), class_by_form(("Kansas", "State"))
    ('Law', 'GovernmentAgency', 'EducationalOrganization')
    >>> class_by_form(("Senate", "Fisheries", "Committee")), class_by_form(("Section", "House"))
    ('GovernmentAgency', '')
    """
    if len(words) < 2:
        return ""
    return _by_opening(words) or _by_head(words) or _by_ending(words)


def _by_opening(words: tuple[str, ...]) -> str:
    """The class that the first words tell, with a number or the name of a country after them."""
    forms, first = load_forms(), words[0].lower()
    if first in forms.articles and _is_number(words[-1]):
        return "Law"
    if first == "bank" and words[1] == "of" and " ".join(words[2:]) in load_places().countries:
        return "GovernmentAgency"  # its central bank
    return "MilitaryBase" if " ".join(words[:2]).lower() in forms.bases else ""


def _by_head(words: tuple[str, ...]) -> str:
    """The class of a body whose members are states, or of a committee of a parliament."""
    forms, first = load_forms(), words[0].lower()
    head = next(completed_words(words[:-1]), words[-1]).lower()
    if first in forms.worlds and head in forms.bodies_of_states:
        return "InternationalOrganization"
    if head == "academy" and words[-1].lower() in forms.learned:
        return "Organization"
    united = first in forms.united or words[:2] == ("United", "Nations")
    if united and (head in forms.bodies_of_states or load_words().suffixes.get(head) in _BODIES):
        return "InternationalOrganization"
    return "GovernmentAgency" if head in forms.committees and _has(words, forms.parliamentary) else ""


def _by_ending(words: tuple[str, ...]) -> str:
    """The class that the last word tells together with one before it."""
    forms, last = load_forms(), words[-1].lower()
    if last == "state" and _is_american(" ".join(words[:-1])):
        return "EducationalOrganization"
    if last in forms.fronts and _has(words, forms.liberating):
        return "ArmedGroup"
    if last in forms.unions and _has(words, forms.partisan):
        return "PoliticalParty"
    return "MediaOrganization" if last in forms.papers and _is_place(" ".join(words[:-1])) else ""


def _has(words: tuple[str, ...], some: frozenset[str]) -> bool:
    return any(word.lower() in some for word in words[:-1])


_BODIES = frozenset({"Organization", "GovernmentAgency", "Company", "Program"})


def _is_number(word: str) -> bool:
    return word[0].isdigit() or set(word) <= _ROMAN


@cache
def _american() -> frozenset[str]:
    return frozenset(name for name, country in load_places().regions.items() if country == "United States")


def _is_american(name: str) -> bool:
    return name in _american() and name not in _STATES


def _is_place(name: str) -> bool:
    places = load_places()
    return name in places.cities or name in places.towns or name in places.regions
