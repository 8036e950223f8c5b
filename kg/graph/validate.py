"""Validation of a graph by the ontology's shapes and check queries.

The shapes are those of `ontology/shapes.ttl`, and two made of each relation's domain and range. One looks at its direct
triples: the subjects, and their objects. The other looks at its facts, from the relation back along `rdf:predicate`,
whether or not a document asserts them; a fact that is kept aside (`kg:broken`) may break the rule.

They are SHACL Core alone, checked over sets in one pass: a general validator looks at node after node, and takes a
minute for what a hundred articles say. A constraint that the ontology's shapes do not use is refused. Tests hold the
results against pySHACL's.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, XSD

from kg.errors import LimitError, StoreError
from kg.graph.facts.records import UNKNOWN_LABEL
from kg.graph.query.execution import bounded_query
from kg.graph.query.files import read_queries
from kg.graph.rdf.dataset import inner_store, read_pairs
from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.terms import named_node, predicate_name
from kg.namespaces import KG, OA
from kg.ontology import RELATIONS, UNKNOWN_IRI, labels, shorten
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Dataset, URIRef

    from kg.ontology import Relation

_IS_VIOLATION = "sh:severity sh:Violation"
_VALUES = {
    "date": ("sh:node shape:Date", "an ISO 8601 day, month, year, week or interval"),
    "text": ("sh:node shape:Words", "words"),
}
"""The constraint on the values of a relation, and its words."""


@cache
def shapes() -> str:
    """Return all shapes as one Turtle document."""
    return f"{ontology_file('shapes.ttl').read_text('utf-8')}\n\n{relation_shapes()}"


def relation_shapes() -> str:
    """Return the shapes made of the ontology's relations, without the prefixes, which are those of `shapes.ttl`."""
    names = " ".join(f"kg:{name}" for name in RELATIONS)
    predicate = f"""shape:Predicate a sh:NodeShape ;
    sh:or ( [ sh:in ( {names} ) ] [ sh:pattern "^https://w3id[.]org/kg/p/." ] [ sh:in ( rdf:type ) ] [ sh:class rdf:Property ] ) .
"""  # noqa: E501 (one line of Turtle)
    return "\n".join([predicate, *map(_shapes_of, RELATIONS.values())])


def _shapes_of(relation: Relation) -> str:
    name = relation.name
    subjects, subject_words = _classes(relation.domain)
    objects, object_words = _VALUES.get(relation.kind) or _classes(relation.range)
    found = f"""shape:{name} a sh:NodeShape ;
    sh:targetSubjectsOf kg:{name} ;
    {subjects} ; sh:message "The subject of {name} is {subject_words}." ; {_IS_VIOLATION} ;
    sh:property [ sh:path kg:{name} ; {objects} ; sh:message "The object of {name} is {object_words}." ; {_IS_VIOLATION} ] .

shape:{name}Fact a sh:NodeShape ;
    sh:targetNode kg:{name} ;
    sh:property [
        sh:path [ sh:inversePath rdf:predicate ] ;
        sh:or ( shape:KeptAside [ sh:property [ sh:path rdf:subject ; {subjects} ] , [ sh:path rdf:object ; {objects} ] ] ) ;
        sh:message "A fact of {name} has {subject_words} as its subject and {object_words} as its object." ; {_IS_VIOLATION}
    ] .
"""  # noqa: E501 (lines of Turtle)
    return f"{found}\n{_pairs_of(relation)}" if relation.ranges_by_domain else found


