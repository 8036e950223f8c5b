"""Output of any encoding, to disks that are full and readers that are gone; Ctrl-C at any moment; damaged stores."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pytest

import kg
from kg.cli import run
from kg.graph.store.directory import current_store

PROGRAM = [sys.executable, "-m", "kg"]
WORDS = "Łódź – “x” 日本"
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def kg_process(
    arguments: list[str], setting: Mapping[str, str], stdout: int | IO[bytes] = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    command, setting = [*PROGRAM, *arguments], {**os.environ, **setting}
    return subprocess.run(command, env=setting, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=120)


@pytest.mark.parametrize(
    "setting", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, PLAIN], ids=["ascii", "latin-1", "C"]
)
def test_output_is_utf8_whatever_the_locale_says(graph: Path, setting: Mapping[str, str]) -> None:
    query = f'SELECT ("{WORDS}" AS ?x) {{}}'
    done = kg_process(["query", query, "--graph", str(graph)], setting)
    assert (done.returncode, done.stderr) == (0, b"")
    assert WORDS.encode() in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["stats"], ["export"], ["--help"]], ids=" ".join)
def test_a_full_disk_is_one_line(graph: Path, arguments: list[str]) -> None:
    where = [] if "--help" in arguments else ["--graph", str(graph)]
    with Path("/dev/full").open("wb") as full:
        done = kg_process([*arguments, *where], {}, full)
    assert (done.returncode, done.stderr) == (2, b"kg: the output cannot be written: no space left on device\n")


def test_closed_streams_are_no_error(graph: Path) -> None:
    for close in (">&-", "2>&-", ">&- 2>&-"):
        command = f'exec "$0" -m kg stats --graph "$1" {close}'
        done = subprocess.run(["/bin/sh", "-c", command, sys.executable, str(graph)], check=False, timeout=60)
        assert done.returncode == 0, close


def test_ctrl_c_ends_without_a_traceback_at_any_moment(graph: Path) -> None:
    """Before kg's own first line Python answers for itself, so that is waited for."""
    moments = random.Random(5)  # noqa: S311 - moments, no secrets
    program = "import sys; from kg.cli import main; print('.', end='', flush=True); main()"
    for number in range(6):
        command = [sys.executable, "-c", program, "stats", "--graph", str(graph)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.read(1)
            time.sleep(moments.uniform(0, 0.2 if number % 2 else 2))
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
        assert process.returncode in {0, 130}
        assert b"Traceback" not in said


def test_ctrl_c_where_python_drops_it_ends_the_command_all_the_same(graph: Path) -> None:
    program = """if True:
        import signal, sys
        from kg.cli import main

        class Gone:
            def __del__(self):
                signal.raise_signal(signal.SIGINT)

        class Arguments(list):
            def __getitem__(self, index):
                Gone()
                return super().__getitem__(index)

        sys.argv = Arguments(sys.argv)
        main()
    """
    command = [sys.executable, "-c", program, "stats", "--graph", str(graph)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 130
    assert done.stderr in {b"", b"kg: stopped\n"}  # by whether the command has begun when it is repeated


def test_hops_beyond_the_whole_graph_end(graph: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    arguments = ["view", "--graph", str(graph), "--focus", "Marta Oduya", "--hops", "1000000000", "--out", str(out)]
    begun = time.monotonic()
    assert run(arguments) == 0
    assert time.monotonic() - begun < 30


def test_of_a_damaged_store_the_way_back_is_told_and_works(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.validate._MEBIBYTES", 256)
    whole = kg.open(graph).export("nquads")
    told = 0
    for number in range(3):
        copy = shutil.copytree(graph, tmp_path / f"graph-{number}")
        store = copy / (current_store(copy) or "")
        for path in sorted(store.glob("*.sst"))[number::3]:
            data = path.read_bytes()
            path.write_bytes(data[:60] + bytes(80) + data[140:])
        for command in (["export"], ["stats"], ["explain", "Marta Oduya"], ["validate"]):
            code = run([*command, "--graph", str(copy)])
            err = capsys.readouterr().err
            assert code in {0, 1, 2}, err
            told += "kg rebuild makes it anew from the records" in err
        assert run(["rebuild", "--graph", str(copy)]) == 0
        rebuilt = kg.open(copy).export("nquads")
        assert set(rebuilt.splitlines()) <= set(whole.splitlines())
        assert run(["check", "--graph", str(copy)]) == 0
        capsys.readouterr()
    assert told


def test_watch_prints_what_is_new_and_ends_at_ctrl_c(tmp_path: Path) -> None:
    news, directory = tmp_path / "news", tmp_path / "graph"
    news.mkdir()
    (news / "one.txt").write_text("Ada Marlow leads the port of Varna.\n", "utf-8")
    built = kg.build(news, out=directory)
    built.follow("Ada Marlow")
    built.visit()
    command = [*PROGRAM, "watch", str(news), "--every", "0.01", "--graph", str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"0 new articles\n"
        (news / "two.txt").write_text("Ada Marlow met Igor Horak in Varna.\n", "utf-8")
        lines = iter(process.stdout.readline, b"1 new article\n")
        assert any(b"Ada Marlow  met with  Igor Horak" in line for line in lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert len(kg.open(directory).documents) == 2
