"""A user's own ontology in LinkML: what of a schema says how classes and slots are called, and what they join.

Read are `prefixes`, `default_prefix`, `classes` (`is_a`, `mixins`, `slots`, `attributes`, `slot_usage`), `slots`
(`domain`, `range`, `is_a`), and of each its `title`, `description`, `aliases`, `exact_mappings`, `class_uri` or
`slot_uri`, and `examples`, whose values are sentences (https://linkml.io/linkml-model/).
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError
from kg.ontologies.model import OwnClass, OwnExample, OwnOntology, OwnRelation, read_example
from kg.ontology import CLASSES, NAMESPACE, RELATIONS, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.ontologies.model import OwnKind

__all__ = ["read_linkml"]

_LARGEST: Final = 20_000_000
_DATES: Final = frozenset({"date", "datetime", "date_or_datetime"})
_LITERALS: Final = re.compile(r"string|integer|float|double|boolean|decimal|uri|uriorcurie|curie|time")
_SPLIT: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_|-")
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_BAD: Final = re.compile(r"[^\w.~-]")


def read_linkml(path: Path) -> OwnOntology:
    """The ontology in a LinkML schema.

    Raises:
        InputError: the file cannot be read, is no schema, or declares no class and no slot; or PyYAML, which comes with
            `newskg[ontology]`, is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise InputError(f"{path}: LinkML needs PyYAML: pip install 'newskg[ontology]'") from error
    try:
        with path.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST:
        raise InputError(f"{path}: is too large for an ontology of {_LARGEST // 1_000_000} MB at most")
    try:
        schema = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path}: is not YAML: {' '.join(str(error).split())[:200]}") from error
    if not isinstance(schema, dict) or not (_table(schema.get("classes")) or _table(schema.get("slots"))):
        raise InputError(f"{path}: is no LinkML schema with classes or slots")
    found = _Reader(schema, str(path)).ontology()
    return OwnOntology(found.classes, found.relations, hashlib.sha256(content).hexdigest()[:16])


def _table(value: Any) -> dict[str, Any]:
    """A table by names, each of which may have nothing; none where it is of another form."""
    if not isinstance(value, dict):
        return {}
    return {str(name): each if isinstance(each, dict) else {} for name, each in value.items()}


def _texts(value: Any) -> list[str]:
    some = value if isinstance(value, list) else [] if value is None else [value]
    return [" ".join(str(each).split()) for each in some if isinstance(each, str | int | float)]


