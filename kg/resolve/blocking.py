"""Which profiles are compared: those that share a key made from their names.

A key is firm where it is a name by which the entity is called, loose where it is only a part of one, or its acronym,
and whole where it is made from a full name as it may be spelt otherwise. Two are compared where they share a firm or a
whole key, and where a key is firm for the one and loose for the other, and their documents have a name in common.
Whether they are compared rests on the two alone, so that what a new document does not touch stays.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from kg.resolve.names import SMALL, acronyms, given_names, phonetic_key, spelling_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.resolve.names import Form
    from kg.resolve.profiles import Profile

__all__ = ["candidates", "firm_keys", "forms_met", "index_keys", "loose_keys", "whole_keys"]

LOOSE, FIRM, WHOLE = 1, 2, 3
"""The kinds of keys."""
_MANY = 8
"""So many words are more than a name with a word too much has."""
_LONG = 8
"""How many letters the name of an organization or a place has at least that may be misspelt."""


def firm_keys(profile: Profile) -> frozenset[str]:
    """The forms of all names by which an entity is called."""
    return frozenset(profile.forms)


def loose_keys(profile: Profile) -> frozenset[str]:
    """What may be another name of an entity: parts of its full names, and their acronyms."""
    found: set[str] = set()
    for text in profile.mains:
        words = profile.parsed[text].words
        if len(words) > 1:
            found |= {words[-1], words[0], " ".join(words[1:]), " ".join(words[:-1])}
            found |= acronyms(profile.parsed[text])
        if len(words) > 3:
            found.add(" ".join(words[-2:]))
    return frozenset(found - profile.forms.keys() - SMALL)


def whole_keys(profile: Profile) -> frozenset[str]:
    """Keys that two spellings of one whole name share, marked so that they are no names."""
    found: set[str] = set()
    for text in profile.mains:
        form = profile.parsed[text]
        found.add(f"={''.join(form.words)}")
        if profile.kind in ("Person", "") and len(form.words) > 1:
            found.update(_person_keys(form))
        if len(text) >= _LONG and form.text.replace(" ", "").isalpha():
            found |= {f"={key}" for key in spelling_keys("".join(form.words))}
        if len(form.words) > 1:
            found.add(f"#{' '.join(sorted(set(form.words) - SMALL))}")
            found.add(f"={''.join(form.words).removesuffix('s')}")
        if 2 < len(form.words) < _MANY:
            found.update(f"={''.join(form.words[:at] + form.words[at + 1 :])}" for at in range(1, len(form.words) - 1))
    found.update(f"@{place}" for place in profile.places)
    return frozenset(found)


def _person_keys(form: Form) -> Iterator[str]:
    """Surname and given name, as it may be shortened or spelt."""
    surname, first = form.words[-1], form.words[0]
    for given in given_names(first):
        yield f"+{given} {surname}"
    yield f"+{first[0]} {surname}"
    for key in spelling_keys(surname):
        yield f"+{first} {key}"
    yield f"~{phonetic_key(first)} {phonetic_key(surname)}"


def candidates(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """The pairs of places in `profiles` that are worth comparing, in order."""
    firm: defaultdict[str, list[int]] = defaultdict(list)
    loose: defaultdict[str, list[int]] = defaultdict(list)
    whole: defaultdict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        for keys, index in ((firm_keys, firm), (loose_keys, loose), (whole_keys, whole)):
            for key in keys(profile):
                index[key].append(place)
    found: set[tuple[int, int]] = set()
    for key, places in firm.items():
        found.update(pair for pair in combinations(places, 2) if _share_name(profiles, pair, key))
        for loosely in loose.get(key, ()):
            met = (each for each in places if _stories_meet(profiles[each], profiles[loosely]))
            found.update((min(each, loosely), max(each, loosely)) for each in met)
    for places in whole.values():
        found.update(combinations(places, 2))
    return sorted(found)


def _share_name(profiles: Sequence[Profile], pair: tuple[int, int], key: str) -> bool:
    """Whether a name that two are called by may be the same one's: not a surname that is part of two full names."""
    one, other = profiles[pair[0]], profiles[pair[1]]
    if key in one.mains or key in other.mains:
        return True
    return not all(each.kind == "Person" and each.main.words[-1] == key for each in (one, other))


def _stories_meet(one: Profile, other: Profile) -> bool:
    return not one.story.isdisjoint(other.story)


def index_keys(profile: Profile) -> dict[str, int]:
    """Every key of a profile with its kind: `LOOSE`, `FIRM` or `WHOLE`."""
    return (
        dict.fromkeys(whole_keys(profile), WHOLE)
        | dict.fromkeys(loose_keys(profile), LOOSE)
        | dict.fromkeys(firm_keys(profile), FIRM)
    )


def forms_met(keys: Iterable[tuple[str, int]], blocks: Mapping[str, Iterable[tuple[int, str]]]) -> set[str]:
    """The forms of names, by the keys of all, of which entities may be compared with those that have `keys`."""
    return {
        form
        for key, kind in keys
        for other, form in blocks.get(key, ())
        if kind == other != LOOSE or {kind, other} == {FIRM, LOOSE}
    }
