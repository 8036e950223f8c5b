"""Regular expressions that tables write in pieces: "{month}" stands for what the table calls so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["any_of", "filled"]

_PIECE: Final = re.compile(r"\{([a-z_]+)\}")
"""The name of a piece of a pattern, "{month}"; the braces of a repetition hold digits."""


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first.

    >>> any_of(["mon", "monday"])
    'monday|mon'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def filled(written: str, pieces: Mapping[str, str]) -> str:
    """A pattern with its pieces, and theirs, in place; KeyError for one that there is not.

    >>> filled("on {day}", {"day": "{number}th", "number": "[1-9]"})
    'on [1-9]th'
    """
    return _PIECE.sub(lambda piece: filled(pieces[piece[1]], pieces), written)
