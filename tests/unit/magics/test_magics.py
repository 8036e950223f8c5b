"""The magics in a real IPython shell, and their completion there and in a real kernel."""

from __future__ import annotations

import atexit
import warnings
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import kg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Jupyter's own packages warn of each other's changes
    from jupyter_client.manager import start_new_kernel

ARTICLE = (
    "Mayor Marta Oduya met Governor Jon Brae in Vienna on Monday. Oduya leads the city of Graz. "
    "Brae's spokesman said that Oduya would visit Vienna again.\n"
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    kg.build(folder, out=folder / "graph", date=date(2025, 9, 13))
    return folder


@pytest.fixture
def shell(news: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell of its own, in the folder of the news, with kg loaded."""
    monkeypatch.chdir(news)
    config = Config()
    config.HistoryManager.enabled = False
    made = InteractiveShell(config=config)
    done = made.run_cell("%load_ext kg")
    assert done.success
    yield made
    atexit.unregister(made.atexit_operations)
    made.atexit_operations()


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


def test_a_graph_is_opened_and_asked(shell: InteractiveShell) -> None:
    graph = result(shell, "%kg open graph")
    assert graph is shell.user_ns["graph"]
    assert repr(graph).startswith("Graph: 1 document, ")
    rows = result(
        shell, "%%sparql\nSELECT ?who ?what {\n  ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }\n"
    )
    assert rows[0] == ("Marta Oduya", "Graz")
    assert result(shell, '%kg ask who-leads name="marta oduya"')[0].led == "Graz"
    assert result(shell, "%kg ask who-leads --out answer") is None
    assert shell.user_ns["answer"][0].leader == "Marta Oduya"
    assert result(shell, "%%sparql --graph graph --out found\nASK { ?a kg:leads ?b }\n") is None
    assert shell.user_ns["found"][0].answer is True
    assert {fact.object for fact in result(shell, '%kg explain "Jon Brae" "met with"')} == {"Jon Brae"}
    assert result(shell, "%kg view Graz --hops 1")._repr_html_().startswith("<iframe")
    assert "who-met-whom" in repr(result(shell, "%kg queries"))
    assert "%kg build PATH" in repr(result(shell, "%kg"))
    assert "<table" in result(shell, "%kg")._repr_html_()


def test_a_graph_is_built_and_named(shell: InteractiveShell) -> None:
    graph = result(shell, "%kg build article.txt --date 2025-09-13 --infer --as mine")
    assert graph is shell.user_ns["mine"]
    assert "graph" not in shell.user_ns
    assert result(shell, "%%sparql\nASK { ?a kg:metWith ?b }\n")[0].answer is True
    shell.run_cell("%kg open graph --as other")
    assert result(shell, "%%sparql --graph other\nASK { ?a kg:metWith ?b }\n")[0].answer is True


def test_what_looks_like_python_in_a_query_stays(shell: InteractiveShell) -> None:
    shell.run_cell("%kg open graph")
    shell.user_ns["x"] = "pasted"
    assert result(shell, '%%sparql\nSELECT ("{x} $x" AS ?a) { }\n')[0].a == "{x} $x"
    assert "nothing in the graph is called '{x}'" in complaint_of(shell, "%kg explain {x}")


def complaint_of(shell: InteractiveShell, cell: str) -> str:
    done = shell.run_cell(cell)
    return str(done.error_in_exec)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%kg walk", "%kg has no command 'walk'; it has build, open, ask"),
        ("%kg ask", "the following arguments are required: question; write it as %kg ask QUESTION"),
        ("%kg ask who-knows", "there is no query 'who-knows': choose one of"),
        ("%kg ask who-leads Graz", "'Graz' is no NAME=VALUE"),
        ("%kg ask who-leads place=Graz", "has no parameter 'place'; it takes: name"),
        ("%kg explain 'Graz", "No closing quotation"),
        ("%kg explain Nobody", "nothing in the graph is called 'Nobody'"),
        ("%kg view --hops 2", "--hops counts facts"),
        ("%kg open nowhere", "nowhere: holds no graph"),
        ("%kg build nowhere.txt", "nowhere.txt"),
        ("%kg build article.txt --date soon", "'soon' is no date"),
        ("%kg open graph --as 2x", "'2x' is no name of a variable"),
        ("%kg ask who-leads --graph other", "no graph is called 'other'; there are graph"),
        ("%%sparql --grph x\nASK { }", "unrecognized arguments: --grph x"),
        ("%%sparql\nSELECT * { ?s ?p", "malformed"),
        ("%%sparql\nLOAD <http://127.0.0.1/x>", "LOAD is refused"),
        ("%%sparql\nSELECT * { SERVICE <http://127.0.0.1/x> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_a_mistake_is_one_line(
    shell: InteractiveShell, cell: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("%kg open graph")
    line = complaint(shell, cell, capsys)
    assert line.startswith("UsageError: ")
    assert says in line


def test_without_a_graph_the_way_to_one_is_told(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert "make one with %kg build PATH or %kg open DIR" in complaint(shell, "%%sparql\nASK { }", capsys)
    shell.run_cell("%kg open graph --as one\n%kg open graph --as two")
    assert "choose one with --graph, of one, two" in complaint(shell, "%kg ask who-leads", capsys)


def completed(shell: InteractiveShell, text: str) -> list[tuple[str, str]]:
    """What the cell becomes with each completion, and what that is; `|` marks the cursor."""
    cursor = text.index("|")
    cell = text.replace("|", "")
    with provisionalcompleter():
        found = list(shell.Completer.completions(cell, cursor))
    return [(cell[: each.start] + each.text + cell[each.end :], each.type) for each in found]


@pytest.mark.parametrize(
    ("text", "becomes", "kind"),
    [
        ("%kg vi|", "%kg view", "command"),
        ("%kg ask who-m|", "%kg ask who-met-whom", "question"),
        ("%kg ask who-met-whom pe|", "%kg ask who-met-whom person=", "parameter"),
        ("%kg ask who-met-whom person=odu|", '%kg ask who-met-whom person="Marta Oduya"', "entity"),
        ('%kg ask who-met-whom person="Marta O|', '%kg ask who-met-whom person="Marta Oduya"', "entity"),
        ("%kg ask who-leads --g|", "%kg ask who-leads --graph", "option"),
        ("%kg ask who-leads --graph gr|", "%kg ask who-leads --graph graph", "graph"),
        ("%kg explain Gr|", "%kg explain Graz", "entity"),
        ("%kg explain Graz le|", "%kg explain Graz leads", "relation"),
        ("%kg explain Graz leads mar|", '%kg explain Graz leads "Marta Oduya"', "entity"),
        ("%kg view jon|", '%kg view "Jon Brae"', "entity"),
        ("x = 1\n%kg view jon|", 'x = 1\n%kg view "Jon Brae"', "entity"),
        ("%%sparql --ou|", "%%sparql --out", "option"),
        ("%%sparql --graph g|", "%%sparql --graph graph", "graph"),
        ("%%sparql\nSELECT * { ?a kg:metW|", "%%sparql\nSELECT * { ?a kg:metWith", "relation"),
        ("%%sparql\nSELECT * {\n  ?a metw| ?b }", "%%sparql\nSELECT * {\n  ?a kg:metWith ?b }", "relation"),
        ("%%sparql\nSELECT * { ?a a kg:Arm|", "%%sparql\nSELECT * { ?a a kg:ArmedGroup", "class"),
        (
            "%%sparql\nSELECT * { ?f kg:factuality kg:plan|",
            "%%sparql\nSELECT * { ?f kg:factuality kg:planned",
            "individual",
        ),
        ("%%sparql\nSELECT * { ?a skos|", "%%sparql\nSELECT * { ?a skos:", "prefix"),
        ("%%sparql\nSELECT * { ?a rdfs:la|", "%%sparql\nSELECT * { ?a rdfs:label", "property"),
        ("%%sparql\nsel|", "%%sparql\nSELECT", "keyword"),
        (
            "%%sparql\nSELECT ?leader { ?le| kg:leads ?b }",
            "%%sparql\nSELECT ?leader { ?leader kg:leads ?b }",
            "variable",
        ),
        ('%%sparql\nSELECT * { ?a rdfs:label "Mar| }', '%%sparql\nSELECT * { ?a rdfs:label "Marta Oduya" }', "entity"),
    ],
)
def test_what_is_typed_is_completed(shell: InteractiveShell, text: str, becomes: str, kind: str) -> None:
    shell.run_cell("%kg open graph")
    assert (becomes, kind) in completed(shell, text)


def test_completion_of_anything_else_is_left_to_others(shell: InteractiveShell) -> None:
    shell.run_cell("%kg open graph\nlong_name = 1")
    assert any(text == "long_name" for text, _ in completed(shell, "long_n|"))
    assert not any(kind == "entity" for _, kind in completed(shell, "%kgx Gr|"))
    shell.run_cell("%unload_ext kg")
    assert not any(kind == "command" for _, kind in completed(shell, "%kg vi|"))
    assert not shell.run_cell("%kg queries").success
    shell.run_cell("%load_ext kg\n%reload_ext kg")
    assert [text for text, _ in completed(shell, "%kg vi|")] == ["%kg view"], "once, however often it is loaded"


@pytest.mark.filterwarnings("ignore")
def test_a_real_kernel_completes_and_shows(news: Path) -> None:
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(news))
    try:
        outputs: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            outputs.append(message["content"].get("data", {}))

        for cell in ("%load_ext kg", "%kg open graph"):
            reply = client.execute_interactive(cell, timeout=60, output_hook=keep)
            assert reply["content"]["status"] == "ok", reply["content"]
        assert any("<b>Graph</b> of 1 document" in data.get("text/html", "") for data in outputs)
        cell = "%%sparql\nSELECT * { ?a kg:metW"
        client.complete(cell)
        content = client.get_shell_msg(timeout=60)["content"]
        assert "kg:metWith" in content["matches"]
        assert cell[content["cursor_start"] : content["cursor_end"]] == "kg:metW"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
