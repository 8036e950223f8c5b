"""Generate entities that are hard to tell apart or to join, in documents without texts, and score how well they are.

The names are real ones, of people and companies from Faker's lists by country, of towns from GeoNames. Half of the
names, by their places in the lists, are for training, the other half for reporting. What is generated: namesakes,
relatives, a father and a son, nicknames, initials, middle, married and other names, misspellings, transliterations
of a Cyrillic name, companies with and without legal forms, renamed ones and those called as their founders, acronyms
that two organizations share, towns of one name in two countries, teams and their towns, regions and countries of one
name.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from nicknames import NickNamer

from kg.links.gazetteer import load_gazetteer
from kg.records.tables import EntityRow, Relation
from kg.resolve.clustering import Constraints, join_senses, senses_of
from kg.resolve.model import Decisions
from kg.resolve.names import form_of
from kg.resolve.profiles import profile_of
from kg.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from kg.resolve.features import Scorer
    from kg.resolve.profiles import Profile

type Part = Literal["training", "reporting"]

_LATIN: Final = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "fi_FI", "pt_BR", "nl_NL", "sv_SE")
_CYRILLIC: Final = ("ru_RU", "uk_UA", "bg_BG")
_SCHEMES: Final[Sequence[dict[str, str]]] = (
    {"ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo"},
    {"ж": "j", "й": "i", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "iu", "я": "ia", "ё": "e"},
)
_LETTERS: Final = dict(zip("абвгдезиклмнопрстуфыэіїєґ", "abvgdeziklmnoprstufyeiieg", strict=True))
"""Cyrillic letters that every way of transliteration writes alike."""
_TRADES, _FIELDS, _SUBJECTS, _COUNTRIES = map(
    str.split,
    (
        "Minister Mayor Coach Striker Surgeon Actor Lawyer Director Senator Judge Professor Chairman",
        "Energy Steel Motors Foods Airways Systems Pharma Media Capital Logistics Textiles Robotics",
        "Marine Space Nuclear Medical Railway Forest Labour Grain Water Housing Food Coastal",
        "France Germany Brazil Japan India Canada Kenya Chile Norway Turkey Egypt Poland",
    ),
)
_BODIES: Final = ("Agency", "Institute", "Council", "Federation", "Commission", "Society", "Authority", "Union")
_TEAMS: Final = ("Rovers", "Tigers", "Hornets", "Wolves", "Falcons", "Rangers", "Pirates", "Comets")


@dataclass(slots=True)
class Generated:
    """A document: the rows of its entities by their normalised names, its day, and which entity each is.

    `gold` lacks what all kinds of documents name (countries, well-known bodies): nothing is hard about these.
    """

    document: str
    day: str
    rows: dict[str, list[EntityRow]]
    gold: dict[str, int]


@dataclass(slots=True)
class _Entity:
    """An entity: in how many ways a document may name it, the fullest name first in each, and its facts."""

    number: int
    cls: str
    ways: Sequence[tuple[str, ...]]
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Story:
    day: date
    cast: list[_Entity]


@cache
def _lists(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surnames of a country."""
    provider = import_module(f"faker.providers.person.{locale}").Provider

    def names(*attributes: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for each in attributes for name in getattr(provider, each, ())))

    given = names("first_names_male", "first_names_female") or names("first_names")
    return given, names("last_names", "last_names_male")


