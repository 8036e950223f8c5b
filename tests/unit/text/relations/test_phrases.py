"""Relations inside noun phrases, on readings built by hand and the rules that come with kg."""

from hand_built import parse_of, refer

from kg.rules.rule_set import shipped_rules
from kg.text.model import Parse, Time
from kg.text.relations.finding import find_phrase_relations
from kg.text.relations.matching import RuleMatcher


def found(parse: Parse, *phrases: tuple[int, int, str], times: tuple[Time, ...] = ()) -> set[tuple[int, str, int, str]]:
    matcher = RuleMatcher(parse, refer(parse, *([phrase] for phrase in phrases)), (), times, shipped_rules())
    return {(m.subject, m.predicate, m.object, m.value) for m in find_phrase_relations(matcher)}


PLANT = parse_of("plant/NN/nsubj/3 in/IN/prep/0 Varna/NNP/pobj/1 burned=burn/VBD/ROOT/3")
STORE = parse_of("fire/NN/nsubj/1 gutted=gut/VBD/ROOT/1 store/NN/dobj/1 in/IN/prep/1 Varna/NNP/pobj/3")


def test_a_preposition_belongs_to_the_noun_before_it() -> None:
    assert (0, "locatedIn", 1, "") in found(PLANT, (0, 1, "Facility"), (2, 3, "City"))


def test_a_preposition_of_the_verb_says_where_its_object_is() -> None:
    assert (1, "locatedIn", 2, "") in found(STORE, (0, 1, "Disaster"), (2, 3, "Facility"), (4, 5, "City"))


def test_a_noun_has_the_date_said_of_it() -> None:
    parse = parse_of("meeting/NN/nsubj/3 on/IN/prep/0 Friday/NNP/pobj/1 ended=end/VBD/ROOT/3")
    times = (Time(2, 3, "2025-09-19", governor=0),)
    assert (0, "tookPlaceOn", -1, "2025-09-19") in found(parse, (0, 1, "Meeting"), times=times)
    assert not [row for row in found(parse, (0, 1, "Meeting")) if row[1] == "tookPlaceOn"]
