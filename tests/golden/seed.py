"""What the seed's graph is, in two files: `seed.nq`, sorted N-Quads, and `seed.txt`, its facts for people to read.

    uv run python tests/regenerate.py     after a change that is meant to change them: read the difference

The graph says which version of kg and which rules made it, and has a hash of that too. It changes with every edit of a
rule, so it stands here as `THIS`.
"""

import re
import sys
from contextlib import chdir
from datetime import date
from pathlib import Path

import kg

sys.path.insert(0, str(Path(__file__).parents[1]))
from conftest import MADE_ON, processor

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
DATE = date(2025, 9, 22)

_MADE_BY = re.compile(
    r'(<https://w3id\.org/kg/extraction/)[0-9a-f]+>|(#(?:softwareVersion|rulesHash|recordHash)> ")[^"]*"'
)


def build() -> kg.Graph:
    """The seed's graph, in memory."""
    with chdir(ROOT):  # the graph says where a document was read, as it was named
        return kg.build("seeds", date=DATE)


def golden(graph: kg.Graph) -> dict[str, str]:
    """The files' contents by their names."""
    quads = _MADE_BY.sub(lambda found: f"{found[1]}THIS>" if found[1] else f'{found[2]}THIS"', graph.export("nquads"))
    return {"seed.nq": "".join(sorted(quads.splitlines(keepends=True))), "seed.txt": facts(graph)}


def facts(graph: kg.Graph) -> str:
    """One line a fact, sorted; then one line a claim."""
    records = graph.contents
    labels = records.labels()
    lines = []
    for fact in records.statements:
        item = fact.object if fact.literal else labels[fact.object]
        line = f"{labels[fact.subject]} | {fact.predicate} | {item} | {fact.factuality}"
        line += f" | by {labels[fact.source]}" if fact.source else ""
        line += f" | {fact.time}" if fact.time else ""
        for name, value, literal in fact.qualifiers:
            line += f" | {name}: {value if literal else labels[value]}"
        lines.append(f"{line} | {fact.rule} | “{' '.join(fact.quote.split())}”")
    lines += [f"{labels[claim.source]} | said | “{' '.join(claim.text.split())}”" for claim in records.claims]
    return "".join(f"{line}\n" for line in sorted(lines))


if __name__ == "__main__":
    for name, text in golden(build()).items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}: {text.count(chr(10))} lines\n")
    MADE_ON.write_text(f"{processor()}\n", "utf-8")
