"""Identities to the entries of a gazetteer: by all their names, with the class as evidence.

An entry is as probable as the kind of name by which it is called like the identity, less where others are called so
too, where its class is another or unknown, where the name is a plain word, or where one name alone tells of a person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.links.model import LEAST, Link
from kg.ontology import is_a
from kg.spelling import fold
from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.links.model import Entry, Gazetteer
    from kg.resolve.model import Identity

__all__ = ["Matcher"]

_FIRST, _OTHER, _WEAK = 0.96, 0.9, 0.4
"""How probable an entry is by its first name, another, and one that alone is no sign of it."""
_BY_ALIAS: Final = 0.95
"""… where that is not what the identity is called most."""
_NO_CLASS, _OTHER_CLASS, _PLAIN_WORD, _PERSON = 0.92, 0.3, 0.5, 0.8
_MOST: Final = 100
"""Entries of one name beyond which it means none of them."""
_COMMON: Final = words("words/common")


class _Named(NamedTuple):
    """An entry that bears a name, the name as it is written there, and how much of a sign it is."""

    entry: Entry
    name: str
    weight: float


@dataclass(slots=True)
class _Match:
    """An entry that an identity may be: the best of its names, among how many, and all that the two share."""

    named: _Named
    confidence: float
    among: int
    shared: set[str] = field(default_factory=set)


class Matcher:
    """The entries of a gazetteer by their folded names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.name = gazetteer.name
        self._named: dict[str, dict[str, _Named]] = defaultdict(dict)
        for entry in gazetteer.entries:
            for names, weight in ((entry.names, _FIRST), (entry.others, _OTHER), (entry.weak, _WEAK)):
                for name in names:
                    self._named[fold(name)].setdefault(entry.id, _Named(entry, name, weight))

    def link(self, identity: Identity) -> Link | None:
        """The entry that an identity is, None where none is probable enough."""
        matches: dict[str, _Match] = {}
        for place, key in enumerate(dict.fromkeys(map(fold, _names(identity)))):
            named = self._named.get(key, {})
            if not 0 < len(named) <= _MOST:
                continue
            fits = {given: each.weight * _class_fit(identity.cls, each.entry.cls) for given, each in named.items()}
            for given, each in named.items():
                confidence = fits[given] * min(1.0, fits[given] / sum(fits.values())) * (_BY_ALIAS if place else 1.0)
                confidence *= _PLAIN_WORD if _is_plain(each.name) else 1.0
                match = matches.setdefault(given, _Match(each, confidence, len(named)))
                if match.confidence < confidence:
                    match.named, match.confidence, match.among = each, confidence, len(named)
                match.shared.add(key)
        for match in matches.values():
            if is_a(identity.cls, "Person") and len(match.shared) == 1:
                match.confidence *= _PERSON
        if not matches:
            return None
        best = min(matches.values(), key=lambda match: (-match.confidence, match.named.entry.id))
        if best.confidence < LEAST:
            return None
        entry, confidence = best.named.entry, round(best.confidence, 4)
        reason = _reason(best, identity)
        return Link(entry.id, entry.names[0], confidence, reason, self.name, entry.same, entry.point)


def _names(identity: Identity) -> Iterator[str]:
    """What an identity is called, its best name first; descriptions are none."""
    yield identity.name
    yield from (name for name, _ in identity.names)
    if not identity.names:
        yield from (alias for alias in identity.aliases if alias[:1].isupper())


def _class_fit(ours: str, theirs: str) -> float:
    if not theirs:
        return _NO_CLASS
    return 1.0 if is_a(ours, theirs) or is_a(theirs, ours) else _OTHER_CLASS


def _is_plain(name: str) -> bool:
    """Whether a name is a word like any other: "Apple", "Target"."""
    return name.casefold() in _COMMON


def _reason(match: _Match, identity: Identity) -> str:
    named, cls = match.named, match.named.entry.cls
    parts = [{_FIRST: "is called", _OTHER: "is also called", _WEAK: "is sometimes called"}[named.weight]]
    parts[0] += f" “{named.name}” there"
    parts.append("the only one of that name" if match.among == 1 else f"one of {match.among:,} of that name")
    if not cls:
        parts.append("its class is not known")
    elif _class_fit(identity.cls, cls) < 1.0:
        parts.append(f"of the class {cls}, this of {identity.cls}")
    else:
        parts.append(f"of the class {cls}")
    if _is_plain(named.name):
        parts.append("a plain word")
    if len(match.shared) > 1:
        parts.append(f"{len(match.shared):,} names agree")
    elif is_a(identity.cls, "Person"):
        parts.append("one name alone tells of a person")
    return ", ".join(parts)
