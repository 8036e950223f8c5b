"""Quotations, their speakers, and the claims that are made."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.text.lexicon.tables import words
from kg.text.model import ClaimMention, Quote
from kg.text.syntax.dependencies import NOMINAL, auxiliaries, child, lemma_of, name_labels, own_subjects, prepositional

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from kg.text.model import Clause, Parse

SOURCE_PREPOSITIONS = words("words/attitudes", "reporting", "phrases")
"""Prepositions that bring who says a clause: "according to X"."""
_NO_SOURCES = words("words/attribution/sources", "no_sources")
_REPORTING = words("words/attitudes", "reporting", "verbs")
_DOCUMENTS = words("words/nouns/documents", "words")
_ISSUING = words("words/attribution/sources", "issuing")
_TAGS = words("words/attribution/sources", "tags")
_QUOTING = words("words/attribution/sources", "quoting")
_LEARNING = words("words/attribution/sources", "learning")
_APART = frozenset({"and", "or", ",", "&"})
_CLOSING_MARKS = frozenset({"”", '"', "''"})
_SHORTEST = 4
"""The fewest words before a tag."""
_BACK = 500
"""How many words back the author of "the report" may be named."""


def named_subject(parse: Parse, clause: Clause, outside: Container[int] = ()) -> int:
    """The first subject of a clause that may name who says it and is none of the tokens `outside`; -1 for none."""
    heads = clause.heads("subject")
    if not heads and parse.lower_at(clause.verb - 1) in _CLOSING_MARKS:
        heads = tuple(head for head in clause.heads("object") if head > clause.verb)  # '"Why?" asked the mayor'
    named = [head for head in heads if head not in outside and parse.lowers[head] not in _NO_SOURCES]
    if not named:
        return -1
    apart = _APART.intersection(parse.lowers[named[0] : named[-1]])
    return named[0] if apart else named[-1]  # a name that the parser took for several subjects ends in its head


def named_source(parse: Parse, clauses: Sequence[Clause], clause: Clause) -> int:
    """Who says what a clause of saying governs, -1 for none: its subject.

    It is Y in "X quoted Y as saying that …" and "X heard from Y that …".
    """
    above = clauses[clause.parent] if clause.link == "pcomp" else None
    if above is not None and above.lemma in _QUOTING and above.heads("object"):
        return above.heads("object")[0]
    told = clause.heads("oblique", "from") if clause.lemma in _LEARNING else ()
    return told[0] if told else named_subject(parse, clause)


def speaker_of(parse: Parse, token: int) -> int:
    """Who speaks through a document: the head of "the ministry" for "a statement from the ministry", else `token`.

    "The statement", later on, is that one.
    """
    lemma = lemma_of(parse, token)
    if lemma not in _DOCUMENTS:
        return token
    author = _author_beside(parse, token)
    if (
        author < 0
        and parse.left[token] == token - 1
        and parse.lowers[token - 1] == "the"
        and parse.right[token] == token
    ):
        first = max(-1, token - _BACK)
        before = (other for other in range(token - 1, first, -1) if parse.lemmas[other] == lemma)
        author = next((found for other in before if (found := _author_beside(parse, other)) >= 0), -1)
    return author if author >= 0 else token


def _author_beside(parse: Parse, token: int) -> int:
    """Whom the words beside a document name as its author, -1 for none."""
    for node in parse.children[token]:
        found = -1
        if parse.deps[node] == "poss":
            found = node
        elif parse.deps[node] == "prep" and parse.lowers[node] in {"from", "by", "of"}:
            found = child(parse, node, "pobj")
        elif parse.deps[node] in {"relcl", "acl"}:
            found = _author(parse, node)
        if found >= 0:
            return found
    labels = ("compound", "nmod", "amod")
    names = [c for c in parse.children[token] if parse.deps[c] in labels and parse.pos[c] == "PROPN"]
    return names[-1] if names else -1


def _author(parse: Parse, verb: int) -> int:
    """Who issued a document: "a report that the regulator wrote", "a report released by the ministry"; -1 for none."""
    if parse.lemmas[verb] not in _ISSUING:
        return -1
    by = child(parse, verb, "agent")
    author = child(parse, by, "pobj") if by >= 0 else child(parse, verb, "nsubj")
    return author if author >= 0 and parse.tags[author] not in {"WDT", "WP"} else -1


_TELLING = words("words/attribution/sources", "telling")
_MARK = re.compile(r"[“”„\"«»]|``|''|(?<![\w’])‘(?=\w)|(?<=[,.!?…])’(?!\w)")
_SINGLE = re.compile(r"(?<![\w'])'(?=[^\W\d])(?:(?!\s')[^\"“”]){2,600}?(?:[,.!?…](?='\W)|(?=',))")
"""A quotation in straight single marks, which are apostrophes elsewhere: it ends at punctuation."""
_OPENING = frozenset("“„«‘") | {"``"}
_CLOSING = frozenset("”»’") | {"''"}
_STRAIGHT = frozenset('"')
"""Marks that open and close alike; so does '' in a text that opens none with ``."""
_MOST_BLOCKS = 6
"""How many blocks a quotation may run through without a mark of its own in them."""
_MARKS = frozenset("“”„\"«»‘'")
_SPOKEN = words("words/attribution/sources", "spoken")
_FIRST = words("words/function_words", "pronouns", "first_singular") | words(
    "words/function_words", "pronouns", "first_plural"
)
_SPEECH_END = re.compile(r"[,.!?…—-]\s*$")


def find_quotes(parse: Parse, clauses: Sequence[Clause]) -> tuple[Quote, ...]:
    """The quotations of a text in order."""
    quotes = _spans(parse)
    found = _Speakers(parse, clauses, quotes).attributed() if quotes else ()
    return tuple(sorted((*found, *_set_apart(parse, clauses, quotes)), key=lambda quote: quote.begin))


def _set_apart(parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> Iterator[Quote]:
    """Find blocks without marks that are quoted after a clause of saying and a colon: 'In a speech he said: / I …'.

    Further blocks go on with it as long as they speak of "I" or "we".
    """
    marked = {token for quote in quotes for token in range(quote.start, quote.stop)}
    for number, (first, last) in enumerate(parse.blocks[:-1]):
        if parse.words[last - 1] != ":" or parse.words[last] in _MARKS:
            continue
        start = max(first, parse.sentences[parse.sentence_of[last - 1]][0])
        inside = [place for place, clause in enumerate(clauses) if start <= clause.verb < last]
        spoken = any(lemma_of(parse, token) in _SPOKEN for token in range(start, last))
        said = [at for at in inside if clauses[at].lemma in _REPORTING or (spoken and clauses[at].parent < 0)]
        speaker = named_subject(parse, clauses[said[0]], marked) if said else -1
        for begin, end in parse.blocks[number + 1 :] if speaker >= 0 else ():
            tokens = range(begin, end)
            if not marked.isdisjoint(tokens) or not any(parse.lowers[token] in _FIRST for token in tokens):
                break
            span = parse.span(begin, end)
            yield Quote(span.begin, span.end, begin, end, speech=True, speaker=speaker, clause=said[0])


def _spans(parse: Parse) -> list[Quote]:
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
    straight = _STRAIGHT if "``" in text else _STRAIGHT | {"''"}
    marks = list(_MARK.finditer(text, begin, end))
    if pending and len(marks) % 2 and marks[0].start() > begin and all(mark[0] in straight for mark in marks):
        orphan = marks.pop(0).start()
    for match in marks:
        mark, place = match[0], match.start()
        opens = mark in _OPENING or (mark in straight and _opens(text, match, begin, end))
        if opened < 0:
            if (mark in _CLOSING and mark not in straight) or (mark in straight and _closes(text, match, begin, end)):
                orphan = place if not found and orphan < 0 and mark != "’" else orphan
            else:
                opened, single = match.end(), mark == "‘"
        elif single != (mark in "‘’"):
            continue  # a mark of the other kind stands inside the quotation
        elif opens:
            if mark in {"‘", "``"}:
                continue
            if text[opened:place].rstrip()[-1:] in {".", "!", "?"}:
                found.append((opened, place))  # a speech that goes on, once set as a paragraph of its own
            opened = match.end()  # the quotation before was never closed
        else:
            found.append((opened, place))
            opened = -1
    return found, -1 if single else opened, orphan


def _opens(text: str, mark: re.Match[str], begin: int, end: int) -> bool:
    """Whether a straight mark can only open: a space or nothing before it, a word after it."""
    place, after = mark.span()
    if place > begin + 1 and text[place - 1].isspace() and text[place - 2] in ",.!?":
        # not in tokenised text, '"We came, "he said', but where a speech goes on: '"We came. "We saw."'
        return text[place - 2] != "," and text[after : after + 1].isupper()
    before = text[place - 1] if place > begin else " "
    return (before.isspace() or before in "([") and after < end and text[after].isalnum()


def _closes(text: str, mark: re.Match[str], begin: int, end: int) -> bool:
    """Whether a straight mark can only close, or stands for inches."""
    place, after = mark.span()
    follows = text[after] if after < end else " "
    return place > begin and not text[place - 1].isspace() and text[place - 1] not in "([—-" and not follows.isalnum()


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


_EDGE_MARKS = ("double_quotes", "sentence_end", "clause_end", "dashes")
_EDGES = frozenset({"and", "but"}).union(*(words("words/function_words", "marks", kind) for kind in _EDGE_MARKS))
_TAG_MARKS = frozenset({",", ".", "?", "!", "-", "–", "—", "--", '"', "”", "''", "’"})
_CIRCUMSTANCES = frozenset({"prep", "npadvmod", "advmod", "advcl", "dative", "dobj", "prt", "tmod"})
_PHASES = words("words/attribution/factuality", "phases")
_LONGEST_NAME = 9
_DESCRIBING = words("words/attribution/sources", "describing")
_LABELLING = words("words/attribution/sources", "labelling")
_FRAMES = _REPORTING | _DESCRIBING | _LABELLING | words("words/attribution/sources", "discussing")
_LABELS = ("dobj", "oprd", "ccomp", "xcomp", "prep", "dative", "acomp", "advcl")
_SPEAKING = frozenset({"PERSON", "ORG", "NORP"})
"""Labels of the model's names of those who speak."""
_SPEAKERS = words("words/attribution/sources", "speakers")
_SHORTEST_CLAIM = 2
"""The fewest words of a claim."""


