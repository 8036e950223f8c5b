"""How much a graph holds of what: its entities by class, its facts by relation, and those with most support."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.display.facts import relation_words
from kg.display.graphs import GraphSummary, SupportedFact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.facts.records import FactRecord, GraphContents, StatementRecord

__all__ = ["summarize"]

_OPEN = "p/"
_OTHERS = "other verbs"
"""What stands for all open predicates together."""
_LISTED = 12
"""How many of the entities that are mentioned most, and of the facts with most support, a summary names."""


def summarize(records: GraphContents) -> GraphSummary:
    """The summary of what a graph holds."""
    relations: defaultdict[str, Counter[str]] = defaultdict(Counter)
    best = records.best_statements()
    for said in best.values():
        relations[_OTHERS if said.predicate.startswith(_OPEN) else said.predicate][said.factuality] += 1
    mentioned = sorted(records.entities, key=lambda entity: (-len(entity.mentions), entity.label, entity.iri))
    return GraphSummary(
        documents=len(records.documents),
        entities=len(records.entities),
        facts=len(records.facts),
        statements=len(records.statements),
        claims=len(records.claims),
        inferred=len(records.inferences),
        classes=Counter(entity.cls for entity in records.entities),
        relations=relations,
        mentioned=[(entity.label, entity.cls, len(entity.mentions)) for entity in mentioned[:_LISTED]],
        supported=_supported(records, best),
    )


def _supported(records: GraphContents, best: Mapping[str, StatementRecord]) -> list[SupportedFact]:
    """The facts that are asserted or reported in most documents, then most often, then most surely.

    Of equals, the one that is said first comes first. Each is in the words that say it best; open predicates are left
    out.
    """
    said = [fact for fact in records.facts if fact.statements and not fact.broken and fact.iri in best]
    facts = [fact for fact in said if not fact.predicate.startswith(_OPEN)]
    places = {fact: place for place, fact in enumerate(dict.fromkeys(each.fact for each in records.statements))}

    def order(fact: FactRecord) -> tuple[float, ...]:
        return -fact.documents, -fact.statements, -best[fact.iri].confidence, places[fact.iri]

    labels = records.labels()
    return [
        SupportedFact(
            subject=labels.get(fact.subject, fact.subject),
            relation=relation_words(fact.predicate, records.predicate_labels.get(fact.predicate, fact.predicate)),
            object=labels.get(fact.object, fact.object),
            statements=fact.statements,
            quote=best[fact.iri].quote,
        )
        for fact in sorted(facts, key=order)[:_LISTED]
    ]
