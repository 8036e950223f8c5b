"""Entities for a person to read: `python tests/bench/read_pairs.py GRAPH SEED [--number N] [--ones]`.

Prints N (100) pairs of listed entities of equal or near names of the graph directory GRAPH, chosen by SEED: are they
rightly two? With --ones, N named entities of at least two documents: is each one thing? Of each entity stand its name,
class and number of documents, and of its documents some sentences, each with the document's other names.
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from kg.model import Extraction
from kg.records.database import Records
from kg.resolve.identity import entity_digests, read_resolution
from kg.resolve.profiles import kind_of

NEAR = 0.92
"""How like two names are, letter by letter, that are near."""
SHORTEST, MOST = 3, 400
"""A word that two near names share has so many letters at least, and so many entities at most have it."""
DOCUMENTS, OTHERS, WIDTH = 4, 8, 160
"""How many of an entity's documents are shown, how many other names of each, and how much of a sentence."""


@dataclass
class Listed:
    """An entity that is no participant, and where documents have it."""

    name: str
    cls: str
    named: bool = False
    where: list[tuple[Extraction, int]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.name} ({self.cls}, {len({x.document.id for x, _ in self.where})})"


def listed(records: Records) -> dict[str, Listed]:
    """All entities of the graph but participants and roles, by their digests."""
    known = {each.key.digest: each for each in read_resolution(records).identities}
    found: dict[str, Listed] = {}
    for stored in records.documents():
        extraction = records.extraction(stored)
        digests = entity_digests(extraction.entities, stored.hash, records.identities.named(stored.hash))
        for place, (entity, digest) in enumerate(zip(extraction.entities, digests, strict=True)):
            each = known.get(digest, entity)
            if not entity.participant and each.cls != "Role":
                entry = found.setdefault(digest, Listed(each.name, each.cls))
                entry.where.append((extraction, place))
                entry.named |= digest in known
    return found


def near_pairs(entities: Mapping[str, Listed]) -> list[tuple[str, str]]:
    """The pairs of one kind that share a word and of whose names one holds the other, or is like it."""
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for digest, entity in entities.items():
        for word in set(entity.name.lower().split()):
            if len(word) >= SHORTEST:
                by_word[word].append(digest)
    order = {digest: (entity.name, digest) for digest, entity in entities.items()}
    pairs = {
        tuple(sorted(pair, key=order.__getitem__))
        for some in by_word.values()
        if len(some) <= MOST
        for pair in combinations(some, 2)
        if _are_near(*(entities[each] for each in pair))
    }
    return sorted(((a, b) for a, b in pairs), key=lambda pair: [order[each] for each in pair])


def _are_near(one: Listed, other: Listed) -> bool:
    if kind_of(one.cls) != kind_of(other.cls):
        return False
    a, b = one.name.lower(), other.name.lower()
    inside = set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())
    return inside or JaroWinkler.similarity(a, b) > NEAR


def shown(entity: Listed) -> Iterator[str]:
    """Lines about an entity: of some of its documents a sentence each, and the names that these mention most."""
    yield str(entity)
    for extraction, place in sorted(entity.where, key=lambda each: each[0].document.id)[:DOCUMENTS]:
        mentions = extraction.entities[place].mentions
        text, span = extraction.document.text, min(mentions, key=lambda each: each.kind != "name").span
        around = next((each for each in extraction.sentences if each.begin <= span.begin < each.end), span)
        begin = max(around.begin, span.begin - WIDTH // 2)
        said = f"{text[begin : span.begin]}[{text[span.begin : span.end]}]{text[span.end : around.end]}"
        others = sorted(extraction.entities, key=lambda each: -each.times_named)[:OTHERS]
        day = extraction.document.date or "undated"
        yield f"    {day}: {re.sub(r'\s+', ' ', said)[:WIDTH]} | {', '.join(each.name for each in others)}"


def report(chosen: Sequence[Sequence[Listed]]) -> None:
    for number, some in enumerate(chosen):
        print(f"--- {number}", *(line for each in some for line in shown(each)), sep="\n")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--ones", action="store_true")
    args = parser.parse_args()
    chance = random.Random(args.seed)  # noqa: S311 - a choice of examples is no secret
    with Records(args.graph / "records.sqlite") as records:
        entities = listed(records)
    if args.ones:
        many = [each for each in entities.values() if each.named and len({x.document.id for x, _ in each.where}) > 1]
        pool: list[tuple[Listed, ...]] = [(each,) for each in sorted(many, key=str)]
    else:
        pool = [(entities[a], entities[b]) for a, b in near_pairs(entities)]
    report(chance.sample(pool, min(args.number, len(pool))))


if __name__ == "__main__":
    main()
