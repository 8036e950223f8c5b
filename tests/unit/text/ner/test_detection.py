"""Where proper names stand: the model's entities joined, and the capitalised words that it missed."""

from dataclasses import replace

import pytest
from hand_built import parse_of

from kg.text.ner.detection import find_spans


def found(*sentences: str, names: tuple[tuple[int, int, str], ...] = ()) -> list[tuple[str, str]]:
    parse = replace(parse_of(*sentences), names=names)
    return [(" ".join(span.key(parse)), span.label) for span in find_spans(parse)]


@pytest.mark.parametrize(
    ("sentence", "names", "expected"),
    [
        ("The/DT/det/3 Peruvian/JJ/amod/3 Labor/NNP/compound/3 Ministry/NNP/nsubj/4 met=meet/VBD/ROOT/4",
         ((1, 2, "NORP"), (2, 4, "ORG")), [("Peruvian Labor Ministry", "ORG")]),
        ("The/DT/det/2 USS/NNP/compound/2 Halberd/NNP/nsubj/3 sank=sink/VBD/ROOT/3", ((1, 2, "ORG"), (2, 3, "GPE")),
         [("USS Halberd", "ORG")]),
        ("The/DT/det/1 University/NNP/nsubj/4 of/IN/prep/1 Leeds/NNP/pobj/2 won=win/VBD/ROOT/4",
         ((1, 2, "ORG"), (3, 4, "GPE")), [("University of Leeds", "ORG")]),
        ("Then/RB/advmod/4 Oslo/NNP/nsubj/4 and/CC/cc/1 Tavel/NNP/conj/1 met=meet/VBD/ROOT/4",
         ((1, 2, "GPE"), (3, 4, "GPE")), [("Oslo", "GPE"), ("Tavel", "GPE")]),
    ],
)  # fmt: skip
def test_pieces_of_one_name_are_joined(
    sentence: str, names: tuple[tuple[int, int, str], ...], expected: list[tuple[str, str]]
) -> None:
    assert found(sentence, names=names) == expected


@pytest.mark.parametrize(
    ("sentence", "names", "expected"),
    [
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 Gerhard/NNP/compound/3 Horak/NNP/dobj/1", ((2, 3, "ORG"),),
         [("Gerhard Horak", "PERSON")]),
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 John/NNP/compound/4 C/NNP/compound/4 Horak/NNP/dobj/1",
         ((2, 4, "PERSON"), (4, 5, "GPE")), [("John C Horak", "PERSON")]),
        ("They/PRP/nsubj/1 saw=see/VBD/ROOT/1 Charlotte/NNP/compound/3 Ave./NNP/dobj/1", ((2, 3, "GPE"), (3, 4, "ORG")),
         [("Charlotte", "GPE"), ("Ave.", "ORG")]),
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 German/JJ/compound/3 Horak/NNP/dobj/1",
         ((2, 3, "NORP"), (3, 4, "PERSON")), [("German", "NORP"), ("Horak", "PERSON")]),
    ],
)  # fmt: skip
def test_a_given_name_and_a_surname_are_one_persons_name(
    sentence: str, names: tuple[tuple[int, int, str], ...], expected: list[tuple[str, str]]
) -> None:
    assert found(sentence, names=names) == expected


def test_a_name_that_stands_whole_in_a_text_is_whole_wherever_its_words_stand() -> None:
    whole = "They/PRP/nsubj/1 read/VBD/ROOT/1 Salt/NNP/dobj/1 and/CC/cc/2 Silver/NNP/conj/2"
    apart = "They/PRP/nsubj/1 read/VBD/ROOT/1 Salt/NNP/dobj/1 or/CC/cc/2 Silver/NNP/conj/2"
    names = ((2, 5, "WORK_OF_ART"), (7, 8, "PRODUCT"), (9, 10, "PRODUCT"))
    assert found(whole, whole, names=names) == [("Salt and Silver", "WORK_OF_ART"), ("Salt and Silver", "")]
    assert found(whole, apart, names=names)[1:] == [("Salt", "PRODUCT"), ("Silver", "PRODUCT")]


@pytest.mark.parametrize(
    ("sentence", "names", "expected"),
    [
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 Hanna/NNP/compound/4 de/IN/nmod/4 Witt/NNP/dobj/1", (),
         [("Hanna de Witt", "")]),
        (("Then/RB/advmod/5 Springfield/NNP/compound/4 Mayor/NNP/compound/4 Ann/NNP/compound/4 Lee/NNP/nsubj/5 "
         "spoke=speak/VBD/ROOT/5"), ((3, 5, "PERSON"),), [("Springfield", "GPE"), ("Ann Lee", "PERSON")]),
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 Acme/NNP/compound/3 Airlines/NNP/dobj/1", ((2, 3, "GPE"),),
         [("Acme Airlines", "ORG")]),
        ("He/PRP/nsubj/1 is=be/VBZ/ROOT/1 Chief/NNP/compound/4 Technology/NNP/compound/4 Officer/NNP/attr/1", (), []),
        ("Storms=storm/NNS/nsubj/1 hit/VBD/ROOT/1 the/DT/det/3 coast/NN/dobj/1", (), []),
        (("Photos=photo/NNS/nsubj/1 Provided=provide/VBN/ROOT/1 to/IN/prep/1 Acme/NNP/pobj/2 For/IN/prep/1 "
          "example/NN/pobj/4"), (), [("Acme", "")]),
        ("It/PRP/nsubj/1 grew=grow/VBD/ROOT/1 GDP/NNP/dobj/1", ((2, 3, "ORG"),), []),
        ("Since/IN/ROOT/0 300/CD/nummod/2 BC/NNP/pobj/0", ((2, 3, "GPE"),), []),
        ("In/IN/ROOT/0 Oslo/NNP/pobj/0 BC/NNP/appos/1", ((1, 2, "GPE"), (2, 3, "GPE")),
         [("Oslo", "GPE"), ("BC", "GPE")]),
        ("It/PRP/nsubj/1 is=be/VBZ/ROOT/1 vitamin/NN/compound/3 D/NNP/attr/1", ((3, 4, "ORG"),), []),
    ],
)  # fmt: skip
def test_capitalised_words_that_the_model_missed_are_names(
    sentence: str, names: tuple[tuple[int, int, str], ...], expected: list[tuple[str, str]]
) -> None:
    assert found(sentence, names=names) == expected


