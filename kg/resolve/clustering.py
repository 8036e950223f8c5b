"""From profiles and their scores to clusters: which entities of documents are one.

First the entities of one form of name are divided into senses, then senses of different names are joined, the most
probable pair first, as long as the scorer holds what came of it for one. Each step goes by probability and then by
reference, so that the result is a function of the set. People's decisions come before any score.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf, log
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from kg.resolve.model import Join
from kg.resolve.profiles import candidates, summed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.resolve.features import Scorer
    from kg.resolve.model import Decisions, PairDecision, Reference, Verdict
    from kg.resolve.profiles import Profile


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

    def speaks_of(self, left: Reference, right: Reference) -> bool:
        """Whether somebody said anything of two entities of documents."""
        return any(
            fits(pair.left, one) and fits(pair.right, other)
            for pair in self._by_name.get(left.name, ())
            for one, other in ((left, right), (right, left))
        )

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


type Link = tuple[Reference, Reference]
"""Two profiles, by their first members, in order."""
_RIVAL = 2.0
"""By so much less, in log odds, another bearer of a name may be meant, and still nobody can say which of the two."""


@dataclass(slots=True)
class Cluster:
    """Entities of documents that are one, with why those of different names are."""

    profile: Profile
    joins: list[Join] = field(default_factory=list)


@dataclass(slots=True)
class Clusters:
    """What came of a set of profiles: the clusters, and the pairs that were nearly joined."""

    clusters: list[Cluster] = field(default_factory=list)
    near_misses: list[Join] = field(default_factory=list)


def _odds(score: float) -> float:
    return log(score / (1 - score)) if score < 1 else inf


def _bears(profile: Profile, bare: Profile) -> bool:
    """Whether an entity of a longer name is called by a shorter one, or may be by the surname that it is."""
    name = bare.main
    if len(profile.main.words) <= len(name.words):
        return False
    surname = profile.kind == "Person" and profile.main.words[-1] == name.text
    return profile.kind == bare.kind and (name.text in profile.forms or surname)


def senses_of(profiles: Sequence[Profile], scorer: Scorer, constraints: Constraints) -> list[Profile]:
    """Profiles of one form of name, divided into entities: each joins the sense that it most probably is."""
    senses: list[Profile] = []
    grown: set[int] = set()
    for profile in sorted(profiles, key=lambda each: (-each.forms.total(), -len(each.story), each.first)):
        scores = [
            (2.0 if constraints.are_same(each, profile) else scorer(each, profile), -place)
            for place, each in enumerate(senses)
            if not constraints.are_different(each, profile)
        ]
        best, place = max(scores, default=(0.0, 0))
        if best < scorer.join:
            senses.append(profile)
            continue
        if -place not in grown:  # most senses have one member, which is not copied
            senses[-place] = summed([senses[-place]])
            grown.add(-place)
        senses[-place].add(profile)
    return senses


def join_senses(
    profiles: Sequence[Profile],
    scorer: Scorer,
    constraints: Constraints,
    known: Mapping[Link, float] = MappingProxyType({}),
    compared: Collection[str] = (),
) -> Clusters:
    """Clusters of the senses of names, joined two by two, the most probable first.

    Senses of `compared`, forms of names, were compared with all others: what came of it is `known`.

    Names are looked at together where two of their senses are one by their score or by a decision: what else speaks for
    two senses being one makes them near misses at most (`explained`).
    """
    ordered = sorted(profiles, key=lambda profile: profile.first)
    rest = [each for each in ordered if each.main.text not in compared]
    place_of = {each.first: place for place, each in enumerate(ordered)}
    edges = {
        (place_of[one], place_of[other]): score
        for (one, other), score in (*known.items(), *scored(rest, candidates(rest), scorer))
        if one in place_of and other in place_of
    }
    sure = [pair for pair, score in edges.items() if score >= scorer.join]
    group_of = _groups(ordered, [*sure, *constraints.joined(ordered)])
    inside: defaultdict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for (p, q), score in edges.items():
        if group_of[p] == group_of[q]:
            inside[group_of[p]][p, q] = score
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(group_of):
        places[group].append(place)
    found = Clusters()
    for group in sorted(places):
        members = {place: ordered[place] for place in places[group]}
        some = _Agglomeration(members, inside[group], scorer, constraints).run()
        found.clusters += some.clusters
        found.near_misses += some.near_misses
    return found


def _groups(profiles: Sequence[Profile], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """A number for each profile, the same for those whose names are one or are joined by pairs of places."""
    first_of: dict[str, int] = {}
    named = [(first_of.setdefault(each.main.text, place), place) for place, each in enumerate(profiles)]
    return connected(len(profiles), (*named, *pairs))


def connected(number: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many places the smallest that it hangs together with by pairs of places."""
    above = list(range(number))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    for p, q in pairs:
        one, other = top(p), top(q)
        above[max(one, other)] = min(one, other)
    return [top(place) for place in range(number)]


def scored(
    profiles: Sequence[Profile], pairs: Iterable[tuple[int, int]], scorer: Scorer
) -> Iterator[tuple[Link, float]]:
    """Yield those pairs of places in `profiles` that may be one, by their first members, with their scores."""
    for p, q in pairs:
        one, other = profiles[p], profiles[q]
        if (score := scorer(one, other)) >= scorer.review:
            yield ((one.first, other.first) if one.first < other.first else (other.first, one.first)), score


