"""Identities to places of the gazetteer that comes with kg: what their documents say each for itself, put together."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.links.model import LEAST, SURE, Link, Point
from kg.ontology import is_a
from kg.places.disambiguation import RULES, places_of
from kg.places.gazetteer import load_gazetteer
from kg.resolve.model import Reference
from kg.spelling import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Extraction
    from kg.places.disambiguation import PlaceLink
    from kg.records.database import Records
    from kg.resolve.model import Identity

__all__ = ["Evidence", "place_evidence", "place_link"]

_GEONAMES: Final = "https://sws.geonames.org/"
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_SOURCE: Final = "GeoNames"
_OWN_CLASSES: Final = frozenset({"Country", "Region", "City"})
"""The classes of what the gazetteer lists; another place of such a name lies there and is not the same."""
_NOT_THE_SAME: Final = SURE - 0.01


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place that one document means by a name: its key in the gazetteer, how sure that is, and why."""

    place: int
    confidence: float
    reason: str


def place_evidence(records: Records) -> dict[Reference, Evidence]:
    """The places that documents mean by names, each document for itself, by what resolution calls the name there.

    What a document means is worked out once and kept in the records, until it is read anew or the gazetteer changes.

    Raises:
        StoreError: a record is damaged.
    """
    gazetteer = load_gazetteer()
    made_from = f"{gazetteer.digest} {RULES}"
    known = {document: found for document, made, found in records.links.places() if made == made_from}
    for stored in records.documents():
        if stored.hash not in known:
            known[stored.hash] = _encode(records.extraction(stored))
            records.links.keep_places(stored.hash, made_from, known[stored.hash])
    return {
        Reference(name, document): Evidence(place, confidence, reason)
        for document, found in known.items()
        for name, place, confidence, reason in json.loads(found)
    }


def _encode(extraction: Extraction) -> str:
    """The places of a document as JSON; of two entities of one name, the surer one's."""
    names = {entity.id: normalise(clean(entity.name)) for entity in extraction.entities}
    best: dict[str, PlaceLink] = {}
    for entity, link in places_of(extraction).items():
        name = names[entity]
        if name not in best or best[name].confidence < link.confidence:
            best[name] = link
    found = [[name, link.place.offset, link.confidence, link.reason] for name, link in sorted(best.items())]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


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
