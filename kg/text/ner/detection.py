"""The spans of proper names: the pipeline's, those of the gazetteer and capitalised words, extended to whole names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import ENDINGS, FIRST_NAMES, KNOWN_NAMES, OPENINGS, is_letters
from kg.text.lexicon.nouns import NOUN_CLASSES, PLACES, class_of_noun, singular
from kg.text.lexicon.places import is_nation, load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.truecasing import is_common
from kg.text.ner.model_entities import LOUD, Capitals, ModelEntities, is_party_tag, is_title, value_tokens
from kg.text.ner.typing import QUOTES, NameSpan, is_attached, is_score

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kg.text.model import Parse

    type Test = Callable[[int], bool]

_PIECES = re.compile(r"(?<=[^\W\d_])(-)(?=[^\W\d_])|('s?)$|\s+")


def complete_known_names(parse: Parse, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """The spans in order, those that are pieces of a well-known name replaced by the name."""
    at = {token: span for span in spans for token in range(span.start, span.end)}
    gone: set[int] = set()
    kept: list[NameSpan] = []
    for start, end in _find(parse):
        touching = {id(at[token]): at[token] for token in range(start, end) if token in at}
        if any(span.start < start or span.end > end for span in touching.values()):
            continue  # a longer name, or one that another goes through
        if any((span.start, span.end) == (start, end) for span in touching.values()):
            continue
        gone |= touching.keys()
        labels = [span.label for span in touching.values() if span.label != "PERSON"]
        person = KNOWN_NAMES.get(" ".join(parse.words[start:end])) == "Person"
        kept.append(NameSpan(start, end, "PERSON" if person else labels[-1] if labels else ""))
    return sorted([*(span for span in spans if id(span) not in gone), *kept], key=lambda span: span.start)


def _find(parse: Parse) -> Iterator[tuple[int, int]]:
    """The token ranges of the well-known names, from the left, none over another."""
    known, words, token = _known_names(), parse.words, 0
    while token < len(words):
        names = known.get(words[token], ())
        match = next((name for name in names if words[token : token + len(name)] == name), ())
        if match and parse.sentence_of[token] == parse.sentence_of[token + len(match) - 1]:
            yield token, token + len(match)
        token += len(match) or 1


@cache
def _known_names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tokens of the well-known names of several words, the longest first, by the first of them."""
    places = load_places()
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in (*KNOWN_NAMES, *places.countries, *places.regions, *places.cities):
        pieces = tuple(piece for piece in _PIECES.split(name) if piece and not piece.isspace())
        for tokens in (pieces, tuple(name.split())):  # "Co-operation" is one token, "al-Qaeda" three
            if len(tokens) > 1 and name[0].isalnum():
                found.setdefault(tokens[0], set()).add(tokens)
    return {first: tuple(sorted(names, key=lambda name: (-len(name), name))) for first, names in found.items()}


LONGEST_NICKNAME: Final = 5
"""The most tokens of a nickname in quotation marks, with the marks."""
_QUOTED: Final = (('"', '"'), ("“", "”"))

_LONGEST_TITLE: Final = 10  # the most tokens of a work's title

_LISTS: Final = word_lists("words/ner/extension")
_ORDINAL_ENDINGS: Final = tuple(_LISTS["ordinal_endings"])
_PRODUCTS: Final = words("words/nouns/beside_names", "products")
_WORKS: Final = words("words/nouns/beside_names", "works")
_POSSESSIVES: Final = words("words/function_words", "marks", "possessive_ending")


