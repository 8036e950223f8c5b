"""The state of affairs on a day: who held a post, led, owned, belonged or governed then, as documents say.

A statement of a state shows it from a day on: its time, else the day of its document. It lasts until something ends
it: its own last day, a denial ("no longer owns"), words such as "former", a departure, dismissal, sale or death, or, of
what has one holder at a time, the day from which another is shown to hold it. What matters is the day that is spoken
of, not that of the report: a later report ends no earlier fact of another time. What is planned counts from its day on.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.dates import covered_days
from kg.errors import QueryError
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.names import find_entities
from kg.graph.facts.selection import read_relations
from kg.graph.facts.tables import Facts
from kg.model import STATED
from kg.ontology import RELATIONS
from kg.ontology import labels as labels_of
from kg.spelling import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.facts.records import DocumentRecord, GraphContents, StatementRecord

_BEFORE = 3
"""Words before a predicate that belong to it."""


class _Key(NamedTuple):
    subject: str
    relation: str
    object: str


@dataclass(frozen=True, slots=True)
class State:
    """A state that holds on the day asked: since when at the latest, and the statement that shows it."""

    subject: str
    relation: str
    object: str
    since: date
    statement: StatementRecord


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("kg.verdicts").joinpath("states.toml").read_text("utf-8"))


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(_tables()[table][name].split())


def states_on(contents: GraphContents, day: str | date) -> list[State]:
    """Return the states that hold on a day, in the order of their statements; QueryError if it is no day."""
    asked = covered_days(str(day))
    if asked is None or asked[0] == date.min or asked[1] == date.max:
        raise QueryError(f"{day!r} is no day: write 2025-09-22, or a month or year, of which the last day counts")
    return list(_History(contents).on(asked[1]))


def facts_on(
    contents: GraphContents, day: str | date, name: str | None, relation: str | None, other: str | None
) -> Facts:
    """Return the states that hold on a day as facts; see `kg.api.Graph.as_of`."""
    ends = [None if each is None else {e.iri for e in find_entities(contents.entities, each)} for each in (name, other)]
    relations = read_relations(contents, relation)
    states = [
        each
        for each in states_on(contents, day)
        if (relations is None or each.relation in relations)
        and not any(some is not None and some.isdisjoint({each.subject, each.object}) for some in ends)
    ]
    labels = contents.labels()
    return Facts(
        tuple(
            replace(
                said,
                subject=labels.get(each.subject, each.subject),
                subject_iri=each.subject,
                predicate=each.relation,
                predicate_label=contents.predicate_labels.get(each.relation, labels_of()[each.relation]),
                object=labels.get(each.object, each.object),
                object_iri=each.object if each.object in labels else None,
                time=f"{each.since}/..",
            )
            for each, said in zip(
                states, explain_statements(contents, [each.statement for each in states]), strict=True
            )
        )
    )


class _Shown(NamedTuple):
    """A state shown from a day on, until its end if that is known."""

    begin: date
    end: date
    statement: StatementRecord


class _History:
    """What a graph shows of states, and what ends them."""

    def __init__(self, contents: GraphContents) -> None:
        self._documents = {each.iri: each for each in contents.documents}
        self.shown: defaultdict[_Key, list[_Shown]] = defaultdict(list)
        self.ended: defaultdict[_Key, list[date]] = defaultdict(list)
        self._roles: dict[tuple[str, str, int], str] = {}
        events = []
        for said in contents.statements:
            if said.broken is not None and not said.predicate.startswith("p/"):
                continue
            if said.predicate == "holdsRole":
                self._roles[said.subject, said.document, said.begin] = said.object
            relation = _state_of(said.predicate)
            if relation is not None:
                self._state(said, relation)
            elif said.factuality in STATED:
                events.append(said)
        for said in events:
            self._event(said)

    def on(self, day: date) -> Iterator[State]:
        """Yield the states that hold on a day."""
        held: dict[_Key, _Shown] = {}
        for key, shown in self.shown.items():
            ended = [end for end in self.ended[key] if end <= day]
            some = [s for s in shown if s.begin <= day <= s.end and not any(s.begin <= end for end in ended)]
            if some:
                held[key] = max(some, key=lambda each: (each.begin, each.statement.iri))
        rivals = defaultdict(list)
        for key in held:
            rivals[_place(key)].append(key)
        for key, now in held.items():
            later = (held[other] for other in rivals[_place(key)] if held[other].begin > now.begin)
            if not _is_alone(key.relation) or not any(self._same_post(now, each) for each in later):
                yield State(*key, now.begin, now.statement)

    def _same_post(self, one: _Shown, other: _Shown) -> bool:
        """Return whether two posts are not known to be different: a president does not end a prime minister."""
        roles = {self._roles.get((s.subject, s.document, s.begin)) for s in (one.statement, other.statement)}
        return len(roles - {None}) < 2

    def _state(self, said: StatementRecord, relation: str) -> None:
        key = _Key(said.subject, relation, said.object)
        days = self._days(said)
        if days is None:
            return
        if said.factuality == "negated":
            self.ended[key].append(days[0])
        elif said.factuality in STATED or said.factuality == "planned":
            ends, lasts = self._manner(said)
            if ends:
                self.ended[key].append(days[0])
                if said.time and "/" in said.time:
                    self.shown[key].append(_Shown(*days, said))
            else:
                last = days[1] if said.time and ("/" in said.time or not lasts) else date.max
                start = days[0] if lasts or said.time else None
                if start is not None:
                    self.shown[key].append(_Shown(start, last, said))

    def _event(self, said: StatementRecord) -> None:
        days, events = self._days(said), _tables()["events"]
        if days is None:
            return
        at = days[0]
        if said.predicate in events["begins"]:
            begun = _Key(said.subject, events["begins"][said.predicate], said.object)
            self.shown[begun].append(_Shown(at, date.max, said))
            self._end(at, lambda key: key.relation == begun.relation and key.object == begun.object and key != begun)
        elif said.predicate in events["ends"]:
            over = events["ends"][said.predicate].split()
            self._end(at, lambda key: key[0] == said.subject and key.relation in over and key.object == said.object)
        elif said.predicate in _words("events", "dies"):
            self._end(at, lambda key: key.subject == said.subject)
        elif said.predicate in _words("events", "killed"):
            only = None if said.predicate == "killed" else said.subject
            self._end(at, lambda key: key.subject == said.object and only in {None, key.object})
        elif said.predicate == "replaced":
            self._replaced(said, at)
        elif said.predicate == "provides" and not _words("words", "sold").isdisjoint(self._around(said)):
            for item in (each.value for each in said.qualifiers if each.name == "item"):
                self.shown[_Key(said.object, "owns", item)].append(_Shown(at, date.max, said))

    def _replaced(self, said: StatementRecord, at: date) -> None:
        """End what the predecessor held and the successor is shown to hold; it is the successor's from this day on."""
        for key in [key for key in self.shown if key.subject == said.subject]:
            before = key._replace(subject=said.object)
            if before in self.shown:
                self.shown[key].append(_Shown(at, date.max, self.shown[key][0].statement))
                self.ended[before].append(at)

    def _end(self, at: date, fits: Any) -> None:
        for key in [key for key in self.shown if fits(key)]:
            self.ended[key].append(at)

    def _days(self, said: StatementRecord) -> tuple[date, date] | None:
        """Return the days that a statement speaks of; what is said to be so cannot lie behind the report."""
        published = covered_days(self._documents[said.document].day or "")
        given = {each.name: each.value for each in said.qualifiers if each.name in {"start", "end"}}
        time = f"{given.get('start', '')}/{given.get('end', '')}" if given else said.time
        days = covered_days(time) if time else published
        if days is None:
            return published
        if published and said.factuality in STATED and days[0] > published[0]:
            return published
        return days

    def _manner(self, said: StatementRecord) -> tuple[bool, bool]:
        """Return whether the words of a statement say that a state is over, and whether it lasts on from its day."""
        text = self._documents[said.document].text
        around = self._around(said)
        words = frozenset(around)
        subject, predicate = said.subject_span, said.predicate_span
        behind = subject is not None and predicate is not None and subject[0] >= predicate[1]
        if words & _words("words", "sold"):
            return not behind, True
        if behind and subject and words & _words("words", "bought"):
            lead = [word for word, _, _ in words_in(text[max(0, subject[0] - 10) : subject[0]])]
            return lead[-1:] == list(_words("words", "from")), True
        joined = f" {' '.join(around)} "
        if words & _words("words", "ended") or any(f" {each} " in joined for each in _tables()["words"]["phrases"]):
            return True, False
        return False, bool(words & _words("words", "begun")) or not words & _words("words", "past")

    def _around(self, said: StatementRecord) -> list[str]:
        """Return the words of a statement's predicate and those just before it."""
        document: DocumentRecord = self._documents[said.document]
        begin, end = said.predicate_span or said.words
        before = [word for word, _, _ in words_in(document.text[said.begin : begin])]
        return [*before[-_BEFORE:], *(word for word, _, _ in words_in(document.text[begin:end]))]


def _state_of(predicate: str) -> str | None:
    """Return the state that a relation is, an open one by its verb ("p/govern")."""
    name = f"{predicate.removeprefix('p/')}s" if predicate.startswith("p/") else predicate
    lasts = name in RELATIONS and RELATIONS[name].lasting == "for a time"
    return name if lasts or name in _words("relations", "stances") else None


def _is_alone(relation: str) -> bool:
    """Return whether there is one holder, or one place, at a time."""
    info = RELATIONS[relation]
    return "at a time" in {info.functional, info.inverse_functional}


def _place(key: _Key) -> tuple[str, str]:
    """Return what has one holder at a time."""
    return key.relation, key.subject if RELATIONS[key.relation].functional == "at a time" else key.object
