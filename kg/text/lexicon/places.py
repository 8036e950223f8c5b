"""Places by name: countries with their demonyms, provinces, cities and capitals."""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.spelling import without_accents
from kg.text.lexicon.names import KNOWN_NAMES
from kg.text.lexicon.nouns import PLACES
from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIST: Final = Path(__file__).with_name("places.gz")

_COMMON: Final = words("words/common")


@dataclass(frozen=True, slots=True)
class Places:
    """Places by name, as it is written.

    `countries` maps each name of a country (aliases too) to the one by which news calls it, `demonyms` each adjective
    or noun to its country or region, `regions` a province or state to its country's name ("" where it is not known),
    `cities` a city of more than a hundred thousand to its country and `abbreviated` a region's abbreviation or a city's
    other name to its name; `provinces` are those of the cities whose province or state bears the same name. `peoples`
    are names of peoples and faiths, `ambiguous` names of countries with other meanings as well,
    `towns` the names of all places of more than fifteen thousand, each with the codes (ISO 3166) of the countries that
    have one, and `capitals` the countries of theirs. `codes` are those of countries by the names that news calls them.
    """

    countries: dict[str, str]
    demonyms: dict[str, str]
    regions: dict[str, str]
    cities: dict[str, str]
    peoples: frozenset[str]
    ambiguous: frozenset[str]
    abbreviated: dict[str, str]
    towns: dict[str, frozenset[str]]
    provinces: frozenset[str]
    capitals: dict[str, str]
    codes: dict[str, str]


@cache
def load_places() -> Places:
    """Return the places of `words/places.toml` and of the list beside this module; the first call takes 0.3 seconds."""
    places = table("words/places")
    rows = _read_rows()
    official = {code: name for name, code, _ in rows["country"] if name} | places["codes"]
    countries = {name: name for name in chain(official.values(), places["demonyms"])}
    countries |= {alias: name for name, aliases in places["aliases"].items() for alias in aliases}
    demonyms = {word: name for name, forms in (places["demonyms"] | places["regions"]).items() for word in forms}
    towns: defaultdict[str, set[str]] = defaultdict(set)
    cities: dict[str, str] = {}
    for name, code, *others in rows["city"]:  # the largest of a name comes last
        cities |= dict.fromkeys(sorted(_spellings(name, others)), official.get(code, ""))
    for name, code, *others in rows["town"] + rows["city"]:
        for spelling in _spellings(name, others):
            towns[spelling].add(code)
    vague, types = words("words/places", "vague"), words("words/places", "region_types")
    provinces = [(name, code) for name, code, type_ in rows["part"] if type_ in types]
    regions = {name: official.get(code, "") for name, code in provinces if name not in cities and name not in vague}
    regions |= {name: "United States" for name, _, type_ in rows["part"] if not type_}
    cities_first = words("words/places", "cities_before_states")
    cities |= dict.fromkeys(sorted(cities_first), "United States")
    for name in cities_first:
        towns[name].add("US")
    elsewhere = words("words/places", "towns_elsewhere")
    capitals = {
        capital: official[code]
        for _, code, capital in rows["country"]
        if code in official and capital not in {"", official[code], *elsewhere}
    }
    return Places(
        countries=countries,
        demonyms=demonyms,
        regions=regions,
        cities=cities,
        peoples=words("words/places", "peoples"),
        ambiguous=words("words/places", "ambiguous"),
        abbreviated=places["abbreviations"] | places["cities"],
        towns={name: frozenset(codes) for name, codes in towns.items()},
        provinces=frozenset(name for name, _ in provinces if name in cities) | cities_first,
        capitals=capitals | places["seats"],
        codes={name: code for code, name in official.items()},
    )


def _read_rows() -> dict[str, list[list[str]]]:
    """Return the rows of `places.gz` by their kind; `kg.training.gazetteer` writes and describes it."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for line in gzip.decompress(_LIST.read_bytes()).decode().splitlines():
        kind, *cells = line.split("\t")
        rows[kind].append(cells)
    return rows


def _spellings(name: str, others: Iterable[str]) -> set[str]:
    """Return a name with and without its accents ("Cádiz", "Cadiz"), without the plain one if it is a common word."""
    plain = name if name.isascii() else without_accents(name)
    return {name, *others} if plain.lower() in _COMMON else {name, plain, *others}


def is_nation(name: str) -> bool:
    """Whether a name is a country's or a demonym: "Norway", "Norwegian"."""
    return name in load_places().demonyms or name in load_places().countries


def lies_elsewhere(city: str, country: str) -> bool:
    """Whether a large city lies in no such country: no town of its name does, nor in what the country holds or claims.

    >>> lies_elsewhere("Geneva", "Syria"), lies_elsewhere("London", "Canada"), lies_elsewhere("Taipei", "China")
    (True, False, False)
    """
    places = load_places()
    code = places.codes.get(places.countries.get(country, ""), "")
    if not code or country in places.ambiguous or city not in places.cities or city in places.countries:
        return False
    return places.towns[city].isdisjoint((code, *table("words/places")["claims"].get(code, ())))


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
