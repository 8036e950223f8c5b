"""What people say of facts, follow and look for: judge, verdicts, review, screen, follow, new and watch."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.decided import next_key, review_by_keys, show_added, show_decisions
from kg.cli.maintain import tell_page
from kg.cli.options import (
    GRAPH,
    GraphOption,
    ListFormat,
    RawOption,
    Sources,
    number_within,
    only,
    read_options,
    stop_at_defects,
    with_options,
    write_json,
)
from kg.display.terminal import finish_output, indented, log, marked, show, styled, write
from kg.display.text import counted, plain
from kg.errors import InputError, KgError, NotFoundError, ReadError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.verdicts.following import News
    from kg.verdicts.review import FactCase

_Who = Annotated[str, typer.Option("--who", metavar="NAME", help="Who says so.")]
_Shape = Annotated[Literal["table", "json"], typer.Option("--format", help="Output format.")]
_Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Reason, kept with the verdict.")]

_COLOURS = {"contradicts": "red", "new": "green", "known": "dim"}
_ARCHIVE = 2
"""Sentences of the archive that are shown of each."""
_KEYS = "y right · n wrong · e edit · u undo · s skip · m more · q quit"
_PARTS = {"r": "relation", "s": "subject", "o": "object", "f": "factuality", "c": "source", "t": "time"}
_VERDICTS = {"y": "right", "n": "wrong"}


def judge(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    verdict: Annotated[Literal["right", "wrong", "corrected", "added"], typer.Argument()],
    subject: Annotated[str, typer.Argument(help="An entity.")],
    relation: Annotated[str, typer.Argument(help="The relation, as kg explain prints it.")],
    other: Annotated[str, typer.Argument(metavar="OBJECT", help="The object.")],
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PART=VALUE",
            help="Of what is corrected or added: relation, subject, object, factuality, source or time.",
        ),
    ] = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="Only in this document.")] = None,
    sentence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of what is added: words of the document.")
    ] = None,
    why: _Why = "",
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Say of a fact that it is right, wrong or to be corrected, or add one that a sentence states.

    The verdict holds for the words of its sentences, in every build. kg entities undo undoes it.
    """
    changes = {}
    for each in to or ():
        part, equals, value = each.partition("=")
        if not equals:
            raise InputError(f"--to {each}: name a part and its value, as in --to relation=advises")
        changes[part] = value
    held = api.open(graph)
    if verdict == "added":
        if document is None or sentence is None:
            raise InputError("what is added has --document and --sentence, the words that say it")
        show_added(held.state(document, sentence, subject, relation, other, why=why, who=who, **changes), graph)
        return
    found = held.find_statements(subject, relation, other, document=document)
    if not found:
        raise NotFoundError(f"no statement: {subject} {relation} {other}: kg explain {subject!r} lists them")
    show_added(held.judge(found, verdict, changes, why=why, who=who), graph)


def verdicts(form: ListFormat = "table", raw: RawOption = False, graph: GraphOption = GRAPH) -> None:
    """List people's verdicts on facts, and whether each still fits what documents say. kg entities undo undoes one."""
    show_decisions(api.open(graph).verdicts(), "verdict", form, raw=raw)


@with_options(options=only(read_options, "ontology", "rules", "model", "date"))
def screen(*, sources: Sources, form: _Shape = "table", graph: GraphOption = GRAPH, options: api.ReadOptions) -> None:
    """Hold texts against a graph: what contradicts it, what is new, what it knows. Nothing of them is kept."""
    found = api.screen(sources, graph=graph, options=options)
    if form == "json":
        write_json([each.fields for each in found])
        return
    for each in found:
        line = styled(f"{each.kind:<12}", _COLOURS[each.kind]).append_text(styled(each.said.subject, "bold"))
        line.append(plain(f"  {each.said.relation}  {each.said.object}  {each.said.factuality_words()}"))
        show(line, indented(styled(f"“{' '.join(each.said.sentence.split())}”")))
        for known in each.archive[:_ARCHIVE]:
            sentence = " ".join(known.sentence.split())
            show(indented(styled(f"{known.document}: “{sentence}”", "dim"), 4))
    kinds: list[str] = [each.kind for each in found]
    show(styled(", ".join(f"{kinds.count(kind)} {kind}" for kind in _COLOURS) if found else "no facts", "dim"))


