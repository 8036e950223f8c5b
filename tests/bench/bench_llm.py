"""How well kg reads with a language model, and for how many tokens: by replies of a strong model that are kept.

    python tests/bench/bench_llm.py [--details] [--weaker]

`tests/gate/llm` holds what a model replied on one day to the requests about the articles of shared/gold and
shared/gold2, and on another about twelve of shared/silver2 past topic 30, answered from the requests alone and never
edited after they were scored: `read.jsonl` the facts of passages, `check.jsonl` the verdicts on facts (stated,
implied, no), `single.jsonl` what a model states in one pass from the text and the vocabulary alone, recorded before
the others. The verdicts were kept without the words that say a fact: the first four of the sentence stand for them. A
request changes where kg reads otherwise; so replies are kept here by article, name what they mean by words, and are
grounded anew. A fact that no verdict is kept for is left as it was.

The rows: kg alone; the model's single pass; its replies to passages as they are, ungrounded; each effort. Tokens are
estimates, four characters each, of what is sent and received.

With `--weaker` the replies are those of a simulated weaker model: a third of the facts is dropped, of a tenth of the
others the relation, the direction or an entity is wrong, and of a fifth of their words some are off. What breaks the
signature of its relation is not counted then, for the graph keeps it aside; the run ends with an AssertionError where a
fact has an end without words.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from kg import ontology
from kg.llm.kept import KeptReplies, Reply
from kg.llm.model import EFFORTS, Effort, LanguageModel, Request, tokens_of
from kg.model import UNKNOWN, Document, Extraction, Fact
from kg.pipeline import Extractor, read
from kg.read.text import clean
from kg.schema import to_line

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared")).resolve()
KEPT = Path(__file__).parents[1] / "gate/llm"
SETS = ("gold", "gold2", "silver2")
MODEL = "recorded-strong-model"
KEYS = {
    "n": "sentence", "s": "subject", "sw": "subject_words", "r": "relation", "rw": "relation_words", "o": "object",
    "ow": "object_words", "f": "factuality", "by": "source", "t": "time", "q": "qualifiers",
}  # fmt: skip
"""The keys of a fact in a reply, and in the replies that are kept here."""
WAYS = ("kg alone", "single pass", "ungrounded", *EFFORTS)


@dataclass(slots=True)
class Used:
    """What a run used, and what of the replies was dropped."""

    tokens: int = 0
    facts: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unknown: int = 0

    def add(self, other: Used) -> None:
        """Count another's as well."""
        self.tokens += other.tokens
        self.facts += other.facts
        self.unknown += other.unknown
        self.dropped.update(other.dropped)


def rows(name: str) -> dict[str, dict[str, Any]]:
    path = KEPT / name
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {row["article"]: row for row in map(json.loads, lines)}


WEAKENED: dict[str, dict[str, Any]] = {}
READ, CHECK, SINGLE = rows("read.jsonl"), rows("check.jsonl"), rows("single.jsonl")


