"""From TOML files to frozen relation rules, refusing whatever is not in form.

A file says where it comes from and holds `[[rule]]` tables:

    origin = "Written for this project."

    [[rule]]
    id = "attacked.verb"
    relation = "attacked"               # default: the first part of the id
    verbs = ["attack", "open_fire"]     # or nouns, adjectives, prepositions
    subject = "subject"                 # a slot, or a list of slots to try in order; a verb's default
    object = ["object", "oblique:on"]   # a verb's default: "object"
    subject_classes = ["Agent"]         # a class of the ontology, or "Agent"; "=Place": without its subclasses
    object_classes = ["Agent", "Place"]
    examples = [{ text = "Rebels attacked Varna.", finds = ["Rebels | attacked | Varna"] }]

`coded.toml` lists the rules that code reads, since no row of words can say them: which module reads each, and examples.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg import ontology
from kg.errors import RuleError
from kg.rules.rule import CodedRule, Condition, Example, Find, Rule, Slot, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.rules.rule import Construction

POSITIONS: Final = frozenset(
    {
        *("subject", "object", "recipient", "attribute", "oblique", "complement"),
        *("infinitive", "head", "verb", "possessive", "modifier", "appositive", "governor"),
    }
)
"""Where an argument may stand.

The roles of the clause layer, `infinitive` for a complement with "to", and of a clause its `verb`, which is the light
verb or "be" where the rule reads another word; of a noun, `head` (the phrase itself), its `possessive`, a noun or
adjective as `modifier`, its `appositive`; of a preposition, the `governor` that it follows and its `object`.
"""

_CONSTRUCTIONS: Final[dict[str, Construction]] = {
    "verbs": "verb",
    "nouns": "noun",
    "adjectives": "adjective",
    "prepositions": "preposition",
}
_KEYS: Final = frozenset(
    {
        *_CONSTRUCTIONS,
        *("id", "relation", "subject", "object", "subject_classes", "object_classes", "where", "unless"),
        *("qualifiers", "value", "voice", "unnamed", "named", "known", "negates", "fallback", "confidence"),
        *("examples", "not"),
    }
)
_CODED_KEYS: Final = frozenset({"id", "module", "says", "examples", "not"})
_QUALIFIERS: Final = frozenset(ontology.QUALIFIERS)
_WORD: Final = re.compile(r"\*|[^\W\d_]['’.\-\w]*(_[\w.'’-]+)*")


@lru_cache(maxsize=4)
def load_rules(language: str = "en") -> tuple[Rule, ...]:
    """The relation rules of a language, in order of file and place.

    Raises `RuleError`, naming the file and the rule, where a table is not in form.
    """
    folder = resources.files("kg.rules").joinpath(language, "relations")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    rules: list[Rule] = []
    for file in files:
        content, _ = parse_table(file.read_text("utf-8"), file.name)
        rules += _rules(content, file.name)
    _refuse_duplicates(rules)
    return tuple(rules)


@lru_cache(maxsize=4)
def load_coded_rules(language: str = "en") -> tuple[CodedRule, ...]:
    """The rules of a language that code reads, in the file's order; `RuleError` where one is not in form."""
    file = resources.files("kg.rules").joinpath(language, "coded.toml")
    content, _ = parse_table(file.read_text("utf-8"), file.name)
    return tuple(_coded_rule(table, f"{file.name}: rule {table.get('id')!r}") for table in content["rule"])


def _coded_rule(table: Mapping[str, Any], name: str) -> CodedRule:
    if table.keys() != _CODED_KEYS:
        raise RuleError(f"{name}: has the keys {', '.join(sorted(table))} instead of {', '.join(sorted(_CODED_KEYS))}")
    examples = (Example(each["text"], tuple(_find(name, line) for line in each["finds"])) for each in table["examples"])
    counterexamples = tuple(Example(text) for text in table["not"])
    return CodedRule(table["id"], table["module"], table["says"], tuple(examples), counterexamples)


def parse_table(text: str, file: str) -> tuple[dict[str, Any], str]:
    """A table that comes with kg, without its `origin`, and that origin: where its words or rules come from.

    `file` names the table in errors. Raises `RuleError` where the text is no TOML or says no origin.
    """
    content = _parse_toml(text, file)
    origin = content.pop("origin", None)
    if not isinstance(origin, str) or not origin.strip():
        raise RuleError(f'{file}: has no origin; say on top where its entries come from: origin = "…"')
    return content, origin


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: not TOML: {error}") from error
    except RecursionError as error:
        raise RuleError(f"{file}: not TOML that kg reads: nested too deep") from error


