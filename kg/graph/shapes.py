"""Which nodes of a graph may break a shape, found in one pass over sets.

SHACL's own validator says what is wrong with a node, in its shape's words, but takes a minute for what a hundred
articles say. So each node is first tried here against the constraints that `ontology/shapes.ttl` uses, and only those
that fail are put to it. What is not known for certain fails: a constraint of another kind, a value that is ill-formed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["suspects"]

type _Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
type _Values = Mapping[_Term, list[_Term]]


def _named(iri: object) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


def _sh(*names: str) -> list[ox.NamedNode]:
    return [_named(SH[name]) for name in names]


_TYPE, _SUBCLASS = _named(RDF.type), _named(RDFS.subClassOf)
_FIRST, _REST, _NIL = _named(RDF.first), _named(RDF.rest), _named(RDF.nil)
_CLASS_TARGET, _SUBJECTS, _OBJECTS, _NODE_TARGET = _sh(
    "targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"
)
_PATH, _INVERSE, _PROPERTY, _NODE, _OR, _CLASS = _sh("path", "inversePath", "property", "node", "or", "class")
_MIN, _MAX, _DATATYPE, _KIND, _IN, _PATTERN = _sh("minCount", "maxCount", "datatype", "nodeKind", "in", "pattern")
_MIN_LENGTH, _LEAST, _MOST = _sh("minLength", "minInclusive", "maxInclusive")
_LESS, _LESS_OR_EQUAL = _sh("lessThan", "lessThanOrEquals")
_IRI, _LITERAL, _IRI_OR_LITERAL = _sh("IRI", "Literal", "IRIOrLiteral")
_SILENT = {
    *(_TYPE, _PATH, _CLASS_TARGET, _SUBJECTS, _OBJECTS, _NODE_TARGET),
    *_sh("message", "severity", "name", "description"),
}
"""What a shape says beside its constraints."""

_DATE, _INTEGER, _DECIMAL = _named(XSD.date), _named(XSD.integer), _named(XSD.decimal)
_FORMS = {
    _named(XSD.string): re.compile(r"(?s).*"),
    _named(XSD.boolean): re.compile("true|false|0|1"),
    _INTEGER: re.compile("[-+]?[0-9]+"),
    _DECIMAL: re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    _DATE: re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    _named(XSD.dateTime): re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9](:[0-5][0-9]){2}(\.[0-9]+)?(Z|[+-][01][0-9]:[0-5][0-9])?"
    ),
    _named(XSD.gYearMonth): re.compile("[0-9]{4}-(0[1-9]|1[0-2])"),
    _named(XSD.gYear): re.compile("[0-9]{4}"),
}
"""The forms in which values of a datatype are certain to be well-formed."""


def suspects(quads: Iterable[ox.Quad], shapes: Path, ontology: Path) -> set[ox.NamedNode | ox.BlankNode | ox.Literal]:
    """The nodes of a graph that may break a shape, with the ontology's hierarchy of classes."""
    data = _Graph((quad.subject, quad.predicate, quad.object) for quad in quads)
    data.add((triple.subject, triple.predicate, triple.object) for triple in ox.parse(path=ontology, format=_TURTLE))
    rules = ((triple.subject, triple.predicate, triple.object) for triple in ox.parse(path=shapes, format=_TURTLE))
    return _Shapes(_Graph(rules), data).failing()


_TURTLE = ox.RdfFormat.TURTLE


class _Graph:
    """Triples by subject and by object."""

    def __init__(self, triples: Iterable[tuple[_Term, _Term, _Term]]) -> None:
        self.out: dict[_Term, dict[_Term, list[_Term]]] = defaultdict(dict)
        self.into: dict[_Term, dict[_Term, list[_Term]]] = defaultdict(lambda: defaultdict(list))
        self.add(triples)

    def add(self, triples: Iterable[tuple[_Term, _Term, _Term]]) -> None:
        """Take in more triples."""
        for subject, predicate, item in triples:
            self.out[subject].setdefault(predicate, []).append(item)
            self.into[predicate][item].append(subject)

    def of(self, node: _Term, predicate: _Term) -> list[_Term]:
        """The values that a node has under a predicate."""
        return self.out[node].get(predicate, []) if node in self.out else []

    def members(self, head: _Term) -> list[_Term]:
        """The members of a list."""
        found = []
        while head != _NIL:
            found += self.of(head, _FIRST)
            (head,) = self.of(head, _REST)
        return found


