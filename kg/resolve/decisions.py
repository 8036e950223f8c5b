"""People's decisions as a file: one line a decision, which people may read, share and merge with git.

JSON Lines (RFC 8259 objects, one a line, UTF-8). The meaning of a line does not depend on its place, and a line that
repeats another changes nothing. Of several names or classes for one entity the latest holds; verdicts that contradict
each other are refused, with their lines. A decision that was undone stays as history: its line has the time at which
that was ("undone"), and counts no more.

    {"decision": "same", "left": "USGS", "right": "U.S. Geological Survey", "when": "2026-11-29T10:00:00Z"}
    {"decision": "different", "left": {"name": "Georgia", "document": "3fa85f64c1d2"}, "right": "Georgia"}
    {"decision": "name", "entity": "USGS", "name": "United States Geological Survey"}
    {"decision": "class", "entity": "Apple", "class": "Company", "who": "Ada", "undone": "2026-11-30T09:00:00Z"}
    {"decision": "wrong", "sentence": "Ada Marlow left Norland.", "subject": "Ada Marlow", "relation": "leads", …}
    {"decision": "follow", "entity": "USGS"}
    {"decision": "calibration", "slope": 0.8, "shift": -0.2}

An entity is referred to by a name that documents give it, in any case; with the first digits of a document's hash, by
that name in that document alone.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from kg.dates import is_date
from kg.errors import DecisionError, NotFoundError
from kg.model import FACTUALITIES
from kg.ontology import CLASSES, is_own, is_relation
from kg.resolve.model import (
    CalibrationDecision,
    ClassDecision,
    Decisions,
    FactDecision,
    FollowDecision,
    NameDecision,
    PairDecision,
    Reference,
    Words,
)
from kg.spelling import clean, normalise, words_in
from kg.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.resolve.model import Decision, Verdict

_VERDICTS = ("same", "different", "unsure")
_NOTES = ("when", "who", "why", "undone")
_KEYS = {"decision", *_NOTES}
_JUDGED = ("right", "wrong", "corrected", "added")
_ENDS = {"sentence", "subject", "relation", "object"}
_FIELDS = (
    {kind: {"left", "right"} for kind in _VERDICTS}
    | {
        "name": {"entity", "name"},
        "class": {"entity", "class"},
        "follow": {"entity"},
        "calibration": {"slope", "shift"},
    }
    | {kind: _ENDS | ({"to"} if kind in {"corrected", "added"} else set()) for kind in _JUDGED}
)
_PARTS = ("relation", "subject", "object", "factuality", "source", "time")
"""What of a fact a person may correct."""
_SHOWN = 80
_HASH = re.compile(r"[0-9a-f]{6,64}")
_DIGITS = 12
"""Digits of a document's hash that are written."""
_ID = 8
_STEEPEST = 20
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision with when (ISO 8601), who and why, and when it was undone; "" where that is not said.

    `line` is its place in the file, from 1, and `text` the line; 0 and "" if it is in none yet. `spelt` is how names
    are written there, by their normalised form.
    """

    decision: Decision
    when: str = ""
    who: str = ""
    why: str = ""
    undone: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    text: str = field(default="", compare=False)
    spelt: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        """Digits that name it, whatever its line."""
        return sha256(_text(_meaning(self.decision)).encode()).hexdigest()[:_ID]

    @property
    def kind(self) -> str:
        """Return the kind of decision, as its line has it: "same", "name", "wrong"."""
        return str(_meaning(self.decision)["decision"])

    @property
    def fields(self) -> dict[str, object]:
        """Its line as a JSON object."""
        notes = {"when": self.when, "who": self.who, "why": self.why, "undone": self.undone}
        return _meaning(self.decision, self.spelt) | {key: clean(said) for key, said in notes.items() if said}

    @property
    def references(self) -> tuple[Reference, ...]:
        """The entities that it is about."""
        match self.decision:
            case PairDecision(left, right):
                return left, right
            case FactDecision() | CalibrationDecision():
                return ()
            case decision:
                return (decision.entity,)

    def __str__(self) -> str:
        match self.decision:
            case PairDecision(left, right, verdict):
                joined = {"same": "is", "different": "is not", "unsure": "may be"}[verdict]
                return f"{self._shown(left)} {joined} {self._shown(right)}"
            case NameDecision(entity, name):
                return f"{self._shown(entity)} is called “{name}”"
            case ClassDecision(entity, cls):
                return f"{self._shown(entity)} is a {cls}"
            case FollowDecision(entity):
                return f"{self._shown(entity)} is followed"
            case CalibrationDecision(slope, shift):
                return f"confidence is corrected ({slope:g} × log odds {shift:+g})"
            case FactDecision(sentence, subject, relation, item, verdict, changes):
                ends = (self.spelt.get(end.words, end.words) for end in (subject, item))
                said = f" {relation} ".join(ends)
                to = " to " + ", ".join(f"{name} “{value}”" for name, value in changes) if changes else ""
                within = shorten(self.spelt.get(sentence, sentence), _SHOWN, placeholder=" …")
                return f"{verdict}{to}: {said} in “{within}”"

    def _shown(self, reference: Reference) -> str:
        name = self.spelt.get(reference.name, reference.name)
        return f"“{name}”" + (f" of {reference.document[:_DIGITS]}" if reference.document else "")


def pair_of(one: Reference, other: Reference, verdict: Verdict) -> PairDecision:
    """Return a verdict on two entities, whichever is named first."""
    return PairDecision(min(one, other), max(one, other), verdict)


@dataclass(frozen=True, slots=True)
class FileChange:
    """Lines that a file of decisions gets, and pairs of a line and what replaces it; as good twice as once."""

    added: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced)

    def applied_to(self, lines: Iterable[str]) -> list[str]:
        """Return the lines with this change; each new line goes to its place in their order, for git to merge."""
        replaced = dict(self.replaced)
        found = [replaced.get(line, line) for line in lines]
        for line in self.added:
            if line not in found:
                found.insert(bisect(found, line), line)
        return found


def read_decisions(path: Path, change: FileChange | None = None) -> Decisions:
    """Return the decisions of a file, none if there is no file; with a `change`, as they will be.

    Raises:
        DecisionError: a line is malformed, or two contradict each other; the message names them.
    """
    lines = (change or FileChange()).applied_to(_lines(path))
    return decisions_of(_standing(_entries(str(path), lines)), str(path))


def read_entries(path: Path, *, undone: bool = False) -> tuple[Entry, ...]:
    """Return the decisions of a file in the order of its lines; with `undone`, those too. DecisionError: malformed."""
    entries = _entries(str(path), _lines(path))
    return entries if undone else _standing(entries)


def decisions_text(path: Path, change: FileChange) -> str:
    """Return a file of decisions as a change makes it."""
    return "".join(f"{line}\n" for line in change.applied_to(_lines(path)) if line.strip())


def write_change(path: Path, change: FileChange) -> None:
    """Change a file of decisions, whole or not at all; OSError if it cannot be written."""
    if change:
        write_whole(path, decisions_text(path, change))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig").removesuffix("\n").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise DecisionError(f"{path}: cannot be read: {reason}") from error


def _entries(path: str, lines: Iterable[str]) -> tuple[Entry, ...]:
    numbered = enumerate(lines, start=1)
    return tuple(read_entry(f"{path}: line {number}", line, number) for number, line in numbered if line.strip())


def _standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Decisions but for those that were undone, by the line itself or, after a merge of files, by one that repeats it.

    What is decided again has a later time.
    """
    entries = list(entries)
    undone = {(each.decision, each.when) for each in entries if each.undone}
    return tuple(each for each in entries if (each.decision, each.when) not in undone)


