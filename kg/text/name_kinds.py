"""Nominals that only add to a name what it is of: "the Tavel region", "their Free Dawn movement", "X news agency"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.classes import ORGANIZATIONS, class_group
from kg.text.words import load_lists

if TYPE_CHECKING:
    from kg.text.clusters import Clusters
    from kg.text.parse import Parse

__all__ = ["kind_of_name"]

_BEFORE = frozenset({"det", "poss", "amod", "case", "punct", "compound", "nmod"})


def kind_of_name(parse: Parse, clusters: Clusters, place: int) -> int:
    """The name before the head of a nominal that the head only says the kind of; -1 where there is none."""
    phrase = clusters.phrases[place]
    start = _first_of_kind(parse, phrase.head)
    at = clusters.phrase_at[start - 1] if start > phrase.start else -1
    if at < 0 or phrase.cls in ("Person", "People", "Role"):
        return -1
    name = clusters.phrases[at]
    if name.kind != "name" or name.end != start or name.start < phrase.start:
        return -1
    if phrase.plural and name.cls != "Product":
        return -1  # "the Heron rockets" are the Heron
    if any(parse.pos[token] == "NUM" for token in range(phrase.start, name.start)):
        return -1  # "two Tavel papers"
    return at if _tells(parse.lemmas[phrase.head].lower(), name.cls) else -1


def _first_of_kind(parse: Parse, head: int) -> int:
    """The first token of the words that say a kind: "news" in "news agency"."""
    first = head
    while (
        first
        and parse.heads[first - 1] == head
        and parse.deps[first - 1] == "compound"
        and parse.pos[first - 1] == "NOUN"
    ):
        first -= 1
    return first


def _tells(noun: str, cls: str) -> bool:
    """Whether a noun says no more of a name of a class than what it is."""
    lists = load_lists("names")
    group = class_group(cls)
    if group == "place":
        return cls != "Country" and noun in lists["kinds_of_places"]
    if cls in ORGANIZATIONS:
        return noun in lists["kinds_of_bodies"]
    made = noun in lists["works"] or noun in lists["kinds_of_things"]  # an Android phone is no Android
    return made and cls in ("Product", "Work")
