"""Entities across documents: `python tests/bench/bench_crossdoc.py [GRAPH] [--dated] [--thresholds]`.

Builds the graph of the 805 articles of `crossdoc/ecbplus.jsonl` of KG_SHARED (../shared) into GRAPH, a folder of its
own where none is named (what is read already is not read again), and prints what `bench/crossdoc.py` of KG_SHARED says
of all, of the half of the stories that the scorer was trained on, of the other. With --dated each story gets a year
between 2004 and 2014, and its articles days within ten of one another; with --thresholds the figures are those of the
stories not trained on, by the probability from which two are one.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from unittest.mock import patch

import kg
from kg.graph.projection.identifiers import identifiers
from kg.records.database import Records
from kg.resolve import resolution
from kg.resolve.features import load_scorer
from kg.resolve.identity import entity_digests

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
THRESHOLDS = (0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99)
SEED = 22

type Mentions = dict[str, list[tuple[int, int, str]]]


@cache
def gold() -> list[dict[str, Any]]:
    """The annotated articles."""
    return [json.loads(line) for line in (SHARED / "crossdoc/ecbplus.jsonl").read_text("utf-8").splitlines()]


def topics() -> list[int]:
    return sorted({each["topic"] for each in gold()})


def scorer() -> Any:
    """The module `bench/crossdoc.py` of KG_SHARED."""
    spec = spec_from_file_location("crossdoc", SHARED / "bench/crossdoc.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def days() -> dict[str, str]:
    """A day of each article: each story in a year of its own, its articles within ten days."""
    chance = random.Random(SEED)  # noqa: S311 - a day is no secret
    found = {}
    for topic in topics():
        start = date(chance.randint(2004, 2014), 1, 1) + timedelta(days=chance.randrange(355))
        for each in gold():
            if each["topic"] == topic:
                found[each["id"]] = (start + timedelta(days=chance.randrange(11))).isoformat()
    return found


def resolved(records: Records, join: float) -> Mentions:
    """The mentions of each document, each with the entity that it refers to across documents."""
    with patch.object(resolution, "load_scorer", lambda: replace(load_scorer(), join=join)):
        resolution.resolve(records)
    stored = list(records.documents())
    names = identifiers(stored)
    found: Mentions = defaultdict(list)
    for document in stored:
        entities = records.extraction(document).entities
        digests = entity_digests(entities, document.hash, records.identities.named(document.hash))
        for entity, digest in zip(entities, digests, strict=True):
            found[names[document.hash]] += [(each.span.begin, each.span.end, digest) for each in entity.mentions]
    return found


def report(title: str, some: list[int], mentions: Mentions) -> None:
    figures, *_ = scorer().score([each for each in gold() if each["topic"] in some], mentions)
    print(f"{title:<24} P {figures['P']:.3f} R {figures['R']:.3f} F1 {figures['F1']:.3f}", flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", nargs="?", type=Path)
    parser.add_argument("--dated", action="store_true")
    parser.add_argument("--thresholds", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        graph, texts, copy = args.graph or Path(made, "graph"), Path(made, "texts"), Path(made, "records.sqlite")
        texts.mkdir()
        for each in gold():
            (texts / f"{each['id']}.txt").write_text(each["text"], "utf-8")
        kg.build(texts, out=graph)
        shutil.copy(graph / "records.sqlite", copy)
        with Records(copy, write=True) as records:
            if args.dated:
                stored, day = list(records.documents()), days()
                names = identifiers(stored)
                rows = [(day[names[document.hash]], document.hash) for document in stored]
                records._database.executemany("UPDATE documents SET day = ? WHERE hash = ?", rows)  # noqa: SLF001
                records.identities.clear()
            if args.thresholds:
                for join in THRESHOLDS:
                    report(f"from {join}", topics()[1::2], resolved(records, join))
                return
            mentions = resolved(records, load_scorer().join)
            report("all stories", topics(), mentions)
            report("stories trained on", topics()[::2], mentions)
            report("stories not trained on", topics()[1::2], mentions)


if __name__ == "__main__":
    main()
