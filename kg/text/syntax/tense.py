"""Tense: whether a verb, or the sentence around a token, speaks of the past or of what is to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import auxiliaries

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["is_past", "is_simple_past", "names_event", "refers_to_future", "refers_to_past"]

_MODALS = words("words/syntax/tense", "future_modals")
_PLANNING = words("words/syntax/tense", "planning")
_REPORTING = words("words/attitudes", "reporting", "verbs")


def _has_past_form(parse: Parse, verb: int) -> bool:
    """Whether a verb or an auxiliary of its is in the past tense."""
    return any(parse.tags[token] == "VBD" for token in (verb, *auxiliaries(parse, verb)))


def _is_perfect(parse: Parse, verb: int) -> bool:
    return any(parse.lemmas[token] == "have" for token in auxiliaries(parse, verb))


def is_past(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in a past or perfect tense: "met", "was met", "has met"."""
    return _has_past_form(parse, verb) or _is_perfect(parse, verb)


def is_simple_past(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in the simple past, active or passive: "met", "was met"."""
    return _has_past_form(parse, verb) and not _is_perfect(parse, verb)


def refers_to_past(parse: Parse, token: int) -> bool:
    """Whether the verb over a token is in the past: "took place this weekend"."""
    while parse.heads[token] != token:
        token = parse.heads[token]
        if parse.pos[token] in ("VERB", "AUX"):
            return _has_past_form(parse, token)
    return False


def refers_to_future(parse: Parse, token: int) -> bool:
    """Whether the verb over a token speaks of the future: "will meet on Monday", "is due on Monday"."""
    infinitive = nominal = False
    while parse.heads[token] != token:
        below, token = token, parse.heads[token]
        if infinitive and parse.lowers[token] in ("is", "are"):
            return True  # "is to meet on Monday"
        plans = parse.lemmas[token] in _PLANNING
        if plans or parse.pos[token] in ("VERB", "AUX"):
            planned = plans and (infinitive or not _is_time_of_planning(parse, below, token))
            if planned or any(parse.lowers[child] in _MODALS for child in parse.children[token]):
                return True
            if not any(parse.lowers[child] == "to" and parse.deps[child] == "aux" for child in parse.children[token]):
                return _is_present_for_future(parse, token, nominal=nominal)
            infinitive = True  # its time is that of the verb above it: "is to meet", "agreed to meet"
        else:
            nominal = nominal or parse.pos[token] in ("NOUN", "PROPN")
    return parse.tags[token] == "VB" and any(parse.lowers[child] == "to" for child in parse.children[token])


def _is_time_of_planning(parse: Parse, below: int, verb: int) -> bool:
    """Whether a time dates the verb of planning itself: "promised on Monday", not "planned for Monday"."""
    return parse.tags[verb] == "VBD" and not auxiliaries(parse, verb) and parse.lowers[below] != "for"


def _is_present_for_future(parse: Parse, verb: int, *, nominal: bool) -> bool:
    """Whether a present tense speaks of what is fixed: "is leaving on Monday", "parliament meets on Monday".

    `nominal` is whether the time stands within a noun phrase ("recalls the March vote").
    """
    children = parse.children[verb]
    if parse.tags[verb] == "VBG":
        return any(parse.lowers[child] in ("is", "are") for child in children)
    if nominal or parse.pos[verb] != "VERB" or parse.lemmas[verb] in _REPORTING:
        return False
    if parse.tags[verb] == "VB":  # what the parser takes for a bare verb: "the couple leave on Monday"
        return {parse.deps[child] for child in children} & {"nsubj", "aux"} == {"nsubj"}
    return parse.tags[verb] in ("VBZ", "VBP")


def names_event(parse: Parse, start: int) -> bool:
    """Whether a day names the event of the noun after it ("the May 3 attacks"), so that the tense says no year."""
    head = next((t for t in (start, start + 1) if parse.deps[t] in ("nmod", "compound")), -1)
    return head >= 0 and parse.heads[head] > start + 1 and parse.pos[parse.heads[head]] in ("NOUN", "PROPN")
