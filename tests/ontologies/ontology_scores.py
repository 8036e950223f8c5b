"""Precision, recall and F1 of the three ontologies beside this file on their held-out sentences.

    uv run python tests/ontologies/ontology_scores.py                 the held-out sentences
    uv run python tests/ontologies/ontology_scores.py development     those that were looked at
    uv run python tests/ontologies/ontology_scores.py --no-vectors    without verbs that mean nearly the same

The held-out sentences were written before the mapping, in the manner of Wikipedia and news; nobody edits them.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from kg.api import own_ontology
from kg.evaluation.gold import read_gold
from kg.evaluation.scoring import Scores, Tally, score
from kg.model import Document
from kg.pipeline import Extractor, read

HERE = Path(__file__).parent
NAMES = ("film", "music", "sport")
ASKED = 0.5
"""The F1 that was asked of each ontology, without a language model."""


def scores(name: str, part: str = "heldout", *, vectors: bool = True) -> Scores:
    """The scores of the sentences of an ontology."""
    own = own_ontology(HERE / f"{name}.ttl")
    if not vectors:
        own = replace(own, verbs=(), vectors=own.vectors[:0])
    relations = {iri.partition("#")[2]: iri for iri in own.ontology.relations}
    texts = read_gold([HERE / f"{name}.{part}.jsonl"])
    found = ((text, read(Document(text.id, text.text), Extractor(own=own))) for text in texts)
    return score(found, relations, set(relations.values()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="heldout", choices=("heldout", "development"))
    parser.add_argument("--no-vectors", action="store_true")
    options = parser.parse_args()
    total, below = Tally(), False
    for name in NAMES:
        tally = scores(name, options.part, vectors=not options.no_vectors).total
        total.add(tally)
        below |= tally.f1 < ASKED
        sys.stdout.write(f"{name:6} P {tally.precision:.2f}  R {tally.recall:.2f}  F1 {tally.f1:.3f}\n")
    sys.stdout.write(f"all    P {total.precision:.2f}  R {total.recall:.2f}  F1 {total.f1:.3f}\n")
    return int(below and options.part == "heldout")


if __name__ == "__main__":
    sys.exit(main())
