"""Claims: what somebody is quoted or cited as saying, with the words and the clauses inside them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from kg.text.attribution.sources import SOURCE_PREPOSITIONS, named_source, speaker_of
from kg.text.lexicon.tables import words
from kg.text.model import ClaimMention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Clause, Parse, Quote

__all__ = ["find_claims"]

_REPORTING = words("words/attitudes", "reporting", "verbs") - words("words/attitudes", "hypothetical", "verbs")
_MARKS = ("double_quotes", "sentence_end", "clause_end", "dashes")
_EDGES = frozenset({"and", "but"}).union(*(words("words/function_words", "marks", kind) for kind in _MARKS))
_SHORTEST = 2
"""The fewest words of a claim."""


def find_claims(parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> tuple[ClaimMention, ...]:
    """The claims of a text in the order of their words, direct quotations before the indirect speech around them."""
    heads = sorted((clause.head, place) for place, clause in enumerate(clauses))
    speeches = [quote for quote in quotes if quote.speech]
    quoted = {token for quote in speeches for token in range(quote.start, quote.stop)}
    sayings = [_Saying(q.start, q.stop, q.speaker, q.to, q.clause, direct=True) for q in speeches if q.speaker >= 0]
    for saying in (*_indirect(parse, clauses), *_according(parse, clauses)):
        start, stop = _trimmed(parse, saying.start, saying.stop)
        if stop - start <= 2 or not quoted.issuperset(range(start + 1, stop - 1)):
            sayings.append(saying._replace(start=start, stop=stop))
    found = [_claim(parse, heads, saying) for saying in sayings if saying.stop - saying.start >= _SHORTEST]
    unique = {(claim.span, claim.direct): claim for claim in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda claim: (claim.span, not claim.direct)))


class _Saying(NamedTuple):
    """The tokens of a claim, the tokens of its source and addressee, the place of its clause of saying."""

    start: int
    stop: int
    source: int
    to: int = -1
    clause: int = -1
    direct: bool = False


def _claim(parse: Parse, heads: Sequence[tuple[int, int]], saying: _Saying) -> ClaimMention:
    first, last = bisect_left(heads, (saying.start, -1)), bisect_left(heads, (saying.stop, -1))
    inside = tuple(sorted(place for _, place in heads[first:last] if place != saying.clause))
    span = parse.span(saying.start, saying.stop)
    return ClaimMention(speaker_of(parse, saying.source), span, saying.direct, saying.to, saying.clause, inside)


def _indirect(parse: Parse, clauses: Sequence[Clause]) -> list[_Saying]:
    """Indirect speech: "X told Y that …"."""
    found = []
    finite = {clause.verb for clause in clauses if clause.kind == "finite" and clause.link in {"ccomp", "conj"}}
    for place, clause in enumerate(clauses):
        subject = named_source(parse, clauses, clause)
        if clause.lemma not in _REPORTING or clause.negated or subject < 0 or clause.head != clause.verb:
            continue
        to = next(iter(clause.heads("recipient") or clause.heads("object") or clause.heads("oblique", "to")), -1)
        found += [
            _Saying(*_words_of(parse, head, clause.verb), subject, to, place)
            for head in clause.heads("complement")
            if head in finite and clause.verb not in range(parse.left[head], parse.right[head] + 1)
        ]
    return found


def _words_of(parse: Parse, head: int, verb: int) -> tuple[int, int]:
    """The words of a complement on its side of the verb, without the "that" that opens it."""
    start, stop = parse.left[head], parse.right[head] + 1
    if start < verb < stop:
        start, stop = (start, verb) if head < verb else (verb + 1, stop)
    return start + (parse.lowers[start] == "that" and parse.deps[start] == "mark"), stop


def _according(parse: Parse, clauses: Sequence[Clause]) -> list[_Saying]:
    """Clauses whose source a preposition brings: "according to X, …"."""
    found = []
    for clause in clauses:
        for source in () if clause.link in {"light", "nominal"} else clause.heads("oblique", *SOURCE_PREPOSITIONS):
            first, last = parse.sentences[parse.sentence_of[clause.verb]]
            start, stop = max(first, parse.left[clause.verb]), min(last, parse.right[clause.verb] + 1)
            node = source
            while parse.heads[node] not in {clause.verb, clause.head, node}:
                node = parse.heads[node]
            left, right = parse.left[node], parse.right[node] + 1
            if left <= start + 1:
                start = right
            elif right >= stop - 1:
                stop = left
            else:
                continue
            found.append(_Saying(start, stop, source))
    return found


def _trimmed(parse: Parse, start: int, stop: int) -> tuple[int, int]:
    """The tokens without punctuation at the edges."""
    while start < stop and parse.lowers[start] in _EDGES:
        start += 1
    while stop > start and parse.lowers[stop - 1] in _EDGES:
        stop -= 1
    return start, stop
