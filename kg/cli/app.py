"""The application: its commands, and what an exception means for the exit code."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from kg.cli import ask, build, compare, entities, look, rules, serve, upkeep
from kg.display.terminal import PipeClosedError, log, write
from kg.errors import KgError
from kg.resources import VERSION

__all__ = ["make_app", "run"]

EXAMPLES: dict[Callable[..., None], str] = {
    build.build: "kg build seeds/ --date 2025-09-22",
    upkeep.documents: "kg documents Taliban",
    upkeep.remove: "kg remove bagram-2025-09-21",
    upkeep.check: "kg check",
    upkeep.rebuild: "kg rebuild",
    build.extract: "kg extract seeds/ --date 2025-09-22 > facts.jsonl",
    build.openie: "kg openie sentences.txt > triples.tsv",
    ask.query: "kg query 'SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }'",
    look.view: "kg view --focus Taliban --hops 1 --out taliban.html",
    look.explain: "kg explain Taliban governs Afghanistan",
    look.path: 'kg path "Keir Starmer" Taliban',
    look.stats: "kg stats",
    compare.conflicts: "kg conflicts --kind denial",
    compare.diff: "kg diff last-week this-week",
    ask.validate: "kg validate --fail-on violation",
    ask.export: "kg export --format nquads > graph.nq",
    rules.rules: "kg rules seeds/ --relation governs",
    serve.serve: "kg serve --port 8765",
    serve.mcp: "kg mcp --graph news-graph",
}
"""Each command with the example that its help shows."""


def make_app() -> typer.Typer:
    """The application with its commands, each with an example in its help."""
    app = typer.Typer(
        name="kg",
        help="Turn news text into a knowledge graph that you can query, see and trust.",
        epilog="Start with: kg build seeds/",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for command, example in EXAMPLES.items():
        app.command(epilog=f"Example: {example}")(command)
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
        sys.stdout.flush()
    except KgError as error:
        log(f"kg: {error}")
        return 2
    except TyperException as error:
        log(f"kg: {error.format_message()} (see: kg {_command(arguments)}--help)")
        return 2
    except (PipeClosedError, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered has no reader
        return 0
    except (Abort, KeyboardInterrupt) as stop:
        log(f"kg: {str(stop.__cause__ or stop) or 'stopped'}")
        return 130
    except Exception as error:  # noqa: BLE001 (the last stop: whatever else is raised is a defect of ours)
        if os.environ.get("KG_DEBUG"):
            traceback.print_exc()
        log(f"kg: a defect of kg, not of your input: {type(error).__name__}: {error} (KG_DEBUG=1 shows where)")
        return 3
    return code if isinstance(code, int) else 0


def _command(arguments: Sequence[str]) -> str:
    names = {command.__name__ for command in EXAMPLES}
    return next((f"{argument} " for argument in arguments[:1] if argument in names), "")