class Extender:
    """Widens spans in place; `at` gives the span that each token is part of."""

    def __init__(self, parse: Parse, capitals: Capitals, at: Sequence[NameSpan | None]) -> None:
        self.parse = parse
        self.is_name = capitals.is_name
        self.capitals = capitals
        self.at = at

    def extend(self, span: NameSpan) -> None:
        """Widen a span by all that belongs to it."""
        self._take_possessive(span)
        self._take_office(span)
        self._take_number(span)
        self._take_hyphenated(span)
        self._take_campus(span)
        self._take_subtitle(span)
        self._take_complement(span)
        self._take_title(span)

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
        if following.replace(".", "").isdigit() and self._is_version(span, end):
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
        """Extend "Maria Garcia" to "Maria Garcia-Lopez", "Jamaat" to "Jamaat-e-Islami", "US" to "US-China Council"."""
        parse, end = self.parse, span.end
        apart = end + 1 >= len(parse) or parse.words[end] != "-" or is_party_tag(parse, end - 1)
        if apart or not is_attached(parse, end):
            return
        last, linked = end + 3, parse.words[end + 1] in _LISTS["linked"] and parse.lower_at(end + 2) == "-"
        if linked and last < len(parse) and parse.words[last][0].isupper() and is_attached(parse, end + 2):
            span.end, span.label = self._past(last), span.label if span.label != "GPE" else ""
        elif span.label in ("PERSON", "FAC", "") and parse.words[end + 1][0].isupper():
            span.end = self._past(end + 1)
        elif span.label == "GPE" and self._past(end + 1) > end + 2 and self._is_place(end + 1):
            span.end, span.label = self._past(end + 1), "ORG"

    def _is_place(self, token: int) -> bool:
        word = self.parse.words[token]
        return is_nation(word) or class_of_known(word) in PLACES

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


