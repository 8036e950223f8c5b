"""The answer to a question: what answers it, each with the sentences that say so, and what is to be said of it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from math import log2, prod
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.ask.model import ASKED
from kg.ask.phrases import (
    PEOPLE,
    PLACES,
    amounts_in,
    begins,
    behind,
    charge_in,
    counted_in,
    is_coming,
    is_hedged,
    is_number,
    says,
    stem,
)
from kg.dates import covered_days, dates_in
from kg.display.html import Html, card, escaped, faint
from kg.display.text import brief, counted
from kg.errors import QuestionError
from kg.graph.asking.sparql import MOST_ROWS, articles_with, keys_of, places_of, sentences_with, sparql_of
from kg.graph.facts.names import find_entities
from kg.graph.facts.records import EntityRecord, is_name
from kg.graph.query.execution import bounded_query
from kg.graph.rdf.terms import predicate_iri, predicate_name
from kg.model import FACTUALITIES
from kg.ontology import RELATIONS, SURE_IF_GRAVE, labels
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from rdflib import Dataset

    from kg.ask.model import Question, Term
    from kg.graph.query.execution import Rows

_QUOTE = 400
"""The longest sentence that a line shows, in characters."""
_SHOWN = 20
"""The number of answers that a notebook shows."""
_LEAST = 0.05
"""The least confidence of an answer; what fits the question less is left out."""
_HEDGED = 0.4
"""The share of its confidence that is left to a statement whose sentence says that it may be."""
_SAID = 0.4
"""The confidence of what stands in a sentence, though no statement says it."""
_UNNAMED = 0.3
"""The share of its confidence at which an answer without a name counts beside one with a name."""
_WEIGHTS = {"asserted": 1.0, "reported": 0.95, "planned": 0.8, "negated": 0.5, "hypothetical": 0.3}

type Verdict = Literal["yes", "denied", "disputed", "not said", "reported", "planned"]
"""The documents' answer to a question for yes or no: `reported` if only according to somebody, `disputed` if some
assert and some deny."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers a question, and where it stands.

    `statement` is the IRI of the statement, of the claim where somebody's words are the answer, of the sentence where
    its words alone are; `document` the id; `published` and `time` ISO 8601; `fact` the statement on one line, `source`
    who is said to say so; `count` how many; `confidence` how far it answers, from 0 to 1.
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
    confidence: float = 0.0

    @property
    def cited(self) -> str:
        """The document of the sentence: "herald · The Herald · 2025-09-22 · https://…/statement/…"."""
        return " · ".join(filter(None, (self.document, self.publisher, self.published, self.statement)))


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that answers: a name, a number, a day, words; its IRI and class where it is an entity.

    `factuality` is that of the best of its evidence, which comes first; `confidence` that of all of it. `named` is
    false of what the documents only describe: "two men".
    """

    value: str
    factuality: str
    evidence: tuple[Evidence, ...]
    iri: str | None = None
    cls: str | None = None
    confidence: float = 0.0
    named: bool = True

    @property
    def documents(self) -> int:
        """The number of documents that say so."""
        return len({each.document for each in self.evidence})

    @property
    def standing(self) -> str:
        """The class, factuality, support and confidence: "Person · reported by Ada Marlow · 2 documents · 81 %"."""
        source = self.evidence[0].source
        held = self.factuality if self.factuality == "asserted" or not source else f"{self.factuality} by {source}"
        shown = (self.cls, "" if self.named else "not named", held, counted(self.documents, "document"))
        return " · ".join(filter(None, (*shown, f"{self.confidence:.0%} sure")))


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A graph's answer to a question; if `found` is empty, `remarks` say why.

    The likeliest comes first. The `understood` are the relations that were looked for, as they read; `query` is the
    SPARQL whose rows were judged.
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
        """Yield at most `most` answers (0 for all), a line each, then `sentences` of each with their documents."""
        if self.understood:
            yield f"Understood: {'; '.join(self.understood)}"
        yield from (f"Note: {remark}" for remark in self.remarks)
        if self.verdict:
            yield f"Answer: {self.verdict}"
        shown = self.found if most == 0 else self.found[:most]
        yield from (f"{brief(each.value, _QUOTE)}  ({each.standing})" for each in shown)
        if len(self.found) > len(shown):
            yield f"and {counted(len(self.found) - len(shown), 'answer')} more"
        for each in shown:
            if len(shown) > 1:
                yield f"{brief(each.value, 80)}:"
            for row in each.evidence[:sentences]:
                yield f"    “{brief(row.quote, _QUOTE)}”"
                yield f"    {row.cited}"
            if len(each.evidence) > sentences:
                yield f"    and {counted(len(each.evidence) - sentences, 'sentence')} more"

    def _repr_html_(self) -> Html:
        """An answer for a notebook, with the best sentence of each of the first things that answer."""
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
    """Return the answer of a graph to a question.

    Raises:
        NotFoundError: a name in it means nothing in the graph.
        QuestionError: its verb says nothing that is in the graph.
        LimitError: it takes more time or memory than that.
    """

    def ask(text: str) -> Rows:
        return bounded_query(dataset, text, timeout=timeout, max_memory=max_memory)

    return _Answering(question, ask).answer()


class _Side(NamedTuple):
    """One end of a statement, as the question reads it."""

    iri: str
    label: str
    cls: str
    named: bool = False


class _Key(NamedTuple):
    """What rows with one answer share, and that answer: its value, its IRI and class if it is an entity."""

    same: str
    value: str
    iri: str | None = None
    cls: str | None = None
    named: bool = True


class _Judged(NamedTuple):
    """A row, its ends in the order of the question, and how far it answers, from 0 to 1."""

    row: Any
    first: _Side
    second: _Side
    confidence: float


class _Answering:
    def __init__(self, question: Question, ask: Callable[[str], Rows]) -> None:
        self.question, self.ask = question, ask
        self.given = [t for t in (question.subject, question.object) if t.kind in {"called", "words"}]
        self.mentioned: dict[Term, set[str]] = {}  # the documents that mention a term
        self.remarks = _remarks(question)

    def answer(self) -> Answer:
        question = self.question
        self._check_names()
        relations = self._relations()
        articles = self._mentions()
        query = sparql_of(question, relations, articles)
        judged, found = self._answered(query)
        if not found and articles and relations and question.kind == "entity":  # of "the team" beside the named one
            query = sparql_of(question, relations, articles, given=False)
            judged, found = self._answered(query)
        verdict = _verdict(found) if question.kind == "whether" else None
        if not found and len(self.remarks) == len(_remarks(question)):
            without = f" from {question.days[0]} to {question.days[1]}" if question.days and judged else ""
            others = f"; {counted(len(judged), 'statement')} do otherwise" if without else ""
            self.remarks.append(f"no document of the graph says so{without}{others}")
        return Answer(question, query, tuple(_understood(question)), tuple(found), verdict, tuple(self.remarks))

    def _answered(self, query: str) -> tuple[list[_Judged], list[Found]]:
        """Return the rows of a query that answer, of any time, and what answers of the question's."""
        rows = list(self.ask(query))
        if len(rows) > MOST_ROWS:
            self.remarks.append(f"only the surest {MOST_ROWS:,} statements are looked at: name more in the question")
        rows = list({row.statement: row for row in reversed(rows[:MOST_ROWS])}.values())[::-1]
        judged = [each for row in _sure_rows(rows) if (each := self._judge(row)) is not None]
        return judged, self._found(self._held([each for each in judged if _is_within(each.row, self.question.days)]))

    def _check_names(self) -> None:
        """See that words which are written as a name are in the graph; NotFoundError, with near names, where not."""
        for term in (*self.given, *self.question.context):
            if term.kind == "words" and all(word[0].isupper() for word in term.words.split()):
                rows = self.ask("SELECT DISTINCT ?label { ?entity kg:nameKey ?key ; rdfs:label ?label }")
                key = fold(term.words)
                if not any(key in fold(row.label) for row in rows):
                    find_entities([EntityRecord(row.label, row.label, "") for row in rows], term.words)

    def _relations(self) -> list[str]:
        question = self.question
        found = [name.removeprefix("^") for name in question.relations]
        if question.opened:
            iris = " ".join(f"<{predicate_iri(name)}>" for name in question.opened)
            query = f"SELECT DISTINCT ?relation {{ VALUES ?relation {{ {iris} }} ?fact rdf:predicate ?relation }}"
            found += sorted(predicate_name(row.relation) for row in self.ask(query))
            if not found:
                raise QuestionError(f"nothing in the graph is said with {question.verb!r}: ask as in “{question.near}”")
        return found

    def _mentions(self) -> set[str] | None:
        """The articles that mention something the question names; those that mention each term are kept."""
        terms = [*self.given, *self.question.context]
        keys = {key: term for term in terms for key in self._keys(term)}
        articles: set[str] = set()
        if not keys or self.question.kind in {"claim", "speaker", "about"}:
            return None
        for row in self.ask(articles_with(keys)):
            self.mentioned.setdefault(keys[row.key], set()).add(str(row.document))
            articles.add(row.article)
        return articles

    def _keys(self, term: Term) -> list[str]:
        """The spellings of a term, of a phrase those of its last word."""
        last = replace(term, words=term.words.split()[-1]) if term.words else term
        return keys_of(self.question, last)

    def _judge(self, row: Any) -> _Judged | None:
        """Return how far a row answers; None where it does not."""
        question = self.question
        name = predicate_name(row.relation) if row.relation else ""
        first = _side(row.s, row.subject or "unknown", row.subjectClass, row.sOwn)
        second = _side(row.o, str(row.object or ""), row.objectClass, row.oOwn)
        turned = f"^{name}" in question.relations
        both = question.flexible or (name in RELATIONS and RELATIONS[name].symmetric)
        orders = [(second, first)] if turned else [(first, second), (second, first)] if both else [(first, second)]
        if question.kind in {"claim", "speaker", "about"}:
            return _Judged(row, first, second, float(row.confidence or 0.7) * _WEIGHTS[_factuality(row)])
        quote = row.quote.lower()
        if question.said and not name.startswith("p/") and not says(quote, question.said):
            return None
        best = max(orders, key=lambda each: self._fit(row, each))
        factuality = _factuality(row)
        weight = _WEIGHTS[factuality]
        if question.tense == "future":
            will = factuality in {"planned", "negated"} or is_coming(quote)
            weight = 1.0 if factuality == "planned" else weight if will else 0.0
        if question.negated != (factuality == "negated") and question.kind not in {"whether", "events"}:
            return None
        confidence = float(row.confidence or 0.5)
        confidence *= weight * self._fit(row, best) * self._context(row)
        confidence *= 1.0 if not question.said or self._predicate_says(row) else 0.5
        confidence *= _HEDGED if question.said and is_hedged(quote, question.said) else 1.0
        return _Judged(row, *best, confidence) if confidence >= _LEAST else None

    def _predicate_says(self, row: Any) -> bool:
        """Return whether the statement's own predicate is one of the words that the question asks for."""
        begin, dash, end = str(row.words or "").partition("-")
        if not dash or row.begin is None:
            return True
        word = row.quote[int(begin) - int(row.begin) : int(end) - int(row.begin)].lower()
        return bool(word.startswith(self.question.said))

    def _fit(self, row: Any, sides: tuple[_Side, _Side]) -> float:
        if self.question.kind == "events":
            return max(
                self._end(self.question.object, sides[1], row), 0.7 * self._end(self.question.object, sides[0], row)
            )
        ends = (self.question.subject, self.question.object)
        found = prod(self._end(term, side, row) for term, side in zip(ends, sides, strict=True))
        asked = next((side for term, side in zip(ends, sides, strict=True) if term == ASKED), _Side("", "", ""))
        wrong = (
            self.question.kind == "entity" and self.question.classes and asked.cls not in {"", *self.question.classes}
        )
        if asked.label and "tookPlaceIn" in self.question.relations and not self.question.verb:  # where something is
            given = [fold(each) for called in self.question.called for each in (called.words, *called.labels)]
            wrong = wrong or not asked.named or any(each in fold(asked.label) for each in given)
            found *= _TOWNS.get(asked.cls, 0.6)
        return 0.0 if wrong else found

    def _end(self, term: Term, side: _Side, row: Any) -> float:
        known = not side.iri.endswith("#Unknown") and side.label != "unknown"
        if term.kind in {"any", "asked"}:
            return float(known or term.kind == "any")
        label, quote = fold(side.label), row.quote.lower()
        if term.kind == "words":
            stems = [stem(word) for word in fold(term.words).split()]
            inside = sum(begins(label.split(), each) for each in stems) / len(stems)
            said = sum(begins(fold(quote).split(), each) for each in stems) / len(stems)
            said *= "holdsRole" not in self.question.relations
            return 1.0 if inside == 1 else max(0.8 * inside * (inside >= 0.5), 0.5 * said * (said >= 0.5))
        called = self.question.called[term.called]
        own, other = set(label.split()), [set(fold(each).split()) for each in (called.words, *called.labels)]
        proper = known and all(not word[0].islower() or len(word) < 4 for word in side.label.split())
        if side.iri in called.entities or (proper and any(own and e and (own <= e or e <= own) for e in other)):
            return 1.0 if side.iri in called.entities else 0.9
        named = any(key in quote for key in keys_of(self.question, term))
        if self.question.kind == "events":
            return 0.6 * named
        if not self._is_strict() and known and not side.named and self.question.tense == "future" and not named:
            return 0.3 * (str(row.document) in self.mentioned.get(term, ()))
        return 0.4 * (named and (not side.named or side.cls == "People") and not self._is_strict())

    def _is_strict(self) -> bool:
        """Return whether a description does not stand for a name: where something is, and what is grave of somebody."""
        return not self.question.verb or (self.question.kind == "whether" and self._is_grave())

    def _is_grave(self) -> bool:
        names = (name.removeprefix("^") for name in self.question.relations)
        return any(name in RELATIONS and RELATIONS[name].grave for name in names)

    def _context(self, row: Any) -> float:
        """Return the share, weighted by rarity, of the question's other terms in the sentence or its article.

        0 where a name, or the rarest word, is in neither; of a question for yes or no, where the sentence lacks any.
        """
        parts = (row.quote, row.subject, row.object, row.charge, row.where)
        text = " ".join(str(part).lower() for part in parts if part)
        share, weight, rarest = 0.0, 0.0, max(map(self._rarity, self.question.context), default=0.0)
        for term in self.question.context:
            own = self._rarity(term)
            weight += own
            if any(key in text for key in keys_of(self.question, term)):
                share += own
            elif self.question.kind == "whether":
                return 0.0
            elif str(row.document) in self.mentioned.get(term, ()):
                share += 0.5 * own
            elif term.kind == "called" or own == rarest:
                return 0.0
        return share / weight if weight else 1.0

    def _rarity(self, term: Term) -> float:
        """Return the weight of a term in a sentence: the less, the more articles have it."""
        found = 1 / (1 + log2(1 + len(self.mentioned.get(term, ()))))
        return 2 * found if term.kind == "called" else found

    def _held(self, judged: list[_Judged]) -> list[_Judged]:
        """Return the rows that hold: without what is over, if the question is put in the present."""
        if self.question.tense != "present":
            return judged
        kept = [each for each in judged if not _is_over(each.row)]
        if over := len(judged) - len(kept):
            self.remarks.append(f"{over:,} statements of a time that is over are left out: ask in the past for these")
        return kept

    def _found(self, judged: list[_Judged]) -> list[Found]:
        kind = self.question.kind
        if kind == "whether":
            return _grouped(judged, lambda each: _Key("", _line(each.row)))
        if kind == "claim":
            return _grouped(judged, lambda each: _plain(each.second.label))
        steps = {
            "time": self._times,
            "place": self._places,
            "number": self._numbers,
            "amount": self._amounts,
            "words": self._words,
            "events": self._events,
            "about": self._about,
        }
        if kind in steps:
            return steps[kind](judged)
        found = _grouped([each for each in judged if not is_number(self._asked(each).label)], self._asked_entity)
        if self._is_grave():  # of nobody who is less than half as likely
            return [each for each in found if each.confidence >= found[0].confidence / 2]
        return found

    def _asked(self, judged: _Judged) -> _Side:
        return judged.first if self.question.subject == ASKED else judged.second

    def _asked_entity(self, judged: _Judged) -> _Key:
        return _entity(self._asked(judged))

    def _times(self, judged: list[_Judged]) -> list[Found]:
        """Days that are said, where any is; else those by which documents were published."""
        dated = [each for each in judged if _day_of(each)]
        best = max((each.confidence for each in judged), default=0.0)
        found = _grouped(dated, lambda each: _plain(_day_of(each)))
        found = [each for each in found if each.confidence >= _HEDGED * best] or self._dates()
        if found:
            return found
        published = [each for each in judged if each.row.published]
        found = _grouped(published, lambda each: _plain(str(each.row.published)))
        return [replace(each, value=f"by {each.value} (published then; no day is said)") for each in found]

    def _dates(self) -> list[Found]:
        """The dates in sentences that have all that the question names, and its verb."""
        keys = [self._keys(term) for term in (*self.given, *self.question.context)]
        verbs = [form for form in self.question.forms if not form.endswith("ing")]
        keys += [verbs] if verbs else []
        said = re.compile(rf"\b(?:{'|'.join(map(re.escape, verbs))})\b", re.IGNORECASE)
        found: dict[str, list[Evidence]] = {}
        for row in self.ask(sentences_with(keys)) if self.question.verb else ():
            days = [value for *_, value in dates_in(row.quote)]
            if len(days) == 1 and said.search(row.quote):
                found.setdefault(days[0], []).append(_sentence(row))
        remark = "no statement dates it: these dates stand in the sentences that mention it"
        return self._standing(sorted(found.items()), remark)

    def _places(self, judged: list[_Judged]) -> list[Found]:
        """Return the places that the sentences give, of those that give one alone."""
        places: dict[str, dict[str, _Key]] = {}
        if judged:
            for row in self.ask(places_of(each.row.statement for each in judged)):
                place = _side(row.place, row.name, row[3], row.own)
                if place.cls in self.question.classes:
                    places.setdefault(row.statement, {})[place.iri] = _entity(place)
        sure = [each for each in judged if len(places.get(each.row.statement, ())) == 1]
        if several := sum(len(each) > 1 for each in places.values()):
            self.remarks.append(
                f"{several:,} statements are left out whose sentence gives several places: which is not sure"
            )
        placed = [each for each in sure if _factuality(each.row) != "negated"]
        found = _grouped(placed, lambda each: next(iter(places[each.row.statement].values())))
        return found or self._behind(sorted(PLACES), proper=True)

    def _numbers(self, judged: list[_Judged]) -> list[Found]:
        """Answers with a number, if any has one; else how many are named, with a remark."""
        noun = stem(self.question.noun.lower().split()[-1]) if self.question.noun else ""
        numbers = {each.row.statement: _number_of(each.row, self._asked(each), noun) for each in judged}
        numbered = [each for each in judged if numbers[each.row.statement]]
        found = _grouped(numbered, lambda each: _plain(numbers[each.row.statement]))
        if found or (found := self._in_sentences(noun)):
            return found
        named = _grouped([each for each in judged if self._asked(each).named], self._asked_entity)
        if not named:
            return []
        self.remarks.append("no document gives a number: those that are named are counted")
        evidence = tuple(each.evidence[0] for each in named)
        value = f"at least {len(named):,}: {', '.join(each.value for each in named[:5])}"
        return [Found(value, named[0].factuality, evidence, confidence=min(each.confidence for each in named))]

    def _amounts(self, judged: list[_Judged]) -> list[Found]:
        amounts = {each.row.statement: amounts_in(f"{each.row.quote}") for each in judged}
        found = _grouped(
            [each for each in judged if amounts[each.row.statement]],
            lambda each: _plain(amounts[each.row.statement][0]),
        )
        return found or self._in_sentences("")

    def _in_sentences(self, noun: str) -> list[Found]:
        """The numbers of a noun, or the amounts, in sentences that have all that the question names."""
        keys = [self._keys(term) for term in (*self.given, *self.question.context)]
        keys += [[noun]] if noun else []
        keys += [[*self.question.forms]] if self.question.forms else []
        found: dict[str, list[Evidence]] = {}
        for row in self.ask(sentences_with(keys)) if keys else ():
            for amount in filter(None, [counted_in(row.quote, noun)] if noun else amounts_in(row.quote)[:1]):
                found.setdefault(amount, []).append(_sentence(row))
        remark = "no statement counts it: these numbers stand in the sentences that mention it"
        return self._standing(sorted(found.items(), key=lambda each: (-len(each[1]), each[0])), remark)

    def _words(self, judged: list[_Judged]) -> list[Found]:
        """Return the qualifiers of the statements, or the words behind the question's verb and preposition."""
        found = _grouped([each for each in judged if each.row.charge], lambda each: _plain(each.row.charge))
        return found or self._behind([self.question.preposition], judged)

    def _behind(self, prepositions: list[str], judged: Iterable[_Judged] = (), proper: bool = False) -> list[Found]:
        """The words behind the verb and one of some prepositions, in sentences that name who it befell before it."""
        question = self.question
        rows = [(each.row, True) for each in judged]
        rows += [(row, False) for row in self.ask(sentences_with([self._keys(term) for term in self.given]))]
        found: dict[str, list[Evidence]] = {}
        for row, sure in rows:
            quote = " ".join(row.quote.split())
            at, value = behind(quote, question.forms, question.said, prepositions, proper=proper)
            if sure and not value and "charg" in question.said:
                value = charge_in(quote)
            before = quote[: max(at, 0)].lower()
            if value and (sure or all(any(key in before for key in self._keys(term)) for term in self.given)):
                found.setdefault(value, []).append(_sentence(row))
        remark = "no statement says it: these words stand behind the verb in the sentences shown"
        return self._standing(found.items(), remark)

    def _standing(self, found: Collection[tuple[str, list[Evidence]]], remark: str) -> list[Found]:
        """Return values that stand in sentences alone, with these; the remark says so."""
        self.remarks += [remark] if found else []
        return [Found(value, "reported", tuple(rows), confidence=_SAID) for value, rows in found]

    def _events(self, judged: list[_Judged]) -> list[Found]:
        """The sentences that say what happened, those with the gravest events and nearest to the lead first."""
        weighed = []
        for each in judged:
            name = predicate_name(each.row.relation)
            info = RELATIONS.get(name)
            standing = info is None or info.lasting or info.kind != "entity" or name == "about"
            weight = 0.3 if standing else 1.0 if info and info.grave else 0.9
            weight /= 1 + int(each.row.begin or 0) / 3000
            weighed.append(each._replace(confidence=each.confidence * weight))
        return _grouped(weighed, lambda each: _Key(each.row.quote, " ".join(each.row.quote.split())))

    def _about(self, judged: list[_Judged]) -> list[Found]:
        names = set(self.question.called[self.question.object.called].labels)
        line = {each.row.statement: _about_line(each.row, names) for each in judged}
        own = [each for each in judged if predicate_name(each.row.relation) in RELATIONS]
        others = [each for each in judged if each not in own]
        parts = [_grouped(part, lambda each: _plain(line[each.row.statement])) for part in (own, others)]
        return [*parts[0], *parts[1]]


