"""Contradictions between a graph's texts: values, numbers and holders that differ at one time, and denials.

The shipped queries find the statements (`values-differ`, `differ-at-one-time`, `numbers-differ`, `disputed`); here they
are grouped into conflicts, each with all accounts on either side.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from kg.display.html import html_table
from kg.display.spreadsheet import csv_text
from kg.display.text import counted, text_table
from kg.errors import QueryError
from kg.graph.facts.tables import data_frame
from kg.graph.query.execution import query_named
from kg.graph.rdf.terms import predicate_name
from kg.ontology import RELATIONS, labels

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types
    from rdflib import Dataset

__all__ = ["COLUMNS", "KINDS", "Account", "Conflict", "ConflictKind", "Conflicts", "find_conflicts"]

type ConflictKind = Literal["value", "holder", "number", "denial"]
"""The kind of a conflict: a value that is unique, the holder of what has one at a time, a number, or a denial."""

KINDS: tuple[ConflictKind, ...] = get_args(ConflictKind.__value__)
"""Every kind of conflict."""

COLUMNS = (
    "conflict", "kind", "about", "relation", "value", "source", "time", "document", "published", "quote", "statement",
)  # fmt: skip
"""The columns of the table of conflicts, one row an account; `conflict` counts the conflicts from 1."""

_QUERIES: Mapping[ConflictKind, str] = {
    "value": "values-differ",
    "holder": "differ-at-one-time",
    "number": "numbers-differ",
    "denial": "disputed",
}
_MOST = 100_000
"""The most statements of one query; more are an error."""


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


@dataclass(frozen=True, repr=False)
class Conflicts(Sequence[Conflict]):
    """Conflicts in the order of their kinds and of what they are about."""

    found: tuple[Conflict, ...]

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, index: int) -> Conflict: ...
    @overload
    def __getitem__(self, index: slice) -> Conflicts: ...
    def __getitem__(self, index: int | slice) -> Conflict | Conflicts:
        return Conflicts(self.found[index]) if isinstance(index, slice) else self.found[index]

    def rows(self) -> Iterator[tuple[int | str | None, ...]]:
        """Yield the rows of the table whose columns are `COLUMNS`."""
        for number, each in enumerate(self.found, start=1):
            for account in each.accounts:
                head = number, each.kind, each.about, " ".join(filter(None, (each.phrase, each.detail)))
                said = account.value, account.source, account.time, account.document, account.published
                yield (*head, *said, account.quote, account.statement)

    def to_pandas(self) -> pd.DataFrame:
        """Return one row an account, with the columns `COLUMNS`; MissingPackageError without pandas."""
        return data_frame(COLUMNS, self.rows())

    def to_csv(self, *, raw: bool = False) -> str:
        """Return the table as CSV, guarded for spreadsheets (`kg.display.spreadsheet`) unless `raw`."""
        return csv_text(COLUMNS, self.rows(), raw=raw)

    def to_json(self) -> str:
        """Return the conflicts as a JSON array of objects, with the fields of `Conflict` and `Account`."""
        return json.dumps([asdict(each) for each in self.found], ensure_ascii=False, indent=1) + "\n"

    def _shown(self) -> list[list[str]]:
        shown = (list(row[:-1]) for row in self.rows())
        return [["" if value is None else str(value) for value in row] for row in shown]

    def __repr__(self) -> str:
        return text_table(COLUMNS[:-1], self._shown()) if self.found else "no conflicts"

    def _repr_html_(self) -> str:
        return html_table(COLUMNS[:-1], self._shown(), numbers=COLUMNS[:1], note=counted(len(self), "conflict"))


def find_conflicts(
    dataset: Dataset, name: str | None = None, kinds: ConflictKind | Collection[ConflictKind] | None = None
) -> Conflicts:
    """Return the conflicts of a graph, or those in which the entity called `name` takes part; of all kinds or of some.

    Raises:
        QueryError: there is no such kind, or so many statements differ that the answer would be cut.
    """
    wanted: Collection[str] = KINDS if kinds is None else [kinds] if isinstance(kinds, str) else kinds
    for kind in wanted:
        if kind not in KINDS:
            raise QueryError(f"unknown kind of conflict {kind!r}: choose from {', '.join(KINDS)}")
    found: list[Conflict] = []
    for kind in KINDS:
        if kind in wanted:
            values = {"limit": str(_MOST)} | ({} if name is None else {"name": name})
            rows = query_named(dataset, _QUERIES[kind], values)
            if rows.more:
                raise QueryError(f"over {_MOST:,} statements differ: name an entity")
            found += _grouped(kind, rows)
    return Conflicts(tuple(found))


def _grouped(kind: ConflictKind, rows: Iterable[Any]) -> Iterator[Conflict]:
    """One conflict for each thing, relation and detail that the rows of a kind's query have."""
    said: dict[tuple[str, str, str], set[Account]] = defaultdict(set)
    called: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if kind == "denial":
            called[row.s].add(row.subject)
            said[row.s, predicate_name(row.p), row.object] |= {
                _side("stated", row.statedBy, row.statedIn, row.statedOn, row.statedWords, row.yes),
                _side("denied", row.deniedBy, row.deniedIn, row.deniedOn, row.deniedWords, row.no),
            }
            continue
        relation = predicate_name(row.p)
        about, value = (row.object, row.subject) if _is_backwards(kind, relation) else (row.subject, row.object)
        called[row.about].add(about)
        detail = row.object if kind == "number" else ""
        account = Account(
            row.number if kind == "number" else value,
            row.source,
            _day(row.time),
            row.document,
            _day(row.published),
            row.quote,
            row.statement,
        )
        said[row.about, relation, detail].add(account)
    names = {iri: min(labels_, key=lambda label: (len(label), label)) for iri, labels_ in called.items()}
    for (iri, relation, detail), accounts in sorted(said.items(), key=lambda item: (names[item[0][0]], item[0])):
        phrase = labels().get(relation, relation)
        if _is_backwards(kind, relation):
            phrase = RELATIONS[relation].inverse_label
        yield Conflict(kind, names[iri], iri, relation, phrase, detail, tuple(sorted(accounts, key=_order)))


def _is_backwards(kind: ConflictKind, relation: str) -> bool:
    """Return whether a conflict is about the object, which has one subject at a time."""
    return kind == "holder" and RELATIONS[relation].inverse_functional is not None


def _side(value: str, by: str, document: str, day: date | str | None, quote: str, statement: str) -> Account:  # noqa: PLR0913, PLR0917 (a row's columns)
    """Return an account of a denial; the query says "article …" where nobody else says so."""
    return Account(value, None if by == f"article {document}" else by, None, document, _day(day), quote, statement)


def _day(value: date | str | None) -> str | None:
    return None if value is None else str(value)


def _order(account: Account) -> tuple[str, ...]:
    return account.value, account.published or "", account.document, account.quote, account.statement
