"""Noun phrases: the places in a parse that may refer to an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon import titles
from kg.text.lexicon.names import letters_after
from kg.text.lexicon.nouns import ORGANIZATIONS, class_of_noun, singular
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists
from kg.text.mentions.amounts import sum_span
from kg.text.mentions.casualties import fate_span, is_rest, toll_span
from kg.text.mentions.classes import told_class
from kg.text.model import Phrase
from kg.text.ner.model_entities import VALUES
from kg.text.ner.names import find_names
from kg.text.syntax.dependencies import carried, one_of
from kg.text.titles.posts import is_party, is_party_word, post_lemma, post_span, title_spans

if TYPE_CHECKING:
    from kg.text.model import Name, Parse

__all__ = ["find_phrases"]


_MEASURES = word_lists("words/nouns/measures")["words"]
_SERVED = word_lists("words/nouns/organizations")["served"]
_HEADS = frozenset({"NOUN", "PROPN", "PRON", "X", "SYM"})
_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "predet", "quantmod", "neg", "advmod", "npadvmod", "punct"}
)
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "conj", "ROOT", "appos", "agent"})


def find_phrases(parse: Parse) -> tuple[Phrase, ...]:
    """The phrases of a text in order of start, the longer first; dates and quantities are none."""
    return _Finder(parse, find_names(parse)).find()


class _Finder:
    """The steps of `find_phrases` over one parse."""

    def __init__(self, parse: Parse, names: tuple[Name, ...]) -> None:
        self.parse = parse
        self.names = names
        self.lists = word_lists("words/mentions/noun_phrases")
        size = len(parse)
        self.name_of = [-1] * size  # the outermost name at each token
        self.value = bytearray(size)
        for start, end, label in parse.names:
            if label in VALUES:
                self.value[start:end] = b"\x01" * (end - start)
        for place in reversed(range(len(names))):
            self.name_of[names[place].start : names[place].end] = [place] * (names[place].end - names[place].start)
        self.found: dict[tuple[int, int, str], Phrase] = {}

    def find(self) -> tuple[Phrase, ...]:
        for name in self.names:
            self._add_name(name)
        for token in range(len(self.parse)):
            if self.name_of[token] < 0:
                self._add_token(token)
        return tuple(sorted(self.found.values(), key=lambda p: (p.start, -p.end, p.cls == "Role", p.head)))

    def _class_at(self, token: int) -> str:
        """The class of the name that a token is part of, "" for no name."""
        named = self.name_of[token]
        return self.names[named].cls if named >= 0 else ""

    def _add(self, phrase: Phrase) -> None:
        kind = "Role" if phrase.cls == "Role" else ""
        self.found.setdefault((phrase.start, phrase.end, kind), phrase)

    def _add_name(self, name: Name) -> None:
        head = self._head(name.start, name.end)
        if self._is_make(name, head):
            return
        if name.cls == "People" and name.kind == "name" and self._add_national(name, head):
            return
        if name.cls in ("People", "PoliticalParty") and self._add_partisan(name, head):
            return
        plural = name.cls == "People" and self.parse.tags[head] in ("NNS", "NNPS")
        self._add(Phrase(name.start, name.end, head, name.kind, name.cls, plural))
        if name.cls == "Person":
            self._add_title(name)

    def _is_make(self, name: Name, head: int) -> bool:
        """Whether a name tells the make of a craft or a weapon: "an AK-47 rifle"; "the F-16 jet" may be the F-16."""
        noun = self.parse.heads[head]
        if name.start and self.parse.lowers[name.start - 1] in ("the", "this", "that"):
            return False
        craft = self.parse.lemmas[noun].lower() in self.lists["crafts"] and name.cls == "Product"
        return craft and name.end <= noun <= name.end + 2 and self.parse.deps[head] in ("compound", "nmod", "nummod")

    def _add_national(self, name: Name, head: int) -> bool:
        """A person called by a country's adjective: "the American", "a 30-year-old New Zealander"."""
        parse = self.parse
        text = parse.words_of(name.start, name.end)
        country = load_places().demonyms.get(text, "")
        if not country or parse.tags[head] in ("NNS", "NNPS") or text.endswith("s"):
            return False
        start = min((c for c in parse.children[head] if c < name.start and parse.deps[c] == "det"), default=-1)
        if start < 0 or name.start - start > 6 or parse.lowers[start] not in ("a", "an", "the", "another", "this"):
            return False
        if text.endswith(("ese", "ish", "ch", "ss")) and parse.lowers[start] == "the" and name.start == start + 1:
            return False
        self._add(Phrase(start, name.end, head, "nominal", "Person"))
        cls = "Country" if country in load_places().countries else "Region"
        self._add(Phrase(name.start, name.end, head, "demonym", cls))
        return True

    def _add_partisan(self, name: Name, head: int) -> bool:
        """A party by the word for its members: "a Democrat", "Republican Senator X", "the Labour candidate"."""
        parse = self.parse
        if not is_party_word(parse, parse.words_of(name.start, name.end).lower()):
            return False
        start = next((c for c in parse.children[head] if c < name.start and parse.deps[c] == "det"), -1)
        if parse.tags[head] in ("NN", "NNP") and start >= 0 and parse.lowers[start] in ("a", "an", "another"):
            if parse.deps[head] not in ("compound", "amod", "nmod"):
                self._add(Phrase(start, name.end, head, "nominal", "Person"))
        elif not self._before_person(name.end, head):
            return False
        self._add(Phrase(name.start, name.end, head, "name", "PoliticalParty"))
        return True

    def _before_person(self, token: int, modifier: int) -> bool:
        """Whether a name or a noun for a person follows, as what a word modifies: "Senator X", "candidate"."""
        parse = self.parse
        if token >= len(parse):
            return False
        named = self.name_of[token]
        if named >= 0 and self.names[named].cls == "Person":
            return True
        if parse.lowers[token] in titles.BEFORE_NAMES or singular(parse.lowers[token]) in titles.MEMBERS:
            return True
        noun = parse.heads[modifier]
        return noun >= token and class_of_noun(parse.lemmas[noun].lower()) == "Person"

    def _head(self, start: int, end: int) -> int:
        """The token of [start, end) that governs the others."""
        heads = self.parse.heads
        for token in range(end - 1, start - 1, -1):
            if not start <= heads[token] < end or heads[token] == token:
                return token
        return end - 1

    def _add_party(self, token: int) -> None:
        """The party before a post, if a word tells one: "Labour" in "the Labour MP"."""
        if token >= 0 and self.name_of[token] < 0 and is_party(self.parse, token):
            self._add(Phrase(token, token + 1, token, "name", "PoliticalParty"))

    def _add_title(self, name: Name) -> None:
        """The posts that stand before a person's name, and before the names coordinated with it."""
        for start, end, head in title_spans(self.parse, self.name_of, name):
            self._add_party(start - 1)
            many = (
                self.parse.tags[head] in ("NNS", "NNPS")
                or post_lemma(self.parse, head) != self.parse.lemmas[head].lower()
            )
            self._add(Phrase(start, end, head, "nominal", "Role", many))
        after = letters_after(self.parse.words, name.start, name.end)
        if after >= 0:
            self._add(Phrase(after, after + 1, after, "nominal", "Role"))

    def _add_token(self, token: int) -> None:
        parse = self.parse
        pos, lower, dep = parse.pos[token], parse.lowers[token], parse.deps[token]
        if lower in self.lists["pronouns"]:
            self._add_pronoun(token)
            return
        if carried(parse, token) >= 0 or self._add_number(token):
            return  # "dozens of villagers" is a phrase of its noun
        if lower == "place" and parse.lemmas[parse.heads[token]] == "take" and not parse.children[token]:
            return  # "took place"
        if pos not in _HEADS:
            if not (pos in ("ADJ", "NUM", "VERB", "DET") and dep in _ARGUMENTS) or not self._is_group(token):
                return
        elif (
            (lower in self.lists["non_referring"] and not is_rest(self.parse, token))
            or lower in _MEASURES
            or parse.lemmas[token].lower() in _MEASURES
            or self.value[token]
            or not lower[0].isalnum()
        ):
            return
        if dep in ("compound", "nmod", "amod", "expl", "det", "nummod", "quantmod"):
            self._add_modifier(token)
            return
        self._add_nominal(token)

    def _add_number(self, token: int) -> bool:
        """Add the people whom a bare number counts, or a sum of money; whether there was one."""
        toll = toll_span(self.parse, token) or fate_span(self.parse, token)
        if toll is not None:
            self._add(Phrase(*toll, token, "nominal", "People", plural=True))
            return True
        amount = sum_span(self.parse, token)
        if amount is not None:
            self._add(Phrase(*amount, token, "nominal", "Topic"))
        return amount is not None

    def _is_group(self, token: int) -> bool:
        """Whether an adjective or number stands for people: "the wounded"."""
        parse = self.parse
        if parse.lowers[token] not in self.lists["group_adjectives"]:
            return False
        aged = parse.lowers[token - 3 : token][1:] == ("year", "-") if token > 2 else False  # "a 16-year-old"
        telling = ("the", "these", "those", "a", "an", "another", "this") if aged else ("the", "these", "those")
        return any(parse.lowers[child] in telling for child in parse.children[token])

    def _add_pronoun(self, token: int) -> None:
        parse = self.parse
        lower, dep, tag = parse.lowers[token], parse.deps[token], parse.tags[token]
        if dep in ("expl", "det", "mark") or (lower == "that" and tag == "IN"):
            return
        if lower == "us" and parse.words[token] == "US":
            self._add(Phrase(token, token + 1, token, "name", "Country"))
            return
        plural = lower in ("they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves")
        self._add(Phrase(token, token + 1, token, "pronoun", "", plural))

    def _add_modifier(self, token: int) -> None:
        """A body that modifies a person or another noun: "government" in "a government spokesman"."""
        parse = self.parse
        if parse.deps[token] not in ("compound", "nmod") or parse.pos[token] not in ("NOUN", "PROPN"):
            return
        head = parse.heads[token]
        before = parse.lowers[token - 1] if token and parse.heads[token - 1] == token else ""
        lemma = parse.lemmas[token].lower()
        cls = class_of_noun(lemma, before)
        if (cls not in ORGANIZATIONS and not (cls == "Facility" and lemma in _SERVED)) or head <= token:
            return
        if class_of_noun(parse.lemmas[head].lower()) != "Person" and self.name_of[head] < 0:
            return
        start = token
        while start > 0 and parse.deps[start - 1] in ("compound", "amod") and parse.heads[start - 1] in (token, head):
            start -= 1
        self._add(Phrase(start, token + 1, token, "nominal", cls))

    def _add_nominal(self, token: int) -> None:
        parse = self.parse
        start = self._start(token)
        plural = parse.tags[token] in ("NNS", "NNPS") or parse.lowers[token] in ("people", "police")
        if plural and parse.lowers[start : start + 2] == ("one", "of") and start + 1 < token:
            plural = False  # "one of the suspects"
        cls = self._nominal_class(start, token, plural=plural)
        many = plural or (parse.pos[token] not in _HEADS and cls != "Person")
        joined = parse.lowers[token + 1 : token + 3] == ("-", "in") and parse.lowers[token + 3 : token + 4] == ("-",)
        end = token + 5 if joined else token + 1  # "brother-in-law", "editor-in-chief"
        self._add(Phrase(start, end, token, "nominal", cls, many))
        if cls == "Person" or (cls == "People" and self._names_some(token)):
            self._add_post(start, token)

    def _names_some(self, noun: int) -> bool:
        """Whether names of those whom a plural means follow it: "reporters X and Y", "reporters such as X"."""
        parse = self.parse
        return one_of(parse, noun) >= 0 or any(
            parse.deps[c] == "appos"
            or (c > noun and parse.deps[c] == "prep" and parse.lowers[c] in ("including", "as", "like"))
            for c in parse.children[noun]
        )

    def _start(self, token: int) -> int:
        """The first token of the noun phrase with a head."""
        parse, start = self.parse, token
        for child in reversed([c for c in parse.children[token] if c < token]):
            if parse.deps[child] not in _MODIFIERS or parse.right[child] + 1 < start:
                break
            if parse.deps[child] == "punct" and parse.words[child] not in ('"', "“", "-", "'", "‘"):
                break
            start = parse.left[child]
        while start < token and (
            parse.pos[start] in ("PUNCT", "CCONJ")
            or self._is_adverb(start, token)
            or parse.lowers[start - 1 : start + 1] == ("at", "least")
        ):
            start += 1
        start = self._after_quote(self._after_result(start, token), token)
        return self._measured(start, token)

    def _after_result(self, start: int, token: int) -> int:
        """Past an adjective that tells what a verb made of the thing: "dead" in "shot dead three farmers"."""
        parse = self.parse
        if not 0 < start < token - 1 or parse.pos[start - 1] != "VERB" or parse.pos[start] not in ("ADJ", "VERB"):
            return start
        if parse.lowers[start] in self.lists["before_numbers"] or parse.heads[start + 1] != token:
            return start
        opens = parse.deps[start + 1] in ("det", "poss", "nummod")
        return start + 1 if opens and parse.deps[start] in ("amod", "advmod", "nmod") else start

    def _after_quote(self, start: int, token: int) -> int:
        """Past a quotation mark whose other one is no part of the phrase: to "show" in the "Meet the Town" show."""
        marks = [t for t in range(start, token) if self.parse.words[t] in ('"', "“", "”")]
        return marks[0] + 1 if len(marks) == 1 else start

    def _measured(self, start: int, token: int) -> int:
        """The first token of what measures a noun: "dozens of" in "dozens of villagers"."""
        parse = self.parse
        of = parse.heads[token]
        if parse.lowers[of] != "of" or of != start - 1 or carried(parse, parse.heads[of]) != token:
            return start
        return self._start(parse.heads[of])

    def _nominal_class(self, start: int, token: int, *, plural: bool) -> str:
        parse, lemma = self.parse, self.parse.lemmas[token].lower()
        if told := told_class(self.parse, token, self._class_at, plural=plural):
            return told
        if parse.pos[token] not in _HEADS:
            aged = token > 1 and parse.lowers[token] == "old" and parse.lowers[token - 1] == "-"
            return "Person" if aged else "People"  # "the 34-year-old"
        if lemma == "sheriff" and parse.deps[token] == "poss":
            return "GovernmentAgency"  # "the county sheriff's deputy": the office, by its head
        before = ""
        if token > start and parse.heads[token - 1] == token and parse.deps[token - 1] in ("compound", "amod"):
            before = parse.lowers[token - 1]
        cls = class_of_noun(lemma, before, plural=plural)
        if cls in ("Topic", "Competition") and not plural and "year" in parse.lowers[start:token][1:4]:
            return "Person" if "old" in parse.lowers[start:token] else cls  # "the 57-year-old prelate"
        return class_of_noun(parse.lowers[token]) if cls == "Topic" and plural else cls

    def _is_adverb(self, start: int, token: int) -> bool:
        """Whether a phrase opens with an adverb of its sentence, not of its own words: "only", "even"."""
        parse = self.parse
        if start + 1 < token and parse.words[start + 1] == "-":  # "high-ranking officers"
            return False
        return parse.pos[start] == "ADV" or (parse.deps[start] in ("advmod", "neg") and parse.heads[start] == token)

    def _add_post(self, start: int, token: int) -> None:
        """The post or occupation that a phrase for a person names: "official" in "an Afghan official"."""
        span = post_span(self.parse, self.name_of, start, token)
        if span is not None:
            self._add_party(span[0] - 1)
            self._add(Phrase(*span, token, "nominal", "Role", self.parse.tags[token] in ("NNS", "NNPS")))
