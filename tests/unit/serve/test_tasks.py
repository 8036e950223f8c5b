import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDFS
from worker_requests import QUERY

from kg.errors import KgError, NotFoundError, QuestionError, RefusedError
from kg.graph.rdf.terms import Value
from kg.graph.store.write import write_graph
from kg.serve.tasks import TASKS, State

REQUEST = {**QUERY, "rows": "json", "graph": "ntriples", "max_rows": 100}
LABELS = b"SELECT ?label { ?who rdfs:label ?label } ORDER BY ?label"


def run(state: State, task: str, body: bytes = b"", **fields: object) -> tuple[dict[str, Any], bytes]:
    return TASKS[task](state, {**REQUEST, **fields}, body)


@pytest.fixture(scope="module")
def state(graph: Path) -> State:
    return State(graph)


def labels(state: State) -> list[str]:
    _, body = run(state, "query", LABELS)
    return [row["label"]["value"] for row in json.loads(body)["results"]["bindings"]]


def test_a_query_is_answered_up_to_its_limit(state: State) -> None:
    assert "Marta Oduya" in labels(state)
    head, body = run(state, "query", LABELS, max_rows=2)
    assert (head["media"], head["cut"]) == ("application/sparql-results+json", True)
    assert len(json.loads(body)["results"]["bindings"]) == 2


def test_a_question_in_plain_english_is_answered_or_refused(state: State) -> None:
    asked = {"seconds": 10.0, "memory": 512 << 20}
    _, body = run(state, "ask", q="Who met Jon Brae?", **asked)
    assert [each["value"] for each in json.loads(body)["answers"]] == ["Marta Oduya"]
    with pytest.raises(QuestionError, match="no question word"):
        run(state, "ask", q="Colourless green ideas", **asked)


@pytest.mark.parametrize(
    ("query", "error"),
    [(b"SELECT nonsense", KgError), (b"SELECT * { SERVICE <http://a> { ?s ?p ?o } }", RefusedError)],
)
def test_a_query_that_cannot_be_answered_is_an_error(state: State, query: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        run(state, "query", query)


def test_a_named_query_takes_values(state: State) -> None:
    _, body = run(state, "named", name="about-entity", values={"name": "Norland"})
    assert json.loads(body)["results"]["bindings"]


def test_an_entity_is_described(state: State) -> None:
    (found,) = state.names().suggest("oduya", 1)
    head, body = run(state, "describe", iri=found.iri)
    assert head["media"] == "application/n-triples"
    assert found.iri in body.decode()
    with pytest.raises(NotFoundError):
        run(state, "describe", iri="http://nothing.example/")


def test_stories_are_those_of_the_graph_or_what_is_new(state: State) -> None:
    stories = json.loads(run(state, "stories", since=None)[1])["stories"]
    assert stories == sorted(stories, key=lambda each: -each["voices"])
    assert all(len(each["documents"]) > 1 and {"headline", "facts", "disputed"} <= each.keys() for each in stories)
    assert json.loads(run(state, "stories", since="2999")[1]) == {"stories": []}
    with pytest.raises(KgError, match="soon"):
        run(state, "stories", since="soon")


def test_the_explorer_gets_terms_names_and_the_page(state: State) -> None:
    assert "kg" in json.loads(run(state, "terms")[1])["prefixes"]
    (first, *_) = json.loads(run(state, "names", q="mar", limit=3)[1])["names"]
    assert first["label"] == "Marta Oduya"
    (first, *_) = json.loads(run(state, "names", q="ODÚ", limit=3)[1])["names"]
    assert (first["label"], first["alias"]) == ("Marta Oduya", "Oduya")
    assert json.loads(run(state, "names", q=" . ", limit=3)[1]) == {"names": []}
    head, body = run(state, "page")
    assert head["media"] == "text/html"
    assert b"<!doctype html>" in body


def test_what_is_written_is_read_by_the_next_task(graph: Path, tmp_path: Path) -> None:
    state = State(shutil.copytree(graph, tmp_path / "graph"))
    before, _ = run(state, "store")
    assert "New" not in labels(state)
    write_graph(state.directory, "http://g", [("http://e", str(RDFS.label), Value("New"))])
    assert "New" in labels(state)
    assert run(state, "store")[0] != before