class _World:
    """Makes entities from one half of the names."""

    def __init__(self, seed: int, part: Part) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - names are no secrets
        self.half = int(part == "reporting")
        self.count = 0
        self.towns = [town.name for town in load_gazetteer().towns(15_000)[self.half :: 2] if town.name.isascii()]
        self.nicknames = NickNamer()

    def pick(self, names: Sequence[str]) -> str:
        return self.chance.choice(names[self.half :: 2])

    def number(self) -> int:
        self.count += 1
        return self.count

    def person(self, *, surname: str = "", given: str = "", common: bool = False) -> _Entity:
        """A person and the ways in which news names them."""
        locale = "en_US" if common else self.chance.choice(_LATIN)
        firsts, lasts = _lists(locale)
        first, last = given or self.pick(firsts), surname or self.pick(lasts[:60] if common else lasts)
        full = f"{first} {last}"
        ways: list[tuple[str, ...]] = [*[(full, last)] * 6, *[(full,)] * 3, *[(last,)] * 2]
        ways.append((f"{first} {self.pick(firsts)[0]}. {last}", full, last))
        ways.append((f"{first[0]}. {last}", last))
        if short := sorted(self.nicknames.nicknames_of(first.lower())):
            ways += [(f"{self.chance.choice(short).title()} {last}", last)] * 2
        if len(last) > 6:
            ways.append((f"{first} {self.misspelt(last)}",))
        return _Entity(self.number(), "Person", ways, self.facts())

    def facts(self) -> list[tuple[str, str]]:
        return [("holdsRole", self.chance.choice(_TRADES)), ("citizenOf", self.chance.choice(_COUNTRIES))]

    def misspelt(self, word: str) -> str:
        at = self.chance.randrange(1, len(word) - 2)
        return self.chance.choice([word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]])

    def byname(self) -> _Entity:
        """Somebody who is called by a name that is no part of the full one."""
        person = self.person()
        full, name = person.ways[0][0], self.pick(_lists("fi_FI")[0])
        person.ways = [*[(full, name)] * 4, *[(full,)] * 2, *[(name,)] * 3]
        return person

    def cyrillic(self) -> _Entity:
        """A person whose name is transliterated in two ways."""
        firsts, lasts = _lists(self.chance.choice(_CYRILLIC))
        first, last = self.pick(firsts), self.pick(lasts)
        ways: list[tuple[str, ...]] = []
        for scheme in _SCHEMES:
            one, other = (
                "".join((_LETTERS | scheme).get(letter, "") for letter in word.lower()).title()
                for word in (first, last)
            )
            ways += [(f"{one} {other}", other), (f"{one} {other}",)]
        return _Entity(self.number(), "Person", ways, self.facts())

    def married(self) -> _Entity:
        firsts, lasts = _lists("en_GB")
        first, maiden, married = self.pick(firsts), self.pick(lasts), self.pick(lasts)
        both = f"{first} {maiden}-{married}" if self.chance.random() < 0.5 else f"{first} {maiden} {married}"
        ways: list[tuple[str, ...]] = [*[(f"{first} {maiden}", maiden)] * 3, *[(f"{first} {married}", married)] * 2]
        ways += [(both, married), (both,), (f"{first} {married}", f"{first} {maiden}", married)]
        return _Entity(self.number(), "Person", ways, self.facts())

    def company(self, founder: str = "") -> _Entity:
        name = f"{founder or self.pick(_lists('en_US')[1])} {self.chance.choice(_FIELDS)}"
        form = self.chance.choice(["Inc.", "Corp.", "Ltd", "plc", "GmbH", "Corporation"])
        ways: list[tuple[str, ...]] = [*[(name,)] * 3, *[(f"{name} {form}", name)] * 2, (f"{name} {form}",)]
        if founder:
            ways.append((name, founder))
        return _Entity(self.number(), "Company", ways)

    def renamed(self) -> _Entity:
        old, new = (f"{self.pick(_lists('fr_FR')[1])} {self.chance.choice(_FIELDS)}" for _ in range(2))
        return _Entity(self.number(), "Company", [(old,)] * 3 + [(new,)] * 3 + [(new, old)] * 3 + [(old, new)])

    def body(self, letters: str = "") -> _Entity:
        """An organization with an acronym; with `letters`, one that shares it."""
        place = self.pick(self.towns)
        subject, head = self.chance.choice(_SUBJECTS), self.chance.choice(_BODIES)
        if letters:
            place = next((town for town in self.towns if town[0] == letters[0] and " " not in town), place)
            subject = next((each for each in _SUBJECTS[::-1] if each[0] == letters[-2]), subject)
            head = next((each for each in _BODIES[::-1] if each[0] == letters[-1]), head)
        name = f"{place} {subject} {head}"
        short = "".join(word[0] for word in name.split())
        ways = [(name, short)] * 4 + [(name,)] * 3 + [(short,)] * 2
        return _Entity(self.number(), "Organization", ways)

    def town(self, name: str = "") -> _Entity:
        country = self.chance.choice(_COUNTRIES)
        chosen = name or self.pick(self.towns)
        return _Entity(self.number(), "City", [(chosen,)], [("partOf", country), ("locatedIn", country)])

    def team(self, town: str) -> _Entity:
        name = self.chance.choice(_TEAMS)
        ways = [(f"{town} {name}", name)] * 4 + [(f"{town} {name}",)] * 2 + [(name,)] * 2
        return _Entity(self.number(), "SportsTeam", ways, [("competesIn", "league")])

    def region(self, name: str) -> _Entity:
        kind = self.chance.choice(["Province", "Island", "Region", "District"])
        ways: list[tuple[str, ...]] = [*[(name,)] * 4, *[(f"{name} {kind}", name)] * 2, *[(f"{name} {kind}",)] * 2]
        return _Entity(self.number(), "Region", ways, [("partOf", self.chance.choice(_COUNTRIES))])

    def country(self, name: str) -> _Entity:
        return _Entity(self.number(), "Country", [(name,)])


def generate(seed: int, part: Part, stories: int = 200) -> list[Generated]:
    """So many stories' documents, in an order that says nothing."""
    world = _World(seed, part)
    chance = world.chance
    told = [_story(world) for _ in range(stories)]
    for place, story in enumerate(told):
        _hard_cases(world, story, told[(place + 1 + chance.randrange(stories - 1)) % stories])
    common = [_Entity(world.number(), "Country", [(name,)]) for name in _COUNTRIES]
    common += [world.body() for _ in range(12)]
    found = [
        _document(world, story, common, f"{part} {seed} {place} {number}")
        for place, story in enumerate(told)
        for number in range(chance.randint(3, 8))
    ]
    return sorted(found, key=lambda each: each.document)


def _story(world: _World) -> _Story:
    day = date(2021, 1, 1) + timedelta(days=world.chance.randrange(1800))
    cast = [world.person() for _ in range(world.chance.randint(2, 4))]
    cast += [world.company() if world.chance.random() < 0.6 else world.body(), world.town()]
    return _Story(day, cast)