def decisions_of(entries: Iterable[Entry], source: str = "decisions") -> Decisions:
    """Return the decisions of lines, in an order that does not depend on theirs: the stronger of two comes later.

    The stronger verdict is the more specific one, the stronger name or class the one decided later.

    Raises:
        DecisionError: two contradict each other: `source` and their lines are named.
    """
    entries = list(entries)
    _refuse_contradictions(entries, source)
    meant = [
        replace(each.decision, who=each.who, why=each.why, when=each.when)
        if isinstance(each.decision, FactDecision)
        else each.decision
        for each in sorted(_holding(entries), key=_order)
    ]
    return Decisions(
        pairs=tuple(each for each in meant if isinstance(each, PairDecision)),
        names=tuple(each for each in meant if isinstance(each, NameDecision)),
        classes=tuple(each for each in meant if isinstance(each, ClassDecision)),
        facts=tuple(each for each in meant if isinstance(each, FactDecision)),
        followed=tuple(each for each in meant if isinstance(each, FollowDecision)),
        calibration=next((each for each in meant[::-1] if isinstance(each, CalibrationDecision)), None),
    )


def addition(path: Path, added: Sequence[Entry]) -> tuple[tuple[Entry, ...], FileChange]:
    """Return which decisions are new to a file, verdicts that it has left out, and the change that adds them.

    What was undone and is added once more is decided again, now.

    Raises:
        DecisionError: a line of the file is malformed, or contradicts one that is added.
    """
    every = read_entries(path, undone=True)
    before = _standing(every)
    held = {_said(each) for each in _holding(before)}
    undone = {(each.decision, each.when) for each in every if each.undone}
    now = time_after(every)
    fresh = (replace(each, when=now) if (each.decision, each.when) in undone else each for each in added)
    new = tuple(each for each in {_said(each): each for each in fresh}.values() if _said(each) not in held)
    decisions_of([*before, *new], str(path))
    return new, FileChange(added=tuple(_text(each.fields) for each in new))


