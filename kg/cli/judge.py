"""What people say of facts, follow and look for: `kg judge`, `verdicts`, `review`, `screen`, `follow` and `new`."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.decided import next_key, show_added, show_decisions
from kg.cli.maintain import update_page
from kg.cli.options import (
    GRAPH,
    GraphOption,
    ListFormat,
    RawOption,
    Sources,
    only,
    read_options,
    with_options,
)
from kg.display.terminal import indented, log, marked, show, styled, write
from kg.display.text import counted, plain
from kg.errors import InputError, KgError, NotFoundError

if TYPE_CHECKING:
    from kg.verdicts.review import FactCase, FactReview

__all__ = ["follow", "judge", "new", "review", "screen", "verdicts"]

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
    verdict: Annotated[Literal["right", "wrong", "corrected", "added"], typer.Argument(show_default=False)],
    subject: Annotated[str, typer.Argument(help="An entity.", show_default=False)],
    relation: Annotated[str, typer.Argument(help="The relation, as kg explain prints it.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OBJECT", help="The object.", show_default=False)],
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="PART=VALUE",
            help="Of what is corrected or added: relation, subject, object, factuality, source or time.",
        ),
    ] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="Only in this document.")] = None,
    sentence: Annotated[
        str | None, typer.Option("--sentence", metavar="TEXT", help="Of what is added: words of the document.")
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
def screen(
    *,
    sources: Sources,
    form: _Shape = "table",
    graph: GraphOption = GRAPH,
    options: api.ReadOptions,
) -> None:
    """Hold texts against a graph: what contradicts it, what is new, what it knows. Nothing of them is kept."""
    found = api.screen(sources, graph=graph, options=options)
    if form == "json":
        write(json.dumps([each.fields for each in found], ensure_ascii=False, indent=1) + "\n")
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
        write(json.dumps(objects, ensure_ascii=False, indent=1) + "\n")
    else:
        for each in found:
            show(styled(each.document.heading, "bold").append_text(styled(f"  {each.document.cited}", "dim")))
            for fact in each.facts:
                show(indented(styled(f"{fact.subject}  {fact.relation}  {fact.object}")))
                show(indented(styled(f"“{' '.join(fact.sentence.split())}”", "dim"), 4))
        show(styled(counted(len(found), "new article"), "dim"))
    if not keep:
        held.visit()


def review(
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, max=10**6, metavar="N", help="Most facts to show.")
    ] = None,
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
    try:
        _Session(found, who).run()
    finally:  # Ctrl-C too: what was decided is in the file, and every build would see to it
        if found.given:
            found.apply()
            update_page(graph)
            said = [entry.kind for entry in found.given.values()]
            counts = ", ".join(f"{said.count(each)} {each}" for each in ("right", "wrong", "corrected") if each in said)
            log(f"graph updated ({counted(len(said), 'verdict')}: {counts})", "dim")


class _Session:
    """A review of facts, key by key; from a pipe, each character but white space is a key."""

    def __init__(self, found: "FactReview", who: str) -> None:
        self.found, self.who = found, who

    def run(self) -> None:
        number, whole = 0, False
        while number < len(self.found.cases):
            _show_case(self.found.cases[number], number + 1, len(self.found.cases), whole=whole)
            key = next_key()
            whole = key == "m"
            if key == "q":
                break
            if key == "u":
                number = max(0, number - 1)
                self.found.back(number)
            elif key == "s" or (key in _VERDICTS and self._decide(number, _VERDICTS[key])):
                number += 1
            elif key == "e":
                number += self._edit(number)
            elif key not in {"m", *_VERDICTS}:
                log(f"{key!r} is not a key: {_KEYS}", "yellow")
        left = len(self.found.cases) - len(self.found.given)
        show(f"{counted(len(self.found.given), 'verdict')}, {left:,} left")

    def _edit(self, number: int) -> bool:
        show(styled(" · ".join(f"{key} {name}" for key, name in _PARTS.items()), "dim"))
        part = _PARTS.get(next_key())
        if part is None:
            return False
        show(styled(f"{part}:", "dim"))
        return self._decide(number, "corrected", {part: sys.stdin.readline().strip()})

    def _decide(self, number: int, verdict: str, changes: "dict[str, str] | None" = None) -> bool:
        try:
            self.found.decide(number, verdict, changes, who=self.who)
        except KgError as error:
            log(str(error), "yellow")
            return False
        return True


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
