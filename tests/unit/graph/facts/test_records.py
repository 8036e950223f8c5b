"""Entities and documents show themselves."""

import pytest

from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    LinkRecord,
    MentionRecord,
    PointRecord,
)

MENTIONS = (MentionRecord("one", 0, 9), MentionRecord("one", 20, 29), MentionRecord("two", 0, 9))
ANA = EntityRecord("e:ana", "Ana Costa", "Person", mentions=MENTIONS, documents=("one", "two"))


def test_an_entity_shows_its_names_and_where_it_is_mentioned() -> None:
    assert repr(ANA) == "Entity: Ana Costa (Person, 3 mentions)"
    assert "also called" not in ANA._repr_html_()
    aliases = ("<i>", *map(str, range(20)))
    link = LinkRecord("https://example.org/x", 0.97, "the only <x>", "GeoNames", sure=True)
    other = EntityRecord("e:b", "<b>", "City", aliases, MENTIONS, ("one", "two"), (link,), PointRecord(1, -2))
    shown = other._repr_html_()
    assert "<b>&lt;b&gt;</b>" in shown
    assert "City · 3 mentions in 2 documents" in shown
    assert "also called &lt;i&gt;, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …<" in shown
    assert other.linked() == [
        "is https://example.org/x (GeoNames, 97%: the only <x>)",
        "lies at 1° N, 2° W",
    ]
    assert "the only &lt;x&gt;" in shown


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (DocumentRecord("d", "id", "Some words.", title="Ferry sinks"), "Ferry sinks"),
        (DocumentRecord("d", "id", "\n\n The Esk ferry sank. Nobody was hurt."), "The Esk ferry sank"),
        (DocumentRecord("d", "id", "word " * 50), "word " * 17 + "word…"),
        (DocumentRecord("d", "id", "x" * 99), "x" * 90),
        (DocumentRecord("d", "id", " \n"), "id"),
    ],
)
def test_a_document_has_a_heading(document: DocumentRecord, name: str) -> None:
    assert document.heading == name


def test_what_has_a_participant_as_an_end_is_apart_until_asked_for() -> None:
    men = EntityRecord("e:men", "two men", "People", participant=True)
    met, spoke = FactRecord("f:1", "e:ana", "metWith", "e:men", False), FactRecord("f:2", "e:ana", "p/go", "Graz", True)
    claims = (ClaimRecord("c:1", "e:men", "No.", "one", 0, 3, True),)
    contents = GraphContents((), (ANA,), (), claims, facts=(met, spoke), participants=(men,))
    named = contents.named()
    assert (named.entities, named.facts, named.claims) == ((ANA,), (spoke,), ())
    assert contents.with_participants().entities == (ANA, men)
    assert named.labels()["e:men"] == "two men", "a source is called by what the text calls it"
