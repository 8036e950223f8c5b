"""The pages of docs/ that are made from the code: `docs/commands.md` from the commands' help, `docs/vocabulary.md`.

uv run python tests/pages.py     writes both
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from kg import ontology
from kg.cli.app import GROUPS, make_app

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS_HEAD = """# Commands

Made from `kg --help` by `tests/pages.py`. Data goes to stdout, progress and complaints to stderr. Exit codes: 0 fine,
1 findings or no answer, 2 bad usage or bad input (one line says which), 3 a defect of kg, 130 interrupted.
"""
VOCABULARY_HEAD = """# The vocabulary

Made from [`ontology/kg.ttl`](../ontology/kg.ttl) by `tests/pages.py`. Prefix `kg:`, namespace
`https://w3id.org/kg/ontology#`.

```
Document ◀── kg:document ── Statement ── kg:sentence ──▶ Sentence     a statement is one document's saying of a fact:
 kg:text: the whole text,       │         (offsets)                   its words, who says it, factuality, time,
 stored once                    │ kg:fact                             qualifiers, rule, confidence
                                ▼
                              Fact ── rdf:subject, rdf:object ──▶ Entity (class, label, aliases)
                                │     rdf:predicate: a relation       one node a subject, predicate and object
                                ▼
                 direct triple: subject ── kg:leads ──▶ object        where it is asserted or reported
```

What is planned, hypothetical or denied has no direct triple and is found through its statements alone.
"""


def _cell(text: str | None) -> str:
    """Return a text on one line, with what a Markdown table would read escaped."""
    line = re.sub(r"\s+", " ", text or "").strip().replace("\\[", "[")
    return line.replace("|", "\\|").replace("<", "&lt;")


def _parameters(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.name == "help" or getattr(parameter, "hidden", False):
            continue
        name = ", ".join(parameter.opts)
        if parameter.param_type_name == "argument":
            name = parameter.metavar or parameter.name.upper()
        elif not parameter.is_flag:
            choices = getattr(parameter.type, "choices", None)
            name += f" {parameter.metavar or ('|'.join(map(str, choices)) if choices else parameter.type.name.upper())}"
        yield f"| `{_cell(name)}` | {_cell(getattr(parameter, 'help', ''))} |"


def _section(path: str, command: Any, level: str) -> Iterator[str]:
    yield f"{level} {path}\n"
    for paragraph in re.split(r"\n\s*\n", (command.help or "").strip()):
        yield f"{_cell(paragraph)}\n"
    if command.epilog:
        yield f"    {re.sub(r'^Example: ', '', command.epilog.strip())}\n"
    rows = [*_parameters(command)]
    if rows:
        yield "\n".join(["| argument or option | |", "|---|---|", *rows, ""])
    for name, inner in getattr(command, "commands", {}).items():
        yield from _section(f"{path} {name}", inner, f"{level}#")


def commands_page() -> str:
    """Return `docs/commands.md`: each command with its help, example and options, in the order of `kg --help`."""
    known = get_command(make_app()).commands
    found: list[str] = []
    for group, names in GROUPS.items():
        found.append(f"## {group}\n")
        found += [line for name in names for line in _section(f"kg {name}", known[name], "###")]
    return "\n".join([COMMANDS_HEAD, *found])


def _kind(name: str) -> str:
    relation = ontology.RELATIONS[name]
    objects = ", ".join(relation.range) if relation.range else {"date": "date", "text": "words"}.get(relation.kind, "")
    return f"{', '.join(relation.domain)} → {objects}"


def vocabulary_page() -> str:
    """Return `docs/vocabulary.md`: classes, relations and other properties with what each means."""
    means = {term.name.removeprefix("kg:"): term for term in ontology.terms() if term.name.startswith("kg:")}
    lines = [VOCABULARY_HEAD, "## Classes of entities\n", "| class | below | what it is |", "|---|---|---|"]
    lines += [
        f"| {name} | {parent or ''} | {_cell(means[name].comment)} |" for name, parent in ontology.CLASSES.items()
    ]
    lines += ["", "## Relations\n", "| relation | subject → object | says |", "|---|---|---|"]
    lines += [f"| {name} | {_kind(name)} | {_cell(means[name].comment)} |" for name in ontology.RELATIONS]
    others = defaultdict(list)
    for name, term in means.items():
        if name not in ontology.CLASSES and name not in ontology.RELATIONS:
            others[term.kind].append(f"| {name} | {_cell(term.comment)} |")
    for kind, title in (("class", "Other classes"), ("property", "Properties"), ("individual", "Individuals")):
        lines += ["", f"## {title}\n", "| term | what it says |", "|---|---|", *others[kind]]
    return "\n".join([*lines, ""])


PAGES = {DOCS / "commands.md": commands_page, DOCS / "vocabulary.md": vocabulary_page}

if __name__ == "__main__":
    for page, make in PAGES.items():
        page.write_text(make(), "utf-8")
