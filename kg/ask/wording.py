"""The form of a question: what its question word asks for, and the question as a statement with a stand-in for that.

"Who did Ada Marlow meet in Varna?" is "Ada Marlow did meet Brandt in Varna", in which Brandt is what is asked for. The
reader knows statements better than questions, and its rules are written for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from kg.errors import QuestionError
from kg.text.lexicon.tables import table, word_labels, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ask.model import Called
    from kg.text.model import Parse

__all__ = ["DAY", "DAY_VALUE", "SAYING", "Asking", "Tense", "Wording", "find_wording"]

type Asking = Literal["who", "what", "where", "when", "number", "whether", "happened"]
"""What a question word asks for."""
type Tense = Literal["past", "present", "future"]

SAYING: Final = words("words/questions", "saying")
_STAND_INS: Final = ("Brandt", "Marlow")
"""What stands for who, what or where is asked for; the second where the first is in the question."""
DAY: Final = "3 March 1905"
"""What stands for the day that is asked for: of a time when kg reads no news."""
DAY_VALUE: Final = "1905-03-03"
_KINDS: Final = word_labels("words/questions", "kinds", labels=get_args(Asking.__value__))
_NOUNS: Final = word_labels("words/questions", "nouns", labels=get_args(Asking.__value__))
_WORDS: Final = frozenset(_KINDS) | words("words/questions", "others")
_OF_THINGS: Final = frozenset(word for word, kind in _KINDS.items() if kind in {"who", "what"})
_HAPPENING: Final = words("words/questions", "happening")
_FILLERS: Final = words("words/questions", "fillers")
_PLACES: Final = tuple(table("words/questions")["places"]["order"])
_AUXILIARIES: Final = words("words/questions", "auxiliaries")
_FUTURE: Final = words("words/questions", "future")
_ANSWERED: Final = "ask who, what, which, where, when or how many"
_QUESTION_TAGS: Final = frozenset({"WDT", "WP", "WP$", "WRB"})
_OPENING: Final = frozenset({"DET", "PROPN", "NOUN", "PRON", "NUM"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as a statement.

    `text` is the statement; `asked` are the code points of the stand-in there, None where there is none; `moved` those
    of each name of the graph, by its place in what was called. `noun` is the noun phrase of "which companies" without
    its question word, "" for none. `verb` is the lemma of the question's main verb. `shown` is the statement as people
    read it: `text` has "will" where the question has "did", which the parser never takes for the verb itself. `base` is
    the code point at which the verb after that begins: it is its own lemma ("did found"), -1 where there is none.
    `tense` is that of the question's auxiliary, or of its verb where it has none; the perfect is past.
    """

    asking: Asking
    text: str
    shown: str
    asked: tuple[int, int] | None
    moved: tuple[tuple[int, int, int], ...]
    noun: str = ""
    verb: str = ""
    base: int = -1
    tense: Tense = "past"


def find_wording(parse: Parse, called: Sequence[Called]) -> list[Wording]:
    """The statements that a question may be read as, the likelier first.

    Raises:
        QuestionError: it has no form that is known.
    """
    return _Former(parse, called).form()


