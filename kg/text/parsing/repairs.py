"""Repairs of a parse: what the language model gets wrong in news again and again, put right before anything reads it.

Words that it cuts at their hyphen, letters behind names, persons whose names follow the organization of their post,
accusations, numbers of dead and injured, "counsel assisting".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import ENDINGS, FIRST_NAMES, LETTERS, letters_may_follow
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_of_noun, singular
from kg.text.lexicon.tables import table, words
from kg.text.lexicon.titles import BEFORE_NAMES, COURTESY, HEADS, KINSHIP, NOT_POSTS, OCCUPATIONS, POSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HYPHENATED_POSTS", "HYPHENATED_WORD", "Columns", "repair"]

_TABLE: Final = "words/parsing/repairs"
HYPHENATED_WORD: Final = re.compile("|".join(table(_TABLE)["hyphenated_words"]))
"""Words that the tokenizer would cut at their hyphen."""
HYPHENATED_POSTS: Final = dict(
    sorted((post, noun) for noun, posts in table(_TABLE)["hyphenated_posts"].items() for post in posts.split())
)
"""Posts that are kept whole, and the noun that each behaves like."""
_LEMMAS: Final = table(_TABLE)["lemmas"]
_OPENING_PLACES: Final = words(_TABLE, "opening_places")
_CHARGING: Final = words(_TABLE, "charging")
_OUTCOMES: Final = words("words/casualties", "outcomes")
_AFFILIATION: Final = words("words/function_words", "prepositions", "affiliation")

_AS_NOUN: Final = {"amod": "compound", "acomp": "attr"}
"""The dependency of a noun where the parser gives that of an adjective."""
_AS_OBJECT: Final = {"oprd": "dobj", "dobj": "dobj", "acomp": "dobj", "pobj": "pobj"}
"""The dependency of a number before an outcome, by that which the parser gives the outcome."""
_WITHIN: Final = frozenset({"pobj", "prep", "conj", "compound", "appos"})
_ORGANIZATION_LABELS: Final = frozenset({"ORG", "GPE", "FAC", "LOC"})
_NEAR: Final = 30
"""How far from "counsel assisting" its dependents are looked for: what bounds the time for a text full of it."""
_FULL_NAME: Final = 3
"""The most words of a person's name behind that of an organization."""


@dataclass(slots=True)
class Columns:
    """Columns of a parse under construction, an item a token; `names` and `sentences` are ranges over tokens."""

    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def attach(self, token: int, head: int, dep: str) -> None:
        """Make a token depend on another."""
        self.heads[token], self.deps[token] = head, dep

    def replace(self, old: int, new: int) -> None:
        """Give a token the place of another: its head, or the root, and its dependency."""
        self.attach(new, new if self.heads[old] == old else self.heads[old], self.deps[old])

    def is_named(self, start: int, end: int) -> bool:
        """Whether the model takes any of some tokens for a name or a part of one."""
        return any(first < end and start < last for first, last, _ in self.names)


def repair(columns: Columns) -> None:
    """Repair a parse under construction in place: lemmas, parts of speech, tags, dependencies, heads and names."""
    _repair_hyphenated(columns)
    _attach_post_nominals(columns)
    columns.lemmas[:] = [_LEMMAS.get(lemma, lemma) for lemma in columns.lemmas]
    _separate_persons(columns)
    _attach_accusations(columns)
    _repair_casualties(columns)
    _repair_counsel(columns)


def _repair_hyphenated(columns: Columns) -> None:
    """Make nouns of hyphenated words that the tagger takes for adjectives where no noun follows: "in the semi-final".

    Posts are nouns wherever they stand, plural where their first part is: "attorneys-general".
    """
    pos, tags, deps = columns.pos, columns.tags, columns.deps
    for token, word in enumerate(columns.words):
        if "-" not in word:
            continue
        noun = HYPHENATED_POSTS.get(word.lower())
        if not noun and not HYPHENATED_WORD.fullmatch(word):
            continue
        if pos[token] == "ADJ" and (noun or deps[token] not in _AS_NOUN):
            pos[token], tags[token] = "NOUN", "NN"
            deps[token] = _AS_NOUN.get(deps[token], deps[token])
        if noun and singular(noun) != noun:
            tags[token] = "NNS" if pos[token] == "NOUN" else "NNPS"
            columns.lemmas[token] = "-".join(map(singular, word.lower().split("-", 1)))


def _attach_post_nominals(columns: Columns) -> None:
    """Make the last word of a name the head of the letters behind it where the parser has it the other way round."""
    heads = columns.heads
    for start, end in columns.sentences:
        for token in range(start + 2, end):
            if columns.words[token] in LETTERS and _heads_name(columns, token):
                name = token - 1
                for other in range(start, end):
                    if heads[other] == token and other != token:
                        heads[other] = name
                columns.replace(token, name)
                columns.attach(token, name, "nmod")


