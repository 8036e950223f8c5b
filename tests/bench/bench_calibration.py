"""How much 150 verdicts improve confidence: those that silver2's annotations give, measured on the facts that are left.

    uv run python tests/bench/bench_calibration.py [ARTICLES]

silver2 was read twice, and the trees that come with kg were fitted on it. Draws of verdicts have seeds 0 to 9.
"""

import random
import sys
from pathlib import Path

from kg import api
from kg.evaluation.gold import read_gold
from kg.evaluation.scoring import listed, score
from kg.ontology import RELATIONS
from kg.verdicts.learning import calibration_error, fitted
from kg.verdicts.replay import calibrated

SILVER = Path(__file__).parents[3] / "shared/silver2"
DRAWN, DRAWS = 150, 10


def judged(articles: int | None) -> list[tuple[float, bool]]:
    """The confidence of each fact that kg finds in annotated articles, and whether the annotation has it."""
    texts = {each.id: each for each in read_gold(sorted(SILVER.glob("*.json"))[:articles])}
    found = []
    for each in api.extract([{"id": t.id, "text": t.text, "date": t.date} for t in texts.values()]):
        misses = score([(texts[each.document.id], each)], {}).misses
        wrong = {(m.subject, m.relation, m.object) for m in misses if m.kind == "wrong"}
        names = {entity.id: entity.name for entity in each.entities}
        facts = {(f.subject, f.predicate, f.object): f for f in each.facts[::-1]}
        for fact in facts.values():
            if fact.predicate in RELATIONS and fact.predicate not in listed("unscored"):
                ends = names.get(fact.subject, fact.subject), fact.predicate, names.get(fact.object, fact.object)
                found.append((fact.confidence, ends not in wrong))
    return found


def main() -> None:
    """Print the error before and after, for each draw and on average."""
    pairs = judged(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    shares = []
    for seed in range(DRAWS):
        drawn = pairs.copy()
        random.Random(seed).shuffle(drawn)  # noqa: S311 (not for secrets)
        held = fitted(drawn[:DRAWN])
        rest = drawn[DRAWN:]
        before, after = calibration_error(rest), calibration_error([(calibrated(c, held), right) for c, right in rest])
        shares.append(1 - after / before)
        sys.stdout.write(f"draw {seed}: {before:.3f} → {after:.3f} on {len(rest)} facts\n")
    sys.stdout.write(f"falls by {sum(shares) / len(shares):.0%} on average, {min(shares):.0%} at least\n")


if __name__ == "__main__":
    main()