_CIVIC: Final = words("words/ner/extension", "civic")
_FAIRS: Final = words("words/ner/extension", "fairs")
_OF_HEADS: Final = words("words/ner/extension", "of_heads")
_PARTICLES: Final = words("words/ner/trimming", "particles")
_POSTS: Final = titles.POSTS | titles.HEADS | titles.MEMBERS
_BETWEEN_NAMES: Final = frozenset({"ADP", "ADV", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"})
"""Parts of speech of words that no name ends with."""
_STRAY: Final = frozenset({"ADJ", "ADP", "ADV", "VERB"})
"""Parts of speech of words that may stand with a capital letter beside a name."""


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
        pieces = complete_known_names(self.parse, self.entities.find())
        self._call_persons(pieces)
        for span in self._join(pieces):
            extender.take_nickname(span)
            self._add(span)
        for span in self.found:
            if extender.take_legal_form(span):
                self._mark(span)
        self._complete()
        for span in self.found:
            extender.extend(span)
            self._mark(span)
        self.found = [span for span in self.found if len(span) == 1 or not self.capitals.is_shouted(span)]
        keys = [span.key(self.parse) for span in self.found]
        longer = {key[place] for key in keys if len(key) > 1 for place in (0, -1)}
        doubts: defaultdict[str, list[bool]] = defaultdict(list)
        for span, (word, *more) in zip(self.found, keys, strict=True):
            if not more and word not in longer:
                doubts[word].append(self.capitals.is_no_lone_name(span.start, span.label))
        no_names = {(word,) for word, each in doubts.items() if 2 * sum(each) >= len(each)}
        self.found = [span for span, key in zip(self.found, keys, strict=True) if key not in no_names]
        self._cut_strays()
        return self._spread()

    def _add(self, span: NameSpan) -> None:
        self.found.append(span)
        self._mark(span)

    def _mark(self, span: NameSpan) -> None:
        self.at[span.start : span.end] = [span] * len(span)

    # Pieces of one name

    def _call_persons(self, spans: Sequence[NameSpan]) -> None:
        """Call a given name and the surname behind it a person's, whatever the model takes each for: "John C Hale"."""
        parse, lone = self.parse, {span.start: span for span in spans if len(span) == 1}
        for span in spans:
            first, *more = span.key(parse)
            given = first.lower() in FIRST_NAMES and all(len(word.rstrip(".")) == 1 for word in more)
            other = span.label != "PERSON" and class_of_known(parse.words_of(span.start, span.end))
            if given and not other and not is_nation(first) and self._is_surname(span.end):
                for piece in (span, lone.get(span.end, span)):
                    piece.label = "PERSON"

    def _is_surname(self, token: int) -> bool:
        """Whether a capitalised word with which the one before it goes may be a surname: no noun, no "Ave."."""
        parse, before = self.parse, token - 1
        if parse.deps[before] != "compound" or parse.heads[before] != token or not self.capitals.is_name(token):
            return False
        lower, known = parse.lowers[token], class_of_known(parse.words[token])
        plain = is_common(lower) or lower in ENDINGS or lower in NOUN_CLASSES
        return lower.isalpha() and not plain and (not known or known in PLACES)

    def _join(self, spans: list[NameSpan]) -> list[NameSpan]:
        joined: list[NameSpan] = []
        for span in spans:
            if joined and self._is_one(joined[-1], span):
                joined[-1] = NameSpan(joined[-1].start, span.end, _joint_label(joined[-1].label, span.label))
            else:
                joined.append(span)
        return joined

    def _is_one(self, first: NameSpan, second: NameSpan) -> bool:
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
                elif end > token and parse.words[end : end + 3 : 2] in _QUOTED and self._is_free(end + 3):
                    end += 3  # 'William "Ryan" Owens'
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
        while end > start + 1 and parse.pos[end - 1] in _BETWEEN_NAMES:
            end = last = end - 1  # "Acme For", where a caption has no full stop
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

    def _cut_strays(self) -> None:
        """Cut off what stands before or behind a person's name by chance: "Before Hale", "Hale Announces" in a title.

        What is left is a name that the text has, or the surname in one. A word that stands twice is cut off such a name
        too ("Hale Hale"), and plain words in capitals off any that is not in capitals ("Acme SUSPECTS").
        """
        parse = self.parse
        keys = {span.key(parse) for span in self.found}
        persons = {span.key(parse) for span in self.found if len(span) > 1 and span.label == "PERSON"}
        for span in self.found:
            self._cut_loud(span)
            span.start += self._is_stutter(span, keys)
            if len(span) < 2 or span.label not in ("PERSON", ""):
                continue
            key = span.key(parse)
            for stray, start, end in ((span.start, span.start + 1, span.end), (span.end - 1, span.start, span.end - 1)):
                rest = parse.words[start:end]
                of_person = any(rest in (name, name[-1:]) for name in persons if name != key)
                plain = is_common(parse.lowers[stray]) and parse.lowers[stray] not in FIRST_NAMES
                opens = plain and stray == span.start and self.capitals.initial[stray]
                if of_person and (opens or parse.pos[stray] in _STRAY):
                    span.start, span.end, span.label = start, end, "PERSON"
                    break

    def _is_stutter(self, span: NameSpan, names: Collection[tuple[str, ...]]) -> bool:
        """Whether the word that opens a name stands again behind it, where one of some names is the rest: "Acme Acme".

        Of a person another's full name must end in it: people are called "Abdullah Abdullah".
        """
        first, *others = span.key(self.parse)
        rest = tuple(others)
        if rest[:1] != (first,) or span.label != "PERSON":
            return rest[:1] == (first,) and rest in names
        return any(name[-1:] == rest and name[0] != first for name in names)

    def _cut_loud(self, span: NameSpan) -> None:
        """Cut a noun in capitals off words that have small letters."""
        words, last = self.parse.words, span.end - 1
        noun = singular(self.parse.lowers[last]) in NOUN_CLASSES and len(words[last]) > LOUD
        if noun and words[last].isupper() and any(word[1:].islower() for word in words[span.start : last]):
            span.end = last

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
        again = (
            NameSpan(token, token + len(key), "")
            for token, word in enumerate(parse.words)
            for key in sorted(by_first.get(word, ()))
            if parse.words[token : token + len(key)] == key
        )
        longest = sorted([*self.found, *again], key=lambda span: -len(span))
        return sorted((span for span in longest if _take(taken, span)), key=lambda span: span.start)


def _is_team(word: str) -> bool:
    return ENDINGS.get(word.lower()) == "SportsTeam"


def _take(taken: bytearray, span: NameSpan) -> bool:
    """Mark the tokens of a span as taken; whether none of them was."""
    free = not any(taken[span.start : span.end])
    if free:
        taken[span.start : span.end] = b"\x01" * len(span)
    return free


def _joint_label(first: str, second: str) -> str:
    if "PERSON" in (first, second):
        return "PERSON"
    if second not in ("GPE", "NORP"):
        return second
    return first if first == "GPE" else "ORG"
