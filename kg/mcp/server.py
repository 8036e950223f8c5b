"""The server: the tools and resources under their names, over standard input and output or HTTP on this machine."""

from __future__ import annotations

import json
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations

from kg.api.graph import CurrentGraph
from kg.errors import KgError, NotFoundError
from kg.mcp.tools import Tools
from kg.ontology import terms
from kg.resources import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mcp.server.mcpserver import Context
    from mcp.types import CallToolResult, InputRequiredResult

_INSTRUCTIONS = """\
A knowledge graph of news articles that were read on this machine. Every fact comes from the words of an article.
Cite what you say: each row names its article (document), publisher and day (published), and gives the words (quote).
`factuality` is asserted, reported (by a source), planned, hypothetical or denied: say so.
Begin with find_entities for the exact name. Answers come in pages: ask again with next_offset for more.
What is not in the graph may still be true: say that the articles do not mention it."""

_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_TITLES: dict[Callable[..., object], str] = {
    Tools.find_entities: "Find entities",
    Tools.facts_about: "Facts about an entity",
    Tools.facts_between: "Facts between two entities",
    Tools.explain: "Explain a fact",
    Tools.paths: "Paths between two entities",
    Tools.said_by: "What somebody said",
    Tools.timeline: "Timeline",
    Tools.disputed: "What is disputed",
    Tools.stories: "Stories",
    Tools.screen: "Screen a text",
    Tools.articles: "Articles",
    Tools.read_article: "Read an article",
    Tools.questions: "Questions",
    Tools.ask: "Ask in plain English",
    Tools.answer_named: "Answer a known question",
    Tools.sparql: "SPARQL",
}
_ARGUMENTS = {tool.__name__: list(signature(tool).parameters)[1:] for tool in _TITLES}


class _Server(MCPServer):
    """A server that refuses arguments which its tools do not have, in place of ignoring them."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; ToolError if an argument is unknown."""
        known = _ARGUMENTS.get(name, list(arguments))
        unknown = [each for each in arguments if each not in known]
        if unknown:
            raise ToolError(f"unknown argument {unknown[0]!r}: {name} has {', '.join(known) or 'no arguments'}")
        return await super().call_tool(name, arguments, context)


def make_server(directory: Path) -> MCPServer:
    """Return a server for the graph in a directory, which is reopened when it changes; StoreError if there is none."""
    current = CurrentGraph(directory)
    current.graph()  # raises where there is none
    tools = Tools(current)
    server = _Server(
        "kg", title="kg, a knowledge graph of news", instructions=_INSTRUCTIONS, version=VERSION, log_level="ERROR"
    )
    for function, title in _TITLES.items():
        server.tool(title=title, annotations=_READ_ONLY)(_telling(getattr(tools, function.__name__)))

    @server.resource("kg://vocabulary", title="The vocabulary", mime_type="application/json")
    def vocabulary() -> str:
        """The classes and relations of the graph, with what each means."""
        return json.dumps(_vocabulary(), ensure_ascii=False, indent=1)

    @server.resource("kg://articles/{+document}", title="An article", mime_type="text/plain")
    def article(document: str) -> str:
        """An article's whole text, by its id."""
        try:
            return tools.whole_article(document)
        except NotFoundError as error:
            raise ResourceNotFoundError(str(error)) from error

    return server


def run(directory: Path, transport: Literal["stdio", "http"], port: int) -> None:
    """Serve until the client disconnects or Ctrl-C; over HTTP on 127.0.0.1 alone. StoreError if there is no graph."""
    server = make_server(directory)
    if transport == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=port, stateless_http=True, json_response=True)


def _telling(tool: Callable[..., object]) -> Callable[..., object]:
    """Return the tool, with its KgErrors as errors of the protocol."""

    @wraps(tool)
    def answer(*args: object, **values: object) -> object:
        try:
            return tool(*args, **values)
        except KgError as error:
            raise ToolError(str(error)) from error

    return answer


def _vocabulary() -> list[dict[str, object]]:
    """Return the classes and relations with their meanings."""
    known = (each._asdict() for each in terms() if each.kind in {"class", "relation"})
    return [{name: value for name, value in each.items() if value} for each in known]
