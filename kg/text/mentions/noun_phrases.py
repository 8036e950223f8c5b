"""Noun phrases that may refer to an entity, with their classes, amounts and casualties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.names import letters_after
from kg.text.lexicon.nouns import ORGANIZATIONS, class_of_noun, singular
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, word_lists, words
from kg.text.model import Phrase
from kg.text.ner.model_entities import value_tokens
from kg.text.ner.typing import span_head
from kg.text.syntax.dependencies import NOMINAL, partitive_noun, partitive_one
from kg.text.titles.posts import is_party, is_party_word, post_lemma, post_span, title_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.text.model import Name, Parse

_CURRENCIES: Final = words("words/mentions/amounts", "currencies")
_SCALES: Final = words("words/mentions/amounts", "scales")
_NUMBERS: Final[dict[str, int]] = table("words/numbers")["numbers"]
_SYMBOLS: Final = frozenset("$€£¥₹₦₽₩₺")
_BEFORE: Final = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "punct"})
_OBJECTS: Final = frozenset({"dobj", "nsubjpass"})


def sum_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens of the sum that a token heads as something given, got or asked for, None where it heads none.

    What only rounds it ("about", "more than") is no part of it.
    """
    if not _is_object(parse, token) or not _is_part(parse, token):
        return None
    start = token
    while start and token in (parse.heads[start - 1], parse.heads[parse.heads[start - 1]]):
        if parse.deps[start - 1] not in _BEFORE or not _is_part(parse, start - 1):
            break
        start -= 1
    if start and _is_symbol(parse, start - 1):
        start -= 1
    number = any(parse.pos[t] == "NUM" for t in range(start, token + 1))
    currency = _is_currency(parse, token) or any(_is_symbol(parse, t) for t in range(start, token + 1))
    return (start, token + 1) if number and currency else None


def _is_object(parse: Parse, token: int) -> bool:
    label, head = parse.deps[token], parse.heads[token]
    if label == "conj":
        return parse.deps[head] in _OBJECTS
    return label in _OBJECTS or (label == "pobj" and parse.lowers[head] == "for")


def _is_part(parse: Parse, token: int) -> bool:
    """Whether a word belongs to a sum: a number, a power of ten, a symbol, a currency."""
    if parse.pos[token] == "NUM" or parse.lowers[token] in _SCALES:
        return True
    return _is_symbol(parse, token) or _is_currency(parse, token)


def _is_symbol(parse: Parse, token: int) -> bool:
    return parse.words[token][-1] in _SYMBOLS


def _is_currency(parse: Parse, token: int) -> bool:
    return not _CURRENCIES.isdisjoint((parse.lowers[token], parse.lemmas[token].lower()))


def counted(parse: Parse, start: int, head: int) -> str:
    """How many a phrase counts ("76 people", "two soldiers", "65 of the 90 people"), "" where it does not say."""
    if parse.pos[start] == "NUM" and parse.lower_at(start + 1) == "of":
        head = start
    own = [head] if parse.pos[head] == "NUM" else parse.dependents(head, "nummod")
    number = next((parse.lowers[token].replace(",", "") for token in own if parse.pos[token] == "NUM"), "")
    value = int(number) if re.fullmatch(r"\d{1,9}", number) else _NUMBERS.get(number, 0)
    return str(value) if value else ""


_VERBS: Final = words("words/mentions/casualties", "casualty_verbs")
_CROWDS: Final = words("words/mentions/casualties", "crowds")
_OUTCOMES: Final = words("words/mentions/casualties", "outcomes")
_HEADING: Final = frozenset(
    {"oprd", "dobj", "pobj", "nsubj", "nsubjpass", "conj", "attr", "ROOT", "ccomp", "acomp", "appos", "dep"}
)


