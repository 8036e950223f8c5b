"""The time of clauses that name none: that of the events narrated just before them; a headline's, of those after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import STATED
from kg.text.lexicon.tables import words
from kg.text.syntax.tense import is_simple_past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Clause, Judgement, Parse, Time

__all__ = ["headline_end", "narrated_times"]

_REACH = 5
"""How many sentences a day holds for after its own; a month holds for the next."""
_OPENING = 6
"""Among how many sentences of a text the day is told of which its headline speaks."""
_DAY = len("2025-09-13")
_DIGRESSING = words("words/temporal/narrative", "digressing")
_OTHER_TIME = words("words/temporal/narrative", "other_time")
_REPORTING = words("words/attitudes", "reporting", "verbs")
_SENTENCE_END = words("words/function_words", "marks", "sentence_end")
_WITH_MAIN = ("", "conj", "ccomp", "parataxis", "relcl")
_WITH_VERB = ("xcomp", "advcl", "light")


def narrated_times(
    parse: Parse,
    clauses: Sequence[Clause],
    times: Sequence[Time],
    clause_times: Sequence[Time | None],
    judgements: Sequence[Judgement],
) -> tuple[str | None, ...]:
    """For each clause that has no time of its own the time of the narrative that it continues, None without one.

    A narrative is in the simple past: "The gunman fled on Monday. He shot a guard." What stands in another tense is
    outside it, as is when somebody said something. A headline, in whatever tense, tells what the first day brought.
    """
    found: list[str | None] = [None] * len(clauses)
    current, sentence = "", -_REACH - 1
    unresolved = {time.governor for time in times if not time.value}
    order = sorted(range(len(clauses)), key=lambda number: clauses[number].verb)
    for number in order:
        clause, time = clauses[number], clause_times[number]
        here = parse.sentence_of[clause.verb]
        if not _narrates(parse, clause) or not _happened(judgements[number]):
            continue
        if time is not None:
            if clause.lemma not in _REPORTING:
                continues = _is_point(time.value) and clause.lemma not in _DIGRESSING
                current, sentence = time.value if continues else "", here
        elif current and clause.head not in unresolved and here - sentence <= (_REACH if len(current) == _DAY else 1):
            found[number] = current
    for number in order:
        clause = clauses[number]
        if found[number] is None and clause_times[number] is None and clause.parent >= 0:
            with_verb = clause.link in _WITH_VERB and clause.kind != "finite"
            found[number] = found[clause.parent] if with_verb and _happened(judgements[number]) else None
    _date_headline(parse, clauses, clause_times, judgements, found)
    return tuple(found)


def headline_end(parse: Parse) -> int:
    """Where the headline that opens a text ends, 0 for none: its first block, if that does not end like a sentence."""
    end = parse.blocks[0][1] if len(parse.blocks) > 1 else 0
    return 0 if end and parse.words[end - 1] in _SENTENCE_END else end


def _date_headline(
    parse: Parse,
    clauses: Sequence[Clause],
    clause_times: Sequence[Time | None],
    judgements: Sequence[Judgement],
    found: list[str | None],
) -> None:
    """Give the clauses of a headline that have no time the first day that is narrated soon after it."""
    end = headline_end(parse)
    days = [
        (clause.verb, time.value)
        for clause, time, judgement in zip(clauses, clause_times, judgements, strict=True)
        if time is not None and len(time.value) == _DAY and parse.sentence_of[clause.verb] <= _OPENING
        if _narrates(parse, clause) and _happened(judgement)
        if _is_point(time.value) and clause.lemma not in _DIGRESSING | _REPORTING
    ]
    first = min(days, default=(0, None))[1]
    for number, clause in enumerate(clauses):
        told = clause.verb < end and not clause.modal and judgements[number].factuality in STATED
        if told and clause_times[number] is None:
            found[number] = found[number] or first


def _happened(judgement: Judgement) -> bool:
    """Whether a clause came about by the text's own account."""
    return judgement.factuality in STATED and not judgement.quoted


def _is_point(value: str) -> bool:
    """Whether a time is a day or a month: a narrative does not stay within a year."""
    return "/" not in value and "W" not in value and "-" in value


def _narrates(parse: Parse, clause: Clause) -> bool:
    """Whether a clause narrates an event, as a main clause or within what somebody says."""
    if clause.kind not in ("finite", "relative") or clause.link not in _WITH_MAIN or clause.modal:
        return False
    children = parse.children[clause.verb]
    if any(parse.lowers[child] in _OTHER_TIME and parse.deps[child] == "advmod" for child in children):
        return False
    return is_simple_past(parse, clause.verb)
