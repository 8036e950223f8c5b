"""Questions in plain English, read by the stages that read news: names, clauses, relation rules, times.

"Who did Ada Marlow meet in Varna?" becomes "Ada Marlow did meet Brandt in Varna", in which Brandt stands for what is
asked for. Each statement that it may be read as is parsed once and read with each class that the answer may have; the
relations that join it with what the question names are what the graph is queried by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal, get_args

from kg.ask.model import ANYONE, ASKED, Pattern, Question, Term
from kg.dates import covered_days
from kg.errors import QuestionError
from kg.model import Document
from kg.ontology import CLASSES, RELATIONS, is_a, labels
from kg.pipeline import read_parse
from kg.text.lexicon.nouns import class_of_noun, singular
from kg.text.lexicon.tables import table, word_labels, words
from kg.text.model import UNNAMED, Name
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask.model import AskKind, Called
    from kg.text.model import Parse, Reading, RelationMention

__all__ = ["DAY", "Asking", "Tense", "Wording", "accounted", "chosen", "may_be", "read_question"]

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


_CONTENT: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM"})


def read_statement(wording: Wording, called: tuple[Called, ...], cls: str) -> Reading:
    """The statement as the stages read it, its stand-in of a class."""
    document, parse = Document("question", wording.text), _parsed(wording.text, wording.base)
    known = [Name(*tokens, called[place].classes[0]) for tokens, place in called_tokens(parse, wording)]
    if wording.asked is not None and (tokens := _tokens(parse, *wording.asked)):
        known.append(Name(*tokens, cls))
    return read_parse(parse, document, known=sorted(known))


@lru_cache(maxsize=64)
def _parsed(text: str, base: int) -> Parse:
    """The parse of a statement, which is read with many classes; the verb at `base` is its own lemma."""
    parse = load_parser().parse(Document("question", text))
    lemmas = (
        parse.lowers[token] if begin == base and parse.pos[token] == "VERB" else parse.lemmas[token]
        for token, begin in enumerate(parse.begins)
    )
    return replace(parse, lemmas=tuple(lemmas))


def called_tokens(parse: Parse, wording: Wording) -> list[tuple[tuple[int, int], int]]:
    """The tokens of each name of the graph, with its place in what was called."""
    found = [(_tokens(parse, begin, end), place) for begin, end, place in wording.moved]
    return [(tokens, place) for tokens, place in found if tokens]


def _tokens(parse: Parse, begin: int, end: int) -> tuple[int, int] | None:
    inside = [t for t in range(len(parse)) if parse.begins[t] < end and parse.ends[t] > begin]
    return (inside[0], inside[-1] + 1) if inside else None


def _within(parse: Parse, token: int, span: tuple[int, int]) -> bool:
    return parse.begins[token] < span[1] and parse.ends[token] > span[0]


def _times_of(reading: Reading) -> list[tuple[int, int]]:
    """The tokens of times, which every question accounts for."""
    return [(time.start, time.end) for time in reading.times if time.value]


def asked_tokens(reading: Reading, wording: Wording) -> set[int]:
    """The tokens of the stand-in."""
    return {t for t in range(len(reading.parse)) if wording.asked and _within(reading.parse, t, wording.asked)}


def accounted(reading: Reading, wording: Wording) -> set[int]:
    """The tokens of times and of the stand-in, for which every question accounts."""
    return {token for start, end in _times_of(reading) for token in range(start, end)} | asked_tokens(reading, wording)


def named_tokens(reading: Reading, wording: Wording) -> set[int]:
    """The tokens of the names of the graph."""
    return {token for (start, end), _ in called_tokens(reading.parse, wording) for token in range(start, end)}


def left_of(reading: Reading, used: set[int]) -> tuple[str, ...]:
    """The content words that nothing accounts for, in order: the sentences that answer must have them."""
    parse, found = reading.parse, []
    for token in range(len(parse)):
        plain = parse.lowers[token]
        if token in used or parse.pos[token] not in _CONTENT or plain in _FILLERS or not plain.isalnum():
            continue
        found.append(plain if parse.pos[token] == "PROPN" else parse.lemmas[token].lower())
    return tuple(dict.fromkeys(found))


def days_of(reading: Reading) -> tuple[str, str] | None:
    """The first and the last day of the times that the statement names.

    QuestionError where one is relative, for which a question has no day to count from.
    """
    spans = []
    for time in reading.times:
        words_ = reading.parse.words_of(time.start, time.end)
        if words_ in DAY or not time.value:
            if not time.value:
                raise QuestionError(f"there is no telling which day {words_!r} is: write a date, a month or a year")
            continue
        if days := covered_days(time.value):
            spans.append(days)
    if not spans:
        return None
    first, last = max(days[0] for days in spans), min(days[1] for days in spans)
    if first > last:
        raise QuestionError("the times that the question names exclude one another")
    return first.isoformat(), last.isoformat()


_FOLLOWS: Final = {name: frozenset(of.split()) for name, of in table("words/questions")["follows"].items()}
"""The relations from which each of these follows."""
_ARTICLES: Final = words("words/function_words", "determiners", "articles")


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A pattern with the tokens of the statement that it accounts for.

    `at_verb`: the sentence's own predicate says it. `aligned`: its subject is the predicate's, and not its object.
    """

    pattern: Pattern
    used: frozenset[int]
    at_verb: bool
    aligned: bool
    needs: str = ""