def articles(name: str) -> list[tuple[Document, str]]:
    """The articles of a set: text and day alone."""
    found = []
    for path in sorted((SHARED / name).glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        if article["id"] not in READ:
            continue
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


def sentences_of(request: Request) -> dict[str, str]:
    """The sentences of a request by their numbers."""
    text = request.content["messages"][-1]["content"].partition("\nSentences\n")[2].partition("\nFacts\n")[0]
    return dict(line.split(": ", 1) for line in text.split("\n"))


def reply_to(request: Request, article: str, used: Used) -> str:
    """The reply that is kept for a request."""
    if request.task == "read":
        kept = READ[article]["reply"]
        numbers = set(map(int, sentences_of(request)))
        facts = [fact for fact in kept["facts"] if fact["sentence"] in numbers]
        used.facts += len(facts)
        named = {name for fact in facts for name in (fact["subject"], fact["object"], fact["source"])}
        entities = [each for each in kept["entities"] if each["name"] in named]
        lines = [{short: fact.get(long, "") for short, long in KEYS.items()} for fact in facts]
        return json.dumps({"entities": entities, "facts": lines}, ensure_ascii=False, separators=(",", ":"))
    verdicts = CHECK.get(article, {}).get("verdicts", {})
    sentences = sentences_of(request)
    found = []
    for number, line in enumerate(fact_lines(request), 1):
        if line not in verdicts:
            used.unknown += 1
            continue
        words = " ".join(sentences[line.partition(" | ")[0]].split()[:4])
        found.append({"fact": number, "holds": verdicts[line], "words": words})
    return json.dumps({"verdicts": found}, ensure_ascii=False, separators=(",", ":"))


def consulted(document: Document, effort: Effort, folder: Path, used: Used) -> Extraction:
    """What an article says once all requests about it have the replies that are kept."""
    path = folder / "replies.sqlite"
    way = Extractor(llm=LanguageModel(MODEL, effort=effort, replies=path))
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


def weakened(article: str, reply: dict[str, Any]) -> dict[str, Any]:
    """The reply that a weaker model might have given, the same for the same article."""
    chance = random.Random(article)  # noqa: S311 (no secret)
    weaker = copy.deepcopy(reply)
    names = [each["name"] for each in reply["entities"]]
    relations = sorted({fact["relation"] for row in READ.values() for fact in row["reply"]["facts"]})
    weaker["facts"] = [fact for fact in weaker["facts"] if chance.random() >= 1 / 3]
    for fact in weaker["facts"]:
        if chance.random() < 1 / 10:
            wrong = chance.choice(("relation", "direction", "subject", "object"))
            if wrong == "direction":
                for one, other in (("subject", "object"), ("subject_words", "object_words")):
                    fact[one], fact[other] = fact[other], fact[one]
            elif wrong == "relation":
                fact["relation"] = chance.choice(relations)
            else:
                fact[wrong], fact[f"{wrong}_words"] = chance.choice(names), ""
        for key in ("subject_words", "relation_words", "object_words"):
            words = fact.get(key, "").split()
            if words and chance.random() < 1 / 5:
                off = (["the", *words], words[1:] or words, [*words, "of"], [word.title() for word in words])
                fact[key] = " ".join(chance.choice(off))
    return weaker


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
        {
            "id": ids[name],
            "name": name,
            "class": classes.get(name, ("Topic", []))[0],
            "aliases": classes.get(name, ("", []))[1],
        }
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
    with tempfile.TemporaryDirectory() as name:
        gold, found = Path(name, "gold"), Path(name, "predicted")
        gold.mkdir()
        found.mkdir()
        for each in sets:
            for path in (folder / each).glob("*.json"):
                (gold / path.name).symlink_to(SHARED / each / path.name)
                (found / path.name).symlink_to(path)
        command = [sys.executable, str(SHARED / "bench/score.py"), str(gold), str(found)]
        if details:
            sys.stdout.write(subprocess.run([*command, "--details"], check=True, capture_output=True, text=True).stdout)
        done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def predicted(way: str, document: Document, folder: Path, used: Used) -> str:
    """What a way of reading finds in an article, as a line of JSON."""
    if way == "kg alone":
        return to_line(read(document))
    if way == "single pass":
        return json.dumps(SINGLE.get(document.id, {"entities": [], "facts": []}))
    if way == "ungrounded":
        return json.dumps(ungrounded(document.id))
    found = consulted(document, way, folder, used)  # type: ignore[arg-type]  # an effort
    return to_line(replace(found, facts=tuple(stated(found))) if WEAKENED else found)


def stated(found: Extraction) -> Iterator[Fact]:
    """Yield the facts that the graph does not keep aside."""
    classes = {each.id: each.cls for each in found.entities}
    for fact in found.facts:
        relation, words = ontology.RELATIONS.get(fact.predicate), fact.evidence
        assert words.subject or fact.subject == UNKNOWN, fact
        assert words.object or fact.object == UNKNOWN, fact
        subject = fact.subject == UNKNOWN or relation is None or relation.takes_subject(classes[fact.subject])
        if subject and (relation is None or fact.kind != "entity" or relation.takes_object(classes[fact.object])):
            yield fact


def measure(way: str, *, details: bool = False) -> Iterator[str]:
    """The rows of the table for a way of reading: each set of articles, then all."""
    with tempfile.TemporaryDirectory() as name:
        folder, total = Path(name), Used()
        tokens = {}
        for each in SETS:
            used = Used()
            (folder / each).mkdir()
            for document, file in articles(each):
                (folder / each / file).write_text(predicted(way, document, folder, used), "utf-8")
            tokens[each] = used
            total.add(used)
        for sets in (*((each,) for each in SETS), SETS):
            facts = scored(folder, sets, details=details and sets == SETS)["facts"]
            yield row(way, sets, facts, tokens[sets[0]] if len(sets) == 1 else total)


def row(way: str, sets: tuple[str, ...], facts: dict[str, float], used: Used) -> str:
    left_out = sum(used.dropped.values())
    share = f"{left_out / used.facts:.1%} of {used.facts:,}" if used.facts else ""
    reasons = ", ".join(f"{number} {why}" for why, number in used.dropped.most_common())
    figures = f"{facts['P']:.3f} {facts['R']:.3f} {facts['F1']:.3f}"
    return f"{'+'.join(sets):11} {way:12} {figures} {used.tokens:9,} {share:16} {used.unknown:4} {reasons}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true", help="print what is wrong and missed")
    parser.add_argument("--only", choices=WAYS, nargs="*", default=WAYS)
    parser.add_argument("--weaker", action="store_true", help="as a weaker model might have replied")
    options = parser.parse_args()
    if options.weaker:
        WEAKENED.update({article: row | {"reply": weakened(article, row["reply"])} for article, row in READ.items()})
        READ.update(WEAKENED)
    sys.stdout.write(f"{'set':11} {'way':12} {'P':>5} {'R':>5} {'F1':>5} {'tokens':>9} left out; without a verdict\n")
    for way in options.only:
        for line in measure(way, details=options.details):
            sys.stdout.write(line)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
