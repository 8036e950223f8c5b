"""The brief of a story: its main facts with their support in it, and what its articles contradict one another in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.facts.explain import relation_words
from kg.graph.stories.finding import stories_of
from kg.graph.stories.model import Brief, Stories, StoryFact
from kg.model import FACTUALITIES, STATED
from kg.ontology import UNKNOWN_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import FactRecord, GraphContents, StatementRecord
    from kg.graph.stories.model import Story

__all__ = ["brief_of", "briefs"]

_MAIN = 12
"""The number of facts in a brief."""
_OPEN = 0.5
"""The weight of a fact whose predicate is a verb of the text, relative to one of the vocabulary."""
_CENTRAL = 1.5
"""By how much more a fact weighs for each of its ends that the story is about."""


def brief_of(contents: GraphContents, story: str, conflicts: Iterable[Conflict]) -> Brief:
    """The brief of the story of a graph that has this id or these words; `conflicts` are the graph's.

    Raises:
        NotFoundError: there is no such story.
    """
    (found,) = briefs(Stories((stories_of(contents).named(story),)), contents, conflicts)
    return found


def briefs(stories: Stories, contents: GraphContents, conflicts: Iterable[Conflict] = ()) -> Iterator[Brief]:
    """The brief of each of some stories of a graph, in their order; `conflicts` are the graph's."""
    known = {fact.iri: fact for fact in contents.facts}
    labels, conflicts = contents.labels(), tuple(conflicts)
    home = {document.iri: each.id for each in stories for document in each.documents}
    said: defaultdict[str, list[StatementRecord]] = defaultdict(list)
    place: dict[str, str] = {}
    for statement in contents.statements:
        if statement.document in home and statement.fact in known:
            place[statement.iri] = home[statement.document]
            said[home[statement.document]].append(statement)
    for story in stories:
        disputed = [
            each
            for each in conflicts
            if len({account.value for account in each.accounts if place.get(account.statement) == story.id}) > 1
        ]
        yield Brief(
            story, tuple(_main_facts(story, said[story.id], known, labels, contents.predicate_labels)), tuple(disputed)
        )


def _main_facts(
    story: Story,
    said: Iterable[StatementRecord],
    facts: Mapping[str, FactRecord],
    labels: Mapping[str, str],
    relations: Mapping[str, str],
) -> list[StoryFact]:
    """The facts that most voices assert or report, of equals those about whom the story is about."""
    voices, central = set(story.voices), {entity.iri for entity in (*story.who, *story.where)}
    by_fact: defaultdict[str, list[StatementRecord]] = defaultdict(list)
    for statement in said:
        if statement.factuality in STATED and statement.broken is None and statement.subject != UNKNOWN_IRI:
            by_fact[statement.fact].append(statement)
    places = {document.iri: place for place, document in enumerate(story.documents)}
    found = []
    for iri, own in by_fact.items():
        original = [each for each in own if each.document in voices] or own
        best = min(
            original,
            key=lambda each: (FACTUALITIES.index(each.factuality), -each.confidence, places[each.document], each.iri),
        )
        fact, voices_of = facts[iri], {each.document for each in original}
        relation = relation_words(fact.predicate, relations.get(fact.predicate, fact.predicate))
        ends = (labels.get(fact.subject, fact.subject), relation, labels.get(fact.object, fact.object))
        found.append(StoryFact(fact, best, *ends, statements=len(own), voices=len(voices_of)))

    def weight(each: StoryFact) -> float:
        ends = sum(end in central for end in (each.fact.subject, each.fact.object))
        return each.voices * each.said.confidence * _CENTRAL**ends * (_OPEN if "/" in each.fact.predicate else 1.0)

    return sorted(found, key=lambda each: (-weight(each), places[each.said.document], each.said.begin, each.fact.iri))[
        :_MAIN
    ]
