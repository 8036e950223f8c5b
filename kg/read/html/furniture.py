"""What is left of a page around its article once the main text is found: labels, bylines, the headline itself.

The lines that only say what the metadata say are known by them: a name is dropped where it is the author's.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.read.metadata import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.read.model import Metadata

__all__ = ["without_furniture"]

_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])?")
_TOP = 6
"""So many paragraphs at the top may stand around the headline."""
_LONGEST_LABEL = 8
"""A paragraph of more words above the headline is text."""
_ENDING = re.compile(r"©|\ball rights reserved\b|\S@\S+\.\w|:$", re.IGNORECASE)
_LONGEST_ENDING, _LONGEST_LINK, _FEWEST_LINKS = 30, 20, 3
_SENTENCE = re.compile(r"[.!…。][\"'”’)\]]*$")
"""The end of a sentence; a headline may end in a question mark."""
_TEXT = re.compile(rf"{_SENTENCE.pattern}|:$")
"""The end of what is no headline: a sentence, or what announces a list."""


def without_furniture(paragraphs: Iterable[str], metadata: Metadata) -> list[str]:
    """The paragraphs of an article without labels, without the headline and what stands above it, and bylines."""
    kept = [paragraph for paragraph in paragraphs if not _is_label(paragraph)]
    title = _bare(metadata.title or "")
    above = next((place for place, paragraph in enumerate(kept[:_TOP]) if title and _bare(paragraph) == title), None)
    if above is not None and all(len(paragraph.split()) <= _LONGEST_LABEL for paragraph in kept[:above]):
        del kept[: above + 1]
    known = {word for name in (*names(metadata.authors), metadata.publisher or "") for word in _bare(name).split()}
    top = [paragraph for paragraph in kept[:_TOP] if not _is_byline(paragraph, known)]
    return _without_end([*top, *kept[_TOP:]])


def _is_label(paragraph: str) -> bool:
    """Whether a paragraph is a label, or one with what it leads to: "Read more: Storm nears the coast"."""
    before, colon, after = paragraph.partition(":")
    leads = bool(colon and after) and len(after.split()) <= _LONGEST_LINK and _bare(before) in _words()["leads"]
    return leads or _bare(paragraph) in _words()["labels"]


def _without_end(paragraphs: list[str]) -> list[str]:
    """Paragraphs without what pages put below the last: who owns it, whom to write to, links to other articles."""
    kept = paragraphs[:]
    while len(kept) > 1 and _ENDING.search(kept[-1]) and len(kept[-1].split()) <= _LONGEST_ENDING:
        kept.pop()
    place = len(kept)
    while place > 0 and not _TEXT.search(kept[place - 1]) and len(kept[place - 1].split()) <= _LONGEST_LINK:
        place -= 1
    sentences = [paragraph for paragraph in kept[:place] if _SENTENCE.search(paragraph)]
    links = len(kept) - place >= _FEWEST_LINKS and len(sentences) >= _FEWEST_LINKS and not kept[place - 1].endswith(":")
    return kept[:place] if links else kept


def _is_byline(paragraph: str, known: set[str]) -> bool:
    """Whether a paragraph has no words but names that are known, and what stands beside them."""
    words = _WORD.findall(paragraph.casefold())
    return all(word in known or word in _words()["byline"] or _run_together(word, known) for word in words)


def _run_together(word: str, known: set[str]) -> bool:
    """Whether a word is two names between which a page has no space: "HaddadLedger"."""
    return any(word.startswith(name) and word.removeprefix(name) in known for name in known)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())


@cache
def _words() -> Mapping[str, frozenset[str]]:
    content = tomllib.loads(files("kg.read.html").joinpath("labels.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in content.items()}
