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


def without_furniture(paragraphs: Iterable[str], metadata: Metadata) -> list[str]:
    """The paragraphs of an article without labels, without the headline and what stands above it, and bylines."""
    kept = [paragraph for paragraph in paragraphs if _bare(paragraph) not in _words()["labels"]]
    title = _bare(metadata.title or "")
    above = next((place for place, paragraph in enumerate(kept[:_TOP]) if title and _bare(paragraph) == title), None)
    if above is not None and all(len(paragraph.split()) <= _LONGEST_LABEL for paragraph in kept[:above]):
        del kept[: above + 1]
    known = {word for name in (*names(metadata.authors), metadata.publisher or "") for word in _bare(name).split()}
    return [
        paragraph
        for place, paragraph in enumerate(kept)
        if place >= _TOP or not _is_byline(paragraph, known) or place == len(kept) - 1 == 0
    ]


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
