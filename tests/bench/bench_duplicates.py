"""How well copies of one text are found, and how fast: `python tests/bench/bench_duplicates.py [--list] [--many N]`.

Prints precision and recall, over pairs, on copies of invented stories (`kg/training/news`, `agency_copies`), and what
is joined on ECB+ (`crossdoc/ecbplus.jsonl` of KG_SHARED), whose articles tell the same stories in other words, with
`--list` word for word. `--many` times the search in so many documents (10,000).
"""

from __future__ import annotations

import argparse
import json
import os
import time
from itertools import combinations
from pathlib import Path

from agency_copies import copies_of

from kg.records.codec import fingerprint
from kg.records.duplicates import copies_in
from kg.training.news import read_news

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
COPIES = 6
"""How many papers print a story."""
LONG = 100
"""A story has so many words at least."""


def measure(texts: dict[str, str], groups: dict[str, str]) -> tuple[float, float, int]:
    """Precision and recall over the pairs of documents that are one text, and how many pairs there are."""
    found = copies_in((key, "", fingerprint(text)) for key, text in texts.items())
    joined = _pairs({key: found.get(key, key) for key in texts})
    wanted = _pairs(groups)
    right = len(joined & wanted)
    return right / len(joined) if joined else 1.0, right / len(wanted) if wanted else 1.0, len(wanted)


def copies(seed: int, most: int | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """Copies of invented stories, and the story of each."""
    stories = [gold["text"] for gold in read_news()]
    chosen = [story for story in stories if len(story.split()) >= LONG][:most]
    texts, groups = {}, {}
    for number, story in enumerate(chosen):
        for place, copy in enumerate(copies_of(story, COPIES, seed)):
            texts[f"{number}/{place}"], groups[f"{number}/{place}"] = copy, str(number)
    return texts, groups


def _pairs(groups: dict[str, str]) -> set[tuple[str, str]]:
    by_group: dict[str, list[str]] = {}
    for key, group in groups.items():
        by_group.setdefault(group, []).append(key)
    return {pair for keys in by_group.values() for pair in combinations(sorted(keys), 2)}


def show(line: str) -> None:
    """Print a line."""
    print(line, flush=True)  # noqa: T201 - a program's output


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--many", type=int, default=10_000)
    options = parser.parse_args()
    for seed in (1, 2, 3):
        texts, groups = copies(seed)
        precision, recall, pairs = measure(texts, groups)
        show(f"agency copies, seed {seed}: P {precision:.4f} R {recall:.4f} ({len(texts):,} texts, {pairs:,} pairs)")
    ecb = SHARED / "crossdoc/ecbplus.jsonl"
    if ecb.is_file():
        articles = {row["id"]: row["text"] for row in map(json.loads, ecb.read_text("utf-8").splitlines())}
        found = copies_in((key, "", fingerprint(text)) for key, text in articles.items())
        show(f"ECB+: {len(found)} of {len(articles)} articles are copies of another")
        for copy, original in sorted(found.items()):
            show(f"  {copy} = {original}")
            if options.list:
                show(f"    {articles[copy][:600]!r}\n    {articles[original][:600]!r}")
    texts, _ = copies(4)
    keys = sorted(texts)
    prints = [(f"{n}", "", fingerprint(texts[keys[n % len(keys)]] + f" {n}")) for n in range(options.many)]
    begin = time.perf_counter()
    copies_in(prints)
    show(f"{options.many:,} documents: {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
