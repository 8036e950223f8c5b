"""The links of all identities: to places of the world, and to the gazetteers that the user gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.links.matching import Matcher
from kg.links.model import Gazetteer
from kg.links.places import place_evidence, place_link
from kg.records.tables import KeptGazetteer
from kg.resolve.model import Reference
from kg.resolve.stored import as_identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.links.model import Link
    from kg.records.database import Records
    from kg.resolve.model import Identity

__all__ = ["keep_gazetteers", "linked"]


def keep_gazetteers(records: Records, gazetteers: Iterable[Gazetteer]) -> None:
    """Link with these gazetteers from now on, in place of those before."""
    records.links.replace_gazetteers(KeptGazetteer(each.name, each.digest, each.encode()) for each in gazetteers)


def linked(records: Records) -> Iterator[tuple[Identity, tuple[Link, ...]]]:
    """The resolved identities that have links, with these: the user's gazetteers' in their order, then places.

    What only a document describes is resolved to nothing, and so linked to nothing.

    Raises:
        StoreError: a record is damaged.
    """
    evidence = place_evidence(records)
    matchers = [Matcher(Gazetteer.decode(kept.name, kept.entries)) for kept in records.links.gazetteers()]
    for identity in _identities(records, None if matchers else evidence):
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
