from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.model import UNKNOWN, Document, Extraction
from kg.pipeline import read
from kg.text.model import PROPOSED

DAY = date(2025, 9, 22)


def extract(text: str) -> Extraction:
    return read(Document("t", text, date=DAY))


def facts(text: str) -> set[tuple[str, str, str]]:
    found = extract(text)
    names = {entity.id: entity.name for entity in found.entities}
    return {(names.get(f.subject, f.subject), f.predicate, names.get(f.object, f.object)) for f in found.facts}


def test_a_time_that_stands_by_itself_dates_no_noun() -> None:
    found = extract("Spy freed\n\nSaturday, September 20, 2025\n\nErik Marlow, the mayor of Oslo, praised Sweden.")
    assert {fact.time for fact in found.facts if fact.predicate in ("holdsRole", "leads")} == {None}


@pytest.mark.parametrize(
    ("text", "factuality", "source", "time"),
    [
        ("Norway attacked Sweden on Friday.", "asserted", None, "2025-09-19"),
        ("Erik Marlow said on Sunday that Norway had attacked Sweden.", "reported", "Erik Marlow", None),
        ("Norway will attack Sweden next year.", "planned", None, "2026"),
        ("Norway did not attack Sweden in 2020.", "negated", None, "2020"),
    ],
)
def test_how_and_when_a_fact_holds(text: str, factuality: str, source: str | None, time: str | None) -> None:
    found = extract(text)
    names = {entity.id: entity.name for entity in found.entities}
    (fact,) = [f for f in found.facts if f.predicate == "attacked"]
    assert (names[fact.subject], names[fact.object]) == ("Norway", "Sweden")
    assert (fact.factuality, names.get(fact.source or ""), fact.time) == (factuality, source, time)


@pytest.mark.parametrize(
    ("text", "predicate", "factuality"),
    [
        ("Erik Marlow said he opposed the treaty.", "opposes", "asserted"),
        ("Nora Berg said Erik Marlow opposed the treaty.", "opposes", "reported"),
        ("Erik Marlow said he attacked Sweden.", "attacked", "reported"),
        ("The Sable Front claimed responsibility for the attack in Oslo.", "organized", "reported"),
        ("Erik Marlow visits Oslo on Friday.", "visited", "planned"),
        ("Erik Marlow visited Oslo on Friday.", "visited", "asserted"),
        ("Erik Marlow leads Acme Corp. until 2030.", "leads", "asserted"),
        ("Erik Marlow will resign as chairman of Acme Corp.", "holdsRole", "asserted"),
        ("Nora Berg urged Erik Marlow to quit as mayor.", "holdsRole", "asserted"),
        ("Erik Marlow hopes to return as mayor.", "holdsRole", "planned"),
        ("Unions plan a strike in Oslo.", "organized", "planned"),
        ("Erik Marlow planned the attack in Oslo.", "organized", "asserted"),
        ("The World Cup in Oslo opens on October 3.", "tookPlaceIn", "planned"),
    ],
)
def test_what_is_to_come_is_planned_and_what_one_says_of_his_wishes_asserted(
    text: str, predicate: str, factuality: str
) -> None:
    facts = [fact for fact in extract(text).facts if fact.predicate == predicate and fact.rule != PROPOSED]
    assert {fact.factuality for fact in facts} == {factuality}


def test_counts_of_people_are_qualifiers() -> None:
    (fact,) = [f for f in extract("The bomb killed 76 people in Oslo.").facts if f.predicate == "killed"]
    assert dict(fact.qualifiers)["count"] == "76"


def test_an_agent_that_is_not_named_is_unknown() -> None:
    subjects = {f.subject for f in extract("Erik Marlow was arrested in Oslo.").facts if f.predicate == "captured"}
    assert subjects == {UNKNOWN}


def test_evidence_points_at_the_name_rather_than_at_the_predicate_noun() -> None:
    text = "Erik Marlow is the founder of Acme Corp."
    found = extract(text)
    spans = [f.evidence.subject.slice(text) for f in found.facts if f.predicate == "founded" and f.evidence.subject]
    assert spans == ["Erik Marlow"]


def test_the_words_of_a_date_are_its_evidence() -> None:
    text = "Acme Corp. was founded on 5 May 1961 in Oslo."
    (fact,) = [f for f in extract(text).facts if f.predicate == "createdOn"]
    assert (fact.object, fact.kind) == ("1961-05-05", "date")
    assert fact.evidence.object is not None
    assert fact.evidence.object.slice(text) == "5 May 1961"


