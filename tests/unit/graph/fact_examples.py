"""A fact and a summary made by hand, as they are shown."""

from dataclasses import replace
from typing import Any

from kg.graph.facts.explain import Explanation, Highlight
from kg.graph.facts.summary import GraphSummary, SupportedFact

SENTENCE = "Mayor Ana\nCosta leads Graz."
_FACT = Explanation(
    iri="https://example.org/statement/1",
    subject="Ana Costa",
    predicate="leads",
    predicate_label="leads",
    object="Graz",
    factuality="reported",
    source="harbour official",
    time="2025-09-12",
    qualifiers=(("role", "mayor"),),
    document="harbour",
    begin=10,
    end=37,
    quote="Mayor Ana\nCosta leads Graz",
    sentence=SENTENCE,
    highlights=(Highlight(0, 15, "subject"), Highlight(16, 21, "predicate"), Highlight(22, 26, "object")),
    rule="verb.lead",
    confidence=0.8,
)


def fact_with(**changed: Any) -> Explanation:
    """Ana Costa leads Graz, as a harbour official says, with some of its fields changed."""
    return replace(_FACT, **changed)


SUMMARY = GraphSummary(
    documents=2,
    entities=1234,
    facts=7,
    statements=9,
    claims=1,
    inferred=0,
    classes={"City": 2, "Person": 1230, "Event": 2},
    relations={"leads": {"asserted": 2, "negated": 1}, "other verbs": {"reported": 4}},
    mentioned=[("Ana <Costa>", "Person", 1500), ("Graz", "City", 2)],
    supported=[SupportedFact("Ana Costa", "leads", "Graz", 3, "Ana Costa,\nwho leads Graz")],
)
