"""Questions in plain English, read by a grammar of their forms and a table of what their verbs mean.

A question is its question word, an auxiliary, a subject, a verb and what follows. "Who did Ada Marlow meet in Varna?"
asks for the object of meeting, whose subject is Ada Marlow; Varna is what a sentence that answers had better mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from kg.ask.model import ANYONE, ASKED, Question, Term
from kg.dates import covered_days, dates_in
from kg.errors import QuestionError
from kg.ontology import CLASSES, RELATIONS, is_a
from kg.text.lexicon.nouns import class_of_noun, singular
from kg.text.lexicon.tables import any_of, table, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask.model import AskKind, Called

_WORD: Final = re.compile(r"'s\b|’s\b|[^\W_](?:[\w.,&’'-]*[^\W_])?")
_SAYING: Final = words("words/questions", "saying")
_FILLERS: Final = words("words/questions", "fillers")
_PREPOSITIONS: Final = words("words/questions", "prepositions")
_OPENED: Final = ("", *(f"_{word}" for word in sorted(_PREPOSITIONS)))
_AUXILIARIES: Final[Mapping[str, str]] = {
    form: kind for kind, forms_ in table("words/questions")["auxiliaries"].items() for form in forms_.split()
}
_NOUNS: Final[Mapping[str, str]] = {
    noun: kind for kind, nouns in table("words/questions")["nouns"].items() for noun in nouns.split()
}
_DETERMINERS: Final = words("words/questions", "determiners")
_PRESENT: Final = words("words/questions", "present")
_ANSWERED: Final = "ask who, what, which, where, when, how many or how much, or Did … ?"
_DATED: Final = ("tookPlaceOn", "createdOn", "bornOn")
_WHEREABOUTS: Final = ("locatedIn", "tookPlaceIn", "headquarteredIn", "partOf", "near")
_QUESTION_WORDS: Final = words("words/questions", "question_words")
_KINDS: Final[Mapping[str, AskKind]] = {
    "when": "time",
    "where": "place",
    "whether": "whether",
    "number": "number",
    "amount": "amount",
}
_HELD: Final = frozenset({"bornIn", "bornOn", "diedIn", "diedOn", "livesIn", "tookPlaceIn", "tookPlaceOn", "movedTo"})
"""Relations of which the object is the place, or the day, that is asked for."""
_VOWELS: Final = frozenset("aeiou")

_BEFORE_DATE: Final = re.compile(rf"\b(?:{any_of(_PREPOSITIONS)})\s+$", re.IGNORECASE)
_RELATIVE: Final = re.compile(
    rf"\b(?:{any_of(words('words/questions', 'relative'))}"
    rf"|(?:{any_of(words('words/questions', 'relative', 'before'))})"
    rf" (?:{any_of(words('words/questions', 'relative', 'units'))}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sense:
    """What some verbs mean: relations, and the beginnings of words of which the sentence must have one."""

    relations: tuple[str, ...]
    said: tuple[str, ...]


@cache
def _senses() -> Mapping[str, _Sense]:
    found: dict[str, _Sense] = {}
    for each in table("words/questions")["sense"]:
        sense = _Sense(tuple(each["relations"].split()), tuple(each.get("said", "").split()))
        found |= dict.fromkeys(each["verbs"].split(), sense)
    return found


def forms(lemma: str) -> frozenset[str]:
    """The forms of a verb, by rule but for what the table says.

    >>> sorted(forms("bury")), "shot" in forms("shoot"), "stopped" in forms("stop")
    (['buried', 'buries', 'bury', 'burying'], True, True)
    """
    first, _, rest = lemma.partition("_")
    stem, doubled = first.removesuffix("e"), first
    if len(first) > 2 and first[-1] not in _VOWELS | set("wxy") and first[-2] in _VOWELS and first[-3] not in _VOWELS:
        doubled = first + first[-1]
    third = f"{first[:-1]}ies" if _has_y(first) else f"{first}{'es' if first.endswith(('s', 'sh', 'ch', 'x')) else 's'}"
    past = f"{first[:-1]}ied" if _has_y(first) else f"{stem}ed" if stem != first else f"{doubled}ed"
    ending = f"{stem}ing" if stem != first else f"{doubled}ing"
    own = table("words/questions")["irregular"].get(first, "").split()
    found = {first, third, past, ending, *own, past if _has_y(first) or stem != first else f"{first}ed"}
    return frozenset(f"{form}_{rest}" if rest else form for form in found)


def _has_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2:-1] not in _VOWELS


@cache
def _lemmas() -> Mapping[str, str]:
    """The lemma of each form of the verbs of the table, of saying and of happening."""
    found: dict[str, str] = {}
    for lemma in (
        *_senses(),
        *sorted(_SAYING),
        "happen",
        "occur",
        "take_place",
        *table("words/questions")["irregular"],
    ):
        for form in sorted(forms(lemma)):
            if form == lemma or form not in found:
                found[form] = lemma
    return found


def _lemmas_of(form: str) -> tuple[str, ...]:
    """The lemmas that a form of a verb may have: the known one, else all that the rules allow."""
    if known := _lemmas().get(form):
        return (known,)
    found = [form]
    for ending in table("words/questions")["endings"]["order"]:
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form.removesuffix(ending)
            found += [stem, f"{stem}e", f"{stem[:-1]}y" if stem.endswith("i") else stem]
            found += [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else []
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a question, or a name of the graph, which is one: `called` is its place, -1 for words."""

    words: str
    called: int = -1

    @property
    def lower(self) -> str:
        """The word in lower case; "" for a name."""
        return self.words.lower() if self.called < 0 else ""


