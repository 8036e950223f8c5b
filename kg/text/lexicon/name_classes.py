"""The class of a name: from word lists first, then from the evidence that a document gives."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.names import ENDINGS, FIRST_NAMES, KNOWN_NAMES, OPENINGS, SURNAMES, WORDNET_NAMES
from kg.text.lexicon.nouns import NOUN_CLASSES, ORGANIZATIONS, PLACES, class_group, class_of_noun
from kg.text.lexicon.places import is_nation, load_places, place_class
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.tables import words as listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FULL: Final = 2
"""How many words a plain person's name has: a first name and a surname."""
_SURE: Final = 3
"""How many votes of the model's labels and the context the last word of a name outweighs."""
_CAPITALS: Final = 4
"""How many letters an acronym may have that is not to be read as a name in capitals."""
_NOUN_WEIGHT: Final = 4
"""How many votes of labels one vote of a noun outweighs that says what a name is."""
_ROMAN: Final = frozenset("IVXL")
_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")
_CALL_SIGN: Final = re.compile(r"[KW][A-Z]{2,3}")
"""The call sign of an American station."""

_FORMS: Final = word_lists("words/names/forms")
_PARTS: Final = word_lists("words/names/parts")
_US_STATES: Final = listed("words/places", "cities_before_states")
_CENTERS: Final = frozenset({"Center", "Centre"})
_GENERAL: Final = frozenset({"Organization", "Place", "Event"})
_OF_STATES: Final = frozenset({"Organization", "GovernmentAgency", "Company", "Program"})
"""Classes of names that after "UN" name an organization of states."""
_NOUN_FIRST: Final = frozenset({"MediaOrganization", "PoliticalParty", "ArmedGroup"})
"""What nouns beside a name say of an organization better than its own last word does."""
_LISTED_ONLY: Final = frozenset({"Person", "People", "Role", "Topic", "Award", "Event", "Withdrawal"})
"""Classes that the last word of a name gives only where a list says so: "Mission", "King"."""


@lru_cache(maxsize=1 << 16)
def class_of_known(name: str) -> str:
    """The class of a well-known name, "" for one that is in no list.

    >>> class_of_known("NATO"), class_of_known("Lisbon"), class_of_known("Sumatra"), class_of_known("Zzyzx")
    ('InternationalOrganization', 'City', 'GeographicFeature', '')
    """
    name = name.replace(" - ", "-").replace(" '", "'") if " - " in name or " '" in name else name
    name = name.replace("rganisation", "rganization") if "rganisation" in name else name
    if len(name) > _CAPITALS and name.isupper() and place_class(name.title()):
        return place_class(name.title())  # "HELSINKI" in a dateline
    return KNOWN_NAMES.get(name) or place_class(name) or WORDNET_NAMES.get(name, "")


def class_of_name(words: tuple[str, ...], votes: Mapping[str, float], nouns: Mapping[str, float] | None = None) -> str:
    """The class of a name of these words, with the votes that its mentions in the document give to classes.

    `nouns` are the votes of nouns that say what the name is: "X, a browser", "the X spacecraft".

    >>> class_of_name(("Betty", "Smith", "Hospital"), {"Person": 2})
    'Facility'
    >>> class_of_name(("Smith",), {"Person": 4, "Organization": 2})
    'Person'
    >>> class_of_name(("Zzyzx",), {"Organization": 2}, {"Product": 3})
    'Product'
    """
    name, single = " ".join(words), len(words) == 1
    person = votes.get("Person", 0) + (2 if not single and words[0].lower() in FIRST_NAMES else 0)
    organization, place = votes.get("Organization", 0), votes.get("City", 0) + votes.get("Place", 0)
    cls = _known(name, words, person, max(organization, place), place)
    cls = cls or (_by_form(words) if person <= _SURE else "")
    cls = cls or _by_nouns(words, votes, nouns, person) or _by_surname(words, votes, organization + place)
    cls = cls or _by_words(words, votes, person)
    if cls:
        return cls
    if name in load_places().towns and place + votes.get("People", 0) > max(organization, person):
        return "City"
    if len(words) == 2 and words[0] in _PARTS["sides"] and place + votes.get("People", 0) > max(organization, person):
        return "City" if place_class(words[1]) == "City" else "Region"
    if person < _SURE and (_is_model(words[-1]) or (not single and _is_version(words))):
        return "Event" if _YEAR.fullmatch(words[-1]) and not votes.get("Product") else "Product"
    if organization and (_CALL_SIGN.fullmatch(words[0]) or "TV" in words or name.endswith("-TV")):
        return "MediaOrganization"
    return _best(votes, person + _is_full(words))


