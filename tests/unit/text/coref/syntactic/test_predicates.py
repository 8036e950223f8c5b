from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.syntactic import predicates

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Judy Chen is a lawyer.", {"Judy Chen", "a lawyer"}),
        ("The suspect, identified as Leo Farr, 34, fled.", {"The suspect", "Leo Farr"}),
    ],
)  # fmt: skip
def test_what_a_clause_says_its_subject_to_be_is_in_its_chain(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Tom Reilly is not a lawyer.", "Tom Reilly", "a lawyer"),
        ("Police named the suspect as the owner of Acme.", "Police", "the suspect"),
        ("Tom Hale will not name Inge Dahl as the new mayor.", "Inge Dahl", "the new mayor"),
        ("The son of a stonemason, Luc Maes was an actor.", "a stonemason", "Luc Maes"),
    ],
)
def test_what_no_clause_says_stays_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("Tom/NNP/nsubj/1 is=be/VBZ/ROOT/1 a/DT/det/3 baker/NN/attr/1", 0),
        ("Tom/NNP/nsubj/1 is=be/VBZ/ROOT/1 a/DT/det/3 baker/NN/attr/1 not/RB/neg/1", -1),
        ("Tom/NNP/nsubj/1 hired=hire/VBD/ROOT/1 a/DT/det/3 baker/NN/dobj/1", -1),
        ("Tom/NNP/nsubj/4 as/IN/prep/4 a/DT/det/3 baker/NN/pobj/1 worked=work/VBD/ROOT/4", 0),
        ("Tom/NNP/nsubjpass/1 elected=elect/VBN/ROOT/1 a/DT/det/3 baker/NN/oprd/1", 0),
    ],
)
def test_a_predicate_nominal_is_said_of_the_subject(sentence: str, other: int) -> None:
    parse = parse_of(sentence)
    clusters = clusters_of(parse, (0, 1, "Person"), (2, 4, "Person"))
    assert predicates.subject_of(parse, clusters, 1) == other
    assert list(predicates.predicates_of(parse, clusters, 0)) == ([1] if other == 0 else [])


def test_verbs_give_names() -> None:
    parse = parse_of("A/DT/det/1 man/NN/ROOT/1 called=call/VBN/acl/1 Tom/NNP/oprd/2")
    assert predicates.named_by_verb(parse, clusters_of(parse, (0, 2, "Person"), (3, 4, "Person")), 1) == 0
    parse = parse_of("The/DT/det/1 mayor/NN/nsubj/2 is=be/VBZ/ROOT/2 Tom/NNP/attr/2")
    assert predicates.named_post(parse, clusters_of(parse, (0, 2, "Person"), (3, 4, "Person")), 1) == 0


def test_a_nominal_in_front_of_a_clause_is_said_of_its_subject() -> None:
    parse = parse_of("A/DT/det/1 baker/NN/npadvmod/4 ,/,/punct/4 Tom/NNP/nsubj/4 left/VBD/ROOT/4")
    assert list(predicates.fronted(parse, clusters_of(parse, (0, 2, "Person"), (3, 4, "Person")))) == [(0, 1)]
