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
    from collections.abc import Iterable, Mapping, Sequence

    from kg.llm.model import Task
    from kg.text.model import Reading

__all__ = ["OFFERED", "PASSAGE", "FactLine", "check_request", "passages", "read_request"]

PASSAGE: Final = 30
"""The most sentences of a passage: a news report is one or two."""
_WIDEST: Final = 2_000
"""The most characters of a sentence that are sent; what is longer is no sentence."""
_LONGEST: Final = {"read": 16_384, "check": 4_096}
"""The most tokens that a reply may have."""
_NOT_OFFERED: Final = frozenset({"relatedTo", "said", "describedAs"})
"""Claims and descriptions are read by rules; what is only related is no finding."""
OFFERED: Final = frozenset(ontology.RELATIONS) - _NOT_OFFERED
"""The relations of the ontology that a model is asked for."""
type FactLine = tuple[int, str]
"""A fact to be checked: the number of its sentence, and what it says in one line."""


def passages(reading: Reading) -> list[range]:
    """The sentences of a document by their places, in runs of about one length, none longer than `PASSAGE`."""
    total = len(reading.parse.sentences)
    parts = -(-total // PASSAGE)
    edges = [round(total * part / parts) for part in range(parts + 1)] if parts else []
    return [range(begin, end) for begin, end in pairwise(edges)]


def read_request(model: str, reading: Reading, passage: range, own: Sequence[str] = ()) -> Request:
    """Return the request for the facts of a passage. `own` are relations of a user's rules that the ontology lacks."""
    lines = [
        *_head(reading),
        *(["More relations", *_relation_lines(own)] if own else ()),
        "Sentences",
        *(_sentence(reading, place) for place in passage),
    ]
    return _request(model, "read", _vocabulary(), lines, _facts_schema((*_offered(), *own)))


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
    return _request(model, "check", "", lines, _VERDICTS)


def _head(reading: Reading) -> list[str]:
    return [f"Day of publication: {reading.today.isoformat() if reading.today else 'not known'}"]


def _sentence(reading: Reading, place: int) -> str:
    start, end = reading.parse.sentences[place]
    return f"{place + 1}: {_line(reading.parse.words_of(start, end))[:_WIDEST]}"


def _line(text: str) -> str:
    """A text in one line, without what a terminal or a reader of lines would take for more than text."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _request(model: str, task: Task, fixed: str, lines: Iterable[str], schema: Mapping[str, Any]) -> Request:
    content = {
        "model": model,
        "messages": [
            {"role": "system", "content": f"{prompt(task)}\n\n{fixed}".strip()},
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
        "n": {"type": "integer"},
        "s": _TEXT,
        "sw": _TEXT,
        "r": {"type": "string", "enum": list(relations)},
        "rw": _TEXT,
        "o": _TEXT,
        "ow": _TEXT,
        "f": {"type": "string", "enum": list(FACTUALITIES)},
        "by": _TEXT,
        "t": _TEXT,
        "q": _TEXTS,
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


def _offered() -> tuple[str, ...]:
    """The relations that are offered, in the ontology's order."""
    return tuple(name for name in ontology.RELATIONS if name in OFFERED)


@cache
def _vocabulary() -> str:
    """The classes and relations of each request: after the instructions, so that servers can keep what is the same."""
    lines = [
        "Classes",
        *_class_lines(),
        f"Agent is any of {', '.join(ontology.AGENT_CLASSES)}.",
        "Relations: subject > object",
        *_relation_lines(_offered()),
    ]
    return "\n".join(lines)


def _relation_lines(names: Sequence[str]) -> list[str]:
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
