"""SHACL Core over sets: one pass over a graph in memory finds what breaks a shape.

A general validator looks at node after node, and takes a minute for what a hundred articles say. This one knows the
constraints that the ontology's shapes use, and refuses any other. Tests hold its results against pySHACL's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SH, XSD

from kg.graph.shapes import shapes
from kg.ontology import shorten
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Result", "check_shapes", "results"]

type _Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
type _Triples = Iterable[tuple[_Term, _Term, _Term]]


class Result(NamedTuple):
    """One break of a shape: its severity as an IRI, the path or None, the shape's message, the node, and the value."""

    severity: str
    path: str | None
    message: str
    node: str
    value: str | None


def results(quads: Iterable[ox.Quad]) -> list[Result]:
    """Return what breaks a shape of the ontology, each once, in the order of nodes, messages and values."""
    ontology = ox.parse(path=ontology_file("kg.ttl"), format=_TURTLE)
    return check_shapes(quads, ox.parse(shapes(), format=_TURTLE), ontology)


def check_shapes(quads: Iterable[ox.Quad], rules: Iterable[ox.Quad], ontology: Iterable[ox.Quad]) -> list[Result]:
    """Return what in some quads breaks a shape of `rules`; `ontology` has the sub-classes.

    Raises:
        ValueError: a shape has a constraint that this module does not know.
    """
    data = _Graph(_plain(quads))
    data.add(_plain(ontology))
    found = set(_Shapes(_Graph(_plain(rules)), data).results())
    return sorted(found, key=lambda each: (each.node, each.message, each.value or "", each.path or "", each.severity))


def _plain(quads: Iterable[ox.Quad]) -> _Triples:
    return ((quad.subject, quad.predicate, quad.object) for quad in quads)


def _named(iri: object) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


def _sh(*names: str) -> list[ox.NamedNode]:
    return [_named(SH[name]) for name in names]


_TURTLE = ox.RdfFormat.TURTLE
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
_MESSAGE, _SEVERITY, _VIOLATION = _sh("message", "severity", "Violation")
_SILENT = {
    *(_TYPE, _PATH, _CLASS_TARGET, _SUBJECTS, _OBJECTS, _NODE_TARGET, _MESSAGE, _SEVERITY),
    *_sh("name", "description"),
}
"""The properties of a shape that are no constraints."""

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
"""The well-formed values of each datatype that the shapes name."""


class _Graph:
    """Triples by subject and by object."""

    def __init__(self, triples: _Triples) -> None:
        self.out: dict[_Term, dict[_Term, list[_Term]]] = defaultdict(dict)
        self.into: dict[_Term, dict[_Term, list[_Term]]] = defaultdict(lambda: defaultdict(list))
        self.add(triples)

    def add(self, triples: _Triples) -> None:
        """Add more triples."""
        for subject, predicate, item in triples:
            self.out[subject].setdefault(predicate, []).append(item)
            self.into[predicate][item].append(subject)

    def of(self, node: _Term, predicate: _Term) -> list[_Term]:
        """Return the values of a predicate at a node."""
        return self.out[node].get(predicate, []) if node in self.out else []

    def members(self, head: _Term) -> list[_Term]:
        """Return the members of an RDF list."""
        found = []
        while head != _NIL:
            found += self.of(head, _FIRST)
            (head,) = self.of(head, _REST)
        return found