_TOWNS = {"City": 1.0, "Region": 1.0, "Country": 0.9, "GeographicFeature": 0.8}
"""How well a place of each class says where something is: a town better than a street, which is another `Place`."""


def _side(iri: object, label: str, cls: str | None, own: str | None) -> _Side:
    """Return one end of a row; a participant has no class of its `own`."""
    return _Side(str(iri or ""), label, (cls or "").rpartition("#")[2], own is not None and is_name(label))


def _plain(value: str) -> _Key:
    return _Key(value, value)


def _entity(side: _Side) -> _Key:
    return _Key(side.iri, side.label, side.iri, side.cls, side.named)


def _sure_rows(rows: Sequence[Any]) -> list[Any]:
    """Return the rows that are sure enough to be said of somebody: grave facts by all their articles together."""
    grave: dict[tuple[str, str, str], list[Any]] = {}
    for row in rows:
        info = RELATIONS.get(predicate_name(row.relation)) if row.relation else None
        if info is not None and info.grave:
            grave.setdefault((str(row.s), str(row.relation), str(row.o)), []).append(row)
    unsure = {
        row.statement
        for some in grave.values()
        if _together((each, float(each.confidence or 0.5)) for each in some) < SURE_IF_GRAVE
        for row in some
    }
    return [row for row in rows if row.statement not in unsure]


