"""What linking takes and gives: entries of gazetteers, and links of identities to them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Final

SURE: Final = 0.8
"""The confidence from which an entity is held to be what it is linked to (owl:sameAs); below, it is a close match."""
LEAST: Final = 0.5
"""The confidence below which there is no link."""
_IRI: Final = re.compile(r"""https?://[^\x00-\x20<>"{}|\\^`]{1,2000}""")


def is_iri(text: str) -> bool:
    """Whether text can stand as an IRI of the web in a graph.

    >>> is_iri("https://example.org/a"), is_iri("javascript:alert(1)"), is_iri("http://a> <b")
    (True, False, False)
    """
    return _IRI.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Point:
    """Where a place lies, in degrees (WGS84); its country's code (ISO 3166-1) and inhabitants, "" and 0 if unknown."""

    latitude: float
    longitude: float
    country: str = ""
    population: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a gazetteer lists.

    `id` is its IRI, or its identifier in the gazetteer; `names` are what it is called first of all (in each language),
    `others` its other names, `weak` those that alone are no sign of it. `cls` is a class of the vocabulary, "" where
    its type is none of ours; `same` are IRIs of the same thing elsewhere.
    """

    id: str
    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    cls: str = ""
    same: tuple[str, ...] = ()
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Entries that came from one file; `name` is the file's."""

    name: str
    entries: tuple[Entry, ...]

    def encode(self) -> bytes:
        """The same as bytes, equal for equal entries."""
        return json.dumps([asdict(entry) for entry in self.entries], ensure_ascii=False).encode()

    @classmethod
    def decode(cls, name: str, data: bytes) -> Gazetteer:
        """The gazetteer that `encode` wrote."""
        return cls(name, tuple(map(_entry, json.loads(data))))


@dataclass(frozen=True, slots=True)
class Link:
    """An entity of the world is what a gazetteer lists.

    `entry` is its IRI, or its identifier in the gazetteer, which `source` names; `same` are IRIs of the same thing
    elsewhere; `label` is what the gazetteer calls it and `reason` says in words why it is meant.
    """

    entry: str
    label: str
    confidence: float
    reason: str
    source: str
    same: tuple[str, ...] = ()
    point: Point | None = None

    @property
    def sure(self) -> bool:
        """Whether the entity is held to be the same."""
        return self.confidence >= SURE


def _entry(fields: dict[str, Any]) -> Entry:
    point = fields.pop("point")
    lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return Entry(**lists, point=Point(**point) if point else None)
