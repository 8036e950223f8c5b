"""Updates write named graphs, ask the union, and leave what the records say to be made anew."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import directory_of, empty_directory, harbour
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stray_triples import put_strays

from kg.errors import QueryError, RefusedError, StoreError
from kg.graph.export import nquads
from kg.graph.facts.reader import read_facts
from kg.graph.query.safety import Graphs
from kg.graph.rdf.dataset import EmbeddedStore
from kg.graph.rdf.naming import DEFAULT
from kg.graph.store.directory import current_store, open_directory, repairing_directory
from kg.graph.store.update import update_directory
from kg.graph.store.write import rebuild_directory, write_graph
from kg.namespaces import KG
from kg.records.codec import document_hash

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.rdf.terms import Triple


BASE = "http://127.0.0.1/sparql"


START: dict[str, list[Triple]] = {
    "http://g/1": [("http://a", "http://p", "http://b"), ("http://a", "http://p", "http://c")],
    "http://g/2": [("http://a", "http://p", "http://d")],
}
HASH = str(KG.recordHash)
ALIASED = (
    "PREFIX dc: <http://purl.org/dc/terms/> CLEAR GRAPH <http://g/2> ; INSERT { GRAPH <http://g/1> "
    "{ ?s dc:title 'm' ; dcterms:title 'n' } } WHERE { ?s <http://p> <http://b> }"
)
"""Two prefixes for one namespace, in the second operation."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("update") / "graph"
    empty_directory(target)
    for name, found in START.items():
        write_graph(target, name, found)
    return target


@pytest.fixture
def directory(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "graph")


def contents(directory: Path) -> dict[str, set[str]]:
    """The local names of the objects in each graph."""
    store = open_directory(directory).store
    assert isinstance(store, EmbeddedStore)
    found: dict[str, set[str]] = {}
    for quad in store.inner:
        assert isinstance(quad.graph_name, ox.NamedNode), "each triple stands in a named graph"
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found.setdefault(quad.graph_name.value, set()).add(quad.object.value.removeprefix("http://"))
    return found


@pytest.mark.parametrize(
    ("text", "first", "second", "updates"),
    [
        ("INSERT DATA { GRAPH <http://g/1> { <http://a> <http://p> <http://n> } }", "bcn", "d", ""),
        ("# INSERT\nPREFIX x: <http://g/>\ninsert data{graph x:1{<http://a> x:p <http://n>}}", "bcn", "d", ""),
        (
            "INSERT DATA { <http://a> a <http://m> . GRAPH <http://g/2> { <http://a> a <http://n> . } }",
            "bc", "dn", "m",
        ),
        ("INSERT DATA { GRAPH <http://g/1> { <x> <y> <http://n> } } ; CLEAR GRAPH <http://g/1>", "", "d", ""),
        (ALIASED, "bcmn", "", ""),
        ("DELETE DATA { GRAPH <http://g/1> { <http://a> <http://p> <http://b> } }", "c", "d", ""),
        ("DELETE DATA { GRAPH <http://g/2> { <http://a> <http://p> <http://b> } }", "bc", "d", ""),
        ("DELETE DATA { <http://a> <http://p> <http://d> }", "bc", "", ""),
        ("INSERT DATA { <http://a> <http://p> <http://n> }", "bc", "d", "n"),
        ("INSERT DATA { <http://a> <http://p> <http://c> }", "bc", "d", ""),
        ("INSERT { ?s ?p <http://n> } WHERE { ?s ?p <http://d> }", "bc", "d", "n"),
        ("INSERT { GRAPH <http://g/2> { ?s ?p <http://n> } } WHERE { ?s ?p <http://b> }", "bc", "dn", ""),
        ("INSERT { GRAPH ?g { ?s ?p <http://n> } } WHERE { GRAPH ?g { ?s ?p <http://d> } }", "bc", "dn", ""),
        ("INSERT { ?s ?p ?none . ?s <http://p> 'n' . 'a' ?p ?s } WHERE { ?s ?p <http://d> }", "bc", "d", "n"),
        ("INSERT { ?s ?p <http://n> } USING <http://g/2> WHERE { ?s ?p <http://b> }", "bc", "d", ""),
        ("DELETE WHERE { <http://a> <http://p> ?o }", "", "", ""),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p <http://n> } WHERE { ?s ?p ?o FILTER(?o = <http://d>) }", "bc", "", "n"),
        ("DROP GRAPH <http://g/1>", "", "d", ""),
        ("DROP GRAPH <http://g/none>", "bc", "d", ""),
        ("CREATE GRAPH <http://g/none>", "bc", "d", ""),
        ("CLEAR ALL", "", "", ""),
        ("INSERT DATA { <x> <y> 'n' } ; CLEAR DEFAULT", "bc", "d", ""),
        ("INSERT DATA { <x> <y> 'n' } ; DROP NAMED", "", "", "n"),
        ("INSERT DATA { <x> <y> 'n' } ; MOVE DEFAULT TO <http://g/2>", "bc", "n", ""),
        ("COPY <http://g/1> TO <http://g/2>", "bc", "bc", ""),
        ("ADD <http://g/1> TO DEFAULT", "bc", "d", "bc"),
        ("MOVE <http://g/2> TO <http://g/1>", "d", "", ""),
        ("MOVE <http://g/2> TO <http://g/2>", "bc", "d", ""),
        ("COPY SILENT <http://g/none> TO <http://g/2>", "bc", "", ""),
        ("WITH <http://g/1> DELETE { ?s ?p ?o } INSERT { ?o ?p <http://n> } WHERE { ?s ?p ?o }", "n", "d", ""),
        ("CLEAR GRAPH <http://g/2> ; INSERT DATA { GRAPH <http://g/2> { <x> <y> <http://n> } }", "bc", "n", ""),
        ("PREFIX x: <http://g/> PREFIX y: <http://> CLEAR ALL ; INSERT DATA {GRAPH x:1 {y:a y:p y:n}} ;", "n", "", ""),
    ],
)  # fmt: skip
def test_an_update_writes_the_graphs_that_it_names_and_else_one_of_its_own(
    directory: Path, text: str, first: str, second: str, updates: str
) -> None:
    before = current_store(directory)
    update_directory(directory, text, base=BASE)
    found = contents(directory)
    assert [found.get(name, set()) for name in ("http://g/1", "http://g/2", DEFAULT.updates)] == [
        set(first), set(second), set(updates)
    ]  # fmt: skip
    assert current_store(directory) != before


