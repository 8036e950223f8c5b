from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.conflicts import Account, Conflict
from kg.model import FACTUALITIES
from kg.views.drawing import CORE
from kg.views.payload import page_payload, utf16_offsets

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.facts.records import GraphContents


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), st.data())
def test_offsets_are_in_the_units_of_javascript(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    moved = utf16_offsets(text)
    units = text.encode("utf-16-le")
    assert units[2 * moved(begin) : 2 * moved(end)].decode("utf-16-le") == text[begin:end]


def test_the_unnamed_agent_is_no_hub(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    assert len(payload["drawing"]["nodes"]) == len(sample_contents.entities)
    attacked = [fact for fact in payload["facts"] if payload["relations"][fact["p"]]["name"] == "attacked"]
    assert [fact["s"] for fact in attacked] == [-1, -1]


def test_entities_come_in_the_order_of_importance_and_the_default_view_is_bounded(
    sample_contents: GraphContents,
) -> None:
    payload = page_payload(sample_contents)
    ranks = [entity["rank"] for entity in payload["entities"]]
    assert ranks == sorted(ranks, reverse=True)
    assert payload["core"] == CORE == 300


def test_spans_lead_to_the_words(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    [text] = [document["text"] for document in payload["documents"]]
    fact = next(fact for fact in payload["facts"] if fact["factuality"] == 1)
    assert text[slice(*fact["subject"])] == "Mara Lindqvist"
    assert text[slice(*fact["object"])] == "Oslind Treaty"
    assert text[slice(*fact["at"])] == "Mara Lindqvist signed the Oslind Treaty in 2021."
    [claim] = payload["claims"]
    assert text[slice(*claim["at"])] == claim["text"]


def test_a_conflict_is_on_the_page_where_two_of_its_accounts_are(sample_contents: GraphContents) -> None:
    one, two, *_ = sample_contents.statements
    entity = sample_contents.entities[0]

    def account(value: str, statement: str) -> Account:
        return Account(value, None, None, "sample", None, "", statement)

    said = (account("1961", one.iri), account("1962", two.iri), account("1963", "https://example.org/elsewhere"))
    conflicts = [
        Conflict("value", entity.label, entity.iri, "bornOn", "was born on", "", said),
        Conflict("value", entity.label, entity.iri, "diedOn", "died on", "", said[1:]),
    ]
    payload = page_payload(sample_contents, conflicts=conflicts)
    (found,) = payload["conflicts"]
    assert payload["entities"][found["about"]]["label"] == entity.label
    assert found["title"] == f"{entity.label} was born on"
    statements = [
        (value, [payload["facts"][number]["iri"] for number in numbers]) for value, *numbers in found["accounts"]
    ]
    assert statements == [("1961", [one.iri]), ("1962", [two.iri])]
    assert page_payload(sample_contents)["conflicts"] == []


@pytest.mark.parametrize("focus", ["Port Esker", None])
def test_focus_selects_an_entity(sample_contents: GraphContents, focus: str | None) -> None:
    iri = next((entity.iri for entity in sample_contents.entities if entity.label == focus), None)
    payload = page_payload(sample_contents, focus=iri)
    assert (payload["entities"][payload["focus"]]["label"] if focus else payload["focus"]) == focus


def test_everything_is_by_number(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    classes = [each["name"] for each in payload["classes"]]
    entities = [each["label"] for each in payload["entities"]]
    assert classes[payload["entities"][entities.index("Tolvia")]["cls"]] == "Country"
    facts = [
        (
            entities[fact["s"]],
            payload["relations"][fact["p"]]["name"],
            fact.get("value") or entities[fact["o"]],
            payload["factualities"][fact["factuality"]],
        )
        for fact in payload["facts"]
        if fact["s"] >= 0
    ]
    assert ("Tolvia", "signed", "Oslind Treaty", "negated") in facts
    assert ("Tolvia", "createdOn", "1901", "asserted") in facts
    assert payload["factualities"] == list(FACTUALITIES)
    source = next(fact["source"] for fact in payload["facts"] if "source" in fact)
    assert entities[source] == "Harbour Authority"
    assert [each["label"] for each in payload["relations"] if each["name"].startswith("p/")] == ["cut off"]


def test_a_fact_shows_its_support_in_the_whole_graph(make_contents: Callable[..., GraphContents]) -> None:
    rows = [
        ("Esk met Dorn.", "Esk", "metWith", "Dorn", "asserted"),
        ("Esk never met Dorn.", "Esk", "metWith", "Dorn", "negated"),
        ("Esk may visit Dorn.", "Esk", "visited", "Dorn", "planned"),
        ("They say that Esk met Dorn.", "Esk", "metWith", "Dorn", "reported"),
    ]
    payload = page_payload(make_contents({"Esk": "City", "Dorn": "City"}, rows))
    assert [fact["support"] for fact in payload["facts"]] == [0, 0, 1, 0]
    met, visited = payload["support"]
    assert (met["statements"], met["documents"], met["denials"]) == (2, 1, 1)
    assert (met["first"], met["last"]) == ("2021-03-05", "2021-03-05")
    assert (visited["statements"], visited["documents"]) == (0, 0)
    assert visited.keys() == {"iri", "statements", "documents"}
    assert payload["documents"][0]["sources"] == ["news/sample.txt"]


def test_a_graph_of_several_documents_is_called_by_their_number(make_contents: Callable[..., GraphContents]) -> None:
    one: Any = make_contents({"Esk": "City"}, [("Esk is near.", "Esk", "describedAs", "near", "asserted")])
    assert page_payload(one)["title"] == "Esk is near"
    assert page_payload(one, title="Ours")["title"] == "Ours"
    assert page_payload(make_contents({}, []))["title"] == "sample"


def test_a_document_is_cited_by_publisher_and_day_and_linked_to_the_web_alone(
    make_contents: Callable[..., GraphContents],
) -> None:
    contents = make_contents({}, [])
    (document,) = contents.documents
    urls = ("HTTPS://example.org/1", "data:text/html,x", "https://example.org/ x", "javascript:alert(1)")
    known = replace(document, urls=urls, publishers=("Esk Post",), authors=("Ada",), published="2025-09-13T10:00:00Z")
    (row,) = page_payload(replace(contents, documents=(known,)))["documents"]
    assert row["urls"] == ["HTTPS://example.org/1"]
    assert (row["publishers"], row["authors"], row["date"]) == (["Esk Post"], ["Ada"], "2025-09-13")