def _together(said: Iterable[tuple[Any, float]]) -> float:
    """Return the confidence of rows together, each with its own: a document counts once, as its surest row."""
    best: dict[str, float] = {}
    for row, confidence in said:
        best[str(row.document)] = max(confidence, best.get(str(row.document), 0.0))
    return 1 - prod(1 - each for each in best.values())


def _number_of(row: Any, side: _Side, noun: str) -> str:
    counts_it = not noun or noun in PEOPLE or noun in side.label.lower()
    if counts_it and side.cls != "Person" and counted_in(side.label, ""):
        return counted_in(side.label, noun) or side.label
    if counts_it and row.counted is not None:
        head = stem(side.label.lower().split()[-1]) if side.label else ""
        return counted_in(row.quote, head) or str(row.counted)
    return counted_in(row.quote, noun) if noun else ""


def _sentence(row: Any) -> Evidence:
    quote, published = " ".join(row.quote.split()), str(row.published) if row.published else None
    cited = str(row.statement), "", quote, str(row.document), row.publisher, published
    return Evidence(*cited, "reported", None, None, confidence=_SAID)


def _day_of(judged: _Judged) -> str:
    name = predicate_name(judged.row.relation)
    if name in RELATIONS and RELATIONS[name].kind == "date":
        return judged.second.label
    return str(judged.row.time) if judged.row.time else ""