def test_each_solution_has_blank_nodes_of_its_own(directory: Path) -> None:
    text = "INSERT { GRAPH <http://g/3> { _:x <http://p> ?o ; <http://q> _:x } } WHERE { <http://a> <http://p> ?o }"
    update_directory(directory, text, base=BASE)
    store = open_directory(directory).store
    assert isinstance(store, EmbeddedStore)
    quads = list(store.inner.quads_for_pattern(None, None, None, ox.NamedNode("http://g/3")))
    assert len({quad.subject for quad in quads}) == 3
    assert all(quad.object == quad.subject for quad in quads if quad.predicate == ox.NamedNode("http://q"))


def test_a_graph_that_is_not_there_is_not_copied(directory: Path) -> None:
    with pytest.raises(QueryError, match="there is no graph <http://g/none>"):
        update_directory(directory, "COPY <http://g/none> TO <http://g/1>", base=BASE)


def test_a_changed_document_loses_its_hash_and_what_was_inferred_goes(directory: Path) -> None:
    document = f"{DEFAULT.document_space}1"
    write_graph(directory, document, [(document, HASH, "http://h")])
    write_graph(directory, DEFAULT.inferred, [("http://a", "http://q", "http://i")])
    add = "INSERT DATA {{ GRAPH <{}> {{ <http://a> <http://p> <http://{}> }} }}"
    update_directory(directory, add.format("http://g/2", "n"), base=BASE)
    assert contents(directory)[document] == {"h"}
    assert contents(directory)[DEFAULT.inferred] == {"i"}
    update_directory(directory, add.format(document, "m"), base=BASE)
    assert contents(directory)[document] == {"m"}
    assert contents(directory)[DEFAULT.inferred] == {"i"}
    remove = f"DELETE DATA {{ GRAPH <{document}> {{ <http://a> <http://p> <http://m> }} }}"
    update_directory(directory, remove, base=BASE)
    assert contents(directory) == {"http://g/1": {"b", "c"}, "http://g/2": {"d", "n"}}


@pytest.mark.parametrize("graph", [DEFAULT.facts, DEFAULT.entities])
def test_where_facts_or_entities_are_changed_all_documents_lose_their_hashes(directory: Path, graph: str) -> None:
    documents = [f"{DEFAULT.document_space}{number}" for number in (1, 2)]
    for document in documents:
        write_graph(directory, document, [(document, HASH, "http://h")])
    update_directory(directory, f"INSERT DATA {{ GRAPH <{graph}> {{ <http://a> <http://p> 1 }} }}", base=BASE)
    assert not contents(directory).keys() & set(documents)


