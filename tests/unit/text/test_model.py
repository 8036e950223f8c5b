"""The records between the stages: what a parse and a clause derive from their columns."""

from hand_built import parse_of, refer

from kg.text.model import Argument, Clause

PARSE = parse_of(
    "The/DT/det/1 rebels=rebel/NNS/nsubj/2 hit/VBD/ROOT/2 an/DT/det/5 old/JJ/amod/5 base/NN/dobj/2 ././punct/2",
    "It/PRP/nsubj/1 burned=burn/VBD/ROOT/1",
)


def test_children_and_subtrees_follow_from_heads() -> None:
    assert PARSE.children[2] == (1, 5, 6)
    assert (PARSE.left[5], PARSE.right[5]) == (3, 5)
    assert (PARSE.left[2], PARSE.right[2]) == (0, 6)
    assert PARSE.sentence_of == (0,) * 7 + (1,) * 2
    assert len(PARSE) == 9


def test_dependents_are_those_of_some_dependencies_in_order() -> None:
    assert PARSE.dependents(2, "dobj", "nsubj") == [1, 5]
    assert PARSE.dependents(5, "amod") == [4]
    assert PARSE.dependents(2, "dative") == []


def test_a_range_of_tokens_has_its_words_and_code_points() -> None:
    assert PARSE.words_of(3, 6) == "an old base"
    assert PARSE.span(3, 6).slice(PARSE.text) == "an old base"


def test_a_clause_gives_the_heads_of_its_arguments_by_role_and_preposition() -> None:
    arguments = (Argument(1, "subject"), Argument(5, "oblique", "in"), Argument(7, "oblique", "on"))
    clause = Clause(2, "hit", "finite", arguments, 0, 6)
    assert clause.heads("subject") == (1,)
    assert clause.heads("oblique") == (5, 7)
    assert clause.heads("oblique", "on", "at") == (7,)


def test_referents_give_the_class_of_a_phrase_where_it_starts_and_how_far_phrases_reach() -> None:
    referents = refer(PARSE, [(0, 2, "ArmedGroup")], [(3, 6, "MilitaryBase"), (7, 8, "")])
    assert [referents.cls(phrase) for phrase in range(3)] == ["ArmedGroup", "MilitaryBase", "MilitaryBase"]
    assert [referents.starting(token) for token in (0, 1, 3, 7, 9)] == [0, -1, 1, 2, -1]
    assert referents.extent(1, 0) == (0, 6)
