"""Profiles of entities, and which of them are compared.

A profile is what is known of an entity in one document or in several together: names, kinds, story, facts, places; that
of several is the sum of theirs, whatever the order in which they are added. Two are compared where they share a key
made from their names. A key is firm where it is a name by which the entity is called, loose where it is only a part of
one, or its acronym, and whole where it is made from a full name as it may be spelt otherwise. Two share a firm or a
whole key, or one that is firm for the one and loose for the other while their documents have a name in common. Whether
they are compared rests on the two alone, so that what a new document does not touch stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from kg.links.gazetteer import load_gazetteer
from kg.links.places import Setting
from kg.ontology import ancestors
from kg.resolve.model import Reference
from kg.resolve.names import (
    SMALL,
    Form,
    acronyms,
    form_of,
    given_names,
    level_of,
    nation_named,
    nation_of,
    own_words,
    phonetic_key,
    spelling_keys,
    telling_words,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from kg.records.tables import EntityRow, Relation

KINDS = ("Person", "Place", "Organization", "Event", "Product")
"""Classes so far apart that one entity is hardly of two of them; whatever is of none of them may be anything."""


EXCLUSIVE = {
    "conflicting_facts": ("bornIn", "bornOn", "citizenOf", "diedOn"),
    "other_roles": ("holdsRole", "worksFor", "memberOf"),
    "other_surroundings": ("partOf", "locatedIn"),
}
"""The relations of which an entity has few objects, by the feature that two have different ones."""
NOWHERE = Setting()
_AROUND = EXCLUSIVE["other_surroundings"]
_LISTED = frozenset({"Country", "Region", "City"})
"""The classes of what the gazetteer lists; another place of such a name lies there."""
_PRIVATE = frozenset({"Company", "InternationalOrganization", "MediaOrganization"})
"""Classes of organizations whose names of common words no other country has."""
_OF_ONE = frozenset({"describedAs", "relatedTo", "replaced"})
"""Relations that two names of one entity may have as well."""
_NAMELESS = Form("", ())
_FEW = frozenset(predicate for predicates in EXCLUSIVE.values() for predicate in predicates)


@dataclass(slots=True)
class Profile:
    """An entity, as the documents of its `members` know it.

    `mains` counts the documents by the form of its fullest name there, `forms` its mentions by the form of what they
    write; `parsed` has both. `kinds` counts documents by kind, `classes` by class; `story` are the names that its
    documents have, of a long one those that it mentions most, its own among them or not; `facts` is what it has part
    in, `exclusive` those of which it has few by their relations, `parties` whom they relate to it; `keys` are the names
    by which facts of its documents mean it. `places` counts the documents by the place of the
    gazetteer that they mean by it; of an organization, `towns` and `country` are those of its documents. `main`
    is the form that most documents name it by (of several the longest, then the first), `kind` that of most documents
    ("" where none tells), and `generations` tell a son from his father. `level` is that of a public body of common
    words (`level_of`); `nations` are the countries that the full names of an organization begin with, of such a body
    else those that it is said to lie in or be part of, or its documents are set in. `named` is false of what documents
    only describe ("the Paris attacks"). `compared_by` is its loose and its whole keys, once they have been asked for.
    """

    members: list[Reference]
    story: AbstractSet[str] = frozenset()
    mains: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    parsed: dict[str, Form] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    facts: set[Relation] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    exclusive: dict[str, set[Relation]] = field(default_factory=dict)
    places: Counter[int] = field(default_factory=Counter)
    towns: frozenset[int] = frozenset()
    country: frozenset[str] = frozenset()
    generations: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    level: str = ""
    named: bool = False
    main: Form = field(default=_NAMELESS)
    kind: str = ""
    compared_by: tuple[frozenset[str], frozenset[str]] | None = None

    @property
    def first(self) -> Reference:
        """The first of its members, by which it is told from others."""
        return self.members[0] if len(self.members) == 1 else min(self.members)

    def add(self, other: Profile) -> None:
        """Take in what documents know of the same entity under another or the same name."""
        self.members += other.members
        self.mains.update(other.mains)
        self.forms.update(other.forms)
        self.parsed |= other.parsed
        self.kinds.update(other.kinds)
        self.classes.update(other.classes)
        self.facts |= other.facts
        self.keys |= other.keys
        self.named = self.named or other.named
        self.parties |= other.parties
        self.documents |= other.documents
        if not self.story and isinstance(other.story, frozenset):
            self.story = other.story  # all entities of a document share it: a book's has thousands of names
        elif not other.story <= self.story:
            if not isinstance(self.story, set):
                self.story = set(self.story)
            self.story |= other.story
        for predicate, some in other.exclusive.items():
            self.exclusive[predicate] = self.exclusive.get(predicate, set()) | some
        if other.places:
            self.places.update(other.places)
        self.towns |= other.towns
        self.country |= other.country
        self.settle()

    def settle(self) -> None:
        """Derive what follows from the counts."""
        self.compared_by = None
        if len(self.mains) == 1:
            (text,) = self.mains
        else:
            text = min(self.mains, key=lambda text: (-self.mains[text], -len(text), text))
        self.main = self.parsed[text]
        self.kind = min(self.kinds, key=lambda kind: (-self.kinds[kind], kind), default="")
        self.generations = frozenset(self.parsed[text].generation for text in self.mains)
        if self.kind == "Organization":
            self.level = level_of(self.main) if _PRIVATE.isdisjoint(self.classes) else ""
            named = _codes(nation_of(self.parsed[text]) for text in self.mains)
            self.nations = named or (self.country if self.level else frozenset())

    @property
    def place(self) -> int | None:
        """The place of the gazetteer that most of its documents mean, None where they mean none."""
        return min(self.places, key=lambda place: (-self.places[place], place), default=None)


@cache
def kind_of(cls: str) -> str:
    """The kind that a class belongs to, "" for none.

    >>> kind_of("City"), kind_of("SportsTeam"), kind_of("Role")
    ('Place', 'Organization', '')
    """
    above = ancestors(cls)
    return next((kind for kind in KINDS if kind in above), "")


def _codes(nations: Iterable[str]) -> frozenset[str]:
    return frozenset(_code(nation) for nation in nations if nation)


@cache
def _code(nation: str) -> str:
    """The ISO 3166 code of a country; its name where the gazetteer has none."""
    places = (candidate.place for candidate in load_gazetteer().lookup(nation))
    return next((place.country for place in places if place.kind == "country"), nation)


def profile_of(rows: Sequence[EntityRow], story: frozenset[str] = frozenset(), setting: Setting = NOWHERE) -> Profile:
    """The profile of an entity of a document, from its rows there: those of one normalised name."""
    first = rows[0]
    main = form_of(first.name)
    found = Profile([Reference(first.key, first.document)], story, documents={first.document})
    found.mains[main.text] = 1
    found.parsed[main.text] = main
    for row in rows:
        for name, count in row.written:
            form = form_of(name)
            found.parsed[form.text] = form
            found.forms[form.text] += count
        if kind := kind_of(row.cls):
            found.kinds[kind] += 1
        found.classes[row.cls] += 1
        found.facts.update(row.relations)
    found.named = bool(found.forms)
    if main.text not in found.forms:
        found.forms[main.text] = 1
    found.keys.add(first.key)
    found.parties.update(fact.other for fact in found.facts if fact.predicate not in _OF_ONE)
    for fact in found.facts:
        if fact.subject and fact.predicate in _FEW:
            found.exclusive.setdefault(fact.predicate, set()).add(fact)
    if first.key in setting.places and first.cls in _LISTED:
        found.places[setting.places[first.key]] = 1
    if "Organization" in found.kinds:
        around = _codes(nation_named(fact.other) for each in _AROUND for fact in found.exclusive.get(each, ()))
        found.towns, found.country = setting.towns, around or setting.country
        if len(around) > 1:
            found.country = frozenset()  # two of two countries that the document calls alike
    found.settle()
    return found


def summed(profiles: Iterable[Profile]) -> Profile:
    """The profile of several entities of documents that are one, which are left as they are."""
    found = Profile([])
    for each in profiles:
        found.add(each)
    return found


LOOSE, FIRM, WHOLE = 1, 2, 3
"""The kinds of keys."""
MEETS = {LOOSE: (FIRM,), FIRM: (LOOSE, FIRM), WHOLE: (WHOLE,)}
"""With which kinds of one key two entities may be compared, by the kind that the one has."""
_MANY = 8
"""So many words are more than a name with a word too much has."""
_LONG = 8
"""How many letters the name of an organization or a place has at least that may be misspelt."""


def keys_of(profile: Profile) -> tuple[frozenset[str], frozenset[str]]:
    """The loose and the whole keys of a profile, which are made once."""
    if profile.compared_by is None:
        profile.compared_by = _loose_keys(profile), _whole_keys(profile)
    return profile.compared_by


def _loose_keys(profile: Profile) -> frozenset[str]:
    """What may be another name of an entity: parts of its full names, and their acronyms."""
    found: set[str] = set()
    for text in profile.mains:
        words = profile.parsed[text].words
        if len(words) > 1:
            found |= {words[-1], words[0], " ".join(words[1:]), " ".join(words[:-1])}
            found |= (letters := acronyms(profile.parsed[text]))
            if "MediaOrganization" in profile.classes:  # "The" is of the name
                found |= {f"t{each}" for each in letters}
        if len(words) > 3:
            found.add(" ".join(words[-2:]))
        if "of" in words[2:]:
            found.add(text.rpartition(" of ")[0])
    return frozenset(found - profile.forms.keys() - SMALL)


def _whole_keys(profile: Profile) -> frozenset[str]:
    """Keys that two spellings of one whole name share, marked so that they are no names."""
    found: set[str] = set()
    for text in profile.mains:
        form = profile.parsed[text]
        found |= {f"={''.join(form.words)}", f"={form.letters}"}
        if profile.kind in ("Person", "") and len(form.words) > 1:
            found.update(_person_keys(form))
        if len(text) >= _LONG and form.text.replace(" ", "").isalpha():
            found |= {f"={key}" for key in spelling_keys("".join(form.words))}
        if len(form.words) > 1:
            of = (form.words, own_words(form))
            found.update(f"#{' '.join(sorted(set(telling_words(words))))}" for words in of)
            found.add(f"={''.join(form.words).removesuffix('s')}")
        if 2 < len(form.words) < _MANY:
            found.update(f"={''.join(form.words[:at] + form.words[at + 1 :])}" for at in range(1, len(form.words) - 1))
    found.update(f"@{place}" for place in profile.places)
    return frozenset(found)


def _person_keys(form: Form) -> Iterator[str]:
    surname, first = form.words[-1], form.words[0]
    for given in given_names(first):
        yield f"+{given} {surname}"
    yield f"+{first[0]} {surname}"
    for key in spelling_keys(surname):
        yield f"+{first} {key}"
    yield f"~{phonetic_key(first)} {phonetic_key(surname)}"


def candidates(profiles: Sequence[Profile], fresh: Collection[str] | None = None) -> list[tuple[int, int]]:
    """The pairs of places in `profiles` worth comparing, in order; those that `fresh`, forms of names, have part in."""
    new = [fresh is None or each.main.text in fresh for each in profiles]
    firm: defaultdict[str, list[int]] = defaultdict(list)
    loose: defaultdict[str, list[int]] = defaultdict(list)
    whole: defaultdict[str, list[int]] = defaultdict(list)
    sought = {key for at, profile in enumerate(profiles) if new[at] for key, _ in index_keys(profile)}
    for place, profile in enumerate(profiles):
        loosely_named, spelt = keys_of(profile)
        for keys, index in ((profile.forms, firm), (loosely_named, loose), (spelt, whole)):
            for key in keys if new[place] else sought.intersection(keys):
                index[key].append(place)
    found: set[tuple[int, int]] = set()
    for key, places in firm.items():
        found.update(pair for pair in _pairs(places, new) if _share_name(profiles, pair, key))
        for loosely in loose.get(key, ()):
            some = places if new[loosely] else [each for each in places if new[each]]
            met = (each for each in some if not profiles[each].story.isdisjoint(profiles[loosely].story))
            found.update((min(each, loosely), max(each, loosely)) for each in met)
    for places in whole.values():
        found.update(_pairs(places, new))
    return sorted(found)


def _pairs(places: Sequence[int], new: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of places, which are in order, of which one at least is new."""
    return (pair for pair in combinations(places, 2) if new[pair[0]] or new[pair[1]])


def _share_name(profiles: Sequence[Profile], pair: tuple[int, int], key: str) -> bool:
    """Whether a name that two are called by may be the same one's: not a surname that is part of two full names."""
    one, other = profiles[pair[0]], profiles[pair[1]]
    if key in one.mains or key in other.mains:
        return True
    return not all(each.kind == "Person" and each.main.words[-1] == key for each in (one, other))


def index_keys(profile: Profile) -> Iterator[tuple[str, int]]:
    """Every key of a profile with its kind: `LOOSE`, `FIRM` or `WHOLE`."""
    loosely_named, spelt = keys_of(profile)
    for keys, kind in ((loosely_named, LOOSE), (profile.forms, FIRM), (spelt, WHOLE)):
        yield from ((key, kind) for key in keys)
