"""Which of the annotation's entities each found entity is: by equal names, else by the words that names share."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.evaluation.gold import GoldEntity
    from kg.model import Entity

__all__ = ["listed", "match_entities", "same_date"]

_LEAST: Final = 0.6
"""The share of words that two names have in common of which none is equal to the other."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("kg.evaluation").joinpath("names.toml").read_text("utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list of `names.toml`."""
    return frozenset(_table()[name].split())


@cache
def _words(name: str, *, person: bool = False) -> str:
    """The words by which a name is compared, in lower case; all of them where none says anything."""
    for row in _table()["same"]:
        name = re.sub(row["pattern"], row["as"], name)
    every = re.findall(r"\w+", name.lower())
    dropped = listed("determiners") | (listed("titles") if person else frozenset())
    return " ".join([word for word in every if word not in dropped] or every)


def match_entities(
    gold: Iterable[GoldEntity], found: Sequence[Entity], written: Mapping[str, Iterable[str]]
) -> dict[str, str | None]:
    """The id of the annotation's entity that each found entity is, by its own id; None where it is none.

    A name is equal to another after case, signs, determiners and persons' titles are dropped. `written` are more words
    for found entities, by their ids.
    """
    main: dict[str, list[GoldEntity]] = {}
    every: dict[str, list[GoldEntity]] = {}
    for each in gold:
        forms = {"Person": (True,), "": (True, False)}.get(each.cls, (False,))
        main.setdefault(_words(each.names[0], person=each.cls == "Person"), []).append(each)
        for name in sorted({_words(name, person=form) for form in forms for name in each.names if name}):
            every.setdefault(name, []).append(each)
    return {entity.id: _match(entity, main, every, written.get(entity.id, ())) for entity in found}


def _match(
    entity: Entity,
    main: Mapping[str, list[GoldEntity]],
    every: Mapping[str, list[GoldEntity]],
    written: Iterable[str],
) -> str | None:
    person = entity.cls == "Person"
    mine = sorted({_words(name, person=person) for name in (entity.name, *entity.aliases) if name})
    name = _words(entity.name, person=person)
    hits = main.get(name) or every.get(name) or [each for one in mine for each in every.get(one, [])]
    hits = hits or [each for words in written for each in every.get(_words(words), [])]
    if not hits:
        best = _LEAST
        for words in map(set, map(str.split, mine)):
            for other, entities in every.items():
                theirs = set(other.split())
                share = len(words & theirs) / len(words | theirs)
                if share >= best:
                    best, hits = share, entities
    same = [each for each in hits if entity.cls in {each.cls, *each.other}]
    counts = Counter(each.id for each in same or hits)
    return max(counts, key=lambda name: (counts[name], name == entity.id)) if counts else None


def same_date(one: str, other: str) -> bool:
    """Whether two dates agree, as far as both go.

    >>> same_date("1975", "1975-06-20"), same_date("1975-06", "1975-07")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)
