"""How long a review takes a person: keys and seconds of 50 doubtful cases, answered by a script at a human's pace.

    uv run python tests/bench/bench_review.py [CASES] [GRAPH]

What a case shows at a glance is read at the pace of silent reading (238 words a minute: Brysbaert 2019) and then
thought about for 1.5 s; what the program itself takes is measured: opening the review, writing each verdict, making the
graph agree. Without a graph the cases are those of invented articles.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.entities.review import ReviewCase

sys.path.insert(0, str(Path(__file__).parents[1] / "unit/graph"))

WORDS_A_MINUTE = 238
CHOICE_SECONDS = 1.5
MINUTES = 10


class Figures(NamedTuple):
    """A review's figures: cases, keys, seconds of reading and choosing, seconds of the program."""

    cases: int
    keys: int
    person: float
    program: float
    slowest: float

    @property
    def minutes(self) -> float:
        """How long it took in all."""
        return (self.person + self.program) / 60


def words_of(case: ReviewCase) -> int:
    """How many words a case shows at a glance."""
    shown = [case.reason]
    for side in (case.left, case.right):
        shown += [side.name, side.cls, *("".join(each.excerpt) for each in side.sentences[:1])]
    return sum(len(text.split()) for text in shown)


def review(graph: Path, number: int) -> Figures:
    """Answer the `number` most valuable cases of a graph directory, one key each."""
    from kg.entities.review import open_review

    begin = time.perf_counter()
    found = open_review(graph, limit=number)
    program = time.perf_counter() - begin
    person = slowest = 0.0
    for place, case in enumerate(found.cases):
        person += words_of(case) / WORDS_A_MINUTE * 60 + CHOICE_SECONDS
        begin = time.perf_counter()
        found.decide(case, ("same", "different", "unsure")[place % 3])
        taken = time.perf_counter() - begin
        program, slowest = program + taken, max(slowest, taken)
    begin = time.perf_counter()
    found.apply()
    program += time.perf_counter() - begin
    return Figures(len(found.cases), len(found.cases), person, program, slowest)


def main(number: int = 50, graph: Path | None = None) -> None:
    """Print the figures of a review."""
    with tempfile.TemporaryDirectory() as folder:
        if graph is None:
            from graph_examples import directory_of
            from review_examples import doubtful

            graph = Path(folder) / "graph"
            directory_of(graph, *doubtful(40))
        found = review(graph, number)
    sys.stdout.write(
        f"{found.cases} cases, {found.keys} keys: {found.minutes:.1f} minutes "
        f"({found.person:.0f} s of reading and choosing, {found.program:.1f} s of the program, "
        f"{found.slowest:.2f} s the slowest verdict)\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
