"""Where proper names stand: the language model's entities trimmed, joined and completed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import ENDINGS, OPENINGS, is_letters
from kg.text.lexicon.nouns import NOUN_CLASSES, class_of_noun, singular
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.truecasing import is_common
from kg.text.ner.boundaries import LONGEST_NICKNAME, Extender
from kg.text.ner.capitalization import Capitals
from kg.text.ner.gazetteer import complete_known_names
from kg.text.ner.model_entities import ModelEntities, is_title, value_tokens
from kg.text.ner.records import QUOTES, NameSpan, is_attached

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["find_spans"]

_CIVIC: Final = words("words/ner/extension", "civic")
_FAIRS: Final = words("words/ner/extension", "fairs")
_OF_HEADS: Final = words("words/ner/extension", "of_heads")
_PARTICLES: Final = words("words/ner/trimming", "particles")
_POSTS: Final = titles.POSTS | titles.HEADS | titles.MEMBERS


def find_spans(parse: Parse) -> list[NameSpan]:
    """The spans of a text that hold a proper name, in order; none overlaps another."""
    return _Detection(parse).find()


class _Detection:
    """The steps of `find_spans` over one parse; `at` gives the span that each token is part of."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.capitals = Capitals(parse)
        self.entities = ModelEntities(parse, self.capitals)
        self.at: list[NameSpan | None] = [None] * len(parse)
        self.found: list[NameSpan] = []

    def find(self) -> list[NameSpan]:
        extender = Extender(self.parse, self.capitals, self.at)
        for span in self._join(complete_known_names(self.parse, self.entities.find())):
            extender.take_nickname(span)
            self._add(span)
        for span in self.found:
            if extender.take_legal_form(span):
                self._mark(span)
        self._complete()
        for span in self.found:
            extender.extend(span)
            self._mark(span)
        return self._spread()

    def _add(self, span: NameSpan) -> None:
        self.found.append(span)
        self._mark(span)

    def _mark(self, span: NameSpan) -> None:
        self.at[span.start : span.end] = [span] * len(span)

    # Pieces of one name

    def _join(self, spans: list[NameSpan]) -> list[NameSpan]:
        """Join neighbours, and what lies between them, that make one name."""
        joined: list[NameSpan] = []
        for span in spans:
            if joined and self._is_one(joined[-1], span):
                joined[-1] = NameSpan(joined[-1].start, span.end, _joint_label(joined[-1].label, span.label))
            else:
                joined.append(span)
        return joined

    def _is_one(self, first: NameSpan, second: NameSpan) -> bool:
        """Whether two neighbours are pieces of one name."""
        parse, gap = self.parse, second.start - first.end
        if gap > LONGEST_NICKNAME or parse.sentence_of[first.start] != parse.sentence_of[second.start]:
            return False
        if gap == 0 and len(first) == 1 and OPENINGS.get(parse.lowers[first.start]) == "Product":
            return True  # "USS" and "Halberd"
        if "PERSON" in (first.label, second.label):
            hyphen = gap == 1 and parse.words[first.end] == "-" and is_attached(parse, first.end)
            quoted = gap > 1 and parse.words[first.end] in QUOTES and parse.words[second.start - 1] in QUOTES
            return hyphen or (quoted and first.label == "PERSON") or (gap == 0 and first.label == second.label)
        between, last = range(first.end, second.start), parse.lowers[second.end - 1]
        if not all(self.capitals.is_name(t) and parse.pos[t] in ("PROPN", "NOUN", "ADJ") for t in between):
            joint = parse.lowers[first.end : second.start] in (("of",), ("of", "the"))
            # "Springfield State University of the US"
            country = len(first) > 1 and class_of_known(parse.words_of(second.start, second.end)) == "Country"
            return joint and parse.lowers[first.end - 1] in _OF_HEADS and not country
        if gap > 3 or not titles.BEFORE_NAMES.isdisjoint((*parse.lowers[first.end : second.start], last)):
            return False
        lone = second.label in ("GPE", "NORP") and not between
        return not lone and last in ENDINGS and self._governs(second, first)

    def _governs(self, head: NameSpan, other: NameSpan) -> bool:
        """Whether the tokens of `other` depend on those of `head`, over four steps at most."""
        node = other.end - 1
        for _ in range(4):
            node = self.parse.heads[node]
            if head.start <= node < head.end:
                return True
        return False

    # Names that the model missed

    def _complete(self) -> None:
        """Add capitalised words that the model left out, to names beside them or as names of their own."""
        parse, values, token = self.parse, value_tokens(self.parse), 0
        while token < len(parse):
            end, limit = token, parse.sentence_end(token)
            while end < limit and self.at[end] is None and end not in values:
                if self.capitals.is_name(end):
                    end += 1
                elif end > token and parse.lowers[end] in _PARTICLES and end + 1 < limit and self._is_free(end + 1):
                    end += 2  # "Hanna de Witt"
                else:
                    break
            if end > token:
                self._place_run(token, end)
            token = max(end, token + 1)

    def _is_free(self, token: int) -> bool:
        return self.at[token] is None and self.capitals.is_name(token)

    def _place_run(self, start: int, end: int) -> None:
        """Give the capitalised tokens [start, end) to the name that follows or precedes them, or make them a name."""
        parse, last = self.parse, end
        if is_letters(parse.words, start, end):
            return
        start = self.entities.title_end(start, end)
        following = self.at[end] if end < len(parse) else None
        if following is not None and following.label == "PERSON":
            while end > start and self._is_title(end - 1, following):
                end -= 1
        if start < end < last and not is_common(parse.lowers[start]):
            # "Springfield Mayor", "Acme Chairman" before a name: a place or an organization, and a post
            self._add(NameSpan(start, end, "GPE" if parse.lowers[last - 1] in _CIVIC else "ORG"))
            return
        if start == end or self.entities.is_portfolio(start, end) or self._joins(start, end):
            return
        if not self._is_no_name(start, end):
            self._add(NameSpan(start, end, ""))

    def _is_no_name(self, start: int, end: int) -> bool:
        """Whether capitalised tokens are a sentence's first word, a title or a post: "Chief Technology Officer"."""
        parse, last = self.parse, self.parse.lowers[end - 1]
        if class_of_known(parse.words_of(start, end)):
            return False
        if end - start == 1 and not (last in _FAIRS and parse.lower_at(end).isdigit()):
            general = last in titles.MODIFIERS or (last in ENDINGS and not _is_team(last))
            if general or (self.capitals.initial[start] and not self.capitals.is_coined(start)):
                return True
        post = last in _POSTS or (last.endswith("men") and singular(last) in _POSTS)
        return post or is_title(parse.lowers[start:end])

    def _is_title(self, token: int, name: NameSpan) -> bool:
        """Whether a capitalised word before a person's name is the post, that of several too: "MPs Ann and Tom"."""
        lower, one = self.parse.lowers[token], singular(self.parse.lowers[token])
        several = one != lower and self.parse.lower_at(name.end) in (",", "and", "&")
        posts = (titles.BEFORE_NAMES, _POSTS, titles.OCCUPATIONS) if several else ()
        return lower in titles.BEFORE_NAMES or any(one in some for some in posts)

    def _joins(self, start: int, end: int) -> bool:
        """Whether capitalised tokens go to the name before or after them, which then holds them."""
        before = self.at[start - 1] if start else None
        after = self.at[end] if end < len(self.parse) else None
        if before is not None and self._continues(before, start, end):
            before.label = "ORG" if before.label in ("GPE", "NORP") else before.label
            before.end = end
            self._mark(before)
            return True
        if after is not None and self._opens(after, start, end):
            after.start = start
            self._mark(after)
            return True
        return False

    def _continues(self, span: NameSpan, start: int, end: int) -> bool:
        """Whether capitalised tokens after a name belong to it."""
        parse, last = self.parse, self.parse.lowers[end - 1]
        if span.end != start or parse.sentence_of[start - 1] != parse.sentence_of[start]:
            return False
        known = class_of_known(" ".join(parse.words[span.start : end]))
        if not known and last in titles.BEFORE_NAMES:
            return False
        if span.label == "PERSON":
            return last not in NOUN_CLASSES and all(parse.pos[t] == "PROPN" for t in range(start, end))
        return bool(known) or last in ENDINGS or last.endswith("ers")

    def _opens(self, span: NameSpan, start: int, end: int) -> bool:
        """Whether capitalised tokens before a name belong to it; not "Guides" to "Ann Lee"."""
        parse, token, last = self.parse, end - 1, self.parse.lowers[end - 1]
        if span.start != end or parse.sentence_of[end] != parse.sentence_of[start]:
            return False
        if span.label not in ("ORG", "FAC", "PERSON") or parse.deps[token] != "compound" or parse.heads[token] < end:
            return False
        if last in NOUN_CLASSES or last in titles.MODIFIERS or last in ENDINGS:
            return False
        return parse.words[token] not in load_places().demonyms and class_of_noun(singular(last)) != "Person"

    def _spread(self) -> list[NameSpan]:
        """Find each name again wherever its words stand; drop what lies inside another."""
        parse, taken = self.parse, bytearray(len(self.parse))
        by_first: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for span in self.found:
            key = span.key(parse)
            if len(key) > 1 or span.label or not self.capitals.initial[span.start]:
                by_first[key[0]].add(key)
            if len(key) > 1 and (span.label == "PERSON" or _is_team(key[-1])):
                by_first[key[-1]].add(key[-1:])
        longest = sorted(self.found, key=lambda span: (-len(span), span.start))
        kept = [span for span in longest if _take(taken, span)]
        for token, word in enumerate(parse.words):
            if not taken[token] and word in by_first:
                keys = sorted(by_first[word], key=lambda key: (-len(key), key))
                again = (NameSpan(token, token + len(key), "") for key in keys)
                kept += [span for span in again if span.key(parse) in by_first[word] and _take(taken, span)]
        return sorted(kept, key=lambda span: span.start)


def _is_team(word: str) -> bool:
    return ENDINGS.get(word.lower()) == "SportsTeam"


def _take(taken: bytearray, span: NameSpan) -> bool:
    """Mark the tokens of a span as taken; whether none of them was."""
    free = not any(taken[span.start : span.end])
    if free:
        taken[span.start : span.end] = b"\x01" * len(span)
    return free


def _joint_label(first: str, second: str) -> str:
    """The label of a name made of two entities of the model, by theirs."""
    if "PERSON" in (first, second):
        return "PERSON"
    if second not in ("GPE", "NORP"):
        return second
    return first if first == "GPE" else "ORG"
