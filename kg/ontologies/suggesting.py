"""A proposal for an ontology from what texts say and kg's vocabulary has no relation for: their own frequent verbs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import NOUN_CLASSES, singular

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXAMPLES: Final = 3
"""The number of example sentences of each relation."""
_LONGEST: Final = 240
"""The most characters of an example: a short one shows a relation best."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An open predicate as a text has it, with kg's classes of its ends and its sentence.

    `subject` and `object` are where both stand in the sentence, [begin, end), None where that is not known.
    """

    predicate: str
    subject_class: str
    object_class: str
    sentence: str
    document: str
    subject: tuple[int, int] | None = None
    object: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """A relation that texts state in their own words.

    `words` are those of its verb, `domain` and `range` the classes of kg's that most of its ends have, `examples`
    marked sentences, the shortest first, and the counts are those of sentences and of documents.
    """

    words: str
    domain: str
    range: str
    count: int
    documents: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedClass:
    """A class that texts name by a noun: how many entities are called so, and the class of kg's that most have."""

    noun: str
    above: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Classes and relations, the most frequent first."""

    classes: tuple[ProposedClass, ...]
    relations: tuple[ProposedRelation, ...]


def propose(
    occurrences: Iterable[Occurrence],
    entities: Iterable[tuple[str, str, tuple[str, ...]]],
    *,
    least: int = 3,
    most: int = 40,
) -> Proposal:
    """The relations and classes that occur at least so often, at most so many of each.

    `entities` are names with the class of kg's and all other names: a class is a noun by which several are called.
    """
    by_predicate: dict[str, list[Occurrence]] = defaultdict(list)
    for each in occurrences:
        by_predicate[each.predicate].append(each)
    relations = [_relation(predicate, some) for predicate, some in by_predicate.items() if len(some) >= least]
    relations.sort(key=lambda each: (-each.count, each.words))
    nouns: dict[str, dict[str, str]] = defaultdict(dict)
    for name, cls, others in entities:
        for other in others:
            last = singular(other.split()[-1].lower()) if other.split() else ""
            if other[:1].islower() and last in NOUN_CLASSES and name[:1].isupper():
                nouns[last][name] = cls
    classes = [
        ProposedClass(noun, _commonest(called.values()), len(called), tuple(sorted(called)[:_EXAMPLES]))
        for noun, called in nouns.items()
        if len(called) >= least
    ]
    classes.sort(key=lambda each: (-each.count, each.noun))
    return Proposal(tuple(classes[:most]), tuple(relations[:most]))


def _relation(predicate: str, some: list[Occurrence]) -> ProposedRelation:
    marked = {_marked(each) for each in some if len(each.sentence) <= _LONGEST} - {""}
    return ProposedRelation(
        words=predicate.removeprefix("p/").replace("_", " "),
        domain=_commonest(each.subject_class for each in some),
        range=_commonest(each.object_class for each in some),
        count=len(some),
        documents=len({each.document for each in some}),
        examples=tuple(sorted(marked, key=lambda text: (len(text), text))[:_EXAMPLES]),
    )


def _marked(each: Occurrence) -> str:
    """The sentence with its subject in brackets and its object in braces, "" where they have no place of their own."""
    subject, item, text = each.subject, each.object, each.sentence
    if subject is None or item is None or not (subject[1] <= item[0] or item[1] <= subject[0]):
        return ""
    if set(text) & set("[]{}"):
        return ""
    for (begin, end), opening, closing in sorted([(subject, "[", "]"), (item, "{", "}")], reverse=True):
        text = f"{text[:begin]}{opening}{text[begin:end]}{closing}{text[end:]}"
    return " ".join(text.split())


def _commonest(values: Iterable[str]) -> str:
    """The value that most have, of several the first by name; "" where none has any."""
    counts = Counter(value for value in values if value and value != "Topic")
    return min(counts, key=lambda value: (-counts[value], value), default="")
