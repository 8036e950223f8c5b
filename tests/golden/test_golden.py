import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from seed import DATE, HERE, ROOT, build, golden

import kg

MESSAGE = "if this change is meant: uv run python tests/regenerate.py, and read the difference"


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return build()


@pytest.mark.parametrize("name", ["seed.txt", "seed.nq"])
def test_the_seed_gives_the_graph_that_it_gave(graph: kg.Graph, name: str) -> None:
    old = (HERE / name).read_text("utf-8").splitlines()
    new = golden(graph)[name].splitlines()
    gone, come = sorted(set(old) - set(new)), sorted(set(new) - set(old))
    assert old == new, "\n".join([MESSAGE, *(f"- {line}" for line in gone[:20]), *(f"+ {line}" for line in come[:20])])


def test_two_builds_give_the_same_bytes_whatever_the_process_and_the_place(graph: kg.Graph, tmp_path: Path) -> None:
    """In memory here, and in a store that held something else, in a process with another hash seed, elsewhere."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Apia"}
    printed = [
        subprocess.run(
            [sys.executable, "-m", "kg", *command], cwd=tmp_path, env=environment, capture_output=True, check=True
        ).stdout.decode()
        for command in (
            ["build", "seeds"],
            ["build", "seeds", "--date", DATE.isoformat()],
            ["export", "--format", "nquads"],
        )
    ]
    assert printed[-1] == graph.export("nquads")
    assert (tmp_path / "graph/graph.html").read_text("utf-8") == graph.view().html


def test_the_files_say_nothing_of_this_machine(graph: kg.Graph) -> None:
    assert not re.search(rf"{re.escape(str(ROOT))}|/tmp/|/home/", graph.export("nquads"))
