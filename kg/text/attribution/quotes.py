"""Direct quotations: their words and who says them.

Curly and straight marks, quotations that run over sentences or paragraphs (each paragraph opens with a mark and only
the last closes with one), and the ways of news to name a speaker: `"…," X said`, `"…," said X`, `X: "…"`,
`X said: "…"`, a quotation that follows one with a speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.text.attribution.sources import SOURCE_PREPOSITIONS, named_subject
from kg.text.lexicon.tables import words
from kg.text.model import Quote
from kg.text.syntax.dependencies import NOMINAL
from kg.text.syntax.prepositions import prepositional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Clause, Parse

__all__ = ["find_quotes"]

_REPORTING = words("words/attitudes", "reporting", "verbs")
_TELLING = words("words/attribution/sources", "telling")
_MARK = re.compile(r"[“”„\"«»]|``|''|(?<![\w’])‘(?=\w)|(?<=[,.!?…])’(?!\w)")
_SINGLE = re.compile(r"(?<![\w'])'(?=[^\W\d])(?:(?!\s')[^\"“”]){2,600}?(?:[,.!?…](?='\W)|(?=',))")
"""A quotation in straight single marks, which are apostrophes elsewhere: it ends at punctuation."""
_OPENING = frozenset("“„«‘") | {"``"}
_CLOSING = frozenset("”»’") | {"''"}
_MOST_BLOCKS = 6
"""How many blocks a quotation may run through without a mark of its own in them."""
_MARKS = frozenset('“”„"«»‘')
_SPEECH_END = re.compile(r"[,.!?…—-]\s*$")


def find_quotes(parse: Parse, clauses: Sequence[Clause]) -> tuple[Quote, ...]:
    """The quotations of a text in order."""
    quotes = _spans(parse)
    return _Speakers(parse, clauses, quotes).attributed() if quotes else ()


def _spans(parse: Parse) -> list[Quote]:
    """The quotations without their speakers."""
    ranges: list[tuple[int, int]] = []
    pending: list[tuple[int, int]] = []  # the blocks of a quotation that is still open
    for start, end in parse.blocks:
        begin, close = parse.begins[start], parse.ends[end - 1]
        pairs, opened, orphan = _pairs(parse.text, begin, close, pending=bool(pending))
        if orphan >= 0 and pending:
            ranges += [*pending, (begin, orphan)]
        elif parse.text[begin] in _MARKS:
            ranges += pending
        elif pending and not pairs and opened < 0 and len(pending) < _MOST_BLOCKS:
            pending.append((begin, close))
            continue
        ranges += pairs
        pending = [(opened, close)] if opened >= 0 else []
    for match in _SINGLE.finditer(parse.text):
        ends = [match.start() + place for place, sign in enumerate(match[0]) if sign == "\n"]
        ranges += zip((match.start() + 1, *(end + 1 for end in ends)), (*ends, match.end()), strict=True)
    found: list[Quote] = []
    for inner, outer in sorted(ranges):
        first, stop = bisect_left(parse.begins, inner), bisect_left(parse.begins, outer)
        if first < stop and (not found or first >= found[-1].stop):
            found.append(Quote(inner, outer, first, stop, speech=_is_speech(parse, first, stop)))
    return found


def _pairs(text: str, begin: int, end: int, *, pending: bool) -> tuple[list[tuple[int, int]], int, int]:
    """The ranges between matching marks of a block, where it leaves one open, and a closing mark that comes first.

    Where a quotation is `pending` since a block before, the first of an odd number of straight marks ends it.
    """
    found: list[tuple[int, int]] = []
    opened, orphan, single = -1, -1, False
    marks = list(_MARK.finditer(text, begin, end))
    if pending and len(marks) % 2 and marks[0].start() > begin and all(mark[0] == '"' for mark in marks):
        orphan = marks.pop(0).start()
    for match in marks:
        mark, place = match[0], match.start()
        if opened < 0:
            if mark in _CLOSING or (mark == '"' and _closes(text, place, begin, end)):
                orphan = place if not found and orphan < 0 and mark != "’" else orphan
            else:
                opened, single = match.end(), mark == "‘"
        elif single != (mark in "‘’"):
            continue  # a mark of the other kind stands inside the quotation
        elif mark in _OPENING or (mark == '"' and _opens(text, place, begin, end)):
            if mark in {"‘", "``"}:
                continue
            if text[opened:place].rstrip()[-1:] in {".", "!", "?"}:
                found.append((opened, place))  # a speech that goes on, once set as a paragraph of its own
            opened = match.end()  # the quotation before was never closed
        else:
            found.append((opened, place))
            opened = -1
    return found, -1 if single else opened, orphan


def _opens(text: str, place: int, begin: int, end: int) -> bool:
    """Whether a straight mark can only open: a space or nothing before it, a word after it."""
    if place > begin + 1 and text[place - 1].isspace() and text[place - 2] in ",.!?":
        # not in tokenised text, '"We came, "he said', but where a speech goes on: '"We came. "We saw."'
        return text[place - 2] != "," and text[place + 1 : place + 2].isupper()
    before = text[place - 1] if place > begin else " "
    return (before.isspace() or before in "([") and place + 1 < end and text[place + 1].isalnum()


def _closes(text: str, place: int, begin: int, end: int) -> bool:
    """Whether a straight mark can only close, or stands for inches."""
    after = text[place + 1] if place + 1 < end else " "
    return place > begin and not text[place - 1].isspace() and text[place - 1] not in "([—-" and not after.isalnum()


def _is_speech(parse: Parse, start: int, stop: int) -> bool:
    """Whether the words are somebody's utterance rather than a name or a word in scare quotes."""
    inside = range(start, stop)
    if any(parse.tags[t] in {"VBZ", "VBD", "VBP", "MD"} for t in inside):
        return True
    if stop - start > 2 and any(parse.tags[t] in {"VB", "VBN", "VBG"} for t in inside):
        return sum(parse.words[t][0].islower() for t in inside) > (stop - start) / 2  # no title in capitals
    ended = stop - start > 1 and _SPEECH_END.search(parse.words_of(start, stop))
    return bool(ended) and any(parse.pos[t] in {"VERB", "INTJ", "ADV", "ADJ"} for t in inside)


