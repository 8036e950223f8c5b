"""`kg query`, `kg validate`, `kg export`, on a graph made by hand."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.cli import run
from kg.graph.query.files import read_queries


def printed(arguments: list[str], graph: Path, capsys: pytest.CaptureFixture[str], *, code: int = 0) -> str:
    assert run([*arguments, "--graph", str(graph)]) == code
    return capsys.readouterr().out


def complaint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    return err


def test_an_answer_is_a_table_for_people(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = (
        "SELECT ?label ?n ?type ?none { ?x a ?type ; rdfs:label ?label BIND(STRLEN(?label) AS ?n) "
        "FILTER(?type IN (kg:Person, kg:City)) } ORDER BY DESC(?n) ?label"
    )
    assert [line.rstrip() for line in printed(["query", query], graph, capsys).splitlines()] == [
        "label              n  type       none",
        "harbour official  16  kg:Person",
        "Marta Oduya       11  kg:Person",
        "Port Salo          9  kg:City",
        "Jon Brae           8  kg:Person",
        "4 rows",
    ]
    assert printed(["query", "ASK { ?a kg:leads ?b }"], graph, capsys) == "yes\n"
    assert printed(["query", "ASK { ?a kg:owns ?b }"], graph, capsys) == "no\n"
    assert printed(["query", "SELECT ?x { ?x kg:leads ?y }"], graph, capsys).endswith("1 row\n")


@pytest.mark.parametrize(
    ("form", "start"),
    [("csv", "who\nMarta Oduya\n"), ("json", '{"head"'), ("xml", "<?xml ")],
)
def test_an_answer_is_written_for_programs(
    form: str, start: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "SELECT ?who { ?x kg:leads ?y ; rdfs:label ?who }"
    assert printed(["query", query, "--format", form], graph, capsys).startswith(start)


def test_a_table_is_guarded_for_spreadsheets_and_says_so(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ["query", "SELECT ?x { VALUES ?x { '=1+1' '-girl' } }", "--format", "csv", "--graph", str(graph)]
    assert run(query) == 0
    out, err = capsys.readouterr()
    assert out == "x\n'=1+1\n-girl\n"
    assert err == "1 cell that looks like a formula was prefixed with an apostrophe (--raw keeps it)\n"
    assert run([*query, "--raw"]) == 0
    assert capsys.readouterr() == ("x\n=1+1\n-girl\n", "")


def test_a_query_is_read_from_a_file(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "query.rq"
    file.write_text("SELECT ?who { ?x kg:leads ?y ; rdfs:label ?who }", "utf-8")
    found = json.loads(printed(["query", "--file", str(file), "--format", "json"], graph, capsys))
    assert found["results"]["bindings"] == [{"who": {"type": "literal", "value": "Marta Oduya"}}]


def test_a_named_question_takes_its_values_by_name(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["query", "--graph", str(graph), "--format", "csv", "--name", "who-met-whom"]
    assert run([*command, "--param", "person=MARTA ODUYA"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("one,relation,other,")
    assert any("Jon Brae" in row for row in rows)
    for wrong, message in (
        (["--param", "person"], "--param person: write it as NAME=VALUE"),
        (["--param", "who=x"], "query 'who-met-whom' has no parameter 'who'; it takes: person"),
    ):
        assert message in complaint([*command, *wrong], capsys)
    assert "--param gives a value to a query that --name names" in complaint(
        ["query", "ASK { }", "--param", "person=x", "--graph", str(graph)], capsys
    )


def test_the_questions_that_come_with_kg_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--list"]) == 0
    out = capsys.readouterr().out
    assert all(f"{name} " in out for name in read_queries("answer"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name one query"),
        (["ASK { }", "--name", "who-leads"], "name one query"),
        (["--name", "who-knows"], "there is no query 'who-knows'"),
        (["SELECT"], "malformed"),
        (["--file", "nowhere.rq"], "nowhere.rq: no such file or folder"),
        (["LOAD <http://127.0.0.1/x>"], "LOAD is refused"),
        (["CONSTRUCT WHERE { ?s ?p ?o }", "--store", "x", "--graph", "y"], "give one of them"),
        (["ASK { }", "--store", "x"], "'x' is no address of a store"),
    ],
)
def test_a_wrong_query_is_one_line(
    arguments: list[str], says: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = [] if "--store" in arguments else ["--graph", str(graph)]
    assert says in complaint(["query", *arguments, *at], capsys)


def test_a_query_keeps_to_the_time_and_memory_that_it_is_given(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    large = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('words' AS ?x0) {doubled} }}"
    for query, option, value, reason in (
        (product, "--timeout", "0.3", "the query took longer than 0.3 seconds and was stopped"),
        (large, "--max-memory", "64", "the query needs more than 64 MB and was stopped"),
        ("ASK {}", "--timeout", "nan", "must be between 0.1 and 86,400 seconds, not 'nan'"),
        ("ASK {}", "--timeout", "-1", "must be between 0.1 and 86,400 seconds, not '-1'"),
        ("ASK {}", "--timeout", "soon", "must be between 0.1 and 86,400 seconds, not 'soon'"),
        ("ASK {}", "--max-memory", "1", "--max-memory"),
    ):
        assert reason in complaint(["query", query, option, value, "--graph", str(graph)], capsys)
    assert printed(["query", "ASK {}", "--timeout", "5", "--max-memory", "256"], graph, capsys) == "yes\n"


def test_findings_are_printed_and_the_gravest_make_the_exit_code(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(["validate"], graph, capsys)
    assert "info      kept-aside" in out
    assert "(harbour 102)" in out
    assert out.endswith("1 finding\n")
    printed(["validate", "--fail-on", "info"], graph, capsys, code=1)
    printed(["validate", "--fail-on", "violation"], graph, capsys)


TEXTS = ["graphml", "trig", "nquads", "ttl", "ntriples", "rdf12", "jsonld", "csv", "events"]
OF_EXTRAS = ["ftm"] if find_spec("followthemoney") else []


@pytest.mark.parametrize("form", [*TEXTS, *OF_EXTRAS])
def test_an_export_is_written_to_a_file_as_it_is_printed(
    form: str, graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(["export", "--format", form], graph, capsys)
    path = tmp_path / "out"
    assert run(["export", "--format", form, "--out", str(path), "--graph", str(graph)]) == 0
    assert path.read_text("utf-8") == out
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"wrote {path}\n")
    assert ("apostrophe" in err) == (form in {"csv", "events"})


@pytest.mark.parametrize("form", ["parquet", "neo4j"])
def test_what_is_no_text_is_written_to_where_it_is_told(
    form: str, graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "--format", form, "--graph", str(graph)]) == 2
    assert f"--format {form} is not printed: name what to write with --out PATH" in capsys.readouterr().err
    for _ in range(2):  # the second takes the place of the first
        assert run(["export", "--format", form, "--out", str(tmp_path / "out"), "--graph", str(graph)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert run(["export", "--format", form, "--out", str(tmp_path / "no/out"), "--graph", str(graph)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_question_in_plain_english_is_answered_or_refused(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(["ask", "Who leads Port Salo?"], graph, capsys)
    assert shown.startswith("Understood: ? leads Port Salo\nMarta Oduya  (Person · ")
    assert "https://w3id.org/kg/statement/" in shown
    answer = json.loads(printed(["ask", "Who leads Port Salo?", "--json"], graph, capsys))
    assert answer["answers"][0]["value"] == "Marta Oduya"
    assert "SELECT DISTINCT ?statement" in printed(["ask", "Who leads Port Salo?", "--query"], graph, capsys)
    assert run(["ask", "Who owns Port Salo?", "--graph", str(graph)]) == 1
    assert "Note: no document of the graph says so" in capsys.readouterr().out
    assert run(["ask", "Why is Port Salo there?", "--graph", str(graph)]) == 2
    assert "kg: kg does not answer 'why'" in capsys.readouterr().err