def explained(one: Profile, other: Profile, score: float, scorer: Scorer) -> Join:
    """Two profiles that are, or nearly are, one, with the reasons."""
    from kg.resolve.features import (
        reasons,
    )  # late: what compares names is slow to load, and who reads a graph needs none

    one, other = sorted((one, other), key=lambda profile: profile.first)
    return Join(one.first, other.first, score, reasons(scorer, one, other))


class _Agglomeration:
    """Clusters that grow; each is known by a number, and by a new one once it has grown."""

    def __init__(
        self,
        profiles: Mapping[int, Profile],
        scores: Mapping[tuple[int, int], float],
        scorer: Scorer,
        constraints: Constraints,
    ) -> None:
        self.scorer, self.constraints = scorer, constraints
        self.live = {place: Cluster(profile) for place, profile in profiles.items()}
        self.next = max(profiles) + 1
        self.edges: defaultdict[int, dict[int, float]] = defaultdict(dict)
        self.queue: list[tuple[float, int, int]] = []
        for (p, q), score in scores.items():
            self._note(p, q, score)
        places = list(profiles)
        of = dict(zip(places, places, strict=True))  # the live cluster of each profile
        for one, two in constraints.joined(list(profiles.values())):
            p, q = places[one], places[two]
            if of[p] != of[q]:
                joined, gone = self.next, (of[p], of[q])
                self._merge(*gone, decided=True)
                of = {place: joined if each in gone else each for place, each in of.items()}

    def _note(self, p: int, q: int, known: float | None = None) -> None:
        """Keep how probable it is that two clusters are one, where that is worth a look."""
        one, other = self.live[p].profile, self.live[q].profile
        score = self.scorer(one, other) if known is None else known
        if score >= self.scorer.review and not self.constraints.are_different(one, other):
            self.edges[p][q] = self.edges[q][p] = score
            heappush(self.queue, (-score, p, q))

    def _of_one_name(self, known: Collection[tuple[int, int]]) -> Iterator[tuple[float, int, int]]:
        """Pairs of clusters that share a name and are no near misses yet: the largest with each of the others."""
        named: defaultdict[str, list[int]] = defaultdict(list)
        for place in sorted(self.live, key=lambda place: (-len(self.live[place].profile.members), place)):
            named[self.live[place].profile.main.text].append(place)
        for first, *others in named.values():
            for other in others:
                if (first, other) not in known and (other, first) not in known:
                    yield self.scorer(self.live[first].profile, self.live[other].profile), first, other

    def run(self) -> Clusters:
        near: list[tuple[float, int, int]] = []
        while self.queue:
            negative, p, q = heappop(self.queue)
            if p not in self.live or q not in self.live:
                continue
            if -negative < self.scorer.join or self._is_ambiguous(p, q):
                near.append((-negative, p, q))
                continue
            self._merge(p, q)
        found = Clusters([self.live[place] for place in sorted(self.live)])
        for score, p, q in [*near, *self._of_one_name({(p, q) for _, p, q in near})]:
            if p not in self.live or q not in self.live:
                continue
            if not self.constraints.is_decided(self.live[p].profile, self.live[q].profile):
                found.near_misses.append(explained(self.live[p].profile, self.live[q].profile, score, self.scorer))
        return found

    def _is_ambiguous(self, p: int, q: int) -> bool:
        """Whether the shorter name of the two may as well be another's, who is not the one it would be joined to.

        Of several who bear it the one is meant whom more documents are about: a surname alone is the best known's.
        """
        short, long = sorted((p, q), key=lambda place: (len(self.live[place].profile.main.words), place))
        bare, full = self.live[short].profile, self.live[long].profile
        if len(bare.main.words) == len(full.main.words):
            return False
        odds = _odds(self.edges[short][long]) + log(len(full.documents))
        return any(
            _odds(score) + log(len(self.live[rival].profile.documents)) > odds - _RIVAL
            and _bears(self.live[rival].profile, bare)
            for rival, score in self.edges[short].items()
            if rival not in (short, long) and rival in self.live
            if score >= self.scorer.join and self.edges[long].get(rival, 0.0) < self.scorer.join
        )

    def _merge(self, p: int, q: int, *, decided: bool = False) -> None:
        one, other = self.live[p], self.live[q]
        if decided:
            left, right = sorted((one.profile.first, other.profile.first))
            join = Join(left, right, 1.0, decided=True)
        else:
            join = explained(one.profile, other.profile, self.edges[p][q], self.scorer)
        new = self.next
        self.next += 1
        neighbours = sorted((self.edges[p].keys() | self.edges[q].keys()) - {p, q})
        del self.live[p], self.live[q]
        self.live[new] = Cluster(summed([one.profile, other.profile]), [*one.joins, *other.joins, join])
        for gone in (p, q):
            for each in self.edges.pop(gone, {}):
                self.edges[each].pop(gone, None)
        for each in neighbours:
            if each in self.live:
                self._note(each, new)