def parse_rules(text: str, file: str) -> tuple[Rule, ...]:
    """The rules of one TOML text; `file` names it in errors. Raises `RuleError`.

    A user's own file may say its origin, and need not.
    """
    content = _parse_toml(text, file)
    content.pop("origin", None)
    return _rules(content, file)


def _rules(content: dict[str, Any], file: str) -> tuple[Rule, ...]:
    tables = content.pop("rule", [])
    if content or not isinstance(tables, list):
        raise RuleError(f"{file}: only [[rule]] tables belong here, not {', '.join(sorted(content)) or 'rule'}")
    rules = [_Reader(file, table, number).rule() for number, table in enumerate(tables, 1)]
    _refuse_duplicates(rules, file)
    return tuple(rules)


def _refuse_duplicates(rules: Iterable[Rule], file: str = "relation rules") -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{file}: rule {rule.id!r} stands twice; give each its own id")
        seen.add(rule.id)


class _Reader:
    """One table under examination."""

    def __init__(self, file: str, table: Any, number: int) -> None:
        self._name = f"{file}: rule {number}"
        if not isinstance(table, dict):
            raise self._error("is no table")
        self._table: dict[str, Any] = table
        if isinstance(table.get("id"), str):
            self._name = f"{file}: rule {table['id']!r}"

    def _error(self, what: str) -> RuleError:
        return RuleError(f"{self._name}: {what}")

    def rule(self) -> Rule:
        unknown = self._table.keys() - _KEYS
        if unknown:
            raise self._error(f"unknown key {', '.join(sorted(unknown))}")
        name = self._text("id")
        relation = self._text("relation") if "relation" in self._table else name.split(".")[0]
        if relation not in ontology.RELATIONS:
            raise self._error(f"unknown relation {relation!r}")
        construction, words = self._words()
        value = self._choice("value", ("entity", "date", "text"), "entity")
        confidence = self._table.get("confidence", 0.7)
        if not isinstance(confidence, int | float) or not 0 < confidence <= 1:
            raise self._error(f"confidence {confidence!r} is no number in (0, 1]")
        examples = self._examples("examples", relation)
        if not any(example.finds for example in examples):
            raise self._error("has no example; give a sentence with what it finds")
        return Rule(
            id=name,
            relation=relation,
            construction=construction,
            words=words,
            subject=self._argument("subject", construction),
            object=self._argument("object", construction),
            subject_classes=self._classes("subject_classes", ontology.RELATIONS[relation].domain),
            object_classes=self._classes("object_classes", ontology.RELATIONS[relation].range),
            examples=examples,
            counterexamples=self._examples("not", relation),
            where=self._conditions("where"),
            unless=self._conditions("unless"),
            qualifiers=self._qualifiers(),
            value=value,
            voice=self._choice("voice", ("any", "active", "passive"), "any"),
            unnamed=self._choice("unnamed", ("passive", "always"), ""),
            named=self._flag("named"),
            known=self._known(),
            negates=self._flag("negates"),
            fallback=self._flag("fallback"),
            confidence=float(confidence),
        )

    def _text(self, key: str) -> str:
        value = self._table.get(key)
        if not isinstance(value, str) or not value:
            raise self._error(f"{key} must be a text")
        return value

    def _flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self._error(f"{key} must be true or false")
        return value

    def _known(self) -> frozenset[str]:
        known = frozenset(self._list("known", self._table.get("known", [])))
        if known - {"subject", "object"}:
            raise self._error("known lists what is neither subject nor object")
        return known

    def _choice(self, key: str, choices: tuple[str, ...], default: str) -> Any:
        value = self._table.get(key, default)
        if value not in (*choices, default):
            raise self._error(f"{key} {value!r} is none of {', '.join(choices)}")
        return value

    def _list(self, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self._error(f"{key} must be a text or a list of texts")
        if len(set(value)) < len(value):
            raise self._error(f"{key} has {next(v for v in value if value.count(v) > 1)!r} twice")
        return tuple(value)

    def _words(self) -> tuple[Construction, tuple[str, ...]]:
        present = [key for key in _CONSTRUCTIONS if key in self._table]
        if len(present) != 1:
            raise self._error(f"needs exactly one of {', '.join(_CONSTRUCTIONS)}")
        words = self._list(present[0], self._table[present[0]])
        wrong = [word for word in words if not _WORD.fullmatch(word) or word != word.lower()]
        if wrong or not words:
            raise self._error(f"{present[0]}: {wrong[0]!r} is no lemma" if wrong else f"{present[0]} is empty")
        return _CONSTRUCTIONS[present[0]], words

    def _argument(self, key: str, construction: Construction) -> tuple[Slot, ...]:
        return self._slots(key, self._table.get(key, key if construction == "verb" else None))

    def _slots(self, key: str, value: Any) -> tuple[Slot, ...]:
        return tuple(self._slot(key, item) for item in self._list(key, value))

    def _slot(self, key: str, text: str) -> Slot:
        try:
            return parse_slot(text)
        except ValueError as error:
            raise self._error(f"{key}: {error}") from error

    def _classes(self, key: str, default: tuple[str, ...]) -> frozenset[str]:
        names = self._list(key, self._table.get(key, []))
        unknown = [n for n in names if n.removeprefix("=") not in ontology.CLASSES and n != "Agent"]
        if unknown:
            raise self._error(f"{key}: unknown class {unknown[0]!r}")
        alone = {name[1:] for name in names if name[0] == "="}
        found = alone | {cls for cls in ontology.CLASSES for name in names or default if ontology.is_a(cls, name)}
        allowed = {cls for cls in found if any(ontology.is_a(cls, name) for name in default)}
        if names and not allowed:
            raise self._error(f"{key}: the ontology allows none of {', '.join(names)} there")
        return frozenset(allowed)

    def _conditions(self, key: str) -> tuple[Condition, ...]:
        table = self._mapping(key)
        return tuple(
            Condition(self._slots(key, slots.split(", ")), frozenset(self._list(key, words)))
            for slots, words in table.items()
        )

    def _qualifiers(self) -> tuple[tuple[str, tuple[Slot, ...]], ...]:
        table = self._mapping("qualifiers")
        unknown = table.keys() - _QUALIFIERS
        if unknown:
            raise self._error(f"unknown qualifier {', '.join(sorted(unknown))}")
        return tuple((name, self._slots("qualifiers", slots)) for name, slots in sorted(table.items()))

    def _mapping(self, key: str) -> dict[str, Any]:
        table = self._table.get(key, {})
        if not isinstance(table, dict):
            raise self._error(f"{key} must be a table")
        return table

    def _examples(self, key: str, relation: str) -> tuple[Example, ...]:
        tables = self._table.get(key, [])
        if not isinstance(tables, list):
            raise self._error(f"{key} must be a list")
        return tuple(self._example(key, table, relation) for table in tables)

    def _example(self, key: str, table: Any, relation: str) -> Example:
        if isinstance(table, str) and key == "not":
            return Example(table)
        if not isinstance(table, dict) or table.keys() - {"text", "finds"} or not isinstance(table.get("text"), str):
            raise self._error(f"{key}: an example is a table with text and finds")
        where = f"{self._name}: {key}"
        finds = tuple(_find(where, line, relation) for line in self._list(key, table.get("finds", [])))
        return Example(table["text"], finds)


def _find(where: str, line: str, relation: str = "") -> Find:
    """What an example finds, from "subject | relation | object"; of any relation where none is given.

    `where` names the rule in errors. Raises `RuleError`.
    """
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts) or not (parts[1] == relation if relation else ontology.is_relation(parts[1])):
        raise RuleError(f"{where}: {line!r} is not of the form 'subject | {relation or 'relation'} | object'")
    return Find(*parts)


def parse_slot(text: str) -> Slot:
    """The slot that a text writes, "object.oblique:of"; ValueError where it is in no such form."""
    steps = []
    for part in text.split("."):
        role, _, prepositions = part.partition(":")
        if role not in POSITIONS:
            raise ValueError(f"unknown position {role!r}; known are {', '.join(sorted(POSITIONS))}")
        if prepositions and role != "oblique":
            raise ValueError(f"only an oblique has a preposition, not {part!r}")
        steps.append(Step(role, tuple(prepositions.split("|")) if prepositions else ()))
    return _slot_of(tuple(steps))


@cache
def _slot_of(steps: tuple[Step, ...]) -> Slot:
    return Slot(steps)
