"""What a question asks for, by the stages that read news: names, clauses, relation rules, times.

Each statement that the question may be read as is parsed once and read with each class that what is asked for may have;
the relations that join it with what the question names are what the graph is asked by.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.ask.labels import labelled_pattern
from kg.ask.model import ANYONE, ASKED, Pattern, Question, Term
from kg.ask.patterns import FoundPattern, chosen, may_be, patterns_in
from kg.ask.statements import accounted, days_of, left_of, named_tokens, read_statement
from kg.ask.wording import SAYING, find_wording
from kg.errors import QuestionError
from kg.model import Document
from kg.ontology import CLASSES, RELATIONS, is_a
from kg.text.lexicon.nouns import class_of_noun, singular
from kg.text.lexicon.tables import words
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask.model import AskKind, Called
    from kg.ask.wording import Asking, Wording
    from kg.text.model import Parse

__all__ = ["read_question"]

_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("Person", "Organization", "Country", "People"),
    "what": ("Organization", "Product", "Event", "Agreement", "Topic", "Facility", "Role", "Award", "Law", "Program"),
    "where": ("City", "Country", "Facility", "EducationalOrganization"),
    "number": ("People", "Organization", "Product", "Event"),
}
"""The classes to try for what is asked for; those below them fill the same places of rules."""
_KINDS: Final[Mapping[Asking, AskKind]] = {
    "who": "entity",
    "what": "entity",
    "where": "entity",
    "number": "number",
    "when": "time",
    "whether": "whether",
}
_OF: Final = words("words/questions", "joining")
_ARTICLES: Final = words("words/function_words", "determiners", "articles")


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
        _KINDS[wording.asking],
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
