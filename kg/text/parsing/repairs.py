"""What the language model gets wrong in news again and again, mended before anything reads it.

Words that it cuts at their hyphen, letters behind names, persons that run on from bodies, what somebody is accused of,
numbers of dead and injured.
"""

from __future__ import annotations

import re
from typing import Final

from kg.text.lexicon.post_nominals import hang_letters
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.tables import words as listed
from kg.text.lexicon.words import singular
from kg.text.parsing.officers import Columns, part_officers

__all__ = ["HYPHENED_POSTS", "JOINT", "mend"]

JOINT: Final = re.compile(
    r"[Cc]o-[A-Za-z]+|(?:[Ss]emi|[Qq]uarter)-final(?:ist)?s?|[Bb]y-elections?|[Cc]ease-fires?"
    r"|(?:[Rr]un|[Pp]lay|[Kk]ick|[Ll]ift|[Tt]ake)-offs?|(?:[Ss]it|[Bb]reak)-ins?|(?:[Ss]hoot|[Ww]alk|[Pp]ull)-outs?"
)
"""Words that the tokenizer would cut at their hyphen, where the parser takes their first part for a verb or object."""
_DESCRIBING: Final = {"amod": "compound", "acomp": "attr"}
"""What hangs on its head as an adjective does, and how a noun would."""
_JOINT_LEMMAS: Final = {
    "co-founde": "co-found",
    "co-owne": "co-own",
    "co-hoste": "co-host",
    "co-authore": "co-author",
    "co-chaire": "co-chair",
    "co-wrote": "co-write",
    "co-written": "co-write",
}
"""Lemmas of such words for those that the lemmatiser gives."""
_FATES: Final = word_lists("words/casualties")["outcomes"]
_NEAR: Final = 30
"""How far from "counsel assisting" what hangs on it is looked for: what bounds the time for a text full of it."""
_TAKEN: Final = {"oprd": "dobj", "dobj": "dobj", "acomp": "dobj", "pobj": "pobj"}
"""What the number before a fate is, by what the parser takes the fate for."""


def _plain(post: str) -> str:
    """The noun that a post with hyphens behaves like: "director" for "director-general"."""
    first, rest = post.split("-", 1)
    if rest == "in-law":
        return "cousins" if first.endswith("s") else "cousin"
    if first in {"attorney", "solicitor", "attorneys", "solicitors"}:
        return "ministers" if first.endswith("s") else "minister"
    return rest if first == "vice" else first


HYPHENED_POSTS: Final = {post: _plain(post) for post in sorted(word_lists("words/parsing/repairs")["hyphenated"])}
"""Posts that are kept whole, and the noun that each behaves like."""


def mend(
    words: list[str],
    columns: tuple[list[str], list[str], list[str], list[str]],
    heads: list[int],
    names: list[tuple[int, int, str]],
    sentences: list[tuple[int, int]],
) -> tuple[str, ...]:
    """Mend a parse under construction in place: its lemmas, parts of speech, tags, dependencies, heads and names.

    Returns the lemmas.
    """
    _mend_joint(words, columns)
    hang_letters(words, *columns[2:], heads, sentences)
    lemmas = tuple(_JOINT_LEMMAS.get(lemma, lemma) for lemma in columns[0])
    part_officers(Columns(words, lemmas, *columns[2:], heads, names))
    _hang_charges(heads, words, lemmas, columns)
    _mend_tolls(heads, words, columns)
    _mend_counsel(heads, words, columns)
    return lemmas


def _mend_joint(words: list[str], columns: tuple[list[str], ...]) -> None:
    """Make nouns of such words that the tagger takes for adjectives where no noun follows: "in the semi-final".

    Posts are nouns wherever they stand, of many where their first part says so: "attorneys-general".
    """
    lemmas, pos, tags, deps = columns
    for token, word in enumerate(words):
        if "-" not in word:
            continue
        post = word.lower() in HYPHENED_POSTS
        if not post and not JOINT.fullmatch(word):
            continue
        if pos[token] == "ADJ" and (post or deps[token] not in _DESCRIBING):
            pos[token], tags[token] = "NOUN", "NN"
            deps[token] = _DESCRIBING.get(deps[token], deps[token])
        parts = word.lower().split("-", 1)
        if post and singular(HYPHENED_POSTS[word.lower()]) != HYPHENED_POSTS[word.lower()]:
            tags[token] = "NNS" if pos[token] == "NOUN" else "NNPS"
            lemmas[token] = "-".join(map(singular, parts))


def _hang_charges(heads: list[int], words: list[str], lemmas: tuple[str, ...], columns: tuple[list[str], ...]) -> None:
    """Hang what somebody is accused of doing on the verb: in "accused the head of the bank of lying" not on "bank"."""
    _, _, tags, deps = columns
    for token, dep in enumerate(deps):
        of = heads[token]
        if dep != "pcomp" or tags[token] != "VBG" or words[of] != "of" or deps[of] != "prep":
            continue
        noun = heads[of]
        while deps[noun] in {"pobj", "prep", "conj", "compound", "appos"}:
            noun = heads[noun]
        if deps[noun] == "dobj" and lemmas[heads[noun]] in listed("verbs", "charging"):
            heads[of] = heads[noun]


def _mend_tolls(heads: list[int], words: list[str], columns: tuple[list[str], ...]) -> None:
    """Make numbers the heads of what befell those counted: "12" in "left 12 dead"; none is one with another's fate."""
    _, pos, _, deps = columns
    counts = [n for n in range(len(words) - 1) if pos[n] == "NUM" and words[n + 1] in _FATES]
    for number in counts:
        fate = number + 1
        if heads[number] == fate and deps[number] == "nummod" and deps[fate] in _TAKEN:
            heads[number], deps[number] = heads[fate], _TAKEN[deps[fate]]
            heads[fate], deps[fate] = number, "amod"
        other = heads[number]
        if deps[number] in {"conj", "appos"} and other in counts and words[other + 1] != words[fate]:
            deps[number] = "dep"  # "12 dead and 40 injured"


def _mend_counsel(heads: list[int], words: list[str], columns: tuple[list[str], ...]) -> None:
    """Hang "counsel assisting" on the name that it stands before; elsewhere "assisting" is no verb of it."""
    _, pos, tags, deps = columns
    for token in range(1, len(words) - 1):
        post = token - 1
        if words[token].lower() != "assisting" or words[post].lower() != "counsel" or heads[token] != post:
            continue
        near = range(token + 1, min(len(words), token + _NEAR))
        name = next((other for other in near if heads[other] == token and deps[other] == "dobj"), post)
        if name > token and all(pos[t] == "PROPN" for t in range(token + 1, name + 1)) and heads[post] != post:
            _put_before(heads, deps, post, name)
            pos[token], tags[token] = "NOUN", "NN"
        elif name > token:
            pos[token], tags[token], deps[token], deps[name] = "ADP", "IN", "prep", "pobj"


def _put_before(heads: list[int], deps: list[str], post: int, name: int) -> None:
    """Give a name the place of a post of two words before it, which then hangs on the name."""
    heads[name], deps[name] = heads[post], deps[post]
    for token in range(max(0, post - _NEAR), min(len(heads), name + _NEAR)):
        if heads[token] == post:
            heads[token] = name
    for token in (post, post + 1):
        heads[token], deps[token] = name, "compound"