def _heads_name(columns: Columns, token: int) -> bool:
    """Whether the parser takes a token behind a name of two words for the head of it."""
    first, name = token - 2, token - 1
    if columns.deps[name] != "compound" or columns.heads[name] != token or columns.tags[first:token] != ["NNP", "NNP"]:
        return False
    return columns.heads[first] in (name, token) and letters_may_follow(columns.words, first, token)


def _separate_persons(columns: Columns) -> None:
    """Separate the organization of a post from the person named behind it: "the envoy for Sudan Lars Moe".

    The model takes both for one name, or attaches the organization to the person. Here the organization completes the
    preposition again, the person stands in apposition to the post, and no name covers both.
    """
    for last, (organization, person, post) in _joined_persons(columns).items():
        _appose(columns, organization, person, last, post)
        _split_name(columns, person, last + 1)
    _name_apposed(columns)
    for start, end, _ in tuple(columns.names):
        person = _apposed_person(columns, start, end)
        if person >= 0:
            _split_name(columns, person, end)


def _joined_persons(columns: Columns) -> dict[int, tuple[int, int, int]]:
    """By its last token, each person joined to an organization: the first tokens of both, and the post."""
    found = {}
    for last, dep in enumerate(columns.deps):
        before = columns.heads[last]
        if dep != "pobj" or columns.words[before] not in _AFFILIATION or not _is_post(columns, columns.heads[before]):
            continue
        organization = before + 1 + (columns.words[before + 1] == "the")
        if organization < last and all(word[0].isupper() for word in columns.words[organization : last + 1]):
            person = next(_person_starts(columns, organization, last), -1)
            if person >= 0:
                found[last] = organization, person, columns.heads[before]
    return found


def _is_post(columns: Columns, token: int) -> bool:
    """Whether a word is what somebody may be for an organization, no word of kinship."""
    lemma = columns.lemmas[token].lower()
    if lemma in KINSHIP or lemma in NOT_POSTS:
        return False
    return class_of_noun(lemma) == "Person" or lemma in POSTS or lemma in HEADS


def _person_starts(columns: Columns, organization: int, last: int) -> Iterator[int]:
    """Where, behind an organization's first token, the name of a person may start that ends with a token."""
    words = columns.words
    if words[last].lower() in ENDINGS:
        return
    label = _label(columns, organization, last)
    for first in range(max(organization + 1, last - _FULL_NAME + 1), last):
        if _is_title(words[first - 1]) or _is_title(words[first]) or words[first - 1].lower() in _OPENING_PLACES:
            continue
        separate = _is_separate(columns, organization, first, last)
        if separate or _is_organization(words[organization:first], words[first], label):
            yield first


def _is_separate(columns: Columns, organization: int, first: int, last: int) -> bool:
    """Whether the model separates the person, or takes the organization for a country and the person for no name."""
    if not columns.is_named(first, last + 1):
        return class_of_known(" ".join(columns.words[organization:first])) == "Country"
    separate = (first, last + 1, "PERSON") in columns.names
    return separate and any(
        organization <= end <= first and label in _ORGANIZATION_LABELS for _, end, label in columns.names
    )


def _label(columns: Columns, organization: int, last: int) -> str:
    """The model's label of organization and person together, "" for none."""
    starts = (organization - 1, organization)
    return next((label for start, end, label in columns.names if start in starts and end == last + 1), "")


def _is_organization(words: list[str], following: str, label: str) -> bool:
    """Whether words are those of an organization and no person's, before a word that may be a first name."""
    if label not in ("PERSON", "ORG") or any(word.lower() in FIRST_NAMES for word in words):
        return False
    named = following.lower() in FIRST_NAMES
    if class_of_known(" ".join(words)) in ORGANIZATIONS | PLACES and (named or label == "PERSON"):
        return True
    return named and (len(words) == 1 or ENDINGS.get(words[-1].lower()) in ORGANIZATIONS)


def _is_title(word: str) -> bool:
    lower = word.lower()
    return any(lower in titles for titles in (BEFORE_NAMES, COURTESY, POSTS, OCCUPATIONS))


def _appose(columns: Columns, organization: int, person: int, last: int, post: int) -> None:
    """Make the organization the object of the preposition, and the person an apposition to the post."""
    heads = columns.heads
    before, own = heads[last], person - 1
    for token in range(before + 1, last):
        inside = organization <= heads[token] < person if token < person else person <= heads[token] < last
        if not inside:
            heads[token] = own if token < person else last
    columns.attach(own, before, "pobj")
    columns.attach(last, post, "appos")


