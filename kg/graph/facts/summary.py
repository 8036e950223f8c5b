"""How much a graph holds of what: its entities by class, its facts by relation, and those with most support."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.display.facts import relation_words
from kg.display.graphs import GraphSummary, SupportedFact
from kg.model import STATED

if TYPE_CHECKING:
    from kg.graph.facts.records import GraphContents, StatementRecord

__all__ = ["summarize"]

_OPEN = "p/"
_OTHERS = "other verbs"
"""What stands for all open predicates together."""
_LISTED = 12
"""How many of the entities that are mentioned most, and of the facts with most support, a summary names."""


def summarize(records: GraphContents) -> GraphSummary:
    """The summary of what a graph holds."""
    relations: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in records.statements:
        relations[_OTHERS if fact.predicate.startswith(_OPEN) else fact.predicate][fact.factuality] += 1
    mentioned = sorted(records.entities, key=lambda entity: (-len(entity.mentions), entity.label, entity.iri))
    return GraphSummary(
        documents=len(records.documents),
        entities=len(records.entities),
        facts=len(records.statements),
        claims=len(records.claims),
        inferred=len(records.inferences),
        classes=Counter(entity.cls for entity in records.entities),
        relations=relations,
        mentioned=[(entity.label, entity.cls, len(entity.mentions)) for entity in mentioned[:_LISTED]],
        supported=_supported(records),
    )


def _supported(records: GraphContents) -> list[SupportedFact]:
    """The facts that are asserted or reported in most documents, then most often, then most surely.

    Of equals, the one that is said first comes first. Open predicates are left out.
    """
    same: defaultdict[tuple[str, str, str], list[StatementRecord]] = defaultdict(list)
    for fact in records.statements:
        if fact.factuality in STATED and not fact.predicate.startswith(_OPEN):
            same[fact.subject, fact.predicate, fact.object].append(fact)
    surest = [(max(facts, key=lambda each: each.confidence), facts) for facts in same.values()]
    surest.sort(key=lambda each: (-len({fact.document for fact in each[1]}), -len(each[1]), -each[0].confidence))
    labels = records.labels()
    return [
        SupportedFact(
            subject=labels.get(best.subject, best.subject),
            relation=relation_words(best.predicate, records.predicate_labels.get(best.predicate, best.predicate)),
            object=labels.get(best.object, best.object),
            statements=len(facts),
            quote=best.quote,
        )
        for best, facts in surest[:_LISTED]
    ]
