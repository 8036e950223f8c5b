"""When each clause happens: by a time of its own, by that of an event in it, or by that of the clause above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.clauses import Clause
    from kg.text.parse import Parse
    from kg.text.times import Time

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
    return tuple(own[number] or _inherited(clauses, own, number) for number in range(len(clauses)))


def _own_time(parse: Parse, clause: Clause, of_token: dict[int, Time], inside: dict[int, Time]) -> Time | None:
    if clause.head in of_token:
        return of_token[clause.head]
    if clause.kind == "relative" and parse.heads[clause.verb] in inside:
        return inside[parse.heads[clause.verb]]  # "in February, when a storm hit the coast"
    for token in range(clause.start, clause.end):
        if token in of_token and parse.heads[token] == clause.head and parse.pos[token] in ("AUX", "VERB"):
            return of_token[token]
    for argument in clause.arguments:
        if argument.head in of_token and (argument.preposition in _DURING or argument.role in ("subject", "object")):
            return of_token[argument.head]
    return None


_DURING = ("in", "during", "at", "by", "with", "for", "on")
_SAME_TIME = ("conj", "xcomp", "advcl", "acl", "dobj")


def _inherited(clauses: Sequence[Clause], own: Sequence[Time | None], number: int) -> Time | None:
    """The time of the nearest clause above that happens at once with this one."""
    for _ in range(4):
        clause = clauses[number]
        if clause.parent < 0 or clause.link not in _SAME_TIME or clause.marker in ("before", "after", "since", "until"):
            return None
        number = clause.parent
        if own[number] is not None:
            return own[number]
    return None
