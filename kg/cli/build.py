"""The commands that read text: build, extract, openie."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from kg import api
from kg.cli.llm.options import (
    BudgetOption,
    ConcurrencyOption,
    DryRunOption,
    EffortOption,
    LlmModelOption,
    LlmOption,
    LlmTimeoutOption,
    PricesOption,
    RepliesOption,
    language_model,
    show_asked,
    show_cost,
)
from kg.cli.options import (
    GRAPH,
    AllowPrivateOption,
    ColumnOption,
    DateOption,
    DelayOption,
    FormatOption,
    MaxPagesOption,
    MaxSizeOption,
    ModelOption,
    OntologyOption,
    OptionalSources,
    PublisherOption,
    RulesOption,
    Sources,
    WebTimeoutOption,
    WorkersOption,
    finish,
    reading,
    reading_options,
    stop_at_defects,
)
from kg.cli.page import LARGE, refresh_page
from kg.display.terminal import log, write
from kg.display.text import counted
from kg.errors import InputError

__all__ = ["build", "extract", "openie"]

_LISTED = 5
"""How many ids a message names."""


def build(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    paths: OptionalSources = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DIR", help="Records that kg extract --out left, to take over instead of reading."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The graph directory to make or update.")] = GRAPH,
    date: DateOption = None,
    publisher: PublisherOption = None,
    form: FormatOption = None,
    column: ColumnOption = None,
    model: ModelOption = None,
    rules: RulesOption = None,
    ontology: OntologyOption = None,
    infer: Annotated[
        bool, typer.Option("--infer", help="Add what follows from the facts, in a named graph of its own.")
    ] = False,
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option(
            "--gazetteer",
            metavar="FILE",
            help="A list of what entities may be: SKOS or other RDF, CSV, FollowTheMoney. Kept for later builds.",
        ),
    ] = None,
    no_gazetteer: Annotated[
        bool, typer.Option("--no-gazetteer", help="Forget the gazetteers of builds before.")
    ] = False,
    workers: WorkersOption = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the documents whose files are gone from the folders named.")
    ] = False,
    no_page: Annotated[bool, typer.Option("--no-page", help="Leave the page as it is.")] = False,
    store: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="A SPARQL server that gets the graph of --out, too.")
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option(
            "--graph-store", metavar="URL", help="Its address for the Graph Store Protocol, if not that of --store."
        ),
    ] = None,
    max_pages: MaxPagesOption = 100,
    max_size: MaxSizeOption = 20,
    timeout: WebTimeoutOption = 30.0,
    delay: DelayOption = 1.0,
    allow_private: AllowPrivateOption = False,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_effort: EffortOption = "add",
    llm_budget: BudgetOption = None,
    llm_replies: RepliesOption = None,
    llm_concurrency: ConcurrencyOption = 4,
    llm_timeout: LlmTimeoutOption = 300.0,
    llm_prices: PricesOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Read documents into a graph directory, make its page, and tell what is in it.

    What the graph holds already is not read again; a file that changed replaces what it said before. Ctrl-C keeps what
    was read, and the same command goes on from there. KG_STORE_USER and KG_STORE_PASSWORD hold what a server may ask
    for.
    """
    _refuse_contradictions(store, graph_store, gazetteer, no_gazetteer=no_gazetteer)
    sources = _one_input(paths, from_, llm_model or llm, prune=prune)
    named = language_model(
        llm, llm_model, llm_effort, llm_budget, llm_replies, llm_concurrency, llm_timeout, dry_run=dry_run
    )
    options = reading_options(form, column, max_pages, max_size, timeout, delay, allow_private)
    if named is not None and dry_run:
        asked = api.llm_requests(
            sources,
            named,
            graph=out,
            date=date,
            publisher=publisher,
            options=options,
            model=model,
            rules=rules,
            ontology=ontology,
            progress=reading,
        )
        show_cost([request for _, request in asked], named.model, named.effort, llm_prices)
        return
    graph = api.build(
        sources,
        out=out,
        store=store,
        graph_store=graph_store,
        date=date,
        publisher=publisher,
        options=options,
        model=model,
        rules=rules,
        ontology=ontology,
        llm=named,
        infer=infer,
        gazetteers=() if no_gazetteer else gazetteer or None,
        workers=workers,
        prune=prune,
        from_records=from_,
        progress=reading,
        on_failure=stop_at_defects,
    )
    report = graph.report
    if infer:
        log(f"inferred: {report.inferred:,} facts that no document states", "dim")
    _tell(report)
    if store is not None:
        log(f"published: {counted(report.published, 'named graph')} of {store} changed", "dim")
    if out.exists():
        from kg.cli.summary import show_summary

        page = None if no_page else refresh_page(graph, out)
        counts = graph.counts()
        small = counts["document"] <= LARGE and (report.added or report.changed or report.removed)
        show_summary(counts, graph.summary() if small else None, out, page)
    lacking = show_asked(report.asked)
    finish(report.ignored, report.not_read, report.remarks)
    if lacking:
        raise typer.Exit(1)


