"""The commands that read text: build, extract, openie, and `kg llm`."""

import json
from dataclasses import replace
from pathlib import Path
from shlex import quote
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import (
    GRAPH,
    OptionalSources,
    RepliesOption,
    Sources,
    finish,
    only,
    read_options,
    reading,
    stop_at_defects,
    with_options,
)
from kg.display.terminal import beside, indented, log, show, styled, table, write
from kg.display.text import brief, by_number, counted
from kg.errors import InputError
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.api.llm import Asked
    from kg.graph.facts.summary import GraphSummary
    from kg.llm.kept import Sent

_FEW = 200
"""A graph of so many documents is summarized without a page, too."""
_LISTED = 5
"""Ids, or documents, that a message names."""
_SHOWN = 10
_WORDS = 100
"""Facts in the summary of a build, and characters of a quote there; kg explain shows all."""

_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.", rich_help_panel="With an LLM")
]


@with_options(options=read_options)
def build(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    paths: OptionalSources = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DIR", help="Use records that kg extract --out wrote, instead of reading."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Graph directory to make or update.")] = GRAPH,
    options: api.ReadOptions,
    infer: Annotated[
        bool, typer.Option("--infer", help="Add what follows from the facts, in a named graph of its own.")
    ] = False,
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A list of what entities may be: SKOS or other RDF, CSV, FollowTheMoney. Kept for later builds.",
        ),
    ] = None,
    no_gazetteer: Annotated[
        bool, typer.Option("--no-gazetteer", help="Forget the gazetteers of builds before.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the documents whose files are gone from the folders named.")
    ] = False,
    no_page: Annotated[bool, typer.Option("--no-page", help="Do not draw the page: kg view does.")] = False,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="A SPARQL server that gets the graph of --out, too.")
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Its address for the Graph Store Protocol, if not that of --store."),
    ] = None,
    dry_run: _DryRun = False,
) -> None:
    """Read documents into a graph directory, write its page, and summarize it.

    Documents that the graph holds already are not read again; a file that changed replaces its earlier version. Ctrl-C
    keeps what was read, and the same command goes on from there. KG_STORE_USER and KG_STORE_PASSWORD hold a server's
    credentials.
    """
    if store is None and graph_store is not None:
        raise InputError("--graph-store goes with --store, the address for queries")
    if gazetteer and no_gazetteer:
        raise InputError("--no-gazetteer forgets all, and --gazetteer replaces them: give one of them")
    if from_ is None and not paths:
        raise InputError(
            "nothing to read was named: give files, folders or addresses, or --from with records (see: kg build --help)"
        )
    if from_ is not None and (paths or options.llm or prune):
        raise InputError("--from replaces reading: it goes with no path, no --llm and no --prune")
    sources = paths or []
    if dry_run:
        _show_cost(sources, options, out)
        return
    graph = api.build(
        sources,
        out=out,
        options=options,
        infer=infer,
        gazetteers=() if no_gazetteer else gazetteer or None,
        prune=prune,
        from_records=from_,
        store=store,
        graph_store=graph_store,
        progress=reading,
        on_failure=stop_at_defects,
    )
    report = graph.report
    if infer:
        log(f"inferred: {report.inferred:,} facts that no document states", "dim")
    _show_changes(report)
    if store is not None:
        log(f"published: {counted(report.published, 'named graph')} of {store} changed", "dim")
    if out.exists():
        page = api.drawn_page(out) if no_page else graph.draw()
        counts = graph.counts()
        changed = report.added or report.changed or report.removed
        read = page is not None or counts["document"] <= _FEW  # else its summary alone would take it whole
        _show_summary(counts, graph.summary() if changed and read else None, out, page)
    lacking = _show_asked(report.asked)
    finish(report.ignored, report.not_read, report.remarks)
    if lacking:
        raise typer.Exit(1)


