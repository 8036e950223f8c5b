"""The page's data: rows, drawing and front page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.conflicts import Account, Conflict
from kg.graph.facts.records import GraphContents
from kg.model import FACTUALITIES
from kg.views.network import build_network
from kg.views.payload import draw, page_payloads, utf16_offsets


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), st.data())
def test_offsets_are_in_the_units_of_javascript(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    moved = utf16_offsets(text)
    units = text.encode("utf-16-le")
    assert units[2 * moved(begin) : 2 * moved(end)].decode("utf-16-le") == text[begin:end]


def page_payload(contents: GraphContents, **options: Any) -> dict[str, Any]:
    return next(page_payloads(contents, **options))


def test_the_unnamed_agent_is_no_hub(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    assert len(payload["drawing"]["nodes"]) == len(sample_contents.entities)
    attacked = [fact for fact in payload["facts"] if payload["relations"][fact["p"]]["name"] == "attacked"]
    assert [fact["s"] for fact in attacked] == [-1, -1]


def test_entities_come_in_the_order_of_importance(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    ranks = [entity["rank"] for entity in payload["entities"]]
    assert ranks == sorted(ranks, reverse=True)


def test_spans_lead_to_the_words(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    [text] = [document["text"] for document in payload["documents"]]
    fact = next(fact for fact in payload["facts"] if fact["factuality"] == 1)
    assert text[slice(*fact["subject"])] == "Mara Lindqvist"
    assert text[slice(*fact["object"])] == "Oslind Treaty"
    assert text[slice(*fact["at"])] == "Mara Lindqvist signed the Oslind Treaty in 2021."
    [claim] = payload["claims"]
    assert text[slice(*claim["at"])] == sample_contents.claims[0].text


def test_a_person_has_the_sentence_that_tells_of_them(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    [(document, begin, end)] = [entity["card"] for entity in payload["entities"] if "card" in entity]
    assert payload["documents"][document]["text"][begin:end] == "Mara Lindqvist signed the Oslind Treaty in 2021."


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
    assert visited.keys() == {"statements", "documents", "worth"}
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


def test_parallel_facts_are_one_edge(sample_contents: GraphContents) -> None:
    payload = page_payload(sample_contents)
    label = {number: entity["label"] for number, entity in enumerate(payload["entities"])}
    edges = {frozenset((label[edge["from"]], label[edge["to"]])): edge for edge in payload["drawing"]["edges"]}
    assert len(edges) == len(payload["drawing"]["edges"])
    assert len(edges[frozenset(("Mara Lindqvist", "Tolvia"))]["facts"]) == 2


def test_an_entity_has_the_shape_of_its_class(sample_contents: GraphContents) -> None:
    entities = sample_contents.entities
    nodes = draw(entities, sample_contents.statements)["nodes"]
    assert [node["id"] for node in nodes] == list(range(len(entities)))
    assert all(node.keys() == {"id", "shape"} for node in nodes)
    shapes = {entity.cls: node["shape"] for entity, node in zip(entities, nodes, strict=True)}
    assert (shapes["Person"], shapes["Country"], shapes["Company"]) == ("dot", "diamond", "square")


def test_an_edge_joins_two_entities_and_names_its_facts(sample_contents: GraphContents) -> None:
    network = build_network(sample_contents)
    facts = sample_contents.statements
    drawing = draw(sample_contents.entities, facts)
    drawn = sorted(place for edge in drawing["edges"] for place in edge["facts"])
    assert drawn == [place for place, fact in enumerate(facts) if fact.subject in network and fact.object in network]
    assert all(edge["from"] < edge["to"] for edge in drawing["edges"])


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
    assert (payload["title"], front["period"]) == ("Ports", ("2025-03-01", "2025-03-10"))
    assert front["publishers"] == [("Daily", 1)]
    assert "Mara Lindqvist" in [payload["entities"][number]["label"] for number in front["people"]]
    for names in (front["people"], front["organizations"], front["places"]):
        assert names == sorted(names)


def test_what_is_new_is_of_the_last_week(twice: GraphContents) -> None:
    assert page_payload(twice)["frontPage"]["since"] == "2025-03-04"


def test_a_graph_without_days_has_no_period(sample_contents: GraphContents) -> None:
    undated = replace(sample_contents, documents=tuple(replace(each, date=None) for each in sample_contents.documents))
    front = page_payload(undated)["frontPage"]
    assert (front["period"], front["since"]) == (None, None)


def test_a_story_names_its_own_conflicts(twice: GraphContents) -> None:
    one, other = twice.statements[0].iri, f"{twice.statements[0].iri}-2"
    entity, home = twice.entities[0], twice.documents[0].id
    accounts = tuple(Account(value, None, None, home, None, "", iri) for value, iri in (("1961", one), ("1962", other)))
    conflict = Conflict("value", entity.label, entity.iri, "bornOn", "was born on", "", accounts)
    (story,) = page_payload(twice, conflicts=[conflict])["stories"]
    assert story["disputed"] == [0]


def test_a_page_of_very_many_statements_leaves_out_what_has_no_name(
    make_contents: Callable[..., GraphContents], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ("Esk met Dorn.", "Esk", "metWith", "Dorn", "asserted"),
        ("Esk met two men.", "Esk", "metWith", "two men", "asserted"),
        ("A house has a door.", "a house", "owns", "a door", "asserted"),
    ]
    classes = {"Esk": "City", "Dorn": "City", "two men": "People", "a house": "Facility", "a door": "Product"}
    contents = make_contents(classes, rows)
    whole = page_payload(contents)
    monkeypatch.setattr("kg.views.payload._MOST_STATEMENTS", 2)
    lean = page_payload(contents)
    assert (len(whole["facts"]), len(lean["facts"])) == (3, 2)
    assert {each["label"] for each in lean["entities"]} == {"Esk", "Dorn", "two men"}
    assert all("iri" in each for each in whole["facts"])
    assert not any("iri" in each for each in lean["facts"])


def test_a_page_has_as_much_as_fits_and_stories_whole(twice: GraphContents, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page_payload(twice)["left"] == {"documents": 0, "stories": 0, "statements": 0}
    document, *_, last = twice.documents
    story = 2 * (0.85 * len(document.text.encode()) + 42 * len(twice.statements) / 2)
    monkeypatch.setattr("kg.views.payload.MOST_BYTES", 900_000 + story + 1)
    sizes = []
    for payload in page_payloads(twice):
        left, kept = payload["left"], payload["documents"]
        assert left["documents"] + len(kept) == len(twice.documents)
        assert {fact["doc"] for fact in payload["facts"]} <= set(range(len(kept)))
        sizes.append((len(payload["stories"]), len(kept)))
    assert sizes[0] == (1, 2)
    assert sizes[-1][1] == 1
    assert sizes == sorted(sizes, reverse=True)
    named = replace(twice.entities[0], documents=(last.iri,))
    focused = replace(twice, entities=(named, *twice.entities[1:]))
    lean = page_payload(focused, focus=named.iri)
    assert lean["documents"][-1]["id"] == last.id, "what names the focus comes before stories"
    assert not lean["stories"]