def _tokens(text: str, called: Sequence[Called], dates: Sequence[tuple[int, int]]) -> list[_Token]:
    found = [(each.begin, each.end, _Token(each.words, place)) for place, each in enumerate(called)]
    taken = [*((each.begin, each.end) for each in called), *dates]
    found += [
        (match.start(), match.end(), _Token(match[0]))
        for match in _WORD.finditer(text)
        if not any(match.start() < end and match.end() > begin for begin, end in taken)
    ]
    found += [
        (match.start(), match.end(), _Token("'s"))
        for match in re.finditer(r"['’]s\b", text)
        if any(each.end == match.start() for each in called)
    ]
    return [token for *_, token in sorted(found, key=lambda each: each[:2])]


def _days(text: str, called: Sequence[Called]) -> tuple[tuple[str, str] | None, list[tuple[int, int]]]:
    if relative := _RELATIVE.search(text):
        raise QuestionError(f"there is no telling which day {relative[0]!r} is: write a date, a month or a year")
    named = [(each.begin, each.end) for each in called]
    found, spans = [], []
    for begin, end, value in dates_in(text):
        if not any(begin < last and end > first for first, last in named) and (days := covered_days(value)):
            found.append(days)
            spans.append((len(_BEFORE_DATE.split(text[:begin])[0]), end))
    if not found:
        return None, spans
    first, last = max(days[0] for days in found), min(days[1] for days in found)
    if first > last:
        raise QuestionError("the times that the question names exclude one another")
    return (first.isoformat(), last.isoformat()), spans


def read_question(text: str, called: Sequence[Called] = ()) -> Question:
    """Return what a question asks for; `called` are the names of the graph in it (`kg.graph.asking.names`).

    Raises:
        QuestionError: its form is not understood; the message says what of it, and which form is.
    """
    grammar = _FILLERS | _PREPOSITIONS | _AUXILIARIES.keys()
    known = grammar | _lemmas().keys()  # a verb in lower case is no name
    called = tuple(each for each in sorted(called, key=lambda each: each.begin) if each.words not in known)
    days, spans = _days(text, called)
    found = _Form(text, called, _tokens(text, called, spans), days is not None).read()
    tense = "past" if found.tense == "present" and days is not None else found.tense
    return replace(found, days=days, tense=tense)