def _show_changes(report: api.Report) -> None:
    for what, ids in (("replaced", report.changed), ("removed", report.removed), ("unchanged", report.unchanged)):
        if ids:
            more = f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else ""
            log(f"{what}: {', '.join(ids[:_LISTED])}{more}", "dim")
    if report.reread:
        log(f"read again, since kg or what it reads with has changed: {counted(report.reread, 'document')}", "dim")
    if report.unfit:
        fit = "fits" if report.unfit == 1 else "fit"
        log(f"{counted(report.unfit, 'decision')} {fit} nothing: kg entities decisions shows which", "yellow")


@with_options(options=read_options)
def extract(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    paths: Sources,
    options: api.ReadOptions,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Write Parquet records there instead of printing: a folder, or an address such as s3://bucket/records.",
        ),
    ] = None,
    engine: Annotated[Literal["ray"] | None, typer.Option(help="With --out: read on Ray. Needs newskg\\[ray].")] = None,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="The Ray cluster; by default Ray on this machine.")
    ] = None,
    dry_run: _DryRun = False,
) -> None:
    """Print what each document says, one JSON object a line; no graph is written.

    The lines' JSON Schema comes with the package: kg/schema/extraction.json. With --out, records are written for kg
    build --from; documents that are there are not read again.
    """
    if address is not None and engine is None:
        raise InputError("--address goes with --engine ray")
    if engine is not None and out is None:
        raise InputError("--engine goes with --out, the folder that gets the records")
    if out is not None and options.llm is not None:
        raise InputError("--out keeps what kg itself reads: it does not go with an LLM")
    if dry_run:
        _show_cost(paths, options, None)
        return
    if out is not None:
        kept = api.extract_to(
            paths,
            out,
            options=options,
            ray=engine == "ray",
            address=address,
            progress=reading,
            on_failure=stop_at_defects,
        )
        _show_kept(out, kept)
        finish(kept.ignored, kept.not_read, kept.remarks)
        return
    found = api.extract(paths, options=options, progress=reading, on_failure=stop_at_defects)
    for line in found.lines():
        write(f"{line}\n")
    lacking = _show_asked(found.asked)
    finish(found.ignored, found.not_read, found.remarks)
    if lacking:
        raise typer.Exit(1)


@with_options(options=only(read_options, "model"))
def openie(
    *, file: Annotated[Path, typer.Argument(help="A text file with one sentence a line.")], options: api.ReadOptions
) -> None:
    """Print each sentence's open triples, tab-separated: sentence, confidence, relation, arguments."""
    for sentence, triple in api.open_triples(file, model=options.model, progress=reading):
        write("\t".join((sentence, f"{triple.confidence:g}", triple.relation, *triple.args)) + "\n")


def _show_asked(asked: "Asked | None") -> bool:
    if asked is None:
        return False
    kept = max(0, asked.answered - asked.replied)
    sent = f"{counted(asked.sent, 'request')} sent ({asked.tokens:,} tokens), " if asked.sent else ""
    log(f"LLM: {sent}{counted(kept, 'reply')} kept before", "dim")
    dropped = sum(asked.dropped.values())
    log(
        f"LLM: {asked.added:,} facts added, {asked.confirmed:,} confirmed, {asked.refused:,} refused;"
        f" {dropped:,} of its statements dropped",
        "dim",
    )
    for reason, number in sorted(asked.dropped.items(), key=lambda pair: (-pair[1], pair[0])):
        log(f"  dropped: {number:,} {reason}", "dim")
    if asked.unanswered:
        requests = sum(number for _, number, _ in asked.unanswered)
        log(
            f"{counted(len(asked.unanswered), 'document')} read without the LLM, in all or in part:"
            f" {counted(requests, 'request')} unanswered; the same command asks again",
            "yellow",
        )
        reasons: dict[str, list[str]] = {}
        for document, _, why in asked.unanswered:
            reasons.setdefault(why, []).append(document)
        for why, documents in reasons.items():
            more = f" and {len(documents) - _LISTED:,} more" if len(documents) > _LISTED else ""
            log(f"  {why}: {', '.join(documents[:_LISTED])}{more}", "yellow")
    return bool(asked.unanswered)


