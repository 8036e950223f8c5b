"""Whether the verb over a token tells of the past or of what lies ahead: which Monday "on Monday" is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["in_past", "lies_ahead", "lies_behind", "names_event"]


def in_past(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in a past or perfect tense: "met", "was met", "has met"."""
    helpers = [child for child in parse.children[verb] if "aux" in parse.deps[child]]
    return any(parse.tags[t] == "VBD" or (t != verb and parse.lemmas[t] == "have") for t in (verb, *helpers))


def lies_behind(parse: Parse, token: int) -> bool:
    """Whether the verb over a token tells of the past: "took place this weekend"."""
    while parse.heads[token] != token:
        token = parse.heads[token]
        if parse.pos[token] in ("VERB", "AUX"):
            tags = {parse.tags[token], *(parse.tags[c] for c in parse.children[token] if "aux" in parse.deps[c])}
            return "VBD" in tags
    return False


def lies_ahead(parse: Parse, token: int) -> bool:
    """Whether the verb over a token speaks of the future: "will meet on Monday", "is due on Monday"."""
    future = table("times")["future"]
    infinitive = nominal = False
    while parse.heads[token] != token:
        below, token = token, parse.heads[token]
        if infinitive and parse.lowers[token] in ("is", "are"):
            return True  # "is to meet on Monday"
        if parse.pos[token] in ("VERB", "AUX") or parse.lemmas[token] in future["verbs"]:
            children = parse.children[token]
            planned = parse.lemmas[token] in future["verbs"] and (infinitive or not _told(parse, below, token))
            if planned or any(parse.lowers[child] in future["modals"] for child in children):
                return True
            if any(parse.lowers[child] == "to" and parse.deps[child] == "aux" for child in children):
                infinitive = True
                continue  # an infinitive's time is that of the verb above it: "is to meet", "agreed to meet"
            return _is_present(parse, token, nominal=nominal)
        nominal = nominal or parse.pos[token] in ("NOUN", "PROPN")
    return parse.tags[token] == "VB" and any(parse.lowers[child] == "to" for child in parse.children[token])


def _told(parse: Parse, below: int, verb: int) -> bool:
    """Whether a verb of planning is itself what happened then: "promised on Monday", not "planned for Monday"."""
    helped = any("aux" in parse.deps[child] for child in parse.children[verb])
    return parse.tags[verb] == "VBD" and not helped and parse.lowers[below] != "for"


def _is_present(parse: Parse, verb: int, *, nominal: bool) -> bool:
    """Whether the present tense tells of what is fixed: "is leaving on Monday", "parliament meets on Monday".

    `nominal` tells that the time stands within a noun phrase ("recalls the March vote").
    """
    children = parse.children[verb]
    if parse.tags[verb] == "VBG":
        return any(parse.lowers[child] in ("is", "are") for child in children)
    if nominal or parse.pos[verb] != "VERB" or parse.lemmas[verb] in words("attitudes", "report", "verbs"):
        return False
    if parse.tags[verb] == "VB":  # what the parser takes for a bare verb: "the couple leave on Monday"
        return {parse.deps[child] for child in children} & {"nsubj", "aux"} == {"nsubj"}
    return parse.tags[verb] in ("VBZ", "VBP")


def names_event(parse: Parse, start: int) -> bool:
    """Whether a day names what follows ("the May 3 attacks"): the tense of the sentence does not tell its year."""
    head = next((t for t in (start, start + 1) if parse.deps[t] in ("nmod", "compound")), -1)
    return head >= 0 and parse.heads[head] > start + 1 and parse.pos[parse.heads[head]] in ("NOUN", "PROPN")
