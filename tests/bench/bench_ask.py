"""How many questions in plain English are answered, and how many of the answers are right: `kg ask` measured.

    python tests/bench/bench_ask.py NEWS_GRAPH [ECB_GRAPH] [--generated 100] [--seed 24] [--show]

100 questions are generated from the first graph's facts in the words of the ontology, in several phrasings: right is an
answer that has nothing but what the graph's facts of that relation name, the fact's own other end among it. 50 were
written by reading articles (`questions_written.toml`); right is what the articles say. A question that is refused, or
to which nothing is found, is not answered; each reason is printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import KgError
from kg.model import Document
from kg.ontology import RELATIONS, labels
from kg.spelling import fold
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.api import Graph
    from kg.graph.asking.answers import Answer

WRITTEN = Path(__file__).with_name("questions_written.toml")
NO_QUESTIONS = {"relatedTo", "said", "describedAs", "about", "affected"}
"""Relations that nobody asks by their name."""


@dataclass(frozen=True)
class Asked:
    """A question, with the graph to ask and what is right to answer: names, one of which must be there; a verdict."""

    text: str
    corpus: str
    right: frozenset[str] = frozenset()
    must: str = ""
    verdict: str = ""
    refuse: bool = False
    whole: bool = True


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def generated(graph: Graph, count: int, seed: int) -> Iterator[Asked]:
    """Questions about facts drawn from the graph, the relations by turns, in phrasings by turns."""
    facts, answers = drawable(graph)
    drawn = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
    for rows in facts.values():
        rows.sort()
        drawn.shuffle(rows)
    turn = 0
    while turn < count and any(facts.values()):
        for name in sorted(facts):
            if facts[name] and turn < count:
                yield phrased(name, facts[name].pop(), turn, answers)
                turn += 1


def drawable(graph: Graph) -> tuple[dict[str, list[tuple[str, str]]], dict[tuple[str, str, str], set[str]]]:
    """Asserted facts between names that mean one entity, by relation; what each end has at the other, by relation."""
    entities = {each.iri: each.label for each in graph.contents.entities}
    known = Counter(map(fold, entities.values()))
    facts: dict[str, list[tuple[str, str]]] = {}
    answers: dict[tuple[str, str, str], set[str]] = {}
    for each in graph.contents.statements:
        relation = RELATIONS.get(each.predicate)
        if relation is None or relation.kind != "entity" or each.predicate in NO_QUESTIONS or each.broken:
            continue
        ends = entities.get(each.subject, ""), entities.get(each.object, "")
        for one, other in (ends, ends[::-1]) if relation.symmetric else (ends,):
            for name in (each.predicate, *relation.parents):
                answers.setdefault((name, "object", one), set()).add(other)
                answers.setdefault((name, "subject", other), set()).add(one)
        if each.factuality == "asserted" and all(label[:1].isupper() and known[fold(label)] == 1 for label in ends):
            facts.setdefault(each.predicate, []).append(ends)
    return facts, answers


def phrased(name: str, ends: tuple[str, str], turn: int, answers: dict[tuple[str, str, str], set[str]]) -> Asked:
    """A question about a fact in the words of the ontology, in one of four phrasings."""
    subject, obj = ends
    relation, label = RELATIONS[name], labels()[name]
    verb, _, rest = label.partition(" ")
    who = "Who" if relation.domain[0] in {"Person", "Agent"} else "What"
    whom = "Who" if relation.range[0] in {"Person", "Agent"} else "What"
    of_subject = frozenset(answers[name, "object", subject])
    of_object = frozenset(answers[name, "subject", obj])
    be = verb in {"is", "was"}
    base = verb if be else lemma(label)
    match turn % 4:
        case 0:
            return Asked(f"{who} {label} {obj}?", "news", of_object, subject)
        case 1 if be:
            if relation.range and rest.endswith(" in") and "Place" in relation.range:
                return Asked(f"Where {verb} {subject} {rest.removesuffix(' in')}?", "news", of_subject, obj)
            return Asked(f"{whom} {verb} {subject} {rest}?", "news", of_subject, obj)
        case 1:
            return Asked(f"{whom} did {subject} {base} {rest}".rstrip() + "?", "news", of_subject, obj)
        case 2:
            opening = f"{verb.capitalize()} {subject} {rest}" if be else f"Did {subject} {base} {rest}".rstrip()
            return Asked(f"{opening} {obj}?", "news", verdict="yes")
    return Asked(f"{whom} {relation.inverse_label} {subject}?", "news", of_subject, obj)


def lemma(label: str) -> str:
    """The base form of the verb with which a label begins."""
    parse = load_parser().parse(Document("label", f"She {label} them."))
    return parse.lemmas[1]


def written() -> Iterator[Asked]:
    """The questions that were written."""
    for row in tomllib.loads(WRITTEN.read_text("utf-8"))["question"]:
        right = frozenset(row.get("right", ()))
        refuse = row.get("refuse", False)
        yield Asked(row["ask"], row["corpus"], right, "", row.get("verdict", ""), refuse, whole=False)


def judged(asked: Asked, answer: Answer) -> bool:
    """Whether an answer is right: the verdict, or nothing but what is right and the fact's own other end among it."""
    if asked.verdict:
        return answer.verdict == asked.verdict
    values = [fold(each.value) for each in answer.found if each.factuality in {"asserted", "reported"}] or [
        fold(each.value) for each in answer.found
    ]
    right = {fold(each) for each in asked.right}
    if asked.must and fold(asked.must) not in values:
        return False
    if asked.whole:
        return all(value in right for value in values)
    return all(any(part in value for part in right) for value in values)


