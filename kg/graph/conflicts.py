"""Contradictions between a graph's texts: values, numbers and holders that differ at one time, and denials.

A conflict is one line with all accounts on either side, each article's once. It takes sure statements about named
things, of different articles or speakers; what asks, what the archive speaks against (`kg.graph.facts.weighing`), a
negation of another clause, another time and a later holder are none.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Literal, get_args

from kg.dates import covered_days, precision
from kg.display.html import html_table
from kg.display.text import counted, text_table
from kg.errors import QueryError
from kg.graph.facts.tables import Table
from kg.graph.facts.value import NewsValue, stems
from kg.graph.facts.weighing import agree, insides
from kg.model import STATED
from kg.ontology import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.graph.facts.records import GraphContents, StatementRecord

type ConflictKind = Literal["value", "holder", "number", "denial"]
"""The kind of a conflict: a value that is unique, the holder of what has one at a time, a number, or a denial."""

KINDS: tuple[ConflictKind, ...] = get_args(ConflictKind.__value__)
"""Every kind of conflict."""

COLUMNS = (
    "conflict", "kind", "about", "relation", "value", "source", "time", "document", "published", "quote", "statement",
)  # fmt: skip
"""The columns of the table of conflicts, one row an account; `conflict` counts the conflicts from 1."""

_SURE = 0.5
"""The least confidence of a statement that contradicts."""
_SAME_NEWS, _SAME_TIME = 3, 60
"""The most days between articles that count one thing, and that state and deny it."""
_OUTWEIGHED = 4
"""A value that another has so many times the articles of is no account but a doubt (`kg.graph.facts.weighing`)."""
_STANCES = frozenset({"supports", "opposes"})
"""What is taken back without being denied; nor is what lasts, which a sentence about something else implies."""
_IN_PASSING = ("roles.", "model.")
"""The rules of what is said in passing: "President Ada Marlow's office" does not say that she is it still."""
_REACH = 14
"""The characters before a predicate in which what negates it stands; its object begins at most twice as many after."""
_NOT = re.compile(r"(?<!\w)(?:not|never|\w*n[’']t)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NEGATED = re.compile(r"(?<!\w)(?:not|never|\w*n[’']t)(?!\w)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:denied|denies|denying|refute[sd]|refuting) (?!him |her |them )", re.IGNORECASE)
_MODAL = re.compile(
    r"\b(?:will|wo|would|can|could|may|might|should|must|need)(?: ?n[’']t|not| not| never)\b", re.IGNORECASE
)
_ASKED = re.compile(r"\?[\"'”’ ]*$")
_DIGITS = re.compile(r"\d")
_AMOUNT = re.compile(r"^(?:(?:more|less) than |at least |over )?[\d.,]+ ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Account:
    """What one statement says: its value, its source (None: the article), its time, and where it stands.

    `published` is the article's day; `statement` an IRI. Of a denial, `value` is "stated" or "denied".
    """

    value: str
    source: str | None
    time: str | None
    document: str
    published: str | None
    quote: str
    statement: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Accounts of one thing that differ.

    `about` is the name of the entity, and `iri` its IRI; `relation` is a name ("bornOn"), and
    `phrase` its label from that entity on ("was born on", "is led by"). `detail` is what a number counts or what is
    stated and denied, else "". `accounts` are in the order of their values, days and documents.
    """

    kind: ConflictKind
    about: str
    iri: str
    relation: str
    phrase: str
    detail: str
    accounts: tuple[Account, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are given, each once."""
        return tuple(dict.fromkeys(account.value for account in self.accounts))

    @property
    def title(self) -> str:
        """The subject of the conflict, on one line."""
        return " ".join(filter(None, (self.about, self.phrase, self.detail)))


class Conflicts(Table[Conflict]):
    """Conflicts in the order of their kinds and of what they are about."""

    columns = COLUMNS

    def rows(self) -> Iterator[tuple[int | str | None, ...]]:
        """Yield a row for each account."""
        for number, each in enumerate(self, start=1):
            for account in each.accounts:
                head = number, each.kind, each.about, " ".join(filter(None, (each.phrase, each.detail)))
                said = account.value, account.source, account.time, account.document, account.published
                yield (*head, *said, account.quote, account.statement)

    def of_kinds(self, kinds: ConflictKind | Collection[ConflictKind]) -> Conflicts:
        """Return those of a kind, or of some; QueryError if there is no such kind."""
        wanted: Collection[str] = [kinds] if isinstance(kinds, str) else kinds
        for kind in wanted:
            if kind not in KINDS:
                raise QueryError(f"unknown kind of conflict {kind!r}: choose from {', '.join(KINDS)}")
        return Conflicts(tuple(each for each in self if each.kind in wanted))

    def to_json(self) -> str:
        """Return the conflicts as a JSON array of objects, with the fields of `Conflict` and `Account`."""
        return json.dumps([asdict(each) for each in self], ensure_ascii=False, indent=1) + "\n"

    def _shown(self) -> list[list[str]]:
        return [row[:-1] for row in self._cells()]

    def __repr__(self) -> str:
        return text_table(COLUMNS[:-1], self._shown()) if self else "no conflicts"

    def _repr_html_(self) -> str:
        return html_table(COLUMNS[:-1], self._shown(), numbers=COLUMNS[:1], note=counted(len(self), "conflict"))


def find_conflicts(contents: GraphContents) -> Conflicts:
    """Return the conflicts of a graph."""
    found = list(_Finder(contents).all())
    found.sort(key=lambda each: (KINDS.index(each.kind), each.about, each.iri, each.title))
    once: set[Conflict] = set()
    seen: set[tuple[str, str, str]] = set()
    for each in sorted(found, key=lambda each: -len(each.accounts)):
        said = {(each.kind, account.document, account.quote) for account in each.accounts if account.value != "stated"}
        if each.kind != "denial" or not said & seen:  # two relations of one denial are one dispute
            once.add(each)
            seen |= said
    return Conflicts(tuple(each for each in found if each in once))


class _Finder:
    def __init__(self, contents: GraphContents) -> None:
        self._labels, self._phrases = contents.labels(), contents.predicate_labels
        self._entities = {entity.iri: entity for entity in contents.entities}
        self._documents = {document.iri: document for document in contents.documents}
        self._facts = {fact.iri: fact for fact in contents.facts if not fact.doubt and not fact.broken}
        self._inside = insides(contents.facts)
        self._value_of = NewsValue(contents)
        self._posts: defaultdict[str, set[str]] = defaultdict(set)
        self._over: set[str] = set()
        for fact in contents.facts:
            if fact.predicate == "holdsRole":
                self._posts[fact.subject].add(fact.object)
            elif fact.predicate in {"replaced", "dismissed"}:
                self._over |= {fact.subject, fact.object} if fact.predicate == "replaced" else {fact.object}
        self._said: defaultdict[str, list[StatementRecord]] = defaultdict(list)
        for each in contents.statements:
            if each.fact in self._facts:
                self._said[each.predicate].append(each)

    def all(self) -> Iterator[Conflict]:
        """Yield the conflicts of every kind."""
        for name, info in RELATIONS.items():
            if info.functional == "always":
                yield from self._differing("value", name)
            if "at a time" in {info.functional, info.inverse_functional}:
                yield from self._differing("holder", name)
        yield from self._numbers()
        yield from self._denials()

    def _differing(self, kind: ConflictKind, relation: str) -> Iterator[Conflict]:
        """Yield what has one value and is given two by different articles, at one time where it can change."""
        backwards = RELATIONS[relation].inverse_functional is not None
        by_about: defaultdict[str, list[StatementRecord]] = defaultdict(list)
        for said in self._said[relation]:
            about = said.object if backwards else said.subject
            if (
                not said.rule.startswith(_IN_PASSING)
                and said.factuality in STATED
                and self._is_named(about)
                and self._is_plain(said)
            ):
                by_about[about].append(said)
        for about, statements in by_about.items():
            articles = Counter(
                value for value, _ in {(self._value(each, backwards), each.document) for each in statements}
            )
            most = articles.most_common(1)[0][1]
            told = " ".join(self._sentence(each) for each in statements).lower()
            weighty = [each for each in statements if _OUTWEIGHED * articles[self._value(each, backwards)] > most]
            rivals = {
                each.iri
                for one, other in combinations(weighty, 2)
                if one.document != other.document
                and self._differ(one, other, told, backwards=backwards)
                and (kind == "value" or self._at_one_time(one, other))
                for each in (one, other)
            }
            accounts = [self._account(each, self._value(each, backwards)) for each in weighty if each.iri in rivals]
            phrase = RELATIONS[relation].inverse_label if backwards else self._phrases.get(relation, relation)
            yield from self._conflict(kind, about, relation, phrase, "", accounts)

    def _value(self, said: StatementRecord, backwards: bool) -> str:
        return self._label(said.subject if backwards else said.object)

    def _differ(self, one: StatementRecord, other: StatementRecord, told: str, *, backwards: bool) -> bool:
        """Return whether two statements of different articles give values of which one alone can hold.

        `told` are all sentences about it: one that says "East Flatbush, Brooklyn" says that the two agree.
        """
        if backwards:
            value, different = one.subject, other.subject
            named = self._is_named(value) and self._is_named(different)
            return named and bool(self._posts[value] & self._posts[different]) and not self._over & {value, different}
        if one.literal:
            if one.predicate == "tookPlaceOn" and {precision(each.object) for each in (one, other)} != {"day"}:
                return False  # of each year's summit there is one
            return not agree(self._facts[one.fact], self._facts[other.fact], self._entities, self._inside)
        if not (self._is_named(one.object) and self._is_named(other.object)):
            return False
        names = [self._label(each.object).lower() for each in (one, other)]
        if set(stems(names[0])) & set(stems(names[1])) or any(", ".join(way) in told for way in permutations(names)):
            return False
        one_size = self._entities[one.object].cls == self._entities[other.object].cls  # else one may lie in the other
        return one_size and not agree(self._facts[one.fact], self._facts[other.fact], self._entities, self._inside)

    def _numbers(self) -> Iterator[Conflict]:
        counted_: defaultdict[tuple[str, str, str, str], list[tuple[str, StatementRecord]]] = defaultdict(list)
        for statements in self._said.values():
            for said in statements:
                if said.factuality not in STATED or not self._is_named(said.subject) or not self._is_plain(said):
                    continue
                for qualifier, value, literal in said.qualifiers:
                    amount = value if literal else self._label(value)
                    if qualifier in {"count", "item"} and _DIGITS.search(amount):
                        what = _AMOUNT.sub("", self._label(said.object)).strip()
                        counted_[said.subject, said.predicate, what, qualifier].append((amount, said))
        for (about, relation, what, _), given in counted_.items():
            rivals = {
                said.iri
                for (amount, one), (another, other) in combinations(given, 2)
                if amount != another and self._voice(one) != self._voice(other) and self._near(one, other, _SAME_NEWS)
                for said in (one, other)
            }
            accounts = [self._account(said, amount) for amount, said in given if said.iri in rivals]
            yield from self._conflict("number", about, relation, self._phrases.get(relation, relation), what, accounts)

    def _denials(self) -> Iterator[Conflict]:
        """Yield what one article or speaker states and another denies of the same time, in so many words.

        In one article the two may call the event differently.
        """
        for relation, statements in self._said.items():
            info = RELATIONS.get(relation)
            if info is None or info.kind != "entity" or info.lasting or relation in _STANCES:
                continue
            stating: defaultdict[str, list[StatementRecord]] = defaultdict(list)
            for each in statements:
                if each.factuality in STATED and self._is_plain(each):
                    stating[each.subject].append(each)
            by_fact: defaultdict[str, set[Account]] = defaultdict(set)
            for no in statements:
                if no.factuality == "negated" and self._is_named(no.subject) and self._denies(no):
                    for yes in stating[no.subject]:
                        alike = yes.fact == no.fact or (yes.document == no.document and self._value_of.is_same(yes, no))
                        if alike and self._contradict(yes, no):
                            by_fact[no.fact] |= {self._account(yes, "stated"), self._account(no, "denied")}
            for iri, accounts in by_fact.items():
                fact = self._facts[iri]
                phrase, detail = self._phrases.get(relation, relation), self._label(fact.object)
                yield from self._conflict("denial", fact.subject, relation, phrase, detail, accounts)

    def _contradict(self, yes: StatementRecord, no: StatementRecord) -> bool:
        """Return whether one voice states of one time what another denies: in one verb, or each by a speaker."""
        if self._voice(yes) == self._voice(no) or not _one_time(yes, no) or not self._near(yes, no, _SAME_TIME):
            return False
        if _DENIED.search(self._sentence(no)):
            return True
        verbs = [set(stems(self._verb(each))) for each in (yes, no)]
        return bool(verbs[0] & verbs[1] or (yes.source and no.source and yes.source != no.source))

    def _verb(self, said: StatementRecord) -> str:
        span = said.predicate_span
        return "" if span is None else self._documents[said.document].text[span[0] : span[1]]

    def _denies(self, said: StatementRecord) -> bool:
        """Return whether a sentence denies just this: "did not attack", "denied that"; no clause besides."""
        sentence = self._sentence(said)
        if said.confidence < _SURE or _ASKED.search(sentence):
            return False
        if _DENIED.search(sentence):
            return True
        span, item = said.predicate_span, said.object_span
        if span is None or (item is not None and item[0] > span[1] + 2 * _REACH):
            return False  # "never entered A but is back at B"
        before = self._documents[said.document].text[max(said.begin, span[0] - _REACH) : span[0]]
        return bool(_NOT.search(before)) and not _MODAL.search(before)

    def _is_plain(self, said: StatementRecord) -> bool:
        """Return whether a sentence states a thing surely, and neither asks nor denies anything."""
        sentence = self._sentence(said)
        return said.confidence >= _SURE and not _ASKED.search(sentence) and not _NEGATED.search(sentence)

    def _conflict(  # noqa: PLR0913, PLR0917 (a conflict's fields)
        self, kind: ConflictKind, about: str, relation: str, phrase: str, detail: str, accounts: Collection[Account]
    ) -> Iterator[Conflict]:
        """Yield the conflict of some accounts, if they give two values; an article gives each value once."""
        once: dict[tuple[str, str, str | None], Account] = {}
        for account in sorted(
            accounts, key=lambda each: (each.value, each.published or "", each.document, each.quote, each.statement)
        ):
            once.setdefault((account.value, account.document, account.source), account)
        if len({account.value for account in once.values()}) > 1:
            yield Conflict(kind, self._label(about), about, relation, phrase, detail, tuple(once.values()))

    def _account(self, said: StatementRecord, value: str) -> Account:
        document = self._documents[said.document]
        source = self._label(said.source) if said.source else None
        return Account(value, source, said.time, document.id, document.day, self._sentence(said), said.iri)

    def _sentence(self, said: StatementRecord) -> str:
        return self._documents[said.document].text[said.begin : said.end]

    def _label(self, iri: str) -> str:
        return self._labels.get(iri, iri)

    def _is_named(self, iri: str) -> bool:
        return iri in self._entities and self._entities[iri].is_named

    def _voice(self, said: StatementRecord) -> str:
        """Return who says it: the speaker, else the article, or the one that it copies."""
        document = self._documents[said.document]
        return said.source or document.copy_of or document.iri

    def _near(self, one: StatementRecord, other: StatementRecord, most: int) -> bool:
        """Return whether two articles are of the same days, or one has none."""
        first, second = (covered_days(self._documents[each.document].day or "") for each in (one, other))
        return first is None or second is None or abs((first[0] - second[0]).days) <= most

    def _at_one_time(self, one: StatementRecord, other: StatementRecord) -> bool:
        """Return whether two statements hold at one time, their own or that of their articles."""
        days = []
        for each in (one, other):
            given = {name: value for name, value, _ in each.qualifiers if name in {"start", "end"}}
            if "end" in given and not each.time and "start" not in given:
                return False  # "president until 2021" says of no time that it is hers
            covered = covered_days(each.time or given.get("start") or self._documents[each.document].day or "")
            if covered is None:
                return False
            end = covered_days(given.get("end", ""))
            days.append((covered[0], end[0] - timedelta(1) if end else covered[1]))
        return days[0][0] <= days[1][1] and days[1][0] <= days[0][1]


def _one_time(one: StatementRecord, other: StatementRecord) -> bool:
    """Return whether two statements can be of one time: what did not happen in May may have happened in June."""
    first, second = (covered_days(each.time or "") for each in (one, other))
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])
