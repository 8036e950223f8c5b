"""The pipeline's entities cut, and trimmed of what is no part of a name: titles, articles, possessives."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import FIRST_NAMES, is_letters, without_letters
from kg.text.lexicon.nouns import NOUN_CLASSES, PLACES, class_of_noun, singular
from kg.text.lexicon.places import is_nation, load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.truecasing import is_common, is_headline, is_place_or_given_name
from kg.text.ner.typing import NameSpan, is_attached, is_score
from kg.text.titles.posts import is_ranking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse

_VALUES: Final = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
"""Labels of the model that name no entity."""

_LISTS: Final = word_lists("words/ner/trimming")
_DETERMINERS: Final = words("words/function_words", "determiners", "any")
_POSSESSIVES: Final = words("words/function_words", "marks", "possessive_ending")
_DASHES: Final = words("words/function_words", "marks", "dashes")
_PARTING: Final = _DASHES - {"-"} | {"/"}
"""Marks that part two names where they stand with spaces."""
_SIDES: Final = words("words/ner/places", "sides_of")
_TRADES: Final = words("words/ner/usage", "trades") | words("words/nouns/organizations", "companies")
_WORKS: Final = words("words/nouns/beside_names", "works")
_FAIRS: Final = words("words/ner/extension", "fairs")
_IN_CHARGE: Final = words("words/posts", "in_charge")
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})


def is_title(words: Sequence[str]) -> bool:
    """Whether words in lower case are a title or a whole post.

    >>> is_title(["colonel"]), is_title(["governor", "-", "general"]), is_title(["oslo"])
    (True, True, False)
    >>> is_title(["permanent", "representative"])
    True
    """
    if len(words) == 1:
        return words[0] in titles.BEFORE_NAMES or words[0] in titles.COURTESY
    post = "_".join(words).replace("_-_", "-")
    is_widened = words[-1:] and words[-1] in titles.BEFORE_NAMES and titles.MODIFIERS.issuperset(words[:-1])
    return bool(is_widened) or any(post in posts for posts in (titles.POSTS, titles.HEADS, titles.MEMBERS))


def value_tokens(parse: Parse) -> set[int]:
    """The tokens of what the model takes for dates, times, sums and other values."""
    return {token for start, end, label in parse.names if label in _VALUES for token in range(start, end)}


_NO_NAME: Final = words("words/ner/trimming", "no_name")
_ARTICLES: Final = words("words/function_words", "determiners", "articles")
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "poss", "compound"})
_OPENING, _HEADLINE = 1, 2
_LONGEST_HEADLINE: Final = 60  # how many tokens a headline has at most


_CLOSED: Final = frozenset({"ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "SCONJ"})
"""Parts of speech of words that are no names."""
_OF_CLAUSES: Final = _LISTS["of_clauses"]
"""Words that make a clause."""
_ABSTRACT: Final = ("ism", "isms", "tion", "tions", "ity", "ness", "ment", "ship")
LOUD: Final = 4
"""How many letters an acronym has at most, beyond which what stands in capitals is loud."""


def _is_plain(lower: str) -> bool:
    """Return whether a word in lower case is one of the dictionary, or formed as its abstract nouns are."""
    one = singular(lower)
    return (
        is_common(lower)
        or is_common(one)
        or not NOUN_CLASSES.keys().isdisjoint((lower, one))
        or (len(lower) > 2 * LOUD and lower.endswith(_ABSTRACT))
    )


def _is_known(title: str) -> bool:
    """Return whether a word is a first name, or that of a place or of its people: "Afghans"."""
    return is_place_or_given_name(title) or is_place_or_given_name(title.removesuffix("s"))


def is_party_tag(parse: Parse, start: int) -> bool:
    """Return whether a party's letter and a hyphen stand at a token before a state: "R-Calif."."""
    letter, hyphen, *state = *parse.words[start : start + 3], "", ""
    return letter in ("R", "D", "I") and hyphen == "-" and class_of_known(state[0]) == "Region"