def _is_full(words: tuple[str, ...]) -> bool:
    """Whether a name is a first name and no place's or organization's: not "Adelaide Oval", "RAF Benson"."""
    if len(words) != _FULL or words[0].isupper() or words[0].lower() not in FIRST_NAMES:
        return False
    last = words[1].lower()
    plain = last in SURNAMES or class_of_noun(last) not in PLACES | ORGANIZATIONS
    return plain and class_of_known(words[0]) not in PLACES


def _known(name: str, words: tuple[str, ...], person: float, others: float, place: float) -> str:
    """The class of a well-known name, "" for another, "Person" where a person must be meant who is called so."""
    known = class_of_known(name) or (class_of_known(name[:-1]) if name.endswith("s") else "")
    for start in (1, 2) if not known else ():  # "British Red Cross", "United States Federal Reserve"
        if len(words) > start + 1 and not known and is_nation(" ".join(words[:start])):
            known = KNOWN_NAMES.get(" ".join(words[start:]), "")
    if not known:  # "the Government"
        return class_of_noun(name.lower()) if name.istitle() and name.lower() in _PARTS["government_nouns"] else ""
    if name in load_places().ambiguous and person > max(others, _SURE):
        return "Person"
    if known in PLACES | {"Topic"} and len(words) == 1 and person > max(_SURE, 2 * place):
        return "Person"
    return known


def completed_words(words: tuple[str, ...]) -> Iterator[str]:
    """The words of a name that "of" or "for" completes, which say what it is.

    >>> list(completed_words(("bureau", "of", "fisheries")))
    ['bureau']
    """
    return (word for word, following in pairwise(words) if following in ("of", "for"))


def _by_form(words: tuple[str, ...]) -> str:
    """The class that the words of a name give together where no single one does: "Bank of Chile", "Section 12"."""
    if len(words) < 2:
        return ""
    return _by_first_and_other(words) or _by_head_and_other(words) or _by_last_and_other(words)


def _by_first_and_other(words: tuple[str, ...]) -> str:
    """The class that the first words give, with a number or the name of a country after them."""
    first = words[0].lower()
    if first in _FORMS["articles"] and (words[-1][0].isdigit() or _ROMAN.issuperset(words[-1])):
        return "Law"
    if first == "bank" and words[1] == "of" and " ".join(words[2:]) in load_places().countries:
        return "GovernmentAgency"  # its central bank
    return "MilitaryBase" if " ".join(words[:2]).lower() in _FORMS["bases"] else ""


def _by_head_and_other(words: tuple[str, ...]) -> str:
    """The class of an organization whose members are states, or of a committee of a parliament."""
    first = words[0].lower()
    head = next(completed_words(words[:-1]), words[-1]).lower()
    if first in _FORMS["worlds"] and head in _FORMS["of_states"]:
        return "InternationalOrganization"
    if head == "academy" and words[-1].lower() in _FORMS["learned"]:
        return "Organization"
    united = first in _FORMS["united"] or words[:2] == ("United", "Nations")
    if united and (head in _FORMS["of_states"] or ENDINGS.get(head) in _OF_STATES):
        return "InternationalOrganization"
    return "GovernmentAgency" if head in _FORMS["committees"] and _has(words, "parliamentary") else ""


def _by_last_and_other(words: tuple[str, ...]) -> str:
    last, before = words[-1].lower(), " ".join(words[:-1])
    places = load_places()
    if last == "state" and places.regions.get(before) == "United States" and before not in _US_STATES:
        return "EducationalOrganization"
    if last in _FORMS["fronts"] and _has(words, "liberating"):
        return "ArmedGroup"
    if last in _FORMS["unions"] and _has(words, "partisan"):
        return "PoliticalParty"
    placed = before in places.cities or before in places.towns or before in places.regions
    return "MediaOrganization" if last in _FORMS["papers"] and placed else ""


def _has(words: tuple[str, ...], key: str) -> bool:
    return any(word.lower() in _FORMS[key] for word in words[:-1])


def _by_nouns(
    words: tuple[str, ...], votes: Mapping[str, float], nouns: Mapping[str, float] | None, person: float
) -> str:
    """The class that nouns beside a name say it has, unless more speaks against it."""
    best = max(sorted(nouns), key=lambda cls: nouns[cls]) if nouns else ""
    if not nouns or nouns[best] * _NOUN_WEIGHT < _against(best, votes, person):
        return ""
    own = _by_last_word(words, votes.get("Organization", 0))
    if nouns[best] >= _SURE and best in _NOUN_FIRST:
        return best  # "the journal Nature Communications"
    return own if own and (nouns[best] < _SURE or class_group(own) == class_group(best)) else best


