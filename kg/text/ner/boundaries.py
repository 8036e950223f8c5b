"""How far a name goes: what a capital letter says, and what belongs to a name after or before its first words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.truecasing import is_common, is_headline
from kg.text.lexicon.word_classes import PLACES, class_of_known
from kg.text.lexicon.words import load_openings, load_titles, load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse

__all__ = [
    "NICKNAME",
    "POSSESSIVE",
    "QUOTES",
    "Candidate",
    "Capitals",
    "Extents",
    "before_noun",
    "behind_post",
    "is_attached",
    "joint_label",
]

POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_NUMERALS = word_lists("words/names/parts")["numerals"]
_MODEL = re.compile(r"[A-Za-z]{1,3}-?\d{1,4}[a-z]{0,3}")
_YEAR = re.compile(r"(19|20)\d\d")
_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
_TITLE = 10
"""The most tokens of a work's title."""

NICKNAME = 5
"""The most tokens of a nickname in quotation marks, with the marks."""


_SCHOOLS = frozenset({("university", "of"), ("college", "of")})
_LINKED = frozenset((word, "-") for word in word_lists("words/ner/extension")["linked"])


@dataclass(slots=True)
class Candidate:
    """Tokens [start, end) that may be a name, with the model's label, "" where it has none."""

    start: int
    end: int
    label: str


def is_attached(parse: Parse, hyphen: int) -> bool:
    """Whether a hyphen stands without spaces."""
    return parse.ends[hyphen - 1] == parse.begins[hyphen] and parse.ends[hyphen] == parse.begins[hyphen + 1]


_OPENING, _HEADLINE = 1, 2
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss", "compound"})


class Capitals:
    """What the capital letters of a text say.

    `initial` marks tokens whose capital letter says nothing: 1 for the first word of a sentence, 2 for a headline's.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.no_name = word_lists("words/ner/trimming")["no_name"]
        self.nouns = load_words().nouns
        self.initial = bytearray(len(parse))
        self.counts = Counter(parse.words)
        for start, end in parse.sentences:
            first = start
            while first < end and parse.pos[first] == "PUNCT":
                first += 1
            if first < end:
                self.initial[first] = _OPENING
        for start, end in parse.blocks:
            if end - start < 60 and is_headline(parse.words_of(start, end)):
                self.initial[start:end] = bytes([_HEADLINE]) * (end - start)

    def is_name(self, token: int) -> bool:
        """Whether a token's capital letter marks a name."""
        word = self.parse.words[token]
        late = word[0].isdigit() or word[1:2].isupper()  # "iPhone"
        if not (word[0].isupper() or (late and self.parse.pos[token] == "PROPN")):
            return False
        if self.parse.lowers[token] in self.no_name:
            return False
        return self.parse.pos[token] == "PROPN" or not self.initial[token] or self.is_coined(token)

    def is_coined(self, token: int) -> bool:
        """Whether the first word of a sentence is a name, for no dictionary has it or a noun in apposition follows."""
        parse = self.parse
        if self.initial[token] != _OPENING or parse.deps[token] not in _SUBJECTS or not parse.words[token][0].isupper():
            return False
        lower = parse.lowers[token]
        if not is_common(lower) and lower not in self.nouns and parse.lemmas[token].lower() not in self.nouns:
            return True
        apposed = (c for c in parse.children[token] if c > token + 2 and parse.deps[c] == "appos")
        return parse.pos[token] == "PROPN" and any(parse.lowers[parse.left[c]] in ("a", "an", "the") for c in apposed)

    def is_plain_opening(self, token: int) -> bool:
        """Whether a word that opens a sentence is only a common noun in the plural: "Unions are outraged"."""
        parse, word = self.parse, self.parse.words[token]
        if self.initial[token] != _OPENING or parse.tags[token] not in ("NNS", "NNPS"):
            return False
        plain = parse.lemmas[token].lower() in self.nouns or parse.lowers[token].removesuffix("s") in self.nouns
        return plain and self.counts[word] == 1 and not class_of_known(word)


def behind_post(parse: Parse, candidate: Candidate) -> Candidate:
    """What is left of a name that opens with a post: the place in "Archbishop of Turin", "Anglican Bishop of Turin"."""
    start, end, titles = candidate.start, candidate.end, load_titles().before
    post = next((token for token in range(start, min(start + 2, end - 2)) if parse.lowers[token] in titles), -1)
    if candidate.label == "PERSON" or post < 0 or parse.lowers[post + 1] != "of":
        return candidate
    if class_of_known(parse.words_of(start, end)) or class_of_known(parse.words_of(post + 2, end)) not in PLACES:
        return candidate
    return Candidate(post + 2, end, "GPE")


