from pathlib import Path

import pytest
from graph_examples import graph_of, harbour

import kg
from kg.api import Graph, save_handout
from kg.errors import InputError, NotFoundError, QueryError, StoreError
from kg.graph.query import execution


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(graph_of(harbour(), harbour("", "two")))


def test_each_question_is_handed_on(graph: Graph) -> None:
    assert graph.query("ASK { ?a kg:leads ?b }")[0].answer is True
    assert {row.leader for row in graph.query_named("who-leads", name="port salo")} == {"Marta Oduya"}
    assert len(graph.query_named("low-confidence", below=0.9)) == 2
    assert [found.object for found in graph.explain("Oduya", "metWith")] == ["Jon Brae", "Jon Brae"]
    assert graph.entities("oduya")[0].label == "Marta Oduya"
    assert {finding.severity for finding in graph.validate()} == {"info"}
    network = graph.network(factuality={"reported"})
    assert {data["predicate"] for *_, data in network.edges(data=True)} == {"metWith"}


def test_a_view_is_one_page_that_a_notebook_shows(graph: Graph, tmp_path: Path) -> None:
    page = graph.view(focus="Oduya", hops=1, title="Harbour")
    assert page._repr_html_().startswith("<iframe")
    assert "http://" not in page.html.split("<script", 1)[0]
    saved = page.save(tmp_path / "page.html")
    assert saved.read_text(encoding="utf-8") == page.html
    assert repr(page) == "Page()"


def test_bad_input_is_one_error(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        kg.open(tmp_path)
    with pytest.raises(NotFoundError):
        graph.view(focus="Nobody")
    with pytest.raises(QueryError, match="there is no query 'who-knows': choose one of about-entity, "):
        graph.query_named("who-knows")
    with pytest.raises(NotFoundError, match="the graph's relations are: captured, createdOn"):
        graph.network(relations="xyzzy")
    with pytest.raises(QueryError, match="factuality must be one of asserted, reported, planned"):
        graph.network(factuality="sure")  # type: ignore[arg-type]  # what is tested


def test_a_graph_shows_what_it_holds(graph: Graph) -> None:
    assert repr(graph) == "Graph: 2 documents, 11 entities, 10 facts, 18 statements, 4 claims"
    shown = graph._repr_html_()
    assert "<b>Graph</b> of 2 documents, 11 entities, 10 facts, 18 statements, 4 claims" in shown
    assert all(f">{words}<" in shown for words in ("Person", "metWith", "other verbs", "Marta Oduya"))
    assert repr(Graph(graph_of())) == "Graph: 0 documents, 0 entities, 0 facts, 0 statements, 0 claims"
    assert "0 facts" in Graph(graph_of())._repr_html_()


def test_ways_between_entities_are_facts(graph: Graph) -> None:
    (first, *_) = graph.paths("Port Salo", "Jon Brae")
    assert [(fact.subject, fact.predicate, fact.object) for fact in first] == [
        ("Marta Oduya", "leads", "Port Salo"),
        ("Marta Oduya", "metWith", "Jon Brae"),
    ]
    assert len(graph.paths("Oduya", "Norland")) == 0
    assert repr(graph.paths("Port Salo", "Jon Brae", limit=1)).startswith("Path 1: 2 steps\nsubject")
    assert "Marta Oduya" in graph.paths("Port Salo", "Jon Brae")._repr_html_()
    assert len(graph.paths("Port Salo", "Jon Brae", limit=1)) == 1
    with pytest.raises(NotFoundError):
        graph.paths("Oduya", "Nobody")


def test_counting_starts_no_process(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "_asked", None)
    assert graph.counts()["document"] == 2


def test_a_graph_is_counted_and_measured(graph: Graph) -> None:
    figures, summary = graph.stats(), graph.summary()
    assert (figures.entities, summary.entities) == (11, 11)
    assert figures.central[0].label == "Marta Oduya"
    assert (summary.documents, summary.facts, summary.statements) == (2, 10, 18)
    assert (summary.claims, summary.inferred) == (4, 0)
    assert list(graph.counts().values()) == [2, 11, 10, 18, 4]
    assert graph.entity("oduya") == graph.entities("oduya")[0]


def test_lists_and_figures_read_well(graph: Graph) -> None:
    assert repr(graph.entities("oduya")).splitlines()[1].split()[:3] == ["Marta", "Oduya", "Person"]
    assert "<td" in graph.entities()._repr_html_()
    assert list(graph.entities().to_pandas()["class"])[:1] == [graph.entities()[0].cls]
    assert repr(graph.stats()).startswith("Network: 11 entities, 6 facts between them, 7 components")
    assert "Marta Oduya" in graph.stats()._repr_html_()
    assert repr(graph.report) == "Report: nothing done"


def test_what_is_dated_comes_in_order(graph: Graph) -> None:
    days = [row.date for row in graph.timeline()]
    assert days == sorted(days) != []
    assert {row.subject for row in graph.timeline("Salo Trust", until="2019")} == {"Salo Trust"}
    assert len(graph.timeline(since="2040")) == 0


def test_a_brief_has_each_fact_with_its_sentence(graph: Graph, tmp_path: Path) -> None:
    entity, story = graph.handout("oduya"), graph.handout("Harbour news", story=True)
    assert entity.title == "Marta Oduya"
    for brief in (entity, story):
        assert [section.heading for section in brief.sections] == ["What happened", "Background", "Articles"]
        assert all(item.where for item in brief.sections[0].items)
    saved = save_handout(entity, tmp_path / "brief.html")
    assert saved.read_text("utf-8") == entity.to_html()
    for name, error in (("brief.pdf", InputError), ("none/brief.html", StoreError)):
        with pytest.raises(error):
            save_handout(entity, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.html"]
