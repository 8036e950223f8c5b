"""Open predicates and descriptions, on clauses built by hand."""

from __future__ import annotations

from hand_built import parse_of, refer

from kg.rules.rule_set import RuleSet
from kg.text.model import Argument, Clause, RelationMention
from kg.text.relations.finding import find_open_relations
from kg.text.relations.matching import RuleMatcher

PARSE = parse_of(
    "Ana/NNP/nsubj/1 repainted=repaint/VBD/ROOT/1 the/DT/det/3 mill/NN/dobj/1 in/IN/prep/1 Lima/NNP/pobj/4",
    "It/PRP/nsubj/1 is=be/VBZ/ROOT/1 a/DT/det/4 small/JJ/amod/4 ruin/NN/attr/1 now/RB/advmod/1",
)
ANA, MILL, LIMA, IT = 0, 1, 2, 3
REFERENTS = refer(PARSE, [(0, 1, "Person")], [(2, 4, "Facility"), (6, 7, "")], [(5, 6, "City")])
SUBJECT, OBJECT, PLACE = Argument(0, "subject"), Argument(3, "object"), Argument(5, "oblique", "in")
REPAINTED = Clause(1, "repaint", "finite", (SUBJECT, OBJECT, PLACE), 0, 6, verb=1)
IS = Clause(10, "ruin", "finite", (Argument(6, "subject"), Argument(10, "attribute")), 6, 12, copular=True, verb=7)


def found(*clauses: Clause, known: tuple[RelationMention, ...] = ()) -> list[tuple[int, str, int, str]]:
    matcher = RuleMatcher(PARSE, REFERENTS, clauses, (), RuleSet(()))
    return [(m.subject, m.predicate, m.object, m.value) for m in find_open_relations(matcher, known)]


def test_a_verb_joins_its_subject_and_object() -> None:
    assert found(REPAINTED) == [(ANA, "p/repaint", MILL, "")]


def test_without_an_object_a_preposition_brings_one() -> None:
    clause = Clause(1, "rest", "finite", (SUBJECT, PLACE), 0, 6, verb=1)
    assert found(clause) == [(ANA, "p/rest_in", LIMA, "")]


def test_what_it_means_is_named_in_the_sentence_or_left() -> None:
    clause = Clause(7, "hold", "finite", (Argument(6, "subject"), Argument(10, "object")), 6, 12, verb=7)
    referents = refer(PARSE, [(0, 1, "Person")], [(2, 4, "Facility"), (6, 7, "")], [(8, 11, "Facility")])
    assert not find_open_relations(RuleMatcher(PARSE, referents, (clause,), (), RuleSet(())), ())


def test_what_a_rule_has_joined_is_not_joined_again() -> None:
    known = RelationMention(MILL, "ownedBy", ANA, "some.rule", 1, (0, 4), clause=0)
    assert found(REPAINTED, known=(known,)) == []


def test_a_copula_describes_its_subject_without_the_article() -> None:
    assert (IT, "describedAs", -1, "small ruin") in found(IS)


def test_a_clause_that_a_rule_has_read_describes_nothing_but_beside_a_stance() -> None:
    read = RelationMention(IT, "partOf", LIMA, "some.rule", 10, (6, 11), clause=0)
    stance = RelationMention(ANA, "opposes", MILL, "some.rule", 10, (6, 11), clause=0)
    assert not [row for row in found(IS, known=(read,)) if row[1] == "describedAs"]
    assert [row for row in found(IS, known=(stance,)) if row[1] == "describedAs"]
