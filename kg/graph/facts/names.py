"""Entities and relations by the names that people type: whatever the case, the accents and the punctuation.

There is one order of choice, whoever asks and wherever the graph is: the entities that have the name for their label,
else those whose label it is but for case, accents and punctuation, else those that have it for an alias, else the one
entity whose label has all its words.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from kg.errors import NotFoundError
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["Listed", "Named", "choose", "find_entities", "find_predicates"]

_LEAST_WORD = 4
"""How many letters a word of a name has at least for its spelling to be compared alone."""
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Named(Protocol):
    """What has a label and other names."""

    @property
    def label(self) -> str:
        """The name that stands for it."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""


class Listed(Named, Protocol):
    """What is found by a name and listed by the documents that speak of it."""

    @property
    def iri(self) -> str:
        """What it is known by."""

    @property
    def documents(self) -> tuple[str, ...]:
        """Those that speak of it."""


def choose[E: Named](entities: Iterable[E], name: str, folded: Callable[[str], str] = fold) -> tuple[E, ...]:
    """The entities that `name` may mean, in the order given; none, if nothing is called so.

    `folded` gives each entity's names as `kg.spelling.fold` does.
    """
    wanted, among = fold(name), tuple(entities)
    words = wanted.split()
    return (
        tuple(each for each in among if each.label == name)
        or tuple(each for each in among if wanted and folded(each.label) == wanted)
        or tuple(each for each in among if wanted and wanted in map(folded, each.aliases))
        or _if_single(tuple(each for each in among if words and _has_words(folded(each.label), words)))
    )


def _if_single[E](found: tuple[E, ...]) -> tuple[E, ...]:
    return found if len(found) == 1 else ()


def _has_words(label: str, words: Sequence[str]) -> bool:
    return all(word in label for word in words) and set(words) <= set(label.split())


def find_entities[E: Listed](entities: Sequence[E], name: str) -> tuple[E, ...]:
    """The entities that `name` may mean, those in most documents first.

    Raises:
        NotFoundError: no entity is called so; the message names those that are called something near.
    """
    found = choose(entities, name)
    if found:
        return tuple(sorted(found, key=lambda entity: (-len(entity.documents), entity.label, entity.iri)))
    wanted = fold(name)
    words = wanted.split()
    near = [entity.label for entity in entities if words and _has_words(fold(entity.label), words)]
    spellings: dict[str, str] = {}
    for entity in sorted(entities, key=lambda each: (-len(each.documents), each.label)):
        for other in (entity.label, *entity.aliases):
            spellings.setdefault(fold(other), entity.label)
            for word in fold(other).split():  # "Muttaki" is near a word of a name
                if len(word) >= _LEAST_WORD:
                    spellings.setdefault(word, entity.label)
    raise NotFoundError(f"nothing in the graph is called {name!r}" + _suggest(near or _near(wanted, spellings)))


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
