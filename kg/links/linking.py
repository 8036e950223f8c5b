"""The links of all identities: to places of the world, and to the gazetteers that the user gave.

An entry of a user's gazetteer is as probable as the kind of name by which it is called like the identity, less where
others are called so too, where its class is another or unknown, where the name is a plain word, or where a person
shares one name alone. A place is what the documents of an identity vote for (`kg.links.places`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.links.gazetteer import load_gazetteer
from kg.links.model import LEAST, SURE, Gazetteer, Link, Point
from kg.links.places import place_evidence
from kg.ontology import is_a
from kg.resolve.identity import as_identity
from kg.resolve.model import Reference
from kg.spelling import fold
from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.links.model import Entry
    from kg.links.places import Evidence
    from kg.records.database import Records
    from kg.resolve.model import Identity

_FIRST, _OTHER, _WEAK = 0.96, 0.9, 0.4
"""How probable an entry is by its first name, another, and one that alone is no sign of it."""
_BY_ALIAS: Final = 0.95
"""… where that is not what the identity is called most."""
_NO_CLASS, _OTHER_CLASS, _PLAIN_WORD, _PERSON = 0.92, 0.3, 0.5, 0.8
_MOST: Final = 100
"""Entries of one name beyond which it means none of them."""
_COMMON: Final = words("words/common")
_GEONAMES: Final = "https://sws.geonames.org/"
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_SOURCE: Final = "GeoNames"
_OWN_CLASSES: Final = frozenset({"Country", "Region", "City"})
"""The classes of what the gazetteer lists; another place of such a name lies there and is not the same."""
_NOT_THE_SAME: Final = SURE - 0.01


def keep_gazetteers(records: Records, gazetteers: Iterable[Gazetteer]) -> None:
    """Link with these gazetteers from now on, in place of those before."""
    records.links.replace_gazetteers((each.name, each.encode()) for each in gazetteers)


def linked(records: Records, some: Collection[str] | None = None) -> Iterator[tuple[Identity, tuple[Link, ...]]]:
    """The resolved identities that have links, with these: the user's gazetteers' in their order, then places.

    They are all, or `some` by what their IRIs end with. What only a document describes is resolved to nothing, and so
    linked to nothing.

    Raises:
        StoreError: a record is damaged.
    """
    matchers = [Matcher(Gazetteer.decode(name, entries)) for name, entries in records.links.gazetteers()]
    identities: Iterable[Identity]
    if some is None:
        evidence = place_evidence(records)
        identities = _identities(records, None if matchers else evidence)
    else:
        identities = [as_identity(data) for _, data in records.identities.identities(some)]
        places = (each for each in identities if is_a(each.cls, "Place"))
        evidence = place_evidence(records, {member.document for each in places for member in each.members})
    for identity in identities:
        links = [link for matcher in matchers if (link := matcher.link(identity)) is not None]
        place = place_link(identity, evidence)
        if links or place:
            yield identity, tuple(links + ([place] if place else []))


def _identities(records: Records, named: Collection[Reference] | None) -> Iterator[Identity]:
    """The identities of which some member is `named`, or all, in the order of their IRIs."""
    tables = records.identities
    wanted = None
    if named is not None:
        keys = {reference.name for reference in named}
        wanted = {row.identity for row in tables.of_keys(keys) if Reference(row.key, row.document) in named}
    return (as_identity(data) for _, data in tables.identities(wanted))


class _Named(NamedTuple):
    """An entry that bears a name, the name as it is written there, and how much of a sign it is."""

    entry: Entry
    name: str
    weight: float


@dataclass(slots=True)
class _Match:
    """An entry that an identity may be: the best of its names, among how many, and all that the two share."""

    named: _Named
    confidence: float
    among: int
    shared: set[str] = field(default_factory=set)


class Matcher:
    """The entries of a gazetteer by their folded names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.name = gazetteer.name
        self._named: dict[str, dict[str, _Named]] = defaultdict(dict)
        for entry in gazetteer.entries:
            for names, weight in ((entry.names, _FIRST), (entry.others, _OTHER), (entry.weak, _WEAK)):
                for name in names:
                    self._named[fold(name)].setdefault(entry.id, _Named(entry, name, weight))

    def link(self, identity: Identity) -> Link | None:
        """The entry that an identity is, None where none is probable enough."""
        matches: dict[str, _Match] = {}
        for place, key in enumerate(dict.fromkeys(map(fold, _names(identity)))):
            named = self._named.get(key, {})
            if not 0 < len(named) <= _MOST:
                continue
            fits = {given: each.weight * _class_fit(identity.cls, each.entry.cls) for given, each in named.items()}
            for given, each in named.items():
                confidence = fits[given] * min(1.0, fits[given] / sum(fits.values())) * (_BY_ALIAS if place else 1.0)
                confidence *= _PLAIN_WORD if _is_plain(each.name) else 1.0
                match = matches.setdefault(given, _Match(each, confidence, len(named)))
                if match.confidence < confidence:
                    match.named, match.confidence, match.among = each, confidence, len(named)
                match.shared.add(key)
        for match in matches.values():
            if is_a(identity.cls, "Person") and len(match.shared) == 1:
                match.confidence *= _PERSON
        if not matches:
            return None
        best = min(matches.values(), key=lambda match: (-match.confidence, match.named.entry.id))
        if best.confidence < LEAST:
            return None
        entry, confidence = best.named.entry, round(best.confidence, 4)
        reason = _reason(best, identity)
        return Link(entry.id, entry.names[0], confidence, reason, self.name, entry.same, entry.point)