def removal(path: Path, which: Collection[str] | None) -> tuple[tuple[Entry, ...], FileChange]:
    """Return the decisions of some ids or lines, or those made last, and the change that marks them as undone.

    Decisions made last are all of one time: lines of one split are undone together.

    Raises:
        DecisionError: a line of the file is malformed.
        NotFoundError: there is no such decision.
    """
    every = read_entries(path, undone=True)
    entries = _standing(every)
    if which is None:
        latest = max((each.when for each in entries), default="", key=_moment)
        gone = tuple(each for each in entries if each.when == latest)
        if gone and not latest and len(gone) > 1:
            raise NotFoundError("no decision has a time: name one by its id or line (kg entities decisions)")
    else:
        gone = tuple(each for each in entries if not {each.id, str(each.line)}.isdisjoint(which))
    if not gone:
        wanted = ", ".join(sorted(which or ()))
        missing = f"no decision has the id or line {wanted}" if which else "there is no decision"
        if any(not {each.id, str(each.line)}.isdisjoint(which or ()) for each in every):
            missing = f"decision {wanted} is undone already"
        raise NotFoundError(f"{missing}: kg entities decisions lists them")
    moment = time_after(every)
    lines = {each.text for each in gone}
    marked = tuple((line, _text(json.loads(line) | {"undone": moment})) for line in sorted(lines))
    return gone, FileChange(replaced=marked)


