"""Words of sentences that may answer a question: stems, numbers, amounts, and what stands behind a verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import any_of, table, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE: Final = "words/questions"
_ENDINGS: Final = tuple(table(_TABLE)["endings"]["order"])
_SMALL: Final = any_of(words(_TABLE, "numbers"))
_HEDGES: Final = any_of(words(_TABLE, "hedges"))
_CLAUSES: Final = re.compile(rf"\s(?:{any_of(words(_TABLE, 'clauses'))})\b")
_NUMBER: Final = re.compile(rf"\b(?:\d[\d.,]*|{_SMALL})\b", re.IGNORECASE)
_SCALE, _UNIT = any_of(words(_TABLE, "scales")), any_of(words(_TABLE, "units"))
_AMOUNT: Final = re.compile(
    rf"(?:[$€£¥]\s?)?\b(?:\d[\d.,]*(?:(?<=,) ?\d{{3}})*(?: \d(?=[\s-]*(?:{_SCALE})\b))?|{_SMALL})"
    rf"(?:[\s-]{{0,3}}(?:{_SCALE})\b)?(?:[\s-]{{0,3}}(?:{_UNIT})\b|\s?%)?"
)
_MONEY: Final = re.compile(rf"[$€£¥%]|\b(?:{_SCALE}|{_UNIT})\b")
_CHARGES: Final = re.compile(
    r"(?i:\b(?:on|of|both) )([A-Za-z][\w -]{2,40}?)(?= (?i:charges?)\b)|(?i:\bcounts? of )([^.;,]+)"
)
"""What somebody is charged with, where no verb says it: "on sexual assault charges", "two counts of murder"."""


def stem(word: str) -> str:
    """Return what the forms of a word begin with.

    >>> stem("pirates"), stem("murdered"), stem("children")
    ('pirat', 'murder', 'children')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > 4 else word


PLACES: Final = words(_TABLE, "where")
"""The prepositions before a place where something happened."""
PEOPLE: Final = frozenset(map(stem, words(_TABLE, "people")))
"""The stems of nouns that count people of any kind."""


def begins(text: Iterable[str], begun: str) -> bool:
    """Return whether one of some words begins so; of one or two letters, is so."""
    return any(word.startswith(begun) if len(begun) > 2 else word == begun for word in text)


def says(sentence: str, begun: Iterable[str]) -> bool:
    """Return whether a sentence has a word that begins with one of these.

    >>> says("He was charged with theft.", ["charg", "indict"])
    True
    """
    return re.search(rf"\b(?:{'|'.join(map(re.escape, begun))})", sentence, re.IGNORECASE) is not None


def is_hedged(sentence: str, begun: Iterable[str]) -> bool:
    """Return whether a sentence says only that it may be so, close before a word that begins with one of these.

    >>> is_hedged("Lopez faces a potential sentence of life.", ["sentenc"])
    True
    """
    said = "|".join(map(re.escape, begun))
    return re.search(rf"\b(?:{_HEDGES})\b[^.,;]{{0,25}}\b(?:{said})", sentence, re.IGNORECASE) is not None


def is_coming(sentence: str) -> bool:
    """Return whether a sentence speaks of what is to come: "will", "is to"."""
    return re.search(rf"\b(?:{any_of(words(_TABLE, 'coming'))})\b", sentence, re.IGNORECASE) is not None


def is_number(text: str, *, whole: bool = True) -> bool:
    """Return whether a text is a number; if not `whole`, whether it begins with one."""
    return (_NUMBER.fullmatch(text) if whole else _NUMBER.match(text)) is not None


def amounts_in(text: str) -> list[str]:
    """Return the amounts in a text, money and shares first.

    >>> amounts_in("Four men took jewels worth 2 million euros.")
    ['2 million euros']
    """
    found = [match[0].strip(" ,.") for match in _AMOUNT.finditer(text)]
    return sorted(found, key=lambda each: _MONEY.search(each) is None)


def counted_in(text: str, noun: str) -> str:
    """Return the words that count a noun, by its stem, in a text, "" for none; of no noun, the text if it has a number.

    >>> counted_in("He killed four young people in 2005.", "peopl")
    'four young people'
    """
    if not noun:
        return text if _NUMBER.search(text) else ""
    found = re.search(rf"{_NUMBER.pattern}(?: (?!\d)[\w-]+){{0,3}}? {re.escape(noun)}\w*", text, re.IGNORECASE)
    return found[0] if found else ""


def behind(
    sentence: str, verbs: Iterable[str], begun: Iterable[str], prepositions: Iterable[str], *, proper: bool = False
) -> tuple[int, str]:
    """Return the words behind a verb and a preposition, to where another clause begins, and where the verb stands.

    `verbs` are forms of it, `begun` beginnings of words that mean it. `proper`: only capitalized words are wanted.

    >>> behind("She was convicted of theft after a trial.", ["convicted"], [], ["of"])
    (8, 'theft')
    """
    forms = "|".join([*map(re.escape, verbs), *(rf"{re.escape(each)}\w*" for each in begun)])
    wanted = r"(?:[A-Z][\w.'-]*(?: of)?[ ,]*)+" if proper else r"[^.;:”\"]+"
    match = re.search(rf"\b(?i:{forms})(?: \w+)?? (?:{'|'.join(prepositions)}) ({wanted})", sentence)
    return (match.start(), _CLAUSES.split(match[1])[0].strip(" ,")) if match else (-1, "")


def charge_in(sentence: str) -> str:
    """Return what a sentence says that somebody is charged with, by a noun: "two counts of murder"; "" for nothing."""
    match = _CHARGES.search(sentence)
    return _CLAUSES.split(match[match.lastindex or 1])[0].strip() if match else ""
