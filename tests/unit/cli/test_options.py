from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer

from kg.api import NotRead
from kg.cli.options import GRAPH, finish, log_failure, open_graph, reading, stop_at_defects
from kg.errors import InputError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

BAD_FILE = NotRead("news/bad.txt", "not UTF-8")
DEFECT = NotRead("news/odd.txt", "ZeroDivisionError: by zero", ZeroDivisionError("by zero"))


def test_a_graph_is_in_a_directory_or_on_a_server(graph: Path) -> None:
    assert len(open_graph(graph, None).contents.documents) == 1
    with pytest.raises(InputError, match="give one of them"):
        open_graph(graph, "http://127.0.0.1:9/query")
    with pytest.raises(StoreError, match="no server answers there"):
        open_graph(GRAPH, "http://127.0.0.1:9/query").query("ASK { }")


def test_what_is_left_out_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    log_failure(BAD_FILE)
    log_failure(DEFECT)
    assert capsys.readouterr().err.splitlines() == [
        "not read: news/bad.txt: not UTF-8",
        "not read: news/odd.txt: a defect of kg: ZeroDivisionError: by zero (KG_DEBUG=1 shows where)",
    ]


@pytest.mark.parametrize(
    ("ignored", "not_read", "code", "lines"),
    [
        (0, [], None, []),
        (2, [], None, ["passed over: 2 of another kind than .markdown, .md, .txt"]),
        (0, [BAD_FILE], 1, ["not read: news/bad.txt"]),
        (1, [DEFECT, BAD_FILE], 3, ["passed over: 1", "not read: news/bad.txt", "not read: news/odd.txt"]),
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


def test_what_is_read_is_handed_on() -> None:
    assert list(reading("ab", 2)) == ["a", "b"]