class _Shapes:
    """Shapes, and the graph whose nodes are checked against them."""

    def __init__(self, shapes: _Graph, data: _Graph) -> None:
        self.shapes, self.data = shapes, data
        self.below: dict[_Term, set[_Term]] = {}
        self.parts = {
            shape: [(name, each) for name, arguments in parts.items() if name not in _SILENT for each in arguments]
            for shape, parts in shapes.out.items()
        }

    def results(self) -> Iterator[Result]:
        """Yield what breaks each shape that has targets."""
        for shape in self.parts:
            for node in self._targets(shape):
                yield from self._report(node, shape)

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
        """Return a class and all its sub-classes."""
        if cls not in self.below:
            found, waiting = {cls}, [cls]
            while waiting:
                new = set(self.data.into[_SUBCLASS].get(waiting.pop(), ())) - found
                found |= new
                waiting += new
            self.below[cls] = found
        return self.below[cls]

    def _report(self, node: _Term, shape: _Term) -> Iterator[Result]:
        """Yield what is wrong with a node after a node shape or, where the shape has a path, with its values."""
        paths = self.shapes.of(shape, _PATH)
        values = self._values(node, paths[0]) if paths else [node]
        for name, argument in self.parts.get(shape, ()):
            if name == _PROPERTY:
                for value in values:
                    yield from self._report(value, argument)
                continue
            for fault in self._faults(name, argument, node, values):
                yield Result(
                    _text(next(iter(self.shapes.of(shape, _SEVERITY)), _VIOLATION)),
                    shorten(_text(paths[0])) if paths and isinstance(paths[0], ox.NamedNode) else None,
                    _text(next(iter(self.shapes.of(shape, _MESSAGE)), name)),
                    _text(node),
                    None if fault is None else _text(fault),
                )

    def _conforms(self, node: _Term, shape: _Term) -> bool:
        return next(self._report(node, shape), None) is None

    def _values(self, node: _Term, path: _Term) -> list[_Term]:
        """Return the distinct values of a path at a node."""
        inverse = self.shapes.of(path, _INVERSE)
        values = self.data.into[inverse[0]].get(node, []) if inverse else self.data.of(node, path)
        return list(dict.fromkeys(values))

    def _faults(self, name: _Term, argument: _Term, node: _Term, values: list[_Term]) -> Iterable[_Term | None]:
        """Return the values that break one constraint; None stands for a wrong number of values."""
        if name in {_MIN, _MAX}:
            number = int(_text(argument))
            return [] if (len(values) >= number if name == _MIN else len(values) <= number) else [None]
        if name in {_LESS, _LESS_OR_EQUAL}:
            others = self.data.of(node, argument)
            return [
                value
                for value in values
                if not all(_is_less(value, other, or_equal=name == _LESS_OR_EQUAL) for other in others)
            ]
        return [value for value in values if not self._keeps(name, argument, value)]

    def _keeps(self, name: _Term, argument: _Term, value: _Term) -> bool:
        """Return whether one value keeps to a constraint, which may be on what the graph says of it."""
        if name == _NODE:
            return self._conforms(value, argument)
        if name == _OR:
            return any(self._conforms(value, choice) for choice in self.shapes.members(argument))
        if name == _CLASS:
            return not self._classes_below(argument).isdisjoint(self.data.of(value, _TYPE))
        if name == _IN:
            return value in self.shapes.members(argument)
        return _keeps(name, argument, value)


def _keeps(name: _Term, argument: _Term, value: _Term) -> bool:
    """Return whether a value by itself keeps to a constraint."""
    if name == _DATATYPE:
        return isinstance(value, ox.Literal) and value.datatype == argument and _is_well_formed(value)
    if name == _KIND:
        kind = _IRI if isinstance(value, ox.NamedNode) else _LITERAL if isinstance(value, ox.Literal) else None
        return kind is not None and argument in {kind, _IRI_OR_LITERAL}
    if name == _PATTERN:
        return not isinstance(value, ox.BlankNode) and re.search(_text(argument), _text(value)) is not None
    if name == _MIN_LENGTH:
        return not isinstance(value, ox.BlankNode) and len(_text(value)) >= int(_text(argument))
    if name == _LEAST:
        return _is_less(argument, value, or_equal=True)
    if name == _MOST:
        return _is_less(value, argument, or_equal=True)
    raise ValueError(f"unknown constraint: {name}")


def _text(term: _Term) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _is_well_formed(literal: ox.Literal) -> bool:
    form = _FORMS.get(literal.datatype)
    if literal.language or form is None:
        return True
    return form.fullmatch(literal.value) is not None and (literal.datatype != _DATE or _is_day(literal.value))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_less(one: _Term, other: _Term, *, or_equal: bool) -> bool:
    """Return whether one value is less than another: both are numbers, or both days; False for any other."""
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
