"""Differences between two graphs, or two days of one: new, gone and changed entities and facts.

Both sides are read by the shipped queries `support` and `spoken-of`. An entity that the one graph knows by another IRI
than the other (`dcterms:isReplacedBy`) is the same in both.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from rdflib import URIRef

from kg.display.html import html_table
from kg.display.spreadsheet import csv_text
from kg.display.text import counted, text_table
from kg.errors import QueryError
from kg.graph.facts.selection import read_day
from kg.graph.facts.tables import data_frame
from kg.graph.query.execution import query, query_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types
    from rdflib import Dataset

type Change = Literal["new", "gone", "changed"]

COLUMNS = ("change", "what", "subject", "relation", "object", "before", "after")
"""The columns of the table of changes; of an entity, `subject` is its name and `object` its class."""

_ALL = "100000000"
_REPLACED = "SELECT ?old ?new WHERE { ?old dcterms:isReplacedBy ?new }"


@dataclass(frozen=True, slots=True)
class Support:
    """The support of a fact: statements that assert or report it, their documents, and statements that deny it."""

    statements: int
    documents: int
    denials: int

    def __str__(self) -> str:
        denied = f", {counted(self.denials, 'denial')}" if self.denials else ""
        return f"{counted(self.statements, 'statement')} in {counted(self.documents, 'document')}{denied}"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact whose support differs: `before` is None if it is new, `after` if it is gone.

    `subject` and `object` are names or values, with the IRI of an entity.
    """

    subject: str
    relation: str
    object: str
    before: Support | None
    after: Support | None
    subject_iri: str
    object_iri: str | None

    @property
    def change(self) -> Change:
        """The kind of the change."""
        return _change(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An entity's name, its class, and the number of documents that mention it."""

    label: str
    cls: str
    documents: int

    def __str__(self) -> str:
        return counted(self.documents, "document")


@dataclass(frozen=True, slots=True)
class EntityChange:
    """An entity that is new or gone, or whose name, class or number of documents differs."""

    iri: str
    before: Mentioned | None
    after: Mentioned | None

    @property
    def change(self) -> Change:
        """The kind of the change."""
        return _change(self.before, self.after)

    @property
    def now(self) -> Mentioned:
        """The entity as it is, or as it was before it went."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has a side
        return found


@dataclass(frozen=True, repr=False)
class Diff:
    """Changes of entities in the order of their names, and of facts in that of their words."""

    entities: tuple[EntityChange, ...]
    facts: tuple[FactChange, ...]

    def __bool__(self) -> bool:
        return bool(self.entities or self.facts)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the table whose columns are `COLUMNS`: what is new, then gone, then changed."""
        for change in ("new", "gone", "changed"):
            for each in self.entities:
                if each.change == change:
                    yield change, "entity", each.now.label, "", each.now.cls, *_sides(each)
            for fact in self.facts:
                if fact.change == change:
                    yield change, "fact", fact.subject, fact.relation, fact.object, *_sides(fact)

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Return the numbers of new, gone and changed entities and facts."""
        found = {(what, change): 0 for what in ("entity", "fact") for change in ("new", "gone", "changed")}
        for change, what, *_ in self.rows():
            found[what, change] += 1
        return found

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a change, with the columns `COLUMNS`; MissingPackageError without pandas."""
        return data_frame(COLUMNS, self.rows())

    def to_csv(self, *, raw: bool = False) -> str:
        """Return the table as CSV, guarded for spreadsheets (`kg.display.spreadsheet`) unless `raw`."""
        return csv_text(COLUMNS, self.rows(), raw=raw)

    def to_json(self) -> str:
        """Return the changes as a JSON object, with the fields of `EntityChange` and `FactChange`."""
        value = {
            "entities": [{"change": each.change, **asdict(each)} for each in self.entities],
            "facts": [{"change": each.change, **asdict(each)} for each in self.facts],
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    def __repr__(self) -> str:
        return text_table(COLUMNS, list(self.rows())) if self else "no changes"

    def _repr_html_(self) -> str:
        return html_table(COLUMNS, list(self.rows()), note=counted(len(self.entities) + len(self.facts), "change"))


def diff_graphs(before: Dataset, after: Dataset) -> Diff:
    """Return the changes from `before` to `after`."""
    replaced = _replaced(before) | _replaced(after)
    return _compared(_State.of(before, None, replaced), _State.of(after, None, replaced))


def diff_days(dataset: Dataset, since: str | date, until: str | date | None = None) -> Diff:
    """Return what the articles published from `since` until `until` (days, months, years) add to earlier ones.

    Nothing goes so: a fact that an article denies has more denials.

    Raises:
        QueryError: what is given is no date, or `since` is after `until`.
    """
    first, last = read_day("since", since)[0], None if until is None else read_day("until", until)[1]
    if last is not None and first > last:
        raise QueryError(f"since {since} is after until {until}")
    earlier = _State.of(dataset, first - timedelta(days=first > date.min), {})  # before the first day there is none
    return _compared(earlier, _State.of(dataset, last, {}))


type _FactKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _State:
    """The entities of a graph by IRI, and its facts by subject, predicate and object, with their words."""

    entities: Mapping[str, Mentioned]
    facts: Mapping[_FactKey, Support]
    words: Mapping[_FactKey, tuple[str, str, str, bool]]

    @classmethod
    def of(cls, dataset: Dataset, until: date | None, replaced: Mapping[str, str]) -> _State:
        values = {"limit": _ALL} | ({} if until is None else {"until": until.isoformat()})
        entities: dict[str, Mentioned] = {}
        for row in query_named(dataset, "spoken-of", values):
            entities[_followed(row.entity, replaced)] = Mentioned(row.label, row[1], row.documents)
        facts: dict[_FactKey, Support] = {}
        words: dict[_FactKey, tuple[str, str, str, bool]] = {}
        found = query_named(dataset, "support", values)
        for row, terms in zip(found, found.terms, strict=True):
            entity = isinstance(terms[found.columns.index("o")], URIRef)
            key = _followed(row.s, replaced), row.p, _followed(str(row.o), replaced)
            support = Support(row.statements, row.documents, row.denials)
            facts[key] = support
            words[key] = row.subject, row.relation, str(row.object), entity
        return cls(entities, facts, words)


def _compared(before: _State, after: _State) -> Diff:
    entities = [
        EntityChange(iri, old, new)
        for iri in before.entities.keys() | after.entities.keys()
        if (old := before.entities.get(iri)) != (new := after.entities.get(iri))
    ]
    facts = []
    for key in before.facts.keys() | after.facts.keys():
        support, now = before.facts.get(key), after.facts.get(key)
        if support != now:
            subject, relation, item, entity = after.words.get(key) or before.words[key]
            facts.append(FactChange(subject, relation, item, support, now, key[0], key[2] if entity else None))
    return Diff(
        tuple(sorted(entities, key=lambda each: (each.now.label, each.iri))),
        tuple(sorted(facts, key=lambda each: (each.subject, each.relation, each.object, each.subject_iri))),
    )


def _change(before: object | None, after: object | None) -> Change:
    return "new" if before is None else "gone" if after is None else "changed"


def _sides(each: EntityChange | FactChange) -> tuple[str, str]:
    return str(each.before or ""), str(each.after or "")


def _replaced(dataset: Dataset) -> dict[str, str]:
    """Return the IRI that replaces each entity's IRI that a graph gave up."""
    return {row.old: row.new for row in query(dataset, _REPLACED)}


def _followed(iri: str, replaced: Mapping[str, str]) -> str:
    """Return the IRI that stands for one now; one that leads back to itself stays."""
    seen = {iri}
    while (further := replaced.get(iri)) is not None and further not in seen:
        seen.add(further)
        iri = further
    return iri
