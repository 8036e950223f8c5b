from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from kg.api import NotRead
from kg.cli import run
from kg.cli.app import make_app
from kg.cli.options import GRAPH, finish, open_graph, stop_at_defects
from kg.errors import InputError, StoreError

BAD_FILE = NotRead("news/bad.txt", "not UTF-8")
DEFECT = NotRead("news/odd.txt", "ZeroDivisionError: by zero", ZeroDivisionError("by zero"))


def test_a_graph_is_in_a_directory_or_on_a_server(graph: Path) -> None:
    assert len(open_graph(graph, None).contents.documents) == 1
    with pytest.raises(InputError, match="give one of them"):
        open_graph(graph, "http://127.0.0.1:9/query")
    with pytest.raises(StoreError, match="no server answers there"):
        open_graph(GRAPH, "http://127.0.0.1:9/query").query("ASK { }")


@pytest.mark.parametrize(
    ("ignored", "not_read", "code", "lines"),
    [
        (0, [], None, []),
        (2, [], None, ["skipped 2 files of unsupported types"]),
        (0, [BAD_FILE], 1, ["not read: news/bad.txt"]),
        (1, [DEFECT, BAD_FILE], 3, ["skipped 1 file", "not read: news/bad.txt", "not read: news/odd.txt"]),
    ],
)
def test_the_exit_code_says_whose_fault_it_is(
    ignored: int, not_read: list[NotRead], code: int | None, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if code is None:
        finish(ignored, not_read)
    else:
        with pytest.raises(typer.Exit) as ended:
            finish(ignored, not_read)
        assert ended.value.exit_code == code
    printed = capsys.readouterr().err.splitlines()
    assert len(printed) == len(lines)
    assert all(line.startswith(start) for line, start in zip(printed, lines, strict=True))


def test_a_defect_ends_the_run_where_its_traceback_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_DEBUG", raising=False)
    stop_at_defects(DEFECT)
    monkeypatch.setenv("KG_DEBUG", "1")
    stop_at_defects(BAD_FILE)
    with pytest.raises(ZeroDivisionError):
        stop_at_defects(DEFECT)


NO_NUMBERS = ("nan", "-1", "9" * 40, "many")


def numeric() -> Iterator[tuple[str, str]]:
    """Each command's options that take a number."""
    for command, found in get_command(make_app()).commands.items():  # type: ignore[attr-defined]
        for each in found.params:
            if each.metavar in {"SECONDS", "N", "MB"} or each.type.name.startswith(("int", "float")):
                yield command, each.opts[0]


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize(("command", "option"), list(numeric()))
def test_a_number_that_cannot_be_meant_is_refused_in_one_line(
    command: str, option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = {"build": [], "extract": [], "openie": [], "rules": [], "evaluate": [str(tmp_path / "gold.json")]}
    graph = inputs.get(command, ["--graph", str(tmp_path)])
    assert run([command, f"{option}={value}", *graph]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert option in err
