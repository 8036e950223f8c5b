"""Replies held against the text: facts as relation mentions of the entities placed there, or dropped and counted.

The words of a fact must stand in the sentence that it names or in the few before it, the relation must be one of those
offered, and a date must be given by words. What breaks the signature of its relation the graph keeps aside, with the
reason.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from kg import ontology
from kg.dates import covered_days
from kg.llm.placement import Placement, find_words
from kg.model import BY_LLM, UNKNOWN
from kg.text.attribution.factuality import is_order, ordered_sentences
from kg.text.model import UNNAMED, Judgement, RelationMention

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kg.llm.messages import Facts
    from kg.llm.model import Proposal
    from kg.text.model import Reading, Referents

_OF_ENTITIES: Final = frozenset({"roleAt", "item", "to"})
"""The qualifiers whose values are entities."""
_DATES: Final = frozenset({"start", "end"})
_YEAR: Final = 4
_WEEK: Final = 7
_BEFORE: Final = 3
"""So many sentences before that of a fact may name what it joins."""


class _Date(NamedTuple):
    """A date and the tokens of its words, half-open."""

    value: str
    start: int
    end: int


class Grounder:
    """Grounds the replies to the passages of one document, one after the other."""

    def __init__(self, reading: Reading, relations: Collection[str], confidence: float) -> None:
        """Take what a document was read as, the relations that were offered, and how sure what is grounded is."""
        self._reading, self._relations, self._confidence = reading, relations, confidence
        self._placement = Placement(reading.parse, reading.referents)
        self._clause_at = {
            token: place
            for place, clause in reversed(list(enumerate(reading.clauses)))
            if clause.link != "light"
            for token in (clause.verb, clause.head)
        }
        self._passage, self._text = range(0), ""
        self._times = [time.value for time in reading.times if time.value]
        judged = zip(reading.clauses, reading.judgements, strict=True)
        orders = (clause for clause, judgement in judged if not judgement.quoted and is_order(reading.parse, clause))
        self._ordered = {reading.parse.sentence_of[clause.verb] for clause in orders} | ordered_sentences(reading.parse)
        """The sentences that order their reader to say something: what they say is no assertion."""
        self.found: list[RelationMention] = []
        self.dropped: Counter[str] = Counter()

    def referents(self) -> Referents:
        """The referents of the document, with what the replies say of them."""
        return self._placement.referents()

    def ground(self, facts: Facts, passage: range) -> None:
        """Take the reply to a passage."""
        if facts.malformed:
            self.dropped["not in form"] += facts.malformed
        self._placement.place(facts.entities, passage)
        if self._placement.refused:
            self.dropped["a name of another person"] = self._placement.refused
        parse = self._reading.parse
        self._passage = passage
        self._text = parse.words_of(parse.sentences[passage.start][0], parse.sentences[passage.stop - 1][1])
        for proposal in facts.proposals:
            self._ground(proposal)

    def _ground(self, proposal: Proposal) -> None:
        sentence = proposal.sentence - 1
        relation = ontology.RELATIONS.get(proposal.relation)
        if proposal.relation not in self._relations:
            self.dropped["no relation of the request"] += 1
            return
        if sentence not in self._passage:
            self.dropped["no sentence of the passage"] += 1
            return
        unnamed = proposal.subject.casefold() == UNKNOWN
        subject = UNNAMED if unnamed else self._argument(proposal.subject, proposal.subject_words, sentence)
        dated = relation is not None and relation.kind == "date"
        if subject is None or (subject == UNNAMED and relation is not None and not relation.takes_unknown_subject):
            self.dropped["subject not in the sentence"] += 1
            return
        if dated:
            self._ground_date(proposal, subject)
            return
        role = relation is not None and "Role" in relation.range
        obj = self._argument(proposal.object, proposal.object_words, sentence, role=role, beside=subject)
        if obj is None:
            self.dropped["object not in the sentence"] += 1
        elif sentence not in {self._sentence_of(obj), self._sentence_of(subject)}:
            self.dropped["neither is in the sentence"] += 1
        elif subject != UNNAMED and self._placement.row(subject) == self._placement.row(obj):
            self.dropped["of one entity with itself"] += 1
        else:
            self._add(proposal, subject, obj)

    def _argument(
        self, name: str, words: str, sentence: int, *, role: bool = False, beside: int | None = None
    ) -> int | None:
        """The phrase that mentions an entity in a sentence, else in one of the few before it; None for none."""
        row = self._placement.row_of(name, role=role)
        for place in range(sentence, max(self._passage.start, sentence - _BEFORE) - 1, -1):
            if row is None:  # named in the facts alone: its words must be those of the sentence
                row = self._placement.row_at(words or name, place, "Role" if role else "")
            if row is not None:
                found = self._placement.mention(row, words, place, role=role, beside=beside)
                if found is not None:
                    return found
        return None

    def _sentence_of(self, phrase: int) -> int:
        return self._reading.parse.sentence_of[self._placement.head(phrase)] if phrase >= 0 else -1

    def _ground_date(self, proposal: Proposal, subject: int) -> None:
        """Ground a date whose words stand in the sentence: its own value where they give it, else what kg reads."""
        sentence = proposal.sentence - 1
        ranges = find_words(self._reading.parse, proposal.object_words or proposal.object, sentence)
        if not ranges:
            self.dropped["object not in the sentence"] += 1
            return
        start, end = ranges[0]
        read = [t.value for t in self._reading.times if t.start < end and start < t.end and t.value]
        value = proposal.object
        if not self._says(value, self._reading.parse.words_of(start, end), read):
            value = read[0] if read else ""
        if not covered_days(value):
            self.dropped["date not in the words"] += 1
            return
        self._add(proposal, subject, -1, _Date(value, start, end))

    def _says(self, value: str, words: str, read: Iterable[str]) -> bool:
        """Return whether words give a date: in digits, or as kg reads them; where it reads none, the week's day.

        Of "Saturday" the next one may be meant where kg reads the last.
        """
        if not covered_days(value):
            return False
        read = list(read)
        if value[:_YEAR] in words or any(value.startswith(each) or each.startswith(value) for each in read):
            return True
        today = self._reading.today
        if today is None or len(value) != len(today.isoformat()):
            return False
        day = date.fromisoformat(value)
        others = {str(day + timedelta(step)) for step in (-_WEEK, _WEEK)} if words.isalpha() else set()
        return abs((day - today).days) <= _WEEK and (not self._reading.times or not others.isdisjoint(read))

    def _time(self, proposal: Proposal) -> str | None:
        """The time of a fact, if the document gives it."""
        if not proposal.time:
            return None
        if self._says(proposal.time, self._text, self._times):
            return proposal.time
        self.dropped["time not in the text"] += 1
        return None

    def _add(self, proposal: Proposal, subject: int, obj: int, day: _Date | None = None) -> None:
        """Add the relation mention of two phrases, or of one and a date."""
        places = [place for place in (subject, obj) if place >= 0]
        spans = [self._placement.tokens(place) for place in places]
        heads = [self._placement.head(place) for place in places]
        if day is not None:
            spans.append((day.start, day.end))
            heads.append(day.end - 1)
        sentence = proposal.sentence - 1
        said = find_words(self._reading.parse, proposal.relation_words, sentence)
        anchor = self._placement.root(*said[0]) if said else self._meeting(heads)
        self.found.append(
            RelationMention(
                subject,
                proposal.relation,
                obj,
                BY_LLM,
                anchor,
                (min(anchor, *[s for s, _ in spans]), max(anchor + 1, *[e for _, e in spans])),
                self._clause_of(anchor),
                value=day.value if day else "",
                value_at=day[1:] if day else None,
                kind="date" if day else "entity",
                qualifiers=tuple(self._qualifiers(proposal, sentence)),
                confidence=self._confidence,
                judged=Judgement(
                    "hypothetical" if sentence in self._ordered else proposal.factuality,
                    self._source(proposal, sentence),
                ),
                time=self._time(proposal),
            )
        )

    def _source(self, proposal: Proposal, sentence: int) -> int:
        """The head token of a phrase for who says it, in this sentence or, where it names nobody, elsewhere."""
        row = self._placement.row_of(proposal.source) if proposal.source else None
        return -1 if row is None else self._placement.head_of(row, sentence)

    def _qualifiers(self, proposal: Proposal, sentence: int) -> list[tuple[str, int | str]]:
        """The qualifiers whose words stand in the sentence."""
        found: list[tuple[str, int | str]] = []
        text = self._reading.parse.words_of(*self._reading.parse.sentences[sentence])
        for name, words in proposal.qualifiers:
            if name in _OF_ENTITIES:
                place = self._argument(words, words, sentence)
                found += [] if place is None else [(name, place)]
            elif find_words(self._reading.parse, words, sentence) or (
                name in _DATES and self._says(words, text, self._times)
            ):
                found.append((name, words))
            else:
                self.dropped["qualifier not in the sentence"] += 1
        return found

    def _meeting(self, heads: Sequence[int]) -> int:
        """The token where the ways from some tokens to the root of their sentence meet, else the last of them."""
        ways = [self._way(head) for head in heads]
        common = [token for token in ways[0] if all(token in way for way in ways[1:])]
        meeting = common[0] if common else heads[-1]
        if len(heads) == 1 or meeting in heads:  # an agent that is not named, a noun's own words: its verb says it
            verb = next((token for token in ways[-1] if token in self._clause_at), meeting)
            return verb if len(heads) == 1 else meeting
        return meeting

    def _way(self, token: int) -> list[int]:
        heads, way = self._reading.parse.heads, [token]
        while heads[way[-1]] != way[-1]:
            way.append(heads[way[-1]])
        return way

    def _clause_of(self, anchor: int) -> int:
        return next((self._clause_at[token] for token in self._way(anchor) if token in self._clause_at), -1)
