"""Entities across documents: `python tests/bench/bench_crossdoc.py [GRAPH]`.

Builds the graph of the 805 articles of `crossdoc/ecbplus.jsonl` of KG_SHARED (../shared) into GRAPH, a folder of its
own where none is named (what is read already is not read again), writes its mentions as CSV, and prints what
`bench/crossdoc.py` of KG_SHARED says of all, of the half of the stories that the scorer was trained on, of the other;
then precision and recall of the generated hard cases whose names nobody trained on.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox

import kg
from kg.graph.store.directory import current_store
from kg.resolve.scoring import load_scorer
from kg.training.identities.known import hard_cases, pairwise

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES = SHARED / "crossdoc/ecbplus.jsonl"
MENTIONS = """
SELECT ?doc ?start ?end ?entity WHERE {
  ?mention kg:refersTo ?entity ; kg:document ?document ; oa:start ?start ; oa:end ?end .
  ?document dcterms:identifier ?doc
} ORDER BY ?doc ?start ?end ?entity
"""


def build(graph: Path, texts: Path) -> None:
    """The graph of the articles, each in a file that is called by its id."""
    texts.mkdir(parents=True, exist_ok=True)
    for line in ARTICLES.read_text("utf-8").splitlines():
        article = json.loads(line)
        (texts / f"{article['id']}.txt").write_text(article["text"], "utf-8")
    kg.build(texts, out=graph)


def write_mentions(graph: Path, path: Path) -> None:
    """The mentions of a graph as the scorer takes them."""
    store = ox.Store.read_only(str(graph / (current_store(graph) or "")))
    prefixes = {
        "kg": "https://w3id.org/kg/ontology#", "oa": "http://www.w3.org/ns/oa#", "dcterms": "http://purl.org/dc/terms/"
    }  # fmt: skip
    found = store.query(MENTIONS, prefixes=prefixes, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["doc", "start", "end", "entity"])
        rows.writerows([value.value for value in row] for row in found)  # type: ignore[union-attr] # none is a triple


def halves(folder: Path) -> list[tuple[str, Path]]:
    """All articles, those whose topics were trained on, and the others."""
    lines = ARTICLES.read_text("utf-8").splitlines()
    topics = sorted({json.loads(line)["topic"] for line in lines})
    found = [("all stories", ARTICLES)]
    for name, some in (("stories trained on", set(topics[::2])), ("other stories", set(topics[1::2]))):
        path = folder / f"{name.replace(' ', '-')}.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines if json.loads(line)["topic"] in some), "utf-8")
        found.append((name, path))
    return found


def main(graph: Path, folder: Path) -> None:
    build(graph, folder / "texts")
    write_mentions(graph, folder / "mentions.csv")
    for name, gold in halves(folder):
        print(name, flush=True)  # noqa: T201
        subprocess.run([sys.executable, SHARED / "bench/crossdoc.py", gold, folder / "mentions.csv"], check=True)
    precision, recall = pairwise(hard_cases(2, "reporting"), load_scorer())
    print(f"hard cases of names nobody trained on: P {precision:.3f} R {recall:.3f}")  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(sys.argv[1]) if sys.argv[1:] else Path(made, "graph"), Path(made))
