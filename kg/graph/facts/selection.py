"""The choice among a graph's facts: by subject, relation, object, source, time, document and confidence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.dates import covered_days
from kg.errors import NotFoundError, QueryError
from kg.graph.facts.explain import explain_inferences, explain_statements
from kg.graph.facts.names import find_entities, find_predicates
from kg.graph.facts.records import UNKNOWN_LABEL
from kg.graph.facts.tables import Facts
from kg.model import FACTUALITIES
from kg.ontology import RELATIONS, UNKNOWN_IRI
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.graph.facts.records import GraphContents, InferenceRecord, StatementRecord
    from kg.model import Factuality

type Names = str | Collection[str]
"""One name, or several of which any will do."""


def find_facts(  # noqa: PLR0913 (each is a filter of its own)
    records: GraphContents,
    *,
    subject: Names | None = None,
    relation: Names | None = None,
    object: Names | None = None,  # noqa: A002 (what RDF calls it)
    factuality: Factuality | Collection[Factuality] | None = None,
    source: Names | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    min_confidence: float = 0.0,
    document: Names | None = None,
    inferred: bool = False,
    kept_aside: bool = False,
) -> Facts:
    """Return the facts that pass every filter given.

    Subject, object and source are found by label or alias; an object may be a date or words too. `since` and `until`
    are days, months or years, and keep the facts whose own time, or whose object that is a date, touches what they
    enclose: a fact without any is left out then. What breaks the vocabulary comes with `kept_aside`, and what no
    document states but follows with `inferred`; since that has no source, time, document and confidence, a filter of
    any of these leaves it out.

    Raises:
        NotFoundError: a name, relation or document that the graph does not have.
        QueryError: a value that is no factuality, date or confidence.
    """
    subjects, relations = _entities(records, subject), read_relations(records, relation)
    objects = _objects(records, object)
    factualities, sources = read_factuality(factuality), _entities(records, source)
    documents, days = _documents(records, document), _days(since, until)
    if isinstance(min_confidence, bool) or not isinstance(min_confidence, (int, float)) or not 0 <= min_confidence <= 1:
        raise QueryError(f"min_confidence must be between 0 and 1, not {min_confidence!r}")

    def chosen(fact: StatementRecord | InferenceRecord) -> bool:
        return (
            (subjects is None or fact.subject in subjects)
            and (relations is None or fact.predicate in relations)
            and (objects is None or fact.object in objects)
        )

    def passes(fact: StatementRecord) -> bool:
        return (
            chosen(fact)
            and (factualities is None or fact.factuality in factualities)
            and (sources is None or fact.source in sources)
            and (documents is None or fact.document in documents)
            and fact.confidence >= min_confidence
            and (kept_aside or fact.broken is None)
            and (days is None or _touches(fact, days))
        )

    found = [*explain_statements(records, filter(passes, records.statements))]
    plain = factualities is None and sources is None and documents is None and days is None and not min_confidence
    if inferred and plain:
        found += explain_inferences(records, list(filter(chosen, records.inferences)))
    return Facts(tuple(found))


def read_relations(records: GraphContents, wanted: Names | None) -> frozenset[str] | None:
    """The predicates that names of relations mean; None for any.

    Raises:
        NotFoundError: there is no such relation; the message lists those of the graph.
    """
    if wanted is None:
        return None
    used = {fact.predicate for fact in records.statements} | {fact.predicate for fact in records.inferences}
    labels = {name: records.predicate_labels.get(name, name) for name in sorted(used | RELATIONS.keys())}
    found: set[str] = set()
    for name in _each(wanted):
        try:
            found |= find_predicates(labels, name)
        except NotFoundError as error:
            known = ", ".join(sorted(each for each in used if not each.startswith("p/"))) or "none"
            raise NotFoundError(f"{error}; the graph's relations are: {known}") from error
    return frozenset(found)


def read_factuality(wanted: Factuality | Collection[Factuality] | None) -> frozenset[str] | None:
    """The factualities named, None for any; QueryError, listing them all, where one is none."""
    if wanted is None:
        return None
    for name in _each(wanted):
        if name not in FACTUALITIES:
            raise QueryError(f"factuality must be one of {', '.join(FACTUALITIES)}, not {name!r}")
    return frozenset(_each(wanted))


def _each(names: Names) -> Collection[str]:
    return (names,) if isinstance(names, str) else names


def _entities(records: GraphContents, names: Names | None) -> frozenset[str] | None:
    if names is None:
        return None
    found: set[str] = set()
    for name in _each(names):
        try:
            found |= {entity.iri for entity in find_entities(records.entities, name)}
        except NotFoundError:
            if fold(name) != UNKNOWN_LABEL:
                raise
            found.add(UNKNOWN_IRI)
    return frozenset(found)


def _objects(records: GraphContents, names: Names | None) -> frozenset[str] | None:
    if names is None:
        return None
    literals = {fact.object for fact in records.statements if fact.literal}
    found: set[str] = set()
    for name in _each(names):
        same = {literal for literal in literals if literal == name or (fold(name) and fold(literal) == fold(name))}
        found |= same
        try:
            found |= _entities(records, name) or frozenset()
        except NotFoundError:
            if not same:
                raise
    return frozenset(found)


def _documents(records: GraphContents, names: Names | None) -> frozenset[str] | None:
    if names is None:
        return None
    known = {document.id: document.iri for document in records.documents}
    for name in _each(names):
        if name not in known:
            listed = [*known][:20]
            more = ", …" if len(known) > len(listed) else ""
            raise NotFoundError(f"there is no document {name!r}; there are: {', '.join(listed)}{more}")
    return frozenset(known[name] for name in _each(names))


def _days(since: str | date | None, until: str | date | None) -> tuple[date, date] | None:
    if since is None and until is None:
        return None
    first = date.min if since is None else read_day("since", since)[0]
    last = date.max if until is None else read_day("until", until)[1]
    if first > last:
        raise QueryError(f"since {since} is after until {until}")
    return first, last


def read_day(what: str, day: str | date) -> tuple[date, date]:
    """The first and last day of a day, month or year that a user gives as `what`; QueryError where it is none."""
    text = day.isoformat()[:10] if isinstance(day, date) else day
    found = covered_days(text) if isinstance(text, str) and "/" not in text else None
    if found is None:
        raise QueryError(f"{what}: {day!r} is no date (2025, 2025-09 or 2025-09-13)")
    return found


def _touches(fact: StatementRecord, days: tuple[date, date]) -> bool:
    """Return whether a fact's time shares a day with a range; the time of "founded in 2019" is its object."""
    info = RELATIONS.get(fact.predicate)
    own = fact.time or (fact.object if fact.literal and info is not None and info.kind == "date" else None)
    covered = covered_days(own) if own else None
    return covered is not None and covered[0] <= days[1] and days[0] <= covered[1]
