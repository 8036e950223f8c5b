"""Ties, paths, centrality and communities of a network."""

from collections.abc import Callable, Iterable

import networkx as nx
import pytest

from kg.graph.facts.records import GraphContents
from kg.views.measures import best_paths, communities, importance, measure, pair_weights, through
from kg.views.network import build_network


@pytest.fixture
def network(sample_contents: GraphContents) -> nx.MultiDiGraph:
    return build_network(sample_contents)


def iri_of(network: nx.MultiDiGraph, label: str) -> str:
    return next(node for node, each in network.nodes(data="label") if each == label)


def walked(network: nx.MultiDiGraph, start: str, end: str) -> list[list[str]]:
    found = best_paths(network, iri_of(network, start), iri_of(network, end))
    return [[network.nodes[step.end]["label"] for step in steps] for steps in found]


def made(
    make: Callable[..., GraphContents], classes: dict[str, str], said: Iterable[tuple[str, str, str]]
) -> nx.MultiDiGraph:
    rows = [(f"{one} {verb} {other}.", one, verb, other, "asserted") for one, verb, other in said]
    return build_network(make(classes, rows))


def test_a_path_has_its_words_and_directions(network: nx.MultiDiGraph) -> None:
    best, *_ = best_paths(network, iri_of(network, "Harbour Authority"), iri_of(network, "Oslind Treaty"))
    assert [network.nodes[step.end]["label"] for step in best] == [
        "Port Esker",
        "Tolvia",
        "Mara Lindqvist",
        "Oslind Treaty",
    ]  # what might be cut off is a weaker tie than a visit that is planned
    assert [step.factuality for step in best] == ["planned", "asserted", "asserted", "reported"]
    assert [step.forward for step in best] == [True, True, False, True]
    assert best[3].quote == "Mara Lindqvist signed the Oslind Treaty in 2021."


def test_a_longer_way_by_a_meeting_comes_before_a_shorter_one_by_a_country(
    make_contents: Callable[..., GraphContents],
) -> None:
    classes = {"Ann": "Person", "Bob": "Person", "Cy": "Person", "Corvia": "Country", "Kelm Summit": "Meeting"}
    said = [
        ("Ann", "citizenOf", "Corvia"),
        ("Bob", "citizenOf", "Corvia"),
        ("Ann", "participatedIn", "Kelm Summit"),
        ("Cy", "participatedIn", "Kelm Summit"),
        ("Cy", "metWith", "Bob"),
    ]
    assert walked(made(make_contents, classes, said), "Ann", "Bob") == [
        ["Kelm Summit", "Cy", "Bob"],
        ["Corvia", "Bob"],
    ]


def test_a_way_by_a_hub_says_less(make_contents: Callable[..., GraphContents]) -> None:
    others = {f"Member {number}": "Person" for number in range(60)}
    classes = {"Ann": "Person", "Bob": "Person", "League": "Organization", "Cy": "Person", "Dee": "Person"} | others
    said = [(name, "memberOf", "League") for name in ("Ann", "Bob", *others)]
    said += [("Ann", "metWith", "Cy"), ("Cy", "metWith", "Dee"), ("Dee", "metWith", "Bob")]
    network = made(make_contents, classes, said)
    assert walked(network, "Ann", "Bob")[0] == ["Cy", "Dee", "Bob"]
    assert through(network)[iri_of(network, "League")] < 0.3 < through(network)[iri_of(network, "Cy")]


@pytest.mark.parametrize(("cls", "less"), [("Role", 0.2), ("Country", 0.5), ("Topic", 0.5), ("City", 0.6)])
def test_what_everybody_shares_is_no_way(make_contents: Callable[..., GraphContents], cls: str, less: float) -> None:
    network = made(make_contents, {"Ann": "Person", "X": cls}, [("Ann", "p/like", "X")])
    assert through(network)[iri_of(network, "X")] < less
    assert through(network)[iri_of(network, "Ann")] == 1


def test_a_tie_grows_with_what_is_said_and_with_how_it_is_held(make_contents: Callable[..., GraphContents]) -> None:
    def weight(*rows: tuple[str, str, str, str, str]) -> float:
        network = build_network(make_contents({"A": "Person", "B": "Person"}, rows))
        (found,) = pair_weights(network).values()
        return found

    met = ("A met B.", "A", "metWith", "B", "asserted")
    assert weight(("A may meet B.", "A", "metWith", "B", "planned")) < weight(met)
    assert weight(("A did not meet B.", "A", "metWith", "B", "negated")) < weight(met)
    assert weight(("A is near B.", "A", "near", "B", "asserted")) < weight(met)
    assert weight(("A likes B.", "A", "p/like", "B", "asserted")) < weight(met)