class _Shapes:
    """Shapes, and the graph whose nodes are tried against them."""

    def __init__(self, shapes: _Graph, data: _Graph) -> None:
        self.shapes, self.data = shapes, data
        self.below: dict[_Term, set[_Term]] = {}
        self.parts = {node: dict(parts) for node, parts in shapes.out.items()}

    def failing(self) -> set[ox.NamedNode | ox.BlankNode | ox.Literal]:
        """The targets that do not conform to a shape of theirs."""
        found: set[ox.NamedNode | ox.BlankNode | ox.Literal] = set()
        for shape in self.parts:
            for node in self._targets(shape):
                if node not in found and not isinstance(node, ox.Triple) and not self._conforms(node, shape):
                    found.add(node)
        return found

    def _targets(self, shape: _Term) -> set[_Term]:
        found = set(self.shapes.of(shape, _NODE_TARGET))
        for cls in self.shapes.of(shape, _CLASS_TARGET):
            for each in self._classes_below(cls):
                found.update(self.data.into[_TYPE].get(each, ()))
        for predicate in self.shapes.of(shape, _SUBJECTS):
            for subjects in self.data.into[predicate].values():
                found.update(subjects)
        for predicate in self.shapes.of(shape, _OBJECTS):
            found.update(self.data.into[predicate])
        return found

    def _classes_below(self, cls: _Term) -> set[_Term]:
        """A class and all its sub-classes."""
        if cls not in self.below:
            found, waiting = {cls}, [cls]
            while waiting:
                new = set(self.data.into[_SUBCLASS].get(waiting.pop(), ())) - found
                found |= new
                waiting += new
            self.below[cls] = found
        return self.below[cls]

    def _conforms(self, node: _Term, shape: _Term) -> bool:
        """Whether a node keeps to a node shape."""
        return all(self._holds(name, argument, node, [node]) for name, argument in self._constraints(shape))

    def _constraints(self, shape: _Term) -> Iterable[tuple[_Term, _Term]]:
        parts = self.parts.get(shape, {})
        return [(name, each) for name, arguments in parts.items() if name not in _SILENT for each in arguments]

    def _property(self, node: _Term, shape: _Term) -> bool:
        """Whether the values that a node has under the path of a property shape keep to it."""
        (path,) = self.shapes.of(shape, _PATH)
        inverse = self.shapes.of(path, _INVERSE)
        values = self.data.into[inverse[0]].get(node, []) if inverse else self.data.of(node, path)
        return all(self._holds(name, argument, node, values) for name, argument in self._constraints(shape))

    def _holds(self, name: _Term, argument: _Term, node: _Term, values: list[_Term]) -> bool:  # noqa: PLR0911 (a table)
        if name == _PROPERTY:
            return all(self._property(value, argument) for value in values)
        if name == _NODE:
            return all(self._conforms(value, argument) for value in values)
        if name == _OR:
            choices = self.shapes.members(argument)
            return all(any(self._conforms(value, choice) for choice in choices) for value in values)
        if name == _CLASS:
            classes = self._classes_below(argument)
            return all(not classes.isdisjoint(self.data.of(value, _TYPE)) for value in values)
        if name == _IN:
            allowed = self.shapes.members(argument)
            return all(value in allowed for value in values)
        if name in {_MIN, _MAX}:
            number = int(_text(argument))
            return len(set(values)) >= number if name == _MIN else len(set(values)) <= number
        if name in {_LESS, _LESS_OR_EQUAL}:
            others = self.data.of(node, argument)
            return all(_is_less(value, other, or_equal=name == _LESS_OR_EQUAL) for value in values for other in others)
        return all(_keeps(name, argument, value) for value in values)


def _keeps(name: _Term, argument: _Term, value: _Term) -> bool:
    """Whether one value keeps to a constraint on values."""
    if name == _DATATYPE:
        return isinstance(value, ox.Literal) and value.datatype == argument and _is_well_formed(value)
    if name == _KIND:
        kind = _IRI if isinstance(value, ox.NamedNode) else _LITERAL if isinstance(value, ox.Literal) else None
        return kind is not None and argument in {kind, _IRI_OR_LITERAL}
    if name == _PATTERN:
        return not isinstance(value, ox.BlankNode) and re.search(_text(argument), _text(value)) is not None
    if name == _MIN_LENGTH:
        return not isinstance(value, ox.BlankNode) and len(_text(value)) >= int(_text(argument))
    if name in {_LEAST, _MOST}:
        return _is_less(argument, value, or_equal=True) if name == _LEAST else _is_less(value, argument, or_equal=True)
    return False


def _text(term: _Term) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _is_well_formed(literal: ox.Literal) -> bool:
    form = _FORMS.get(literal.datatype)
    if literal.language or form is None:
        return literal.language is not None
    return form.fullmatch(literal.value) is not None and (literal.datatype != _DATE or _day(literal.value) is not None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_less(one: _Term, other: _Term, *, or_equal: bool) -> bool:
    """Whether one value is certain to be less than another: both are numbers, or both days."""
    if not (isinstance(one, ox.Literal) and isinstance(other, ox.Literal)):
        return False
    if not (_is_well_formed(one) and _is_well_formed(other)):
        return False
    if {one.datatype, other.datatype} <= {_INTEGER, _DECIMAL}:
        first, second = Decimal(one.value), Decimal(other.value)
        return first <= second if or_equal else first < second
    if one.datatype == other.datatype == _DATE:
        return one.value <= other.value if or_equal else one.value < other.value
    return False