def test_a_hash_that_comes_with_an_update_stays(directory: Path) -> None:
    document = f"{DEFAULT.document_space}1"
    text = f"INSERT DATA {{ GRAPH <{document}> {{ <{document}> <{HASH}> <http://h> }} }}"
    update_directory(directory, text, base=BASE)
    assert contents(directory)[document] == {"h"}


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


@pytest.mark.parametrize("text", ["", "# nothing", " \n", "PREFIX g: <http://g/>"])
def test_an_update_that_says_nothing_changes_nothing(directory: Path, text: str) -> None:
    before = nquads(open_directory(directory))
    update_directory(directory, text, base=BASE)
    assert nquads(open_directory(directory)) == before


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
    assert contents(directory)["http://g/3"] == {"d"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DELETE { ?s ?p 1 } USING <http://a> WHERE { ?s ?p ?o }", "USING beside"),
        ("WITH <http://a> DELETE { ?s ?p 1 } WHERE { ?s ?p ?o }", "WITH beside"),
        ("DELETE WHERE { ?s ?p ?o }", "takes no graphs"),
    ],
)
def test_a_request_names_no_graphs_beside_those_of_the_update(directory: Path, text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        update_directory(directory, text, base=BASE, using=Graphs(("http://g",), ()))


NAMES = ["http://g/1", "http://g/2", "http://g/3", ""]


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["INSERT", "DELETE"]), st.sampled_from(NAMES), st.sampled_from("bcn")),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATIONS, min_size=1, max_size=3))
def test_a_sequence_of_updates_does_what_its_parts_do(
    template: Path, tmp_path_factory: pytest.TempPathFactory, updates: list[list[tuple[str, str, str]]]
) -> None:
    directory = shutil.copytree(template, tmp_path_factory.mktemp("copy") / "graph")
    held = {name: {item for *_, item in found} for name, found in START.items()}
    for operations in updates:
        texts = []
        for verb, graph, name in operations:
            item = f"http://{name}"
            triple = f"<http://a> <http://p> <{item}>"
            texts.append(
                f"{verb} DATA {{ GRAPH <{graph}> {{ {triple} }} }}" if graph else f"{verb} DATA {{ {triple} }}"
            )
            if verb == "DELETE":
                for each in [graph] if graph else list(held):
                    held.get(each, set()).discard(item)
            elif graph or not any(item in found for found in held.values()):
                held.setdefault(graph or DEFAULT.updates, set()).add(item)
        update_directory(directory, " ; ".join(texts), base=BASE)
        wanted = {name: {item.removeprefix("http://") for item in found} for name, found in held.items() if found}
        assert contents(directory) == wanted


HARBOUR = harbour().document
DOC = f"<{DEFAULT.document(document_hash(HARBOUR.text, HARBOUR.date))}>"


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
    f"DELETE {{ GRAPH {DOC} {{ {DOC} <{HASH}> ?h }} }} INSERT {{ GRAPH {DOC} {{ {DOC} <{HASH}> ?h }} }} "
    f"WHERE {{ GRAPH {DOC} {{ {DOC} <{HASH}> ?h }} }}",
    "no hash": f"DELETE WHERE {{ GRAPH {DOC} {{ {DOC} <{HASH}> ?h }} }}",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rebuild") / "graph"
    directory_of(target, harbour(), harbour("", "two"))
    return target


