"""What a person should look at: doubtful merges and near misses, most valuable first, and how a verdict is written.

The value of a look is its doubt times how much depends on it: a pair that is as likely one as two, of entities that
many documents speak of, comes before one that is nearly sure, or that hardly anybody mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ontology import is_a
from kg.resolve.model import Reference
from kg.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.resolve.model import Decisions, EntityKey, Identity, Join, PairDecision, Resolution

__all__ = ["Case", "Referring", "review_cases"]

_SURE = 0.999
"""A merge that is more probable needs no look."""


@dataclass(frozen=True, slots=True)
class Case:
    """Two entities of documents of which a person should say whether they are one.

    `joined` tells whether they are one now; `depends` how many entities of documents would change sides, at the least.
    """

    left: Reference
    right: Reference
    score: float
    joined: bool
    depends: int
    join: Join

    @property
    def value(self) -> float:
        """Doubt times how much depends on it."""
        return (1 - abs(2 * self.score - 1)) * self.depends


class Referring:
    """How the entities of a resolution are referred to by a decision: by name alone where that is enough."""

    def __init__(self, resolution: Resolution) -> None:
        self.identities: Mapping[EntityKey, Identity] = {each.key: each for each in resolution.identities}
        self.key_of: dict[Reference, EntityKey] = {}
        self._bearers: defaultdict[str, set[EntityKey]] = defaultdict(set)
        for identity in resolution.identities:
            for member in identity.members:
                self.key_of[member] = identity.key
                self._bearers[member.name].add(identity.key)

    def to_identity(self, identity: Identity) -> Reference:
        """What means an identity: its name, or one of its names in a document where others are called so too."""
        named = sorted(member for member in identity.members if member.name == identity.key.name)
        return self.to_member(named[0] if named else min(identity.members))

    def to_member(self, member: Reference) -> Reference:
        """What means an entity of a document: its name alone, unless that is another's too, or a person's single word.

        A surname alone is the next person's tomorrow.
        """
        identity = self.identities[self.key_of[member]]
        alone = len(self._bearers[member.name]) == 1
        if alone and not (is_a(identity.cls, "Person") and " " not in member.name):
            return Reference(member.name)
        return member

    def spelt(self, *references: Reference) -> dict[str, str]:
        """How names are written most, by their normalised form."""
        found: dict[str, str] = {}
        for reference in references:
            for key in self._bearers[reference.name]:
                identity = self.identities[key]
                written = [name for name, _ in identity.names] + [identity.name, *identity.aliases]
                same = (name for name in written if normalise(name) == reference.name)
                found.setdefault(reference.name, next(same, reference.name))
        return found

    def to_pair(self, left: Reference, right: Reference) -> tuple[Reference, Reference]:
        """What means two entities of documents: both in their documents where they are called the same."""
        if left.name == right.name:
            return left, right
        return self.to_member(left), self.to_member(right)


def review_cases(resolution: Resolution, decisions: Decisions) -> list[Case]:
    """What nobody has decided, most valuable first; the same resolution gives the same order."""
    referring = Referring(resolution)
    decided = _Decided(decisions.pairs)
    found = []
    for identity in resolution.identities:
        members = Counter(member.name for member in identity.members)
        for join in identity.joins:
            if not join.decided and join.score < _SURE and not decided.speaks_of(join):
                depends = min(members[join.left.name], members[join.right.name])
                found.append(Case(join.left, join.right, join.score, joined=True, depends=depends, join=join))
    for join in resolution.near_misses:
        keys = [referring.key_of.get(side) for side in (join.left, join.right)]
        if None not in keys and keys[0] != keys[1] and not decided.speaks_of(join):
            depends = min(len(referring.identities[key].members) for key in keys if key is not None)
            found.append(Case(join.left, join.right, join.score, joined=False, depends=depends, join=join))
    return sorted(found, key=lambda case: (-case.value, case.left, case.right))


class _Decided:
    """The pairs that people spoke of, found by their names."""

    def __init__(self, pairs: Iterable[PairDecision]) -> None:
        self._by_names: defaultdict[frozenset[str], list[PairDecision]] = defaultdict(list)
        for pair in pairs:
            self._by_names[frozenset((pair.left.name, pair.right.name))].append(pair)

    def speaks_of(self, join: Join) -> bool:
        """Whether somebody has decided this pair, whatever they said."""
        some = self._by_names.get(frozenset((join.left.name, join.right.name)), ())
        return any(
            (_means(pair.left, one) and _means(pair.right, other))
            for pair in some
            for one, other in ((join.left, join.right), (join.right, join.left))
        )


def _means(reference: Reference, member: Reference) -> bool:
    return reference.name == member.name and member.document.startswith(reference.document)
