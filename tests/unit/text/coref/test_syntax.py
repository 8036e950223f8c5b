from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref import syntax

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The town of Ahlen was flooded.", {"The town", "Ahlen"}),
        ("The head of the Tavel Food and Water Council, Tom Hale, resigned.", {"The head", "Tom Hale"}),
        ("A spokeswoman for the tribunal in Oslo, Ann Lee, confirmed it.", {"A spokeswoman", "Ann Lee"}),
        ("The store, Dobbs Market, closed. The store will reopen.", {"The store", "Dobbs Market"}),
        ("Critics liked the film Night Train.", {"the film", "Night Train"}),
        ("Tom Farrow left with his daughter. Farrow and his daughter Inge live in Oslo.", {"his daughter", "Inge"}),
        ("The mines minister, Ola Berg, and Zambia's envoy, Luc Maes, met.", {"The mines minister", "Ola Berg"}),
        ("The head of the Velto Food and Grocery Council, Luc Maes, says so.", {"The head", "Luc Maes"}),
        ("He sold it with his wife of 49 years, Inge Dahl, a teacher.", {"his wife", "Inge Dahl"}),
        ("One of the victims, Tom Hale, lived in Oslo.", {"One of the victims", "Tom Hale"}),
        ('The novel "Deep Water" was praised by Tom Hale.', {"novel", "Deep Water"}),
        ("A mill burned in Velmund, Skane province.", {"Skane province", "Skane"}),
        ("Velmund, the provincial capital, was flooded.", {"the provincial capital", "Velmund"}),
    ],
)  # fmt: skip
def test_a_nominal_beside_a_name_is_in_its_chain(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("A spokeswoman and her lawyer, Tom Hale, confirmed it.", "A spokeswoman", "Tom Hale"),
        ("The retailer Velto bought is failing.", "The retailer", "Velto"),
        ("She met a nurse, a cook, Luc Maes, and two doctors.", "a cook", "Luc Maes"),
        ("He met the head of security, and Luc Maes, an actor, left.", "the head", "Luc Maes"),
        ("A mill burned in Velmund, Skane province.", "Velmund", "Skane province"),
        ("Tom Hale lives in Sincan, an Ankara suburb.", "an Ankara suburb", "Ankara"),
    ],
)
def test_a_nominal_in_a_list_or_with_a_clause_stays_apart(
    parse_text: ParseText, text: str, one: str, other: str
) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_an_apposition_means_its_head_unless_it_goes_on_with_others() -> None:
    parse = parse_of("Tom/NNP/nsubj/4 ,/,/punct/0 a/DT/det/3 baker/NN/appos/0 left/VBD/ROOT/4")
    assert syntax.apposed(parse, clusters_of(parse, (0, 1, "Person"), (2, 4, "Person")), 1) == 0
    parse = parse_of(
        "Tom/NNP/nsubj/6 ,/,/punct/0 a/DT/det/3 baker/NN/appos/0 and/CC/cc/3 Ann/NNP/conj/3 left/VBD/ROOT/6"
    )
    clusters = clusters_of(parse, (0, 1, "Person"), (2, 4, "Person"), (5, 6, "Person"))
    assert syntax.apposed(parse, clusters, 1) == -1


def test_a_name_between_commas_is_that_of_the_nominal_before_it() -> None:
    parse = parse_of(
        "A/DT/det/1 head/NN/nsubj/7 of/IN/prep/1 Acme/NNP/pobj/2 ,/,/punct/1 Tom/NNP/dep/3 ,/,/punct/1 left/VBD/ROOT/7"
    )
    clusters = clusters_of(parse, (0, 2, "Person"), (3, 4, "Company"), (5, 6, "Person"))
    assert list(syntax.apposed_between_commas(parse, clusters)) == [(0, 2)]


def test_a_noun_beside_a_name_says_what_it_is() -> None:
    parse = parse_of("the/DT/det/1 town/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2")
    assert syntax.classifier(parse, clusters_of(parse, (0, 2, "City"), (3, 4, "City")), 1) == 0
    assert syntax.classifier(parse, clusters_of(parse, (0, 2, "Company"), (3, 4, "City")), 1) == -1


def test_posts_in_a_row_are_of_the_name_beside_them() -> None:
    parse = parse_of("baker/NN/nsubj/4 and/CC/cc/0 mayor/NN/conj/0 Tom/NNP/appos/0 left/VBD/ROOT/4")
    clusters = clusters_of(parse, (0, 1, "Person"), (2, 3, "Person"), (3, 4, "Person"))
    assert list(syntax.posts_in_row(parse, clusters)) == [(0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Judy Chen is a lawyer.", {"Judy Chen", "a lawyer"}),
        ("Gorka Airlines is the biggest shareholder of Velto.", {"Gorka Airlines", "the biggest shareholder"}),
        ("Gorka Airlines lost money. It is a member of the alliance.", {"Gorka Airlines", "It", "a member"}),
        ("The army stands behind Japan, its great ally.", {"Japan", "its great ally"}),
        ("Its owner, cosmetics giant Velto Holdings, lost money.", {"Its owner", "Velto Holdings"}),
        ("Judy Chen is one of the lawyers.", {"Judy Chen", "one of the lawyers"}),
        ("Judy Chen spoke. She was one of the first lawyers there.", {"She", "one of the first lawyers"}),
        ("Judy Chen was an influential figure.", {"Judy Chen", "an influential figure"}),
        ("Judy Chen spoke. She is a legend.", {"She", "a legend"}),
        ("The suspect, identified as Leo Farr, 34, fled.", {"The suspect", "Leo Farr"}),
    ],
)  # fmt: skip
def test_what_a_clause_says_its_subject_to_be_is_in_its_chain(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Tom Reilly is not a lawyer.", "Tom Reilly", "a lawyer"),
        ("Tom Reilly is no lawyer.", "Tom Reilly", "no lawyer"),
        ("Tom Reilly spoke. He is no lawyer.", "He", "no lawyer"),
        ("Tom Reilly is not one of the lawyers.", "Tom Reilly", "one of the lawyers"),
        ("Tom Reilly met one of the lawyers.", "Tom Reilly", "one of the lawyers"),
        ("Tom Reilly is a part of the plan.", "Tom Reilly", "a part"),
        ("Gorka Airlines, a lawyer said, lost money.", "Gorka Airlines", "a lawyer"),
        ("Gorka Airlines is no member of the alliance.", "Gorka Airlines", "no member"),
        ("The Palace Hotel, the owner said, burned.", "Palace Hotel", "the owner"),
        ("Tom Reilly was the problem.", "Tom Reilly", "the problem"),
        ("Tavel is a problem.", "Tavel", "a problem"),
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
    assert syntax.subject_of(parse, clusters, 1) == other
    assert list(syntax.predicates_of(parse, clusters, 0)) == ([1] if other == 0 else [])


def test_verbs_give_names() -> None:
    parse = parse_of("A/DT/det/1 man/NN/ROOT/1 called=call/VBN/acl/1 Tom/NNP/oprd/2")
    assert syntax.named_by_verb(parse, clusters_of(parse, (0, 2, "Person"), (3, 4, "Person")), 1) == 0
