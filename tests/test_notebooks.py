"""Each notebook runs, and gives the outputs that are committed with it.

uv run python tests/regenerate.py     runs them and keeps their outputs
"""

import re
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Jupyter's own packages warn of each other's changes
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def executed(path: Path) -> Any:
    """The notebook with the outputs that its cells give now."""
    notebook = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        NotebookClient(
            notebook,
            timeout=240,
            resources={"metadata": {"path": str(path.parent)}},
            record_timing=False,
            coalesce_streams=True,
        ).execute()
    return notebook


def outputs(notebook: Any) -> list[tuple[str, list[Any]]]:
    """Each code cell with what it printed and gave, without what differs from run to run.

    Of a picture only that it is there: its bytes tell of the machine's libraries. What it draws stands in a table
    before it.
    """
    kept = ("name", "text", "ename", "evalue")
    return [
        (
            cell.source,
            [
                {key: output[key] for key in kept if key in output}
                | {"data": _without_pictures(output.get("data", {}))}
                for output in cell.outputs
            ],
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _without_pictures(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: "" if kind.startswith("image/") else value for kind, value in data.items()}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")
def test_a_notebook_gives_the_outputs_that_it_shows(path: Path) -> None:
    shown, now = outputs(nbformat.read(path, as_version=4)), outputs(executed(path))
    for (source, before), (_, after) in zip(shown, now, strict=True):
        assert before == after, f"{source}\nif this is meant: uv run python tests/regenerate.py"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_with_its_outputs_and_nothing_of_this_machine(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert sum(bool(cell.outputs) for cell in notebook.cells if cell.cell_type == "code") >= 6
    text = path.read_text("utf-8")
    assert str(Path(__file__).parents[1]) not in text
    assert not re.search(r"\bat 0x[0-9a-f]{6,}|/tmp/|\\u001b\[", text), (
        "an address, a temporary path or a terminal's colour"
    )


def regenerate(path: Path) -> str:
    """Keep the outputs that a notebook gives now, unless they are the same; why it stopped, "" where it did not."""
    try:
        now = executed(path)
    except CellExecutionError as error:
        return f"{path.name} stopped: {error}"
    if outputs(now) != outputs(nbformat.read(path, as_version=4)):
        nbformat.write(now, path)
    return ""


if __name__ == "__main__":
    stopped = [failure for failure in map(regenerate, NOTEBOOKS) if failure]
    sys.exit("\n".join(stopped) or 0)
