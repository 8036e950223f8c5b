"""Words that a reply quotes, found in a sentence: to the letter, then whatever their case, whole words alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["find_words"]

_SAME: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
"""Signs that a model writes plainly: one character each, so that no offset moves."""
_TRIMMED: Final = " .,;:!?\"'()[]"


@lru_cache(maxsize=4_096)
def _pattern(words: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in words.translate(_SAME).split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")


def find_words(parse: Parse, words: str, sentence: int) -> list[tuple[int, int]]:
    """The ranges of tokens of a sentence, half-open, that are these words; none where it does not have them.

    Of what begins or ends within a token ("Taliban-led", "Ann's") the whole token is taken.
    """
    trimmed = words.strip(_TRIMMED)
    if not trimmed or not 0 <= sentence < len(parse.sentences):
        return []
    first, last = parse.sentences[sentence]
    begin, end = parse.begins[first], parse.ends[last - 1]
    text = parse.text[begin:end].translate(_SAME)
    for pattern in (_pattern(trimmed), re.compile(_pattern(trimmed).pattern, re.IGNORECASE)):
        found = []
        for match in pattern.finditer(text):
            start = bisect_right(parse.ends, begin + match.start(), first, last)
            stop = bisect_left(parse.begins, begin + match.end(), first, last)
            if start < stop:
                found.append((start, stop))
        if found:
            return found
    return []