def find_claims(parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> tuple[ClaimMention, ...]:
    """The claims of a text in the order of their words, direct quotations before the indirect speech around them."""
    heads = sorted((clause.head, place) for place, clause in enumerate(clauses))
    speeches = [quote for quote in quotes if quote.speech]
    quoted = {token for quote in speeches for token in range(quote.start, quote.stop)}
    sayings = [_Saying(q.start, q.stop, q.speaker, q.to, q.clause, direct=True) for q in speeches if q.speaker >= 0]
    indirect = (*_tagged(parse, clauses), *_indirect(parse, clauses), *_according(parse, clauses), *_announced(parse))
    for saying in indirect:
        start, stop = _trimmed(parse, saying.start, saying.stop)
        if stop - start <= 2 or not quoted.issuperset(range(start + 1, stop - 1)):
            sayings.append(saying._replace(start=start, stop=stop))
    found = [_claim(parse, heads, saying) for saying in sayings if saying.stop - saying.start >= _SHORTEST_CLAIM]
    unique = {(claim.span, claim.direct): claim for claim in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda claim: (claim.span, not claim.direct)))


def longest_first(claims: Sequence[ClaimMention]) -> list[ClaimMention]:
    """Return claims by length, so that what the shortest around a word says of it comes last."""
    return sorted(claims, key=lambda claim: claim.span.begin - claim.span.end)