def time_after(entries: Iterable[Entry]) -> str:
    """Return the time in UTC, later than that of any of the decisions: a clock that was put back reverses none."""
    moment = datetime.now(UTC)
    latest = max((_moment(time) for each in entries for time in (each.when, each.undone)), default=moment)
    if latest >= moment.replace(microsecond=moment.microsecond // 1000 * 1000):
        moment = min(latest, _LAST) + timedelta(milliseconds=1)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(time: str) -> datetime:
    """Return the moment of a decision's time; text that is none is before all others."""
    try:
        moment = datetime.fromisoformat(time)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def read_entry(where: str, line: str, number: int = 0) -> Entry:
    """Return the decision of a line; DecisionError, which begins with `where`, if it is malformed."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DecisionError(f"{where}: is not a JSON object: correct or remove it") from error
    kind = value.get("decision") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise DecisionError(f'{where}: has no "decision" of {", ".join(_FIELDS)}')
    for key in sorted(value.keys() ^ _FIELDS[kind]):
        if key not in _KEYS:
            raise DecisionError(f"{where}: {'lacks' if key in _FIELDS[kind] else 'has an unknown field'} {key!r}")
    notes = {key: value.get(key, "") for key in _NOTES}
    for key, said in notes.items():
        if not isinstance(said, str):
            raise DecisionError(f"{where}: {key!r} is not text")
    decision = _decision(where, kind, value)
    if isinstance(decision, FactDecision):
        ends = (value[end] for end in ("subject", "object"))
        spelt = spelling(value["sentence"], *(end["words"] if isinstance(end, dict) else end for end in ends))
    else:
        sides = [value[key] for key in ("left", "right", "entity") if key in value]
        names = [side["name"] if isinstance(side, dict) else side for side in sides if side]
        spelt = {normalise(clean(name)): name for name in names}
    return Entry(decision, **notes, line=number, text=line, spelt=spelt)


def spelling(*said: str) -> dict[str, str]:
    """Return words as they are written, by how a decision on a fact keeps them."""
    return {fold_words(each): " ".join(clean(each).split()) for each in said}


def fold_words(text: str) -> str:
    """Return the words of a text without case, accents, spacing and punctuation.

    >>> fold_words("“The  U.S. left Łódź,” he said.")
    'the u s left lodz he said'
    """
    return " ".join(word for word, _, _ in words_in(clean(text)))


def _decision(where: str, kind: str, value: dict[str, Any]) -> Decision:
    if kind == "name":
        return NameDecision(_reference(where, value["entity"]), clean(_words(where, "name", value["name"])))
    if kind in _JUDGED:
        return _on_fact(where, kind, value)
    if kind == "follow":
        return FollowDecision(_reference(where, value["entity"]))
    if kind == "calibration":
        numbers = [value[key] for key in ("slope", "shift")]
        if not all(isinstance(each, int | float) and abs(each) <= _STEEPEST for each in numbers) or numbers[0] <= 0:
            raise DecisionError(f"{where}: a calibration has a slope above 0 and a shift, of {_STEEPEST} at most")
        return CalibrationDecision(*map(float, numbers))
    if kind == "class":
        cls = _words(where, "class", value["class"])
        if cls not in CLASSES:
            raise DecisionError(f"{where}: the vocabulary has no class {cls!r}")
        return ClassDecision(_reference(where, value["entity"]), cls)
    left, right = (_reference(where, value[side]) for side in ("left", "right"))
    if left == right:
        raise DecisionError(f"{where}: has the same entity on both sides")
    return pair_of(left, right, kind)  # type: ignore[arg-type]  # a verdict: the others went before


def _on_fact(where: str, kind: str, value: dict[str, Any]) -> FactDecision:
    to = value.get("to", {})
    if not isinstance(to, dict) or (kind == "corrected" and not to):
        raise DecisionError(f'{where}: "to" is an object with what the fact is corrected to')
    for name, part in to.items():
        if name not in _PARTS or not isinstance(part, str) or (not part.strip() and name not in {"source", "time"}):
            raise DecisionError(f"{where}: of a fact {', '.join(_PARTS)} may be given, each as text, not {name!r}")
    changes = tuple(sorted((name, clean(part).strip()) for name, part in to.items()))
    if dict(changes).get("factuality", "asserted") not in FACTUALITIES:
        raise DecisionError(f"{where}: a factuality is one of {', '.join(FACTUALITIES)}")
    relation = clean(_words(where, "relation", value["relation"]))
    for name in (relation, dict(changes).get("relation", relation)):
        if not is_relation(name) and not is_own(name):
            raise DecisionError(f"{where}: the vocabulary has no relation {name!r}")
    if dict(changes).get("time") and not is_date(dict(changes)["time"]):
        raise DecisionError(f"{where}: {dict(changes)['time']!r} is no date or interval of ISO 8601")
    sentence = fold_words(_words(where, "sentence", value["sentence"]))
    if not sentence:
        raise DecisionError(f"{where}: the sentence has no words")
    ends = [_end(where, value[each]) for each in ("subject", "object")]
    return FactDecision(sentence, ends[0], relation, ends[1], kind, changes)


def _end(where: str, value: object) -> Words:
    words, name = (value.get("words"), value.get("name")) if isinstance(value, dict) else (value, "")
    if not isinstance(words, str) or not isinstance(name, str):
        raise DecisionError(f"{where}: an end of a fact is words, or an object of words and name")
    return Words(fold_words(words), normalise(clean(name)))


def _reference(where: str, value: object) -> Reference:
    name, document = (value.get("name"), value.get("document")) if isinstance(value, dict) else (value, "")
    if isinstance(value, dict) and value.keys() != {"name", "document"}:
        raise DecisionError(f"{where}: an entity is a name, or an object of name and document")
    if not isinstance(document, str) or (document and not _HASH.fullmatch(document)):
        raise DecisionError(f"{where}: {document!r} is not the beginning of a document's hash")
    return Reference(normalise(clean(_words(where, "name", name))), document)


def _words(where: str, what: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DecisionError(f"{where}: a {what} is text")
    return value


def _meaning(decision: Decision, spelt: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return the fields of a line without its notes; `spelt` as for `Entry`."""
    match decision:
        case PairDecision(left, right, verdict):
            return {"decision": verdict, "left": _written(left, spelt), "right": _written(right, spelt)}
        case NameDecision(entity, name):
            return {"decision": "name", "entity": _written(entity, spelt), "name": name}
        case ClassDecision(entity, cls):
            return {"decision": "class", "entity": _written(entity, spelt), "class": cls}
        case FollowDecision(entity):
            return {"decision": "follow", "entity": _written(entity, spelt)}
        case CalibrationDecision(slope, shift):
            return {"decision": "calibration", "slope": slope, "shift": shift}
        case FactDecision(sentence, subject, relation, item, kind, changes):
            written = (spelt or {}).get(sentence, sentence)
            ends = {"subject": _end_written(subject, spelt), "relation": relation, "object": _end_written(item, spelt)}
            to = {"to": dict(changes)} if kind in {"corrected", "added"} else {}
            return {"decision": kind, "sentence": written, **ends, **to}


def _end_written(end: Words, spelt: Mapping[str, str] | None) -> object:
    words = (spelt or {}).get(end.words, end.words)
    return {"words": words, "name": end.name} if end.name else words


def _written(reference: Reference, spelt: Mapping[str, str] | None) -> object:
    """Return a reference as a line has it: a name that is read back as the same."""
    name = (spelt or {}).get(reference.name, reference.name)
    if normalise(name) != reference.name:
        name = reference.name if normalise(reference.name) == reference.name else f"the {reference.name}"
    return {"name": name, "document": reference.document[:_DIGITS]} if reference.document else name


def _text(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _order(entry: Entry) -> tuple[int, datetime, str]:
    """Order verdicts by how specific they are (a whole name, one document, two), all else by time."""
    text = _text(_meaning(entry.decision))
    if isinstance(entry.decision, PairDecision):
        return sum(bool(each.document) for each in entry.references), _moment(""), text
    return 0, _moment(entry.when), text


def _topic(decision: Decision) -> tuple[object, ...]:
    """Return the topic of a decision: two on one topic contradict each other unless they are the same."""
    if isinstance(decision, PairDecision):
        return ("pair", decision.left, decision.right)
    if isinstance(decision, FactDecision):
        return ("fact", decision.sentence, decision.subject, decision.relation, decision.object)
    if isinstance(decision, CalibrationDecision):
        return ("calibration",)
    return (type(decision).__name__, decision.entity)


def _refuse_contradictions(entries: Sequence[Entry], source: str) -> None:
    by_topic: dict[tuple[object, ...], Entry] = {}
    same: dict[Reference, set[Reference]] = defaultdict(set)
    reasons: dict[frozenset[Reference], Entry] = {}
    for each in entries:
        if each.kind == "unsure":  # somebody else may be sure
            continue
        topic = _topic(each.decision)
        if not isinstance(each.decision, PairDecision):
            topic = (*topic, each.when)
        other = by_topic.setdefault(topic, each)
        if other.decision != each.decision:
            raise DecisionError(_contradiction(source, [other, each]))
        if isinstance(each.decision, PairDecision) and each.kind == "same":
            left, right = each.references
            same[left].add(right)
            same[right].add(left)
            reasons[frozenset((left, right))] = each
    for each in entries:
        if each.kind == "different":
            way = _way(same, *each.references)
            if way:
                steps = [reasons[frozenset(pair)] for pair in pairwise(way)]
                raise DecisionError(_contradiction(source, [*steps, each]))


def _way(same: dict[Reference, set[Reference]], start: Reference, end: Reference) -> list[Reference]:
    """Return the shortest path of "same" between two references, empty if there is none."""
    if start not in same or end not in same:
        return []
    came: dict[Reference, Reference] = {start: start}
    waiting = [start]
    for at in waiting:
        for further in sorted(same[at]):
            if further not in came:
                came[further] = at
                waiting.append(further)
    if end not in came:
        return []
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]


def _holding(entries: Iterable[Entry]) -> list[Entry]:
    """Return the lines that hold: of several on one topic the latest, and a verdict rather than an "unsure"."""
    latest: dict[tuple[object, ...], Entry] = {}
    for each in entries:
        topic = _topic(each.decision)
        other = latest.get(topic)
        if other is None or _weight(each) > _weight(other):
            latest[topic] = each
    return list(latest.values())


def _said(entry: Entry) -> object:
    """Return what makes a line new: a verdict alone; all else with its time, which decides what holds."""
    timeless = isinstance(entry.decision, PairDecision | FactDecision | FollowDecision)
    return entry.decision if timeless else (entry.decision, entry.when)


def _weight(entry: Entry) -> tuple[bool, datetime]:
    return entry.kind != "unsure", _moment(entry.when)


def _contradiction(source: str, entries: Iterable[Entry]) -> str:
    found = list(entries)
    lines = [str(each.line) for each in found if each.line]
    said = "; ".join(map(str, found))
    named = (
        f"lines {' and '.join(lines)}" if len(lines) > 1 else f"line {lines[0]} and what is new" if lines else "they"
    )
    return f"{source}: {named} contradict each other ({said}): remove one of them"
