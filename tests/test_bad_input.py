"""Bad input: one clear line, exit code 2, nothing half-written."""

import json
import os
import shutil
from pathlib import Path

import pytest

from kg.cli import run

SEEDS = Path(__file__).parents[1] / "seeds"
GOOD = "Ana Costa, the mayor of Porto, met union leaders in Braga on Monday."

FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.md": b" \n\n\t\n",
    "binary.txt": b"\x89PNG\r\n\x1a\n\0\0\0",
    "latin1.txt": "The café was closed.".encode("latin-1"),
    "controls.txt": b"\x01\x02\x03\x04 the \x05\x06\x07",
    "line.txt": (GOOD.encode() * 80_000)[:5_000_000],
    "spanish.txt": b"El ministro dijo el lunes que el gobierno no va a cambiar la ley de pensiones.",
    "russian.txt": "Министр сообщил в понедельник, что закон не изменится.".encode(),
    "page.html": b"<p>Text.</p>",
    "logo.png": b"\x89PNG\r\n",
}
REASONS = {
    "missing.txt": "no such file or folder",
    "empty.txt": "empty",
    "blank.md": "empty",
    "binary.txt": "binary, not text: NUL byte at offset 8",
    "controls.txt": "binary, not text",
    "line.txt": "a line of 5,000,000 characters",
    "spanish.txt": "not English (it looks Spanish)",
    "russian.txt": "it looks Russian",
    "page.html": "HTML without an article",
    "logo.png": "not a format that kg reads",
    "nothing": "nothing to read",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a good file and each bad one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "nothing").mkdir()
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture(scope="module")
def seed_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "graph"
    assert run(["build", str(SEEDS), "--date", "2025-09-22", "--out", str(out)]) == 0
    return out


def files_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def check_refusal(capsys: pytest.CaptureFixture[str], folder: Path, arguments: list[str], reason: str) -> None:
    """One line that holds `reason`, exit code 2, nothing on stdout, no file more than before."""
    before = files_in(folder)
    capsys.readouterr()
    code = run(arguments)
    out, err = capsys.readouterr()
    assert (code, out) == (2, ""), err
    assert err.startswith("kg: ")
    assert err.count("\n") == 1
    assert reason in err
    assert files_in(folder) == before


@pytest.mark.parametrize("command", ["build", "extract"])
@pytest.mark.parametrize("name", REASONS)
def test_what_cannot_be_read(here: Path, capsys: pytest.CaptureFixture[str], command: str, name: str) -> None:
    check_refusal(capsys, here, [command, name], REASONS[name])


@pytest.mark.parametrize("name", ["missing.txt", "logo.png", "nothing"])
def test_what_is_not_there_or_of_no_known_form_stops_the_rest(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    check_refusal(capsys, here, ["build", "good.txt", name], REASONS[name])


@pytest.mark.usefixtures("here")
def test_a_named_file_that_cannot_be_read_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "empty.txt", "good.txt", "binary.txt"]) == 1
    out, err = capsys.readouterr()
    assert "Porto" in out
    assert "not read: empty.txt: empty" in err
    assert "not read: binary.txt: binary" in err


@pytest.mark.usefixtures("here")
def test_an_encoding_that_was_assumed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", "latin1.txt"]) == 0
    out, err = capsys.readouterr()
    assert "café" in json.loads(out)["text"]
    assert err == "not UTF-8: read as Windows-1252: latin1.txt\n"