def said_by(parse: Parse, claims: Sequence[ClaimMention]) -> list[int]:
    """Return the source of each token: the head token of that of the shortest claim around it, -1 for none."""
    found = [-1] * len(parse)
    for claim in longest_first(claims):
        start, stop = bisect_left(parse.begins, claim.span.begin), bisect_left(parse.begins, claim.span.end)
        found[start:stop] = [claim.source] * (stop - start)
    return found


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


def _indirect(parse: Parse, clauses: Sequence[Clause]) -> Iterator[_Saying]:
    """Indirect speech: "X told Y that …", "X urged Y to …", "…, X said, …"."""
    for place, clause in enumerate(clauses):
        source = named_source(parse, clauses, clause)
        if clause.lemma not in _FRAMES or clause.negated or source < 0 or clause.head != clause.verb:
            continue
        recipients = [*clause.heads("recipient"), *clause.heads("oblique", "to")]
        to = next(iter(clause.heads("recipient") or clause.heads("object") or recipients), -1)
        tag = min(parse.left[source], clause.verb), max(parse.right[source], clause.verb) + 1
        if _is_tag(parse, clause, source, tag):
            first, last = parse.sentences[parse.sentence_of[clause.verb]]
            tag = _with_circumstances(parse, clause, tag)
            yield from (_Saying(*part, source, to, place) for part in _beside((first, last), tag))
            continue
        described = list(_described(parse, clause))
        if described:  # the object is what is said, not whom it is said to
            to = next(iter(recipients), -1)
            yield from (_Saying(*part, source, to, place) for part in described)
            continue
        for head in clause.heads("complement"):
            start, stop = parse.left[head], parse.right[head] + 1
            if clause.lemma in _PHASES and parse.tags[head] in {"VB", "VBG"}:
                continue
            if start > clause.verb:
                stop = _goes_on(parse, clause, stop)
            start += parse.lowers[start] == "that" and parse.deps[start] == "mark"
            yield from (_Saying(*part, source, to, place) for part in _beside((start, stop), tag))