def test_a_persons_last_name_is_found_wherever_it_stands() -> None:
    first = "They/PRP/nsubj/1 met=meet/VBD/ROOT/1 Carla/NNP/compound/3 Reed/NNP/dobj/1"
    second = "Reed/NN/nsubj/1 left=leave/VBD/ROOT/1"
    assert found(first, second, names=((2, 4, "PERSON"),)) == [("Carla Reed", "PERSON"), ("Reed", "")]


def test_a_name_that_stands_twice_side_by_side_is_one() -> None:
    sentences = "Velto/NNP/ROOT/0", "Velto/NNP/compound/1 Velto/NNP/ROOT/1", "Duran/NNP/compound/1 Duran/NNP/ROOT/1"
    names = ((0, 1, "ORG"), (1, 3, "ORG"), (3, 5, "ORG"))
    assert [name for name, _ in found(*sentences, names=names)] == ["Velto", "Velto", "Velto", "Duran Duran"]


def test_the_words_of_a_date_are_no_name() -> None:
    assert found("It/PRP/nsubj/1 ended=end/VBD/ROOT/1 Tet/NNP/npadvmod/1", names=((2, 3, "DATE"),)) == []


@pytest.mark.parametrize(
    ("second", "names", "expected"),
    [
        ("Reed/NNP/nsubj/1 Opens=open/VBZ/ROOT/1 Bridge/NNP/dobj/1", ((0, 2, "PERSON"),), ("Reed", "PERSON")),
        ("Stunning/JJ/amod/1 Reed/NNP/nsubj/1", ((0, 2, "PERSON"),), ("Reed", "PERSON")),
        ("Carla/NNP/compound/1 Reed/NNP/nsubj/1", ((0, 2, "PERSON"),), ("Carla Reed", "PERSON")),
        ("Tom/NNP/compound/1 Reed/NNP/nsubj/1", ((0, 2, "PERSON"),), ("Tom Reed", "PERSON")),
        ("Before/IN/prep/1 Brae/NNP/pobj/0", ((1, 2, "GPE"),), ("Brae", "GPE")),
        ("Support/NNP/compound/1 Reed/NNP/nsubj/1", ((0, 2, "PERSON"),), ("Reed", "PERSON")),
        ("Reed/NNP/compound/1 Reed/NNP/nsubj/1", ((0, 2, "ORG"),), ("Reed Reed", "ORG")),
        ("Brae/NNP/compound/1 SUSPECTS/NNP/nsubj/1", ((0, 2, "ORG"),), ("Brae", "ORG")),
        ("Brae/NNP/compound/1 TAVEL/NNP/nsubj/1", ((0, 2, "ORG"),), ("Brae TAVEL", "ORG")),
        ("BRAE/NNP/compound/1 SUSPECTS/NNP/nsubj/1", ((0, 2, "ORG"),), ("BRAE SUSPECTS", "ORG")),
    ],
)  # fmt: skip
def test_a_word_beside_a_persons_name_by_chance_is_no_part_of_it(
    second: str, names: tuple[tuple[int, int, str], ...], expected: tuple[str, str]
) -> None:
    first = "They/PRP/nsubj/1 met=meet/VBD/ROOT/1 Carla/NNP/compound/3 Reed/NNP/dobj/1"
    moved = tuple((start + 4, end + 4, label) for start, end, label in names)
    assert found(first, second, names=((2, 4, "PERSON"), *moved))[-1] == expected


@pytest.mark.parametrize(
    ("sentence", "names", "expected"),
    [
        ("Name/VB/ROOT/0 Carla/NNP/compound/4 Reed/NNP/compound/4 Attorney/NNP/compound/4 General/NNP/dobj/0",
         ((1, 5, "PERSON"),), [("Carla Reed", "PERSON")]),
        ("General/NNP/compound/2 Carla/NNP/compound/2 Reed/NNP/nsubj/3 spoke=speak/VBD/ROOT/3",
         ((1, 3, "PERSON"),), [("Carla Reed", "PERSON")]),
        ("Man/NNP/nsubj/1 charged=charge/VBN/ROOT/1 with/IN/prep/1 arson/NN/pobj/2", ((0, 1, "GPE"),), []),
        ("In/IN/prep/1 Man/NNP/pobj/0 it/PRP/nsubj/3 rained=rain/VBD/ROOT/3", ((1, 2, "GPE"),), [("Man", "GPE")]),
    ],
)  # fmt: skip
def test_posts_and_nouns_for_people_are_no_part_of_a_place_or_person(
    sentence: str, names: tuple[tuple[int, int, str], ...], expected: list[tuple[str, str]]
) -> None:
    assert found(sentence, names=names) == expected