def _against(cls: str, votes: Mapping[str, float], person: float) -> float:
    """The votes for classes of other kinds than `cls`."""
    group = class_group(cls)
    others = sum(weight for other, weight in votes.items() if class_group(other) != group and other != "Person")
    return others + (3 * person if person > _SURE else person)


def _by_surname(words: tuple[str, ...], votes: Mapping[str, float], others: float) -> str:
    """The class Person for a first name and a surname that is a noun as well: "Anna Hall"."""
    if len(words) < 2 or words[-1].lower() not in SURNAMES:
        return ""
    return "Person" if votes.get("Person", 0) > others and words[0].lower() in FIRST_NAMES else ""


def _by_words(words: tuple[str, ...], votes: Mapping[str, float], person: float) -> str:
    """The class that the words of a name give by themselves, "" where a person's name is likelier."""
    single, organization = len(words) == 1, votes.get("Organization", 0)
    unlike = person >= _SURE + (0 if single else 2) and person > organization
    if votes.get("Work", 0) > max(person, _SURE - single):
        return "Work"
    if len(words) == 2 and KNOWN_NAMES.get(words[0]) == "Product":
        return "Product"  # "Kindle Fire" is no fire
    cls = "" if unlike else _by_last_word(words, organization)
    return cls or _by_first_words(words) or ("" if unlike else _by_noun(words, person))


def _head(words: tuple[str, ...]) -> int:
    """The place of the word that says what a name is of: the one before "of", else the last that is no number."""
    for place in range(1, len(words) - 1):
        if words[place] in _PARTS["prepositions"] and words[place - 1].lower() not in ("the", "and"):
            return place - 1
    last = len(words) - 1
    while last > 0 and (words[last].isdigit() or words[last] in _PARTS["numerals"]):
        last -= 1
    return last


def _by_last_word(words: tuple[str, ...], organization: float) -> str:
    """The class of a name by its head ("Acme Airlines"); a single word must be an organization's or a team's."""
    presidential = words[-1] == "Administration" and len(words) == 2 and words[0].lower() not in NOUN_CLASSES
    if words[-1] == "administration" or presidential:
        return "Government"  # in lower case or after a surname it is a president's, not an agency
    if len(words) > 2 and words[-2] in _PARTS["versus"]:
        return "Trial"
    head = _head(words)
    if len(words) > 1:
        pair = f"{words[head - 1]}_{words[head]}".lower() if head else ""
        cls = NOUN_CLASSES.get(pair) or ENDINGS.get(words[head].lower(), "") if head else ""
        return "Organization" if cls == "Facility" and words[head + 1 :] and words[head] in _CENTERS else cls
    cls = ENDINGS.get(words[0].lower(), "")
    return cls if cls == "GovernmentAgency" or (cls == "SportsTeam" and organization > 0) else ""


def _by_noun(words: tuple[str, ...], person: float) -> str:
    """The class of the common noun that heads a longer name: "Spitzer Space Telescope"."""
    head = _head(words)
    if not head or "-" in words or not words[head - 1][0].isupper():
        return ""
    noun = words[head].lower()
    plain = noun in NOUN_CLASSES and noun not in SURNAMES  # what ends in it is no person: "Hobbs Market"
    if person and len(words) < 3 and (words[0].lower() in FIRST_NAMES or not plain):
        return ""
    cls = class_of_noun(noun, words[head - 1].lower())
    return "" if cls in _LISTED_ONLY else cls


def _by_first_words(words: tuple[str, ...]) -> str:
    """The class that the opening of a name gives: "Mount …", "Bank of …"; a single word may be a people's name."""
    if len(words) == 1:
        peoples = load_places().peoples
        return "People" if words[0] in peoples or words[0].removesuffix("s") in peoples else ""
    opening = OPENINGS.get(words[0].lower(), "")
    if not opening and len(words) > 2 and words[1].lower() in ("of", "for"):
        return ENDINGS.get(words[0].lower(), "")
    return opening


def _is_version(words: tuple[str, ...]) -> bool:
    """Whether a name of several words ends in a number or opens or ends with a well-known product's name."""
    if words[-1].replace(".", "").isdigit():
        return True
    starts = (" ".join(words[:end]) for end in range(1, len(words)))
    return any(KNOWN_NAMES.get(part) == "Product" for part in (words[-1], *starts))


def _is_model(word: str) -> bool:
    """Whether a word looks like the name of a model or version: letters, then digits ("A380", "Luna-9", "PX-22b")."""
    plain = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    letters = (plain if plain[-1:].isdigit() else word).rstrip("0123456789")
    hyphen = letters.endswith("-") and letters[:-1].isalpha() and len(letters) < len(word)
    return hyphen or (0 < len(letters) < 4 and len(letters) < len(word) and letters.replace("-", "").isalpha())


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
