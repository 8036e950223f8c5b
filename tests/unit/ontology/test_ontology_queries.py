"""Every query runs on either store, answers what it says, and every check finds its fault and nothing else."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg.queryfile import read_queries
from kg.resources import ontology_dir
from kg.vocab import ENTITY, KG, STATEMENT

if TYPE_CHECKING:
    from rdflib.term import Node

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its engine calls what it deprecates

ANSWERS, CHECKS = read_queries("answer"), read_queries("check")
MET = ("Marta Oduya", "metWith", "Jon Brae", "met Jon Brae in Kelm on 4 March 2019")
WILL = "Norland will sign the Orm Water Treaty in May"
VIOLATED = "Vesmark had violated the Orm Water Treaty"
POST = "Norland’s Minister of Fisheries"


def ask(graph: Graph, text: str) -> list[tuple[str | None, ...]]:
    """The rows of a query; a number without the zeros in which the stores differ."""

    def plain(term: Node | None) -> str | None:
        if isinstance(term, Literal) and term.datatype == XSD.decimal:
            return f"{float(term):g}"
        return None if term is None else str(term)

    return [tuple(plain(term) for term in row) for row in graph.query(text)]  # type: ignore[union-attr]


@pytest.mark.parametrize("query", [*ANSWERS.values(), *CHECKS.values()], ids=lambda query: query.name)
def test_a_query_is_in_form(query) -> None:  # type: ignore[no-untyped-def]
    prepareQuery(query.text)
    assert "GRAPH" not in query.text
    assert query.text.endswith("\n")
    assert "ORDER BY" in query.text
    assert query.title.strip(".") == query.title
    assert query.says.endswith(".")
    assert {name for name, _ in query.example} <= {parameter.name for parameter in query.parameters}
    assert bool(query.parameters) == bool(query.example)


def test_as_it_stands_a_query_asks_its_example() -> None:
    for query in ANSWERS.values():
        assert query.bind(dict(query.example)) == query.text, query.name


ROWS: list[tuple[str, dict[str, str], list[tuple[str | None, ...]]]] = [
    (
        "about-entity",
        {"name": "marta oduya"},
        [
            ("Marta Oduya", "holdsRole", "Minister of Fisheries", "asserted", None, None, POST),
            (*MET[:3], "asserted", None, "2019-03-04", MET[3]),
            ("Marta Oduya", "visited", "Kelm", "asserted", None, "2019-03-11", "Marta Oduya visited Kelm"),
            ("Marta Oduya", "worksFor", "Norland", "asserted", None, None, POST),
        ],
    ),
    (
        "about-entity",
        {"name": "power"},
        [("Jon Brae", "cut off", "power", "asserted", None, None, "Brae cut off the power")],
    ),
    (
        "about-entity",
        {"name": "dockers"},
        [("Unknown", "captured", "dockers", "asserted", None, None, "Three dockers were arrested")],
    ),
    ("about-entity", {"name": "Nobody"}, []),
    ("who-leads", {}, [("Jon Brae", "Brenna Shipbuilding", "asserted", None, None, "Brae leads Brenna Shipbuilding")]),
    ("who-leads", {"name": "kelm"}, []),
    ("who-works-for", {}, [("Marta Oduya", "Norland", "Minister of Fisheries", "asserted", None, POST)]),
    ("who-met-whom", {"name": "brae"}, [(*MET[:3], "2019-03-04", "asserted", None, MET[3])]),
    ("said-by", {"name": "Oduya"}, [("Marta Oduya", WILL, "true", "Salo Courier", None, "treaty")]),
    (
        "claims-about",
        {"name": "Orm Water Treaty"},
        [("Marta Oduya", WILL, "true", "treaty"), ("diplomat", VIOLATED, "false", "treaty")],
    ),
    ("claims-about", {"name": "Vesmark"}, [("diplomat", VIOLATED, "false", "treaty")]),
    ("denied", {}, [("Vesmark", "attacked", "Aurelia", None, None, "Vesmark did not attack the Aurelia")]),
    ("denied", {"name": "Norland"}, []),
    (
        "planned",
        {"name": "Orm Water Treaty"},
        [("Norland", "signed", "Orm Water Treaty", "Marta Oduya", "2019-05", WILL)],
    ),
    (
        "timeline",
        {},
        [
            ("2019-03-04", *MET[:3], "asserted", None, MET[3]),
            ("2019-03-11", "Marta Oduya", "visited", "Kelm", "asserted", None, "Marta Oduya visited Kelm"),
            ("2019-05", "Norland", "signed", "Orm Water Treaty", "planned", "Marta Oduya", WILL),
        ],
    ),
    (
        "timeline",
        {"from": "2019-03-05", "until": "2019-03"},
        [("2019-03-11", "Marta Oduya", "visited", "Kelm", "asserted", None, "Marta Oduya visited Kelm")],
    ),
    ("timeline", {"name": "Jon Brae", "from": "2019"}, [("2019-03-04", *MET[:3], "asserted", None, MET[3])]),
    (
        "located-in",
        {"name": "Norland"},
        [
            ("Brenna Shipbuilding", "Company", "Kelm"),
            ("Kelm", "City", "Upper Kelm"),
            ("Upper Kelm", "Region", "Norland"),
        ],
    ),
    ("located-in", {"name": "Kelm"}, [("Brenna Shipbuilding", "Company", "Kelm")]),
    (
        "where-from",
        {"subject": "Oduya", "relation": "metwith", "object": "brae"},
        [(" ".join(MET[:3]), MET[3], "treaty", "46", "82", "asserted", None, "test", "1", "a-model")],
    ),
    (
        "where-from",
        {"subject": "Vesmark"},
        [
            (
                "Vesmark attacked Aurelia",
                "Vesmark did not attack the Aurelia",
                *("treaty", "339", "373", "negated", None, "test", "1", "a-model"),
            ),
            (
                "Vesmark violated Orm Water Treaty",
                VIOLATED,
                *("treaty", "296", "337", "reported", "diplomat", "test", "1", "a-model"),
            ),
        ],
    ),
]


@pytest.mark.parametrize(("name", "values", "expected"), ROWS)
def test_an_answer(
    articles: Dataset, name: str, values: dict[str, str], expected: list[tuple[str | None, ...]]
) -> None:
    assert ask(articles, ANSWERS[name].bind(values)) == expected


def test_every_answer_has_rows_expected_of_it() -> None:
    assert {name for name, _, rows in ROWS if rows} == set(ANSWERS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_nothing_in_a_sound_graph(articles: Dataset, name: str) -> None:
    assert ask(articles, CHECKS[name].text) == []


def named(graph: Graph, label: str) -> Node:
    found = graph.value(predicate=RDFS.label, object=Literal(label))
    assert found is not None
    return found


def stated(graph: Graph, predicate: URIRef) -> Node:
    found = graph.value(predicate=RDF.predicate, object=predicate)
    assert found is not None
    return found


def unlabelled(graph: Graph) -> None:
    graph.remove((named(graph, "Jon Brae"), RDFS.label, None))


def unclassed(graph: Graph) -> None:
    graph.remove((named(graph, "Jon Brae"), RDF.type, None))


def textless(graph: Graph) -> None:
    graph.remove((None, KG.text, Literal("Marta Oduya visited Kelm on 11 March 2019.")))


def misquoted(graph: Graph) -> None:
    graph.set((stated(graph, KG.leads), KG.quote, Literal("Brae heads Brenna Shipbuilding")))


def misplaced(graph: Graph) -> None:
    graph.set((stated(graph, KG.leads), KG.beginOffset, Literal(3)))


def undirected(graph: Graph) -> None:
    graph.remove((None, KG.leads, None))


def unsupported(graph: Graph) -> None:
    graph.add((named(graph, "Vesmark"), KG.attacked, named(graph, "Aurelia")))


def supported_by_what_is_kept_aside(graph: Graph) -> None:
    graph.add((stated(graph, KG.leads), KG.broken, Literal("leads takes something else")))


def around(graph: Graph) -> None:
    graph.add((named(graph, "Norland"), KG.locatedIn, named(graph, "Kelm")))


def dead_before_birth(graph: Graph) -> None:
    graph.add((named(graph, "Jon Brae"), KG.bornOn, Literal("1961-05-02", datatype=XSD.date)))
    graph.add((named(graph, "Jon Brae"), KG.diedOn, Literal("1960", datatype=XSD.gYear, normalize=False)))


def over_before_it_began(graph: Graph) -> None:
    graph.add((stated(graph, KG.holdsRole), KG.start, Literal("2019-03", datatype=XSD.gYearMonth, normalize=False)))
    graph.add((stated(graph, KG.holdsRole), KG.end, Literal("2018-12-31", datatype=XSD.date)))


def about_itself(graph: Graph) -> None:
    node = stated(graph, KG.metWith)
    subject = graph.value(node, RDF.subject)
    assert subject is not None
    graph.set((node, RDF.object, subject))


def twice(graph: Graph) -> None:
    other, document = ENTITY["other"], graph.value(named(graph, "Jon Brae"), KG.mentionedIn)
    assert document is not None
    graph.add((other, RDF.type, KG.Company))
    graph.add((other, RDFS.label, Literal("Jon Brae")))
    graph.add((other, KG.mentionedIn, document))


FAULTS = [
    (unlabelled, "entity-without-label", "no label"),
    (unclassed, "entity-without-label", "no class"),
    (textless, "evidence-missing", "Marta Oduya visited Kelm"),
    (misquoted, "quote-differs", "“Brae heads Brenna Shipbuilding” is “Brae leads Brenna Shipbuilding” in the text"),
    (misplaced, "quote-differs", "in the text"),
    (undirected, "direct-triple-missing", "Brae leads Brenna Shipbuilding"),
    (unsupported, "direct-triple-unsupported", "#attacked "),
    (supported_by_what_is_kept_aside, "direct-triple-unsupported", "#leads "),
    (supported_by_what_is_kept_aside, "kept-aside", "leads takes something else (“Brae leads Brenna Shipbuilding”)"),
    (around, "located-in-cycle", "Kelm"),
    (dead_before_birth, "born-after-died", "born 1961-05-02, died 1960"),
    (over_before_it_began, "start-after-end", "from 2019-03 to 2018-12-31"),
    (about_itself, "self-relation", MET[3]),
    (twice, "one-name-two-classes", "Jon Brae: "),
]


@pytest.mark.parametrize(("spoil", "name", "words"), FAULTS)
@pytest.mark.parametrize("store", ["default", "Oxigraph"])
def test_a_check_finds_its_fault(data: Graph, spoil, name: str, words: str, store: str) -> None:  # type: ignore[no-untyped-def]
    spoil(data)
    graph = Graph(store=store)
    for triple in data:
        graph.add(triple)
    rows = ask(graph, CHECKS[name].text)
    assert rows
    assert all(len(row) == 2 and row[0] and words in str(row[1]) for row in rows) or name == "located-in-cycle"
    assert any(words in str(row[1]) for row in rows)


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {name for _, name, _ in FAULTS} == set(CHECKS)


def test_what_two_texts_say_supports_a_triple_that_one_denies(data: Graph) -> None:
    denied = STATEMENT["denied"]
    for predicate, item in data.predicate_objects(stated(data, KG.leads)):
        data.add((denied, predicate, item))
    data.set((denied, KG.factuality, KG.negated))
    assert ask(data, CHECKS["direct-triple-unsupported"].text) == []


def test_every_check_has_a_severity() -> None:
    table = tomllib.loads((ontology_dir() / "queries/check/severities.toml").read_text(encoding="utf-8"))
    assert set(table) == set(CHECKS)
    assert set(table.values()) <= {"violation", "warning", "info"}
