"""The application: its commands, and what an exception means for the exit code."""

import errno
import os
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from kg import api
from kg.cli import ask, build, entities, judge, look, maintain, rules, share
from kg.display.terminal import OutputError, PipeClosedError, finish_output, log, write
from kg.errors import KgError
from kg.resources import VERSION

type _Command = Callable[..., None] | typer.Typer

GROUPS: dict[str, dict[str, tuple[_Command, str]]] = {
    "Build": {
        "build": (build.build, "kg build seeds/ --date 2025-09-22"),
        "extract": (build.extract, "kg extract seeds/ --date 2025-09-22 > facts.jsonl"),
        "rules": (rules.rules, "kg rules seeds/ --relation governs"),
        "ontology": (rules.ontology_app, "kg ontology suggest seeds/ --least 2 > own.ttl"),
        "evaluate": (rules.evaluate, "kg evaluate gold.jsonl --ontology own.ttl --misses"),
        "llm": (build.llm_app, "kg llm log"),
        "openie": (build.openie, "kg openie sentences.txt > triples.tsv"),
    },
    "Ask": {
        "ask": (ask.ask, 'kg ask "Who met Muttaqi in September 2025?"'),
        "search": (ask.search, "kg search hostages Kabul --since 2025-09"),
        "query": (
            ask.query,
            "kg query 'SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }'",
        ),
    },
    "Look": {
        "explain": (look.explain, "kg explain Taliban governs Afghanistan"),
        "view": (look.view, "kg view --focus Taliban --hops 1 --out taliban.html"),
        "path": (look.path, 'kg path "Keir Starmer" Taliban'),
        "stories": (look.stories, "kg stories --since 2025-09-01"),
        "brief": (look.brief, "kg brief Taliban --out taliban.docx"),
        "conflicts": (look.conflicts, "kg conflicts --kind denial"),
        "diff": (look.diff, "kg diff last-week this-week"),
        "new": (judge.new, "kg new"),
        "watch": (judge.watch, "kg watch https://example.org/feed.xml --every 30"),
        "screen": (judge.screen, "kg screen draft.txt"),
        "stats": (look.stats, "kg stats"),
    },
    "Decide": {
        "entities": (entities.app, "kg entities"),
        "review": (judge.review, "kg review --limit 50"),
        "judge": (judge.judge, 'kg judge wrong Taliban governs Afghanistan --why "only in part"'),
        "verdicts": (judge.verdicts, "kg verdicts"),
        "follow": (judge.follow, "kg follow Taliban"),
    },
    "Share": {
        "export": (share.export, "kg export --format nquads > graph.nq"),
        "serve": (share.serve, "kg serve --port 8765"),
        "mcp": (share.mcp, "kg mcp --graph news-graph"),
    },
    "Maintain": {
        "documents": (maintain.documents, "kg documents Taliban"),
        "remove": (maintain.remove, "kg remove bagram-2025-09-21"),
        "validate": (maintain.validate, "kg validate --fail-on violation"),
        "check": (maintain.check, "kg check"),
        "rebuild": (maintain.rebuild, "kg rebuild"),
        "recover": (maintain.recover, "kg recover"),
    },
}
"""The commands by group and name, each with the example that its help shows."""

EXAMPLES = {name: example for group in GROUPS.values() for name, (_, example) in group.items()}
"""The example of each command."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO}


class _InOrder(TyperGroup):
    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 (as the class above has it)
        return list(EXAMPLES)


def make_app() -> typer.Typer:
    """Return the application with its commands in groups, each with an example in its help."""
    app = typer.Typer(
        name="kg",
        cls=_InOrder,
        help="Turn news text into a knowledge graph that you can query, see and trust.",
        epilog="Start with: kg build seeds/",
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for group, commands in GROUPS.items():
        for name, (command, example) in commands.items():
            epilog = f"Example: {example}"
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name, epilog=epilog, rich_help_panel=group)
            else:
                app.command(name, epilog=epilog, rich_help_panel=group)(command)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        write(f"kg {VERSION}\n")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code: 0 fine, 1 findings, 2 bad usage or bad input, 3 a defect of ours."""
    try:
        code = make_app()(args=list(arguments) or ["--help"], prog_name="kg", standalone_mode=False)
        finish_output()
    except (PipeClosedError, BrokenPipeError):
        _drop_output()
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (the last stop)
        code, line = _explained(error, arguments)
        log(f"kg: {line}")
    return code if isinstance(code, int) else 0


def _explained(error: BaseException, arguments: Sequence[str]) -> tuple[int, str]:
    error = api.damage(error) or error
    if isinstance(error, sqlite3.Error):
        error = KgError(f"a file of the graph cannot be read or written: {error}")
    match error:
        case KgError():
            return 2, str(error)
        case TyperException():
            return 2, f"{error.format_message()} (see: kg {_command(arguments)}--help)"
        case OSError() if error.filename is None and error.errno in _FULL:  # printing help says no more
            return _explained(OutputError(error.strerror), arguments)
        case OutputError():
            _drop_output()
            return 2, f"the output cannot be written: {str(error).lower()}"
        case Abort() | KeyboardInterrupt():
            return 130, str(error.__cause__ or error) or "stopped"
    if os.environ.get("KG_DEBUG"):
        traceback.print_exception(error)
    return 3, f"a defect of kg, not of your input: {type(error).__name__}: {error} (KG_DEBUG=1 shows where)"


def _drop_output() -> None:
    """Let what is still buffered for stdout go nowhere: nothing takes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(arguments: Sequence[str]) -> str:
    return next((f"{argument} " for argument in arguments[:1] if argument in EXAMPLES), "")
