"""The gazetteer that comes with kg: countries, their parts, towns, regions of the world, looked up by name.

`places.gz` holds a line a place, and after an empty line its index: the folded names in order, each with the offsets of
its places' lines. Nothing is parsed but what is asked for, so that a run that meets ten places pays for ten.
"""

from __future__ import annotations

import gzip
import hashlib
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal, NamedTuple

from kg.spelling import fold

_FILE: Final = "places.gz"

type PlaceKind = Literal["country", "region", "district", "city", "part of the world"]
_KINDS: dict[str, PlaceKind] = {"C": "country", "1": "region", "P": "city", "R": "part of the world"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `offset` is its key there and `parent` that of the place it lies in, None where there is none. `geonames` and
    `wikidata` are identifiers, `iso` the code of ISO 3166, each "" where none is known; `country` is the ISO 3166 code
    of the country, "" for a part of the world; latitude and longitude are in degrees (WGS84).
    """

    offset: int
    kind: PlaceKind
    name: str
    latitude: float
    longitude: float
    country: str
    parent: int | None
    population: int
    geonames: str
    wikidata: str
    iso: str


class Candidate(NamedTuple):
    """A place that a name may mean; `usual` is false where the name is another than the place's first."""

    place: Place
    usual: bool


class Gazetteer:
    """Places by their names. Equal bytes give equal answers in an equal order."""

    def __init__(self, data: bytes) -> None:
        """Read the bytes of `places.gz`; ValueError where they are another file's."""
        text = gzip.decompress(data)
        header, separator, rest = text.partition(b"\n")
        rows, middle, names = rest.partition(b"\n\n")
        if not (header.startswith(b"# ") and separator and middle):
            raise ValueError("no gazetteer")
        self._rows, self._names = rows + b"\n", b"\n" + names
        self.place = lru_cache(maxsize=1 << 14)(self._place)
        self.lookup = lru_cache(maxsize=1 << 14)(self._lookup)

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        """The places that bear a name, whatever its case and accents, in the order of the file."""
        key = fold(name).encode()
        line = self._line_of(key) if key else b""
        return tuple(
            Candidate(self.place(int(each.removeprefix(b"~"))), not each.startswith(b"~")) for each in line.split()
        )

    def _line_of(self, key: bytes) -> bytes:
        """What the index holds under a key, found by halving."""
        low, high, names = 0, len(self._names) - 1, self._names
        while low < high:
            start = names.rfind(b"\n", 0, (low + high) // 2 + 1)
            end = names.find(b"\n", start + 1)
            found, _, offsets = names[start + 1 : end].partition(b"\t")
            if found == key:
                return offsets
            if found < key:
                low = end
            else:
                high = start
        return b""

    def _place(self, offset: int) -> Place:
        line = self._rows[offset : self._rows.index(b"\n", offset)].decode()
        geonames, kind, country, parent, latitude, longitude, population, iso, wikidata, name = line.split("\t")
        return Place(
            offset,
            _KINDS.get(kind, "district"),
            name,
            float(latitude),
            float(longitude),
            country,
            int(parent) if parent else None,
            int(population),
            geonames,
            wikidata,
            iso,
        )

    def towns(self, least: int) -> list[Place]:
        """Return the towns of at least so many inhabitants, by their GeoNames ids; all rows are read."""
        found, at = [], 0
        for line in self._rows.splitlines(keepends=True):
            columns = line.split(b"\t")
            if columns[1] == b"P" and int(columns[6]) >= least:
                found.append(self._place(at))
            at += len(line)
        return sorted(found, key=lambda place: int(place.geonames))

    def within(self, place: Place) -> tuple[Place, ...]:
        """The places that a place lies in, from the nearest to its country."""
        found: list[Place] = []
        while place.parent is not None:
            place = self.place(place.parent)
            found.append(place)
        return tuple(found)


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that comes with kg; the first call takes some tenths of a second."""
    return Gazetteer(_packed())


@cache
def gazetteer_digest() -> str:
    """Return the first 16 hex digits of the SHA-256 of the gazetteer, which is not loaded for it."""
    return hashlib.sha256(_packed()).hexdigest()[:16]


def _packed() -> bytes:
    return resources.files(__package__).joinpath(_FILE).read_bytes()


@cache
def foreign_names() -> dict[str, str]:
    """Return the names in English of countries and large cities, by their folded names in other languages."""
    text = gzip.decompress(resources.files(__package__).joinpath("names.gz").read_bytes()).decode()
    return dict(line.split("\t") for line in text.splitlines())


def kilometres(one: Place, other: Place) -> float:
    """The distance of two places as the crow flies.

    Source: the haversine formula, R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984), 159.
    """
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    span = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(span / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))
