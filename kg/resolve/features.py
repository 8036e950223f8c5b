"""How probable it is that two profiles are one entity: features that a person can read, and a logistic regression.

Each feature is a property of the two profiles alone, never of how frequent something is in the archive: what is not
touched by a new document keeps its score. `kg/weights/resolution.toml` has a weight for each feature, the intercept and
the thresholds; `python -m kg.training.identities` makes it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import dropwhile
from math import exp, fsum, log1p
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import JaroWinkler

from kg.errors import ModelError
from kg.links.places import are_apart
from kg.resolve.model import Reason
from kg.resolve.names import (
    COMMON,
    SMALL,
    Form,
    acronyms,
    given_names,
    is_given_name,
    is_nation,
    nation_named,
    own_words,
    similar_name,
    similar_word,
    telling_words,
)
from kg.resolve.profiles import EXCLUSIVE, kind_of
from kg.text.lexicon.names import ENDINGS
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.truecasing import is_common
from kg.weights.files import read_weights

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from kg.records.tables import Relation
    from kg.resolve.profiles import Profile

LABELS: Final[Mapping[str, str]] = {
    "same_name": "both have the same full name",
    "same_person_name": "both have the same full name of a person, given name and surname",
    "same_proper_name": "both have the same name, which is no person's, no plain word and no common body's",
    "same_single_name": "both are called by the same single word",
    "same_bare_surname": "both are persons of whom only one name is given",
    "same_letters": "the names differ by spaces, hyphens, small words, their order or a plural alone",
    "shared_alias": "both are called by the same single word, beside their full names or as one of them",
    "shared_full_alias": "both are called by the same name of several words",
    "acronym": "the one name is the acronym of the other",
    "ending": "the one name is the end of the other",
    "beginning": "the one name is the beginning of the other",
    "middle_word": "the longer name has a word more between those of the other",
    "kind_word": "the longer name adds only what kind of place or organization it is, or the country of a public body",
    "another_thing": "the longer name says that it is something else",
    "titled": "the one full name has a title or a post before the other",
    "given_name_alone": "only a given name is given, which is the other's",
    "given_name_missing": "only one has a given name, and the surname is the same",
    "full_name_conflict": "the full names that documents give them are those of two",
    "two_persons": "the full names that documents give them are those of two persons",
    "generation_conflict": "the one is a junior or a senior and the other is not",
    "misspelt": "the names differ by a letter or two, sound alike, or the one has the other's given name short",
    "similarity": "how like the names are, letter by letter",
    "other_words": "each name has a word that the other lacks",
    "number_conflict": "the numbers in the names differ",
    "same_class": "documents give both the same class",
    "kind_conflict": "the one is a person, a place or an organization and the other another of these",
    "person": "both are persons",
    "story": "how many names their documents have in common",
    "strange_story": "their documents have no other name in common",
    "strange_surname": "a person of one name, or a thing of none, and their documents have no other name in common",
    "strange_place": "the same name of a place that is no nation, and their documents have no other name in common",
    "same_place": "their documents mean the same place of the gazetteer",
    "other_place": "their documents mean different places of the gazetteer",
    "other_jurisdiction": "a body that every town or country has, of two by their names or documents",
    "same_facts": "how many facts both have part in",
    "conflicting_facts": "they were born, or hold a citizenship, in different places",
    "other_roles": "the posts that they hold are others",
    "other_surroundings": "they lie in different places, or are part of different things",
    "parties": "a document relates the one to the other",
    "together": "how many of their documents tell them apart",
}
"""What each feature says, by its name, in the order in which the scorer has them."""

_MOST_SHARED, _MOST_FACTS = 20.0, 10
"""So much shared of stories and facts counts: entities of many documents share more, whoever they are."""
_OF_ACRONYM: Final = {2: 6.0, 3: 1.0}
"""By its letters, how much of a story two share of which the one is called by the acronym of the other."""
_OF_SURNAMES: Final = 10.0
"""How much of a story two share of whom the one is called by nothing but a surname of millions."""
_FULL: Final = 2
"""How many words the full name of a person has at least."""
_SHORT: Final = 4
"""The letters of a name at most that is as well a person's as the acronym of something else."""
_RICH: Final = 3
"""How many other names a document has at least that has a story."""
_UNKNOWN: Final = 0.3
"""So much two bodies that every country has are those of two where a document does not tell whose it speaks of."""
_NAMES: Final = 6
"""How many full names of a person are compared with another's."""
_INITIALS: Final = 2
"""How many letters initials have at most that stand for given names."""


