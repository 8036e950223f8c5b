"""The answer to a question: what answers it, each with the sentences that say so, and what is to be said of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from kg.display.html import Html, card, escaped, faint
from kg.display.text import brief, counted
from kg.graph.asking.sparql import MOST_ROWS, sparql_of
from kg.graph.facts.names import find_entities
from kg.graph.query.execution import bounded_query, rows_of
from kg.graph.rdf.terms import predicate_name
from kg.model import FACTUALITIES
from kg.ontology import RELATIONS, labels
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from rdflib import Dataset

    from kg.ask.model import Pattern, Question, Term

__all__ = ["Answer", "Evidence", "Found", "Verdict", "answer_of"]

_CLASS, _COUNT = 2, 6
"""The places of columns that are methods of a tuple, or words of Python, by name."""

_QUOTE = 400
"""The longest sentence that a line shows, in characters."""
_SHOWN = 20
"""The number of answers that a notebook shows."""

type Verdict = Literal["yes", "denied", "disputed", "not said", "reported", "planned"]
"""The documents' answer to a question for yes or no: `reported` if only according to somebody, `disputed` if some
assert and some deny."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers a question, and where it stands.

    `statement` is the IRI of the statement, of the claim where somebody's words are the answer; `document` the id;
    `published` and `time` ISO 8601; `fact` the statement on one line, `source` who is said to say so; `count` how many.
    """

    statement: str
    fact: str
    quote: str
    document: str
    publisher: str | None
    published: str | None
    factuality: str
    source: str | None
    time: str | None
    count: str | None = None

    @property
    def cited(self) -> str:
        """The document of the sentence: "herald · The Herald · 2025-09-22 · https://…/statement/…"."""
        return " · ".join(filter(None, (self.document, self.publisher, self.published, self.statement)))


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that answers: a name, a number, a day, words; its IRI and class where it is an entity.

    `factuality` is that of the best of its evidence, which comes first.
    """

    value: str
    factuality: str
    evidence: tuple[Evidence, ...]
    iri: str | None = None
    cls: str | None = None

    @property
    def documents(self) -> int:
        """The number of documents that say so."""
        return len({each.document for each in self.evidence})

    @property
    def standing(self) -> str:
        """The class, factuality and support: "Person · reported by Ada Marlow · 2 documents"."""
        source = self.evidence[0].source
        held = self.factuality if self.factuality == "asserted" or not source else f"{self.factuality} by {source}"
        return " · ".join(filter(None, (self.cls, held, counted(self.documents, "document"))))


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A graph's answer to a question; if `found` is empty, `remarks` say why.

    What is asserted comes first, then what is reported, planned and denied; within each, what most documents say. The
    `understood` are the relations that were looked for, as they read; `query` is the SPARQL that was asked.
    """

    question: Question
    query: str
    understood: tuple[str, ...]
    found: tuple[Found, ...]
    verdict: Verdict | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return {
            "question": self.question.text,
            "understood": list(self.understood),
            "verdict": self.verdict,
            "answers": [asdict(each) for each in self.found],
            "remarks": list(self.remarks),
            "query": self.query,
        }

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self.found)

    def __repr__(self) -> str:
        return "\n".join(self.lines(most=10, sentences=1))

    def lines(self, *, most: int, sentences: int) -> Iterator[str]:
        """Yield lines with at most `most` answers (0 for all) and `sentences` of each; the rest is counted."""
        if self.understood:
            yield f"Understood: {'; '.join(self.understood)}"
        yield from (f"Note: {remark}" for remark in self.remarks)
        if self.verdict:
            yield f"Answer: {self.verdict}"
        shown = self.found if most == 0 else self.found[:most]
        for each in shown:
            yield f"{brief(each.value, _QUOTE)}  ({each.standing})"
            for row in each.evidence[:sentences]:
                yield f"    “{brief(row.quote, _QUOTE)}”"
                yield f"    {row.cited}"
            if len(each.evidence) > sentences:
                yield f"    and {counted(len(each.evidence) - sentences, 'sentence')} more"
        if len(self.found) > len(shown):
            yield f"and {counted(len(self.found) - len(shown), 'answer')} more"

    def _repr_html_(self) -> Html:
        """An answer for a notebook, with the best sentence of each of the first things that self."""
        parts = [faint("; ".join(self.understood))] if self.understood else []
        parts += [faint(remark) for remark in self.remarks]
        if self.verdict:
            parts.append(Html(f"<p><b>{escaped(self.verdict)}</b></p>"))
        for each in self.found[:_SHOWN]:
            best = each.evidence[0]
            name, quote = escaped(each.value), escaped(best.quote)
            parts.append(card(Html(f"<b>{name}</b> "), faint(each.standing), Html(f"“{quote}”"), faint(best.cited)))
        if len(self.found) > _SHOWN:
            parts.append(faint(f"and {counted(len(self.found) - _SHOWN, 'answer')} more"))
        return Html("".join(parts))


def answer_of(dataset: Dataset, question: Question, *, timeout: float, max_memory: int) -> Answer:
    """The answer of a graph to a question.

    Raises:
        NotFoundError: a name in it means nothing in the graph.
        LimitError: it takes more time or memory than that.
    """
    _check_names(dataset, question)
    query = sparql_of(question)
    rows = list(bounded_query(dataset, query, timeout=timeout, max_memory=max_memory))
    remarks = _remarks(question)
    if len(rows) > MOST_ROWS:
        remarks.append(f"only the first {MOST_ROWS:,} statements are looked at: name more in the question")
    rows, unsure = _sure(question, rows[:MOST_ROWS])
    remarks += unsure
    found = _grouped(question, rows)
    verdict = _verdict(found) if question.kind == "whether" else None
    if question.kind == "number":
        found, number = _numbers(found)
        remarks += number
    if question.kind == "time":
        found = _times(found)
    if not found and not unsure:
        remarks.append(_nothing(dataset, question, timeout, max_memory))
    return Answer(question, query, tuple(_understood(question)), found, verdict, tuple(remarks))


def _check_names(dataset: Dataset, question: Question) -> None:
    """See that the words which are written as a name, and were taken for one, are one of the graph."""
    terms = [term for pattern in question.patterns for term in (pattern.subject, pattern.object)]
    for term in terms:
        if term.kind == "words" and all(word[0].isupper() for word in term.words.split()):
            key = fold(term.words)
            rows = rows_of(dataset, "SELECT DISTINCT ?label { ?entity kg:nameKey ?key ; rdfs:label ?label }")
            names = [_Label(row.label, row.label) for row in rows]
            if not any(key in fold(each.label) for each in names):
                find_entities(names, term.words)


@dataclass(frozen=True, slots=True)
class _Label:
    label: str
    iri: str
    aliases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def _remarks(question: Question) -> list[str]:
    """Return remarks on names and words of the question."""
    found = []
    for called in question.called:
        names = list(dict.fromkeys(called.labels))
        if len(called.entities) > 1:
            found.append(
                f"{called.words!r} may be any of {len(called.entities)} ({', '.join(names)}): all are looked at"
            )
        elif fold(names[0]) != fold(called.words):
            found.append(f"{called.words!r} is {names[0]}")
    if question.words:
        found.append(
            f"only of sentences with {', '.join(map(repr, question.words))}, which say more than kg understands"
        )
    return found


def _nothing(dataset: Dataset, question: Question, timeout: float, max_memory: int) -> str:
    """Return why nothing was found: without the time, or without the words, something may be."""
    for left_out, looser in (
        (f"from {' to '.join(question.days)}" if question.days else "", replace(question, days=None)),
        (f"with {', '.join(map(repr, question.words))}" if question.words else "", replace(question, words=())),
    ):
        if left_out:
            rows = bounded_query(dataset, sparql_of(looser), timeout=timeout, max_memory=max_memory)
            if len(rows):
                return f"no document of the graph says so {left_out}; {len(rows):,} statements do otherwise"
    return "no document of the graph says so"


def _sure(question: Question, rows: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """The rows that answer for sure, and what is to be said of the others.

    Not what is over by the time of its document, where the question is put in the present; not where something
    happened, where the sentence gives more than one place.
    """
    kept, remarks = list(rows), []
    if question.now:
        kept = [row for row in rows if not _is_over(row)]
        if over := len({row.statement for row in rows}) - len({row.statement for row in kept}):
            remarks.append(f"{over:,} statements of a time that is over are left out: ask in the past for these")
    if question.kind == "place":
        places: dict[str, set[str]] = {}
        for row in kept:
            places.setdefault(row.statement, set()).add(row.answer)
        kept = [row for row in kept if len(places[row.statement]) == 1]
        if several := sum(len(each) > 1 for each in places.values()):
            remarks.append(
                f"{several:,} statements are left out whose sentence gives several places: which is not sure"
            )
    return kept, remarks


def _is_over(row: Any) -> bool:
    """Return whether a statement's time is a span that ended, before its document's day where that is known."""
    _, spans, end = str(row.time or "").partition("/")
    return bool(spans and end.strip(".")) and (row.published is None or end < str(row.published)[: len(end)])


def _grouped(question: Question, rows: Sequence[Any]) -> tuple[Found, ...]:
    """The rows by what they answer."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        by_value = question.kind in {"time", "claim", "about", "events"}
        key = str(row.value or "") if by_value else str(row.answer or row.value)
        if question.kind == "whether":
            key = ""
        groups.setdefault(key, []).append(row)
    found = []
    for members in groups.values():
        evidence = {row.statement: row for row in sorted(members, key=_rank)}
        best = members[0] if question.kind != "whether" else next(iter(evidence.values()))
        first = min(members, key=_rank)
        value = str(best.value or "")
        if question.kind in {"about", "events", "whether"}:
            value = _line(first, question if question.kind == "about" else None)
        cls = first[_CLASS].rpartition("#")[2] if first[_CLASS] else None
        found.append(
            Found(
                value,
                _factuality(first),
                tuple(map(_evidence, evidence.values())),
                str(first.answer) if first.answer else None,
                cls,
            )
        )
    if question.kind == "about":
        relations = {row.statement: _relation(row) for row in rows}
        return tuple(
            sorted(found, key=lambda each: (relations[each.evidence[0].statement] not in RELATIONS, _order(each)))
        )
    return tuple(sorted(found, key=_order))


