"""Where proper names stand: the language model's entities trimmed, joined and completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.post_nominals import is_letters
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.truecasing import is_common
from kg.text.lexicon.word_classes import class_of_known, class_of_noun
from kg.text.lexicon.words import load_openings, load_places, load_titles, load_words, singular
from kg.text.ner.boundaries import NICKNAME, QUOTES, Candidate, Capitals, Extents, is_attached, joint_label
from kg.text.ner.gazetteer import is_title, make_whole
from kg.text.ner.model_entities import VALUES, Guesses

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["Candidate", "find_candidates"]

_CIVIC = word_lists("words/ner/extension")["civic"]
_LEGAL_FORMS = word_lists("words/ner/extension")["legal_forms"]


def find_candidates(parse: Parse) -> list[Candidate]:
    """The places of a text that hold a proper name, in order; none overlaps another."""
    return _Spans(parse).find()


class _Spans:
    """The steps of `find_candidates` over one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.titles = load_titles()
        self.words = load_words()
        self.openings = load_openings()
        self.demonyms = load_places().demonyms
        lists = word_lists("words/ner/extension")
        self.of_heads, self.fairs = lists["of_heads"], lists["fairs"]
        self.particles = word_lists("words/ner/trimming")["particles"]
        self.posts = self.titles.posts | self.titles.leads | self.titles.members
        self.capitals = Capitals(parse)
        self.initial = self.capitals.initial
        self.guesses = Guesses(parse, self.capitals)
        self.owner = [-1] * len(parse)
        self.found: list[Candidate] = []

    def find(self) -> list[Candidate]:
        self.found = self._join(make_whole(self.parse, self.guesses.find()))
        extents = Extents(self.parse, self.capitals, self.owner, self.found)
        for candidate in self.found:
            if candidate.label == "PERSON":
                extents.take_nickname(candidate)
        for place, candidate in enumerate(self.found):
            self._own(place, candidate)
        self._incorporate()
        self._complete()
        for place, candidate in enumerate(self.found):
            extents.extend(candidate)
            self._own(place, candidate)
        return self._spread()

    def _incorporate(self) -> None:
        """Add to a name the legal form that follows it after a comma: "Jane Doe Beauty, Inc."."""
        words = self.parse.words
        for place, candidate in enumerate(self.found):
            end = candidate.end
            if end + 1 < len(words) and words[end] == "," and words[end + 1].rstrip(".") in _LEGAL_FORMS:
                candidate.end, candidate.label = end + 2, "ORG"
                self._own(place, candidate)

    def _own(self, place: int, candidate: Candidate) -> None:
        self.owner[candidate.start : candidate.end] = [place] * (candidate.end - candidate.start)

    # Pieces of one name

    def _join(self, guesses: list[Candidate]) -> list[Candidate]:
        """Join neighbours, and what lies between them, that make one name."""
        joined: list[Candidate] = []
        for candidate in guesses:
            if joined and self._is_one(joined[-1], candidate):
                joined[-1] = Candidate(joined[-1].start, candidate.end, joint_label(joined[-1], candidate))
            else:
                joined.append(candidate)
        return joined

    def _is_one(self, first: Candidate, second: Candidate) -> bool:
        parse = self.parse
        gap = second.start - first.end
        if gap > NICKNAME or parse.sentence_of[first.start] != parse.sentence_of[second.start]:
            return False
        between = range(first.end, second.start)
        if gap == 0 and first.end - first.start == 1 and self.openings.get(parse.lowers[first.start]) == "Product":
            return True  # "USS" and "Halberd"
        if first.label == "PERSON" or second.label == "PERSON":
            hyphen = gap == 1 and parse.words[first.end] == "-" and is_attached(parse, first.end)
            nickname = gap > 1 and parse.words[first.end] in QUOTES and parse.words[second.start - 1] in QUOTES
            same = first.label == second.label
            return hyphen or (nickname and first.label == "PERSON") or (same and gap == 0)
        if any(not (self.capitals.is_name(t) and parse.pos[t] in ("PROPN", "NOUN", "ADJ")) for t in between):
            joint = parse.lowers[first.end : second.start] in (("of",), ("of", "the"))
            # "Springfield State University of the US"
            told = first.end - first.start > 1 and class_of_known(parse.words_of(second.start, second.end)) == "Country"
            return joint and parse.lowers[first.end - 1] in self.of_heads and not told
        last = parse.lowers[second.end - 1]
        if gap > 3 or last in self.titles.before or any(parse.lowers[t] in self.titles.before for t in between):
            return False
        lone = second.label in ("GPE", "NORP") and not between
        return not lone and last in self.words.suffixes and self._governs(second, first)

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
            if owner[token] >= 0 or taken[token] or not self.capitals.is_name(token):
                token += 1
                continue
            end = token + 1
            limit = self.parse.sentences[self.parse.sentence_of[token]][1]
            while end < limit and owner[end] < 0 and not taken[end]:
                if self.capitals.is_name(end):
                    end += 1
                elif self.parse.lowers[end] in self.particles and end + 1 < limit and self._is_free(end + 1):
                    end += 2  # "Hanna de Witt"
                else:
                    break
            self._place_run(token, end)
            token = end

    def _place_run(self, start: int, end: int) -> None:
        """Give the capitalised tokens [start, end) to the name that follows or precedes them, or make them a name."""
        titles = self.titles
        if is_letters(self.parse.words, start, end):
            return
        start = self.guesses.title_end(start, end)
        title = end
        if end < len(self.parse) and self.owner[end] >= 0 and self.found[self.owner[end]].label == "PERSON":
            while end > start and self._is_title(end - 1, self.found[self.owner[title]]):
                end -= 1
        if start < end < title and not is_common(self.parse.lowers[start]):
            # "Springfield Mayor", "Acme Chairman" before a name: a place or body, and a post
            self._claim(Candidate(start, end, "GPE" if self.parse.lowers[title - 1] in _CIVIC else "ORG"))
            return
        if start >= end or self.guesses.is_portfolio(start, end):
            return
        if self._joins_before(start, end) or self._joins_after(start, end):
            return
        last = self.parse.lowers[end - 1]
        fair = last in self.fairs and self.parse.words_of(end, end + 1).isdigit()
        if end - start == 1 and not fair and not class_of_known(self.parse.words[start]):
            telling = last in titles.widen or (last in self.words.suffixes and not self._is_team(last))
            if telling or (self.initial[start] and not self.capitals.is_coined(start)):
                return
        post = last in self.posts or (last.endswith("men") and singular(last) in self.posts)
        post = post or is_title(self.parse.lowers[start:end])
        if post and not class_of_known(self.parse.words_of(start, end)):
            return  # "Chief Technology Officer", "Congressmen" is what somebody is
        self._claim(Candidate(start, end, ""))

    def _is_title(self, token: int, name: Candidate) -> bool:
        """Whether a capitalised word before a person's name is the post, that of several too: "MPs Ann and Tom"."""
        lower = self.parse.lowers[token]
        if lower in self.titles.before:
            return True
        one, joint = singular(lower), self.parse.lowers[name.end : name.end + 1]
        if one == lower or joint not in ((",",), ("and",), ("&",)):
            return False
        return one in self.titles.before or one in self.posts or one in self.titles.occupations

    def _is_free(self, token: int) -> bool:
        return self.owner[token] < 0 and self.capitals.is_name(token)

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
        if parse.words[end - 1] in self.demonyms or class_of_noun(singular(last)) == "Person":
            return False  # "Guides Ann Lee and Tom Hale"
        candidate.start = start
        self._own(place, candidate)
        return True

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