def _pairs_of(relation: Relation) -> str:
    """Return the shapes of a relation whose objects depend on the class of the subject."""
    name = relation.name
    free = [cls for cls in relation.domain if cls not in dict(relation.ranges_by_domain)]
    pairs = [(_classes((cls,)), _classes(wanted)) for cls, wanted in relation.ranges_by_domain]
    direct = [f"[ {one[0]} ; sh:property [ sh:path kg:{name} ; {other[0]} ] ]" for one, other in pairs]
    stated = [
        f"[ sh:property [ sh:path rdf:subject ; {one[0]} ] , [ sh:path rdf:object ; {other[0]} ] ]"
        for one, other in pairs
    ]
    direct += [f"[ sh:class kg:{cls} ]" for cls in free]
    stated += [f"[ sh:property [ sh:path rdf:subject ; sh:class kg:{cls} ] ]" for cls in free]
    words = "; ".join(f"{one[1]} to {other[1]}" for one, other in pairs)
    message = f'sh:message "{name} links {words}." ; {_IS_VIOLATION}'
    return f"""shape:{name}Pairs a sh:NodeShape ;
    sh:targetSubjectsOf kg:{name} ;
    sh:or ( {" ".join(direct)} ) ;
    {message} .

shape:{name}PairsFact a sh:NodeShape ;
    sh:targetNode kg:{name} ;
    sh:property [
        sh:path [ sh:inversePath rdf:predicate ] ;
        sh:or ( shape:KeptAside {" ".join(stated)} ) ;
        {message}
    ] .
"""


def _classes(names: tuple[str, ...]) -> tuple[str, str]:
    """Return the constraint that a node is of one of some classes, and its words: "a place or an event"."""
    if len(names) == 1:
        return f"sh:class kg:{names[0]}", _with_article(names[0])
    *most, last = map(_with_article, names)
    choices = " ".join(f"[ sh:class kg:{name} ]" for name in names)
    return f"sh:or ( {choices} )", f"{', '.join(most)} or {last}"


def _with_article(cls: str) -> str:
    word = labels()[cls]
    if cls == "People":  # a plural
        return word
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


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


def _sh(*names: str) -> list[ox.NamedNode]:
    return [named_node(SH[name]) for name in names]


_TURTLE = ox.RdfFormat.TURTLE
_TYPE, _SUBCLASS = named_node(RDF.type), named_node(RDFS.subClassOf)
_FIRST, _REST, _NIL = named_node(RDF.first), named_node(RDF.rest), named_node(RDF.nil)
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

_DATE, _INTEGER, _DECIMAL = named_node(XSD.date), named_node(XSD.integer), named_node(XSD.decimal)
_FORMS = {
    named_node(XSD.string): re.compile(r"(?s).*"),
    named_node(XSD.boolean): re.compile("true|false|0|1"),
    _INTEGER: re.compile("[-+]?[0-9]+"),
    _DECIMAL: re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    _DATE: re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    named_node(XSD.dateTime): re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9](:[0-5][0-9]){2}(\.[0-9]+)?(Z|[+-][01][0-9]:[0-5][0-9])?"
    ),
    named_node(XSD.gYearMonth): re.compile("[0-9]{4}-(0[1-9]|1[0-2])"),
    named_node(XSD.gYear): re.compile("[0-9]{4}"),
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


