"""When relations hold, on readings built by hand."""

from hand_built import parse_of, refer

from kg.ontology import RELATIONS
from kg.text.assembly import EVENTS, NARRATED, FactTimes
from kg.text.model import ASSERTED, Argument, Clause, Reading, RelationMention, Time

PARSE = parse_of(
    "Berg/NNP/nsubj/1 rested=rest/VBD/ROOT/1 at/IN/prep/1 the/DT/det/4 meeting/NN/pobj/2 Friday/NNP/npadvmod/1",
    "Lund/NNP/nsubj/1 attended=attend/VBD/ROOT/1 the/DT/det/3 meeting/NN/dobj/1",
)
BERG, MEETING, LUND, AGAIN = 0, 1, 2, 3
FRIDAY = Time(5, 6, "2025-09-19", governor=1)
CLAUSES = (
    Clause(1, "rest", "finite", (Argument(0, "subject"), Argument(4, "oblique", "at")), 0, 6, verb=1),
    Clause(7, "attend", "finite", (Argument(6, "subject"), Argument(9, "object")), 6, 10, verb=7),
)


def reading(clause_times: tuple[Time | None, ...], relations: tuple[RelationMention, ...] = ()) -> Reading:
    referents = refer(PARSE, [(0, 1, "Person")], [(3, 5, "Meeting"), (8, 10, "Meeting")], [(6, 7, "Person")])
    times = tuple(time for time in clause_times if time)
    return Reading(PARSE, referents, CLAUSES, (ASSERTED, ASSERTED), times, clause_times, relations)


def mention(predicate: str, subject: int, obj: int, clause: int) -> RelationMention:
    anchor = CLAUSES[clause].verb if clause >= 0 else PARSE.heads[4]
    return RelationMention(subject, predicate, obj, "some.rule", anchor, (0, 1), clause=clause)


def test_a_relation_holds_when_its_clause_says_so() -> None:
    times = FactTimes(reading((FRIDAY, None)))
    assert times.of(mention("metWith", BERG, LUND, 0)) == "2025-09-19"
    assert times.of(mention("supports", BERG, LUND, 1)) is None


def test_an_event_is_dated_by_another_clause_about_it() -> None:
    times = FactTimes(reading((FRIDAY, None)))
    assert times.of(mention("participatedIn", LUND, AGAIN, 1)) == "2025-09-19"


def test_an_event_is_dated_by_a_relation_of_its_own() -> None:
    held = RelationMention(MEETING, "tookPlaceOn", -1, "some.rule", 4, (0, 6), value="2025-09", kind="date")
    times = FactTimes(reading((None, None), (held,)))
    assert times.of(held) == "2025-09"
    assert times.of(mention("participatedIn", LUND, AGAIN, 1)) == "2025-09"


def test_a_narrative_goes_on_at_its_time() -> None:
    assert FactTimes(reading((FRIDAY, None))).of(mention("visited", LUND, AGAIN, 1)) == "2025-09-19"


def test_the_relations_are_those_of_the_ontology() -> None:
    assert RELATIONS.keys() >= EVENTS | NARRATED