def casualty_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens that stand for the people whom a number at `token` counts, None where it counts none.

    What befell them is part of it where it follows the number: "12 dead", "40 injured". It may be the head of it as
    well: "dead" in "left at least 12 dead".
    """
    lower, start = parse.lowers[token], token
    if lower in _OUTCOMES:
        start = token - 1
        modified = start >= 0 and parse.heads[start] == token and parse.deps[start] in ("nummod", "amod")
        return (start, token + 1) if modified and parse.deps[token] in _HEADING and _counts(parse, start) else None
    if _counts(parse, token) and _has_outcome(parse, token):
        return token, token + 2
    if lower in _CROWDS:
        counted = all(parse.lowers[of] != "of" for of in parse.dependents(token, "prep"))
    elif lower == "one":  # "no one"
        start = next((c for c in parse.children[token] if parse.lowers[c] == "no"), -1)
        counted = start >= 0
    else:
        counted = parse.pos[token] == "NUM"
    return (start, token + 1) if counted and _befalls(parse, token) else None


def _counts(parse: Parse, token: int) -> bool:
    return parse.pos[token] == "NUM" or parse.lowers[token] in _CROWDS or parse.lowers[token] in ("several", "many")


def _has_outcome(parse: Parse, number: int) -> bool:
    """Whether the word behind a number says what befell those counted: "40 injured", not "40 injured men"."""
    word = number + 1
    if parse.lower_at(word) not in _OUTCOMES or parse.deps[number] in ("nummod", "quantmod", "compound"):
        return False
    below = parse.heads[word] == number and parse.deps[word] in ("amod", "acl", "advmod")
    beside = parse.heads[word] == parse.heads[number] and parse.deps[word] == "oprd"  # "left 12 dead"
    above = parse.heads[number] == word and parse.deps[number] == "nsubj" and parse.pos[word] == "ADJ"
    return below or beside or above


def _befalls(parse: Parse, token: int) -> bool:
    """Whether a verb of harm or arrest has a word as its object, in headlines too: "Four held", "40 hurt in it"."""
    verb = parse.heads[token]
    if parse.lemmas[verb] in _VERBS:
        bare = parse.deps[token] == "nsubj" and not parse.dependents(verb, "dobj", "aux")
        return bare or parse.deps[token] in ("dobj", "nsubjpass")
    return any(parse.lemmas[c] in _VERBS for c in parse.dependents(token, "acl"))


def is_rest(parse: Parse, token: int) -> bool:
    """Whether "others" are counted people whom a verb of harm or arrest befalls: "injuring 238 others"."""
    if parse.lowers[token] != "others":
        return False
    of = parse.heads[token]
    if parse.lowers[of] == "of" and parse.lowers[parse.heads[of]] in _CROWDS:
        return _befalls(parse, parse.heads[of])  # "dozens of others"
    return _befalls(parse, token) and bool(parse.dependents(token, "nummod", "amod"))


HEADS: Final = NOMINAL - {"NUM"}
"""Parts of speech of the heads of phrases, but for words that stand for people: "the wounded", "killed five"."""

_LISTS: Final = word_lists("words/mentions/classes")
_REBELS: Final = words("words/nouns/organizations", "rebels")


def class_of_phrase(parse: Parse, start: int, head: int, class_at: Callable[[int], str], *, plural: bool) -> str:
    """The class that a noun phrase from `start` with a head suggests; `class_at` gives that of the name at a token."""
    lemma = parse.lemmas[head].lower()
    special = _special_class(parse, head, lemma, class_at)
    if plural and not special:
        special = "Topic" if lemma == "job" else _class_of_armed(parse, head, lemma, class_at)  # "25,000 jobs"
    if special:
        return special
    if parse.pos[head] not in HEADS:
        aged = parse.lowers[head] == "old" and parse.lower_at(head - 1) == "-"
        return "Person" if aged else "People"  # "the 34-year-old"
    if lemma == "sheriff" and parse.deps[head] == "poss":
        return "GovernmentAgency"  # "the county sheriff's deputy": the office, by its head
    modified = head > start and parse.heads[head - 1] == head and parse.deps[head - 1] in ("compound", "amod")
    cls = class_of_noun(lemma, parse.lowers[head - 1] if modified else "", plural=plural)
    if cls in ("Topic", "Competition") and not plural and "year" in parse.lowers[start:head][1:4]:
        return "Person" if "old" in parse.lowers[start:head] else cls  # "the 57-year-old prelate"
    return class_of_noun(parse.lowers[head]) if cls == "Topic" and plural else cls


def _special_class(parse: Parse, noun: int, lemma: str, class_at: Callable[[int], str]) -> str:
    """The class of a noun that is another one beside some words, "" for most."""
    if parse.lowers[noun] == "others" or (lemma == "team" and _is_of_people(parse, noun)):
        return "People"
    if lemma in _LISTS["crafts_or_persons"] and any(class_at(c) == "Product" for c in parse.children[noun] if c < noun):
        return "Product"  # "a B-52 bomber", "F-16 fighter-bombers"
    if lemma == "state" and parse.lower_at(noun + 1) == "of" and noun + 2 < len(parse):
        plain = parse.words[noun + 2][0].islower()  # "a state of emergency", "the state of affairs"
        return "Law" if parse.lowers[noun + 2] in _LISTS["states_of_law"] else "Topic" if plain else ""
    return ""


def _is_of_people(parse: Parse, noun: int) -> bool:
    """Whether people make up what a noun means: "a team of researchers"."""
    of = next((c for c in parse.dependents(noun, "prep") if parse.lowers[c] == "of"), noun)
    members = parse.children[of] if of != noun else ()
    return any(class_of_noun(parse.lemmas[c].lower(), plural=True) == "People" for c in members)


def _class_of_armed(parse: Parse, noun: int, lemma: str, class_at: Callable[[int], str]) -> str:
    """The class of a plural of those who are armed: the whole of them, people where they are counted: "100 police"."""
    forces = lemma in _LISTS["forces"]
    cls = "ArmedGroup" if lemma in _REBELS else "Military" if lemma in _LISTS["soldiers"] else ""
    if not (forces or cls or lemma == "police"):
        return ""
    crowd = noun > 1 and parse.lowers[noun - 1] == "of" and parse.lowers[noun - 2] in _CROWDS  # "dozens of police"
    if crowd or parse.dependents(noun, "nummod"):
        return "People"
    if not forces:
        return cls
    before = [c for c in parse.dependents(noun, "amod", "compound", "nmod") if c < noun]
    words = {parse.lowers[c] for c in before}
    if words & _LISTS["no_army"]:
        return "Topic"  # "market forces"
    armed = words & _LISTS["rebellious"] or any(class_at(c) == "ArmedGroup" for c in before)
    return "ArmedGroup" if armed else "Military"


_PHRASE_LISTS: Final = word_lists("words/mentions/noun_phrases")
_ENDINGS_OF_PEOPLES: Final = tuple(_PHRASE_LISTS["endings_of_peoples"])
_MEASURES: Final = words("words/nouns/measures", "words")
_SERVED: Final = words("words/nouns/organizations", "served")
_PLURAL_PRONOUNS: Final = words("words/function_words", "pronouns", "first_plural") | words(
    "words/function_words", "pronouns", "third_plural"
)
_DOUBLE_QUOTES: Final = frozenset('"“”')  # not those that typewriters made of two marks
_GROUP_HEADS: Final = frozenset({"ADJ", "NUM", "VERB", "DET"})
_PLURAL_TAGS: Final = frozenset({"NNS", "NNPS"})
_PREMODIFIERS: Final = frozenset({"compound", "nmod", "amod"})
_MODIFIERS: Final = _PREMODIFIERS | {
    "det", "nummod", "poss", "predet", "quantmod", "neg", "advmod", "npadvmod", "punct"
}  # fmt: skip
_ARGUMENTS: Final = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "conj", "ROOT", "appos", "agent"}
)


def find_phrases(parse: Parse, names: Sequence[Name]) -> tuple[Phrase, ...]:
    """The phrases of a text in order of start, the longer first; dates and quantities are none."""
    return _Finder(parse, names).find()


class _Finder:
    def __init__(self, parse: Parse, names: Sequence[Name]) -> None:
        self.parse = parse
        self.names = names
        self.values = value_tokens(parse)
        self.name_of = [-1] * len(parse)  # the outermost name at each token
        for place in reversed(range(len(names))):
            self.name_of[names[place].start : names[place].end] = [place] * (names[place].end - names[place].start)
        self.found: dict[tuple[int, int, bool], Phrase] = {}

    def find(self) -> tuple[Phrase, ...]:
        for name in self.names:
            self._add_name(name)
        for token in range(len(self.parse)):
            if self.name_of[token] < 0:
                self._add_token(token)
        return tuple(sorted(self.found.values(), key=lambda p: (p.start, -p.end, p.cls == "Role", p.head)))

    def _add(self, phrase: Phrase) -> None:
        """Add a phrase unless there is one of the same tokens, beside which a post may stand."""
        self.found.setdefault((phrase.start, phrase.end, phrase.cls == "Role"), phrase)

    def _class_at(self, token: int) -> str:
        """The class of the name that a token is part of, "" for no name."""
        named = self.name_of[token]
        return self.names[named].cls if named >= 0 else ""

    def _is_plural(self, token: int) -> bool:
        return self.parse.tags[token] in _PLURAL_TAGS

    # Names

    def _add_name(self, name: Name) -> None:
        head = span_head(self.parse, name.start, name.end)
        people = name.cls == "People"
        if self._is_make(name, head) or (people and name.kind == "name" and self._add_national(name, head)):
            return
        if (people or name.cls == "PoliticalParty") and self._add_partisan(name, head):
            return
        self._add(Phrase(name.start, name.end, head, name.kind, name.cls, people and self._is_plural(head)))
        if name.cls == "Person":
            self._add_titles(name)

    def _is_make(self, name: Name, head: int) -> bool:
        """Whether a name says the make of a craft or a weapon: "an AK-47 rifle"; "the F-16 jet" may be the F-16."""
        parse, noun = self.parse, self.parse.heads[head]
        if name.cls != "Product" or parse.lower_at(name.start - 1) in ("the", "this", "that"):
            return False
        craft = parse.lemmas[noun].lower() in _PHRASE_LISTS["crafts"] and name.end <= noun <= name.end + 2
        return craft and parse.deps[head] in ("compound", "nmod", "nummod")

    def _add_national(self, name: Name, head: int) -> bool:
        """Add a person called by a country's adjective, if one is: "the American", "a 30-year-old New Zealander"."""
        parse, text = self.parse, self.parse.words_of(name.start, name.end)
        country = load_places().demonyms.get(text, "")
        if not country or self._is_plural(head) or text.endswith("s"):
            return False
        start = min((c for c in parse.dependents(head, "det") if c < name.start), default=-1)
        if start < 0 or name.start - start > 6 or parse.lowers[start] not in _PHRASE_LISTS["before_nationals"]:
            return False
        if text.endswith(_ENDINGS_OF_PEOPLES) and parse.lowers[start] == "the" and name.start == start + 1:
            return False
        self._add(Phrase(start, name.end, head, "nominal", "Person"))
        cls = "Country" if country in load_places().countries else "Region"
        self._add(Phrase(name.start, name.end, head, "demonym", cls))
        return True

    def _add_partisan(self, name: Name, head: int) -> bool:
        """Add a party by the word for its members, if it is one: "a Democrat", "Republican Senator X"."""
        parse = self.parse
        if not is_party_word(parse, parse.words_of(name.start, name.end).lower()):
            return False
        start = next((c for c in parse.dependents(head, "det") if c < name.start), -1)
        if start >= 0 and parse.tags[head] in ("NN", "NNP") and parse.lowers[start] in ("a", "an", "another"):
            if parse.deps[head] not in _PREMODIFIERS:
                self._add(Phrase(start, name.end, head, "nominal", "Person"))
        elif not self._is_before_person(name.end, head):
            return False
        self._add(Phrase(name.start, name.end, head, "name", "PoliticalParty"))
        return True

    def _is_before_person(self, token: int, modifier: int) -> bool:
        """Whether a name or a noun for a person follows, as what a word modifies: "Senator X", "candidate"."""
        parse, following, noun = self.parse, self.parse.lower_at(token), self.parse.heads[modifier]
        if not following:
            return False
        if (
            self._class_at(token) == "Person"
            or following in titles.BEFORE_NAMES
            or singular(following) in titles.MEMBERS
        ):
            return True
        return noun >= token and class_of_noun(parse.lemmas[noun].lower()) == "Person"

    def _add_party(self, token: int) -> None:
        """The party before a post, if a word names one: "Labour" in "the Labour MP"."""
        if token >= 0 and self.name_of[token] < 0 and is_party(self.parse, token):
            self._add(Phrase(token, token + 1, token, "name", "PoliticalParty"))

    def _add_titles(self, name: Name) -> None:
        """The posts that stand before a person's name, and before the names coordinated with it, or behind it."""
        parse = self.parse
        for start, end, head in title_spans(parse, self.name_of, name):
            self._add_party(start - 1)
            many = self._is_plural(head) or post_lemma(parse, head) != parse.lemmas[head].lower()
            self._add(Phrase(start, end, head, "nominal", "Role", many))
        after = letters_after(parse.words, name.start, name.end)
        if after >= 0:
            self._add(Phrase(after, after + 1, after, "nominal", "Role"))

    # Other words

    def _add_token(self, token: int) -> None:
        parse, lower = self.parse, self.parse.lowers[token]
        if lower in _PHRASE_LISTS["pronouns"]:
            self._add_pronoun(token)
        elif partitive_noun(parse, token) >= 0 or self._add_number(token):
            return  # "dozens of villagers" is a phrase of its noun
        elif lower == "place" and parse.lemmas[parse.heads[token]] == "take" and not parse.children[token]:
            return  # "took place"
        elif self._is_head(token):
            if parse.deps[token] in ("compound", "nmod"):
                self._add_modifier(token)
            elif parse.deps[token] not in ("amod", "expl", "det", "nummod", "quantmod"):
                self._add_nominal(token)

    def _is_head(self, token: int) -> bool:
        """Whether a word heads a phrase: a noun that may refer, or an adjective that stands for people."""
        parse, lower = self.parse, self.parse.lowers[token]
        if parse.pos[token] not in HEADS:
            return parse.pos[token] in _GROUP_HEADS and parse.deps[token] in _ARGUMENTS and self._is_group(token)
        if (
            token in self.values
            or not lower[0].isalnum()
            or (lower in _PHRASE_LISTS["non_referring"] and not is_rest(parse, token))
        ):
            return False
        return lower not in _MEASURES and parse.lemmas[token].lower() not in _MEASURES

    def _add_number(self, token: int) -> bool:
        """Add the people whom a bare number counts, or a sum of money; whether there was one."""
        people = casualty_span(self.parse, token)
        span = people or sum_span(self.parse, token)
        if span is not None:
            self._add(Phrase(*span, token, "nominal", "People" if people else "Topic", plural=people is not None))
        return span is not None

    def _is_group(self, token: int) -> bool:
        """Whether an adjective or number stands for people: "the wounded", "a 16-year-old"."""
        lowers = self.parse.lowers
        if lowers[token] not in _PHRASE_LISTS["group_adjectives"]:
            return False
        aged = token > 2 and lowers[token - 2 : token] == ("year", "-")
        opening = _PHRASE_LISTS["before_aged"] if aged else ("the", "these", "those")
        return any(lowers[child] in opening for child in self.parse.children[token])

    def _add_pronoun(self, token: int) -> None:
        parse, lower = self.parse, self.parse.lowers[token]
        if parse.deps[token] in ("expl", "det", "mark") or (lower == "that" and parse.tags[token] == "IN"):
            return
        if parse.words[token] == "US":
            self._add(Phrase(token, token + 1, token, "name", "Country"))
        else:
            self._add(Phrase(token, token + 1, token, "pronoun", "", lower in _PLURAL_PRONOUNS))

    def _add_modifier(self, token: int) -> None:
        """Add an organization that modifies a person or another noun: "government" in "a government spokesman"."""
        parse, head = self.parse, self.parse.heads[token]
        if parse.pos[token] not in ("NOUN", "PROPN") or head <= token:
            return
        lemma = parse.lemmas[token].lower()
        cls = class_of_noun(lemma, parse.lower_at(token - 1) if parse.heads[token - 1] == token else "")
        if cls not in ORGANIZATIONS and not (cls == "Facility" and lemma in _SERVED):
            return
        if class_of_noun(parse.lemmas[head].lower()) != "Person" and self.name_of[head] < 0:
            return
        start = token
        while start > 0 and parse.deps[start - 1] in ("compound", "amod") and parse.heads[start - 1] in (token, head):
            start -= 1
        self._add(Phrase(start, token + 1, token, "nominal", cls))

    def _add_nominal(self, token: int) -> None:
        """Add the phrase that a noun heads, and the post that it names of a person."""
        parse = self.parse
        start = self._start(token)
        plural = self._is_plural(token) or parse.lowers[token] in ("people", "police")
        if parse.lowers[start : start + 2] == ("one", "of") and start + 1 < token:
            plural = False  # "one of the suspects"
        cls = class_of_phrase(parse, start, token, self._class_at, plural=plural)
        many = plural or (parse.pos[token] not in HEADS and cls != "Person")
        joined = parse.lowers[token + 1 : token + 4] == ("-", "in", "-")
        end = token + 5 if joined else token + 1  # "brother-in-law", "editor-in-chief"
        self._add(Phrase(start, end, token, "nominal", cls, many))
        if cls == "Person" or (cls == "People" and self._names_some(token)):
            post = post_span(parse, self.name_of, start, token)  # "official" in "an Afghan official"
            if post is not None:
                self._add_party(post[0] - 1)
                self._add(Phrase(*post, token, "nominal", "Role", self._is_plural(token)))

    def _names_some(self, noun: int) -> bool:
        """Whether names of those whom a plural means follow it: "reporters X and Y", "reporters such as X"."""
        parse = self.parse
        if partitive_one(parse, noun) >= 0 or parse.dependents(noun, "appos"):
            return True
        return any(c > noun and parse.lowers[c] in ("including", "as", "like") for c in parse.dependents(noun, "prep"))

    # Where a noun phrase starts

    def _start(self, token: int) -> int:
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
        start += self._is_result(start, token)
        marks = [t for t in range(start, token) if parse.words[t] in _DOUBLE_QUOTES]
        if len(marks) == 1:
            start = marks[0] + 1  # "show" in the "Meet the Town" show
        of = parse.heads[token]
        if parse.lowers[of] == "of" and of == start - 1 and partitive_noun(parse, parse.heads[of]) == token:
            return self._start(parse.heads[of])  # "dozens of villagers"
        return start

    def _is_result(self, start: int, token: int) -> bool:
        """Whether a phrase opens with what a verb made of whom it means: "dead" in "shot dead three farmers"."""
        parse = self.parse
        if not 0 < start < token - 1 or parse.pos[start - 1] != "VERB" or parse.pos[start] not in ("ADJ", "VERB"):
            return False
        if parse.lowers[start] in _PHRASE_LISTS["before_numbers"] or parse.heads[start + 1] != token:
            return False
        opens = parse.deps[start + 1] in ("det", "poss", "nummod")
        return opens and parse.deps[start] in ("amod", "advmod", "nmod")

    def _is_adverb(self, start: int, token: int) -> bool:
        """Whether a phrase opens with an adverb of its sentence, not of its own words: "only", "even"."""
        parse = self.parse
        if start + 1 < token and parse.words[start + 1] == "-":  # "high-ranking officers"
            return False
        return parse.pos[start] == "ADV" or (parse.deps[start] in ("advmod", "neg") and parse.heads[start] == token)