def test_a_tie_grows_with_the_articles_that_say_so(make_contents: Callable[..., GraphContents]) -> None:
    network = made(make_contents, {"A": "Person", "B": "Person"}, [("A", "metWith", "B")])
    ((pair, once),) = pair_weights(network).items()
    (one, other, fact) = next(iter(network.edges(data=True)))
    network.add_edge(one, other, key="same", **fact)
    assert pair_weights(network) == {pair: once}
    network.add_edge(one, other, key="further", **fact | {"document": "urn:another"})
    assert pair_weights(network)[pair] > once


def test_a_step_is_the_surest_statement_of_a_relation(make_contents: Callable[..., GraphContents]) -> None:
    rows = [
        ("A may lead B.", "A", "leads", "B", "planned"),
        ("A calls on B.", "A", "p/call_on", "B", "asserted"),
        ("A met B.", "A", "metWith", "B", "asserted"),
        ("A visited B.", "A", "visited", "B", "asserted"),
    ]
    network = build_network(make_contents({"A": "Person", "B": "Person"}, rows))
    for *_, edge in network.edges(data=True):
        edge["confidence"] = {"metWith": 0.9, "p/call_on": 0.95}.get(edge["predicate"], 0.5)
    [[step]] = best_paths(network, iri_of(network, "A"), iri_of(network, "B"))
    assert step.predicate == "metWith"


def test_no_path_between_components_nor_through_the_unnamed_agent(make_contents: Callable[..., GraphContents]) -> None:
    rows = [
        ("Esk was struck.", "unknown", "attacked", "Esk", "asserted"),
        ("Dorn was struck.", "unknown", "attacked", "Dorn", "asserted"),
    ]
    network = build_network(make_contents({"Esk": "City", "Dorn": "City"}, rows))
    assert best_paths(network, iri_of(network, "Esk"), iri_of(network, "Dorn")) == []


def test_path_to_itself_is_empty_and_to_a_stranger_an_error(network: nx.MultiDiGraph) -> None:
    tolvia = iri_of(network, "Tolvia")
    assert best_paths(network, tolvia, tolvia) == []
    with pytest.raises(KeyError):
        best_paths(network, tolvia, "https://w3id.org/kg/entity/none")


def test_importance_is_a_share_of_one_and_highest_in_the_middle(network: nx.MultiDiGraph) -> None:
    rank = importance(network)
    assert sum(rank.values()) == pytest.approx(1)
    assert max(rank, key=lambda node: rank[node]) == iri_of(network, "Mara Lindqvist")  # a country ties less


def test_a_fact_of_no_confidence_still_joins(make_contents: Callable[..., GraphContents]) -> None:
    contents = make_contents({"A": "Person", "B": "Person"}, [("A met B.", "A", "metWith", "B", "asserted")])
    network = build_network(contents)
    for *_, edge in network.edges(data=True):
        edge["confidence"] = 0.0
    assert all(value == pytest.approx(0.5) for value in importance(network).values())


def test_empty_network() -> None:
    import networkx as nx

    assert importance(nx.MultiDiGraph()) == {}
    figures = measure(nx.MultiDiGraph())
    assert (figures.entities, figures.facts, figures.components, figures.communities) == (0, 0, (), ())


def test_figures(network: nx.MultiDiGraph) -> None:
    figures = measure(network, central=2)
    assert (figures.entities, figures.facts, figures.pairs) == (7, 8, 7)
    assert figures.components == (5, 2)
    assert [each.label for each in figures.central] == ["Mara Lindqvist", "Tolvia"]
    assert figures.central[0].facts == 3
    assert dict(figures.relations)["signed"] == 2
    assert sorted(node for group in figures.communities for node in group) == sorted(network)


def test_a_fact_counts_once_whoever_states_it(make_contents: Callable[..., GraphContents]) -> None:
    rows = [
        ("A met B.", "A", "metWith", "B", "asserted"),
        ("A did meet B.", "A", "metWith", "B", "reported"),
        ("B leads A.", "B", "leads", "A", "asserted"),
    ]
    network = build_network(make_contents({"A": "Person", "B": "Person"}, rows))
    figures = measure(network)
    assert (network.number_of_edges(), figures.facts, figures.pairs) == (3, 2, 1)
    assert [each.facts for each in figures.central] == [2, 2]
    assert dict(figures.relations) == {"metWith": 1, "leads": 1}


def test_communities_do_not_cross_components(network: nx.MultiDiGraph) -> None:
    apart = {iri_of(network, "Kestrel Lines"), iri_of(network, "Bright Cup")}
    assert apart in [set(group) for group in communities(network)]
