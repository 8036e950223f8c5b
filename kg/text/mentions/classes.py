"""The class of a noun that the words beside it tell: "a B-52 bomber", "100 police", "rebel forces"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.nouns import class_of_noun
from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.text.model import Parse

__all__ = ["told_class"]

_LISTS = word_lists("words/mentions/classes")
_CROWDS = word_lists("words/mentions/casualties")["crowds"]
_REBELS = word_lists("words/nouns/organizations")["rebels"]


def told_class(parse: Parse, noun: int, class_at: Callable[[int], str], *, plural: bool) -> str:
    """The class of a noun that the words beside it tell, "" for most; `class_at` gives that of the name at a token."""
    lemma, lower = parse.lemmas[noun].lower(), parse.lowers[noun]
    if lower == "others" or (lemma == "team" and _is_of_people(parse, noun)):
        return "People"
    if lemma in _LISTS["crafts_or_persons"] and any(class_at(c) == "Product" for c in parse.children[noun] if c < noun):
        return "Product"  # "a B-52 bomber", "F-16 fighter-bombers"
    if lemma == "state" and parse.lowers[noun + 1 : noun + 2] == ("of",) and noun + 2 < len(parse):
        ruled = parse.lowers[noun + 2] in _LISTS["states_of_law"]
        plain = parse.words[noun + 2][0].islower()  # "a state of emergency", "the state of affairs"
        return "Law" if ruled else "Topic" if plain else ""
    if lemma == "job" and plural:
        return "Topic"  # "25,000 jobs"
    return _armed(parse, noun, lemma, class_at) if plural else ""


def _armed(parse: Parse, noun: int, lemma: str, class_at: Callable[[int], str]) -> str:
    """The class of a plural of those who are armed: a body as a whole, people where they are counted: "100 police"."""
    kind = next(
        (kind for kind in ("rebels", "soldiers", "forces") if lemma in (_REBELS if kind == "rebels" else _LISTS[kind])),
        "",
    )
    if not kind and lemma != "police":
        return ""
    if _is_counted(parse, noun):
        return "People"
    if kind == "forces":
        return _army(parse, noun, class_at)
    return {"rebels": "ArmedGroup", "soldiers": "Military"}.get(kind, "")


def _army(parse: Parse, noun: int, class_at: Callable[[int], str]) -> str:
    """What "forces" and "troops" are by the words before them: "rebel forces", "market forces", "US troops"."""
    before = [c for c in parse.children[noun] if c < noun and parse.deps[c] in ("amod", "compound", "nmod")]
    words = {parse.lowers[c] for c in before}
    if words & _LISTS["no_army"]:
        return "Topic"
    armed = any(class_at(c) == "ArmedGroup" for c in before)
    return "ArmedGroup" if armed or words & _LISTS["rebellious"] else "Military"


def _is_counted(parse: Parse, noun: int) -> bool:
    """Whether a number stands before a noun: "100 police", "dozens of police"."""
    measured = noun > 1 and parse.lowers[noun - 1] == "of" and parse.lowers[noun - 2] in _CROWDS
    return measured or any(parse.deps[c] == "nummod" for c in parse.children[noun])


def _is_of_people(parse: Parse, noun: int) -> bool:
    """Whether people make up what a noun means: "a team of researchers"."""
    for of in parse.children[noun]:
        if parse.lowers[of] == "of" and parse.deps[of] == "prep":
            return any(class_of_noun(parse.lemmas[c].lower(), plural=True) == "People" for c in parse.children[of])
    return False
