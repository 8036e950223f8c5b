"""Headlines as plain sentences: a line in Title Case or capitals hides its names, and a parser reads it badly.

Each of its words takes the case that it has elsewhere in the document, else that of an English word list, in the
manner of the truecasing of Lita et al. (2003), without a model. A word keeps its length, so that offsets stay.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.text.lexicon.names import FIRST_NAMES, KNOWN_NAMES
from kg.text.lexicon.nouns import NOUN_CLASSES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists, words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAX_WORDS = 30
_LONG = 3
_LISTS = word_lists("words/truecasing")
_COMMON = words("words/common")


def is_headline(text: str) -> bool:
    """Whether a block is a line in Title Case or capitals.

    >>> is_headline("Mayor Opens New Bridge in Springfield"), is_headline("The mayor opened a bridge in Springfield.")
    (True, False)
    """
    if len(text) > 40 * _MAX_WORDS or (text.rstrip("\"'”’ ").endswith(".") and not text.isupper()):
        return False
    long = [word for word in _WORD.findall(text) if len(word) > _LONG]
    if not 2 < len(long) <= _MAX_WORDS:
        return False
    if any(word[0].islower() and word not in _LISTS["small"] for word in long):
        return False
    return len([word for word in long if word[0].isupper() and is_common(word.lower())]) > 1


def recase(blocks: list[str]) -> list[str]:
    """The blocks of a document with its headlines' words in the case of running text.

    >>> recase(["Mayor Opens New Bridge in Springfield", "The mayor of Springfield spoke."])[0]
    'Mayor opens new bridge in Springfield'
    """
    headlines = [is_headline(block) for block in blocks]
    if not any(headlines) or all(headlines):
        return blocks if not any(headlines) else [_recase(b, Counter(), set()) for b in blocks]
    inside: Counter[str] = Counter()  # words as they stand within sentences
    for block, headline in zip(blocks, headlines, strict=True):
        if not headline:
            inside.update(match[0] for match in _WORD.finditer(block) if not _opens(block, match.start()))
    forms = {word.lower() for word in inside}
    return [_recase(b, inside, forms) if headline else b for b, headline in zip(blocks, headlines, strict=True)]


def _opens(text: str, begin: int) -> bool:
    """Whether a word opens its sentence, by the marks before it."""
    before = text[:begin].rstrip("\"'“‘([ ")[-1:]
    return before in ("", ".", "!", "?", ":", "\n")


def _recase(text: str, inside: Counter[str], forms: set[str]) -> str:
    shouted = sum(c.isupper() for c in text) > 0.7 * sum(c.isalpha() for c in text)
    pieces, last = [], 0
    for match in _WORD.finditer(text):
        word = match[0]
        pieces.append(text[last : match.start()])
        pieces.append(_case(word, inside, forms, first=last == 0, shouted=shouted))
        last = match.end()
    pieces.append(text[last:])
    return "".join(pieces)


def _case(word: str, inside: Counter[str], forms: set[str], *, first: bool, shouted: bool) -> str:
    """A headline's word in the case that it would have within a sentence."""
    lower = word.lower()
    if word == lower or len(lower) != len(word) or (word[1:] != lower[1:] and not shouted):
        return word
    title = word[0] + lower[1:]
    if lower in forms:
        best = max(sorted({lower, title, word}), key=lambda form: inside[form])
        if inside[best]:
            return title if first and best == lower else best
    if shouted and (word in KNOWN_NAMES or word in load_places().countries):
        return word
    if is_common(lower) and not is_place_or_given_name(title):
        return title if first else lower
    return title


def is_common(lower: str) -> bool:
    """Whether a word in lower case is a common one or a form of one.

    >>> is_common("opens"), is_common("stopped"), is_common("springfield")
    (True, True, False)
    """
    if lower in _COMMON:
        return True
    for ending in _LISTS["endings"]:
        if lower.endswith(ending):
            stem = lower[: -len(ending)]
            if stem in _COMMON or f"{stem}e" in _COMMON:
                return True
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in _COMMON:
                return True
            if ending in ("es", "ed") and stem.endswith("i") and f"{stem[:-1]}y" in _COMMON:
                return True
    return False


def is_place_or_given_name(title: str) -> bool:
    """Whether a word is a first name or the name of a place rather than a common word."""
    places, lower = load_places(), title.lower()
    if title in places.countries or title in places.demonyms or title in places.regions or title in places.peoples:
        return True
    return lower in FIRST_NAMES and lower not in NOUN_CLASSES and title not in _LISTS["first_names"]
