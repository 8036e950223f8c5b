"""Requests about one document: its passages with what kg found in them, and facts to be checked.

A passage is a run of sentences. What a text says cannot pass for a line of the request: white space in a sentence is
one space, so that it has no line ends, and each sentence follows its number.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kg import ontology
from kg.llm.model import HOLDS, Request, prompt
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.llm.model import Task
    from kg.text.model import Reading

__all__ = ["OFFERED", "PASSAGE", "FactLine", "check_request", "passages", "read_request", "referents_in"]

PASSAGE: Final = 30
"""The most sentences of a passage: a news report is one or two."""
_WIDEST: Final = 2_000
"""The most characters of a sentence that are sent; what is longer is no sentence."""
_LONGEST: Final = {"read": 16_384, "check": 4_096}
"""The most tokens that a reply may have."""
_NAMED: Final = 4
"""The most wordings of an entity in one sentence that a request lists."""
_NOT_OFFERED: Final = frozenset({"relatedTo", "said", "describedAs"})
"""Claims and descriptions are read by rules; what is only related is no finding."""
OFFERED: Final = frozenset(ontology.RELATIONS) - _NOT_OFFERED
"""The relations of the ontology that a model is asked for."""
_ALWAYS: Final = frozenset({"Topic", "Event", "Role", "Person", "Product"})
"""Classes that a passage may have though no mention of them was found."""

type FactLine = tuple[int, str]
"""A fact to be checked: the number of its sentence, and what it says in one line."""


def passages(reading: Reading) -> list[range]:
    """The sentences of a document by their places, in runs of about one length, none longer than `PASSAGE`."""
    total = len(reading.parse.sentences)
    parts = -(-total // PASSAGE)
    edges = [round(total * part / parts) for part in range(parts + 1)] if parts else []
    return [range(begin, end) for begin, end in pairwise(edges)]


def read_request(model: str, reading: Reading, passage: range, own: Iterable[str] = ()) -> Request:
    """Return the request for the facts of a passage. `own` are relations of a user's rules that the ontology lacks."""
    mentioned = referents_in(reading, passage)
    classes = {reading.referents.referents[place].cls for place in mentioned} & set(ontology.CLASSES)
    relations = (*_relations_for(sorted(classes)), *sorted(own))
    lines = [
        *_head(reading),
        "Classes",
        *_class_lines(),
        f"Agent is any of {', '.join(ontology.AGENT_CLASSES)}.",
        "Relations: subject > object",
        *_relation_lines(relations),
        "Mentions that a program found: id, class, name, the numbers of their sentences, words that differ there",
        *_mention_lines(reading, mentioned),
        "Sentences",
        *(_sentence(reading, place) for place in passage),
    ]
    return _request(model, "read", lines, _facts_schema(relations))


def check_request(model: str, reading: Reading, facts: Sequence[FactLine], relations: Iterable[str]) -> Request:
    """Return the request whether facts hold, with their sentences and the ones before."""
    known = {number for number, _ in facts}
    wanted = sorted(known | {number - 1 for number in known if number > 0})
    lines = [
        *_head(reading),
        "Relations: subject > object",
        *_relation_lines(sorted(set(relations) & set(ontology.RELATIONS))),
        "Sentences",
        *(_sentence(reading, place) for place in wanted),
        "Facts",
        *(f"{place}. [{number + 1}] {_line(text)}" for place, (number, text) in enumerate(facts, 1)),
    ]
    return _request(model, "check", lines, _VERDICTS)


def referents_in(reading: Reading, passage: range) -> Mapping[int, list[int]]:
    """The referents that are mentioned in a passage, by first mention, each with its phrases there."""
    found: dict[int, list[int]] = {}
    phrases, referent_of = reading.referents.phrases, reading.referents.referent_of
    for place in sorted(range(len(phrases)), key=lambda each: (phrases[each].start, -phrases[each].end, each)):
        if referent_of[place] >= 0 and reading.parse.sentence_of[phrases[place].head] in passage:
            found.setdefault(referent_of[place], []).append(place)
    return found


def _head(reading: Reading) -> list[str]:
    return [f"Day of publication: {reading.today.isoformat() if reading.today else 'not known'}"]


