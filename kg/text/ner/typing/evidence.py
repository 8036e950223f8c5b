"""What each place of a name in a text says of its class: the model's label, the words around it, datelines, states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.ner.records import QUOTES, span_head
from kg.text.ner.typing.nouns import vote_by_nouns
from kg.text.ner.typing.places import class_by_position, is_where_places_stand
from kg.text.ner.typing.usage import vote_by_use
from kg.text.titles.posts import post_before_portfolio

if TYPE_CHECKING:
    from kg.text.model import Parse
    from kg.text.ner.records import NameSpan, Votes

__all__ = ["Evidence"]

_LABEL_CLASS: Final = {
    "PERSON": "Person", "NORP": "People", "GPE": "City", "LOC": "Place", "FAC": "Facility", "ORG": "Organization",
    "PRODUCT": "Product", "EVENT": "Event", "WORK_OF_ART": "Work", "LAW": "Law", "LANGUAGE": "Topic",
}  # fmt: skip
_PLACE_PREPOSITIONS: Final = words("words/function_words", "prepositions", "place")
_DASHES: Final = words("words/function_words", "marks", "dashes") | {"_"}
_BEHIND_PLACE: Final = _DASHES | {",", "(", "/"}
_TRUSTING: Final = words("words/ner/places", "trusting")
_POSTAL: Final = frozenset(code.upper() for code in words("words/ner/places", "postal"))
_TOWNLIKE: Final = frozenset({"PERSON", "ORG", "PRODUCT", ""})
_DATELINE: Final = 12  # how many tokens after the name of a place the dash of a dateline may stand


class Evidence:
    """What the places of names in one parse say."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.places = load_places()
        self.openings = {start for start, _ in parse.blocks}

    def vote(self, span: NameSpan, votes: Votes) -> None:
        """Add the votes of one place of a name in the text."""
        parse, start, end = self.parse, span.start, span.end
        if span.label:
            cls = "Organization" if self._is_acronym(span) else _LABEL_CLASS[span.label]
            votes.all[cls] += 2 + self._is_definite(span)
            votes.as_person += cls == "Person"
            votes.as_organization += cls == "Organization"
        before, dateline = parse.lower_at(start - 1), self._is_dateline(span)
        if before in titles.BEFORE_NAMES or before in titles.COURTESY or post_before_portfolio(parse, start):
            votes.all["Person"] += 4
        elif before in _PLACE_PREPOSITIONS:
            within = self._is_within(span)
            votes.all["City" if within else "Place"] += 4 if within else 1
        elif dateline:
            votes.all["City"] += 4
        elif before == "off":
            votes.all["Place"] += 3
        if before in QUOTES and parse.lower_at(end) in QUOTES and span.label != "PERSON":
            votes.all["Work"] += 3
        head, state = span_head(parse, start, end), self._is_before_state(end)
        # "shouted at X" and "took the title from X" are of persons too
        inside = before in _PLACE_PREPOSITIONS and before not in ("at", "from") and parse.deps[head] == "pobj"
        votes.places += inside or dateline or state
        votes.placed = votes.placed or class_by_position(parse, start, end)
        votes.unlike_person += is_where_places_stand(parse, start, head)
        if state and span.label != "PERSON":
            votes.all["City"] += 3
        vote_by_use(parse, span, head, votes.all)
        vote_by_nouns(parse, span, head, votes)

    def _is_within(self, span: NameSpan) -> bool:
        """Whether something is or happens in what a single name names: "in Tavel", not "a stake in Tavel"."""
        parse, start = self.parse, span.start
        preposition = parse.lowers[start - 1] in ("in", "near", "outside")
        if len(span) > 1 or not preposition or span.label not in _TOWNLIKE:
            return False
        if parse.deps[start] != "pobj" or parse.words[start].isupper() or parse.lowers[start] in FIRST_NAMES:
            return False
        return parse.lemmas[parse.heads[start - 1]].lower() not in _TRUSTING

    def _is_dateline(self, span: NameSpan) -> bool:
        """Whether a name in capitals opens a paragraph before a dash: "GENEVA (AP) -", "OSLO, Norway, 3 May —"."""
        if span.start not in self.openings or not all(w.isupper() for w in span.key(self.parse) if w.isalpha()):
            return False
        following = self.parse.words[span.end : span.end + _DATELINE]
        return following[:1] != () and following[0] in _BEHIND_PLACE and not _DASHES.isdisjoint(following)

    def is_credit(self, span: NameSpan) -> bool:
        """Whether a name only says which agency sent a report: "OSLO (AP) -"."""
        parse, start, end = self.parse, span.start - 1, span.end
        if start < 1 or parse.words[start] != "(" or parse.lower_at(end) != ")":
            return False
        return parse.lower_at(end + 1) in _DASHES and any(start - _DATELINE < o <= start for o in self.openings)

    def _is_definite(self, span: NameSpan) -> bool:
        """Whether an article stands before a longer name that the model takes for nobody's: "the Anna Grotto"."""
        first = len(span) > 1 and self.parse.lowers[span.start] in FIRST_NAMES
        return first and span.label != "PERSON" and self.parse.lower_at(span.start - 1) == "the"

    def _is_acronym(self, span: NameSpan) -> bool:
        """Whether the model took for a person what is spelled in capitals: "TEPCO"."""
        word = self.parse.words[span.start]
        single = span.label == "PERSON" and len(span) == 1
        return single and len(word) > 2 and word.isupper() and self.parse.words[span.start - 1] != word

    def _is_behind_town(self, token: int) -> bool:
        """Whether a proper noun and a comma stand before a token."""
        return token > 1 and self.parse.words[token - 1] == "," and self.parse.pos[token - 2] == "PROPN"

    def is_postal(self, token: int) -> bool:
        """Whether a token is the postal code of a state after the name of a town: "Haverhill, MA"."""
        return self.parse.words[token] in _POSTAL and self._is_behind_town(token)

    def is_province(self, start: int, end: int) -> bool:
        """Whether a city's name after a small town and a comma means its province: "Velmund, New York"."""
        if not self._is_behind_town(start) or self.parse.words_of(start, end) not in self.places.provinces:
            return False
        return class_of_known(self.parse.words[start - 2]) in ("", "Region")

    def _is_before_state(self, comma: int) -> bool:
        """Whether a comma and a state's name or postal code follow a name: "Haverhill, MA"."""
        if self.parse.lower_at(comma) != "," or comma + 1 == len(self.parse):
            return False
        word = self.parse.words[comma + 1]
        return self.is_postal(comma + 1) or word in self.places.abbreviated or word in self.places.regions
