"""Measure accuracy on the annotated data beside the checkout, and hold it against the floors in `floors.json`.

    uv run python tests/gate/measure.py                  the figures beside their floors
    uv run python tests/gate/measure.py --raise          raise each floor to what is reached now
    uv run python tests/gate/measure.py --raise --lower  also lower floors: say why in the commit's message

A floor holds for the data whose hash stands beside it: measure again where the data changed.
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
from dataclasses import dataclass
from datetime import date
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared")).resolve()
FLOORS = Path(__file__).with_name("floors.json")
EVERY = 4
"""Of KnowledgeNet's passages, one in so many is measured: the whole would take minutes."""

FLOORED = ("facts P", "facts F1", "entities F1", "factuality", "F1")
"""The figures that have a floor; the others are printed beside them, since they may fall where these rise."""

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
    return [
        Gate("seed", (bench / "score.py", SHARED / "gold/bagram.json"), _articles(SHARED / "gold/bagram.json")),
        Gate("gold", (bench / "score.py", *sorted((SHARED / "gold").glob("*.json"))), _articles(SHARED / "gold")),
        Gate("silver", (bench / "score.py", *sorted((SHARED / "silver").glob("*.json"))), _articles(SHARED / "silver")),
        Gate("carb", (bench / "carb.py", bench / "carb-dev.txt", bench / "carb-dev.tsv"), _carb),
        Gate("knowledgenet", (bench / "knowledgenet.py", bench / "knowledgenet-train.jsonl"), _knowledgenet),
    ]


def _articles(gold: Path) -> Callable[[Path], Figures]:
    def measure(folder: Path) -> Figures:
        from kg.model import Document
        from kg.pipeline import extract
        from kg.read.text import clean
        from kg.schema import to_line

        documents = []
        for file in sorted(gold.glob("*.json")) if gold.is_dir() else [gold]:
            article = json.loads(file.read_text("utf-8"))
            day = re.fullmatch(r"\d{4}-\d\d-\d\d", article.get("date") or "")
            documents.append(
                Document(file.stem, clean(article["text"]), date=date.fromisoformat(day[0]) if day else None)
            )
        for extraction in extract(documents):
            (folder / f"{extraction.document.id}.json").write_text(to_line(extraction), "utf-8")
        predicted = folder if gold.is_dir() else folder / gold.name
        scores = json.loads(_script("score.py", str(gold), str(predicted), "--json"))
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
        }

    return measure


def _carb(folder: Path) -> Figures:
    command = [sys.executable, "-m", "kg", "openie", str(SHARED / "bench/carb-dev.txt")]
    triples = folder / "triples.tsv"
    triples.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    scores = dict(re.findall(r"(\w+)=([\d.]+)", _script("carb.py", str(triples))))
    return {"P": float(scores["p"]), "R": float(scores["r"]), "F1": float(scores["f1"]), "AUC": float(scores["auc"])}


def _knowledgenet(folder: Path) -> Figures:
    from kg.model import Document
    from kg.pipeline import extract

    rows = (SHARED / "bench/knowledgenet-train.jsonl").read_text("utf-8").splitlines()[::EVERY]
    (folder / "gold.jsonl").write_text("\n".join(rows), "utf-8")
    passages = map(json.loads, rows)
    with (folder / "out.jsonl").open("w", encoding="utf-8") as out:
        for extraction in extract([Document(passage["id"], passage["text"]) for passage in passages]):
            facts = [
                {"p": fact.predicate, "s": [s.begin, s.end], "o": [o.begin, o.end]}
                for fact in extraction.facts
                if (s := fact.evidence.subject) and (o := fact.evidence.object) and fact.factuality != "negated"
            ]
            out.write(json.dumps({"id": extraction.document.id, "facts": facts}) + "\n")
    printed = _script("knowledgenet.py", str(folder / "out.jsonl"), "--gold", str(folder / "gold.jsonl"))
    found = re.search(r"^P ([\d.]+) R ([\d.]+) F1 ([\d.]+)", printed, re.MULTILINE)
    assert found
    return dict(zip(("P", "R", "F1"), map(float, found.groups()), strict=True))


def _script(name: str, *arguments: str) -> str:
    command = [sys.executable, str(SHARED / "bench" / name), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def read_floors() -> dict[str, Any]:
    """The floors by data set: `sha256` of the data, `floors` of its figures."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return floors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", help="data sets (default: all)")
    parser.add_argument("--raise", action="store_true", dest="raise_floors", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --raise: lower floors too")
    options = parser.parse_args()
    floors, below = read_floors(), False
    for gate in gates():
        if not gate.present or (options.only and gate.name not in options.only):
            continue
        known = floors.get(gate.name, {"sha256": "", "floors": {}})
        figures, same = gate.run(), known["sha256"] == gate.sha256()
        for figure, value in figures.items():
            old = known["floors"].get(figure)
            shown = "" if old is None else f"  floor {old:.3f}{'' if same else ' (of other data)'}"
            under = same and old is not None and value < old
            below |= under
            sys.stdout.write(f"{gate.name:14}{figure:18}{value:7.3f}{shown}{'  BELOW' if under else ''}\n")
            if figure in FLOORED and (options.lower or not same or old is None or value > old):
                known["floors"][figure] = floor(value * 1000) / 1000
        floors[gate.name] = {"sha256": gate.sha256(), "floors": known["floors"]}
    if options.raise_floors:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    return int(below and not options.lower)


if __name__ == "__main__":
    sys.exit(main())
