"""People's verdicts as what clusters must keep to: which entities of documents are one, and which are not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.resolve.model import Decisions, PairDecision, Reference, Verdict
    from kg.resolve.profiles import Profile

__all__ = ["Constraints", "fits"]


def fits(reference: Reference, member: Reference) -> bool:
    """Whether a reference of a decision means an entity of a document."""
    return reference.name == member.name and member.document.startswith(reference.document)


class Grouped(Protocol):
    """What is made of entities of documents: a profile, or an identity."""

    @property
    def members(self) -> Sequence[Reference]:
        """The entities of documents."""


class Constraints:
    """The verdicts on pairs, by the names that they are about."""

    def __init__(self, decisions: Decisions) -> None:
        latest: dict[frozenset[Reference], PairDecision] = {}
        for pair in decisions.pairs:
            latest[frozenset((pair.left, pair.right))] = pair
        self._by_name: defaultdict[str, list[PairDecision]] = defaultdict(list)
        for pair in latest.values():
            for name in sorted({pair.left.name, pair.right.name}):
                self._by_name[name].append(pair)

    def names_with(self, name: str) -> set[str]:
        """The names that verdicts tell to be one with a name, or not."""
        return {each for pair in self._by_name.get(name, ()) for each in (pair.left.name, pair.right.name)}

    def are_same(self, one: Profile, other: Profile) -> bool:
        """Whether somebody said that they are one."""
        return self._said(one, other, "same")

    def are_different(self, one: Profile, other: Profile) -> bool:
        """Whether somebody said that they are two."""
        return self._said(one, other, "different")

    def is_decided(self, one: Grouped, other: Grouped) -> bool:
        """Whether somebody said anything of the two."""
        return any(self._said(one, other, verdict) for verdict in ("same", "different", "unsure"))

    def joined(self, profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
        """The pairs of places in `profiles` that somebody said are one."""
        if not self._by_name:
            return
        for q, other in enumerate(profiles):
            if any(member.name in self._by_name for member in other.members):
                for p, one in enumerate(profiles[:q]):
                    if self.are_same(one, other) and not self.are_different(one, other):
                        yield p, q

    def _said(self, one: Grouped, other: Grouped, verdict: Verdict) -> bool:
        if not self._by_name:
            return False
        names = {member.name for member in one.members}
        return any(
            _means(left, one) and _means(right, other)
            for name in names
            for pair in self._by_name.get(name, ())
            if pair.verdict == verdict
            for left, right in ((pair.left, pair.right), (pair.right, pair.left))
        )


def _means(reference: Reference, profile: Grouped) -> bool:
    return any(fits(reference, member) for member in profile.members)