def held(directory: Path) -> str:
    """What a graph holds but for what stands in no graph of kg."""
    lines = nquads(open_directory(directory)).splitlines(keepends=True)
    return "".join(line for line in lines if not line.endswith((f"<{DEFAULT.updates}> .\n", "<http://g> .\n")))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_the_next_build_makes_an_edited_document_anew(built: Path, tmp_path: Path, edit: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    before = held(directory)
    update_directory(directory, edit, base=BASE)
    assert held(directory) != before
    assert "harbour" in directory_of(directory).changed
    assert held(directory) == before


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_rebuild_makes_an_edited_document_anew(built: Path, tmp_path: Path, edit: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    before = held(directory)
    update_directory(directory, edit, base=BASE)
    with repairing_directory(directory) as records:
        rebuild_directory(directory, records)
    assert held(directory) == before


@pytest.mark.parametrize("edit", [f"CLEAR GRAPH {DOC}", f"DELETE WHERE {{ ?s <{KG.fact}> ?f }}", "DROP ALL"])
def test_a_document_that_was_edited_and_removed_leaves_nothing(built: Path, tmp_path: Path, edit: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    update_directory(directory, edit, base=BASE)
    directory_of(directory, remove=["/home/me/harbour.txt"])
    directory_of(tmp_path / "other", harbour("", "two"))
    assert held(directory) == nquads(open_directory(tmp_path / "other"))


def test_an_update_of_one_document_leaves_the_others_unchanged(built: Path, tmp_path: Path) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    update_directory(directory, EDITS["one triple more"], base=BASE)
    assert directory_of(directory).changed == ["harbour"]


def test_a_build_keeps_what_an_update_wrote_elsewhere(built: Path, tmp_path: Path) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    facts = [each.iri for each in read_facts(open_directory(directory))]
    put_strays(directory, (ox.Quad(*map(ox.NamedNode, (each, str(KG.fact), each, DEFAULT.updates))) for each in facts))
    fact = f"SELECT ?f {{ ?f a <{KG.Fact}> }}"
    text = f"INSERT {{ ?f <http://p> 1 . ?f <{HASH}> 'x' }} WHERE {{ {{ {fact} }} }} ; "
    update_directory(directory, text + f"INSERT DATA {{ GRAPH <http://g> {{ {STATES} }} }}", base=BASE)
    directory_of(directory, harbour("More news."))
    found = contents(directory)
    assert found["http://g"] == {"1"}
    assert {"1", "x"} < found[DEFAULT.updates]
    directory_of(tmp_path / "other", harbour("More news."), harbour("", "two"))
    assert held(directory) == nquads(open_directory(tmp_path / "other"))


REFUSED = {
    "INSERT DATA { <http://x/s> rdf:object <http://x/o> }": "http://x/s: Only a fact has a subject",
    "INSERT DATA { <http://x/s> oa:start 'soon' }": "http://x/s",
    "INSERT DATA { [] kg:text 'words' }": "Only a document has a text",
    "INSERT { ?s oa:start 99 } WHERE { ?s oa:start ?n }": "one start",
    "INSERT { ?s rdfs:label 'Another' } WHERE { ?s a kg:Person }": "An entity has one label",
    "INSERT { ?s kg:confidence 1.5 } WHERE { ?s a kg:Statement }": "confidence",
    "INSERT { ?s kg:refersTo 'Ada' } WHERE { ?s kg:refersTo ?e }": "A mention refers to one entity",
    "INSERT { ?s rdf:object 'words' } WHERE { ?s a kg:Fact }": "A fact has one object",
    "DELETE WHERE { ?s oa:end ?n } ; INSERT { ?s oa:start 1 } WHERE { ?s kg:refersTo ?e }": "end",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_would_break_the_shapes_is_refused(built: Path, tmp_path: Path, text: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    before = nquads(open_directory(directory))
    with pytest.raises(QueryError, match="the update is refused: ") as caught:
        update_directory(directory, text, base=BASE)
    assert REFUSED[text] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert nquads(open_directory(directory)) == before


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://x/s> <http://x/p> <http://x/o> ; rdfs:label 'A thing' . <http://x/o> a <http://x/C> }",
        "INSERT { ?s <http://x/checked> true } WHERE { ?s a kg:Fact }",
        "INSERT { ?s skos:altLabel 'Another' } WHERE { ?s a kg:Person }",
        "DELETE { ?s rdfs:label ?l } INSERT { ?s rdfs:label 'Another' } WHERE { ?s a kg:Person ; rdfs:label ?l }",
        "INSERT DATA { <http://x/s> a kg:Person ; rdfs:label 'Ada' ; kg:nameKey 'ada' }",
    ],
)
def test_what_keeps_to_the_shapes_is_written(built: Path, tmp_path: Path, text: str) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    before = nquads(open_directory(directory))
    update_directory(directory, text, base=BASE)
    assert nquads(open_directory(directory)) != before


def test_what_was_broken_before_is_no_reason_to_refuse(built: Path, tmp_path: Path) -> None:
    directory = shutil.copytree(built, tmp_path / "graph")
    stray = ox.NamedNode("http://x/s")
    put_strays(directory, [ox.Quad(stray, ox.NamedNode(str(KG.text)), ox.Literal("words"), ox.NamedNode("http://x/g"))])
    update_directory(directory, "INSERT DATA { <http://x/s> <http://x/p> 1 }", base=BASE)
