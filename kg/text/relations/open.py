"""What no rule reads: a clause's own words as an open predicate, and what something is said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import words
from kg.text.model import RelationMention
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Clause
    from kg.text.relations.matching import Reader

__all__ = ["find_open_relations"]

_CONFIDENCE = 0.4


_ABLE = frozenset({"able", "unable", "unlikely", "unwilling"})

_STANCES = frozenset({"supports", "opposes"})
"""Who calls a plan reckless opposes it, and describes it all the same."""


def find_open_relations(reader: Reader, found: Sequence[RelationMention]) -> list[RelationMention]:
    """Open predicates and descriptions, from clauses that no relation in `found` was read off."""
    read = {(m.clause, m.subject, m.object) for m in found}
    said = {
        m.clause for m in found if m.predicate not in _STANCES
    }  # who calls a plan reckless opposes and describes it
    joined = {pair for m in found for pair in ((m.subject, m.object), (m.object, m.subject))}
    mentions: list[RelationMention] = []
    for place, clause in enumerate(reader.clauses):
        if clause.link in {"nominal", "light"}:
            continue
        if place not in said and clause.verb >= 0:
            mentions += _described(reader, clause, place)
        mentions += [
            m
            for m in _open(reader, clause, place)
            if (m.clause, m.subject, m.object) not in read and (m.subject, m.object) not in joined
        ]
    return mentions


def _open(reader: Reader, clause: Clause, place: int) -> Iterator[RelationMention]:
    subjects = _phrases(reader, clause.heads("subject"))
    objects = [(p, "") for p in _phrases(reader, clause.heads("object"))]
    sources = words("attitudes", "report", "phrases")
    if not objects:
        objects = [
            (p, argument.preposition)
            for argument in clause.arguments
            if argument.role == "oblique" and argument.preposition and argument.preposition not in sources
            for p in _phrases(reader, (argument.head,))
        ]
    verb = clause.lemma if not clause.copular else f"be_{clause.lemma}" if clause.lemma != "be" else "be"
    for subject in subjects:
        for obj, preposition in objects:
            if not reader.same(subject, obj):
                predicate = f"p/{verb}_{preposition}" if preposition else f"p/{verb}"
                span = clause.start, clause.end
                yield RelationMention(
                    subject, predicate, obj, "open", clause.head, span, clause=place, confidence=_CONFIDENCE
                )


def _phrases(reader: Reader, heads: Sequence[int]) -> list[int]:
    return [p for head in heads if (p := reader.phrase(head)) >= 0]


def _described(reader: Reader, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What a copula says that something is, or what somebody calls it or describes it as, in words."""
    subjects = _phrases(reader, clause.heads("subject") if clause.copular else clause.heads("object"))
    heads = [
        (head, "describedAs.copula" if clause.copular else "describedAs.called") for head in clause.heads("attribute")
    ]
    if clause.lemma in words("descriptions", "as"):
        heads += [(head, "describedAs.as") for head in _after_as(reader, clause.verb)]
    for head, rule in heads:
        if clause.copular and _is_to_come(reader, head):
            continue
        value = reader.parse.words_of(*_extent(reader, head))
        for subject in subjects:
            if not _names(reader, subject, head):
                yield RelationMention(
                    subject,
                    "describedAs",
                    -1,
                    rule,
                    clause.head,
                    (clause.start, clause.end),
                    clause=place,
                    value=value,
                    kind="text",
                    confidence=0.5,
                )


def _is_to_come(reader: Reader, head: int) -> bool:
    """Whether an adjective only tells how what "to" brings is meant: "is due to meet X", "was ready to leave"."""
    parse = reader.parse
    if parse.lemmas[head].lower() not in words("attitudes", "planned", "adjectives") | _ABLE:
        return False
    return any(parse.deps[c] == "xcomp" and parse.lowers[parse.left[c]] == "to" for c in parse.children[head])


def _after_as(reader: Reader, verb: int) -> Iterator[int]:
    """The words that "as" brings after a verb: "as a mistake", "as reckless"."""
    parse = reader.parse
    for node in parse.children[verb]:
        if parse.lowers[node] == "as" and parse.deps[node] == "prep":
            yield from (c for c in parse.children[node] if parse.pos[c] in {"NOUN", "PROPN", "ADJ", "VERB"})


def _names(reader: Reader, subject: int, head: int) -> bool:
    """Whether a predicate noun is only another name of the subject ("Varna is Bulgaria's port" is no name)."""
    phrase = reader.phrase(head)
    return phrase >= 0 and reader.parse.pos[head] in {"PROPN", "PRON"} and reader.same(subject, phrase)


_TRAILING = frozenset({"relcl", "acl", "advcl", "ccomp", "conj", "cc", "punct", "parataxis", "appos", "nsubj", "cop"})
_OUTSIDE = frozenset({"aux", "auxpass", "mark", "expl", "neg", "nsubjpass", "csubj"})


def _extent(reader: Reader, head: int) -> tuple[int, int]:
    """A predicate word with its modifiers, without article and trailing clauses."""
    parse = reader.parse
    start = end = head
    for node in parse.children[head]:
        label = parse.deps[node]
        if label in _TRAILING or label in _OUTSIDE or (label == "det" and lemma_of(parse, node) in {"a", "an", "the"}):
            continue
        start, end = min(start, parse.left[node]), max(end, parse.right[node])
    return start, end + 1
