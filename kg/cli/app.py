"""The application: its commands, and what an exception means for the exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from kg import api
from kg.cli import ask, build, compare, entities, look, serve, upkeep
from kg.cli.llm import commands as llm
from kg.cli.own import ontology, rules
from kg.display.terminal import OutputError, PipeClosedError, finish_output, log, write
from kg.errors import KgError
from kg.resources import VERSION

__all__ = ["make_app", "run"]

EXAMPLES: dict[Callable[..., None], str] = {
    build.build: "kg build seeds/ --date 2025-09-22",
    upkeep.documents: "kg documents Taliban",
    upkeep.remove: "kg remove bagram-2025-09-21",
    upkeep.check: "kg check",
    upkeep.rebuild: "kg rebuild",
    upkeep.recover: "kg recover",
    build.extract: "kg extract seeds/ --date 2025-09-22 > facts.jsonl",
    build.openie: "kg openie sentences.txt > triples.tsv",
    ask.ask: 'kg ask "Who met Muttaqi in September 2025?"',
    ask.query: "kg query 'SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }'",
    look.view: "kg view --focus Taliban --hops 1 --out taliban.html",
    look.brief: "kg brief Taliban --out taliban.docx",
    look.explain: "kg explain Taliban governs Afghanistan",
    look.path: 'kg path "Keir Starmer" Taliban',
    look.stats: "kg stats",
    look.stories: "kg stories --since 2025-09-01",
    compare.conflicts: "kg conflicts --kind denial",
    compare.diff: "kg diff last-week this-week",
    ask.validate: "kg validate --fail-on violation",
    ask.export: "kg export --format nquads > graph.nq",
    rules.rules: "kg rules seeds/ --relation governs",
    ontology.evaluate: "kg evaluate gold.jsonl --ontology own.ttl --misses",
    serve.serve: "kg serve --port 8765",
    serve.mcp: "kg mcp --graph news-graph",
}
"""Each command with the example that its help shows."""


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO}


def make_app() -> typer.Typer:
    """The application with its commands, each with an example in its help."""
    app = typer.Typer(
        name="kg",
        help="Turn news text into a knowledge graph that you can query, see and trust.",
        epilog="Start with: kg build seeds/",
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for command, example in EXAMPLES.items():
        app.command(epilog=f"Example: {example}")(command)
        if command is build.openie:
            app.add_typer(llm.app, name="llm", rich_help_panel=None)
        if command is rules.rules:
            app.add_typer(ontology.app, name="ontology", rich_help_panel=None)
        if command is upkeep.rebuild:
            app.add_typer(entities.app, name="entities", rich_help_panel=None)
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
        code, line = _told(error, arguments)
        log(f"kg: {line}")
    return code if isinstance(code, int) else 0


def _told(error: BaseException, arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code for an exception, and the line that says what it means."""
    error = api.damage(error) or error
    match error:
        case KgError():
            return 2, str(error)
        case TyperException():
            return 2, f"{error.format_message()} (see: kg {_command(arguments)}--help)"
        case OSError() if error.filename is None and error.errno in _FULL:  # what prints help tells no more
            return _told(OutputError(error.strerror), arguments)
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
    names = {command.__name__ for command in EXAMPLES}
    return next((f"{argument} " for argument in arguments[:1] if argument in names), "")
