"""The clause layer: every predicate of a parse with its arguments, normalised once.

Active, passive, relative, reduced relative, participial, infinitival, coordinated, copular, light-verb and nominal
clauses come out in one form, so that a rule is written for a meaning and not for each construction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import words
from kg.text.model import Argument, Clause
from kg.text.syntax.control import verb_frames
from kg.text.syntax.dependencies import first_conjunct, lemma_of, name_labels, nearest_above
from kg.text.syntax.frames import Frame, deep_roles, governed
from kg.text.syntax.nominals import compound_arguments, light_reading, noun_arguments, noun_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.text.model import Parse

__all__ = ["find_clauses"]

_SECTIONS = {"VERB": "verbs", "AUX": "verbs", "ADJ": "adjectives", "NOUN": "nouns"}
"""The list of attitudes for each part of speech."""
_PERIPHRASES = {"be": "be_to", "have": "have_to", "go": "going_to"}
"""What verbs before "to" are called as semi-modals."""
_GOVERNED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "conj"})
_FOLLOWING = frozenset({"conj", "cc", "punct", "parataxis", "advcl", "relcl", "acl", "appos"})
"""Labels of what merely follows a clause."""


def find_clauses(parse: Parse) -> tuple[Clause, ...]:
    """Every clause of a parse, in the order of their heads; a light verb's second reading follows the plain one."""
    labels = name_labels(parse)
    frames = verb_frames(parse)
    drafts: list[tuple[Clause, int]] = []  # with the verb that the clause depends on, -1 for none
    light: set[int] = set()
    for frame in frames.values():
        arguments = deep_roles(frame)
        if frame.lemma != "be":  # "was found guilty of theft", "became head of the bank"
            arguments += [a for head in frame.predicates for a in governed(parse, head) if a.role == "oblique"]
        clause = _verbal(parse, frame, frames, arguments)
        drafts += [(each, frame.governor) for each in _each_predicate(parse, clause, frame)]
        reading = light_reading(parse, frame, arguments, labels)
        if reading is not None:
            noun, row, found = reading
            light.add(noun)
            second = replace(clause, head=noun, lemma=row.verb, arguments=_without(found, noun), link="light")
            drafts.append((replace(second, passive=False, copular=False), frame.verb))
    for token in range(len(parse)):
        nominals = _nominals(parse, token, labels, light=token in light)
        drafts += [(clause, nearest_above(parse, token, frames)) for clause in nominals]
    drafts.sort(
        key=lambda draft: (draft[0].verb if draft[0].link == "light" else draft[0].head, draft[0].link == "light")
    )
    place: dict[int, int] = {}
    for number, (clause, _) in enumerate(drafts):
        if clause.link not in {"nominal", "light"}:
            place.setdefault(clause.verb, number)
    return tuple(replace(clause, parent=place[above]) if above in place else clause for clause, above in drafts)


def _verbal(parse: Parse, frame: Frame, frames: Mapping[int, Frame], arguments: list[Argument]) -> Clause:
    start, end = _extent(parse, frame.verb)
    modal, negated = _semi_modal(parse, frame, frames)
    return Clause(
        head=frame.verb,
        lemma=frame.lemma,
        kind=frame.kind,
        arguments=_without(arguments, frame.verb),
        start=start,
        end=end,
        passive=frame.passive,
        negated=frame.negated != negated,
        copular=frame.copular,
        modal=frame.modal or modal,
        marker=frame.marker,
        link=frame.label if frame.governor >= 0 else "",
        verb=frame.verb,
    )


def _without(arguments: Iterable[Argument], head: int) -> tuple[Argument, ...]:
    return tuple([argument for argument in arguments if argument.head != head])


def _each_predicate(parse: Parse, clause: Clause, frame: Frame) -> Iterator[Clause]:
    """One clause for each predicate word after "be": "is an actor and head of X" says two things."""
    if not clause.copular or frame.lemma != "be" or not frame.predicates:
        yield clause
        return
    shared = [a for a in clause.arguments if a.role != "attribute"]
    for head in frame.predicates:
        own = (*shared, Argument(head, "attribute"), *_without(governed(parse, head), head))
        yield replace(clause, head=head, lemma=lemma_of(parse, head), arguments=tuple(dict.fromkeys(own)))


def _semi_modal(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> tuple[str, bool]:
    """The semi-modal that governs a clause ("plans to", "is likely to", "failed to") and whether it denies it."""
    if frame.kind not in {"infinitive", "gerund"} or frame.label not in _GOVERNED:
        return "", False
    top = first_conjunct(parse, frame.verb)
    head = parse.heads[top]
    lemma = frames[head].lemma if head in frames else lemma_of(parse, head)
    if frame.to and lemma in _PERIPHRASES and frame.label in {"xcomp", "conj"} and parse.pos[head] in {"AUX", "VERB"}:
        return (_PERIPHRASES[lemma], False) if lemma != "go" or parse.tags[head] == "VBG" else ("", False)
    section = _SECTIONS.get(parse.pos[head], "")
    if not section or head == top:
        return "", False
    if lemma in words("words/attitudes", "negated", section):
        return lemma, True
    return (lemma, False) if lemma in words("words/attitudes", "planned", section) else ("", False)


def _nominals(parse: Parse, token: int, labels: Mapping[int, str], *, light: bool) -> Iterator[Clause]:
    """The clauses of a noun of action, unless a light verb has it already, and of a participle in a compound."""
    row = None if light or parse.deps[token] == "compound" else noun_frame(parse, token)
    if row is not None and (found := _without(noun_arguments(parse, token, row, labels), token)):
        start, end = _extent(parse, token)
        yield Clause(token, row.verb, "nominal", found, start, end, link="nominal", verb=token)
    if found := _without(compound_arguments(parse, token), token):
        start, end = min(a.head for a in found), max(a.head for a in found) + 1
        passive, lemma = parse.tags[token] == "VBN", lemma_of(parse, token)
        yield Clause(token, lemma, "nominal", found, start, end, passive, link="nominal", verb=token)


def _extent(parse: Parse, head: int) -> tuple[int, int]:
    """The tokens of a clause without coordinated clauses and those that merely follow."""
    start = end = head
    for node in parse.children[head]:
        if parse.deps[node] not in _FOLLOWING or (parse.deps[node] == "advcl" and node < head):
            start, end = min(start, parse.left[node]), max(end, parse.right[node])
    return start, end + 1
