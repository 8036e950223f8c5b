"""When the facts of a document hold: by the time of their clause, of an event they belong to, or of the narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import word_lists, words
from kg.text.temporal.clause_times import narrated_times
from kg.text.temporal.expressions import is_within

if TYPE_CHECKING:
    from kg.text.model import Reading, RelationMention

__all__ = ["EVENTS", "NARRATED", "FactTimes"]

_KINDS: Final = word_lists("relation_kinds")
NARRATED: Final = _KINDS["narrated"]
EVENTS: Final = (NARRATED | _KINDS["events"]) - {"uses"}
_OCCURRING: Final = words("words/temporal/narrative", "occurring")


class FactTimes:
    """The times of the relations of one document, as ISO 8601 dates or intervals."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._of = reading.referents.referent_of
        self._said_of = {t.governor: t.value for t in reversed(reading.times) if t.value and t.governor >= 0}
        self._narrated = narrated_times(
            reading.parse, reading.clauses, reading.times, reading.clause_times, reading.judgements
        )
        self._of_event = {
            self._of[mention.subject]: mention.value
            for mention in reversed(reading.relations)
            if mention.predicate == "tookPlaceOn" and mention.subject >= 0
        }
        self._date_occasions()

    def _date_occasions(self) -> None:
        """Date the events that happen at a dated time: "said at a conference on Thursday", "a quake hit it in May"."""
        reading, at = self._reading, self._reading.referents.phrase_at
        for clause, time in zip(reading.clauses, reading.clause_times, strict=True):
            if time is None or "/" in time.value:
                continue
            heads = clause.heads("subject") if clause.lemma in _OCCURRING else ()
            for head in (*heads, *clause.heads("oblique", "at", "during", "in")):
                referent = self._of[at[head]] if at[head] >= 0 else -1
                if referent >= 0 and ontology.is_a(reading.referents.referents[referent].cls, "Event"):
                    known = self._of_event.get(referent)
                    if known is None or is_within(time.value, known):
                        self._of_event[referent] = time.value

    def of(self, mention: RelationMention) -> str | None:
        """The time at which a relation holds, None where the text gives none."""
        if mention.kind == "date":
            return mention.value
        clause, anchor, parse = mention.clause, mention.anchor, self._reading.parse
        time = self._reading.clause_times[clause] if clause >= 0 else None
        value = time.value if time else None
        if clause < 0:
            value = self._said_of.get(anchor)
            if not value and parse.deps[anchor] in ("attr", "oprd"):  # "became mayor in 2001"
                value = self._said_of.get(parse.heads[anchor])
        for phrase in (mention.object, mention.subject) if mention.predicate in _KINDS["at_event"] else ():
            day = self._of_event.get(self._of[phrase]) if phrase >= 0 else None
            if day and (value is None or is_within(day, value)):
                return day  # "the meeting last week" is the one that the text dates elsewhere
        if value is None and clause >= 0 and mention.predicate in NARRATED | EVENTS:
            return self._narrated[clause]
        return value