def _is_within(row: Any, days: tuple[str, str] | None) -> bool:
    """Return whether a statement's time, else its document's day, meets the days of the question."""
    if days is None:
        return True
    value = str(row.time or row.published or "")
    covered = covered_days(value)
    return covered is not None and covered[0].isoformat() <= days[1] and covered[1].isoformat() >= days[0]


def _is_over(row: Any) -> bool:
    """Return whether a statement's time is a span that ended, before its document's day where that is known."""
    _, spans, end = str(row.time or "").partition("/")
    return bool(spans and end.strip(".")) and (row.published is None or end < str(row.published)[: len(end)])


def _grouped(judged: Iterable[_Judged], key: Callable[[_Judged], _Key]) -> list[Found]:
    groups: dict[str, list[_Judged]] = {}
    for each in judged:
        groups.setdefault(key(each).same, []).append(each)
    found = []
    for members in groups.values():
        members.sort(key=lambda each: (-each.confidence, str(each.row.document), each.row.statement))
        first = members[0]
        _, value, iri, cls, named = key(first)
        confidence = _together((each.row, each.confidence) for each in members)
        evidence = tuple(map(_evidence, members))
        found.append(Found(value, _factuality(first.row), evidence, iri, cls, round(confidence, 3), named))
    return sorted(found, key=lambda each: (-each.confidence * (1.0 if each.named else _UNNAMED), each.value))


