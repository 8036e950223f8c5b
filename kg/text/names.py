"""Proper names: whole, and of one reading throughout a document.

The language model's entities are a first guess. They are trimmed (determiners, titles, possessives), joined where one
name was cut in pieces ("Afghan" + "Foreign Ministry"), completed by capitalised words that the model missed, and typed
by all the evidence that the document holds for a name: the model's labels, word lists, titles before it, full names.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.classes import class_of_known, class_of_name, place_class
from kg.text.words import load_places, load_titles, load_words

if TYPE_CHECKING:
    from kg.model import MentionKind
    from kg.text.parse import Parse

__all__ = ["Name", "find_names"]

VALUES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
"""Labels of the model that name no entity."""

_LABEL_CLASS = {
    "PERSON": "Person", "NORP": "People", "GPE": "City", "LOC": "Place", "FAC": "Facility", "ORG": "Organization",
    "PRODUCT": "Product", "EVENT": "Event", "WORK_OF_ART": "Work", "LAW": "Law", "LANGUAGE": "Topic",
}  # fmt: skip

_NO_NAME = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "mr",
        "mrs",
        "ms",
        "mr.",
        "mrs.",
        "ms.",
        "i",
        "ok",
        "am",
        "pm",
        "a.m.",
        "p.m.",
        "est",
        "edt",
        "gmt",
        "utc",
        "pst",
        "pdt",
        "cet",
        "image",
        "photo",
        "credit",
        "updated",
        "posted",
        "yes",
        "no",
        "however",
        "but",
        "and",
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
    ]
)
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "some",
        "any",
        "all",
        "both",
    ]
)
_INSIDE = frozenset(
    {"of", "for", "and", "the", "&", "de", "la", "del", "di", "du", "von", "van", "bin", "al", "-", "y"}
)
_PARTICLES = frozenset(
    {"de", "la", "del", "di", "da", "du", "dos", "von", "van", "der", "den", "bin", "ibn", "al", "el", "ben"}
)
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "from", "outside", "inside", "across", "around", "throughout"})
_SAYING = frozenset({"say", "tell", "add", "write", "ask", "explain", "believe", "think", "know", "hope", "feel"})
_BODIES = frozenset(
    {"Government", "GovernmentAgency", "Military", "EducationalOrganization", "Facility", "MilitaryBase"}
)
_OF_HEADS = frozenset(
    [
        "ministry",
        "university",
        "department",
        "bank",
        "house",
        "republic",
        "court",
        "church",
        "institute",
        "college",
        "academy",
        "bureau",
        "board",
        "office",
        "council",
        "association",
        "federation",
        "union",
        "league",
        "school",
        "museum",
        "gulf",
        "bay",
        "sea",
        "strait",
        "isle",
        "city",
        "chamber",
        "organization",
        "organisation",
        "society",
        "committee",
        "ministry",
        "cathedral",
        "army",
        "democratic",
        "plains",
        "center",
        "centre",
        "battle",
        "treaty",
        "museum",
        "guild",
        "order",
        "hospital",
        "port",
        "temple",
        "brotherhood",
        "sons",
        "daughters",
        "knights",
        "conference",
        "commission",
        "state",
        "congress",
        "parliament",
        "assembly",
    ]
)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A proper name or a country's adjective: tokens [start, end), its class and kind."""

    start: int
    end: int
    cls: str
    kind: MentionKind = "name"


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    label: str


def find_names(parse: Parse) -> tuple[Name, ...]:
    """All names of a text in order; one may stand inside another ("Afghan" in "Afghan Foreign Ministry")."""
    return _Finder(parse).find()