def patterns_in(reading: Reading, wording: Wording) -> list[FoundPattern]:
    """The relations of the statement that answer the question."""
    meant = _meant(reading, wording)
    found: list[FoundPattern] = []
    for mention in reading.relations:
        used = {mention.anchor}
        clause = reading.clauses[mention.clause] if mention.clause >= 0 else None
        if clause is not None:
            used |= {clause.head, clause.verb}
            used |= {t for t in reading.parse.children[clause.verb] if _belongs(reading, t)}
        ends = [_term(reading, place, meant, used) for place in (mention.subject, mention.object)]
        if mention.kind == "date" and mention.value == DAY_VALUE:
            ends[1] = ASKED
        elif mention.kind != "entity":
            continue
        extra = tuple((name, _term(reading, p, meant, used)) for name, p in mention.qualifiers if isinstance(p, int))
        if mention.predicate == "holdsRole":
            extra += tuple(("roleAt", _term(reading, p, meant, used)) for p in _bodies(reading, mention))
        terms = [*ends, *(term for _, term in extra)]
        known = any(term.kind in {"called", "words"} for term in terms)
        if not known or (ASKED not in terms and wording.asking not in {"when", "whether"}) or ends[0] == ends[1]:
            continue
        if wording.asking == "where" and mention.predicate == "locatedIn" and _says_more(reading, mention):
            continue
        negated = mention.negated or (clause is not None and clause.negated)
        pattern = Pattern(ends[0], mention.predicate, ends[1], tuple(dict.fromkeys(extra)), negated)
        found.append(
            FoundPattern(
                pattern,
                frozenset(used),
                at_verb=clause is not None and (clause.parent < 0 or clause.link == "light"),
                aligned=_is_aligned(reading, mention),
                needs=_needed(reading, mention),
            )
        )
    return found


def chosen(found: list[FoundPattern], wording: Wording) -> list[FoundPattern]:
    """What the question's predicate says rather than what else stands there, relations of the ontology before others.

    A post says more than what follows from it, as that who holds it leads the body; and of the relations that a verb
    says at once ("beat": defeated, competes with), the one that is called so says most.
    """
    own = [each for each in found if each.pattern.relation in RELATIONS]
    posts = [each for each in own if each.pattern.relation == "holdsRole" and each.pattern.object.kind == "words"]
    if posts and wording.verb in {"be", "become"}:
        return posts
    stem = wording.verb.removesuffix("e")
    said = [each for each in own if each.at_verb]
    relations = {each.pattern.relation for each in said}
    said = [each for each in said if relations.isdisjoint(_FOLLOWS.get(each.pattern.relation, ()))]
    named = [each for each in said if stem and each.pattern.relation.lower().startswith(stem)]
    aligned = [each for each in named or said if each.aligned]
    if aligned or said:
        return aligned or said
    if wording.verb == "be" and own:
        return own
    return [each for each in found if each.pattern.relation not in RELATIONS and each.at_verb]


