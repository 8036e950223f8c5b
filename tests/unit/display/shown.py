"""A fact and an entity made by hand, with what `kg.display` asks of them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.display.facts import Highlight, ShownFact
from kg.display.graphs import GraphSummary, ShownEntity, SupportedFact

__all__ = ["SENTENCE", "SUMMARY", "Entity", "Fact"]

SENTENCE = "Mayor Ana\nCosta leads Graz."


@dataclass(repr=False)
class Fact(ShownFact):
    """Ana Costa leads Graz, as a harbour official says."""

    subject: str = "Ana Costa"
    predicate: str = "leads"
    predicate_label: str = "leads"
    object: str = "Graz"
    factuality: str = "reported"
    source: str | None = "harbour official"
    time: str | None = "2025-09-12"
    qualifiers: tuple[tuple[str, str], ...] = (("role", "mayor"),)
    document: str = "harbour"
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    begin: int = 10
    end: int = 37
    sentence: str = SENTENCE
    highlights: tuple[Highlight, ...] = (
        Highlight(0, 15, "subject"),
        Highlight(16, 21, "predicate"),
        Highlight(22, 26, "object"),
    )
    rule: str | None = "verb.lead"
    confidence: float | None = 0.8
    broken: str | None = None
    premises: tuple[ShownFact, ...] = ()


@dataclass(repr=False)
class Entity(ShownEntity):
    """Ana Costa, mentioned three times in two documents."""

    label: str = "Ana Costa"
    cls: str = "Person"
    aliases: tuple[str, ...] = ()
    mentions: tuple[int, ...] = (1, 2, 3)
    documents: tuple[str, ...] = ("one", "two")
    links: tuple[object, ...] = ()
    point: object | None = None


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
