"""Questions in the ontology's own words: where no rule reads a statement, its words may be a relation's label."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kg.ask.model import ASKED, Pattern, Term
from kg.ask.statements import asked_tokens, called_tokens
from kg.model import Document
from kg.ontology import RELATIONS, labels
from kg.text.lexicon.tables import words
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from kg.ask.wording import Wording
    from kg.text.model import Parse, Reading

__all__ = ["labelled_pattern"]

_ARTICLES: Final = words("words/function_words", "determiners", "articles")


def labelled_pattern(reading: Reading, wording: Wording) -> tuple[Pattern, frozenset[int]] | None:
    """The relation by whose label a statement joins what it opens with and what it ends with, and all its tokens.

    "Brandt is the birthplace of Ada Marlow" is `bornIn` from its object.
    """
    parse = reading.parse
    ends = {tokens: Term("called", place) for tokens, place in called_tokens(parse, wording)}
    if asked := asked_tokens(reading, wording):
        ends[min(asked), max(asked) + 1] = ASKED
    size = next((t for t in reversed(range(len(parse))) if parse.words[t] != "."), -1) + 1
    first = next((span for span in ends if span[0] == 0 or (span[0] == 1 and parse.lowers[0] in _ARTICLES)), None)
    if first is None or first[1] >= size:
        return None
    for start in range(first[1] + 1, size):
        last = (start, size)
        other = ends.get(last) or (Term("words", words=parse.words_of(*last)) if not _inside(start, ends) else None)
        if other is None or (ASKED not in {ends[first], other} and wording.asking != "whether"):
            continue
        if found := _labelled(parse, first[1], start):
            name, forward = found
            pattern = Pattern(ends[first], name, other) if forward else Pattern(other, name, ends[first])
            return pattern, frozenset(range(size))
    return None


def _inside(token: int, ends: dict[tuple[int, int], Term]) -> bool:
    """Whether a token stands inside a name."""
    return any(begin < token < end for begin, end in ends)


def _labelled(parse: Parse, start: int, end: int) -> tuple[str, bool] | None:
    """The relation that has the tokens [start, end) for its label, and whether it reads so from its subject."""
    while end > start and parse.lowers[end - 1] in _ARTICLES:
        end -= 1
    start += parse.lower_at(start) == "will"  # which stands for "did"
    if start >= end:
        return None
    said = list(parse.lowers[start:end])
    for name, relation in RELATIONS.items():
        for label, forward in ((labels().get(name, ""), True), (relation.inverse_label, False)):
            own = label.split()
            if own[1:] != said[1:] or not own:
                continue
            if own[0] == said[0] or _lemma(label) == parse.lemmas[start].lower():
                return name, forward
    return None


@cache
def _lemma(label: str) -> str:
    """The lemma of the verb that opens a label."""
    return load_parser().parse(Document("label", f"She {label} them.")).lemmas[1].lower()
