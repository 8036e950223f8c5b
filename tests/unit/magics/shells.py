"""What a cell gives in a shell, and what it complains of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from IPython.core.completer import provisionalcompleter

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def result(shell: InteractiveShell, cell: str) -> Any:
    done = shell.run_cell(cell)
    done.raise_error()
    return done.result


def complaint(shell: InteractiveShell, cell: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that a mistake gives."""
    capsys.readouterr()
    done = shell.run_cell(cell)
    assert not done.success
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    (line,) = [line for line in (out + err).splitlines() if line.strip()]
    return line


def completed(shell: InteractiveShell, text: str) -> list[tuple[str, str]]:
    """What the cell becomes with each completion, and what that is; `|` marks the cursor."""
    cursor = text.index("|")
    cell = text.replace("|", "")
    with provisionalcompleter():
        found = list(shell.Completer.completions(cell, cursor))
    return [(cell[: each.start] + each.text + cell[each.end :], each.type) for each in found]
