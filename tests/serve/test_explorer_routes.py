from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.entities.editing import apply, rename
from kg.graph.query.files import read_queries
from kg.views.page import unpacked

if TYPE_CHECKING:
    from conftest import Server


def test_the_library_is_listed_with_what_a_form_needs(server: Server) -> None:
    found = server.send("GET", "/api/queries").json["queries"]
    assert sorted(query["name"] for query in found) == sorted(read_queries("answer"))
    (met,) = (query for query in found if query["name"] == "who-leads")
    assert met["title"]
    assert met["answers"]
    assert "SELECT" in met["query"]
    assert {"name", "type", "optional", "says", "example"} == set(met["parameters"][0])


@pytest.mark.parametrize("name", ["about-entity", "timeline", "who-met-whom"])
def test_a_query_of_the_library_is_answered_with_its_examples(server: Server, name: str) -> None:
    query = read_queries("answer")[name]
    values = dict(query.example)
    path = f"/api/queries/{name}?" + "&".join(f"{key}={value.replace(' ', '+')}" for key, value in values.items())
    reply = server.send("GET", path)
    assert reply.status == 200, reply.text
    assert set(reply.json) == {"head", "results"}


@pytest.mark.parametrize("typed", ["Marta Oduya", "MARTA ODUYA", "Oduya", "márta  oduya"])
def test_a_query_takes_a_name_as_people_type_it(server: Server, typed: str) -> None:
    from urllib.parse import quote

    rows = server.send("GET", f"/api/queries/about-entity?name={quote(typed)}").rows()
    assert rows
    assert rows == server.send("GET", "/api/queries/about-entity?name=Marta+Oduya").rows()


def test_an_answer_of_the_library_comes_as_csv_too(server: Server) -> None:
    reply = server.send("GET", "/api/queries/about-entity?name=Norland", {"Accept": "text/csv"})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/api/queries/nonsense", 404, "unknown query"),
        ("/api/queries/about-entity", 400, "needs name"),
        ("/api/queries/about-entity?name=x&nope=1", 400, "no parameter"),
        ("/api/queries/about-entity?name=x&name=y", 400, "twice"),
        ("/api/queries/low-confidence?below=x", 400, "no number"),
        ("/api/names", 400, "q="),
        ("/api/names?q=a&limit=x", 400, "q="),
    ],
)
def test_a_bad_request_says_what_is_wrong(server: Server, path: str, status: int, reason: str) -> None:
    reply = server.send("GET", path)
    assert reply.status == status
    assert reason in reply.text


def test_terms_come_with_labels_and_comments(server: Server) -> None:
    found = server.send("GET", "/api/terms").json
    assert found["prefixes"]["kg"] == "https://w3id.org/kg/ontology#"
    terms = {term["name"]: term for term in found["terms"]}
    assert terms["kg:locatedIn"]["kind"] == "relation"
    assert terms["kg:locatedIn"]["label"] == "is located in"
    assert terms["kg:locatedIn"]["comment"]
    assert "Place" in terms["kg:locatedIn"]["range"]
    assert terms["kg:City"]["kind"] == "class"
    assert terms["kg:City"]["parents"] == ["kg:Place"]
    assert terms["kg:asserted"]["kind"] == "individual"
    assert terms["rdfs:label"]["kind"] == "property"
    assert len(terms) == len(found["terms"])


@pytest.mark.parametrize(
    ("typed", "first", "alias"),
    [
        ("mar", "Marta Oduya", None),
        ("ODÚ", "Marta Oduya", "Oduya"),
        ("brae", "Jon Brae", None),
        ("salo tr", "Salo Treaty", None),
        ("nor", "Norland", None),
    ],
)
def test_names_are_suggested_whatever_the_case_and_the_accents(
    server: Server, typed: str, first: str, alias: str | None
) -> None:
    from urllib.parse import quote

    found = server.send("GET", f"/api/names?q={quote(typed)}&limit=5").json["names"]
    assert (found[0]["label"], found[0]["alias"]) == (first, alias)
    assert found[0]["iri"].startswith("https://w3id.org/kg/entity/")


def test_nothing_typed_suggests_nothing(server: Server) -> None:
    assert server.send("GET", "/api/names?q=%20.%20").json == {"names": []}


def labels_on(page: str) -> set[str]:
    """The names of the entities that a page has."""
    found = re.search(r'<script type="text/plain" id="data">(.*?)</script>', page)
    assert found
    return {entity["label"] for entity in unpacked(found[1])["entities"]}


def test_stories_are_answered_and_a_wrong_day_is_told(server: Server) -> None:
    assert isinstance(server.send("GET", "/api/stories").json["stories"], list)
    assert server.send("GET", "/api/stories?since=2999").json == {"stories": []}
    assert server.send("GET", "/api/stories?since=soon").status == 400


def test_the_page_shows_the_graph_as_it_is(server: Server, writable: Server) -> None:
    page = server.send("GET", "/page")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Marta Oduya" in labels_on(page.text)
    assert server.send("GET", "/page").body == page.body
    before = labels_on(writable.send("GET", "/page").text)
    rename("Norland", "Renamed Place", graph=writable.graph)
    apply(writable.graph)
    after = labels_on(writable.send("GET", "/page").text)
    assert ("Renamed Place" in before, "Renamed Place" in after) == (False, True)


def test_the_server_says_what_it_allows(server: Server, writable: Server) -> None:
    assert server.send("GET", "/api/about").json | {"version": ""} == {
        "version": "",
        "graph": "graph",
        "store": server.send("GET", "/api/about").json["store"],
        "seconds": 3.0,
        "rows": 500,
        "decisions": False,
    }
    assert writable.send("GET", "/api/about").json["decisions"] is True


def test_facts_to_review_and_the_feed(server: Server, writable: Server) -> None:
    assert server.send("GET", "/api/review/facts").status == 403
    found = writable.send("GET", "/api/review/facts").json
    assert found["cases"]
    line = found["cases"][0]["lines"]["wrong"]
    assert {"decision", "sentence", "subject", "relation", "object"} <= set(line)
    feed = server.send("GET", "/feed.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert b"http://www.w3.org/2005/Atom" in feed.body