type Severity = Literal["info", "warning", "violation"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "violation")
"""From the least grave to the gravest, in SHACL's words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: how grave, which check found it, at what node, and where the document says it.

    `node` is an IRI and `label` what it is called; `detail` the value at fault. `document` is a document's id and
    `begin`, `end` the offsets in its text, None where the node is not of one place.
    """

    severity: Severity
    check: str
    message: str
    node: str
    label: str
    detail: str | None = None
    document: str | None = None
    begin: int | None = None
    end: int | None = None
    quote: str | None = None

    def is_at_least(self, level: Severity) -> bool:
        """Return whether this is as grave as `level`, or graver."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(level)


_SECONDS, _MEBIBYTES = 3_600.0, 4_096
"""What a check query may take: of a damaged store, Oxigraph collects errors until there is no memory left."""


def validate(dataset: Dataset) -> list[Finding]:
    """Return all findings, the gravest first, then by check and by place.

    Raises:
        StoreError: a check query would take more than 4 GiB or an hour; the store may be damaged.
    """
    places = _Places(dataset)
    found = {*_shapes(dataset, places), *_checks(dataset, places)}

    def order(finding: Finding) -> tuple[int | str, ...]:
        grave = -SEVERITIES.index(finding.severity)
        place = (finding.document or "", finding.begin or 0)
        return grave, finding.check, *place, finding.node, finding.message, finding.detail or ""

    return sorted(found, key=order)


def _shapes(dataset: Dataset, places: _Places) -> Iterator[Finding]:
    for found in results(inner_store(dataset)):
        yield places.finding(
            _severity(found.severity),
            f"shape of {found.path}" if found.path else "shape",
            found.message,
            found.node,
            None if found.value is None else places.label(found.value),
        )


def _checks(dataset: Dataset, places: _Places) -> Iterator[Finding]:
    severities = tomllib.loads(ontology_file("queries/check/severities.toml").read_text(encoding="utf-8"))
    for name, check in read_queries("check").items():
        try:
            rows = bounded_query(dataset, check.text, timeout=_SECONDS, max_memory=_MEBIBYTES)
        except LimitError as error:
            raise StoreError(f"the check {name} was stopped: kg check tells whether the store is damaged") from error
        for row in rows:
            yield places.finding(_severity(severities[name]), name, check.says, row.node, row.detail)


class _Places:
    """The labels of a graph's nodes and their places in documents, as far as a damaged graph has them."""

    def __init__(self, dataset: Dataset) -> None:
        def column(predicate: URIRef) -> dict[str, str]:
            return {iri: value for iri, value, _ in read_pairs(dataset, predicate)}

        self.ids, self.texts = column(DCTERMS.identifier), column(KG.text)
        self.labels = {**column(RDFS.label), UNKNOWN_IRI: UNKNOWN_LABEL}
        self.spans: dict[str, tuple[str, int, int]] = {}
        documents, quotes = column(KG.document), column(KG.quote)
        facts, sentences = column(KG.fact), column(KG.sentence)
        documents |= {sentence: documents.get(statement, "") for statement, sentence in sentences.items()}
        for iri, start in column(OA.start).items():
            if documents.get(iri) in self.texts and start.isdecimal() and iri in quotes:
                self.spans[iri] = (documents[iri], int(start), int(start) + len(quotes[iri]))
        for document, text in column(KG.mentionSpans).items():
            for entity, begin, end in read_mentions(text) if document in self.texts else ():
                first = (document, begin, end)
                self.spans[entity] = min(self.spans.get(entity, first), first)
        self._name_facts(column(RDF.subject), column(RDF.predicate), column(RDF.object))
        for statement, fact in facts.items():
            self.labels[statement] = self.label(fact)
        for statement, sentence in sentences.items():
            if sentence in self.spans:
                self.spans[statement] = self.spans[sentence]
                fact = facts.get(statement, statement)
                self.spans[fact] = min(self.spans.get(fact, self.spans[sentence]), self.spans[sentence])

    def _name_facts(self, subjects: dict[str, str], predicates: dict[str, str], objects: dict[str, str]) -> None:
        names = labels()
        for fact in subjects.keys() & predicates.keys() & objects.keys():
            predicate = predicates[fact]
            said = names.get(predicate_name(predicate)) or self.labels.get(predicate) or shorten(predicate)
            item = self.labels.get(objects[fact], objects[fact])
            self.labels[fact] = f"{self.label(subjects[fact])} {said} {item}"

    def label(self, iri: str) -> str:
        """Return the label of a node, or its IRI if it has none."""
        return self.labels.get(iri) or self.ids.get(iri) or shorten(iri)

    def finding(self, severity: Severity, check: str, message: str, node: str, detail: object) -> Finding:
        """A finding at `node`, with its place."""
        shown = None if detail is None else str(detail)
        if node not in self.spans:
            return Finding(severity, check, message, node, self.label(node), shown, self.ids.get(node))
        document, begin, end = self.spans[node]
        quote = self.texts[document][begin:end]
        return Finding(
            severity, check, message, node, self.label(node), shown, self.ids.get(document), begin, end, quote
        )


def _severity(name: str) -> Severity:
    """SHACL's severity by its IRI or its name in any case; ValueError for any other."""
    wanted = name.removeprefix(str(SH)).lower()
    for severity in SEVERITIES:
        if severity == wanted:
            return severity
    raise ValueError(f"{name!r} is no severity of SHACL")
