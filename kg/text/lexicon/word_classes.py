"""The class of a name or a noun: word lists first, then the evidence that a document gives."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.text.lexicon.name_forms import class_by_form
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_gazetteer, load_openings, load_places, load_words

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

_FULL = 2
"""How many words a plain person's name has: a first name and a surname."""

_SURE = 3
"""How many votes of the model's labels and the context the last word of a name outweighs."""

_TOLD_BETTER = frozenset({"MediaOrganization", "PoliticalParty", "ArmedGroup"})
"""What nouns beside a name say of a body better than its own last word does."""

_CAPITALS = 4
"""How many letters an acronym may have that is not to be read as a name in capitals."""

_TOLD = 4
"""How many votes of labels one vote of a noun outweighs that says what a name is."""

_OF = frozenset({"of", "for", "on", "at", "in", "de", "du", "del", "della", "des", "di"})
_GENERAL = frozenset({"Organization", "Place", "Event"})
_LISTS = word_lists("words/names")
_NUMERALS = word_lists("words/names/parts")["numerals"]
_PARTS = _LISTS["sides"]
_CAPITAL_BODIES = _LISTS["capital_bodies"]
_CENTERS = frozenset({"Center", "Centre"})
_UNTELLING = frozenset({"Person", "People", "Role", "Topic", "Award", "Event", "Withdrawal"})
"""Classes that the last word of a name tells only where a list says so: "Mission", "King"."""


@lru_cache(maxsize=1 << 16)
def class_of_known(name: str) -> str:
    """The class of a well-known name, "" for one that no list holds.

    >>> class_of_known("NATO"), class_of_known("Lisbon"), class_of_known("Sumatra"), class_of_known("Zzyzx")
    ('InternationalOrganization', 'City', 'GeographicFeature', '')
    """
    name = name.replace(" - ", "-").replace(" '", "'") if " - " in name or " '" in name else name
    name = name.replace("rganisation", "rganization") if "rganisation" in name else name
    if len(name) > _CAPITALS and name.isupper() and place_class(name.title()):
        return place_class(name.title())  # "HELSINKI" in a dateline
    listed = load_words().names.get(name)
    return listed or place_class(name) or load_gazetteer().get(name, "")


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


def class_of_name(words: tuple[str, ...], votes: Mapping[str, float], told: Mapping[str, float] | None = None) -> str:
    """The class of a name of these words, with the votes that its mentions in the document give to classes.

    `told` are the votes of nouns that say what the name is: "X, a browser", "the X spacecraft".

    >>> class_of_name(("Betty", "Smith", "Hospital"), {"Person": 2})
    'Facility'
    >>> class_of_name(("Smith",), {"Person": 4, "Organization": 2})
    'Person'
    >>> class_of_name(("Zzyzx",), {"Organization": 2}, {"Product": 3})
    'Product'
    """
    name, single = " ".join(words), len(words) == 1
    person = votes.get("Person", 0) + (2 if not single and words[0].lower() in load_words().gender else 0)
    organization, place = votes.get("Organization", 0), votes.get("City", 0) + votes.get("Place", 0)
    cls = _known(name, words, person, max(organization, place), place)
    cls = cls or (class_by_form(words) if person <= _SURE else "")
    cls = cls or _by_told(words, votes, told, person) or _by_surname(words, votes, organization + place)
    cls = cls or _by_shape(words, votes, person)
    if cls:
        return cls
    if name in load_places().towns and place + votes.get("People", 0) > max(organization, person):
        return "City"
    if len(words) == 2 and words[0] in _PARTS and place + votes.get("People", 0) > max(organization, person):
        return "City" if place_class(words[1]) == "City" else "Region"
    if person < _SURE and (_is_model(words[-1]) or (not single and _is_version(words))):
        return "Event" if _is_year(words[-1]) and not votes.get("Product") else "Product"
    if organization and (_is_call_sign(words[0]) or "TV" in words or name.endswith("-TV")):
        return "MediaOrganization"
    return _best(votes, person + _is_full(words))


def _is_full(words: tuple[str, ...]) -> bool:
    """Whether a name is a first name and what is no place or body by itself: not "Adelaide Oval", "RAF Benson"."""
    if len(words) != _FULL or words[0].isupper() or words[0].lower() not in load_words().gender:
        return False
    last = words[1].lower()
    plain = last in word_lists("words/names/parts")["surnames"] or class_of_noun(last) not in PLACES | ORGANIZATIONS
    return plain and class_of_known(words[0]) not in PLACES


def _by_told(
    words: tuple[str, ...], votes: Mapping[str, float], told: Mapping[str, float] | None, person: float
) -> str:
    """The class that nouns beside a name say it has, unless more speaks against it."""
    best = max(sorted(told), key=lambda cls: told[cls]) if told else ""
    if not told or told[best] * _TOLD < _against(best, votes, person):
        return ""
    shape = _by_last_word(words, votes.get("Organization", 0))
    if told[best] >= _SURE and best in _TOLD_BETTER:
        return best  # "the journal Nature Communications"
    return shape if shape and (told[best] < _SURE or class_group(shape) == class_group(best)) else best


def _by_surname(words: tuple[str, ...], votes: Mapping[str, float], others: float) -> str:
    """The class Person for a first name and a surname that is a noun as well: "Anna Hall"."""
    if len(words) < 2 or words[-1].lower() not in word_lists("words/names/parts")["surnames"]:
        return ""
    return "Person" if votes.get("Person", 0) > others and words[0].lower() in load_words().gender else ""