def _apposed_person(columns: Columns, start: int, end: int) -> int:
    """Where, in a name of the model, the person begins whom the parser attaches to the post; -1 for none."""
    heads, deps = columns.heads, columns.deps
    if deps[end - 1] != "appos" or heads[end - 1] >= start or not _is_post(columns, heads[end - 1]):
        return -1
    for token in range(start, end - 1):
        if deps[token] == "pobj" and heads[heads[token]] == heads[end - 1]:
            return token + 1
    return -1


def _name_apposed(columns: Columns) -> None:
    """Name the persons between commas behind a post that the model overlooks: "the group's spokesman, Akbar Noor,"."""
    words, tags, heads, deps = columns.words, columns.tags, columns.heads, columns.deps
    for last, dep in enumerate(deps[:-1]):
        if dep != "appos" or words[last + 1] != "," or tags[last] != "NNP" or not _is_post(columns, heads[last]):
            continue
        first = last
        while heads[first - 1] == last and tags[first - 1] == "NNP" and deps[first - 1] == "compound":
            first -= 1
        if first < last and words[first - 1] == "," and not columns.is_named(first, last + 1):
            columns.names.append((first, last + 1, "PERSON"))
    columns.names.sort()


def _split_name(columns: Columns, person: int, end: int) -> None:
    """Split the name of the model that covers an organization and a person."""
    for place, (start, stop, _) in enumerate(columns.names):
        if start < person < stop:
            name = " ".join(word for word in columns.words[start:person] if word != "the")
            label = "GPE" if class_of_known(name) in PLACES else "ORG"
            columns.names[place : place + 1] = [(start, person, label), (person, stop, "PERSON")]
            return
    if not columns.is_named(person, end):
        columns.names.append((person, end, "PERSON"))
        columns.names.sort()


def _attach_accusations(columns: Columns) -> None:
    """Attach an accusation to its verb, not to the noun before it: "accused the head of the bank of lying"."""
    heads, deps = columns.heads, columns.deps
    for token, dep in enumerate(deps):
        of = heads[token]
        if dep != "pcomp" or columns.tags[token] != "VBG" or columns.words[of] != "of" or deps[of] != "prep":
            continue
        noun = heads[of]
        while deps[noun] in _WITHIN:
            noun = heads[noun]
        if deps[noun] == "dobj" and columns.lemmas[heads[noun]] in _CHARGING:
            heads[of] = heads[noun]


def _repair_casualties(columns: Columns) -> None:
    """Make numbers the heads of their outcomes ("12" in "left 12 dead"), and those of two outcomes no coordination."""
    words, heads, deps = columns.words, columns.heads, columns.deps
    numbers = [n for n in range(len(words) - 1) if columns.pos[n] == "NUM" and words[n + 1] in _OUTCOMES]
    for number in numbers:
        outcome = number + 1
        if heads[number] == outcome and deps[number] == "nummod" and deps[outcome] in _AS_OBJECT:
            columns.attach(number, heads[outcome], _AS_OBJECT[deps[outcome]])
            columns.attach(outcome, number, "amod")
        other = heads[number]
        if deps[number] in ("conj", "appos") and other in numbers and words[other + 1] != words[outcome]:
            deps[number] = "dep"  # "12 dead and 40 injured"


def _repair_counsel(columns: Columns) -> None:
    """Attach "counsel assisting" to the name that it stands before; elsewhere "assisting" is no verb of it."""
    pos, tags, heads, deps = columns.pos, columns.tags, columns.heads, columns.deps
    lowers = [word.lower() for word in columns.words]
    for token in range(1, len(lowers) - 1):
        post = token - 1
        if lowers[token] != "assisting" or lowers[post] != "counsel" or heads[token] != post:
            continue
        near = range(token + 1, min(len(lowers), token + _NEAR))
        name = next((other for other in near if heads[other] == token and deps[other] == "dobj"), post)
        if name > token and all(pos[t] == "PROPN" for t in range(token + 1, name + 1)) and heads[post] != post:
            _put_before(columns, post, name)
            pos[token], tags[token] = "NOUN", "NN"
        elif name > token:
            pos[token], tags[token], deps[token], deps[name] = "ADP", "IN", "prep", "pobj"


def _put_before(columns: Columns, post: int, name: int) -> None:
    """Give a name the place of a post of two words before it, which then depends on the name."""
    columns.replace(post, name)
    for token in range(max(0, post - _NEAR), min(len(columns.heads), name + _NEAR)):
        if columns.heads[token] == post:
            columns.heads[token] = name
    for token in (post, post + 1):
        columns.attach(token, name, "compound")