def test_what_is_said_once_stands_once_and_twice_twice() -> None:
    one = extract("Norway attacked Sweden.")
    two = extract("Norway attacked Sweden. On Friday, Norway attacked Sweden again.")
    assert [sum(f.predicate == "attacked" for f in found.facts) for found in (one, two)] == [1, 2]


def test_symmetric_relations_have_one_direction() -> None:
    (fact,) = [f for f in extract("Erik Marlow met Anna Ekberg in Oslo.").facts if f.predicate == "metWith"]
    assert int(fact.subject[1:]) < int(fact.object[1:])


def test_entities_are_named_or_take_part_and_numbered_by_first_mention() -> None:
    found = extract("Erik Marlow met Anna Ekberg in Oslo. The weather was a topic of no report.")
    assert [entity.id for entity in found.entities] == [f"e{n}" for n in range(1, len(found.entities) + 1)]
    firsts = [entity.mentions[0].span.begin for entity in found.entities]
    assert firsts == sorted(firsts)
    assert {"Erik Marlow", "Anna Ekberg", "Oslo"} <= {entity.name for entity in found.entities}


def test_a_claim_holds_the_facts_inside_its_words() -> None:
    found = extract('Erik Marlow said on Sunday: "Norway attacked Sweden without any warning."')
    names = {entity.id: entity.name for entity in found.entities}
    (claim,) = [c for c in found.claims if c.direct]
    assert (names[claim.source], claim.time) == ("Erik Marlow", "2025-09-21")
    assert "attacked" in {found.facts[place].predicate for place in claim.facts}


def check(found: Extraction) -> None:
    """What holds of every extraction."""
    text = found.document.text
    ids = {entity.id for entity in found.entities}
    for entity in found.entities:
        assert entity.cls in ontology.CLASSES
        assert all(0 <= m.span.begin < m.span.end <= len(text) for m in entity.mentions)
    for fact in found.facts:
        evidence = fact.evidence
        assert fact.subject in ids | {UNKNOWN}
        assert (fact.object in ids) == (fact.kind == "entity")
        assert fact.source is None or fact.source in ids
        assert 0 <= evidence.clause.begin < evidence.clause.end <= len(text)
        assert all(evidence.clause.covers(s) for s in (evidence.subject, evidence.object, evidence.predicate) if s)
        assert (fact.subject == UNKNOWN) == (evidence.subject is None)
        assert 0 <= fact.confidence <= 1
        if fact.predicate in ontology.RELATIONS and fact.kind == "entity" and fact.subject != UNKNOWN:
            classes = {entity.id: entity.cls for entity in found.entities}
            assert ontology.RELATIONS[fact.predicate].takes(classes[fact.subject], classes[fact.object]), fact
    for claim in found.claims:
        assert claim.source in ids
        assert claim.span.slice(text) == claim.text
        assert all(claim.span.begin <= found.facts[place].evidence.clause.end for place in claim.facts)
    assert all(first.end <= second.begin for first, second in zip(found.sentences, found.sentences[1:], strict=False))


WORDS = st.sampled_from(
    [
        "Erik Marlow",
        "Norway",
        "the minister",
        "she",
        "Acme Corp.",
        "said",
        "attacked",
        "met",
        "will",
        "did not",
        "in",
        "on Friday",
        "of",
        "the",
        "and",
        ",",
        ".",
        "\n",
        "“",
        "”",
        '"',
        "founder",
        "killed",
        "two people",
        "Oslo",
        "who",
        "was",
        "2014",
        "according to",
        "’s",
        "(",
        ")",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_offsets_hold_for_any_text(words: list[str]) -> None:
    check(extract(" ".join(words)))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_offsets_hold_for_any_characters(text: str) -> None:
    check(extract(text))


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("Erik Marlow is due to meet Nora Berg.", set()),
        ("Erik Marlow was unable to leave Oslo.", set()),
        ("The bridge is ready.", {"ready"}),
        ("The man, identified as Erik Marlow, was described as dangerous.", {"dangerous"}),
    ],
)
def test_what_something_is_said_to_be(text: str, described: set[str]) -> None:
    assert {fact.object for fact in extract(text).facts if fact.predicate == "describedAs"} == described
