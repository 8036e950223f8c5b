"""`kg llm`: requests and replies as files, and what was sent."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.llm.options import EffortOption, RepliesOption, language_model
from kg.cli.options import (
    GRAPH,
    ColumnOption,
    DateOption,
    FormatOption,
    ModelOption,
    PublisherOption,
    RulesOption,
    Sources,
    reading,
    reading_options,
)
from kg.display.terminal import indented, log, show, styled, table, write
from kg.display.text import brief, counted

if TYPE_CHECKING:
    from kg.llm.kept import Sent

__all__ = ["app"]

app = typer.Typer(
    help="Ask a language model by files, and list what was sent to one.",
    epilog="Example: kg llm log",
    no_args_is_help=True,
)

_Graph = Annotated[Path, typer.Option("--graph", metavar="DIR", help="The graph directory whose replies are meant.")]


@app.command(epilog="Example: kg llm requests articles/ --llm-model gpt-x --llm-effort full > requests.jsonl")
def requests(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    paths: Sources,
    llm_model: Annotated[str, typer.Option("--llm-model", metavar="NAME", help="The language model.")],
    llm_effort: EffortOption = "add",
    date: DateOption = None,
    publisher: PublisherOption = None,
    form: FormatOption = None,
    column: ColumnOption = None,
    model: ModelOption = None,
    rules: RulesOption = None,
    replies: RepliesOption = None,
    graph: _Graph = GRAPH,
) -> None:
    """Print the requests that no reply is kept for, in the batch format of the common services; nothing is sent.

    With `full`, those that check what passages state follow once there are replies to these: run it again then.
    """
    from kg.llm.replies import request_line

    named = language_model(None, llm_model, llm_effort, None, replies, 1, 1.0, dry_run=False)
    if named is None:  # the model is asked for
        return
    found = api.llm_requests(
        paths,
        named,
        graph=graph,
        date=date,
        publisher=publisher,
        options=reading_options(form, column, 100, 20, 30.0, 1.0, allow_private=False),
        model=model,
        rules=rules,
        progress=reading,
    )
    for _, request in found:
        write(f"{request_line(request)}\n")


@app.command(epilog="Example: kg llm replies replies.jsonl")
def replies(
    file: Annotated[Path, typer.Argument(help="What the service gave for the requests.", show_default=False)],
    replies: RepliesOption = None,
    graph: _Graph = GRAPH,
) -> None:
    """Keep the replies of a batch file, for builds to come. Exit code 1 where a line holds none."""
    taken = api.take_llm_replies(file, replies or _kept_in(graph))
    log(f"{counted(taken.kept, 'reply')} kept, {taken.known:,} known before")
    for number, why in taken.wrong:
        log(f"{file}, line {number}: {why}", "yellow")
    if taken.wrong:
        raise typer.Exit(1)


@app.command("log", epilog="Example: kg llm log --format json")
def show_log(
    form: Annotated[
        Literal["table", "text", "json"], typer.Option("--format", help="How to print the list.")
    ] = "table",
    replies: RepliesOption = None,
    graph: _Graph = GRAPH,
) -> None:
    """List what was sent to language models: when, where, about what; with `text` or `json` every word of it."""
    found = api.llm_log(replies or _kept_in(graph))
    if form == "json":
        for each in found:
            write(json.dumps(_as_json(each), ensure_ascii=False) + "\n")
    elif form == "text":
        for each in found:
            show(styled(f"{each.time} {each.url} {each.model}: {each.document} ({each.outcome})", "bold"))
            for message in json.loads(each.body)["messages"]:
                show(indented(styled(message["content"])))
            show(indented(styled(each.content or "", "green")))
    else:
        rows = table(None, "time", "server", "model", "task", "document", "tokens", "outcome")
        for each in found:
            tokens = "" if each.tokens_in is None else f"{each.tokens_in + (each.tokens_out or 0):,}"
            cells = (each.time, each.url, each.model, each.task, each.document, tokens, brief(each.outcome, 60))
            rows.add_row(*map(styled, cells))
        show(rows, styled(counted(len(found), "request"), "dim"))


def _as_json(sent: "Sent") -> dict[str, object]:
    return {
        "time": sent.time,
        "url": sent.url,
        "model": sent.model,
        "task": sent.task,
        "document": sent.document,
        "outcome": sent.outcome,
        "key": sent.key,
        "request": json.loads(sent.body),
        "reply": sent.content,
        "tokens_in": sent.tokens_in,
        "tokens_out": sent.tokens_out,
    }


def _kept_in(graph: Path) -> Path:
    return graph / "replies.sqlite"
