"""What an assistant gets, by the protocol's own client: in this process, over standard input and output, over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graph_examples import directory_of
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from ontology_articles import echo, gazette, herald, later, mail, treaty, visit

from kg.errors import StoreError
from kg.mcp.server import make_server, run

if TYPE_CHECKING:
    from mcp.types import CallToolResult, Tool

HOSTILE = (
    '" } #', "' OR 1=1", "\\", "\x1b[31mred", "<script>alert(1)</script>", "../../etc/passwd", "{}", "\n\n", "\u202e",
    "x" * 499, "\U0001f600", "DROP ALL", "%s%n", "\ud7ff", "a\x00b",
)  # fmt: skip


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "graph"
    directory_of(path, treaty(), visit(), herald(), echo(), gazette(), mail(), later())
    return path


@pytest.fixture(scope="module")
def server(directory: Path) -> Any:
    """A server on that graph, for all who only ask."""
    return make_server(directory)


def talk[Found](server: Any, ask: Callable[[Client], Awaitable[Found]]) -> Found:
    """What is found by talking to a server."""

    async def within() -> Found:
        async with Client(server) as client:
            return await ask(client)

    return asyncio.run(within())


def call(server: Any, tool: str, /, **arguments: Any) -> CallToolResult:
    return talk(server, lambda client: client.call_tool(tool, arguments))


def rows(server: Any, tool: str, /, **arguments: Any) -> list[dict[str, Any]]:
    result = call(server, tool, **arguments)
    assert not result.is_error, result.content
    assert result.structured_content
    found: list[dict[str, Any]] = result.structured_content["rows"]
    return found


# Twenty questions, each answered by one call: the tool, its arguments, and a line of its answer with the article and
# the words that it cites.
QUESTIONS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("facts_between", {"entity": "Marta Oduya", "other": "Jon Brae"},
     {"relation": "met with", "time": "2019-03-04", "document": "treaty"}),
    ("facts_about", {"entity": "brae"}, {"relation": "leads", "object": "Brenna Shipbuilding", "document": "treaty"}),
    ("facts_about", {"entity": "Marta Oduya"},
     {"relation": "visited", "object": "Kelm", "document": "visit",
      "quote": "Marta Oduya visited Kelm on 11 March 2019."}),
    ("explain", {"subject": "Norland", "relation": "signed"},
     {"factuality": "planned", "source": "Marta Oduya", "document": "treaty"}),
    ("explain", {"subject": "Vesmark", "relation": "attacked", "object": "Aurelia"},
     {"factuality": "negated", "quote": "Vesmark did not attack the Aurelia."}),
    ("explain", {"subject": "Ada Marlow", "object": "1961-05-02"}, {"document": "gazette"}),
    ("said_by", {"entity": "Marta Oduya"},
     {"words": "Norland will sign the Orm Water Treaty in May", "to": "Salo Courier", "document": "treaty"}),
    ("said_by", {"entity": "Lena Orsk"}, {"words": "Corvia may attack the rebels", "document": "herald"}),
    ("timeline", {"entity": "Port Amar", "since": "2021-05-02"},
     {"date": "2021-05-02", "subject": "Corvian rebels", "document": "echo"}),
    ("timeline", {"since": "1961", "until": "1961"}, {"object": "1961-05-02", "document": "gazette"}),
    ("disputed", {"entity": "Brenna Shipbuilding"}, {"value": "1911", "document": "mail"}),
    ("stories", {}, {"documents": 2}),
    ("stories", {"story": "Brenna"}, {"what": "article", "document": "mail"}),
    ("disputed", {}, {"value": "30", "document": "echo", "about": "Corvian rebels"}),
    ("disputed", {"entity": "Brenna Shipbuilding"}, {"kind": "holder", "value": "Kelm"}),
    ("find_entities", {"entity": "orsk"}, {"name": "Lena Orsk", "class": "Person", "documents": 5}),
    ("articles", {"words": "salt act", "until": "2022"}, {"document": "gazette", "published": "2022-05-03"}),
    ("articles", {"since": "2023"}, {"document": "later", "title": "Later"}),
    (
        "answer_named",
        {"question": "who-leads", "values": {"name": "Corvia"}},
        {"leader": "Lena Orsk", "document": "herald"},
    ),
    ("answer_named", {"question": "who-owns-what"}, {"document": "echo", "quote": "Talia Bank owns Salt Works."}),
    (
        "answer_named",
        {"question": "denied", "values": {"name": "Port Amar"}},
        {"source": "Lena Orsk", "document": "herald"},
    ),
    ("sparql", {"query": "SELECT ?name { ?x kg:memberOf ?y . ?y rdfs:label ?name }"}, {"name": "Talia League"}),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "line"), QUESTIONS)
def test_twenty_questions_are_answered_with_their_citations(
    server: Any, tool: str, arguments: dict[str, Any], line: dict[str, Any]
) -> None:
    found = rows(server, tool, **arguments)
    assert any(line.items() <= row.items() for row in found), found


def test_every_tool_says_that_it_only_reads_and_its_example_works(server: Any) -> None:
    tools: list[Tool] = talk(server, lambda client: client.list_tools()).tools
    assert len(tools) == 16
    for each in tools:
        assert each.annotations
        assert each.annotations.read_only_hint
        assert each.output_schema
        example = re.search(r"Example: (\{.*\})$", each.description or "")
        assert example, each.name
        arguments = json.loads(example[1])
        result = call(server, each.name, **arguments)
        reason = str(result.content)
        assert not result.is_error or "nothing in the graph is called" in reason or "no article has" in reason, reason


def test_answers_come_in_pages_that_make_up_the_whole(server: Any) -> None:
    whole = rows(server, "facts_about", entity="Lena Orsk", limit=50)
    pages: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        content = call(server, "facts_about", entity="Lena Orsk", offset=offset, limit=2).structured_content
        assert content
        pages += content["rows"]
        assert content["total"] == len(whole)
        offset = content["next_offset"]
    assert pages == whole
    assert rows(server, "facts_about", entity="Lena Orsk", offset=1000) == []


def test_an_article_is_read_whole_or_in_parts(server: Any) -> None:
    text = herald().document.text
    part = call(server, "read_article", document="herald", offset=4, length=5).structured_content
    assert part == {"document": "herald", "text": text[4:9], "offset": 4, "length": len(text), "next_offset": 9}
    found = talk(server, lambda client: client.read_resource("kg://articles/herald"))
    assert found.contents[0].text == text  # type: ignore[union-attr]
    assert "no article has the id 'nope'" in talk(server, lambda client: refusal(client, "kg://articles/nope"))


async def refusal(client: Client, resource: str) -> str:
    """Why a resource cannot be read."""
    with pytest.raises(MCPError) as refused:
        await client.read_resource(resource)
    return str(refused.value)


def test_the_vocabulary_is_a_resource(server: Any) -> None:
    found = talk(server, lambda client: client.read_resource("kg://vocabulary"))
    known = {each["name"]: each for each in json.loads(found.contents[0].text)}  # type: ignore[union-attr]
    assert known["kg:metWith"]["kind"] == "relation"
    assert known["kg:Person"]["kind"] == "class"
    assert known["kg:metWith"]["comment"]


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("facts_about", {"entity": "Marta Odu"}, "nothing in the graph is called 'Marta Odu': do you mean Marta Oduya"),
        ("read_article", {"document": "nope"}, "no article has the id 'nope': articles lists them"),
        (
            "read_article",
            {"document": "visit", "offset": 9999},
            "the article has 42 characters: there is none at 9,999",
        ),
        ("answer_named", {"question": "nope"}, "there is no query 'nope'"),
        ("answer_named", {"question": "said-by"}, "name"),
        ("timeline", {"since": "soon"}, "is no date"),
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "DELETE is refused"),
        ("sparql", {"query": "SELECT * { SERVICE <http://a> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "SELECT"}, ""),
        ("facts_about", {"entity": ""}, "at least 1 character"),
        ("facts_about", {"entity": "x" * 501}, "at most 500 characters"),
        ("facts_about", {"entity": "Kelm", "limit": 51}, "less than or equal to 50"),
        ("facts_about", {}, "Field required"),
        ("facts_about", {"entity": "Kelm", "name": "Kelm"}, "'name': facts_about has entity, offset, limit"),
        ("questions", {"entity": "Kelm"}, "'entity': questions has no arguments"),
    ],
)
def test_what_cannot_be_answered_is_told(server: Any, tool: str, arguments: dict[str, Any], reason: str) -> None:
    result = call(server, tool, **arguments)
    assert result.is_error
    assert reason in str(result.content[0].text)  # type: ignore[union-attr]


def contents(directory: Path) -> dict[str, str]:
    """A hash of each file, by its path, but for the marks that a reader leaves."""
    return {
        str(path.relative_to(directory)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def test_calls_at_random_break_nothing_and_write_nothing(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    """KG_CALLS is how many are made (200)."""
    chance = random.Random(26)  # noqa: S311 - no secrets
    before = contents(directory)
    server = make_server(directory)
    strings = (*HOSTILE, "Marta Oduya", "Kelm", "who-leads", "SELECT * { ?s ?p ?o }", "2019", "herald")

    def value(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return value(definitions[schema["$ref"].rpartition("/")[2]], definitions)
        if chance.random() < 0.1:
            return chance.choice([None, -1, 1 << 70, 1e308, [], {}, True, "x" * 100_000])
        if "anyOf" in schema:
            return value(chance.choice(schema["anyOf"]), definitions)
        if schema.get("type") == "integer":
            return chance.randint(0, 60)
        if schema.get("type") == "object":
            return {chance.choice(["name", "one", "limit", "\x00"]): chance.choice(strings) for _ in range(2)}
        return chance.choice(strings)

    async def ask(client: Client) -> None:
        tools = (await client.list_tools()).tools
        for _ in range(int(os.environ.get("KG_CALLS", "200"))):
            tool = chance.choice(tools)
            known = tool.input_schema["properties"]
            chosen = [name for name in known if chance.random() < 0.7]
            arguments = {name: value(known[name], tool.input_schema.get("$defs", {})) for name in chosen}
            try:
                result = await client.call_tool(tool.name, arguments)
            except MCPError:  # refused by the protocol
                continue
            assert len(json.dumps(result.structured_content)) < 200_000

    with caplog.at_level(logging.ERROR):
        talk(server, ask)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], "a tool crashed"
    assert contents(directory) == before


def test_a_graph_that_changes_is_asked_as_it_is_now(tmp_path: Path) -> None:
    directory_of(tmp_path / "graph", visit())
    server = make_server(tmp_path / "graph")
    assert [row["document"] for row in rows(server, "articles")] == ["visit"]
    directory_of(tmp_path / "graph", herald())
    assert [row["document"] for row in rows(server, "articles")] == ["herald", "visit"]
    assert rows(server, "find_entities", entity="Orsk")


def test_where_there_is_no_graph_no_server_starts(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph"):
        run(tmp_path / "nope", "stdio", 0)
    done = subprocess.run(
        [sys.executable, "-m", "kg", "mcp", "--graph", str(tmp_path / "nope")],
        input="", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no graph: make one with kg build" in done.stderr


def test_over_standard_input_and_output(directory: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "kg", "mcp", "--graph", str(directory)])
    assert rows(command, "find_entities", entity="Kelm")[0]["class"] == "City"


@pytest.fixture
def address(directory: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg", "mcp", "--graph", str(directory), "--transport", "http", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
        server.terminate()


def test_over_http_on_this_machine(address: str) -> None:
    assert rows(address, "find_entities", entity="Kelm")[0]["class"] == "City"
