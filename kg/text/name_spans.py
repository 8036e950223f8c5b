"""Where proper names stand: the language model's entities trimmed, joined and completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.casing import is_common, is_headline
from kg.text.classes import class_of_known
from kg.text.words import load_lists, load_places, load_titles, load_words

if TYPE_CHECKING:
    from kg.text.parse import Parse

__all__ = ["VALUES", "Candidate", "find_candidates"]

VALUES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
"""Labels of the model that name no entity."""

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_AFTER_COMMA = frozenset({"inc", "inc.", "jr", "jr.", "sr", "sr.", "d.c.", "llc", "ltd", "ltd.", "co."})
_CIVIC = frozenset({"mayor", "governor", "gov.", "councilman", "councilwoman", "councillor", "senator", "sheriff"})
"""Posts of places rather than of bodies."""

_TITLE = 10
"""The most tokens of a work's title."""

_NICKNAME = 5
"""The most tokens of a nickname in quotation marks, with the marks."""


@dataclass(slots=True)
class Candidate:
    """Tokens [start, end) that may be a name, with the model's label, "" where it has none."""

    start: int
    end: int
    label: str


def find_candidates(parse: Parse) -> list[Candidate]:
    """The places of a text that hold a proper name, in order; none overlaps another."""
    return _Spans(parse).find()


