from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.graph.conflicts import Account, Conflict
from kg.views.payload import page_payload

if TYPE_CHECKING:
    from kg.graph.facts.records import GraphContents


@pytest.fixture
def twice(sample_contents: GraphContents) -> GraphContents:
    """The sample, and the same told by another article a day later, with others that tell of something else."""
    (document,) = sample_contents.documents
    again, home = "https://example.org/again", document.iri
    later = replace(document, iri=again, id="again", date="2025-03-10", publishers=("Daily",))
    rest = [
        replace(
            document,
            iri=f"{again}/{number}",
            id=f"rest-{number}",
            title=None,
            date=None,
            text=f"{'word' * number} {number}",
        )
        for number in range(1, 6)
    ]
    return replace(
        sample_contents,
        documents=(replace(document, date="2025-03-01"), later, *rest),
        entities=tuple(
            replace(
                each,
                mentions=(*each.mentions, *(replace(mention, document=again) for mention in each.mentions)),
                documents=(home, again),
            )
            for each in sample_contents.entities
        ),
        statements=(
            *sample_contents.statements,
            *(replace(each, iri=f"{each.iri}-2", document=again) for each in sample_contents.statements),
        ),
    )


def test_a_story_is_by_number(twice: GraphContents) -> None:
    payload = page_payload(twice)
    (story,) = payload["stories"]
    assert [payload["documents"][number]["id"] for number in story["documents"]] == [twice.documents[0].id, "again"]
    assert [document.get("story") for document in payload["documents"]].count(0) == 2
    assert (story["voices"], story["publishers"]) == (2, ["Daily"])
    assert story["facts"]
    for support, statements, voices in story["facts"]:
        own = [fact for fact in payload["facts"] if fact["support"] == support]
        assert len([fact for fact in own if payload["factualities"][fact["factuality"]] != "negated"]) >= statements
        assert statements >= voices == 2
    names = [payload["entities"][number]["label"] for number in (*story["who"], *story["where"])]
    assert "Port Esker" in names


def test_the_front_page_says_what_matters_most(twice: GraphContents) -> None:
    payload = page_payload(twice, title="Ports")
    front = payload["frontPage"]
    assert (front["title"], front["documents"], front["period"]) == ("Ports", 7, ("2025-03-01", "2025-03-10"))
    assert front["publishers"] == [("Daily", 1)]
    assert "Mara Lindqvist" in [payload["entities"][number]["label"] for number in front["people"]]
    for names in (front["people"], front["organizations"], front["places"]):
        assert names == sorted(names)


def test_what_is_new_is_of_the_last_week(twice: GraphContents) -> None:
    since = page_payload(twice)["frontPage"]["since"]
    assert since["day"] == "2025-03-04"
    assert [page_payload(twice)["documents"][number]["id"] for number in since["documents"]] == ["again"]
    assert since["stories"] == [0]


def test_a_graph_without_days_has_no_period(sample_contents: GraphContents) -> None:
    undated = replace(sample_contents, documents=tuple(replace(each, date=None) for each in sample_contents.documents))
    front = page_payload(undated)["frontPage"]
    assert (front["period"], front["since"], front["documents"]) == (None, None, 1)


def test_a_story_names_its_own_conflicts(twice: GraphContents) -> None:
    one, other = twice.statements[0].iri, f"{twice.statements[0].iri}-2"
    entity = twice.entities[0]
    accounts = tuple(Account(value, None, None, "", None, "", iri) for value, iri in (("1961", one), ("1962", other)))
    conflict = Conflict("value", entity.label, entity.iri, "bornOn", "was born on", "", accounts)
    (story,) = page_payload(twice, conflicts=[conflict])["stories"]
    assert story["disputed"] == [0]
