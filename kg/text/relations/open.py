"""What no rule reads: a clause's own words as an open predicate, and how somebody or something is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.model import RelationMention
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Clause, Parse
    from kg.text.relations.matching import RuleMatcher

__all__ = ["find_open_relations"]

_STANCES: Final = ("supports", "opposes")
"""Who calls a plan reckless opposes it, and describes it all the same."""
_SOURCES: Final = words("words/attitudes", "reporting", "phrases")
_DESCRIBING: Final = words("words/relations/open", "describing")
_TO_COME: Final = words("words/attitudes", "planned", "adjectives") | words("words/relations/open", "able")
_ARTICLES: Final = words("words/function_words", "determiners", "articles")
_OUTSIDE: Final = frozenset(
    {"relcl", "acl", "advcl", "ccomp", "conj", "cc", "punct", "parataxis", "appos", "nsubj", "nsubjpass", "csubj"}
    | {"cop", "aux", "auxpass", "mark", "expl", "neg"}
)
"""The labels of what does not belong to the words of a description."""


def find_open_relations(matcher: RuleMatcher, found: Sequence[RelationMention]) -> list[RelationMention]:
    """Open predicates and descriptions, from clauses that no relation in `found` was read off."""
    read = {m.clause for m in found if m.predicate not in _STANCES}
    joined = {pair for m in found for pair in ((m.subject, m.object), (m.object, m.subject))}
    mentions: list[RelationMention] = []
    for place, clause in enumerate(matcher.clauses):
        if clause.link in ("nominal", "light"):
            continue
        if place not in read and clause.verb >= 0:
            mentions += _descriptions(matcher, clause, place)
        mentions += (m for m in _open(matcher, clause, place) if (m.subject, m.object) not in joined)
    return mentions


def _open(matcher: RuleMatcher, clause: Clause, place: int) -> Iterator[RelationMention]:
    """The open predicates between a clause's subject and its objects, else what follows its prepositions."""
    objects = [(p, "") for p in _phrases(matcher, clause.heads("object"))] or [
        (p, f"_{argument.preposition}")
        for argument in clause.arguments
        if argument.role == "oblique" and argument.preposition and argument.preposition not in _SOURCES
        for p in _phrases(matcher, (argument.head,))
    ]
    verb = clause.lemma if not clause.copular else f"be_{clause.lemma}" if clause.lemma != "be" else "be"
    span = clause.start, clause.end
    for subject in _phrases(matcher, clause.heads("subject")) if objects else ():
        for obj, ending in objects:
            if not matcher.coreferent(subject, obj):
                predicate = f"p/{verb}{ending}"
                yield RelationMention(subject, predicate, obj, "open", clause.head, span, place, confidence=0.4)


def _phrases(matcher: RuleMatcher, heads: Sequence[int]) -> list[int]:
    return [p for head in heads if (p := matcher.phrase(head)) >= 0]


def _descriptions(matcher: RuleMatcher, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What a copula says that something is, or what somebody calls it or describes it as, in words."""
    parse, span = matcher.parse, (clause.start, clause.end)
    rule = "copula" if clause.copular else "called"
    subjects = _phrases(matcher, clause.heads("subject" if clause.copular else "object"))
    heads = [(head, rule) for head in clause.heads("attribute")]
    if clause.lemma in _DESCRIBING:
        heads += [(head, "as") for head in _after_as(parse, clause.verb)]
    for head, rule in heads:
        if clause.copular and _is_to_come(parse, head):
            continue
        value = parse.words_of(*_extent(parse, head))
        for subject in subjects:
            if not _is_name_of(matcher, head, subject):
                rule_id = f"describedAs.{rule}"
                yield RelationMention(
                    subject, "describedAs", -1, rule_id, clause.head, span, place, value, "text", confidence=0.5
                )


def _is_to_come(parse: Parse, head: int) -> bool:
    """Whether an adjective only says how what "to" brings is meant: "is due to meet X", "was ready to leave"."""
    if parse.lemmas[head].lower() not in _TO_COME:
        return False
    return any(parse.lowers[parse.left[node]] == "to" for node in parse.dependents(head, "xcomp"))


def _after_as(parse: Parse, verb: int) -> Iterator[int]:
    """The words that "as" brings after a verb: "as a mistake", "as reckless"."""
    for node in parse.dependents(verb, "prep"):
        if parse.lowers[node] == "as":
            yield from (c for c in parse.children[node] if parse.pos[c] in ("NOUN", "PROPN", "ADJ", "VERB"))


def _is_name_of(matcher: RuleMatcher, head: int, subject: int) -> bool:
    """Whether a predicate noun is only another name of the subject ("Varna is Bulgaria's port" is no name)."""
    phrase = matcher.phrase(head)
    return phrase >= 0 and matcher.parse.pos[head] in ("PROPN", "PRON") and matcher.coreferent(subject, phrase)


def _extent(parse: Parse, head: int) -> tuple[int, int]:
    """A predicate word with its modifiers, without article and trailing clauses."""
    start = end = head
    for node in parse.children[head]:
        label = parse.deps[node]
        if label in _OUTSIDE or (label == "det" and lemma_of(parse, node) in _ARTICLES):
            continue
        start, end = min(start, parse.left[node]), max(end, parse.right[node])
    return start, end + 1
