"""Gazetteers in tables (CSV) and in FollowTheMoney's lines of JSON, read into entries.

Each is hostile until it is read: names are bounded in length and number, IRIs checked, entries without a name left out.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError
from kg.links.model import Entry, Gazetteer, Point, is_iri
from kg.ontology import CLASSES
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LONGEST: Final = 200
"""Characters of a name; a longer one names nothing."""
_MOST_NAMES: Final = 200
_MOST_ENTRIES: Final = 2_000_000
_WIKIDATA: Final = re.compile(r"Q[1-9][0-9]{0,11}")
_SEVERAL: Final = re.compile(r"[|;]")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")

_COLUMNS: Final = {
    "id": "id iri uri url identifier geonameid",
    "name": "name label preflabel title caption",
    "others": "others alias aliases altlabel alternativename alternatenames alternativelabels",
    "weak": "weak weakalias weakaliases",
    "type": "type class schema kind",
    "same": "same sameas exactmatch wikidata wikidataid",
    "latitude": "latitude lat",
    "longitude": "longitude long lon lng",
    "country": "country countrycode countries",
    "population": "population",
}
"""What a column may be called, in lower case and without spaces, signs and underscores."""


@dataclass(slots=True)
class Draft:
    """What is known of an entry while its source is read; values stand as they were found."""

    names: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    latitude: str = ""
    longitude: str = ""
    country: str = ""
    population: str = ""


_LONGEST_CELL = 131_072
"""The longest cell of a table that is read, in code points: Python's own limit."""


def read_csv(path: Path) -> Gazetteer:
    """The gazetteer in a table whose first line names its columns, split at commas, semicolons or tabs.

    Needed is a column of names (name, label …); known are id, aliases, type, sameAs or wikidata, latitude, longitude,
    country and population. Several values in a cell stand between "|" or ";".

    Raises:
        InputError: the file cannot be read, has no column of names or no entry.
    """
    csv.field_size_limit(_LONGEST_CELL)  # of the whole process: others set it as well
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            mark = max(",;\t", key=head.count)
            rows = csv.DictReader(file, delimiter=mark, strict=True, restkey="")
            columns = _known_columns(rows.fieldnames or ())
            if "name" not in columns.values():
                raise InputError(f"{path}: its first line names no column of names: call one name or label")
            ids = [name for name, column in columns.items() if column == "id"]
            known = (
                (next((row[name] for name in ids if row[name]), f"line {n}"), row) for n, row in enumerate(rows, 2)
            )
            return collect(path, ((given, _of_row(row, columns)) for given, row in known))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error) from error


def _known_columns(names: Iterable[str]) -> dict[str, str]:
    """What each column that we know holds, by its name in the file."""
    meaning = {spelling: column for column, spellings in _COLUMNS.items() for spelling in spellings.split()}
    plain = {name: re.sub(r"[^a-z]", "", name.casefold()) for name in names if name}
    return {name: meaning[word] for name, word in plain.items() if word in meaning}


def _of_row(row: dict[str, str], columns: dict[str, str]) -> Draft:
    draft = Draft()
    for name, column in columns.items():
        value = row[name] or ""
        if column == "name":
            draft.names.append(value)
        elif column in {"others", "weak", "same"}:
            getattr(draft, column).extend(_SEVERAL.split(value))
        elif column == "type":
            draft.types += _SEVERAL.split(value)
        elif column != "id":
            setattr(draft, column, value)
    return draft


def read_ftm(path: Path) -> Gazetteer:
    """The gazetteer in lines of JSON, an entity of FollowTheMoney each: id, schema, properties.

    Raises:
        InputError: the file cannot be read, a line is no such entity, or there is none.
    """
    found = (_of_entity(path, number, entity) for number, entity in ftm_entities(path))
    return collect(path, filter(None, found))