class _Reader:
    """Reads one schema."""

    def __init__(self, schema: Mapping[str, Any], name: str) -> None:
        self.name = name
        declared = schema.get("prefixes") if isinstance(schema.get("prefixes"), dict) else {}
        self.spaces = {**prefixes()}
        for prefix, space in (declared or {}).items():
            self.spaces[str(prefix)] = str(space.get("prefix_reference", "") if isinstance(space, dict) else space)
        default = str(schema.get("default_prefix") or schema.get("id") or "https://example.org/ontology")
        default = self.spaces.get(default, default)
        self.default = default if default.endswith(("/", "#")) else f"{default}/"
        self.classes = _table(schema.get("classes"))
        self.slots = _table(schema.get("slots"))
        self.domains: dict[str, list[str]] = {}
        for cls, row in self.classes.items():
            for slot, own in _table(row.get("attributes")).items():
                self.slots[slot] = {**own, **self.slots.get(slot, {})}
                self.domains.setdefault(slot, []).append(cls)
            for slot in _texts(row.get("slots")):
                self.slots.setdefault(slot, {})
                self.domains.setdefault(slot, []).append(cls)
            for slot, own in _table(row.get("slot_usage")).items():
                self.slots[slot] = {**self.slots.get(slot, {}), **own}

    def ontology(self) -> OwnOntology:
        """The classes and slots of the schema, in the order of their IRIs."""
        classes = [self._class(name, row) for name, row in self.classes.items()]
        relations = [self._relation(name, row) for name, row in self.slots.items()]
        own = sorted((each for each in classes if not each.iri.startswith(NAMESPACE)), key=lambda each: each.iri)
        joined = sorted((each for each in relations if not each.iri.startswith(NAMESPACE)), key=lambda each: each.iri)
        return OwnOntology({each.iri: each for each in own}, {each.iri: each for each in joined})

    def _iri(self, name: str, row: Mapping[str, Any], key: str) -> str:
        given = row.get(key)
        iri = self._expanded(str(given)) if given else f"{self.default}{_BAD.sub('_', name)}"
        if not _IRI.fullmatch(iri):
            raise InputError(f"{self.name}: {name}: {iri!r} is no address of the web (http or https)")
        return iri

    def _expanded(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return f"{self.spaces[prefix]}{rest}" if colon and prefix in self.spaces else name

    def _mapped(self, row: Mapping[str, Any], *keys: str) -> list[str]:
        """The names of kg's terms that some mappings name."""
        iris = [self._expanded(each) for key in keys for each in _texts(row.get(key))]
        return [iri.removeprefix(NAMESPACE) for iri in iris if iri.startswith(NAMESPACE)]

    def _ends(self, names: Iterable[str]) -> tuple[str, ...]:
        known = (name for name in names if name in self.classes)
        return tuple(dict.fromkeys(self._class_iri(name) for name in known))

    def _class_iri(self, name: str) -> str:
        row = self.classes[name]
        mapped = [each for each in self._mapped(row, "class_uri") if each in CLASSES]
        return f"{NAMESPACE}{mapped[0]}" if mapped else self._iri(name, row, "class_uri")

    def _class(self, name: str, row: Mapping[str, Any]) -> OwnClass:
        parents = [*_texts(row.get("is_a")), *_texts(row.get("mixins")), *_texts(row.get("subclass_of"))]
        kinds = [each for each in self._mapped(row, "exact_mappings", "broad_mappings") if each in CLASSES]
        kinds += [each for each in self._mapped({"subclass_of": parents}, "subclass_of") if each in CLASSES]
        label, names = self._names(name, row)
        iri, above = self._class_iri(name), self._ends(parents)
        return OwnClass(iri, label, names, self._definition(row), above, tuple(dict.fromkeys(kinds)))

    def _relation(self, name: str, row: Mapping[str, Any]) -> OwnRelation:
        label, names = self._names(name, row)
        target = next(iter(_texts(row.get("range"))), "")
        kind: OwnKind = "date" if target in _DATES else "text" if _LITERALS.fullmatch(target) else "entity"
        return OwnRelation(
            iri=self._iri(name, row, "slot_uri"),
            label=label,
            names=names,
            definition=self._definition(row),
            domain=self._ends([*_texts(row.get("domain")), *self.domains.get(name, ())]),
            range=self._ends([target]),
            kind=kind,
            same=tuple(each for each in self._mapped(row, "exact_mappings") if each in RELATIONS),
            above=tuple(
                each for each in self._mapped(row, "broad_mappings", "is_a", "subproperty_of") if each in RELATIONS
            ),
            examples=self._examples(name, row),
        )

    @staticmethod
    def _names(name: str, row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
        plain = " ".join(_SPLIT.sub(" ", name).lower().split())
        label = next(iter(_texts(row.get("title"))), plain)
        return label, tuple(dict.fromkeys(each.lower() for each in (label, plain, *_texts(row.get("aliases")))))

    @staticmethod
    def _definition(row: Mapping[str, Any]) -> str:
        return next(iter(_texts(row.get("description"))), "")

    def _examples(self, name: str, row: Mapping[str, Any]) -> tuple[OwnExample, ...]:
        listed = row.get("examples") if isinstance(row.get("examples"), list) else []
        found = []
        for text in _texts([each.get("value") if isinstance(each, dict) else each for each in listed or []]):
            try:
                found.append(read_example(text))
            except ValueError as error:
                raise InputError(f"{self.name}: the example {text!r} of {name} has {error}") from error
        return tuple(found)