class Capitals:
    """What the capital letters of one parse say.

    `initial` marks the tokens whose capital letter says nothing: 1 for the first word of a sentence, 2 for those of a
    headline.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.initial = bytearray(len(parse))
        self.counts = Counter(parse.words)
        for start, end in parse.sentences:
            first = next((token for token in range(start, end) if parse.pos[token] != "PUNCT"), -1)
            if first >= 0:
                self.initial[first] = _OPENING
        for start, end in parse.blocks:
            if end - start < _LONGEST_HEADLINE and is_headline(parse.words_of(start, end)):
                self.initial[start:end] = bytes([_HEADLINE]) * (end - start)

    def is_name(self, token: int) -> bool:
        """Whether a token's capital letter marks a name; no token beyond the text does."""
        if token >= len(self.parse):
            return False
        word = self.parse.words[token]
        late = word[0].isdigit() or word[1:2].isupper()  # "iPhone"
        if not (word[0].isupper() or (late and self.parse.pos[token] == "PROPN")):
            return False
        if self.parse.lowers[token] in _NO_NAME:
            return False
        return self.parse.pos[token] == "PROPN" or not self.initial[token] or self.is_coined(token)

    def is_coined(self, token: int) -> bool:
        """Whether the first word of a sentence is a name, for no dictionary has it or a noun in apposition follows."""
        parse = self.parse
        if self.initial[token] != _OPENING or parse.deps[token] not in _SUBJECTS or not parse.words[token][0].isupper():
            return False
        lower = parse.lowers[token]
        if not _is_plain(lower) and parse.lemmas[token].lower() not in NOUN_CLASSES:
            return True
        apposed = (c for c in parse.children[token] if c > token + 2 and parse.deps[c] == "appos")
        return parse.pos[token] == "PROPN" and any(parse.lowers[parse.left[c]] in _ARTICLES for c in apposed)

    def is_plain_opening(self, token: int) -> bool:
        """Whether a word that opens a sentence is only a common noun in the plural: "Unions are outraged"."""
        parse, word = self.parse, self.parse.words[token]
        if self.initial[token] != _OPENING or parse.tags[token] not in ("NNS", "NNPS"):
            return False
        plain = parse.lemmas[token].lower() in NOUN_CLASSES or parse.lowers[token].removesuffix("s") in NOUN_CLASSES
        return plain and self.counts[word] == 1 and not class_of_known(word)

    def is_no_lone_name(self, token: int, label: str = "") -> bool:
        """Return whether a word with nothing beside it is no name, though it has a capital letter.

        That is a letter, an acronym of a common noun ("GDP"), an era after a number, a noun for a person that only
        opens a sentence, though a town is called so, and a word of the dictionary whose capital letter says nothing:
        the parser takes it for no name, the text writes it small as well, or it stands only where a sentence, a
        quotation or a caption begins ("Photos Provided to …", "says: There is"). With the
        model's `label` two of these must hold.
        """
        parse, word, lower = self.parse, self.parse.words[token], self.parse.lowers[token]
        letter = len(word.rstrip(".")) == 1 and word.isalpha() and word != "X"
        if letter or lower in _LISTS["no_lone_name"] or "]" in word:  # "[T]he"
            return True
        before, known = parse.lower_at(token - 1), class_of_known(word)
        era = lower in _LISTS["eras"] and (before[-1:].isdigit() or before in _LISTS["eras_of"])
        someone = known in PLACES and word not in self._spoken and class_of_noun(lower) == "Person"
        if era or someone:  # "Man charged with arson", no town
            return True
        loud = word.isupper() and len(word) > LOUD
        if not (word.istitle() or loud) or known or _is_known(word.title()):
            return False
        plain, small, mute = parse.pos[token] != "PROPN", bool(self.counts[lower]), word not in self._spoken
        if parse.pos[token] in _CLOSED or not _is_plain(lower):
            return parse.pos[token] in _CLOSED
        if label == "NORP":
            return small and mute
        return plain + small + (mute or loud) > bool(label)

    @cached_property
    def _spoken(self) -> frozenset[str]:
        """The words that have a capital letter within a sentence: not first in it, behind a mark or in a headline."""
        parse = self.parse
        spoken = (token for token in range(1, len(parse)) if not self.initial[token])
        return frozenset(
            parse.words[t] for t in spoken if parse.words[t - 1][-1].isalnum() or parse.words[t - 1] in ",&"
        )

    def is_shouted(self, span: NameSpan) -> bool:
        """Return whether words in capitals are a cry with a verb or pronoun in it: "IS AT STAKE"."""
        lowers = self.parse.lowers[span.start : span.end]
        return all(map(str.isupper, span.key(self.parse))) and not _OF_CLAUSES.isdisjoint(lowers)

    def is_headline(self, token: int) -> bool:
        """Whether a token stands in a headline."""
        return self.initial[token] == _HEADLINE


