"""Whether a text is English, judged by its function words: cheap, and no model.

A language's commonest words make up a third or more of its running text, and hardly any of another's. Those that
another language shares with English do not count for it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["require_english"]

_ENGLISH = "English"

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 5_000
_FEW = 4
"""With fewer words than this, nothing can be judged and the text is read."""
_ENOUGH = 40
"""From so many words on, English shows at least `_FLOOR` of its own function words."""
_FLOOR = 0.04


def require_english(text: str) -> None:
    """Refuse a text in another language, judged from its first words: ReadError.

    A text too short to judge passes.
    """
    words = [match[0] for match in islice(_WORD.finditer(text), _SAMPLE)]
    if len(words) < _FEW:
        if words and not any(map(_latin, words)):
            raise ReadError("not in the Latin script: only English is read")
        return
    if sum(map(_latin, words)) < len(words) / 2:
        raise ReadError("not in the Latin script: only English is read")
    others = dict(_commonest())
    known_english = others.pop(_ENGLISH)
    english = sum(word.lower() in known_english for word in words)
    language, hits = max(  # in lower case only: "De", "Van" and "El" are parts of names
        ((language, sum(word in known for word in words)) for language, known in others.items()),
        key=lambda pair: pair[1],
    )
    if hits > english and hits >= max(2, len(words) / 10):
        raise ReadError(f"not English (it looks {language}): only English is read")
    if len(words) >= _ENOUGH and english < _FLOOR * len(words):
        raise ReadError("not English (hardly any English function word in it): only English is read")


@cache
def _commonest() -> Mapping[str, frozenset[str]]:
    """The commonest words of each language; those that English has too do not count for another."""
    import tomllib  # neither is needed before a text is read
    from importlib.resources import files

    content = tomllib.loads(files("kg.read").joinpath("languages.toml").read_text("utf-8"))["commonest"]
    known = {language: frozenset(words.split()) for language, words in content.items()}
    return {language: words if language == _ENGLISH else words - known[_ENGLISH] for language, words in known.items()}


def _latin(word: str) -> bool:
    return word[0] < "\u0250" or "\u1e00" <= word[0] < "\u1f00"
