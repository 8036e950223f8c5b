"""The class of a noun phrase by its noun and the words beside it: "a B-52 bomber", "100 police", "rebel forces"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import class_of_noun
from kg.text.lexicon.tables import word_lists, words
from kg.text.syntax.dependencies import NOMINAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.text.model import Parse

__all__ = ["HEADS", "class_of_phrase"]

HEADS: Final = NOMINAL - {"NUM"}
"""Parts of speech of the heads of phrases, but for words that stand for people: "the wounded", "killed five"."""

_LISTS: Final = word_lists("words/mentions/classes")
_CROWDS: Final = words("words/mentions/casualties", "crowds")
_REBELS: Final = words("words/nouns/organizations", "rebels")


def class_of_phrase(parse: Parse, start: int, head: int, class_at: Callable[[int], str], *, plural: bool) -> str:
    """The class that a noun phrase from `start` with a head suggests; `class_at` gives that of the name at a token."""
    lemma = parse.lemmas[head].lower()
    special = _special_class(parse, head, lemma, class_at)
    if plural and not special:
        special = "Topic" if lemma == "job" else _class_of_armed(parse, head, lemma, class_at)  # "25,000 jobs"
    if special:
        return special
    if parse.pos[head] not in HEADS:
        aged = parse.lowers[head] == "old" and parse.lower_at(head - 1) == "-"
        return "Person" if aged else "People"  # "the 34-year-old"
    if lemma == "sheriff" and parse.deps[head] == "poss":
        return "GovernmentAgency"  # "the county sheriff's deputy": the office, by its head
    modified = head > start and parse.heads[head - 1] == head and parse.deps[head - 1] in ("compound", "amod")
    cls = class_of_noun(lemma, parse.lowers[head - 1] if modified else "", plural=plural)
    if cls in ("Topic", "Competition") and not plural and "year" in parse.lowers[start:head][1:4]:
        return "Person" if "old" in parse.lowers[start:head] else cls  # "the 57-year-old prelate"
    return class_of_noun(parse.lowers[head]) if cls == "Topic" and plural else cls


def _special_class(parse: Parse, noun: int, lemma: str, class_at: Callable[[int], str]) -> str:
    """The class of a noun that is another one beside some words, "" for most."""
    if parse.lowers[noun] == "others" or (lemma == "team" and _is_of_people(parse, noun)):
        return "People"
    if lemma in _LISTS["crafts_or_persons"] and any(class_at(c) == "Product" for c in parse.children[noun] if c < noun):
        return "Product"  # "a B-52 bomber", "F-16 fighter-bombers"
    if lemma == "state" and parse.lower_at(noun + 1) == "of" and noun + 2 < len(parse):
        plain = parse.words[noun + 2][0].islower()  # "a state of emergency", "the state of affairs"
        return "Law" if parse.lowers[noun + 2] in _LISTS["states_of_law"] else "Topic" if plain else ""
    return ""


def _is_of_people(parse: Parse, noun: int) -> bool:
    """Whether people make up what a noun means: "a team of researchers"."""
    of = next((c for c in parse.dependents(noun, "prep") if parse.lowers[c] == "of"), noun)
    members = parse.children[of] if of != noun else ()
    return any(class_of_noun(parse.lemmas[c].lower(), plural=True) == "People" for c in members)


def _class_of_armed(parse: Parse, noun: int, lemma: str, class_at: Callable[[int], str]) -> str:
    """The class of a plural of those who are armed: the whole of them, people where they are counted: "100 police"."""
    forces = lemma in _LISTS["forces"]
    cls = "ArmedGroup" if lemma in _REBELS else "Military" if lemma in _LISTS["soldiers"] else ""
    if not (forces or cls or lemma == "police"):
        return ""
    crowd = noun > 1 and parse.lowers[noun - 1] == "of" and parse.lowers[noun - 2] in _CROWDS  # "dozens of police"
    if crowd or parse.dependents(noun, "nummod"):
        return "People"
    if not forces:
        return cls
    before = [c for c in parse.dependents(noun, "amod", "compound", "nmod") if c < noun]
    words = {parse.lowers[c] for c in before}
    if words & _LISTS["no_army"]:
        return "Topic"  # "market forces"
    armed = words & _LISTS["rebellious"] or any(class_at(c) == "ArmedGroup" for c in before)
    return "ArmedGroup" if armed else "Military"
