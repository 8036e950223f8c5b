"""What is left of the language model's entities once they are cut and trimmed."""

from dataclasses import replace

import pytest
from hand_built import parse_of

from kg.text.ner.model_entities import Capitals, ModelEntities, is_title, value_tokens


def found(sentence: str, *names: tuple[int, int, str]) -> list[tuple[str, str]]:
    parse = replace(parse_of(sentence), names=names)
    return [(parse.words_of(s.start, s.end), s.label) for s in ModelEntities(parse, Capitals(parse)).find()]


@pytest.mark.parametrize(
    ("sentence", "entity", "expected"),
    [
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 the/DT/det/4 Acme/NNP/compound/4 Board/NNP/dobj/1 's/POS/case/4",
         (2, 6, "ORG"), [("Acme Board", "ORG")]),
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 President/NNP/compound/4 Ann/NNP/compound/4 Lee/NNP/dobj/1",
         (2, 5, "PERSON"), [("Ann Lee", "PERSON")]),
        ("Then/RB/advmod/4 Nurse/NNP/compound/3 Ann/NNP/compound/3 Lee/NNP/nsubj/4 spoke=speak/VBD/ROOT/4",
         (1, 4, "PERSON"), [("Ann Lee", "PERSON")]),
        (("Minister/NNP/nsubj/4 for/IN/prep/0 Health/NNP/compound/4 Ann/NNP/compound/4 Lee/NNP/pobj/1 "
          "met=meet/VBD/ROOT/5"), (2, 5, "ORG"), [("Ann Lee", "PERSON")]),
        (("Minister/NNP/nsubj/4 for/IN/prep/0 Health/NNP/compound/4 and/CC/cc/2 Education/NNP/conj/2 "
          "met=meet/VBD/ROOT/5"), (2, 5, "ORG"), []),
        ("He/PRP/nsubj/1 met=meet/VBD/ROOT/1 Tom/NNP/compound/3 Hale/NNP/dobj/1 angrily/RB/advmod/1",
         (2, 5, "PERSON"), [("Tom Hale", "PERSON")]),
        ("He/PRP/nsubj/1 beat/VBD/ROOT/1 Acme/NNP/compound/3 Rovers/NNP/dobj/1 3/CD/nummod/3 -/SYM/punct/3 1/CD/prep/4",
         (2, 7, "ORG"), [("Acme Rovers", "ORG")]),
        ("The/DT/det/1 Archbishop/NNP/nsubj/4 of/IN/prep/1 Turin/NNP/pobj/2 spoke=speak/VBD/ROOT/4",
         (0, 4, "ORG"), [("Turin", "GPE")]),
        ("The/DT/det/1 Governor/NNP/nsubj/2 spoke=speak/VBD/ROOT/2", (0, 2, "ORG"), []),
        ("It/PRP/nsubj/1 ended=end/VBD/ROOT/1 Monday/NNP/npadvmod/1", (2, 3, "ORG"), []),
        ("Expo/NNP/nsubj/2 2005/CD/nummod/0 opened=open/VBD/ROOT/2", (0, 2, "DATE"), [("Expo 2005", "EVENT")]),
        ("It/PRP/nsubj/1 cost/VBD/ROOT/1 Five/CD/nummod/3 pounds=pound/NNS/dobj/1", (2, 4, "MONEY"), []),
    ],
)  # fmt: skip
def test_an_entity_is_trimmed_to_its_name(
    sentence: str, entity: tuple[int, int, str], expected: list[tuple[str, str]]
) -> None:
    assert found(sentence, entity) == expected


@pytest.mark.parametrize(
    ("sentence", "entity", "expected"),
    [
        ("Tellmark/NNP/nsubj/1 sued=sue/VBD/ROOT/1 Synterra/NNP/dobj/1", (0, 3, "ORG"), ["Tellmark", "Synterra"]),
        ("The/DT/det/1 EU/NNP/nsubj/4 and/CC/cc/1 NATO/NNP/conj/1 met=meet/VBD/ROOT/4", (1, 4, "ORG"), ["EU", "NATO"]),
        ("Oslo/NNP/nsubj/3 ,/,/punct/0 Tavel/NNP/conj/0 met=meet/VBD/ROOT/3", (0, 3, "ORG"), ["Oslo", "Tavel"]),
        ("Acme/NNP/nsubj/3 ,/,/punct/0 Inc./NNP/appos/0 fell=fall/VBD/ROOT/3", (0, 3, "ORG"), ["Acme , Inc."]),
        ("At/IN/ROOT/0 Spannor/NNP/pobj/0 north/RB/advmod/0 of/IN/prep/2 Tarva/NNP/pobj/3", (1, 5, "GPE"),
         ["Spannor", "Tarva"]),
        ("Tom/NNP/compound/1 Hale/NNP/ROOT/1 //SYM/punct/1 Acme/NNP/compound/4 Daily/NNP/appos/1", (0, 5, "ORG"),
         ["Tom Hale", "Acme Daily"]),
        ("Acme/NNP/compound/1 Group/NNP/ROOT/1 -/HYPH/punct/1 Tavel/NNP/appos/1", (0, 4, "ORG"),
         ["Acme Group", "Tavel"]),
        ("T/NNP/compound/2 -/HYPH/punct/2 Mobile/NNP/nsubj/3 fell=fall/VBD/ROOT/3", (0, 3, "ORG"), ["T - Mobile"]),
        ("Acme/NNP/compound/2 -/HYPH/punct/2 TASS/NNP/nsubj/3 said=say/VBD/ROOT/3", (0, 3, "ORG"), ["Acme", "TASS"]),
        ("The/DT/det/4 Sino/JJ/compound/3 -/HYPH/punct/3 German/JJ/amod/4 talks/NNS/nsubj/5 failed=fail/VBD/ROOT/5",
         (0, 4, "NORP"), ["Sino", "German"]),
        ("The/DT/det/4 Sino/JJ/compound/3 -/HYPH/punct/3 Acme/NNP/compound/4 Bank/NNP/nsubj/5 failed=fail/VBD/ROOT/5",
         (0, 5, "ORG"), ["Sino - Acme Bank"]),
    ],
)  # fmt: skip
def test_what_the_model_takes_for_one_name_is_cut(
    sentence: str, entity: tuple[int, int, str], expected: list[str]
) -> None:
    assert [name for name, _ in found(sentence, entity)] == expected


@pytest.mark.parametrize(
    ("words", "title"),
    [(["colonel"], True), (["mrs."], True), (["governor", "-", "general"], True), (["oslo"], False), (["of"], False)],
)
def test_words_are_a_title_as_a_whole(words: list[str], *, title: bool) -> None:
    assert is_title(words) == title


def test_dates_and_sums_are_values_and_no_names() -> None:
    parse = parse_of("It/PRP/nsubj/1 cost/VBD/ROOT/1 $/$/nmod/3 5/CD/dobj/1 in/IN/prep/1 Oslo/NNP/pobj/4")
    assert value_tokens(replace(parse, names=((2, 4, "MONEY"), (5, 6, "GPE")))) == {2, 3}