def follow(
    names: Annotated[list[str] | None, typer.Argument(help="Names to follow; none: list them.")] = None,
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Follow names, or list those that are followed. kg entities undo undoes it."""
    if names:
        show_added(api.open(graph).follow(names, who=who), graph)
        return
    from kg.verdicts.following import followed_names

    for name in followed_names(graph):
        write(f"{name}\n")


def new(
    keep: Annotated[bool, typer.Option("--keep", help="Show the same again next time.")] = False,
    form: _Shape = "table",
    graph: GraphOption = GRAPH,
) -> None:
    """Print what is new about followed names since the last time, the newest article first."""
    held = api.open(graph)
    found = held.news()
    if form == "json":
        shown = ("subject", "relation", "object", "factuality", "sentence")
        objects = [
            {"document": each.document.id, "title": each.document.title, "published": each.document.day}
            | {"facts": [{name: getattr(fact, name) for name in shown} for fact in each.facts]}
            for each in found
        ]
        write_json(objects)
    else:
        _show_news(found)
    if not keep:
        held.visit()


def _show_news(found: "Sequence[News]") -> None:
    for each in found:
        show(styled(each.document.heading, "bold").append_text(styled(f"  {each.document.cited}", "dim")))
        for fact in each.facts:
            show(indented(styled(f"{fact.subject}  {fact.relation}  {fact.object}")))
            show(indented(styled(f"“{' '.join(fact.sentence.split())}”", "dim"), 4))
    show(styled(counted(len(found), "new article"), "dim"))


def _minutes(value: str) -> float:
    return number_within(value, 0.01, 10_080, "minutes")


@with_options(options=read_options)
def watch(
    *,
    paths: Sources,
    every: Annotated[
        float, typer.Option(parser=_minutes, metavar="MINUTES", help="Time from one round to the next.")
    ] = 15.0,
    options: api.ReadOptions,
    graph: GraphOption = GRAPH,
) -> None:
    """Read what is new in folders, files or feeds every so often, and print what it says of followed names.

    Ctrl-C ends it: what was read by then is in the graph. A round that fails, as where a site does not answer, is
    reported, and the next one tries again. The page is drawn by kg view.
    """
    rounds = 0
    with suppress(KeyboardInterrupt), _noting_ctrl_c() as pressed:
        while not pressed.is_set():
            try:
                built = api.build(paths, out=graph, options=options, on_failure=stop_at_defects)
            except (ReadError, StoreError) as error:
                if not rounds:  # a wrong name, not a site that is down
                    raise
                log(f"kg: {error}", "yellow")
            else:
                report = built.report
                log(f"{datetime.now():%H:%M} {counted(len((*report.added, *report.changed)), 'new document')}", "dim")
                if not rounds or report.added or report.changed:
                    _show_news(built.news())
                    finish_output()
                    built.visit()
            rounds += 1
            pressed.wait(every * 60)
    log("stopped: what was read is in the graph", "dim")


@contextmanager
def _noting_ctrl_c() -> Iterator[Event]:
    """Note that Ctrl-C was pressed as well as raise it: a library that drops any exception drops this one, too."""
    pressed = Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else nobody's Ctrl-C reaches it
        signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def review(
    limit: Annotated[int | None, typer.Option(min=1, max=10**6, metavar="N", help="Most facts to show.")] = None,
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Review facts, the most valuable first: what is grave, central, disputed, little supported or uncertain.

    Each verdict is kept at once. Keys: y right, n wrong, e edit (then r relation, s subject, o object,
    f factuality, c source or t time, and the value), u undo the last, s skip, m more, q quit.
    """
    found = api.open(graph).review_facts(limit=limit)
    if not found.cases:
        show("nothing to review: every fact has a verdict")
        return

    def give(number: int, verdict: str, changes: "dict[str, str] | None" = None) -> bool:
        try:
            found.decide(number, verdict, changes, who=who)
        except KgError as error:
            log(str(error), "yellow")
            return False
        return True

    def decide(number: int, key: str) -> bool | None:
        if key in _VERDICTS:
            return give(number, _VERDICTS[key])
        if key != "e":
            return None
        show(styled(" · ".join(f"{key} {name}" for key, name in _PARTS.items()), "dim"))
        part = _PARTS.get(next_key())
        if part is None:
            return False
        show(styled(f"{part}:", "dim"))
        return give(number, "corrected", {part: sys.stdin.readline().strip()})

    def show_case(number: int, whole: bool) -> None:
        _show_case(found.cases[number], number + 1, len(found.cases), whole=whole)

    try:
        review_by_keys(len(found.cases), show_case, decide, ("u", found.back), _KEYS)
        left = len(found.cases) - len(found.given)
        show(f"{counted(len(found.given), 'verdict')}, {left:,} left")
    finally:  # Ctrl-C too: what was decided is in the file, and every build would see to it
        if found.given:
            found.apply()
            tell_page(graph)
            said = [entry.kind for entry in found.given.values()]
            counts = ", ".join(f"{said.count(each)} {each}" for each in ("right", "wrong", "corrected") if each in said)
            log(f"graph updated ({counted(len(said), 'verdict')}: {counts})", "dim")


def _show_case(case: "FactCase", number: int, total: int, *, whole: bool) -> None:
    """Print a fact, the words around its parts, and with `whole` all there is to see."""
    fact = case.fact
    line = styled(fact.subject, "bold").append_text(styled(f" {fact.relation} ", "bold cyan"))
    line.append_text(styled(fact.object, "bold"))
    unusual = "" if fact.factuality == "asserted" else f"  {fact.factuality_words()}"
    show(styled(f"{number}/{total} ", "dim").append_text(line).append_text(styled(unusual, "yellow")))
    parts = [(words, role is not None) for words, role in fact.sentence_parts()] if whole else case.excerpt
    quoted = styled("")
    for words, is_part in parts:
        quoted.append_text(marked(plain(words), "bold") if is_part else styled(words))
    show(indented(quoted))
    if whole:
        show(indented(styled(f"{', '.join(case.reasons)} · {fact.factuality_words()} · {fact.origin}", "dim")))
    if number == 1 or whole:
        show(styled(_KEYS, "dim"))
