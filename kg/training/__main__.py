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
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.text.model import PROPOSED
from kg.text.ranking.classes import settle
from kg.text.ranking.encoder import load_encoder
from kg.text.ranking.pairs import FAR
from kg.text.ranking.scoring import Scorer
from kg.training.examples import example_of, load_articles, load_passages, load_scorer, read_folder, with_doubts
from kg.training.fit import fit_trees, judge_out_of_fold, score
from kg.training.news import BROADCASTS, SITES, broadcast_texts, read_news, site_texts
from kg.weights.files import TRANSFORMER_FILES, record_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.text.model import RelationMention
    from kg.training.examples import Article, Passage
    from kg.training.fit import Findings

WEIGHTS = Path(__file__).parents[1] / "weights"
LEAST = (0.18, 0.45)
"""The least probability of a rule's finding, and of the model's own.

Up to the first each relation that silver2 has often is found at all. From the second on what the model adds is more
often right than not where annotation is thorough (silver2, gold2).
"""
LEARNED = 30
"""The last of silver2's topics that networks learn from."""
HELD = 6
"""Of the articles of each file of news, the last of every so many is held out from networks."""
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
    judged = judge(corpus, saved=options.trees)
    for name, articles in corpus.sets.items():
        names = {article.name for article in articles}
        show_all(name, [row for row in judged if row[0].name in names])


@dataclass(frozen=True, slots=True)
class Corpus:
    """The annotated texts: the articles of each set by its name, those whose names are `held` held out from networks.

    `passages` are those of KnowledgeNet.
    """

    sets: dict[str, list[Article]]
    passages: list[Passage]
    held: frozenset[str]

    def learned(self) -> list[tuple[str, Article]]:
        """The articles that networks learn from, each with the name of its set."""
        return [(name, each) for name, articles in self.sets.items() for each in articles if each.name not in self.held]

    def judged(self) -> list[Article]:
        """The articles that are held out: what trees are fitted on and figures are of."""
        return [article for articles in self.sets.values() for article in articles if article.name in self.held]


def load_corpus(shared: Path, wheel: Path, *, held_alone: bool) -> Corpus:
    """Read all annotated texts, or those alone that are held out."""
    scorer = load_scorer(shared / "bench" / "score.py")
    sets = {
        "silver2": list(read_folder(shared / "silver2")),
        "sites": list(read_news(SITES, site_texts(wheel))),
        "broadcasts": list(read_news(BROADCASTS, broadcast_texts())),
        "news": list(read_news()),
    }
    held = frozenset(gold["id"] for golds in sets.values() for gold in golds if is_held(gold))

    def read(golds: Iterable[dict[str, Any]]) -> list[Article]:
        return list(load_articles((gold for gold in golds if gold["id"] in held or not held_alone), scorer))

    return Corpus(
        sets={name: read(golds) for name, golds in sets.items()},
        passages=[] if held_alone else list(load_passages(shared / "bench" / "knowledgenet-train.jsonl")),
        held=held,
    )


def is_held(gold: dict[str, Any]) -> bool:
    """Whether an annotated article is held out from networks."""
    if "place" in gold:
        return bool(gold["place"] % HELD == HELD - 1)
    topic = re.match(r"ecb_(\d+)_", gold["id"])
    return topic is not None and int(topic[1]) > LEARNED


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


type Judged = tuple[Article, NDArray[np.float32], Findings]
"""An article, how likely each of its referents is of each class, and what is found there with its probability."""


def judge(corpus: Corpus, *, saved: bool) -> list[Judged]:
    """The articles that are held out, each judged by trees that have not seen its topic.

    Where they are to be `saved`, trees that have seen all of them are written.
    """
    held, scorer = corpus.judged(), Scorer(load_encoder())
    scored = [score(article, scorer) for article in held]
    if saved:
        save("transformer/ranking.npz", fit_trees(held, scored) | {"least": np.array(LEAST)})
    classes = (classes for _, classes in scored)
    return list(zip(held, classes, judge_out_of_fold(held, scored), strict=True))


def tell(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - a command's progress


def save(name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a model's arrays and their hash, and tell their size."""
    path = WEIGHTS / name
    np.savez_compressed(path, allow_pickle=False, **arrays)
    record_hash(WEIGHTS, name)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")  # noqa: T201 - a command's output


def show_all(name: str, rows: Sequence[Judged]) -> None:
    """Print F1 of one set with the rules alone and with the model at several thresholds, and how often it is right."""
    articles = [article for article, *_ in rows]
    print(name)  # noqa: T201
    show("rules alone", articles, [[m for m, _ in found if m.rule != PROPOSED] for *_, found in rows])
    for rule in (0.0, LEAST[0], 0.3, 0.4):
        for pair in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 1.1):
            show(f"rules at {rule}, pairs at {pair}", articles, [kept(row, rule, pair) for row in rows])
    print("confidence  findings  right")  # noqa: T201
    surely = [(p, a.is_right(m)) for a, _, found in rows for m, p in found]
    for low in range(10):
        right = [ok for p, ok in surely if low <= p * 10 < low + 1 or (low == 9 and p >= 1)]
        if right:
            print(f"{low / 10:.1f} to {(low + 1) / 10:.1f}  {len(right):8d}  {sum(right) / len(right):.2f}")  # noqa: T201


def kept(row: Judged, rule: float, pair: float) -> list[RelationMention]:
    """What an article's graph would hold, with these least probabilities for what rules and what the model finds."""
    article, classes, found = row
    likely = [(m, p) for m, p in found if p >= (pair if m.rule == PROPOSED else rule)]
    _, fit = settle(article.reading.referents, classes, likely)
    return [mention for (mention, _), fits in zip(likely, fit, strict=True) if fits]


def show(label: str, articles: Sequence[Article], kept: Sequence[list[RelationMention]]) -> None:
    """Print precision, recall and F1 of what is kept."""
    counts = [article.counts(found) for article, found in zip(articles, kept, strict=True)]
    right, said, hit, core = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = right / max(1, said), hit / max(1, core)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{label:28s}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({said})")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