def _factuality(row: Any) -> str:
    name = row.factuality.rpartition("#")[2] if row.factuality else "reported"
    return name if name in FACTUALITIES else "reported"


def _evidence(judged: _Judged) -> Evidence:
    row = judged.row
    return Evidence(
        statement=str(row.statement),
        fact=_line(row),
        quote=" ".join(row.quote.split()),
        document=str(row.document),
        publisher=row.publisher,
        published=str(row.published) if row.published else None,
        factuality=_factuality(row),
        source=row.source or (row.subject if predicate_name(row.relation) == "said" else None),
        time=str(row.time) if row.time else None,
        count=str(row.counted) if row.counted is not None else None,
        confidence=round(judged.confidence, 3),
    )


def _line(row: Any) -> str:
    return f"{row.subject or 'unknown'} {_read_as(predicate_name(row.relation))} {row.object or ''}".strip()


def _about_line(row: Any, names: set[str]) -> str:
    """Return a statement as it reads from one of its ends: "holds the role of Minister", "is led by"."""
    name, subject = predicate_name(row.relation), row.subject or "unknown"
    if subject in names:
        return f"{_read_as(name)} {row.object}"
    inverse = RELATIONS[name].inverse_label if name in RELATIONS else ""
    return f"{inverse} {subject}" if inverse else f"{subject} {_read_as(name)} {row.object}"


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