class _Former:
    """The steps of `find_wording` over the parse of one question."""

    def __init__(self, parse: Parse, called: Sequence[Called]) -> None:
        self.parse = parse
        self.called = called
        self.end = len(parse)
        while self.end and not any(map(str.isalnum, parse.words[self.end - 1])):
            self.end -= 1
        self.name_at: dict[int, int] = {}  # the end of the name that opens at a token
        self.named: set[int] = set()
        for each in called:
            inside = [t for t in range(self.end) if parse.begins[t] < each.end and parse.ends[t] > each.begin]
            if inside:
                self.name_at[inside[0]] = inside[-1] + 1
                self.named.update(inside)
        self.tense: Tense = "past"
        self.name = next((name for name in _STAND_INS if name not in parse.text), _STAND_INS[0])

    def form(self) -> list[Wording]:
        parse = self.parse
        at = next((t for t in range(min(2, self.end)) if t not in self.named and self._is_question(t)), -1)
        if at < 0:
            return [self._whether()]
        if parse.tags[at] == "WP$" or parse.lowers[at] == "why" or at > 1:
            raise QuestionError(f"kg does not answer {parse.lowers[at]!r}: {_ANSWERED}")
        asking, noun, after = self._phrase(at)
        before = parse.words_of(0, at) if at else ""
        if after >= self.end:
            raise QuestionError("there is no verb after the question word: ask in a whole sentence")
        verb, subject = self._split(at, after)
        self.tense = self._tense_of(verb)
        if parse.lemmas[subject[1] if subject else after].lower() in _HAPPENING and asking == "what":
            return [self._wording("happened", [self.name, (at + 1, self.end)], noun="", verb="happen")]
        pieces = self._without_gap(after) if subject is None else self._with_gap(asking, before, verb, subject)
        return [self._wording(asking, each, noun=noun, verb=self._main_verb(verb, subject)) for each in pieces]

    def _is_question(self, token: int) -> bool:
        return self.parse.tags[token] in _QUESTION_TAGS or self.parse.lowers[token] in _WORDS

    def _phrase(self, at: int) -> tuple[Asking, str, int]:
        """What is asked for, the noun that says so, and the token behind the question's phrase."""
        parse, word = self.parse, self.parse.lowers[at]
        if word == "how":
            if parse.lower_at(at + 1) != "many":
                raise QuestionError("of the questions with 'how' kg answers 'how many' alone")
            after = self._verb_after(at + 2)
            return "number", parse.words_of(at + 2, after) if after > at + 2 else "", after
        asking: Asking = _KINDS.get(word, "what")  # type: ignore[assignment]  # the labels are those
        if asking != "what" or parse.lower_at(at + 1) == "" or self._is_verbal(at + 1):
            return asking, "", at + 1
        after = self._verb_after(at + 1)
        noun = parse.words_of(at + 1, after)
        general = _NOUNS.get(parse.lemmas[after - 1].lower())
        return (general or "what"), "" if general else noun, after  # type: ignore[return-value]

    def _verb_after(self, token: int) -> int:
        """The first token from here that may be the question's verb."""
        start = token
        while token < self.end and (token == start or not self._is_verbal(token)):
            token = self.name_at.get(token, token + 1)
        return token

    def _is_verbal(self, token: int) -> bool:
        parse = self.parse
        if token >= self.end or token in self.named:
            return False
        return parse.pos[token] in {"VERB", "AUX"} or parse.lowers[token] in _AUXILIARIES

    def _split(self, at: int, after: int) -> tuple[int, tuple[int, int] | None]:
        """The auxiliary behind the question's phrase, or its verb, and the subject that stands behind that, if any."""
        parse, verb = self.parse, after
        lower = parse.lowers[verb]
        if lower not in _AUXILIARIES:
            return verb, None
        start = verb + 1
        while parse.lower_at(start) in _FILLERS:
            start += 1
        if start >= self.end or parse.lowers[start] in {"not", "n't"}:
            return verb, None
        do = parse.lemmas[verb].lower() == "do"
        if not (do or start in self.name_at or parse.pos[start] in _OPENING or parse.pos[start] == "ADJ"):
            return verb, None
        subject = self._subject(start)
        if subject is None or (not do and parse.lowers[at] in _OF_THINGS and subject[1] >= self.end):
            return verb, None  # "Who is the minister of X?"
        return verb, subject

    def _subject(self, start: int) -> tuple[int, int] | None:
        """The tokens of the subject that opens at a token, to its last, half-open."""
        parse = self.parse
        opening = start + 1 if parse.pos[start] == "DET" and start + 1 in self.name_at else start
        if opening in self.name_at:
            end = self.name_at[opening]
            if parse.tags[end] != "POS" if end < self.end else True:
                follows = end < self.end and parse.pos[end] in _NOMINAL and self._verb_from(end + 1) < self.end
                if not follows:
                    return start, end
        heads = [t for t in range(start, self.end) if parse.deps[t] in _SUBJECTS and parse.left[t] <= start <= t]
        if heads:
            return start, min(parse.right[heads[0]] + 1, self._verb_from(heads[0] + 1))
        end = self._verb_from(start + 1)
        return (start, end) if end < self.end else None

    def _verb_from(self, token: int) -> int:
        while token < self.end and not (token not in self.named and self.parse.pos[token] in {"VERB", "AUX"}):
            token += 1
        return token

    def _tense_of(self, verb: int) -> Tense:
        """The tense of a question by its auxiliary, or by its verb where it has none."""
        parse = self.parse
        if parse.lowers[verb] in _FUTURE:
            return "future"
        present = parse.tags[verb] in {"VBZ", "VBP"} and parse.lemmas[verb].lower() != "have"
        return "present" if present else "past"

    def _main_verb(self, verb: int, subject: tuple[int, int] | None) -> str:
        """The lemma of the question's main verb, of which `verb` is the auxiliary or the verb itself."""
        parse = self.parse
        for token in range(verb if subject is None else subject[1], self.end):
            if token in self.named or parse.pos[token] in _NOMINAL:
                break
            if parse.pos[token] == "VERB" and parse.lowers[token] not in _AUXILIARIES:
                return parse.lemmas[token].lower()
        if subject is not None and subject[1] < self.end and parse.lemmas[verb].lower() == "do":
            return parse.lemmas[subject[1]].lower()
        return parse.lemmas[verb].lower()

    def _without_gap(self, after: int) -> list[list[tuple[int, int] | str]]:
        """What is asked for is the subject: "Who met X", "Which firm was bought by X"."""
        return [[self.name, (after, self.end)]]

    def _with_gap(
        self, asking: Asking, before: str, verb: int, subject: tuple[int, int]
    ) -> list[list[tuple[int, int] | str]]:
        """What is asked for stands behind the verb: "Who did X meet", "Where was X born"."""
        parse, (start, end) = self.parse, subject
        opening: list[tuple[int, int] | str] = [(start, end), (verb, verb + 1), (verb + 1, start)]
        if asking == "when":
            return [[*opening, (end, self.end), f"on {DAY}"]]
        stranded = self.end > end and parse.pos[self.end - 1] == "ADP" and parse.tags[self.end - 1] != "RP"
        if before:
            return [[*opening, (end, self.end), before.lower(), self.name]]
        if asking == "where":
            ends = [""] if stranded else [*_PLACES]
            return [[*opening, (end, self.end), *([each] if each else []), self.name] for each in ends]
        if stranded or parse.lowers[self.end - 1] == "by":
            return [[*opening, (end, self.end), self.name]]
        place = self._object_place(end)
        return [[*opening, (end, place), self.name, (place, self.end)]]

    def _object_place(self, token: int) -> int:
        """Where the object of the verb that opens at a token would stand: behind it, its particle and its recipient."""
        parse = self.parse
        while token < self.end and parse.lowers[token] in _FILLERS | _AUXILIARIES | {"not"}:
            token += 1
        place = token + 1
        while parse.lower_at(place) == "to" and place + 1 < self.end:
            place += 2  # "want to buy"
        if place < self.end and parse.tags[place] == "RP":
            place += 1
        if place < self.end and (place in self.name_at or parse.pos[place] in _OPENING):
            start = place
            place = self.name_at.get(start, start + 1)
            while place < self.end and parse.pos[place] in _NOMINAL | {"ADJ"}:
                place += 1
        return min(place, self.end)

    def _whether(self) -> Wording:
        """A question for yes or no, which opens with its auxiliary."""
        parse = self.parse
        first = next((t for t in range(self.end) if t not in self.named), -1)
        if first != 0 or parse.lowers[0] not in _AUXILIARIES or self.end < 3:
            raise QuestionError(f"there is no question word: {_ANSWERED}, or Did … ?")
        subject = self._subject(1)
        self.tense = self._tense_of(0)
        if subject is None or subject[1] >= self.end:
            raise QuestionError("there is no telling who or what the question is about: name it as its articles do")
        pieces: list[tuple[int, int] | str] = [subject, (0, 1), (subject[1], self.end)]
        return self._wording("whether", pieces, noun="", verb=self._main_verb(0, subject))

    def _wording(self, asking: Asking, pieces: Sequence[tuple[int, int] | str], *, noun: str, verb: str) -> Wording:
        """The pieces, which are tokens of the question or words of our own, as one text."""
        parse, text, asked, shown, base = self.parse, "", None, "", -1
        moved: list[tuple[int, int, int]] = []
        for piece in pieces:
            if not isinstance(piece, str) and piece[0] >= piece[1]:
                continue
            text += " " if text else ""
            shown += " " if shown else ""
            if isinstance(piece, str):
                if piece == self.name:
                    asked = len(text), len(text) + len(piece)
                text += piece
                shown += piece if piece != self.name else "…"
                continue
            begin, end = parse.begins[piece[0]], parse.ends[piece[1] - 1]
            for place, each in enumerate(self.called):
                if begin <= each.begin and each.end <= end:
                    shift = len(text) - begin
                    moved.append((each.begin + shift, each.end + shift, place))
            own = parse.text[begin:end]
            own = own if begin or piece[0] in self.named else own[:1].lower() + own[1:]
            shown += own
            if parse.lemmas[piece[0]].lower() == "do" and piece[0] + 1 == piece[1]:
                own, base = "will", len(text) + len("will ")
            text += own
        return Wording(
            asking, f"{text[:1].upper()}{text[1:]}.", shown, asked, tuple(moved), noun, verb, base, self.tense
        )