def ftm_entities(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the entities in lines of FollowTheMoney's JSON, each with the number of its line.

    Raises:
        InputError: the file cannot be read, or a line is no entity.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _ftm_entity(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error


def _ftm_entity(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: line {number} is not JSON: correct or remove it") from error
    if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
        raise InputError(f"{path}: line {number} is not an entity of FollowTheMoney with id, schema and properties")
    return entity


def _of_entity(path: Path, number: int, entity: dict[str, Any]) -> tuple[str, Draft] | None:
    """The id and values of an entity, None where its schema is none of what gazetteers list."""
    known = entity.get("properties")
    if not isinstance(known, dict):
        raise InputError(f"{path}: line {number} is not an entity of FollowTheMoney with id, schema and properties")

    def values(*names: str) -> list[str]:
        found = (value for name in names for value in _listed(known.get(name)))
        return [value for value in found if isinstance(value, str)]

    def first(*names: str) -> str:
        return next(iter(values(*names)), "")

    caption = entity.get("caption")
    schema = [entity["schema"]] if isinstance(entity.get("schema"), str) else []
    kinds = [each for each in values("keywords") if each.startswith("kg:")]
    if not kinds and any(each.casefold() in _table()["passed_over"] for each in schema):
        return None
    return entity["id"], Draft(
        names=values("name") or ([caption] if isinstance(caption, str) else []),
        others=values("alias", "previousName", "abbreviation"),
        weak=values("weakAlias"),
        types=kinds + schema,
        same=values("wikidataId", "sameAs"),
        latitude=first("latitude"),
        longitude=first("longitude"),
        country=first("country", "jurisdiction", "nationality"),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def collect(path: Path, drafts: Iterable[tuple[str, Draft]]) -> Gazetteer:
    """The entries of a file in the order of their ids, those of one id put together, those without a name left out.

    Raises:
        InputError: there is none, or there are more than two million.
    """
    merged: dict[str, Draft] = {}
    for given, draft in drafts:
        key = clean(" ".join(given.split()))[:2000]
        before = merged.setdefault(key, draft)
        if before is not draft:
            for name in ("names", "others", "weak", "types", "same"):
                getattr(before, name).extend(getattr(draft, name)[:_MOST_NAMES])
        if len(merged) > _MOST_ENTRIES:
            raise InputError(f"{path}: has more than {_MOST_ENTRIES:,} entries: take those that you need")
    entries = [entry for key, draft in sorted(merged.items()) if (entry := _entry(key, draft)) is not None]
    if not entries:
        raise InputError(f"{path}: holds nothing that has a name")
    return Gazetteer(clean(path.name), tuple(entries))


def _entry(key: str, draft: Draft) -> Entry | None:
    names = _usable(draft.names)
    others = _usable(draft.others)
    names, others = (names, others) if names else (others[:1], others[1:])
    if not names:
        return None
    same = [f"http://www.wikidata.org/entity/{each}" if _WIKIDATA.fullmatch(each) else each for each in draft.same]
    same = sorted({each for each in map(str.strip, same) if is_iri(each)} - {key})[:20]
    if _WIKIDATA.fullmatch(key):
        same = sorted({*same, f"http://www.wikidata.org/entity/{key}"})
    cls = next(filter(None, map(class_of, draft.types)), "")
    return Entry(key, names, others, _usable(draft.weak), cls, tuple(same), _point(draft))


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    """The names that can be compared, each once, in their order."""
    found = (clean(" ".join(name.split())) for name in names if len(name) <= _LONGEST)
    return tuple(dict.fromkeys(name for name in found if any(map(str.isalnum, name))))[:_MOST_NAMES]


def _point(draft: Draft) -> Point | None:
    try:
        latitude, longitude = float(draft.latitude), float(draft.longitude)
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    country = draft.country.strip().upper() if _COUNTRY.fullmatch(draft.country.strip()) else ""
    population = int(draft.population) if draft.population.isdecimal() and len(draft.population) < 12 else 0
    return Point(round(latitude, 5), round(longitude, 5), country, population)


def class_of(kind: str) -> str:
    """The class of the vocabulary that a type's IRI or name means, "" for none of ours.

    >>> class_of("http://schema.org/Corporation"), class_of("PublicBody"), class_of("Vessel")
    ('Company', 'GovernmentAgency', '')
    """
    return _classes().get(re.split(r"[/#:]", kind.strip())[-1].casefold(), "")


@cache
def _table() -> dict[str, list[str]]:
    table = tomllib.loads(resources.files(__package__).joinpath("classes.toml").read_text("utf-8"))
    del table["origin"]
    return table


@cache
def _classes() -> dict[str, str]:
    table = {cls: words for cls, words in _table().items() if cls in CLASSES}
    return {name.casefold(): name for name in CLASSES} | {word: cls for cls, listed in table.items() for word in listed}


def _unreadable(path: Path, error: Exception) -> InputError:
    if isinstance(error, UnicodeDecodeError):
        return InputError(f"{path}: is not in UTF-8 (byte {error.start:,}): save it so")
    if isinstance(error, OSError):
        return InputError(f"{path}: cannot be read: {error.strerror or error}")
    return InputError(f"{path}: is no table: {error}")
