"""`%kg` and `%%sparql`: parse a line, call a `Graph`, return what displays itself; and adding them to IPython."""

from __future__ import annotations

import argparse
import math
import re
import shlex
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from IPython.core.completer import SimpleCompletion, context_matcher
from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class, no_var_expand

from kg import api
from kg.display.html import html_table
from kg.display.text import text_table
from kg.errors import KgError, QuestionError
from kg.graph.query.files import read_queries
from kg.graph.query.process import MAX_MEMORY, TIMEOUT
from kg.magics.completion import COMMANDS, SPARQL, complete, graph_named, graphs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from IPython.core.completer import CompletionContext, Matcher, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

    from kg.graph.asking.answers import Answer
    from kg.graph.query.execution import Rows

_DIGITS = 8
"""So many digits no number of MB has."""


@dataclass(frozen=True, repr=False)
class Listing:
    """A table that displays itself."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        return text_table(self.columns, self.rows, most=len(self.rows), width=80)

    def _repr_html_(self) -> str:
        return html_table(self.columns, self.rows)


class _Parser(argparse.ArgumentParser):
    """A parser that raises a mistake as the shell shows it, and never ends the kernel."""

    def __init__(self, usage: str) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self._written = usage
        for option, value in re.findall(r"\[(--[\w-]+) ?(\w*)\]", usage):
            if value:
                parsed = _VALUES.get(f"{option} {value}", str)
                self.add_argument(option, dest=_NAMES.get(option), type=parsed, default=_DEFAULTS.get(option))
            else:
                self.add_argument(option, action="store_true")

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; write it as {self._written}")


@magics_class
class KgMagics(Magics):
    """`%kg` and `%%sparql`."""

    @no_var_expand
    @line_magic
    def kg(self, line: str) -> object:
        """Build, open, ask, explain or view a graph; `%kg` alone shows how."""
        try:
            command, *words = shlex.split(line) or ["help"]
        except ValueError as error:
            raise UsageError(f"%kg: {error}: close the quotation mark") from error
        if command == "help":
            return Listing(("command", "does"), tuple(COMMANDS.values()))
        if command not in COMMANDS:
            raise UsageError(f"%kg has no command {command!r}; it has {', '.join(COMMANDS)}")
        try:
            return getattr(self, f"_{command}")(words, _Parser(COMMANDS[command].usage))
        except (KgError, OSError) as error:
            raise UsageError(str(error)) from error

    @no_var_expand
    @cell_magic
    def sparql(self, line: str, cell: str) -> Rows | None:
        """Put the cell to a graph as a SPARQL query: `%%sparql [--graph NAME] [--out NAME] [--timeout SECONDS] …`."""
        options = _Parser(SPARQL).parse_args(line.split())
        try:
            graph = graph_named(self._names(), options.graph)
            rows = graph.query(cell, timeout=options.timeout, max_memory=options.max_memory)
        except KgError as error:
            raise UsageError(str(error)) from error
        return self._give(rows, options.out)

    def _names(self) -> dict[str, Any]:
        return self.shell.user_ns if self.shell is not None else {}

    def _give[R](self, rows: R, name: str | None) -> R | None:
        """Rows, or an answer, to show or, where a variable is named for them, to hold."""
        if name is None:
            return rows
        self._names()[name] = rows
        return None

    def _build(self, words: Sequence[str], parser: _Parser) -> api.Graph:
        parser.add_argument("paths", nargs="+")
        options = parser.parse_args(words)
        graph = api.build(
            options.paths,
            out=options.out,
            date=options.date,
            publisher=options.publisher,
            rules=options.rules,
            infer=options.infer,
        )
        self._names()[options.name] = graph
        return graph

    def _open(self, words: Sequence[str], parser: _Parser) -> api.Graph:
        parser.add_argument("directory", nargs="?", default="graph")
        options = parser.parse_args(words)
        graph = api.open(options.directory)
        self._names()[options.name] = graph
        return graph

    def _ask(self, words: Sequence[str], parser: _Parser) -> Rows | Answer | None:
        parser.add_argument("question")
        parser.add_argument("values", nargs="*", type=_value, metavar="NAME=VALUE")
        options = parser.parse_args(words)
        graph = graph_named(self._names(), options.graph)
        limits = {"timeout": options.timeout, "max_memory": options.max_memory}
        if " " in options.question.strip():  # a sentence, not the name of a query
            if options.values:
                raise QuestionError("a question in plain English takes no values: write them into it")
            return self._give(graph.ask(options.question, **limits), options.out)
        return self._give(graph.query_named(options.question, **limits, **dict(options.values)), options.out)

    def _explain(self, words: Sequence[str], parser: _Parser) -> object:
        parser.add_argument("name")
        parser.add_argument("relation", nargs="?")
        parser.add_argument("other", nargs="?")
        options = parser.parse_args(words)
        return graph_named(self._names(), options.graph).explain(options.name, options.relation, options.other)

    def _view(self, words: Sequence[str], parser: _Parser) -> api.Page:
        parser.add_argument("focus", nargs="?")
        options = parser.parse_args(words)
        if options.hops is not None and (options.focus is None or options.hops < 1):
            parser.error("--hops counts facts, at least one, from an entity that is named")
        return graph_named(self._names(), options.graph).view(focus=options.focus, hops=options.hops)

    def _queries(self, words: Sequence[str], parser: _Parser) -> Listing:
        parser.parse_args(words)
        rows = (
            (name, query.says, ", ".join(f"[{each.name}]" if each.optional else each.name for each in query.parameters))
            for name, query in read_queries("answer").items()
        )
        return Listing(("question", "answers", "takes"), tuple(rows))


def _seconds(text: str) -> float:
    try:
        if 0 < (seconds := float(text)) < math.inf:
            return seconds
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")


def _mebibytes(text: str) -> int:
    if text.isdecimal() and 0 < len(text) < _DIGITS and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of MB")


def _variable(text: str) -> str:
    if not text.isidentifier():
        raise argparse.ArgumentTypeError(f"{text!r} is not a variable name")
    return text


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as in 2025-09-22") from None


def _value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


_VALUES: dict[str, Callable[[str], object]] = {
    "--as NAME": _variable,
    "--date DATE": _date,
    "--hops N": int,
    "--max-memory MB": _mebibytes,
    "--out NAME": _variable,
    "--timeout SECONDS": _seconds,
}
"""How the values of options are parsed, by their words in the usage; others are texts."""
_DEFAULTS = {"--as": "graph", "--max-memory": MAX_MEMORY, "--timeout": TIMEOUT}
_NAMES = {"--as": "name"}
"""Attributes of options that are not called as they are."""

_IDENTIFIER = "kg"


def load(shell: InteractiveShell) -> None:
    """Add the magics and their completion to a shell, once."""
    unload(shell)
    shell.register_magics(KgMagics(shell))
    shell.Completer.custom_matchers.append(_matcher_for(shell))


def unload(shell: InteractiveShell) -> None:
    """Take them away again."""
    matchers = shell.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if getattr(matcher, "matcher_identifier", None) != _IDENTIFIER]
    for kind, name in (("line", "kg"), ("cell", "sparql")):
        shell.magics_manager.magics[kind].pop(name, None)


def _matcher_for(shell: InteractiveShell) -> Matcher:
    """What completes `%%sparql` cells and `%kg` lines in a shell, and leaves all else to others."""

    def matcher(context: CompletionContext) -> SimpleMatcherResult:
        lines = context.full_text.split("\n")
        before = "\n".join([*lines[: context.cursor_line], context.text_until_cursor])
        found = complete(before, graphs_of(shell.user_ns), context.full_text[len(before) :])
        if found is None:
            return {"completions": [], "suppress": False}
        fragment, completions = found
        return {
            "completions": [SimpleCompletion(text=each.text, type=each.kind) for each in completions],
            "matched_fragment": fragment,
            "ordered": True,
            "suppress": bool(completions),
        }

    made: Matcher = context_matcher(identifier=_IDENTIFIER, priority=1000)(matcher)
    return made
