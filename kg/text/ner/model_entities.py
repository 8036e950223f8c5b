"""The language model's entities cut, and trimmed of what is no part of a name: titles, articles, possessives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.post_nominals import is_letters, without_letters
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.truecasing import is_common
from kg.text.lexicon.word_classes import PLACES, class_of_known
from kg.text.lexicon.words import load_places, load_titles, load_words
from kg.text.ner.boundaries import POSSESSIVE, Candidate, Capitals, before_noun, behind_post
from kg.text.ner.gazetteer import is_title
from kg.text.titles.fields import is_fields
from kg.text.titles.posts import is_ranking

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["VALUES", "Guesses"]

VALUES: Final = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
"""Labels of the model that name no entity."""

_AFTER_COMMA: Final = word_lists("words/ner/trimming")["after_comma"]
_DASHES: Final = frozenset({"-", "–"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_IN_CHARGE: Final = word_lists("words/posts")["in_charge"]
_PREFIXES: Final = word_lists("words/ner/trimming")["prefixes"]
_TITLE_SURNAMES: Final = word_lists("words/ner/trimming")["title_surnames"]
_SIDES: Final = word_lists("words/ner/places")["sides_of"]


class Guesses:
    """What the model takes for names in one parse."""

    def __init__(self, parse: Parse, capitals: Capitals) -> None:
        self.parse = parse
        self.capitals = capitals
        self.initial = capitals.initial
        self.titles = load_titles()
        self.words = load_words()
        self.demonyms = load_places().demonyms
        lists = word_lists("words/ner/trimming")
        self.no_name, self.determiners, self.particles = lists["no_name"], lists["determiners"], lists["particles"]
        self.trades = word_lists("words/ner/usage")["trades"] | word_lists("words/nouns/organizations")["companies"]
        self.works = word_lists("words/nouns/beside_names")["works"]
        self.fairs = word_lists("words/ner/extension")["fairs"]

    def find(self) -> list[Candidate]:
        """The entities that may be names, in order."""
        found = []
        for start, end, label in self.parse.names:
            if label == "DATE" and self.parse.lowers[start] in self.fairs:
                found.append(Candidate(start, end, "EVENT"))  # "Expo 2005"
            elif label in VALUES:
                if start and self.parse.lowers[start - 1] in self.works and self.parse.words[start][0].isupper():
                    found.append(Candidate(start, end, "WORK_OF_ART"))  # "the novel One Hundred Days of Rain"
            elif not is_letters(self.parse.words, start, end):
                trimmed = [self._trim(first, last, label) for first, last in self._parts(start, end)]
                found += [candidate for candidate in trimmed if candidate is not None]
        return found

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut what the model took for one name at a comma, and between two well-known names ("EU and NATO")."""
        words = self.parse.words
        parts: list[tuple[int, int]] = []
        for token in range(start + 1, end - 1):
            word = words[token]
            # "According to Hall the Acme shares"
            apart = word == "the" and not start <= self.parse.heads[token] < end
            comma = word == "," and self.parse.lowers[token + 1] not in _AFTER_COMMA
            known = word in ("and", "&") and all(
                class_of_known(" ".join(side)) for side in (words[start:token], words[token + 1 : end])
            )
            if word == "at" and is_fields(self.parse, start, token):
                parts.append((start, token))
                start = token + 1  # director of "Microbiology at the Leeds Hospital"
                continue
            of_place = self._is_of_place(start, token, end)
            if of_place:
                parts.append((start, token))
                start = token
                continue
            if apart or comma or known or self._is_verb(start, token) or (word == "(" and ")" not in words[token:end]):
                parts.append((start, token))
                start = token + 1
            elif word in _SIDES and words[token + 1] == "of":
                parts.append((start, token))
                start = token + 2  # "Spannor north of Tarva"
        return [*parts, (start, end)]

    def _is_verb(self, start: int, token: int) -> bool:
        """Whether a word is the verb of what the model took for one name: "Acme sued Tavel"."""
        parse = self.parse
        if parse.tags[token] not in _FINITE or not parse.words[token].islower():
            return False
        return any(start <= child < token and parse.deps[child] == "nsubj" for child in parse.children[token])

    def _is_of_place(self, start: int, token: int, end: int) -> bool:
        """Whether a place and then a person are taken for one name, behind a post: "President of Mexico Juan Lopez"."""
        words, lowers = self.parse.words, self.parse.lowers
        if start < 2 or lowers[start - 1] != "of" or lowers[start - 2] not in self.titles.before | self.titles.leads:
            return False
        named = lowers[token] in self.words.gender and words[token + 1][0].isupper()
        return named and end - token < 4 and class_of_known(" ".join(words[start:token])) in PLACES

    def _trim(self, start: int, end: int, label: str) -> Candidate | None:
        lowers, pos, words = self.parse.lowers, self.parse.pos, self.parse.words
        while start < end and (
            lowers[start] in self.determiners
            or pos[start] in ("PUNCT", "ADP", "CCONJ", "PART")
            or (lowers[start] in self.no_name and end - start > 1 and label != "PERSON" and not self._is_part(start))
        ):
            start += 1
        start = self._skip_opening(start, end)
        end = before_noun(self.parse, start, end)
        while start < end and (
            lowers[end - 1] in POSSESSIVE
            or (lowers[end - 1] == "no" and words[end : end + 1] == (".",))  # "World No. 1"
            or pos[end - 1] in ("PUNCT", "ADP", "CCONJ")
            or (pos[end - 1] == "ADV" and words[end - 1].islower())
        ):
            end -= 1
        if end - start > 1 and (last := without_letters(words, start, end)) < end:
            end, label = last, "PERSON"
        end = self._before_score(start, end)
        if start < end and (label == "PERSON" or (label == "ORG" and lowers[start] in ("president", "mr."))):
            start, end, label = self._trim_person(start, end, label)
        if start >= end or (lowers[start] in self.no_name and end - start == 1):
            return None
        if not any(word[0].isupper() or word[0].isdigit() or word[1:2].isupper() for word in words[start:end]):
            return None
        if ":" in words[start] or (label == "PERSON" and not any(word[0].isupper() for word in words[start:end])):
            return None
        if is_title(lowers[start:end]) or self.is_portfolio(start, end):
            return None
        if end - start == 1 and self.capitals.is_plain_opening(start):
            return None
        return behind_post(self.parse, Candidate(start, end, label))

    def _before_score(self, start: int, end: int) -> int:
        """Where a name ends without the score after a team."""
        words = self.parse.words
        scored = end - start > 3 and words[end - 2] in _DASHES and words[end - 3].isdigit() and words[end - 1].isdigit()
        return end - 3 if scored else end

    def _skip_opening(self, start: int, end: int) -> int:
        """The first token of a name behind what only stands before it: "Drugmaker Acme", "ex-Acme"."""
        if end - start > 1 and self.initial[start] and self._is_trade(self.parse.lowers[start]):
            return start + 1
        words, prefix = self.parse.words, self.parse.lowers[start]
        if end - start < 3 or words[start + 1] not in _DASHES or prefix not in _PREFIXES:
            return start
        apart = prefix == "ex" or words[start].islower() or class_of_known(words[start + 2])
        return start + 2 if apart else start  # "anti-Acme", but the "Anti-Fur League"

    def _is_trade(self, word: str) -> bool:
        """Whether a word is a noun of those who make or sell, which opens a sentence before a name."""
        return word in self.trades or (word.endswith("maker") and is_common(word))

    def _is_part(self, token: int) -> bool:
        """Whether a word like "May" or "Sun" is part of the name that follows: "Sun Microsystems"."""
        parse = self.parse
        return (
            parse.lowers[token] in word_lists("words/ner/trimming")["name_prefixes"] and parse.deps[token] == "compound"
        )

    def is_portfolio(self, start: int, end: int) -> bool:
        """Whether capitalised words only say what an office is for: "Interior Secretary", "Envoy for Trade Affairs"."""
        parse, titles = self.parse, self.titles
        following = parse.lowers[end] if end < len(parse) else ""
        double = end - start == 1 and f"{parse.lowers[start]}_{following}" in titles.double  # "Royal Commissioner"
        ranked = end - start == 1 and end < len(parse) and is_ranking(parse, start)  # "World No. 1"
        if double or ranked or is_fields(parse, start, end):
            return True
        if following in titles.before and all(w in titles.widen for w in parse.lowers[start:end]):
            return True
        charged = following in _IN_CHARGE
        if charged and all(w in titles.portfolios or w in ("and", "public") for w in parse.lowers[start:end]):
            return True
        if start < 2 or parse.lowers[start - 1] not in ("of", "for") or parse.lowers[end - 1] not in titles.portfolios:
            return False
        return parse.lowers[start - 2] in titles.charged

    def _trim_person(self, start: int, end: int, label: str) -> tuple[int, int, str]:
        words, lowers = self.parse.words, self.parse.lowers
        title = self.title_end(start, end)
        if start < title < end:
            start, label = title, "PERSON"
        elif end - start > 2 and self._is_calling(lowers[start]):
            start += 1  # "Nurse Jane Doe"
        while end - start > 1 and (
            words[start] in self.demonyms or not (words[start][0].isupper() or lowers[start] in self.particles)
        ):
            start += 1
        for token in range(start + 1, end):  # what follows a name in lower case is no part of it
            word = words[token]
            joined = words[token - 1] == "-" and self.parse.ends[token - 1] == self.parse.begins[token]
            if joined:
                continue  # "Joon-ho"
            if not word[0].isupper() and lowers[token] not in self.particles and word[0] not in "\"'“‘-":
                return start, token, label
        return start, end, label

    def _is_calling(self, word: str) -> bool:
        """Whether a word says what somebody does, and is no first name."""
        titles = self.titles
        return word not in self.words.gender and (word in titles.occupations or word in titles.sports)

    def title_end(self, start: int, end: int) -> int:
        """The first token after the titles that open [start, end), the surname in "Mr King" none of them."""
        last = start
        civil = end - start == 2 and self.parse.lowers[start] in self.titles.civil
        if civil and self.parse.lowers[end - 1] in _TITLE_SURNAMES:
            return start + 1
        for token in range(start, end):
            word = self.parse.lowers[token]
            if word in self.titles.before or word in self.titles.civil:
                last = token + 1
            elif word not in self.titles.widen and word not in self.titles.aside:
                break
        return last
