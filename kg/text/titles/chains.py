"""Posts named in a row, which one person holds at one body: "co-founder, chairman and chief executive of Acme"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_titles

if TYPE_CHECKING:
    from kg.text.model import Parse
    from kg.text.titles.organizations import Bodies

__all__ = ["FOUNDERS", "PostChains"]

_LISTS: Final = word_lists("words/titles/posts")
FOUNDERS: Final = _LISTS["founders"]

_JOINING: Final = frozenset({",", "and", "&", "/", "-", "then", "later", "also", "as", "well"})
_OWN: Final = _LISTS["chained"]
_BOARD: Final = ("of", "the", "board")
_GOVERNING: Final = _LISTS["board_members"]
_PREPOSITIONS: Final = frozenset({"of", "at", "for", "with"})
_LONGEST: Final = 16
"""How many tokens a row of posts may have on either side of one of them."""


class PostChains:
    """Finds the ends of rows of posts in one document."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self._posts = _words_of_posts()
        self._aside = load_titles().aside

    def end(self, token: int) -> int:
        """The token after the row of posts that goes on at `token`, which follows a post."""
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

    def bodies_after(self, token: int, bodies: Bodies) -> list[int]:
        """The bodies named after the row that goes on at `token`: Acme for "co-founder" in the title's example."""
        parse = self._parse
        end = self.end(token)
        if end >= len(parse) or parse.lowers[end] not in _PREPOSITIONS:
            return []
        if parse.sentence_of[end] != parse.sentence_of[max(token - 1, 0)]:
            return []
        targets = [child for child in parse.children[end] if parse.deps[child] == "pobj"]
        return [place for target in targets for place in bodies.coordinated(target)]

    def _width(self, token: int) -> int:
        """How many tokens from here on belong to the row."""
        parse = self._parse
        if parse.lowers[token : token + 3] == _BOARD:
            governed = parse.lowers[token + 3 : token + 4] == ("of",) and token + 4 < len(parse)
            return 5 if governed and parse.lowers[token + 4] in _GOVERNING else 3
        return int(self._is_part(token))

    def _is_part(self, token: int) -> bool:
        word = self._parse.lowers[token].removeprefix("co-")
        if word in _JOINING or word in _OWN or word in FOUNDERS or word in self._aside:
            return True
        return word in self._posts and self._parse.pos[token] in ("NOUN", "PROPN", "ADJ")


@cache
def _words_of_posts() -> frozenset[str]:
    """Every word of a post, an occupation or what widens them."""
    titles = load_titles()
    single = (titles.leads, titles.posts, titles.members, titles.before, titles.occupations, titles.widen)
    return frozenset(word for part in single for words in part for word in words.split("_"))