def _described(parse: Parse, clause: Clause) -> Iterator[tuple[int, int]]:
    """Find what a verb without a complement clause says: "called the fire a crime", "confirmed the deaths of two"."""
    if clause.lemma in _LABELLING:
        stop = max((parse.right[node] + 1 for node in parse.dependents(clause.verb, *_LABELS)), default=0)
        if stop > clause.verb + 1:
            yield clause.verb + 1, stop
    elif clause.lemma in _DESCRIBING and not clause.heads("complement"):
        for head in clause.heads("object"):
            if head > clause.verb and parse.pos[head] != "PRON":
                yield parse.left[head], parse.right[head] + 1


def _goes_on(parse: Parse, saying: Clause, stop: int) -> int:
    """Return the end of what somebody says, with the clauses that the parser joins to the verb of saying instead.

    "He said that it rained, and the game was off": a clause with a subject of its own goes on, unless it says something
    itself; so does a bare infinitive ("could free them, disarm her and leave").
    """
    for node in parse.children[saying.verb]:
        if node < stop or parse.deps[node] not in {"conj", "advcl"}:
            continue
        clause = parse.deps[node] == "conj" and own_subjects(parse, node) and lemma_of(parse, node) not in _REPORTING
        if clause or (parse.tags[node] == "VB" and not auxiliaries(parse, node)):
            stop = parse.right[node] + 1
    return stop


def _is_tag(parse: Parse, clause: Clause, source: int, tag: tuple[int, int]) -> bool:
    """Return whether the subject and the verb of a clause of saying stand between marks, beside what is said."""
    first, last = parse.sentences[parse.sentence_of[clause.verb]]
    before = parse.lower_at(tag[0] - 1) if tag[0] > first else ""
    if clause.passive or before not in _TAG_MARKS or (clause.heads("object") and clause.lemma not in _TELLING):
        return False
    if source > clause.verb:
        return True
    after = parse.lower_at(tag[1]) if tag[1] < last else "."
    return after in _TAG_MARKS or _with_circumstances(parse, clause, tag)[1] >= last - 1


