"""Facts before their entities have ids, on readings built by hand."""

from dataclasses import replace

import pytest
from hand_built import parse_of, refer

from kg.text.assembly import draft_facts
from kg.text.model import ASSERTED, PROPOSED, Argument, Clause, Judgement, Reading, RelationMention

PARSE = parse_of(
    "Ana/NNP/nsubj/1 met=meet/VBD/ROOT/1 Omar/NNP/dobj/1",
    "Omar/NNP/nsubj/2 never/RB/neg/2 met=meet/VBD/ROOT/2 Ana/NNP/dobj/2",
)
ANA, OMAR, OMAR_AGAIN, ANA_AGAIN = range(4)
REFERENTS = refer(PARSE, [(0, 1, "Person"), (6, 7, "Person")], [(2, 3, "Person"), (3, 4, "Person")])
CLAUSES = (
    Clause(1, "meet", "finite", (Argument(0, "subject"), Argument(2, "object")), 0, 3, verb=1),
    Clause(5, "meet", "finite", (Argument(3, "subject"), Argument(6, "object")), 3, 7, verb=5, negated=True),
)
MET = RelationMention(ANA, "metWith", OMAR, "metWith.meet", 1, (0, 3), clause=0, confidence=0.7)
MET_AGAIN = RelationMention(OMAR_AGAIN, "metWith", ANA_AGAIN, "metWith.meet", 5, (3, 7), clause=1)


def drafted(*mentions: RelationMention) -> list[tuple[int, str, int, str, str]]:
    judgements = (ASSERTED, Judgement("negated"))
    reading = Reading(PARSE, REFERENTS, CLAUSES, judgements, (), (None, None), mentions)
    return [(d.subject, d.mention.predicate, d.object, d.factuality, d.mention.rule) for d in draft_facts(reading)]


def test_a_symmetric_relation_has_one_direction_and_each_sentence_its_fact() -> None:
    assert drafted(MET, MET_AGAIN) == [
        (0, "metWith", 1, "asserted", "metWith.meet"),
        (0, "metWith", 1, "negated", "metWith.meet"),
    ]


def test_of_a_sentence_the_surest_mention_is_kept_and_a_rule_before_the_model() -> None:
    surer, proposed = replace(MET, rule="other", confidence=0.8), replace(MET, rule=PROPOSED, confidence=0.9)
    assert [row[-1] for row in drafted(MET, surer, proposed)] == ["other"]


def test_what_the_model_alone_sees_denied_is_dropped_where_a_rule_sees_it_stated() -> None:
    denied = replace(MET_AGAIN, rule=PROPOSED)
    assert [row[3] for row in drafted(MET, denied)] == ["asserted"]
    assert [row[3] for row in drafted(denied)] == ["negated"]


def test_a_relation_of_an_entity_to_itself_is_no_fact() -> None:
    assert drafted(replace(MET, object=ANA_AGAIN)) == []


def test_a_headline_has_the_source_that_the_story_names() -> None:
    parse = replace(PARSE, blocks=((0, 3), (3, 7)))
    told = replace(CLAUSES[1], negated=False)
    for told_by, sources in ((Judgement("reported", 6), [0, 0]), (ASSERTED, [-1, -1])):
        mentions = (MET, MET_AGAIN)
        reading = Reading(parse, REFERENTS, (CLAUSES[0], told), (ASSERTED, told_by), (), (None, None), mentions)
        drafts = draft_facts(reading)
        assert [draft.source for draft in drafts] == sources
        assert {draft.factuality for draft in drafts} == {told_by.factuality}


def test_a_value_is_an_object() -> None:
    born = RelationMention(ANA, "bornOn", -1, "some.rule", 1, (0, 3), value="1950", kind="date")
    assert drafted(born) == [(0, "bornOn", -1, "asserted", "some.rule")]


@pytest.mark.parametrize(("country", "number"), [("Switzerland", 1), ("Syria", 0)])
def test_a_city_is_not_said_to_lie_in_another_country(country: str, number: int) -> None:
    parse = parse_of(f"Geneva/NNP/nsubj/1 is=be/VBZ/ROOT/1 in/IN/prep/1 {country}/NNP/pobj/2")
    referents = refer(parse, [(0, 1, "City")], [(3, 4, "Country")])
    lies = RelationMention(0, "locatedIn", 1, PROPOSED, 1, (0, 4), clause=0, confidence=0.7)
    clause = Clause(1, "be", "finite", (Argument(0, "subject"),), 0, 4, verb=1)
    assert len(draft_facts(Reading(parse, referents, (clause,), (ASSERTED,), (), (None,), (lies,)))) == number
