"""How well kg reads with a language model, and for how many tokens: by replies of a strong model that are kept.

    python tests/bench/bench_llm.py [--details]

`tests/gate/llm` holds what one model replied on one day to the requests about the articles of shared/gold and
shared/gold2, answered from the requests alone and never edited after they were scored: `read.jsonl` the facts of
passages, `check.jsonl` the verdicts on facts, `single.jsonl` what the same model states in one pass from the text and
the vocabulary alone. A request changes where kg reads otherwise; so replies are kept here by article, name what they
mean by words, and are grounded anew. A fact that no verdict is kept for is left as it was.

The rows: kg alone; the model's single pass; its replies to passages as they are, ungrounded; each effort. Tokens are
estimates, four characters each, of what is sent and received.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.llm.kept import KeptReplies, Reply
from kg.llm.model import EFFORTS, Request, SecondReader, tokens_of
from kg.model import Document
from kg.pipeline import Way, read
from kg.read.text import clean
from kg.schema import to_line

if TYPE_CHECKING:
    from kg.llm.model import Effort
    from kg.model import Extraction

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared")).resolve()
KEPT = Path(__file__).parents[1] / "gate/llm"
SETS = ("gold", "gold2")
MODEL = "recorded-strong-model"


@dataclass(slots=True)
class Used:
    """What a run used, and what of the replies was dropped."""

    tokens: int = 0
    facts: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unknown: int = 0


def rows(name: str) -> dict[str, dict[str, Any]]:
    path = KEPT / name
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {row["article"]: row for row in map(json.loads, lines)}


READ, CHECK, SINGLE = rows("read.jsonl"), rows("check.jsonl"), rows("single.jsonl")


def articles(name: str) -> list[tuple[Document, str]]:
    """The articles of a set: text and day alone."""
    found = []
    for path in sorted((SHARED / name).glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        day = article.get("date") or ""
        known = date.fromisoformat(day) if len(day) == 10 else None
        found.append((Document(article["id"], clean(article["text"]), date=known), path.name))
    return found


def fact_lines(request: Request) -> list[str]:
    """The facts of a request to check, each as "sentence | subject | relation | object"."""
    lines = request.content["messages"][-1]["content"].partition("\nFacts\n")[2].split("\n")
    found = []
    for line in lines:
        sentence, _, fact = line.partition("[")[2].partition("] ")
        found.append(f"{sentence} | {fact.rpartition(' | ')[0]}")
    return found


def reply_to(request: Request, article: str, used: Used) -> str:
    """The reply that is kept for a request."""
    if request.task == "read":
        kept = READ[article]["reply"]
        text = request.content["messages"][-1]["content"].partition("\nSentences\n")[2]
        numbers = {int(line.partition(":")[0]) for line in text.split("\n")}
        facts = [fact for fact in kept["facts"] if fact["sentence"] in numbers]
        used.facts += len(facts)
        named = {name for fact in facts for name in (fact["subject"], fact["object"], fact["source"])}
        entities = [each for each in kept["entities"] if each["name"] in named]
        return json.dumps({"entities": entities, "facts": facts}, ensure_ascii=False, separators=(",", ":"))
    verdicts = CHECK.get(article, {}).get("verdicts", {})
    found = []
    for number, line in enumerate(fact_lines(request), 1):
        if line not in verdicts:
            used.unknown += 1
            continue
        words = verdicts[line]
        found.append({"fact": number, "holds": bool(words), "words": words})
    return json.dumps({"verdicts": found}, ensure_ascii=False, separators=(",", ":"))


def consulted(document: Document, effort: Effort, folder: Path, used: Used) -> Extraction:
    """What an article says once all requests about it have the replies that are kept."""
    path = folder / "replies.sqlite"
    way = Way(second=SecondReader(MODEL, effort, path))
    found = read(document, way)
    while found.consultation and found.consultation.unanswered:
        with KeptReplies(path, write=True) as kept:
            for request in map(Request, found.consultation.unanswered):
                content = reply_to(request, document.id, used)
                used.tokens += request.tokens_in + tokens_of(content)
                kept.put(request.key, MODEL, Reply(content))
        found = read(document, way)
    if found.consultation:
        used.dropped.update(dict(found.consultation.dropped))
    return found


def ungrounded(article: str) -> dict[str, Any]:
    """The reply to an article's passages as it is: names as they stand in it."""
    reply = READ[article]["reply"]
    classes = {each["name"]: (each["class"], each["also"]) for each in reply["entities"]}
    names = dict.fromkeys(
        name for fact in reply["facts"] for name in (fact["subject"], fact["object"], fact["source"]) if name
    )
    dates = {fact["object"] for fact in reply["facts"] if fact["relation"].endswith("On")}
    ids = {name: f"e{number}" for number, name in enumerate(names, 1) if name != "unknown" and name not in dates}
    entities = [
        {"id": ids[name], "name": name, "class": classes.get(name, ("Topic", []))[0], "aliases": classes.get(name, ("", []))[1]}
        for name in ids
    ]
    facts = [
        {
            "s": ids.get(fact["subject"], "unknown"),
            "p": fact["relation"],
            "o": ids.get(fact["object"], fact["object"]),
            "factuality": fact["factuality"],
            "source": ids.get(fact["source"]),
            "time": fact["time"] or None,
        }
        for fact in reply["facts"]
    ]
    return {"entities": entities, "facts": facts}


def scored(folder: Path, sets: tuple[str, ...], *, details: bool) -> dict[str, Any]:
    """The figures of the predictions in a folder, over the articles of some sets together."""
    gold = folder / "gold"
    gold.mkdir()
    for name in sets:
        for path in (SHARED / name).glob("*.json"):
            (gold / path.name).symlink_to(path)
    command = [sys.executable, str(SHARED / "bench/score.py"), str(gold), str(folder / "predicted")]
    if details:
        sys.stdout.write(subprocess.run([*command, "--details"], check=True, capture_output=True, text=True).stdout)
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(way: str, sets: tuple[str, ...], *, details: bool = False) -> str:
    """A row of the table."""
    used = Used()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "predicted").mkdir()
        for each in sets:
            for document, file in articles(each):
                if way == "kg alone":
                    line = to_line(read(document))
                elif way == "single pass":
                    line = json.dumps(SINGLE[document.id])
                elif way == "ungrounded":
                    line = json.dumps(ungrounded(document.id))
                else:
                    line = to_line(consulted(document, way, folder, used))  # type: ignore[arg-type]  # an effort
                (folder / "predicted" / file).write_text(line, "utf-8")
        facts = scored(folder, sets, details=details)["facts"]
    left_out = sum(used.dropped.values())
    share = f"{left_out / used.facts:.1%} of {used.facts:,}" if used.facts else ""
    reasons = ", ".join(f"{number} {why}" for why, number in used.dropped.most_common())
    figures = f"{facts['P']:.3f} {facts['R']:.3f} {facts['F1']:.3f}"
    return f"{'+'.join(sets):11} {way:12} {figures} {used.tokens:9,} {share:16} {used.unknown:3} {reasons}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true", help="print what is wrong and missed")
    parser.add_argument("--only", choices=("kg alone", "single pass", "ungrounded", *EFFORTS))
    options = parser.parse_args()
    sys.stdout.write(f"{'set':11} {'way':12} {'P':>5} {'R':>5} {'F1':>5} {'tokens':>9} left out of replies; no verdict\n")
    for sets in (("gold",), ("gold2",), SETS):
        for way in ("kg alone", "single pass", "ungrounded", *EFFORTS):
            if options.only in {None, way}:
                sys.stdout.write(measure(way, sets, details=options.details) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