class _Spans:
    """The steps of `find_candidates` over one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.titles = load_titles()
        self.words = load_words()
        self.demonyms = load_places().demonyms
        lists = load_lists("names")
        self.no_name, self.determiners, self.particles = lists["no_name"], lists["determiners"], lists["particles"]
        self.of_heads, self.officers, self.offices = lists["of_heads"], lists["officers"], lists["office_nouns"]
        self.numbered, self.works, self.small = lists["numbered"], lists["works"], lists["title_words"]
        self.initial = bytearray(len(parse))  # tokens whose capital letter says nothing
        for start, end in parse.sentences:
            first = start
            while first < end and parse.pos[first] == "PUNCT":
                first += 1
            if first < end:
                self.initial[first] = 1
        for start, end in parse.blocks:
            if end - start < 60 and is_headline(parse.words_of(start, end)):
                self.initial[start:end] = b"\x01" * (end - start)
        self.owner = [-1] * len(parse)
        self.found: list[Candidate] = []

    def find(self) -> list[Candidate]:
        self.found = self._join(self._guesses())
        for candidate in self.found:
            if candidate.label == "PERSON":
                self._extend_nickname(candidate)
        for place, candidate in enumerate(self.found):
            self._own(place, candidate)
        self._complete()
        for place, candidate in enumerate(self.found):
            self._extend(candidate)
            self._own(place, candidate)
        return self._spread()

    def _own(self, place: int, candidate: Candidate) -> None:
        self.owner[candidate.start : candidate.end] = [place] * (candidate.end - candidate.start)

    def _capital(self, token: int) -> bool:
        """Whether a token's capital letter marks a name."""
        word = self.parse.words[token]
        if not (word[0].isupper() or (word[0].isdigit() and self.parse.pos[token] == "PROPN")):
            return False
        if self.parse.lowers[token] in self.no_name:
            return False
        return self.parse.pos[token] == "PROPN" or not self.initial[token]

    # The model's guesses, trimmed

    def _guesses(self) -> list[Candidate]:
        found = []
        for start, end, label in self.parse.names:
            if label not in VALUES:
                trimmed = [self._trim(first, last, label) for first, last in self._parts(start, end)]
                found += [candidate for candidate in trimmed if candidate is not None]
        return found

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut what the model took for one name at a comma, and between two well-known names ("EU and NATO")."""
        words = self.parse.words
        parts: list[tuple[int, int]] = []
        for token in range(start + 1, end - 1):
            word = words[token]
            if (word == "," and self.parse.lowers[token + 1] not in _AFTER_COMMA) or (
                word in ("and", "&")
                and all(class_of_known(" ".join(side)) for side in (words[start:token], words[token + 1 : end]))
            ):
                parts.append((start, token))
                start = token + 1
        return [*parts, (start, end)]

    def _trim(self, start: int, end: int, label: str) -> Candidate | None:
        lowers, pos, words = self.parse.lowers, self.parse.pos, self.parse.words
        while start < end and (
            lowers[start] in self.determiners
            or pos[start] in ("PUNCT", "ADP", "CCONJ", "PART")
            or (lowers[start] in self.no_name and end - start > 1 and label != "PERSON")
        ):
            start += 1
        while start < end and (lowers[end - 1] in _POSSESSIVE or pos[end - 1] in ("PUNCT", "ADP", "CCONJ")):
            end -= 1
        if start < end and (label == "PERSON" or (label == "ORG" and lowers[start] in ("president", "mr."))):
            start, end, label = self._trim_person(start, end, label)
        if start >= end or (lowers[start] in self.no_name and end - start == 1):
            return None
        if not any(word[0].isupper() or word[0].isdigit() or word[1:2].isupper() for word in words[start:end]):
            return None
        if ":" in words[start] or (label == "PERSON" and not any(word[0].isupper() for word in words[start:end])):
            return None
        if end - start == 1 and (lowers[start] in self.titles.before or lowers[start] in self.titles.civil):
            return None
        return None if self._is_portfolio(start, end) else Candidate(start, end, label)

    def _is_portfolio(self, start: int, end: int) -> bool:
        """Whether capitalised words only say what an office is for: "Interior Secretary", "Envoy for Trade Affairs"."""
        parse, titles = self.parse, self.titles
        following = parse.lowers[end] if end < len(parse) else ""
        if following in titles.before and all(w in titles.widen for w in parse.lowers[start:end]):
            return True
        if start < 2 or parse.lowers[start - 1] not in ("of", "for") or parse.lowers[end - 1] not in titles.portfolios:
            return False
        return parse.lowers[start - 2] in titles.charged

    def _trim_person(self, start: int, end: int, label: str) -> tuple[int, int, str]:
        words, lowers = self.parse.words, self.parse.lowers
        title = self._title_end(start, end)
        if start < title < end:
            start, label = title, "PERSON"
        while end - start > 1 and (
            words[start] in self.demonyms or not (words[start][0].isupper() or lowers[start] in self.particles)
        ):
            start += 1
        for token in range(start + 1, end):  # what follows a name in lower case is no part of it
            word = words[token]
            if not word[0].isupper() and lowers[token] not in self.particles and word[0] not in "\"'“‘-":
                return start, token, label
        return start, end, label

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

    # Pieces of one name

    def _join(self, guesses: list[Candidate]) -> list[Candidate]:
        """Join neighbours, and what lies between them, that make one name."""
        joined: list[Candidate] = []
        for candidate in guesses:
            if joined and self._is_one(joined[-1], candidate):
                joined[-1] = Candidate(joined[-1].start, candidate.end, _joint_label(joined[-1], candidate))
            else:
                joined.append(candidate)
        return joined

    def _is_one(self, first: Candidate, second: Candidate) -> bool:
        parse = self.parse
        gap = second.start - first.end
        if gap > _NICKNAME or parse.sentence_of[first.start] != parse.sentence_of[second.start]:
            return False
        between = range(first.end, second.start)
        if first.label == "PERSON" or second.label == "PERSON":
            hyphen = gap == 1 and parse.words[first.end] == "-" and self._attached(first.end)
            nickname = gap > 1 and parse.words[first.end] in _QUOTES and parse.words[second.start - 1] in _QUOTES
            same = first.label == second.label
            return hyphen or (nickname and first.label == "PERSON") or (same and gap == 0)
        if any(not (self._capital(t) and parse.pos[t] in ("PROPN", "NOUN", "ADJ")) for t in between):
            joint = parse.lowers[first.end : second.start] in (("of",), ("of", "the"))
            return joint and parse.lowers[first.end - 1] in self.of_heads
        last = parse.lowers[second.end - 1]
        if gap > 3 or last in self.titles.before or any(parse.lowers[t] in self.titles.before for t in between):
            return False
        lone = second.label in ("GPE", "NORP") and not between
        return not lone and last in self.words.suffixes and self._governs(second, first)

    def _attached(self, hyphen: int) -> bool:
        """Whether a hyphen stands without spaces."""
        parse = self.parse
        return parse.ends[hyphen - 1] == parse.begins[hyphen] and parse.ends[hyphen] == parse.begins[hyphen + 1]

    def _governs(self, head: Candidate, other: Candidate) -> bool:
        """Whether the tokens of `other` hang on those of `head`."""
        node = other.end - 1
        for _ in range(4):
            node = self.parse.heads[node]
            if head.start <= node < head.end:
                return True
        return False

    # Names that the model missed

    def _complete(self) -> None:
        """Add capitalised words that the model left out, to names beside them or as names of their own."""
        size = len(self.parse)
        owner = self.owner
        taken = bytearray(size)
        for start, end, label in self.parse.names:
            if label in VALUES:
                taken[start:end] = b"\x01" * (end - start)
        token = 0
        while token < size:
            if owner[token] >= 0 or taken[token] or not self._capital(token):
                token += 1
                continue
            end = token + 1
            limit = self.parse.sentences[self.parse.sentence_of[token]][1]
            while end < limit and owner[end] < 0 and not taken[end] and self._capital(end):
                end += 1
            self._place_run(token, end)
            token = end

    def _place_run(self, start: int, end: int) -> None:
        """Give the capitalised tokens [start, end) to the name that follows or precedes them, or make them a name."""
        titles = self.titles
        start = self._title_end(start, end)
        title = end
        if end < len(self.parse) and self.owner[end] >= 0 and self.found[self.owner[end]].label == "PERSON":
            while end > start and self.parse.lowers[end - 1] in titles.before:
                end -= 1
        if start < end < title and not is_common(self.parse.lowers[start]):
            # "Springfield Mayor", "Acme Chairman" before a name: a place or body, and a post
            self._claim(Candidate(start, end, "GPE" if self.parse.lowers[title - 1] in _CIVIC else "ORG"))
            return
        if start >= end or self._is_portfolio(start, end):
            return
        if self._joins_before(start, end) or self._joins_after(start, end):
            return
        last = self.parse.lowers[end - 1]
        if end - start == 1 and not class_of_known(self.parse.words[start]):
            telling = last in titles.widen or (last in self.words.suffixes and not self._is_team(last))
            if self.initial[start] or telling:
                return
        self._claim(Candidate(start, end, ""))

    def _claim(self, candidate: Candidate) -> None:
        self.found.append(candidate)
        self._own(len(self.found) - 1, candidate)

    def _joins_before(self, start: int, end: int) -> bool:
        parse = self.parse
        place = self.owner[start - 1] if start else -1
        if place < 0 or parse.sentence_of[start - 1] != parse.sentence_of[start]:
            return False
        candidate, last = self.found[place], parse.lowers[end - 1]
        if candidate.end != start:
            return False
        known = class_of_known(" ".join(parse.words[candidate.start : end]))
        if not known and last in self.titles.before:
            return False
        if candidate.label == "PERSON":
            if not all(parse.pos[t] == "PROPN" for t in range(start, end)) or last in self.words.nouns:
                return False
        elif not known and last not in self.words.suffixes and not last.endswith("ers"):
            return False
        elif candidate.label in ("GPE", "NORP"):
            candidate.label = "ORG"
        candidate.end = end
        self._own(place, candidate)
        return True

    def _joins_after(self, start: int, end: int) -> bool:
        parse = self.parse
        place = self.owner[end] if end < len(parse) else -1
        if place < 0 or parse.sentence_of[end] != parse.sentence_of[start]:
            return False
        candidate, last = self.found[place], parse.lowers[end - 1]
        if candidate.start != end or candidate.label not in ("ORG", "FAC", "PERSON"):
            return False
        if parse.heads[end - 1] < end or parse.deps[end - 1] != "compound":
            return False
        if last in self.words.nouns or last in self.titles.widen or last in self.words.suffixes:
            return False
        if parse.words[end - 1] in self.demonyms:
            return False
        candidate.start = start
        self._own(place, candidate)
        return True

    # What goes on after a name

    def _extend(self, candidate: Candidate) -> None:
        self._extend_office(candidate)
        self._extend_number(candidate)
        self._extend_hyphen(candidate)
        self._extend_of(candidate)
        self._extend_title(candidate)

    def _extend_nickname(self, candidate: Candidate) -> None:
        """Extend "Robert" to 'Robert "Lucky" Hanlon'."""
        parse, end = self.parse, candidate.end
        limit = min(parse.sentences[parse.sentence_of[candidate.start]][1], end + _NICKNAME + 1)
        if end >= limit or parse.words[end] not in _QUOTES:
            return
        for close in range(end + 2, limit - 1):
            if parse.words[close] in _QUOTES:
                if self._capital(end + 1) and self._capital(close + 1):
                    candidate.end = close + 2
                return

    def _extend_office(self, candidate: Candidate) -> None:
        """Extend "Greene County Sheriff" to "Greene County Sheriff's Office"."""
        lowers, end = self.parse.lowers, candidate.end
        if end < len(lowers) and lowers[end] == "administration" and candidate.label in ("PERSON", ""):
            candidate.end, candidate.label = end + 1, "ORG"  # "the Bush administration"
            return
        if lowers[end - 1] not in self.officers or end + 1 >= len(lowers) or lowers[end] not in _POSSESSIVE:
            return
        if lowers[end + 1] in self.offices:
            candidate.end, candidate.label = end + 2, "ORG"

    def _extend_number(self, candidate: Candidate) -> None:
        """Take in the number of a road or a team: "Interstate 75", "117th Street", "Springfield 66ers"."""
        words, start, end = self.parse.words, candidate.start, candidate.end
        following = words[end] if end < len(words) else ""
        if following.replace(".", "").isdigit() and self._is_version(candidate, end):
            candidate.end = end + 1
        elif following.endswith("ers") and following[0].isdigit():
            candidate.end, candidate.label = end + 1, "ORG"
        elif end - start == 1 and self.parse.lowers[start] in self.numbered:
            if following.isdigit():
                candidate.end = end + 1
            elif start and words[start - 1][0].isdigit() and words[start - 1][-2:] in ("th", "st", "nd", "rd"):
                candidate.start = start - 1

    def _is_version(self, candidate: Candidate, number: int) -> bool:
        """Whether a number after a product's name is its version: "Firefox 4", not "Firefox 4 times"."""
        head = self.parse.heads[number]
        product = (
            candidate.label == "PRODUCT" or class_of_known(self.parse.words_of(candidate.start, number)) == "Product"
        )
        return product and (candidate.start <= head < number or head == number or head < candidate.start)

    def _extend_hyphen(self, candidate: Candidate) -> None:
        """Extend "Maria Garcia" to "Maria Garcia-Lopez"."""
        parse, end = self.parse, candidate.end
        if candidate.label not in ("PERSON", "FAC", "") or end + 1 >= len(parse) or parse.words[end] != "-":
            return
        if self._attached(end) and parse.words[end + 1][0].isupper():
            taken = self.owner[end + 1]
            candidate.end = end + 2 if taken < 0 else max(end + 2, self.found[taken].end)

    def _extend_of(self, candidate: Candidate) -> None:
        """Extend "Ministry" to "Ministry of Health and Welfare"."""
        parse, end = self.parse, candidate.end
        if parse.lowers[end - 1] not in self.of_heads or end + 1 >= len(parse):
            return
        if parse.lowers[end] not in ("of", "for") or not self._capital(end + 1):
            return
        if self.owner[end + 1] >= 0 and parse.lowers[end] == "for":
            return
        if candidate.label == "PERSON" or (self.owner[end + 1] >= 0 and candidate.end - candidate.start > 2):
            return
        end += 2
        limit = parse.sentences[parse.sentence_of[candidate.start]][1]
        while end < limit and (self.owner[end] < 0 or self.owner[end] == self.owner[end - 1]):
            if self._capital(end):
                end += 1
            elif parse.lowers[end] in ("and", "&") and end + 1 < limit and self._is_free(end + 1):
                end += 2
            else:
                break
        candidate.end, candidate.label = end, candidate.label or "ORG"

    def _extend_title(self, candidate: Candidate) -> None:
        """Extend "Fields" to "Fields of Gold" after "the song" or within quotation marks."""
        parse, start, end = self.parse, candidate.start, candidate.end
        before = parse.lowers[start - 1] if start else ""
        if before not in self.works and before not in _QUOTES:
            return
        limit = min(parse.sentences[parse.sentence_of[start]][1], start + _TITLE)
        while end < limit:
            last = end
            while last < limit and parse.lowers[last] in self.small:
                last += 1
            if last == limit or not parse.words[last][0].isupper() or last - end > 2:
                return
            end = last + 1
            if before in self.works or (end < len(parse) and parse.words[end] in _QUOTES):
                candidate.end = end
                candidate.label = "WORK_OF_ART"

    def _is_free(self, token: int) -> bool:
        return self._capital(token) and self.owner[token] < 0

    def _is_team(self, word: str) -> bool:
        return self.words.suffixes.get(word.lower()) == "SportsTeam"

    def _spread(self) -> list[Candidate]:
        """Find each name again wherever its words stand; drop what lies inside another."""
        parse = self.parse
        by_first: dict[str, set[tuple[str, ...]]] = {}
        for candidate in self.found:
            key = parse.words[candidate.start : candidate.end]
            if len(key) > 1 or candidate.label or not self.initial[candidate.start]:
                by_first.setdefault(key[0], set()).add(key)
            if len(key) > 1 and (candidate.label == "PERSON" or self._is_team(key[-1])):
                by_first.setdefault(key[-1], set()).add(key[-1:])
        owner = bytearray(len(parse))
        kept: list[Candidate] = []
        for candidate in sorted(self.found, key=lambda c: (c.start - c.end, c.start)):
            if not any(owner[candidate.start : candidate.end]):
                owner[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
                kept.append(candidate)
        for token, word in enumerate(parse.words):
            if owner[token] or word not in by_first:
                continue
            for key in sorted(by_first[word], key=lambda k: (-len(k), k)):
                end = token + len(key)
                if parse.words[token:end] == key and not any(owner[token:end]):
                    owner[token:end] = b"\x01" * len(key)
                    kept.append(Candidate(token, end, ""))
                    break
        return sorted(kept, key=lambda c: c.start)


def _joint_label(first: Candidate, second: Candidate) -> str:
    if "PERSON" in (first.label, second.label):
        return "PERSON"
    if second.label not in ("GPE", "NORP"):
        return second.label
    return "ORG" if first.label != "GPE" else first.label