def _refuse_contradictions(
    store: str | None, graph_store: str | None, gazetteer: list[Path] | None, *, no_gazetteer: bool
) -> None:
    if store is None and graph_store is not None:
        raise InputError("--graph-store goes with --store, the address for queries")
    if gazetteer and no_gazetteer:
        raise InputError("--no-gazetteer forgets all, and --gazetteer replaces them: give one of them")


def _one_input(paths: list[str] | None, records: str | None, llm: str | None, *, prune: bool) -> list[str]:
    """What is to be read, nothing where records are taken over."""
    if records is None and not paths:
        raise InputError(
            "nothing to read was named: give files, folders or addresses, or --from with records (see: kg build --help)"
        )
    if records is not None and (paths or llm or prune):
        raise InputError("--from takes over what kg extract read: it goes with no path, no --llm and no --prune")
    return paths or []


def _tell(report: api.Report) -> None:
    """Print what became of documents that are not new, and of people's decisions."""
    for what, ids in (("replaced", report.changed), ("removed", report.removed), ("unchanged", report.unchanged)):
        if ids:
            more = f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else ""
            log(f"{what}: {', '.join(ids[:_LISTED])}{more}", "dim")
    if report.unfit:
        fit = "fits" if report.unfit == 1 else "fit"
        log(f"{counted(report.unfit, 'decision')} {fit} nothing: kg entities decisions shows which", "yellow")


def extract(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    paths: Sources,
    date: DateOption = None,
    publisher: PublisherOption = None,
    form: FormatOption = None,
    column: ColumnOption = None,
    model: ModelOption = None,
    rules: RulesOption = None,
    ontology: OntologyOption = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Keep Parquet records there and print none: a folder, or an address such as s3://bucket/records.",
        ),
    ] = None,
    engine: Annotated[
        Literal["ray"] | None, typer.Option("--engine", help="What reads, with --out: Ray. Needs newskg\\[ray].")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="HOST:PORT", help="The Ray cluster; without it, Ray on this machine alone."),
    ] = None,
    workers: WorkersOption = None,
    max_pages: MaxPagesOption = 100,
    max_size: MaxSizeOption = 20,
    timeout: WebTimeoutOption = 30.0,
    delay: DelayOption = 1.0,
    allow_private: AllowPrivateOption = False,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_effort: EffortOption = "add",
    llm_budget: BudgetOption = None,
    llm_replies: RepliesOption = None,
    llm_concurrency: ConcurrencyOption = 4,
    llm_timeout: LlmTimeoutOption = 300.0,
    llm_prices: PricesOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Print what each document says, one JSON object a line; no graph is kept.

    The lines' JSON Schema comes with the package: kg/schema/extraction.json. With --out it is kept as Parquet records,
    which kg build --from makes a graph of; what is there is not read again.
    """
    _refuse_engine(out, engine, address, llm_model or llm)
    named = language_model(
        llm, llm_model, llm_effort, llm_budget, llm_replies, llm_concurrency, llm_timeout, dry_run=dry_run
    )
    options = reading_options(form, column, max_pages, max_size, timeout, delay, allow_private)
    if named is not None and dry_run:
        asked = api.llm_requests(
            paths,
            named,
            date=date,
            publisher=publisher,
            options=options,
            model=model,
            rules=rules,
            ontology=ontology,
            progress=reading,
        )
        show_cost([request for _, request in asked], named.model, named.effort, llm_prices)
        return
    if out is not None:
        kept = api.extract_to(
            paths,
            out,
            date=date,
            publisher=publisher,
            options=options,
            model=model,
            rules=rules,
            ontology=ontology,
            workers=workers,
            ray=engine == "ray",
            address=address,
            progress=reading,
            on_failure=stop_at_defects,
        )
        from kg.cli.summary import show_kept

        show_kept(out, kept)
        finish(kept.ignored, kept.not_read, kept.remarks)
        return
    found = api.extract(
        paths,
        date=date,
        publisher=publisher,
        options=options,
        model=model,
        rules=rules,
        ontology=ontology,
        llm=named,
        workers=workers,
        progress=reading,
        on_failure=stop_at_defects,
    )
    for line in found.lines():
        write(f"{line}\n")
    lacking = show_asked(found.asked)
    finish(found.ignored, found.not_read, found.remarks)
    if lacking:
        raise typer.Exit(1)


def _refuse_engine(out: str | None, engine: str | None, address: str | None, llm: str | None) -> None:
    if address is not None and engine is None:
        raise InputError("--address goes with --engine ray")
    if engine is not None and out is None:
        raise InputError("--engine goes with --out, the folder that gets the records")
    if out is not None and llm is not None:
        raise InputError("--out keeps what kg itself reads: it does not go with a language model")


def openie(
    file: Annotated[Path, typer.Argument(help="A text file with one sentence a line.", show_default=False)],
    model: ModelOption = None,
) -> None:
    """Print each sentence's open triples, tab-separated: sentence, confidence, relation, arguments."""
    for sentence, triple in api.open_triples(file, model=model, progress=reading):
        write("\t".join((sentence, f"{triple.confidence:g}", triple.relation, *triple.args)) + "\n")