def _order(found: Found) -> tuple[int, int, str]:
    return _place(found.factuality), -found.documents, found.value


def _place(factuality: str) -> int:
    names: tuple[str, ...] = FACTUALITIES
    return names.index(factuality) if factuality in names else len(names)


def _rank(row: Any) -> tuple[int, float, str, str]:
    return _place(_factuality(row)), -float(row.confidence or 0), str(row.document), str(row.statement)


def _factuality(row: Any) -> str:
    return row.factuality.rpartition("#")[2] if row.factuality else "reported"


def _evidence(row: Any) -> Evidence:
    return Evidence(
        statement=str(row.statement),
        fact=_line(row),
        quote=" ".join(row.quote.split()),
        document=str(row.document),
        publisher=row.publisher,
        published=str(row.published) if row.published else None,
        factuality=_factuality(row),
        source=row.source or (row.subject if _relation(row) == "said" else None),
        time=str(row.time) if row.time else None,
        count=str(row[_COUNT]) if row[_COUNT] is not None else None,
    )


def _relation(row: Any) -> str:
    return predicate_name(row.relation) if row.relation else ""


def _line(row: Any, about: Question | None = None) -> str:
    """A statement as it reads; about an entity, from it: "holds the role of Minister", "is led by"."""
    name = _relation(row)
    label, subject = _read_as(name), row.subject or "unknown"
    if about is not None:
        names = set(about.called[0].labels)
        if subject in names:
            return f"{label} {row.object}"
        inverse = RELATIONS[name].inverse_label if name in RELATIONS else ""
        return f"{inverse} {subject}" if inverse else f"{subject} {label} {row.object}"
    return f"{subject} {label} {row.object or ''}".strip()


