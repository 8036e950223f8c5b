"""Statements for a person to look at, the most valuable first, each with its sentence; verdicts are kept at once.

The value of a look is what a mistake would cost, times how probable it is: grave facts, those of central entities and
those that documents dispute cost more; few statements and a confidence near one half make a mistake probable.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log1p
from pathlib import Path
from typing import TYPE_CHECKING

from kg.entities.editing import apply, note, take_back
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.reader import read_contents
from kg.graph.store.directory import open_directory, read_directory
from kg.ontology import RELATIONS
from kg.verdicts.judging import Statements, entry_on

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import GraphContents, StatementRecord
    from kg.resolve.decisions import Entry
    from kg.verdicts.judging import Located

_GRAVE, _DISPUTED = 3.0, 2.0
_AROUND = 2
"""Words shown beside each part of a fact."""


@dataclass(frozen=True, slots=True)
class FactCase:
    """A statement as it is shown, and its value; `reasons` are why it should be looked at."""

    fact: Explanation
    value: float
    reasons: tuple[str, ...]
    where: Located = field(repr=False)

    @property
    def excerpt(self) -> list[tuple[str, bool]]:
        """The words around subject, predicate and object, each part with whether it is one of them."""
        return excerpt(self.fact)

    def entry(self, verdict: str, changes: Mapping[str, str] | None = None, *, who: str = "", why: str = "") -> Entry:
        """Return a verdict on the case as a line; errors as for `kg.verdicts.judging.entry_on`."""
        return entry_on(self.where, verdict, changes or {}, who=who, why=why)


@dataclass
class FactReview:
    """The cases of a graph directory, most valuable first, of `total` facts in all, and the verdicts of one session."""

    graph: Path
    cases: tuple[FactCase, ...]
    total: int
    given: dict[int, Entry] = field(default_factory=dict)

    def decide(
        self, number: int, verdict: str, changes: Mapping[str, str] | None = None, *, who: str = "", why: str = ""
    ) -> None:
        """Write down a verdict on a case, in place of the one given before.

        Raises:
            InputError: the fact cannot be corrected so.
            DecisionError: a part of the correction is none.
            StoreError: the directory cannot be written, or another process is writing it.
        """
        entry = self.cases[number].entry(verdict, changes, who=who, why=why)
        self.back(number)
        note(self.graph, [entry])
        self.given[number] = entry

    def back(self, number: int) -> None:
        """Undo the verdict on a case, if there is one; StoreError as for `decide`."""
        if number in self.given:
            take_back(self.graph, {self.given.pop(number).id})

    def apply(self) -> None:
        """Make the graph agree with the verdicts; StoreError as for `decide`."""
        apply(self.graph)


def open_fact_review(graph: str | os.PathLike[str] = "graph", *, limit: int | None = None) -> FactReview:
    """Return the `limit` most valuable statements without a verdict; see `kg.api.Graph.review_facts`."""
    contents = read_contents(open_directory(Path(graph))).named()
    with read_directory(Path(graph)) as records:
        where = Statements(Path(graph), records)
        ranked = _ranked(contents)
        cases: list[FactCase] = []
        explained = {each.iri: each for each in explain_statements(contents, [fact for fact, *_ in ranked])}
        for fact, value, reasons in ranked:
            if limit is not None and len(cases) >= limit:
                break
            located = where.located(fact.iri, fact.document)
            if located.fact.judged is None:
                cases.append(FactCase(explained[fact.iri], value, reasons, located))
    return FactReview(Path(graph), tuple(cases), len(ranked))


def fact_review_data(review: FactReview) -> dict[str, object]:
    """Return the cases as JSON values: `lines` are the decision of each verdict, `parts` the sentence, some marked."""
    return {
        "total": review.total,
        "cases": [
            {
                "subject": each.fact.subject,
                "relation": each.fact.relation,
                "object": each.fact.object,
                "factuality": each.fact.factuality_words(),
                "reasons": each.reasons,
                "document": each.fact.document,
                "parts": [(words, role is not None) for words, role in each.fact.sentence_parts()],
                "lines": {verdict: each.entry(verdict).fields for verdict in ("right", "wrong")},
            }
            for each in review.cases
        ],
    }


def _ranked(contents: GraphContents) -> list[tuple[StatementRecord, float, tuple[str, ...]]]:
    """Return one statement of each fact, the surest, in the order of value."""
    facts = {each.iri: each for each in contents.facts}
    degree = Counter(end for each in contents.facts for end in (each.subject, each.object))
    found = []
    for iri, said in contents.best_statements().items():
        fact = facts.get(iri)
        known = RELATIONS.get(said.predicate)
        grave = known is not None and known.grave
        if fact is None or (fact.broken and not grave):  # a grave fact that is unsure is kept aside until it is judged
            continue
        disputed = fact.denials > 0 and fact.statements > 0
        cost = 1 + _GRAVE * grave + _DISPUTED * disputed
        cost += (log1p(degree[said.subject]) + (0 if said.literal else log1p(degree[said.object]))) / 2
        unsure = (2 - abs(2 * said.confidence - 1)) / (1 + max(0, fact.documents - 1))
        reasons = [name for name, holds in (("grave", grave), ("disputed", disputed)) if holds]
        reasons += ["one article"] if fact.documents < 2 else []
        found.append((said, cost * unsure, (*reasons, f"{said.confidence:.0%} sure")))
    return sorted(found, key=lambda each: (-each[1], each[0].document, each[0].begin, each[0].iri))


def excerpt(fact: Explanation) -> list[tuple[str, bool]]:
    """Return a sentence in parts, of which those that are no part of the fact are cut to the words beside one."""
    parts = [(words, role is not None) for words, role in fact.sentence_parts()]
    found = []
    for at, (text, marked) in enumerate(parts):
        words = text.split()
        first, last = at == 0, at == len(parts) - 1
        room = _AROUND * (2 - first - last)
        if marked or len(words) <= room + 1:
            found.append((text, marked))
        else:
            head = [] if first else words[:_AROUND]
            tail = [] if last else words[len(words) - _AROUND :]
            found.append((f"{'' if first else ' '}{' '.join([*head, '…', *tail])}{'' if last else ' '}", False))
    return found
