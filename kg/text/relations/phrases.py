"""Relations that a noun phrase says by itself: "a plant near Varna", "the company's cars", "the 2015 treaty".

Posts of persons ("Foreign Minister X") are read by `kg.text.roles`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.relations.slots import Anchor
from kg.text.syntax.dependencies import first_conjunct, lemma_of, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.rules.rule import Rule
    from kg.text.model import Parse, RelationMention, Time
    from kg.text.relations.matching import RuleMatcher

__all__ = ["find_phrase_relations", "noun_relations"]

_EVENTS: Final = frozenset({"tookPlaceIn"})
_STATIC: Final = frozenset({"locatedIn", "near"})
_BRANCHES: Final = words("words/relations/phrases", "branches")
_OF_EVENTS: Final = words("words/relations/phrases", "of_events")
_NOUNS: Final = ("NOUN", "PROPN")


def find_phrase_relations(matcher: RuleMatcher) -> list[RelationMention]:
    """The relations that the noun phrases of a document say."""
    found = noun_relations(matcher)
    ending = {p.end: p.head for p in reversed(matcher.referents.phrases) if p.kind == "name"}
    for token, label in enumerate(matcher.parse.deps):
        if label == "prep":
            found += _by_preposition(matcher, token, ending)
    return [*found, *_dates(matcher)]


def noun_relations(matcher: RuleMatcher) -> list[RelationMention]:
    """What the rules for nouns find at those that head no clause."""
    parse = matcher.parse
    found: list[RelationMention] = []
    for token in range(len(parse)):
        if parse.pos[token] in _NOUNS and token not in matcher.clause_at:
            anchor = Anchor(token)
            rules = matcher.rules.rules_for("noun", lemma_of(parse, token), every=False)
            for rule in (*rules, *matcher.any_noun(token)):
                found += matcher.apply(rule, anchor)
    return found


def _by_preposition(matcher: RuleMatcher, token: int, ending: Mapping[int, int]) -> Iterator[RelationMention]:
    """What a preposition after a noun says: "a plant in Varna"; coordinated nouns before it share it."""
    found = [(name, head) for name, head, clause in prepositional(matcher.parse, token) if not clause]
    for noun, relations in _governors(matcher.parse, token, ending):
        anchor, branches = Anchor(noun), _are_branches(matcher.parse, noun)
        for name, head in found:
            for rule in matcher.rules.rules_for("preposition", name):
                known = rule.value == "entity" and (not relations or rule.relation in relations)
                if known and not (branches and rule.relation == "locatedIn") and matcher.applies(rule, anchor):
                    yield from _between(matcher, rule, token, noun, head)


def _between(matcher: RuleMatcher, rule: Rule, token: int, noun: int, head: int) -> Iterator[RelationMention]:
    """What a rule for the preposition at `token` says of the noun before it and the one after it."""
    first, second = (head, noun) if rule.subject[0].steps[0].role == "object" else (noun, head)
    for subject in matcher.fitting([first], rule.subject_classes):
        for obj in matcher.fitting([second], rule.object_classes):
            if matcher.joins(rule, subject, obj):
                tokens = matcher.referents.extent(subject, obj)
                yield replace(matcher.mention(rule, Anchor(token), subject, obj), tokens=tokens, qualifiers=())


def _are_branches(parse: Parse, noun: int) -> bool:
    """Whether a noun only counts what an organization has: "with offices in Oslo", "has branches in Turku"."""
    if lemma_of(parse, noun) not in _BRANCHES or parse.tags[noun] != "NNS":
        return False
    noun = first_conjunct(parse, noun)
    above = parse.heads[noun]
    return parse.lowers[above] == "with" or (parse.deps[noun] == "dobj" and lemma_of(parse, above) == "have")


def _governors(parse: Parse, token: int, ending: Mapping[int, int]) -> Iterator[tuple[int, frozenset[str]]]:
    """The nouns that a preposition may belong to, each with the relations that it can say of them, none for any."""
    governor = parse.heads[token]
    aged = parse.lowers[governor] == "old" and parse.words[governor - 1] == "-"  # "a 16-year-old from Varna"
    if parse.pos[governor] not in _NOUNS and not aged:
        # "a fire gutted a store in Varna": the parser gives "in" to the verb, the store is there too
        if parse.deps[token - 1] in ("dobj", "pobj", "appos"):
            yield token - 1, _STATIC | _EVENTS
        return
    if parse.lowers[token - 2 : token + 1][1:] == (",", "from") and parse.deps[token - 2] == "conj":
        first = first_conjunct(parse, token - 2)  # "the clubs Acme and Beta, from Varna, …"
        governor = token - 2 if governor in (first, parse.heads[first]) else governor
    if token in ending:  # "the Centre for Arts in Varna": the parser gives "in" to the last noun of the name
        governor = ending[token]
    yield governor, frozenset()
    governor = first_conjunct(parse, governor)  # "the match between Norway and Malta in Varna"
    above = parse.heads[governor]
    if parse.deps[governor] == "pobj" and parse.pos[parse.heads[above]] in _NOUNS:
        # "an attack on a ship in the gulf", "a home for orphans in Varna": it holds of the outer noun as well
        yield parse.heads[above], _EVENTS | _STATIC if parse.lowers[above] == "for" else _EVENTS


def _dates(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """The date of a noun: "the meeting on 3 May", "the 2015 treaty", "killed in a crash on Monday"."""
    parse = matcher.parse
    rules = [rule for rule in matcher.rules.rules_for("preposition", "on") if rule.value == "date"]
    nouns = {t.governor for t in matcher.times if t.governor >= 0 and parse.pos[t.governor] in _NOUNS}
    for noun in sorted(nouns):
        for rule in rules:
            yield from matcher.apply(rule, Anchor(noun))
    for time in matcher.times:
        noun = _just_before(parse, time)
        for rule in rules if noun >= 0 and noun not in nouns else ():
            if rule.relation == "tookPlaceOn":
                yield from matcher.apply(rule, Anchor(noun), times=(time,))


def _just_before(parse: Parse, time: Time) -> int:
    """The noun in an adverbial just before "on" or "in" and a time, which is the event's as well; -1 for none."""
    noun = time.start - 2
    if noun < 1 or not time.value or parse.lowers[noun + 1] not in ("on", "in"):
        return -1
    within = parse.deps[noun] == "pobj" and parse.lowers[parse.heads[noun]] in _OF_EVENTS
    return noun if within and parse.heads[parse.heads[noun]] == time.governor else -1
