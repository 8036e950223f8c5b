"""Relations by the order of words alone, where the parser is often wrong: "Salo Rovers striker Marta Oduya".

A noun between two names, and a verb right behind a name with another right behind it: "Marta Oduya stars in Low Tide".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.relations.slots import Anchor
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.rules.rule import Rule
    from kg.text.model import RelationMention
    from kg.text.relations.matching import RuleMatcher

__all__ = ["between_names", "noun_between"]

_BOTH: Final = 6
"""How many slots a noun's rule has that takes both who holds it and what it is of, wherever they stand."""
_NOUNS: Final = ("NOUN", "PROPN")
_OPEN: Final = ("DET", "PRON")


def between_names(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """What nouns and verbs say that stand right between two names."""
    parse, phrases = matcher.parse, matcher.referents.phrases
    names = [place for place, phrase in enumerate(phrases) if phrase.kind == "name"]
    ending = {phrases[place].end: place for place in names}
    starting = {phrases[place].start: place for place in reversed(names)}
    for end, first in ending.items():
        if end >= len(parse):
            continue
        after = starting.get(end + 1, -1)
        if after >= 0 and parse.pos[end] in _NOUNS:
            yield from noun_between(matcher, end, first, after)
        yield from _verb_between(matcher, end, first, starting)


def noun_between(matcher: RuleMatcher, noun: int, whole: int, part: int) -> Iterator[RelationMention]:
    """What the rules for a noun say of who holds it and of what it is, where both are known."""
    anchor = Anchor(noun)
    for rule in matcher.rules.rules_for("noun", lemma_of(matcher.parse, noun), every=False):
        if len(rule.subject) + len(rule.object) < _BOTH or not matcher.applies(rule, anchor):
            continue
        ends = (part, whole) if rule.subject[0].steps[-1].role == "subject" else (whole, part)
        yield from _between(matcher, rule, noun, *ends)


def _verb_between(matcher: RuleMatcher, verb: int, first: int, starting: dict[int, int]) -> Iterator[RelationMention]:
    """What the rules for a verb say of the names right before and behind it that the parser does not give it."""
    parse = matcher.parse
    clause = matcher.clause_at.get(verb)
    if clause is not None and clause.heads("subject") and (clause.heads("object") or clause.heads("oblique")):
        return
    for rule in matcher.rules.rules_for("verb", lemma_of(parse, verb), every=False):
        if rule.value == "date" or rule.where:
            continue
        for turned, (left, right) in enumerate(((rule.subject, rule.object), (rule.object, rule.subject))):
            step = right[0].steps[0]
            if left[0].steps[0].role != "subject" or step.role not in ("object", "oblique"):
                continue
            at = verb + 1
            if step.role == "oblique":
                if parse.lower_at(at) not in step.prepositions:
                    continue
                at += 1
            at += at < len(parse) and parse.pos[at] in _OPEN and at not in starting
            second = starting.get(at, -1)
            if second >= 0:
                yield from _between(matcher, rule, verb, *((second, first) if turned else (first, second)))


def _between(matcher: RuleMatcher, rule: Rule, word: int, subject: int, item: int) -> Iterator[RelationMention]:
    if matcher.fits(subject, rule.subject_classes) and matcher.fits(item, rule.object_classes):
        yield matcher.mention(rule, Anchor(word), subject, item)
