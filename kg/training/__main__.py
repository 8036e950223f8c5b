"""Train the model of `kg.text.ranking.ranker`, or measure it on articles that it has not seen.

    python -m kg.training SHARED WHEEL --encoder     trains kg/weights/transformer/ further (an hour), then --trees
    python -m kg.training SHARED WHEEL --trees       writes transformer/ranking.npz (minutes), after rules changed
    python -m kg.training SHARED WHEEL --validate    prints figures, writes nothing

`--trees` and `--validate` print figures with and without the model, on articles that it has not seen, and a
reliability table.

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
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.text.model import PROPOSED
from kg.text.ranking.encoder import load_encoder
from kg.text.ranking.pairs import FAR
from kg.text.ranking.scoring import Scorer
from kg.training.corpus import load_corpus
from kg.training.examples import example_of, with_doubts
from kg.training.trees import LEAST, case_of, figures_of, fit_trees, judge_out_of_fold
from kg.weights.files import TRANSFORMER_FILES, record_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.training.corpus import Corpus
    from kg.training.trees import Case

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
    what.add_argument("--validate", action="store_true", help="print figures, write nothing")
    options = parser.parse_args(arguments)
    corpus = load_corpus(options.shared, options.wheel, held_alone=not options.encoder)
    if options.encoder:
        train_encoder(corpus)
        return
    scorer = Scorer(load_encoder())
    cases = {name: [case_of(article, scorer) for article in articles] for name, articles in corpus.sets.items()}
    every = [case for some in cases.values() for case in some]
    if options.trees:
        save("transformer/ranking.npz", fit_trees(every) | {"least": np.array(LEAST)})
    judged = {case.name: found for case, found in zip(every, judge_out_of_fold(every), strict=True)}
    for name, some in cases.items():
        show_all(name, some, [judged[case.name] for case in some])


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


def save(name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a model's arrays and their hash, and tell their size."""
    path = WEIGHTS / name
    np.savez_compressed(path, allow_pickle=False, **arrays)
    record_hash(WEIGHTS, name)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")  # noqa: T201 - a command's output


def show_all(name: str, cases: Sequence[Case], judged: Sequence[list[float]]) -> None:
    """Print F1 of one set with the rules alone and with the model at several thresholds, and how often it is right."""
    print(name)  # noqa: T201
    show("rules alone", cases, [[float(c.mention.rule != PROPOSED) for c in case.candidates] for case in cases])
    for rule in (0.0, LEAST[0], 0.3, 0.4):
        for pair in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 1.1):
            show(f"rules at {rule}, pairs at {pair}", cases, judged, (rule, pair))
    print("confidence  findings  right")  # noqa: T201
    surely = [pair for case, found in zip(cases, judged, strict=True) for pair in zip(found, case.right, strict=True)]
    for low in range(10):
        right = [ok for p, ok in surely if low <= p * 10 < low + 1 or (low == 9 and p >= 1)]
        if right:
            print(f"{low / 10:.1f} to {(low + 1) / 10:.1f}  {len(right):8d}  {sum(right) / len(right):.2f}")  # noqa: T201


def show(label: str, cases: Sequence[Case], judged: Sequence[list[float]], least: tuple[float, float] = LEAST) -> None:
    """Print precision, recall and F1 of what is kept at these least probabilities."""
    figures = figures_of(cases, judged, least)
    print(f"{label:28s}  P {figures.precision:.3f} R {figures.recall:.3f} F1 {figures.f1:.3f} ({figures.said})")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