def may_be(pattern: Pattern, cls: str) -> bool:
    """Whether the ontology lets what is asked for be of the class that it was read with."""
    relation = RELATIONS.get(pattern.relation)
    if relation is None or not cls:
        return True
    return (pattern.subject != ASKED or relation.takes_subject(cls)) and (
        pattern.object != ASKED or relation.kind != "entity" or relation.takes_object(cls)
    )


def _meant(reading: Reading, wording: Wording) -> dict[int, Term]:
    """What each referent stands for that is asked for or called by a name of the graph."""
    asked = asked_tokens(reading, wording)
    names = {
        token: place for (start, end), place in called_tokens(reading.parse, wording) for token in range(start, end)
    }
    found: dict[int, Term] = {}
    for row, referent in zip(reading.referents.phrases, reading.referents.referent_of, strict=True):
        if row.head in names and row.start in names:
            found.setdefault(referent, Term("called", names[row.head]))
    for row, referent in zip(reading.referents.phrases, reading.referents.referent_of, strict=True):
        if row.head in asked:
            found[referent] = ASKED
    found.pop(-1, None)
    return found


def _bodies(reading: Reading, post: RelationMention) -> list[int]:
    """The bodies that the words for a post are of."""
    beside = (m for m in reading.relations if m.anchor == post.anchor and m.subject == post.subject)
    return [mention.object for mention in beside if mention.predicate in {"worksFor", "leads"}]


def _says_more(reading: Reading, mention: RelationMention) -> bool:
    """Whether the word that says where something is says what befell it, too: "was arrested in X"."""
    return any(each.anchor == mention.anchor and each.predicate != mention.predicate for each in reading.relations)


def _belongs(reading: Reading, token: int) -> bool:
    """Whether a word below a verb belongs to it: an auxiliary, a particle, the noun of "take part"."""
    parse = reading.parse
    return parse.deps[token] in {"prt", "aux", "auxpass"} or (
        parse.deps[token] == "dobj" and not parse.children[token] and parse.tags[token] == "NN"
    )


def _is_aligned(reading: Reading, mention: RelationMention) -> bool:
    """Whether the subject of the relation is that of the clause that says it, not its object."""
    if mention.clause < 0 or mention.subject < 0:
        return True
    clause, head = reading.clauses[mention.clause], reading.referents.phrases[mention.subject].head
    return head in clause.heads("subject") or not clause.heads("subject")


def _needed(reading: Reading, mention: RelationMention) -> str:
    """The noun that says more than where something lies: "is the capital of"."""
    noun = reading.parse.lemmas[mention.anchor].lower()
    lies = mention.predicate in {"locatedIn", "partOf"} and reading.parse.pos[mention.anchor] == "NOUN"
    return noun if lies and noun not in labels()[mention.predicate].split() else ""


def _term(reading: Reading, phrase: int, meant: dict[int, Term], used: set[int]) -> Term:
    """What a phrase of the statement stands for; its tokens are accounted for."""
    if phrase == UNNAMED:
        return ANYONE
    row, parse = reading.referents.phrases[phrase], reading.parse
    used.update(range(row.start, row.end))
    if known := meant.get(reading.referents.referent_of[phrase]):
        return known
    start = row.start + (parse.lowers[row.start] in _ARTICLES and row.end - row.start > 1)
    return Term("words", words=parse.words_of(start, row.end))


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


