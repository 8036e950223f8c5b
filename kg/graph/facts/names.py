"""Entities and relations by the names that people type: whatever the case, the accents and the punctuation."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.graph.facts.records import EntityRecord

__all__ = ["find_entities", "find_predicates"]

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def find_entities(entities: Sequence[EntityRecord], name: str) -> tuple[EntityRecord, ...]:
    """The entities that `name` may mean: by label, else by alias, else the one whose label has all its words.

    Raises:
        NotFoundError: no entity is called so; the message names those that are called something near.
    """
    wanted = fold(name)
    by_label = [entity for entity in entities if fold(entity.label) == wanted]
    if by_label and wanted:
        return tuple(by_label)
    by_alias = [entity for entity in entities if wanted in {fold(alias) for alias in entity.aliases}]
    if by_alias and wanted:
        return tuple(by_alias)
    words = set(wanted.split())
    partly = [entity for entity in entities if words and words <= set(fold(entity.label).split())]
    if len(partly) == 1:
        return tuple(partly)
    spellings = {fold(other): entity.label for entity in entities for other in (*entity.aliases, entity.label)}
    near = [entity.label for entity in partly] or _near(wanted, spellings)
    raise NotFoundError(f"nothing in the graph is called {name!r}" + _suggest(near))


def find_predicates(labels: Mapping[str, str], name: str) -> frozenset[str]:
    """The predicates that `name` may mean, of those in `labels` (how each reads, by its name).

    "locatedIn", "kg:locatedIn", "located in", "is located in" and "p/cut_off", "cut off" all do.

    Raises:
        NotFoundError: none does; the message names the nearest.
    """
    spellings: dict[str, set[str]] = {}
    for predicate, label in labels.items():
        for spelling in (_CAPITAL.sub(" ", predicate.removeprefix("p/")), predicate.removeprefix("p/"), label):
            spellings.setdefault(fold(spelling), set()).add(predicate)
    plain = name.removeprefix("kg:").removeprefix("p:").removeprefix("p/")
    for spelling in (fold(plain), fold(_CAPITAL.sub(" ", plain))):
        if spelling in spellings:
            return frozenset(spellings[spelling])
    near = _near(fold(plain), {spelling: min(found) for spelling, found in spellings.items()})
    raise NotFoundError(f"nothing here is related by {name!r}" + _suggest(near))


def _near(wanted: str, spellings: Mapping[str, str]) -> list[str]:
    close = get_close_matches(wanted, sorted(spellings), n=5, cutoff=0.6)
    return [spellings[spelling] for spelling in close]


def _suggest(names: Iterable[str]) -> str:
    """The ending of a message that offers at most five names, each on the one line."""
    shown = [" ".join(name.split()) for name in dict.fromkeys(names)][:5]
    return f"; did you mean {', '.join(shown)}?" if shown else ""