def measure(graphs: dict[str, Graph], questions: list[Asked], *, show: bool) -> None:
    """Ask all, and print how many are answered, how many of these are right, and what is not."""
    counts: Counter[str] = Counter()
    for asked in questions:
        try:
            answer = graphs[asked.corpus].ask(asked.text)
        except KgError as error:
            counts["refused"] += 1
            say(f"  refused   {asked.text}  {error}")
            continue
        if not answer.found and (answer.verdict or "not said") != (asked.verdict or ""):
            counts["nothing"] += 1
            say(f"  nothing   {asked.text}  {'; '.join(answer.understood)}: {answer.remarks[-1]}")
            continue
        right = judged(asked, answer) and not asked.refuse
        counts["answered"] += 1
        counts["right"] += right
        if show or not right:
            values = "; ".join(f"{each.value} ({each.factuality})" for each in answer.found[:8])
            say(f"  {'right ' if right else 'WRONG '}    {asked.text}  {'; '.join(answer.understood)}")
            say(f"            {answer.verdict or ''} {values}; right: {asked.verdict or sorted(asked.right)[:8]}")
    total = len(questions)
    share = counts["right"] / max(1, counts["answered"])
    say(
        f"{total} questions: answered {counts['answered']} ({counts['answered'] / total:.0%}), of these right "
        f"{counts['right']} ({share:.0%}); refused {counts['refused']}, nothing found {counts['nothing']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("news")
    parser.add_argument("ecb", nargs="?")
    parser.add_argument("--generated", type=int, default=100)
    parser.add_argument("--seed", type=int, default=24)
    parser.add_argument("--show", action="store_true", help="print right answers too")
    options = parser.parse_args()
    graphs = {"news": kg.open(options.news)}
    if options.ecb:
        graphs["ecb"] = kg.open(options.ecb)
    begun = time.process_time()
    load_parser()
    say(f"the language model takes {time.process_time() - begun:.1f} s of processor time to load")
    begun = time.process_time()
    drawn = list(generated(graphs["news"], options.generated, options.seed))
    say("generated")
    measure(graphs, drawn, show=options.show)
    say("written")
    chosen = [each for each in written() if each.corpus in graphs]
    measure(graphs, chosen, show=options.show)
    spent = (time.process_time() - begun) / (len(drawn) + len(chosen))
    say(f"{spent * 1000:.0f} ms of processor time a question")


if __name__ == "__main__":
    main()
