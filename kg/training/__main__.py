"""Train the model of `kg.text.ranking.ranker`.

    python -m kg.training SHARED WHEEL --encoder     trains kg/weights/transformer/ further (an hour), then --trees
    python -m kg.training SHARED WHEEL --trees       writes transformer/ranking.npz (minutes), after rules changed

`tests/gate/ablate.py` measures what trees fitted so are worth on articles that they have not seen.

SHARED is the folder that holds `silver2/` and `bench/`, WHEEL the file that has the texts of `kg/training/sites`
(`kg.training.news` says where it comes from). The gold articles in SHARED are never trained on; those in
`kg/training/news`, written for this, and those whose facts `kg/training/broadcasts` and `sites` hold are. The encoder
learns from the articles that are not held out (silver2's topics past 30, and the last of every six articles of a file
of the others are); the trees that judge findings are fitted on those that are. `--encoder` needs the groups `train` and
`encoder`, the others `train`.

To teach the model a relation of ontology/kg.ttl with which articles are annotated, append its name to `relations` in
kg/weights/transformer/labels.toml, then `--encoder` and `--trees`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.text.ranking.encoder import load_encoder
from kg.text.ranking.pairs import FAR
from kg.text.ranking.scoring import Scorer
from kg.training.examples import example_of, load_corpus, with_doubts
from kg.training.trees import LEAST, case_of, fit_trees
from kg.weights.files import TRANSFORMER_FILES, record_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.training.examples import Corpus

WEIGHTS = Path(__file__).parents[1] / "weights"
THOROUGH = frozenset({"silver2"})
"""The sets that two readers annotated, which lack little: what they do not state is false."""
FURTHER = {"silver2": 2, "sites": 1, "broadcasts": 0.7, "news": 0.06, "passages": 0.5}
"""How often an epoch shows an article of each set, on average."""


def main(arguments: Sequence[str]) -> None:
    """Read the arguments and do what they ask."""
    parser = argparse.ArgumentParser(prog="python -m kg.training", description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("wheel", type=Path)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--encoder", action="store_true", help="train the encoder further")
    what.add_argument("--trees", action="store_true", help="fit the trees, on the networks that there are")
    options = parser.parse_args(arguments)
    corpus = load_corpus(options.shared, options.wheel, held_alone=not options.encoder)
    if options.encoder:
        train_encoder(corpus)
        return
    scorer = Scorer(load_encoder())
    cases = [case_of(article, scorer) for articles in corpus.sets.values() for article in articles]
    path = WEIGHTS / "transformer/ranking.npz"
    np.savez_compressed(path, allow_pickle=False, **fit_trees(cases), least=np.array(LEAST))
    record_hash(WEIGHTS, "transformer/ranking.npz")


def train_encoder(corpus: Corpus) -> None:
    """Train the encoder that ships further on what is not held out."""
    from kg.training.encoder import EncoderTrainer

    shown = []
    for name, article in corpus.learned():
        example = example_of(article, FAR)
        shown.append((example if name in THOROUGH else with_doubts(example, load_encoder()), FURTHER[name]))
    passages = (example_of(each, FAR) for each in corpus.passages)
    shown += [(example, FURTHER["passages"]) for example in passages if example.stated.any()]
    EncoderTrainer(tell).train(shown, WEIGHTS / "transformer")
    for name in TRANSFORMER_FILES:
        record_hash(WEIGHTS, name)


def tell(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - a command's progress


if __name__ == "__main__":
    main(sys.argv[1:])
