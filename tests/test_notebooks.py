"""Each notebook runs, and gives the outputs that are committed with it.

uv run python tests/regenerate.py     runs them and keeps their outputs
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Jupyter's own packages warn of each other's changes
    import nbformat
    from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def executed(path: Path) -> Any:
    """The notebook with the outputs that its cells give now."""
    notebook = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        NotebookClient(
            notebook, timeout=240, resources={"metadata": {"path": str(path.parent)}}, record_timing=False
        ).execute()
    return notebook


def outputs(notebook: Any) -> list[tuple[str, list[Any]]]:
    """Each code cell with what it printed and gave, without what differs from run to run."""
    kept = ("name", "text", "data", "ename", "evalue")
    return [
        (cell.source, [{key: output[key] for key in kept if key in output} for output in cell.outputs])
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")
def test_a_notebook_gives_the_outputs_that_it_shows(path: Path) -> None:
    shown, now = outputs(nbformat.read(path, as_version=4)), outputs(executed(path))
    for (source, before), (_, after) in zip(shown, now, strict=True):
        assert before == after, f"{source}\nif this is meant: uv run python tests/regenerate.py"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_with_its_outputs_and_nothing_of_this_machine(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert sum(bool(cell.outputs) for cell in notebook.cells if cell.cell_type == "code") >= 8
    assert str(Path(__file__).parents[1]) not in path.read_text("utf-8")


if __name__ == "__main__":
    for notebook_path in NOTEBOOKS:
        nbformat.write(executed(notebook_path), notebook_path)