class _Form:
    def __init__(self, text: str, called: tuple[Called, ...], tokens: list[_Token], dated: bool) -> None:
        self.text, self.called, self.dated = text, called, dated
        self.tokens = [token for token in tokens if token.lower not in {"please", "ever"}]
        self.noun = ""
        self.tense: Literal["past", "present", "future"] = "past"
        self.negated = any(token.lower in {"not", "n't", "never"} for token in tokens)
        self.asking = "whether"

    def read(self) -> Question:
        tokens = [token for token in self.tokens if token.lower not in {"not", "never"}]
        if not tokens:
            raise QuestionError(f"there is no question word: {_ANSWERED}")
        before = ""
        if len(tokens) > 1 and tokens[0].lower in _PREPOSITIONS and tokens[1].lower in {"which", "what", "whom"}:
            before, tokens = tokens[0].lower, tokens[1:]
        word = tokens[0].lower
        if word in {"why", "whose"} or (word == "how" and (len(tokens) < 2 or tokens[1].lower not in {"many", "much"})):
            raise QuestionError(f"kg does not answer {word!r}: {_ANSWERED}")
        if word in _QUESTION_WORDS:
            self.asking = {"whom": "who", "which": "what"}.get(word, word)
            rest = tokens[1:]
            rest = self._after_noun(rest) if word in {"what", "which"} else rest
            if before and any(is_a(cls, "Place") for cls in _classes_of("", self.noun)):
                self.asking, before = "where", ""
        elif word == "how":
            self.asking = "number" if tokens[1].lower == "many" else "amount"
            rest = self._after_noun(tokens[2:])
        elif word in _AUXILIARIES and len(tokens) > 2:
            rest = tokens
        elif word in _AUXILIARIES:
            raise QuestionError("there is no telling who or what the question is about: name it as its articles do")
        else:
            raise QuestionError(f"there is no question word: {_ANSWERED}")
        if not rest:
            raise QuestionError("there is no verb after the question word: ask in a whole sentence")
        return self._read(rest, before)

    def _after_noun(self, rest: list[_Token]) -> list[_Token]:
        """Return the tokens after the noun of "which companies", which is kept unless it says who, where or when."""
        at = 0
        while at < len(rest) and rest[at].lower not in _AUXILIARIES and not (at and self._is_verb(rest[at])):
            if not at and self.asking == "what" and self._is_verb(rest[0]) and rest[0].lower not in _NOUNS:
                break
            at += 1
        if at == len(rest):
            at = 0
        noun = [token.words for token in rest[:at]]
        general = _NOUNS.get(singular(noun[-1].lower()), "") if noun else ""
        if general and self.asking == "what":
            self.asking = general
        elif noun:
            self.noun = " ".join(noun)
        return rest[at:]

    def _is_verb(self, token: _Token) -> bool:
        return token.called < 0 and token.lower in _lemmas()

    def _read(self, rest: list[_Token], before: str) -> Question:
        kind = _AUXILIARIES.get(rest[0].lower, "")
        if not kind:
            self.tense = "present" if self._in_present(rest[0]) else "past"
            return self._clause(rest[0], [], rest[1:], inverted=False, passive=False)
        self.tense = "future" if rest[0].lower in {"will", "shall"} else "past"
        if rest[0].lower in _PRESENT and kind != "have":
            self.tense = "present"
        behind = rest[1:]
        while behind and (behind[0].lower in _AUXILIARIES or behind[0].lower in _FILLERS - _DETERMINERS):
            kind = _AUXILIARIES.get(behind[0].lower, kind)
            behind = behind[1:]
        if not behind:
            raise QuestionError("there is no verb after the question word: ask in a whole sentence")
        inverted = self.asking in {"when", "where", "whether"}
        if not inverted and self._fits(behind[0], kind) and not (self._may_be_noun(behind, kind)):
            return self._clause(behind[0], [], behind[1:], inverted=False, passive=kind == "be")
        at = self._verb_at(behind, kind)
        if at is None:
            return self._copula(behind, kind)
        extra = [token for token in behind[:at] if token.lower not in _AUXILIARIES]
        passive = kind == "be" and not behind[at].lower.endswith("ing")
        tail = [*behind[at + 1 :], *([_Token(before)] if before else [])]
        return self._clause(behind[at], extra, tail, inverted=True, passive=passive)

    def _in_present(self, token: _Token) -> bool:
        form = token.lower
        return form.endswith("s") and not form.endswith("ss") and any(f"{lemma}s" == form for lemma in _lemmas_of(form))

    def _fits(self, token: _Token, kind: str) -> bool:
        """Return whether a token may be the verb after an auxiliary: a participle, or the verb's own form."""
        if token.called >= 0 or token.lower in _DETERMINERS or token.lower in _PREPOSITIONS:
            return False
        lemma = _lemmas().get(token.lower)
        if kind in {"be", "have"}:
            return token.lower.endswith(("ed", "ing")) or (
                lemma is not None and (lemma != token.lower or lemma == "hurt")
            )
        return lemma == token.lower or (lemma is None and kind in {"do", "modal"})

    def _may_be_noun(self, behind: list[_Token], kind: str) -> bool:
        """Return whether the first word is a subject without an article: "did police shoot"."""
        later = behind[1:4]
        return kind in {"do", "modal"} and behind[0].lower not in _lemmas() and any(self._fits(t, kind) for t in later)

    def _verb_at(self, behind: list[_Token], kind: str) -> int | None:
        """The place of the verb behind an inverted subject; None where the auxiliary is the only verb."""
        if behind and behind[0].lower not in _DETERMINERS and behind[0].called < 0 and len(behind) > 1:
            start = 1
        else:
            start = 1 + next((n for n, token in enumerate(behind) if token.lower not in _DETERMINERS), 0)
        known = [n for n in range(start, len(behind)) if self._is_verb(behind[n]) and self._fits(behind[n], kind)]
        if known:
            return known[0]
        if kind == "be":
            ends = [n for n in range(start, len(behind)) if behind[n].lower.endswith(("ed", "ing"))]
            return ends[0] if ends else None
        first_name = next((n for n, token in enumerate(behind) if token.called >= 0), -1)
        after = first_name + 1 if 0 <= first_name < len(behind) - 1 else start
        return after if after < len(behind) and behind[after].lower not in _PREPOSITIONS else None

    def _clause(
        self, verb: _Token, subject: list[_Token], tail: list[_Token], *, inverted: bool, passive: bool
    ) -> Question:
        """The question of a verb, the tokens of its subject if that stands before it, and what follows."""
        lemmas, tail = _compound(_lemmas_of(verb.lower), tail)
        if verb.called >= 0 or verb.lower in _QUESTION_WORDS:
            raise QuestionError(f"kg finds no verb in “{self.text.strip()}”: ask as in “{_near('')}”")
        if lemmas[0] in {"happen", "occur"} and self.asking == "what":
            return self._happened(tail)
        if lemmas[0] in _SAYING and self.asking in {"who", "what"} and (said := self._said(subject, tail, inverted)):
            return replace(said, verb=lemmas[0])
        sense = _senses().get(lemmas[0], _Sense((), ()))
        stranded = tail[-1].lower if tail and tail[-1].lower in _PREPOSITIONS else ""
        before, phrases = _split(tail[:-1] if stranded else tail)
        agent = next((phrase for name, phrase in phrases if name == "by"), []) if passive else []
        context = [token for name, phrase in phrases if not (passive and name == "by") for token in phrase]
        first, second = (self._term(subject), self._term(before)) if inverted else (ASKED, self._term(before))
        if passive:
            first, second = self._term(agent), self._term(subject) if inverted else ASKED
            context = [*before, *context]
        kind: AskKind = _KINDS.get(self.asking, "entity")
        held = [name for name in sense.relations if name in _HELD]
        if kind in {"time", "place"} and held:  # "where was X born"
            first, second, kind = second if passive else first, ASKED, "time" if kind == "time" else "entity"
            sense = replace(sense, relations=tuple(held) if kind == "entity" else sense.relations)
        elif inverted and kind in {"entity", "number", "amount"}:
            if stranded == "by":
                first = ASKED
            elif passive:
                kind = "words" if kind == "entity" else kind
            elif stranded and before:
                kind = "words"
            else:
                second, context = ASKED, [*before, *context]
        context += [token for token in (*subject, *agent, *before) if self._is_part(token, first, second)]
        return self._question(
            kind,
            relations=sense.relations,
            verb=lemmas[0],
            forms=tuple(sorted(forms(lemmas[0]) | {verb.lower})),
            opened=tuple(f"p/{lemma}{end}" for lemma in lemmas for end in _OPENED),
            near="" if sense.relations else _near(lemmas[0]),
            said=sense.said,
            subject=first,
            object=second,
            context=self._context(context, (first, second)),
            preposition="" if stranded == "by" else stranded,
            flexible=not passive and not before and self.asking in {"when", "where"} and not held,
        )

    def _is_part(self, token: _Token, *ends: Term) -> bool:
        """Return whether a name stands in a longer phrase: "the earthquake on Qeshm"."""
        return token.called >= 0 and not any(end.kind == "called" and end.called == token.called for end in ends)

    def _question(self, kind: AskKind, **values: object) -> Question:
        classes = _classes_of(self.asking, self.noun)
        question = Question(
            self.text, kind, self.called, noun=self.noun, negated=self.negated, tense=self.tense, classes=classes
        )
        question = replace(question, **values)  # type: ignore[arg-type]  # its own fields
        given = [
            term for term in (question.subject, question.object, *question.context) if term.kind in {"called", "words"}
        ]
        if not given and not (self.dated and question.kind == "events"):
            raise QuestionError(_too_little(question))
        return question

    def _term(self, tokens: Sequence[_Token]) -> Term:
        """A phrase as one end: a name, else its words without determiners."""
        content = [token for token in tokens if token.lower not in _FILLERS and token.lower != "'s"]
        if not content:
            return ANYONE
        if len(content) == 1 and content[0].called >= 0:
            return Term("called", content[0].called)
        if content[-1].called >= 0 and all(token.called < 0 for token in content[:-1]):
            return Term("called", content[-1].called)  # "coach Maurice Cheeks"
        if all(token.called >= 0 for token in content):
            return Term("called", content[0].called)
        return Term("words", words=" ".join(token.words for token in content))

    def _context(self, tokens: Sequence[_Token], ends: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return the rest of what the question mentions: each name, and each word with content."""
        found: list[Term] = []
        for token in tokens:
            if token.called >= 0:
                found.append(Term("called", token.called))
            elif token.lower not in _FILLERS | _PREPOSITIONS | _AUXILIARIES.keys() and token.lower != "'s":
                found.append(Term("words", words=token.lower))
        return tuple(term for term in dict.fromkeys(found) if term not in ends)

    def _happened(self, tail: list[_Token]) -> Question:
        tail = tail[1:] if tail and tail[0].lower in _PREPOSITIONS else tail
        subject = self._term(_split(tail)[0])
        context = self._context(tail, (subject,))
        context = tuple(term for term in context if term.kind == "called" or term.words not in subject.words.lower())
        if subject == ANYONE and not self.dated:
            raise QuestionError(
                "there is no telling of what the question asks what happened: name a place, a body or a time"
            )
        return self._question("events", object=subject, context=context)

    def _said(self, subject: list[_Token], tail: list[_Token], inverted: bool) -> Question | None:
        """Return the question for what somebody says (of something), or for who says it."""
        context = self._context(tail, ())
        speaker = self._term(subject)
        if self.asking == "what" and inverted and speaker.kind == "called":
            return self._question("claim", subject=speaker, object=ASKED, context=context)
        if self.asking == "who" and not inverted and context:
            return self._question("speaker", subject=ASKED, context=context, classes=())
        return None

    def _copula(self, rest: list[_Token], kind: str) -> Question:
        """A question whose only verb is "be": who or where somebody is, or who holds a post."""
        content = [token for token in rest if token.lower not in _FILLERS]
        has = kind == "have" and self.asking == "number"  # "how many seats has …"
        if not content or not (has or kind == "be"):
            raise QuestionError(f"kg finds no verb in “{self.text.strip()}”: ask as in “{_near(rest[-1].lower)}”")
        name = content[0] if len(content) == 1 and content[0].called >= 0 else None
        if self.asking in {"who", "what"} and not self.noun and name is not None:
            return self._question("about", object=Term("called", name.called), classes=())
        if self.asking == "whether":
            return self._whether_is(rest)
        head, phrases = _split(rest)
        context = [token for _, phrase in phrases for token in phrase]
        if self.asking in _KINDS:  # "how much was the reward for …"
            given = self._term(head)
            held = self._context(context, (given,))
            if self.asking not in {"when", "where"}:
                return self._question("number" if has else "amount", object=given, context=held, classes=())
            kind_: AskKind = "time" if self.asking == "when" else "entity"
            relations = _DATED if self.asking == "when" else _WHEREABOUTS
            return self._question(kind_, relations=relations, subject=given, object=ASKED, context=held)
        if self.noun or self.asking == "what":  # "which city is the capital of X"
            return self._which_is(head, context)
        return self._post(head, context, ASKED)

    def _which_is(self, head: list[_Token], context: list[_Token]) -> Question:
        """Read "what is the birthplace of X" by the label of a relation, else as what lies in X."""
        phrase = " ".join(token.lower for token in head)
        labelled = tuple(name for name, each in RELATIONS.items() if each.inverse_label == f"is {phrase} of")
        named = next((Term("called", token.called) for token in context if token.called >= 0), ANYONE)
        said = tuple(token.lower for token in head if token.called < 0 and token.lower not in _FILLERS)[:1]
        return self._question(
            "entity",
            relations=labelled or ("^locatedIn", "^partOf"),
            subject=named,
            object=ASKED,
            said=() if labelled else said,
        )

    def _post(self, head: list[_Token], context: list[_Token], holder: Term) -> Question:
        """Read who holds a post: "the foreign minister of Corvia", "Corvia's foreign minister"."""
        post = [token.words for token in head if token.called < 0 and token.lower not in _FILLERS | {"'s"}]
        if not post:
            raise QuestionError(f"kg does not understand “{self.text.strip()}”: ask who leads it, or who its mayor is")
        where = self._context([*context, *(token for token in head if token.called >= 0)], (holder,))
        kind: AskKind = "entity" if holder == ASKED else "whether"
        relation = table("words/questions")["posts"].get(post[-1].lower(), "")
        named = next((term for term in where if term.kind == "called"), ANYONE)
        if relation and named != ANYONE:  # "the owner of X", "X's wife"
            where = tuple(term for term in where if term != named)
            return self._question(kind, relations=(relation,), subject=holder, object=named, context=where)
        words_ = Term("words", words=" ".join(post))
        return self._question(kind, relations=("holdsRole",), subject=holder, object=words_, context=where)

    def _whether_is(self, rest: list[_Token]) -> Question:
        """Is X in Y, is X the post of Y."""
        at = next((n for n, token in enumerate(rest) if token.called >= 0), -1) + 1
        subject, after = self._term(rest[:at]), rest[at:]
        if not after or subject.kind != "called":
            raise QuestionError("there is no telling who or what the question is about: name it as its articles do")
        if after[0].lower in _PREPOSITIONS:
            return self._question(
                "whether", relations=_WHEREABOUTS[:4], subject=subject, object=self._term(after[1:]), classes=()
            )
        head, phrases = _split(after)
        return self._post(head, [token for _, phrase in phrases for token in phrase], subject)


def _compound(lemmas: tuple[str, ...], tail: list[_Token]) -> tuple[tuple[str, ...], list[_Token]]:
    """The lemmas of a verb, with what belongs to it: "take place", "check into", "find … guilty"; and the others."""
    for size in (1, 2):
        joined = "_".join([lemmas[0], *(token.lower for token in tail[:size])])
        if joined in _senses():
            return (joined,), tail[size:]
    last = f"{lemmas[0]}_{tail[-1].lower}" if tail else ""
    return ((last,), tail[:-1]) if last in _senses() else (lemmas, tail)


def _split(tokens: Sequence[_Token]) -> tuple[list[_Token], list[tuple[str, list[_Token]]]]:
    """The tokens before the first preposition, and each preposition with those that follow it."""
    first: list[_Token] = []
    phrases: list[tuple[str, list[_Token]]] = []
    for token in tokens:
        if token.lower in _PREPOSITIONS:
            phrases.append((token.lower, []))
        else:
            (phrases[-1][1] if phrases else first).append(token)
    return first, phrases


def _too_little(question: Question) -> str:
    verb = f"what {question.verb!r} is about" if question.verb else "what it is about"
    return f"kg does not understand {verb}: name somebody or something, as in “{_EXAMPLES[question.kind]}”"


_EXAMPLES: Final[Mapping[str, str]] = {
    "entity": "Who met Ada Marlow?",
    "number": "How many people did the storm kill?",
    "amount": "How much did Ada Marlow pay?",
    "time": "When did Ada Marlow visit Varna?",
    "place": "Where was Ada Marlow arrested?",
    "words": "What was Ada Marlow charged with?",
    "whether": "Did Ada Marlow meet Igor Horak?",
    "claim": "What did Ada Marlow say?",
    "speaker": "Who said that the harbour would close?",
    "about": "Who is Ada Marlow?",
    "events": "What happened in Varna?",
}


def _near(verb: str) -> str:
    """Return a question that is understood, with the known verb that is spelled most like this one."""
    near = get_close_matches(verb, sorted(each for each in _senses() if "_" not in each), n=1, cutoff=0.7)
    return f"Who did Ada Marlow {near[0] if near else 'meet'}?"


def _classes_of(asking: str, noun: str) -> tuple[str, ...]:
    """The classes that what is asked for may have, none where the question does not say."""
    if not noun:
        if asking == "where":
            return _below("Place")
        return tuple(dict.fromkeys((*_below("Agent"), "People"))) if asking == "who" else ()
    words_ = [word.lower() for word in noun.split()]
    head = next((words_[n - 1] for n, word in enumerate(words_) if word in _PREPOSITIONS and n), words_[-1])
    one = singular(head) if head != "people" else head
    cls = class_of_noun(one, plural=one != head)
    if head in {"people", "person"} or cls in {"Person", "People"}:
        return ("Person", "People")
    return () if cls == "Topic" else _below(cls)


def _below(top: str) -> tuple[str, ...]:
    return tuple(cls for cls in CLASSES if is_a(cls, top))