@pytest.mark.parametrize("name", ["missing.txt", "empty.txt", "binary.txt", "line.txt"])
def test_what_cannot_be_read_a_sentence_a_line(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    check_refusal(capsys, here, ["openie", name], REASONS[name])


def test_a_folder_with_some_good_files(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = here / "news"
    news.mkdir()
    for name in ("good.txt", "empty.txt", "binary.txt", "page.html", "logo.png"):
        shutil.copy(here / name, news)
    assert run(["build", "news"]) == 1
    out, err = capsys.readouterr()
    assert "Porto" in out
    lines = [line for line in err.splitlines() if "not read" in line]
    assert len(lines) == 3
    assert lines[0].startswith("not read: news/binary.txt: binary")
    assert lines[1].startswith("not read: news/empty.txt: empty")
    assert lines[2].startswith("not read: news/page.html: HTML without an article")
    assert "skipped 1 file of unsupported types" in err
    assert (here / "graph").is_dir()


@pytest.mark.parametrize("date", ["yesterday", "2025-13-01", "22.09.2025", "2025-02-30", ""])
@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_bad_date(here: Path, capsys: pytest.CaptureFixture[str], command: str, date: str) -> None:
    check_refusal(capsys, here, [command, "good.txt", "--date", date], "is not a date")


@pytest.mark.parametrize("command", ["build", "extract", "openie"])
def test_a_model_that_is_not_there(here: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    check_refusal(capsys, here, [command, "good.txt", "--model", "xx_none_lg"], "xx_none_lg")


@pytest.mark.parametrize(
    ("out", "reason"),
    [("foreign", "foreign"), ("good.txt", "good.txt"), ("good.txt/graph", "good.txt"), ("/proc/graph", "/proc/graph")],
)
def test_an_out_that_is_foreign_or_cannot_be_written(
    here: Path, capsys: pytest.CaptureFixture[str], out: str, reason: str
) -> None:
    (here / "foreign").mkdir()
    (here / "foreign/thesis.doc").write_text("irreplaceable")
    check_refusal(capsys, here, ["build", "good.txt", "--out", out], reason)
    assert (here / "foreign/thesis.doc").read_text() == "irreplaceable"


ASKING = [
    ["documents"],
    ["remove", "good"],
    ["check"],
    ["rebuild"],
    ["query", "SELECT * { ?s ?p ?o }"],
    ["view", "--out", "page.html"],
    ["explain", "Porto"],
    ["path", "Porto", "Braga"],
    ["stats"],
    ["validate"],
    ["export", "--format", "ttl"],
]


@pytest.mark.parametrize("arguments", ASKING, ids=lambda arguments: arguments[0])
def test_a_graph_that_is_not_there(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    check_refusal(capsys, here, arguments, "graph")


@pytest.mark.parametrize("arguments", ASKING, ids=lambda arguments: arguments[0])
def test_a_folder_that_is_no_graph(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    (here / "graph").mkdir()
    (here / "graph/notes.txt").write_text("mine")
    check_refusal(capsys, here, arguments, "graph")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["query", "SELECT * { ?s nope:p ?o }"], "a prefix that is not declared"),
        (["query", "SELECT * { ?s ?p ?o }", "--format", "yaml"], "yaml"),
        (["view", "--hops", "many"], "many"),
        (["export", "--format", "docx"], "docx"),
        (["validate", "--fail-on", "sometimes"], "sometimes"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_question_that_cannot_be_answered(
    here: Path, capsys: pytest.CaptureFixture[str], seed_graph: Path, arguments: list[str], reason: str
) -> None:
    before = files_in(seed_graph)
    check_refusal(capsys, here, [*arguments, "--graph", str(seed_graph)], reason)
    assert files_in(seed_graph) == before


@pytest.mark.parametrize("arguments", [["build"], ["nonsense"], ["build", "--nonsense"], ["explain"], ["path", "One"]])
def test_bad_usage(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    check_refusal(capsys, here, arguments, "help")


def test_a_name_with_a_terminal_escape_does_not_reach_the_terminal(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_refusal(capsys, here, ["build", "\x1b[2Jgone.txt"], "\ufffd[2Jgone.txt: no such file")


def test_a_failed_build_leaves_the_graph_that_was_there(
    here: Path, capsys: pytest.CaptureFixture[str], seed_graph: Path
) -> None:
    shutil.copytree(seed_graph, here / "graph")
    before = {path: path.read_bytes() for path in files_in(here / "graph") if path.is_file()}
    check_refusal(capsys, here, ["build", "good.txt", "missing.txt"], "missing")
    assert {path: path.read_bytes() for path in files_in(here / "graph") if path.is_file()} == before


def test_devices_and_pipes_in_a_folder_make_nobody_wait(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = here / "folder"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    for name, target in {"zero.txt": "/dev/zero", "messages.md": "/proc/kmsg", "random": "/dev/random"}.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe")
    (folder / "devices").symlink_to("/dev/pts")
    assert run(["build", str(folder)]) in {0, 1}
    err = capsys.readouterr().err
    assert "folder/pipe.txt: not a regular file" in err
    assert "folder/zero.txt: not a regular file" in err
