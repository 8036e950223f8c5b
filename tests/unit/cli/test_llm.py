"""`kg llm` and the options of a language model, against a server on this machine."""

import json
import socket
from pathlib import Path

import pytest
from llm_server import by_task, entity, fact, raw, serving

from kg.cli import run

TEXT = (
    "Dana Cole, the mayor of Varna, met Ola Berg in Oslo on Monday. Nils Berg has the Fjord Museum under his thumb.\n"
)
REPLY = {
    "entities": [entity("Fjord Museum", "Organization")],
    "facts": [fact(2, "Nils Berg", "leads", "Fjord Museum"), fact(2, "Nils Berg", "leads", "Lisbon")],
}


@pytest.fixture(autouse=True)
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")


def test_a_build_asks_keeps_and_needs_no_network_then(capsys: pytest.CaptureFixture[str]) -> None:
    model = ("--llm-model", "m", "--llm-effort", "read", "--no-page")
    with serving(by_task(REPLY)) as served:
        assert run(["build", "a.txt", "--out", "one", "--llm", served.url, *model]) == 0
        told = capsys.readouterr().err
        assert "1 request sent" in told
        assert "object not in the sentence" in told
        assert run(["build", "a.txt", "--out", "one", "--llm", served.url, *model]) == 0
        assert len(served.bodies) == 1, "what is known is not asked again"
    assert run(["build", "a.txt", "--out", "two", "--llm-replies", "one/replies.sqlite", *model]) == 0
    capsys.readouterr()
    exports = []
    for graph in ("one", "two"):
        assert run(["export", "--format", "nquads", "--graph", graph]) == 0
        exports.append(capsys.readouterr().out)
    assert exports[0] == exports[1]
    assert run(["check", "--graph", "one"]) == 0
    assert run(["explain", "Nils Berg", "--graph", "one"]) == 0
    assert "llm.add" in capsys.readouterr().out
    assert run(["explain", "Nils Berg", "leads", "--no-llm", "--graph", "one"]) == 2
    capsys.readouterr()
    assert run(["llm", "log", "--graph", "one", "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["task"], row["document"], row["outcome"]) for row in rows] == [
        ("read", "a.txt", "kept"),
    ]
    for form in ("table", "text"):
        assert run(["llm", "log", "--graph", "one", "--format", form]) == 0


def test_where_no_server_is_kg_reads_alone_says_so_and_goes_on_later(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    model = ("--llm-model", "m", "--llm-effort", "read", "--no-page")
    assert run(["build", "a.txt", "--llm", gone, *model]) == 1
    told = capsys.readouterr().err
    assert "1 request unanswered" in told
    assert "no server answers there: a.txt" in told
    assert run(["check"]) == 0
    with serving(by_task(REPLY)) as served:
        assert run(["build", "a.txt", "--llm", served.url, *model]) == 0
    assert run(["explain", "Nils Berg", "leads"]) == 0


def test_a_wrong_key_ends_with_one_line_and_no_graph(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LLM_KEY", "secret-key")
    with serving(raw(401, b'{"error": {"message": "bad key"}}')) as served:
        assert run(["extract", "a.txt", "--llm", served.url, "--llm-model", "m", "--llm-effort", "read"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "refuses the key (401: bad key)" in told.err
    assert "secret" not in told.err


@pytest.mark.parametrize(
    "options",
    [("--llm", "http://127.0.0.1:9/v1"), ("--dry-run",), ("--llm", "127.0.0.1:9", "--llm-model", "m")],
)
def test_options_that_lack_another_or_are_no_address(options: tuple[str, ...]) -> None:
    assert run(["extract", "a.txt", *options]) == 2


def test_a_dry_run_sends_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--llm-model", "m", "--llm-effort", "read", "--dry-run"]
    with serving(by_task(REPLY)) as served:
        assert run(["build", "a.txt", "--llm", served.url, *options]) == 0
        assert served.bodies == []
    told = capsys.readouterr().out
    assert "1 request to m (read); nothing was sent" in told
    assert "tokens sent" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_dry_run_reads_with_an_ontology_of_ones_own(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--llm-model", "m", "--dry-run", "--llm", "http://127.0.0.1:9/v1", "--ontology", "none.ttl"]
    assert run([command, "a.txt", *options]) == 2
    assert "none.ttl" in capsys.readouterr().err