_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("Person", "Organization", "Country", "People"),
    "what": ("Organization", "Product", "Event", "Agreement", "Topic", "Facility", "Role", "Award", "Law", "Program"),
    "where": ("City", "Country", "Facility", "EducationalOrganization"),
    "number": ("People", "Organization", "Product", "Event"),
}
"""The classes to try for what is asked for; those below them fill the same places of rules."""
_READ_KINDS: Final[Mapping[Asking, AskKind]] = {
    "who": "entity",
    "what": "entity",
    "where": "entity",
    "number": "number",
    "when": "time",
    "whether": "whether",
}
_OF: Final = words("words/questions", "joining")


def read_question(text: str, called: Sequence[Called] = ()) -> Question:
    """What a question asks for; `called` are the names of the graph in it, as `kg.graph.asking.names` finds them.

    Raises:
        QuestionError: its form, its relation or a name in it is not understood; the message says which.
        ModelError: the language model is not installed.
    """
    called = tuple(called)
    parse = load_parser().parse(Document("question", text))
    wordings = find_wording(parse, called)
    if special := _special(text, parse, called, wordings[0]):
        return special
    read = [question for wording in wordings if (question := _read_as(text, called, wording))]
    if wordings[0].asking == "where" and (event := _place_of_event(text, called, wordings[0])):
        read.append(event)
    own = [question for question in read if question.patterns[0].relation in RELATIONS]
    for question in own or read:
        return question
    raise QuestionError(_unread(wordings[0]))


def _unread(wording: Wording) -> str:
    verb = f"what {wording.verb!r} says of these" if wording.verb else "a relation in it"
    return f"kg does not understand {verb}: read as “{wording.shown}”"


def _special(text: str, parse: Parse, called: tuple[Called, ...], wording: Wording) -> Question | None:
    """A question whose answer is no relation of the ontology: who somebody is, what was said, what happened."""
    rest = text.rstrip(" ?!.")
    if wording.asking == "happened":
        return _events(text, called, wording)
    if wording.asking in {"who", "what"} and not wording.noun and len(called) == 1 and called[0].end == len(rest):
        before = rest[: called[0].begin].lower().split()
        if len(before) - (before[-1:] == ["the"]) == 2 and parse.lemmas[1].lower() == "be":  # "Who is X"
            return Question(text, "about", called, statement=wording.shown)
    if wording.verb in SAYING and wording.asking in {"who", "what"}:
        return _said(text, called, wording)
    return None


def _events(text: str, called: tuple[Called, ...], wording: Wording) -> Question:
    reading = read_statement(wording, called, "Event")
    days = days_of(reading)
    if not called and not days:
        raise QuestionError(
            "there is no telling of what the question asks what happened: name a place, a body or a time"
        )
    verb = {t for t in range(len(reading.parse)) if reading.parse.lemmas[t].lower() == wording.verb}
    left = left_of(reading, accounted(reading, wording) | named_tokens(reading, wording) | verb)
    return Question(text, "events", called, days=days, words=left, statement=wording.shown)


def _said(text: str, called: tuple[Called, ...], wording: Wording) -> Question | None:
    """What somebody says (of something), or who says it."""
    reading = read_statement(wording, called, "Person" if wording.asking == "who" else "Topic")
    parse = reading.parse
    verb = next((t for t in range(len(parse)) if parse.lemmas[t].lower() == wording.verb), -1)
    if verb < 0:
        return None
    left = left_of(reading, accounted(reading, wording) | named_tokens(reading, wording) | {verb})
    places = [(begin < parse.begins[verb], place) for begin, _, place in wording.moved]
    speakers = [place for before, place in places if before]
    about = tuple(("about", Term("called", place)) for before, place in places if not before)
    if wording.asking == "what" and speakers:
        pattern = Pattern(Term("called", speakers[0]), "said", ASKED, about)
        return Question(text, "claim", called, (pattern,), (), days_of(reading), left, wording.shown)
    if wording.asking == "who" and not speakers and (about or left):
        pattern = Pattern(ASKED, "said", ANYONE, about)
        return Question(text, "speaker", called, (pattern,), (), days_of(reading), left, wording.shown)
    return None


