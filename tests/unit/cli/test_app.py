import os
import re
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from kg import __version__
from kg.cli import app as application
from kg.cli import run
from kg.cli.app import EXAMPLES, GROUPS, make_app

COMMANDS = list(EXAMPLES)
KG = [sys.executable, "-m", "kg"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    out, err = capsys.readouterr()
    assert f"Example: kg {command}" in re.sub(r"\s+", " ", out)
    assert err == ""


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    out = capsys.readouterr().out
    listed = re.findall(r"^(?:╭─ (\w+) ─|│ ([a-z]+)  )", out, re.MULTILINE)
    assert [group or name for group, name in listed][1:] == [
        each for group, commands in GROUPS.items() for each in (group, *commands)
    ]


def test_help_has_no_markup() -> None:
    """Words in brackets are escaped: to Rich they are markup, and "newskg[ray]" would lose its extra."""
    commands = [get_command(make_app())]
    for command in commands:
        commands += getattr(command, "commands", {}).values()
        for text in (command.help, *(getattr(each, "help", None) for each in command.params)):
            assert not re.search(r"(?<!\\)\[[a-z]", text or ""), text


def test_the_shell_completes_commands() -> None:
    environment = os.environ | {"_KG_COMPLETE": "complete_bash", "COMP_WORDS": "kg que", "COMP_CWORD": "1"}
    done = subprocess.run(KG, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["query"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"kg {__version__}\n"


def broken_app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)

    @app.command()
    def fail() -> None:
        raise ZeroDivisionError("\x1b[2Jhidden\nline")

    @app.command()
    def stop() -> None:
        raise KeyboardInterrupt

    return app


@pytest.mark.parametrize("debug", [False, True])
def test_a_defect_of_ours_is_one_line_and_exit_code_3(
    debug: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "make_app", broken_app)
    monkeypatch.setenv("KG_DEBUG", "1" if debug else "")
    assert run(["fail"]) == 3
    out, err = capsys.readouterr()
    last = err.splitlines()[-1]
    assert out == ""
    assert last == (
        "kg: a defect of kg, not of your input: ZeroDivisionError: \ufffd[2Jhidden line (KG_DEBUG=1 shows where)"
    )
    assert ("Traceback" in err) == debug
    assert (len(err.splitlines()) == 1) != debug


def test_what_sqlite_cannot_do_is_no_defect(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> typer.Typer:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(application, "make_app", fail)
    assert run(["check"]) == 2
    assert capsys.readouterr() == ("", "kg: a file of the graph cannot be read or written: database or disk is full\n")


def test_an_interrupt_is_no_defect(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "make_app", broken_app)
    assert run(["stop"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_reader_that_stops_is_no_error(graph: Path) -> None:
    for command in (
        ["export", "--format", "nquads", "--graph", str(graph)],
        ["query", "SELECT * { ?s ?p ?o }", "--graph", str(graph)],
    ):
        with subprocess.Popen([*KG, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0


@pytest.mark.parametrize("arguments", [["--help"], ["query", "SELECT ?o { ?s kg:locatedIn ?o }"]])
def test_answers_start_fast(arguments: list[str], graph: Path) -> None:
    """Under 0.8 s of processor time from a cold process, the best of three: the wall clock tells of the machine's load.

    Bytecode is kept, as it is unless the environment says otherwise.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [*KG, *arguments, *(["--graph", str(graph)] if arguments[0] == "query" else [])]
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) < 0.8