def _read_as(relation: str) -> str:
    return labels().get(relation) or relation.removeprefix("p/").replace("_", " ")


def _verdict(found: Iterable[Found]) -> Verdict:
    held = {each.factuality for one in found for each in one.evidence}
    if not held:
        return "not said"
    if "negated" in held:
        return "disputed" if held & {"asserted", "reported"} else "denied"
    if "asserted" in held:
        return "yes"
    return "reported" if "reported" in held else "planned"


def _numbers(found: tuple[Found, ...]) -> tuple[tuple[Found, ...], list[str]]:
    """Return the answers with a number, if any has one; else all, with a remark that counts them."""
    numbered = tuple(
        each for each in found if any(map(str.isdigit, each.value)) or any(evidence.count for evidence in each.evidence)
    )
    if numbered:
        return numbered, []
    if not found:
        return (), []
    return found, [f"no document gives a number; those that are named are {len(found):,}"]


def _times(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Days that are said, where any is; else those by which documents were published."""
    said = tuple(each for each in found if each.value)
    if said or not found:
        return said
    days: dict[str, list[Evidence]] = {}
    for each in found[0].evidence:
        if each.published:
            days.setdefault(each.published, []).append(each)
    return tuple(
        Found(f"by {day} (published then; no day is said)", rows[0].factuality, tuple(rows))
        for day, rows in sorted(days.items())
    )


def _understood(question: Question) -> Iterable[str]:
    """Each relation that was looked for, as it reads, "?" for what is asked for."""
    for pattern in question.patterns:
        yield " ".join(filter(None, (_pattern_line(question, pattern),)))
    if question.kind in {"about", "events"}:
        names = ", ".join(each.words for each in question.called) or "anything"
        yield f"the facts about {names}" if question.kind == "about" else f"what happened to, in or by {names}"
    if question.days is not None:
        yield f"from {question.days[0]} to {question.days[1]}, by the time that is said, else by publication"


def _pattern_line(question: Question, pattern: Pattern) -> str:
    extra = "".join(f", {name} {_term(question, term)}" for name, term in pattern.qualifiers)
    denied = " (denied)" if pattern.negated else ""
    ends = _term(question, pattern.subject), _read_as(pattern.relation), _term(question, pattern.object)
    return f"{' '.join(ends)}{extra}{denied}"


def _term(question: Question, term: Term) -> str:
    match term.kind:
        case "asked":
            return "?"
        case "called":
            return question.called[term.called].labels[0]
        case "words":
            return f"“{term.words}”"
    return "anybody"
