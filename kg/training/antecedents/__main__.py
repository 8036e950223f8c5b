"""Train the scorer of `kg.text.coref.nominals.antecedents`: to which cluster a noun phrase refers.

    python -m kg.training.antecedents SHARED     writes kg/weights/antecedents.toml and prints its figures

SHARED is the folder that holds `silver2/`. Learned are its articles of ECB+ to topic `READ` and one in `SHARE` of our
own; the figures are those of the topics past `READ`, on which other parts of kg are measured.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from kg.model import Document
from kg.read.text import clean
from kg.text.attribution.quotes import find_quotes
from kg.text.coref.antecedents import FEATURES, Candidate, Weighed
from kg.text.coref.resolution import resolve
from kg.text.lexicon.tables import word_lists, words
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.ner.names import find_names
from kg.text.parsing.parser import load_parser
from kg.text.syntax.clauses import find_clauses
from kg.training.news import read_news
from kg.weights.files import record_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Phrase

WEIGHTS: Final = Path(__file__).parents[2] / "weights"
SHARE: Final = 4
READ: Final = 30
LEAST: Final = 0.6
_RIDGE: Final = 0.1
_OPENINGS: Final = word_lists("words/coref/nominals")["definite"].union(
    words("words/function_words", "determiners", "indefinite_articles"),
    words("words/function_words", "determiners", "possessive"),
)

type Lesson = list[tuple[tuple[float, ...], int]]
"""The candidates of one nominal: values of the features, and whether it refers to the cluster (-1: nobody knows)."""


class _Teacher:
    """Chooses the antecedent that an annotation names, and writes down what there was to choose from."""

    def __init__(self, entity_of: Sequence[str]) -> None:
        """`entity_of` gives for each phrase the entity that its words name in the annotation, "" for none."""
        self._entity_of = entity_of
        self._members: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.lessons: list[Lesson] = []

    def choose(self, mention: int, candidates: Sequence[Candidate]) -> int:
        """The cluster whose mentions the annotation calls what it calls this one."""
        mine, lesson, right = self._entity_of[mention], [], -1
        for candidate in candidates:
            named = Counter(self._entity_of[m] for m in candidate.members if self._entity_of[m])
            theirs = max(named, key=lambda name: (named[name], name)) if named else ""
            known = bool(mine or theirs)
            lesson.append((candidate.values, int(mine == theirs) if known else -1))
            if known and mine == theirs and right < 0:
                right = candidate.cluster
        self.lessons.append(lesson)
        return right


def lessons_of(gold: dict[str, Any], parse: Parse) -> list[Lesson]:
    """What the nominals of an annotated article teach."""
    phrases, clauses = find_phrases(parse, find_names(parse)), find_clauses(parse)
    teacher = _Teacher(_entities(gold, parse, phrases))
    resolve(parse, phrases, find_quotes(parse, clauses), teacher)
    return teacher.lessons


def _entities(gold: dict[str, Any], parse: Parse, phrases: Sequence[Phrase]) -> list[str]:
    """The entity that the annotation calls by the words of each phrase, "" where it calls none or several so."""
    called: defaultdict[str, set[str]] = defaultdict(set)
    for entity in gold["entities"]:
        for name in (entity["name"], *entity.get("aliases", ()), *(entity.get("anaphora") or ())):
            called[_plain(name)].add(entity["id"])
    found = []
    for phrase in phrases:
        ids = called[_plain(parse.words_of(phrase.start, phrase.end))] if phrase.kind != "pronoun" else set()
        found.append(min(ids) if len(ids) == 1 else "")
    return found


def _plain(name: str) -> str:
    """The words in lower case without what opens or ends them by grammar alone."""
    said = [word.removesuffix("'s") for word in re.findall(r"[\w']+", name.lower().replace("’", "'"))]
    while said and said[0] in _OPENINGS:
        said = said[1:]
    return " ".join(said)


def load_examples(shared: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The annotated articles, each with its topic, 0 for one of ours."""
    for path in sorted((shared / "silver2").glob("ecb_*.json")):
        yield int(path.stem.split("_")[1]), json.loads(path.read_text("utf-8"))
    for place, gold in enumerate(read_news()):
        if place % SHARE == 0:
            yield 0, gold


def fit(lessons: Sequence[Lesson]) -> Weighed:
    """The weights that the lessons teach."""
    rows = [row for lesson in lessons for row in lesson if row[1] >= 0]
    values, labels = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=_RIDGE, max_iter=1000).fit(scaler.transform(values), labels)
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return Weighed(tuple(round(float(w), 3) for w in weights), round(intercept, 3), LEAST)


def _figures(weighed: Weighed, lessons: Sequence[Lesson]) -> str:
    """Of the links that are chosen, how many are right, wrong and not known, and how many are missed."""
    found: Counter[str] = Counter()
    for lesson in lessons:
        best = max(lesson, key=lambda row: weighed.probability(row[0]), default=None)
        linked = best is not None and weighed.probability(best[0]) >= LEAST
        if best is not None and linked:
            found[{1: "right", 0: "wrong", -1: "unknown"}[best[1]]] += 1
        elif any(label == 1 for _, label in lesson):
            found["missed"] += 1
    return ", ".join(f"{found[kind]} {kind}" for kind in ("right", "wrong", "unknown", "missed"))


def _write(weighed: Weighed, figures: str) -> None:
    lines = [
        "# How probable it is that a noun phrase refers to a cluster of mentions: a logistic regression.",
        "# kg.text.coref.nominals.antecedents has the features; python -m kg.training.antecedents writes this.",
        f"intercept = {weighed.intercept}",
        f"least = {weighed.least} # it refers to the likeliest from this probability on",
        "",
        "[weights]",
        *(f"{name} = {weight}" for name, weight in zip(FEATURES, weighed.weights, strict=True)),
    ]
    (WEIGHTS / "antecedents.toml").write_text("\n".join(lines) + "\n", "utf-8")
    record_hash(WEIGHTS, "antecedents.toml")
    sys.stdout.write(f"links past topic {READ}: {figures}\n")


def main(shared: Path) -> None:
    """Learn, measure on topics that were left out, and write the weights."""
    parser, known, unread = load_parser(), list[Lesson](), list[Lesson]()
    for topic, gold in load_examples(shared):
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", gold.get("date") or "")
        document = Document(gold["id"], clean(gold["text"]), date=date.fromisoformat(day[0]) if day else None)
        (unread if topic > READ else known).extend(lessons_of(gold, parser.parse(document)))
    weighed = fit(known)
    _write(weighed, _figures(weighed, unread))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