class Extents:
    """Widens candidates in place; `owner` gives the place in `found` of the candidate of each token, -1 for none."""

    def __init__(self, parse: Parse, capitals: Capitals, owner: Sequence[int], found: Sequence[Candidate]) -> None:
        self.parse = parse
        self.capitals = capitals
        self.owner = owner
        self.found = found
        lists = word_lists("words/ner/extension")
        self.of_heads, self.officers, self.offices = lists["of_heads"], lists["office_holders"], lists["offices"]
        self.numbered, self.small = lists["numbered"], lists["title_words"]
        self.works, self.products = (
            word_lists("words/nouns/beside_names")["works"],
            word_lists("words/nouns/beside_names")["products"],
        )
        self.openings = {word for word, cls in load_openings().items() if cls in ("Disaster", "GeographicFeature")}
        self.clubs, self.owners, self.fairs = lists["clubs"], lists["owners"], lists["fairs"]

    def extend(self, candidate: Candidate) -> None:
        """Widen a candidate by all that belongs to it."""
        self._extend_possessive(candidate)
        self._extend_opening(candidate)
        self._extend_club(candidate)
        self._extend_office(candidate)
        self._extend_number(candidate)
        self._extend_hyphen(candidate)
        self._extend_campus(candidate)
        self._extend_subtitle(candidate)
        self._extend_of(candidate)
        self._extend_title(candidate)
        self._extend_and(candidate)

    def take_nickname(self, candidate: Candidate) -> None:
        """Extend "Robert" to 'Robert "Lucky" Hanlon'."""
        parse, end = self.parse, candidate.end
        limit = min(parse.sentences[parse.sentence_of[candidate.start]][1], end + NICKNAME + 1)
        if end >= limit or parse.words[end] not in QUOTES:
            return
        for close in range(end + 2, limit - 1):
            if parse.words[close] in QUOTES:
                if self.capitals.is_name(end + 1) and self.capitals.is_name(close + 1):
                    candidate.end = close + 2
                return

    def _extend_club(self, candidate: Candidate) -> None:
        """Take in the word that makes a place's name a club's, whatever the tagger made of it: "Real Oviedo"."""
        start = candidate.start - 1
        if start < 0 or self.owner[start] >= 0 or self.parse.words[start] not in self.clubs:
            return
        if candidate.label in ("GPE", "ORG", "LOC", "") and self.parse.heads[start] == candidate.end - 1:
            candidate.start, candidate.label = start, "ORG"

    def _extend_opening(self, candidate: Candidate) -> None:
        """Extend "Wanda" to "Typhoon Wanda"."""
        start = candidate.start - 1
        if start < 0 or self.owner[start] >= 0 or self.parse.lowers[start] not in self.openings:
            return
        if self.parse.words[start][0].isupper() and self.parse.deps[start] == "compound":
            candidate.start, candidate.label = start, ""

    def _extend_possessive(self, candidate: Candidate) -> None:
        """Extend "Leeds World" to "Leeds World's Fair", "Acme Workers" to "Acme Workers' Union"."""
        parse, end = self.parse, candidate.end
        if end + 1 >= len(parse) or parse.words[end] not in POSSESSIVE or not self.capitals.is_name(end + 1):
            return
        if parse.lowers[end - 1] not in self.owners or self.capitals.initial[end - 1] == _HEADLINE:
            return
        end += 1
        limit = parse.sentences[parse.sentence_of[candidate.start]][1]
        while end < limit and (self.capitals.is_name(end) or self.owner[end] == self.owner[end - 1] >= 0):
            end += 1
        candidate.end, candidate.label = end, "ORG"

    def _extend_office(self, candidate: Candidate) -> None:
        """Extend "Greene County Sheriff" to "Greene County Sheriff's Office"."""
        lowers, end = self.parse.lowers, candidate.end
        if end < len(lowers) and lowers[end] == "administration" and candidate.label in ("PERSON", ""):
            candidate.end, candidate.label = end + 1, "ORG"  # "the Bush administration"
            return
        if lowers[end - 1] not in self.officers or end + 1 >= len(lowers) or lowers[end] not in POSSESSIVE:
            return
        if lowers[end + 1] in self.offices:
            candidate.end, candidate.label = end + 2, "ORG"

    def _extend_number(self, candidate: Candidate) -> None:
        """Take in the number of a road or a team: "Interstate 75", "117th Street", "Springfield 66ers"."""
        words, start, end = self.parse.words, candidate.start, candidate.end
        following = words[end] if end < len(words) else ""
        if _SCORE.fullmatch("".join(words[end : end + 3])):
            return  # "beat Acme Rovers 3-1"
        if self._is_edition(candidate, following):
            candidate.end = end + 1
            candidate.label = candidate.label if following in _NUMERALS else ""
        elif following.replace(".", "").isdigit() and self._is_version(candidate, end):
            candidate.end = end + 1
        elif following.isdigit() and end + 1 < len(words) and self.parse.lemmas[end + 1].lower() in self.products:
            candidate.end = end + 1  # "the Heron 9 rocket"
        elif following.endswith("ers") and following[0].isdigit():
            candidate.end, candidate.label = end + 1, "ORG"
        elif end - start == 1 and self.parse.lowers[start] in self.numbered:
            if following.isdigit():
                candidate.end = end + 1
            elif start and words[start - 1][0].isdigit() and words[start - 1][-2:] in ("th", "st", "nd", "rd"):
                candidate.start = start - 1

    def _is_edition(self, candidate: Candidate, following: str) -> bool:
        """Whether what follows a name is its number or year: "Galaxy S III", "Core i7", "Expo 2005"."""
        end = candidate.end
        if not following or candidate.label in ("PERSON", "NORP") or self.owner[end] not in (-1, self.owner[end - 1]):
            return following in _NUMERALS and candidate.end - candidate.start > 1
        if following in _NUMERALS or _MODEL.fullmatch(following):
            return True
        fairs = candidate.end - candidate.start == 1 and self.parse.lowers[candidate.start] in self.fairs
        return fairs and bool(_YEAR.fullmatch(following))

    def _is_version(self, candidate: Candidate, number: int) -> bool:
        """Whether a number after a product's name is its version: "Firefox 4", not "Firefox 4 times"."""
        head = self.parse.heads[number]
        if (
            "." in self.parse.words[number]
            and class_of_known(self.parse.words_of(candidate.start, number)) == "Product"
        ):
            return True
        if self.parse.words[number + 1 : number + 2] == ("(",) and self.parse.words_of(number + 2, number + 3).endswith(
            self.parse.words[number]
        ):
            return True  # "Lattice Explorer 9 (LE9)"
        product = (
            candidate.label == "PRODUCT" or class_of_known(self.parse.words_of(candidate.start, number)) == "Product"
        )
        return product and (candidate.start <= head < number or head == number or head < candidate.start)

    def _extend_hyphen(self, candidate: Candidate) -> None:
        """Extend "Maria Garcia" to "Maria Garcia-Lopez", "Jamaat" to "Jamaat-e-Islami"."""
        parse, end = self.parse, candidate.end
        if (
            parse.words[end : end + 1] == ("-",)
            and parse.words[end + 1 : end + 3] in _LINKED
            and is_attached(parse, end)
        ):
            last = end + 3
            if last < len(parse) and parse.words[last][0].isupper() and is_attached(parse, end + 2):
                candidate.end = max(last + 1, self.found[self.owner[last]].end if self.owner[last] >= 0 else 0)
                candidate.label = candidate.label if candidate.label != "GPE" else ""
                return
        if candidate.label not in ("PERSON", "FAC", "") or end + 1 >= len(parse) or parse.words[end] != "-":
            return
        if is_attached(parse, end) and parse.words[end + 1][0].isupper():
            taken = self.owner[end + 1]
            candidate.end = end + 2 if taken < 0 else max(end + 2, self.found[taken].end)

    def _extend_of(self, candidate: Candidate) -> None:
        """Extend "Ministry" to "Ministry of Health and Welfare"."""
        parse, end = self.parse, candidate.end
        if parse.lowers[end - 1] not in self.of_heads or end + 1 >= len(parse):
            return
        if parse.lowers[end : end + 2] == ("for", "the"):
            self._extend_cause(candidate)
            return
        if parse.lowers[end] not in ("of", "for") or not self.capitals.is_name(end + 1):
            return
        if self.owner[end + 1] >= 0 and parse.lowers[end] == "for":
            return
        if candidate.label == "PERSON" or (self.owner[end + 1] >= 0 and candidate.end - candidate.start > 2):
            return
        end += 2
        limit = parse.sentences[parse.sentence_of[candidate.start]][1]
        while end < limit and (self.owner[end] < 0 or self.owner[end] == self.owner[end - 1]):
            if self.capitals.is_name(end):
                end += 1
            elif parse.lowers[end] in ("and", "&") and end + 1 < limit and self._is_free(end + 1):
                end += 2
            else:
                break
        candidate.end, candidate.label = end, candidate.label or "ORG"

    def _extend_and(self, candidate: Candidate) -> None:
        """Extend "Commission for Elections" to "Commission for Elections and Referenda"."""
        parse, start, end = self.parse, candidate.start, candidate.end
        body = candidate.label == "ORG" and end - start > 2 and parse.lowers[end - 2] in ("of", "for")
        if not body or parse.lowers[end : end + 1] != ("and",) or end + 1 >= len(parse):
            return
        word, owner = end + 1, self.owner[end + 1]
        lone = owner < 0 or self.found[owner].end - self.found[owner].start == 1
        plain = is_common(parse.lowers[word]) or parse.lowers[word] in self.capitals.nouns
        joined = parse.deps[word] == "conj" and start <= parse.heads[word] < end
        if lone and plain and joined and self.capitals.is_name(word):
            candidate.end = word + 1

    def _extend_cause(self, candidate: Candidate) -> None:
        """Extend "Council" to "Council for the Care of Birds": what a body with a name is for is part of it."""
        parse, end = self.parse, candidate.end + 2
        limit = parse.sentences[parse.sentence_of[candidate.start]][1]
        if candidate.label == "PERSON" or end >= limit or not self.capitals.is_name(end):
            return
        if self.owner[end] >= 0 and self.found[self.owner[end]].label in ("GPE", "PERSON", "NORP", "LOC"):
            return
        while end < limit:
            joint = parse.lowers[end] in ("and", "&", "of") and end + 1 < limit and self.capitals.is_name(end + 1)
            if not joint and not self.capitals.is_name(end):
                break
            end += 2 if joint else 1
        candidate.end, candidate.label = end, candidate.label or "ORG"

    def _extend_campus(self, candidate: Candidate) -> None:
        """Extend "University of Texas" to "University of Texas at Austin"."""
        parse, end = self.parse, candidate.end
        school = parse.lowers[candidate.start : candidate.start + 2] in _SCHOOLS
        campus = (
            self.owner[end + 1] if school and parse.lowers[end : end + 1] == ("at",) and end + 1 < len(parse) else -1
        )
        if campus >= 0 and self.found[campus].label in ("GPE", "LOC", "FAC", ""):
            candidate.end = self.found[campus].end

    def _extend_subtitle(self, candidate: Candidate) -> None:
        """Extend "Star Quest" to "Star Quest: Black Sun", not at the start of a sentence, where a colon introduces."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if parse.words[end : end + 1] != (":",) or parse.begins[end] != parse.ends[end - 1] or end + 1 >= len(parse):
            return
        begin, limit = parse.sentences[parse.sentence_of[start]]
        known = class_of_known(parse.words_of(start, end))
        titled = candidate.label in ("PRODUCT", "WORK_OF_ART") or known in ("Product", "Work")
        if not titled or start == begin or not self.capitals.is_name(end + 1):
            return
        last = end + 1
        while last < limit and self.capitals.is_name(last):
            last = max(last + 1, self.found[self.owner[last]].end if self.owner[last] >= 0 else 0)
        candidate.end, candidate.label = last, candidate.label or ("PRODUCT" if known == "Product" else "WORK_OF_ART")

    def _extend_title(self, candidate: Candidate) -> None:
        """Extend "Fields" to "Fields of Gold" after "the song" or within quotation marks."""
        parse, start, end = self.parse, candidate.start, candidate.end
        before = parse.lowers[start - 1] if start else ""
        if before not in self.works and before not in QUOTES:
            return
        limit = min(parse.sentences[parse.sentence_of[start]][1], start + _TITLE)
        while end < limit:
            last = end
            while last < limit and parse.lowers[last] in self.small:
                last += 1
            if last == limit or not parse.words[last][0].isupper() or last - end > 2:
                return
            end = last + 1
            if before in self.works or (end < len(parse) and parse.words[end] in QUOTES):
                candidate.end = end
                candidate.label = "WORK_OF_ART"

    def _is_free(self, token: int) -> bool:
        return self.capitals.is_name(token) and self.owner[token] < 0


def before_noun(parse: Parse, start: int, end: int) -> int:
    """Where a name ends, without a word in lower case that goes with the noun after it: "AFP news" of an agency."""
    noun = end < len(parse) and parse.pos[end] == "NOUN" and parse.words[end].islower()
    last = end - start > 1 and parse.words[end - 1].islower() and parse.deps[end - 1] == "compound"
    return end - 1 if noun and last and parse.heads[end - 1] == end else end


def joint_label(first: Candidate, second: Candidate) -> str:
    """The label of a name made of two guesses of the model."""
    if "PERSON" in (first.label, second.label):
        return "PERSON"
    if second.label not in ("GPE", "NORP"):
        return second.label
    return "ORG" if first.label != "GPE" else first.label
