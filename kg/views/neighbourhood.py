"""The part of a graph around one entity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.ontology import UNKNOWN_IRI

if TYPE_CHECKING:
    from kg.graph.facts.records import GraphContents, StatementRecord

__all__ = ["around"]


def around(records: GraphContents, centre: str, *, hops: int = 1) -> GraphContents:
    """The records of the entities at most `hops` facts from the entity `centre` (an IRI), and what they rest on.

    Kept are the facts whose ends are all among these entities, the entities that such a fact names as source or
    qualifier, the claims that hold such a fact or that `centre` made, and the documents of all of them. `kg:Unknown`
    leads nowhere.
    """
    near = _near(records, centre, hops)
    facts = tuple(fact for fact in records.statements if _ends(fact) and _ends(fact) <= near)
    kept = {fact.iri for fact in facts}
    claims = tuple(claim for claim in records.claims if claim.source == centre or not kept.isdisjoint(claim.statements))
    named = set(near)
    for fact in facts:
        named.update(each.value for each in fact.qualifiers if not each.literal)
        if fact.source:
            named.add(fact.source)
    for claim in claims:
        named.update(filter(None, (claim.source, claim.to)))
    documents = {fact.document for fact in facts} | {claim.document for claim in claims}
    return replace(
        records,
        documents=tuple(document for document in records.documents if document.iri in documents),
        entities=tuple(entity for entity in records.entities if entity.iri in named),
        statements=facts,
        claims=claims,
    )


def _near(records: GraphContents, centre: str, hops: int) -> set[str]:
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for fact in records.statements:
        ends = _ends(fact)
        for end in ends:
            joined[end] |= ends
    near = edge = {centre}
    for _ in range(hops):
        edge = {other for entity in edge for other in joined[entity]} - near
        near = near | edge
    return near


def _ends(fact: StatementRecord) -> set[str]:
    """The entities that a fact joins."""
    return ({fact.subject} if fact.literal else {fact.subject, fact.object}) - {UNKNOWN_IRI}
