"""Which place of the gazetteer each name of a document means: all its names are decided together.

In: an `Extraction`. Out: for each entity that is a place of the gazetteer, that place, how sure that is and why. A
function of one document and of the gazetteer.

A name's candidates are scored by what is known of each (its kind against the class of the entity, its inhabitants,
whether it is called so first of all) and by the other places of the document: what it is said to lie in, what of what
it lies in is named, what of what lies in it, how near the others are. The score of "none of these" stands beside them.
The other names' candidates count by how probable they are, for a few rounds, so that what is sure decides what is not.

Source: the features are those of toponym resolution since J. Leidner, Toponym Resolution in Text (2007): minimal
distance, containment, population.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.links.gazetteer import Place, foreign_names, gazetteer_digest, kilometres, load_gazetteer
from kg.ontology import is_a
from kg.resolve.model import Reference
from kg.spelling import clean, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.links.gazetteer import Candidate, Gazetteer
    from kg.model import Entity, Extraction
    from kg.records.database import Records

LEAST: Final = 0.5
"""The least probability of a place that an entity is linked to."""
SURE: Final = 0.8
"""The probability from which a place is evidence of who or what else is meant."""
_ONE_TOWN: Final = 30.0
"""Kilometres within which two towns and districts of a name may be the same one."""
_ROUNDS: Final = 3
_NONE: Final = 7.5
"""The score of no place of the gazetteer, in log odds as all below."""
_INHABITANTS: Final = 0.7
"""For each power of e of inhabitants."""
_SECOND_NAME: Final = -2.0
"""For a name that is not the first of its place."""
_FITS: Final = {
    "Country": {"country": 6.0, "region": 3.0, "part of the world": 10.0, "city": -3.0, "district": -3.0},
    "City": {"city": 2.0, "country": 1.0, "region": -1.0},
    "GeographicFeature": {"city": -4.0, "district": -4.0},
    "Region": {"region": 3.0, "district": 1.5, "country": 1.0, "part of the world": 10.0, "city": 0.0},
}
"""What a candidate's kind adds under the class of the entity."""
_FITS_NOT: Final = -1.5
"""What it adds where neither speaks for the other."""
_SAID: Final = 8.0
"""For lying in what the text says that it lies in, and for what is said to have such a place in it."""
_NAMED_AROUND: Final = {"country": 2.5, "region": 4.0, "district": 3.0}
"""For lying in a place that the document names."""
_NAMED_INSIDE: Final = 2.0
_SAME_COUNTRY: Final = 1.5
"""For each power of e of other places of the document that lie in it, or in the same country."""
_NEAR: Final = 2.5
_NEAR_KILOMETRES: Final = 150.0
"""For a town or district beside it; this falls to a third at that distance."""
_SMALL, _LARGE = frozenset({"city", "district"}), frozenset({"country", "part of the world"})
"""What something may be near to, and what lies in no country."""
_MUCH_LARGER: Final = 10.0
_UNSAID: Final = 0.5
"""What is named around a place counts by this factor where a namesake is `_MUCH_LARGER` times as large: a text that
means the smaller one says so."""
_OF_COUNTRY: Final = 0.6
"""The same factor for a province that shares its name with a country."""
_SEEN: Final = 0.05
"""The least probability with which another name's candidate counts."""
_BETWEEN: Final = re.compile(r"\s*,\s*|\s*\(|,? in (?:the )?")
"""What stands between a place and what it lies in: "Paris, Texas", "Paris (Texas)", "Paris in Texas"."""
_LIES_IN: Final = frozenset({"locatedIn", "partOf"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """An entity of a document that may be a place of the gazetteer.

    `inside` are the ids of the entities that the text says it lies in, by a fact or by standing before it ("Paris,
    Texas"); `candidates` is never empty.
    """

    entity: str
    cls: str
    candidates: tuple[Candidate, ...]
    inside: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """The place that an entity of a document is, how sure that is, in [0, 1], and why, in a few words."""

    place: Place
    confidence: float
    reason: str


@dataclass(slots=True)
class _Option:
    """A candidate of a name: its score by itself, its probability, and the strongest sign that it is meant."""

    place: Place
    prior: float
    probability: float = 0.0
    reason: str = ""


class _Others(NamedTuple):
    """The places that the other names of a document may mean, each with its probability and its name's entity."""

    places: Mapping[int, tuple[float, str]]
    inside: Mapping[int, float]
    """How many of them lie in a place, in all."""
    said_inside: Mapping[int, float]
    """How sure it is of a place that one of them, which the text says lies in this name's place, lies in it."""
    countries: Mapping[str, float]
    """How many of them lie in a country."""
    points: Sequence[tuple[Place, float]]
    """Those that are small enough to be near anything."""


def places_of(extraction: Extraction) -> dict[str, PlaceLink]:
    """The place of each entity of a document that is one of the gazetteer, by the entity's id."""
    gazetteer = load_gazetteer()
    names = {name.entity: name for name in _names_of(extraction, gazetteer)}
    options = {entity: _options(name) for entity, name in names.items()}
    for _ in range(_ROUNDS):
        scores = [(entity, _scores(entity, names, options, gazetteer)) for entity in names]
        for entity, found in scores:
            _settle(options[entity], found)
    links = {}
    for entity in names:
        best = max(options[entity], key=lambda option: (option.probability, -option.place.offset))
        if best.probability >= LEAST:
            links[entity] = PlaceLink(best.place, round(best.probability, 4), best.reason)
    return links


def _options(name: PlaceName) -> list[_Option]:
    found: dict[int, _Option] = {}
    for candidate in name.candidates:
        place = candidate.place
        prior = _INHABITANTS * math.log(place.population + 1) + _FITS.get(name.cls, {}).get(place.kind, _FITS_NOT)
        if not candidate.usual and place.kind != "country":
            prior += _SECOND_NAME
        if place.offset not in found or found[place.offset].prior < prior:
            found[place.offset] = _Option(place, prior)
    options = list(found.values())
    _settle(options, [(option.prior, "") for option in options])
    return options


def _settle(options: Sequence[_Option], scores: Sequence[tuple[float, str]]) -> None:
    """Give options their probabilities by their scores."""
    top = max([_NONE, *(score for score, _ in scores)])
    total = math.exp(_NONE - top) + sum(math.exp(score - top) for score, _ in scores)
    for option, (score, reason) in zip(options, scores, strict=True):
        option.probability = math.exp(score - top) / total
        option.reason = reason


def _scores(
    entity: str, names: Mapping[str, PlaceName], options: Mapping[str, list[_Option]], gazetteer: Gazetteer
) -> list[tuple[float, str]]:
    others = _others(entity, names, options, gazetteer)
    largest = max(option.prior for option in options[entity])
    most: Counter[str] = Counter()
    for option in options[entity]:
        most[option.place.kind] = max(most[option.place.kind], option.place.population)
    found = []
    for option in options[entity]:
        unsaid = _OF_COUNTRY if option.place.kind == "region" and most["country"] else 1.0
        if option.place.population * _MUCH_LARGER < most[option.place.kind]:
            unsaid = _UNSAID
        signs = sorted(_signs(option.place, names[entity].inside, others, gazetteer, unsaid), key=lambda s: -s[0])
        if option.place.kind == "country" and option.prior == largest:
            reason = "the name of a country"
        elif signs and signs[0][0] > _SEEN:
            reason = signs[0][1]
        else:
            reason = "the largest of its name" if len(options[entity]) > 1 else "the only one of its name"
        found.append((option.prior + sum(value for value, _ in signs), reason))
    return found


def _others(
    entity: str, names: Mapping[str, PlaceName], options: Mapping[str, list[_Option]], gazetteer: Gazetteer
) -> _Others:
    places: dict[int, tuple[float, str]] = {}
    inside: dict[int, float] = defaultdict(float)
    said_inside: dict[int, float] = defaultdict(float)
    countries: dict[str, float] = defaultdict(float)
    for other, theirs in options.items():
        if other == entity:
            continue
        said: dict[int, float] = defaultdict(float)
        for option in theirs:
            share, place = option.probability, option.place
            for outer in gazetteer.within(place) if entity in names[other].inside else ():
                said[outer.offset] += share
            if share < _SEEN:
                continue
            places[place.offset] = max(places.get(place.offset, (0.0, "")), (share, other))
            if place.country:
                countries[place.country] += share
            for outer in gazetteer.within(place):
                inside[outer.offset] += share
        for offset, share in said.items():
            said_inside[offset] = max(said_inside[offset], share)
    near = [(gazetteer.place(offset), share) for offset, (share, _) in places.items()]
    return _Others(places, inside, said_inside, countries, [each for each in near if each[0].kind in _SMALL])


def _signs(
    place: Place, inside: frozenset[str], others: _Others, gazetteer: Gazetteer, unsaid: float
) -> list[tuple[float, str]]:
    """What the other names of the document add to a candidate's score, each with its words.

    What is only named around it, not said of it, counts by the factor `unsaid`.
    """
    around = [
        (outer, *others.places[outer.offset]) for outer in gazetteer.within(place) if outer.offset in others.places
    ]
    outward = [(_SAID * share, f"said to lie in {outer.name}") for outer, share, entity in around if entity in inside]
    outward += [
        (_NAMED_AROUND.get(outer.kind, 0.0) * share * unsaid, f"lies in {outer.name}, which is named too")
        for outer, share, _ in around
    ]
    inward = [
        (_SAID * others.said_inside.get(place.offset, 0.0), "holds what the text says lies in it"),
        (_NAMED_INSIDE * math.log1p(others.inside.get(place.offset, 0.0)), "places in it are named too"),
    ]
    signs = [max(inward), *([max(outward)] if outward else ())]
    if place.kind not in _LARGE:
        many = unsaid * _SAME_COUNTRY * math.log1p(others.countries.get(place.country, 0.0))
        signs.append((many, f"other places of the document lie in {place.country}"))
    if place.kind == "city":
        near = (-1.0, "")
        for other, share in others.points:
            if _NEAR * share >= near[0] and other.offset != place.offset:
                value = _NEAR * share * math.exp(-kilometres(place, other) / _NEAR_KILOMETRES)
                near = max(near, (value, f"near {other.name}"))
        signs += [near] if near[1] else []
    return signs


def _names_of(extraction: Extraction, gazetteer: Gazetteer) -> list[PlaceName]:
    """The entities that are called as a place of the gazetteer is, in their order.

    Only what a document names and holds to be a place is asked for: names of people and of organizations are those of
    places far too often.
    """
    places = {each.id: each for each in extraction.entities if is_a(each.cls, "Place") and each.times_named}
    inside: dict[str, set[str]] = defaultdict(set)
    for fact in extraction.facts:
        if fact.predicate in _LIES_IN and fact.subject in places and fact.object in places:
            inside[fact.subject].add(fact.object)
    for one, other in _adjacent(extraction, places):
        inside[one].add(other)
    names = {} if extraction.document.in_english else foreign_names()
    found = [
        PlaceName(each.id, each.cls, _candidates(each, gazetteer, names), frozenset(inside[each.id]))
        for each in places.values()
    ]
    return [name for name in found if name.candidates]


def _adjacent(extraction: Extraction, places: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    text = extraction.document.text
    mentions = sorted(
        (mention.span.begin, mention.span.end, each.id)
        for each in places.values()
        for mention in each.mentions
        if mention.kind == "name"
    )
    for (_, end, one), (begin, _, other) in pairwise(mentions):
        if one != other and end <= begin and _BETWEEN.fullmatch(text, end, begin):
            yield one, other


def _candidates(entity: Entity, gazetteer: Gazetteer, names: Mapping[str, str]) -> tuple[Candidate, ...]:
    """Return the candidates of the first name that the gazetteer has; `names` gives English for foreign ones."""
    for name in (entity.name, *(alias for alias in entity.aliases if not alias[:1].islower())):
        found = gazetteer.lookup(names.get(fold(name), name))
        if found:
            return found
    return ()


class Evidence(NamedTuple):
    """The place that one document means by a name: its key in the gazetteer, how sure that is, and why."""

    place: int
    confidence: float
    reason: str


class Setting(NamedTuple):
    """Where a document is set: the surely known places by the names there, its towns and regions, its country.

    That is the one in which more than half of what it names lies, as often as it is named, if there is one.
    """

    places: Mapping[str, int] = MappingProxyType({})
    towns: frozenset[int] = frozenset()
    country: frozenset[str] = frozenset()


def keep_places(records: Records) -> None:
    """Work out what places the documents mean where the records do not hold it, or hold it by another gazetteer.

    What other code has worked out, resolution forgets first (`kg.resolve.resolution`).

    Raises:
        StoreError: a record is damaged.
    """
    made_from = gazetteer_digest()
    known = {document for document, made, _ in records.links.places() if made == made_from}
    for stored in records.documents():
        if stored.hash not in known:
            records.links.keep_places(stored.hash, made_from, _encode(records.extraction(stored)))


def place_evidence(records: Records, documents: Iterable[str] | None = None) -> dict[Reference, Evidence]:
    """The places that documents, all or some, mean by names, each for itself, by what resolution calls the name there.

    Raises:
        StoreError: a record is damaged.
    """
    keep_places(records)
    return {
        Reference(name, document): Evidence(place, confidence, reason)
        for document, _, found in records.links.places(documents)
        for name, place, confidence, reason, _ in json.loads(found)
    }


def settings(records: Records, documents: Iterable[str]) -> dict[str, Setting]:
    """The setting of each document whose places are known."""
    place = load_gazetteer().place
    settings = {}
    for document, _, found in records.links.places(documents):
        sure = {name: (offset, named) for name, offset, confidence, _, named in json.loads(found) if confidence >= SURE}
        towns: set[int] = set()
        countries: Counter[str] = Counter()
        for offset, named in sure.values():
            if place(offset).kind in ("city", "district", "region"):
                towns.add(offset)
            countries[place(offset).country] += named
        del countries[""]
        home = {each for each, named in countries.items() if 2 * named > countries.total()}
        places = {name: offset for name, (offset, _) in sure.items()}
        settings[document] = Setting(places, frozenset(towns), frozenset(home))
    return settings


@lru_cache(maxsize=1 << 16)
def are_apart(one: int, other: int) -> bool:
    """Return whether two places of the gazetteer cannot be meant by one name: neither lies in or near the other."""
    gazetteer = load_gazetteer()
    a, b = gazetteer.place(one), gazetteer.place(other)
    if one == other or a in gazetteer.within(b) or b in gazetteer.within(a):
        return False
    return not {a.kind, b.kind} <= _SMALL or kilometres(a, b) > _ONE_TOWN


def _encode(extraction: Extraction) -> str:
    """The places of a document as JSON; of two entities of one name, the surer one's."""
    names = {entity.id: normalise(clean(entity.name)) for entity in extraction.entities}
    best: dict[str, PlaceLink] = {}
    for entity, link in places_of(extraction).items():
        name = names[entity]
        if name not in best or best[name].confidence < link.confidence:
            best[name] = link
    named = Counter[str]()
    for each in extraction.entities:
        named[names[each.id]] += each.times_named
    found = [
        [name, link.place.offset, link.confidence, link.reason, named[name]] for name, link in sorted(best.items())
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
