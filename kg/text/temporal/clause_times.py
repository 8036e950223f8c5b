"""When each clause happens: by a time of its own, by that of an event in it, or by that of the clause above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Argument, Clause, Parse, Time

__all__ = ["attach_times"]


def attach_times(parse: Parse, clauses: Sequence[Clause], times: Sequence[Time]) -> tuple[Time | None, ...]:
    """The time of each clause: of its verb or, failing that, of an event among its arguments or of its main clause.

    A conjoined, participial or infinitival clause happens when the clause does on which it depends ("struck on Sunday,
    killing ten"); what somebody said on Monday did not happen on Monday.
    """
    resolved = [time for time in times if time.value]
    if not resolved:
        return (None,) * len(clauses)
    of_token: dict[int, Time] = {}
    for time in resolved:
        of_token.setdefault(time.governor, time)
    inside = {token: time for time in resolved for token in range(time.start, time.end)}
    own = [_own_time(parse, clause, of_token, inside) for clause in clauses]
    for number, clause in enumerate(clauses):
        if own[number] is not None and clause.link == "advcl" and clause.marker in _MEANWHILE and clause.parent >= 0:
            own[clause.parent] = own[clause.parent] or own[number]  # "praised the plan when they met in May"
    return tuple(own[number] or _inherited(parse, clauses, own, number) for number in range(len(clauses)))


def _own_time(parse: Parse, clause: Clause, of_token: dict[int, Time], inside: dict[int, Time]) -> Time | None:
    if clause.head in of_token:
        return of_token[clause.head]
    if clause.kind == "relative" and parse.heads[clause.verb] in inside:
        return inside[parse.heads[clause.verb]]  # "in February, when a storm hit the coast"
    if parse.heads[clause.verb] in of_token and _tells_of(parse, clause):
        return of_token[parse.heads[clause.verb]]  # "the March 29 attack, in which ten people died"
    for token in range(clause.start, clause.end):
        if token in of_token and parse.heads[token] == clause.head and parse.deps[token] in _WITH_VERB:
            return of_token[token]
    for argument in clause.arguments:
        held = clause.link == "relcl" and parse.heads[clause.verb] == argument.head  # "the meeting to which he came"
        placed = argument.preposition in (_DURING if held else _PLACED) or _shortly_after(parse, argument)
        if placed or argument.role in ("subject", "object"):
            for noun in _within(parse, argument.head) if placed else (argument.head,):
                if noun in of_token:
                    return of_token[noun]
    return None


def _within(parse: Parse, noun: int) -> list[int]:
    """A noun and those that place it: "a post", "a town" and "the north" of "at a post near a town in the north"."""
    nouns = [noun]
    for over in nouns:
        for child in parse.children[over]:
            if parse.deps[child] == "prep" and parse.lowers[child] in _PLACED:
                nouns += [token for token in parse.children[child] if parse.deps[token] == "pobj"]
    return nouns


def _shortly_after(parse: Parse, argument: Argument) -> bool:
    """Whether what is told follows at once: "shortly after prayers on Sunday"."""
    if argument.preposition not in ("after", "before"):
        return False
    children = parse.children[parse.heads[argument.head]]
    return any(parse.lowers[child] in _SHORTLY or parse.lemmas[child] in _SHORTLY for child in children)


def _tells_of(parse: Parse, clause: Clause) -> bool:
    """Whether a relative clause tells in the past what its noun did or held: "…, in which ten people died"."""
    if clause.link != "relcl" or clause.modal or parse.tags[clause.verb] not in ("VBD", "VBN"):
        return False
    if any(parse.lowers[child] in ("has", "have", "had") for child in parse.children[clause.verb]):
        return False
    for token in range(clause.start, clause.verb):
        if parse.lowers[token] in ("which", "that", "when", "where"):
            over = parse.lowers[parse.heads[token]] if parse.deps[token] == "pobj" else ""
            return over in ("in", "at", "during") or parse.deps[token] in ("nsubj", "nsubjpass", "advmod")
    return False


_AHEAD = ("will", "shall")
_MEANWHILE = ("when", "as", "while")
_WITH_VERB = ("aux", "auxpass", "xcomp")
_LISTS = word_lists("words/stories")
_SHORTLY = _LISTS["shortly"]
_DURING = ("in", "during", "at")
_PLACED = _LISTS["placed"]
_SAME_TIME = ("conj", "xcomp", "advcl", "acl", "dobj")


def _is_set_against(parse: Parse, clause: Clause) -> bool:
    """Whether "but" brings a clause with a subject of its own: "was built in 1950, but its tower fell".

    A time before both verbs holds of both: "On Sunday the crew left, but the ship stayed".
    """
    above = parse.heads[clause.verb]
    against = any(parse.lowers[c] == "but" and above < c < clause.verb for c in parse.children[above])
    return against and any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[clause.verb])


def _inherited(parse: Parse, clauses: Sequence[Clause], own: Sequence[Time | None], number: int) -> Time | None:
    """The time of the nearest clause above that happens at once with this one."""
    for _ in range(4):
        clause = clauses[number]
        if clause.parent < 0 or clause.link not in _SAME_TIME or clause.marker in ("before", "after", "since", "until"):
            return None
        if clause.link == "conj" and (clause.modal in _AHEAD) != (clauses[clause.parent].modal in _AHEAD):
            return None  # "fled in 2003 and will return"
        against = clause.link == "conj" and _is_set_against(parse, clause)
        number = clause.parent
        time = own[number]
        if against and (time is None or time.start > clauses[number].verb):
            return None
        if time is not None:
            return time
    return None
