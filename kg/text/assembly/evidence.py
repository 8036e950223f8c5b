"""Where a document states a fact: the spans of its arguments, its predicate and the clause around them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from kg.model import Evidence, Span

if TYPE_CHECKING:
    from kg.text.model import Phrase, Reading, RelationMention, Time

__all__ = ["EvidenceFinder"]

_PREDICATIVE: Final = ("attr", "appos", "oprd", "conj", "npadvmod", "advcl", "dep")


class EvidenceFinder:
    """Finds the evidence of the relations of one document."""

    def __init__(self, reading: Reading) -> None:
        self._parse = reading.parse
        self._phrases, self._of = reading.referents.phrases, reading.referents.referent_of
        self._blocks = [start for start, _ in reading.parse.blocks]
        self._mentions_in: dict[tuple[int, int], list[Phrase]] = {}  # names and pronouns, by referent and sentence
        for phrase, referent in zip(self._phrases, self._of, strict=True):
            if phrase.kind != "nominal":
                self._mentions_in.setdefault((referent, self._parse.sentence_of[phrase.head]), []).append(phrase)
        self._times: dict[str, list[Time]] = {}
        for time in reading.times:
            for value in {time.value, *time.value.split("/")}:
                self._times.setdefault(value, []).append(time)

    def of(self, mention: RelationMention, subject: int, obj: int) -> Evidence:
        """The evidence of a relation between two phrases, -1 for none, or of one and a value."""
        parse, anchor = self._parse, mention.anchor
        subject_span, object_span = (self._argument(place, anchor) if place >= 0 else None for place in (subject, obj))
        if mention.kind != "entity":
            object_span = self._value(mention)
        predicate = parse.span(anchor, anchor + 1)
        first, last = parse.sentences[parse.sentence_of[anchor]]
        clause = parse.span(max(first, mention.tokens[0]), min(last, mention.tokens[1]))
        spans = [span for span in (clause, predicate, subject_span, object_span) if span]
        whole = Span(min([span.begin for span in spans]), max([span.end for span in spans]))
        return Evidence(whole, subject_span, object_span, predicate)

    def _argument(self, place: int, anchor: int) -> Span:
        """Where an argument is mentioned: by its name or a pronoun, if the sentence has one, rather than by a noun.

        In "Marlow is the founder of Acme" the rule reads "the founder"; what founded Acme is Marlow. What a rule found
        by way of another sentence ("Ruiz's envoy" serves the country that Ruiz leads) is shown where this one names it.
        """
        parse, phrase, referent = self._parse, self._phrases[place], self._of[place]
        if parse.sentence_of[phrase.head] != parse.sentence_of[anchor]:
            here = self._mentions_in.get((referent, parse.sentence_of[anchor]), ())
            phrase = min(here, key=lambda other: (abs(other.head - anchor), other.head), default=phrase)
        if phrase.kind == "nominal" and referent >= 0:
            here = self._mentions_in.get((referent, parse.sentence_of[phrase.head]), ())
            described = parse.deps[phrase.head] in _PREDICATIVE or parse.lowers[parse.heads[phrase.head]] == "as"
            others = [other for other in here if other.kind == "name" or (other.kind == "pronoun" and described)]
            phrase = min(others, key=lambda o: (o.kind != "name", abs(o.head - anchor), o.head), default=phrase)
        return parse.span(phrase.start, phrase.end)

    def _value(self, mention: RelationMention) -> Span | None:
        """Where the words of a date or a text stand: those nearest to the predicate."""
        parse, anchor = self._parse, mention.anchor
        if mention.kind == "date":
            block = bisect_right(self._blocks, anchor)
            times = [t for t in self._times.get(mention.value, ()) if bisect_right(self._blocks, t.start) == block]
            nearest = min(times, key=lambda time: (abs(time.start - anchor), time.start), default=None)
            return parse.span(nearest.start, nearest.end) if nearest else None
        found = parse.text.find(mention.value, parse.begins[mention.tokens[0]], parse.ends[mention.tokens[1] - 1])
        return Span(found, found + len(mention.value)) if found >= 0 else None