class ModelEntities:
    """What the model takes for names in one parse."""

    def __init__(self, parse: Parse, capitals: Capitals) -> None:
        self.parse = parse
        self.capitals = capitals
        self.demonyms = load_places().demonyms

    def find(self) -> list[NameSpan]:
        """The entities that may be names, in order."""
        parse, found = self.parse, []
        for start, end, label in parse.names:
            if label == "DATE" and parse.lowers[start] in _FAIRS:
                found.append(NameSpan(start, end, "EVENT"))  # "Expo 2005"
            elif label in _VALUES:
                if parse.lower_at(start - 1) in _WORKS and parse.words[start][0].isupper():
                    found.append(NameSpan(start, end, "WORK_OF_ART"))  # "the novel One Hundred Days of Rain"
            elif not is_letters(parse.words, start, end):
                parts = [NameSpan(first, last, label) for first, last in self._parts(start, end)]
                found += [span for span in parts if self._trim(span)]
        return found

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut what the model took for one name at a comma, and between well-known names: "EU and NATO", "Sino-US"."""
        words, first = self.parse.words, start + (self.parse.lowers[start] in _DETERMINERS)
        if {"-"}.issuperset(words[first + 1 : end : 2]) and all(map(is_nation, words[first:end:2])):
            yield from ((token, token + 1) for token in range(first, end, 2))
            return
        for token in range(start + 1, end - 1):
            between = self._between(start, token, end)
            if between >= 0:
                yield start, token
                start = token + between
        yield start, end

    def _between(self, start: int, token: int, end: int) -> int:
        """How many tokens from one on stand between two names that the model took for one, -1 where it cuts none."""
        parse, words, word = self.parse, self.parse.words, self.parse.words[token]
        apart = word == "the" and not start <= parse.heads[token] < end  # "According to Hall the Acme shares"
        verb = word.islower() and parse.tags[token] in _FINITE  # "Acme sued Tavel"
        if apart or (verb and any(start <= c < token for c in parse.dependents(token, "nsubj"))):
            return 1
        if word in ("and", "&"):
            sides = (words[start:token], words[token + 1 : end])
            return 1 if all(class_of_known(" ".join(side)) for side in sides) else -1
        whole = token > start + 1 + (parse.lowers[start] in _DETERMINERS)
        agency = word == "-" and class_of_known(self.parse.words_of(token + 1, end)) == "MediaOrganization"
        parting = word in _PARTING or agency or (word == "-" and whole and words[token + 1][0].isupper())
        if parting and ((word == "/" and whole) or not is_attached(parse, token)):
            return 1  # "Tom Hale / Acme Daily", but "T - Mobile", "AC/DC"
        comma = word == "," and parse.lowers[token + 1] not in _LISTS["after_comma"]
        if comma or (word == "(" and ")" not in words[token:end]):
            return 1
        return 2 if word in _SIDES and words[token + 1] == "of" else -1  # "Spannor north of Tarva"

    def _trim(self, span: NameSpan) -> bool:
        """Cut off what is no part of a name; whether one is left."""
        words = self.parse.words
        while len(span) and self._is_before_name(span):
            span.start += 1
        span.start = self._skip_opening(span)
        if is_party_tag(self.parse, span.start):
            span.start, span.label = span.start + 2, "GPE"
        span.end -= self._is_of_noun(span)
        while len(span) and self._is_behind_name(span.end - 1):
            span.end -= 1
        if len(span) > 1 and (last := without_letters(words, span.start, span.end)) < span.end:
            span.end, span.label = last, "PERSON"
        self._skip_portfolio(span)
        if len(span) > 3 and is_score(words[span.end - 3 : span.end]):
            span.end -= 3  # "Acme Rovers 3-1"
        titled = span.label == "ORG" and self.parse.lower_at(span.start) in ("president", "mr.")
        if len(span) and (titled or span.label == "PERSON"):
            self._trim_person(span)
        if span.label == "PERSON":
            self._cut_post(span)
        if not self._is_name(span):
            return False
        self._skip_post(span)
        return True

    def _is_name(self, span: NameSpan) -> bool:
        """Whether what is left of an entity of the model has words of a name, and is no title or mere common noun."""
        parse, start, words = self.parse, span.start, span.key(self.parse)
        lowers = parse.lowers[start : span.end]
        if not words or ":" in words[0] or is_title(lowers) or self.is_portfolio(start, span.end):
            return False
        if len(words) == 1 and (lowers[0] in _LISTS["no_name"] or self.capitals.is_plain_opening(start)):
            return False
        if span.label == "PERSON":
            return any(word[0].isupper() for word in words)
        return any(word[0].isupper() or word[0].isdigit() or word[1:2].isupper() for word in words)

    def _is_before_name(self, span: NameSpan) -> bool:
        """Whether a word that opens an entity of the model is no part of a name: not "Sun" of "Sun Microsystems"."""
        parse, word = self.parse, self.parse.lowers[span.start]
        if word in _DETERMINERS or parse.pos[span.start] in ("PUNCT", "ADP", "CCONJ", "PART"):
            return True
        part = word in _LISTS["name_prefixes"] and parse.deps[span.start] == "compound"
        return word in _LISTS["no_name"] and len(span) > 1 and span.label != "PERSON" and not part

    def _is_behind_name(self, token: int) -> bool:
        parse, pos, lower = self.parse, self.parse.pos[token], self.parse.lowers[token]
        if lower in _POSSESSIVES or (lower == "no" and parse.lower_at(token + 1) == "."):  # "World No. 1"
            return True
        return pos in ("PUNCT", "ADP", "CCONJ", "SCONJ") or (pos == "ADV" and parse.words[token].islower())

    def _is_of_noun(self, span: NameSpan) -> bool:
        """Whether an entity of the model ends in a word that goes with the noun after it: "AFP news" of an agency."""
        parse, end, last = self.parse, span.end, span.end - 1
        if len(span) < 2 or end == len(parse) or parse.pos[end] != "NOUN" or not parse.words[end].islower():
            return False
        return parse.words[last].islower() and parse.deps[last] == "compound" and parse.heads[last] == end

    def _cut_post(self, span: NameSpan) -> None:
        """Cut a post of two words or more off the person before it: "to name Ann Hale Surgeon General"."""
        parse = self.parse
        for end in range(span.start + 2, span.end - 1):
            if parse.words[end - 1].isalpha() and is_title(parse.lowers[end : span.end]):
                span.end = end
                return

    def _skip_post(self, span: NameSpan) -> None:
        """Make of a name that opens with a post the place: of "Archbishop of Turin", "Anglican Bishop of Turin"."""
        parse, start, end = self.parse, span.start, span.end
        openings = range(start, min(start + 2, end - 2))
        place = next((token + 2 for token in openings if parse.lowers[token] in titles.BEFORE_NAMES), -1)
        if span.label == "PERSON" or place < 0 or parse.lowers[place - 1] != "of":
            return
        if not class_of_known(parse.words_of(start, end)) and class_of_known(parse.words_of(place, end)) in PLACES:
            span.start, span.label = place, "GPE"

    def _skip_opening(self, span: NameSpan) -> int:
        """The first token of a name behind what only stands before it: "Drugmaker Acme", "ex-Acme"."""
        words, start, word = self.parse.words, span.start, self.parse.lower_at(span.start)
        trade = word in _TRADES or (word.endswith("maker") and is_common(word))
        if trade and len(span) > 1 and self.capitals.initial[start]:
            return start + 1
        if len(span) < 3 or words[start + 1] not in _DASHES or word not in _LISTS["prefixes"]:
            return start
        before_noun = len(span) == 3 and self.parse.tags[span.end : span.end + 1] in (("NN",), ("NNS",))
        apart = word == "ex" or words[start].islower() or class_of_known(words[start + 2]) or before_noun
        return start + 2 if apart else start  # "anti-Acme", but the "Anti-Fur League"

    def is_portfolio(self, start: int, end: int) -> bool:
        """Whether capitalised words only say what an office is for: "Interior Secretary", "Envoy for Trade Affairs"."""
        parse, words, following = self.parse, self.parse.lowers[start:end], self.parse.lower_at(end)
        double = f"{words[0]}_{following}" in titles.PAIRS  # "Royal Commissioner"
        if len(words) == 1 and (double or (following and is_ranking(parse, start))):  # "World No. 1"
            return True
        if following in titles.BEFORE_NAMES and titles.MODIFIERS.issuperset(words):
            return True
        if following in _IN_CHARGE and all(word in titles.PORTFOLIOS or word in ("and", "public") for word in words):
            return True
        named = parse.lower_at(start - 2) in titles.WITH_PORTFOLIO and parse.lowers[start - 1] in ("of", "for")
        return named and words[-1] in titles.PORTFOLIOS

    def _trim_person(self, span: NameSpan) -> None:
        """Cut off a person's titles, a calling, and what follows the name in lower case."""
        words, lowers = self.parse.words, self.parse.lowers
        title, first = self.title_end(span.start, span.end), lowers[span.start]
        if span.start < title < span.end:
            span.start, span.label = title, "PERSON"
        elif len(span) > 2 and first not in FIRST_NAMES and (first in titles.OCCUPATIONS or first in titles.TEAM_POSTS):
            span.start += 1  # "Nurse Jane Doe"
        while len(span) > 1 and (words[span.start] in self.demonyms or not self._is_of_person(span.start)):
            span.start += 1
        if len(span) > 2 and self.parse.pos[span.start] == "ADV" and is_common(lowers[span.start]):
            span.start += 1  # "Nonetheless Jane Doe"
        for token in range(span.start + 1, span.end):
            joined = words[token - 1] == "-" and is_attached(self.parse, token - 1)  # "Joon-ho"
            if not joined and not self._is_of_person(token) and words[token][0] not in "\"'“‘-":
                span.end = token
                return

    def _skip_portfolio(self, span: NameSpan) -> None:
        """Cut the portfolio of a post off the name behind it: "(Minister for) Health Ann Lee"."""
        lowers, last = self.parse.lowers, span.end - 2
        before = self.parse.lower_at(span.start - 2), self.parse.lower_at(span.start - 1)
        if before[0] in titles.WITH_PORTFOLIO and before[1] in ("of", "for") and last > span.start:
            portfolio = all(word in titles.PORTFOLIOS or word == "and" for word in lowers[span.start : last])
            if portfolio and lowers[last] in FIRST_NAMES:
                span.start, span.label = last, "PERSON"

    def _is_of_person(self, token: int) -> bool:
        """Whether a word has a capital letter, or may stand in a person's name without one."""
        return self.parse.words[token][0].isupper() or self.parse.lowers[token] in _LISTS["particles"]

    def title_end(self, start: int, end: int) -> int:
        """The first token after the titles that open [start, end), the surname in "Mr King" none of them."""
        last, lowers = start, self.parse.lowers
        if end - start == 2 and lowers[start] in titles.COURTESY and lowers[end - 1] in _LISTS["title_surnames"]:
            return start + 1
        for token in range(start, end):
            if lowers[token] in titles.BEFORE_NAMES or lowers[token] in titles.COURTESY:
                last = token + 1
            elif lowers[token] not in titles.MODIFIERS and lowers[token] not in titles.STATUS:
                break
        return last
