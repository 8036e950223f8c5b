"""The shapes let a sound graph pass, and name what is wrong with one that is not."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.validate import Result, results
from kg.namespaces import DOCUMENT, ENTITY, KG, OA, OPEN, STATEMENT
from kg.ontology import RELATIONS, shorten

SPACE = str(KG.Entity).removesuffix("Entity")
DOC, WHO, WHERE = DOCUMENT["d"], ENTITY["who"], ENTITY["where"]
FACT, STATED, SENTENCE = URIRef("https://w3id.org/kg/fact/f"), STATEMENT["s"], URIRef("https://w3id.org/kg/sentence/s")


def findings(data: Graph) -> list[tuple[str, str]]:
    """The severity and the message of all that is wrong with a graph, each pair once."""
    found = results(ox.parse(data.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES, lenient=True))
    return sorted({(each.severity.removeprefix(str(SH)), each.message) for each in found})


def result_of(report: Graph, node: Node) -> Result:
    """A result of pySHACL's as one of kg's."""
    path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
    return Result(
        str(report.value(node, SH.resultSeverity)),
        shorten(str(path)) if isinstance(path, URIRef) else None,
        str(report.value(node, SH.resultMessage)),
        str(report.value(node, SH.focusNode)),
        None if value is None else str(value),
    )


def sound() -> Graph:
    """A person who was born in a city, as one statement with its evidence."""
    graph = Graph()
    for subject, predicate, item in (
        (DOC, RDF.type, KG.Document),
        (DOC, DCTERMS.identifier, Literal("d")),
        (DOC, DCTERMS.source, Literal("d.txt")),
        (DOC, KG.text, Literal("Oduya was born in Kelm")),
        (WHO, RDF.type, KG.Person),
        (WHO, RDFS.label, Literal("Marta Oduya")),
        (WHERE, RDF.type, KG.City),
        (WHERE, RDFS.label, Literal("Kelm")),
        (WHO, KG.bornIn, WHERE),
        (FACT, RDF.subject, WHO),
        (FACT, RDF.predicate, KG.bornIn),
        (FACT, RDF.object, WHERE),
        (STATED, KG.fact, FACT),
        (STATED, KG.document, DOC),
        (STATED, KG.sentence, SENTENCE),
        (STATED, KG.rule, Literal("verb.bear")),
        (STATED, KG.confidence, Literal("0.9", datatype=XSD.decimal)),
        (STATED, KG.factuality, KG.asserted),
        (SENTENCE, KG.quote, Literal("Oduya was born in Kelm")),
        (SENTENCE, OA.start, Literal(0)),
    ):
        graph.add((subject, predicate, item))
    return graph


def test_a_sound_graph_passes() -> None:
    assert findings(sound()) == []


def test_what_the_store_writes_passes(data: Graph) -> None:
    assert findings(data) == []


CHANGES: list[tuple[URIRef, URIRef, Node | None, str, str]] = [
    # of what, the property, its new value or None for none, the severity, words of the message
    (FACT, RDF.subject, None, "Violation", "one subject"),
    (FACT, RDF.predicate, URIRef(SPACE + "bornin"), "Violation", "one predicate"),
    (FACT, RDF.predicate, None, "Violation", "one predicate"),
    (FACT, RDF.object, None, "Violation", "one object"),
    (FACT, RDF.object, WHO, "Violation", "bornIn has a person or people as its subject and a place as its object"),
    (FACT, RDF.subject, WHERE, "Violation", "bornIn has a person or people as its subject"),
    (FACT, KG.statements, Literal(-1), "Violation", "number of statements"),
    (FACT, KG.documents, Literal("1"), "Violation", "number of documents"),
    (FACT, KG.denials, Literal(0), "Violation", "number of denials"),
    (FACT, KG.firstPublished, Literal("2019"), "Violation", "first day of publication"),
    (FACT, KG.lastPublished, Literal("2019", datatype=XSD.gYear, normalize=False), "Violation", "last day"),
    (FACT, KG.broken, Literal(""), "Violation", "one reason"),
    (STATED, KG.fact, None, "Violation", "states one fact"),
    (STATED, KG.document, None, "Violation", "the one document"),
    (STATED, KG.sentence, None, "Violation", "one sentence"),
    (SENTENCE, KG.quote, None, "Violation", "one quote"),
    (SENTENCE, KG.quote, Literal(""), "Violation", "one quote"),
    (SENTENCE, OA.start, Literal(-1), "Violation", "one start"),
    (SENTENCE, OA.start, Literal("0"), "Violation", "one start"),
    (STATED, KG.rule, None, "Violation", "the one rule"),
    (STATED, KG.confidence, Literal("1.1", datatype=XSD.decimal), "Violation", "from 0 to 1"),
    (STATED, KG.confidence, Literal(0.9), "Violation", "from 0 to 1"),
    (STATED, KG.factuality, KG.Unknown, "Violation", "asserted, reported, planned"),
    (STATED, KG.factuality, None, "Violation", "asserted, reported, planned"),
    (STATED, KG.source, Literal("a diplomat"), "Violation", "one entity"),
    (STATED, KG.time, Literal("last week"), "Violation", "ISO 8601"),
    (STATED, KG.time, Literal("2019-13", datatype=XSD.gYearMonth), "Violation", "ISO 8601"),
    (STATED, KG.time, Literal("2019"), "Violation", "ISO 8601"),
    (STATED, KG.end, Literal("2019-W60"), "Violation", "An end is one"),
    (STATED, KG.roleAt, Literal("Norland"), "Violation", "held at an entity"),
    (DOC, KG.mentions, STATED, "Violation", "mentions is an entity"),
    (DOC, KG.mentionSpans, Literal(3), "Violation", "are one text"),
    (DOC, KG.recordHash, Literal("none"), "Violation", "64 hexadecimal digits"),
    (DOC, DCTERMS.identifier, None, "Violation", "one short id"),
    (DOC, KG.text, None, "Violation", "one text"),
    (WHO, KG.nameKey, Literal(1), "Violation", "looked up by is words"),
    (WHO, KG.describedIn, WHERE, "Violation", "described in one"),
    (WHO, RDFS.label, None, "Violation", "one label"),
    (WHO, KG.bornIn, WHO, "Violation", "The object of bornIn is a place"),
    (WHO, KG.leads, WHO, "Violation", "The object of leads is an organization, a place or an event"),
    (WHERE, KG.leads, WHERE, "Violation", "The subject of leads is an agent"),
    (WHO, KG.bornOn, Literal("1961 or so"), "Violation", "bornOn is an ISO 8601"),
    (WHO, KG.said, WHERE, "Violation", "The object of said is a claim"),
]


def changed(node: URIRef, predicate: URIRef, value: Node | None) -> Graph:
    graph = sound()
    graph.remove((node, predicate, None))
    if value is not None:
        graph.add((node, predicate, value))
    return graph


def test_pyshacl_finds_the_same(shapes: Graph, ontology: Graph) -> None:
    """Every change at once, each in nodes of its own."""
    data = Graph()
    for number, (node, predicate, value, *_) in enumerate(CHANGES):
        graph = changed(node, predicate, value)
        own = {each: URIRef(f"{each}{number}") for each in {node, *graph.subjects()}}
        for subject, said, item in graph:
            data.add((own[subject], said, own.get(item, item)))
    _, report, _ = validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none", advanced=False)
    assert isinstance(report, Graph)
    found = results(ox.parse(data.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES, lenient=True))
    assert set(found) == {result_of(report, node) for node in report.objects(None, SH.result)}
    assert len({each.message for each in found}) > 30


@pytest.mark.parametrize(("node", "predicate", "value", "severity", "words"), CHANGES)
def test_a_fault_is_found(node: URIRef, predicate: URIRef, value: Node | None, severity: str, words: str) -> None:
    graph = changed(node, predicate, value)
    assert any(found == severity and words in message for found, message in findings(graph))


@pytest.mark.parametrize(
    "when",
    [
        Literal("2019-03-04", datatype=XSD.date),
        Literal("2019-03", datatype=XSD.gYearMonth),
        Literal("2019", datatype=XSD.gYear, normalize=False),
        Literal("2019-W10"),
        Literal("2016/2019"),
        Literal("2019-03-04/2019-03-06"),
        Literal("2019-03/.."),
    ],
)
def test_a_date_in_form_passes(when: Literal) -> None:
    graph = sound()
    graph.add((STATED, KG.time, when))
    graph.add((WHO, KG.bornOn, when))
    assert findings(graph) == []


def test_two_labels_are_found() -> None:
    graph = sound()
    graph.add((WHO, RDFS.label, Literal("Oduya")))
    assert findings(graph) == [("Violation", "An entity has one label.")]


def test_two_dates_of_birth_are_a_warning() -> None:
    graph = sound()
    for year in ("1961", "1962"):
        graph.add((WHO, KG.bornOn, Literal(year, datatype=XSD.gYear, normalize=False)))
    [(severity, message)] = findings(graph)
    assert (severity, "born once" in message) == ("Warning", True)


def test_an_open_predicate_passes() -> None:
    graph = sound()
    graph.set((FACT, RDF.predicate, OPEN["grow_up_in"]))
    assert findings(graph) == []


def test_the_unnamed_agent_passes_as_an_agent_alone() -> None:
    graph = sound()
    graph.set((FACT, RDF.subject, KG.Unknown))
    graph.set((FACT, RDF.predicate, KG.governs))
    assert findings(graph) == []
    graph.set((FACT, RDF.predicate, KG.bornIn))
    assert findings(graph)


def test_a_fact_that_is_kept_aside_passes() -> None:
    graph = sound()
    graph.set((FACT, RDF.object, WHO))
    graph.add((FACT, KG.broken, Literal("bornIn takes a place as its object, not a person")))
    assert findings(graph) == []


@pytest.mark.parametrize(
    ("one", "whole", "passes"),
    [
        (KG.Military, KG.Country, True),
        (KG.Meeting, KG.Conflict, True),
        (KG.Meeting, KG.Country, False),
        (KG.Work, KG.Organization, False),
        (KG.Program, KG.Organization, True),
    ],
)
@pytest.mark.parametrize("stated", [True, False])
def test_like_is_part_of_like(one: URIRef, whole: URIRef, passes: bool, stated: bool) -> None:
    graph = sound()
    for node, cls in ((ENTITY["one"], one), (ENTITY["whole"], whole)):
        graph.add((node, RDF.type, cls))
        graph.add((node, RDFS.label, Literal("x")))
    if stated:
        graph.set((FACT, RDF.subject, ENTITY["one"]))
        graph.set((FACT, RDF.predicate, KG.partOf))
        graph.set((FACT, RDF.object, ENTITY["whole"]))
    else:
        graph.add((ENTITY["one"], KG.partOf, ENTITY["whole"]))
    assert (findings(graph) == []) is passes


def classes(shapes: Graph, node: Node) -> set[str]:
    """The classes that a shape or a part of it allows."""
    parts: Iterable[Node] = [node]
    choice = shapes.value(node, SH["or"])
    if choice is not None:
        parts = shapes.items(choice)
    found = (shapes.value(part, SH["class"]) for part in parts)
    return {str(cls).removeprefix(SPACE) for cls in found if cls}


@pytest.mark.parametrize("name", RELATIONS)
def test_every_relation_has_shapes_of_its_domain_and_range(shapes: Graph, name: str) -> None:
    info, term = RELATIONS[name], URIRef(SPACE + name)
    [shape] = [s for s in shapes.subjects(SH.targetSubjectsOf, term) if not str(s).endswith("Pairs")]
    target = shapes.value(shape, SH.property)
    assert target is not None
    assert classes(shapes, shape) == set(info.domain)
    assert classes(shapes, target) == set(info.range)

    [stated] = [s for s in shapes.subjects(SH.targetNode, term) if not str(s).endswith("PairsFact")]
    value = shapes.value(stated, SH.property)
    choice = shapes.value(value, SH["or"])
    assert choice is not None
    parts = list(shapes.objects(list(shapes.items(choice))[1], SH.property))
    ends = {shapes.value(part, SH.path): classes(shapes, part) for part in parts}
    assert ends == {RDF.subject: set(info.domain), RDF.object: set(info.range)}


def reporting(shapes: Graph) -> Iterator[Node]:
    """The shapes that report: those with a target, and their properties."""
    for target in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf):
        for shape in shapes.subjects(target, None):
            yield from shapes.objects(shape, SH.property)


def test_every_shape_that_reports_has_message_and_severity(shapes: Graph) -> None:
    seen = [part for part in reporting(shapes) if isinstance(part, BNode)]
    assert len(seen) > 90
    for part in seen:
        assert shapes.value(part, SH.message), list(shapes.predicate_objects(part))
        assert shapes.value(part, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