def _with_circumstances(parse: Parse, clause: Clause, tag: tuple[int, int]) -> tuple[int, int]:
    """A tag with what follows and says when, where and to whom: "…, he said on Monday in Oslo"."""
    end = tag[1]
    for node in parse.children[clause.verb]:
        if end <= parse.left[node] <= end + 1 and parse.deps[node] in _CIRCUMSTANCES:
            end = parse.right[node] + 1
    return tag[0], end


def _beside(whole: tuple[int, int], tag: tuple[int, int]) -> Iterator[tuple[int, int]]:
    start, stop = whole
    if not start < tag[0] < stop and not start < tag[1] < stop:
        yield whole
        return
    if start < tag[0]:
        yield start, tag[0]
    if tag[1] < stop:
        yield tag[1], stop


def _according(parse: Parse, clauses: Sequence[Clause]) -> Iterator[_Saying]:
    """Sentences whose source a preposition brings: "according to X, …"."""
    for clause in clauses:
        for source in () if clause.link in {"light", "nominal"} else clause.heads("oblique", *SOURCE_PREPOSITIONS):
            start, stop = parse.sentences[parse.sentence_of[clause.verb]]
            node = source
            while parse.heads[node] not in {clause.verb, clause.head, node}:
                node = parse.heads[node]
            inside = parse.lower_at(parse.left[node] - 1) not in _TAG_MARKS and parse.left[node] > start
            last = all(parse.pos[token] == "PUNCT" for token in range(parse.right[node] + 1, stop))
            if inside or (clause.link == "conj" and not last):
                start = max(start, parse.left[clause.verb])  # "X came and, according to Z, Y left"
            if parse.lower_at(parse.right[node] + 1) not in _TAG_MARKS:
                stop = min(stop, parse.right[clause.verb] + 1)
            for part in _beside((start, stop), (parse.left[node], parse.right[node] + 1)):
                yield _Saying(*part, source)


def _announced(parse: Parse) -> Iterator[_Saying]:
    """Find what follows a name and a colon at the head of a block: "Police: two held", a turn of an interview."""
    labels = name_labels(parse)
    for first, last in parse.blocks:
        colon = next((t for t in range(first, min(first + _LONGEST_NAME, last)) if parse.words[t] == ":"), first)
        heads = [t for t in range(first, colon) if not first <= parse.heads[t] < colon or parse.heads[t] == t]
        spoken = len(heads) == 1 and not any(parse.pos[t] in {"VERB", "AUX", "NUM"} for t in range(first, colon))
        if spoken and (labels.get(heads[0]) in _SPEAKING or lemma_of(parse, heads[0]) in _SPEAKERS):
            yield _Saying(colon + 1, last, heads[0])


def _tagged(parse: Parse, clauses: Sequence[Clause]) -> Iterator[_Saying]:
    """Find sentences with a tag that the parser took for a noun phrase: "…, the Herald reports."."""
    verbs = {clause.verb for clause in clauses}
    for start, end in parse.sentences:
        last = end - 1
        while last > start and parse.pos[last] == "PUNCT":
            last -= 1
        if last - start <= _SHORTEST or last in verbs or parse.lowers[last] not in _TAGS:
            continue
        if parse.pos[last - 1] in NOMINAL and "," in parse.words[max(start, last - 7) : last]:
            yield _Saying(start, min(parse.left[last - 1], last - 1), last - 1)


def _trimmed(parse: Parse, start: int, stop: int) -> tuple[int, int]:
    while start < stop and parse.lowers[start] in _EDGES:
        start += 1
    while stop > start and parse.lowers[stop - 1] in _EDGES:
        stop -= 1
    return start, stop
