"""What the seed article's graph answers, asked in SPARQL: direct triples, and what each source is said to say."""

from pathlib import Path

import pytest

import kg
from kg.api import Graph

SEEDS = Path(__file__).parents[1] / "seeds"

NAMED = """?{0} rdfs:label|skos:altLabel ?{0}Name . FILTER(STR(?{0}Name) = "{1}")"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kg.build([SEEDS], date=None)


def rows(graph: Graph, pattern: str) -> list[dict[str, str]]:
    found = graph.query(f"SELECT DISTINCT * WHERE {{ {pattern} }}")
    return [{name: str(value) for name, value in zip(found.columns, row, strict=True)} for row in found]


@pytest.mark.parametrize(
    ("subject", "relation", "object_"),
    [
        ("Bagram Air Base", "locatedIn", "Afghanistan"),
        ("Taliban", "governs", "Afghanistan"),
        ("Keir Starmer", "leads", "United Kingdom"),
        ("Amir Khan Muttaqi", "worksFor", "Taliban"),
        ("Amir Khan Muttaqi", "metWith|^kg:metWith", "Adam Boehler"),
    ],
)
def test_direct_triples(graph: Graph, subject: str, relation: str, object_: str) -> None:
    assert rows(graph, f"{NAMED.format('s', subject)} {NAMED.format('o', object_)} ?s kg:{relation} ?o")


def test_an_agreement_of_2020_was_signed_by_the_president(graph: Graph) -> None:
    assert rows(
        graph,
        f"{NAMED.format('s', 'Donald Trump')} ?s kg:signed ?a . ?a a kg:Agreement ; kg:createdOn ?when "
        'FILTER(STRSTARTS(STR(?when), "2020"))',
    )


def test_the_minister_holds_his_post(graph: Graph) -> None:
    pattern = f"{NAMED.format('s', 'Amir Khan Muttaqi')} ?s kg:holdsRole ?r . ?r a kg:Role ; rdfs:label ?role"
    assert any("Foreign Minister" in row["role"] for row in rows(graph, pattern))


def test_the_meeting_has_a_day_and_a_place(graph: Graph) -> None:
    assert rows(
        graph,
        f"{NAMED.format('p', 'Kabul')} ?m a kg:Meeting ; kg:tookPlaceIn ?p ; kg:tookPlaceOn ?day "
        'FILTER(STR(?day) = "2025-09-13")',
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("CNN", "the US administration may seek to regain the base"),
        ("former Pentagon official", "would not provide the US with a strategic advantage"),
        ("Donald Trump", "We gave it to (the Taliban) for nothing"),
    ],
)
def test_what_a_source_is_reported_to_say(graph: Graph, source: str, words: str) -> None:
    claims = rows(graph, f"{NAMED.format('s', source)} ?s kg:said ?c . ?c kg:quote ?text")
    assert any(words in row["text"] for row in claims)


def test_what_did_not_happen_is_no_direct_triple(graph: Graph) -> None:
    said = rows(
        graph,
        "?f kg:fact/rdf:subject ?s ; kg:fact/rdf:predicate ?p ; kg:fact/rdf:object ?o ; kg:sentence/kg:quote ?q ; "
        "kg:factuality ?how "
        'FILTER(CONTAINS(?q, "not yet released any statements")) ',
    )
    assert said
    assert {row["how"].rpartition("#")[2] for row in said if row["p"].endswith("created")} == {"negated"}
    for row in said:
        if row["how"].endswith("negated"):
            assert not rows(graph, f"<{row['s']}> <{row['p']}> <{row['o']}> BIND(1 AS ?found)")


@pytest.mark.parametrize("name", ["Donald Trump", "United States", "United Kingdom", "Bagram Air Base", "Taliban"])
def test_one_entity_each(graph: Graph, name: str) -> None:
    entities = {row["s"] for row in rows(graph, f"{NAMED.format('s', name)} ?s a ?class . FILTER(?class != kg:Role)")}
    assert len(entities) == 1
