"""How well place names are linked: `python tests/bench/bench_places.py [--links FILE]`.

Reads the articles of KG_SHARED/crossdoc/places.jsonl (GeoVirus, Gritta et al. 2018) as `kg build` does, writes each
named mention of an entity that is linked to a place with its coordinates (doc,start,end,lat,lon) and has
KG_SHARED/bench/places.py judge them: all, the articles with even numbers, in which errors were looked at, and those
with odd ones, which nobody looked at. `--links` keeps the links of all. An article is linked by itself, as one of a
graph of its own.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.links.places import places_of
from kg.model import Document
from kg.pipeline import read

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
type Link = tuple[str, int, int, float, float]


def links_of(article: dict[str, str]) -> Iterator[Link]:
    """The linked mentions of an article, as the scorer takes them."""
    extraction = read(Document(article["id"], article["text"]))
    places = places_of(extraction)
    for entity in extraction.entities:
        link = places.get(entity.id)
        for mention in entity.mentions if link else ():
            if link and mention.kind == "name":
                yield article["id"], mention.span.begin, mention.span.end, link.place.latitude, link.place.longitude


def write_links(path: Path, links: Iterable[Link]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("doc", "start", "end", "lat", "lon"))
        writer.writerows(links)


def judge(articles: list[dict[str, str]], links: Path) -> str:
    """What the scorer prints of some articles."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        gold.write_text("".join(json.dumps(article) + "\n" for article in articles), "utf-8")
        command = [sys.executable, str(SHARED / "bench" / "places.py"), str(gold), str(links)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=Path, help="keep the links in this file")
    kept = parser.parse_args().links
    path = SHARED / "crossdoc" / "places.jsonl"
    if not path.is_file():
        sys.exit(f"{path} is not there: set KG_SHARED to the folder of annotated articles")
    articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        links = kept or Path(folder) / "links.csv"
        write_links(links, (link for article in articles for link in links_of(article)))
        for name, wanted in (("all", {0, 1}), ("even", {0}), ("odd", {1})):
            some = [article for article in articles if int(article["id"].removeprefix("gv")) % 2 in wanted]
            print(f"{name:4} {len(some)} articles: {judge(some, links)}")  # noqa: T201 (what it is for)


if __name__ == "__main__":
    main()
