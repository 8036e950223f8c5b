"""Every query runs on either store, answers what it says, and every check finds its fault and nothing else."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg.queryfile import read_queries
from kg.resources import ontology_dir
from kg.vocab import ENTITY, INFERENCE, KG, STATEMENT

if TYPE_CHECKING:
    from rdflib.term import Node

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its engine calls what it deprecates

ANSWERS, CHECKS = read_queries("answer"), read_queries("check")
MET = ("Marta Oduya", "metWith", "Jon Brae", "met Jon Brae in Kelm on 4 March 2019")
WILL = "Norland will sign the Orm Water Treaty in May"
VIOLATED = "Vesmark had violated the Orm Water Treaty"
GAVE = "Corvia gave Norland grain"
VISITED = ("Marta Oduya", "visited", "Kelm", "asserted", None, "Marta Oduya visited Kelm")
HELD = ("asserted", None, None)


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
    assert all(len(line) <= 120 for line in query.text.splitlines() if not line.startswith("#"))
    assert query.text.endswith("\n")
    assert "ORDER BY" in query.text
    assert query.title.strip(".") == query.title
    assert query.says.endswith(".")
    assert {name for name, _ in query.example} <= {parameter.name for parameter in query.parameters}
    assert bool(query.parameters) == bool(query.example)


def test_as_it_stands_a_query_asks_its_example() -> None:
    for query in ANSWERS.values():
        assert query.bind(dict(query.example)) == query.text, query.name


EXAMPLES: list[tuple[str, str, list[tuple[str | None, ...]]]] = [
    (
        "about-entity",
        "articles",
        [
            (
                "Marta Oduya",
                "holdsRole",
                "Minister of Fisheries",
                "at Norland",
                "asserted",
                None,
                None,
                "Norland’s Minister of Fisheries",
            ),
            (
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "",
                "asserted",
                None,
                "2019-03-04",
                "met Jon Brae in Kelm on 4 March 2019",
            ),
            ("Marta Oduya", "visited", "Kelm", "", "asserted", None, "2019-03-11", "Marta Oduya visited Kelm"),
            ("Marta Oduya", "worksFor", "Norland", "", "asserted", None, None, "Norland’s Minister of Fisheries"),
        ],
    ),
    (
        "accounts-differ",
        "reports",
        [
            ("Corvian rebels", "killed", "dockers", "12", None, "herald", "They killed 12 dockers"),
            ("Corvian rebels", "killed", "dockers", "30", None, "echo", "killed 30 dockers"),
        ],
    ),
    (
        "agreements",
        "articles",
        [
            (
                "Norland",
                "signed",
                "Orm Water Treaty",
                None,
                "planned",
                "Marta Oduya",
                "Norland will sign the Orm Water Treaty in May",
            ),
            (
                "Vesmark",
                "violated",
                "Orm Water Treaty",
                None,
                "reported",
                "diplomat",
                "Vesmark had violated the Orm Water Treaty",
            ),
        ],
    ),
    ("anonymous-sources", "articles", [("diplomat", "Vesmark had violated the Orm Water Treaty", "false", "treaty")]),
    ("articles-about", "articles", [("2019-03-12", "visit", "Visit", "1"), ("2019-03-08", "treaty", "Treaty", "2")]),
    (
        "attacks",
        "reports",
        [
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                None,
                None,
                "reported",
                "Talia Herald",
                "Corvian rebels attacked Port Amar",
            ),
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                None,
                None,
                "negated",
                "Lena Orsk",
                "Lena Orsk denied that Corvian rebels attacked Port Amar",
            ),
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                None,
                "2021-05-02",
                "asserted",
                None,
                "Corvian rebels attacked Port Amar on 2 May 2021",
            ),
        ],
    ),
    (
        "between",
        "articles",
        [
            (
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "asserted",
                None,
                "2019-03-04",
                "met Jon Brae in Kelm on 4 March 2019",
            )
        ],
    ),
    ("chain-of-command", "reports", [("Corvia", "Lena Orsk", "asserted", None, "Orsk is president of Corvia")]),
    (
        "changed-roles",
        "reports",
        [
            (
                "Lena Orsk",
                "holdsRole",
                "president",
                "Corvia",
                None,
                None,
                "2021-05-03",
                "asserted",
                "Orsk is president of Corvia",
            ),
            (
                "Lena Orsk",
                "holdsRole",
                "advises",
                "Talia Bank",
                None,
                None,
                "2021-05-04",
                "asserted",
                "now advises Talia Bank",
            ),
            (
                "Lena Orsk",
                "holdsRole",
                "president",
                "Corvia",
                None,
                "2021",
                "2021-05-04",
                "asserted",
                "Orsk, president of Corvia until 2021",
            ),
        ],
    ),
    ("claims-about", "articles", [("Marta Oduya", "Norland will sign the Orm Water Treaty in May", "true", "treaty")]),
    ("conditional", "reports", [("Norland", "sanctioned", "Corvia", None, None, "Norland would sanction Corvia")]),
    ("denied", "articles", [("Vesmark", "attacked", "Aurelia", None, None, "Vesmark did not attack the Aurelia")]),
    (
        "disputed",
        "reports",
        [
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "Talia Herald",
                "Corvian rebels attacked Port Amar",
                "Lena Orsk",
                "Lena Orsk denied that Corvian rebels attacked Port Amar",
            ),
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "article echo",
                "Corvian rebels attacked Port Amar on 2 May 2021",
                "Lena Orsk",
                "Lena Orsk denied that Corvian rebels attacked Port Amar",
            ),
        ],
    ),
    (
        "first-published",
        "articles",
        [("Marta Oduya", "visited", "Kelm", "asserted", "visit", "2019-03-11", "Marta Oduya visited Kelm")],
    ),
    (
        "happened-at",
        "articles",
        [("Kelm", "Marta Oduya", "visited", "2019-03-11", "asserted", None, "Marta Oduya visited Kelm")],
    ),
    (
        "happened-on",
        "articles",
        [
            (
                "2019-03-04",
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "asserted",
                None,
                "met Jon Brae in Kelm on 4 March 2019",
            )
        ],
    ),
    ("in-common", "reports", [("leads", "Corvia", "worksFor"), ("opposes", "Kelm Summit", "participatedIn")]),
    (
        "kept-aside",
        "reports",
        [
            (
                "Kelm Summit",
                "leads",
                "Talia Bank",
                "leads takes Person as its subject, not Meeting",
                "test",
                "echo",
                "The summit leads the bank",
            )
        ],
    ),
    (
        "located-in",
        "articles",
        [
            ("Brenna Shipbuilding", "Company", "Kelm"),
            ("Kelm", "City", "Upper Kelm"),
            ("Upper Kelm", "Region", "Norland"),
        ],
    ),
    (
        "low-confidence",
        "articles",
        [("0.5", "Jon Brae", "cut off", "power", "asserted", "test", "treaty", "Brae cut off the power")],
    ),
    (
        "mentioned-with",
        "articles",
        [
            ("Kelm", "City", "2"),
            ("Aurelia", "Product", "1"),
            ("Brenna Shipbuilding", "Company", "1"),
            ("Jon Brae", "Person", "1"),
            ("Minister of Fisheries", "Role", "1"),
            ("Norland", "Country", "1"),
            ("Orm Water Treaty", "Agreement", "1"),
            ("Salo Courier", "MediaOrganization", "1"),
            ("Upper Kelm", "Region", "1"),
            ("Vesmark", "Country", "1"),
            ("diplomat", "Person", "1"),
            ("dockers", "People", "1"),
            ("power", "Topic", "1"),
        ],
    ),
    (
        "most-corroborated",
        "reports",
        [("Corvian rebels", "attacked", "Port Amar", "2", "2", "Corvian rebels attacked Port Amar")],
    ),
    (
        "planned",
        "articles",
        [
            (
                "Norland",
                "signed",
                "Orm Water Treaty",
                "Marta Oduya",
                "2019-05",
                "Norland will sign the Orm Water Treaty in May",
            )
        ],
    ),
    (
        "said-by",
        "articles",
        [("Marta Oduya", "Norland will sign the Orm Water Treaty in May", "true", "Salo Courier", None, "treaty")],
    ),
    (
        "single-source",
        "reports",
        [
            ("Corvian rebels", "killed", "dockers", "article herald", "1", "They killed 12 dockers"),
            ("Corvian rebels", "killed", "dockers", "article echo", "1", "killed 30 dockers"),
        ],
    ),
    (
        "threatened",
        "reports",
        [("Corvia", "attacked", "Corvian rebels", "planned", "Lena Orsk", None, "Corvia may attack the rebels")],
    ),
    (
        "timeline",
        "articles",
        [("2019-03-11", "Marta Oduya", "visited", "Kelm", "asserted", None, "Marta Oduya visited Kelm")],
    ),
    (
        "where-from",
        "articles",
        [
            (
                "Marta Oduya metWith Jon Brae",
                "met Jon Brae in Kelm on 4 March 2019",
                "treaty",
                "46",
                "82",
                "asserted",
                None,
                "test",
                "1",
                "a-model",
            )
        ],
    ),
    (
        "where-they-stand",
        "reports",
        [("Lena Orsk", "opposes", "Kelm Summit", "asserted", None, None, "Lena Orsk opposes the Kelm Summit")],
    ),
    (
        "who-belongs-to",
        "reports",
        [("Norland", "memberOf", "Talia League", None, "asserted", None, "Norland joined the Talia League")],
    ),
    (
        "who-gave-what",
        "reports",
        [("Corvia", "provides", "Norland", "grain", "asserted", None, None, "Corvia gave Norland grain")],
    ),
    (
        "who-leads",
        "articles",
        [("Jon Brae", "Brenna Shipbuilding", "asserted", None, None, "Brae leads Brenna Shipbuilding")],
    ),
    (
        "who-met-whom",
        "articles",
        [
            (
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "2019-03-04",
                None,
                "asserted",
                None,
                "met Jon Brae in Kelm on 4 March 2019",
            )
        ],
    ),
    (
        "who-owns-what",
        "reports",
        [("Talia Bank", "owns", "Salt Works", "asserted", None, None, "Talia Bank owns Salt Works")],
    ),
    ("who-speaks-of", "reports", [("Lena Orsk", "1", "1", "1"), ("Talia Herald", "1", "0", "1")]),
    (
        "who-took-part",
        "reports",
        [
            (
                "Envoys",
                "participatedIn",
                "Kelm Summit",
                "Port Amar",
                "2021-05-01",
                "asserted",
                None,
                "Envoys attended the summit",
            )
        ],
    ),
    (
        "who-works-for",
        "articles",
        [("Marta Oduya", "Norland", "Minister of Fisheries", "asserted", None, "Norland’s Minister of Fisheries")],
    ),
]
"""The rows that each query's own example has, on one of the two graphs."""

