from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.entities.editing import apply, rename
from kg.views.page import unpacked

if TYPE_CHECKING:
    from conftest import Server


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


def labels_on(page: str) -> set[str]:
    """The names of the entities that a page has."""
    found = re.search(r'<script type="text/plain" id="data">(.*?)</script>', page)
    assert found
    return {entity["label"] for entity in unpacked(found[1])["entities"]}


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


def test_facts_to_review_and_the_feed(server: Server, writable: Server) -> None:
    assert server.send("GET", "/api/review/facts").status == 403
    found = writable.send("GET", "/api/review/facts").json
    assert found["cases"]
    line = found["cases"][0]["lines"]["wrong"]
    assert {"decision", "sentence", "subject", "relation", "object"} <= set(line)
    feed = server.send("GET", "/feed.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert b"http://www.w3.org/2005/Atom" in feed.body
