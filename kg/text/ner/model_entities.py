"""The language model's entities cut, and trimmed of what is no part of a name: titles, articles, possessives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import FIRST_NAMES, is_letters, without_letters
from kg.text.lexicon.nouns import PLACES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.truecasing import is_common
from kg.text.ner.records import NameSpan, is_attached, is_score
from kg.text.titles.portfolios import is_fields
from kg.text.titles.posts import is_ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse
    from kg.text.ner.capitalization import Capitals

__all__ = ["VALUES", "ModelEntities", "is_title"]

VALUES: Final = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
"""Labels of the model that name no entity."""

_LISTS: Final = word_lists("words/ner/trimming")
_DETERMINERS: Final = words("words/function_words", "determiners", "any")
_POSSESSIVES: Final = words("words/function_words", "marks", "possessive_ending")
_DASHES: Final = words("words/function_words", "marks", "dashes")
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
    """
    if len(words) == 1:
        return words[0] in titles.BEFORE_NAMES or words[0] in titles.COURTESY
    post = "_".join(words).replace("_-_", "-")
    return any(post in posts for posts in (titles.POSTS, titles.HEADS, titles.MEMBERS))


class ModelEntities:
    """What the model takes for names in one parse."""

    def __init__(self, parse: Parse, capitals: Capitals) -> None:
        self.parse = parse
        self.capitals = capitals
        self.demonyms = load_places().demonyms

    def find(self) -> list[NameSpan]:
        """The entities that may be names, in order."""
        found = []
        for start, end, label in self.parse.names:
            if label == "DATE" and self.parse.lowers[start] in _FAIRS:
                found.append(NameSpan(start, end, "EVENT"))  # "Expo 2005"
            elif label in VALUES:
                if self.parse.lower_at(start - 1) in _WORKS and self.parse.words[start][0].isupper():
                    found.append(NameSpan(start, end, "WORK_OF_ART"))  # "the novel One Hundred Days of Rain"
            elif not is_letters(self.parse.words, start, end):
                trimmed = (self._trim(first, last, label) for first, last in self._parts(start, end))
                found += [span for span in trimmed if span is not None]
        return found

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut what the model took for one name at a comma, and between two well-known names ("EU and NATO")."""
        parts: list[tuple[int, int]] = []
        for token in range(start + 1, end - 1):
            between = self._between(start, token, end)
            if between >= 0:
                parts.append((start, token))
                start = token + between
        return [*parts, (start, end)]

    def _between(self, start: int, token: int, end: int) -> int:
        """How many tokens from one on stand between two names that the model took for one, -1 where it cuts none."""
        parse, words, word = self.parse, self.parse.words, self.parse.words[token]
        if word == "at" and is_fields(parse, start, token):
            return 1  # director of "Microbiology at the Leeds Hospital"
        if self._is_of_place(start, token, end):
            return 0
        apart = word == "the" and not start <= parse.heads[token] < end  # "According to Hall the Acme shares"
        comma = word == "," and parse.lowers[token + 1] not in _LISTS["after_comma"]
        known = word in ("and", "&") and all(
            class_of_known(" ".join(side)) for side in (words[start:token], words[token + 1 : end])
        )
        if apart or comma or known or self._is_verb(start, token) or (word == "(" and ")" not in words[token:end]):
            return 1
        return 2 if word in _SIDES and words[token + 1] == "of" else -1  # "Spannor north of Tarva"

    def _is_verb(self, start: int, token: int) -> bool:
        """Whether a word is the verb of what the model took for one name: "Acme sued Tavel"."""
        parse = self.parse
        if parse.tags[token] not in _FINITE or not parse.words[token].islower():
            return False
        return any(start <= child < token and parse.deps[child] == "nsubj" for child in parse.children[token])

    def _is_of_place(self, start: int, token: int, end: int) -> bool:
        """Whether a place and then a person are taken for one name, behind a post: "President of Mexico Juan Lopez"."""
        words, lowers = self.parse.words, self.parse.lowers
        if start < 2 or lowers[start - 1] != "of" or lowers[start - 2] not in titles.BEFORE_NAMES | titles.HEADS:
            return False
        named = lowers[token] in FIRST_NAMES and words[token + 1][0].isupper()
        return named and end - token < 4 and class_of_known(" ".join(words[start:token])) in PLACES

    def _trim(self, start: int, end: int, label: str) -> NameSpan | None:
        """What is a name of the tokens [start, end), None where none is."""
        lowers, words = self.parse.lowers, self.parse.words
        while start < end and self._is_before_name(start, end, label):
            start += 1
        start = self._skip_opening(start, end)
        end = self._before_noun(start, end)
        while start < end and self._is_behind_name(end - 1):
            end -= 1
        if end - start > 1 and (last := without_letters(words, start, end)) < end:
            end, label = last, "PERSON"
        if end - start > 3 and is_score(words[end - 3 : end]):
            end -= 3  # "Acme Rovers 3-1"
        if start < end and (label == "PERSON" or (label == "ORG" and lowers[start] in ("president", "mr."))):
            start, end, label = self._trim_person(start, end, label)
        return self._behind_post(NameSpan(start, end, label)) if self._is_name(start, end, label) else None

    def _is_name(self, start: int, end: int, label: str) -> bool:
        """Whether what is left of an entity of the model has words of a name, and is no title or mere common noun."""
        parse, words = self.parse, self.parse.words[start:end]
        if not words or ":" in words[0] or is_title(parse.lowers[start:end]) or self.is_portfolio(start, end):
            return False
        if len(words) == 1 and (parse.lowers[start] in _LISTS["no_name"] or self.capitals.is_plain_opening(start)):
            return False
        if label == "PERSON":
            return any(word[0].isupper() for word in words)
        return any(word[0].isupper() or word[0].isdigit() or word[1:2].isupper() for word in words)

    def _is_before_name(self, token: int, end: int, label: str) -> bool:
        """Whether a word that opens an entity of the model is no part of a name: not "Sun" of "Sun Microsystems"."""
        parse, word = self.parse, self.parse.lowers[token]
        if word in _DETERMINERS or parse.pos[token] in ("PUNCT", "ADP", "CCONJ", "PART"):
            return True
        part = word in _LISTS["name_prefixes"] and parse.deps[token] == "compound"
        return word in _LISTS["no_name"] and end - token > 1 and label != "PERSON" and not part

    def _is_behind_name(self, token: int) -> bool:
        """Whether a word that ends an entity of the model is no part of a name."""
        parse, word = self.parse, self.parse.lowers[token]
        if word in _POSSESSIVES or (word == "no" and parse.lower_at(token + 1) == "."):  # "World No. 1"
            return True
        return parse.pos[token] in ("PUNCT", "ADP", "CCONJ") or (
            parse.pos[token] == "ADV" and parse.words[token].islower()
        )

    def _before_noun(self, start: int, end: int) -> int:
        """Where a name ends, without a word in lower case that goes with the noun after it: "AFP news" of an agency."""
        parse = self.parse
        noun = end < len(parse) and parse.pos[end] == "NOUN" and parse.words[end].islower()
        last = end - start > 1 and parse.words[end - 1].islower() and parse.deps[end - 1] == "compound"
        return end - 1 if noun and last and parse.heads[end - 1] == end else end

    def _behind_post(self, span: NameSpan) -> NameSpan:
        """What is left of a name that opens with a post: the place in "Archbishop of Turin"."""
        parse, start, end = self.parse, span.start, span.end
        openings = range(start, min(start + 2, end - 2))
        post = next((token for token in openings if parse.lowers[token] in titles.BEFORE_NAMES), -1)
        if span.label == "PERSON" or post < 0 or parse.lowers[post + 1] != "of":
            return span
        if class_of_known(parse.words_of(start, end)) or class_of_known(parse.words_of(post + 2, end)) not in PLACES:
            return span
        return NameSpan(post + 2, end, "GPE")

    def _skip_opening(self, start: int, end: int) -> int:
        """The first token of a name behind what only stands before it: "Drugmaker Acme", "ex-Acme"."""
        words, word = self.parse.words, self.parse.lowers[start]
        trade = word in _TRADES or (word.endswith("maker") and is_common(word))
        if trade and end - start > 1 and self.capitals.initial[start]:
            return start + 1
        if end - start < 3 or words[start + 1] not in _DASHES or word not in _LISTS["prefixes"]:
            return start
        apart = word == "ex" or words[start].islower() or class_of_known(words[start + 2])
        return start + 2 if apart else start  # "anti-Acme", but the "Anti-Fur League"

    def is_portfolio(self, start: int, end: int) -> bool:
        """Whether capitalised words only say what an office is for: "Interior Secretary", "Envoy for Trade Affairs"."""
        parse = self.parse
        words, following = parse.lowers[start:end], parse.lower_at(end)
        double = end - start == 1 and f"{words[0]}_{following}" in titles.PAIRS  # "Royal Commissioner"
        ranked = end - start == 1 and end < len(parse) and is_ranking(parse, start)  # "World No. 1"
        if double or ranked or is_fields(parse, start, end):
            return True
        if following in titles.BEFORE_NAMES and all(word in titles.MODIFIERS for word in words):
            return True
        if following in _IN_CHARGE and all(word in titles.PORTFOLIOS or word in ("and", "public") for word in words):
            return True
        if start < 2 or parse.lowers[start - 1] not in ("of", "for") or words[-1] not in titles.PORTFOLIOS:
            return False
        return parse.lowers[start - 2] in titles.WITH_PORTFOLIO

    def _trim_person(self, start: int, end: int, label: str) -> tuple[int, int, str]:
        """The tokens of a person's name without titles, a calling and what follows it in lower case, and its label."""
        words, lowers = self.parse.words, self.parse.lowers
        title = self.title_end(start, end)
        if start < title < end:
            start, label = title, "PERSON"
        elif end - start > 2 and self._is_calling(lowers[start]):
            start += 1  # "Nurse Jane Doe"
        while end - start > 1 and (
            words[start] in self.demonyms or not (words[start][0].isupper() or lowers[start] in _LISTS["particles"])
        ):
            start += 1
        for token in range(start + 1, end):
            if words[token - 1] == "-" and is_attached(self.parse, token - 1):
                continue  # "Joon-ho"
            word = words[token]
            if not word[0].isupper() and lowers[token] not in _LISTS["particles"] and word[0] not in "\"'“‘-":
                return start, token, label
        return start, end, label

    def _is_calling(self, word: str) -> bool:
        """Whether a word says what somebody does, and is no first name."""
        return word not in FIRST_NAMES and (word in titles.OCCUPATIONS or word in titles.TEAM_POSTS)

    def title_end(self, start: int, end: int) -> int:
        """The first token after the titles that open [start, end), the surname in "Mr King" none of them."""
        last, lowers = start, self.parse.lowers
        if end - start == 2 and lowers[start] in titles.COURTESY and lowers[end - 1] in _LISTS["title_surnames"]:
            return start + 1
        for token in range(start, end):
            word = lowers[token]
            if word in titles.BEFORE_NAMES or word in titles.COURTESY:
                last = token + 1
            elif word not in titles.MODIFIERS and word not in titles.STATUS:
                break
        return last
