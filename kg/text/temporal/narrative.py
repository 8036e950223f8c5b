"""When the events of a story happen whose sentences tell no time: when those told just before them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import STATED
from kg.text.lexicon.tables import word_lists, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Clause, Judgement, Parse, Time

__all__ = ["AT_EVENT", "EVENTS", "STORY", "narrated_times"]

AT_EVENT = frozenset(
    {"participatedIn", "killed", "injured", "affected", "won", "tookPlaceIn", "organized", "partOf", "attacked"}
)
"""Relations to or of an event that hold when the event happens."""

STORY = frozenset(
    {
        *("killed", "injured", "captured", "released", "attacked", "affected", "defeated", "movedTo", "visited"),
        *("withdrewFrom", "convicted", "sanctioned", "asked", "uses", "diedIn"),
    }
)
"""Relations that are events of a story."""

EVENTS = (STORY | {"acquired", "dismissed", "appointed", "elected", "signed", "founded", "won", "received"}) - {"uses"}
"""Relations that are events, which a text tells again without their time, in its headline say."""

_REACH = 3
"""How many sentences a day holds for after its own; a month holds for the next."""
_DAY = len("2025-09-13")
_LISTS = word_lists("words/stories")
_APART = _LISTS["apart"]
_ELSEWHEN = _LISTS["elsewhen"]
_WITH_MAIN = ("", "conj", "ccomp", "parataxis")
_WITH_VERB = ("xcomp", "advcl", "light")


def narrated_times(
    parse: Parse,
    clauses: Sequence[Clause],
    times: Sequence[Time],
    clause_times: Sequence[Time | None],
    judgements: Sequence[Judgement],
) -> tuple[str | None, ...]:
    """For each clause that has no time of its own the time of the story that it goes on telling, None without one.

    A story is told in the simple past: "The gunman fled on Monday. He shot a guard." What is told in another tense,
    or of what had been, stands outside it, as does when somebody said something.
    """
    found: list[str | None] = [None] * len(clauses)
    told, sentence = "", -_REACH - 1
    elsewhen = {time.governor for time in times if not time.value}
    order = sorted(range(len(clauses)), key=lambda number: clauses[number].verb)
    for number in order:
        clause, time = clauses[number], clause_times[number]
        here = parse.sentence_of[clause.verb]
        if not _narrates(parse, clause) or not _happened(judgements[number]):
            continue
        if time is not None:
            if clause.lemma not in words("attitudes", "report", "verbs"):
                goes_on = _is_point(time.value) and clause.lemma not in _APART
                told, sentence = time.value if goes_on else "", here
        elif told and clause.head not in elsewhen and here - sentence <= (_REACH if len(told) == _DAY else 1):
            found[number] = told
    for number in order:
        clause = clauses[number]
        if found[number] is None and clause_times[number] is None and clause.parent >= 0:
            with_verb = clause.link in _WITH_VERB and clause.kind != "finite"
            found[number] = found[clause.parent] if with_verb and _happened(judgements[number]) else None
    return tuple(found)


def _happened(judgement: Judgement) -> bool:
    """Whether the text itself tells that a clause came about."""
    return judgement.factuality in STATED and not judgement.quoted


def _is_point(value: str) -> bool:
    """Whether a time is a day or a month: a story does not stay within a year."""
    return "/" not in value and "W" not in value and "-" in value


def _narrates(parse: Parse, clause: Clause) -> bool:
    """Whether a clause tells an event in the simple past, as a main clause or within what somebody says."""
    if clause.kind not in ("finite", "relative") or clause.link not in _WITH_MAIN or clause.modal or clause.copular:
        return False
    children = parse.children[clause.verb]
    if any(parse.lowers[child] in _ELSEWHEN and parse.deps[child] == "advmod" for child in children):
        return False
    helpers = [child for child in children if "aux" in parse.deps[child]]
    if any(parse.lemmas[child] == "have" for child in helpers):
        return False
    return "VBD" in {parse.tags[clause.verb], *(parse.tags[child] for child in helpers)}
