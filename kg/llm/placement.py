"""Whom a reply means: the entities of a document, as replies to its passages change them.

A model sees who is meant better than rules do: what it lists as other wordings of an entity becomes that entity's, and
what it tells apart is parted; an entity that no words of the document name does not come about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.spelling import UNSPACED, fold
from kg.text.model import Phrase, Referent, Referents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.llm.model import NamedEntity
    from kg.model import MentionKind
    from kg.text.model import Parse

_KINDS: Final[dict[str, MentionKind]] = {"PROPN": "name", "PRON": "pronoun"}
_UNNAMED: Final = frozenset({"", "Event", "People", "Role", "Topic"})
"""Classes whose members seldom have a name."""
_SAME: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
"""Signs that a model writes plainly: one character each, so that no offset moves."""
_LETTER: Final = UNSPACED.pattern.replace("[", r"[^\W", 1)
"""A letter or digit beside which a word goes on."""
_STEM, _ENDING = 3, 2
"""The least letters that forms of a word share, and the most that its shorter form may end in otherwise."""
_TRIMMED: Final = " .,;:!?\"'()[]"


@lru_cache(maxsize=4_096)
def _pattern(words: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in words.translate(_SAME).split()]
    before = "" if UNSPACED.match(words[0]) else f"(?<!{_LETTER})"
    after = "" if UNSPACED.match(words[-1]) else f"(?!{_LETTER})"
    return re.compile(before + r"\s+".join(parts) + after)


def find_words(parse: Parse, words: str, sentence: int) -> list[tuple[int, int]]:
    """The ranges of tokens of a sentence, half-open, that are these words; none where it does not have them.

    Of what begins or ends within a token ("Taliban-led", "Ann's") the whole token is taken.
    """
    trimmed = words.strip(_TRIMMED)
    if not trimmed or not 0 <= sentence < len(parse.sentences):
        return []
    first, last = parse.sentences[sentence]
    begin, end = parse.begins[first], parse.ends[last - 1]
    text = parse.text[begin:end].translate(_SAME)
    for pattern in (_pattern(trimmed), re.compile(_pattern(trimmed).pattern, re.IGNORECASE)):
        found = []
        for match in pattern.finditer(text):
            start = bisect_right(parse.ends, begin + match.start(), first, last)
            stop = bisect_left(parse.begins, begin + match.end(), first, last)
            if start < stop:
                found.append((start, stop))
        if found:
            return found
    return []


@dataclass(slots=True)
class _Row:
    """A referent that may change; `wordings` are what replies call it."""

    name: str
    cls: str
    aliases: list[str]
    phrases: list[int]
    wordings: list[str] = field(default_factory=list)


class Placement:
    """The referents of a document, as replies change them."""

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self._parse = parse
        self._phrases = list(referents.phrases)
        self._before = referents.referent_of
        self._referent_of = list(referents.referent_of)
        self._phrase_at = list(referents.phrase_at)
        self._rows = [_Row(r.name, r.cls, list(r.aliases), list(r.phrases)) for r in referents.referents]
        self.refused = 0
        """How many entities of the text replies would have made another person of."""
        self._used: set[int] = set()
        """The phrases that facts rest on: they mention what they did then."""
        self._known: dict[tuple[str, bool], int] = {}
        """The rows by what replies call them, and whether that is a post."""

    def referents(self) -> Referents:
        """The referents as they are now; phrases that mention others than kg found are marked."""
        before = self._before
        phrases = (
            replace(phrase, by_llm=place >= len(before) or before[place] != row)
            for place, (phrase, row) in enumerate(zip(self._phrases, self._referent_of, strict=True))
        )
        rows = [Referent(r.name, r.cls, tuple(dict.fromkeys(r.aliases)), tuple(sorted(r.phrases))) for r in self._rows]
        return Referents(tuple(phrases), tuple(rows), tuple(self._referent_of), tuple(self._phrase_at))

    def place(self, entities: Iterable[NamedEntity], sentences: Sequence[int]) -> None:
        """Find the entities of a reply to a passage, whose sentences are given by their places."""
        claimed: dict[int, NamedEntity] = {}
        for entity in entities:
            row = self._home(entity, sentences)
            if row in claimed:  # two entities in which the rules saw one
                row = self._parted(entity, claimed[row], row)
            if row is None:
                row = self._new(entity.name, entity.cls, sentences)
            if row is None:
                row = next((r for w in entity.also if (r := self._new(w, entity.cls, sentences)) is not None), None)
                if row is not None and _inflects(entity.name, self._rows[row].name):
                    self._rows[row].aliases.append(self._rows[row].name)
                    self._rows[row].name = entity.name
            if row is None:
                continue
            claimed[row] = entity
            self._take(row, entity, sentences)
        for row, entity in claimed.items():
            self._gather(row, entity, claimed, sentences)
            self._add_wordings(row, entity, sentences)

    def _add_wordings(self, row: int, entity: NamedEntity, sentences: Sequence[int]) -> None:
        """Let wordings of an entity that are no phrase yet be its mentions."""
        for wording in entity.also:
            for sentence in sentences:
                for start, end in find_words(self._parse, wording, sentence):
                    if all(self._phrase_at[token] < 0 for token in range(start, end)):
                        self._moved(self._add_phrase(start, end, entity.cls), row)

    def row_of(self, name: str, *, role: bool = False) -> int | None:
        """The entity that a reply calls so, a post first or last; None: nothing is called so."""
        for post in (role, not role):
            if (row := self._known.get((fold(name), post))) is not None:
                return row
        return next(iter(self._called(name)), None)

    def row_at(self, words: str, sentence: int, cls: str) -> int | None:
        """The entity that words of a sentence mention, a new one where they are no mention yet; None: not its words."""
        ranges = find_words(self._parse, words, sentence)
        place = self._phrase_in(ranges[0], role=cls == "Role") if ranges else None
        if place is not None and self._referent_of[place] >= 0:
            return self._referent_of[place]
        return self._new(words, cls, [sentence])

    def row(self, place: int) -> int:
        """The entity that a phrase mentions."""
        return self._referent_of[place]

    def tokens(self, place: int) -> tuple[int, int]:
        """The tokens of a phrase, half-open."""
        return self._phrases[place].start, self._phrases[place].end

    def head(self, place: int) -> int:
        """The token of a phrase that governs it."""
        return self._phrases[place].head

    def head_of(self, row: int, sentence: int) -> int:
        """The head token of a phrase by which a reader of `phrase_at` finds an entity, -1 for none.

        One in the sentence comes first, then one before it.
        """
        of, at = self._parse.sentence_of, self._phrase_at
        heads = [self._phrases[p].head for p in self._rows[row].phrases if at[self._phrases[p].head] == p]
        return min(
            heads,
            key=lambda head: (of[head] != sentence, of[head] > sentence, abs(of[head] - sentence), head),
            default=-1,
        )

    def mention(
        self, row: int, words: str, sentence: int, *, role: bool = False, beside: int | None = None
    ) -> int | None:
        """The phrase in a sentence by which it mentions an entity, with these words or, where there are none, any.

        None where it has no such words: they become a mention where no phrase was found. A pronoun or a description
        that was taken for another entity is this one's from now on, unless it is the phrase `beside` which it stands:
        "Canadians" mentions people and their country.
        """
        if words:
            ranges = find_words(self._parse, words, sentence)
            own = (place for each in ranges if (place := self._phrase_in(each, row=row)) is not None)
            place = next(own, None)
        else:
            place = self._mentioned(row, sentence)
            names = (self._rows[row].name, *self._rows[row].aliases, *self._rows[row].wordings)
            found = (find_words(self._parse, name, sentence) for name in names) if place is None else ()
            ranges = next(filter(None, found), [])
        if place is None:
            if not ranges:
                return None
            place = self._phrase_in(ranges[0], role=role)
            if place is None or place == beside or place in self._used:
                place = self._add_phrase(*ranges[0], self._rows[row].cls)
            self._moved(place, row)
        self._used.add(place)
        return place

    def _mentioned(self, row: int, sentence: int) -> int | None:
        """The phrase of an entity in a sentence, names first."""
        own = [p for p in self._rows[row].phrases if self._parse.sentence_of[self._phrases[p].head] == sentence]
        order = ("name", "demonym", "pronoun", "nominal")
        return min(own, key=lambda p: (order.index(self._phrases[p].kind), self._phrases[p].start), default=None)

    def _home(self, entity: NamedEntity, sentences: Sequence[int]) -> int | None:
        """The referent that an entity is, by its name or, where it has none of its own, other wordings.

        Else the one that a phrase of the passage mentions whose head is that of the name: "ceasefire" in "a ceasefire
        of two days".
        """
        for name in (entity.name, *entity.also):
            for row in self._called(name):
                if (self._rows[row].cls == "Role") == (entity.cls == "Role"):
                    return row
        for sentence in sentences:
            for tokens in find_words(self._parse, entity.name, sentence):
                place = self._phrase_in(tokens, role=entity.cls == "Role")
                if place is None or (entity.name.islower() and self._phrases[place].kind == "name"):
                    continue
                if self._referent_of[place] >= 0:
                    return self._referent_of[place]
        return None

    def _called(self, name: str) -> list[int]:
        """The referents with a name, those first whose main one it is; a word without capitals calls no proper name."""
        wanted = fold(name)
        rows = [place for place, row in enumerate(self._rows) if row.phrases]
        if name.islower():
            rows = [place for place in rows if not self._is_proper(place, wanted)]
        main = [place for place in rows if fold(self._rows[place].name) == wanted]
        return main or [place for place in rows if wanted in map(fold, self._rows[place].aliases)]

    def _is_proper(self, row: int, wanted: str) -> bool:
        """Return whether a folded word is a proper name of an entity."""
        return any(
            self._phrases[place].kind == "name" and fold(self._words(place)) == wanted
            for place in self._rows[row].phrases
        )

    def _take(self, row: int, entity: NamedEntity, sentences: Sequence[int]) -> None:
        """Let a referent be what a reply says that it is; its name changes to one that stands in the passage alone."""
        mine, role = self._rows[row], entity.cls == "Role"
        for name in (entity.name, *entity.also):
            self._known.setdefault((fold(name), role), row)
        self._known[fold(entity.name), role] = row
        mine.wordings += [entity.name, *entity.also]
        stands = any(find_words(self._parse, entity.name, each) for each in sentences)
        if mine.name != entity.name and stands and not self._is_other_person(row, entity.name):
            mine.aliases = [name for name in (mine.name, *mine.aliases) if name != entity.name]
            mine.name = entity.name
        if entity.cls:
            mine.cls = entity.cls

    def _parted(self, entity: NamedEntity, other: NamedEntity, row: int) -> int | None:
        """A new referent for the phrases of `row` that are called as `entity` is; None where they are `other`'s too."""
        names = {fold(name) for name in (entity.name, *entity.also)} - {fold(n) for n in (other.name, *other.also)}
        moved = [place for place in self._rows[row].phrases if fold(self._words(place)) in names]
        if not moved or len(moved) == len(self._rows[row].phrases):
            return None
        fresh = self._add_row(entity.name if fold(entity.name) in names else self._words(moved[0]), entity.cls)
        for place in moved:
            self._moved(place, fresh)
        gone = {fold(self._words(place)) for place in moved}
        mine = self._rows[row]
        mine.aliases = [name for name in mine.aliases if fold(name) not in gone]
        if fold(mine.name) in gone:
            mine.name = next(iter(mine.aliases), self._words(mine.phrases[0]))
        return fresh

    def _gather(self, row: int, entity: NamedEntity, claimed: dict[int, NamedEntity], sentences: Sequence[int]) -> None:
        """Let what is called as an entity is be the entity, where no other entity of the reply is called so.

        A description means it in the passage alone that the reply is about: elsewhere "the member" may be another.
        """
        names = {fold(name) for name in (entity.name, *entity.also)}
        others = [each for place, each in claimed.items() if place != row]
        names -= {fold(name) for each in others for name in (each.name, *each.also)}
        by_row: dict[int, list[int]] = defaultdict(list)
        for place, phrase in enumerate(self._phrases):
            words = self._words(place)
            if phrase.kind == "pronoun" or fold(words) not in names:
                continue
            if phrase.kind == "nominal" and self._parse.sentence_of[phrase.head] not in sentences:
                continue
            if not (words.islower() and self._is_proper(row, fold(words))):
                by_row[self._referent_of[place]].append(place)
        for other, places in by_row.items():
            if other in {-1, row} or (self._rows[other].cls == "Role") != (entity.cls == "Role"):
                continue
            if self._is_other_person(other, self._rows[row].name):
                self.refused += 1
                continue
            mine = self._rows[other]
            whole = other not in claimed and fold(mine.name) in names
            for place in list(mine.phrases) if whole else places:
                self._moved(place, row)
            if whole:
                self._rows[row].aliases += [name for name in (mine.name, *mine.aliases) if name != self._rows[row].name]

    def _is_other_person(self, row: int, name: str) -> bool:
        """Return whether an entity is a person whom a name cannot mean: it shares no word with that person's own.

        A reply may not say of somebody what the text says of another, nor call them what nobody does.
        """
        mine = fold(self._rows[row].name)
        return (
            self._rows[row].cls == "Person"
            and self._is_proper(row, mine)
            and set(mine.split()).isdisjoint(fold(name).split())
        )

    def _new(self, name: str, cls: str, sentences: Sequence[int]) -> int | None:
        """A new referent for words that stand in the passage, None where they do not."""
        places = [(s, found) for s in sentences for found in find_words(self._parse, name, s)]
        if not places:
            return None
        row = self._add_row(name, cls or "Topic")
        for _, (start, end) in places:
            place = self._phrase_in((start, end), role=cls == "Role")
            if place is None or self._referent_of[place] >= 0:  # what is another's stays so, until a fact says more
                place = self._add_phrase(start, end, cls)
            self._moved(place, row)
        return row

    def _add_row(self, name: str, cls: str) -> int:
        self._rows.append(_Row(name, cls, [], []))
        return len(self._rows) - 1

    def _moved(self, place: int, row: int) -> int:
        """The phrase, which mentions another referent from now on."""
        before = self._referent_of[place]
        if before >= 0 and place in self._rows[before].phrases:
            self._rows[before].phrases.remove(place)
        self._referent_of[place] = row
        self._rows[row].phrases.append(place)
        words, mine = self._words(place), self._rows[row]
        if self._phrases[place].kind != "pronoun" and words != mine.name and words not in mine.aliases:
            mine.aliases.append(words)
        return place

    def _phrase_in(self, tokens: tuple[int, int], *, row: int | None = None, role: bool | None = None) -> int | None:
        """The phrase that some tokens are: just these, else the one with their head; of `row`, or a post or none."""
        start, end = tokens
        head = self.root(start, end)
        fit = [
            place
            for place, phrase in enumerate(self._phrases)
            if start <= phrase.head < end
            and (row is None or self._referent_of[place] == row)
            and (role is None or (self._class(place) == "Role") == role)
            and (phrase.head == head or (phrase.start, phrase.end) == tokens)
        ]
        return min(
            fit,
            key=lambda p: (self.tokens(p) != tokens, -(self._phrases[p].end - self._phrases[p].start)),
            default=None,
        )

    def _class(self, place: int) -> str:
        row = self._referent_of[place]
        return self._rows[row].cls if row >= 0 else self._phrases[place].cls

    def root(self, start: int, end: int) -> int:
        """Return the token of a range that governs it: the first whose head is outside."""
        heads = self._parse.heads
        return next((t for t in range(start, end) if heads[t] == t or not start <= heads[t] < end), end - 1)

    def _add_phrase(self, start: int, end: int, cls: str) -> int:
        head = self.root(start, end)
        kind = _KINDS.get(self._parse.pos[head], "nominal")
        if not self._parse.pos[head] and cls not in _UNNAMED and not self._words_of(start, end)[0].islower():
            kind = "name"  # no tagger has read this language
        self._phrases.append(Phrase(start, end, head, kind, cls if cls in ontology.CLASSES else ""))
        self._referent_of.append(-1)
        place = len(self._phrases) - 1
        for token in range(start, end):
            if self._phrase_at[token] < 0 or (token == head and self._referent_of[self._phrase_at[token]] < 0):
                self._phrase_at[token] = place
        return place

    def _words(self, place: int) -> str:
        return self._words_of(*self.tokens(place))

    def _words_of(self, start: int, end: int) -> str:
        return " ".join(self._parse.words_of(start, end).split())


def _inflects(name: str, words: str) -> bool:
    """Return whether words are another form of a name: each word begins as its own does ("Гамбурга" of "Гамбург")."""
    ones, others = fold(name).split(), fold(words).split()
    shared = [max(_STEM, min(map(len, pair)) - _ENDING) for pair in zip(ones, others, strict=False)]
    same = (one[:size] == other[:size] for one, other, size in zip(ones, others, shared, strict=False))
    return len(ones) == len(others) and all(same)
