"""What is not of its kind is left out, with a reason, and nothing else is."""

import shutil
from contextlib import chdir
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_examples import directory_of, harbour
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, RDFS
from stray_triples import put_strays, strays

import kg
from kg.cli import run
from kg.graph.facts.reader import read_contents
from kg.graph.facts.records import GraphContents
from kg.graph.infer import infer_directory
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on
from kg.graph.store.directory import open_directory
from kg.namespaces import KG, OA

S = "http://x.example/s"
OTHER = "http://x.example/o"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("strays") / "graph"
    directory_of(directory, harbour(), harbour("", "two"))
    infer_directory(directory)
    return directory


def quad(subject: str, predicate: object, item: str | ox.Literal) -> ox.Quad:
    value = item if isinstance(item, ox.Literal) else ox.NamedNode(item)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(str(predicate)), value, ox.NamedNode("http://x.example/g"))


def contents_with(base: Path, *quads: ox.Quad) -> GraphContents:
    store = ox.Store()
    found = open_directory(base).store
    assert isinstance(found, EmbeddedStore)
    store.extend([*found.inner, *quads])
    return read_contents(dataset_on(EmbeddedStore(store), union=True))


def test_of_a_graph_as_it_was_written_nothing_is_left_out(base: Path) -> None:
    assert contents_with(base).left_out == ()


@pytest.mark.parametrize(
    ("predicate", "item", "reason"),
    [
        (RDF.object, OTHER, "lacks one of rdf:subject, rdf:predicate and rdf:object"),
        (RDF.subject, ox.Literal("words"), "rdf:subject is no IRI: 'words'"),
        (OA.start, ox.Literal("soon"), "oa:start is no number of 0 or more: 'soon'"),
        (KG.mentionSpans, ox.Literal(f"{OTHER} 3-9"), "mentions http://x.example/o outside its text"),
        (KG.fact, OTHER, "lacks its kg:fact, kg:sentence"),
        (KG.confidence, ox.Literal("nan"), "kg:confidence is no number from 0 to 1: 'nan'"),
        (KG.direct, ox.Literal("true"), "lacks its kg:source"),
        (KG.inferredSubject, OTHER, "has premises that do not lead down to facts"),
        (KG.text, ox.Literal("words"), "has a kg:text and no dcterms:identifier"),
        (RDF.type, str(KG.Person), "has no rdfs:label"),
    ],
)
def test_one_stray_triple_is_left_out_and_the_rest_is_as_before(
    base: Path, predicate: object, item: str | ox.Literal, reason: str
) -> None:
    before, found = contents_with(base), contents_with(base, quad(S, predicate, item))
    ((node, why),) = found.left_out
    assert node == S
    assert why.startswith(reason)
    assert found.documents == before.documents
    assert (found.entities, found.facts, found.statements) == (before.entities, before.facts, before.statements)
    assert (found.claims, found.inferences) == (before.claims, before.inferences)


def test_of_two_values_where_one_belongs_the_first_is_taken(base: Path) -> None:
    entity = contents_with(base).entities[0]
    found = contents_with(base, quad(entity.iri, RDFS.label, ox.Literal("\U0010fff0")))
    assert found.entities[0].label == entity.label
    assert found.left_out == ((entity.iri, "has more than one rdfs:label"),)


def test_premises_that_lead_round_are_no_premises(base: Path) -> None:
    ring = [quad(f"{S}{n}", KG.premise, f"{S}{(n + 1) % 3}") for n in range(3)]
    ring += [quad(f"{S}{n}", KG.inferredSubject, OTHER) for n in range(3)]
    assert [why for _, why in contents_with(base, *ring).left_out] == [
        "has premises that do not lead down to facts"
    ] * 3


def test_it_is_said_once_and_validate_lists_it(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    graph = shutil.copytree(base, tmp_path / "graph")
    put_strays(graph, [quad(S, RDF.object, OTHER), quad(OTHER, OA.start, ox.Literal("soon"))])
    assert run(["stats", "--graph", str(graph)]) == 0
    (record,) = caplog.records
    said = "left out what is not well-formed of 2 nodes, such as http://x.example/o: oa:start is no number of 0 or more"
    assert record.getMessage().startswith(said)
    capsys.readouterr()
    assert run(["validate", "--graph", str(graph)]) == 1
    out = capsys.readouterr().out
    assert "A fact has one subject" in out


COMMANDS = (
    ("stats",),
    ("explain", "Marta Oduya"),
    ("path", "Marta Oduya", "Jon Brae"),
    ("query", "--name", "who-leads"),
    ("view", "--out", "page.html"),
    ("view", "--focus", "Marta Oduya", "--hops", "1", "--out", "page.html"),
    ("documents",),
    ("check",),
    ("validate",),
    *(("export", "--format", form) for form in ("csv", "graphml")),
)


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_triples_disable_a_command_or_a_build(base: Path, data: st.DataObject) -> None:
    store = open_directory(base).store
    assert isinstance(store, EmbeddedStore)
    try_strays(base, data.draw(strays(store.inner)))


def try_strays(base: Path, quads: list[ox.Quad]) -> None:
    """Put triples into a copy of a graph, and see that every command and build answers."""
    graph = base.with_name("tried")
    shutil.rmtree(graph, ignore_errors=True)
    shutil.copytree(base, graph)
    put_strays(graph, quads)
    with chdir(graph.parent):
        for command in COMMANDS:
            assert run([*command, "--graph", str(graph)]) in {0, 1, 2}, command
    directory_of(graph, harbour("changed"), remove=["/home/me/two.txt"])
    kg.rebuild(graph)
    infer_directory(graph)
