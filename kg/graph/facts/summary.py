"""A summary of a graph: entities by class, facts by relation, and the facts that tell most."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.display.html import Html, escaped, html_table
from kg.display.text import by_number, counted
from kg.graph.facts.explain import relation_words
from kg.graph.facts.value import NewsValue, stems
from kg.ontology import UNKNOWN_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.graph.facts.records import FactRecord, GraphContents, StatementRecord

_OPEN = "p/"
_OTHERS = "other verbs"
"""The name of all open predicates together."""
_LISTED = 12
"""The number of classes, relations, entities and facts that a summary names."""


class SupportedFact(NamedTuple):
    """A fact that tells much, how many statements make it, and the words of the surest that names both ends, if any."""

    subject: str
    relation: str
    object: str
    statements: int
    quote: str


@dataclass(frozen=True, slots=True)
class GraphSummary:
    """The size of a graph, and what is in it.

    `classes` counts the entities of each class; `relations` the facts of each relation by the surest factuality with
    which each is stated, all open predicates as one; `mentioned` are label, class and number of mentions of the
    entities that are mentioned most, and `supported` the facts that tell most, both the first first.
    """

    documents: int
    entities: int
    facts: int
    statements: int
    claims: int
    inferred: int
    classes: Mapping[str, int]
    relations: Mapping[str, Mapping[str, int]]
    mentioned: Sequence[tuple[str, str, int]]
    supported: Sequence[SupportedFact]

    def _repr_html_(self) -> str:
        held = [
            counted(self.documents, "document"),
            counted(self.entities, "entity"),
            counted(self.facts, "fact"),
            counted(self.statements, "statement"),
            counted(self.claims, "claim"),
            *([f"{counted(self.inferred, 'fact')} inferred"] if self.inferred else []),
        ]
        mentioned = [(label, cls, f"{number:,}") for label, cls, number in self.mentioned[:_LISTED]]
        tables = (
            _counts("class", "entities", self.classes),
            _counts("relation", "facts", {name: sum(held.values()) for name, held in self.relations.items()}),
            html_table(("spoken of most", "class", "mentions"), mentioned, numbers=("mentions",)),
        )
        boxes = "".join(f"<div>{table}</div>" for table in tables)
        return Html(
            f"<div><b>Graph</b> of {escaped(', '.join(held))}</div>"
            f'<div style="display: flex; flex-wrap: wrap; gap: 0 2.5em; align-items: flex-start">{boxes}</div>'
        )


def _counts(what: str, many: str, counts: Mapping[str, int]) -> Html:
    ordered = by_number(counts)
    rest = sum(number for _, number in ordered[_LISTED:])
    note = f"… and {len(ordered) - _LISTED} more with {rest:,} {many}" if rest else ""
    shown = [(name, f"{number:,}") for name, number in ordered[:_LISTED]]
    return html_table((what, many), shown, numbers=(many,), note=note)


def summarize(records: GraphContents) -> GraphSummary:
    """Return the summary of a graph."""
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
    """The facts that tell most (`kg.graph.facts.value`), no two of the same two entities.

    Each is in the words that say it best; open predicates are left out.
    """
    told = {
        fact.iri: fact
        for fact in records.facts
        if fact.statements and not fact.broken and fact.iri in best and not fact.predicate.startswith(_OPEN)
        if fact.subject != UNKNOWN_IRI
    }
    worths = NewsValue(records).worths((), told)
    once: dict[frozenset[str], FactRecord] = {}
    for fact in sorted(told.values(), key=lambda fact: (-worths[fact.iri], fact.iri)):
        once.setdefault(frozenset((fact.subject, fact.object)), fact)
    labels = records.labels()
    shown = list(once.values())[:_LISTED]
    words = {fact.iri: (stems(labels.get(fact.subject, "")), stems(labels.get(fact.object, ""))) for fact in shown}
    naming = records.best_statements(lambda said: said.fact in words and _names(said.quote, *words[said.fact]))
    return [
        SupportedFact(
            subject=labels.get(fact.subject, fact.subject),
            relation=relation_words(fact.predicate, records.predicate_labels.get(fact.predicate, fact.predicate)),
            object=labels.get(fact.object, fact.object),
            statements=fact.statements,
            quote=naming.get(fact.iri, best[fact.iri]).quote,
        )
        for fact in shown
    ]


def _names(quote: str, subject: Iterable[str], item: Iterable[str]) -> bool:
    """Whether words name both ends, each with a word of its label: not "he received a shirt from her"."""
    said = set(stems(quote))
    return not said.isdisjoint(subject) and not said.isdisjoint(item)
