"""What time expressions date: clauses, by their own words or by the day that a narrative named last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import STATED
from kg.text.lexicon.tables import word_lists, words
from kg.text.syntax.dependencies import SUBJECTS, is_past, is_simple_past, own_subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.text.model import Argument, Clause, Judgement, Parse, Time

_LISTS = word_lists("words/temporal/clause_times")
_SHORTLY = _LISTS["shortly"]
_PARTICIPATION = _LISTS["participation"]
_SIMULTANEOUS = _LISTS["simultaneous"]
_SEQUENTIAL = _LISTS["sequential"]
_RELATIVE = _LISTS["relative"]
_DURING = ("in", "during", "at")
_FUTURE = ("will", "shall")
_BESIDE = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
"""Labels of names that a time only stands beside: "in Kabul, Afghanistan, September 13" dates the verb."""
_WITH_VERB = ("aux", "auxpass", "xcomp", "acomp", "oprd")
_FOR_MAIN = {("infinitive", link) for link in ("xcomp", "advcl", "relcl", "acl")} | {
    (kind, link) for kind in ("participle", "gerund") for link in ("xcomp", "advcl", "pcomp")
}
_SAME_TIME = ("conj", "xcomp", "advcl", "acl", "dobj", "pcomp", "nominal")


def governor(parse: Parse, names: Mapping[int, str], start: int, end: int, *, single: bool) -> int:
    """The verb or noun that a time expression modifies, over its preposition; -1 where it stands by itself.

    `names` gives the label of the model's name at a token, `single` is whether it is a day, month or year, no span.
    """
    inside = range(start, end)
    token = next((t for t in inside if parse.heads[t] not in inside or parse.heads[t] == t), start)
    if parse.deps[token] == "poss" and parse.heads[token] not in inside:
        return parse.heads[token]  # "Sunday's Turkish Grand Prix"
    if single and (noun := _noun_from(parse, start)) >= 0:
        return noun
    while parse.heads[token] != token:
        token = parse.heads[token]
        if token in inside or parse.pos[token] in ("ADP", "SCONJ", "ADV", "NUM", "PUNCT", "PART"):
            continue
        if names.get(token) not in _BESIDE:
            return token
    return -1 if token in inside or parse.pos[token] in ("ADP", "NUM", "PUNCT") else token


def _noun_from(parse: Parse, start: int) -> int:
    """The noun just before "from" and a time: "a memo from 2007"; -1 where there is none."""
    noun = start - 2
    if noun < 0 or parse.lowers[noun + 1] != "from" or parse.pos[noun] != "NOUN":
        return -1
    return noun if parse.deps[noun] in ("dobj", "pobj", "attr", *SUBJECTS) else -1


def attach_times(parse: Parse, clauses: Sequence[Clause], times: Sequence[Time]) -> tuple[Time | None, ...]:
    """The time of each clause: of its verb or, failing that, of an event among its arguments or of its main clause.

    A conjoined, participial or infinitival clause happens when the clause does on which it depends ("struck on Sunday,
    killing ten"); what somebody said on Monday did not happen on Monday.
    """
    resolved = [time for time in times if time.value]
    if not resolved:
        return (None,) * len(clauses)
    dated = {time.governor: time for time in reversed(resolved)}
    inside = {token: time for time in resolved for token in range(time.start, time.end)}
    own = [_own_time(parse, clause, dated, inside) for clause in clauses]
    for clause, time in zip(clauses, own, strict=True):
        if time is not None and clause.parent >= 0 and _dates_main(parse, clause, clauses[clause.parent], time):
            own[clause.parent] = own[clause.parent] or time
    return tuple(time or _inherited(parse, clauses, own, number) for number, time in enumerate(own))


def _dates_main(parse: Parse, clause: Clause, main: Clause, time: Time) -> bool:
    """Return whether the time of a clause is that of the one over it.

    "Praised the plan when they met in May"; "beat Ali to keep his title on Saturday"; "ten have died and many have been
    infected since May".
    """
    if clause.link == "advcl" and clause.marker in _SIMULTANEOUS:
        return True
    if clause.link == "conj" and "/" in time.value:
        return all(is_past(parse, verb) and not is_simple_past(parse, verb) for verb in (clause.verb, main.verb))
    within = len(time.value) == _DAY and (clause.kind, clause.link) in _FOR_MAIN
    return within and is_simple_past(parse, main.verb) and parse.sentence_of[main.verb] == parse.sentence_of[time.start]


def _own_time(parse: Parse, clause: Clause, dated: Mapping[int, Time], inside: Mapping[int, Time]) -> Time | None:
    """The time of a clause itself, given the times by the tokens that they date and by those that they consist of."""
    above = parse.heads[clause.verb]
    if clause.head in dated:
        return dated[clause.head]
    if clause.kind == "relative" and above in inside:
        return inside[above]  # "in February, when a storm hit the coast"
    if above in dated and _describes_event(parse, clause):
        return dated[above]  # "the March 29 attack, in which ten people died"
    for token in range(clause.start, clause.end):
        if token in dated and parse.heads[token] == clause.head and parse.deps[token] in _WITH_VERB:
            return dated[token]
    for argument in clause.arguments:
        modified = clause.link == "relcl" and above == argument.head  # "the meeting to which he came"
        placed = argument.preposition in (_DURING if modified else _PARTICIPATION) or _follows_at_once(parse, argument)
        if placed or argument.role in ("subject", "object"):
            for noun in _with_places(parse, argument.head) if placed else (argument.head,):
                if noun in dated:
                    return dated[noun]
    return None


def _with_places(parse: Parse, noun: int) -> list[int]:
    """A noun and those that place it: "a post", "a town" and "the north" of "at a post near a town in the north"."""
    nouns = [noun]
    for over in nouns:
        for preposition in parse.dependents(over, "prep"):
            if parse.lowers[preposition] in _PARTICIPATION:
                nouns += parse.dependents(preposition, "pobj")
    return nouns


def _follows_at_once(parse: Parse, argument: Argument) -> bool:
    """Whether a clause happens just after or before what an argument names: "shortly after prayers on Sunday"."""
    if argument.preposition not in ("after", "before"):
        return False
    children = parse.children[parse.heads[argument.head]]
    return any(parse.lowers[child] in _SHORTLY or parse.lemmas[child] in _SHORTLY for child in children)


def _describes_event(parse: Parse, clause: Clause) -> bool:
    """Whether a relative clause in the past says what happened in the event of its noun: "…, in which ten died"."""
    if clause.link != "relcl" or clause.modal or parse.tags[clause.verb] not in ("VBD", "VBN"):
        return False
    if any(parse.lowers[child] in ("has", "have", "had") for child in parse.children[clause.verb]):
        return False
    for token in range(clause.start, clause.verb):
        if parse.lowers[token] in _RELATIVE:
            over = parse.lowers[parse.heads[token]] if parse.deps[token] == "pobj" else ""
            return over in _DURING or parse.deps[token] in ("advmod", *SUBJECTS)
    return False


def _is_contrasted(parse: Parse, clause: Clause) -> bool:
    """Whether "but" brings a clause with a subject of its own: "was built in 1950, but its tower fell".

    A time before both verbs holds of both: "On Sunday the crew left, but the ship stayed".
    """
    above = parse.heads[clause.verb]
    contrasted = any(parse.lowers[c] == "but" and above < c < clause.verb for c in parse.children[above])
    return contrasted and bool(own_subjects(parse, clause.verb))


def _inherited(parse: Parse, clauses: Sequence[Clause], own: Sequence[Time | None], number: int) -> Time | None:
    """The time of the nearest clause above that happens at once with this one."""
    for _ in range(4):
        clause = clauses[number]
        if clause.parent < 0 or clause.link not in _SAME_TIME or clause.marker in _SEQUENTIAL:
            return None
        if clause.link == "conj" and (clause.modal in _FUTURE) != (clauses[clause.parent].modal in _FUTURE):
            return None  # "fled in 2003 and will return"
        contrasted = clause.link == "conj" and _is_contrasted(parse, clause)
        number = clause.parent
        time = own[number]
        if contrasted and (time is None or time.start > clauses[number].verb):
            return None
        if time is not None:
            return time
    return None


_REACH = 12
"""How many sentences a day holds for after its own; a month holds for the next."""
_OPENING = 10
"""Among how many sentences of a text the day is told of which its headline speaks."""
_DAY = len("2025-09-13")
_DIGRESSING = words("words/temporal/narrative", "digressing")
_OTHER_TIME = words("words/temporal/narrative", "other_time")
_REPORTING = words("words/attitudes", "reporting", "verbs")
_SENTENCE_END = words("words/function_words", "marks", "sentence_end")
_WITH_MAIN = ("", "conj", "ccomp", "parataxis", "relcl")
_AT_ONCE = ("xcomp", "advcl", "light", "pcomp", "acl", "conj")


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
        if not _narrates(parse, clause) or judgements[number].factuality not in STATED:
            continue
        if time is not None:
            if clause.lemma not in _REPORTING and _happened(judgements[number]):
                continues = _is_point(time.value) and clause.lemma not in _DIGRESSING
                current, sentence = time.value if continues else "", here
        elif current and clause.head not in unresolved and here - sentence <= (_REACH if len(current) == _DAY else 1):
            found[number] = current
    for number in order:
        clause = clauses[number]
        if found[number] is None and clause_times[number] is None and clause.parent >= 0:
            with_verb = clause.link in _AT_ONCE and clause.kind != "finite" and clause.marker not in _SEQUENTIAL
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
    days = [
        (clause.verb, time.value)
        for clause, time, judgement in zip(clauses, clause_times, judgements, strict=True)
        if time is not None and len(time.value) == _DAY and parse.sentence_of[clause.verb] <= _OPENING
        if _narrates(parse, clause) and _happened(judgement)
        if _is_point(time.value) and clause.lemma not in _DIGRESSING | _REPORTING
    ]
    verb, first = min(days, default=(0, None))
    for number, clause in enumerate(clauses):
        told = clause.verb < verb and not clause.modal and _happened(judgements[number])
        if told and clause_times[number] is None and (clause.verb < headline_end(parse) or is_past(parse, clause.verb)):
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
