"""Train the model of `kg.text.ranking.ranker`, or measure it on articles that it has not seen.

    python -m kg.training SHARED --teacher T     writes kg/weights/transformer/ (half an hour); all below anew after it
    python -m kg.training SHARED --words T       writes kg/weights/meanings.npz (two minutes); all below anew after it
    python -m kg.training SHARED --attention     writes kg/weights/attention.npz (an hour); the models anew after it
    python -m kg.training SHARED                 writes kg/weights/perceptron.npz and ranking.npz (ten minutes)
    python -m kg.training SHARED --trees         writes kg/weights/ranking.npz (a minute), after rules changed
    python -m kg.training SHARED --validate [--fast]   writes nothing

T is the folder of a larger transformer, which is not shipped: it is trained where there is none (an hour more), and
teaches the encoder. The network that ships teaches the next.

The last three print figures with and without the model, on articles that it has not seen, and a reliability table; the
last as `kg extract` reads, or `kg extract --fast`; the others as the latter.

SHARED is the folder that holds `silver2/` and `bench/`. The gold articles beside them are never trained on; those in
`kg/training/news`, written for this, and those whose facts `kg/training/broadcasts` tells are. All that learns from
articles learns from those that are not held out (silver2's topics past 30, and the last of every six articles of a file
of the others); the trees that judge findings are fitted on those that are. All of it needs the groups `train` and
`encoder`.
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
from kg.text.ranking.attention import load_attention
from kg.text.ranking.classes import settle
from kg.text.ranking.encoder import load_encoder
from kg.text.ranking.perceptron import Perceptron, load_perceptron
from kg.text.ranking.scoring import Scorer
from kg.training.examples import load_articles, load_passages, load_scorer, read_folder
from kg.training.fit import fit_trees, judge_out_of_fold, score
from kg.training.lessons import Former
from kg.training.news import BROADCASTS, read_news
from kg.training.perceptron import PerceptronTrainer
from kg.weights.files import TRANSFORMER_FILES, load_arrays, record_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.text.model import RelationMention
    from kg.training.examples import Article, Passage
    from kg.training.fit import Findings

WEIGHTS = Path(__file__).parents[1] / "weights"
LEAST = (0.18, 0.5, 0.45)
"""The least probability of a rule's finding, of the model's own, and of the model's own with the transformer.

Up to the first each relation that silver2 has often is found at all. From the second on what the model adds is more
often right than not where annotation is thorough (silver2, gold2); the trees are fitted on scores without the
transformer, and with it what has the third is right as often.
"""
LEARNED = 30
"""The last of silver2's topics that networks learn from."""
HELD = 6
"""Of the articles of each file of news, the last of every so many is held out from networks."""
REAL, BROADCAST = 4, 2
"""How often an article of silver2, and one of the broadcasts, is shown for once that one of our own is."""


