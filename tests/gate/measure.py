"""Measure accuracy on the annotated data beside the checkout, and compare it with the figures in `floors.json`.

    uv run python tests/gate/measure.py                  the figures beside their floors
    uv run python tests/gate/measure.py --raise          raise each floor to what is reached now
    uv run python tests/gate/measure.py --raise --lower  also lower floors: say why in the commit's message
    uv run python tests/gate/measure.py --relations      silver2 past topic 30 by relation

Every data set is read as `kg build` reads by default. `gold2` is the development set: what is wrong there is looked at
by kind, and no model or rule is made from its sentences. No network and no rule writer has seen silver2 past topic 30,
but the trees that come with kg were fitted on it: `tests/gate/ablate.py` gives its figure by trees that have not, and
those of unread articles of web sites, broadcasts and our own. Of KnowledgeNet only documents that no model has seen
are read. `grave P` is the precision of facts that can harm a person: killed, accused, convicted …

A floor holds for the data whose hash stands beside it: measure again where the data changed. Rounding differs from one
kind of processor to another, which moves figures (docs/reliability.md): down to `TOLERANCE` below a floor is no error.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import floor
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.evaluation.gold import read_gold
from kg.evaluation.scoring import Tally, score
from kg.model import Document, Extraction, Fact, Span
from kg.ontology import is_a
from kg.training.examples import load_scorer

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared")).resolve()
FLOORS = Path(__file__).with_name("floors.json")
EVERY = 3
"""Of KnowledgeNet's passages, one in so many is measured: the whole would take minutes."""
TRAINED = 4
"""Of KnowledgeNet's documents, one in so many was trained on (`kg.training.examples.SHARE`) and is left out."""
READ = 30
"""The last of silver2's topics whose articles were read by people who write rules."""
TOLERANCE = {"seed": 0.02}
"""How far below its floor a figure may be, by data set: the seed is one article."""
_TOLERANCE = 0.008

FLOORED = ("facts P", "facts F1", "entities F1", "factuality", "F1", "typed P")
"""The figures that have a floor; the others are printed beside them, since they may fall where these rise."""

ASKED: dict[str, Figures] = {
    "gold": {
        "facts P": 0.72,
        "facts R": 0.50,
        "facts F1": 0.60,
        "facts relaxed F1": 0.66,
        "entities F1": 0.90,
        "entity class": 0.85,
        "factuality": 0.92,
        "source": 0.80,
        "time": 0.80,
    },
    "silver2-unread": {"facts P": 0.58, "facts F1": 0.44},
    "carb": {"F1": 0.57},
    "knowledgenet": {"F1": 0.55, "typed P": 0.75, "typed F1": 0.55},
}
"""What was asked of each data set, which holds whatever the floors are."""

type Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Gate:
    """One data set: its files, and how what kg finds in them is scored."""

    name: str
    files: tuple[Path, ...]
    measure: Callable[[Path], Figures]

    @property
    def present(self) -> bool:
        return bool(self.files) and all(file.is_file() for file in self.files)

    def sha256(self) -> str:
        """The hash of the data and of the script that scores it."""
        total = hashlib.sha256()
        for file in self.files:
            total.update(f"{file.name}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
        return total.hexdigest()

    def run(self) -> Figures:
        with tempfile.TemporaryDirectory() as folder:
            return self.measure(Path(folder))


def gates() -> list[Gate]:
    """Every data set that a floor may hold for."""
    bench = SHARED / "bench"
    gold, gold2 = (sorted((SHARED / name).glob("*.json")) for name in ("gold", "gold2"))
    return [
        _articles("seed", [SHARED / "gold/bagram.json"]),
        _articles("gold", gold),
        _articles("gold2", gold2),
        _articles("silver2-unread", _unread()),
        Gate("carb", (bench / "carb.py", bench / "carb-dev.txt", bench / "carb-dev.tsv"), _carb),
        _knowledgenet("knowledgenet"),
    ]


def _topic(path: Path) -> int:
    """The topic of an article of silver2, 0 for one that has none."""
    found = re.match(r"ecb_(\d+)_", path.stem)
    return int(found[1]) if found else 0


def _articles(name: str, paths: list[Path]) -> Gate:
    def measure(folder: Path) -> Figures:
        return _scored([path.read_text("utf-8") for path in paths], folder)

    return Gate(name, (SHARED / "bench/score.py", *paths), measure)


def _scored(golds: list[str], folder: Path) -> Figures:
    _predict(golds, folder)
    arguments = (str(folder / "gold"), str(folder / "predicted"), "--json")
    scores, grave = (json.loads(_script("score.py", *arguments, *only)) for only in ((), ("--only", "grave")))
    return {
        "facts P": scores["facts"]["P"],
        "facts R": scores["facts"]["R"],
        "facts F1": scores["facts"]["F1"],
        "facts relaxed F1": scores["facts relaxed"]["F1"],
        "entities F1": scores["entities"]["F1"],
        "entity class": scores["entity class"],
        "factuality": scores["factuality"],
        "source": scores["source"],
        "time": scores["time"],
        "grave P": grave["facts"]["P"],
    }


def _predict(golds: list[str], folder: Path) -> None:
    """Write annotated articles into `gold`, and what kg finds in each into `predicted`, one file each."""
    from kg.schema import to_line

    (folder / "gold").mkdir()
    (folder / "predicted").mkdir()
    for text in golds:
        name = f"{json.loads(text)['id']}.json"
        (folder / "gold" / name).write_text(text, "utf-8")
        (folder / "predicted" / name).write_text(to_line(_article(text)), "utf-8")


@cache
def _article(text: str) -> Extraction:
    """What kg finds in an annotated article: read once in a process, whoever asks."""
    from kg.pipeline import extract
    from kg.read.text import clean

    article = json.loads(text)
    day = re.fullmatch(r"\d{4}-\d\d-\d\d", article.get("date") or "")
    document = Document(article["id"], clean(article["text"]), date=date.fromisoformat(day[0]) if day else None)
    return next(extract([document]))


@cache
def _passage(line: str) -> Extraction:
    from kg.pipeline import extract

    passage = json.loads(line)
    return next(extract([Document(passage["id"], passage["text"])]))


def _passages() -> list[str]:
    """The lines of KnowledgeNet that are measured."""
    rows = (SHARED / "bench/knowledgenet-train.jsonl").read_text("utf-8").splitlines()
    return [row for row in rows if int(json.loads(row)["id"].split("-")[0]) % TRAINED][::EVERY]


def rules_that_find() -> set[str]:
    """The ids of the rules to which some fact of the annotated articles or of the measured passages is owed."""
    texts = [path.read_text("utf-8") for name in ("gold", "gold2") for path in (SHARED / name).glob("*.json")]
    found = [*map(_article, (*texts, *(path.read_text("utf-8") for path in _unread()))), *map(_passage, _passages())]
    return {fact.rule for extraction in found for fact in extraction.facts}


def _unread() -> list[Path]:
    """The articles of silver2 that people who write rules have not read."""
    return [path for path in sorted((SHARED / "silver2").glob("*.json")) if _topic(path) > READ]


def by_relation() -> dict[str, Tally]:
    """Silver2 past topic 30 by relation, the most frequent first: what `kg evaluate` prints, too."""
    read = ((gold, _article(path.read_text("utf-8"))) for path in _unread() for gold in read_gold([path]))
    return score(read, {}).relations


def _carb(folder: Path) -> Figures:
    command = [sys.executable, "-m", "kg", "openie", str(SHARED / "bench/carb-dev.txt")]
    triples = folder / "triples.tsv"
    triples.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    scores = dict(re.findall(r"(\w+)=([\d.]+)", _script("carb.py", str(triples))))
    return {"P": float(scores["p"]), "R": float(scores["r"]), "F1": float(scores["f1"]), "AUC": float(scores["auc"])}


def _knowledgenet(name: str) -> Gate:
    """The figures of relations as they are mapped by their names alone, and of those that its properties mean."""

    def measure(folder: Path) -> Figures:
        lines = _passages()
        (folder / "gold.jsonl").write_text("\n".join(lines), "utf-8")
        extractions = [_passage(line) for line in lines]
        plain = [(e.document.id, [(f.predicate, s, o) for f, s, o in _placed(e)]) for e in extractions]
        typed = [
            (e.document.id, [row for f, s, o in _placed(e) for row in _properties(e, f, s, o)]) for e in extractions
        ]
        figures = _scored_passages(folder, plain)
        return figures | {f"typed {name}": figure for name, figure in _scored_passages(folder, typed).items()}

    bench = SHARED / "bench"
    return Gate(name, (bench / "knowledgenet.py", bench / "knowledgenet-train.jsonl"), measure)


def _placed(extraction: Extraction) -> Iterator[tuple[Fact, Span, Span]]:
    """The facts that are not denied, with the words of their arguments."""
    for fact in extraction.facts:
        subject, obj = fact.evidence.subject, fact.evidence.object
        if subject and obj and fact.factuality != "negated":
            yield fact, subject, obj


_OF_BODIES = frozenset(
    {
        "EMPLOYEE_OR_MEMBER_OF",
        "HEADQUARTERS",
        "SUBSIDIARY_OF",
        "FOUNDED_BY",
        "DATE_FOUNDED",
        "CEO",
        "POLITICAL_AFFILIATION",
    }
)


def _properties(extraction: Extraction, fact: Fact, subject: Span, obj: Span) -> Iterator[tuple[str, Span, Span]]:
    """The properties of KnowledgeNet that a fact states, by the classes of its arguments.

    Its properties of bodies say nothing of places ("Varna, Bulgaria" is no headquarters), and only a party has
    affiliates (https://github.com/diffbot/knowledge-net).
    """
    classes = {entity.id: entity.cls for entity in extraction.entities}
    cls = {subject: classes.get(fact.subject, ""), obj: classes.get(fact.object, "")}
    for name, one, two in _bench().readings({"p": fact.predicate, "s": subject, "o": obj}):
        bodies = [place for place in (one, two) if is_a(cls[place], "Organization")]
        wanted = 2 if name == "SUBSIDIARY_OF" else 1 if name in _OF_BODIES else 0
        party = any(cls[place] == "PoliticalParty" for place in bodies)
        if len(bodies) < wanted or (name == "POLITICAL_AFFILIATION") != (party and name in _AFFILIATIONS):
            continue
        yield name, one, two


@cache
def _bench() -> ModuleType:
    return load_scorer(SHARED / "bench" / "knowledgenet.py")


_AFFILIATIONS = frozenset({"POLITICAL_AFFILIATION", "EMPLOYEE_OR_MEMBER_OF"})


def _scored_passages(folder: Path, found: list[tuple[str, list[tuple[str, Span, Span]]]]) -> Figures:
    with (folder / "out.jsonl").open("w", encoding="utf-8") as out:
        for name, facts in found:
            rows = [{"p": p, "s": [s.begin, s.end], "o": [o.begin, o.end]} for p, s, o in facts]
            out.write(json.dumps({"id": name, "facts": rows}) + "\n")
    printed = _script("knowledgenet.py", str(folder / "out.jsonl"), "--gold", str(folder / "gold.jsonl"))
    scored = re.search(r"^P ([\d.]+) R ([\d.]+) F1 ([\d.]+)", printed, re.MULTILINE)
    assert scored
    return dict(zip(("P", "R", "F1"), map(float, scored.groups()), strict=True))


def _script(name: str, *arguments: str) -> str:
    command = [sys.executable, str(SHARED / "bench" / name), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def tolerance(name: str) -> float:
    return TOLERANCE.get(name, _TOLERANCE)


def read_floors() -> dict[str, Any]:
    """The floors by data set: `sha256` of the data, `floors` of its figures."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return floors


def show_relations() -> None:
    sys.stdout.write(f"{'relation':20}{'core':>6}{'found':>7}{'wrong':>7}\n")
    for relation, tally in by_relation().items():
        sys.stdout.write(f"{relation:20}{tally.gold:6}{tally.found:7}{tally.wrong:7}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", help="data sets (default: all)")
    parser.add_argument("--raise", action="store_true", dest="raise_floors", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --raise: lower floors too")
    parser.add_argument("--relations", action="store_true", help="print silver2 by relation, and nothing else")
    options = parser.parse_args()
    if options.relations:
        show_relations()
        return 0
    floors, below = read_floors(), False
    for gate in gates():
        if not gate.present or (options.only and gate.name not in options.only):
            continue
        known = floors.get(gate.name, {"sha256": "", "floors": {}})
        figures, same = gate.run(), known["sha256"] == gate.sha256()
        for figure, value in figures.items():
            old = known["floors"].get(figure)
            shown = "" if old is None else f"  floor {old:.3f}{'' if same else ' (of other data)'}"
            under = same and old is not None and value < old - tolerance(gate.name)
            below |= under
            sys.stdout.write(f"{gate.name:18}{figure:18}{value:7.3f}{shown}{'  BELOW' if under else ''}\n")
            if figure in FLOORED and (options.lower or not same or old is None or value > old):
                known["floors"][figure] = floor(value * 1000) / 1000
        floors[gate.name] = {"sha256": gate.sha256(), "floors": known["floors"]}
    if options.raise_floors:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    return int(below and not options.lower)


if __name__ == "__main__":
    sys.exit(main())