def _read_as(text: str, called: tuple[Called, ...], wording: Wording) -> Question | None:
    """The question that a statement is read as, None where no relation joins what is asked for with anything."""
    classes, trial = _classes(wording)
    found: list[FoundPattern] = []
    for cls in trial:
        reading = read_statement(wording, called, cls)
        new = [each for each in patterns_in(reading, wording) if may_be(each.pattern, cls)]
        found += new
        if wording.asking == "who" and any(each.pattern.relation in RELATIONS for each in new):
            break
    found = chosen(found, wording)
    if (not found or found[0].pattern.relation not in RELATIONS) and (own := labelled_pattern(reading, wording)):
        found = [FoundPattern(*own, at_verb=True, aligned=True)]
    if not found:
        return None
    used = accounted(reading, wording).union(*(each.used for each in found))
    left = [*left_of(reading, used), *(each.needs for each in found if each.needs), *_left_of_noun(wording, classes)]
    days = days_of(reading)
    if wording.tense == "future" and days is None:
        raise QuestionError("what is still to come depends on when one asks: write a date or a year")
    opened = found[0].pattern.relation not in RELATIONS
    return Question(
        text,
        _READ_KINDS[wording.asking],
        called,
        tuple(dict.fromkeys(each.pattern for each in found)),
        classes if wording.noun or opened or wording.asking == "who" else (),
        days,
        tuple(dict.fromkeys(left)),
        wording.shown,
        now=wording.tense == "present" and days is None,
    )


def _left_of_noun(wording: Wording, classes: tuple[str, ...]) -> list[str]:
    """The words of "which British companies" that its class does not say."""
    head, rest = _head_of(wording.noun)
    return [word.lower() for word in (*rest, *([] if classes or not head else [head])) if word.isalnum()]


def _head_of(noun: str) -> tuple[str, list[str]]:
    """The head of a noun phrase and its other words, but for prepositions and articles."""
    words_ = noun.split()
    before = next((place for place, word in enumerate(words_) if word.lower() in _OF), len(words_))
    if not words_ or not before:
        return "", words_
    return words_[before - 1], [
        w for w in (*words_[: before - 1], *words_[before:]) if w.lower() not in _OF | _ARTICLES
    ]


def _place_of_event(text: str, called: tuple[Called, ...], wording: Wording) -> Question | None:
    """Where something happened: what happened is read without its place."""
    cut = (wording.asked or (len(wording.text), 0))[0]
    plain = wording.text[:cut].rstrip().rpartition(" ")[0] + "."
    bare = replace(wording, asking="whether", text=plain, asked=None)
    question = _read_as(text, called, bare)
    return replace(question, kind="place", statement=wording.shown) if question else None


def _classes(wording: Wording) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The classes that what is asked for may have, none where the question does not say, and those to read it with."""
    if wording.asked is None:
        return (), ("",)
    if not wording.noun:
        if wording.asking == "where":
            return _below("Place"), _MEANT["where"]
        return (tuple(dict.fromkeys((*_below("Agent"), "People"))) if wording.asking == "who" else ()), _MEANT[
            wording.asking
        ]
    head = _head_of(wording.noun)[0].lower()
    one = singular(head) if head != "people" else head
    cls = class_of_noun(one, plural=one != head)
    if head in {"people", "person"} or cls in {"Person", "People"}:
        return ("Person", "People"), ("Person", "People")
    if cls == "Topic":
        return (), _MEANT["what"]
    above = [cls, *(each for each in ("Organization", "Place") if is_a(cls, each) and cls != each)]
    return _below(cls), tuple(dict.fromkeys(above))


def _below(top: str) -> tuple[str, ...]:
    return tuple(cls for cls in CLASSES if is_a(cls, top))
