"""Requests about one document, and replies to them, validated and bounded.

A request is a passage, a run of sentences, or facts to be checked. What a text says cannot pass for a line of it: white
space in a sentence is one space, so that it has no line ends, and each sentence follows its number. A reply is text of
a stranger: one that is not JSON of the format requested is none, a malformed row is left out and counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from kg import ontology
from kg.dates import covered_days
from kg.llm.kept import Reply
from kg.llm.model import HOLDS, NamedEntity, Proposal, Request, Verdict, prompt
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.llm.model import Task
    from kg.model import Factuality
    from kg.text.model import Reading

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


LARGEST: Final = 400_000
"""The most characters of a reply."""
_ROWS: Final = 1_000
"""The most rows of a list that are read."""
_WIDEST_VALUE: Final = 300
"""The most characters of a value."""
_ALSO: Final = 20
"""The most other wordings of an entity."""


class ReplyError(ValueError):
    """A reply that is not in the format requested."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reply to a passage says; `malformed` counts malformed rows."""

    entities: tuple[NamedEntity, ...]
    proposals: tuple[Proposal, ...]
    malformed: int = 0


def reply_of(task: Task, answer: Any) -> Reply:
    """Return the reply in the JSON of a chat completion; ReplyError if it is none, cut off, or malformed."""
    match answer:
        case {"choices": [{"message": {"content": str(content)}, **choice}, *_]}:
            pass
        case _:
            raise ReplyError("the answer has no message")
    if choice.get("finish_reason") == "length":
        raise ReplyError("the reply was cut off at its greatest length")
    _rows(content, "verdicts" if task == "check" else "facts")
    usage = answer.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(content, *(_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens")))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def read_facts(content: str) -> Facts:
    """Return what a reply to a passage says; ReplyError if it is malformed."""
    rows = _rows(content, "facts")
    named = _parsed(content).get("entities")
    entities = [_entity(row) for row in named[:_ROWS]] if isinstance(named, list) else []
    proposals = [_proposal(row) for row in rows]
    return Facts(
        tuple(each for each in entities if each is not None),
        tuple(each for each in proposals if each is not None),
        entities.count(None) + proposals.count(None),
    )


def read_verdicts(content: str) -> tuple[Verdict, ...]:
    """Return the verdicts of a reply, the first for each number; ReplyError if it is malformed."""
    found: dict[int, Verdict] = {}
    for row in _rows(content, "verdicts"):
        match row:
            case {"fact": int(fact), "holds": str(holds)} if not isinstance(fact, bool) and holds in HOLDS:
                found.setdefault(fact, Verdict(fact, holds, _text(row, "words")))
    return tuple(found.values())


def _parsed(content: str) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise ReplyError(f"a reply of {len(content):,} characters is too long")
    text = content.strip()
    if text.startswith("```"):  # as some models write JSON uninvited
        text = text.partition("\n")[2].rpartition("```")[0]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReplyError("the reply is not JSON") from error
    if not isinstance(found, dict):
        raise ReplyError("the reply is not a JSON object")
    return found


def _rows(content: str, name: str) -> list[Any]:
    rows = _parsed(content).get(name)
    if not isinstance(rows, list):
        raise ReplyError(f"the reply has no list of {name}")
    return rows[:_ROWS]


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key, "")
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= _WIDEST_VALUE else ""


def _entity(row: object) -> NamedEntity | None:
    if not isinstance(row, dict):
        return None
    name, cls = _text(row, "name"), _text(row, "class")
    also = row.get("also", [])
    others = [_text({"": each}, "") for each in also[:_ALSO]] if isinstance(also, list) else []
    return NamedEntity(name, cls if cls in ontology.CLASSES else "", tuple(filter(None, others))) if name else None


def _proposal(row: object) -> Proposal | None:
    if not isinstance(row, dict):
        return None
    sentence, factuality = row.get("n"), row.get("f", "asserted")
    subject, relation, obj = (_text(row, key) for key in ("s", "r", "o"))
    if not (isinstance(sentence, int) and not isinstance(sentence, bool) and subject and relation and obj):
        return None
    if factuality not in FACTUALITIES:
        return None
    time = _text(row, "t")
    return Proposal(
        sentence=sentence,
        subject=subject,
        subject_words=_text(row, "sw"),
        relation=relation,
        relation_words=_text(row, "rw"),
        object=obj,
        object_words=_text(row, "ow"),
        factuality=cast("Factuality", factuality),
        source=_text(row, "by"),
        time=time if time and covered_days(time) else "",
        qualifiers=tuple(_qualifiers(row.get("q"))),
    )


def _qualifiers(given: object) -> list[tuple[str, str]]:
    found = []
    for each in given[: len(ontology.QUALIFIERS)] if isinstance(given, list) else []:
        name, sign, value = _text({"": each}, "").partition("=")
        if sign and name.strip() in ontology.QUALIFIERS and value.strip():
            found.append((name.strip(), value.strip()))
    return found
