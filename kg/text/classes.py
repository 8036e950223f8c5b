"""The class of a name or a noun: word lists first, then the evidence that a document gives."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.words import load_openings, load_places, load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "EVENTS",
    "ORGANIZATIONS",
    "PLACES",
    "class_group",
    "class_of_known",
    "class_of_name",
    "class_of_noun",
    "place_class",
]

ORGANIZATIONS = frozenset(
    [
        "Organization",
        "Government",
        "GovernmentAgency",
        "Military",
        "ArmedGroup",
        "PoliticalParty",
        "MediaOrganization",
        "Company",
        "InternationalOrganization",
        "EducationalOrganization",
        "SportsTeam",
    ]
)
PLACES = frozenset(["Place", "Country", "Region", "City", "Facility", "MilitaryBase", "GeographicFeature"])
EVENTS = frozenset(
    [
        "Event",
        "Meeting",
        "PressConference",
        "Election",
        "Attack",
        "Conflict",
        "Disaster",
        "Competition",
        "Trial",
        "Visit",
        "Withdrawal",
    ]
)

_SURE = 3
"""How many votes of the model's labels and the context the last word of a name outweighs."""


def class_of_known(name: str) -> str:
    """The class of a well-known name, "" for one that no list holds.

    >>> class_of_known("NATO"), class_of_known("Lisbon"), class_of_known("Zzyzx")
    ('InternationalOrganization', 'City', '')
    """
    listed = load_words().names.get(name)
    return listed or place_class(name)


def place_class(name: str) -> str:
    """The class of a place that the gazetteers hold, else "".

    >>> place_class("U.K."), place_class("Ohio"), place_class("Lisbon")
    ('Country', 'Region', 'City')
    """
    places = load_places()
    if name in places.countries:
        return "Country"
    if name in places.cities:
        return "City"
    if name in places.abbreviated:
        return "City" if places.abbreviated[name] in places.cities else "Region"
    if name in places.regions or name in places.demonyms.values():
        return "Region"
    listed = load_words().names.get(name, "")
    return listed if listed in PLACES else ""


def class_of_noun(lemma: str, before: str = "", *, plural: bool = False) -> str:
    """The class that a noun with the word `before` it suggests; persons in the plural are People.

    >>> class_of_noun("conference", "press"), class_of_noun("official", plural=True), class_of_noun("idea")
    ('PressConference', 'People', 'Topic')
    """
    nouns = load_words().nouns
    cls = nouns.get(f"{before}_{lemma}") if before else None
    cls = cls or nouns.get(lemma) or _by_parts(lemma)
    return "People" if cls == "Person" and plural else cls


def _by_parts(lemma: str) -> str:
    """The class of a noun that no list holds, from its last part: "ex-minister", "policymaker"."""
    nouns = load_words().nouns
    if "-" in lemma:
        return nouns.get(lemma.rsplit("-", 1)[1], "Topic")
    if len(lemma) > 5 and lemma.endswith(("man", "woman", "maker", "ologist", "holder", "goer")):
        return "Person"
    return "Topic"


def class_of_name(words: tuple[str, ...], votes: Mapping[str, float]) -> str:
    """The class of a name of these words, with the votes that its mentions in the document give to classes.

    >>> class_of_name(("Betty", "Smith", "Hospital"), {"Person": 2})
    'Facility'
    >>> class_of_name(("Smith",), {"Person": 4, "Organization": 2})
    'Person'
    """
    name, single = " ".join(words), len(words) == 1
    person = votes.get("Person", 0) + (2 if not single and words[0].lower() in load_words().gender else 0)
    organization, place = votes.get("Organization", 0), votes.get("City", 0) + votes.get("Place", 0)
    known = class_of_known(name)
    if known and not (person > max(organization, place, _SURE) and name in load_places().ambiguous):
        return "Person" if known in PLACES and person > max(_SURE, 2 * place) else known
    unlike = person >= _SURE + (0 if single else 2) and person > organization
    if votes.get("Work", 0) > max(person, _SURE - single):
        shape = "Work"
    else:
        shape = "" if unlike else _by_last_word(words, organization)
    shape = shape or _by_first_words(words)
    if shape:
        return shape
    if name in load_places().towns and place + votes.get("People", 0) > max(organization, person):
        return "City"
    if person < _SURE and (_is_model(words[-1]) or (not single and _is_version(words))):
        return "Event" if _is_year(words[-1]) and not votes.get("Product") else "Product"
    if organization and (_is_call_sign(words[0]) or "TV" in words or name.endswith("-TV")):
        return "MediaOrganization"
    return _best(votes, person)


def _by_last_word(words: tuple[str, ...], organization: float) -> str:
    """The class that the last word of a name tells: "Acme Airlines"; a single word must be a body's or a team's."""
    if words[-1] == "administration":
        return "Government"  # in lower case it is a president's, not an agency
    suffix = load_words().suffixes.get(words[-1].lower(), "")
    if len(words) > 1 or suffix == "GovernmentAgency" or (suffix == "SportsTeam" and organization > 0):
        return suffix
    return ""


def _by_first_words(words: tuple[str, ...]) -> str:
    """The class that the opening of a name tells: "Mount …", "Bank of …"; a single word may be a people's name."""
    if len(words) == 1:
        peoples = load_places().peoples
        return "People" if words[0] in peoples or words[0].removesuffix("s") in peoples else ""
    opening = load_openings().get(words[0].lower(), "")
    if not opening and len(words) > 2:
        for before, word in pairwise(words):  # "Varna Academy of Music"
            if word.lower() in ("of", "for"):
                cls = load_words().suffixes.get(before.lower(), "")
                return cls if before == words[0] or cls in ORGANIZATIONS else ""
    return opening


def _is_version(words: tuple[str, ...]) -> bool:
    """Whether a name of several words ends in a number or opens or ends with a well-known product's name."""
    if words[-1].replace(".", "").isdigit():
        return True
    names = load_words().names
    return names.get(words[-1]) == "Product" or any(
        names.get(" ".join(words[:end])) == "Product" for end in range(1, len(words))
    )


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20")


def _is_model(word: str) -> bool:
    """Whether a word looks like the name of a model or version: letters, then digits ("A380", "f-16")."""
    letters = word.rstrip("0123456789")
    return 0 < len(letters.strip("-")) < 4 and len(letters) < len(word) and letters.replace("-", "").isalpha()


def _is_call_sign(word: str) -> bool:
    """Whether a word looks like the call sign of an American station: three or four letters from K or W."""
    return word.isupper() and word.isalpha() and 3 <= len(word) <= 4 and word[0] in "KW"


def _best(votes: Mapping[str, float], person: float) -> str:
    """The class with most votes within the broad kind that has most; a general class yields to a special one."""
    kinds: dict[str, float] = {}
    ranked = {**votes, "Person": person}
    for cls, weight in sorted(ranked.items()):
        kind = class_group(cls)
        kinds[kind] = kinds.get(kind, 0) + weight
    best = max(kinds, key=lambda kind: kinds[kind])
    if kinds[best] <= 0:
        return "Topic"
    inside = {cls: weight for cls, weight in sorted(ranked.items()) if class_group(cls) == best and weight > 0}
    special = {cls: weight for cls, weight in inside.items() if cls not in _GENERAL}
    if best == "place" and "City" in inside and not special.keys() - {"City"}:
        return "City"
    chosen = special or inside
    return max(chosen, key=lambda cls: chosen[cls])


_GENERAL = frozenset({"Organization", "Place", "Event"})


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
