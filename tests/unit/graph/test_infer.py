"""What follows, from what, and that it never passes for what a document states."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from graph_examples import directory_of, graph_of, put
from rdflib import Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import RDF

from kg.errors import QueryError
from kg.graph.facts.explain import explain
from kg.graph.facts.reader import read_contents
from kg.graph.infer import _read_rule, derive, infer, infer_directory
from kg.graph.query.execution import query
from kg.graph.query.files import read_queries
from kg.graph.rdf.dataset import inner_store, named_graph
from kg.graph.rdf.naming import DEFAULT
from kg.graph.store.directory import current_store, open_directory, writing_directory
from kg.graph.store.write import project_directory
from kg.graph.validate import validate
from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.namespaces import KG

CLASSES = {
    "Ada": "Person", "Bo": "Person", "Yard": "Company", "Dock": "Company", "Group": "Company", "Kelm": "City",
    "Lower": "Region", "Upper": "Region", "Outer": "Region", "Norland": "Country",
    "Fair": "Meeting", "Mast": "Product", "Ship": "Product",
}  # fmt: skip


STATED = [
    "Yard headquarteredIn Kelm",
    "Kelm locatedIn Upper",
    "Upper locatedIn Norland",
    "Fair tookPlaceIn Kelm",
    "Ada leads Yard",
    "Ada metWith Bo",
    "Ada siblingOf Bo",
    "Yard partOf Dock",
    "Dock partOf Group",
    "Mast partOf Ship",
    "Ship locatedIn Kelm",
    "Dock organized Fair",
]


FOLLOWS = {
    "Kelm locatedIn Norland": "inside-the-larger",
    "Ship locatedIn Upper": "inside-the-larger",
    "Ship locatedIn Norland": "inside-the-larger",
    "Yard locatedIn Kelm": "seat-is-place",
    "Yard locatedIn Upper": "inside-the-larger",
    "Yard locatedIn Norland": "inside-the-larger",
    "Fair tookPlaceIn Upper": "happens-in-the-larger",
    "Fair tookPlaceIn Norland": "happens-in-the-larger",
    "Ada worksFor Yard": "leader-serves",
    "Ada worksFor Dock": "serves-the-whole",
    "Ada worksFor Group": "serves-the-whole",
    "Bo metWith Ada": "either-way",
    "Bo siblingOf Ada": "either-way",
    "Ada relativeOf Bo": "kin",
    "Bo relativeOf Ada": "either-way",
    "Yard partOf Group": "part-of-the-larger",
    "Mast locatedIn Kelm": "part-lies-with-whole",
    "Mast locatedIn Upper": "inside-the-larger",
    "Mast locatedIn Norland": "inside-the-larger",
    "Dock participatedIn Fair": "included",
}


def article(facts: list[str], name: str = "one", **more: Any) -> Extraction:
    text, found, first = "", [], {}
    for words in facts:
        subject, predicate, item = words.split()
        begin = len(text)
        text += f"{words}.\n"
        for key in (subject, item):
            first.setdefault(key, Span(begin + words.index(key), begin + words.index(key) + len(key)))
        found.append(
            Fact(subject, predicate, item, "entity", Evidence(Span(begin, begin + len(words))), "test", **more)
        )
    entities = tuple(Entity(key, key, CLASSES[key], (), (Mention(span, "name"),)) for key, span in first.items())
    return Extraction(Document(name, text), entities, tuple(found), (), tuple(each.evidence.clause for each in found))


def inferred(dataset: Dataset) -> dict[str, str]:
    records = read_contents(dataset)
    labels = records.labels()
    return {f"{labels[f.subject]} {f.predicate} {labels[f.object]}": f.rule for f in records.inferences}


def test_what_follows_follows_and_nothing_else() -> None:
    dataset = graph_of(article(STATED))
    assert infer(dataset) == len(FOLLOWS)
    assert inferred(dataset) == FOLLOWS


def test_every_rule_concludes_something_here() -> None:
    assert set(FOLLOWS.values()) == set(read_queries("infer"))


@pytest.mark.parametrize("factuality", ["planned", "hypothetical", "negated"])
def test_nothing_follows_from_what_is_not_so(factuality: str) -> None:
    assert derive(graph_of(article(STATED, factuality=factuality)), DEFAULT) == []


def test_nothing_follows_from_what_is_kept_aside() -> None:
    assert derive(graph_of(article(["Fair leads Yard", "Yard metWith Mast"])), DEFAULT) == []


def test_what_would_break_the_vocabulary_does_not_follow() -> None:
    assert derive(graph_of(article(["Fair partOf Fair", "Kelm locatedIn Kelm"])), DEFAULT) == []


def test_places_inside_one_another_come_to_an_end() -> None:
    dataset = graph_of(article(["Lower locatedIn Upper", "Upper locatedIn Outer", "Outer locatedIn Lower"]))
    infer(dataset)
    assert set(inferred(dataset)) == {"Lower locatedIn Outer", "Upper locatedIn Lower", "Outer locatedIn Upper"}


def test_what_is_stated_is_not_inferred() -> None:
    assert derive(graph_of(article(["Ada leads Yard", "Ada worksFor Yard"])), DEFAULT) == []


def test_the_premise_is_the_fact_which_the_best_statement_explains() -> None:
    weak = article(["Ada leads Yard"], "weak", confidence=0.4)
    told = article(["Ada leads Yard"], "told", factuality="reported")
    sure = article(["Ada leads Yard"], "sure", confidence=0.9)
    dataset = graph_of(weak, told, sure)
    (found,) = derive(dataset, DEFAULT)
    assert found.premises == tuple(fact.iri for fact in read_contents(dataset).facts)
    infer(dataset)
    (explained,) = explain(read_contents(dataset), "Ada", "worksFor")
    assert [premise.document for premise in explained.premises] == ["sure"]


def test_premises_lead_down_to_facts() -> None:
    dataset = graph_of(article(STATED))
    infer(dataset)
    (found,) = explain(read_contents(dataset), "Mast", "locatedIn", "Norland")
    assert (found.factuality, found.rule, found.quote) == ("inferred", "inside-the-larger", "")

    def leaves(fact: Any) -> set[str]:
        return {fact.quote} if not fact.premises else set().union(*map(leaves, fact.premises))

    assert leaves(found) == {
        "Mast partOf Ship",
        "Ship locatedIn Kelm",
        "Kelm locatedIn Upper",
        "Upper locatedIn Norland",
    }


def all_of(dataset: Dataset) -> set[tuple[str, ...]]:
    return {tuple(map(str, triple)) for triple, _ in dataset.store.triples((None, None, None), context=None)}


def test_inferred_triples_have_a_graph_of_their_own_and_no_blank_nodes() -> None:
    dataset = graph_of(article(STATED))
    before = all_of(dataset)
    infer(dataset)
    graph = dataset.graph(URIRef(DEFAULT.graph("inferred")))
    own = {tuple(map(str, triple)) for triple in graph}
    assert not own & before
    assert all_of(dataset) == own | before
    assert all(isinstance(term, (URIRef, Literal)) for triple in graph for term in triple)
    assert len(set(graph.subjects(RDF.type, KG.Inference))) == len(FOLLOWS)


def test_a_graph_with_inferences_is_sound_and_one_without_their_premises_is_not() -> None:
    dataset = graph_of(article(STATED))
    infer(dataset)
    assert [finding for finding in validate(dataset) if finding.severity == "violation"] == []
    premises = dataset.graph(URIRef(DEFAULT.graph("inferred"))).objects(None, KG.premise)
    fact = next(each for each in premises if str(each).startswith(DEFAULT.space("fact")))
    dataset.graph(DATASET_DEFAULT_GRAPH_ID).remove((fact, RDF.predicate, None))
    assert "premise-missing" in {finding.check for finding in validate(dataset)}


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    parts = [article([words], words.replace(" ", "-")) for words in STATED]
    one, other = graph_of(*parts), graph_of(*reversed(parts))
    infer(one)
    infer(other)
    directory_of(tmp_path / "graph", *parts)
    infer_directory(tmp_path / "graph")
    stores = [inner_store(dataset) for dataset in (one, other, open_directory(tmp_path / "graph"))]
    lines = [named_graph(store, ox.NamedNode(DEFAULT.graph("inferred"))) for store in stores if store]
    assert lines[0] == lines[1] == lines[2] != set()


def test_what_followed_is_forgotten_when_a_document_changes(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, article(STATED))
    assert infer_directory(directory) == len(FOLLOWS)
    published = current_store(directory)
    assert infer_directory(directory) == len(FOLLOWS)
    directory_of(directory, article(STATED))
    assert current_store(directory) == published, "nothing new is written"
    assert inferred(open_directory(directory)) == FOLLOWS
    directory_of(directory, article(["Ada leads Yard"]))
    assert inferred(open_directory(directory)) == {}
    asked = "ASK { ?a <https://w3id.org/kg/ontology#worksFor> ?b }"
    assert not query(open_directory(directory), asked)[0].answer
    assert infer_directory(directory) == 1
    assert query(open_directory(directory), asked)[0].answer


def test_what_follows_replaces_what_followed() -> None:
    dataset = graph_of(article(STATED))
    infer(dataset)
    before = all_of(dataset)
    infer(dataset)
    assert all_of(dataset) == before


def test_inferences_are_named_under_the_base_of_the_graph(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    with writing_directory(directory) as records:
        records.set("base", "https://example.org/")
        put(records, [article(["Ada leads Yard"])])
        project_directory(directory, records)
    infer_directory(directory)
    (found,) = read_contents(open_directory(directory)).inferences
    assert found.iri.startswith("https://example.org/inference/")


def test_an_unnamed_agent_takes_no_part() -> None:
    extraction = article(["Ada metWith Bo"])
    (fact,) = extraction.facts
    assert derive(graph_of(replace(extraction, facts=(replace(fact, subject="unknown"),))), DEFAULT) == []


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("?a kg:leads|kg:worksFor ?b", "neither an IRI nor a variable"),
        ("?a kg:leads ?b OPTIONAL { ?b kg:partOf ?c }", "not LeftJoin"),
        ("{ ?a kg:leads ?b } UNION { ?a kg:owns ?b }", "not Union"),
        ("VALUES ?a { kg:Unknown } VALUES ?b { kg:Unknown }", "concludes one triple from some"),
    ],
)
def test_a_rule_whose_premises_are_not_plain_is_refused(where: str, says: str) -> None:
    prefix = f"PREFIX kg: <{KG.Entity.removesuffix('Entity')}>\n"
    with pytest.raises(QueryError, match=says):
        _read_rule("a-rule", f"{prefix}CONSTRUCT {{ ?a kg:worksFor ?b }}\nWHERE {{ {where} }}")