def _show_cost(paths: list[str], options: api.ReadOptions, graph: Path | None) -> None:
    if options.llm is None:
        raise InputError("name the LLM: --llm-model NAME")
    llm = replace(options.llm, url=None)
    found = [
        request for _, request in api.llm_requests(paths, replace(options, llm=llm), graph=graph, progress=reading)
    ]
    show(f"{counted(len(found), 'request')} to {llm.model} ({llm.effort}); nothing was sent")
    sent, received = sum(each.tokens_in for each in found), sum(each.tokens_out for each in found)
    show(f"about {sent:,} tokens sent and {received:,} received")


def _show_summary(counts: "Mapping[str, int]", summary: "GraphSummary | None", graph: Path, page: Path | None) -> None:
    """Print to stdout how much the graph in a directory holds, and with its summary, of what."""
    show(f"{graph}/ holds {', '.join(counted(number, name) for name, number in counts.items())}.", "")
    if summary is not None:
        _show_contents(summary)
    show(*_next_steps(summary, graph, page))


def _show_kept(folder: str, kept: api.Kept) -> None:
    """Print to stdout what a folder of records holds of what was named."""
    before = kept.documents - kept.read
    of_these = f", {before:,} of them from before" if before else ""
    gone = f" {counted(kept.removed, 'file')} of it removed: no longer so." if kept.removed else ""
    show(f"{folder} holds {counted(kept.documents, 'document')} in {counted(kept.partitions, 'file')}{of_these}.{gone}")
    show(f"Next: kg build --from {quote(folder)}")


def _show_contents(summary: "GraphSummary") -> None:
    by_class = table("Entities", "class", "entities", numbers=["entities"])
    for name, number in by_number(summary.classes):
        by_class.add_row(name, str(number))
    by_relation = table("Facts", "relation", *FACTUALITIES, numbers=FACTUALITIES)
    for name, _ in by_number({name: sum(held.values()) for name, held in summary.relations.items()}):
        by_relation.add_row(styled(name), *(str(summary.relations[name].get(kind, "")) for kind in FACTUALITIES))
    show(beside(by_class, by_relation), "")
    facts = table("What the articles tell", "subject", "relation", "object", "said", "words")
    for fact in summary.supported[:_SHOWN]:
        facts.add_row(
            styled(fact.subject),
            styled(fact.relation, "bold"),
            styled(fact.object),
            "once" if fact.statements == 1 else f"{fact.statements} times",
            styled(f"“{shorten(fact.quote, _WORDS, placeholder=' …')}”", "italic"),
        )
    show(facts, "")


def _next_steps(summary: "GraphSummary | None", graph: Path, page: Path | None) -> list[str]:
    name = quote(summary.mentioned[0][0]) if summary is not None and summary.mentioned else "NAME"
    at = "" if graph.as_posix() == "graph" else f" --graph {quote(str(graph))}"
    return [
        "Try next:",
        f"  open {page} in a browser" if page else f"  kg view{at}",
        f"  kg explain {name}{at}",
        f"  kg query --list{at}",
        f"  kg query{at} 'SELECT ?who ?what {{ ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }}'",
    ]


llm_app = typer.Typer(help="List what was sent to LLMs.", epilog="Example: kg llm log", no_args_is_help=True)


@llm_app.command("log", epilog="Example: kg llm log --format json")
def show_log(
    form: Annotated[Literal["table", "text", "json"], typer.Option("--format", help="Output format.")] = "table",
    replies: RepliesOption = None,
    graph: Annotated[Path, typer.Option(metavar="DIR", help="Graph directory with the replies.")] = GRAPH,
) -> None:
    """List what was sent to LLMs: when, where, about what; with `text` or `json` every word of it."""
    found = api.llm_log(replies or graph / "replies.sqlite")
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
