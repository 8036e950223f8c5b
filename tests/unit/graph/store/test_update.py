"""Updates leave default graph and named graphs in agreement."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import harbour
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, RefusedError, StoreError
from kg.graph.export import nquads
from kg.graph.query.safety import Graphs
from kg.graph.rdf.dataset import EmbeddedStore, named_graph
from kg.graph.rdf.iris import INFERRED, document_iri
from kg.graph.rdf.statements import GRAPH_HASH
from kg.graph.store.directory import current_store, open_directory
from kg.graph.store.update import update_directory, with_using
from kg.graph.store.write import write_directory, write_graph

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from kg.graph.rdf.terms import Triple


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


BASE = "http://127.0.0.1/sparql"


START: dict[str, list[Triple]] = {
    "http://g/1": [("http://a", "http://p", "http://b"), ("http://a", "http://p", "http://c")],
    "http://g/2": [("http://a", "http://p", "http://c")],
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("update") / "graph"
    write_directory(target, [])
    for name, found in START.items():
        write_graph(target, name, found)
    return target


@pytest.fixture
def directory(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "graph")


def contents(directory: Path) -> dict[str, set[str]]:
    """The local names of the objects in each graph, "" being the default graph."""
    store = open_directory(directory).store
    assert isinstance(store, EmbeddedStore)
    found: dict[str, set[str]] = {}
    for quad in store.inner:
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found.setdefault(graph, set()).add(quad.object.value.removeprefix("http://"))
    return found


@pytest.mark.parametrize(
    ("text", "first", "second", "default"),
    [
        ("INSERT DATA { GRAPH <http://g/1> { <http://a> <http://p> <http://n> } }", "bcn", "c", "bcn"),
        ("INSERT DATA { GRAPH <http://g/2> { <http://a> <http://p> <http://b> } }", "bc", "bc", "bc"),
        ("# INSERT\nPREFIX x: <http://g/>\ninsert data{graph x:1{<http://a> x:p <http://n>}}", "bcn", "c", "bcn"),
        (
            "INSERT DATA { <http://a> a <http://n> . GRAPH <http://g/2> { <http://a> a <http://n> . } }",
            "bc",
            "cn",
            "bcn",
        ),
        ("INSERT DATA { GRAPH <http://g/1> { <x> <y> <http://n> } } ; CLEAR GRAPH <http://g/1>", "", "c", "c"),
        ("DELETE DATA { GRAPH <http://g/1> { <http://a> <http://p> <http://b> } }", "c", "c", "c"),
        ("DELETE DATA { GRAPH <http://g/1> { <http://a> <http://p> <http://c> } }", "b", "c", "bc"),
        ("DELETE DATA { <http://a> <http://p> <http://c> }", "b", "", "b"),
        ("INSERT DATA { <http://a> <http://p> <http://n> }", "bc", "c", "bcn"),
        ("DELETE WHERE { <http://a> <http://p> ?o }", "", "", ""),
        ("DROP GRAPH <http://g/1>", "", "c", "c"),
        ("CLEAR ALL", "", "", ""),
        ("CLEAR DEFAULT", "", "", ""),
        ("COPY <http://g/1> TO <http://g/2>", "bc", "bc", "bc"),
        ("MOVE <http://g/2> TO <http://g/1>", "c", "", "c"),
        ("WITH <http://g/1> DELETE { ?s ?p ?o } INSERT { ?o ?p <http://n> } WHERE { ?s ?p ?o }", "n", "c", "cn"),
        ("CLEAR GRAPH <http://g/2> ; INSERT DATA { GRAPH <http://g/2> { <x> <y> <http://n> } }", "bc", "n", "bcn"),
    ],
)
def test_default_graph_and_named_graphs_agree_after_an_update(
    directory: Path, text: str, first: str, second: str, default: str
) -> None:
    before = current_store(directory)
    update_directory(directory, text, base=BASE)
    found = contents(directory)
    assert [found.get(name, set()) for name in ("http://g/1", "http://g/2", "")] == [
        set(first), set(second), set(default)
    ]  # fmt: skip
    assert current_store(directory) != before


def test_a_changed_document_loses_its_hash_and_what_was_inferred_goes(directory: Path) -> None:
    document = "https://w3id.org/kg/ontology#Document"
    write_graph(directory, "http://g/1", [("http://g/1", RDF_TYPE, document), ("http://g/1", GRAPH_HASH, "http://h")])
    write_graph(directory, INFERRED, [("http://a", "http://q", "http://i"), START["http://g/2"][0]])
    add = "INSERT DATA {{ GRAPH <{}> {{ <http://a> <http://p> <http://{}> }} }}"
    update_directory(directory, add.format("http://g/2", "n"), base=BASE)
    assert contents(directory)["http://g/1"] == {document.removeprefix("http://"), "h"}
    assert contents(directory)[INFERRED] == {"i", "c"}
    update_directory(directory, add.format("http://g/1", "m"), base=BASE)
    assert contents(directory)["http://g/1"] == {document, "m"}
    assert contents(directory)[INFERRED] == {"i", "c"}
    remove = "DELETE DATA { GRAPH <http://g/1> { <http://a> <http://p> <http://m> } }"
    update_directory(directory, remove, base=BASE)
    assert contents(directory) == {
        "http://g/1": {document},
        "http://g/2": {"c", "n"},
        "": {document, "c", "n"},
    }


def test_a_hash_that_comes_with_an_update_stays(directory: Path) -> None:
    text = f"INSERT DATA {{ GRAPH <http://g/1> {{ <http://g/1> <{GRAPH_HASH}> <http://h> }} }}"
    update_directory(directory, text, base=BASE)
    assert contents(directory)["http://g/1"] == {"b", "c", "h"}


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("LOAD <file:///etc/passwd>", RefusedError, "LOAD is refused"),
        ("load silent <http://example.com/x> INTO GRAPH <http://g/1>", RefusedError, "LOAD is refused"),
        ("CLEAR ALL ; LOAD <http://example.com/x>", RefusedError, "LOAD is refused"),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE <http://example.com/> { ?s ?p ?o } }",
            RefusedError,
            "SERVICE is refused",
        ),
        (
            r"INSERT { ?s ?p ?o } WHERE { ?s kg:a\' ?o SERVICE <http://example.com/> { ?s ?p 'x' } }",
            RefusedError,
            "SERVICE is refused",
        ),
        ("SELECT * { ?s ?p ?o }", QueryError, "malformed"),
        ("INSERT DATA { ?s ?p ?o }", QueryError, "malformed|not SPARQL"),
        ("INSERT DATA { <http://a> <http://b> 1 } { <http://a> <http://b> 2 }", QueryError, "malformed|not SPARQL"),
        ("INSERT DATA { <http://g/1> { <http://a> <http://b> 1 } }", QueryError, "malformed|not SPARQL"),
        ("INSERT DATA { @prefix x: <http://x/> . x:a x:b 1 . }", QueryError, "malformed|not SPARQL"),
        ("INSERT DATA { <http://a> <http://b> <<( <http://a> <http://b> 1 )>> }", QueryError, "malformed|not SPARQL"),
        ("INSERT DATA { <http://a> nope:b 1 }", QueryError, "prefix"),
        ("CLEAR GRAPH " + "(" * 100, QueryError, "nested"),
    ],
)
def test_what_is_malformed_or_reaches_out_is_refused(
    directory: Path, text: str, kind: type[Exception], reason: str
) -> None:
    before = contents(directory)
    with pytest.raises(kind, match=reason):
        update_directory(directory, text, base=BASE)
    assert contents(directory) == before


def test_words_are_stored_as_they_are_written(directory: Path) -> None:
    """Escapes stand in data as anywhere, and what looks like a keyword is none."""
    text = r'INSERT DATA { GRAPH <http://g/3> { <x> <y> "\u0041\t\"} LOAD <file:///etc/passwd> # SERVICE" , "}" } }'
    update_directory(directory, text, base=BASE)
    assert contents(directory)["http://g/3"] == {'A\t"} LOAD <file:///etc/passwd> # SERVICE', "}"}


def test_a_directory_that_holds_no_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph"):
        update_directory(tmp_path, "CLEAR ALL", base=BASE)


def test_a_request_can_name_the_graphs_that_are_asked(directory: Path) -> None:
    text = "INSERT { GRAPH <http://g/3> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    update_directory(directory, text, base=BASE, using=Graphs(("http://g/2",), ()))
    assert contents(directory)["http://g/3"] == {"c"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DELETE { ?s ?p 1 } USING <http://a> WHERE { ?s ?p ?o }", "USING beside"),
        ("WITH <http://a> DELETE { ?s ?p 1 } WHERE { ?s ?p ?o }", "WITH beside"),
        ("DELETE WHERE { ?s ?p ?o }", "takes no graphs"),
    ],
)
def test_a_request_names_no_graphs_beside_those_of_the_update(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        with_using(text, Graphs(("http://g",), ()))


NAMES = ["http://g/1", "http://g/2", "http://g/3", ""]


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["INSERT", "DELETE"]), st.sampled_from(NAMES), st.sampled_from("bcn")),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATIONS, min_size=1, max_size=3))
def test_the_default_graph_is_never_less_than_the_named_graphs(
    directory: Path, updates: list[list[tuple[str, str, str]]]
) -> None:
    for operations in updates:
        texts = []
        for verb, graph, item in operations:
            triple = f"<http://a> <http://p> <http://{item}>"
            texts.append(
                f"{verb} DATA {{ GRAPH <{graph}> {{ {triple} }} }}" if graph else f"{verb} DATA {{ {triple} }}"
            )
        update_directory(directory, " ; ".join(texts), base=BASE)
        found = contents(directory)
        named: AbstractSet[str] = set().union(*(found.get(name, set()) for name in NAMES[:-1]))
        assert named <= found.get("", set())


DOC = f"<{document_iri('harbour')}>"


QUOTE = "<https://w3id.org/kg/ontology#quote>"


STATES = "<http://a> <http://p> 1"


LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


EDITS = {
    "one triple more": f"INSERT DATA {{ GRAPH {DOC} {{ <http://a> <http://p> <http://b> }} }}",
    "one triple more, by a query": f"INSERT {{ GRAPH {DOC} {{ ?s <http://p> 1 }} }} WHERE {{ ?s {QUOTE} ?words }}",
    "a quote less": f"DELETE {{ GRAPH {DOC} {{ ?s {QUOTE} ?q }} }} WHERE {{ GRAPH {DOC} {{ ?s {QUOTE} ?q }} }}",
    "labels less, in every graph": f"DELETE WHERE {{ GRAPH ?g {{ ?s {LABEL} ?o }} }}",
    "labels less, in the whole graph": f"DELETE WHERE {{ ?s {LABEL} ?o }}",
    "other words": f"WITH {DOC} DELETE {{ ?s {QUOTE} ?o }} INSERT {{ ?s {QUOTE} 'else' }} WHERE {{ ?s {QUOTE} ?o }}",
    "other words, with USING": f"DELETE {{ GRAPH {DOC} {{ ?s {QUOTE} ?o }} }} USING {DOC} WHERE {{ ?s {QUOTE} ?o }}",
    "two steps": f"INSERT DATA {{ GRAPH {DOC} {{ {STATES} }} }} ; DELETE WHERE {{ ?s {LABEL} ?o }}",
    "another graph added": f"INSERT DATA {{ GRAPH <http://g> {{ {STATES} }} }} ; ADD <http://g> TO {DOC}",
    "its hash written again": f"DELETE WHERE {{ GRAPH {DOC} {{ ?s {QUOTE} ?q }} }} ; "
    f"DELETE {{ GRAPH {DOC} {{ {DOC} <{GRAPH_HASH}> ?h }} }} INSERT {{ GRAPH {DOC} {{ {DOC} <{GRAPH_HASH}> ?h }} }} "
    f"WHERE {{ GRAPH {DOC} {{ {DOC} <{GRAPH_HASH}> ?h }} }}",
    "no hash": f"DELETE WHERE {{ GRAPH {DOC} {{ {DOC} <{GRAPH_HASH}> ?h }} }}",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rebuild") / "graph"
    write_directory(target, [harbour(), harbour("", "two")])
    return target


def contents_of(directory: Path) -> tuple[list[str], set[str]]:
    """The lines of the documents' graphs, and the merged graph without what stands in no document's."""
    dataset = open_directory(directory)
    assert isinstance(dataset.store, EmbeddedStore)
    lines = [line for line in nquads(dataset).split("\n") if "<https://w3id.org/kg/document/" in line]
    return lines, named_graph(dataset.store.inner, ox.DefaultGraph())


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_build_reads_an_edited_document_again(built: Path, tmp_path: Path, edit: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    lines, merged = contents_of(directory)
    update_directory(directory, edit, base=BASE)
    assert contents_of(directory) != (lines, merged)
    written = write_directory(directory, [harbour(), harbour("", "two")])
    assert "harbour" in written.changed
    again, whole = contents_of(directory)
    assert again == lines
    assert {line for line in whole if "<http://a>" not in line} == merged


def test_an_update_of_one_document_leaves_the_others_unchanged(built: Path, tmp_path: Path) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    update_directory(directory, EDITS["one triple more"], base=BASE)
    assert write_directory(directory, [harbour(), harbour("", "two")]).unchanged == ["two"]
