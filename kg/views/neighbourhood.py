"""The part of a graph around one entity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.ontology import UNKNOWN_IRI

if TYPE_CHECKING:
    from kg.graph.facts.records import GraphContents, StatementRecord

__all__ = ["around"]


def around(contents: GraphContents, centre: str, *, hops: int = 1) -> GraphContents:
    """What is known of the entities at most `hops` facts from the entity `centre` (an IRI), and what they rest on.

    Kept are the statements and inferences whose ends are all among these entities, the entities that one names as
    source or qualifier, the claims that contain such a statement or that `centre` made, and the documents of all of
    them. `kg:Unknown` leads nowhere.
    """
    near = _near(contents, centre, hops)
    statements = tuple(each for each in contents.statements if _ends(each) and _ends(each) <= near)
    said = {each.iri for each in statements}
    kept = {each.fact for each in statements}
    claims = tuple(
        claim for claim in contents.claims if claim.source == centre or not said.isdisjoint(claim.statements)
    )
    named = set(near)
    for statement in statements:
        named.update(each.value for each in statement.qualifiers if not each.literal)
        if statement.source:
            named.add(statement.source)
    for claim in claims:
        named.update(filter(None, (claim.source, claim.to)))
    documents = {each.document for each in statements} | {claim.document for claim in claims}
    return replace(
        contents,
        documents=tuple(document for document in contents.documents if document.iri in documents),
        entities=tuple(entity for entity in contents.entities if entity.iri in named),
        statements=statements,
        claims=claims,
        inferences=tuple(fact for fact in contents.inferences if {fact.subject, fact.object} <= near),
        facts=tuple(fact for fact in contents.facts if fact.iri in kept),
    )


def _near(contents: GraphContents, centre: str, hops: int) -> set[str]:
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for statement in contents.statements:
        ends = _ends(statement)
        for end in ends:
            joined[end] |= ends
    near = edge = {centre}
    for _ in range(hops):
        if not edge:
            break
        edge = {other for entity in edge for other in joined[entity]} - near
        near = near | edge
    return near


def _ends(statement: StatementRecord) -> set[str]:
    """The entities that a statement joins."""
    return ({statement.subject} if statement.literal else {statement.subject, statement.object}) - {UNKNOWN_IRI}
