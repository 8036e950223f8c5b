"""How far a name goes: spans widened by what belongs to a name before or after its first words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import OPENINGS
from kg.text.lexicon.nouns import NOUN_CLASSES
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.truecasing import is_common
from kg.text.ner.records import QUOTES, is_attached, is_score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.text.model import Parse
    from kg.text.ner.capitalization import Capitals
    from kg.text.ner.records import NameSpan

    type Test = Callable[[int], bool]

__all__ = ["LONGEST_NICKNAME", "Extender"]

LONGEST_NICKNAME: Final = 5
"""The most tokens of a nickname in quotation marks, with the marks."""

_LONGEST_TITLE: Final = 10  # the most tokens of a work's title

_LISTS: Final = word_lists("words/ner/extension")
_ORDINAL_ENDINGS: Final = tuple(_LISTS["ordinal_endings"])
_NUMERALS: Final = words("words/names/parts", "numerals")
_PRODUCTS: Final = words("words/nouns/beside_names", "products")
_WORKS: Final = words("words/nouns/beside_names", "works")
_POSSESSIVES: Final = words("words/function_words", "marks", "possessive_ending")
_MODEL: Final = re.compile(r"[A-Za-z]{1,3}-?\d{1,4}[a-z]{0,3}")
_YEAR: Final = re.compile(r"(19|20)\d\d")


class Extender:
    """Widens spans in place; `at` gives the span that each token is part of."""

    def __init__(self, parse: Parse, capitals: Capitals, at: Sequence[NameSpan | None]) -> None:
        self.parse = parse
        self.is_name = capitals.is_name
        self.capitals = capitals
        self.at = at
        self.openings = {word for word, cls in OPENINGS.items() if cls in ("Disaster", "GeographicFeature")}

    def extend(self, span: NameSpan) -> None:
        """Widen a span by all that belongs to it."""
        self._take_possessive(span)
        self._take_word_before(span)
        self._take_office(span)
        self._take_number(span)
        self._take_hyphenated(span)
        self._take_campus(span)
        self._take_subtitle(span)
        self._take_complement(span)
        self._take_title(span)
        self._take_conjunct(span)

    def take_nickname(self, span: NameSpan) -> None:
        """Extend a person's "Robert" to 'Robert "Lucky" Hanlon'."""
        words, end = self.parse.words, span.end
        limit = min(self.parse.sentence_end(span.start), end + LONGEST_NICKNAME + 1)
        if span.label != "PERSON" or end >= limit or words[end] not in QUOTES:
            return
        close = next((token for token in range(end + 2, limit - 1) if words[token] in QUOTES), -1)
        first = end + 1 + (self.parse.lower_at(end + 1) == "the")
        if close > first and self.is_name(first) and self.is_name(close + 1):
            span.end = close + 2

    def take_legal_form(self, span: NameSpan) -> bool:
        """Extend "Jane Doe Beauty" to "Jane Doe Beauty, Inc."; whether it is."""
        words, end = self.parse.words, span.end
        follows = words[end : end + 1] == (",",) and end + 1 < len(words)
        if follows and words[end + 1].rstrip(".") in _LISTS["legal_forms"]:
            span.end, span.label = end + 2, "ORG"
        return span.end > end

    def _is_free(self, token: int) -> bool:
        """Whether a token marks a name and is part of no span."""
        return self.is_name(token) and self.at[token] is None

    def _past(self, token: int) -> int:
        """The token after a word, or after the span that it is part of."""
        span = self.at[token]
        return token + 1 if span is None else max(token + 1, span.end)

    def _reach(
        self, end: int, limit: int, belongs: Test, joints: tuple[str, ...] = (), joined: Test | None = None
    ) -> int:
        """Where the words end, from a token on, that belong to a name, with the joints between two of them."""
        joined = joined or belongs
        while end < limit:
            if belongs(end):
                end += 1
            elif self.parse.lowers[end] in joints and end + 1 < limit and joined(end + 1):
                end += 2
            else:
                break
        return end

    def _take_word_before(self, span: NameSpan) -> None:
        """Extend "Wanda" to "Typhoon Wanda", and "Oviedo" to "Real Oviedo" whatever the tagger made of "Real"."""
        parse, start = self.parse, span.start - 1
        if start < 0 or self.at[start] is not None:
            return
        word = parse.words[start]
        if parse.lowers[start] in self.openings and word[0].isupper() and parse.deps[start] == "compound":
            span.start, span.label = start, ""
        elif word in _LISTS["clubs"] and span.label in ("GPE", "ORG", "LOC", "") and parse.heads[start] == span.end - 1:
            span.start, span.label = start, "ORG"

    def _take_possessive(self, span: NameSpan) -> None:
        """Extend "Leeds World" to "Leeds World's Fair", "Acme Workers" to "Acme Workers' Union"."""
        end, limit = span.end, self.parse.sentence_end(span.start)
        if not self.is_name(end + 1) or self.parse.words[end] not in _POSSESSIVES:
            return
        if self.parse.lowers[end - 1] in _LISTS["owners"] and not self.capitals.is_headline(end - 1):
            span.end, span.label = self._reach(end + 1, limit, self._goes_on), "ORG"

    def _goes_on(self, token: int) -> bool:
        """Whether a token marks a name, or is part of the span that the one before it is part of."""
        return self.is_name(token) or (self.at[token] is not None and self.at[token] is self.at[token - 1])

    def _take_office(self, span: NameSpan) -> None:
        """Extend "Greene County Sheriff" to "Greene County Sheriff's Office"."""
        end, following, second = span.end, self.parse.lower_at(span.end), self.parse.lower_at(span.end + 1)
        if following == "administration" and span.label in ("PERSON", ""):
            span.end, span.label = end + 1, "ORG"  # "the Bush administration"
            return
        holder = self.parse.lowers[end - 1] in _LISTS["office_holders"]
        if holder and following in _POSSESSIVES and second in _LISTS["offices"]:
            span.end, span.label = end + 2, "ORG"

    def _take_number(self, span: NameSpan) -> None:
        """Take in the number of a road, a model or a team: "Interstate 75", "117th Street", "Springfield 66ers"."""
        parse, start, end = self.parse, span.start, span.end
        following = parse.words[end] if end < len(parse) else ""
        if len(following) < 3 and is_score(parse.words[end : end + 3]):  # "beat Acme Rovers 3-1", no "Boeing 767-300"
            return
        if self._is_edition(span, following):
            span.end, span.label = end + 1, span.label if following in _NUMERALS else ""
        elif following.replace(".", "").isdigit() and self._is_version(span, end):
            span.end = end + 1
        elif following.isdigit() and end + 1 < len(parse) and parse.lemmas[end + 1].lower() in _PRODUCTS:
            span.end = end + 1  # "the Heron 9 rocket"
        elif following.endswith("ers") and following[0].isdigit():
            span.end, span.label = end + 1, "ORG"
        elif len(span) == 1 and parse.lowers[start] in _LISTS["numbered"]:
            before = parse.words[start - 1] if start else ""
            if following.isdigit():
                span.end = end + 1
            elif before[:1].isdigit() and before.endswith(_ORDINAL_ENDINGS):
                span.start = start - 1

    def _is_edition(self, span: NameSpan, following: str) -> bool:
        """Whether what follows a name is its number or year: "Galaxy S III", "Core i7", "Expo 2005"."""
        if not following or span.label in ("PERSON", "NORP") or self.at[span.end] not in (None, self.at[span.end - 1]):
            return following in _NUMERALS and len(span) > 1
        if following in _NUMERALS or _MODEL.fullmatch(following):
            return True
        fair = len(span) == 1 and self.parse.lowers[span.start] in _LISTS["fairs"]
        return fair and bool(_YEAR.fullmatch(following))

    def _is_version(self, span: NameSpan, number: int) -> bool:
        """Whether a number after a product's name is its version: "Firefox 4", not "Firefox 4 times"."""
        parse, word = self.parse, self.parse.words[number]
        product = class_of_known(parse.words_of(span.start, number)) == "Product"
        if product and "." in word:
            return True
        if parse.lower_at(number + 1) == "(" and parse.lower_at(number + 2).endswith(word):
            return True  # "Lattice Explorer 9 (LE9)"
        return (product or span.label == "PRODUCT") and parse.heads[number] <= number

    def _take_hyphenated(self, span: NameSpan) -> None:
        """Extend "Maria Garcia" to "Maria Garcia-Lopez", "Jamaat" to "Jamaat-e-Islami"."""
        parse, end = self.parse, span.end
        if end + 1 >= len(parse) or parse.words[end] != "-" or not is_attached(parse, end):
            return
        last, linked = end + 3, parse.words[end + 1] in _LISTS["linked"] and parse.lower_at(end + 2) == "-"
        if linked and last < len(parse) and parse.words[last][0].isupper() and is_attached(parse, end + 2):
            span.end, span.label = self._past(last), span.label if span.label != "GPE" else ""
        elif span.label in ("PERSON", "FAC", "") and parse.words[end + 1][0].isupper():
            span.end = self._past(end + 1)

    def _take_complement(self, span: NameSpan) -> None:
        """Extend "Ministry" to "Ministry of Health and Welfare", "Council" to "Council for the Care of Birds"."""
        lowers, end, limit = self.parse.lowers, span.end, self.parse.sentence_end(span.start)
        if lowers[end - 1] not in _LISTS["of_heads"] or span.label == "PERSON":
            return
        if lowers[end : end + 2] == ("for", "the"):
            if end + 2 >= limit or not self.is_name(end + 2):
                return
            owner = self.at[end + 2]
            if owner is not None and owner.label in ("GPE", "PERSON", "NORP", "LOC"):
                return
            span.end = self._reach(end + 2, limit, self.is_name, ("and", "&", "of"))
        elif lowers[end : end + 1] in (("of",), ("for",)) and self.is_name(end + 1):
            if self.at[end + 1] is not None and (lowers[end] == "for" or len(span) > 2):
                return
            span.end = self._reach(end + 2, limit, self._is_own, ("and", "&"), self._is_free)
        else:
            return
        span.label = span.label or "ORG"

    def _is_own(self, token: int) -> bool:
        """Whether a token marks a name, and is part of no span but the one of the token before it."""
        return self.is_name(token) and self.at[token] in (None, self.at[token - 1])

    def _take_conjunct(self, span: NameSpan) -> None:
        """Extend "Commission for Elections" to "Commission for Elections and Referenda"."""
        parse, start, end = self.parse, span.start, span.end
        completed = span.label == "ORG" and len(span) > 2 and parse.lowers[end - 2] in ("of", "for")
        word = end + 1
        if not completed or parse.lower_at(end) != "and" or not self.is_name(word):
            return
        owner = self.at[word]
        plain = is_common(parse.lowers[word]) or parse.lowers[word] in NOUN_CLASSES
        joined = parse.deps[word] == "conj" and start <= parse.heads[word] < end
        if (owner is None or len(owner) == 1) and plain and joined:
            span.end = word + 1

    def _take_campus(self, span: NameSpan) -> None:
        """Extend "University of Texas" to "University of Texas at Austin"."""
        parse, start, end = self.parse, span.start, span.end
        school = parse.lowers[start] in ("university", "college") and parse.lower_at(start + 1) == "of"
        if school and parse.lower_at(end) == "at" and end + 1 < len(parse):
            campus = self.at[end + 1]
            if campus is not None and campus.label in ("GPE", "LOC", "FAC", ""):
                span.end = campus.end

    def _take_subtitle(self, span: NameSpan) -> None:
        """Extend "Star Quest" to "Star Quest: Black Sun", not at the start of a sentence, where a colon introduces."""
        parse, start, end = self.parse, span.start, span.end
        if parse.lower_at(end) != ":" or parse.begins[end] != parse.ends[end - 1]:
            return
        begin, limit = parse.sentences[parse.sentence_of[start]]
        known = class_of_known(parse.words_of(start, end))
        titled = span.label in ("PRODUCT", "WORK_OF_ART") or known in ("Product", "Work")
        if not titled or start == begin or not self.is_name(end + 1):
            return
        last = end + 1
        while last < limit and self.is_name(last):
            last = self._past(last)
        span.end, span.label = last, span.label or ("PRODUCT" if known == "Product" else "WORK_OF_ART")

    def _take_title(self, span: NameSpan) -> None:
        """Extend "Fields" to "Fields of Gold" after "the song" or within quotation marks."""
        parse, end, before = self.parse, span.end, self.parse.lower_at(span.start - 1)
        if before not in _WORKS and before not in QUOTES:
            return
        limit = min(parse.sentence_end(span.start), span.start + _LONGEST_TITLE)
        while end < limit:
            last = end
            while last < limit and parse.lowers[last] in _LISTS["title_words"]:
                last += 1
            if last == limit or not parse.words[last][0].isupper() or last - end > 2:
                return
            end = last + 1
            if before in _WORKS or parse.lower_at(end) in QUOTES:
                span.end, span.label = end, "WORK_OF_ART"
