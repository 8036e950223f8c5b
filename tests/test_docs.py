"""Every command printed in the README runs, and prints what the README shows.

    uv run python tests/regenerate.py     runs them and writes what they print now into the README

In a ```console block a line after `$ ` is a command, run in a folder with the seeds; the lines below it are what it
prints. A line of `…` stands for any lines. In an indented block stand the commands of a fresh clone.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from pages import PAGES

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
SKIPPED = "…"
ACCURACY = re.compile(r"(?<=<!-- accuracy -->\n).*(?=<!-- /accuracy -->)", re.DOTALL)
RIGHT = re.compile(r"(?<=<!-- right -->).*(?=<!-- /right -->)")
FIGURES = ROOT / "docs/accuracy.md"
FLOORS = ROOT / "tests/gate/floors.json"
DATA = {
    "gold": "five articles that everybody has read",
    "seed": "one of them, the seed article",
    "gold2": "ten articles of real news that no rule or model was made from",
    "silver2-unread": "24 that no network and no rule writer has seen (the trees were fitted on them)",
    "carb": "open triples: CaRB's development sentences",
    "knowledgenet": "fifteen relations of KnowledgeNet's web text",
}


def commands() -> list[tuple[str, str]]:
    """Each command of the README with the output printed below it, in order."""
    text = README.read_text("utf-8")
    return [(found[1], found[2]) for block in BLOCK.finditer(text) for found in COMMAND.finditer(block[1])]


def printed(command: str, folder: Path) -> str:
    """What a command prints to stdout, in a shell where `kg` is this checkout's."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def agrees(shown: str, actual: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == SKIPPED else re.escape(f"{line.rstrip()}\n") for line in shown.splitlines()
    )
    return re.fullmatch(pattern, actual) is not None


def accuracy() -> str:
    """The accuracy floors, which are what was reached when they were last raised, as a table."""
    gates = json.loads(FLOORS.read_text("utf-8"))
    lines = ["", "| measured on | facts: precision | facts: F1 | entities: F1 | factuality |", "|---|---|---|---|---|"]
    for name, what in DATA.items():
        floors = gates[name]["floors"]
        facts = floors.get("facts F1", floors.get("F1"))
        row = (floors.get("facts P"), facts, floors.get("entities F1"), floors.get("factuality"))
        lines.append(f"| {what} | {' | '.join('' if value is None else f'{value:.2f}' for value in row)} |")
    return "\n".join([*lines, "", ""])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", made / "seeds")
    return made


def test_every_command_prints_what_the_readme_shows(folder: Path) -> None:
    wrong = []
    for command, shown in commands():
        actual = printed(command, folder)
        if not agrees(shown, actual):
            wrong.append(f"$ {command}\n--- README\n{shown}--- now\n{actual}")
    assert not wrong, "\n".join(["run `uv run python tests/regenerate.py`, and read the difference", *wrong])


def test_the_python_of_the_readme_runs(folder: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks
    for block in blocks:
        subprocess.run([sys.executable, "-c", block], cwd=folder, check=True, timeout=120)


def right() -> str:
    """Return what the README says of the ten articles."""
    floors = json.loads(FLOORS.read_text("utf-8"))["gold2"]["floors"]
    return f"facts have precision {floors['facts P']:.2f} and F1 {floors['facts F1']:.2f}"


def test_docs_give_the_accuracy_that_the_gate_holds() -> None:
    assert ACCURACY.findall(FIGURES.read_text("utf-8")) == [accuracy()]
    assert RIGHT.findall(README.read_text("utf-8")) == [right()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_that_is_made_from_the_code_is_fresh(page: Path) -> None:
    assert page.read_text("utf-8") == PAGES[page](), "run `uv run python tests/pages.py`"


def test_the_readme_opens_with_the_two_commands() -> None:
    text = README.read_text("utf-8")
    assert "\n    pip install uv && uv run kg build seeds/\n    uv run pytest\n" in text


@pytest.mark.parametrize(
    "page", [README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name
)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


def cut(shown: str, actual: str) -> str:
    """`actual` with as many lines before and after its `…` as `shown` has; whole where that has none, or is empty."""
    old, new = shown.splitlines(keepends=True), actual.splitlines(keepends=True)
    if f"{SKIPPED}\n" not in old:
        return actual
    place = old.index(f"{SKIPPED}\n")
    before, after = place, len(old) - place - 1
    if before + after >= len(new):
        return actual
    return "".join([*new[:before], f"{SKIPPED}\n", *new[len(new) - after :]])


def rewrite() -> None:
    """Put what each command prints now into the README, cut as it was."""
    text = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        for command, shown in commands():
            actual = printed(command, Path(folder))
            if not agrees(shown, actual):
                text = text.replace(f"$ {command}\n{shown}", f"$ {command}\n{cut(shown, actual)}", 1)
    README.write_text(RIGHT.sub(right(), text), "utf-8")
    FIGURES.write_text(ACCURACY.sub(accuracy(), FIGURES.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    rewrite()