def main(arguments: Sequence[str]) -> None:
    """Read the arguments and do what they ask."""
    parser = argparse.ArgumentParser(prog="python -m kg.training", description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--teacher", type=Path, help="train the encoder; the folder of the large transformer")
    parser.add_argument("--words", type=Path, help="list words; the folder of the large transformer that tells them")
    parser.add_argument("--attention", action="store_true", help="train the layers that see a sentence")
    parser.add_argument("--trees", action="store_true", help="fit the trees alone, on the network that there is")
    parser.add_argument("--validate", action="store_true", help="print figures, write nothing")
    parser.add_argument("--fast", action="store_true", help="validate without the transformer")
    options = parser.parse_args(arguments)
    if options.fast and not options.validate:
        parser.error("--fast goes with --validate: what is trained serves both")
    if options.words:
        from kg.training.encoder import EncoderTrainer, teacher_in

        if not teacher_in(options.words):
            parser.error(f"{options.words} holds no trained transformer: --teacher trains one")
    corpus = load_corpus(options.shared, held_alone=options.trees or options.validate)
    if options.teacher:
        write_encoder(corpus, options.teacher)
    elif options.words:
        meanings = EncoderTrainer(corpus.passages, tell).list_meanings(corpus.learned(), options.words)
        save("meanings.npz", meanings)
    elif options.attention:
        from kg.training.attention import fit_attention

        save("attention.npz", fit_attention([*corpus.learned(), *corpus.passages], load_encoder(), tell))
    else:
        if not options.trees and not options.validate:
            save("perceptron.npz", fit_network(corpus))
        judged = judge(corpus, fast=options.fast or not options.validate, saved=not options.validate)
        for name, members in corpus.sets().items():
            show_all(name, [row for row in judged if row[0].name in members])


@dataclass(frozen=True, slots=True)
class Corpus:
    """The annotated texts: `silver`, and `news`, of which some are `broadcasts`; `held` are held out from networks.

    `broadcasts` and `held` are names of articles.
    """

    silver: list[Article]
    news: list[Article]
    passages: list[Passage]
    broadcasts: frozenset[str]
    held: frozenset[str]

    def articles(self) -> list[Article]:
        """All but the passages."""
        return [*self.silver, *self.news]

    def learned(self) -> list[Article]:
        """The articles that networks learn from."""
        return [article for article in self.articles() if article.name not in self.held]

    def judged(self) -> list[Article]:
        """The articles that are held out: what trees are fitted on and figures are of."""
        return [article for article in self.articles() if article.name in self.held]

    def sets(self) -> dict[str, frozenset[str]]:
        """The names of the articles of each set."""
        news = frozenset(article.name for article in self.news) - self.broadcasts
        silver = frozenset(article.name for article in self.silver)
        return {"silver2": silver, "broadcasts": self.broadcasts, "news": news}


def load_corpus(shared: Path, *, held_alone: bool) -> Corpus:
    """Read all annotated texts, or those alone that are held out."""
    scorer = load_scorer(shared / "bench" / "score.py")
    silver, real = list(read_folder(shared / "silver2")), list(read_news(BROADCASTS))
    written = [*real, *read_news()]
    held = {gold["id"] for gold in silver if (found := re.match(r"ecb_(\d+)_", gold["id"])) and int(found[1]) > LEARNED}
    held |= {gold["id"] for gold in written if gold["place"] % HELD == HELD - 1}

    def read(golds: Iterable[dict[str, Any]]) -> list[Article]:
        return list(load_articles((gold for gold in golds if gold["id"] in held or not held_alone), scorer))

    return Corpus(
        silver=read(silver),
        news=read(written),
        passages=[] if held_alone else list(load_passages(shared / "bench" / "knowledgenet-train.jsonl")),
        broadcasts=frozenset(gold["id"] for gold in real),
        held=frozenset(held),
    )


def write_encoder(corpus: Corpus, teacher: Path) -> None:
    """Train the encoder by a teacher, which is trained first where the folder has none."""
    from kg.training.encoder import EncoderTrainer, teacher_in

    trainer = EncoderTrainer(corpus.passages, tell)
    if not teacher_in(teacher):
        trainer.write_teacher(corpus.learned(), teacher)
    trainer.write(corpus.learned(), WEIGHTS / "transformer", teacher)
    for name in TRANSFORMER_FILES:
        record_hash(WEIGHTS, name)


type Judged = tuple[Article, NDArray[np.float32], Findings]
"""An article, how likely each of its referents is of each class, and what is found there with its probability."""


def judge(corpus: Corpus, *, fast: bool, saved: bool) -> list[Judged]:
    """The articles that are held out, each judged by trees that have not seen its topic.

    Where they are to be `saved`, trees that have seen all of them are written.
    """
    held, perceptron = corpus.judged(), Perceptron(load_arrays("perceptron.npz"))
    scored = found = [score(article, Scorer(load_attention(), perceptron)) for article in held]
    if saved:
        save("ranking.npz", fit_trees(held, scored) | {"least": np.array(LEAST)})
    if not fast:
        found = [score(article, Scorer(load_attention(), perceptron, load_encoder())) for article in held]
    classes = (classes for _, classes in found)
    return list(zip(held, classes, judge_out_of_fold(held, scored, found), strict=True))


def fit_network(corpus: Corpus) -> Mapping[str, NDArray[Any]]:
    """The arrays of a network that has seen what is not held out."""
    silver = frozenset(article.name for article in corpus.silver)
    shown = [
        article
        for article in corpus.learned()
        for _ in range(REAL if article.name in silver else BROADCAST if article.name in corpus.broadcasts else 1)
    ]
    former = Former(load_attention(), load_perceptron())
    return PerceptronTrainer(corpus.passages, load_attention(), former, tell).fit(shown, thorough=silver)


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
