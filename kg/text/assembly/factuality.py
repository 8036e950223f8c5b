"""How a document holds a fact: its factuality and its source, given those of the clause that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model import STATED
from kg.text.assembly.times import NARRATED
from kg.text.attribution.factuality import Attribution
from kg.text.lexicon.tables import word_lists, words
from kg.text.model import ASSERTED, Judgement
from kg.text.syntax.dependencies import is_past

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Factuality
    from kg.text.model import Reading, RelationMention

__all__ = ["FactJudge", "begins_after", "relation_factuality", "relation_judgement"]

_KINDS: Final = word_lists("relation_kinds")
_SCHEDULED: Final = NARRATED | _KINDS["scheduled"]
_DENIED: Final[dict[Factuality, Factuality]] = {"asserted": "negated", "reported": "negated", "negated": "asserted"}
_RESIGNING: Final = words("words/assembly/factuality", "resigning")
_PLANNED: Final = words("words/attitudes", "planned", "objects")


class FactJudge:
    """Judges the relations of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._attribution = Attribution(reading.parse, reading.clauses, reading.judgements)

    def judgement(self, mention: RelationMention) -> Judgement:
        """The judgement of a relation by the clause, or by the noun phrase, that states it."""
        if mention.clause < 0:
            return self._attribution.of(mention.anchor)
        clause, judgement = self._reading.clauses[mention.clause], self._reading.judgements[mention.clause]
        if clause.lemma == "claim" and mention.predicate == "organized" and judgement == ASSERTED:
            return Judgement("reported", next(iter(clause.heads("subject")), -1))  # "claimed the attack"
        past = is_past(self._reading.parse, clause.verb)
        return relation_judgement(mention.predicate, clause.lemma, judgement, past=past)

    def is_future(self, mention: RelationMention, time: str | None) -> bool:
        """Whether a relation has a time to come, said in no past tense."""
        clause = self._reading.clauses[mention.clause] if mention.clause >= 0 and mention.kind != "date" else None
        past = clause is not None and is_past(self._reading.parse, clause.verb)
        return not past and begins_after(time, self._reading.today)


def relation_judgement(predicate: str, lemma: str, judgement: Judgement, *, past: bool) -> Judgement:
    """The judgement of a relation, given the verb and the judgement of its clause, and whether that is in the past.

    Who may resign from a post still holds it; an event that somebody plans has not yet taken place.
    """
    if predicate in _KINDS["posts"] and judgement.factuality not in STATED and lemma in _RESIGNING:
        return Judgement("asserted", judgement.source)
    if predicate in _KINDS["occurrences"] and judgement.factuality in STATED and not past and lemma in _PLANNED:
        return Judgement("planned", judgement.source)
    return judgement


def relation_factuality(mention: RelationMention, judged: Factuality, *, future: bool, own: bool) -> Factuality:
    """The factuality of a relation whose clause has the factuality `judged`: "the summit in Oslo tomorrow" is planned.

    `future`: its time is to come; `own`: its subject is who says it. Who says what he himself wishes, asks or thinks
    has thereby done so ("said he hoped for a deal").
    """
    factuality = _DENIED.get(judged, judged) if mention.negated else judged
    if factuality == "reported" and own and mention.predicate in _KINDS["stances"]:
        return "asserted"
    if factuality in STATED and future and mention.predicate in _SCHEDULED:
        return "planned"
    return factuality


def begins_after(time: str | None, today: date | None) -> bool:
    """Whether a time begins after the article's day; false where either is not known."""
    if today is None or not time or "W" in time or not time[:4].isdigit():
        return False
    begins = time.split("/")[0]
    return begins > today.isoformat()[: len(begins)]