def _by_shape(words: tuple[str, ...], votes: Mapping[str, float], person: float) -> str:
    """The class that the words of a name tell by themselves, "" where a person's name is likelier."""
    single, organization = len(words) == 1, votes.get("Organization", 0)
    unlike = person >= _SURE + (0 if single else 2) and person > organization
    if votes.get("Work", 0) > max(person, _SURE - single):
        return "Work"
    if len(words) == 2 and load_words().names.get(words[0]) == "Product":
        return "Product"  # "Kindle Fire" is no fire
    shape = "" if unlike else _by_last_word(words, organization)
    shape = shape or _by_first_words(words) or ("" if unlike else _by_noun(words, person))
    return shape or ("Product" if _is_made(words) and not person else "")


def _known(name: str, words: tuple[str, ...], person: float, others: float, place: float) -> str:
    """The class of a well-known name, "" for another, "Person" where a person must be meant who is called so."""
    known = class_of_known(name) or (class_of_known(name[:-1]) if name.endswith("s") else "")
    for start in (1, 2) if not known else ():  # "British Red Cross", "United States Federal Reserve"
        if len(words) > start + 1 and not known and _is_nation(" ".join(words[:start])):
            known = load_words().names.get(" ".join(words[start:]), "")
    if not known:  # "the Government"
        return class_of_noun(name.lower()) if name.istitle() and name.lower() in _CAPITAL_BODIES else ""
    if name in load_places().ambiguous and person > max(others, _SURE):
        return "Person"
    if known in PLACES | {"Topic"} and len(words) == 1 and person > max(_SURE, 2 * place):
        return "Person"
    return known


def _is_nation(name: str) -> bool:
    return name in load_places().demonyms or name in load_places().countries


def _against(cls: str, votes: Mapping[str, float], person: float) -> float:
    """The votes for classes of other kinds than `cls`."""
    group = class_group(cls)
    others = sum(weight for other, weight in votes.items() if class_group(other) != group and other != "Person")
    return others + (3 * person if person > _SURE else person)


def _head(words: tuple[str, ...]) -> int:
    """The place of the word that says what a name is of: the one before "of", else the last that is no number."""
    for place in range(1, len(words) - 1):
        if words[place] in _OF and words[place - 1].lower() not in ("the", "and"):
            return place - 1
    last = len(words) - 1
    while last > 0 and (words[last].isdigit() or words[last] in _NUMERALS):
        last -= 1
    return last


def _by_last_word(words: tuple[str, ...], organization: float) -> str:
    """The class that the head of a name tells: "Acme Airlines"; a single word must be a body's or a team's."""
    presidential = words[-1] == "Administration" and len(words) == 2 and words[0].lower() not in load_words().nouns
    if words[-1] == "administration" or presidential:
        return "Government"  # in lower case or after a surname it is a president's, not an agency
    if len(words) > 2 and words[-2] in ("v.", "v", "vs.", "vs"):
        return "Trial"
    suffixes = load_words().suffixes
    head = _head(words)
    if len(words) > 1:
        pair = f"{words[head - 1]}_{words[head]}".lower() if head else ""
        cls = load_words().nouns.get(pair) or suffixes.get(words[head].lower(), "") if head else ""
        return "Organization" if cls == "Facility" and words[head + 1 :] and words[head] in _CENTERS else cls
    suffix = suffixes.get(words[0].lower(), "")
    return suffix if suffix == "GovernmentAgency" or (suffix == "SportsTeam" and organization > 0) else ""


def _by_noun(words: tuple[str, ...], person: float) -> str:
    """The class of the common noun that heads a longer name: "Spitzer Space Telescope"."""
    head = _head(words)
    if not head or "-" in words or not words[head - 1][0].isupper():
        return ""
    if person and len(words) < 3 and (words[0].lower() in load_words().gender or not _is_plain(words[head].lower())):
        return ""
    cls = class_of_noun(words[head].lower(), words[head - 1].lower())
    return "" if cls in _UNTELLING else cls


def _is_made(words: tuple[str, ...]) -> bool:
    """Whether a name opens with a company's and goes on with nothing that is a body's or a place's: "Nokia Lumia"."""
    if load_words().names.get(words[0]) != "Company" or len(words) != 2 or not words[1][0].isupper():
        return False
    return not class_of_known(words[1]) and words[1].lower() not in word_lists("words/names")["branches"]


def _is_plain(noun: str) -> bool:
    """Whether a word is a noun and no surname, so that what ends in it is no person: "Hobbs Market"."""
    return noun in load_words().nouns and noun not in word_lists("words/names/parts")["surnames"]


def _by_first_words(words: tuple[str, ...]) -> str:
    """The class that the opening of a name tells: "Mount …", "Bank of …"; a single word may be a people's name."""
    if len(words) == 1:
        peoples = load_places().peoples
        return "People" if words[0] in peoples or words[0].removesuffix("s") in peoples else ""
    opening = load_openings().get(words[0].lower(), "")
    if not opening and len(words) > 2 and words[1].lower() in ("of", "for"):
        return load_words().suffixes.get(words[0].lower(), "")
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
    """Whether a word looks like the name of a model or version: letters, then digits ("A380", "Luna-9", "PX-22b")."""
    plain = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    letters = (plain if plain[-1:].isdigit() else word).rstrip("0123456789")
    hyphen = letters.endswith("-") and letters[:-1].isalpha() and len(letters) < len(word)
    return hyphen or (0 < len(letters) < 4 and len(letters) < len(word) and letters.replace("-", "").isalpha())


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
