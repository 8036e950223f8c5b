"""Entities of documents of which it is known who they are, and how well they are told apart and joined."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from kg.resolve.clustering import Constraints, join_senses, senses_of
from kg.resolve.model import Decisions
from kg.resolve.names import form_of
from kg.resolve.profiles import profile_of
from kg.training.identities.generator import generate

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from kg.resolve.features import Scorer
    from kg.resolve.profiles import Profile
    from kg.training.identities.generator import Part

__all__ = ["STORIES", "Known", "clusters_of", "hard_cases", "pairs_of", "pairwise"]

STORIES = 200
"""How many stories of hard cases are made to train on, and as many others to report on."""


@dataclass(frozen=True, slots=True)
class Known:
    """Entities of documents of which it is known who they are, and of which story.

    Identities are known within a story: the same name in another may well be the same entity.
    """

    profiles: list[Profile]
    gold: list[Hashable]
    stories: list[Hashable] = field(default_factory=list)


def hard_cases(seed: int, part: Part, stories: int = STORIES) -> Known:
    """Generated entities of documents."""
    found = Known([], [])
    for each in generate(seed, part, stories):
        story = frozenset(form_of(row.name).text for rows in each.rows.values() for row in rows)
        for key, number in each.gold.items():
            found.profiles.append(profile_of(each.rows[key], story))
            found.gold.append(number)
    return found


def clusters_of(profiles: Sequence[Profile], scorer: Scorer) -> list[Profile]:
    """Profiles of entities of documents resolved: one profile for each entity."""
    free = Constraints(Decisions())
    by_form: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_form[profile.main.text].append(profile)
    senses = [sense for form in sorted(by_form) for sense in senses_of(by_form[form], scorer, free)]
    return [each.profile for each in join_senses(senses, scorer, free).clusters]


def pairwise(known: Known, scorer: Scorer) -> tuple[float, float]:
    """Precision and recall over pairs of entities of documents that are one."""
    clusters = clusters_of(known.profiles, scorer)
    of = {member: number for number, each in enumerate(clusters) for member in each.members}
    wanted, found = pairs_of(known.gold), pairs_of([of[profile.first] for profile in known.profiles])
    right = len(wanted & found)
    return right / max(1, len(found)), right / max(1, len(wanted))


def pairs_of(labels: Sequence[Hashable]) -> set[tuple[int, int]]:
    """The pairs of places that have the same label."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        groups[label].append(place)
    return {pair for group in groups.values() for pair in combinations(group, 2)}
