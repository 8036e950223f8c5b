"""Copies of one text: an agency's story as several papers print it.

Papers cut a story, put another headline and byline on it and move its paragraphs; most of the runs of words of the
shorter text stand in the longer one all the same. So documents are compared from the longest to the shortest, and each
is a copy if most of it stands in one that is none itself. The same story in other words shares few runs, and is no
copy. The result is a function of the set of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.records.codec import fingerprints

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

    from kg.records.database import Records
    from kg.records.sources import StoredDocument

CONTAINED = 0.55
"""The share of the shorter text's runs of words that stand in the longer one, from which it is a copy."""
SHORTEST = 0.15
"""The length of a copy beside the longest, at least: a survey of the news holds many stories and is none of them."""
FEWEST = 5
"""Sampled runs of words shared, at least: some twenty-five words."""
BOILERPLATE = 50
"""Runs that more texts than this share, none a copy of another, are what a site puts around its articles."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A document's relation to the others.

    `copy_of` is the hash of the original, None for one that is no copy; `voice` is who speaks in it: the publisher of
    the original, of several the first by name, "" where none is known.
    """

    copy_of: str | None = None
    voice: str = ""


STANDS_ALONE = Standing()
"""That of a document which is no copy, and whose publisher is not known."""


def standings(documents: Iterable[StoredDocument], records: Records) -> dict[str, Standing]:
    """Return the standing of each document, by its hash."""
    known = {stored.hash: stored for stored in documents}
    days = {given: _day(stored.published or stored.day) for given, stored in known.items()}
    originals = copies_in((given, days[given], prints) for given, prints in records.prints())
    found = {}
    for given in known:
        original = originals.get(given)
        found[given] = Standing(original, min(known[original or given].publishers, default=""))
    return found


def copies_in(documents: Iterable[tuple[str, str, bytes]]) -> dict[str, str]:
    """Return the original of each document that is a copy.

    A document is its hash, its day (ISO 8601, "" where it is not known) and its fingerprint. The original of several
    that are one text is the one that was published first; of one day, or where none is known, the longest.
    """
    texts = {given: (day, fingerprints(packed)) for given, day, packed in documents}
    order = sorted(texts, key=lambda given: (-len(texts[given][1]), given))
    several = dict(zip(texts, _of_several([prints for _, prints in texts.values()]), strict=True))
    heads: list[str] = []
    holding: defaultdict[int, list[int]] = defaultdict(list)
    """By hash the places in `heads` of the texts that hold it."""
    groups: dict[str, list[str]] = {}
    for given in order:
        shared = several[given]
        head = _head(given, shared, heads, holding, texts)
        if head is not None:
            groups[head].append(given)
            continue
        groups[given] = [given]
        for each in shared:
            holding[each].append(len(heads))
        heads.append(given)
    found: dict[str, str] = {}
    for members in groups.values():
        original = min(members, key=lambda given: (texts[given][0] or "9999", -len(texts[given][1]), given))
        found |= {given: original for given in members if given != original}
    return found


def _of_several(texts: Sequence[array[int]]) -> list[list[int]]:
    """Return those hashes of each text that another has too: few, and no other tells of a copy."""
    import numpy as np  # late: who only reads records does without

    if not texts:
        return []
    every = np.concatenate([np.array(prints, np.uint64) for prints in texts])
    ordered = np.sort(every)
    shared = np.isin(every, np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))
    ends = np.cumsum([len(prints) for prints in texts]).tolist()
    return [every[begin:end][shared[begin:end]].tolist() for begin, end in pairwise([0, *ends])]


def _head(
    given: str,
    hashes: Iterable[int],
    heads: list[str],
    holding: Mapping[int, list[int]],
    texts: Mapping[str, tuple[str, array[int]]],
) -> str | None:
    """Return the longer text that contains most of one, None if there is none; `hashes` are those others have too."""
    shared: Counter[int] = Counter()
    for each in hashes:
        places = holding.get(each, ())
        if len(places) <= BOILERPLATE:
            shared.update(places)
    if not shared:
        return None
    place = min(shared, key=lambda place: (-shared[place], place))
    own, whole = len(texts[given][1]), len(texts[heads[place]][1])
    enough = shared[place] >= max(FEWEST, CONTAINED * own) and own >= SHORTEST * whole
    return heads[place] if enough else None


def _day(moment: object) -> str:
    return "" if moment is None else str(moment)[:10]
