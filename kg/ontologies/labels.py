"""Rules from what a relation is called: "director", "directed by", "plays for", "member of", "release date"."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from kg.model import Document
from kg.text.lexicon.nouns import NOUN_CLASSES, singular
from kg.text.parsing.parser import load_meanings

if TYPE_CHECKING:
    from kg.ontologies.model import OwnRelation
    from kg.rules.rule import Construction
    from kg.text.model import Parse
    from kg.text.parsing.parser import Parser

__all__ = ["PART", "PLACING", "WHOLE", "Pattern", "label_patterns"]

_WORDS: Final = tomllib.loads(resources.files("kg.ontologies").joinpath("words.toml").read_text("utf-8"))
PLACING: Final = tuple(_WORDS["placing"].split())
"""The prepositions of places."""
WHOLE: Final = ("oblique:" + _WORDS["of"].replace(" ", "|"), "possessive", "modifier")
"""Where what stands that a noun is of: "the director of X", "X's director", "X director Y"."""
PART: Final = ("subject", "appositive", "head")
"""Where what stands that a noun says of what it is: "Y is director", "Y, the director", "the director"."""
_AGENTS: Final = ("or", "er")
"""The ends of nouns for who does what a verb says."""
_AUXILIARY: Final = ("be", "have")
_LEAST: Final = 0.4
"""How near a verb must be in meaning to the noun that seems to be made from it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a rule reads: words, the slots of subject and object in order, as rule tables write them.

    `where` are conditions, each a slot with the words one of which must stand there; `passive`: in the passive alone.
    """

    construction: Construction
    words: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dated: bool = False


def label_patterns(relation: OwnRelation, parser: Parser) -> list[Pattern]:
    """The patterns that a relation's label and other names make, without repetition."""
    found = [pattern for name in relation.names for pattern in _of_name(name, relation, parser)]
    return list(dict.fromkeys(found))


def _of_name(name: str, relation: OwnRelation, parser: Parser) -> list[Pattern]:
    before = "It " if not name.startswith("is ") else "It is "
    bare = name.removeprefix("is ").removeprefix("has ")
    parse = parser.parse(Document("label", f"{before}{bare} it."))
    first = len(before.split())
    tokens = [t for t in range(first, len(parse) - 2) if parse.lemmas[t] not in _AUXILIARY and parse.pos[t] != "DET"]
    if not tokens:
        return []
    preposition = parse.lowers[tokens[-1]] if parse.pos[tokens[-1]] in ("ADP", "SCONJ", "PART") else ""
    words = tokens[:-1] if preposition else tokens
    if not words:
        return []
    if relation.kind == "date":
        return [_dated(_verb(parse, t)) for t in words[:-1] or words]  # "release date", "released on"
    if preposition:
        return _with_preposition(parse, words, preposition)
    word, lemma = parse.lowers[words[0]], _lemma(parse, words[0])
    if len(words) == 1 and parse.pos[words[0]] == "VERB" and (word != lemma or word not in NOUN_CLASSES):
        return [Pattern("verb", _verb(parse, words[0]), ("subject",), ("object",))]
    nouns = [parse.lowers[t] for t in words if parse.words[t].isalnum()]
    return _of_noun(nouns, singular(nouns[-1])) if nouns else []


def _verb(parse: Parse, token: int) -> tuple[str, ...]:
    """The lemma of a verb, and, where that is in doubt, what its form says: "premiered", "premiere"."""
    lemma, form = _lemma(parse, token), parse.lowers[token]
    other = form[:-1] if form.endswith("ed") else lemma
    return (lemma, other) if other != lemma and load_meanings().knows(other) else (lemma,)


def _dated(verb: tuple[str, ...]) -> Pattern:
    return Pattern("verb", verb, ("object", "subject"), dated=True)


def _with_preposition(parse: Parse, words: list[int], preposition: str) -> list[Pattern]:
    verb, tag = _verb(parse, words[-1]), parse.tags[words[-1]]
    if parse.pos[words[-1]] == "VERB" or tag in ("VBN", "VBD", "VBZ"):
        if preposition == "by":
            return [Pattern("verb", verb, ("object",), ("subject",))]
        subject = ("object", "subject") if tag in ("VBN", "VBD") else ("subject",)
        return [Pattern("verb", verb, subject, (f"oblique:{preposition}",))]
    noun = singular(parse.lowers[words[-1]])
    ends = WHOLE if preposition == "of" else (f"oblique:{preposition}",)
    return [Pattern("noun", (noun,), PART, ends, _modified(parse, words))]


def _modified(parse: Parse, words: list[int]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(("modifier", (parse.lowers[t],)) for t in words[:-1] if parse.pos[t] in ("NOUN", "PROPN", "ADJ"))


def _of_noun(words: list[str], lemma: str) -> list[Pattern]:
    """A noun that names the object by what it is to the subject, and the verb that it seems to be made from."""
    where = (("modifier", (words[-2],)),) if len(words) > 1 else ()
    found = [Pattern("noun", (lemma,), WHOLE, PART, where)]
    if len(words) == 1:
        found += [Pattern("verb", (verb,), ("object",), ("subject",)) for verb in _verbs_in(lemma)]
    return found


def _verbs_in(noun: str) -> list[str]:
    """The verb that a noun for an agent is made from, as far as its form and its meaning tell: "director", "direct"."""
    ending = next((end for end in _AGENTS if noun.endswith(end)), "")
    stem = noun.removesuffix(ending)
    if not ending or len(stem) < 3:
        return []
    meanings = load_meanings()
    forms = [stem, f"{stem}e", *([stem[:-1]] if stem[-1] == stem[-2] else [])]
    best = max(forms, key=lambda form: meanings.likeness(noun, form))
    return [best] if meanings.likeness(noun, best) >= _LEAST else []


def _lemma(parse: Parse, token: int) -> str:
    return parse.lemmas[token].lower()