def _mention_lines(reading: Reading, mentioned: Mapping[int, list[int]]) -> Iterator[str]:
    """A line for each entity that may take part in a fact: id, class, name, and where, in which other words."""
    parse, phrases = reading.parse, reading.referents.phrases
    for place, own in mentioned.items():
        referent = reading.referents.referents[place]
        if all(phrases[each].kind == "pronoun" for each in own) and len(referent.phrases) == len(own):
            continue  # whom such a chain means is for the reader to say
        said: dict[int, list[str]] = {}
        name = _line(referent.name)
        for each in own:
            words = _line(parse.words_of(phrases[each].start, phrases[each].end))
            there = said.setdefault(parse.sentence_of[phrases[each].head] + 1, [])
            there += [words] if words != name else []
        where = "; ".join(f"{number} {', '.join(words[:_NAMED])}".rstrip() for number, words in said.items())
        yield f"e{place} {referent.cls or 'Topic'} {name}: {where}"


def _sentence(reading: Reading, place: int) -> str:
    start, end = reading.parse.sentences[place]
    return f"{place + 1}: {_line(reading.parse.words_of(start, end))[:_WIDEST]}"


def _line(text: str) -> str:
    """A text in one line, without what a terminal or a reader of lines would take for more than text."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _request(model: str, task: Task, lines: Iterable[str], schema: Mapping[str, Any]) -> Request:
    content = {
        "model": model,
        "messages": [
            {"role": "system", "content": prompt(task)},
            {"role": "user", "content": "\n".join(lines)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "verdicts" if task == "check" else "facts", "strict": True, "schema": schema},
        },
        "temperature": 0,
        "max_tokens": _LONGEST[task],
    }
    return Request(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an object with just these properties, in the form that strict servers want."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [*properties],
        "additionalProperties": False,
    }


_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_VERDICTS: Final = _object(
    {
        "verdicts": {
            "type": "array",
            "items": _object(
                {"fact": {"type": "integer"}, "holds": {"type": "string", "enum": list(HOLDS)}, "words": _TEXT}
            ),
        }
    }
)


def _facts_schema(relations: Iterable[str]) -> dict[str, Any]:
    classes = [name for name, above in ontology.CLASSES.items() if above is not None]
    fact = {
        "sentence": {"type": "integer"},
        "subject": _TEXT,
        "subject_words": _TEXT,
        "relation": {"type": "string", "enum": list(relations)},
        "object": _TEXT,
        "object_words": _TEXT,
        "factuality": {"type": "string", "enum": list(FACTUALITIES)},
        "source": _TEXT,
        "time": _TEXT,
        "qualifiers": _TEXTS,
    }
    entity = {"name": _TEXT, "class": {"type": "string", "enum": classes}, "also": _TEXTS}
    return _object(
        {
            "entities": {"type": "array", "items": _object(entity)},
            "facts": {"type": "array", "items": _object(fact)},
        }
    )


@cache
def _definitions() -> Mapping[str, str]:
    """Return the meaning of each term of the ontology, by its name."""
    known = {term.name.removeprefix("kg:"): term.comment for term in ontology.terms() if term.name.startswith("kg:")}
    return {name: " ".join(comment.replace("kg:", "").split()) for name, comment in known.items()}


def _relations_for(classes: Iterable[str]) -> tuple[str, ...]:
    """The relations that entities of some classes may have, in the ontology's order."""
    present = _ALWAYS.union(classes)
    return tuple(
        name
        for name, relation in ontology.RELATIONS.items()
        if name in OFFERED
        and any(map(relation.takes_subject, present))
        and (relation.kind == "date" or any(map(relation.takes_object, present)))
    )


def _relation_lines(names: Iterable[str]) -> list[str]:
    """A line for each relation: its name, the classes that it joins, and what it says.

    >>> _relation_lines(["bornOn"])
    ['bornOn | Person > date | Was born on.']
    """
    lines = []
    for name in names:
        relation = ontology.RELATIONS.get(name)
        if relation is None:
            lines.append(f"{name} | Entity > Entity | {name.removeprefix('p/').replace('_', ' ')}.")
            continue
        objects = relation.kind if relation.kind != "entity" else ", ".join(relation.range)
        lines.append(f"{name} | {', '.join(relation.domain)} > {objects} | {_definitions().get(name, '')}")
    return lines


@cache
def _class_lines() -> tuple[str, ...]:
    """A line for each class of entity: its name, the class above it, and what it is."""
    return tuple(
        f"{name} ({above}): {_definitions().get(name, '')}"
        for name, above in ontology.CLASSES.items()
        if above is not None
    )
