"""Long texts are cut between blocks and found whole again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import UNKNOWN, Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.text import passages
from kg.text.passages import find_passages, join_passages

PARAGRAPH = "Marta Oduya runs Port Salo. She met Jon Brae."


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passage ends with the block that reaches a hundred code points."""
    monkeypatch.setattr(passages, "LONGEST", 100)


def test_a_short_text_is_one_passage() -> None:
    assert find_passages("") == [Span(0, 0)]
    assert find_passages(PARAGRAPH) == [Span(0, len(PARAGRAPH))]


@pytest.mark.usefixtures("short")
def test_a_passage_ends_with_the_block_that_is_long_enough() -> None:
    text = "\n\n".join(f"{PARAGRAPH} {number} o'clock." for number in range(7))  # a line said twice would count once
    found = find_passages(text)
    assert [span.slice(text).count(PARAGRAPH) for span in found] == [2, 2, 2, 1]
    assert all(span.slice(text).strip().startswith("Marta") for span in found)


@pytest.mark.usefixtures("short")
def test_one_long_block_is_not_cut() -> None:
    text = "word " * 200
    assert find_passages(text) == [Span(0, len(text))]


@given(st.lists(st.sampled_from(["words and words", "\n\n", "\n", " ", "a" * 130, "\t", "# Head"]), max_size=30))
def test_the_passages_of_a_text_are_the_whole_of_it(parts: list[str]) -> None:
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "LONGEST", 100)
        found = find_passages(text)
    assert "".join(span.slice(text) for span in found) == text
    assert all(span.end > span.begin for span in found) or found == [Span(0, 0)]


def passage(cls: str = "Person", kind: str = "name", name: str = "Marta Oduya") -> Extraction:
    """What one paragraph says."""
    end = len(PARAGRAPH)
    entities = (
        Entity("e1", name, cls, ("She",), (Mention(Span(0, 11), kind), Mention(Span(28, 31), "pronoun"))),
        Entity("e2", "Port Salo", "City", (), (Mention(Span(17, 26), "name"),)),
    )
    evidence = Evidence(Span(0, 27), Span(0, 11), Span(17, 26), Span(12, 16))
    facts = (
        Fact("e1", "leads", "e2", "entity", evidence, "r", source="e1", qualifiers=(("roleAt", "e2"), ("item", "x"))),
        Fact(UNKNOWN, "describedAs", "e2", "text", Evidence(Span(0, 27)), "r"),
    )
    claims = (Claim("e1", "runs", Span(12, 16), direct=False, to="e2", facts=(1,)),)
    made = (("kg", "1"),)
    return Extraction(Document("a", PARAGRAPH), entities, facts, claims, (Span(0, 27), Span(28, end)), made)


def joined(*parts: Extraction) -> Extraction:
    text = PARAGRAPH * len(parts)
    places = ((number * len(PARAGRAPH), part) for number, part in enumerate(parts))
    return join_passages(Document("a", text), places)


def test_spans_are_moved_to_where_the_passage_begins() -> None:
    found = joined(passage(), passage())
    text, shift = found.document.text, len(PARAGRAPH)
    assert found.sentences[2:] == (Span(shift, shift + 27), Span(shift + 28, 2 * shift))
    evidence = found.facts[2].evidence
    spans = evidence.clause, evidence.subject, evidence.object, evidence.predicate
    assert [span.slice(text) for span in spans if span] == [PARAGRAPH[:27], "Marta Oduya", "Port Salo", "runs"]
    assert found.claims[1].span.slice(text) == "runs"
    assert found.made_by == (("kg", "1"),)


def test_who_is_named_alike_and_of_one_class_is_one() -> None:
    found = joined(passage(), passage(name="MARTA ODUYA"))
    assert [entity.name for entity in found.entities] == ["Marta Oduya", "Port Salo"]
    assert found.entities[0].aliases == ("She", "MARTA ODUYA")
    assert len(found.entities[0].mentions) == 4
    assert {fact.subject for fact in found.facts} == {"e1", UNKNOWN}


@pytest.mark.parametrize("other", [passage("Company"), passage(kind="nominal")])
def test_another_class_or_no_name_is_another(other: Extraction) -> None:
    found = joined(passage(), other)
    assert [entity.name for entity in found.entities] == ["Marta Oduya", "Port Salo", "Marta Oduya"]
    assert len({entity.id for entity in found.entities}) == 3
    assert found.facts[2].subject == found.facts[2].source == found.claims[1].source == found.entities[2].id
    assert found.facts[2].object == "e2"


def test_references_are_to_the_documents_own_entities_and_facts() -> None:
    found = joined(passage(), passage(), passage("Company"))
    assert [claim.facts for claim in found.claims] == [(1,), (3,), (5,)]
    assert found.facts[4].qualifiers == (("roleAt", "e2"), ("item", "x"))
    assert found.facts[5].object == "e2", "words that look like an id stay words"
    assert found.claims[2].to == "e2"
    assert [fact.subject for fact in found.facts if fact.predicate == "describedAs"] == [UNKNOWN] * 3


def test_no_passage_says_nothing() -> None:
    found = join_passages(Document("a", ""), [])
    assert (found.entities, found.facts, found.claims, found.sentences, found.made_by) == ((), (), (), (), ())