def _hard_cases(world: _World, story: _Story, other: _Story) -> None:
    """Add to a story, and to another one, what is hard to tell apart or to join."""
    person, town = story.cast[0], story.cast[-1].ways[0][0]
    first, last = person.ways[0][0].split()[0], person.ways[0][-1]

    def namesakes() -> None:
        common = world.person(common=True)
        given, surname = common.ways[0][0].rsplit(" ", 1)
        story.cast.append(common)
        other.cast.append(world.person(given=given, surname=surname))

    def junior() -> None:
        son = world.person(given=first, surname=last)
        son.ways = [(f"{first} {last} Jr.",), (f"{first} {last} Jr.",), (f"{first} {last} Jr", last)]
        story.cast.append(son)

    def acronyms() -> None:
        body = world.body()
        story.cast.append(body)
        other.cast.append(world.body(letters="".join(word[0] for word in body.ways[0][0].split())))

    def country() -> None:
        name = world.pick(world.towns)
        story.cast.append(world.region(name))
        other.cast.append(world.country(name))

    cases: list[Callable[[], None]] = [
        namesakes,
        junior,
        acronyms,
        country,
        lambda: story.cast.append(world.person(surname=last)),
        lambda: other.cast.append(world.person(given=first, surname=last)),
        lambda: story.cast.append(world.cyrillic()),
        lambda: story.cast.append(world.married()),
        lambda: story.cast.append(world.byname()),
        lambda: story.cast.append(world.renamed()),
        lambda: other.cast.append(world.town(town)),
        lambda: story.cast.append(world.team(town)),
        lambda: story.cast.append(world.company(founder=last)),
        lambda: other.cast.extend((story.cast[0], story.cast[-1])),  # who and where are in the news again
    ]
    for case in world.chance.sample(cases, 3):
        case()


def _document(world: _World, story: _Story, common: Sequence[_Entity], name: str) -> Generated:
    chance = world.chance
    digest = sha256(name.encode()).hexdigest()
    found = Generated(digest, (story.day + timedelta(days=chance.randrange(15))).isoformat(), {}, {})
    cast = [each for each in story.cast if chance.random() < 0.75] or story.cast[:2]
    taken: set[str] = set()
    for entity in [*cast, *chance.sample(common, chance.randint(1, 4))]:
        way = chance.choice(entity.ways)
        key = normalise(way[0])
        if taken & set(way) or key in found.rows:
            continue  # two of one name in a document are nobody's to tell apart
        taken |= set(way)
        cls = entity.cls if chance.random() < 0.93 else chance.choice(["Person", "Organization", "City", "Company"])
        written = tuple((written, chance.randint(1, 4)) for written in way)
        facts = [
            Relation(predicate, True, normalise(item)) for predicate, item in entity.facts if chance.random() < 0.5
        ]
        row = EntityRow(
            key, digest, len(found.rows), way[0], cls, way[1:], sum(n for _, n in written), True, written, tuple(facts)
        )
        found.rows[key] = [row]
        if entity in cast:
            found.gold[key] = entity.number
    return found


STORIES = 200
"""How many stories of hard cases are made to train on, and as many others to report on."""


@dataclass(frozen=True, slots=True)
class Known:
    """Entities of documents of which it is known who they are, and of which story.

    Identities are known within a story: the same name in another may well be the same entity.
    """

    profiles: list[Profile]
    gold: list[Hashable]
    stories: list[Hashable] = field(default_factory=list)


def hard_cases(seed: int, part: Part, stories: int = STORIES) -> Known:
    """Generated entities of documents."""
    found = Known([], [])
    for each in generate(seed, part, stories):
        story = frozenset(form_of(row.name).text for rows in each.rows.values() for row in rows)
        for key, number in each.gold.items():
            found.profiles.append(profile_of(each.rows[key], story))
            found.gold.append(number)
    return found


def clusters_of(profiles: Sequence[Profile], scorer: Scorer) -> list[Profile]:
    """Profiles of entities of documents resolved: one profile for each entity."""
    free = Constraints(Decisions())
    by_form: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_form[profile.main.text].append(profile)
    senses = [sense for form in sorted(by_form) for sense in senses_of(by_form[form], scorer, free)]
    return [each.profile for each in join_senses(senses, scorer, free).clusters]


def pairwise(known: Known, scorer: Scorer) -> tuple[float, float]:
    """Precision and recall over pairs of entities of documents that are one."""
    clusters = clusters_of(known.profiles, scorer)
    of = {member: number for number, each in enumerate(clusters) for member in each.members}
    wanted, found = pairs_of(known.gold), pairs_of([of[profile.first] for profile in known.profiles])
    right = len(wanted & found)
    return right / max(1, len(found)), right / max(1, len(wanted))


def pairs_of(labels: Sequence[Hashable]) -> set[tuple[int, int]]:
    """The pairs of places that have the same label."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        groups[label].append(place)
    return {pair for group in groups.values() for pair in combinations(group, 2)}
