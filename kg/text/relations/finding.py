"""The relations of a document by rules: what its clauses, noun phrases and times say. The one entry to the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import ontology
from kg.rules.rule_set import shipped_rules
from kg.text.model import UNNAMED
from kg.text.relations.biography import find_lifespans
from kg.text.relations.matching import RuleMatcher
from kg.text.relations.open import find_open_relations
from kg.text.relations.phrases import find_phrase_relations
from kg.text.relations.slots import Anchor
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.rules.rule import Construction
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Clause, Parse, Referents, RelationMention, Time

__all__ = ["clause_relations", "find_relations"]


def find_relations(
    parse: Parse,
    referents: Referents,
    clauses: Sequence[Clause],
    times: Sequence[Time] = (),
    rules: RuleSet | None = None,
) -> tuple[RelationMention, ...]:
    """The relations of a document: births and deaths first, then what the rules find, sorted by place.

    `rules` are those that come with kg where no others are given. Where several rules find one relation between the
    same phrases, the surest is kept; where no rule reads a clause, its own words make an open predicate.
    """
    matcher = RuleMatcher(parse, referents, clauses, times, rules or shipped_rules())
    found = [mention for place, clause in enumerate(clauses) for mention in clause_relations(matcher, clause, place)]
    found += find_phrase_relations(matcher)
    best: dict[tuple[object, ...], RelationMention] = {}
    for mention in _allowed(matcher, found):
        key = (mention.subject, mention.predicate, mention.object, mention.value, mention.negated)
        if key not in best or mention.confidence > best[key].confidence:
            best[key] = mention
    kept = _without_assumed(best.values())
    kept += find_open_relations(matcher, kept)
    kept.sort(key=lambda m: (m.tokens, m.anchor, m.predicate, m.subject, m.object, m.value))
    return (*find_lifespans(parse, referents, times), *kept)


def clause_relations(matcher: RuleMatcher, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What rules find at the head of a clause: at its verb, or at a noun or adjective as predicate."""
    anchor = Anchor(clause.head, clause)
    readings: list[tuple[Construction, str]] = [("verb", clause.lemma)]
    if clause.head != clause.verb or clause.link == "nominal":
        word = lemma_of(matcher.parse, clause.head)
        readings += [("noun", word), ("adjective", word)]
        if clause.copular:
            readings.append(("verb", "be"))
    roles = frozenset(key for a in clause.arguments for key in (a.role, f"{a.role}:{a.preposition}"))
    for construction, word in readings:
        noun = construction == "noun"
        rules = matcher.rules.rules_for_clause(construction, word, roles, passive=clause.passive, every=not noun)
        if noun:
            rules += tuple(r for r in matcher.any_noun(clause.head) if r.may_apply(roles, passive=clause.passive))
        for rule in rules:
            yield from matcher.apply(rule, anchor, place)


def _allowed(matcher: RuleMatcher, found: list[RelationMention]) -> Iterator[RelationMention]:
    """The relations whose arguments are of classes that the ontology allows."""
    for mention in found:
        relation = ontology.RELATIONS[mention.predicate]
        subject = mention.subject == UNNAMED or relation.takes_subject(matcher.cls(mention.subject))
        if subject and (mention.object < 0 or relation.takes_object(matcher.cls(mention.object))):
            yield mention


def _without_assumed(mentions: Iterable[RelationMention]) -> list[RelationMention]:
    """The mentions without those that are only assumed of phrases between which another rule found something."""
    every = list(mentions)
    joined = {frozenset((m.subject, m.object)) for m in every if not m.fallback and m.object >= 0}
    return [m for m in every if not (m.fallback and frozenset((m.subject, m.object)) in joined)]