class _Speakers:
    """Finds the speaker of each quotation of one text."""

    def __init__(self, parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> None:
        self._parse = parse
        self._clauses = clauses
        self._quotes = quotes
        quoted = (range(quote.start, quote.stop) for quote in quotes if quote.speech or quote.stop - quote.start > 3)
        self._inside = {token for tokens in quoted for token in tokens}
        self._starts = [start for start, _ in parse.blocks]
        self._sayings: dict[int, list[int]] = {}
        for place, clause in enumerate(clauses):
            plain = clause.kind != "nominal" and clause.link != "light" and clause.head == clause.verb
            said = plain and clause.lemma in _REPORTING and clause.verb not in self._inside
            if said and self._subject(clause) >= 0:
                self._sayings.setdefault(self._block(clause.verb), []).append(place)

    def _block(self, token: int) -> int:
        return bisect_left(self._starts, token + 1) - 1

    def _subject(self, clause: Clause) -> int:
        return named_subject(self._parse, clause, self._inside)

    def attributed(self) -> tuple[Quote, ...]:
        """The quotations with their speakers."""
        found: list[Quote] = []
        for number, quote in enumerate(self._quotes):
            found.append(self._attribute(number, quote, found))
        for number in range(len(found) - 2, -1, -1):
            quote, after = found[number], found[number + 1]
            if quote.speaker < 0 <= after.speaker and quote.speech and self._is_open(quote, after):
                found[number] = replace(quote, speaker=after.speaker, clause=after.clause, to=after.to)
        return tuple(found)

    def _is_open(self, quote: Quote, after: Quote) -> bool:
        """Whether a quotation runs on, through the end of its block, into the one after it."""
        here, there = self._block(quote.stop - 1), self._block(after.start)
        at_end = quote.stop == self._parse.blocks[here][1]
        return there == here + 1 and at_end and after.start == self._starts[there]

    def _attribute(self, number: int, quote: Quote, before: Sequence[Quote]) -> Quote:
        """The quotation with its speaker, given those before it with theirs."""
        place = self._saying(number, quote)
        if place >= 0:
            clause = self._clauses[place]
            hearers = clause.heads("recipient") or clause.heads("oblique", "to")
            if not hearers and clause.lemma in _TELLING:
                hearers = clause.heads("object")
            to = next(iter(hearers), -1)
            return replace(quote, speaker=self._subject(clause), clause=place, to=to)
        name = self._colon(quote)
        if name < 0:
            name = self._according(quote)
        if name < 0 and quote.speech and before and self._goes_on(before[-1], quote):
            return replace(quote, speaker=before[-1].speaker, clause=before[-1].clause, to=before[-1].to)
        if name < 0 and quote.speech:
            name = self._indirect(quote)
        return replace(quote, speaker=name)

    def _according(self, quote: Quote) -> int:
        """The speaker of '"…", according to X' and of 'in the words of X, "…"'."""
        parse = self._parse
        first = max(parse.sentences[parse.sentence_of[quote.start]][0], quote.start - 30)
        last = min(parse.sentence_end(quote.stop - 1), quote.stop + 6)
        for token in (*range(first, quote.start), *range(quote.stop, last)):
            if token not in self._inside and parse.deps[token] == "prep":
                for preposition, head, clause in prepositional(parse, token):
                    if preposition in SOURCE_PREPOSITIONS and not clause:
                        return head
        return -1

    def _indirect(self, quote: Quote) -> int:
        """The speaker of the indirect speech in the sentence before: 'X said that it failed. "It was bad luck."'."""
        parse = self._parse
        number = parse.sentence_of[quote.start]
        if quote.start - parse.sentences[number][0] > 1 or number == 0:
            return -1
        first, last = parse.sentences[number - 1]
        block = self._block(first)
        sayings = self._sayings.get(block, ()) if block >= self._block(quote.start) - 1 else ()
        clauses = (self._clauses[place] for place in sayings)
        return next((self._subject(c) for c in clauses if first <= c.verb < last and c.parent < 0), -1)

    def _saying(self, number: int, quote: Quote) -> int:
        """The clause of saying that belongs to a quotation: the nearest in the sentences that touch it."""
        parse = self._parse
        block = self._block(quote.start)
        first, _ = parse.sentences[parse.sentence_of[max(quote.start - 1, parse.blocks[block][0])]]
        after = min(quote.stop + 1, len(parse) - 1)
        last = parse.sentence_end(after)
        if parse.sentence_of[after] != parse.sentence_of[quote.stop - 1] and not self._tag_follows(quote):
            last = quote.stop + 1
        low = self._quotes[number - 1].stop if number else 0
        high = self._quotes[number + 1].start if number + 1 < len(self._quotes) else len(parse)
        best, distance = -1, 10_000
        for place in self._sayings.get(block, ()):
            verb = self._clauses[place].verb
            if not max(first, low if self._ends(low) else 0) <= verb < min(last, high):
                continue
            gap = quote.start - verb if verb < quote.start else verb - quote.stop
            gap += 3 * (verb < quote.start and parse.lowers[quote.start - 2 : quote.start - 1] == (".",))
            if gap < distance:
                best, distance = place, gap
        return best

    def _ends(self, stop: int) -> bool:
        """Whether the quotation before ended its sentence, so that its tag does not belong to the next one."""
        return stop > 0 and self._parse.words[stop - 1] in {".", "!", "?"}

    def _tag_follows(self, quote: Quote) -> bool:
        """Whether what follows a quotation that ends its sentence is its tag ("she asked" after "Why?")."""
        words, after = self._parse.words, quote.stop + 1
        if words[quote.stop - 1] in {",", "?", "!", "—", "-"}:
            return True
        return any(word[0].islower() for word in words[after : after + 1])

    def _colon(self, quote: Quote) -> int:
        """The speaker of 'X: "…"' and of a clause that ends in a colon."""
        parse = self._parse
        place = quote.start - 2
        if place <= 0 or parse.words[place] != ":" or parse.sentence_of[place] != parse.sentence_of[place - 1]:
            return -1
        first = parse.sentences[parse.sentence_of[place]][0]
        for clause in self._clauses:
            before = first <= clause.verb < place and (clause.link == "light" or clause.head < place)
            if before and clause.parent < 0 and clause.verb not in self._inside:
                return self._subject(clause)
        heads = [t for t in range(first, place) if parse.pos[t] in NOMINAL and not first <= parse.heads[t] < place]
        inner = [t for t in range(first, place) if parse.pos[t] == "PROPN"]
        return (heads or inner or [-1])[-1]

    def _goes_on(self, before: Quote, quote: Quote) -> bool:
        """Whether a quotation without a tag belongs to the speaker of the one before."""
        if before.speaker < 0 or not before.speech:
            return False
        here = self._block(quote.start)
        apart = here - self._block(before.start)
        return not apart or (apart == 1 and quote.start - self._starts[here] <= 1)
