from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from graph_examples import harbour

import kg
from kg.api import Graph
from kg.errors import NotFoundError, QueryError, ReadError, StoreError
from kg.graph.rdf.dataset import inner_store, memory
from kg.graph.store.write import write_memory

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "Mayor Marta Oduya met Governor Jon Brae in Vienna on Monday. Oduya leads the city of Graz.\n"


@pytest.fixture(scope="module")
def graph() -> Graph:
    dataset = memory()
    write_memory(dataset, [harbour(), harbour("", "two")])
    return Graph(dataset)


def test_the_public_names_are_these() -> None:
    assert kg.__all__ == sorted(kg.__all__, key=lambda name: (not name[0].isupper(), name)) == [
        "Claim", "Document", "Entity", "Evidence", "Extraction", "Fact", "Graph", "KgError", "Mention", "Span",
        "__version__", "build", "open",
    ]  # fmt: skip
    assert all(hasattr(kg, name) for name in kg.__all__)
    assert dir(kg) == kg.__all__
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kg.nonsense  # noqa: B018 (the access is what is tested)


def test_importing_kg_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg; kg.Document; print(any(name.partition('.')[0] in {'rdflib', 'spacy'} for name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout == "False\n"


def test_build_in_memory_and_in_a_directory_give_the_same(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    one = kg.build(str(article))
    other = kg.build([tmp_path], out=tmp_path / "graph")
    assert one.export("nquads") == other.export("nquads") == kg.open(tmp_path / "graph").export("nquads") != ""
    assert str(tmp_path) not in one.export("nquads")
    assert inner_store(one.dataset) is not None, "a graph in memory answers as fast as one on the disk"
    assert len(one.query("SELECT ?s ?p ?o { ?s ?p ?o }")) == len(other.query("SELECT ?s ?p ?o { ?s ?p ?o }"))
    assert len(one.records.documents) == 1


def test_each_question_is_handed_on(graph: Graph) -> None:
    assert graph.query("ASK { ?a kg:leads ?b }")[0].answer is True
    assert {row.leader for row in graph.ask("who-leads", name="port salo")} == {"Marta Oduya"}
    assert len(graph.ask("low-confidence", below=0.9)) == 2
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


def test_bad_input_is_told(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        kg.build(tmp_path / "none.txt", out=tmp_path / "graph")
    assert not (tmp_path / "graph").exists()
    with pytest.raises(StoreError):
        kg.open(tmp_path)
    with pytest.raises(NotFoundError):
        graph.view(focus="Nobody")
    with pytest.raises(QueryError, match="there is no query 'who-knows': choose one of about-entity, "):
        graph.ask("who-knows")
    with pytest.raises(NotFoundError, match="the graph's relations are: captured, createdOn"):
        graph.network(relations="xyzzy")
    with pytest.raises(QueryError, match="factuality: 'sure' is none of asserted, reported, planned"):
        graph.network(factuality="sure")  # type: ignore[arg-type]  # what is tested


def test_a_graph_shows_what_it_holds(graph: Graph) -> None:
    assert repr(graph) == "Graph: 2 documents, 11 entities, 18 facts, 4 claims"
    shown = graph._repr_html_()
    assert "<b>Graph</b> of 2 documents, 11 entities, 18 facts, 4 claims" in shown
    assert all(f">{words}<" in shown for words in ("Person", "metWith", "other verbs", "Marta Oduya"))
    assert repr(Graph(memory())) == "Graph: 0 documents, 0 entities, 0 facts, 0 claims"
    assert "0 facts" in Graph(memory())._repr_html_()


def test_a_graph_is_exported_as_a_network_too(graph: Graph) -> None:
    assert graph.export("graphml").startswith("<graphml ")
    assert graph.export("gexf").startswith("<gexf ")
    assert graph.export("csv").startswith("subject,relation,object,")
