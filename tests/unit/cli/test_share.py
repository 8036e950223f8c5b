from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import run
from kg.serve.settings import Settings


def test_options_become_settings(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[Settings] = []

    def serve(settings: Settings, say: Callable[[str], None]) -> None:
        seen.append(settings)
        say("listening")

    monkeypatch.setattr("kg.serve.server.serve", serve)
    options = [
        "--port",
        "0",
        "--host",
        "[::1]",
        "--client-header",
        "X-Forwarded-For",
        "--timeout",
        "3",
        "--max-rows",
        "7",
        "--allow-decisions",
        "--cors",
        "https://example.org",
    ]
    assert run(["serve", "--graph", str(graph), *options]) == 0
    (settings,) = seen
    assert (settings.graph, settings.port, settings.timeout, settings.max_rows) == (graph, 0, 3.0, 7)
    assert (settings.host, settings.client_header) == ("::1", "X-Forwarded-For")
    assert (settings.allow_decisions, settings.cors, settings.log) == (True, "https://example.org", False)
    assert capsys.readouterr().out == "listening\n"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--cors", "example.org"], "--cors example.org: name an origin"),
        (["--client-header", "X Forwarded: For"], "--client-header X Forwarded: For: name a header"),
        (["--cors", "https://example.org/x"], "name an origin"),
        (["--port", "70000"], "--port"),
        (["--max-rows", "0"], "--max-rows"),
        (["--timeout", "0"], "--timeout"),
    ],
)
def test_a_wrong_option_is_one_line(options: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", *options]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert says in err