_PET_ENDING: Final = re.compile(r"(.)\1(?:ie|ey|y)$")
"""How a pet name ends, however it is spelt: "Bettie", "Betty"."""
_SIDES: Final = words("words/resolve", "sides")
_PARTS: Final = _SIDES | words("words/resolve", "parts")
_BEFORE_PLACES: Final = words("words/resolve", "before_places") | SMALL
_OF_REGIONS: Final = words("words/resolve", "of_regions")
_KINDS: Final = words("words/resolve", "kinds")
_MEDIA: Final = words("words/resolve", "media")
_WIDESPREAD: Final = words("words/resolve", "widespread")
_OF_NAMES: Final = (
    *(
        "same_letters",
        "shared_alias",
        "shared_full_alias",
        "acronym",
        "ending",
        "beginning",
        "middle_word",
        "kind_word",
    ),
    *("titled", "given_name_missing", "misspelt"),
)
"""Features by which two different names may be one thing's."""
_SPELLINGS: Final = ("same_letters", "misspelt")
_SHARED: Final = ("shared_alias", "shared_full_alias", "same_name", "same_single_name", "same_proper_name")
_LISTED: Final = frozenset({"Country", "Region", "City"})
_OWN_CLASSES: Final = frozenset({"City", "Facility", "GeographicFeature", "MilitaryBase"})
"""Classes of what is a thing of its own beside the place that its name opens with: "Brae Airport", "Brae Sea"."""
_PARTS_OF_PLACES: Final = {word.lower() for word in words("words/coref/names", "parts_of_places")}
_PROPER: Final = frozenset({"ArmedGroup", "Company", "Event", "GeographicFeature", "MediaOrganization", "Topic"})
"""Classes of which what two documents call by one plain word is one: "Earth", "the Economist"."""
_PRESS: Final = "MediaOrganization"
_SHOWN: Final = 5
"""How many words of one kind a reason is told with."""


class Pair(NamedTuple):
    """The features of two profiles in the order of `LABELS`."""

    values: tuple[float, ...]


def compare(one: Profile, other: Profile) -> Pair:
    """The features of two profiles, whichever comes first."""
    found = dict.fromkeys(LABELS, 0.0)
    kinds = (one.kind, other.kind)
    person = "Person" in kinds
    a, b = one.main, other.main
    name = _shared_name(one, other)
    if name:
        _same_name(one, other, one.parsed[name], found)
        found["number_conflict"] = float(a.digits != b.digits)
    else:
        _aliases(one, other, found)
        found.update(_name_values(a, b, person=person))
        _added_word(one, other, found)
    if len(one.mains) > 1 or len(other.mains) > 1 or a is not b:
        persons = kinds == ("Person", "Person")
        feature = "two_persons" if persons else "full_name_conflict"
        if not found["shared_full_alias"]:
            found[feature] = _full_name_conflict(one, other, person=persons)
    if not name:
        if len(a.words) == len(b.words) == 1 and (_is_plain(a.text) or _is_plain(b.text)):
            found["misspelt"] = 0.0
        if _are_two_things(one, other, found) or not any(found[feature] for feature in _OF_NAMES):
            found["full_name_conflict"] = 1.0
    elif person and (len(name) <= _SHORT or _is_plain(name)) and one.kind and other.kind and one.kind != other.kind:
        found["full_name_conflict"] = 1.0  # "Mass" and "Ma"
    if one.generations != other.generations and a.words[-1] == b.words[-1]:
        found["generation_conflict"] = 1.0
    _compare_kinds(one, other, found)
    _compare_stories(one, other, found)
    _compare_facts(one, other, found)
    _compare_places(one, other, found)
    both = len(one.documents & other.documents)
    if both and (person or not name) and not _is_written_twice(a, b, found) and not _is_only_bearer(one, other, found):
        share = both / min(len(one.documents), len(other.documents))
        found["together"] = min(1.0, share * (1 + log1p(both - 1)))
    return Pair(tuple(found.values()))


