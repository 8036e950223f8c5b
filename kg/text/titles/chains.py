"""Posts named in a row, of one person: "co-founder, chairman and chief executive of Acme"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.titles import MODIFIERS, POST_WORDS, STATUS

if TYPE_CHECKING:
    from kg.text.model import Parse
    from kg.text.titles.organizations import OrganizationFinder

__all__ = ["FOUNDERS", "PostChains"]

_LISTS: Final = word_lists("words/titles/posts")
FOUNDERS: Final = _LISTS["founders"]
_JOINING: Final = _LISTS["joining"]
_ALWAYS: Final = _JOINING | _LISTS["chained"] | FOUNDERS | STATUS
_WORDS: Final = POST_WORDS | {word for modifier in MODIFIERS for word in modifier.split("_")}
_PREPOSITIONS: Final = words("words/function_words", "prepositions", "belonging_or_place")
_LONGEST: Final = 16
"""How many tokens a row of posts may have on either side of one of them."""


class PostChains:
    """Finds the ends of rows of posts in one document."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def end(self, token: int) -> int:
        """The token after the row of posts that continues at `token`, which follows a post."""
        stop = min(len(self._parse), token + _LONGEST)
        last = token
        while token < stop and (width := self._width(token)):
            token += width
            if self._parse.lowers[token - 1] not in _JOINING:
                last = token
        return last

    def start(self, token: int) -> int:
        """The first token of the row of posts that ends before `token`, where a post starts."""
        stop = max(0, token - _LONGEST)
        first = token
        while token > stop and self._is_part(token - 1):
            token -= 1
            if self._parse.lowers[token] not in _JOINING:
                first = token
        return first

    def organizations_after(self, token: int, finder: OrganizationFinder) -> list[int]:
        """The organizations named after the row that continues at `token`: Acme in the title's example."""
        parse = self._parse
        end = self.end(token)
        if end >= len(parse) or parse.lowers[end] not in _PREPOSITIONS:
            return []
        if parse.sentence_of[end] != parse.sentence_of[max(token - 1, 0)]:
            return []
        return [place for target in parse.dependents(end, "pobj") for place in finder.coordinated(target)]

    def _width(self, token: int) -> int:
        """How many tokens from here on belong to the row."""
        lowers = self._parse.lowers
        if lowers[token : token + 3] == ("of", "the", "board"):
            governed = lowers[token + 3 : token + 4] == ("of",) and token + 4 < len(lowers)
            return 5 if governed and lowers[token + 4] in _LISTS["board_members"] else 3
        return int(self._is_part(token))

    def _is_part(self, token: int) -> bool:
        word = self._parse.lowers[token].removeprefix("co-")
        return word in _ALWAYS or (word in _WORDS and self._parse.pos[token] in ("NOUN", "PROPN", "ADJ"))
