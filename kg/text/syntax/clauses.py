"""The clause layer: every predicate of a parse with its arguments, normalised once.

Active, passive, relative, reduced relative, participial, infinitival, coordinated, copular, light-verb and nominal
clauses come out in one form, so that a rule is written for a meaning and not for each construction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kg.text.lexicon.tables import words
from kg.text.model import Argument, ArgumentRole, Clause, ClauseKind
from kg.text.syntax.control import verb_frames
from kg.text.syntax.dependencies import first_conjunct, lemma_of
from kg.text.syntax.frames import Frame, deep_roles, governed
from kg.text.syntax.nominals import compound_arguments, light_reading, noun_arguments, noun_frame

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["find_clauses"]


def find_clauses(parse: Parse) -> tuple[Clause, ...]:
    """Every clause of a parse, in the order of their heads; a light verb's second reading follows the plain one."""
    types = {token: kind for start, end, kind in parse.names for token in range(start, end)}
    frames = verb_frames(parse)
    drafts: list[tuple[Clause, int]] = []  # with the verb that the clause depends on, -1 for none
    light: set[int] = set()
    for frame in frames.values():
        arguments = deep_roles(frame)
        if frame.lemma != "be":  # "was found guilty of theft", "became head of the bank"
            arguments += [a for head in frame.predicates for a in governed(parse, head) if a[0] == "oblique"]
        clause = _plain(parse, frame, frames, arguments)
        drafts += [(c, frame.governor) for c in _each_predicate(parse, clause, frame)]
        reading = light_reading(parse, frame, arguments, types)
        if reading is not None:
            noun, row, found = reading
            light.add(noun)
            second = replace(
                clause,
                head=noun,
                lemma=row.verb,
                arguments=_arguments(found, noun),
                link="light",
                passive=False,
                copular=False,
            )
            drafts.append((second, frame.verb))
    for noun in range(len(parse)):
        nominal = None if noun in light else _nominal(parse, noun, types)
        if nominal is not None:
            drafts.append((nominal, _verb_above(parse, noun, frames)))
        if (compound := _compound(parse, noun)) is not None:
            drafts.append((compound, _verb_above(parse, noun, frames)))
    drafts.sort(
        key=lambda draft: (draft[0].verb if draft[0].link == "light" else draft[0].head, draft[0].link == "light")
    )
    place: dict[int, int] = {}
    for number, (clause, _) in enumerate(drafts):
        if clause.link not in {"nominal", "light"}:
            place.setdefault(clause.verb, number)
    return tuple(replace(clause, parent=place[above]) if above in place else clause for clause, above in drafts)


def _plain(parse: Parse, frame: Frame, frames: dict[int, Frame], arguments: list[tuple[str, int, str]]) -> Clause:
    start, end = _extent(parse, frame.verb)
    modal, negated = _governed(parse, frame, frames)
    return Clause(
        head=frame.verb,
        lemma=frame.lemma,
        kind=cast("ClauseKind", frame.kind),
        arguments=_arguments(arguments, frame.verb),
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


def _arguments(found: list[tuple[str, int, str]], head: int) -> tuple[Argument, ...]:
    return tuple([Argument(h, cast("ArgumentRole", role), p) for role, h, p in found if h != head])


def _each_predicate(parse: Parse, clause: Clause, frame: Frame) -> list[Clause]:
    """One clause for each predicate word after "be": "is an actor and head of X" says two things."""
    if not clause.copular or frame.lemma != "be" or not frame.predicates:
        return [clause]
    shared = tuple(a for a in clause.arguments if a.role != "attribute")
    return [
        replace(
            clause,
            head=head,
            lemma=lemma_of(parse, head),
            arguments=tuple(
                dict.fromkeys((*shared, Argument(head, "attribute"), *_arguments(governed(parse, head), head)))
            ),
        )
        for head in frame.predicates
    ]


def _governed(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> tuple[str, bool]:
    """The semi-modal that governs a clause ("plans to", "is likely to", "failed to") and whether it denies it."""
    if frame.kind not in {"infinitive", "gerund"} or frame.label not in {"xcomp", "ccomp", "acl", "pcomp", "conj"}:
        return "", False
    top = first_conjunct(parse, frame.verb)
    head = parse.heads[top]
    above = frames.get(head)
    lemma = above.lemma if above is not None else lemma_of(parse, head)
    if (
        frame.to
        and lemma in {"be", "have", "go"}
        and frame.label in {"xcomp", "conj"}
        and parse.pos[head] in {"AUX", "VERB"}
    ):
        lemma = {"be": "be_to", "have": "have_to", "go": "going_to"}[lemma]
        return (lemma, False) if lemma != "going_to" or parse.tags[head] == "VBG" else ("", False)
    section = {"VERB": "verbs", "AUX": "verbs", "ADJ": "adjectives", "NOUN": "nouns"}.get(parse.pos[head], "")
    if not section or head == top:
        return "", False
    if lemma in words("words/attitudes", "negated", section):
        return lemma, True
    return (lemma, False) if lemma in words("words/attitudes", "planned", section) else ("", False)


def _nominal(parse: Parse, noun: int, types: dict[int, str]) -> Clause | None:
    row = noun_frame(parse, noun)
    if row is None or parse.deps[noun] == "compound":
        return None
    arguments = _arguments(noun_arguments(parse, noun, row, types), noun)
    if not arguments:
        return None
    start, end = _extent(parse, noun)
    return Clause(noun, row.verb, "nominal", arguments, start, end, link="nominal", verb=noun)


def _compound(parse: Parse, participle: int) -> Clause | None:
    found = compound_arguments(parse, participle)
    arguments = _arguments(found, participle) if found else ()
    if not arguments:
        return None
    start, end = min(a.head for a in arguments), max(a.head for a in arguments) + 1
    passive = parse.tags[participle] == "VBN"
    lemma = lemma_of(parse, participle)
    return Clause(participle, lemma, "nominal", arguments, start, end, passive, link="nominal", verb=participle)


def _verb_above(parse: Parse, token: int, frames: dict[int, Frame]) -> int:
    while token not in frames:
        if parse.heads[token] == token:
            return -1
        token = parse.heads[token]
    return token


_FOLLOWING = frozenset({"conj", "cc", "punct", "parataxis", "advcl", "relcl", "acl", "appos"})


def _extent(parse: Parse, head: int) -> tuple[int, int]:
    """The tokens of a clause without coordinated clauses and those that merely follow."""
    start = end = head
    for node in parse.children[head]:
        label = parse.deps[node]
        if label not in _FOLLOWING or (label == "advcl" and node < head):
            start, end = min(start, parse.left[node]), max(end, parse.right[node])
    return start, end + 1
