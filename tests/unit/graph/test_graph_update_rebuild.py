"""An update that edits part of a document is undone by the next build, which never takes the document for unchanged."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import harbour

from kg.graph.export import nquads
from kg.graph.rdf.dataset import EmbeddedStore, named_graph
from kg.graph.rdf.iris import document_iri
from kg.graph.rdf.statements import GRAPH_HASH
from kg.graph.store.directory import open_directory
from kg.graph.store.update import update_directory
from kg.graph.store.write import write_directory

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://127.0.0.1/sparql"
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


def held(directory: Path) -> tuple[list[str], set[str]]:
    """The lines of the documents' graphs, and the merged graph without what stands in no document's."""
    dataset = open_directory(directory)
    assert isinstance(dataset.store, EmbeddedStore)
    lines = [line for line in nquads(dataset).split("\n") if "<https://w3id.org/kg/document/" in line]
    return lines, named_graph(dataset.store.inner, ox.DefaultGraph())


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_build_reads_an_edited_document_again(built: Path, tmp_path: Path, edit: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    lines, merged = held(directory)
    update_directory(directory, edit, base=BASE)
    assert held(directory) != (lines, merged)
    written = write_directory(directory, [harbour(), harbour("", "two")])
    assert "harbour" in written.changed
    again, whole = held(directory)
    assert again == lines
    assert {line for line in whole if "<http://a>" not in line} == merged


def test_an_update_of_one_document_leaves_the_others_unchanged(built: Path, tmp_path: Path) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    update_directory(directory, EDITS["one triple more"], base=BASE)
    assert write_directory(directory, [harbour(), harbour("", "two")]).unchanged == ["two"]