def _names(identity: Identity) -> Iterator[str]:
    """What an identity is called, its best name first; descriptions are none."""
    yield identity.name
    yield from (name for name, _ in identity.names)
    if not identity.names:
        yield from (alias for alias in identity.aliases if alias[:1].isupper())


def _class_fit(ours: str, theirs: str) -> float:
    if not theirs:
        return _NO_CLASS
    return 1.0 if is_a(ours, theirs) or is_a(theirs, ours) else _OTHER_CLASS


def _is_plain(name: str) -> bool:
    """Whether a name is a word like any other: "Apple", "Target"."""
    return name.casefold() in _COMMON


def _reason(match: _Match, identity: Identity) -> str:
    named, cls = match.named, match.named.entry.cls
    parts = [{_FIRST: "is called", _OTHER: "is also called", _WEAK: "is sometimes called"}[named.weight]]
    parts[0] += f" “{named.name}” there"
    parts.append("the only one of that name" if match.among == 1 else f"one of {match.among:,} of that name")
    if not cls:
        parts.append("its class is not known")
    elif _class_fit(identity.cls, cls) < 1.0:
        parts.append(f"of the class {cls}, this of {identity.cls}")
    else:
        parts.append(f"of the class {cls}")
    if _is_plain(named.name):
        parts.append("a plain word")
    if len(match.shared) > 1:
        parts.append(f"{len(match.shared):,} names agree")
    elif is_a(identity.cls, "Person"):
        parts.append("one name alone tells of a person")
    return ", ".join(parts)


def place_link(identity: Identity, evidence: Mapping[Reference, Evidence]) -> Link | None:
    """The place that an identity is, None where its documents mean none, or too different ones.

    The confidence is the mean of theirs, over all of its documents that mean a place.
    """
    if not is_a(identity.cls, "Place"):
        return None
    found = [evidence[member] for member in identity.members if member in evidence]
    sums: dict[int, float] = defaultdict(float)
    for each in found:
        sums[each.place] += each.confidence
    best = min(sums, key=lambda place: (-sums[place], place), default=None)
    if best is None or sums[best] < LEAST * len(found):
        return None
    meant = [each for each in found if each.place == best]
    reasons = [each.reason for each in meant]
    reason = min(set(reasons), key=lambda reason: (-reasons.count(reason), reason))
    if len(found) > 1:
        reason = f"{reason}; so in {len(meant):,} of {len(found):,} documents"
    confidence = sums[best] / len(found)
    if identity.cls not in _OWN_CLASSES:
        confidence, reason = min(confidence, _NOT_THE_SAME), f"{reason}; a place of another kind"
    place = load_gazetteer().place(best)
    iris = [f"{_GEONAMES}{place.geonames}/"] if place.geonames else []
    iris += [f"{_WIKIDATA}{place.wikidata}"] if place.wikidata else []
    entry, *same = iris or [place.name]
    point = Point(place.latitude, place.longitude, place.country, place.population)
    return Link(entry, place.name, round(confidence, 4), reason, _SOURCE, tuple(same), point)
