"""What resolution costs: `python tests/bench/bench_resolution.py [ENTITIES] [DOCUMENTS]` (100,000 and 10,000).

Resolves so many entities of generated documents (`kg.training.identities.generator`), whose names and stories are hard
to tell apart, and prints seconds of the processor and of the clock, and the most memory held; then adds a document to
so many, and takes it out again.
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import islice
from typing import TYPE_CHECKING

from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.records.database import Records
from kg.resolve.identity import read_resolution
from kg.resolve.resolution import resolve
from kg.training.identities.generator import generate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.training.identities.generator import Generated

STORY = 48
"""How many entities of documents a generated story gives."""


def extraction_of(generated: Generated) -> Extraction:
    """A generated document as the reader gives it: a text that is made of its names, with a mention for each."""
    text = ""
    entities, facts = [], []
    for (row,) in generated.rows.values():
        mentions = []
        for name, count in row.written:
            for _ in range(count):
                mentions.append(Mention(Span(len(text), len(text) + len(name)), "name"))
                text += f"{name}. "
        entities.append(Entity(f"e{row.place}", row.name, row.cls, row.aliases, tuple(mentions)))
        facts += [
            Fact(f"e{row.place}", each.predicate, each.other, "text", Evidence(mentions[0].span), "generated")
            for each in row.relations
        ]
    name = generated.document[:12]
    document = Document(name, text, path=f"{name}.txt", source=f"/{name}.txt")
    return Extraction(document, tuple(entities), tuple(facts), (), (Span(0, len(text)),), (("model", "generated"),))


def filled(documents: Iterable[Generated]) -> Records:
    """Records in memory that hold documents."""
    records = Records()
    for each in documents:
        found = extraction_of(each)
        records.put(found.document, found)
    records.commit()
    return records


def timed(what: str, records: Records) -> None:
    """Resolve, and print what it took."""
    clock, processor = time.monotonic(), time.process_time()
    resolve(records)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    took, busy = time.monotonic() - clock, time.process_time() - processor
    print(f"{what:<52} {took:7.2f} s ({busy:.2f} s of a processor), peak {peak:,.0f} MB", flush=True)  # noqa: T201


def main(entities: int, documents: int) -> None:
    made = generate(7, "reporting", entities // STORY + 1)
    with filled(made) as records:
        number = sum(len(each.rows) for each in made)
        timed(f"{number:,} entities of {len(made):,} documents", records)
        print(f"{len(read_resolution(records).identities):,} identities")  # noqa: T201
    more = list(islice(generate(8, "reporting", documents // 5 + 20), documents + 1))
    with filled(more[:-1]) as records:
        timed(f"{len(more) - 1:,} documents", records)
        found = extraction_of(more[-1])
        records.put(found.document, found)
        timed("one document more", records)
        records.remove([found.document.source or ""])
        timed("the same taken out", records)


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], "100000", "10000")[:2]))