ROWS: list[tuple[str, str, dict[str, str], list[tuple[str | None, ...]]]] = [
    (
        "about-entity",
        "articles",
        {"name": "power"},
        [("Jon Brae", "cut off", "power", "", *HELD, "Brae cut off the power")],
    ),
    (
        "about-entity",
        "articles",
        {"name": "dockers"},
        [("Unknown", "captured", "dockers", "count: 3", *HELD, "Three dockers were arrested")],
    ),
    ("about-entity", "articles", {"name": "Nobody"}, []),
    ("about-entity", "reports", {"name": "grain"}, [("Corvia", "provides", "Norland", "item: grain", *HELD, GAVE)]),
    ("who-leads", "articles", {}, [("Jon Brae", "Brenna Shipbuilding", *HELD, "Brae leads Brenna Shipbuilding")]),
    ("who-leads", "articles", {"name": "Kelm"}, []),
    ("who-leads", "reports", {"name": "Talia Bank"}, []),
    ("said-by", "articles", {"name": "Oduya"}, [("Marta Oduya", WILL, "true", "Salo Courier", None, "treaty")]),
    ("claims-about", "articles", {"name": "Vesmark"}, [("diplomat", VIOLATED, "false", "treaty")]),
    ("denied", "articles", {"name": "Norland"}, []),
    ("disputed", "articles", {}, []),
    ("located-in", "articles", {"name": "Kelm"}, [("Brenna Shipbuilding", "Company", "Kelm")]),
    ("first-published", "reports", {"day": "2021-05-02"}, []),
    ("happened-on", "reports", {"day": "2021-05-04"}, []),
    (
        "timeline",
        "articles",
        {},
        [
            ("2019-03-04", *MET[:3], "asserted", None, MET[3]),
            ("2019-03-11", *VISITED),
            ("2019-05", "Norland", "signed", "Orm Water Treaty", "planned", "Marta Oduya", WILL),
        ],
    ),
    ("timeline", "articles", {"since": "2019-03-05", "until": "2019-03"}, [("2019-03-11", *VISITED)]),
    (
        "timeline",
        "articles",
        {"name": "Jon Brae", "since": "2019"},
        [("2019-03-04", *MET[:3], "asserted", None, MET[3])],
    ),
    (
        "timeline",
        "reports",
        {"name": "Envoys"},
        [("2021-05-01", "Kelm Summit", "tookPlaceOn", "2021-05-01", "asserted", None, "on 1 May 2021")],
    ),
    (
        "where-from",
        "articles",
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


@pytest.mark.parametrize(("name", "graph", "expected"), EXAMPLES)
def test_an_example_has_its_rows(
    graphs: dict[str, Dataset], name: str, graph: str, expected: list[tuple[str | None, ...]]
) -> None:
    assert ask(graphs[graph], ANSWERS[name].text) == expected


@pytest.mark.parametrize(("name", "graph", "values", "expected"), ROWS)
def test_an_answer(
    graphs: dict[str, Dataset],
    name: str,
    graph: str,
    values: dict[str, str],
    expected: list[tuple[str | None, ...]],
) -> None:
    assert ask(graphs[graph], ANSWERS[name].bind(values)) == expected


@pytest.mark.parametrize("name", ANSWERS)
def test_what_may_be_left_out_may_be(articles: Dataset, name: str) -> None:
    query = ANSWERS[name]
    needed = {parameter.name for parameter in query.parameters if not parameter.optional}
    given = ask(articles, query.text)
    assert set(given) <= set(ask(articles, query.bind({key: value for key, value in query.example if key in needed})))


def test_every_example_has_rows_expected_of_it() -> None:
    assert {name for name, _, rows in EXAMPLES if rows} == set(ANSWERS)


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


def inferred_from_nothing(graph: Graph) -> None:
    graph.add((INFERENCE["lost"], RDF.type, KG.Inference))
    graph.add((INFERENCE["lost"], KG.premise, STATEMENT["gone"]))


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
    (misquoted, "quote-differs", "quoted: Brae heads Brenna Shipbuilding; in the text: Brae leads Brenna Shipbuilding"),
    (misplaced, "quote-differs", "in the text"),
    (undirected, "direct-triple-missing", "Brae leads Brenna Shipbuilding"),
    (unsupported, "direct-triple-unsupported", "#attacked "),
    (supported_by_what_is_kept_aside, "direct-triple-unsupported", "#leads "),
    (supported_by_what_is_kept_aside, "kept-aside", "leads takes something else: Brae leads Brenna Shipbuilding"),
    (inferred_from_nothing, "premise-missing", "statement/gone"),
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