class _Finder:
    """The steps of `find_names` over one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.titles = load_titles()
        self.places = load_places()
        self.words = load_words()
        self.initial = bytearray(len(parse))  # tokens whose capital letter says nothing
        for start, end in parse.sentences:
            first = start
            while first < end and parse.pos[first] == "PUNCT":
                first += 1
            if first < end:
                self.initial[first] = 1
        for start, end in parse.blocks:
            if _is_headline(parse, start, end):
                self.initial[start:end] = b"\x01" * (end - start)

    def find(self) -> tuple[Name, ...]:
        found = self._spread(self._complete(self._join(self._guesses())))
        classes = self._decide(found)
        names: list[Name] = []
        for candidate in found:
            cls = classes[self._key(candidate.start, candidate.end)]
            kind, cls = self._kind(candidate, cls)
            if cls:
                names.append(Name(candidate.start, candidate.end, cls, kind))
                names += self._nested(names[-1])
        return tuple(sorted(names, key=lambda n: (n.start, -n.end)))

    def _key(self, start: int, end: int) -> tuple[str, ...]:
        return self.parse.words[start:end]

    def _capital(self, token: int) -> bool:
        """Whether a token's capital letter marks a name."""
        first = self.parse.words[token][0]
        if not (first.isupper() or (first.isdigit() and self.parse.pos[token] == "PROPN")):
            return False
        if self.parse.lowers[token] in _NO_NAME:
            return False
        return self.parse.pos[token] == "PROPN" or not self.initial[token]

    # The model's guesses, trimmed

    def _guesses(self) -> list[_Candidate]:
        found = []
        for start, end, label in self.parse.names:
            if label in VALUES:
                continue
            candidate = self._trim(start, end, label)
            if candidate is not None:
                found.append(candidate)
        return found

    def _trim(self, start: int, end: int, label: str) -> _Candidate | None:
        lowers, pos, words = self.parse.lowers, self.parse.pos, self.parse.words
        while start < end and (lowers[start] in _DETERMINERS or pos[start] in ("PUNCT", "ADP", "CCONJ", "PART")):
            start += 1
        while start < end and (lowers[end - 1] in ("'s", "’s", "'", "’") or pos[end - 1] in ("PUNCT", "ADP", "CCONJ")):
            end -= 1
        if label == "PERSON" or (
            label == "ORG" and lowers[start : start + 1] and lowers[start] in ("president", "mr.")
        ):
            title = self._title_end(start, end)
            if title > start and title < end:
                start, label = title, "PERSON"
            for token in range(start, end):  # what follows a name in lower case is no part of it
                if not words[token][0].isupper() and lowers[token] not in _PARTICLES and words[token][0] not in "\"'“‘":
                    if token > start:
                        end = token
                    break
        if start >= end or (lowers[start] in _NO_NAME and end - start == 1):
            return None
        if not any(word[0].isupper() or word[0].isdigit() or word[1:2].isupper() for word in words[start:end]):
            return None
        if end - start == 1 and (lowers[start] in self.titles.before or lowers[start] in self.titles.civil):
            return None
        return _Candidate(start, end, label)

    def _title_end(self, start: int, end: int) -> int:
        """The first token after the titles that open [start, end)."""
        last = start
        for token in range(start, end):
            word = self.parse.lowers[token]
            if word in self.titles.before or word in self.titles.civil:
                last = token + 1
            elif word not in self.titles.widen and word not in self.titles.aside:
                break
        return last

    # Pieces of one name, and names that the model missed

    def _join(self, guesses: list[_Candidate]) -> list[_Candidate]:
        """Join neighbours, and what lies between them, that make one name."""
        joined: list[_Candidate] = []
        for candidate in guesses:
            if joined and self._is_one(joined[-1], candidate):
                joined[-1] = _Candidate(joined[-1].start, candidate.end, self._joint_label(joined[-1], candidate))
            else:
                joined.append(candidate)
        return joined

    def _joint_label(self, first: _Candidate, second: _Candidate) -> str:
        return second.label if second.label not in ("GPE", "NORP") else "ORG" if first.label != "GPE" else first.label

    def _is_one(self, first: _Candidate, second: _Candidate) -> bool:
        parse = self.parse
        if second.start - first.end > 3 or parse.sentence_of[first.start] != parse.sentence_of[second.start]:
            return False
        if {first.label, second.label} & {"PERSON", "NORP"} == {"PERSON"}:
            return first.label == second.label and first.end == second.start
        between = range(first.end, second.start)
        if any(not (self._capital(t) and parse.pos[t] in ("PROPN", "NOUN", "ADJ")) for t in between):
            return self._is_of(first, second)
        if any(parse.lowers[t] in self.titles.before for t in between):
            return False
        last = parse.lowers[second.end - 1]
        if second.label == "PERSON" or (second.label in ("GPE", "NORP") and not between):
            return False
        return last in self.words.suffixes and last not in self.titles.before and self._governs(second, first)

    def _is_of(self, first: _Candidate, second: _Candidate) -> bool:
        """Whether `first` of `second` is one name: "University" + "of" + "Leeds"."""
        between = self.parse.lowers[first.end : second.start]
        return between in (("of",), ("of", "the")) and self.parse.lowers[first.end - 1] in _OF_HEADS

    def _governs(self, head: _Candidate, other: _Candidate) -> bool:
        """Whether the tokens of `other` hang on those of `head`."""
        node = other.end - 1
        for _ in range(4):
            node = self.parse.heads[node]
            if head.start <= node < head.end:
                return True
        return False

    def _complete(self, candidates: list[_Candidate]) -> list[_Candidate]:
        """Add capitalised words that the model left out, to names beside them or as names of their own."""
        size = len(self.parse)
        owner = [-1] * size
        for place, candidate in enumerate(candidates):
            owner[candidate.start : candidate.end] = [place] * (candidate.end - candidate.start)
        taken = bytearray(size)
        for start, end, label in self.parse.names:
            if label in VALUES:
                taken[start:end] = b"\x01" * (end - start)
        found = list(candidates)
        token = 0
        while token < size:
            if owner[token] >= 0 or taken[token] or not self._capital(token):
                token += 1
                continue
            end = token + 1
            limit = self.parse.sentences[self.parse.sentence_of[token]][1]
            while end < limit and owner[end] < 0 and not taken[end] and self._capital(end):
                end += 1
            self._place_run(found, owner, token, end)
            token = end
        for candidate in found:
            self._extend_of(candidate, owner)
        return sorted(found, key=lambda c: c.start)

    def _place_run(self, found: list[_Candidate], owner: list[int], start: int, end: int) -> None:
        """Give the capitalised tokens [start, end) to the name that follows or precedes them, or make them a name."""
        parse, titles = self.parse, self.titles
        title = self._title_end(start, end)
        if title >= end:
            return
        start = title
        after = owner[end] if end < len(parse) else -1
        before = owner[start - 1] if start else -1
        last = parse.lowers[end - 1]
        if before >= 0 and found[before].end == start and parse.sentence_of[start - 1] == parse.sentence_of[start]:
            candidate = found[before]
            if last in self.words.suffixes and candidate.label != "PERSON" and last not in titles.before:
                candidate.end, candidate.label = end, "ORG" if candidate.label in ("GPE", "NORP") else candidate.label
                return
            if candidate.label == "PERSON" and all(parse.pos[t] == "PROPN" for t in range(start, end)):
                if last not in self.words.nouns and last not in titles.before:
                    candidate.end = end
                    return
        if after >= 0 and found[after].start == end and found[after].label in ("ORG", "FAC", "PERSON"):
            compound = parse.heads[end - 1] >= end and parse.deps[end - 1] == "compound"
            if compound and parse.lowers[end - 1] not in self.words.nouns and parse.lowers[end - 1] not in titles.widen:
                found[after].start = start
                return
        if end - start == 1 and (self.initial[start] or last in titles.widen) and not self._is_known(start, end):
            return
        found.append(_Candidate(start, end, ""))
        owner[start:end] = [len(found) - 1] * (end - start)

    def _is_known(self, start: int, end: int) -> bool:
        name = " ".join(self.parse.words[start:end])
        return bool(class_of_known(name))

    def _extend_of(self, candidate: _Candidate, owner: list[int]) -> None:
        """Extend "Ministry" to "Ministry of Health and Welfare"."""
        parse = self.parse
        if parse.lowers[candidate.end - 1] not in _OF_HEADS or candidate.end + 1 >= len(parse):
            return
        if parse.lowers[candidate.end] not in ("of", "for") or not self._capital(candidate.end + 1):
            return
        if owner[candidate.end + 1] >= 0 and parse.lowers[candidate.end] == "for":
            return
        end = candidate.end + 2
        limit = parse.sentences[parse.sentence_of[candidate.start]][1]
        while end < limit and owner[end] < 0:
            if self._capital(end):
                end += 1
            elif (
                parse.lowers[end] in ("and", "&") and end + 1 < limit and self._capital(end + 1) and owner[end + 1] < 0
            ):
                end += 2
            else:
                break
        if candidate.label in ("PERSON", ""):
            candidate.label = "ORG"
        candidate.end = end

    def _spread(self, found: list[_Candidate]) -> list[_Candidate]:
        """Find each name again wherever its words stand; drop what lies inside another."""
        parse = self.parse
        by_first: dict[str, set[tuple[str, ...]]] = {}
        for candidate in found:
            key = self._key(candidate.start, candidate.end)
            if len(key) > 1 or candidate.label or not self.initial[candidate.start]:
                by_first.setdefault(key[0], set()).add(key)
        owner = bytearray(len(parse))
        kept: list[_Candidate] = []
        for candidate in sorted(found, key=lambda c: (c.start - c.end, c.start)):
            if not any(owner[candidate.start : candidate.end]):
                owner[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
                kept.append(candidate)
        for token, word in enumerate(parse.words):
            if owner[token] or word not in by_first:
                continue
            for key in sorted(by_first[word], key=len, reverse=True):
                end = token + len(key)
                if parse.words[token:end] == key and not any(owner[token:end]):
                    owner[token:end] = b"\x01" * len(key)
                    kept.append(_Candidate(token, end, ""))
                    break
        return sorted(kept, key=lambda c: c.start)

    # What each name is

    def _decide(self, found: list[_Candidate]) -> dict[tuple[str, ...], str]:
        """The class of each name from all that the document says of it; of the longer names first."""
        labels: dict[tuple[str, ...], Counter[str]] = {}
        for candidate in found:
            votes = labels.setdefault(self._key(candidate.start, candidate.end), Counter())
            self._vote(candidate, votes)
        classes: dict[tuple[str, ...], str] = {}
        persons: set[str] = set()
        for key in sorted(labels, key=lambda k: (-len(k), k)):
            if len(key) == 1 and key[0] in persons:
                labels[key]["Person"] += 3
            classes[key] = class_of_name(key, labels[key])
            if classes[key] == "Person" and len(key) > 1:
                persons.update((key[0], key[-1]))
        return classes

    def _vote(self, candidate: _Candidate, votes: Counter[str]) -> None:
        parse, start, end = self.parse, candidate.start, candidate.end
        if candidate.label:
            votes[_LABEL_CLASS[candidate.label]] += 2
        before = parse.lowers[start - 1] if start else ""
        if before in self.titles.before or before in self.titles.civil:
            votes["Person"] += 4
        elif before in _PLACE_PREPOSITIONS:
            votes["Place"] += 1
        head = end - 1
        while start <= parse.heads[head] < end and parse.heads[head] != head:
            head = parse.heads[head]
        if parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in _SAYING:
            votes["Person"] += 1

    def _kind(self, candidate: _Candidate, cls: str) -> tuple[MentionKind, str]:
        """Whether a name is a country's adjective, and the class that this makes it."""
        parse, head = self.parse, candidate.end - 1
        text = " ".join(parse.words[candidate.start : candidate.end])
        if text in self.places.demonyms and text not in self.places.countries:
            if parse.deps[head] in ("amod", "compound", "nmod") or parse.tags[head] == "JJ":
                country = self.places.demonyms[text]
                return "demonym", "Country" if country in self.places.countries else "Region"
            return "name", "People"
        return "name", cls

    def _nested(self, name: Name) -> list[Name]:
        """The country or place that opens the name of one of its bodies."""
        parse = self.parse
        if name.cls not in _BODIES or name.end - name.start < 2:
            return []
        for end in range(min(name.start + 3, name.end - 1), name.start, -1):
            text = " ".join(parse.words[name.start : end])
            if text in self.places.demonyms:
                country = self.places.demonyms[text]
                return [Name(name.start, end, "Country" if country in self.places.countries else "Region", "demonym")]
            cls = place_class(text)
            if cls:
                return [Name(name.start, end, cls)]
        return []


def _is_headline(parse: Parse, start: int, end: int) -> bool:
    """Whether a block is a line in Title Case or capitals, whose capitals mark no names."""
    if parse.words[end - 1] in (".", "!", "?", '"', "”") or end - start > 30:
        return False
    long = [word for word in parse.words[start:end] if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.8 * len(long)