def _remarks(question: Question) -> list[str]:
    found = []
    for called in question.called:
        names = list(dict.fromkeys(called.labels))
        if len(called.entities) > 1:
            found.append(
                f"{called.words!r} may be any of {len(called.entities)} ({', '.join(names)}): all are looked at"
            )
        elif fold(names[0]) != fold(called.words):
            found.append(f"{called.words!r} is {names[0]}")
    return found


def _understood(question: Question) -> Iterator[str]:
    """Yield each relation that is looked for, as it reads, "?" for what is asked for."""
    ends = _term(question, question.subject), _term(question, question.object)
    context = "".join(f", with {_term(question, each)}" for each in question.context)
    if question.kind in {"about", "events"}:
        of = f"the facts about {ends[1]}" if question.kind == "about" else f"what happened to, in or by {ends[1]}"
        yield f"{of}{context}"
    elif question.kind in {"claim", "speaker"}:
        yield f"{ends[0]} said {ends[1]}{context}"
    elif not question.relations and not question.verb:
        yield f"{question.noun or 'amounts'} of {ends[1]}{context}"
    else:
        denied = " (denied)" if question.negated else ""
        for name in question.relations or (f"p/{question.verb}",):
            turned = ends[::-1] if name.startswith("^") else ends
            yield f"{turned[0]} {_read_as(name.removeprefix('^'))} {turned[1]}{context}{denied}"
        if question.said:
            yield f"in a sentence with {' or '.join(f'“{each}…”' for each in question.said)}"
    if question.days is not None:
        yield f"from {question.days[0]} to {question.days[1]}, by the time that is said, else by publication"


def _term(question: Question, term: Term) -> str:
    match term.kind:
        case "asked":
            return "?"
        case "called":
            return question.called[term.called].labels[0]
        case "words":
            return f"“{term.words}”"
    return "anybody"
