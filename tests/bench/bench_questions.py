"""Asks forty questions of 114 real articles: `python tests/bench/bench_questions.py [--graph DIR] [--only WORDS]`.

`questions.toml` says what must be among the answers to each, and what must not. The articles are those of KG_SHARED
(`../shared` beside the checkout by default), read into a graph unless --graph names one that has them already; where
there are none, nothing is asked. A question is right where its rows have all that is expected and nothing that is not.
An answer is cut silently where a higher limit gives more rows and the answer does not say so.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg
from kg.errors import KgError
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TABLE = Path(__file__).with_name("questions.toml")
SHARED = Path(os.environ.get("KG_SHARED") or Path(__file__).parents[3] / "shared")
FOLDERS = ("silver2", "gold2", "gold")
WORDS = {"quote", "words", "statedWords", "deniedWords"}
"""Columns that quote an article: what must not be answered may stand there."""
KNOWN = ("title", "date", "publisher", "url", "source")
EVERY = 100_000
"""A limit that no question of this corpus reaches."""


@dataclass(frozen=True)
class Question:
    """A question of the table."""

    asks: str
    query: str
    values: dict[str, str] = field(default_factory=dict)
    expect: list[list[str]] = field(default_factory=list)
    never: list[list[str]] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


def questions() -> list[Question]:
    """The questions, in the order of the table."""
    return [Question(**each) for each in tomllib.loads(TABLE.read_text(encoding="utf-8"))["question"]]


def corpus(shared: Path) -> list[dict[str, str]]:
    """The articles as the lines of a JSON Lines file; none where the data is not there."""
    found = []
    for path in (path for folder in FOLDERS for path in sorted((shared / folder).glob("*.json"))):
        article = json.loads(path.read_text(encoding="utf-8"))
        known = {name: article[name] for name in KNOWN if article.get(name)}
        found.append({"id": path.stem, "text": article["text"], **known})
    return found


def has(cells: Iterable[object], wanted: Sequence[str]) -> bool:
    """Whether each of the words wanted stands in one of the cells."""
    folded = [f" {fold(str(cell))} " for cell in cells if cell is not None]
    return all(any(f" {fold(words)} " in cell for cell in folded) for words in wanted)


def wrong(question: Question, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """What is wrong with an answer, a line each."""
    said = [[cell for name, cell in zip(columns, row, strict=True) if name not in WORDS] for row in rows]
    found = [f"lacks {', '.join(each)}" for each in question.expect if not any(has(row, each) for row in rows)]
    found += [f"has {', '.join(each)}" for each in question.never if any(has(row, each) for row in said)]
    for name, place, wanted in (("first", 0, question.first), ("last", -1, question.last)):
        if wanted and not (rows and has(rows[place], wanted)):
            found.append(f"is not {name}: {', '.join(wanted)}")
    return found


def main(graph: kg.Graph, only: str) -> int:
    """Ask each question, print what is wrong, and count."""
    right = cut = 0
    asked = [each for each in questions() if only.lower() in f"{each.query} {each.asks}".lower()]
    for question in asked:
        try:
            rows = graph.query_named(question.query, **question.values)
            found = wrong(question, rows.columns, rows)
            silently = not getattr(rows, "more", None) and len(rows) < len(
                graph.query_named(question.query, **question.values, limit=EVERY)
            )
            if not {"document", "statedIn", "oneIn", "first", "firstIn"} & set(rows.columns):
                found.append("names no document")
        except KgError as error:
            rows, found, silently = (), [str(error)], False
        right += not found
        cut += silently
        sys.stdout.write(f"{'wrong' if found else 'right'}  {question.query:20} {len(rows):5}  {question.asks}\n")
        for line in found + ["is cut silently"] * silently:
            sys.stdout.write(f"       {line}\n")
    sys.stdout.write(f"{right} of {len(asked)} right ({right / len(asked):.0%}), {cut} cut silently\n")
    return 0 if right >= 0.8 * len(asked) and not cut else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if given.graph is not None:
        sys.exit(main(kg.open(given.graph), given.only))
    articles = corpus(SHARED)
    if not articles:
        sys.exit(f"the articles are not there: {SHARED}")
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "articles.jsonl"
        lines.write_text("".join(f"{json.dumps(each)}\n" for each in articles), encoding="utf-8")
        sys.exit(main(kg.build(lines), given.only))