def _has_article(short: Form, long: Form) -> bool:
    """Whether a name is the acronym of another with its article: "THR" of "(The) Harbour Reporter"."""
    return short.text[:1] == "t" and short.text[1:] in acronyms(long)


def _shorter_first(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """Two entities, the one with fewer words in its name first."""
    return (other, one) if len(other.main.words) < len(one.main.words) else (one, other)


def _are_two_things(one: Profile, other: Profile, found: Mapping[str, float]) -> bool:
    """Whether one of two names is that of something beside the other, or of somebody called like it: "Anna Islam"."""
    shorter, longer = _shorter_first(one, other)
    topic = found["ending"] and not shorter.kind and longer.kind == "Person" and "Person" not in shorter.classes
    site = found["another_thing"] and _is_site(one, other)
    return bool(topic or site) or any(test(one, other) for test in (_are_other_words, _is_body, _is_side))


def _is_body(one: Profile, other: Profile) -> bool:
    """Whether the longer name is a body's and the shorter that of a place or a person, or of the whole body.

    "University of Ohio" is not Ohio, "Food Office of the State Council" not the council, "Renault-Nissan" not Nissan.
    """
    shorter, longer = _shorter_first(one, other)
    more = len(longer.main.words) - len(shorter.main.words)
    if not more or longer.kind != "Organization":
        return False
    if shorter.kind not in ("Organization", ""):
        return shorter.kind in ("Place", "Person")
    if longer.main.words[more:] != shorter.main.words:
        return False
    before = [word for word in longer.main.words[:more] if word != "the"]
    hyphened = f"-{shorter.main.text}"
    if more == 1 and before and before[0] not in SMALL and not is_nation(before[0]):
        return all(each.name.endswith(hyphened) for each in longer.members)
    while before and is_nation(before[-1]):
        del before[-1]
    headed = not shorter.kind or ENDINGS.get(shorter.main.words[-1]) in shorter.classes  # but the "House of Lords"
    return headed and len(before) > 1 and before[-1] == "of"


def _is_side(one: Profile, other: Profile) -> bool:
    """Whether the longer name is that of a side of the place that the shorter one names: "North Africa", "Africa"."""
    shorter, longer = _shorter_first(one, other)
    of = len(longer.main.words) - len(shorter.main.words)
    places = shorter.kind == longer.kind == "Place" and not _LISTED.isdisjoint(shorter.classes)
    return places and of == 1 and longer.main.words[0] in _SIDES and longer.main.words[1:] == shorter.main.words


def _is_site(one: Profile, other: Profile) -> bool:
    """Whether the longer name opens with that of a place and is never cut to it: "Brae Research Base", "Brae Valley".

    One that adds a country or a province says where the place lies: "Brae Ohio".
    """
    shorter, longer = _shorter_first(one, other)
    name, size = shorter.main, len(shorter.main.words)
    if longer.main.words[:size] != name.words or name.text in longer.forms or not _LISTED.issuperset(shorter.classes):
        return False
    behind = " ".join(longer.main.words[size:])
    return not is_nation(behind) and behind.title() not in load_places().regions


def _is_written_twice(a: Form, b: Form, found: Mapping[str, float]) -> bool:
    """Whether a text that has both names may write one in two ways: "Car Sound", "KKK", "Donbas News Agency"."""
    if any(found[each] for each in _SPELLINGS):
        return True
    acronym = found["acronym"] and min(len(a.text), len(b.text)) > _INITIALS
    return bool(found["same_class"] == 1 and (acronym or found["kind_word"] or found["titled"]))


def _is_only_bearer(one: Profile, other: Profile, found: Mapping[str, float]) -> bool:
    """Whether the one is called by the other's surname alone, in a document that gives nobody else of it in full."""
    bare, full = _shorter_first(one, other)
    if not (found["given_name_missing"] and found["person"]) or len(bare.main.words) > 1 or len(bare.documents) > 1:
        return False
    bearers = (Form(name, tuple(name.split())) for name in bare.story if name.endswith(f" {bare.main.text}"))
    return all(each.text in full.mains or _short_for(each.words[0], full.main.words[0]) for each in bearers)


def details(one: Profile, other: Profile) -> dict[str, str]:
    """The words from which features of two profiles are read, by their names."""
    found = {}
    if name := _shared_name(one, other):
        found["same_name"] = name
    elif alias := _shared_alias(one, other):
        found["shared_full_alias" if " " in alias else "shared_alias"] = alias
    if story := _shared_story(one, other):
        found["story"] = ", ".join(sorted(story, key=lambda name: (-_telling(name), name))[:_SHOWN])
    if facts := sorted(_shared_facts(one, other)):
        found["same_facts"] = ", ".join(f"{fact.predicate} {fact.other}" for fact in facts[:_SHOWN])
    return found


def _shared_name(one: Profile, other: Profile) -> str:
    """The longest full name that documents give both, "" for none.

    What a few documents call both by one word says nothing where both have a longer name, or, but for persons, one has.
    """
    shared = one.mains.keys() & other.mains.keys()
    longer = [len(each.main.words) > 1 for each in (one, other)]
    if shared and (all(longer) or (any(longer) and "Person" not in (one.kind, other.kind))):
        shared = {text for text in shared if " " in text}
    return min(shared, key=lambda text: (-len(text), text), default="")


def _is_unnamed(profile: Profile) -> bool:
    """Whether it has no name, and is no body of which there is one: "the Syrian crisis"."""
    return not profile.named and profile.kind != "Organization"


def _are_other_words(one: Profile, other: Profile) -> bool:
    """Whether what is only described is another than a thing of like name: "the Orel deal" and Orel."""
    a, b = one.main.letters, other.main.letters
    unnamed = [_is_unnamed(each) for each in (one, other)]
    return a != b and any(unnamed) and (not all(unnamed) or a.removesuffix("s") == b.removesuffix("s"))


def _same_name(one: Profile, other: Profile, name: Form, found: dict[str, float]) -> None:
    person = "Person" in (one.kind, other.kind)
    found["same_name"] = 1.0
    found["same_single_name"] = float(len(name.words) == 1)
    found["same_bare_surname"] = float(len(name.words) == 1 and person)
    found["same_person_name"] = float(len(name.words) >= _FULL and person)
    proper = _PROPER & one.classes.keys() & other.classes.keys()
    plain = len(name.words) == 1 and name.text in COMMON and not proper
    found["same_proper_name"] = float(not person and not plain and not one.level and not other.level)


def _full_name_conflict(one: Profile, other: Profile, *, person: bool) -> float:
    """The share of the pairs of their commonest full names that only two different entities would have."""
    are_two = _are_two_persons if person else _are_two
    names, others = (
        [
            (form, each.mains[form.text])
            for text, _ in sorted(each.mains.items(), key=lambda item: (-item[1], item[0]))[:_NAMES]
            if len((form := each.parsed[text]).words) > 1
        ]
        for each in (one, other)
    )
    total = sum(n * m for _, n in names for _, m in others)
    return sum(n * m for a, n in names for b, m in others if are_two(a, b)) / total if total else 0.0


@lru_cache(maxsize=1 << 17)
def _are_two(a: Form, b: Form) -> bool:
    """Whether each of two names has words that the other lacks, and that are no other spelling of its."""
    return "other_words" in dict(_name_values(a, b, person=False))


@lru_cache(maxsize=1 << 17)
def _are_two_persons(a: Form, b: Form) -> bool:
    """Whether two full names are of two persons: the surnames, or of one surname the given names, are others.

    So are second given names of unlike initials. A surname that is the other's given name is another's too, as "Fu
    Cheng" and "Cheng Shengkui" are two.
    """
    if a.words[-len(b.words) :] == b.words or b.words[-len(a.words) :] == a.words:
        return False
    if similar_name(a.words[-1], b.words[-1]) > 0:
        if a.words[0] == b.words[0]:  # "George H. W. Bush", "George W. Bush"
            return len(a.words) > _FULL < len(b.words) and a.words[1][0] != b.words[1][0]
        return not (a.words[-1] == b.words[-1] and _short_for(a.words[0], b.words[0]))
    if a.words[-1] not in b.words and b.words[-1] not in a.words:
        return True
    fewer, more = sorted((set(a.words), set(b.words)), key=len)
    return len(fewer) < _FULL or not fewer <= more


def _aliases(one: Profile, other: Profile, found: dict[str, float]) -> None:
    if name := _shared_alias(one, other):
        feature = "shared_full_alias" if " " in name else "shared_alias"
        found[feature] = 1.0 if name in one.mains or name in other.mains else 0.5
    a, b = one.main, other.main
    if _PRESS in one.classes and _PRESS in other.classes and (_has_article(a, b) or _has_article(b, a)):
        found["acronym"] = 1.0


def _shared_alias(one: Profile, other: Profile) -> str:
    """The name that both are called by: of several one of several words, then the one by which both are most called."""
    shared = one.forms.keys() & other.forms.keys()
    if len(shared) < 2:
        return next(iter(shared), "")
    totals = one.forms.total(), other.forms.total()

    def rank(text: str) -> tuple[bool, float, int, str]:
        share = min(one.forms[text] / totals[0], other.forms[text] / totals[1])
        return " " not in text, -share, -len(text), text

    return min(shared, key=rank)


@lru_cache(maxsize=1 << 17)
def _name_values(a: Form, b: Form, *, person: bool) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {"similarity": JaroWinkler.similarity(a.text, b.text)}
    short, long = sorted((a, b), key=lambda form: (len(form.words), form.text))
    inner, outer = short.words, long.words
    lone = short.text.replace(" ", "")
    initials = len(inner) > 1 and "".join(w[0] for w in inner) == long.text
    if not person and (lone in acronyms(long) or initials):  # "GP" is no Gwyneth Paltrow
        found["acronym"] = 1.0
    mine, theirs = set(inner) - SMALL, set(outer) - SMALL
    plural = not person and a.letters.removesuffix("s") == b.letters.removesuffix("s")
    if a.letters == b.letters or plural or _are_same_words(_of_nations(a), _of_nations(b), person=person):
        found["same_letters"] = 1.0
    elif mine < theirs:
        _inside(inner, outer, found)
    elif mine != theirs:
        _spelling(a, b, found, similar_name if person else similar_word)
    if a.digits != b.digits and a.letters != b.letters:
        found["number_conflict"] = 1.0
    if person:
        _person_names(a.words, b.words, found)
    return tuple(found.items())


def _added_word(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """What a longer name adds to the shorter one: "South Sudan", "Lake Chad", "Qeshm Island", "Hale Foundation"."""
    shorter, longer = _shorter_first(one, other)
    short, long = shorter.main.words, longer.main.words
    if len(short) == len(long):
        return
    nation = shorter.level and found["ending"] and is_nation(" ".join(long[: -len(short)]))
    turned = not found["ending"] and _are_same_words(short, own_words(longer.main), person=False)
    if shorter.level and not shorter.nations & longer.nations:
        found["middle_word"] = 0.0  # a "People's Army" is not China's "People's Liberation Army"
    elif nation or turned:
        found["kind_word"] = 1.0  # a document about Israel's "Supreme Court" and the "Israeli Supreme Court"
        return
    if short and long[1:] == short:
        body = short[0] in ENDINGS and not SMALL.isdisjoint(short[1:2]) and not is_nation(long[0])
        peoples = len(short) == 1 and is_nation(short[0].removesuffix("s")) and is_nation(long[0])
        found["another_thing"] = float(long[0] in _PARTS or peoples or body)  # "Japanese Americans"
    listed = shorter.kind == "Place" and not _LISTED.isdisjoint(shorter.classes)
    if found["ending"] and listed and longer.kind == "Place":
        found["another_thing"] = float(not _BEFORE_PLACES.issuperset(long[: -len(short)]))
    if (owned := _is_owned(shorter, long)) is not None and found["beginning"]:
        found["kind_word" if owned else "another_thing"] = 1.0
        return
    cls = ENDINGS.get(long[-1]) if long[: len(short)] == short else None
    topics = found["beginning"] and one.classes.keys() == other.classes.keys() == {"Topic"}  # "Internet Plus"
    if len(short) == 1 and (topics or is_common(short[0])) and "Person" not in (one.kind, other.kind):
        found["another_thing"] = 1.0  # "Index" of a "Producer Price Index", "State" of a "State Council"
    elif cls is not None:
        of_class = cls in shorter.classes or cls not in _OWN_CLASSES or long[-1] in _PARTS_OF_PLACES  # "Oklahoma City"
        called = _OF_REGIONS.issuperset(long[len(short) : -1]) or "_".join(long[len(short) :]) in _KINDS
        alike = of_class and called and kind_of(cls) == shorter.kind
        found["kind_word" if alike else "another_thing"] = 1.0
    elif found["beginning"] and listed:
        same = bool(one.places) and one.place == other.place
        found["another_thing"] = float(not same and long[-1] != "dc")  # "Shanghai Disneyland", "Paris of the East"


def _is_owned(shorter: Profile, long: tuple[str, ...]) -> bool | None:
    """Whether the longer name only adds whose it is, as the other's documents know: "Communist Party of China".

    False where it is another country's; None where it adds neither a country nor what they speak of.
    """
    size = len(shorter.main.words)
    behind = long[size + 1 :]
    if size == 1 or shorter.kind == "Place" or long[size] != "of":
        return None
    owner = " ".join(dropwhile(SMALL.__contains__, behind))
    if is_nation(" ".join(behind)):
        return owner in shorter.story
    return True if owner in shorter.story and not is_nation(owner) else None


@lru_cache(maxsize=1 << 16)
def _is_plain(word: str) -> bool:
    """Whether a word is one of the dictionary, or a people's: spelt otherwise it is another."""
    return is_common(word) or is_nation(word.removesuffix("s"))


@lru_cache(maxsize=1 << 16)
def _of_nations(name: Form) -> tuple[str, ...]:
    """The words of a name of several, those for what is a country's by its name: "Iranian nuclear deal" as "Iran …"."""
    return name.words if len(name.words) == 1 else tuple(nation_named(word) or word for word in name.words)


def _are_same_words(a: tuple[str, ...], b: tuple[str, ...], *, person: bool) -> bool:
    """Whether two names have the same words, small ones apart, a person's in one order: "Defense Ministry"."""
    telling, others = telling_words(a), telling_words(b)
    return bool(telling) and (telling == others or (not person and sorted(telling) == sorted(others)))


def _inside(inner: tuple[str, ...], outer: tuple[str, ...], found: dict[str, float]) -> None:
    if outer[-len(inner) :] == inner:
        found["ending"] = 1.0
    elif outer[: len(inner)] == inner:
        found["beginning"] = 1.0
    elif inner and (inner[0], inner[-1]) == (outer[0], outer[-1]):
        found["middle_word"] = 1.0


def _spelling(a: Form, b: Form, found: dict[str, float], similar: Callable[[str, str], float]) -> None:
    mine = [word for word in a.words if word not in b.words and word not in SMALL]
    theirs = [word for word in b.words if word not in a.words and word not in SMALL]
    if len(mine) == len(theirs) and all(similar(x, y) > 0 for x, y in zip(mine, theirs, strict=True)):
        found["misspelt"] = 1.0
    elif mine and theirs:
        found["other_words"] = 1.0


def _person_names(a: tuple[str, ...], b: tuple[str, ...], found: dict[str, float]) -> None:
    """How the given names of persons stand whose surnames are the same or nearly so."""
    short, long = sorted((a, b), key=len)
    if len(short) == 1 and short[0] == long[0] and short != long and is_given_name(short[0]):
        found["given_name_alone"] = 1.0
    if similar_name(a[-1], b[-1]) == 0:
        return
    if len(a) == 1 or len(b) == 1:
        if a[-1] == b[-1]:
            found["given_name_missing"] = 1.0
        return
    if a[-len(b) :] == b or b[-len(a) :] == a:
        found["titled"] = 1.0
        return
    if a[0] != b[0] and _short_for(a[0], b[0]):
        found["misspelt"] = 1.0


def _one_letter_for_another(name: str) -> str:
    """A given name as one of several spellings has it: "sergei" for "sergey", "alexei" for "aleksey", "betti" too."""
    return _PET_ENDING.sub(r"\1\1i", name).replace("ks", "x").replace("y", "i")


def _short_for(one: str, other: str) -> bool:
    if other in given_names(one):
        return True
    if is_given_name(one) and is_given_name(other):
        return _one_letter_for_another(one) == _one_letter_for_another(other)
    shorter = min(one, other, key=len)
    initials = len(shorter) <= _INITIALS and shorter[-1:] not in "aeiouy"  # "Li" and "Xu" are whole names
    return ((initials or len(shorter) == 1) and one[0] == other[0]) or similar_name(one, other) > 0


def _compare_kinds(one: Profile, other: Profile, found: dict[str, float]) -> None:
    found["same_class"] = _alike(one.classes, other.classes)
    found["person"] = float(one.kind == other.kind == "Person")
    if one.kinds and other.kinds:
        found["kind_conflict"] = 1 - _alike(one.kinds, other.kinds)


def _alike(one: Counter[str], other: Counter[str]) -> float:
    if len(one) == 1 == len(other):
        return float(one.keys() == other.keys())
    total, totals = one.total(), other.total()
    return fsum(min(count / total, other[each] / totals) for each, count in one.items())


@lru_cache(maxsize=1 << 16)
def _telling(name: str) -> float:
    """How much a name that two documents share says of their story: a country's little, a full name much."""
    if not _MEDIA.isdisjoint(name.split()):
        return 0.0  # who prints both
    return 0.25 if is_nation(name) else 1.0 if " " not in name else 1.5


def _shared_story(one: Profile, other: Profile) -> AbstractSet[str]:
    return (one.story & other.story) - one.forms.keys() - other.forms.keys()


def _compare_stories(one: Profile, other: Profile, found: dict[str, float]) -> None:
    weight = sum(map(_telling, _shared_story(one, other)))
    found["story"] = log1p(min(weight, _MOST_SHARED))
    shorter = min(len(one.main.text), len(other.main.text))
    if weight < _OF_ACRONYM.get(shorter, 0.0) or not found["same_class"]:
        only = found["acronym"] and not any(found[each] for each in _OF_NAMES if each != "acronym")
        if only and shorter in _OF_ACRONYM:
            found["full_name_conflict"] = 1.0
        found["acronym"] = 0.0  # "MPs" are no Ministry of Public Security
    bare = found["person"] and not _WIDESPREAD.isdisjoint((one.main.text, other.main.text))
    if (bare and weight < _OF_SURNAMES) or (weight < 1 and _is_unnamed(one) and _is_unnamed(other)):
        found["strange_surname"] = 1.0
    if weight >= 1 or min(len(each.story - each.forms.keys()) for each in (one, other)) < _RICH:
        return
    found["strange_story"] = 1.0
    if "Person" in (one.kind, other.kind) and min(len(one.main.words), len(other.main.words)) == 1:
        found["strange_surname"] = 1.0
    elif one.kind == other.kind == "Place" and found["same_name"] and not is_nation(one.main.text):
        found["strange_place"] = 1.0


def _shared_facts(one: Profile, other: Profile) -> list[Relation]:
    """The facts that both have part in, but for those about their own names."""
    own = (one.forms, other.forms)
    return [fact for fact in one.facts & other.facts if not any(fact.other in forms for forms in own)]


def _compare_facts(one: Profile, other: Profile, found: dict[str, float]) -> None:
    found["same_facts"] = log1p(min(len(_shared_facts(one, other)), _MOST_FACTS))
    for feature, relations in EXCLUSIVE.items():
        both = [each for each in relations if each in one.exclusive and each in other.exclusive]
        if both and all(one.exclusive[each].isdisjoint(other.exclusive[each]) for each in both):
            found[feature] = 1.0
    if any(not each.parties.isdisjoint(its.keys - each.keys) for each, its in ((one, other), (other, one))):
        found["parties"] = 1.0  # a fact of the one names the other by what is no name of its own


def _compare_places(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """What the gazetteer says of two places, and where the documents of two bodies of common words are set."""
    if one.places and other.places:
        a, b = one.place, other.place
        countries = one.classes.keys() == other.classes.keys() == {"Country"}  # "Korea" and "South Korea"
        found["same_place"] = float(a == b and (countries or not found["another_thing"]))  # not "rural Quzhou"
        found["other_place"] = float(a is not None and b is not None and are_apart(a, b))
        if a == b:
            found["strange_story"] = found["strange_place"] = 0.0
    elif one.nations and other.nations and one.nations.isdisjoint(other.nations):
        found.update(dict.fromkeys(_SHARED, 0.0), other_jurisdiction=1.0)  # to somebody each is "the Foreign Ministry"
    elif one.kind == other.kind == "Organization" and found["same_name"]:
        if "local" in (one.level, other.level) and one.towns and other.towns:
            found["other_jurisdiction"] = float(one.towns.isdisjoint(other.towns))
        elif "national" in (one.level, other.level) and not (one.nations and other.nations):
            found["other_jurisdiction"] = _UNKNOWN


_FILE = "resolution.toml"


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights in the order of the features, and from which probability on two are one, or worth a person's look."""

    weights: tuple[float, ...]
    intercept: float
    join: float
    review: float

    def score(self, pair: Pair) -> float:
        """The probability that the two of a pair are one."""
        total = self.intercept
        for weight, value in zip(self.weights, pair.values, strict=True):
            if value:
                total += weight * value
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))

    def __call__(self, one: Profile, other: Profile) -> float:
        """The probability that two profiles are one entity."""
        return self.score(compare(one, other))


@cache
def load_scorer() -> Scorer:
    """The scorer that comes with kg; ModelError where its file is missing or is another."""
    table = tomllib.loads(read_weights(_FILE).decode())
    if list(table["weights"]) != list(LABELS):
        raise ModelError(f"the trained file {_FILE} is not for these features: install kg again")
    return Scorer(tuple(table["weights"].values()), table["intercept"], table["join"], table["review"])


def reasons(scorer: Scorer, one: Profile, other: Profile) -> tuple[Reason, ...]:
    """What the score of two profiles is made of, what contributes most first; what contributes nothing is left out."""
    words = details(one, other)
    found = [
        Reason(name, value, weight * value, words.get(name, ""))
        for name, weight, value in zip(LABELS, scorer.weights, compare(one, other).values, strict=True)
        if value and weight
    ]
    return tuple(sorted(found, key=lambda reason: (-abs(reason.contribution), reason.feature)))
