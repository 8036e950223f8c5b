"""A graph's properties as columns of values of one kind; what is of another kind is left out, and noted.

Anybody may put triples into a graph: an update, another program, a file that was damaged. What is well-formed is read,
whatever stands beside it; `kg validate` lists the rest.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property, partial
from math import nan
from typing import TYPE_CHECKING, Any

from rdflib.namespace import RDF

from kg.dates import is_date
from kg.graph.rdf.dataset import BLANK
from kg.namespaces import KG, OA
from kg.ontology import CLASSES, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rdflib import URIRef

    type Pairs = Callable[[URIRef, URIRef | None], Iterable[tuple[str, str, bool]]]

_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
_SHOWN = 60
"""The most characters of a wrong value that a note shows."""


type Range = tuple[int, int]


class Columns:
    """The properties of a graph; `left_out` has the reason for each node of which something was not taken.

    `pairs` gives the triples of a property, or of a property and a value, as `kg.graph.rdf.dataset.read_pairs` does.
    """

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.left_out: dict[str, str] = {}
        self._known: dict[object, Any] = {}
        self._names: dict[str, str] = {}

    def leave_out(self, node: str, reason: str) -> None:
        """Note that something of a node is not taken, the first reason only."""
        self.left_out.setdefault(node, reason)

    def iris(self, predicate: URIRef) -> Mapping[str, str]:
        """The one IRI that each node has under a property."""
        return self._one(predicate, _iri, "IRI")

    def words(self, predicate: URIRef) -> Mapping[str, str]:
        """The one text that each node has."""
        return self._one(predicate, _text, "literal")

    def numbers(self, predicate: URIRef) -> Mapping[str, int]:
        """The one count or offset that each node has: an integer, 0 or more."""
        return self._one(predicate, _number, "number of 0 or more")

    def shares(self, predicate: URIRef) -> Mapping[str, float]:
        """The one number from 0 to 1 that each node has."""
        return self._one(predicate, partial(_within, least=0, most=1), "number from 0 to 1")

    def degrees(self, predicate: URIRef, most: int) -> Mapping[str, float]:
        """The one latitude or longitude that each node has."""
        return self._one(predicate, partial(_within, least=-most, most=most), f"number from -{most} to {most}")

    def dates(self, predicate: URIRef) -> Mapping[str, str]:
        """The one date or interval that each node has."""
        return self._one(predicate, _date, "date")

    def moments(self, predicate: URIRef) -> Mapping[str, str]:
        """The one day or moment that each node has."""
        return self._one(predicate, _moment, "day or moment")

    def texts(self, predicate: URIRef) -> Mapping[str, list[str]]:
        """The texts that each node has."""
        return self._many(predicate, literal=True)

    def links(self, predicate: URIRef) -> Mapping[str, list[str]]:
        """The IRIs that each node has."""
        return self._many(predicate, literal=False)

    def either(self, predicate: URIRef) -> Mapping[str, tuple[str, bool]]:
        """The one IRI or text that each node has, and whether it is a text."""
        return self._one(predicate, _either, "IRI")

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """The class of each entity, without prefix: of several the last in the order of the ontology."""
        found: dict[str, str] = {}
        for name in CLASSES:
            for iri, _, _ in self.pairs(RDF.type, KG[name]):
                if iri.startswith(BLANK):
                    self.leave_out(iri, "is a blank node")
                else:
                    found[self._shared(iri)] = name
        return found

    @cached_property
    def spans(self) -> Mapping[str, tuple[int, int]]:
        """The offsets of each sentence and claim: where it begins, and where its quote ends."""
        quotes, begins = self.words(KG.quote), self.numbers(OA.start)
        return {iri: (begin, begin + len(quotes[iri])) for iri, begin in begins.items() if iri in quotes}

    @cached_property
    def statement_spans(self) -> Mapping[str, Sequence[Range | None]]:
        """The offsets of the subject, the predicate and the object of each statement."""
        found: dict[str, Sequence[Range | None]] = {}
        ranges: dict[str, Range | None] = {}  # a place that many statements give is made once
        facts = self.iris(KG.fact)
        for document, text in self.words(KG.statementSpans).items():
            for line in text.split("\n"):
                iri, _, places = line.partition(" ")
                if iri not in facts:
                    continue
                given = places.split(" ")
                for place in given:
                    if place not in ranges:
                        ranges[place] = _range(place)
                if len(given) == 3:
                    found[self._shared(iri)] = [ranges[place] for place in given]
                else:
                    self.leave_out(document, f"gives {len(given)} places of a statement")
        return found

    def _one[Value](
        self, predicate: URIRef, accept: Callable[[str, bool], Value | None], kind: str
    ) -> Mapping[str, Value]:
        known: Mapping[str, Value] | None = self._known.get((predicate, accept))
        if known is not None:
            return known
        name, share = shorten(str(predicate)), self._names.setdefault
        taken: tuple[dict[str, tuple[str, Value | None]], ...] = {}, {}  # most values are those of many nodes
        found: dict[str, tuple[str, Value | None]] = {}
        for iri, text, literal in self.pairs(predicate, None):
            value = taken[literal].get(text)
            if value is None:
                own = share(text, text) if accept is _iri else text
                value = taken[literal][own] = own, accept(own, literal)
            if iri.startswith(BLANK):
                self.leave_out(iri, f"is a blank node with {name}")
            elif value[1] is None:
                self.leave_out(iri, f"{name} is no {kind}: {text[:_SHOWN]!r}")
            elif iri not in found:
                found[share(iri, iri)] = value
            elif found[iri][0] != text:
                self.leave_out(iri, f"has more than one {name}")
                found[iri] = min(found[iri], value, key=lambda each: each[0])
        known = self._known[predicate, accept] = {iri: value for iri, (_, value) in found.items() if value is not None}
        return known

    def _shared(self, node: str) -> str:
        """Return the one copy of a node's name: a graph's columns have each some twenty times."""
        return self._names.setdefault(node, node)

    def _many(self, predicate: URIRef, *, literal: bool) -> Mapping[str, list[str]]:
        name, kind = shorten(str(predicate)), "literal" if literal else "IRI"
        found: dict[str, list[str]] = {}
        for iri, value, is_literal in self.pairs(predicate, None):
            if iri.startswith(BLANK):
                self.leave_out(iri, f"is a blank node with {name}")
            elif is_literal != literal or (not literal and value.startswith(BLANK)):
                self.leave_out(iri, f"{name} is no {kind}: {value[:_SHOWN]!r}")
            else:
                found.setdefault(self._shared(iri), []).append(value if literal else self._shared(value))
        return found


def _iri(value: str, literal: bool) -> str | None:
    return None if literal or value.startswith(BLANK) else value


def _text(value: str, literal: bool) -> str | None:
    return value if literal else None


def _either(value: str, literal: bool) -> tuple[str, bool] | None:
    return (value, literal) if literal or not value.startswith(BLANK) else None


def _date(value: str, literal: bool) -> str | None:
    return value if literal and is_date(value) else None


def _moment(value: str, literal: bool) -> str | None:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    return value if literal else None


def _number(value: str, literal: bool) -> int | None:
    return int(value) if literal and _NUMBER.fullmatch(value) else None


def _range(place: str) -> Range | None:
    begin, _, end = place.partition("-")
    if _NUMBER.fullmatch(begin) and _NUMBER.fullmatch(end) and int(begin) < int(end):
        return int(begin), int(end)
    return None


def _within(value: str, literal: bool, least: float, most: float) -> float | None:
    try:
        number = float(value) if literal else nan
    except ValueError:
        return None
    return number if least <= number <= most else None
